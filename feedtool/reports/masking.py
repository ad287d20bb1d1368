"""Secrets in addresses, masked before any report shows them."""

import re
from dataclasses import replace

from feedtool.checker.verdict import Hop, Judgement, Outcome, Result

_USERINFO = re.compile(r"(://)[^/?#@\s]*@")
_SECRET = re.compile(
    r"([?&;#](?:access_?token|api_?key|auth|key|passw(?:or)?d|pwd|secret|session(?:_?id)?|sid|sig|signature|token|"
    r"x-amz-[a-z-]+)=)[^&#\s]+",
    re.IGNORECASE,
)


def masked(text: str) -> str:
    """Return a text with user names, passwords and values of secret-looking parameters of its URLs as ``***``."""
    if "@" in text:
        text = _USERINFO.sub(r"\1***@", text)
    return _SECRET.sub(r"\1***", text) if "=" in text else text


def without_secrets(result: Result) -> Result:
    """Return a result in which every address and every text is masked: what the formats are given."""
    return replace(
        result,
        url=masked(result.url),
        judgement=_judgement(result.judgement),
        sources=tuple(
            replace(source, path=masked(source.path), text=masked(source.text))
            if "=" in source.path or "@" in source.path or "=" in source.text or "@" in source.text
            else source
            for source in result.sources
        ),
        seen=result.seen and _outcome(result.seen),
        known=result.known and _outcome(result.known),
        proxy=result.proxy and replace(result.proxy, origin=result.proxy.origin and masked(result.proxy.origin)),
    )


def _judgement(judgement: Judgement) -> Judgement:
    return replace(
        judgement,
        detail=masked(judgement.detail),
        suggestion=judgement.suggestion and masked(judgement.suggestion),
    )


def _outcome(outcome: Outcome) -> Outcome:
    return replace(
        outcome,
        judgement=_judgement(outcome.judgement),
        final_url=outcome.final_url and masked(outcome.final_url),
        redirects=tuple(Hop(hop.status, masked(hop.url)) for hop in outcome.redirects),
    )
