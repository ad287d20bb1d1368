"""A body that is measured once stays measured, whatever is taken out of it."""

from lxml.html import HtmlElement, fragment_fromstring

from feedtool.cleaning.tree import Body, classes_of, elements, has_media, is_hollow, words_of


def tree(markup: str) -> HtmlElement:
    return fragment_fromstring(markup, create_parent="div")


def body(markup: str, site: str = "https://www.news.example") -> Body:
    def resolve(address: str) -> str | None:
        return None if not address else address if ":" in address else site + address

    return Body(tree(markup), "A title", resolve)


def sizes(one: Body) -> dict[str, int]:
    return {element.tag: size for element, size in one.sizes.items() if isinstance(element.tag, str)}


def test_the_size_of_an_element_is_that_of_the_text_in_it_and_not_behind_it() -> None:
    one = body("ab<p>cde<b>f</b>gh</p>ijklm")
    assert sizes(one) == {"div": 13, "p": 6, "b": 1}
    assert one.size == 13


def test_white_space_around_text_has_no_size() -> None:
    assert sizes(body(" ab\n<p>\n  cd <b> </b> ef\n</p>\n")) == {"div": 6, "p": 4, "b": 0}


def test_what_is_dropped_is_gone_from_the_sizes_and_the_text_behind_it_stays() -> None:
    one = body("<section>ab<p>cde<b>f</b></p>gh</section>ij")
    (paragraph,) = one.root.iter("p")
    one.drop(paragraph)
    assert sizes(one) == {"div": 6, "section": 4}
    assert words_of(one.root) == "abghij"


def test_what_is_dropped_within_what_is_dropped_is_measured_once() -> None:
    one = body("<p>cde<b>fg</b></p>h")
    (bold,), (paragraph,) = list(one.root.iter("b")), list(one.root.iter("p"))
    one.drop(bold)
    assert sizes(one) == {"div": 4, "p": 3}
    one.drop(paragraph)
    assert sizes(one) == {"div": 1}


def test_a_part_of_a_tree_can_be_a_body() -> None:
    whole = tree("before<section><p>ab</p><p>c</p></section>after")
    (section,) = whole.iter("section")
    one = Body(section, "", lambda _: None)
    one.drop(next(section.iter("p")))
    assert sizes(one) == {"section": 1, "p": 1}


def test_elements_are_found_by_any_of_their_classes_until_they_are_dropped() -> None:
    one = body('<p class="a  b">1</p><section class="b"><p class="ab">2</p><p class="a">3</p></section>')
    assert [words_of(found) for found in one.of_class("a")] == ["1", "3"]
    assert [words_of(found) for found in one.of_class("c", "ab", "b")] == ["2", "1", "23"]
    one.drop(next(one.root.iter("section")))
    assert [words_of(found) for found in one.of_class("a")] == ["1"]


def test_lines_are_paragraphs_and_boxes_of_at_most_600_characters_with_their_words() -> None:
    one = body(f"<p> a\n b </p><p></p><p>{'x' * 600}</p><p>{'y' * 601}</p><h1>no</h1><div>box</div>")
    assert [words for _, words in one.lines()] == ["a b", "x" * 600, "box"]


def test_a_line_that_was_dropped_is_none_any_more() -> None:
    one = body(f"<p>a</p><p>b</p>{'x' * 600}")
    first, second = (element for element, _ in one.lines())
    one.drop(first)
    assert one.lines() == [(second, "b")]


def test_an_address_is_own_if_it_leads_to_the_article_s_site() -> None:
    one = body("")
    assert one.site == "news.example"
    assert one.is_own("/tag/a")
    assert one.is_own("http://news.example/")
    assert not one.is_own("https://m.news.example/")
    assert not one.is_own("mailto:a@news.example")
    assert not one.is_own("")


def test_where_the_site_is_not_known_no_address_is_own() -> None:
    one = Body(tree(""), "", lambda address: address if ":" in address else None)
    assert one.site == ""
    assert not one.is_own("/a")
    assert not one.is_own("mailto:a@b.example")


def test_elements_are_without_comments_and_in_their_order() -> None:
    assert [one.tag for one in elements(tree("<p>a<!-- b --><b>c</b></p><i>d</i>"))] == ["div", "p", "b", "i"]


def test_classes_are_parted_by_any_white_space() -> None:
    one, none = tree('<p class=" a\tb\n c "></p><p></p>')
    assert (classes_of(one), classes_of(none)) == (["a", "b", "c"], [])


def test_media_are_pictures_and_players_at_any_depth_or_the_element_itself() -> None:
    for name in ("img", "iframe", "video", "audio", "object", "embed", "source"):
        root = tree(f"<p><a><{name}></{name}></a></p>")
        assert has_media(root), name
        assert has_media(next(root.iter(name))), name
    assert not has_media(tree("<p><svg></svg>words</p>"))


def test_what_has_neither_words_nor_media_is_hollow() -> None:
    assert is_hollow(tree("<p> \n<b>\u3000</b></p>"))
    assert not is_hollow(tree("<p> <b>a</b></p>"))
    assert not is_hollow(tree("<p><b></b>a</p>"))
    assert not is_hollow(tree('<p><img src="/a"></p>'))
