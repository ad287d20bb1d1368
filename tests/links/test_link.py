import pytest

from feedtool.links.link import Kind, Place, Places, Reference, to_reference, url_as_shown

TEXT = "one\n\n二 three\n"


@pytest.mark.parametrize(
    ("offset", "line", "column"), [(0, 1, 1), (2, 1, 3), (3, 1, 4), (4, 2, 1), (5, 3, 1), (7, 3, 3), (13, 4, 1)]
)
def test_a_place_counts_lines_and_characters_from_one(offset: int, line: int, column: int) -> None:
    assert Places(TEXT).place(offset) == Place(line, column, "")


def test_the_words_of_a_place_stand_on_one_line_and_are_not_long() -> None:
    assert Places("").place(0, " a \n b ").text == "a b"
    assert Places("").place(0, "字" * 300).text == "字" * 199 + "…"


@pytest.mark.parametrize("offsets", [(4, 5, 7, 13), (3, 4, 4, 13), (13, 5, 7, 0, 4)])
def test_a_place_is_the_same_whatever_was_asked_for_before(offsets: tuple[int, ...]) -> None:
    places = Places(TEXT)
    assert [places.place(offset) for offset in offsets] == [Places(TEXT).place(offset) for offset in offsets]


def test_a_reference_is_resolved_and_kept_as_written() -> None:
    place = Place(1, 1, "")
    assert to_reference("b", "https://a.example/a", Kind.LINK, place) == Reference(
        "b", "https://a.example/b", None, Kind.LINK, place
    )
    assert to_reference("mailto:a@b.example", None, Kind.LINK, place).trouble == "scheme"


def test_nobody_writes_to_a_reference_that_was_handed_on() -> None:
    reference = to_reference("https://a.example/", None, Kind.LINK, Place(1, 1, ""))
    with pytest.raises(AttributeError):
        reference.place = Place(2, 1, "")  # type: ignore[misc]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("/b", "https://a.example/b"),
        ("HTTPS://A.example/b", "HTTPS://A.example/b"),
        ("//b.example", "https://b.example/"),
        ("mailto:a@b.example", "mailto:a@b.example"),
    ],
)
def test_a_url_is_shown_as_it_stands_in_the_document(raw: str, shown: str) -> None:
    assert url_as_shown(to_reference(raw, "https://a.example/", Kind.LINK, Place(1, 1, ""))) == shown
