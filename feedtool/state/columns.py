"""How values stand in the columns of a state, and how they are read back. A damaged one raises InputError."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields

import msgspec

from feedtool.errors import InputError
from feedtool.judge.verdict import NO_PAST, Judgement, Outcome, Past, Verdict
from feedtool.links.proxies import Proxied, read_proxied
from feedtool.net.exchange import Hop

PAST = tuple(one.name for one in fields(Past))  # columns of a target, in the fields' order
PAST_OF = ", ".join(f"target.{name}" for name in PAST)
SET_PAST = ", ".join(f"{name} = ?" for name in PAST)
_LATEST_MS = 253_402_300_800_000  # the end of the year 9999

pack = msgspec.msgpack.encode
_decode_outcome = msgspec.msgpack.Decoder(Outcome).decode
_decode_judgement = msgspec.msgpack.Decoder(Judgement).decode


class DamagedError(InputError):
    """A state's content that no version of ours wrote."""

    def __init__(self) -> None:
        super().__init__(
            "the state is damaged: what it says of a link cannot be understood; move it away, or name another"
        )


def read_outcome(packed: bytes) -> Outcome:
    """Return an outcome as it was packed."""
    try:
        return _decode_outcome(packed)
    except (msgspec.MsgspecError, TypeError, ValueError) as error:
        raise DamagedError from error


def read_judgement(packed: bytes) -> Judgement:
    """Return a judgement as it was packed."""
    try:
        return _decode_judgement(packed)
    except (msgspec.MsgspecError, TypeError, ValueError) as error:
        raise DamagedError from error


def read_past(row: Iterable[object]) -> Past:
    """Return a past from its columns, as `PAST_OF` names them."""
    verdict, reason, *rest = row
    if verdict is None:
        return NO_PAST
    if not all(one is None or type(one) is int for one in rest):
        raise DamagedError
    return Past(read_verdict(verdict), str(reason), *rest)  # type: ignore[arg-type]  # columns are in its fields' order


def past_values(past: Past) -> list[object]:
    """Return the columns of a past, as `SET_PAST` wants them."""
    return [getattr(past, name) for name in PAST]


def read_verdict(written: object) -> Verdict:
    """Return a verdict from its column."""
    try:
        return Verdict(str(written))
    except ValueError as error:
        raise DamagedError from error


def hops_text(hops: Iterable[Hop]) -> str:
    """Return redirects as a column holds them."""
    return json.dumps([[hop.status, hop.url] for hop in hops])


def read_hops(written: str | None) -> tuple[Hop, ...]:
    """Return redirects from their column."""
    try:
        return tuple(Hop(status, url) for status, url in json.loads(written or "[]"))
    except (TypeError, ValueError) as error:
        raise DamagedError from error


def proxied_of(url: str, own: Mapping[str, str]) -> Proxied | None:
    """Return what a stored URL asks an image proxy for, or None if it is no proxied image."""
    try:
        return read_proxied(url, own)
    except ValueError as error:
        raise DamagedError from error


def is_moment(value: object) -> bool:
    """Return whether a column holds milliseconds that dates can show."""
    return type(value) is int and 0 <= value < _LATEST_MS
