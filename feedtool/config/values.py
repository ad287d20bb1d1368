"""A value, from a file or a flag → what its key declares, or what is wrong with it, in our own words.

Faults are collected, so that all are told at once. The rules for texts are a table, `_FORMS`; those for the names in a
table, which the user chooses, are `_NAMES`. A key's declaration names its rules.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from feedtool.config.declaration import (
    Declared,
    Key,
    choices_of,
    declared,
    is_list,
    is_mapping,
    is_table,
    item_of,
    joined,
    kind_text,
    name_of,
)
from feedtool.config.keys import COPY_PATH, Check, CheckHost, Config, Folder, KeyPath
from feedtool.expressions import expression
from feedtool.languages import language_tag, right_tag
from feedtool.text import one_line
from feedtool.urls import BadUrl, host_in, host_of, resolve, serialised, without_userinfo

_EXAMPLE = "https://example.org/feeds/"
_COPY_EXAMPLE = "https://archive.example/{path}"
_IRI = expression(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x20\x7f-\x9f\ud800-\udfff<>\"]+")
_PAGE_NAME = expression(r"(?!index\.html$)[A-Za-z0-9][A-Za-z0-9._-]*\.html", re.ASCII)
_HEADER_NAME = expression(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 section 5.6.2
_OUR_HEADERS = frozenset(("host", "connection", "content-length", "transfer-encoding", "accept-encoding"))
_FILE_SUFFIXES = frozenset("asp aspx atom htm html json jsonl md opml php rdf rss txt xhtml xml".split())
_LONG = 200  # a message shows so many characters of a value


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a value: ``0 is too small; write 1 to 256``."""

    path: KeyPath
    text: str


class Reader:
    """Reads values and collects what is wrong with them.

    ``above`` is what paths are relative to. ``written`` has the spelling of each key in the file, since ``base_url`` is
    understood too.
    """

    def __init__(self, above: Path) -> None:
        self._above = above
        self.faults: list[Fault] = []
        self.written: dict[KeyPath, KeyPath] = {}

    def table(self, kind: type, table: Mapping[str, object], path: KeyPath = ()) -> dict[str, Any]:
        """Return the values of a table by their fields, without those that are wrong."""
        keys = {one.name: one for one in declared(kind)}
        around = self.written.get(path, path)
        values: dict[str, Any] = {}
        for written, raw in table.items():
            name = written.replace("_", "-")
            inner: KeyPath = (*path, name)
            if inner in self.written:
                self._wrong(inner, f"it is set twice, as {name} and {name.replace('-', '_')}; leave one out")
                continue
            self.written[inner] = (*around, written)
            if name not in keys:
                self._wrong(inner, _unknown(name, kind))
                continue
            value = self.value(keys[name], raw, inner)
            if value is not None:
                values[keys[name].field] = value
        return values

    def value(self, one: Declared, raw: object, path: KeyPath) -> Any:
        """Return a value as its key declares it, or None where it is wrong."""
        return self._value(one.kind, one.key, raw, path)

    def flag(self, one: Declared, given: object, path: KeyPath) -> Any:
        """Return the value that an option was given, a text or several, or None where it is wrong."""
        if is_mapping(one.kind) and isinstance(given, tuple):
            return self._entries(one.key, given, path)
        if is_list(one.kind):
            given = [part.strip() for part in given.split(",")] if isinstance(given, str) else _listed(given)
        elif isinstance(given, str) and one.kind in (int, float):
            given = _number(given, one.kind)
        return self.value(one, given, path)

    def _entries(self, key: Key, given: tuple[str, ...], path: KeyPath) -> Any:
        """Return what flags put into a table: names with values, or names alone."""
        if not key.entry:
            return dict.fromkeys(given, "")
        values = {}
        for text in given:
            name, mark, value = (part.strip() for part in text.partition(key.entry))
            if not mark:
                return self._wrong(path, f"{shown(text)} is not a header; write it as '{key.value}'")
            values[name] = value
        return self._mapping(Mapping[str, str], key, values, path)

    def _value(self, kind: Any, key: Key, raw: object, path: KeyPath) -> Any:
        if is_table(kind):
            if isinstance(raw, dict):
                return kind(**self.table(kind, raw, path))
            return self._wrong(path, f"{shown(raw)} is not {_right(kind)}")
        if is_list(kind):
            if isinstance(raw, list):
                return self._list(kind, key, raw, path)
            return self._wrong(path, f"{shown(raw)} is not {_right(kind)}")
        if is_mapping(kind):
            return self._mapping(kind, key, raw, path)
        try:
            return _checked(kind, key, raw, path, self._above)
        except _NotRightError as error:
            return self._wrong(path, f"{shown(raw)} {error}")

    def _list(self, kind: Any, key: Key, raw: list[object], path: KeyPath) -> tuple[Any, ...]:
        items = []
        for at, one in enumerate(raw):
            self.written[*path, at] = (*self.written.get(path, path), at)
            items.append(self._value(item_of(kind), key, one, (*path, at)))
        return tuple(one for one in items if one is not None)

    def _mapping(self, kind: Any, key: Key, raw: object, path: KeyPath) -> Any:
        if key.form == "reason" and isinstance(raw, list):
            return self._wrong(path, 'a list has no reasons; write a table: "PATTERN" = "why nobody is asked"')
        if not isinstance(raw, dict):
            return self._wrong(path, f"{shown(raw)} is not {_right(kind)}")
        values = {}
        known = choices_of(name_of(kind))
        for written, one in raw.items():
            name, fault = _name(written, key.names, known)
            inner = (*path, name)
            if inner in self.written:
                fault = f"{shown(written)} is set twice; leave one out"
            self.written.setdefault(inner, (*self.written.get(path, path), written))
            if fault:
                self._wrong(inner, fault)
                continue
            value = self._value(item_of(kind), key, one, inner)
            if value is not None:
                values[name] = value
        return values

    def _wrong(self, path: KeyPath, text: str) -> Any:
        """Collect what is wrong with a value, and return None in place of it."""
        self.faults.append(Fault(path, text))
        return None


class _NotRightError(Exception):
    """A value is wrong: the text says why, and what would be right."""


def shown(raw: object) -> str:
    """Return a value for a message: a text in quotes, a table or a list by what it is."""
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, str):
        return repr(raw if len(raw) <= _LONG else raw[:_LONG] + "…")
    if isinstance(raw, int | float):
        return str(raw) if abs(raw) < 10**_LONG or isinstance(raw, float) else "a number of many digits"
    return "a table" if isinstance(raw, dict) else "a list" if isinstance(raw, list) else "a date or time"


def _checked(kind: Any, key: Key, raw: object, path: KeyPath, above: Path) -> object:
    """Return a single value, or raise _NotRightError."""
    if known := choices_of(kind):
        if not isinstance(raw, str):
            raise _NotRightError(f"is not a text; write {joined(known)}")
        if raw not in known:
            raise _NotRightError(f"is unknown; write {joined(known)}")
        return raw
    if kind is Path:
        if isinstance(raw, str | Path) and raw != "" and "\0" not in str(raw):
            return above / raw
        raise _NotRightError("is not a path; write the name of a file or folder")
    types = (int, float) if kind is float else (kind,)
    if not isinstance(raw, types) or (isinstance(raw, bool) and kind is not bool):
        raise _NotRightError(f"is not {_right(kind, key)}")
    if isinstance(raw, str):
        text = _FORMS[key.form](raw, str(path[-1])) if key.form else raw
        return str(above / text) if key.file and text != "-" else text
    if kind in (int, float):
        return _bounded(kind, key, raw)
    return raw


def _bounded(kind: Any, key: Key, number: Any) -> object:
    bounds = Declared("", kind, None, key).bounds_text
    too_small = (key.least is not None and number < key.least) or (key.above is not None and number <= key.above)
    if too_small or (key.most is not None and number > key.most):
        raise _NotRightError(f"is too {'small' if too_small else 'large'}; write {bounds}")
    if number != number:
        raise _NotRightError(f"is not a number; write {bounds}")
    return kind(number)


def _right(kind: Any, key: Key | None = None) -> str:
    """Return what a value must be, and how to write it."""
    what = kind_text(kind)
    bounds = Declared("", kind, None, key).bounds_text if key is not None else ""
    hints = {str: "write it in quotes", bool: "write it without quotes", int: f"write {bounds or 'it without quotes'}"}
    hints[float] = hints[int]
    hint = "write items between [ and ]" if is_list(kind) else hints.get(kind, "write names with their values")
    return f"{what}; {hint}"


def _name(written: str, rule: str, known: tuple[str, ...]) -> tuple[str, str]:
    """Return a name that the user chose in its one form, and what is wrong with it."""
    if known and written not in known:
        return written, f"{shown(written)} is unknown; write {joined(known)}"
    try:
        return (_NAMES[rule](written) if rule else written), ""
    except _NotRightError as error:
        return written, f"{shown(written)} {error}"


def _number(text: str, kind: type) -> object:
    try:
        return kind(text)
    except ValueError:
        return text


def _listed(given: object) -> object:
    return list(given) if isinstance(given, tuple) else given


def _unknown(name: str, table: type) -> str:
    """Return that a key is unknown, with the nearest known key of its table, else the table that has it."""
    import difflib  # for mistakes

    known = [one.name for one in declared(table)]
    if near := difflib.get_close_matches(name, known, n=1, cutoff=0.75):
        return f"there is no such key; did you mean '{near[0]}'?"
    for other, where in _TABLES.items():
        if name in [one.name for one in declared(other)]:
            return f"there is no such key here; it belongs {where}"
    if near := difflib.get_close_matches(name, known, n=1, cutoff=0.5):
        return f"there is no such key; did you mean '{near[0]}'?"
    return f"there is no such key; known are {', '.join(known)}"


_TABLES = {
    Config: "above all tables",
    Check: "into the table [check]",
    CheckHost: 'into a table [check.hosts."HOST"]',
    Folder: 'into a table [folders."FOLDER"]',
}


# Rules for texts: each takes the text and the last part of its key, and returns the text in its one form.


def _words(text: str, _name: str) -> str:
    text = one_line(text)
    if not text:
        raise _NotRightError("is an empty text; write some words, or leave the key out")
    return text


def _line(text: str, _name: str) -> str:
    return one_line(text)


def _any_url(text: str, _name: str) -> str:
    if serialised(text) is None:
        raise _NotRightError("is not an http(s) URL; write https://example.org/")
    return text


def _page_url(text: str, _name: str) -> str:
    return _resolved(text, _EXAMPLE)


def _resolved(text: str, example: str) -> str:
    url = resolve(text, None)
    if isinstance(url, BadUrl):
        raise _NotRightError(f"is not an http(s) URL; write {example}")
    if url != without_userinfo(url):
        raise _NotRightError(f"holds a user name or password; write {example}")
    return url


def _folder_url(text: str, name: str) -> str:
    url = _page_url(text, name)
    if set(url) & set("?#"):
        raise _NotRightError(f"is more than the address of a folder; write {_EXAMPLE}")
    folder, _, last = url.rpartition("/")
    if "." in last and last.rpartition(".")[2].lower() in _FILE_SUFFIXES:
        raise _NotRightError(f"ends in the name of a file; write the address of its folder, {folder}/")
    return url.rstrip("/") + "/"


def _copy_url(text: str, _name: str) -> str:
    """Return an address with the place of the path in it, which must stand behind the host."""
    mark = "feedtool-path"
    before, place, behind = text.partition(COPY_PATH)
    if not place or COPY_PATH in behind:
        raise _NotRightError(f"must hold {COPY_PATH} once, in the place of an article's path; write {_COPY_EXAMPLE}")
    url = _resolved(before + mark + behind, _COPY_EXAMPLE)
    if mark in host_of(url) or url.count(mark) != 1:
        raise _NotRightError(f"has {COPY_PATH} where no path stands; write {_COPY_EXAMPLE}")
    return url.replace(mark, COPY_PATH)


def _iri(text: str, _name: str) -> str:
    if not _IRI.fullmatch(text):
        raise _NotRightError("is not an IRI; write https://example.org/ or tag:example.org,2026:feed")
    return text


def _language(text: str, _name: str) -> str:
    tag = language_tag(text)
    if tag is None:
        raise _NotRightError(f"is not a BCP 47 language tag; write {right_tag(text)}")
    return tag


def _time_zone(text: str, _name: str) -> str:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # here, since most configurations name none

    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise _NotRightError("is not a time zone; write Asia/Shanghai") from error
    return text


def _page_name(text: str, _name: str) -> str:
    if not _PAGE_NAME.fullmatch(text):
        raise _NotRightError("is not a name for the file of the page; write links.html")
    return text


def _agent(text: str, _name: str) -> str:
    if not text or not _can_be_sent(text):
        raise _NotRightError("cannot be sent; write it in plain letters")
    return text


def _header(text: str, name: str) -> str:
    if not _HEADER_NAME.fullmatch(name) or name.lower() in _OUR_HEADERS or not _can_be_sent(text):
        raise _NotRightError(f"cannot be sent as {name!r}; write a header of your own, in Latin-1")
    return text


def _reason(text: str, _name: str) -> str:
    text = one_line(text)
    if not text:
        raise _NotRightError("is no reason; write why nobody is asked, for the next person who reads it")
    return text


def _can_be_sent(text: str) -> bool:
    """Return whether a text may be a header's value (RFC 9110 section 5.5)."""
    return text.isprintable() and all(ord(character) < 256 for character in text)


_FORMS: Mapping[str, Callable[[str, str], str]] = {
    "words": _words,
    "line": _line,
    "any-url": _any_url,
    "page-url": _page_url,
    "folder-url": _folder_url,
    "copy-url": _copy_url,
    "iri": _iri,
    "language": _language,
    "time-zone": _time_zone,
    "page-name": _page_name,
    "agent": _agent,
    "header": _header,
    "reason": _reason,
}


# Rules for names that the user chooses.


def _host_name(name: str) -> str:
    host = host_in(name)
    if host is None:
        raise _NotRightError("is not a host name; write www.example.org")
    return host


def _folder_name(name: str) -> str:
    return name.strip("/")


_NAMES: Mapping[str, Callable[[str], str]] = {"host": _host_name, "folder": _folder_name}
