"""Values as the state's file holds them: outcomes and judgements packed, a past in columns.

Whatever no version of this program wrote raises InputError: the file was damaged, or another program wrote to it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields

import msgspec

from feedtool.errors import InputError
from feedtool.judge.over_time import FAILING
from feedtool.judge.verdict import NO_PAST, Judgement, Outcome, Past, Verdict
from feedtool.links.proxies import Proxied, read_proxied
from feedtool.net.exchange import Hop

PAST = tuple(one.name for one in fields(Past))  # columns, in the fields' order
PAST_OF = ", ".join(f"target.{name}" for name in PAST)  # the columns that `past_of` takes
SET_PAST = ", ".join(f"{name} = ?" for name in PAST)  # the same columns, to be set to what `past_values` returns
_LATEST_MS = 253_402_300_800_000  # the end of the year 9999

_decode_outcome = msgspec.msgpack.Decoder(Outcome).decode
_decode_judgement = msgspec.msgpack.Decoder(Judgement).decode
pack = msgspec.msgpack.encode


class DamagedError(InputError):
    """The state's file says something that no version of this program wrote."""

    def __init__(self) -> None:
        super().__init__(
            "the state is damaged: what it says of a link cannot be understood; move it away, or name another"
        )


def read_outcome(packed: bytes) -> Outcome:
    """Return a packed outcome."""
    try:
        return _decode_outcome(packed)
    except (msgspec.MsgspecError, TypeError, ValueError) as error:
        raise DamagedError from error


def read_judgement(packed: bytes) -> Judgement:
    """Return a packed judgement."""
    try:
        return _decode_judgement(packed)
    except (msgspec.MsgspecError, TypeError, ValueError) as error:
        raise DamagedError from error


def read_verdict(written: object) -> Verdict:
    """Return a verdict by its name."""
    try:
        return Verdict(str(written))
    except ValueError as error:
        raise DamagedError from error


def read_redirects(written: str | None) -> tuple[Hop, ...]:
    """Return redirects as `written_redirects` writes them."""
    try:
        return tuple(Hop(status, url) for status, url in json.loads(written or "[]"))
    except (TypeError, ValueError) as error:
        raise DamagedError from error


def written_redirects(redirects: Iterable[Hop]) -> str:
    """Return redirects as JSON."""
    return json.dumps([[hop.status, hop.url] for hop in redirects])


def read_counts(written: str) -> dict[str, int]:
    """Return how many links had which verdict, from JSON."""
    try:
        return {str(name): int(number) for name, number in json.loads(written).items()}
    except (AttributeError, TypeError, ValueError) as error:
        raise DamagedError from error


def past_of(row: Iterable[object]) -> Past:
    """Return a past from its columns, as `PAST_OF` names them."""
    verdict, reason, *rest = row
    if verdict is None:
        return NO_PAST
    if not all(one is None or type(one) is int for one in rest):
        raise DamagedError
    return Past(read_verdict(verdict), str(reason), *rest)  # type: ignore[arg-type]  # columns are in its fields' order


def past_values(past: Past) -> list[object]:
    """Return a past as the values of its columns."""
    return [getattr(past, name) for name in PAST]


def is_moment(value: object) -> bool:
    """Return whether a value is a moment that a report can show: milliseconds since 1970."""
    return type(value) is int and 0 <= value < _LATEST_MS


def proxied_of(url: str, own: Mapping[str, str]) -> Proxied | None:
    """Return what a stored URL is as a proxied image, if it is one."""
    try:
        return read_proxied(url, own)
    except ValueError as error:
        raise DamagedError from error


def was_heard(outcome: Outcome) -> bool | None:
    """Return whether somebody answered, None if nobody was asked."""
    verdict = outcome.judgement.verdict
    if outcome.status is not None or verdict not in (*FAILING, Verdict.SKIPPED):
        return True
    return None if verdict is Verdict.SKIPPED else False
