"""An entry as those know it who read the feed: a value that costs nothing to know where nothing is made."""

from typing import NamedTuple


class Published(NamedTuple):
    """An entry of a feed: its id, and its title, link and ``published_ms`` where the feed tells them."""

    id: str
    title: str | None = None
    link: str | None = None
    published_ms: int | None = None

    @property
    def name(self) -> str:
        """What the user knows it by."""
        return f"{self.title!r} ({self.link or self.id})" if self.title else self.link or self.id
