"""What a user can choose, with every default, its unit and its reason. Read from a file by `feedtool.config.file`."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Literal, get_args
from zoneinfo import ZoneInfo

ContentChoice = Literal["full", "summary", "link"]
ReportFormat = Literal["text", "jsonl", "json", "markdown", "github", "junit", "sarif", "csv", "html"]
FORMATS: tuple[str, ...] = get_args(ReportFormat)


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder of seeds has of its own; None is what holds for all."""

    language: str | None = None
    author: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class CheckHost:
    """How one host is asked; None is what holds for all."""

    user_agent: str | None = None
    method: Literal["GET", "HEAD"] = "GET"
    rate: float | None = None  # requests a second
    per_host: int | None = None  # requests at a time


@dataclass(frozen=True, slots=True)
class Check:
    """How links are checked. Times are in seconds."""

    timeout: float = 20.0  # for one link, with all its redirects and tries
    retries: int = 2  # after a server stumbled
    concurrency: int = 256  # requests at a time, in all
    per_host: int = 4  # requests at a time to one host
    rate: float = 20.0  # requests a second to one host; 0: no limit
    max_time: float | None = None  # for the whole run
    wait: float = 600.0  # for another check with the same state to end
    kinds: tuple[str, ...] = ()  # article, link, image, embed, enclosure; none: all
    include: tuple[str, ...] = ()  # patterns of URLs; none: all
    exclude: Mapping[str, str] = field(default_factory=dict)  # pattern → reason
    allow_private: tuple[str, ...] = ()  # addresses, blocks and host names that may be asked though they are private
    ports: tuple[int, ...] = (80, 443, 8080, 8443)
    user_agent: str | None = None  # None: feedtool and its version, with the home page
    headers: Mapping[str, str] = field(default_factory=dict)  # sent with every request
    proxy: str | None = None  # an HTTP proxy; those of the environment are ignored
    ca_file: Path | None = None  # PEM, besides the system's roots
    image_proxies: Mapping[str, str] = field(default_factory=dict)  # own ones: host → the service it works like
    hosts: Mapping[str, CheckHost] = field(default_factory=dict)  # by exact name
    strict: bool = False  # unreachable links are findings too
    kind: Literal["link", "image"] = "link"  # what plain URLs are taken for
    base_url: str | None = None  # what relative links of HTML pages are resolved against
    files_from: str | None = None  # a file of further paths and URLs, one a line; - is standard input
    state: Path | None = None  # what is remembered of links; None: state.sqlite3 in the cache
    no_state: bool = False  # remember nothing
    all: bool = False  # ask also for what is not due
    offline: bool = False  # ask nobody, show what would be asked
    format: ReportFormat = "text"
    output: Path | None = None  # file of the report; None: standard output
    reports: Mapping[str, Path] = field(default_factory=dict)  # further ones: format → file
    quiet: bool = False  # print nothing but errors


@dataclass(frozen=True, slots=True)
class Config:
    """What a user can choose. The defaults work in any folder of articles.

    ``sources`` tells of each value that is no default where it came from: ``feedtool.toml:3`` or ``--title``.
    """

    seeds: Path = Path("seeds")
    output: Path = Path("feeds")
    title: str = "News archive"
    description: str = "Archived news articles, newest first"
    home_page: str | None = None
    base_url: str | None = None  # where the documents will be served, with a slash at its end
    feed_id: str | None = None  # an IRI; None: the base URL, else made of title and home page
    language: str = "zh-Hans"  # BCP 47; most archives this is made for are Chinese
    author: str | None = None  # of articles that name none; None: the title
    rights: str | None = None  # never invented
    time_zone: str = "UTC"  # of dates that name none
    content: ContentChoice = "full"
    hub: str | None = None  # a WebSub hub
    noindex: bool = False  # ask search engines to leave the landing page out
    link_health: str | None = None  # file name of the link-health page beside the feeds, which the landing page links
    max_entries: int = 100  # in one document
    max_bytes: int = 500_000  # of one document: readers refuse from about here up
    cache: Path | None = None  # folder of what earlier runs learned; None: nothing is remembered
    check: Check = field(default_factory=Check)
    folders: Mapping[str, Folder] = field(default_factory=dict)  # by path below the seeds
    sources: Mapping[str, str] = field(default_factory=dict)  # by name of the value

    @property
    def zone(self) -> tzinfo:
        """The time zone of dates that name none."""
        return UTC if self.time_zone == "UTC" else ZoneInfo(self.time_zone)

    @property
    def identity(self) -> str:
        """The feed's id: configured, else the base URL, else a ``urn:uuid:`` of title and home page (feeds rule 3)."""
        if self.feed_id or self.base_url:
            return str(self.feed_id or self.base_url)
        return uuid.uuid5(uuid.NAMESPACE_URL, f"{self.title}\n{self.home_page or ''}").urn

    def folder_of(self, path: str) -> Folder:
        """Return what the nearest configured folder above a seed has of its own."""
        while "/" in path:
            path = path.rpartition("/")[0]
            if path in self.folders:
                return self.folders[path]
        return _NO_FOLDER


_NO_FOLDER = Folder()
