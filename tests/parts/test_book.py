from feedtool.judge.target import Target
from feedtool.judge.verdict import Judgement, Outcome, Past, Verdict
from feedtool.parts.book import Asks, MadeUp, PartBook
from feedtool.parts.packing import pack_target
from feedtool.store.stored import read_outcome

S = "a.example:443"
FINE = Outcome(Judgement(Verdict.OK, "ok", "it is there"), status=200)


def book(*urls: str, fine_before: str = "", made_up: bytes | None = None) -> PartBook:
    made = PartBook({})
    targets = [Target(url, past=Past(Verdict.OK, "ok", last_ok_ms=5) if url == fine_before else Past()) for url in urls]
    made.add(Asks(S, [pack_target(target) for target in targets], made_up))
    return made


def test_targets_are_taken_once_and_in_their_order_also_those_that_come_later() -> None:
    made = book("https://a.example/1", "https://a.example/2")
    made.add(Asks(S, [pack_target(Target("https://a.example/3"))]))
    assert list(made.servers()) == [(S, 3)]
    assert [one.url[-1] for one in made.take(S, 2)] == ["1", "2"]
    assert [one.url[-1] for one in made.take(S, 2)] == ["3"]
    assert (made.take(S, 2), list(made.servers())) == ([], [])


def test_the_target_that_answered_before_is_likely_else_the_last() -> None:
    made = book("https://a.example/1", "https://a.example/2", "https://a.example/3", fine_before="https://a.example/2")
    found = [made.likely(S) for _ in range(4)]
    assert [one.url[-1] if one else None for one in found] == ["2", "3", "1", None]


def test_outcomes_are_told_once_and_counted() -> None:
    made = book()
    made.put(Target("https://a.example/1"), FINE)
    told = made.take_told()
    (row,) = told.answers
    assert (row.url, row.heard, read_outcome(row.packed, row.url)) == ("https://a.example/1", True, FINE)
    assert told.verdicts == {"ok": 1}
    assert not made.take_told()


def test_what_made_up_addresses_show_is_known_if_it_was_given_or_learned_and_told_if_it_was_learned() -> None:
    made = book("https://a.example/1", made_up=b"shown")
    assert (made.made_up(S, 1), made.made_up("b.example:443", 1)) == (b"shown", None)
    made.note_made_up("b.example:443", b"", 7)
    assert made.made_up("b.example:443", 8) == b""
    assert made.take_told().made_up == [MadeUp("b.example:443", b"", 7)]


def test_other_links_of_a_server_are_left_to_who_knows_them() -> None:
    made = book()
    assert (made.rouse(S, 3), made.witnesses(5)) == (0, [])
    assert made.take_told().roused == [S]
