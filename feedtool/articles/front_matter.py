"""Front matter: the YAML between two ``---`` lines, read so that no file is lost for its YAML.

Most files hold only what can be read line by line without doubt. The others are given to PyYAML, and if that refuses,
the known keys are read line by line all the same. Every value is a string or a list of strings: YAML's tags, dates
and numbers are never made into objects.
"""

import re
from typing import NamedTuple

from feedtool.errors import Problem

_OPENING = re.compile(r"[\s\ufeff\x00]*---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
# A line whose value YAML would surely read just so: quoted with no other escapes than `\"`, `\\` and `\/`, plain, or a
# list of plain items. Lines come without white space at their ends, and no two parts of a pattern can take the same
# character: all is linear.
_SURE_LINE = re.compile(
    r"([A-Za-z_][\w-]*):[ \t]++"
    r"(?:\"((?:[^\"\\]|\\[\"\\/])*+)\"|([^\s\[\]{}&*!|>'\"%@`#,?:-](?:[^:#]++|:(?!\s|\Z)|(?<!\s)#)*+)|\[([^\[\]{}&*!|>'\"%@`#:]*)\])",
    re.ASCII,
)
_LINE = re.compile(r"([A-Za-z_][\w-]*):(?:[ \t]++(.*))?", re.ASCII)
_ESCAPED = re.compile(r"\\([\"\\/])")
_UNSURE_ITEM = re.compile(r"[?-]|\Z")
_KEYS = ("author", "categories", "comments", "date", "from", "id", "lang", "layout", "tags", "title")  # of articles
_MAX_CHARACTERS = 1_000_000
_MAX_YAML_CHARACTERS = 64 * 1024
_MAX_NESTING = 32  # libyaml follows nesting on the stack: 30,000 levels end the process

Value = str | list[str]


class FrontMatter(NamedTuple):
    """The keys of a front matter, each with its line in the file; ``end`` is the offset behind it.

    One that is ``endless`` begins with a key of an article and never ends: the file is cut off within it.
    """

    values: dict[str, Value]
    lines: dict[str, int]
    end: int
    problems: tuple[Problem, ...] = ()
    endless: bool = False

    def text(self, key: str) -> str | None:
        """Return the one value of a key, the first of a list, or None if the key is absent or empty."""
        value = self.values.get(key)
        return value or None if isinstance(value, str) else next(iter(self.list(key)), None)

    def list(self, key: str) -> list[str]:
        """Return the values of a key that are not empty."""
        value = self.values.get(key, [])
        return [item for item in ([value] if isinstance(value, str) else value) if item]

    def line(self, key: str) -> int:
        """Return the line of a key, counted from 1 in the file."""
        return self.lines.get(key, 1)


class _NotYamlError(Exception):
    def __init__(self, what: str, line: int = 1) -> None:
        super().__init__(what)
        self.what, self.line = what, line


def parse_front_matter(text: str) -> FrontMatter:
    """Return the front matter at the very start of a text; or one that ends at 0 if the text has no whole one."""
    opening = _OPENING.match(text)
    if opening is None:
        return FrontMatter({}, {}, 0, endless=text.strip("\ufeff\x00 \t\n") in ("-", "--", "---"))
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        return _without_end(text, opening.end())
    if closing.start() - opening.end() > _MAX_CHARACTERS:
        message = f"a front matter of more than {_MAX_CHARACTERS:,} characters is not read; shorten it"
        return FrontMatter({}, {}, closing.end(), (Problem(1, "front-matter", message),))
    block = text[opening.end() : closing.start()]
    values, lines, sure = _by_line(block, text.count("\n", 0, opening.end()) + 1)
    problems: tuple[Problem, ...] = ()
    if not sure:
        try:
            values = _by_yaml(block)
        except _NotYamlError as error:
            message = f"the front matter is not valid YAML ({error.what}); read line by line instead"
            problems = (Problem(error.line, "front-matter", message),)
    return FrontMatter(values, lines, closing.end(), problems)


def _without_end(text: str, start: int) -> FrontMatter:
    """Return what a front matter that never ends says in whole lines, or an empty one if no article's key begins it."""
    first = text[start : start + _MAX_CHARACTERS].strip()
    key, colon, _ = first.partition("\n")[0].partition(":")
    begun = not colon and "\n" not in first and any(one.startswith(key.rstrip()) for one in _KEYS)
    if not begun and key not in _KEYS:
        return FrontMatter({}, {}, 0)
    whole = text[start : text.rfind("\n") + 1][:_MAX_YAML_CHARACTERS]
    values, lines, _ = _by_line(whole, text.count("\n", 0, start) + 1)
    return FrontMatter(values, lines, 0, endless=True)


def _by_line(block: str, first_line: int) -> tuple[dict[str, Value], dict[str, int], bool]:
    """Return the keys of a block, their lines, and whether YAML would surely read them just so."""
    values: dict[str, Value] = {}
    lines: dict[str, int] = {}
    sure = True
    for number, written in enumerate(block.split("\n"), first_line):
        line = written.rstrip(" \t")
        certain = _SURE_LINE.fullmatch(line)
        if certain is not None and certain[1] not in values:
            key, quoted, plain, items = certain.groups()
            values[key] = plain or (_ESCAPED.sub(r"\1", quoted) if quoted else "")
            if items is not None:
                parts = [part.strip(" \t") for part in items.split(",")]
                sure = sure and not any(map(_UNSURE_ITEM.match, parts))
                values[key] = [part for part in parts if part]
            lines[key] = number
        elif line:
            sure = False
            match = _LINE.fullmatch(line)
            if match is not None and match[1] not in values:
                values[match[1]], lines[match[1]] = _likely_value(match[2] or ""), number
    return values, lines, sure


def _likely_value(written: str) -> Value:
    """Return a value that YAML might refuse, as its writer most likely meant it."""
    if written.startswith("[") and written.endswith("]"):
        return [_unquoted(part.strip()) for part in written[1:-1].split(",") if part.strip()]
    return _unquoted(written)


def _unquoted(written: str) -> str:
    """Return a scalar without its quotes."""
    if len(written) >= 2 and written[0] == written[-1] == '"':
        return _ESCAPED.sub(r"\1", written[1:-1])
    if len(written) >= 2 and written[0] == written[-1] == "'":
        return written[1:-1].replace("''", "'")
    return written


def _by_yaml(block: str) -> dict[str, Value]:
    import yaml  # for one file in a hundred

    if len(block) > _MAX_YAML_CHARACTERS:
        raise _NotYamlError("it is too long")
    if max(block.count(bracket) for bracket in "[{") > _MAX_NESTING or any(
        line.count("- ") + line.count("? ") + line.count(": ") > _MAX_NESTING for line in block.split("\n")
    ):
        raise _NotYamlError("it may be nested too deep")
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # PyYAML without libyaml has no C loader
    try:
        data = yaml.load(block, Loader=loader)  # noqa: S506 - BaseLoader makes strings, lists and dicts only
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark is not None else 1
        raise _NotYamlError(getattr(error, "problem", None) or str(error), line) from error
    if not isinstance(data, dict):
        raise _NotYamlError("it is not a list of keys")
    values: dict[str, Value] = {}
    for key, value in data.items():
        if isinstance(key, str) and isinstance(value, str | list):
            values[key] = value if isinstance(value, str) else [item for item in value if isinstance(item, str)]
    return values
