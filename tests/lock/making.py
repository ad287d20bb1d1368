"""Lines of a lock and facts of seeds, with values that a test need not name."""

from feedtool.lock.form import HEADER
from feedtool.lock.hashes import text_hash, title_hash
from feedtool.lock.line import Lock, LockLine
from feedtool.lock.recognise import SeedFacts

DAY_MS = 86_400_000
NOW_MS = 1_790_000_000_000  # in 2026
LONG = "一篇很长的文章" * 40


def line(name: str = "a", **changed: object) -> LockLine:
    """The line of an article that is known as ``https://example.org/NAME``, as a build of its facts would write it."""
    seed = facts(name)
    made = LockLine(
        seed.made_id, seed.path, seed.link, seed.text, "0" * 16, seed.published_ms, seed.published_ms, seed.published_ms,
        None, None, seed.title,
    )  # fmt: skip
    return made._replace(**changed)  # type: ignore[arg-type]


def facts(
    name: str = "a",
    *,
    path: str | None = None,
    link: str | None = "",
    title: str | None = None,
    text: str | None = None,
    published_ms: int | None = None,
    own_id: str | None = None,
    made_id: str | None = None,
) -> SeedFacts:
    """The facts of an article with a title, a day and a long text of its own; an empty ``link`` is that of its name."""
    link = f"https://example.org/{name}" if link == "" else link
    title = f"Title of {name}" if title is None else title
    text = f"{LONG}{name}" if text is None else text
    published_ms = 1_600_000_000_000 + sum(map(ord, name)) * DAY_MS if published_ms is None else published_ms
    made_id = made_id or link or f"urn:uuid:{title_hash(title)}-{published_ms}"
    path = f"{name}.md" if path is None else path
    return SeedFacts(path, link, title_hash(title), published_ms, text_hash(text), len(text), made_id, own_id)


def lock(*lines: LockLine, **changed: object) -> Lock:
    """A lock of some lines."""
    values: dict[str, object] = {"seeds": "seeds", "output": "feeds", "lines": {one.id: one for one in lines}}
    return Lock(**(values | changed))  # type: ignore[arg-type]


def written(*rows: str) -> bytes:
    """A lock as bytes, of rows as they are."""
    return "\n".join([HEADER, "seeds\tseeds", "output\tfeeds", *rows, ""]).encode()


def row(one: LockLine) -> str:
    """A line as it is written."""
    from feedtool.lock.form import format_lock

    return format_lock(lock(one)).decode().splitlines()[-1]
