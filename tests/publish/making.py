"""An entry of which all is known, and a feed as a document of one format."""

from datetime import UTC, datetime
from types import ModuleType

from feedtool.entries.entry import Feed
from feedtool.html.images import Image
from tests.making import entry

FULL = entry(
    1,
    title="一 < 二 & <b>三</b> &lt;",
    authors=("张三", "李四"),
    tags=("甲",),
    summary="摘要 <em>",
    content='<p>正文 <a href="https://b.example/?x=1&amp;y=2">链接</a></p>',
    image=Image("https://i.example/x.png", "图说"),
    updated=datetime(2024, 1, 2, 3, 4, 5, 678000, tzinfo=UTC),
    language="zh-Hant",
)
POOR = entry(1, id="urn:uuid:0e1e2e3e-0000-5000-8000-000000000000", link=None, summary="", content="")


def document(form: ModuleType, feed: Feed) -> bytes:
    """Return a feed in one format."""
    rendered: bytes = form.render_frame(feed).around(form.render_entries(feed, feed.entries))
    return rendered
