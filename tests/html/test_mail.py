"""Where a link leads that hides a mail address, and what a hidden text says."""

import pytest

from feedtool.html.mail import HIDDEN, hides_address, revealed, shown_href

ADDRESS = "me@a.example"


def hidden(text: str, key: int = 0x42) -> str:
    return bytes([key, *(one ^ key for one in text.encode())]).hex()


@pytest.mark.parametrize(
    "href",
    [
        "/cdn-cgi/l/email-protection", "/cdn-cgi/l/email-protection/", " /CDN-cgi/l/email-protection\n",
        "/cdn-cgi/l/email-protection#42ff", "https://a.example/cdn-cgi/l/email-protection#42ff",
        "//a.example/cdn-cgi/l/email-protection#",
    ],
)  # fmt: skip
def test_an_address_of_cloudflare_stands_for_a_mail_address(href: str) -> None:
    assert hides_address(href)


@pytest.mark.parametrize(
    "href",
    ["", "/", "mailto:me@a.example", "/help/email-protection", "/cdn-cgi/l/email-protection.html",
     "/cdn-cgi/l/email-protection#top", "https://a.example/?u=/cdn-cgi/l/email-protection"],
)  # fmt: skip
def test_any_other_address_is_what_it_says(href: str) -> None:
    assert not hides_address(href)
    assert shown_href({"href": href, HIDDEN: hidden(ADDRESS)}) == href


@pytest.mark.parametrize("key", [0, 0x42, 0xFF])
@pytest.mark.parametrize("text", [ADDRESS, f"{ADDRESS}?subject=Hi", "名@a.example"])
def test_a_hidden_link_leads_to_its_mail_address(text: str, key: int) -> None:
    code = hidden(text, key)
    assert shown_href({"href": f"/cdn-cgi/l/email-protection#{code}"}) == f"mailto:{text}"
    assert shown_href({"href": "/cdn-cgi/l/email-protection", HIDDEN: code}) == f"mailto:{text}"
    assert shown_href({"href": "/cdn-cgi/l/email-protection#", HIDDEN: code.upper()}) == f"mailto:{text}"


@pytest.mark.parametrize("code", ["", "4", "42", hidden("V@"), hidden("not an address"), hidden("a@b")])
def test_a_hidden_link_that_names_no_address_leads_nowhere(code: str) -> None:
    assert shown_href({"href": f"/cdn-cgi/l/email-protection#{code}"}) == ""


def test_what_is_no_code_reveals_nothing() -> None:
    assert [revealed(code) for code in ("", "4", "zz", "42ff", "42")] == [""] * 5
    assert revealed(hidden("大\x00小")) == "大小", "no character that XML forbids"
