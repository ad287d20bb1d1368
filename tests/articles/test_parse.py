from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.articles.article import Article, Dates, Skipped
from feedtool.articles.parse import bounds, outline, parse_article
from feedtool.dates import format_rfc822, format_rfc3339, to_epoch_ms
from tests.making import article, bare, blockless, mirror


def published(text: str) -> str:
    dates = article(text).dates
    assert dates is not None
    return format_rfc3339(dates.published)


def updated(text: str) -> str:
    dates = article(text).dates
    assert dates is not None
    return format_rfc3339(dates.updated)


def codes(text: str) -> list[str]:
    return [problem.code for problem in article(text).problems]


# The three forms


def test_the_bare_form_is_block_header_and_body() -> None:
    found = article(bare("<p>正文</p>"))
    assert (found.title, found.link, found.body) == ("标题", "https://example.org/a", "<p>正文</p>")


def test_the_mirror_form_has_front_matter_and_wrapper() -> None:
    found = article(mirror("正文", author="作者", tags="[ 甲 ]"))
    assert (found.body, found.authors, found.tags) == ("正文", ("作者",), ("甲",))


def test_the_form_without_block_is_told_by_its_from() -> None:
    found = article(blockless("<p>正文</p>"))
    assert (found.title, found.link, found.body) == ("标题", "https://example.org/a", "<p>正文</p>")


def test_an_empty_body_is_no_fault() -> None:
    assert article(mirror("")).body == ""
    assert codes(mirror("")) == []


def test_windows_line_ends_and_a_text_without_last_line_end_are_no_fault() -> None:
    assert article(mirror().rstrip()).body == "正文"


@pytest.mark.parametrize(
    "text", [mirror(), mirror(tags="[ a, b, a ]"), bare(), blockless(), bare().partition("<div>")[0] + bare()]
)
def test_an_outline_says_what_parsing_says(text: str) -> None:
    one, found = outline(text), article(text)
    assert (one.title, one.body, one.tags) == (found.title, found.body, found.tags)
    assert set(one.names) == {*found.authors, found.link, found.source}


FORMS = (mirror(), bare(), blockless(), "---\nlayout: page\n---\n# About\n", "# Read me\n", "---\ntitle: x", "")


@pytest.mark.parametrize("text", FORMS)
def test_bounds_are_those_of_the_parsed_article_wherever_it_is_cut_off(text: str) -> None:
    for length in range(len(text) + 1):
        found, parsed = bounds(text[:length]), parse_article(text[:length], "a.md")
        if isinstance(parsed, Skipped):
            assert found is None
        else:
            assert found is not None
            assert found == tuple(getattr(parsed, name) for name in found._fields)


# What is no article


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("---\nlayout: table\nfrom: https://a.example/\n---\n", "layout: table"),
        ("---\nlayout: page\n---\n# About\n", "layout: page"),
        ("# Read me\n\n[link](https://a.example/)\n------\n", "neither a title block nor 'from' in a front matter"),
        ("---\ntitle: x\n---\ntext\n", "neither a title block nor 'from' in a front matter"),
        ("---\n\nA line above this text, and no key.\n", "neither a title block nor 'from' in a front matter"),
        ("<!-- prettier-ignore -->\n# Read me\n", "neither a title block nor 'from' in a front matter"),
        ("---\nlayout: table\ntitle: x", "layout: table"),
    ],
)
def test_other_files_are_skipped_with_the_reason(text: str, reason: str) -> None:
    assert parse_article(text, "a.md") == Skipped("a.md", reason)


def test_of_an_article_that_is_cut_off_what_is_left_of_its_head_is_told() -> None:
    found = parse_article(mirror().partition("tags:")[0], "a.md")
    assert isinstance(found, Skipped)
    assert (found.title, found.link) == ("标题", "https://example.org/a")


# An id of its own


@pytest.mark.parametrize(
    "id_",
    ["tag:example.org,2026:a", "urn:uuid:0d5a9f7e-3a52-5d2e-8f0c-2a4b3c5d6e7f", "https://example.org/%25E9?a=1#b"],
)
def test_the_front_matter_can_give_the_entry_an_id(id_: str) -> None:
    found = article(mirror().replace("author:", f"id: {id_}\nauthor:"))
    assert (found.id, found.problems) == (id_, ())


@pytest.mark.parametrize(
    "id_", ["12", "a", "/a", "//example.org/a", "http://", "https://example.org:99999/", "tag:", "a b:c", "javascript:x",
            '"tag:example.org,2026:a b"', "tag:<x>", "x" * 3000 + ":a"]
)  # fmt: skip
def test_an_id_that_is_no_absolute_iri_is_told_with_its_line_and_not_used(id_: str) -> None:
    found = article(mirror().replace("author:", f"id: {id_}\nauthor:"))
    assert found.id is None
    assert ("id-invalid", 5) in [(one.code, one.line) for one in found.problems]


def test_an_empty_id_is_none() -> None:
    assert article(mirror().replace("author:", "id:\nauthor:")).problems == ()


# Title and link


@pytest.mark.parametrize(
    "title",
    ["[图集] 一 [二]", "括号 (一) [二](三)", "unpaired ] bracket", "[", "a](b", "ends with ]", "emoji 🎉", "# hash"],
)
def test_titles_hold_brackets_and_parentheses(title: str) -> None:
    found = article(bare(title=title))
    assert (found.title, found.link) == (title, "https://example.org/a")


def test_the_blocks_title_counts_before_the_front_matters() -> None:
    text = mirror(title="一").replace("[一]", "[二...]")
    assert article(text).title == "二..."


def test_an_empty_title_in_the_block_gives_way_to_the_front_matters() -> None:
    assert article(mirror(title="一").replace("[一]", "[]")).title == "一"


def test_no_title_anywhere_is_none() -> None:
    assert article(bare(title="")).title is None


def test_the_link_is_serialised_and_its_site_is_the_source() -> None:
    found = article(bare(link="HTTPS://WWW.Example.org/路"))
    assert (found.link, found.source) == ("https://www.example.org/%E8%B7%AF", "example.org")


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("https://a.example/?a=1&copy=2", "https://a.example/?a=1&copy=2"),
        ("https://a.example/?a=1&amp;b=2", "https://a.example/?a=1&b=2"),
    ],
)
def test_references_in_the_link_are_decoded_as_in_an_attribute(written: str, link: str) -> None:
    assert article(bare(link=written)).link == link


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://a.example/", "http://a.example]b", "not a url"])
def test_an_article_without_usable_link_is_kept_and_reported(link: str) -> None:
    found = article(bare(link=link))
    assert found.link is None
    assert found.source is None
    assert [(problem.code, problem.line) for problem in found.problems] == [("link-invalid", 2)]


def test_from_stands_in_for_a_link_that_cannot_be_used() -> None:
    text = mirror(link="https://example.org/a").replace("](https://example.org/a)", "](about:blank)")
    assert article(text).link == "https://example.org/a"


# Authors and tags


def test_header_authors_are_split_and_each_stands_once() -> None:
    found = article(bare(header="<div><i>张三, 李四，王五、张三<br>2020-09-18 21:42:14</i></div>"))
    assert found.authors == ("张三", "李四", "王五")


def test_front_matter_author_is_one_name_with_its_references_decoded() -> None:
    assert article(mirror(author="John Foote, Darren Byler &#38; more")).authors == ("John Foote, Darren Byler & more",)


def test_tags_and_categories_are_merged_in_order() -> None:
    text = mirror(tags="[ 甲, 乙 ]").replace("categories: [ 甲, 乙 ]", "categories: [ 乙, 丙 ]")
    assert article(text).tags == ("甲", "乙", "丙")


# Dates


def test_published_is_the_header_date_and_updated_the_epoch() -> None:
    text = bare(header="<div><i>Wed, 04 Dec 2024 02:25:26 GMT</i></div>", epoch="1733279943000")
    assert (published(text), updated(text)) == ("2024-12-04T02:25:26Z", "2024-12-04T02:39:03Z")


def test_without_header_date_the_front_matters_counts() -> None:
    text = mirror(date="2020-10-08T17:00:00.000Z", epoch="1602178880000")
    assert (published(text), updated(text)) == ("2020-10-08T17:00:00Z", "2020-10-08T17:41:20Z")


def test_without_any_other_date_the_epoch_counts_twice() -> None:
    text = bare(header="", epoch="1602178880000")
    assert (published(text), updated(text)) == ("2020-10-08T17:41:20Z", "2020-10-08T17:41:20Z")


def test_an_epoch_of_nan_leaves_the_front_matters_fetch_time() -> None:
    text = mirror(epoch="NaN", date="2021-05-23T05:57:01.062Z")
    assert (published(text), updated(text)) == ("2021-05-23T05:57:01.062Z", "2021-05-23T05:57:01.062Z")
    assert codes(text) == []


def test_a_time_element_in_the_header_is_read_by_its_attribute() -> None:
    assert (
        published(bare(header='<div><i><time dateTime="2024-10-12">十月十二日</time></i></div>'))
        == "2024-10-12T00:00:00Z"
    )


@pytest.mark.parametrize(
    ("epoch", "code"), [("1602178880", "epoch-seconds"), ("1602178880000000", "epoch-microseconds")]
)
def test_an_epoch_in_another_unit_is_used_and_reported(epoch: str, code: str) -> None:
    assert updated(mirror(epoch=epoch)) == "2020-10-08T17:41:20Z"
    assert codes(mirror(epoch=epoch)) == [code]


def test_an_epoch_of_another_length_is_reported_and_not_used() -> None:
    assert published(mirror(epoch="160217888")) == "2020-10-08T17:41:20Z"
    assert codes(mirror(epoch="160217888")) == ["epoch-unreadable"]


def test_an_epoch_before_the_date_is_reported_and_the_later_one_used() -> None:
    text = mirror(date="2020-10-08T19:00:00Z", epoch="1602178880000")
    assert (published(text), updated(text)) == ("2020-10-08T19:00:00Z", "2020-10-08T19:00:00Z")
    assert codes(text) == ["updated-before-published"]


def test_a_date_before_1990_gives_way_to_the_next_source() -> None:
    text = mirror(date="1970-01-01T00:00:00Z", epoch="1602178880000")
    assert published(text) == "2020-10-08T17:41:20Z"
    assert codes(text) == ["date-too-early"]


def test_a_date_much_later_than_the_others_gives_way_to_the_next_source() -> None:
    text = mirror(date="2031-10-08T19:00:00Z", epoch="1602178880000")
    assert published(text) == "2020-10-08T17:41:20Z"
    assert codes(text) == ["date-too-late"]


def test_a_date_no_one_can_read_gives_way_and_is_reported_with_its_line() -> None:
    found = article(mirror(date="gestern", epoch="1602178880000"))
    assert found.dates is not None
    assert [(problem.code, problem.line) for problem in found.problems] == [("date-unreadable", 4)]


def test_an_article_without_any_date_is_an_article_with_no_dates() -> None:
    found = article(bare(header="", epoch="NaN"))
    assert found.dates is None
    assert [problem.code for problem in found.problems] == ["date-missing"]


def test_the_configured_zone_is_that_of_dates_without_one() -> None:
    from zoneinfo import ZoneInfo

    text = bare(header="<div><i>作者<br>2024-09-18 21:42:14</i></div>")
    found = parse_article(text, "a.md", zone=ZoneInfo("Asia/Shanghai"))
    assert isinstance(found, Article)
    assert found.dates is not None
    assert format_rfc3339(found.dates.published) == "2024-09-18T13:42:14Z"


# Whatever a file holds


def test_characters_no_feed_may_carry_are_reported_with_their_line() -> None:
    found = article(bare("<p>a\x08b</p>"))
    assert [(problem.code, problem.line) for problem in found.problems] == [("characters", 5)]


def test_characters_that_were_lost_before_are_reported_with_their_line() -> None:
    found = article(bare("<p>a\ufffdb\ufffd</p>"))
    assert [(one.code, one.line, one.message) for one in found.problems] == [
        ("characters", 5, "2 characters lost where U+FFFD stands; copy the text from the original again")
    ]


def test_a_stand_in_for_a_picture_is_reported_in_a_title_alone() -> None:
    assert [(one.code, one.line) for one in article(bare(title="新年\ufffc快樂")).problems] == [("characters", 2)]
    assert article(bare("新年\ufffc快樂")).problems == ()


LINES = st.sampled_from(
    ["---", "layout: post", 'title: "a', "from: https://a.example/", "date: 2020-01-01", "tags: [ a", "<!--1602178880000-->",
     "[a](https://b.example/)", "------", "", "<div>", "</div>", "<div><i>", "</i></div>", "text", "<!--", "\x00", "\\", "- x"]
)  # fmt: skip


@given(st.lists(LINES | st.text(max_size=20), max_size=20))
def test_no_text_makes_parsing_fail(lines: list[str]) -> None:
    text = "\n".join(lines)
    parsed = parse_article(text, "a.md")
    if isinstance(parsed, Article):
        start, end = parsed.body_span
        assert 0 <= start <= end <= len(text)


@pytest.mark.parametrize("unit", ["[", "](", "<div><i>", "-", "\n", "<!--", "<br>", " ", "---\n", "a: [", "]\n"])
def test_no_repetition_makes_parsing_slow(unit: str) -> None:
    text = unit * (500_000 // len(unit))
    for head in ("", "---\n", "<!--1602178880000-->\n[", "<!--1602178880000-->\n[a](https://b.example/)\n------\n\n"):
        parse_article(head + text, "a.md")


TITLES = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"], exclude_characters="<&\ufffe\uffff"), min_size=1
)
MOMENTS = st.integers(min_value=946684800, max_value=4102444800).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)


@given(TITLES, MOMENTS, st.lists(TITLES.filter(lambda name: not set(name) & set(",，、")), max_size=3))
def test_what_a_mirror_writes_is_what_is_read(title: str, moment: datetime, authors: list[str]) -> None:
    header = f"<div><i>{'、'.join(authors)}<br>{format_rfc822(moment)}</i></div>"
    found = article(bare(title=title, header=header, epoch=str(to_epoch_ms(moment))))
    assert found.title == title
    assert found.dates == Dates(moment, moment)
    assert found.authors == tuple(dict.fromkeys(authors))


def test_an_epoch_comment_of_white_space_is_read_in_time() -> None:
    parse_article("<!--" + " " * 500_000 + "x", "a.md")


def test_a_link_no_server_would_take_is_reported() -> None:
    found = article(bare(link="https://a.example/" + "x" * 8000))
    assert found.link is None
    assert [problem.code for problem in found.problems] == ["link-invalid"]


def test_a_block_written_twice_is_left_out_of_the_body_twice() -> None:
    block = "<!--1733279943000-->\n[标题](https://example.org/a)\n------\n\n"
    assert article(block + block + "<p>正文</p>").body == "<p>正文</p>"


def test_a_title_of_nothing_to_see_is_no_title() -> None:
    assert article(bare(title="\u200b\ufeff")).title is None


def test_a_front_matter_of_megabytes_does_not_hide_the_block_behind_it() -> None:
    found = article("---\n" + "tag: x\n" * 200_000 + "---\n" + bare())
    assert found.link == "https://example.org/a"
    assert "front-matter" in [problem.code for problem in found.problems]
