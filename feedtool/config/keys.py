"""Every key a user can set, declared once: type, default, bounds, unit and words.

The file is checked by what is declared here; the options of the command line, ``feedtool config``, the JSON Schema and
the tables of docs/configuration.md are made from it (`feedtool.config.declaration`). To add a key, add a field with its
`Key` and run ``python docs/generate.py``. The order is that of ``--help`` and of the docs.
"""

import re
from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, get_args

from feedtool.config.declaration import NO_FLAG, Key
from feedtool.quick import quick

ContentChoice = Literal["full", "summary", "link"]
ArchiveFeed = Literal["main", "all"]
ArchiveFormat = Literal["atom", "rss", "json"]
ReportFormat = Literal["text", "jsonl", "json", "markdown", "github", "junit", "sarif", "csv", "html"]
LinkKind = Literal["article", "link", "image", "embed", "enclosure", "poster"]
ImageProxy = Literal["weserv", "photon", "cloudinary", "statically"]
FORMATS: tuple[str, ...] = get_args(ReportFormat)

COPY_PATH = "{path}"  # in `copy-url`, for the path of an article's file

KeyPath = tuple[str | int, ...]  # ("check", "hosts", "a.example", "rate"); items of a list are counted from 0

_DAY_S = 86_400
_MOST_ARTICLES = 1_000_000  # far more than an archive holds


class SetBy(NamedTuple):
    """Where a value comes from: a flag, or a file with line and column, both counted from 1."""

    name: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.name}:{self.line}:{self.column}" if self.line else self.name


@quick(frozen=True, slots=True)
class Folder:
    """The settings of one folder of seeds; None means the same as for all folders."""

    language: Annotated[
        str | None,
        Key("Language of the articles in the folder, a BCP 47 tag.", unset="told from each article", form="language"),
    ] = None
    author: Annotated[
        str | None,
        Key("Author of the articles in the folder that name no author.", unset="as for all folders", form="line"),
    ] = None
    source: Annotated[
        str | None,
        Key("Name of the source of the articles in the folder.", unset="the site of each article", form="line"),
    ] = None


@quick(frozen=True, slots=True)
class CheckHost:
    """How one host is asked; None means the same as for all hosts."""

    user_agent: Annotated[
        str | None,
        Key(
            "Name that feedtool gives itself to this host (User-Agent).",
            value="TEXT",
            unset="as for all hosts",
            form="agent",
        ),
    ] = None
    method: Annotated[
        Literal["GET", "HEAD"], Key("Method of the requests to this host; HEAD asks for the headers alone.")
    ] = "GET"
    rate: Annotated[
        float | None,
        Key("Send this host at most NUMBER requests a second; 0 means no limit.", value="NUMBER", least=0, most=10_000),
    ] = None
    per_host: Annotated[
        int | None,
        Key(
            "Send this host at most NUMBER requests at a time.",
            value="NUMBER",
            least=1,
            most=256,
            unset="as for all hosts",
        ),
    ] = None
    per_run: Annotated[
        int | None,
        Key(
            "Ask this host for at most NUMBER links in a run; the others come in later runs.",
            value="NUMBER",
            least=1,
            most=10_000_000,
            unset="no limit; 2000 for the videos of YouTube",
        ),
    ] = None


@quick(frozen=True, slots=True)
class Check:
    """How links are checked. Times are in seconds."""

    format: Annotated[ReportFormat, Key("Format of the report.", value="FORMAT")] = "text"
    output: Annotated[
        Path | None,
        Key("Write the report to FILE.", value="FILE", flags=("-o", "--output"), unset="standard output"),
    ] = None
    reports: Annotated[
        Mapping[ReportFormat, Path],
        Key(
            "Write more reports, each format to a file of its own.",
            in_file='For example html = "links.html".',
            flags=NO_FLAG,
        ),
    ] = field(default_factory=dict)
    strict: Annotated[bool, Key("Count unreachable links as findings too.")] = False
    originals: Annotated[
        Literal["apart", "finding"],
        Key("List articles' own dead links apart from the findings, or count each as a finding."),
    ] = "apart"
    accepted: Annotated[
        Path | None,
        Key(
            "FILE of links accepted as dead, which are no findings; 'feedtool accept' writes it.",
            value="FILE",
            unset="links.accepted beside the configuration",
        ),
    ] = None
    fail_on: Annotated[
        Literal["findings", "new", "unknown", "never"],
        Key("Fail on findings, only on new ones, also if the check could not tell, or never."),
    ] = "findings"
    files_from: Annotated[
        str | None,
        Key("Read more paths and URLs from FILE, one a line; - is standard input.", value="FILE", file=True),
    ] = None
    kind: Annotated[
        Literal["link", "image"], Key("What a URL given by itself should lead to: a page (link) or an image.")
    ] = "link"
    base_url: Annotated[
        str | None, Key("Resolve relative links in HTML pages against URL.", value="URL", form="any-url")
    ] = None
    kinds: Annotated[
        tuple[LinkKind, ...],
        Key(
            "Check only these kinds of links: article, link, image, embed, enclosure, poster.",
            value="KIND,…",
            unset="all kinds",
        ),
    ] = ()
    include: Annotated[
        tuple[str, ...],
        Key("Check only URLs that match PATTERN; * stands for any text.", value="PATTERN", unset="all URLs"),
    ] = ()
    exclude: Annotated[
        Mapping[str, str],
        Key(
            "Do not ask for URLs that match PATTERN; * stands for any text.",
            in_file='Each has its reason: "https://intranet.example.org/*" = "only from the office".',
            value="PATTERN",
            form="reason",
        ),
    ] = field(default_factory=dict)
    offline: Annotated[bool, Key("Ask nobody; show how many requests each host would get.")] = False
    all: Annotated[bool, Key("Ask for every link, also for those that are not due.")] = False
    state: Annotated[
        Path | None,
        Key(
            "FILE that remembers the links; as lines of text if its name ends in .state.",
            value="FILE",
            unset=".feedtool/state.sqlite3 beside the configuration",
        ),
    ] = None
    no_state: Annotated[bool, Key("Remember nothing, and ask for every link.")] = False
    wait: Annotated[
        float,
        Key(
            "Wait up to SECONDS for another check that uses the same state to end.",
            value="SECONDS",
            least=0,
            most=_DAY_S,
        ),
    ] = 600.0
    timeout: Annotated[
        float,
        Key(
            "Give up on a link after SECONDS, all its redirects and tries together.",
            value="SECONDS",
            above=0,
            most=_DAY_S,
        ),
    ] = 20.0
    max_time: Annotated[
        float | None,
        Key(
            "Stop after SECONDS and report what is known so far.",
            value="SECONDS",
            above=0,
            most=7 * _DAY_S,
            unset="no limit",
        ),
    ] = None
    retries: Annotated[int, Key("Ask up to NUMBER more times if a server fails.", value="NUMBER", least=0, most=2)] = 2
    concurrency: Annotated[
        int, Key("Send at most NUMBER requests at a time to all hosts together.", value="NUMBER", least=1, most=4096)
    ] = 256
    jobs: Annotated[
        int | None,
        Key(
            "Ask in NUMBER processes, each for sites of its own.",
            value="NUMBER",
            least=1,
            most=64,
            unset="as many as help, at most one for each core",
        ),
    ] = None
    dask: Annotated[
        str | None,
        Key(
            "Let the workers of a Dask cluster ask; its scheduler is at ADDRESS (host:port).",
            value="ADDRESS",
        ),
    ] = None
    per_host: Annotated[
        int, Key("Send at most NUMBER requests at a time to one host.", value="NUMBER", least=1, most=256)
    ] = 4
    rate: Annotated[
        float,
        Key(
            "Send at most NUMBER requests a second to one host; 0 means no limit.", value="NUMBER", least=0, most=10_000
        ),
    ] = 20.0
    allow_private: Annotated[
        tuple[str, ...],
        Key("Allow a private address, a block such as 10.0.0.0/8, or a host name to be asked.", value="ADDRESS"),
    ] = ()
    ports: Annotated[tuple[int, ...], Key("Ask servers on these ports only.", flags=NO_FLAG, least=1, most=65_535)] = (
        80,
        443,
        8080,
        8443,
    )
    proxy: Annotated[
        str | None,
        Key(
            "Send all requests through the HTTP proxy at URL; proxies of the environment are ignored.",
            value="URL",
            form="any-url",
        ),
    ] = None
    ca_file: Annotated[
        Path | None, Key("Trust the root certificates in FILE (PEM) besides those of the system.", value="FILE")
    ] = None
    user_agent: Annotated[
        str | None,
        Key(
            "Name that feedtool gives itself to servers (User-Agent).",
            value="TEXT",
            unset="feedtool, its version and the home page",
            form="agent",
        ),
    ] = None
    headers: Annotated[
        Mapping[str, str],
        Key(
            "Send this header with every request.",
            in_file='For example "X-Archive" = "news".',
            value="NAME: VALUE",
            flags=("--header",),
            form="header",
            entry=":",
        ),
    ] = field(default_factory=dict)
    image_proxies: Annotated[
        Mapping[str, ImageProxy],
        Key(
            "Your own image proxies: the host of each, and the service that it works like.",
            in_file='For example "img.example.org" = "weserv"; photon, cloudinary and statically are known too.',
            flags=NO_FLAG,
            names="host",
        ),
    ] = field(default_factory=dict)
    hosts: Annotated[
        Mapping[str, CheckHost],
        Key("Settings of single hosts, each in a table with the exact name of the host.", flags=NO_FLAG, names="host"),
    ] = field(default_factory=dict)
    quiet: Annotated[
        bool, Key("Print nothing but errors; the exit status tells the result.", flags=("-q", "--quiet"))
    ] = False


@quick(frozen=True, slots=True)
class Config:
    """What a user can choose. The defaults work in any folder of articles.

    ``set_by`` tells where each value that is no default comes from; it names keys as they are written in a file.
    """

    seeds: Annotated[Path, Key("Folder of the articles.", value="FOLDER", flags=("SEEDS",))] = Path("seeds")
    output: Annotated[Path, Key("Write the feeds into FOLDER.", value="FOLDER", flags=("-o", "--output"))] = Path(
        "feeds"
    )
    lock: Annotated[
        Path | None,
        Key(
            "FILE that remembers what subscribers know each article by; commit it.",
            value="FILE",
            unset="feeds.lock beside the configuration, else here",
        ),
    ] = None
    title: Annotated[str, Key("Title of the feed.", value="TEXT", form="words")] = "News archive"
    description: Annotated[str, Key("Description of the feed, in one sentence.", value="TEXT", form="words")] = (
        "Archived news articles, newest first"
    )
    base_url: Annotated[
        str | None,
        Key("Address of the folder where the feeds will be served.", value="URL", form="folder-url"),
    ] = None
    home_page: Annotated[
        str | None,
        Key("Address of the page that the feed belongs to.", value="URL", unset="the base URL", form="page-url"),
    ] = None
    feed_id: Annotated[
        str | None,
        Key(
            "Id of the feed, an IRI that never changes.",
            value="IRI",
            flags=NO_FLAG,
            unset="the base URL, or made of title and home page",
            form="iri",
        ),
    ] = None
    # the default is Chinese, since most archives that feedtool is made for are
    language: Annotated[
        str,
        Key(
            "Language of the feed, and of articles that do not tell theirs: a BCP 47 tag such as en.",
            value="TAG",
            form="language",
        ),
    ] = "zh-Hans"
    author: Annotated[
        str | None,
        Key("Author of the articles that name no author.", value="NAME", unset="the title", form="words"),
    ] = None
    # never invented: left out of the feeds unless it is set
    rights: Annotated[
        str | None, Key("Rights in the content of the feed.", value="TEXT", flags=NO_FLAG, form="words")
    ] = None
    time_zone: Annotated[
        str,
        Key("Time zone of dates that name no zone, such as Asia/Shanghai.", value="NAME", form="time-zone"),
    ] = "UTC"
    content: Annotated[ContentChoice, Key("How much of each article the feed carries.")] = "full"
    video_thumbnails: Annotated[
        bool,
        Key("Show the thumbnail of an article's YouTube video where the article has no picture.", flags=NO_FLAG),
    ] = True
    hub: Annotated[
        str | None,
        Key("Address of a WebSub hub; it needs a base URL.", value="URL", flags=NO_FLAG, form="page-url"),
    ] = None
    noindex: Annotated[
        bool, Key("Ask search engines to leave out all pages, as those of articles always do.", flags=NO_FLAG)
    ] = False
    link_health: Annotated[
        str | None,
        Key(
            "File name of the link-health page, such as links.html: it stands beside the feeds.",
            value="NAME",
            flags=NO_FLAG,
            form="page-name",
        ),
    ] = None
    max_entries: Annotated[int, Key("Put at most NUMBER entries into a feed.", value="NUMBER", least=1)] = 100
    max_bytes: Annotated[
        int, Key("Make no feed larger than NUMBER bytes: many readers refuse more.", value="NUMBER", least=10_000)
    ] = 500_000
    source_feeds: Annotated[
        int,
        Key(
            "Make a feed for each source that has at least NUMBER articles; 0 makes none.",
            value="NUMBER",
            flags=NO_FLAG,
            least=0,
            most=_MOST_ARTICLES,
        ),
    ] = 1
    folder_feeds: Annotated[
        int,
        Key(
            "Make a feed for each top folder that has at least NUMBER articles; 0 makes none.",
            value="NUMBER",
            flags=NO_FLAG,
            least=0,
            most=_MOST_ARTICLES,
        ),
    ] = 1
    tag_feeds: Annotated[
        int,
        Key(
            "Make a feed for each tag that has at least NUMBER articles; 0 makes none.",
            value="NUMBER",
            flags=NO_FLAG,
            least=0,
            most=_MOST_ARTICLES,
        ),
    ] = 3
    author_feeds: Annotated[
        int,
        Key(
            "Make a feed for each author who has at least NUMBER articles; 0 makes none.",
            value="NUMBER",
            flags=NO_FLAG,
            least=0,
            most=_MOST_ARTICLES,
        ),
    ] = 3
    archive_feeds: Annotated[
        tuple[ArchiveFeed, ...],
        Key(
            "Keep all entries in archive documents: of the main feed, or all: of those of sources too.",
            in_file="[] keeps none. It needs the lock.",
            flags=NO_FLAG,
        ),
    ] = ("main",)
    archive_formats: Annotated[
        tuple[ArchiveFormat, ...],
        Key("Formats of archive documents: atom is always made, rss and json where they are named.", flags=NO_FLAG),
    ] = ("atom",)
    article_pages: Annotated[
        bool,
        Key(
            "Make a page of each article, to be read where the original is gone; it needs the lock.",
            flags=NO_FLAG,
        ),
    ] = False
    copy_url: Annotated[
        str | None,
        Key(
            "Address at which another site shows an article; {path} is its file's, below the seeds.",
            in_file='For example "https://archive.example/{path}"; it takes the place of article-pages.',
            value="URL",
            flags=NO_FLAG,
            form="copy-url",
        ),
    ] = None
    search: Annotated[
        bool,
        Key("Make a page that searches titles and texts. It needs the lock, and feedtool[search].", flags=NO_FLAG),
    ] = False
    cache: Path | None = None  # folder of what earlier runs learned; None: nothing is remembered
    check: Annotated[Check, Key("How links are checked.", flags=NO_FLAG)] = field(default_factory=Check)
    folders: Annotated[
        Mapping[str, Folder],
        Key(
            "Settings of single folders below the seeds, each in a table with the path of the folder.",
            flags=NO_FLAG,
            names="folder",
        ),
    ] = field(default_factory=dict)
    set_by: Mapping[KeyPath, SetBy] = field(default_factory=dict)

    @property
    def zone(self) -> tzinfo:
        """The time zone of dates that name no zone."""
        from zoneinfo import ZoneInfo  # here, since helps are shown without it

        return UTC if self.time_zone == "UTC" else ZoneInfo(self.time_zone)

    @property
    def makes_search(self) -> bool:
        """Whether there is a page that searches the archive; a build without a lock knows no archive."""
        return self.search and self.lock is not None

    @property
    def identity(self) -> str:
        """The feed's id: configured, else the base URL, else a ``urn:uuid:`` of title and home page (feeds rule 3)."""
        import uuid  # here, since helps are shown without it

        if self.feed_id or self.base_url:
            return str(self.feed_id or self.base_url)
        return uuid.uuid5(uuid.NAMESPACE_URL, f"{self.title}\n{self.home_page or ''}").urn

    def folder_of(self, path: str) -> Folder:
        """Return the settings of the nearest configured folder above a seed."""
        while self.folders and "/" in path:
            path = path.rpartition("/")[0]
            if path in self.folders:
                return self.folders[path]
        return _NO_FOLDER

    def fault(self, path: KeyPath, text: str) -> str:
        """Return a line on a fault: where the value comes from, its key, and what is wrong."""
        return fault_line(self.set_by, path, text)


def fault_line(set_by: Mapping[KeyPath, SetBy], path: KeyPath, text: str) -> str:
    """Return a line on a fault: where the value comes from, its key, what is wrong. A flag stands for its key."""
    source = what_set(set_by, path)
    if source is not None and not source.line:
        return f"{source}: {text}"
    return ": ".join(filter(None, (str(source or ""), dotted(path), text)))


def what_set(set_by: Mapping[KeyPath, SetBy], path: KeyPath) -> SetBy | None:
    """Return where a value, or else the nearest table or list around it, comes from; None for a default."""
    while path:
        if path in set_by:
            return set_by[path]
        path = path[:-1]
    return None


def dotted(path: KeyPath) -> str:
    """Return a key as it could be written in a file: ``check.hosts."a.example".rate``; items count from 1."""
    shown = ""
    for part in path:
        shown += f"[{part + 1}]" if isinstance(part, int) else "." * bool(shown) + toml_key(part)
    return shown


def toml_key(name: str) -> str:
    """Return one part of a key as TOML, in quotes where it needs them."""
    return name if _BARE.fullmatch(name) else toml_text(name)


def toml_text(text: str) -> str:
    """Return a text as TOML, in double quotes."""
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    return f"\\{match[0]}" if match[0] in '"\\' else f"\\u{ord(match[0]):04x}"


_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')
TABLES: tuple[type, ...] = (Config, Check, CheckHost, Folder)
_NO_FOLDER = Folder()
