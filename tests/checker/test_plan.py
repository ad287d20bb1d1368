"""Which URL is a row, which request answers for it, and what is asked of nobody."""

import pytest

from feedtool.checker.plan import Filters, plan
from feedtool.judge.target import Planned
from feedtool.links.link import Kind, Place, Reference, to_reference

URL = "https://a.example/2020/story"


def planned(raw: str, filters: Filters | None = None, *, kind: Kind = Kind.LINK) -> Planned | None:
    return plan(to_reference(raw, None, kind, Place(1, 1, "")), filters or Filters())


def reason(one: Planned | None) -> str | None:
    assert one is not None
    return one.settled and one.settled.reason


def test_a_url_is_asked_as_it_is() -> None:
    assert planned(URL) == Planned(URL, URL)


def test_links_to_parts_of_a_page_share_its_request_and_are_rows_of_their_own() -> None:
    assert planned(URL + "#part") == Planned(URL + "#part", URL, "part")
    assert planned(URL + "#top") == Planned(URL + "#top", URL, "")


def test_a_row_is_called_as_it_stands_in_the_article_and_asked_as_browsers_read_it() -> None:
    one = planned("HTTPS://A.example:443/2020/./story")
    assert one is not None
    assert one.target == URL


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("mailto:a@b.example", "scheme"),
        ("/story", "relative"),
        ("htp://a.example/", "invalid-url"),
        ("https://", "invalid-url"),
    ],
)
def test_what_is_no_web_address_is_a_row_and_nobody_is_asked(raw: str, expected: str) -> None:
    one = planned(raw)
    assert one is not None
    assert (one.url, one.target, reason(one)) == (raw, None, expected)


def test_an_address_longer_than_any_browser_takes_is_asked_of_nobody() -> None:
    for length, asked in ((65_536, True), (65_537, False)):
        url = "https://a.example/".ljust(length, "x")
        one = plan(Reference(url, url, None, Kind.LINK, Place(1, 1, "")), Filters())
        assert one is not None
        assert (one.target is not None) is asked
        assert reason(one) == (None if asked else "invalid-url")


def test_kinds_that_are_not_wanted_are_no_rows() -> None:
    images = Filters(kinds=frozenset(("image", "enclosure")))
    assert planned(URL, images) is None
    assert planned("mailto:a@b.example", images) is None
    assert planned(URL, images, kind=Kind.IMAGE) is not None


def test_an_exclusion_tells_its_reason_or_its_pattern() -> None:
    filters = Filters(exclude={"https://a.example/*": "we pay for it", "*.pdf": ""})
    one, other = planned(URL, filters), planned("https://b.example/x.pdf", filters)
    assert one is not None
    assert one.settled is not None
    assert (one.target, one.settled.reason, one.settled.detail) == (None, "excluded", "we pay for it")
    assert other is not None
    assert other.settled is not None
    assert "*.pdf" in other.settled.detail


def test_a_pattern_is_for_the_whole_url_and_its_letters_count() -> None:
    for pattern in ("a.example", "https://a.example/", "*/STORY", "https://a.example/2020/stor"):
        assert reason(planned(URL, Filters(exclude={pattern: ""}))) is None, pattern
    for pattern in ("*a.example*", "*/story", "https://a.example/*"):
        assert reason(planned(URL, Filters(exclude={pattern: ""}))) == "excluded", pattern


def test_where_some_are_included_all_others_are_excluded() -> None:
    filters = Filters(include=("https://a.example/*", "*.png"))
    assert reason(planned(URL, filters)) is None
    assert reason(planned("https://b.example/x.png", filters)) is None
    assert reason(planned("https://b.example/", filters)) == "excluded"


def test_an_exclusion_counts_before_an_inclusion() -> None:
    filters = Filters(include=("https://a.example/*",), exclude={"*/2020/*": "too old"})
    assert reason(planned(URL, filters)) == "excluded"


def test_filters_are_for_what_could_be_asked() -> None:
    assert reason(planned("mailto:a@b.example", Filters(exclude={"*": "all"}))) == "scheme"
