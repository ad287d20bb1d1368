"""Judgements of links that nobody is asked for: the first of the three steps to a verdict. Pure.

`asked` judges what a server answered, `conclude` puts that beside what is known from elsewhere and from earlier runs.
"""

from dataclasses import replace

from feedtool.judge.verdict import Judgement, Outcome, Verdict

# Why a reference cannot be asked, by its trouble (`feedtool.urls.Trouble`, or ``truncated``).
_TROUBLES = {
    "scheme": Judgement(Verdict.SKIPPED, "scheme", "no web address; not asked"),
    "truncated": Judgement(Verdict.SKIPPED, "truncated", "the address was cut off where the text comes from"),
    "no-base": Judgement(
        Verdict.SKIPPED, "relative", "a relative address in a local file; give --base-url to have it asked"
    ),
    "misspelt-scheme": Judgement(Verdict.BROKEN, "invalid-url", "the scheme is misspelt; write https"),
    "unparsable": Judgement(Verdict.BROKEN, "invalid-url", "no browser understands this address; write it anew"),
}


def not_an_address(trouble: str) -> Judgement:
    """Return the judgement of a reference that is no http(s) URL."""
    return _TROUBLES[trouble]


def excluded(reason: str) -> Judgement:
    """Return the judgement of a link that the user does not want asked, with the user's reason."""
    return Judgement(Verdict.SKIPPED, "excluded", reason)


def host_down() -> Judgement:
    """Return the judgement of the links of a server that was set aside and did not answer its probe."""
    return Judgement(Verdict.UNREACHABLE, "host-down", "the host does not answer; it is asked again in later runs")


def put_off(outcome: Outcome, *, others: int) -> Judgement:
    """Return the judgement of the other links of a server that asked for patience, after that of one of them."""
    text = f"not asked: {others} others of its host were put off ({outcome.status})"
    return replace(outcome.judgement, detail=f"{text}; it is asked in later runs")


def not_understood(error: Exception) -> Judgement:
    """Return the judgement of a link whose answer made this program fail: one target costs only itself."""
    text = f"its answer could not be understood ({type(error).__name__}: {error}); please report this"
    return Judgement(Verdict.UNREACHABLE, "protocol", text)
