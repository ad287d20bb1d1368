"""Feed → JSON Feed 1.1 bytes (jsonfeed.org/version/1.1)."""

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from feedtool.dates import format_rfc3339, from_epoch_ms, to_epoch_ms
from feedtool.entries.address import published_address
from feedtool.entries.entry import Enclosure, Entry, Feed
from feedtool.html.images import Image
from feedtool.publish.archive import links_to_others, mark_of, own_address
from feedtool.publish.frame import Frame
from feedtool.text import drop_forbidden
from feedtool.urls import front_page_of

FILE_NAME = "feed.json"
MEDIA_TYPE = "application/feed+json"

_BEGIN, _ITEM, _END = b'\n "items": [', b"\n  {", b"\n ]\n}\n"  # how the items begin, how each of them, what is behind


def render_frame(feed: Feed) -> Frame:
    """Return what stands around the items of a JSON Feed, UTF-8. The same feed gives the same bytes.

    A key without a value is left out. Its ``next_url`` is the archive document before, where that is a JSON Feed too.
    """
    links = {link.rel: link for link in links_to_others(feed, "json", FILE_NAME)}
    prev = links.get("prev-archive")
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.home_page,
        "feed_url": own_address(feed, "json", FILE_NAME),
        "next_url": prev.href if prev and prev.media_type == MEDIA_TYPE else None,
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
        "_feedtool": {"updated_ms": to_epoch_ms(feed.updated)}
        | {rel.replace("-", "_"): link.href for rel, link in links.items()}
        | ({mark: True} if (mark := mark_of(feed.paging)) else {}),
    }
    return Frame(_written(_present(document)).removesuffix("\n}").encode() + b"," + _BEGIN, b",", _END)


def render_entries(_feed: Feed, entries: Sequence[Entry]) -> list[bytes]:
    """Return each entry as it stands in a JSON Feed. The same entry gives the same bytes."""
    return [_indented(f"\n{_written(_item(entry))}") for entry in entries]


def enclosure_bytes(enclosure: Enclosure) -> int:
    """Return by how many bytes an enclosure makes an item larger."""
    alone = _written({"attachments": _attachments(enclosure)})
    return len(_indented(alone.removeprefix("{").removesuffix("\n}"))) + len(",")


def texts_in(document: bytes) -> list[bytes]:
    """Return the items of a JSON Feed of ours, each as `render_entries` gave it."""
    _, _, items = document.removesuffix(_END).partition(_BEGIN)
    return [_ITEM + item.removesuffix(b",") for item in items.split(_ITEM)[1:]]


def entry_of(text: bytes) -> Entry:
    """Return the entry that an item of `render_entries` shows; its picture has no caption there."""
    return _entry(json.loads(text))


def ids_in(document: bytes) -> list[str]:
    """Return the ids of the items of a JSON Feed, in order; a document that is missing or broken has none."""
    try:
        items = json.loads(document)["items"]
        return [str(item["id"]) for item in items]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []


def entries_of(document: bytes) -> Iterator[Entry]:
    """Yield the items of a JSON Feed as the entries that they were; what no build of ours wrote is left out."""
    try:
        items = json.loads(document)["items"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return
    for item in items if isinstance(items, list) else ():
        with contextlib.suppress(KeyError, TypeError, ValueError, AttributeError, OverflowError):
            yield _entry(item)


def _entry(item: Mapping[str, Any]) -> Entry:
    own, link, image = item["_feedtool"], _text(item.get("url")), _text(item.get("image"))
    return Entry(
        id=_text(item["id"]) or "",
        title=_text(item["title"]) or "",
        link=link,
        published=from_epoch_ms(int(own["published_ms"])),
        updated=from_epoch_ms(int(own["updated_ms"])),
        authors=tuple(_text(author["name"]) or "" for author in item.get("authors", ())),
        tags=tuple(_text(tag) or "" for tag in item.get("tags", ())),
        source=_text(own.get("source")),
        source_url=published_address(front_page_of(link)) if link else None,
        language=_text(item["language"]) or "",
        summary=_text(item.get("summary")) or "",
        content=_text(item["content_html"]) or "",
        image=Image(image, "") if image else None,
    )


def _text(value: object) -> str | None:
    """Return a text that a feed may carry, or None if there is none. Raise TypeError for anything else."""
    if value is not None and not isinstance(value, str):
        raise TypeError(value)
    return drop_forbidden(value) if value else None


def _item(entry: Entry) -> dict[str, object]:
    return {"id": entry.id, "content_html": entry.content} | _present(
        {
            "url": entry.link,
            "title": entry.title,
            "summary": entry.summary,
            "image": entry.image and entry.image.url,
            "date_published": format_rfc3339(entry.published),
            "date_modified": format_rfc3339(entry.updated),
            "authors": [{"name": name} for name in entry.authors],
            "tags": list(entry.tags),
            "language": entry.language,
            "attachments": _attachments(entry.enclosure),
            "_feedtool": {
                "published_ms": to_epoch_ms(entry.published),
                "updated_ms": to_epoch_ms(entry.updated),
                "source": entry.source,
            },
        }
    )


def _attachments(enclosure: Enclosure | None) -> list[dict[str, object]]:
    if enclosure is None:
        return []
    return [{"url": enclosure.url, "mime_type": enclosure.type, "size_in_bytes": enclosure.length}]


def _indented(text: str) -> bytes:
    return text.replace("\n", "\n  ").encode()  # JSON's own line breaks: texts have theirs escaped


def _present(document: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in document.items() if value not in (None, "", [])}


def _written(document: Mapping[str, object]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1)
