"""What a page that answers 200 turns out to be: a refusal, a death, or what the link promised. Pure.

The rules are data in `refusals` and `deaths`; the plain words of missing pages, and what names no story, are in
`wordings`.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from feedtool.pages.deaths import DEATHS
from feedtool.pages.drawn import is_drawn, is_only_titled
from feedtool.pages.notices import heads_of_parts, leads_back, shows_pictures
from feedtool.pages.page import Page, first_of, parts_of
from feedtool.pages.refusals import CHALLENGE_HINTS, CHALLENGE_MARKS, REFUSALS
from feedtool.pages.rule import NOTICE, Rule, Words, bare, by_words, is_named, straight, told_first
from feedtool.pages.shown import LONG, is_marked, message_of, said_in, sentences_of, size
from feedtool.pages.systems import HINTS, may_be_notice, notice_of
from feedtool.pages.told import tells_story
from feedtool.pages.visitors import addresses_reader, speaks_of_visit
from feedtool.quick import quick
from feedtool.wordings.gates import tells_of_gate
from feedtool.wordings.messages import MESSAGE, PART
from feedtool.wordings.not_found import (
    holds_not_found,
    is_exclamation,
    is_only_number,
    says_not_found,
    says_nothing_is_there,
)

_ONLY_NUMBER = 500  # characters: in a longer page a title or heading that is only `404` does not decide
_ONLY_SENTENCE = 300  # letters of prose, in which a sentence may say that the page is not there
_APOLOGY = 40  # letters of a heading that the title does not know
_ONLY_APOLOGY = 160  # letters of prose below it
_FEW_LINKS = 2000  # characters of own text with lists and links, of such a page
_LONG_PROSE = 600  # letters of prose in a long page whose title says that it is not there
_LONG_LATIN = 30  # characters of a title that is more than a site's name
_LONG_CHINESE = 12
_CHINESE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_QUESTION = "?？ "
_QUOTES = "\"'“”„«»「『‘"
_SHOWN_CHALLENGE = 800  # characters: in a longer page the hints do not tell a challenge

_RULES = (*REFUSALS, *DEATHS)
_WHATEVER_HEADLINES = tuple(rule for rule in _RULES if rule.beside_headline)
_WHATEVER_MARKS = tuple(mark for rule in _WHATEVER_HEADLINES for mark in rule.marks)  # each of them has some
# What stands in these marks, and in those of notices: most pages hold none of it, so that few questions tell.
HINTED = ("playabilitystatus", "anubis", "post-password-form", "telegram: contact @", "status-msg-body", *HINTS)
_BESIDE_HEADLINES = tuple(rule for rule in _RULES if rule.beside_headline or rule.as_headline)
_AS_HEADLINE = by_words(rule.text for rule in _RULES if rule.as_headline)
_NAMES = by_words(rule.names for rule in _RULES)
_TEXTS = by_words(rule.text for rule in _RULES)
_NAMES_OF_DEATHS = by_words(rule.names for rule in DEATHS)


@quick(frozen=True, slots=True)
class PageKind:
    """What a page is instead of what its link promised: a stable reason, and the name of the rule that found it."""

    reason: str
    rule: str


def kind_of(page: Page, url: str) -> PageKind | None:
    """Return what a page that was found at a URL is instead of what its link promised, or None.

    What a page hides may only speak for it: it holds notices for whatever may yet go wrong.
    """
    found = _kind_of(page, url)
    shown = page if found is None else page.without_hidden()
    return found if shown is page else _kind_of(shown, url)


def _kind_of(page: Page, url: str) -> PageKind | None:
    titled = _is_called_as_story(page)
    notice = notice_of(page, titled=titled)
    if notice is not None:
        return PageKind(notice.reason, notice.system) if notice.reason else None
    if len(page.text) > LONG:
        return PageKind("soft-404", "title of a long page") if _is_only_called_missing(page) else None
    if titled:
        return _first_that_fits(_WHATEVER_HEADLINES, page, url, ())
    headlines = _stories(page)
    found = _first_that_fits(_BESIDE_HEADLINES if headlines else _RULES, page, url, headlines)
    if found is None and _says_not_found(page, headlines):
        return PageKind("soft-404", "words of a missing page")
    found = found or _kind_of_notice(page, url, headlines)
    if found is None and (_exclaims(page) or (len(headlines) == 1 and _apologises(page, headlines[0]))):
        return _first_that_fits(_RULES, page, url, ()) or PageKind("soft-404", "words below a heading")
    return found


def is_surely_story(page: Page) -> bool:
    """Return whether `kind_of` finds nothing, told by the names of a page and the marks of rules alone: quickly.

    The few rules that hold beside any headline all have marks.
    """
    if not _is_called_as_story(page):
        return False
    return not is_marked(page, HINTED) or not (is_marked(page, _WHATEVER_MARKS) or may_be_notice(page))


def refusal_of(page: Page, url: str) -> PageKind | None:
    """Return how a page refuses its visitor, if it is one that the server shows for every address.

    The headings of such a page belong to no story.
    """
    notice = notice_of(page, titled=_is_called_as_story(page))
    if notice is not None and notice.reason == "login":
        return PageKind(notice.reason, notice.system)
    return None if len(page.text) > LONG else _first_that_fits(REFUSALS, page, url, ())


def may_be_missing(page: Page, *, by_number: bool = True) -> bool:
    """Return whether a page says anywhere in its names or its first sentences that it is not there."""
    said = (*page.names, *(one.rstrip(_QUESTION) for one in page.statements))
    found = (one for one in said if says_not_found(one) and (by_number or not is_only_number(one)))
    return next(found, None) is not None or any(map(says_nothing_is_there, page.names))


def is_challenge(page: Page, *, hints: bool) -> bool:
    """Return whether a page with an error status is a challenge; with ``hints`` the weaker marks count too."""
    if len(page.text) > LONG:
        return False
    if any(mark in page.lower for mark in CHALLENGE_MARKS):
        return True
    if hints and len(page.text) <= _SHOWN_CHALLENGE and any(mark in page.lower for mark in CHALLENGE_HINTS):
        return True
    return any(rule.reason == "challenge" and rule.fits(page, "", ()) for rule in REFUSALS if not rule.hosts)


def has_headline(page: Page) -> bool:
    """Return whether a page names a story: by a heading or og:title that is no message, or by a long title."""
    return bool(_stories(page))


@lru_cache(maxsize=4096)
def is_message(name: str) -> bool:
    """Return whether a title or heading is only a message, such as any site may show."""
    name = bare(name)
    return (
        says_not_found(name)
        or says_nothing_is_there(name)
        or is_exclamation(name)
        or MESSAGE.fullmatch(name) is not None
        or any(is_named(names, name) for names in _NAMES.candidates(name))
    )


def _tells_of_death(name: str) -> bool:
    name = bare(name)
    if says_not_found(name):
        return True
    return not is_exclamation(name) and any(is_named(names, name) for names in _NAMES_OF_DEATHS.candidates(name))


def _first_that_fits(rules: Sequence[Rule], page: Page, url: str, headlines: Sequence[str]) -> PageKind | None:
    """Return what the first rule that fits says; most need words, or else a mark, that a page does not hold."""
    told: list[Words] | None = None
    for rule in rules:
        if rule.text is not None and not rule.marks:
            told = _TEXTS.candidates(told_first(page)) if told is None else told
            if rule.text not in told:
                continue
        if rule.fits(page, url, headlines) and (rule.beside_headline or not page.declares_story):
            return PageKind(rule.reason, rule.name)
    return None


def _is_called_as_story(page: Page) -> bool:
    """Return whether a page's title tells of a story, and nothing else that names it says that it is not there.

    This is the quick way for most pages: of all rules only those that hold beside any headline are left for such a one.
    """
    if not _title_is_story(page.title):
        return False
    return not any(map(says_not_found, page.headings)) and not says_not_found(page.alert)


@lru_cache(maxsize=4096)
def _title_is_story(title: str) -> bool:
    """Return whether a title tells of a story, and no part of it is what a rule or a language calls a missing page."""
    story = _story_in(title)
    if story is None or is_message(parts_of(title)[0]):
        return False
    told = straight(story)
    if any(words.compiled.search(told) for words in _AS_HEADLINE.candidates(told)):
        return False
    return not any(map(says_not_found, (title, *parts_of(title))))


def _story_in(title: str) -> str | None:
    """Return the longest part of a page's title, if it is longer than the name of a site and no message."""
    parts = parts_of(title)
    name = first_of(parts)
    if not _is_long(name) or is_message(name):
        return None
    return None if name in parts[:-1] and is_message(parts[-1]) else name


def _is_long(name: str) -> bool:
    """Return whether a name is longer than that of a site."""
    return len(name) >= (_LONG_CHINESE if _CHINESE.search(name) else _LONG_LATIN)


def _stories(page: Page) -> list[str]:
    """Return the names of a page that tell of a story: those that are neither a message nor the name of the site.

    Below a heading of the first level that tells of a death those of the second are of parts: “Most read”, other
    stories. Below “Welcome” they may be the story.
    """
    named = [name for name in page.headlines if (len(name) > 1 or _CHINESE.match(name)) and not _is_of_list(name, page)]
    if page.top_headings and all(map(_tells_of_death, page.top_headings)):
        parts = {*page.own_headings} - {*page.top_headings}
        named = [name for name in named if name not in parts or name in page.title]
    beside_message = {part for part in page.title_parts[:-1] if is_message(page.title_parts[-1])}
    told = [name for name in named if name not in beside_message and not is_message(name)]
    title = _story_in(page.title)
    return told if title is None else [*told, title]


def _is_told_apart(page: Page) -> bool:
    """Return whether a block of the text says that the page is not there: its server drew that for its script."""
    return any(map(_opens_with_not_found, page.blocks))


def _is_of_list(name: str, page: Page) -> bool:
    """Return whether a heading names a list of other stories, and neither the title nor a first heading is that."""
    return name not in page.title and name not in page.top_headings and PART.fullmatch(name) is not None


def _says_not_found(page: Page, headlines: Sequence[str]) -> bool:
    """Return whether a page says that it is not there, and says little else."""
    said = [name for name in page.names if says_not_found(name)]
    if (headlines and not said) or page.declares_story or page.prose_size > NOTICE or _repeats_title(page):
        return False
    if is_only_titled(page) and not _is_told_apart(page) and "noindex" not in page.meta.get("robots", ""):
        return False  # a story may be called so; a made-up address tells
    if said and tells_story(page):
        return False
    called = [name for name in said if not is_only_number(name)]
    if any(headline.startswith(name) or headline in name for name in called for headline in headlines):
        return False  # the story is called so, and more or less
    if any(not is_only_number(name) or len(page.text) <= _ONLY_NUMBER for name in said):
        return True
    if headlines or len(page.own) > _FEW_LINKS or page.prose_size > _ONLY_SENTENCE:
        return False
    if any(map(says_nothing_is_there, page.names)):
        return not tells_story(page)
    if any(_opens_with_not_found(block) and not page.stands_below_prose(block[0]) for block in page.blocks):
        return True
    said_apart = (block[0] for block in page.blocks if len(block) == 1 and not block[0].endswith(("?", "？")))
    nothing = (one for one in said_apart if says_nothing_is_there(one) and not page.stands_below_prose(one))
    return next(nothing, None) is not None and not is_drawn(page)


def _kind_of_notice(page: Page, url: str, headlines: Sequence[str]) -> PageKind | None:
    """Return what a page is that has at most a short heading and says nothing but what messages say.

    What speaks only to its visitor, heading and all, may refuse him: by a rule, or by a form for his password. What
    leads back, or shows what others read, may be missing. There may be jests beside a sentence that says so; beside one
    that ends so only words to the visitor.
    """
    if page.prose_size > _ONLY_APOLOGY or len(page.own) > _FEW_LINKS or page.declares_story:
        return None
    parts = heads_of_parts(page)
    named = {*headlines} - parts
    if len(named) > 1 or any(size(name) > _APOLOGY for name in named) or shows_pictures(page) or is_only_titled(page):
        return None
    below = [one for line in page.paragraphs if line not in page.names for one in said_in(line)]
    said = [*named, *below]
    if any(sentence[0] in _QUOTES for sentence in said):
        return None
    only_to_visitor = all(map(_is_said_to_visitor, below))
    if page.has_password_field or tells_of_gate(message_of(page)):
        return _refuses(page, url) if only_to_visitor and all(map(_is_said_to_visitor, named)) else None
    if leads_back(page):
        missing = any(map(says_not_found, said)) or (only_to_visitor and any(map(holds_not_found, said)))
    else:
        missing = bool(parts) and only_to_visitor and any(map(says_not_found, said))
    return PageKind("soft-404", "nothing but a notice") if missing else None


def _refuses(page: Page, url: str) -> PageKind | None:
    refused = _first_that_fits(REFUSALS, page, url, ())
    if refused is not None and refused.reason == "access-denied" and not addresses_reader(_told_to_visitor(page)):
        return None  # others tell of closed doors and of countries
    if refused is None and page.has_password_field and any(map(tells_of_gate, page.names)):
        return PageKind("login", "nothing but a form for a password")
    return refused


def _told_to_visitor(page: Page) -> str:
    return "\n".join((page.prose, *filter(is_message, page.own_headings)))


def _is_said_to_visitor(sentence: str) -> bool:
    return is_message(sentence) or speaks_of_visit(sentence) or tells_of_gate(sentence) or holds_not_found(sentence)


def _apologises(page: Page, headline: str) -> bool:
    """Return whether a heading that the title does not know stands above a sentence that the page is not there.

    Such a heading is an apology or a jest (“Well, this is awkward”): a story's stands in its title, too.
    """
    if headline not in page.own_headings or headline in page.title or size(headline) > _APOLOGY:
        return False
    if page.prose_size > _ONLY_APOLOGY or page.declares_story or shows_pictures(page):  # a picture may be the story
        return False
    return len(page.own) <= _FEW_LINKS and _is_told_below(page, headline)


def _exclaims(page: Page) -> bool:
    """Return whether a page says “Oops”, and right below it that it is not there, whatever its parts are called."""
    tops = page.top_headings
    if len(tops) != 1 or not is_exclamation(bare(tops[0])) or _story_in(page.title) is not None:
        return False
    return not page.declares_story and page.prose_size <= NOTICE and _is_told_below(page, tops[0])


def _is_told_below(page: Page, heading: str) -> bool:
    """Return whether the first sentence below a heading says that the page is not there, and does not quote it."""
    blocks = iter(page.blocks)  # looking for the heading leaves those below it
    below: list[str] = next(blocks, []) if sentences_of(heading) in blocks else []
    return bool(below) and _opens_with_not_found(below)


def _repeats_title(page: Page) -> bool:
    """Return whether a heading, and no logo, repeats the title: other headings are then about the page's parts."""
    if not {page.title, page.first_name} & set(page.own_headings):
        return False
    messages = [name for name in (page.title, *page.title_parts) if is_message(name)]
    return not messages or (
        _is_long(page.first_name) and all(map(is_only_number, messages))
    )  # a site may be called 404


def _opens_with_not_found(block: list[str]) -> bool:
    """Return whether a block of text says that a page is not there, after mere messages: no answer in a thread does.

    Who asks for it does not say so: “Page not found? Write to us.” Nor does who quotes it.
    """
    if block[0][0] in _QUOTES:
        return False
    for sentence in block:
        told = sentence.rstrip(_QUESTION)
        if says_not_found(told):
            return told == sentence
        if not is_message(told):
            return False
    return False


def _is_only_called_missing(page: Page) -> bool:
    """Return whether the title of a long page says that it is not there, and no prose says more."""
    names = (page.title, *page.title_parts)
    if not any(says_not_found(name) and not is_only_number(name) for name in names):
        return False
    return not page.declares_story and page.prose_size <= _LONG_PROSE
