"""Feed → JSON Feed 1.1 bytes (jsonfeed.org/version/1.1)."""

import json
from collections.abc import Mapping, Sequence

from feedtool.dates import format_rfc3339, to_epoch_ms
from feedtool.entries.entry import Entry, Feed
from feedtool.publish.frame import Frame

FILE_NAME = "feed.json"
MEDIA_TYPE = "application/feed+json"


def render_frame(feed: Feed) -> Frame:
    """Return what stands around the items of a JSON Feed, UTF-8. The same feed gives the same bytes.

    A key without a value is left out.
    """
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.home_page,
        "feed_url": feed.base_url and feed.base_url + FILE_NAME,
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
        "_feedtool": {"updated_ms": to_epoch_ms(feed.updated)},
    }
    return Frame(_written(_present(document)).removesuffix("\n}").encode() + b',\n "items": [', b",", b"\n ]\n}\n")


def render_entries(_feed: Feed, entries: Sequence[Entry]) -> list[bytes]:
    """Return each entry as it stands in a JSON Feed. The same entry gives the same bytes."""
    lines = (f"\n{_written(_item(entry))}" for entry in entries)
    return [item.replace("\n", "\n  ").encode() for item in lines]  # JSON's own line breaks: texts have theirs escaped


def ids_of(document: bytes) -> set[str]:
    """Return the ids of the items of a JSON Feed; a document that is missing or broken has none."""
    try:
        items = json.loads(document)["items"]
        return {str(item["id"]) for item in items}
    except (ValueError, KeyError, TypeError, RecursionError):
        return set()


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
            "_feedtool": {
                "published_ms": to_epoch_ms(entry.published),
                "updated_ms": to_epoch_ms(entry.updated),
                "source": entry.source,
            },
        }
    )


def _present(document: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in document.items() if value not in (None, "", [])}


def _written(document: Mapping[str, object]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1)
