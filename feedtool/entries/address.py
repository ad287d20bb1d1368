"""The one way on which an address of an article comes into a document: its link, its site, all that its content holds.

Whatever changes the addresses that readers get changes them here: nothing else in `entries` or `publish` makes one. Ids
are no addresses; they never change.
"""

from feedtool.urls import without_userinfo

_MOST_CHARACTERS = 8000  # what servers and readers take (RFC 9110 section 4.1)


def published_address(url: str) -> str | None:
    """Return the address that readers get for a serialised http(s) URL, or None if readers get none.

    User names and passwords are left out. An address of more than 8000 characters is not published.
    """
    return None if len(url) > _MOST_CHARACTERS else without_userinfo(url)
