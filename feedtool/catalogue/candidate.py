"""An article that may be chosen: enough of it to choose, and to find it again."""

from dataclasses import dataclass

from feedtool.articles.read import SeedFile


@dataclass(frozen=True, slots=True)
class Candidate:
    """The id, dates and place on disk of an article; its text is read again, from ``file``, when it is chosen."""

    id: str
    published_ms: int
    updated_ms: int
    path: str
    file: str

    @property
    def seed(self) -> SeedFile:
        """The file to read again when the article is chosen."""
        return SeedFile(self.file, self.path)
