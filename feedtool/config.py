"""Every default, with its unit and its reason."""

import uuid
from dataclasses import dataclass
from datetime import UTC, tzinfo


@dataclass(frozen=True, slots=True)
class Config:
    """What a user can choose. The defaults work in any folder of articles."""

    title: str = "News archive"
    description: str = "Archived news articles, newest first"
    home_page: str | None = None
    base_url: str | None = None  # where the documents will be served, with a slash at its end
    language: str = "zh-Hans"  # BCP 47; most archives this is made for are Chinese
    author: str | None = None  # of entries that name none; the title where it is not set
    zone: tzinfo = UTC  # of dates without zone
    max_entries: int = 100  # in one document
    max_bytes: int = 500_000  # of one document: readers refuse from about here up

    @property
    def feed_id(self) -> str:
        """The feed's id: the base URL, else a ``urn:uuid:`` of title and home page (feeds rule 3)."""
        if self.base_url:
            return self.base_url
        return uuid.uuid5(uuid.NAMESPACE_URL, f"{self.title}\n{self.home_page or ''}").urn
