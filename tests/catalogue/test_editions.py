import pytest

from feedtool.catalogue.editions import editions_of, published_together, shared_id
from feedtool.catalogue.identity import entry_id, fingerprint
from feedtool.catalogue.record import Record
from feedtool.catalogue.records import Records

A, B = "https://a.example/1", "https://a.example/2"


def record(
    link: str | None = A,
    *,
    published: int = 1,
    updated: int | None = None,
    title: str = "题",
    authors: tuple[str, ...] = ("林",),
    id_: str | None = None,
) -> Record:
    held = fingerprint(title, authors)
    return Record(None, link, None, published, updated or published, fingerprint=held, id=id_)


def ids_of(records: tuple[Record, ...]) -> list[str]:
    return [one.id or entry_id(one.link, "题", one.published_ms or 0) for one in records]


def joined(*records: Record) -> list[list[int]]:
    ids, those = ids_of(records), Records.of([("", one) for one in records])
    return editions_of(those, ids, published_together(those, ids))


def id_shared_by(*records: Record) -> str:
    return shared_id(Records.of([("", one) for one in records]), ids_of(records), range(len(records)))


def test_the_same_link_is_one_article_whatever_else_differs() -> None:
    assert joined(record(title="一"), record(B, title="二"), record(title="三", published=2)) == [[0, 2]]


@pytest.mark.parametrize("twice", ["https://a.example/%25E9%25A9", "https://a.example/%2525E9%2525A9"])
def test_a_link_that_is_encoded_twice_is_the_same_link(twice: str) -> None:
    assert joined(record("https://a.example/%E9%A9", title="一"), record(twice, title="二", published=2)) == [[0, 1]]


def test_a_percent_sign_that_encodes_nothing_is_left_alone() -> None:
    assert joined(record("https://a.example/100%25"), record("https://a.example/100%", title="二")) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://matters.news/@a/x-zdpu1", "https://matters.news/@a/x-bafy2"),
        ("https://medium.com/@a/x-f6bb", "https://a.medium.com/x-f6bb?source=rss"),
        ("https://www.iyouport.org/x/", "https://www.iyouport.org/x-2/"),
        ("http://a.example.co.uk/1", "https://b.example.co.uk/2"),
    ],
)
def test_the_same_title_authors_moment_and_registrable_domain_are_one_article(one: str, other: str) -> None:
    assert joined(record(one), record(other)) == [[0, 1]]


def test_titles_and_authors_are_the_same_in_upper_and_lower_case_and_in_any_order() -> None:
    one = record(A, title="On Émigrés", authors=("Anna LIN", "Bo"))
    assert joined(one, record(B, title="ON ÉMIGRÉS", authors=("bo", "anna lin"))) == [[0, 1]]


@pytest.mark.parametrize(
    "other",
    [
        record(B, title="另"),
        record(B, authors=("王",)),
        record(B, authors=()),
        record(B, published=2),
        record("https://other.example/1"),
        record(None),
        record(B, title=""),
    ],
)
def test_where_one_of_them_differs_or_is_missing_they_are_two(other: Record) -> None:
    assert joined(record(A), other) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.youtube.com/watch?v=a", "https://www.youtube.com/watch?v=b"),
        ("https://www.youtube.com/watch?v=a", "https://m.youtube.com/watch?v=b"),
        ("https://youtu.be/a", "https://youtu.be/b"),
        ("https://www.bilibili.com/video/BV1", "https://www.bilibili.com/video/BV2"),
        ("https://x.com/a/status/1", "https://x.com/a/status/2"),
        ("https://alice.blogspot.com/1", "https://bob.blogspot.com/1"),
        ("http://192.0.2.1/1", "http://198.51.100.1/1"),
    ],
)
def test_works_with_addresses_of_their_own_and_neighbours_at_a_provider_are_two(one: str, other: str) -> None:
    assert joined(record(one), record(other)) == []


def test_without_a_title_nothing_is_joined_but_by_link() -> None:
    assert joined(record(A, title=""), record(B, title="")) == []
    assert joined(record(A, title=""), record(A, title="")) == [[0, 1]]


def test_editions_of_editions_are_one_article() -> None:
    assert joined(record(A), record(B), record(B, title="另", published=2)) == [[0, 1, 2]]


def test_the_id_of_a_front_matter_joins() -> None:
    assert joined(record(A, id_="tag:x,2026:a"), record(B, title="另", id_="tag:x,2026:a")) == [[0, 1]]
    assert joined(record(A, id_="tag:x,2026:a"), record(A, title="另", published=2)) == [[0, 1]]
    assert joined(record(A, id_=B), record(B, title="另", published=2)) == [[0, 1]]


def test_two_ids_are_two_articles_whatever_else_they_share() -> None:
    assert joined(record(A, id_="tag:x,2026:a"), record(A, id_="tag:x,2026:b")) == []
    assert joined(record(A, id_="tag:x,2026:a"), record(A), record(A, id_="tag:x,2026:b")) == [[0, 1]]


def test_the_shared_id_is_that_of_the_edition_first_published() -> None:
    assert id_shared_by(record(B, published=2), record(A, published=3)) == B
    assert id_shared_by(record(B, published=1, updated=2), record(A, published=1, updated=3)) == B


def test_of_editions_published_at_once_the_shortest_id_is_shared() -> None:
    once, twice = "https://a.example/%E9", "https://a.example/%25E9"
    assert id_shared_by(record(twice), record(once)) == id_shared_by(record(once), record(twice)) == once
    assert id_shared_by(record(B), record(A)) == A


def test_the_id_of_a_front_matter_is_shared() -> None:
    assert id_shared_by(record(A), record(A, published=2, id_="tag:x,2026:a")) == "tag:x,2026:a"
