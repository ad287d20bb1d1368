"""References → rows: each URL is parsed once, each link and each target stands once."""

from feedtool.links.link import Kind, Place, Reference
from feedtool.state.digest import RANK, Digest, digest, unpack_digest
from tests.checker.fakes import references, wanted
from tests.state.making import A, B

LINK = RANK[Kind.LINK]


def made(*documents: list[Reference]) -> Digest:
    return unpack_digest(digest(documents, plan=wanted, own={}))


def test_a_link_stands_once_however_many_documents_hold_it() -> None:
    found = made(references(A, B, A), references(B))
    assert [url for url, *_ in found.targets] == [A, B]
    assert found.links == [(LINK, None, 0, "", None), (LINK, None, 1, "", None)]
    assert [[place[-1] for place in places] for places in found.documents] == [[0, 1, 0], [1]]


def test_a_url_as_it_is_shown_is_kept_where_it_is_not_that_of_its_target() -> None:
    reference = Reference("HTTPS://a.example/x#part", "https://a.example/x#part", None, Kind.LINK, Place(1, 1, ""))
    found = made([reference])
    assert found.targets == [("https://a.example/x", "a.example:443", None, None)]
    assert found.links == [(LINK, "HTTPS://a.example/x#part", 0, "part", None)]


def test_each_kind_of_a_link_is_a_link() -> None:
    found = made([*references(A), *references(A, kind=Kind.IMAGE)])
    assert [(kind, target) for kind, _, target, *_ in found.links] == [(LINK, 0), (RANK[Kind.IMAGE], 0)]


def test_the_image_behind_a_proxied_one_is_a_target_before_it() -> None:
    found = made(references("https://i0.wp.com/a.example/x.png", kind=Kind.IMAGE))
    assert found.targets == [
        ("http://a.example/x.png", "a.example:80", None, None),
        ("https://i0.wp.com/a.example/x.png", "i0.wp.com:443", None, 0),
    ]


def test_a_platform_is_asked_at_the_server_of_its_question() -> None:
    (target,) = made(references("https://youtu.be/dQw4w9WgXcQ")).targets
    assert target == ("https://youtu.be/dQw4w9WgXcQ", "youtu.be:443", "www.youtube.com:443", None)


def test_what_nobody_is_asked_for_has_its_judgement() -> None:
    found = made([Reference("mailto:x@y.example", None, "scheme", Kind.LINK, Place(1, 1, ""))])
    ((_, url, target, _, settled),) = found.links
    assert (found.targets, url, target) == ([], "mailto:x@y.example", None)
    assert settled is not None
