"""The id of a group's feed, made from that of the main feed: it never changes while these two do not. Pure."""

import uuid
from urllib.parse import quote


def feed_id(main_id: str, path: str) -> str:
    """Return the id of the feed at a path such as ``source/bbc/``, of which letters may be percent-encoded already.

    It is the main feed's id with the path behind it, percent-encoded as in its address; of a ``urn:`` of any kind,
    which may not go on so, it is a ``urn:uuid:`` (version 5) of both. The main feed's own path is empty. RFC 8141
    section 2, RFC 9562 section 5.5.

    >>> feed_id("tag:example.org,2026:news", "tag/é/")
    'tag:example.org,2026:news/tag/%C3%A9/'
    """
    if not path:
        return main_id
    if main_id[:4].lower() == "urn:":
        return uuid.uuid5(uuid.NAMESPACE_URL, f"{main_id}\n{path}").urn
    return f"{main_id}{'' if main_id.endswith('/') else '/'}{quote(path, safe='/%')}"
