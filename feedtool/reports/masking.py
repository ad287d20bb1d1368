"""Secrets in addresses, masked before any report shows them."""

import re
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
# Encoded letters and other characters of names, and characters that a browser drops.
_HIDDEN = re.compile(r"%[46][1-9A-F]|%[57][0-9A]|%5[BDF]|%2D|[\t\r\n]", re.IGNORECASE)
_ENCODED = re.compile(r"%(?:[46][0-9A-F]|[57][0-9A]|5[BDF]|[23]D)", re.IGNORECASE)  # hidden, or a sign of those above
# The last letters of such names. What stands before a "=" is mostly no secret, and these tell that quickly.
_ENDS = frozenset(
    end[-3:]
    for word in (
        "token secret passwd password passphrase pwd credential signature authorization jwt key sess session sessid"
        " sess_id sess-id sessionid sid sig auth pass otp hmac bearer"
    ).split()
    for end in (word, f"{word}s")
)
_BETWEEN = "\x1f"  # texts that are looked at together: what may stand before a secret, and is no part of one
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
    texts = _texts(result)
    if not _may_be_masked(_BETWEEN.join(texts)) or all(masked(text) == text for text in texts):
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


def _may_be_masked(together: str) -> bool:
    """Return whether `masked` may change any of some texts, joined by `_BETWEEN`: one quick look at all of them."""
    if "@" in together or ("%" in together and _ENCODED.search(together)):
        return True
    if "=" not in together:
        return False
    broken = "\t" in together or "\n" in together or "\r" in together
    return broken or any(map(_may_end_name, together.split("=")[:-1]))


def _may_end_name(before: str) -> bool:
    """Return whether what stands before a "=" may be the name of a secret."""
    end = before[-3:].lower()
    return end in _ENDS or end.endswith(("pw", "]")) or not end.isascii()


def _texts(result: Result) -> list[str]:
    """Return all that is masked of a result."""
    judgement, seen, proxy = result.judgement, result.seen, result.proxy
    texts = [result.url, judgement.detail]
    if judgement.suggestion:
        texts.append(judgement.suggestion)
    if result.copy:
        texts.append(result.copy)
    if seen is not None:
        if seen.judgement is not judgement:
            texts += (seen.judgement.detail, seen.judgement.suggestion or "")
        if seen.final_url != result.url and seen.final_url:
            texts.append(seen.final_url)
        if seen.redirects:
            texts += [hop.url for hop in seen.redirects]
    if proxy is not None and proxy.origin:
        texts.append(proxy.origin)
    for source in result.sources:
        texts += (source.path, source.text)
    return texts


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
