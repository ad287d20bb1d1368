"""Pages that a script has yet to draw."""

import time

import pytest

from feedtool.pages.drawn import is_drawn
from feedtool.pages.page import Page

WORDS = "The mill turned again today. " * 3


@pytest.mark.parametrize(
    "body",
    [
        '<div id="root"></div><script src="/main.js"></script>',
        "<div class=x id=app></div><script src=x></script>",
        '<main id="main"><div></div></main><script></script>',
        "<app-root></app-root><script></script>",
        "<p>The Gazette</p><script id=__NEXT_DATA__></script>",
        "<script>window.__INITIAL_STATE__={}</script>",
        '<script type="module" src="/x.js"></script>',
        "<video src=x></video><script></script>",
        "<noscript>You need JavaScript here</noscript><script></script>",
    ],
)
def test_an_empty_root_beside_a_script_is_drawn(body: str) -> None:
    assert is_drawn(Page(f"<title>Valley</title>{body}", True))


@pytest.mark.parametrize(
    "body",
    [
        f'<div id="main"><p>{WORDS * 4}</p></div><script></script>',
        f'<div id="root"></div><p>{WORDS * 4}</p><script></script>',
        '<div id="root"></div>',
        "<div id=story><p>News from the valley.</p></div><script src=ads.js></script>",
    ],
)
def test_a_page_with_its_content_in_it_or_without_a_script_is_not(body: str) -> None:
    assert not is_drawn(Page(f"<title>Valley</title>{body}", True))


@pytest.mark.timed
def test_a_large_page_takes_less_than_a_thousandth_of_a_second() -> None:
    """Whether its script draws it is asked of every page that says little, however much its scripts hold."""
    source = f"<script>{'a = [1, 2, 3]; ' * 4000}</script>"
    page = Page(f"{source}<div id=other></div>", whole=True)
    assert not is_drawn(page)  # what it shows is known from here on
    started = time.process_time()
    for _ in range(20):
        is_drawn(page)
    assert time.process_time() - started < 20 * 0.001
