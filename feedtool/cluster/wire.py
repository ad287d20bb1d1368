"""What goes between the client of a cluster and its workers: by queues of dask.distributed, which holds them for us.

The workers of a run put everything into one queue, which the client reads. Each owner of a lease has a queue of its
own, out of which it takes what the client answers. A message is a list: what it is, whose it is, and what it holds.
"""

from typing import Any

from feedtool.parts.lease import Lease

Message = list[Any]  # of texts, numbers and bytes

# what an owner says: [word, part, number, owner, content]
BEAT = "beat"  # a heartbeat, with its number; the first one claims the lease
SAID = "said"  # bytes for whoever gave the part
ENDED = "ended"  # the lease is given back, after everything else was said; with "" or what went wrong
# what the client says: [word, content]
CONFIRMED = "confirmed"  # a heartbeat, with its number
REFUSED = "refused"  # the lease is somebody else's, or was never given
TOLD = "told"  # bytes for the owner
STOP = "stop"  # end, and say what is known


def queue_of_run(run: str) -> str:
    """Return the name of the queue that all workers of a run put into."""
    return f"feedtool-{run}"


def queue_of_owner(run: str, owner: str) -> str:
    """Return the name of the queue that the owner of a lease takes from."""
    return f"feedtool-{run}-{owner}"


def said_by(lease: Lease, word: str, content: int | str | bytes) -> Message:
    """Return a message of the owner of a lease."""
    return [word, lease.part, lease.number, lease.owner, content]


def lease_of(message: Message) -> Lease:
    """Return the lease whose owner said something."""
    return Lease(int(message[1]), int(message[2]), str(message[3]))
