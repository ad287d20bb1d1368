"""Platforms whose pages answer 200 for what is gone: how to ask them instead, and what the answer means. Pure.

YouTube: 82 % of what real archives link to. Its oEmbed endpoint (https://oembed.com, "Consumer Request") answers 404
for a video that is gone, 401 or 403 for one that may not be embedded or is private.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING
from urllib.parse import quote

from feedtool.judge.verdict import Judgement, Verdict
from feedtool.quick import quick
from feedtool.urls import endpoint_of, host_of
from feedtool.videos import HOSTS, VIDEO_ID, video_of

if TYPE_CHECKING:
    from feedtool.judge.judge import Evidence

_LATER = "it is asked again in later runs"


@quick(frozen=True, slots=True)
class Platform:
    """A platform: its hosts, and the question that is asked in the place of an address of theirs.

    ``item_of`` returns the name of the item that an address is of, None where the address is asked as it is; the
    ``question`` is made of that name. ``meanings`` tell what a status means; 400 only of a ``well_formed`` name.
    ``rate`` is how many requests a second are sent, ``per_run`` how many links are asked for in a run, unless the user
    says otherwise.
    """

    name: str
    hosts: frozenset[str]
    item_of: Callable[[str], str | None]
    question: str
    well_formed: re.Pattern[str]
    rate: float
    per_run: int
    meanings: Mapping[int, Judgement] = field(default_factory=dict)


_GONE = Judgement(
    Verdict.BROKEN, "video-gone", "YouTube knows no such video any more; remove the link, or find another copy of it"
)
_RESTRICTED = Judgement(Verdict.OK, "video-restricted", "the video is there, but private or not to be shown elsewhere")
PLATFORMS = (
    Platform(
        "YouTube",
        HOSTS,
        video_of,
        "https://www.youtube.com/oembed?format=json&url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3D{}",
        VIDEO_ID,
        rate=2.0,
        per_run=2000,
        meanings={401: _RESTRICTED, 403: _RESTRICTED, 404: _GONE, 400: _GONE},
    ),
)
_BY_HOST = {host: platform for platform in PLATFORMS for host in platform.hosts}
ASKED_OTHERWISE = frozenset(_BY_HOST)  # hosts: there may be a question for their addresses
_ASKED_AT = {endpoint_of(platform.question).host: platform for platform in PLATFORMS}
PER_RUN = {host: platform.per_run for host, platform in _ASKED_AT.items()}  # hosts → links that are asked in a run


def may_be_asked_otherwise(host: str) -> bool:
    """Return whether targets that are asked at a host may be asked in the place of others, or be such themselves."""
    return host in _ASKED_AT or host in ASKED_OTHERWISE


def question_for(url: str) -> str | None:
    """Return the address to ask in the place of a serialised URL, or None if it is asked itself."""
    found = _item(url)
    return found[0].question.format(quote(found[1], safe="")) if found else None


def platform_at(host: str) -> Platform | None:
    """Return the platform that answers such questions at a host."""
    return _ASKED_AT.get(host)


def judge_answer(url: str, evidence: "Evidence", judgement: Judgement) -> Judgement:
    """Return what a platform's answer means for a URL; ``judgement`` is what it would mean by itself.

    An answer that tells neither that the item is there nor that it is gone never makes the link broken.
    """
    found = _item(url)
    response = evidence.exchange.response
    if found is None or response is None or judgement.reason in ("challenge", "http-429"):
        return judgement
    platform, item = found
    if response.status == 200 and response.body.lstrip()[:1] == b"{":
        return Judgement(Verdict.OK, "ok", f"{platform.name} knows it")
    if response.status in platform.meanings and (response.status != 400 or platform.well_formed.fullmatch(item)):
        return platform.meanings[response.status]
    if response.status >= 500:
        return Judgement(
            Verdict.UNREACHABLE, f"http-{response.status}", f"{platform.name} answered {response.status}; {_LATER}"
        )
    text = f"{platform.name} answered {response.status} to the question whether it is there; {_LATER}"
    return Judgement(Verdict.BLOCKED, f"http-{response.status}", text)


def _item(url: str) -> tuple[Platform, str] | None:
    platform = _BY_HOST.get(host_of(url))
    item = platform.item_of(url) if platform else None
    return (platform, item) if platform and item else None
