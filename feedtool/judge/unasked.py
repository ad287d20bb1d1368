"""Judgements of links that nobody is asked for: the first of the three steps to a verdict. Pure.

`asked` judges what a server answered; `conclude` compares that with the origin of an image and with earlier runs.
"""

from dataclasses import replace

from feedtool.judge.verdict import Judgement, Outcome, Verdict

# Why a reference cannot be asked, by its trouble (`feedtool.urls.Trouble`, or ``truncated``).
_TROUBLES = {
    "scheme": Judgement(Verdict.SKIPPED, "scheme", "no web address; not asked"),
    "truncated": Judgement(
        Verdict.SKIPPED, "truncated", "the address was cut off by the site that the text comes from"
    ),
    "no-base": Judgement(
        Verdict.SKIPPED, "relative", "a relative address in a local file; give --base-url to have it asked"
    ),
    "misspelt-scheme": Judgement(Verdict.BROKEN, "invalid-url", "the scheme is misspelt; write https"),
    "unparsable": Judgement(Verdict.BROKEN, "invalid-url", "no browser understands this address; correct it"),
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


def put_off(outcome: Outcome) -> Judgement:
    """Return the judgement of the links that were not asked for because their server put off several others in a row.

    ``outcome`` is that of the last link that it put off.
    """
    text = f"not asked: its host put off several other links in a row ({outcome.status})"
    return replace(outcome.judgement, detail=f"{text}; it is asked in later runs")


def not_understood(error: Exception) -> Judgement:
    """Return the judgement of a link whose answer made this program fail; the other links are checked all the same."""
    text = f"its answer could not be understood ({type(error).__name__}: {error}); please report this"
    return Judgement(Verdict.UNREACHABLE, "protocol", text)
