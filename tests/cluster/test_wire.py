"""Messages between a client and its workers name the lease of whoever speaks."""

from feedtool.cluster.wire import SAID, lease_of, queue_of_owner, queue_of_run, said_by
from feedtool.parts.lease import Lease


def test_a_message_tells_whose_it_is() -> None:
    lease = Lease(3, 7, "host-1-abc")
    message = said_by(lease, SAID, b"news")
    assert lease_of(message) == lease
    assert (message[0], message[4]) == (SAID, b"news")


def test_runs_and_owners_have_queues_of_their_own() -> None:
    names = [queue_of_run("a"), queue_of_run("b"), queue_of_owner("a", "x"), queue_of_owner("a", "y")]
    assert len(set(names)) == 4
