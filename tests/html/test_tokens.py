import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedtool.html.tokens import (
    PLAINEST,
    TokenType,
    attribute,
    attribute_count,
    attributes,
    decode_attribute,
    decode_text,
    tags_as_written,
    texts_and_tags,
    tokens,
    tokens_and_stretches,
)


def read(source: str) -> list[tuple[str, str]]:
    return [(token.type.name, token.name or source[token.start : token.end]) for token in tokens(source)]


def first_attributes(source: str) -> dict[str, str]:
    return next(attributes(source, token) for token in tokens(source) if token.type is TokenType.START)


def test_tags_and_text_come_in_order_with_their_offsets() -> None:
    source = "<p class=x>a<br/>b</P>"
    assert [source[token.start : token.end] for token in tokens(source)] == ["<p class=x>", "a", "<br/>", "b", "</P>"]
    assert read(source) == [("START", "p"), ("TEXT", "a"), ("START", "br"), ("TEXT", "b"), ("END", "p")]


@pytest.mark.parametrize(
    "source", ["<!-- <a href=x> -->", "<!-->", "<!--->", "<!doctype html>", "<?php x ?>", "</>", "</ x>"]
)
def test_comments_and_declarations_are_no_tokens(source: str) -> None:
    assert [token for token in tokens(source) if token.type is not TokenType.TEXT] == []


@pytest.mark.parametrize("source", ["a < b", "读<名利场>", "<<", "<3"])
def test_a_less_than_before_no_letter_is_text(source: str) -> None:
    assert {token.type for token in tokens(source)} == {TokenType.TEXT}


def test_scripts_and_styles_hold_no_tags() -> None:
    assert read("<script>if (a<b) '<a href=x>'</script><b>") == [
        ("START", "script"),
        ("TEXT", "script"),
        ("END", "script"),
        ("START", "b"),
    ]


def test_what_never_ends_takes_the_rest() -> None:
    assert read("a<a href='x") == [("TEXT", "a")]
    assert read("a<!-- b <i>") == [("TEXT", "a")]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("<a href=\"x>y\" title='z'>", {"href": "x>y", "title": "z"}),
        ("<a href=x/y?z=1>", {"href": "x/y?z=1"}),
        ("<a HREF = 'x' href=second>", {"href": "x"}),
        ("<a disabled href=x>", {"disabled": "", "href": "x"}),
        ("<a title=it's href=x>", {"title": "it's", "href": "x"}),
        ('<a href="?a=1&copy=3&amp;b=2&lt">', {"href": "?a=1&copy=3&b=2<"}),
        ("<img src=a.png/>", {"src": "a.png/"}),
        ("<img/src='a.png'/alt=b>", {"src": "a.png", "alt": "b"}),
    ],
)
def test_attributes_read_as_the_standard_says(tag: str, expected: dict[str, str]) -> None:
    assert first_attributes(tag) == expected


def test_offsets_survive_decoding() -> None:
    source = "a&amp;b &lt;https://x.example/"
    text, jumps = decode_text(source)
    assert text == "a&b <https://x.example/"
    at = text.index("https")
    after, origin = max(jump for jump in jumps if jump[0] <= at)
    assert source[origin + at - after :].startswith("https")


@pytest.mark.parametrize(
    "bomb",
    ["<a ", "<", "<!--", "<a b='", '<a b="', "</", "<script>", "<a b=c ", "&", "<a\n=", "<p/", "<p>a", "<p>:", "a:"],
)
def test_no_repetition_makes_it_slow(bomb: str) -> None:
    source = bomb * (200_000 // len(bomb))
    assert sum(1 for _ in tokens(source)) <= len(source)
    assert sum(1 for _ in tokens_and_stretches(source)) <= len(source)
    decode_text(source)


MARKUP = st.text(st.sampled_from("<>/=\"'! -abpi&;\n"), max_size=40)


@given(MARKUP)
def test_start_tags_agree_with_html5lib(source: str) -> None:
    tags = {html5lib.constants.tokenTypes["StartTag"], html5lib.constants.tokenTypes["EmptyTag"]}
    read = html5lib._tokenizer.HTMLTokenizer(source)
    expected = [(token["name"], dict(token["data"])) for token in read if token["type"] in tags]
    found = [(token.name, attributes(source, token)) for token in tokens(source) if token.type is TokenType.START]
    assert found == expected


SOUP = st.lists(
    st.sampled_from(
        [*"<>/'= !-x", "<p ", "<p>", "</p>", "</P>", "<a b='c'>", "</a>", "<title>", "</title>", "<!--", "-->", "://"]
    )
).map("".join)


@given(SOUP)
def test_the_tags_as_written_are_those_among_the_tokens(source: str) -> None:
    found = [(is_end, name) for is_end, name, _ in tags_as_written(source)]
    tags = [token for token in tokens(source) if token.type is not TokenType.TEXT]
    assert found == [(token.type is TokenType.END, token.name) for token in tags]
    starts = [token for token in tags if token.type is TokenType.START]
    written = [written for is_end, _, written in tags_as_written(source) if not is_end]
    assert written == [source[token.attributes_at : token.end - 1] for token in starts]
    assert all(
        attribute_count(one) >= len(attributes(source, token)) for one, token in zip(written, starts, strict=True)
    )


@given(SOUP)
def test_the_texts_and_tags_are_those_among_the_tokens(source: str) -> None:
    found = [one for text, is_end, name in texts_and_tags(source) for one in (text, (is_end, name)) if one and one[-1]]
    assert found == [
        source[token.start : token.end] if token.type is TokenType.TEXT else (token.type is TokenType.END, token.name)
        for token in tokens(source)
        if token.type is not TokenType.TEXT or not token.name
    ]


def test_the_texts_and_tags_of_a_long_source_are_all_read() -> None:
    assert list(texts_and_tags("a<p>" * 1_000)) == [*[("a", False, "p")] * 1_000, ("", False, "")]


@given(SOUP)
def test_stretches_stand_for_texts_and_the_plainest_tags(source: str) -> None:
    found = list(tokens_and_stretches(source))
    every = list(tokens(source))
    assert "".join(source[one.start : one.end] for one in found) == "".join(
        source[one.start : one.end] for one in every
    )
    single = [one for one in found if one.type is not TokenType.STRETCH]
    assert set(single) <= set(every)
    for token in set(every) - set(single):
        written = source[token.start : token.end]
        if token.type is TokenType.TEXT:
            assert "<" not in written
            assert "://" not in written
        else:
            assert token.name in PLAINEST


def test_a_stretch_is_as_long_as_it_can_be() -> None:
    source = "a: b<p>b<i>c</i></p>d<!-- --><p>http://d<nav>e</nav>"
    found = [(token.type.name, source[token.start : token.end]) for token in tokens_and_stretches(source)]
    assert found == [
        ("STRETCH", "a: b<p>b<i>c</i></p>d"),
        ("STRETCH", "<p>"),
        ("TEXT", "http://d"),
        ("START", "<nav>"),
        ("STRETCH", "e"),
        ("END", "</nav>"),
    ]


@given(st.text(st.sampled_from("&amp;lt#x39copy= "), max_size=30))
def test_attribute_references_agree_with_html5lib(value: str) -> None:
    tokenizer = html5lib._tokenizer.HTMLTokenizer(f'<a b="{value}">')
    tag = next(token for token in tokenizer if token["type"] == html5lib.constants.tokenTypes["StartTag"])
    assert decode_attribute(value) == dict(tag["data"])["b"]


def test_only_tags_that_are_to_stand_apart_are_tokens_beside_stretches() -> None:
    source = 'one <nav>two://</nav> <a href="/x">three <i>4 < 5</i></a> <iframe src=y><a></iframe>five'
    found = tokens_and_stretches(source, apart=frozenset("a"))
    assert [(token.type.name, source[token.start : token.end]) for token in found] == [
        ("STRETCH", "one <nav>two://</nav> "),
        ("START", '<a href="/x">'),
        ("STRETCH", "three <i>4 < 5</i>"),
        ("END", "</a>"),
        ("STRETCH", " "),
        ("START", "<iframe src=y>"),
        ("TEXT", "<a>"),
        ("END", "</iframe>"),
        ("STRETCH", "five"),
    ]


@given(SOUP, st.sampled_from([frozenset("a"), frozenset(("p", "img", "b"))]))
def test_what_stands_apart_or_is_raw_text_is_in_no_stretch(source: str, apart: frozenset[str]) -> None:
    found = list(tokens_and_stretches(source, apart=apart))
    whole = {one for one in found if one.type is not TokenType.STRETCH}
    stretches = [one for one in found if one.type is TokenType.STRETCH]
    for token in tokens(source):
        if token not in whole:
            assert token.name not in apart
            assert not (token.type is TokenType.TEXT and token.name)
            assert any(one.start <= token.start and token.end <= one.end for one in stretches)


def test_an_element_that_holds_but_a_stretch_may_be_a_token_as_a_whole() -> None:
    source = '<a href="/x">three://<i>four</i></a> <a><img></a><A>b</A><a>c'
    found = tokens_and_stretches(source, apart=frozenset(("a", "img")), whole="a")
    whole, *others = [one for one in found if one.type is not TokenType.STRETCH]
    assert (whole.type, whole.name, attributes(source, whole)) == (TokenType.WHOLE, "a", {"href": "/x"})
    assert source[whole.end : whole.content_end] == "three://<i>four</i>"
    assert [(one.type.name, one.name) for one in others] == [
        *(("START", "a"), ("START", "img"), ("END", "a")),
        *(("START", "a"), ("END", "a"), ("START", "a")),
    ]


@given(SOUP)
def test_a_whole_element_stands_for_its_tags_and_what_is_between_them(source: str) -> None:
    apart = frozenset("a")
    found = list(tokens_and_stretches(source, apart=apart, whole="a"))
    parted = [
        one
        for token in found
        for one in (
            [token] if token.type is not TokenType.WHOLE else tokens(source, token.start, token.content_end + 4)
        )
        if one.name
    ]
    assert [one for one in parted if one.name in apart] == [
        one for one in tokens(source) if one.name in apart and one.type is not TokenType.TEXT
    ]
    for token in found:
        if token.type is TokenType.WHOLE:
            assert source[token.content_end :].startswith("</a>")


@given(SOUP, st.sampled_from(["b", "x", "p"]))
@example('<a b="1" B="2" x-y="&amp;" x="3">', "x")
@example('<a B="1" b="2">', "b")
@example('<a x=1 b="2">', "b")
def test_an_attribute_is_the_one_among_all(source: str, name: str) -> None:
    for token in tokens(source):
        if token.type is TokenType.START:
            assert attribute(source, token, name) == attributes(source, token).get(name, "")
