import pytest

from feedtool.links.proxies import may_be_proxied, read_proxied
from feedtool.urls import resolve


def read(written: str, **own: str):  # type: ignore[no-untyped-def]
    url = resolve(written, None)
    assert isinstance(url, str)
    return read_proxied(url, own)


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://images.weserv.nl?url=a.example/p.jpg", "http://a.example/p.jpg"),
        ("https://images.weserv.nl/?url=a.example/p.jpg", "http://a.example/p.jpg"),
        ("//images.weserv.nl/?url=a.example/p.jpg", "http://a.example/p.jpg"),
        ("https://IMAGES.weserv.nl/?url=https://a.example/p.jpg", "https://a.example/p.jpg"),
        ("https://wsrv.nl/?url=http://a.example/p.jpg&w=10", "http://a.example/p.jpg"),
        ("https://wsrv.nl/?w=10&url=ssl:a.example/p.jpg", "https://a.example/p.jpg"),
        ("https://wsrv.nl/?url=//a.example/p.jpg", "https://a.example/p.jpg"),
        ("https://wsrv.nl/?url=https%3A%2F%2Fa.example%2Fp.jpg%3Fx%3D1%26y%3D2", "https://a.example/p.jpg?x=1&y=2"),
        ("https://wsrv.nl/?url=a.example/p.jpg?x=1&y=2", "http://a.example/p.jpg?x=1"),
        ("https://wsrv.nl/?url=a.example/%2541.jpg", "http://a.example/%41.jpg"),
        ("https://wsrv.nl/?url=a.example/a+b.jpg", "http://a.example/a+b.jpg"),
        ("https://wsrv.nl/?url=a.example/图.jpg", "http://a.example/%E5%9B%BE.jpg"),
        ("https://i0.wp.com/a.example/p.jpg", "http://a.example/p.jpg"),
        ("https://i3.wp.com/a.example/p.jpg?w=1&ssl=1", "https://a.example/p.jpg"),
        ("https://i1.wp.com/a.example/p.php?q=id%3D5", "http://a.example/p.php?id=5"),
        ("https://res.cloudinary.com/c/image/fetch/https://a.example/p.jpg", "https://a.example/p.jpg"),
        (
            "https://res.cloudinary.com/c/image/fetch/w_10,c_fit/https%3A%2F%2Fa.example%2Fp.jpg",
            "https://a.example/p.jpg",
        ),
        ("https://cdn.statically.io/img/a.example/p.jpg", "https://a.example/p.jpg"),
        ("https://cdn.statically.io/img/w=10,h=20/a.example/p/q.jpg", "https://a.example/p/q.jpg"),
    ],
)
def test_the_origin_is_what_the_proxy_would_ask_for(written: str, origin: str) -> None:
    found = read("https:" + written if written.startswith("//") else written)
    assert found is not None
    assert found.origin == origin


@pytest.mark.parametrize(
    "written",
    [
        "https://images.weserv.nl.evil.example/?url=a.example/p.jpg",
        "https://notwsrv.nl/?url=a.example/p.jpg",
        "https://cdn.wsrv.nl/?url=a.example/p.jpg",
        "https://i4.wp.com/a.example/p.jpg",
        "https://i0.wp.com/",
        "https://images.weserv.nl/docs/",
        "https://images.weserv.nl/quota",
        "https://res.cloudinary.com/c/image/upload/p.jpg",
        "https://cdn.statically.io/gh/user/repo/p.js",
        "https://a.example/?url=b.example/p.jpg",
    ],
)
def test_what_is_no_proxied_image_is_none(written: str) -> None:
    assert read(written) is None


@pytest.mark.parametrize(
    "written",
    ["https://wsrv.nl/?url=", "https://images.weserv.nl/", "https://wsrv.nl/?w=5", "https://wsrv.nl/?url=http://"],
)
def test_a_proxy_that_is_given_no_origin_has_none(written: str) -> None:
    found = read(written)
    assert found is not None
    assert found.origin is None


def test_a_fallback_and_metadata_are_known() -> None:
    found = read("https://wsrv.nl/?url=a.example/p.jpg&default=ssl:b.example/none.png&w=1&output=json")
    assert found is not None
    assert (found.fallback, found.answers_json, found.parameters["w"]) == ("https://b.example/none.png", True, "1")
    itself = read("https://wsrv.nl/?url=a.example/p.jpg&default=1")
    assert itself is not None
    assert itself.fallback == "http://a.example/p.jpg"


def test_proxies_within_proxies_are_unwrapped_three_deep() -> None:
    found = read("https://wsrv.nl/?url=i0.wp.com/images.weserv.nl/%3Furl=wsrv.nl/%253Furl=a.example")
    depth = 0
    while found is not None:
        depth, found = depth + 1, found.nested
    assert depth == 3


def test_a_proxy_of_ones_own_has_the_form_it_is_given() -> None:
    found = read("https://img.example/?url=a.example/p.jpg", **{"img.example": "weserv"})
    assert found is not None
    assert found.origin == "http://a.example/p.jpg"


def test_of_most_urls_it_is_told_at_once_that_they_are_no_proxied_images() -> None:
    may_be = may_be_proxied({"images.example": "weserv"})
    assert may_be("https://images.example/?url=a.example/x.png")
    assert may_be("https://i0.wp.com/a.example/x.png")
    assert may_be("https://i0.wp.com:8443/a.example/x.png")
    assert may_be("https://me@i0.wp.com/a.example/x.png")
    assert not may_be("https://a.example/x.png")
    assert not may_be("https://a.example:8443/x.png")
    assert not may_be("https://a.example/?from=https://i0.wp.com/a.example/x.png")
