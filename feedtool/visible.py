"""What terminals and the logs of CI jobs may be shown: nothing in it deceives the eye or is obeyed as a command."""

from feedtool.expressions import expression

_UNSEEN = expression(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\u061c\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
# GitHub's runner obeys lines that begin with "::" after white space, and "##[" anywhere (actions/runner ActionCommand).
_COMMAND = expression(r"^(?=\s*::)\s*+:|#(?=#\[)")


def visible(text: str) -> str:
    """Return text fit for a terminal and a CI job's log: what could deceive or be obeyed there shown as escapes.

    C0, C1 and ESC could move the cursor or hide text, the marks reorder it (Unicode TR 36 section 2.7), zero-width
    characters hide in it, and a CI runner takes some lines for commands.
    """
    if not text.isprintable():  # none of the unseen is printable
        text = _UNSEEN.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)
    if "::" in text or "##[" in text:
        return _COMMAND.sub(lambda match: f"{match[0][:-1]}\\x{ord(match[0][-1]):02x}", text)
    return text


def json_visible(text: str) -> str:
    """Return JSON that means the same, with what could deceive on a terminal or be obeyed as JSON's own escapes."""
    unseen = "\x7f" in text if text.isascii() else not text.isprintable()  # JSON has escapes for those below a space
    if unseen:
        text = _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return text.replace("##[", "#\\u0023[") if "#" in text else text
