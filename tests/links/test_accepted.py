"""Lines that say which links are known to be dead: read, and written so that they are read again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.links.accepted import HEADER, address_of, parse_accepted, with_accepted

A, B = "https://a.example/x", "https://b.example/y"


def reasons(text: str) -> dict[str, str]:
    return dict(parse_accepted(text, "links.accepted").reasons)


def test_a_line_is_an_address_a_tab_and_why() -> None:
    assert reasons(f"{A}\tclosed in 2024\n{B}\t gone \tfor ever \n") == {A: "closed in 2024", B: "gone \tfor ever"}


def test_comments_and_empty_lines_say_nothing() -> None:
    assert parse_accepted(f"{HEADER}\n  \n# {A}\tclosed\n", "links.accepted") == parse_accepted("", "")


def test_a_file_may_begin_with_a_byte_order_mark_and_have_windows_line_ends() -> None:
    assert reasons(f"\ufeff{A}\tclosed\r\n{B}\tgone\r\n") == {A: "closed", B: "gone"}


def test_of_two_lines_about_one_link_the_last_counts() -> None:
    assert reasons(f"{A}\tonce\nHTTPS://A.example/x\tagain\n") == {A: "again"}


def test_a_line_that_is_not_understood_is_told_with_its_number_and_costs_only_itself() -> None:
    found = parse_accepted(f"# mine\nnot an address\tx\n{A}\n{A}\t \n{B}\tgone\n", "kept/links.accepted")
    assert found.reasons == {B: "gone"}
    assert found.problems == (
        "kept/links.accepted:2: no http(s) address: 'not an address'; left out",
        "kept/links.accepted:3: no reason after the address; write a tab and why; left out",
        "kept/links.accepted:4: no reason after the address; write a tab and why; left out",
    )


def test_of_a_long_line_that_is_not_understood_the_beginning_is_told() -> None:
    (told,) = parse_accepted("x" * 5000, "links.accepted").problems
    assert "x" * 200 in told
    assert "x" * 201 not in told


# Writing


def test_the_first_link_makes_a_file_that_says_what_it_is() -> None:
    assert with_accepted("", [A], "closed") == f"{HEADER}{A}\tclosed\n"
    assert with_accepted(" \n", [A], "closed") == f"{HEADER}{A}\tclosed\n"


def test_other_lines_stay_as_they_are_and_new_ones_come_last() -> None:
    before = f"# a note\n{A}\tonce\n\nnot an address\n{B}\tgone"
    assert with_accepted(before, ["https://c.example/"], "dead") == f"{before}\nhttps://c.example/\tdead\n"


def test_a_link_that_is_accepted_anew_has_one_line_however_it_was_written() -> None:
    before = f"HTTPS://A.example/x\tonce\n# {A}\tquoted\n{B}\tgone\n"
    assert with_accepted(before, [A, A], "again") == f"# {A}\tquoted\n{B}\tgone\n{A}\tagain\n"


@given(st.lists(st.text("ab/é %?#\\", max_size=8), min_size=1), st.text("ab#é :", min_size=1).filter(str.strip))
def test_what_is_written_is_read_again(paths: list[str], why: str) -> None:
    urls = [url for path in paths if (url := address_of(f"https://a.example/{path}"))]
    assert reasons(with_accepted(f"{B}\tgone\n", urls, why)) == {B: "gone"} | dict.fromkeys(urls, why.strip())


# Addresses


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (" HTTPS://B.example/磨 ", "https://b.example/%E7%A3%A8"),
        (" http://[::1/ ", "http://[::1/"),
        ("mailto:a@b.example", None),
        ("http://[::1/ and more", None),
        ("b.example/x", None),
        ("", None),
    ],
)
def test_an_address_is_looked_up_as_a_browser_reads_it_or_as_it_stands(written: str, address: str | None) -> None:
    assert address_of(written) == address
