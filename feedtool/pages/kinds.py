"""What a page that answers 200 turns out to be: a refusal, a death, or what the link promised. Pure.

The rules are data in `refusals` and `deaths`; the plain words of missing pages are in `feedtool.pages.not_found`.
"""

import re
from dataclasses import dataclass

from feedtool.pages.deaths import DEATHS
from feedtool.pages.not_found import is_only_number, says_not_found
from feedtool.pages.page import LONG, Page
from feedtool.pages.refusals import CHALLENGE_HINTS, CHALLENGE_MARKS, REFUSALS
from feedtool.pages.rule import Words, bare

_SENTENCES = re.compile(r"[.。!！?？,，;；\n]")
_ONLY_NUMBER = 500  # characters: in a longer page a title or heading that is only `404` does not decide
_ONLY_SENTENCE = 300  # characters of own text, in which a sentence may say that the page is not there
_LONG_PROSE = 600  # characters in paragraphs, of a long page whose title and heading both say that it is not there
_LONG_LATIN = 30  # characters of a title that is more than a site's name
_LONG_CHINESE = 12
_CHINESE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_SHOWN_CHALLENGE = 800  # characters: in a longer page the hints do not tell a challenge

# Titles and headings that name no story, besides those in the rules.
_OTHER_MESSAGES = re.compile(
    r"(?:提示信息|信息提示|系统提示|系統提示|温馨提示|提示|出错了?|出錯了?|错误|錯誤|错误提示|警告|系统消息|"
    r"消息提示|跳转提示|注意|error|errors?|oops|sorry|"
    r"notice|message|warning|information|attention|alert|hinweis|fehler|erreur|errore|erro|coming soon|"
    r"under construction|welcome|"
    r"welcome back|create (?:an )?account|(?:account|site|website) suspended|too many requests|(?:4\d\d|"
    r"5\d\d)(?:[\s:–—-]*[a-z ]{0,40})?|"
    r"(?:网站|站点)(?:已)?(?:关闭|暂停|停用|过期|到期|欠费|建设中|维护中|升级中).{0,12}|注册|立即注册|cookies?|"
    r"privacy|we (?:use|value) .{0,40})[\W]*"
)
_NAMES: tuple[Words, ...] = tuple(rule.names for rule in (*REFUSALS, *DEATHS) if rule.names is not None)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a page is instead of what its link promised: a stable reason, and the name of the rule that found it."""

    reason: str
    rule: str


def kind_of(page: Page, url: str) -> Kind | None:
    """Return what a page that was found at a URL is instead of what its link promised, or None."""
    if len(page.text) > LONG:
        return Kind("soft-404", "title and heading") if _says_twice(page) else None
    headline = has_headline(page)
    for rule in (*REFUSALS, *DEATHS):
        if rule.fits(page, url, headline=headline):
            return Kind(rule.reason, rule.name)
    return Kind("soft-404", "words of a missing page") if _says_not_found(page, headline=headline) else None


def is_challenge(page: Page, *, hints: bool) -> bool:
    """Return whether a page with an error status is a challenge; with ``hints`` the weaker marks count too."""
    if len(page.text) > LONG:
        return False
    if any(mark in page.lower for mark in CHALLENGE_MARKS):
        return True
    if hints and len(page.text) <= _SHOWN_CHALLENGE and any(mark in page.lower for mark in CHALLENGE_HINTS):
        return True
    return any(
        rule.reason == "challenge" and rule.fits(page, "", headline=False) for rule in REFUSALS if not rule.hosts
    )


def has_headline(page: Page) -> bool:
    """Return whether a page names a story: by a heading or og:title that is no message, or by a long title."""
    named = [name for name in page.headlines if len(name) > 1]
    if len(page.first_name) >= (_LONG_CHINESE if _CHINESE.search(page.first_name) else _LONG_LATIN):
        named.append(page.first_name)
    return any(not is_message(name) for name in named)


def is_message(name: str) -> bool:
    """Return whether a title or heading is only a message, such as any site may show."""
    name = bare(name)
    return (
        says_not_found(name)
        or _OTHER_MESSAGES.fullmatch(name) is not None
        or any(names.fullmatch(name) for names in _NAMES)
    )


def _says_not_found(page: Page, *, headline: bool) -> bool:
    """Return whether a page says that it is not there, and says little else."""
    said = [name for name in page.names if says_not_found(name)]
    if any(not is_only_number(name) or len(page.text) <= _ONLY_NUMBER for name in said):
        return True
    if headline or len(page.own) > _ONLY_SENTENCE:
        return False
    return any(map(says_not_found, (one.strip() for one in _SENTENCES.split(page.own))))


def _says_twice(page: Page) -> bool:
    """Return whether the title and a heading of a page both say that it is not there, and no paragraph says more."""
    if not any(says_not_found(name) and not is_only_number(name) for name in page.names if name not in page.headings):
        return False
    return any(map(says_not_found, page.headings)) and len(page.prose) <= _LONG_PROSE
