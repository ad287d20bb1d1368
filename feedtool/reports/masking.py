"""Secrets in addresses, masked before any report shows them."""

import re

_USERINFO = re.compile(r"(://)[^/?#@\s]*@")
_SECRET = re.compile(
    r"([?&;](?:access_?token|api_?key|auth|key|passw(?:or)?d|pwd|secret|session(?:_?id)?|sid|sig|signature|token|"
    r"x-amz-[a-z-]+)=)[^&#\s]+",
    re.IGNORECASE,
)


def masked(text: str) -> str:
    """Return a text with user names, passwords and values of secret-looking parameters of its URLs as ``***``."""
    if "@" in text:
        text = _USERINFO.sub(r"\1***@", text)
    return _SECRET.sub(r"\1***", text) if "=" in text else text
