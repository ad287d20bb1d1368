"""The templates of an archive's files, filled in.

What is filled in comes from a branch, from folders and from answers, so it may hold any character. In a workflow it is
quoted for YAML where it stands, and it stands in values alone, never in the shell, which reads it from variables. A
line that begins with the mark of a choice (``@issue@``) is a comment where that was not chosen; lines that begin with
``@each@`` stand there once for each shard.
"""

import json
import re
from collections.abc import Mapping
from importlib.resources import files as resources
from pathlib import PurePath

from feedtool.config.declaration import declared
from feedtool.config.keys import TABLES, toml_text
from feedtool.errors import ConfigError
from feedtool.quick import quick

WORKFLOWS = {  # the template → where it belongs
    "publish.yml": ".github/workflows/publish.yml",
    "links.yml": ".github/workflows/links.yml",
    "subscribers.yml": ".github/workflows/subscribers.yml",
    "dependabot.yml": ".github/dependabot.yml",  # a mirror dies quietly when an action it uses is retired
}
_SEARCHES = "publish.yml"  # the workflow that builds: no other one needs what the search is made with
_EXTRA = "search"
_IN_SHARDS = {"links.yml": "links-in-shards.yml"}  # templates in whose place others stand where there are shards
_INSTALL = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]*(?:\[[A-Za-z0-9._,-]+\])? @ )?[A-Za-z0-9.][^\s'\"`$\\]*", re.ASCII)
_VERSION = re.compile(r"[=<>!~]")
_GLOB = re.compile(r"[*?+\[\]!\\]")  # what a filter of GitHub reads as a pattern; a backslash before it ends that
_CHOICE = re.compile(r"^( *)@([a-z-]+)@", re.MULTILINE)
_EACH = re.compile(r"(?:^@each@.*\n)+", re.MULTILINE)
_PLACE = re.compile(r"@([A-Z]+)@")
_KEY = re.compile(r"^(?:# )?([a-z-]+) = .*\n", re.MULTILINE)
_ATTRIBUTE_GLOB = re.compile(r"[*?\[\\]|\A[#!]")


@quick(frozen=True, slots=True)
class Places:
    """Where an archive's parts stand below its repository, with ``/``, and the branch that is published."""

    seeds: str = "seeds"
    output: str = "feeds"
    lock: str = "feeds.lock"
    config: str = "feedtool.toml"
    branch: str = "main"


@quick(frozen=True, slots=True)
class Wanted:
    """What the workflows do beside what they always do: install that, keep an issue, publish once a day as well.

    ``search`` tells that the workflow which builds needs the extra of that name, too. The links are checked in so many
    ``shards``.
    """

    install: str
    issue: bool = False
    link_health: bool = False
    search: bool = False
    shards: int = 1


def checked_install(what: str) -> str:
    """Return what a workflow is to install. Raise ConfigError if pip cannot install it."""
    if _INSTALL.fullmatch(what):
        return what
    raise ConfigError(f"--install: pip cannot install {what!r}; write 'feedtool @ git+https://HOST/OWNER/NAME@COMMIT'")


def workflow(name: str, places: Places, wanted: Wanted) -> str:
    """Return the text of a workflow. Raise ConfigError if pip cannot install what it is to install."""
    install = checked_install(wanted.install)
    install = with_extra(install, _EXTRA) if wanted.search and name == _SEARCHES else install
    values = {
        "INSTALL": yaml_text(_plain(install)),
        "BRANCH": yaml_text(_literal(places.branch)),
        "SEEDS": yaml_text(f"{_literal(places.seeds)}/**"),
        "FEEDS": yaml_text(f"{_literal(places.output)}/**"),
        "LOCKED": yaml_text(_literal(places.lock)),
        "CONFIG": yaml_text(_literal(places.config)),
        "OUTPUT": yaml_text(_plain(places.output)),
        "LOCK": yaml_text(_plain(places.lock)),
        "ISSUE": yaml_text("on" if wanted.issue else "off"),
        "SHARDS": str(wanted.shards),
        "NUMBERS": ", ".join(map(str, _numbers(wanted))),
    }
    chosen = {"issue": wanted.issue, "link-health": wanted.link_health}
    text = _read(_IN_SHARDS.get(name, name) if wanted.shards > 1 else name)
    text = _EACH.sub(lambda block: _repeated(block[0].replace("@each@", ""), wanted), text)
    text = _CHOICE.sub(lambda mark: mark[1] + ("" if chosen[mark[2]] else "# "), text)
    return _PLACE.sub(lambda place: values[place[1]], text)


def with_extra(requirement: str, extra: str) -> str:
    """Return what pip is to install with an extra. Raise ConfigError for an address, to which no extra can be added.

    >>> with_extra("feedtool @ git+https://github.com/OWNER/feedtool@COMMIT", "search")
    'feedtool[search] @ git+https://github.com/OWNER/feedtool@COMMIT'
    """
    what, at, address = requirement.partition(" @ ")
    if not at and ":" in what:
        raise ConfigError(f"--install: the search needs an extra; write 'feedtool[{extra}] @ {requirement}'")
    named, bracket, extras = what.partition("[")
    known = extras.removesuffix("]").split(",") if bracket else []
    version = _VERSION.search(named) if not at else None
    name, rest = (named[: version.start()], named[version.start() :]) if version else (named, "")
    return f"{name}[{','.join(dict.fromkeys([*known, extra]))}]{rest}{at}{address}"


def configuration(values: Mapping[str, object]) -> str:
    """Return the text of a feedtool.toml with comments, in which some keys are set; the others show their defaults.

    Keys that have no line in the template, and tables, are left out; so are lines of keys that this version lacks.
    """
    known = {one.name for table in TABLES for one in declared(table)}
    text = _KEY.sub(lambda line: line[0] if line[1] in known else "", _read("feedtool.toml"))
    for key, value in values.items():
        line = re.compile(rf'^(?:# )?{re.escape(key)} = (?:"[^"]*"|\S+)(.*)$', re.MULTILINE)
        if isinstance(value, str | PurePath | bool | int) and (found := line.search(text)):
            written = json.dumps(value) if isinstance(value, int) else toml_text(_portable(value))
            text = f"{text[: found.start()]}{key} = {written}{found[1]}{text[found.end() :]}"
    return text


def attributes(lock: str) -> str:
    """Return the lines of a .gitattributes that say how a lock is merged."""
    pattern = _ATTRIBUTE_GLOB.sub(r"\\\g<0>", lock)
    quoted = re.search(r'[\s"]', pattern)  # then as C writes it, gitattributes(5)
    return _read("gitattributes").replace("@LOCK@", json.dumps(pattern, ensure_ascii=False) if quoted else pattern)


def yaml_text(text: str) -> str:
    """Return a text as YAML, in double quotes (YAML 1.2 section 7.3.1): as JSON, where nothing else is escaped.

    JSON would write what lies beyond U+FFFF as two halves, which YAML does not join.
    """
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(one if one.isprintable() else f"\\U{ord(one):08x}" for one in quoted)


def _repeated(block: str, wanted: Wanted) -> str:
    return "".join(block.replace("@SHARD@", str(number)) for number in _numbers(wanted))


def _numbers(wanted: Wanted) -> range:
    return range(1, wanted.shards + 1)


def _portable(value: str | PurePath) -> str:
    return value.as_posix() if isinstance(value, PurePath) else value


def _literal(text: str) -> str:
    """Return a path or a branch as a filter that matches it alone."""
    return _GLOB.sub(r"\\\g<0>", text)


def _plain(text: str) -> str:
    """Return a text as a value in which GitHub finds no expression to fill in."""
    return text.replace("${{", "${{ '${{' }}")


def _read(name: str) -> str:
    return (resources("feedtool") / "templates" / name).read_text("utf-8")
