"""The page that searches the archive: the only one with a script, which stands beside the indexes.

Its policy lets the script of this site run, and fetch from this site alone. Results are made of text, never of markup.
"""

from collections.abc import Sequence

from feedtool.entries.entry import Feed
from feedtool.labels.words import words_in
from feedtool.publish.html_page import TEMPLATES, render_html
from feedtool.publish.search_text import LETTERS

FOLDER = "search"
FILE_NAME = "search.html"
SCRIPT = f"{FOLDER}/search.js"
_SAID_BY_SCRIPT = ("searching", "n-results", "no-results", "search-failed", "archived-copy", "gone-original")


def render(feed: Feed, indexes: Sequence[str], *, gone: Sequence[int], noindex: bool) -> bytes:
    """Return the page as UTF-8; ``indexes`` are the names of the indexes, the first with Pagefind's own files.

    ``gone`` are the numbers of documents whose originals are known to be gone while there is a copy. They stand here
    and not in the indexes, so that no index is made again because a check found a page gone.
    """
    words = words_in(feed.language)
    return render_html(
        "search",
        feed,
        FILE_NAME,
        noindex=noindex,
        script=SCRIPT,
        indexes=indexes,
        gone=gone,
        letters=LETTERS,
        said={label: words.raw(label) for label in _SAID_BY_SCRIPT},
    )


def script() -> bytes:
    """Return the script of the page, UTF-8."""
    return (TEMPLATES / "search.js").read_bytes()
