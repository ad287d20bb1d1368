"""The page that a frame shows, and how a link to it reads."""

import pytest

from feedtool.html.frames import address_shown, link_text
from tests.cleaning.test_furniture import cleaned

EMBEDLY = (
    "https://cdn.embedly.com/widgets/media.html?src=https%3A%2F%2Fplayer.example%2Fx&amp;"
    "url=https%3A%2F%2Fwww.shop.example%2Fitem%3Fid%3D1&amp;image=https%3A%2F%2Fi.example%2Fx.jpg&amp;key=0123456789abcdef"
)


def test_a_frame_of_a_wrapper_becomes_a_link_to_the_page_it_shows() -> None:
    assert cleaned(f'<iframe src="{EMBEDLY}"></iframe>') == (
        '<a href="https://www.shop.example/item?id=1" rel="noopener noreferrer">shop.example/item</a>'
    )


@pytest.mark.parametrize(
    "address",
    [
        "https://cdn.embedly.com/widgets/media.html?key=1",
        "https://cdn.embedly.com/widgets/media.html?url=javascript:alert(1)",
        "https://other.example/?url=https%3A%2F%2Fshop.example%2F",
        "https://[broken/?url=https://a.example/",
    ],
)
def test_a_frame_that_names_no_other_page_shows_its_own(address: str) -> None:
    assert address_shown(address) == address


def test_an_address_is_as_short_as_readers_want_it() -> None:
    assert link_text("https://www.maps.example/view/?lat=50.08#x") == "maps.example/view"
    assert link_text("https://a.example/") == "a.example"
    assert len(link_text("https://a.example/" + "x" * 300)) == 60


def test_links_in_the_place_of_frames_stand_apart() -> None:
    html = cleaned('<p><iframe src="https://a.example/1"></iframe><iframe src="https://a.example/2"></iframe></p>')
    assert "a.example/1</a><br><a" in html


def test_what_an_object_without_address_holds_stays() -> None:
    assert (
        cleaned('<object><p>A text</p><img src="/x.png"></object>')
        == '<p>A text</p><img src="https://news.example/x.png">'
    )


def test_an_object_that_holds_a_link_to_its_file_becomes_that_link() -> None:
    source = '<object data="/guide.pdf"><p><a href="https://news.example/guide.pdf">Open the guide</a></p></object>'
    assert cleaned(source) == (
        '<p><a href="https://news.example/guide.pdf" rel="noopener noreferrer">Open the guide</a></p>'
    )
