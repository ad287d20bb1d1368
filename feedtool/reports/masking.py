"""Secrets in addresses, masked before any report shows them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar

from feedtool.http.exchange import Hop
from feedtool.judge.verdict import Judgement, Outcome, Result, Source

_SLASHES = r"(?:/|\\|%2F|%5C){2}"
_USER = r"(?:(?![/?#\\\s:]|%2F|%3F|%23|%3A|@|%40).)*"  # a name; a password may have anything but a slash in it
_USERINFO = re.compile(
    rf"((?::|%3A|\A|[\s='\"(]){_SLASHES}|[?&]url=){_USER}(?:(?::|%3A)(?:(?![/?#\\]|%2F).)*)?(?:@|%40)"
    r"(?:(?![/?#\\\s]|%2F).)*(?:@|%40)|"
    rf"((?::|%3A|\A|[\s='\"(]){_SLASHES}|[?&]url=){_USER}(?:(?::|%3A)(?:(?![/?#\\]|%2F).)*)?(?:@|%40)|"
    rf"((?::|%3A){_SLASHES}){_USER}(?::|%3A)(?!\d+(?:[/?#]|\Z))\S*?(?:@|%40)",  # no port, so a password
    re.IGNORECASE,
)
_SECRET = re.compile(
    r"((?:[?&;#\s]|%3F|%26|%23)"
    r"(?:[\w.[-]*(?:token|secret|passw(?:or)?d|passphrase|pwd|credential|signature|authorization|jwt|"
    r"(?:api|secret|private|access|auth)[_-]?key|sess(?:ion)?(?:[_-]?id)?)s?"
    r"|(?:[\w.-]*[_.-])?(?:key|sid|sig|auth|pass|pw|otp|hmac|bearer))"
    r"(?:\[?\w*\]|%5B%5D)?(?:=|%3D))(?:(?!&|#|%26|%23|\s[(/;<]).)+",
    re.IGNORECASE,
)
_SIGNS = ("=", "@", "%40", "%3d", "%3D")  # all that `masked` looks at
# Encoded letters and other characters of names, and characters that a browser drops.
_HIDDEN = re.compile(r"%[46][1-9A-F]|%[57][0-9A]|%5[BDF]|%2D|[\t\r\n]", re.IGNORECASE)
_Value = TypeVar("_Value", Result, Source, Judgement, Outcome)


def masked(text: str) -> str:
    """Return a text with user names, passwords and values of secret-looking parameters of its URLs as ``***``.

    URLs within URLs are masked too, if they are percent-encoded once. In doubt more is masked: all that follows a
    secret, up to the next parameter.
    """
    if "@" in text or "%40" in text:
        text = _USERINFO.sub(lambda match: f"{match[1] or match[2] or match[3]}***@", text)
    if "=" not in text and "%3d" not in text.lower():
        return text
    told, number = _SECRET.subn(r"\1***", text)
    if _HIDDEN.search(text):  # a parameter's name may be encoded
        plain, more = _SECRET.subn(r"\1***", _HIDDEN.sub(_unhidden, text))
        if more > number:
            return plain
    return told


def _unhidden(match: re.Match[str]) -> str:
    return chr(int(match[0][1:], 16)) if len(match[0]) == 3 else ""


def without_secrets(result: Result) -> Result:
    """Return a result in which every address and every text is masked: what the formats are given."""
    texts = list(_texts(result))
    together = "\n".join(texts)
    if not any(sign in together for sign in _SIGNS) or all(masked(text) == text for text in texts):
        return result
    return _changed(
        result,
        url=masked(result.url),
        judgement=_judgement(result.judgement),
        sources=tuple(_changed(one, path=masked(one.path), text=masked(one.text)) for one in result.sources),
        seen=result.seen and _outcome(result.seen),
        copy=result.copy if result.copy and masked(result.copy) == result.copy else None,
        proxy=result.proxy and replace(result.proxy, origin=result.proxy.origin and masked(result.proxy.origin)),
    )


def _texts(result: Result) -> Iterator[str]:
    """Yield all that is masked of a result."""
    yield result.url
    yield result.copy or ""
    yield result.judgement.detail
    yield result.judgement.suggestion or ""
    if result.seen is not None:
        if result.seen.judgement is not result.judgement:
            yield result.seen.judgement.detail
            yield result.seen.judgement.suggestion or ""
        yield result.seen.final_url or ""
        for hop in result.seen.redirects:
            yield hop.url
    if result.proxy is not None:
        yield result.proxy.origin or ""
    for source in result.sources:
        yield source.path
        yield source.text


def _judgement(judgement: Judgement) -> Judgement:
    return _changed(
        judgement,
        detail=masked(judgement.detail),
        suggestion=judgement.suggestion and masked(judgement.suggestion),
    )


def _outcome(outcome: Outcome) -> Outcome:
    return _changed(
        outcome,
        judgement=_judgement(outcome.judgement),
        final_url=outcome.final_url and masked(outcome.final_url),
        redirects=tuple(Hop(hop.status, masked(hop.url)) for hop in outcome.redirects),
    )


def _changed(value: _Value, **fields: Any) -> _Value:
    """Return a value with other fields, or itself where they are the same: most results hold no secret."""
    if all(getattr(value, name) == field for name, field in fields.items()):
        return value
    return replace(value, **fields)
