"""What tells a notice from a short story besides its words: the way back, and no picture of its own."""

import pytest

from feedtool.pages.notices import leads_back, shows_pictures
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
