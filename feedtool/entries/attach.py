"""What an entry attaches, so that readers can fetch it with the entry: a sound or a film, else its picture. Pure.

Feeds name it with its media type and its length in bytes, which only its server knows (RSS 2.0, `enclosure`). So it is
attached where a check saw both; the picture is named in another way wherever it is known (Media RSS).
"""

import re
from dataclasses import replace
from html import unescape

from feedtool.entries.entry import Enclosure, Entry
from feedtool.lock.line import Attached
from feedtool.lock.seen import mark_of

LONGEST_TYPE, LONGEST_LENGTH = len("image/svg+xml") * 2, 12  # of what is attached; what is longer is not
_PLAYED = re.compile(r"<(?:audio|source|video)\b([^>]*)>")  # as the sanitiser writes it: no ">" in attributes
_SRC = re.compile(r' src="(https?://[^"]*)"')


def attachable(entry: Entry) -> str | None:
    """Return the address of the file that an entry attaches once its type and length are known, None without one."""
    for played in _PLAYED.finditer(entry.content):
        if src := _SRC.search(played[1]):
            return unescape(src[1])
    return entry.image.url if entry.image else None


def attached(address: str, media_type: str, length: int) -> Attached | None:
    """Return what the lock keeps of a file, None where its type is one that would need too much room."""
    return None if len(media_type) > LONGEST_TYPE else Attached(media_type, length, mark_of(address))


def with_enclosure(entry: Entry, known: Attached | None) -> Entry:
    """Return an entry that attaches its file, if that is the one of which something is known."""
    address = attachable(entry) if known else None
    if known is None or address is None or mark_of(address) != known.mark:
        return entry
    return replace(entry, enclosure=Enclosure(address, known.type, known.length))
