import pytest

from feedtool.http.chain import start
from feedtool.judge.target import Target
from feedtool.parts.partition import Partition
from feedtool.parts.routes import Way, route
from feedtool.schedule.handing import MOST_CHANGES, Onward, Shown, Together
from feedtool.schedule.servers import Inquiry

A = Target("https://a.example/story")
PLACED = Partition(2, {"a.example": 0, "b.example": 1})


def at_b(changes: int) -> Onward:
    return Onward(Inquiry(A, "b.example:443", 9.0, chain=start("https://b.example/", 5.0), changes=changes))


def test_a_chain_goes_to_the_part_of_the_server_that_it_leads_to() -> None:
    assert route(at_b(1), PLACED) == Way(1, at_b(1))


def test_a_page_is_compared_where_its_target_began() -> None:
    shown = Shown(A, b"mark")
    assert route(shown, PLACED) == Way(0, shown)


@pytest.mark.parametrize(("changes", "goes_on"), [(MOST_CHANGES, True), (MOST_CHANGES + 1, False)])
def test_a_target_changes_parts_twenty_times_at_most(changes: int, goes_on: bool) -> None:
    assert (route(at_b(changes), PLACED) == (A,)) is not goes_on


def test_what_needs_servers_of_several_parts_goes_to_none_of_them() -> None:
    assert route(Together((A, A)), PLACED) == (A, A)
