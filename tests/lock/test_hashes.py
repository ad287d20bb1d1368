"""What an article says, as hashes: the same for ever for the same values, another for what a reader would notice."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.lock import hashes
from feedtool.lock.hashes import BodyFacts, body_facts, letters, text_hash, title_hash, visible_hash

BODY = '<p>新闻 <a href="/b?x=1&amp;y=2">link</a></p><img src="https://img.example/1.jpg" alt="x">'


def shown(body: str = BODY, **changed: Any) -> str:
    """The visible hash of an article."""
    facts = body_facts(body)
    values = {"title": "标题", "link": "https://example.org/a", "authors": ("作者",)} | changed
    return visible_hash(
        values["title"], values["link"], authors=values["authors"], text=facts.text, addresses=facts.addresses
    )


def test_a_hash_never_changes_from_version_to_version() -> None:
    """If this fails, every article of every archive would look edited: go back."""
    assert title_hash("The Title") == "0e36e66d"
    assert text_hash("新闻 text") == "e81967cb282a5d2d"
    assert shown() == "6862ef1c865c5eb3"


@pytest.mark.parametrize(
    ("name", "value"),
    [("title", "标题二"), ("link", "http://example.org/a"), ("link", None), ("authors", ()), ("authors", ("作", "者"))],
)
def test_readers_see_another_title_link_or_author(name: str, value: object) -> None:
    assert shown(**{name: value}) != shown()


@pytest.mark.parametrize(
    "edit",
    [
        lambda body: body.replace("新闻", "旧闻"),
        lambda body: body.replace("1.jpg", "2.jpg"),
        lambda body: body.replace("/b?x=1", "/c?x=1"),
        lambda body: body + '<iframe src="https://player.example/1"></iframe>',
        lambda body: body.replace("<img", '<img src="https://img.example/0.jpg"><img'),
    ],
)
def test_readers_see_another_text_picture_link_or_player(edit: Callable[[str], str]) -> None:
    assert shown(edit(BODY)) != shown()


@pytest.mark.parametrize(
    "edit",
    [
        lambda body: body.replace(" ", "\n  ").replace("<\n  ", "<"),
        lambda body: body.replace("<p>", '<p class="lead" data-id="7">'),
        lambda body: body.replace("p>", "div>"),
        lambda body: f"<!-- fetched 2026-01-01 -->{body}<script>count(7)</script><style>p {{}}</style>",
        lambda body: body.replace("&amp;", "&"),
        lambda body: body.replace("新", "&#26032;"),
        lambda body: body.replace("src=", "src='data:image/gif;base64,R0' src2=").replace("src2=", "data-src="),
    ],
)  # fmt: skip
def test_readers_see_nothing_of_how_it_is_written(edit: Callable[[str], str]) -> None:
    edited = edit(BODY)
    assert edited != BODY
    assert shown(edited) == shown()


def test_nothing_moves_from_one_value_to_the_next_unseen() -> None:
    def hashed(*authors: str, text: str = "", addresses: tuple[str, ...] = ()) -> str:
        return visible_hash("t", None, authors=authors, text=text, addresses=addresses)

    assert len({hashed("a"), hashed(text="a"), hashed(addresses=("a",)), hashed("a", ""), hashed("", "a")}) == 5


def test_a_title_is_the_same_in_capitals_and_a_text_however_it_is_wrapped() -> None:
    assert title_hash("The  Title") == title_hash("THE TITLE") != title_hash("A title")
    assert text_hash("a b\n c") == text_hash("ab c") != text_hash("abd")
    assert text_hash("e\u0301") == text_hash("\u00e9")


def test_what_is_not_there_has_no_hash() -> None:
    assert (title_hash(None), title_hash(" "), text_hash(" \n")) == ("", "", "")


def test_the_facts_of_a_body_are_its_text_and_its_addresses_as_written() -> None:
    assert body_facts(BODY) == BodyFacts("新闻 link", ("/b?x=1&y=2", "https://img.example/1.jpg"))


@given(st.text())
def test_any_body_has_facts_and_any_text_a_hash(body: str) -> None:
    facts = body_facts(body)
    assert len(visible_hash(body, body, authors=[body], text=facts.text, addresses=facts.addresses)) == 16
    assert letters(letters(body)) == letters(body)


@pytest.mark.timed
def test_marks_without_end_take_no_time() -> None:
    started = time.process_time()
    assert text_hash("e" + "\u0301\u0323" * 250_000) != text_hash("e" + "\u0301\u0323" * 249_999)
    assert time.process_time() - started < 4


def test_a_letter_with_marks_is_the_same_in_every_form_and_order() -> None:
    assert text_hash("\u1ec7 文") == text_hash("e\u0323\u0302文") == text_hash("\u00ea\u0323文")


PIECES = st.sampled_from(
    ["<p>", "</p>", "<a href=x>", "<A HREF='y'", "<img src=1 ", "<!-- ", "-->", "text", "&amp;", ">", "<", "/", '"', "<!x>", "</ a>",
     "<script>", "</script>", "<style", "<video poster=z>", "\n", "<b/>", "<img\tdata-src=2>"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join))
def test_what_a_body_says_is_read_the_same_the_short_way_and_token_by_token(body: str) -> None:
    assert body_facts(body) == hashes._facts_by_tokens(body)


def test_all_hashes_of_an_article_are_those_that_each_gives_alone() -> None:
    facts = body_facts(BODY)
    assert hashes.said_hashes("标题", "https://example.org/a", authors=("作者",), body=BODY) == (
        title_hash("标题"), text_hash(facts.text), len(letters(facts.text)), shown(),
    )  # fmt: skip
