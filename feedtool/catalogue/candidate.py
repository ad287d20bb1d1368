"""What is known of an article before it is chosen: enough to choose it, and to find it again."""

from dataclasses import dataclass

from feedtool.articles.read import SeedFile


@dataclass(frozen=True, slots=True)
class Candidate:
    """What selection needs to know of an article; its text is read again, from ``file``, when it is chosen."""

    id: str
    published_ms: int
    updated_ms: int
    path: str
    file: str

    @property
    def seed(self) -> SeedFile:
        """The file to read again when the article is chosen."""
        return SeedFile(self.file, self.path)
