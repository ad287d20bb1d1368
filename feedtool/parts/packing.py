"""Targets as bytes: a part may be given hundreds of thousands of them, and another process gives them. Pure."""

from collections.abc import Mapping

import msgspec

from feedtool.judge.platforms import question_for
from feedtool.judge.target import Target
from feedtool.judge.verdict import NO_PAST, Past
from feedtool.links.proxies import read_proxied
from feedtool.store.stored import past_of, past_values


class _Packed(msgspec.Struct, array_like=True):
    """A target without what its URL tells."""

    url: str
    image: bool
    proxied: bool
    fragments: tuple[str, ...]
    past: list[str | int | None]
    title: str | None
    number: int | None = None


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Packed).decode


def pack_target(target: Target) -> bytes:
    """Return a target packed."""
    past: list[str | int | None] = [] if target.past is NO_PAST else _values(target.past)
    is_proxied, fragments = target.proxied is not None, tuple(sorted(target.fragments))
    return _encode(_Packed(target.url, target.image, is_proxied, fragments, past, target.title, target.number))


def read_target(packed: bytes, own: Mapping[str, str]) -> Target:
    """Return a packed target; ``own`` are image proxies of the user's, by host."""
    one = _decode(packed)
    return Target(
        one.url,
        one.image,
        read_proxied(one.url, own) if one.proxied else None,
        frozenset(one.fragments),
        past_of(one.past) if one.past else NO_PAST,
        None if one.image else question_for(one.url),
        one.title,
        one.number,
    )


def _values(past: Past) -> list[str | int | None]:
    return list(past_values(past))  # type: ignore[arg-type]  # these are all types that its fields have
