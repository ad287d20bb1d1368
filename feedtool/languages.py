"""Language tags (BCP 47): whether a text is one, in the usual case, and which language and script it names. Pure."""

import re
from functools import lru_cache

# RFC 5646 section 2.1, without what nobody needs: languages of 4 to 8 letters, of which there is none yet ("english" is
# no tag), and the grandfathered tags.
_TAG = re.compile(
    r"[a-z]{2,3}(?:-[a-z]{3}){0,3}"  # language
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"  # script, region
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"  # variants
    r"(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?",  # extensions, private use
    re.ASCII | re.IGNORECASE,
)
_MOST_CHARACTERS = 35  # of a tag that all software can hold (RFC 5646 section 4.4.1)
_COUNTRIES_FOR_LANGUAGES = {"cn": "zh-Hans", "tw": "zh-Hant", "jp": "ja", "kr": "ko"}
_SCRIPT_OF_REGION = {"CN": "Hans", "SG": "Hans", "MY": "Hans", "TW": "Hant", "HK": "Hant", "MO": "Hant"}  # for Chinese


def language_tag(text: str) -> str | None:
    """Return a tag in the usual case (RFC 5646 section 2.1.1), e.g. ``zh-Hans-CN``, or None if the text is no tag.

    A country in the place of a language, such as ``cn``, is refused.
    """
    if len(text) > _MOST_CHARACTERS or not _TAG.fullmatch(text) or text.lower() in _COUNTRIES_FOR_LANGUAGES:
        return None
    parts = text.lower().split("-")
    single = next((index for index, part in enumerate(parts) if len(part) == 1), len(parts))
    usual = (_usual(part) if 0 < index < single else part for index, part in enumerate(parts))
    return "-".join(usual)


def right_tag(text: str) -> str:
    """Return the tag that somebody most likely meant by a text that is no tag; an example where that cannot be told."""
    return _COUNTRIES_FOR_LANGUAGES.get(text.lower()) or language_tag(text.strip().replace("_", "-")) or "zh-Hans"


@lru_cache(1000)
def parts_of(tag: str) -> tuple[str, str]:
    """Return the language of a tag, in lower case, and its script, told by the region where Chinese names none.

    >>> parts_of("zh-HK"), parts_of("en-GB")
    (('zh', 'Hant'), ('en', ''))
    """
    language, *rest = tag.split("-")
    usual = [_usual(part.lower()) for part in rest]
    script = next((part for part in usual if len(part) == 4 and part.isalpha()), "")
    if not script and language.lower() == "zh":
        script = next((_SCRIPT_OF_REGION[part] for part in usual if part in _SCRIPT_OF_REGION), "")
    return language.lower(), script


def _usual(part: str) -> str:
    """Return a part behind the language, given in lower case: regions are upper case, scripts have a capital."""
    if len(part) == 2:
        return part.upper()
    return part.title() if len(part) == 4 and part.isalpha() else part
