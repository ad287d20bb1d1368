"""The configuration file: found from the working directory upwards, read, checked.

``feedtool.toml``, or the table ``[tool.feedtool]`` of a ``pyproject.toml``. A flag counts before the file, the file
before the default; the `Config` remembers where each value came from.
"""

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from types import GenericAlias
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from feedtool.config.keys import Check, CheckHost, Config, ContentChoice, Folder, ReportFormat
from feedtool.errors import ConfigError
from feedtool.text import one_line
from feedtool.urls import BadUrl, resolve, without_userinfo

FILE_NAME = "feedtool.toml"
CACHE_NAME = ".feedtool"  # beside the configuration file, else in the working directory
KEYS = tuple(one.name.replace("_", "-") for one in fields(Config) if one.name not in ("cache", "sources"))

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", re.ASCII)
_COUNTRIES_FOR_LANGUAGES = {"cn": "zh-Hans", "tw": "zh-Hant", "jp": "ja", "kr": "ko"}
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x20\x7f-\x9f\ud800-\udfff<>\"]+")
_PAGE = re.compile(r"(?!index\.html$)[A-Za-z0-9][A-Za-z0-9._-]*\.html", re.ASCII)
_DEFAULTS = {"seeds": Path("seeds"), "output": Path("feeds")}
_LEAST = {"max_entries": 1, "max_bytes": 10_000}


LinkKind = Literal["article", "link", "image", "embed", "enclosure"]
ImageProxy = Literal["weserv", "photon", "cloudinary", "statically"]


def _table(name: str, keys: Mapping[str, tuple[Any, str]]) -> Any:
    """Return a type for msgspec to check a table of the file with, and to make the JSON Schema from."""
    described = [
        (key, Annotated[kind | msgspec.UnsetType, msgspec.Meta(description=text)], msgspec.UNSET)
        for key, (kind, text) in keys.items()
    ]
    return msgspec.defstruct(name, described, forbid_unknown_fields=True, rename="kebab")


FolderTable = _table(
    "Folder",
    {
        "language": (str, "Language of its articles, a BCP 47 tag"),
        "author": (str, "Author of its articles that name none"),
        "source": (str, "Name of the source of its articles"),
    },
)
CheckHostTable = _table(
    "CheckHost",
    {
        "user_agent": (str, "What to say of oneself to this host"),
        "method": (Literal["GET", "HEAD"], "HEAD asks for the headers alone (default: GET)"),
        "rate": (float, "Requests a second to this host, 0: no limit"),
        "per_host": (int, "Requests at a time to this host"),
    },
)
CheckTable = _table(
    "Check",
    {
        "timeout": (float, "Seconds for one link, with all its redirects and tries (default: 20)"),
        "retries": (int, "Tries more after a server stumbled (default: 2)"),
        "concurrency": (int, "Requests at a time, in all (default: 256)"),
        "per_host": (int, "Requests at a time to one host (default: 4)"),
        "rate": (float, "Requests a second to one host, 0: no limit (default: 20)"),
        "max_time": (float, "Seconds for the whole run (default: no limit)"),
        "wait": (float, "Seconds to wait for another check with the same state to end (default: 600)"),
        "kinds": (GenericAlias(list, (LinkKind,)), "Kinds of links to check (default: all)"),
        "include": (GenericAlias(list, (str,)), "Patterns of the URLs to check, with * (default: all)"),
        "exclude": (GenericAlias(dict, (str, str)), "Patterns of URLs not to ask, each with its reason"),
        "allow_private": (GenericAlias(list, (str,)), "Private addresses, blocks and host names that may be asked"),
        "ports": (GenericAlias(list, (int,)), "Ports that may be asked (default: 80, 443, 8080, 8443)"),
        "user_agent": (str, "What to say of oneself (default: feedtool, its version and the home page)"),
        "headers": (GenericAlias(dict, (str, str)), "Headers sent with every request"),
        "proxy": (str, "URL of an HTTP proxy (those of the environment are ignored)"),
        "ca_file": (str, "PEM file of roots to trust besides the system's, relative to this file"),
        "image_proxies": (GenericAlias(dict, (str, ImageProxy)), "Image proxies of your own: host = service"),
        "hosts": (GenericAlias(dict, (str, CheckHostTable)), "How single hosts are asked, by exact name"),
        "strict": (bool, "Unreachable links are findings too (default: false)"),
        "kind": (Literal["link", "image"], "What plain URLs are taken for (default: link)"),
        "base_url": (str, "URL that relative links of HTML pages are resolved against"),
        "files_from": (str, "File of further paths and URLs, one a line, relative to this file; - is standard input"),
        "state": (str, "File of what is remembered of links, relative to this file (default: .feedtool/state.sqlite3)"),
        "no_state": (bool, "Remember nothing (default: false)"),
        "all": (bool, "Ask also for links that are not due (default: false)"),
        "offline": (bool, "Ask nobody; show how much each host would be asked (default: false)"),
        "format": (ReportFormat, "Form of the report (default: text)"),
        "output": (str, "File of the report, relative to this file (default: standard output)"),
        "reports": (GenericAlias(dict, (ReportFormat, str)), "Further reports: format = file, relative to this file"),
        "quiet": (bool, "Print nothing but errors (default: false)"),
    },
)
FileTable = _table(
    "Configuration",
    {
        "seeds": (str, "Folder of the articles, relative to this file (default: seeds)"),
        "output": (str, "Folder of the feeds, relative to this file (default: feeds)"),
        "title": (str, "Title of the feed"),
        "description": (str, "What the feed is, in a sentence"),
        "home_page": (str, "URL of the page the feed belongs to (default: the base URL)"),
        "base_url": (str, "URL of the folder where the feeds are served"),
        "feed_id": (str, "Id of the feed, an IRI that never changes (default: the base URL)"),
        "language": (str, "Language of the articles, a BCP 47 tag (default: zh-Hans)"),
        "author": (str, "Author of articles that name none (default: the title)"),
        "rights": (str, "Rights in the feed's content"),
        "time_zone": (str, "Zone of dates that name none, e.g. Asia/Shanghai (default: UTC)"),
        "content": (ContentChoice, "What of an article to publish (default: full)"),
        "hub": (str, "URL of a WebSub hub"),
        "noindex": (bool, "Ask search engines to leave the landing page out (default: false)"),
        "link_health": (str, "File name of the link-health page, beside the feeds and linked from the landing page"),
        "max_entries": (int, "Entries in a feed at most (default: 100)"),
        "max_bytes": (int, "Bytes of a feed at most (default: 500000)"),
        "check": (CheckTable, "How links are checked"),
        "folders": (GenericAlias(dict, (str, FolderTable)), "Settings of folders below the seeds, by path"),
    },
)


def load_config(start: Path, flags: Mapping[str, Any], *, file: Path | None = None) -> Config:
    """Return the configuration in force in a folder: ``flags`` (None is not given) over file over default.

    ``file`` is read instead of the one found from the folder upwards.

    A file that cannot be read or is wrong raises ConfigError with file, line or key, and the nearest known key. Paths
    in the file are relative to it.
    """
    found = find_file(start) if file is None else start / file
    above: Path | None = None
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    if found is not None:
        above = Path(os.path.relpath(found.parent, start))
        values, sources = _read_file(found, above)
        for name in ("seeds", "output"):
            values[name] = above / values.get(name, _DEFAULTS[name])
    for name, value in flags.items():
        if value is not None:
            values[name], sources[name] = value, "--" + name.replace("_", "-")
    _check(values, sources)
    values.setdefault("cache", (above or Path()) / CACHE_NAME)
    return Config(**values, sources=sources)


def find_file(start: Path) -> Path | None:
    """Return the configuration file of a folder or the nearest one above it."""
    for folder in (start, *start.parents):
        own = folder / FILE_NAME
        if own.is_file():
            return own
        project = folder / "pyproject.toml"
        if project.is_file() and _table_in_project(project) is not None:
            return project
    return None


def _read_file(path: Path, above: Path) -> tuple[dict[str, Any], dict[str, str]]:
    shown = _shown(path)
    text = _text(path)
    data = _table_in_project(path) if path.name == "pyproject.toml" else _parse(text, shown)
    if data is None:
        raise ConfigError(f"{shown}: no table [tool.feedtool] in it")
    data = _kebab(data)
    try:
        table = msgspec.convert(data, FileTable)
    except msgspec.ValidationError as error:
        raise ConfigError(_explain(str(error), text, shown)) from error
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for one in fields(Config):
        value = getattr(table, one.name, msgspec.UNSET)
        if value is not msgspec.UNSET:
            values[one.name] = value
            sources[one.name] = f"{shown}:{_line_of(text, one.name)}"
    if "check" in values:
        values["check"] = _check_of(msgspec.to_builtins(values["check"]), above, sources, text, shown)
    if "folders" in values:
        values["folders"] = {
            name.strip("/"): Folder(**{key: one_line(text) for key, text in msgspec.to_builtins(one).items()})
            for name, one in values["folders"].items()
        }
    return values, sources


def _check_of(table: Mapping[str, Any], above: Path, sources: dict[str, str], text: str, shown: str) -> Check:
    given: dict[str, Any] = {
        key.replace("-", "_"): tuple(value) if isinstance(value, list) else value for key, value in table.items()
    }
    for name in given:
        sources[f"check.{name}"] = f"{shown}:{_line_of(text, name)}"
    if "hosts" in given:
        given["hosts"] = {
            name.lower(): CheckHost(**{key.replace("-", "_"): value for key, value in own.items()})
            for name, own in given["hosts"].items()
        }
    for name in ("ca_file", "state", "output"):
        if name in given:
            given[name] = above / given[name]
    if "reports" in given:
        given["reports"] = {form: above / file for form, file in given["reports"].items()}
    if given.get("files_from", "-") != "-":
        given["files_from"] = str(above / given["files_from"])
    return Check(**given)


def _check(values: dict[str, Any], sources: Mapping[str, str]) -> None:
    """Check what types cannot say, and put texts and addresses in their one form."""
    _check_texts(values, sources)
    _check_addresses(values, sources)
    if "time_zone" in values:
        try:
            ZoneInfo(values["time_zone"])
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise _wrong("time_zone", values, sources, "no time zone", "Asia/Shanghai") from error
    if "link_health" in values and not _PAGE.fullmatch(values["link_health"]):
        raise _wrong("link_health", values, sources, "no file name for a page of its own", "links.html")
    for name, least in _LEAST.items():
        if name in values and values[name] < least:
            raise _wrong(name, values, sources, "too small", f"{least} or more")
    _check_language("language", values.get("language"), sources)
    for path, folder in values.get("folders", {}).items():
        _check_language(f"folders.{path}.language", folder.language, sources)


def _check_texts(values: dict[str, Any], sources: Mapping[str, str]) -> None:
    for name in ("title", "description", "author", "rights"):
        if name in values:
            text = one_line(values[name])
            if not text:
                raise _wrong(name, values, sources, "an empty text", "some words, or leave it out")
            values[name] = text


def _check_addresses(values: dict[str, Any], sources: Mapping[str, str]) -> None:
    for name in ("home_page", "base_url", "hub"):
        if name in values:
            url = resolve(values[name], None)
            if isinstance(url, BadUrl):
                raise _wrong(name, values, sources, "not an http(s) URL", "https://example.org/feeds/")
            if url != without_userinfo(url) or (name == "base_url" and set(url) & set("?#")):
                raise _wrong(name, values, sources, "more than the address of a folder", "https://example.org/feeds/")
            values[name] = url
    if "base_url" in values:
        values["base_url"] = values["base_url"].rstrip("/") + "/"
    if "feed_id" in values and not _IRI.fullmatch(values["feed_id"]):
        raise _wrong("feed_id", values, sources, "not an IRI", "https://example.org/ or tag:example.org,2026:feed")
    if "hub" in values and "base_url" not in values:
        raise _wrong("hub", values, sources, "a hub needs the feeds' own address", "base-url beside it")


def _check_language(name: str, language: str | None, sources: Mapping[str, str]) -> None:
    if language is None or (_LANGUAGE.fullmatch(language) and language.lower() not in _COUNTRIES_FOR_LANGUAGES):
        return
    right = _COUNTRIES_FOR_LANGUAGES.get(language.lower(), "zh-Hans")
    raise _wrong(name, {name: language}, sources, "no BCP 47 language tag", right)


def _wrong(name: str, values: Mapping[str, Any], sources: Mapping[str, str], what: str, right: str) -> ConfigError:
    key = name.replace("_", "-")
    where = sources.get(name, sources.get(name.partition(".")[0], key))
    where = f"{where}: {key}" if not where.startswith("--") else where
    return ConfigError(f"{where}: {what}: {values[name]!r}; write {right}")


def _explain(message: str, text: str, shown: str) -> str:
    """Return msgspec's complaint with file, line and the nearest known key."""
    what, _, at = message.partition(" - at `$")
    key = re.sub(r"^\.|`$", "", at).removeprefix(".")
    if unknown := re.search(r"unknown field `(.*?)`", what):
        name = unknown[1]
        tables = {"folders": Folder, "check": Check}
        known = KEYS
        if (table := tables.get(re.split(r"[.\[]", key)[0])) is not None:
            known = tuple(one.name.replace("_", "-") for one in fields(table))
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        hint = f"did you mean '{near[0]}'?" if near else f"known are: {', '.join(known)}"
        return f"{shown}:{_line_of(text, name)}: unknown key '{name}'; {hint}"
    return f"{shown}:{_line_of(text, key)}: '{key}': {what[0].lower()}{what[1:]}"


def _line_of(text: str, key: str) -> int:
    """Return the line in which a key, or the table it names, stands; counted from 1."""
    name = "[-_]".join(map(re.escape, re.split("[-_]", key.rpartition(".")[2])))
    match = re.search(rf"^[ \t]*(?:\[.*\b{name}\b|[\"']?{name}[\"']?[ \t]*=)", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else 1


def _kebab(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table with hyphens in its keys, so that ``base_url`` is understood too; folders keep their names."""
    return {
        key.replace("_", "-"): (
            {name: _kebab(one) if isinstance(one, dict) else one for name, one in value.items()}
            if key == "folders" and isinstance(value, dict)
            else _kebab(value)
            if key == "check" and isinstance(value, dict)
            else value
        )
        for key, value in data.items()
    }


def _table_in_project(path: Path) -> dict[str, Any] | None:
    text = _text(path)
    if "feedtool" not in text:
        return None  # whatever else may be wrong with it is not ours to say
    data = _parse(text, _shown(path)).get("tool", {})
    table = data.get("feedtool") if isinstance(data, dict) else None
    return table if isinstance(table, dict) else None


def _parse(text: str, shown: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        line = re.search(r"\(at line (\d+)", message)
        raise ConfigError(f"{shown}:{line[1] if line else 1}: not valid TOML: {message}") from error


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{_shown(path)}: cannot be read: {error}") from error


def _shown(path: Path) -> str:
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
