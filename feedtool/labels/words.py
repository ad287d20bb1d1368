"""The labels of a language: `words_in` chooses it, `Words` fills a label in. Pure.

Every other language gets the labels of English. Dates and numbers look the same in all of them: ISO 8601, and a narrow
space between the thousands from five digits on (SI brochure, section 5.4.4).
"""

import re

from feedtool.labels.pages import LABELS
from feedtool.labels.reasons import ADVICE, ADVICE_OF, REASONS, STATUSES
from feedtool.quick import quick

LANGUAGES = ("en", "zh-Hans", "zh-Hant", "ja", "de")  # in the order of the tables' columns
_TRADITIONAL = frozenset(("hant", "tw", "hk", "mo"))
_STATUS = re.compile(r"http-(\d{3})", re.ASCII)


@quick(frozen=True, slots=True)
class Words:
    """The labels in one of `LANGUAGES`."""

    language: str

    def __call__(self, label: str, number: int | None = None, /, **values: object) -> str:
        """Return a label with its values; ``number`` is its ``{n}``, and chooses the form where there are two."""
        text = self._own(LABELS[label])
        if number is None:
            return text.format(**values)
        forms = text.split("|")
        return forms[0 if number == 1 else -1].format(n=digits(number), **values)

    def raw(self, label: str) -> str:
        """Return a label with its forms and the names of its values, for a script to fill in."""
        return self._own(LABELS[label])

    def verdict(self, verdict: str) -> str:
        """Return the word for a verdict as a heading has it."""
        word = self._own(LABELS[verdict])
        return word[:1].upper() + word[1:]

    def reason(self, reason: str) -> str:
        """Return what a reason means; an empty text for one that is not known, and for one that is a verdict."""
        status = _STATUS.fullmatch(reason)
        if status is not None:
            row = STATUSES.get(status[1]) or STATUSES.get(status[1][0]) or STATUSES[""]
            return self._own(row).format(status=status[1])
        return self._own(REASONS[reason]) if reason in REASONS else ""

    def advice(self, verdict: str, reason: str) -> str:
        """Return what to do about a link with this verdict and reason."""
        return self._own(ADVICE[ADVICE_OF.get(reason, verdict)])

    def _own(self, row: tuple[str, ...]) -> str:
        return row[LANGUAGES.index(self.language)]


def words_in(tag: str) -> Words:
    """Return the labels for a BCP 47 tag: those of the nearest language, or English."""
    language, *rest = tag.lower().split("-")
    if language == "zh":
        traditional = "hans" not in rest and not _TRADITIONAL.isdisjoint(rest)
        return Words("zh-Hant" if traditional else "zh-Hans")
    return Words(language if language in LANGUAGES else "en")


def digits(number: int) -> str:
    """Return a number with a narrow space between its thousands, if it has five digits or more."""
    return str(number) if abs(number) < 10_000 else f"{number:,}".replace(",", "\u202f")
