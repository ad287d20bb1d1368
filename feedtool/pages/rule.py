"""A rule for pages that answer 200 and are not what the link promised: what they say, and where. Pure.

A rule is data. It holds an example that it must match and a counter-example that it must not match; the tests try both,
and `docs/checking.md` lists them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from feedtool.pages.page import Page
from feedtool.pages.shown import FIRST_WORDS, is_marked, size
from feedtool.pages.told import tells_story
from feedtool.pages.visitors import leads_on
from feedtool.prefilter import Prefilter
from feedtool.quick import quick
from feedtool.stems import Stems
from feedtool.urls import host_of
from feedtool.wordings.gates import offers_domain
from feedtool.wordings.messages import MESSAGE

SHORT = 500  # characters of own text that a page may have, unless its rule names another number
NOTICE = 300  # letters of prose that may stand below a title or heading that is a message; more of it is a story
# Behind a sentence: who asks whether a page is missing, and goes on, does not say so.
_ASKED = re.compile(r"[?？] *[^\W_]")
_COLON = re.compile(r"\w[:：] ?\w")  # in a headline: a story says more behind it
_LONGEST_HEADLINE = 90  # characters of a headline that is itself the message
# Behind an exclamation a story goes on, if it does, with what it asks, or whose it is.
_ASKS_ON = r"[!！](?=\s?(?:what|why|how|who|my|our|was|warum|wie|pourquoi|comment|cómo|为什么|如何|我))"
_BEHIND_COLON = re.compile(rf"(.{{3,}}?\w)\s?(?:[:：?？]|{_ASKS_ON})\s?(\w.*)", re.DOTALL)
_SPACES = " \n\t.。!！?？"
_STORY_BEHIND_COLON = 12  # letters of what a story says behind it
# What is quoted within a sentence is spoken of, not said.
_QUOTED = re.compile("“[^“”]{1,120}”|„[^„“”]{1,120}[“”]|«[^«»]{1,120}»|「[^「」]{1,120}」|『[^『』]{1,120}』")
# In a headline, which is whole, straight quotes can be paired, too.
_QUOTED_IN_HEADLINE = re.compile(f'{_QUOTED.pattern}|"[^"]{{1,90}}"')
_FEW_LINKS = 8  # of a page that stands alone: terms, privacy, imprint, where to ask
_MOST_LISTED = 2000  # characters of own text of a page that is gone: it may lead on to many others
# What a page tells of itself that is gone: a notice among its prose is not about the page.
_DEATHS = ("soft-404", "parked")


class Words:
    """A regular expression, given in alternatives, that is compiled when somebody first asks for it.

    Those of all rules take a twentieth of a second, and many are for hosts or marks that a run never meets. Whether a
    text holds a match is told by their stems in a fraction of the time that the alternatives take one by one.
    """

    __slots__ = ("_compiled", "_stems", "pattern")

    def __init__(self, *alternatives: str) -> None:
        self.pattern = "|".join(alternatives)
        self._compiled: re.Pattern[str] | None = None
        self._stems = Stems((self.pattern,))

    def matches_in(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches in a text."""
        return self.compiled.finditer(text) if self._stems.found_in(text) else iter(())

    @property
    def compiled(self) -> re.Pattern[str]:
        """The expression, ready to be searched for."""
        if self._compiled is None:
            self._compiled = re.compile(self.pattern)
        return self._compiled


@quick(frozen=True, slots=True)
class Rule:
    """A kind of page, by its words. All conditions that are given must hold.

    ``names`` must match a whole title, part of a title, or heading. ``text`` must be found in the title or the first
    words outside navigation and forms. One of ``marks`` must stand in the title, a tag or a script, in lower case.
    ``hosts`` are the hosts that the rule is for, with those below them. ``most`` is the largest number of characters
    that the page may have outside navigation and forms; its prose may say a little more in letters, which counts for
    Chinese.

    A page whose headline names a story does not match, unless the rule says ``beside_headline``; with ``as_headline`` a
    headline of which the rule's words are at least half names no story, but is the message itself. A page that must be
    ``alone`` has few links, no menu: what a whole site asks of its visitor stands before that site. Above prose neither
    a name nor a mark tells by itself, and a death that is told below prose is none of the page.
    """

    name: str
    reason: str
    says: str
    example: str
    counter: str
    names: Words | None = None
    text: Words | None = None
    marks: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    most: int = SHORT
    as_headline: bool = False
    beside_headline: bool = False
    alone: bool = False

    def fits(self, page: Page, url: str, headlines: Sequence[str]) -> bool:
        """Return whether a page found at a URL is of this kind; ``headlines`` are those names that tell of a story."""
        if self.hosts and not _is_at(host_of(url), self.hosts):
            return False
        if not self.beside_headline and not all(map(self._is_message, headlines)):
            return False
        if self.marks and not is_marked(page, self.marks):
            return False
        if len(page.own) > self._most_own() or (self.alone and page.links > _FEW_LINKS):
            return False
        if self.names is not None and not any(is_named(self.names, name) for name in page.names):
            return False
        if page.prose_size > self.most + NOTICE:
            return False
        if self.text is None:
            short = page.prose_size <= NOTICE
            return self.beside_headline or (short and not (self.names and self._names_story(page)))
        words = told_first(page)
        found = next((one for one in self.text.matches_in(words) if not _is_quoted(one)), None)
        if found is None:
            return False
        if self.reason in _DEATHS and not self.beside_headline and page.stands_below_prose(found[0]):
            return False
        if self.reason == "soft-404" and _ASKED.match(words, found.end()) is not None:
            return False
        may_be_named_so = (self.as_headline or self.names is not None) and not self.beside_headline
        return not (may_be_named_so and self._names_story(page))

    def _names_story(self, page: Page) -> bool:
        """Return whether what a page is called names a story that is told below; the end of a site stands alone."""
        if self.reason == "parked" and (not leads_on(page) or offers_domain(page.prose)):
            return False
        if self.reason == "soft-404" and not leads_on(page):
            return False
        if self.reason not in _DEATHS and page.has_password_field:
            return False
        if self.names is not None and self.text is not None and next(self.text.matches_in(page.prose), None):
            return False  # below the name stands what the rule asks for besides
        return tells_story(page, None if self.text is None else self.text.compiled)

    def _most_own(self) -> int:
        """Return how much a page may say with links and lists: one that is gone holds more of them than a wall."""
        return max(self.most, _MOST_LISTED) if self.reason in _DEATHS and self.most >= SHORT else self.most

    def _is_message(self, headline: str) -> bool:
        if not self.as_headline or self.text is None or len(headline) > _LONGEST_HEADLINE or _COLON.search(headline):
            return False
        found = next(self.text.matches_in(straight(headline)), None)
        if found is None or _is_quoted(found, _QUOTED_IN_HEADLINE):
            return False
        # A refusal says first what it is, and then what to do: “Too many requests. Try again in a few minutes.”
        said = headline if self.reason in _DEATHS else headline[: max(headline.find(".", found.end()), 0) or None]
        return 2 * len(found[0]) >= len(said)


def told_first(page: Page) -> str:
    """Return where a page would say what it is: in its title and first words, or if it has more prose in that alone."""
    return page.said if page.prose_size <= NOTICE else straight(page.prose[:FIRST_WORDS])


def _is_quoted(found: re.Match[str], quoted: re.Pattern[str] = _QUOTED) -> bool:
    """Return whether words stand between quotation marks, and more is said around them."""
    around = quoted.finditer(found.string, max(0, found.start() - 120), found.end() + 120)
    quotes = (one.span() for one in around if one.start() < found.start() and found.end() < one.end())
    return any(found.string[:start].strip(_SPACES) and found.string[end:].strip(_SPACES) for start, end in quotes)


def by_words(expressions: Iterable[Words | None]) -> Prefilter[Words]:
    """Return what tells of the expressions that rules give which of them may match a text."""
    return Prefilter((one.pattern, one) for one in expressions if one is not None)


@lru_cache(maxsize=4096)  # a name is tried as a message first, then by each rule
def is_named(names: Words, name: str) -> bool:
    """Return whether a title or heading is such a name, and tells no story behind a colon or a question.

    “Website for sale: why I sell my journal” does, and “Domain for sale? What became of our town”; “Domain for sale:
    a.example” and “Error 403: access denied” do not.
    """
    name, told = bare(name), names.compiled
    if not told.fullmatch(name):
        return False
    parts = _BEHIND_COLON.fullmatch(name)
    if parts is None or size(parts[2]) < _STORY_BEHIND_COLON or not told.fullmatch(parts[1]):
        return True
    return MESSAGE.fullmatch(parts[2]) is not None or told.fullmatch(parts[2]) is not None


def bare(name: str) -> str:
    """Return a title or heading without the quotes, brackets and stops around it."""
    return straight(name.strip(" \t\"'“”「」[]()【】《》!.…。！"))


def straight(text: str) -> str:
    """Return a text with straight apostrophes, as the words of rules have them."""
    return text.replace("’", "'")


def _is_at(host: str, hosts: tuple[str, ...]) -> bool:
    return any(host == one or host.endswith("." + one) for one in hosts)
