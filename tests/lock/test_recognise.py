"""Which seed is which entry: an article keeps its id however it is edited, and another one never gets it."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool.lock import recognise as recognising
from feedtool.lock.line import LockLine
from feedtool.lock.recognise import Facts, Recognition, SeedFacts, Why, _Search
from tests.lock.making import LONG, NOW_MS, facts, line
from tests.thorough import examples, many, within


def known(*lines: LockLine) -> dict[str, LockLine]:
    return {one.id: one for one in lines}


def recognise(lines: dict[str, LockLine], seeds: Sequence[SeedFacts], **given: Any) -> Recognition:
    return recognising.recognise(lines, Facts.of(seeds), **given)


def ids(found: Recognition) -> list[str]:
    return list(found.ids)


def whys(found: Recognition) -> list[Why]:
    return list(found.whys)


def a(**changed: Any) -> SeedFacts:
    """The article of the line `a`, edited."""
    return facts("a", **changed)


OTHER = {"title": "Another title", "text": LONG + "edited", "published_ms": NOW_MS}
L = "https://example.org/a"

# What may happen to one article that the lock knows, and by what it keeps its id.
EDITS: dict[str, tuple[SeedFacts, Why]] = {
    "nothing": (a(), Why.LINK),
    "body corrected": (a(text=LONG + "corrected"), Why.LINK),
    "title corrected": (a(title="Corrected"), Why.LINK),
    "date corrected": (a(published_ms=NOW_MS), Why.LINK),
    "all of it rewritten": (a(**OTHER), Why.LINK),
    "renamed": (a(path="2020-10-08-a.md"), Why.LINK),
    "moved to another folder": (a(path="2020/a.md"), Why.LINK),
    "renamed and retitled": (a(path="b.md", title="Corrected"), Why.LINK),
    "renamed and all of it rewritten": (a(path="b.md", **OTHER), Why.LINK),
    "emptied": (a(text=""), Why.LINK),
    "http to https": (a(link="http://example.org/a"), Why.PATH),
    "www. added": (a(link="https://www.example.org/a"), Why.PATH),
    "trailing slash": (a(link="https://example.org/a/"), Why.PATH),
    "parameters of a campaign": (a(link="https://example.org/a?utm_source=rss"), Why.PATH),
    "a parameter in another order": (a(link="https://example.org/a?b=1&a=2"), Why.PATH),
    "a path in capitals": (a(link="https://example.org/A"), Why.PATH),
    "another percent-encoding": (a(link="https://example.org/%61"), Why.PATH),
    "a new slug": (a(link="https://example.org/2020/better-slug"), Why.PATH),
    "another host": (a(link="https://news.example/a"), Why.PATH),
    "an archived copy as link": (a(link="https://web.archive.org/web/2020/https://example.org/a"), Why.PATH),
    "link lost": (a(link=None), Why.PATH),
    "link and body changed": (a(link="https://x.example/", text="short"), Why.PATH),
    "link and title changed": (a(link="https://x.example/", title="Corrected"), Why.PATH),
    "link and date changed": (a(link="https://x.example/", published_ms=NOW_MS), Why.PATH),
    "link, title and date changed": (a(link="https://x.example/", title="x", published_ms=NOW_MS), Why.PATH),
    "link, title and body changed": (a(link="https://x.example/", title="x", text="y"), Why.PATH),
    "link, date and body changed": (a(link="https://x.example/", published_ms=NOW_MS, text="y"), Why.PATH),
    "a title in capitals at a new link": (a(link="https://x.example/", title="TITLE OF A", published_ms=1, text=""), Why.PATH),
    "a whole site moved: link and folder": (a(link="https://x.example/a", path="x/a.md"), Why.ALIKE),
    "moved, new link, retitled": (a(link="https://x.example/a", path="x/a.md", title="Corrected"), Why.ALIKE),
    "moved, new link, edited": (a(link="https://x.example/a", path="x/a.md", text="edited"), Why.ALIKE),
    "moved, new link, redated": (a(link="https://x.example/a", path="x/a.md", published_ms=NOW_MS), Why.ALIKE),
    "moved, link lost": (a(link=None, path="x/a.md"), Why.ALIKE),
}  # fmt: skip


@pytest.mark.parametrize(("seed", "why"), EDITS.values(), ids=EDITS)
def test_an_edited_article_keeps_its_id(seed: SeedFacts, why: Why) -> None:
    found = recognise(known(line("a"), line("b"), line("c")), [facts("b"), seed, facts("c")])
    assert ids(found) == ["https://example.org/b", L, "https://example.org/c"]
    assert (found.whys[1], found.without_seed, found.told) == (why, (), ())


@pytest.mark.parametrize(
    "seed",
    [
        a(link=None, title="A first title"),
        a(link=None, path="moved.md"),
        a(link=L),
        a(link=L, path="moved.md"),
        a(link=L, title="x", text="y"),
    ],
)
def test_an_article_without_link_keeps_its_id_when_it_gains_one_or_is_edited(seed: SeedFacts) -> None:
    urn = line("a", id="urn:uuid:1", link=None)
    assert ids(recognise(known(urn, line("b")), [seed, facts("b")])) == ["urn:uuid:1", "https://example.org/b"]


# What is another article, though something of it is the same.
OTHERS: dict[str, SeedFacts] = {
    "the next article at an old path": facts("new", path="a.md"),
    "a title that is used again": facts("new", title="Title of a"),
    "the same moment": facts("new", published_ms=facts("a").published_ms),
    "the same text": facts("new", text=f"{LONG}a"),
    "the same title and short text": facts("new", title="Title of short", text="short"),
}


@pytest.mark.parametrize("seed", OTHERS.values(), ids=OTHERS)
def test_an_article_that_only_shares_something_is_new(seed: SeedFacts) -> None:
    short = facts("short", text="short")
    found = recognise(known(line("a"), line("short", text=short.text)), [seed])
    assert whys(found) == [Why.NEW]
    assert set(found.without_seed) == {L, "https://example.org/short"}


def test_two_articles_that_swap_their_names_keep_their_ids() -> None:
    found = recognise(known(line("a"), line("b")), [a(path="b.md"), facts("b", path="a.md")])
    assert ids(found) == [L, "https://example.org/b"]


def test_the_next_article_at_the_path_of_a_moved_one_is_new_even_under_the_same_title() -> None:
    weekly = facts("new", path="a.md", title="Title of a")
    found = recognise(known(line("a")), [a(path="2020/a.md"), weekly])
    assert ids(found) == [L, "https://example.org/new"]


def test_a_copy_left_behind_is_an_edition_of_the_entry_at_its_path_and_is_told() -> None:
    found = recognise(known(line("a")), [a(link="https://x.example/a"), a(path="copy.md")])
    assert ids(found) == [L, L]
    assert found.told == (("copy.md", f"claims the id {L}, as a.md does; they are editions of one entry"),)


def test_editions_with_one_link_are_one_entry_and_need_no_word() -> None:
    found = recognise(known(line("a")), [a(path="x.md", text="old"), a(path="y.md", title="Newer")])
    assert (ids(found), found.told) == ([L, L], ())


def test_editions_of_an_article_that_got_a_new_link_follow_the_one_that_is_recognised() -> None:
    new = "https://x.example/a"
    found = recognise(known(line("a")), [a(link=new), a(link=new, path="copy.md", text="", title="Old title")])
    assert (ids(found), whys(found)) == ([L, L], [Why.PATH, Why.EDITION])


def test_editions_that_were_published_apart_stay_apart_whatever_the_rules_make_of_them() -> None:
    one, other = line("a"), line("b")
    found = recognise(known(one, other), [facts("a", made_id=one.id), facts("b", made_id=one.id)])
    assert ids(found) == [one.id, other.id]


def test_an_id_is_never_given_to_another_article() -> None:
    relinked = line("a", link="https://example.org/better")
    found = recognise(known(relinked), [a(link="https://example.org/better"), facts("new", link=L)])
    assert found.ids[0] == L
    assert found.ids[1].startswith("urn:uuid:")
    assert "has been known as https://example.org/a" in found.told[0][1]


def test_the_next_article_at_an_address_that_became_free_takes_nothing_from_the_one_that_had_it() -> None:
    seeds = [a(link="https://example.org/2020/a"), facts("new", link=L)]
    found = recognise(known(line("a")), seeds)
    assert (found.ids[0], found.whys[0]) == (L, Why.PATH)
    assert found.ids[1].startswith("urn:uuid:")
    assert "has been known as https://example.org/a" in found.told[0][1]
    edited = [seeds[0]._replace(text="0" * 16), seeds[1]]
    assert recognise(known(line("a")), edited).ids == found.ids


def test_articles_whose_links_all_shift_by_one_keep_their_ids() -> None:
    names = "abcdef"
    shifted = [facts(name, link=f"https://example.org/{after}") for name, after in zip(names, "bcdefg", strict=True)]
    found = recognise(known(*map(line, names)), shifted)
    assert ids(found) == [f"https://example.org/{name}" for name in names]


@pytest.mark.parametrize("after", ["ba", "bca", "badc"])
def test_articles_that_exchange_their_links_keep_their_ids(after: str) -> None:
    names = "abcd"[: len(after)]
    exchanged = [facts(name, link=f"https://example.org/{link}") for name, link in zip(names, after, strict=True)]
    found = recognise(known(*map(line, names)), exchanged)
    assert ids(found) == [f"https://example.org/{name}" for name in names]
    assert set(found.whys) == {Why.PATH}


def test_who_takes_the_link_of_one_that_exchanged_it_keeps_its_id_too() -> None:
    seeds = [facts(name, link=f"https://example.org/{link}") for name, link in zip("abc", "baa", strict=True)]
    assert ids(recognise(known(*map(line, "abc")), seeds)) == [f"https://example.org/{name}" for name in "abc"]


@pytest.mark.timed
def test_a_long_chain_of_articles_whose_links_shift_is_recognised_at_once() -> None:
    number = many(20_000)
    names = [f"{at:05}" for at in range(number + 1)]
    shifted = [facts(name, link=f"https://example.org/{after}") for name, after in pairwise(names)]
    lines = known(*map(line, names[:-1]))
    began = process_time()
    found = recognise(lines, shifted)
    assert process_time() - began < within(2.0)
    assert ids(found) == list(lines)


def test_an_article_that_agrees_in_one_thing_at_the_path_of_a_moved_one_does_not_get_its_line() -> None:
    rewritten = a(path="2020/a.md", **OTHER)
    weekly = facts("new", path="a.md", title="Title of a")
    found = recognise(known(line("a")), [rewritten, weekly])
    assert ids(found) == [L, "https://example.org/new"]


def test_another_article_at_the_address_of_one_that_is_gone_is_new() -> None:
    found = recognise(known(line("a", gone="2026-01-01")), [facts("new", link=L)])
    assert (whys(found), found.without_seed) == ([Why.NEW], (L,))
    assert found.ids[0].startswith("urn:uuid:")


def test_the_id_of_an_article_that_is_gone_is_not_given_away_either() -> None:
    gone = line("a", link="https://example.org/better", gone="2026-01-01")
    assert recognise(known(gone), [facts("new", link=L)]).ids[0] != L


def test_an_article_that_gets_its_former_link_again_is_the_same_wherever_it_lies() -> None:
    relinked = line("a", link="https://example.org/better")
    found = recognise(known(relinked), [a(path="moved.md", text="short", title="x")])
    assert (ids(found), whys(found)) == ([L], [Why.SAME_ID])


def test_an_article_that_is_put_back_is_the_same() -> None:
    found = recognise(known(line("a", gone="2026-01-01")), [a(path="back.md")])
    assert (ids(found), found.without_seed) == ([L], ())


def test_of_two_lines_with_one_link_the_one_that_is_there_counts() -> None:
    gone, there = line("a", gone="2026-01-01"), line("a", id="tag:a", path="b.md")
    assert ids(recognise(known(gone, there), [a(path="c.md")])) == ["tag:a"]


def test_two_entries_that_get_one_link_stay_two_in_every_build_from_then_on() -> None:
    new = "https://x.example/1"
    seeds = [a(link=new), facts("b", link=new)]
    first = recognise(known(line("a"), line("b")), seeds)
    second = recognise(known(line("a", link=new), line("b", link=new)), seeds)
    assert ids(first) == ids(second) == [L, "https://example.org/b"]


def test_the_front_matter_decides() -> None:
    found = recognise(known(line("a")), [a(own_id="tag:mine")])
    assert (ids(found), whys(found), found.without_seed) == (["tag:mine"], [Why.OWN_ID], (L,))
    assert found.told == (("a.md", f"says id: tag:mine; readers know it as {L}, and will get it again"),)


def test_an_id_of_its_own_that_the_lock_knows_survives_every_edit() -> None:
    found = recognise(known(line("a", id="tag:mine")), [facts("z", own_id="tag:mine")])
    assert (ids(found), found.without_seed, found.told) == (["tag:mine"], (), ())


def test_editions_without_an_id_of_their_own_follow_the_one_that_has_it() -> None:
    found = recognise(known(line("a")), [a(path="copy.md"), a(own_id="tag:mine")])
    assert ids(found) == ["tag:mine", "tag:mine"]


def test_two_articles_with_one_id_of_their_own_are_told() -> None:
    found = recognise({}, [facts("a", own_id="tag:mine"), facts("b", own_id="tag:mine")])
    assert ids(found) == ["tag:mine", "tag:mine"]
    assert found.told == (("b.md", "claims the id tag:mine, as a.md does; they are editions of one entry"),)


def test_an_article_that_says_the_id_of_another_one_is_told() -> None:
    other = facts("other", own_id=L, made_id=L)
    found = recognise(known(line("a")), [a(), other])
    assert ids(found) == [L, L]
    assert found.told == (("other.md", f"claims the id {L}, as a.md does; they are editions of one entry"),)
    assert recognise({}, [a(own_id=L), a(path="copy.md", own_id=L)]).told == ()


def test_where_two_lines_fit_by_two_the_article_is_new() -> None:
    lines = known(*(line(name, title=facts("a").title, published_ms=1) for name in "bc"))
    assert whys(recognise(lines, [facts("a", published_ms=1, link="https://x.example/a")])) == [Why.NEW]


def test_where_two_lines_fit_the_one_that_agrees_in_all_three_is_it() -> None:
    lines = known(line("a"), line("b", title=line("a").title, published_ms=line("a").published_ms))
    found = recognise(lines, [a(path="x.md", link="https://x.example/a")])
    assert (ids(found), found.without_seed) == ([L], ("https://example.org/b",))


def test_of_two_articles_that_fit_one_line_the_better_has_it() -> None:
    one = a(path="0.md", link="https://x.example/1", text="other")
    better = a(path="1.md", link="https://x.example/2")
    assert ids(recognise(known(line("a")), [one, better])) == ["https://x.example/1", L]
    assert ids(recognise(known(line("a")), [better, one])) == [L, "https://x.example/1"]


def test_a_video_with_the_title_and_text_of_another_is_another() -> None:
    found = recognise(known(line("a")), [a(), a(path="v.md", link="https://youtu.be/2", made_id="https://youtu.be/2")])
    assert ids(found) == [L, "https://youtu.be/2"]


def test_articles_without_title_and_text_are_not_alike_for_that() -> None:
    empty = {"title": "", "text": ""}
    lines = known(line("a", **empty))
    found = recognise(lines, [a(path="x.md", link="https://x.example/", **empty)])
    assert whys(found) == [Why.NEW]
    assert whys(recognise(lines, [a(link="https://x.example/", published_ms=1, **empty)])) == [Why.NEW]


def test_the_entry_of_a_file_that_cannot_be_read_is_held() -> None:
    found = recognise(
        known(line("a"), line("b"), line("c", gone="2026-01-01")), [facts("d")], unreadable=["a.md", "c.md"]
    )
    assert (found.held, set(found.without_seed)) == ((L,), {"https://example.org/b", "https://example.org/c"})


def test_an_article_mended_under_another_name_takes_its_entry_from_the_file_that_cannot_be_read() -> None:
    found = recognise(known(line("a")), [a(path="mended.md")], unreadable=["a.md"])
    assert (ids(found), found.held) == ([L], ())


def test_without_a_lock_the_ids_are_those_of_the_rules() -> None:
    found = recognise({}, [facts("a"), facts("b", link=None)])
    assert ids(found) == [facts("a").made_id, facts("b", link=None).made_id]
    assert whys(found) == [Why.NEW, Why.NEW]


NAMES = st.sampled_from("abcd")
SEEDS = st.lists(
    st.builds(
        lambda name, path, link, title, own: facts(name, path=path, link=link, title=title, own_id=own),
        NAMES,
        st.uuids().map(str),
        st.sampled_from([None, "", "https://x.example/1", "https://x.example/2"]),
        st.sampled_from(["one", "two"]),
        st.sampled_from([None, None, None, "tag:mine"]),
    ),
    max_size=6,
)
LINES = st.lists(st.builds(lambda name, path: line(name, path=path), NAMES, NAMES), max_size=4).map(
    lambda them: known(*them)
)


@given(LINES, SEEDS, st.randoms())
def test_the_order_of_seeds_and_lines_does_not_matter(
    lines: dict[str, LockLine], seeds: list[SeedFacts], random: Any
) -> None:
    mixed, shuffled = list(seeds), list(lines.values())
    random.shuffle(mixed)
    random.shuffle(shuffled)
    one, other = recognise(lines, seeds), recognise(known(*shuffled), mixed)
    assert dict(zip(seeds, one.ids, strict=True)) == dict(zip(mixed, other.ids, strict=True))
    assert dict(zip(seeds, one.whys, strict=True)) == dict(zip(mixed, other.whys, strict=True))
    assert sorted(one.without_seed) == sorted(other.without_seed)


@given(LINES, SEEDS)
def test_what_was_recognised_once_is_recognised_again(lines: dict[str, LockLine], seeds: list[SeedFacts]) -> None:
    """With the lock that the first build wrote a second one gives every published seed the id it has."""
    first = recognise(lines, seeds)
    published = {id_: seed for seed, id_ in zip(seeds, first.ids, strict=True)}
    after = lines | {
        id_: line(
            id=id_, path=seed.path, link=seed.link, title=seed.title, text=seed.text, published_ms=seed.published_ms
        )
        for id_, seed in published.items()
    }
    assert ids(recognise(after, list(published.values()))) == list(published)


NOTHING_ELSE = {"title": "", "text": ""}
CHANGES = [
    {}, {}, {}, {"title": "one"}, {"text": "short"}, {"link": None}, {"link": None, **NOTHING_ELSE}, {"link": "https://x.example/1"},
    {"path": "b.md"}, {"path": "c.md", "link": None}, {"published_ms": NOW_MS}, {"made_id": "https://example.org/a"},
]  # fmt: skip
KNOWN = st.lists(
    st.builds(
        lambda name, change, gone, number: line_of(facts(name, **change))._replace(gone=gone, seen_ms=number),
        NAMES,
        st.sampled_from(CHANGES),
        st.sampled_from([None, None, "2026-01-01"]),
        st.integers(0, 2),
    ),
    max_size=6,
).map(lambda them: known(*them))  # fmt: skip
LIKE_KNOWN = st.lists(
    st.builds(lambda name, change, own: facts(name, **change, own_id=own), NAMES, st.sampled_from(CHANGES),
              st.sampled_from([None] * 9 + ["tag:mine"])),
    max_size=6, unique_by=lambda seed: seed.path,
)  # fmt: skip


def line_of(seed: SeedFacts) -> LockLine:
    """The line of a seed as a build writes it."""
    return line(
        id=seed.made_id,
        path=seed.path,
        link=seed.link,
        title=seed.title,
        text=seed.text,
        published_ms=seed.published_ms,
    )


@examples(1000)
@given(KNOWN, LIKE_KNOWN, st.sets(st.sampled_from(["a.md", "b.md", "x.md"])))
def test_seeds_that_are_as_their_lines_say_get_the_ids_that_the_rules_give_them(
    lines: dict[str, LockLine], seeds: list[SeedFacts], unreadable: set[str]
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(_Search, "as_before", lambda _self, _doubted: None)
        by_rules = recognise(lines, seeds, unreadable=unreadable)
    found = recognise(lines, seeds, unreadable=unreadable)
    assert found._replace(others=frozenset()) == by_rules._replace(others=frozenset())
    for seed, id_ in zip(seeds, found.ids, strict=True):
        if seed.path not in found.others:
            assert lines[id_] == line_of(seed)._replace(id=id_, seen_ms=lines[id_].seen_ms)


@examples(1000)
@given(KNOWN, LIKE_KNOWN)
def test_where_it_is_known_which_seeds_may_differ_the_others_need_not_be_compared(
    lines: dict[str, LockLine], seeds: list[SeedFacts]
) -> None:
    compared = ("path", "link", "title", "published_ms", "text")
    said = [[getattr(line, name) for name in compared] for line in lines.values() if not line.gone]
    doubted = {seed.path for seed in seeds if [getattr(seed, name) for name in compared] not in said}
    assert recognise(lines, seeds, doubted=doubted) == recognise(lines, seeds)


@pytest.mark.timed
@pytest.mark.parametrize(
    ("change", "why"),
    [({}, Why.LINK), ({"path": "x"}, Why.LINK), ({"path": "x", "link": "https://x.example"}, Why.ALIKE)],
    ids=["unchanged", "moved", "moved and relinked"],
)  # fmt: skip
def test_tens_of_thousands_of_seeds_are_recognised_at_once(change: dict[str, str], why: Why) -> None:
    base = facts("a")
    plain = [
        base._replace(path=f"{n}.md", link=f"https://a.example/{n}", made_id=f"https://a.example/{n}", title=f"{n:08x}")
        for n in range(many(50_000))
    ]
    lines = known(*(line("a", id=one.made_id, path=one.path, link=one.link, title=one.title) for one in plain))
    seeds: Sequence[SeedFacts] = [
        one._replace(
            path=change.get("path", "") + one.path,
            link=f"{change.get('link', 'https://a.example')}/{n}",
            made_id=f"{change.get('link', 'https://a.example')}/{n}",
        )
        for n, one in enumerate(plain)
    ]
    best_s = 9.0
    for _ in range(2):
        begun = process_time()
        found = recognise(lines, seeds)
        best_s = min(best_s, process_time() - begun)
    assert Counter(whys(found)) == {why: many(50_000)}
    assert best_s < within(1.5)  # a tenth to a third of that on a machine that does nothing else
