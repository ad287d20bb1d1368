"""The lock as bytes, and back. Pure.

`docs/archive.md` shows the form. What counts here:

- One expression reads a line, and says at once whether it is whole; 50,000 lines take a tenth of a second each way.
- Every field may hold anything: backslash, tab, line ends, NUL and lone surrogates are written with a backslash.
  Percent signs stay, since links are full of them.
- A line that is not understood costs at most itself. Doubles and conflicts are settled in `repair.py`.
"""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from zlib import crc32

from feedtool.errors import InputError
from feedtool.lock.line import Attached, Lock, LockLine, Window, changed_lines
from feedtool.lock.repair import Joiner, Repair, unmarked
from feedtool.text import shorten

VERSION = 1
HEADER = f"# feedtool lock {VERSION}: what subscribers know each article by; commit this file, and do not edit it"
_HEADER = re.compile(r"# feedtool lock (\d{1,9})\b.*", re.ASCII)
_SAME = "="  # link: equal to the id; updated, seen: equal to published
_FIRST_MS, _LAST_MS = -62_135_596_800_000, 253_402_300_799_999  # the years 1 to 9999

# The fields of an entry's line, in the order of `LockLine`, and what is written where a damaged one cannot be read: no
# more where that is None, since without an id or a moment nobody knows which article the line tells of.
_FIELDS = (
    (r"[A-Za-z][^\t:]*+:[^\t]*+", None),  # id
    (r"[^\t]*+", ""),  # path
    (r"[^\t]*+", ""),  # link
    (r"[0-9a-f]{16}|", ""),  # text
    (r"[0-9a-f]{16}|", ""),  # visible
    (r"-?\d{1,15}", None),  # published
    (r"=|-?\d{1,15}", _SAME),  # updated
    (r"=|-?\d{1,15}", _SAME),  # seen
    (r"[1-9]\d{0,8}|", ""),  # page
    (r"\d{4}-\d\d-\d\d|", ""),  # gone
    (r"[0-9a-f]{8}|", ""),  # title
    (r"(?:audio|image|video)/[a-z0-9.+-]{1,50} [1-9]\d{0,11} [0-9a-f]{8}|", ""),  # attached
    (r"gone|", ""),  # original
)
_SEEN = 2  # fields at the end that tell what a check saw: a line of which it saw nothing does not have them
_ENTRY = re.compile(
    r"\t".join(f"({field})" for field, _ in _FIELDS[:-_SEEN])
    + "".join(("(?:", *(rf"\t({field})" for field, _ in _FIELDS[-_SEEN:]), ")?")),
    re.ASCII,
)
# The line of an entry behind which the next one begins, since the end of the line is missing.
_FIRST_OF_JOINED = re.compile(rf"{_ENTRY.pattern}(?={_FIELDS[0][0]}\t)", re.ASCII)
_PUBLISHED = 5  # the place of that field
_SOUND = ("x:", "", "", "", "", "0", _SAME, _SAME, "", "", "", "", "")
_ORIGINAL_GONE = "gone"

_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "\\0"}
_TO_ESCAPE = re.compile("[\\\\\t\n\r\0\ud800-\udfff]")
_ESCAPED = re.compile(r"\\(u[0-9a-f]{4}|.|\Z)", re.DOTALL)
_UNESCAPES = {written[1]: meant for meant, written in _ESCAPES.items()}
_LINE_END = re.compile(r"(?<!\r)\r++\n")  # of a file that went through another system, perhaps twice
_NO_TEXT = re.compile("[\0\ud800-\udfff]")  # what no line holds: bytes that are no UTF-8 stand as surrogates


def format_lock(lock: Lock, *, before: Lock | None = None, written: bytes = b"") -> bytes:
    """Return the lock as it stands in its file: the same bytes for the same lock.

    ``before`` is a lock that was ``written`` here: lines that are the same value are not written again.
    """
    if before is not None:
        known, changed = before.lines, [lock.lines[id_] for id_ in changed_lines(before.lines, lock.lines)]
        if sum(line.id in known for line in changed) + len(lock.lines) - len(changed) == len(known):
            return b"".join([_heads(lock), *_spliced(written, len(_heads(before)), changed)])
    file = BytesIO()  # so that no line is held twice
    file.write(_heads(lock))
    file.writelines(f"{_row(line)}\n".encode() for line in sorted(lock.lines.values(), key=_order))
    return file.getvalue()


def _heads(lock: Lock) -> bytes:
    """Return what stands before the lines of entries."""
    heads = [HEADER, f"seeds\t{_escaped(lock.seeds)}", f"output\t{_escaped(lock.output)}"]
    for feed, (seen_ms, id_) in sorted(lock.windows.items()):
        heads.append(f"window\t{_escaped(feed)}\t{seen_ms}\t{_escaped(id_)}")
    for (kind, name), slug in sorted(lock.slugs.items()):
        heads.append(f"slug\t{_escaped(kind)}\t{_escaped(slug)}\t{_escaped(name)}")
    return "".join(f"{head}\n" for head in heads).encode()


def _spliced(written: bytes, begin: int, changed: Iterable[LockLine]) -> Iterator[bytes | memoryview]:
    """Yield the lines that were written, from where they ``begin``, with changed ones in their places."""
    rows, at = memoryview(written), begin
    for line in sorted(changed, key=_order):
        start, end = _place_of(line, written, at)
        yield rows[at:start]
        yield f"{_row(line)}\n".encode()
        at = end
    yield rows[at:]


def _place_of(line: LockLine, written: bytes, begin: int) -> tuple[int, int]:
    """Return where the line of an entry begins and ends; where there is none, where it would stand."""
    low, high = begin, len(written)
    while low < high:
        start = max(low, written.rfind(b"\n", low, (low + high) // 2) + 1)
        end = written.index(b"\n", start) + 1
        id_ = _unescaped(written[start : written.index(b"\t", start)].decode())
        if id_ == line.id:
            return start, end
        low, high = (end, high) if _order_of(id_) < _order(line) else (low, start)
    return low, low


def parse_lock(data: bytes, *, name: str = "feeds.lock") -> tuple[Lock, tuple[Repair, ...]]:
    """Return the lock in a file, and what had to be repaired to read it.

    Raise InputError if a newer version wrote the file, or if it is no lock at all; ``name`` is the file's.
    """
    joiner = Joiner()
    text, strange = _text(data)
    others: list[tuple[int, str]] = []
    for number, row in unmarked(text.split("\n"), joiner):
        if strange and _NO_TEXT.search(row):
            others.append((number, row))
            continue
        try:
            joiner.add_line(number, _line(row))
        except ValueError:
            others.append((number, row))
    _check_header(data, [row for _, row in others], joiner, name)
    for number, row in others:
        if row and not row.startswith("#") and not _add_other(number, row, joiner):
            _salvage(number, row, joiner)
    return joiner.lock(), joiner.repairs()


def in_order(ids: Iterable[str]) -> bool:
    """Tell whether ids stand in the order in which their lines are written."""
    last = -1, ""
    for id_ in ids:
        key = _order_of(id_)
        if key < last:
            return False
        last = key
    return True


def _order(line: LockLine) -> tuple[int, str]:
    """Order lines by a hash of their id, so that two branches rarely add lines in one place."""
    return _order_of(line.id)


def _order_of(id_: str) -> tuple[int, str]:
    return crc32(id_.encode("utf-8", "surrogatepass")), id_


def _row(line: LockLine) -> str:
    id_, path, link, text, visible, published, updated, seen, page, gone, title, attached, original_gone = line
    row = (
        f"{_escaped(id_)}\t{_escaped(path)}\t{_SAME if link == id_ else _escaped(link or '')}\t{text}\t{visible}\t"
        f"{published}\t{_SAME if updated == published else updated}\t{_SAME if seen == published else seen}\t"
        f"{page or ''}\t{gone or ''}\t{title}"
    )
    if attached is None and not original_gone:
        return row
    return f"{row}\t{' '.join(map(str, attached or ()))}\t{_ORIGINAL_GONE if original_gone else ''}"


def _escaped(field: str) -> str:
    """Return a field as it is written; most have nothing to escape."""
    if field.isprintable() and "\\" not in field:
        return field
    return _TO_ESCAPE.sub(lambda match: _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04x}", field)


def _unescaped(field: str) -> str:
    """Return a field as it was meant. Raise ValueError for an escape that nobody writes."""

    def meant(match: re.Match[str]) -> str:
        code = match[1]
        if len(code) == 5 and "d800" <= code[1:] <= "dfff":
            return chr(int(code[1:], 16))
        if code not in _UNESCAPES:
            raise ValueError(f"no escape: {match[0]!r}")
        return _UNESCAPES[code]

    return _ESCAPED.sub(meant, field) if "\\" in field else field


def _text(data: bytes) -> tuple[str, bool]:
    """Return the text of a file, and whether some of it is no text: bytes that are no UTF-8 become surrogates."""
    try:
        text, strange = data.decode(), b"\0" in data
    except UnicodeDecodeError:
        text, strange = data.decode(errors="surrogateescape"), True
    text = text.removeprefix("\ufeff")
    return _LINE_END.sub("\n", text) if "\r" in text else text, strange


def _line(row: str) -> LockLine:
    """Return the line of an entry. Raise ValueError if the row is no such line, or a damaged one."""
    match = _ENTRY.fullmatch(row)
    if match is None:
        raise ValueError(row)
    id_, path, link, text, visible, published, updated, seen, page, gone, title, attached, original = match.groups()
    if "\\" in row:
        id_, path, link = _unescaped(id_), _unescaped(path), _unescaped(link)
    at = _moment(published)
    return LockLine(
        id_,
        path,
        id_ if link == _SAME else link or None,
        text,
        visible,
        at,
        at if updated == _SAME else _moment(updated),
        at if seen == _SAME else _moment(seen),
        int(page) if page else None,
        gone or None,
        title,
        _attached(attached) if attached else None,
        original == _ORIGINAL_GONE,
    )


def _attached(written: str) -> Attached:
    media_type, length, mark = written.split(" ")
    return Attached(media_type, int(length), mark)


def _moment(digits: str) -> int:
    """Return a moment in milliseconds. Raise ValueError if the text is no moment."""
    moment = int(digits)
    if not _FIRST_MS <= moment <= _LAST_MS:
        raise ValueError(digits)
    return moment


def _check_header(data: bytes, rows: list[str], joiner: Joiner, name: str) -> None:
    """Raise InputError if a newer version wrote this, or if it is no lock; tell if only the header is missing."""
    version = max((int(found[1]) for row in rows if (found := _HEADER.fullmatch(row))), default=0)
    if version > VERSION:
        raise InputError(f"{name}: a newer feedtool wrote this lock (version {version}); use that feedtool")
    if not version and data.strip() and not joiner.lines:
        raise InputError(f"{name}: this is no lock of feedtool; name another file, or move this one away")
    if not version:
        joiner.tell(1, "the first line is missing, which says that this is a lock; it is written anew")


def _add_other(number: int, row: str, joiner: Joiner) -> bool:
    """Add a line that is not an entry's, told by its first field. Return whether it was understood."""
    if _NO_TEXT.search(row):
        return False
    try:
        match [_unescaped(field) for field in row.split("\t")]:
            case ["seeds" | "output" as head, value]:
                joiner.add_head(number, head, value)
            case ["window", feed, seen, id_]:
                joiner.add_window(number, feed, Window(_moment(seen), id_))
            case ["slug", kind, slug, name]:
                joiner.add_slug(number, (kind, name), slug)
            case _:
                return False
    except ValueError:
        return False
    return True


def _salvage(number: int, row: str, joiner: Joiner) -> None:
    """Keep what is left of a damaged line, or of each of several that stand in one."""
    rows = list(_parted(row))
    if len(rows) == 1:
        _salvage_one(number, row, joiner)
        return
    joiner.tell(number, f"{len(rows)} lines in one, since their ends are missing; each counts")
    for one in rows:
        try:
            line = None if _NO_TEXT.search(one) else _line(one)
        except ValueError:
            line = None
        if line is None:
            _salvage_one(number, one, joiner)
        else:
            joiner.add_line(number, line)


def _parted(row: str) -> Iterator[str]:
    """Yield the lines of entries that stand in one, and the rest."""
    at = 0
    while first := _FIRST_OF_JOINED.match(row, at):
        yield first[0]
        at = first.end()
    yield row[at:]


def _salvage_one(number: int, row: str, joiner: Joiner) -> None:
    """Keep what is left of a damaged line, if it still tells a moment, and an id that no other line has."""
    fields = [_NO_TEXT.sub("\ufffd", field) for field in row.split("\t")]
    shown = shorten(fields[0], 100)
    line = _remains(fields)
    if fields[0] in joiner.lines:
        joiner.tell(number, f"a damaged line; another line of {shown} is whole, and counts")
    elif line is None:
        joiner.tell(number, f"a damaged line, which is left out: it begins with {shown!r}")
    else:
        joiner.add_line(number, line)
        joiner.tell(number, f"a damaged line; of {shown} the id and what can still be read are kept")


def _remains(fields: list[str]) -> LockLine | None:
    """Return a line made of the fields that can be read, or None where too little is left to know an entry by."""
    if len(fields) <= _PUBLISHED + 1 or "\ufffd" in fields[0] + fields[2]:  # a moment at the end may be cut off
        return None
    kept = [*fields, *[""] * len(_FIELDS)][: len(_FIELDS)]
    for place, (_, instead) in enumerate(_FIELDS):
        try:
            _line("\t".join([*_SOUND[:place], kept[place], *_SOUND[place + 1 :]]))
        except ValueError:
            if instead is None:
                return None
            kept[place] = instead
    return _line("\t".join(kept))
