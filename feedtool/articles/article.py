"""An article is a seed as written: its head, where its body stands, and the problems that reading it showed."""

from datetime import datetime

from feedtool.errors import Problem
from feedtool.quick import quick


@quick(frozen=True, slots=True)
class Dates:
    """When an article was published and last updated, as aware UTC moments; updated is never the earlier one.

    ``earlier`` is the epoch, else the front matter's date, where that lies before published: it stands in for a date
    in the future. ``day_only`` tells that published was written as a day.
    """

    published: datetime
    updated: datetime
    earlier: datetime | None = None
    day_only: bool = False


@quick(frozen=True, slots=True)
class Article:
    """A seed that is an article.

    ``path`` is relative to the seeds, with ``/``. ``text`` is the whole decoded file with LF line ends, and
    ``body_span`` the offsets of its body in it (without wrapper and header). ``dates`` is None if no date could be
    used: such an article is listed as bad and not published. ``link`` is its own link, serialised, or None if
    ``link_as_written`` in ``link_line`` is not an http(s) URL, or None itself. ``language`` is a BCP 47 tag, and ``id``
    an absolute IRI that the front matter gives as the entry's; each is None if the file names none.
    """

    path: str
    text: str
    body_span: tuple[int, int]
    title: str | None
    link: str | None
    link_as_written: str | None
    dates: Dates | None
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    source: str | None
    link_line: int
    problems: tuple[Problem, ...]
    language: str | None = None
    id: str | None = None

    @property
    def body(self) -> str:
        """The body's HTML or plain text, as written."""
        return self.text[slice(*self.body_span)]


@quick(frozen=True, slots=True)
class Skipped:
    """A file that is not an article, and the reason; with a problem if it may be an article that cannot be read.

    Of an article that is cut off ``title`` and ``link`` are what is left of its head.
    """

    path: str
    reason: str
    problem: Problem | None = None
    title: str | None = None
    link: str | None = None


Seed = Article | Skipped
