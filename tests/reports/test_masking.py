"""What must not be shown of an address, in every dress it comes in."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.reports.masking import _SECRET, masked, without_secrets
from tests.reports.making import result
from tests.thorough import examples

SECRETS = [
    "http://u:S@h/", "http://u:S@S@h/", "http://u:S S@h/", "//u:S@h", "http:\\\\u:S@h/", "https://S@h/", "ftp://u:S S@h",
    "http://u:S@S@h:99999/", "https://h/?client_secret=S", "https://h/?a=1&refresh_token=S#f", "https://h/?auth_token=S",
    "https://h/?api-key=S", "https://h/?PHPSESSID=S", "https://h/a;jsessionid=S?x=1", "https://h/?password[]=S", "https://h/?sid=S",
    "https://h/?x-goog-signature=S", "https://h/?X-Amz-Credential=S", "https://h/?%74oken=S", "https://h/?tok\nen=S",
    "http://u:S/@h/", "http://u:a%2FS@h/", "https://h/?user%5Bpassword%5D=S", "https://h/?access%5Ftoken=S", "https://h/?api%2Dkey=S",
    "https://h/?jwt=S", "https://h/?db_pass=S", "https://h/?tokens[0]=S", "https://h/?private_key=S",
    "https://h/?token=S S", "https://h/#access_token=S", "https://i.example/?url=http%3A%2F%2Fu%3AS%40h%2Fa%3Ftoken%3DS",
    "https://i.example/?url=u:S@h/a.png", "it leads to 'http://u:S@h/?key=S'; find another", "https://h/?sessionid=S&b=2",
]  # fmt: skip
PLAIN = [
    "https://medium.com/@user/story-1", "https://h/a?x=1&y=2", "https://h/keyboard?monkey=1", "https://example.org/@a/b@c",
    "mail me: a@b.example", "https://h/?q=a@b", "https://t.example/x?url=https%3A//p.example/@me", "https://h/?author=me",
    "https://h/?design=3&assign=2", "https://a.example/%E4%BD%A0/?a=1", "the page is not there (404); find another source",
]  # fmt: skip


@pytest.mark.parametrize("text", SECRETS)
def test_a_secret_is_masked(text: str) -> None:
    shown = masked(text)
    assert "S" not in shown.replace("PHPSESSID", "").replace("jsessionid", ""), shown
    assert "***" in shown


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_no_secret_stays(text: str) -> None:
    assert masked(text) == text


def test_what_follows_stays() -> None:
    assert masked("https://h/?token=S&page=2#part") == "https://h/?token=***&page=2#part"


def test_the_address_of_a_copy_that_tells_a_secret_is_not_told() -> None:
    for path, told in (("a.md", "https://c.example/a.md"), ("a%3Ftoken%3DS.md", None)):
        assert without_secrets(result(copy=f"https://c.example/{path}")).copy == told


@pytest.mark.timed
@pytest.mark.parametrize("text", ["http://" + "a:" * 50_000, "//" * 50_000 + "@", "?" + "a" * 100_000 + "=", "&token" * 20_000,
                                  "http://a:b " * 20_000 + "@=", "%74" * 30_000 + "="])  # fmt: skip
def test_a_long_text_takes_no_long_time(text: str) -> None:
    began = time.process_time()
    masked(text)
    assert time.process_time() - began < 1


@pytest.mark.parametrize("text", [*SECRETS, *PLAIN])
def test_every_text_of_a_result_is_masked(text: str) -> None:
    found = without_secrets(result(text, detail=text, places=[(text, 1, 1, text)]))
    (source,) = found.sources
    assert {found.url, found.judgement.detail, source.path, source.text} == {masked(text)}


@examples(2000)
@given(st.from_regex(_SECRET), st.sampled_from(SECRETS), st.sampled_from(PLAIN))
def test_a_name_of_a_secret_in_any_spelling_is_seen_beside_what_is_none(url: str, detail: str, path: str) -> None:
    for other in (detail, path):
        found = without_secrets(result(url, detail=other, places=[(path, 1, 1, "")]))
        assert [found.url, found.judgement.detail] == [masked(url), masked(other)]


WORDS = "token key sid ok= = & ? ; # : @ %40 %3D %3d %74oken // http:// u S 1 ( / [] *".split()
PIECES = [*WORDS, " ", "\n", "\t", "\x1f"]
TEXT = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)


@examples(2000)
@given(TEXT, TEXT, TEXT, TEXT)
def test_texts_that_are_looked_at_together_are_masked_as_each_is_alone(
    url: str, detail: str, path: str, text: str
) -> None:
    found = without_secrets(result(url, detail=detail, places=[(path, 1, 1, text)]))
    (source,) = found.sources
    assert [found.url, found.judgement.detail, source.path, source.text] == [*map(masked, (url, detail, path, text))]
