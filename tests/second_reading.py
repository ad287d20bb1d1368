"""A second reading of article files, built differently from the tool's own.

It follows the article format word by word with a conforming HTML parser
(BeautifulSoup over html5lib), PyYAML, dateutil and Ada, and shares no code
with the tool. Speed does not matter here; a difference between the two
readings means that one of them is wrong.
"""

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import ada_url
import yaml
from bs4 import BeautifulSoup, NavigableString, Tag, UnicodeDammit
from bs4.element import PreformattedString
from dateutil import parser as dateutil_parser

SUFFIXES = {".md", ".markdown", ".txt", ".html"}
NOT_ARTICLES = {"table", "page"}

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.S | re.M)
KNOWN_KEY = re.compile(r"^(layout|title|date|author|from|tags|categories):(.*)$")
BLOCK = re.compile(r"\A\s*<!--\s*(NaN|-?\d+)\s*-->[ \t]*\n\[(.*)\]\((.*)\)[ \t]*\n-{3,}[ \t]*(?:\n|\Z)")

# What XML 1.0 forbids: never part of a reading.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
EDGES = "".join(map(chr, range(33)))  # what browsers leave out at the ends of a URL
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
A_YEAR = timedelta(days=366)

# Schemes a link may have that are not for this list; any other is a misspelling.
OTHER_SCHEMES = {
    *("about", "blob", "data", "ed2k", "file", "ftp", "geo", "git", "irc", "javascript"),
    *("magnet", "mailto", "news", "sftp", "skype", "sms", "ssh", "tel", "tg", "thunder"),
    *("urn", "view-source", "weixin", "whatsapp", "ws", "wss", "xmpp"),
}
LAZY = ("data-src", "data-original", "data-cfsrc", "data-lazy-src")
EMBEDS = {"iframe": "src", "video": "src", "audio": "src", "source": "src", "object": "data"}
SILENT = ("a", "script", "style", "textarea")

BARE = re.compile(r"https?://[\x21-\x7e]*", re.I)
SCHEME = re.compile(r"https?://", re.I)
END_OF_BARE = re.compile(r"[\"'<>]|={4,}|-{4,}|\*{4,}")
WRAPPING = re.compile(r"(?:\bweb\.archive\.org/web/[^/]*/|\barchive\.(?:is|today|ph)/(?:[^/:]+/)*|url=)\Z", re.I)
PAIRS = {")": "(", "]": "[", "}": "{"}


def read_article(path: Path, relative: str) -> dict[str, object]:
    """Read one file into the fields the article format defines."""
    found: dict[str, object] = {"path": relative, "article": False}
    found.update(dict.fromkeys(("title", "link", "published", "updated")))
    found.update(published_ms=None, updated_ms=None, source=None)
    found.update(authors=[], tags=[], links=[], images=[], embeds=[], invalid_links=[])
    if path.suffix.lower() not in SUFFIXES:
        return found

    front, rest = split_front_matter(decode(path.read_bytes()))
    block = BLOCK.match(rest)
    if one(front, "layout") in NOT_ARTICLES or not (block or one(front, "from")):
        return found
    epoch, title, url = block.groups() if block else (None, None, None)
    soup = parse(rest[block.end() :] if block else rest)
    link = http_url(url) or http_url(one(front, "from"))
    header_authors, header_date = read_header(soup)
    published, updated = read_dates(header_date, one(front, "date"), epoch)
    author = plain(one(front, "author"))

    found.update(article=True, link=link)
    found["title"] = plain(title) or plain(one(front, "title")) or None
    found["source"] = host(link) if link else None
    found["published"], found["published_ms"] = rfc3339(published), milliseconds(published)
    found["updated"], found["updated_ms"] = rfc3339(updated), milliseconds(updated)
    found["authors"] = header_authors or ([author] if author else [])
    found["tags"] = unique(plain(t) for key in ("tags", "categories") for t in many(front, key))
    found.update(References(soup, link).lists())
    return found


# --- text and front matter -------------------------------------------------


def decode(raw: bytes) -> str:
    """Bytes as text: a mark first, then UTF-8, then detection; XML's characters only."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = UnicodeDammit(raw).unicode_markup or raw.decode("utf-8", "replace")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = raw.decode("utf-16", "replace")
    return FORBIDDEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def split_front_matter(text: str) -> tuple[dict[str, object], str]:
    """The front matter as strings and lists, and what follows it."""
    match = FRONT_MATTER.match(text)
    if not match:
        return {}, text
    try:
        front = yaml.load(match[1], Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        front = None
    if not isinstance(front, dict):
        front = by_line(match[1])
    return front, text[match.end() :]


def by_line(text: str) -> dict[str, object]:
    """The known keys of a front matter that is not strict YAML."""
    front: dict[str, object] = {}
    for line in text.split("\n"):
        match = KNOWN_KEY.match(line)
        if not match:
            continue
        value = match[2].strip()
        if value.startswith("[") and value.endswith("]"):
            front[match[1]] = [unquote(item) for item in value[1:-1].split(",")]
        else:
            front[match[1]] = unquote(value)
    return front


def unquote(value: str) -> str:
    """A YAML scalar without its quotes."""
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1].replace('\\"', '"')
    return value


def many(front: dict[str, object], key: str) -> list[str]:
    """The values of a key, however many there are."""
    value = front.get(key) or []
    return [str(item) for item in (value if isinstance(value, list) else [value]) if item]


def one(front: dict[str, object], key: str) -> str:
    """The single value of a key, or nothing."""
    return ", ".join(many(front, key)).strip()


def plain(text: str | None) -> str:
    """Plain text: no tags, references decoded, white space and controls folded."""
    if not text:
        return ""
    text = parse(text).get_text() if "<" in text else html.unescape(text)
    return " ".join(CONTROLS.sub(" ", text).split())


def unique(values: Iterator[str]) -> list[str]:
    """Each value once, in order, without the empty ones."""
    return list(dict.fromkeys(value for value in values if value))


def parse(markup: str) -> BeautifulSoup:
    """The tree a browser without scripting would build for a body."""
    return BeautifulSoup("<!DOCTYPE html><html><head></head><body>" + markup, "html5lib")


# --- header and dates ------------------------------------------------------


def read_header(soup: BeautifulSoup) -> tuple[list[str], str | None]:
    """Authors and date of a `<div><i>[authors]<br>date</i></div>` at the top of the body."""
    body = soup.body
    first = next((c for c in body.children if isinstance(c, Tag) or str(c).strip()), None)
    if not isinstance(first, Tag) or first.name != "div":
        return [], None
    inside = [c for c in first.children if isinstance(c, Tag) or str(c).strip()]
    if len(inside) != 1 or getattr(inside[0], "name", None) != "i":
        return [], None

    italic = inside[0]
    authors = ""
    if line_break := italic.find("br"):
        before = [str(s) for s in line_break.find_all_previous(string=True) if italic in s.parents]
        authors = "".join(reversed(before))
        line_break.extract()
    time = italic.find("time")
    date = time.get("datetime") if time else None
    date = date or plain(italic.get_text().removeprefix(authors))
    if not read_date(date) and date != "NaN":
        return [], None
    return unique(plain(name) for name in re.split("[,，、]", authors)), date


def read_dates(header: str | None, front: str | None, epoch: str | None) -> tuple[datetime | None, datetime | None]:
    """Published and updated, from the sources of dates in their order."""
    sources = {"header": read_date(header), "front": read_date(front), "epoch": read_date(epoch)}
    dates = {name: date for name, date in sources.items() if date and date >= EARLIEST}
    for name, date in list(dates.items()):
        others = [other for key, other in dates.items() if key != name]
        if others and date > max(others) + A_YEAR:
            del dates[name]
    published = next(iter(dates.values()), None)
    if published is None:
        return None, None
    return published, max(published, dates.get("epoch", published))


def read_date(text: str | None) -> datetime | None:
    """One date, in UTC; None for what is none. Nothing is filled in from the clock."""
    text = (text or "").strip()
    if re.fullmatch(r"-?\d{9,17}", text):
        size = len(text.lstrip("-"))
        seconds = int(text) / (1 if size <= 10 else 1000 if size <= 13 else 1_000_000)
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    try:
        one_way, other_way = (
            dateutil_parser.parse(text, default=datetime(*default)) for default in ((2000, 1, 1), (2004, 3, 2))
        )
        if one_way != other_way:
            return None
        aware = one_way if one_way.tzinfo else one_way.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def milliseconds(date: datetime | None) -> int | None:
    """Whole milliseconds since 1970."""
    if date is None:
        return None
    return (date - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def rfc3339(date: datetime | None) -> str | None:
    """RFC 3339 in UTC; milliseconds only where there are some."""
    if date is None:
        return None
    fraction = f".{date.microsecond // 1000:03}" if date.microsecond // 1000 else ""
    return f"{date:%Y-%m-%dT%H:%M:%S}{fraction}Z"


# --- references ------------------------------------------------------------


def http_url(raw: str | None, base: str | None = None) -> str | None:
    """The WHATWG serialisation of a reference, or None if it is not one of the web."""
    try:
        url = ada_url.URL(raw or "", base) if base else ada_url.URL(raw or "")
    except ValueError:
        return None
    return url.href if url.protocol in ("http:", "https:") else None


def host(url: str) -> str:
    """The host of a URL without `www.`."""
    return ada_url.URL(url).hostname.removeprefix("www.")


def whole(url: str) -> str:
    """A URL without its fragment: what makes it the same as another."""
    return url.partition("#")[0]


class References:
    """The links, images and embeds of one tree, in document order."""

    def __init__(self, soup: BeautifulSoup, link: str | None) -> None:
        self.link = link
        self.kinds: dict[str, dict[str, str]] = {"links": {}, "images": {}, "embeds": {}}
        self.invalid: dict[str, None] = {}
        for node in soup.body.descendants:
            if isinstance(node, Tag):
                self.read_element(node)
            elif not isinstance(node, PreformattedString) and not node.find_parent(SILENT):
                self.read_text(node)

    def lists(self) -> dict[str, list[str]]:
        """What was found, by kind."""
        if self.link:
            self.kinds["links"].pop(whole(self.link), None)
        found = {kind: list(urls.values()) for kind, urls in self.kinds.items()}
        return {**found, "invalid_links": list(self.invalid)}

    def add(self, kind: str, raw: str) -> None:
        """Keep a reference under its kind, or as an invalid one; empty ones are none."""
        raw = raw.strip(EDGES)
        if not raw:
            return
        if url := http_url(raw, self.link):
            self.kinds[kind].setdefault(whole(url), url)
            return
        scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", raw)
        if not scheme or scheme[1].lower() not in OTHER_SCHEMES:
            self.invalid[raw] = None

    def read_element(self, tag: Tag) -> None:
        """The reference of one element, if it has one."""
        if tag.name == "area" or (tag.name == "a" and not hides_mail(tag)):
            self.add("links", tag.get("href", ""))
        elif tag.name == "img" and not is_pixel(tag):
            self.add("images", image_source(tag))
        elif tag.name in EMBEDS and not (tag.name == "source" and tag.find_parent("picture")):
            self.add("embeds", tag.get(EMBEDS[tag.name], ""))

    def read_text(self, text: NavigableString) -> None:
        """The bare URLs of a run of text."""
        for raw in bare_urls(str(text)):
            raw = without_unpaired(raw)
            if raw.endswith("..."):
                self.invalid[raw] = None
                continue
            raw = trimmed(raw)
            if SCHEME.fullmatch(raw) or not SCHEME.match(raw):
                continue
            self.add("links", raw)


def hides_mail(anchor: Tag) -> bool:
    """Whether a link is Cloudflare's stand-in for a mail address: readers get that address, or no link."""
    path, _, code = anchor.get("href", "").strip().lower().partition("#")
    return path.rstrip("/").endswith("/cdn-cgi/l/email-protection") and not code.strip("0123456789abcdef")


def is_pixel(img: Tag) -> bool:
    """Whether an image is declared at most one pixel wide and high."""
    sizes = [img.get(name, "").strip().removesuffix("px") for name in ("width", "height")]
    return all(size in ("0", "1") for size in sizes)


def image_source(img: Tag) -> str:
    """What an image shows: its src, or a lazy attribute where src shows nothing."""
    source = img.get("src", "").strip(EDGES)
    if source and not source.lower().startswith(("data:", "about:")):
        return source
    lazy = [img[name].strip(EDGES) for name in LAZY if img.get(name, "").strip(EDGES)]
    return lazy[0] if lazy else source


def bare_urls(text: str) -> Iterator[str]:
    """The bare URLs of a text, cut where another begins, but with their tails."""
    for run in BARE.finditer(text):
        rest = run[0]
        while rest:
            end = END_OF_BARE.search(rest)
            stop = end.start() if end else len(rest)
            for inner in SCHEME.finditer(rest, 1, stop):
                if not WRAPPING.search(rest[: inner.start()]):
                    stop = inner.start()
                    break
            if rest[37:40] == "...":  # as YouTube shortens what it shows: 37 characters and three dots
                stop = 40
            yield rest[:stop]
            following = SCHEME.search(rest, stop)
            rest = rest[following.start() :] if following else ""


def without_unpaired(url: str) -> str:
    """A bare URL without the closing brackets at its end that nothing opens."""
    while url and url[-1] in PAIRS and url.count(url[-1]) > url.count(PAIRS[url[-1]]):
        url = url[:-1]
    return url


def trimmed(url: str) -> str:
    """A bare URL without the punctuation of the sentence around it."""
    before = None
    while url != before:
        before = url
        url = without_unpaired(url.rstrip(".,:;!?*~|(`")).removesuffix("#")
    return url
