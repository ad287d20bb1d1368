"""What tells a notice from a short story besides its words: the way back, and no picture of its own."""

import pytest

from feedtool.pages.notices import heads_of_parts, leads_back, shows_pictures
from tests.pages.making import read


@pytest.mark.parametrize(
    ("body", "leads"),
    [
        ('<p>Hm.</p><a href="/">Home</a>', True),
        ('<p>Hm.</p><a href="javascript:history.back()">Back</a>', True),
        ("<main><p>Hm.</p><form><input name=q></form></main>", True),
        ('<header><a href="/">Kurier</a><input name=q></header><p>Hm.</p>', False),
        ('<nav><a href="/">Home</a></nav><p>Hm.</p><footer><a href="/">Home</a></footer>', False),
        ('<p>Hm.</p><a href="/2020/fog">Fog</a><form><input name=email></form>', False),
    ],
)
def test_a_message_leads_back_in_its_own_part(body: str, leads: bool) -> None:
    assert leads_back(read(body)) is leads


def test_a_page_kept_out_of_indexes_needs_no_way_back() -> None:
    assert leads_back(read("<p>Hm.</p>", head='<meta name="robots" content="noindex, follow">'))


@pytest.mark.parametrize(
    ("body", "shows"),
    [
        ("<p>Hm.</p><img src=/2020/harbour.jpg>", True),
        ("<p>Hm.</p><iframe src=https://maps.example/></iframe>", True),
        ("<p>Hm.</p><img src=/img/404-fox.svg>", False),
        ("<p>Hm.</p><img src=/x.png class='page-logo'>", False),
        ("<a href=/ class=brand><img src=/x.png></a><p>Hm.</p>", False),
        ("<p>Hm.</p>", False),
    ],
)
def test_a_logo_and_an_emblem_are_no_pictures_of_a_story(body: str, shows: bool) -> None:
    assert shows_pictures(read(body)) is shows


def test_a_heading_above_nothing_but_other_stories_is_that_of_a_part() -> None:
    card = "<div class=card><a href=/{0}><img src=/{0}.jpg><h3>The ferry {0}</h3></a><p>It sank.</p></div>"
    page = read(
        f"<h1>Hm</h1><p>Not here.</p><h2>Latest</h2>{card.format(1)}{card.format(2)}<h2>Fog</h2><p>All day.</p>"
    )
    assert heads_of_parts(page) == {"latest"}
    assert not shows_pictures(page)
    assert heads_of_parts(read("<h1>Fog</h1><ul><li><a href=/1>The ferry</a></ul>")) == set()
    assert heads_of_parts(read("<p>Fog.</p>")) == set()
