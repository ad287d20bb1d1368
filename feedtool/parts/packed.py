"""What a shard hands over to the merge, as bytes that a file can carry: how far a target has come. Pure.

A target is told by its URL alone, since the state knows what documents want of it.
"""

import msgspec

from feedtool.errors import InputError
from feedtool.http.chain import Chain
from feedtool.http.exchange import Exchange
from feedtool.judge.judge import Evidence, Try
from feedtool.judge.target import Target
from feedtool.judge.verdict import Judgement
from feedtool.schedule.handing import Onward
from feedtool.schedule.servers import Inquiry
from feedtool.urls import server_of

FROM_THE_BEGINNING = b""  # of a target that is to be asked as if nobody had


class _Onward(msgspec.Struct, array_like=True):
    """A target that goes on elsewhere, but for the target itself; of its tries the exchanges and their judgements."""

    left_s: float
    tries: list[tuple[Exchange, Judgement]]
    as_browser: bool
    chain: Chain | None
    changes: int
    after_s: float
    last: bool


_decode = msgspec.msgpack.Decoder(_Onward).decode


def pack_onward(onward: Onward) -> bytes:
    """Return how far a target has come."""
    one = onward.inquiry
    tries = [(some.evidence.exchange, some.judgement) for some in one.tries]
    packed = _Onward(one.left_s, tries, one.as_browser, one.chain, one.changes, onward.after_s, onward.last)
    return msgspec.msgpack.encode(packed)


def read_onward(target: Target, packed: bytes) -> Onward:
    """Return how far a target has come. Raise InputError if the bytes are not what `pack_onward` makes."""
    try:
        one = _decode(packed)
        here = server_of(target.address if one.chain is None else one.chain.here)
    except (msgspec.MsgspecError, ValueError) as error:
        raise InputError(f"what a shard hands over of {target.url} cannot be understood: {error}") from error
    tries = tuple(Try(Evidence(exchange), judgement) for exchange, judgement in one.tries)
    inquiry = Inquiry(target, here, one.left_s, tries, one.as_browser, chain=one.chain, changes=one.changes)
    return Onward(inquiry, one.after_s, one.last)
