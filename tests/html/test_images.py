import pytest

from feedtool.html.images import image_address, is_pixel, is_small, poster_address, shown_address


@pytest.mark.parametrize(
    ("attributes", "address"),
    [
        ({"src": "a.png"}, "a.png"),
        ({"src": "a.png", "data-lazy-src": "a.png?is-pending-load=1#038;ssl=1"}, "a.png"),
        ({"data-src": "b.png"}, "b.png"),
        ({"src": "data:image/gif;base64,R0lGOD", "data-src": "b.png"}, "b.png"),
        ({"src": "/img/blank.gif", "data-original": "b.png"}, "b.png"),
        ({"data-cfsrc": "good.png", "data-lazy-src": "broken.png"}, "good.png"),
        ({"src": "", "alt": "x"}, None),
        ({"src": "data:image/gif;base64,R0lGOD"}, None),
        ({"alt": "x"}, None),
    ],
)
def test_an_image_is_what_a_reader_is_shown(attributes: dict[str, str], address: str | None) -> None:
    assert image_address(attributes) == address


@pytest.mark.parametrize(
    "attributes",
    [{"width": "1", "height": "1"}, {"width": "1px", "height": "0"}, {"style": "width:1px;height:1px"}],
)
def test_an_image_of_one_by_one_is_a_tracking_pixel(attributes: dict[str, str]) -> None:
    assert is_pixel(attributes)


@pytest.mark.parametrize(
    "attributes", [{}, {"width": "1"}, {"width": "100", "height": "1"}, {"width": "10", "height": "10"}]
)
def test_others_are_pictures(attributes: dict[str, str]) -> None:
    assert not is_pixel(attributes)


@pytest.mark.parametrize(
    ("attributes", "address"),
    [
        ({"src": "a.png"}, "a.png"),
        ({"src": "https://a.example/blank.gif"}, None),
        ({"src": "a.png", "width": "1", "height": "1"}, None),
        ({"src": "#top"}, None),
        ({}, None),
    ],
)
def test_pixels_placeholders_and_places_in_the_article_show_nothing(
    attributes: dict[str, str], address: str | None
) -> None:
    assert shown_address(attributes) == address


@pytest.mark.parametrize(
    ("poster", "address"),
    [(" p.jpg ", "p.jpg"), ("/blank.gif", "/blank.gif"), ("", None), ("#p", None), ("DATA:image/gif,", None), ("blob:x", None)],
)  # fmt: skip
def test_a_poster_is_an_address_of_a_picture(poster: str, address: str | None) -> None:
    assert poster_address({"poster": poster}) == address
    assert poster_address({}) is None


@pytest.mark.parametrize(
    ("attributes", "small"),
    [
        ({"width": "40", "height": "40"}, True),
        ({"width": "64px", "height": "64.0"}, True),
        ({"width": "40"}, False),
        ({"width": "40", "height": "400"}, False),
        ({"width": "100%", "height": "40"}, False),
        ({}, False),
    ],
)
def test_a_sign_is_declared_small_on_both_sides(attributes: dict[str, str], small: bool) -> None:
    assert is_small(attributes) is small
