"""A page that is called by a message is a story where the prose below its heading speaks to nobody."""

import re

import pytest

from feedtool.pages.told import tells_story
from tests.pages.making import read

_STORY = "The new road stops at a field, and the ministry says that it stays so."


@pytest.mark.parametrize(
    ("body", "tells"),
    [
        (f"<h1>Dead end</h1><p>{_STORY}</p>", True),
        ("<h1>文章不存在</h1><p>编辑发来一行字，我问她原来写了什么，她说不记得了。</p>", True),
        ("<h1>Dead end</h1><p>From 1921.</p>", False),
        (f"<h1>Dead end</h1><p>{_STORY}</p><a href='/'>Home</a>", False),
        (f"<h1>Dead end</h1><p>{_STORY}</p><p>The page could not be found.</p>", False),
        ("<h1>Dead end</h1><p>Please use the search above, or ask us for what you came to read.</p>", False),
        (f"<div>{_STORY}</div><h1>Dead end</h1>", False),
        ("<h1>Dead end</h1><div>This newspaper uses cookies to count those who come by.</div>", False),
    ],
)
def test_a_story_speaks_to_nobody_below_its_heading_and_leads_nowhere(body: str, tells: bool) -> None:
    assert tells_story(read(body)) is tells


def test_a_sentence_that_is_mostly_the_message_is_no_story() -> None:
    body = "<h1>Error</h1><p>The mill fell (type=Not Found, status=404) again.</p>"
    assert not tells_story(read(body), re.compile("type=not found, status=404"))
    assert tells_story(read(body), re.compile("status=404"))
