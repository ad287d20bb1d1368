"""An article that may be chosen: enough of it to choose, and to find it again."""

from typing import Self

import msgspec
from msgspec import structs

from feedtool.articles.walk import SeedFile
from feedtool.stamps import Stamp


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """The id, dates and place on disk of an article; its text is read again, from ``file``, when it is chosen.

    Editions of one article share ``id``; ``own_id`` is the one that each would have alone. ``characters`` and ``media``
    tell how much of its own an edition holds (`articles.substance`); ``characters`` is None where nobody looked: at the
    only edition, or at one that is older than others with text. An article that is ``ahead`` is dated in the future.
    Of a build with a lock ``visible`` is the hash of all that readers see;
    ``authors`` and ``tags`` are the names that the article gives, whatever the configuration says.
    ``stamp`` is that of the file when it was examined.
    """

    id: str
    published_ms: int
    updated_ms: int
    path: str
    file: str
    own_id: str = ""
    link: str | None = None
    characters: int | None = None
    media: int = 0
    ahead: bool = False
    visible: str = ""
    stamp: Stamp | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    def known_as(self, id_: str) -> Self:
        """Return the article under the id of its entry."""
        return self if id_ == self.id else structs.replace(self, id=id_)

    @property
    def seed(self) -> SeedFile:
        """The file to read again when the article is chosen."""
        return SeedFile(self.file, self.path)
