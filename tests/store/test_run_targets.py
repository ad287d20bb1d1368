"""The targets of a run, read from its file: in which order, and what is known of each."""

from contextlib import closing
from functools import partial
from pathlib import Path

from feedtool.judge.over_time import DAY_MS
from feedtool.judge.verdict import Judgement, Outcome, Verdict
from feedtool.links.link import Kind
from feedtool.state.state import State
from feedtool.store.run_targets import RunTargets
from tests.checker.fakes import FakeWeb, check, page, references, wanted
from tests.state.making import NOW, A, begun

HOST = "a.example:443"
URLS = [f"https://a.example/{number}" for number in range(4)]


def of(state: State, own: dict[str, str] | None = None) -> RunTargets:
    return RunTargets(state._db, own or {})


def test_what_is_left_of_a_server_is_read_behind_what_was_taken_a_few_at_a_time(file: Path) -> None:
    with closing(begun(file, *URLS, "https://b.example/other")) as state:
        targets = of(state)
        first = targets.left(HOST, (0, 0), 3)
        rest = targets.left(HOST, (first[-1][0], first[-1][1]), 3)
        assert [targets.read(row).url for row in (*first, *rest)] == URLS


def test_less_urgent_ones_come_behind_the_others_whatever_their_numbers(file: Path) -> None:
    with closing(begun(file, *URLS)) as state:
        state._db.execute(
            "UPDATE job SET todo = todo + 1 WHERE target_id = (SELECT id FROM target WHERE url = ?)", URLS[:1]
        )
        targets = of(state)
        first = targets.left(HOST, (0, 0), 2)
        rest = targets.left(HOST, (first[-1][0], first[-1][1]), 9)
        assert [targets.read(row).url for row in (*first, *rest)] == [*URLS[1:], URLS[0]]


def test_what_was_taken_before_is_not_passed_over_again_for_each_that_is_taken(file: Path) -> None:
    with closing(begun(file, *(f"https://a.example/{number}" for number in range(300)))) as state:
        targets = of(state)
        all_of_them = targets.left(HOST, (0, 0), 300)
        steps = []
        for row in (all_of_them[5], all_of_them[-5]):
            passed: list[int] = []
            state._db.set_progress_handler(partial(passed.append, 1), 10)
            targets.left(HOST, (row[0], row[1]), 1)
            steps.append(len(passed))
        state._db.set_progress_handler(None, 0)
        assert steps[1] <= 2 * steps[0]


def test_what_has_an_answer_is_not_left_though_it_is_due_in_the_file(file: Path) -> None:
    with closing(begun(file, *URLS)) as state:
        state.answers.put(URLS[1], Outcome(Judgement(Verdict.OK, "ok", "")))
        state.answers.flush()
        targets = of(state)
        assert [targets.read(row).url for row in targets.left(HOST, (0, 0), 9)] == [URLS[0], *URLS[2:]]
        assert state.queue.servers() == [(HOST, len(URLS) - 1)]


def test_one_that_was_fine_before_is_the_likeliest_and_else_the_last(file: Path) -> None:
    with closing(State.open(file)) as state:
        check(FakeWeb({"*a.example": page(404), URLS[1]: page()}), *URLS, state=state)
    with closing(begun(file, *URLS, now_ms=NOW + 3 * DAY_MS)) as state:
        targets = of(state)
        likely = [targets.read(row) for row in targets.likeliest(HOST, (0, 0), 4)]
    assert [one.url for one in likely] == [URLS[1], URLS[3], URLS[2], URLS[0]]
    assert [one.past.last_ok_ms is not None for one in likely] == [True, False, False, False]


def test_a_target_wants_all_fragments_of_its_links(file: Path) -> None:
    with closing(begun(file, A, A + "#one", A + "#two")) as state:
        target = of(state).of(A)
    assert target is not None
    assert (target.fragments, target.image, target.proxied) == (frozenset(("one", "two")), False, None)


def test_an_image_behind_a_proxy_of_the_users_own_is_known_as_one_only_where_that_is_named(file: Path) -> None:
    url = "https://proxy.example/?url=pics.example/a.png"
    own = {"proxy.example": "weserv"}
    with closing(State.open(file, own=own)) as state:
        state.begin(NOW)
        state.queue.add("a.md", references(url, kind=Kind.IMAGE), wanted)
        state.queue.ready(NOW)
        proxied, plain = of(state, own).of(url), of(state).of(url)
    assert proxied is not None
    assert plain is not None
    assert proxied.proxied is not None
    assert (proxied.proxied.service, proxied.proxied.origin) == ("weserv", "http://pics.example/a.png")
    assert plain.proxied is None


def test_of_a_url_that_no_link_leads_to_there_is_no_target(file: Path) -> None:
    with closing(begun(file, A)) as state:
        assert of(state).of("https://a.example/another") is None
