"""Where each key of a TOML text stands: line and column, which ``tomllib`` does not tell. Pure.

Only text that ``tomllib`` has read may be given: it has refused all that is not TOML, with line and column, so that
here only the bounds of keys and values need to be found. (tomlkit keeps no places either; the packages that do are
unmaintained since 2022, or need compiling.)
"""

import re
import tomllib

from feedtool.config.keys import KeyPath

Position = tuple[int, int]  # line and column in characters, counted from 1

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*+")
_PART = re.compile(r"""[ \t]*([A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*+"|'[^']*')[ \t]*""")
_VALUE = re.compile(
    r'''"""(?:[^"\\]|\\.|"{1,2}(?!"))*+"{3,5}|'{3}(?:[^']|'{1,2}(?!'))*+'{3,5}'''  # TOML 1.0: up to five close it
    r"""|"(?:[^"\\]|\\.)*+"|'[^']*'|[^"'\[{,\]}#\r\n][^,\]}#\r\n]*""",
    re.DOTALL,
)


def places_in(text: str) -> dict[KeyPath, Position]:
    """Return the place of every key and of every item of a list, by its path; for a table the first place."""
    scan = _Scan(text)
    scan.document()
    lines = [0, *(match.end() for match in re.finditer("\n", text))]
    found: dict[KeyPath, Position] = {}
    line = 0
    for path, offset in sorted(scan.offsets.items(), key=lambda item: item[1]):
        while line + 1 < len(lines) and lines[line + 1] <= offset:
            line += 1
        found[path] = (line + 1, offset - lines[line] + 1)
    return found


class _Scan:
    """A walk over a text that notes where keys and items begin."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._tables: dict[KeyPath, int] = {}  # arrays of tables ([[x]]): how many there are by now
        self.offsets: dict[KeyPath, int] = {}

    def document(self) -> None:
        table: KeyPath = ()
        while self._next() != "":
            if self._next() == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> KeyPath:
        double = self._text.startswith("[[", self._at)
        self._at += 1 + double
        parts = self._parts()
        path: KeyPath = ()
        for number, (name, offset) in enumerate(parts):
            path = (*path, name)
            self.offsets.setdefault(path, offset)
            if double and number == len(parts) - 1:
                self._tables[path] = self._tables.get(path, 0) + 1
            if path in self._tables:
                path = (*path, self._tables[path] - 1)
                self.offsets.setdefault(path, offset)
        self._at += 1 + double
        return path

    def _pair(self, table: KeyPath) -> None:
        path = table
        for name, offset in self._parts():
            path = (*path, name)
            self.offsets.setdefault(path, offset)
        self._at += 1  # the equals sign
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        mark = self._next()
        if mark not in ("[", "{"):
            self._at = self._matched(_VALUE).end()
            return
        self._at += 1
        number = 0
        while self._next() not in ("]", "}"):
            if mark == "{":
                self._pair(path)
            else:
                self.offsets[*path, number] = self._at
                self._value((*path, number))
                number += 1
            if self._next() == ",":
                self._at += 1
        self._at += 1

    def _parts(self) -> list[tuple[str, int]]:
        """Return the parts of a key with their offsets: ``a."b c"`` has two."""
        parts = []
        while True:
            match = self._matched(_PART)
            name = match[1] if match[1][0] not in "\"'" else str(tomllib.loads(f"_ = {match[1]}")["_"])
            parts.append((name, match.start(1)))
            self._at = match.end()
            if self._text[self._at] != ".":
                return parts
            self._at += 1

    def _next(self) -> str:
        """Return the next character that is neither blank nor in a comment; an empty text at the end."""
        self._at = self._matched(_SPACE).end()
        return self._text[self._at : self._at + 1]

    def _matched(self, pattern: re.Pattern[str]) -> re.Match[str]:
        match = pattern.match(self._text, self._at)
        assert match is not None, "the text is no TOML"
        return match
