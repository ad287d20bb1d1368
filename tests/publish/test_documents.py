"""A feed in all formats at once; each format to the letter is in the test of its name."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feedtool.entries.entry import Enclosure, Entry, Paging
from feedtool.groups.kinds import GroupKind
from feedtool.publish import atom, rss
from feedtool.publish.documents import FORMS, Renderer, render_archive_document, render_group_page, render_lists
from feedtool.publish.feed_link import FeedLink
from feedtool.text import drop_forbidden
from tests.making import entry, feed
from tests.publish.making import FULL, POOR

# Text in which a careless eye sees the seams between entries.
SEAMS = (
    "\n  <entry",
    "\n    <item>",
    "\n</feed>\n",
    "\n  </channel>\n</rss>\n",
    "\n  {",
    "\n ]\n}\n",
    "\n\n",
    "<",
    "]]>",
)
TEXTS = st.lists(st.one_of(st.sampled_from(SEAMS), st.text()), max_size=6).map("".join).map(drop_forbidden)


def documents(entries: Sequence[Entry], **changed: object) -> dict[str, bytes]:
    return dict(Renderer().render(feed(entries, **changed)))


def entries_of(rendered: dict[str, bytes]) -> list[list[tuple[str | None, str | None]]]:
    """Read the id and the content of every entry back out of each format."""
    xml = {"a": "http://www.w3.org/2005/Atom", "c": "http://purl.org/rss/1.0/modules/content/"}
    parser = etree.XMLParser(huge_tree=False)
    in_atom = etree.fromstring(rendered["atom.xml"], parser).findall("a:entry", xml)
    in_rss = etree.fromstring(rendered["rss.xml"], parser).findall("channel/item")
    in_json = json.loads(rendered["feed.json"])["items"]
    return [
        [(one.findtext("a:id", None, xml), one.findtext("a:content", None, xml)) for one in in_atom],
        [(one.findtext("guid"), one.findtext("c:encoded", None, xml)) for one in in_rss],
        [(one["id"], one["content_html"]) for one in in_json],
    ]


@given(st.lists(TEXTS, max_size=5))
def test_whatever_texts_hold_each_format_has_each_entry_once(texts: list[str]) -> None:
    entries = [
        entry(number, title=text or "—", summary=text, content=text or "—", authors=(text,), tags=(text,))
        for number, text in enumerate(texts)
    ]
    expected = [(one.id, one.content) for one in entries]
    assert entries_of(documents(entries)) == [expected] * 3


def test_an_entry_is_rendered_once_however_many_feeds_carry_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []
    for form in (atom, rss):
        real = form.render_entries

        def render(feed_: object, entries: Sequence[Entry], form: object = form, real: object = real) -> list[bytes]:
            asked.extend((form.FILE_NAME, one.id) for one in entries)  # type: ignore[attr-defined]
            return real(feed_, entries)  # type: ignore[operator, no-any-return]

        monkeypatch.setattr(form, "render_entries", render)
    entries = [entry(number) for number in range(4)]
    renderer = Renderer()
    for some in (entries, entries[:2], entries[1:2], ()):
        renderer.size_of(feed(some))
    dict(renderer.render(feed(entries[1:], title="another feed")))
    assert sorted(asked) == sorted((name, one.id) for name in ("atom.xml", "rss.xml") for one in entries)


def test_an_entry_is_rendered_for_the_language_of_the_feed() -> None:
    renderer = Renderer()
    in_chinese = dict(renderer.render(feed([FULL], language="zh-Hans")))
    in_traditional = dict(renderer.render(feed([FULL], language="zh-Hant")))
    assert in_traditional == documents([FULL], language="zh-Hant")
    assert in_chinese["atom.xml"].count(b"xml:lang=") == 2
    assert in_traditional["atom.xml"].count(b"xml:lang=") == 1


@pytest.mark.parametrize("home_page", ["https://feeds.example/", "https://a-longer-name.example/"])
@pytest.mark.parametrize(
    "updated",
    [
        datetime(2024, 1, 2, tzinfo=UTC),
        datetime(2024, 1, 2, 3, 4, 5, 678000, tzinfo=UTC),
        datetime(1969, 1, 1, tzinfo=UTC),
    ],
)
@pytest.mark.parametrize("entries", [[FULL], [FULL, POOR], [entry(number) for number in range(9)]])
def test_the_size_is_that_of_the_largest_document(entries: list[Entry], updated: datetime, home_page: str) -> None:
    renderer = Renderer()
    renderer.size_of(feed(entries))  # what was measured before must not count for it
    one = feed(entries, updated=updated, home_page=home_page)
    assert renderer.size_of(one) == max(len(document) for _, document in renderer.render(one))


def test_the_documents_of_a_group_stand_in_its_folder() -> None:
    group = feed([FULL], path="tag/中文/")
    assert [path for path, _ in Renderer().render(group)] == [
        "tag/中文/atom.xml",
        "tag/中文/rss.xml",
        "tag/中文/feed.json",
    ]
    own = FeedLink(GroupKind.TAG, "中文", group.path, 1, 0)
    assert render_group_page(group, own, main_title="新闻", noindex=False)[0] == "tag/中文/index.html"
    archived = replace(group, paging=Paging(7, formats=("atom",)))
    assert render_archive_document(archived, "atom", [])[0] == "tag/中文/archive/0007.xml"


def test_lists_of_feeds_are_made_where_there_are_groups_and_opml_where_readers_can_fetch_them() -> None:
    groups = [FeedLink(GroupKind.TAG, "中文", "tag/中文/", 1, 0)]
    assert [path for path, _ in render_lists(feed(), groups, noindex=False)] == ["feeds.html", "feeds.opml"]
    assert [path for path, _ in render_lists(feed(base_url=None), groups, noindex=False)] == ["feeds.html"]
    assert list(render_lists(feed(), [], noindex=False)) == []


def test_the_same_feed_gives_the_same_bytes() -> None:
    assert documents([FULL, POOR]) == documents([FULL, POOR])


@given(st.builds(Enclosure, st.sampled_from(["https://i.example/a.png", "https://i.example/a'b?x=1&y=2&z"]),
                 st.sampled_from(["image/png", "audio/mpeg"]), st.integers(1, 10**12 - 1)))  # fmt: skip
def test_how_much_larger_an_enclosure_makes_an_entry_is_told_to_the_byte(enclosure: Enclosure) -> None:
    for form in FORMS.values():
        without, with_it = form.render_entries(feed([]), [FULL, replace(FULL, enclosure=enclosure)])
        assert len(with_it) - len(without) == form.enclosure_bytes(enclosure)
