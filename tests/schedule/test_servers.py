"""The servers of a run: what is to be asked of each, and at which pace."""

import pytest

from feedtool.judge.target import Target
from feedtool.judge.unasked import host_down
from feedtool.schedule.manner import HostManner, Manner
from feedtool.schedule.servers import Inquiry, Server, Servers
from feedtool.schedule.turns import Turns
from tests.schedule.test_schedule import Made

S = "a.example:443"


class Run:
    """The servers of some made-up targets, and the turns that they are given."""

    def __init__(self, numbers: dict[str, int], *, fine_before: frozenset[str] = frozenset(), **manner: object) -> None:
        self.turns: Turns[Server] = Turns()
        self.made = Made(numbers, fine_before)
        self.servers = Servers(self.made, Manner(**manner), self.turns)  # type: ignore[arg-type]
        self.servers.begin()

    def taken(self, name: str) -> list[str]:
        server, found = self.servers.get(name), []
        while (one := self.servers.take(server)) is not None:
            found.append(one.target.url)
        return found


def test_what_is_to_be_asked_is_known_before_it_is_taken() -> None:
    run = Run({S: 30, "b.example:80": 3})
    assert {server.name: server.left() for server in run.servers.all()} == {S: 30, "b.example:80": 3}


def test_targets_are_taken_a_few_at_a_time_each_once_and_in_order() -> None:
    run = Run({S: 100})
    server = run.servers.get(S)
    assert run.servers.take(server) == Inquiry(Target("https://a.example/0"), S, Manner().timeout_s)
    assert len(run.made.made[S]) > 0, "the rest is still in the book"
    assert server.left() == 99
    assert run.taken(S) == [f"https://a.example/{number}" for number in range(1, 100)]
    assert server.left() == 0


def test_of_many_servers_fewer_targets_each_are_taken_at_a_time() -> None:
    run = Run({f"host{number}.example:80": 20 for number in range(1024)})
    for server in run.servers.all():
        run.servers.take(server)
    assert {len(left) for left in run.made.made.values()} == {12}


def test_addresses_that_are_met_let_no_fewer_targets_be_taken_at_a_time() -> None:
    run = Run({S: 100, "b.example:443": 100})
    before = run.servers.take(run.servers.get(S))
    for number in range(2000):
        run.servers.at_address(f"192.0.2.{number}", "b.example")
    run.servers.take(run.servers.get("b.example:443"))
    assert before is not None
    assert len(run.made.made[S]) == len(run.made.made["b.example:443"]) == 36


def test_a_book_that_has_less_than_it_said_ends_all_the_same() -> None:
    run = Run({S: 30})
    run.made.made[S] = run.made.made[S][:5]
    assert len(run.taken(S)) == 5
    assert run.servers.get(S).left() == 0


def test_every_target_has_the_time_that_is_configured() -> None:
    run = Run({S: 1}, timeout_s=7.0)
    one = run.servers.take(run.servers.get(S))
    assert one is not None
    assert one.left_s == 7.0


def test_a_server_that_was_not_in_the_book_has_nothing_to_be_asked() -> None:
    server = Run({}).servers.get("c.example:443")
    assert (server.left(), server.may_start()) == (0, False)


# -- paces


def test_two_ports_of_a_host_have_one_pace_and_two_hosts_two() -> None:
    servers = Run({}).servers
    assert servers.get("a.example:80").pace is servers.get(S).pace
    assert servers.get("b.example:443").pace is not servers.get(S).pace
    assert servers.get(S) is servers.get(S)


def test_a_rate_leaves_some_slack() -> None:
    pace = Run({}, rate=20.0).servers.get(S).pace
    assert 0.05 < pace.interval_s < 0.06
    assert Run({}, rate=0.0).servers.get(S).pace.interval_s == 0, "no rate: no bound"


def test_a_host_can_have_a_pace_of_its_own() -> None:
    own = {"a.example": HostManner(rate=1.0, per_host=1), "b.example": HostManner(rate=0.0)}
    servers = Run({}, hosts=own, rate=10.0, per_host=3).servers
    assert (servers.get(S).pace.most, servers.get(S).pace.interval_s >= 1) == (1, True)
    assert (servers.get("b.example:443").pace.most, servers.get("b.example:443").pace.interval_s) == (3, 0)
    assert servers.get("c.example:443").pace.most == 3


@pytest.mark.parametrize("host", ["images.weserv.nl", "wsrv.nl", "i0.wp.com"])
def test_a_public_proxy_is_asked_one_at_a_time_and_slowly(host: str) -> None:
    pace = Run({}, rate=20.0, proxy_interval_s=2.0).servers.get(f"{host}:443").pace
    assert (pace.most, pace.limit, pace.interval_s) == (1, 1, 2.0)


def test_a_proxy_of_ones_own_is_asked_as_any_other_host() -> None:
    servers = Run({}, own_proxies={"images.weserv.nl": "weserv"}, per_host=4).servers
    pace = servers.get("images.weserv.nl:443").pace
    assert pace.most == 4
    assert pace.interval_s < 1


# -- turns


def test_a_server_with_something_to_ask_gets_a_turn_when_its_pace_allows() -> None:
    run = Run({S: 3}, rate=1.0)
    server = run.servers.get(S)
    run.servers.put(server, 5.0)
    assert run.turns.next_at() == 5.0
    run.turns.pop(5.0)
    server.pace.started(5.0)
    run.servers.put(server, 5.0)
    assert run.turns.next_at() == pytest.approx(6.1)


def test_a_server_with_nothing_to_ask_or_too_much_in_flight_gets_none() -> None:
    run = Run({S: 3}, per_host=1)
    run.servers.put(run.servers.get("c.example:443"), 0.0)
    run.servers.get(S).pace.started(0.0)
    run.servers.put(run.servers.get(S), 9.0)
    assert len(run.turns) == 0


def test_what_is_to_be_asked_again_later_has_its_turn_then() -> None:
    run = Run({S: 0})
    server = run.servers.get(S)
    server.later.append((42.0, 0, Inquiry(Target("https://a.example/"), S, 20.0)))
    run.servers.put(server, 1.0)
    assert run.turns.next_at() == 42.0


def test_an_answer_of_one_port_makes_room_for_the_others() -> None:
    run = Run({"a.example:80": 1, S: 1, "b.example:443": 1})
    run.servers.put_host(run.servers.get(S), 0.0)
    assert len(run.turns) == 2


# -- what may start


@pytest.fixture
def server() -> Server:
    return Run({S: 3}).servers.get(S)


def test_what_is_at_hand_may_start_though_nothing_is_behind_it(server: Server) -> None:
    server.behind = 0
    assert not server.may_start()
    server.queue.append(Inquiry(Target("https://a.example/"), S, 20.0))
    assert server.may_start()


def test_a_server_that_is_set_aside_starts_nothing(server: Server) -> None:
    assert server.may_start()
    server.breaker.unreached("one")
    assert server.may_start()
    server.breaker.unreached("other")
    assert not server.may_start()


def test_a_server_starts_no_more_while_many_of_its_targets_wait_elsewhere(server: Server) -> None:
    server.resting = 1000
    assert not server.may_start()
    server.waiting[1] = "b.example:443"
    assert server.may_start(), "a redirect that waits for it is not kept waiting"


def test_a_server_that_is_being_answered_for_starts_none_of_its_own(server: Server) -> None:
    server.closing = host_down()
    assert not server.may_start()


def test_all_that_waits_is_left(server: Server) -> None:
    one = Inquiry(Target("https://a.example/"), S, 20.0)
    server.queue.append(one)
    server.later.append((1.0, 0, one))
    server.waiting[1] = "b.example:443"
    assert server.left() == 3 + 3


def test_any_server_may_start_something_until_none_has_anything_left() -> None:
    run = Run({S: 2, "b.example:443": 1})
    assert run.servers.may_any_start()
    run.taken(S)
    assert run.servers.may_any_start(), "the other one still may"
    run.taken("b.example:443")
    assert not run.servers.may_any_start()
    run.servers.get(S).behind = 1
    assert run.servers.may_any_start(), "more has come"


# -- the target that most likely answers


def test_of_all_targets_the_one_that_answered_before_is_likely() -> None:
    run = Run({S: 30}, fine_before=frozenset(("https://a.example/17",)))
    server = run.servers.get(S)
    run.servers.take(server)
    one = run.servers.likely(server)
    assert one is not None
    assert one.target.url == "https://a.example/17"
    assert server.left() == 28
    assert "https://a.example/17" not in run.taken(S)


def test_one_that_answered_before_and_is_at_hand_is_likely() -> None:
    run = Run({S: 8}, fine_before=frozenset(("https://a.example/3",)))
    server = run.servers.get(S)
    run.servers.take(server)
    one = run.servers.likely(server)
    assert one is not None
    assert one.target.url == "https://a.example/3"
    assert len(run.taken(S)) == 6


def test_where_none_answered_before_the_last_is_likely() -> None:
    run = Run({S: 30})
    server = run.servers.get(S)
    run.servers.take(server)
    behind = run.servers.likely(server)
    assert behind is not None
    assert behind.target.url == "https://a.example/29"
    few = Run({S: 3})
    few.servers.take(few.servers.get(S))
    at_hand = few.servers.likely(few.servers.get(S))
    assert at_hand is not None
    assert at_hand.target.url == "https://a.example/2"


def test_where_nothing_is_left_nothing_is_likely() -> None:
    run = Run({S: 1})
    server = run.servers.get(S)
    run.servers.take(server)
    assert run.servers.likely(server) is None
