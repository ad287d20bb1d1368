"""Values as the state's file holds them: outcomes and judgements packed, a past in columns.

Whatever no version of this program wrote raises InputError: the file was damaged, or another program wrote to it.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec

from feedtool.errors import InputError
from feedtool.http.exchange import Hop
from feedtool.judge.conclude import died
from feedtool.judge.over_time import FAILING
from feedtool.judge.target import Target
from feedtool.judge.verdict import NO_PAST, Judgement, Media, Outcome, Past, Verdict
from feedtool.links.proxies import Proxied, read_proxied

PAST = tuple(one.name for one in fields(Past))  # columns, in the fields' order
PAST_OF = ", ".join(f"target.{name}" for name in PAST)  # the columns that `past_of` takes
NO_PASTS = "NULL"  # in their place, where nothing is remembered of any target
SET_PAST = ", ".join(f"{name} = ?" for name in PAST)  # the same columns, to be set to what `past_values` returns
_VERDICTS: dict[object, Verdict] = {verdict.value: verdict for verdict in Verdict}
_SILENT = (*FAILING, Verdict.SKIPPED)
_NUMBERS = frozenset((int, type(None)))
_LATEST_MS = 253_402_300_800_000  # the end of the year 9999


class _Answer(msgspec.Struct, array_like=True):
    """An outcome as an answer of a run holds it: without the names of its fields."""

    judgement: tuple[str, str, str, str | None]
    status: int | None
    final_url: str | None
    redirects: tuple[tuple[int, str], ...]
    checked_ms: int | None
    elapsed_ms: int | None
    attempts: int
    feed_url: str | None
    title: str
    by_fragment: dict[str, tuple[str, str, str, str | None]]
    media: tuple[str, int] | None = None


class _Head(msgspec.Struct, array_like=True):
    """The beginning of a packed outcome."""

    judgement: tuple[str, str, str, str | None]


class _Feed(msgspec.Struct, array_like=True):
    """A packed outcome as far as it tells whether its target is a feed."""

    judgement: msgspec.Raw
    status: msgspec.Raw
    final_url: msgspec.Raw
    redirects: msgspec.Raw
    checked_ms: msgspec.Raw
    elapsed_ms: msgspec.Raw
    attempts: msgspec.Raw
    feed_url: str | None


_SAME = "="  # in the place of a final URL that is the target's own
_decode_head = msgspec.msgpack.Decoder(_Head).decode
_decode_feed = msgspec.msgpack.Decoder(_Feed).decode
_decode_answer = msgspec.msgpack.Decoder(_Answer).decode
_decode_outcome = msgspec.msgpack.Decoder(Outcome).decode  # as versions of the schema before 4 packed it
_decode_judgement = msgspec.msgpack.Decoder(Judgement).decode
pack = msgspec.msgpack.encode


class DamagedError(InputError):
    """The state's file says something that no version of this program wrote."""

    def __init__(self) -> None:
        super().__init__(
            "the state is damaged: what it says of a link cannot be understood; move it away, or name another"
        )


class Answered(NamedTuple):
    """What became of a target, as the state's file holds it.

    ``heard`` tells whether somebody answered, None if nobody was asked; ``died`` whether a page is gone while its host
    answers, None if nothing could be said of it. ``number`` is that of the target's row, if it is
    known; ``is_plain`` that nothing but links to the page itself want the target, and no image or fragment.
    """

    url: str
    heard: bool | None
    packed: bytes
    died: bool | None
    number: int | None = None
    is_plain: bool = False


def answered(url: str, outcome: Outcome, number: int | None = None, *, is_plain: bool = False) -> Answered:
    """Return the outcome of the target of a URL as the state's file holds it, with what is known of its row."""
    said = outcome.judgement.verdict not in (Verdict.UNREACHABLE, Verdict.SKIPPED)
    has_died = died(outcome.judgement) if said else None
    return Answered(url, was_heard(outcome), pack_outcome(outcome, url), has_died, number, is_plain)


def answer_of(target: Target, outcome: Outcome) -> Answered:
    """Return the outcome of a target as the state's file holds it."""
    return answered(target.url, outcome, target.number, is_plain=not (target.image or target.fragments))


def pack_outcome(outcome: Outcome, url: str = "") -> bytes:
    """Return an outcome packed; ``url`` is that of its target, which most outcomes end at."""
    return pack(
        _Answer(
            _packed(outcome.judgement),
            outcome.status,
            _SAME if url and outcome.final_url == url else outcome.final_url,
            tuple([(hop.status, hop.url) for hop in outcome.redirects]) if outcome.redirects else (),
            outcome.checked_ms,
            outcome.elapsed_ms,
            outcome.attempts,
            outcome.feed_url,
            outcome.title,
            {name: _packed(judgement) for name, judgement in outcome.by_fragment.items()}
            if outcome.by_fragment
            else {},
            outcome.media,
        )
    )


def read_outcome(packed: bytes, url: str = "") -> Outcome:
    """Return a packed outcome; ``url`` is that of its target."""
    try:
        if packed[:1] < b"\x90":  # a map (msgpack's formats)
            return _decode_outcome(packed)
        one = _decode_answer(packed)
        parts = one.by_fragment
        return Outcome(
            _judgement(*one.judgement),
            {fragment: _judgement(*judgement) for fragment, judgement in parts.items()} if parts else {},
            one.status,
            url if one.final_url == _SAME else one.final_url,
            tuple([Hop(*hop) for hop in one.redirects]) if one.redirects else (),
            one.checked_ms,
            one.elapsed_ms,
            one.attempts,
            one.feed_url,
            one.title,
            None if one.media is None else Media(*one.media),
        )
    except (msgspec.MsgspecError, TypeError, ValueError) as error:
        raise DamagedError from error


def judgement_in(packed: bytes) -> Judgement:
    """Return the judgement of a packed outcome, without looking at the rest of it."""
    if packed[:1] < b"\x90":
        return read_outcome(packed).judgement
    try:
        return _judgement(*_decode_head(packed).judgement)
    except (msgspec.MsgspecError, TypeError, ValueError) as error:
        raise DamagedError from error


def feed_in(packed: bytes) -> str | None:
    """Return the address of the feed that a packed outcome's target turned out to be, None if it is none."""
    if packed[:1] < b"\x90":
        return read_outcome(packed).feed_url
    try:
        return _decode_feed(packed).feed_url
    except (msgspec.MsgspecError, ValueError) as error:
        raise DamagedError from error


def _packed(judgement: Judgement) -> tuple[str, str, str, str | None]:
    return judgement.verdict, judgement.reason, judgement.detail, judgement.suggestion


@lru_cache(1024)  # most links are fine, and have the same
def _judgement(verdict: str, reason: str, detail: str, suggestion: str | None) -> Judgement:
    return Judgement(read_verdict(verdict), reason, detail, suggestion)


def read_judgement(packed: bytes) -> Judgement:
    """Return a packed judgement."""
    try:
        return _decode_judgement(packed)
    except (msgspec.MsgspecError, TypeError, ValueError) as error:
        raise DamagedError from error


def read_verdict(written: object) -> Verdict:
    """Return a verdict by its name."""
    verdict = _VERDICTS.get(written)
    if verdict is None:
        raise DamagedError
    return verdict


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


def past_of(row: Sequence[Any]) -> Past:
    """Return a past from its columns, as `PAST_OF` names them, or `NO_PASTS`."""
    if row[0] is None:
        return NO_PAST
    numbers = row[2:]
    if not _NUMBERS.issuperset(map(type, numbers)):
        raise DamagedError
    return Past(read_verdict(row[0]), str(row[1]), *numbers)  # columns are in its fields' order


def written_media(media: Media | None) -> str | None:
    """Return a type and a length as their column holds them."""
    return None if media is None else f"{media.length} {media.type}"


def read_media(written: str | None) -> Media | None:
    """Return a type and a length as `written_media` writes them."""
    if written is None:
        return None
    length, _, media_type = written.partition(" ")
    if not (length.isdecimal() and media_type):
        raise DamagedError
    return Media(media_type, int(length))


past_values: Callable[[Past], tuple[object, ...]] = attrgetter(*PAST)  # of a past the values of its columns


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
    if outcome.status is not None or verdict not in _SILENT:
        return True
    return None if verdict is Verdict.SKIPPED else False
