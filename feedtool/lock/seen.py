"""What a check saw, as far as feeds and pages tell of it. It stands in the lock once a build told it. Pure.

A build without the state of a check makes the same documents from the same lock, and what a check sees never moves
``updated``:

- An entry's file is attached with its type and length while the entry is in no archive page yet, and only by a build
  that publishes something new or changed anyway. So a check alone makes no feed change, and a closed page stays.
- An original that is gone is told by the next build, wherever the entry stands: its readers need the copy now. It is
  told until a check finds the original again; a check that was refused or got no answer changes nothing.
"""

from collections.abc import Collection, Iterable, Mapping
from hashlib import blake2b

from feedtool.lock.line import LockLine
from feedtool.urls import without_fragment, without_userinfo


def mark_of(address: str) -> str:
    """Return a mark of the address of a file: with another one it is another file, of which nothing is known."""
    return blake2b(address.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def target_of(address: str) -> str:
    """Return the URL that a check asks for, for an address that readers get."""
    return without_fragment(without_userinfo(address))


def said_gone(lines: Iterable[LockLine]) -> dict[str, str]:
    """Return what is asked for the originals that are told to be gone, by the ids of their entries."""
    return {line.id: target_of(line.link) for line in lines if line.original_gone and line.link}


def with_originals(
    lines: Mapping[str, LockLine], *, broken: Collection[str], fine: Collection[str]
) -> Mapping[str, LockLine]:
    """Return the lines with what a check saw of originals: ``broken`` and ``fine`` are the URLs that it asked for."""
    changed: dict[str, LockLine] = {}
    for id_, line in lines.items():
        if not line.link or not (line.original_gone or broken):
            continue
        target = target_of(line.link)
        if line.original_gone and target in fine:
            changed[id_] = line._replace(original_gone=False)
        elif not line.original_gone and target in broken:
            changed[id_] = line._replace(original_gone=True)
    return {id_: changed.get(id_, line) for id_, line in lines.items()} if changed else lines
