"""What a run asks for: each URL of the documents as it was planned, and the target that answers for it. Pure."""

from dataclasses import field
from typing import NamedTuple

from feedtool.judge.verdict import NO_PAST, Judgement, Past
from feedtool.links.proxies import Proxied
from feedtool.quick import quick


class Planned(NamedTuple):
    """A URL as it stands in the documents, and all that is known of it before anyone is asked.

    ``url`` is the key of its row; ``target`` is the serialised URL without fragment to ask for, or None if nobody is
    asked: then ``settled`` is the judgement.
    """

    url: str
    target: str | None
    fragment: str = ""
    settled: Judgement | None = None


@quick(frozen=True, slots=True)
class Target:
    """A serialised URL without fragment, asked for once: what its links want to know, and what is remembered of it.

    ``question`` is the address that is asked in its place, where a platform wants to be asked otherwise. ``title`` is
    what its page was called when it was fine. ``number`` is that of its row where it is remembered, if that is known.
    """

    url: str
    image: bool = False
    proxied: Proxied | None = None
    fragments: frozenset[str] = frozenset()
    past: Past = NO_PAST
    question: str | None = None
    title: str | None = None
    number: int | None = field(default=None, compare=False)

    @property
    def is_picture(self) -> bool:
        """Whether a picture answers for it: it is shown as one, or an image proxy stands between it and one."""
        if self.proxied is None:
            return self.image
        return self.image or (self.proxied.origin is not None and not self.proxied.answers_json)

    @property
    def address(self) -> str:
        """The address that is asked."""
        return self.question or self.url
