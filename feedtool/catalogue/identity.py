"""The id of an entry, the same for ever. Pure."""

import uuid
from datetime import datetime

from feedtool.dates import format_rfc3339
from feedtool.urls import without_fragment, without_userinfo


def entry_id(link: str | None, title: str | None, published: datetime) -> str:
    """Return the id of an article: its normalised link, else a ``urn:uuid:`` (version 5) of title and published.

    It survives a moved file and a new title. RFC 4287 section 4.2.6, RFC 9562 section 5.5.
    """
    if link is not None:
        return without_userinfo(without_fragment(link))
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{title or ''}\n{format_rfc3339(published)}").urn
