import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.html.safe import sanitise
from feedtool.publish.article_content import as_page_shows
from tests.thorough import examples

LOADED = ' loading="lazy" referrerpolicy="strict-origin-when-cross-origin"'
PLAYER = f' title="Player"{LOADED}'
REL = ' rel="noopener noreferrer"'


def shown(content: str) -> str:
    return as_page_shows(content, player="Player")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('<img src="https://a.example/x">', '<img src="https://a.example/x" alt="" loading="lazy" decoding="async">'),
        ('<img alt="a > b" src="x">', '<img alt="a > b" src="x" loading="lazy" decoding="async">'),
        ("<p>&lt;img src=x&gt;</p>", "<p>&lt;img src=x&gt;</p>"),
        ("<table><tr></tr></table>", '<table tabindex="0"><tr></tr></table>'),
        ('<iframe src="https://x.example/"></iframe>', f'<iframe src="https://x.example/"{PLAYER}></iframe>'),
        ('<iframe title="a"></iframe>', f'<iframe title="a"{LOADED}></iframe>'),
    ],
)
def test_pictures_players_and_tables_get_what_browsers_should_know(content: str, expected: str) -> None:
    assert shown(content) == expected


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ("2 2 3", "2 2 3"),
        ("1 2", "2 3"),
        ("3 3 4 3", "2 2 3 2"),
        ("4 2 3", "2 2 3"),
        ("2 5 4 2", "2 3 3 2"),
        ("1 2 3 4 5 6", "2 3 4 5 6 6"),
    ],
)
def test_headings_go_on_from_that_of_the_page_and_skip_no_level(levels: str, expected: str) -> None:
    written = "".join(f'<h{level} lang="en">a<br></h{level}>' for level in levels.split())
    assert shown(written) == "".join(f'<h{level} lang="en">a<br></h{level}>' for level in expected.split())


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<p><time>May</time>, <strike>no</strike></p>", "<p><span>May</span>, <s>no</s></p>"),
        ('<time datetime="May" lang="en">x</time>', '<span lang="en">x</span>'),
        ('<time datetime="2020-05-20T08:54:34Z">x</time>', '<time datetime="2020-05-20T08:54:34Z">x</time>'),
        ("<center><tt>x</tt></center>", "<div><code>x</code></div>"),
        (f"<a{REL}>x</a>", "<a>x</a>"),
        (f'<a lang="en" href="https://a.example/"{REL}>x</a>', f'<a lang="en" href="https://a.example/"{REL}>x</a>'),
        ('<iframe allowfullscreen="true"></iframe>', f'<iframe allowfullscreen=""{PLAYER}></iframe>'),
        ('<iframe width="100%" height="9"></iframe>', f'<iframe height="9"{PLAYER}></iframe>'),
        ("<main><h2><div>x</div></h2></main>", '<div><h2><span class="line">x</span></h2></div>'),
        (f'<a href="https://a.example/?x[]=1"{REL}>x</a>', f'<a href="https://a.example/?x%5B%5D=1"{REL}>x</a>'),
        (
            f'<a lang="en" href="https://a.example/a#b#c&amp;d"{REL}>x</a>',
            f'<a lang="en" href="https://a.example/a#b%23c&amp;d"{REL}>x</a>',
        ),
        (f'<a href="https://a.example/%%x"{REL}>x</a>', f'<a href="https://a.example/%25%25x"{REL}>x</a>'),
        (f'<a href="https://[::1]/%20"{REL}>x</a>', f'<a href="https://[::1]/%20"{REL}>x</a>'),
        (f'<a href="https://{"x" * 64}.example/"{REL}>x</a>', "<a>x</a>"),
        ('<q cite="https://a.example/]">x</q><q>y</q>', '<q cite="https://a.example/%5D">x</q><q>y</q>'),
        ('a="https://a.example/[x]"', 'a="https://a.example/[x]"'),
        ("<abbr>x</abbr><article>y</article><hr>", "<abbr>x</abbr><article>y</article><hr>"),
    ],
)
def test_what_breaks_the_rules_of_html_becomes_what_it_is_shown_as(content: str, expected: str) -> None:
    assert shown(content) == expected


@examples(200)
@given(st.lists(st.sampled_from("<h1> </h1> <h3> </h3> <h6> <time> </time> <center> </center> <p> </p> <a> a".split())))
def test_elements_end_as_they_begin_and_text_stays(pieces: list[str]) -> None:
    safe = sanitise("".join(pieces))
    found = shown(safe).replace(' class="line"', "")
    assert re.sub("<[^>]*>", "", found) == re.sub("<[^>]*>", "", safe)
    assert found == sanitise(found) or "<a>" in found
    levels = [1, *(int(level) for level in re.findall(r"<h([1-6])", found))]
    assert all(later <= max(before + 1, 2) for before, later in pairwise(levels))
