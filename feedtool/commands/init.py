"""An archive begins: what its folder tells already, then a configuration and, for GitHub, workflows that fit it.

First `look_around` reads what is there; whoever runs the command answers the rest, with what was found as defaults;
then `init` makes all texts before it writes the first of them.
"""

import contextlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from feedtool import files
from feedtool.config.declaration import declared, key_of
from feedtool.config.file import FILE_NAME, LOCK_NAME, PROJECT_NAME, find_file, load_config, nested
from feedtool.config.keys import Config
from feedtool.config.values import Reader
from feedtool.errors import ConfigError, FeedtoolError, InputError, OutputError
from feedtool.github.checkout import Checkout
from feedtool.github.repository import Repository, from_config
from feedtool.labels.words import words_in
from feedtool.publish.search_index import INSTALL, program
from feedtool.setup import templates
from feedtool.setup.folders import Folder, folder_of_articles, look_into
from feedtool.setup.templates import WORKFLOWS, Places, Wanted
from feedtool.urls import host_in

_BRANCH = "main"  # where HEAD names none
_ATTRIBUTES = ".gitattributes"


@dataclass(frozen=True, slots=True)
class Around:
    """What a folder tells before anything is asked.

    ``config`` is the configuration that is there, in the file of the name ``file``, else the defaults. ``articles`` is
    the folder that holds articles, or that is meant for them. ``branch`` is the one to publish; ``head`` says whether
    HEAD names it. ``base_url`` is a suggestion, and ``url_from`` says what it was told by.
    """

    config: Config
    file: str | None
    articles: Folder
    branch: str
    head: bool
    checkout: Checkout | None
    repository: Repository | None
    base_url: str | None = None
    url_from: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """What an archive is to be: its configuration, by field of `Config`, and whether and how GitHub publishes it.

    GitHub checks its links in so many ``shards``.
    """

    values: Mapping[str, Any]
    github: bool = False
    issue: bool = False
    install: str = ""
    shards: int = 1


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A file of a new archive, and whether it was written: a file that is there already is left as it is."""

    path: Path
    done: bool


def look_around(folder: Path, *, force: bool = False) -> Around:
    """Return what a folder tells. With ``force`` a configuration that is wrong counts as none, since it is replaced.

    Raise ConfigError if the configuration that is there is wrong.
    """
    config, file = _configuration_in(folder, force=force)
    checkout = _checkout(folder)
    repository = from_config(checkout.config) if checkout else None
    around = Around(
        config,
        file,
        _articles(folder, config, choose=file is None or force),
        checkout.branch if checkout and checkout.branch else _BRANCH,
        bool(checkout and checkout.branch),
        checkout,
        repository,
    )
    domain = _domain(folder, config)
    if domain:
        return replace(around, base_url=f"https://{domain}/", url_from="CNAME")
    return replace(around, base_url=repository.pages, url_from="the remote") if repository else around


def defaults(around: Around) -> dict[str, Any]:
    """Return what a configuration will set unless it is answered otherwise, by field: what is set, or was found."""
    config = around.config
    values = {one.field: getattr(config, one.field) for one in declared(Config) if (one.name,) in config.set_by}
    values.setdefault("seeds", Path(around.articles.path))
    found = {"base_url": around.base_url, "language": around.articles.language}
    return {field: value for field, value in found.items() if value is not None} | values


def will_write_configuration(around: Around, *, force: bool) -> bool:
    """Return whether a feedtool.toml is written: a table in pyproject.toml would be hidden by it, so that one stays."""
    return around.file is None or (force and around.file != PROJECT_NAME)


def checked(field: str, given: object) -> Any:
    """Return an answer as its key declares it. Raise ConfigError with what is wrong, and what would be right."""
    one = key_of(Config, field)
    reader = Reader(Path())
    value = reader.flag(one, given, (one.name,))
    if reader.faults:
        raise ConfigError(f"{one.name}: {reader.faults[0].text}")
    return value


def init(folder: Path, around: Around, answers: Answers, *, force: bool) -> Iterator[TemplateFile]:
    """Write the files into a folder and yield each; a file that is there is replaced only with ``force``.

    What Git is to know of the lock is added to the end of a ``.gitattributes`` that does not say it. Raise ConfigError
    if something does not go together, before anything is written, and OutputError if a file cannot be written.
    """
    places = places_of(folder, around, answers)
    texts = {around.file or FILE_NAME: _configuration(answers)}
    if answers.github:
        wanted = Wanted(
            answers.install,
            issue=answers.issue,
            link_health=bool(_value(around, answers, "link_health")),
            shards=answers.shards,
            search=bool(_value(around, answers, "search")),
        )
        texts |= {place: templates.workflow(name, places, wanted) for name, place in WORKFLOWS.items()}
    for place, text in texts.items():
        yield _written(folder / place, text, force=force and place != PROJECT_NAME)
    path = folder / _ATTRIBUTES
    if _is_below(places.lock) and _add_lines(path, templates.attributes(places.lock)):
        yield TemplateFile(path, done=True)


def missing_here(around: Around, answers: Answers) -> str | None:
    """Return the command that installs what a build of such an archive needs and this Python lacks, None if nothing."""
    if not _value(around, answers, "search"):
        return None
    try:
        program()
    except InputError:
        return INSTALL
    return None


def places_of(folder: Path, around: Around, answers: Answers) -> Places:
    """Return where parts of an archive stand. Raise ConfigError if they are nested, or out of a workflow's reach."""
    if answers.github:
        _must_be_top(folder, around)
    paths = {name: _relative(folder, _value(around, answers, name)) for name in ("seeds", "output", "lock")}
    if wrong := nested(("feeds", folder / paths["output"]), ("articles", folder / paths["seeds"])):
        raise ConfigError(f"output: {wrong}")
    for name, path in paths.items():
        if answers.github and not _is_below(path):
            raise ConfigError(f"{name}: '{path}' is not in the repository, so no workflow has it; name one in {folder}")
    return Places(**paths, config=around.file or FILE_NAME, branch=around.branch)


def _configuration_in(folder: Path, *, force: bool) -> tuple[Config, str | None]:
    """Return the configuration in a folder and the name of its file; those in folders above are others' ones."""
    usual = Config(lock=Path(LOCK_NAME))
    try:
        file = find_file(folder)
        if file is None or file.parent != folder:
            return usual, None
        config = load_config(folder, {}, file=Path(file.name))
    except FeedtoolError:
        if force:
            return usual, FILE_NAME
        raise
    return config, file.name


def _checkout(folder: Path) -> Checkout | None:
    try:
        return Checkout.around(folder)
    except OSError:
        return None


def _articles(folder: Path, config: Config, *, choose: bool) -> Folder:
    """Return the folder of the articles: as configured, or where there are some if nothing is, and may be chosen."""
    path = config.seeds.as_posix()
    if choose and ("seeds",) not in config.set_by and not (folder / path).is_dir():
        found = folder_of_articles(folder, without=(config.output.as_posix(),))
        if found is not None:
            return found
    return look_into(folder, path)


def _domain(folder: Path, config: Config) -> str | None:
    """Return the domain that a CNAME file names, as GitHub reads it: in the folder of the feeds, or at the top."""
    for file in (folder / config.output / "CNAME", folder / "CNAME"):
        with contextlib.suppress(OutputError):
            text = (files.read_if_there(file) or b"").decode("utf-8", "replace").strip()
            if "." in text and (domain := host_in(text)):
                return domain
    return None


def _value(around: Around, answers: Answers, field: str) -> Any:
    """Return what a key will be: as it was answered, else as it is."""
    return answers.values.get(field, getattr(around.config, field))


def _configuration(answers: Answers) -> str:
    """Return the text of the configuration: only what is not the default is set in it.

    A feed that nobody described is described in its own language.
    """
    language = answers.values.get("language")
    told = {"description": words_in(language)("archive-told")} if language else {}
    values = told | dict(answers.values)
    given = [(key_of(Config, field), value) for field, value in values.items()]
    return templates.configuration({one.name: value for one, value in given if value != one.default})


def _relative(folder: Path, path: Path | None) -> str:
    """Return a path as seen from a folder, with ``/``; one that lies elsewhere begins with ``..`` or is absolute."""
    try:
        return os.path.relpath(os.path.join(folder, path or LOCK_NAME), folder).replace(os.sep, "/")
    except ValueError:  # on another drive of Windows
        return Path(path or LOCK_NAME).as_posix()


def _is_below(path: str) -> bool:
    return not (path in (".", "..") or path.startswith("../") or os.path.isabs(path))


def _must_be_top(folder: Path, around: Around) -> None:
    """Raise ConfigError where GitHub would never read a workflow."""
    top = around.checkout.top if around.checkout else None
    if top is not None and top != folder.resolve():
        raise ConfigError(
            f"--github: GitHub reads workflows at the top of a repository alone; run it in {top}, and name the folders "
            "with --seeds and --output"
        )


def _written(path: Path, text: str, *, force: bool) -> TemplateFile:
    if (path.exists() or path.is_symlink()) and not force:
        return TemplateFile(path, done=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path.parent}: cannot be made: {error.strerror or error}") from error
    files.replace_file(path, text.encode())
    return TemplateFile(path, done=True)


def _add_lines(path: Path, text: str) -> bool:
    """Add lines to the end of a file, unless the last of them is there. Return whether they were added."""
    old = files.read_if_there(path) or b""
    if text.splitlines()[-1].encode() in old.splitlines():
        return False
    files.replace_file(path, old + (b"\n" if old and not old.endswith(b"\n") else b"") + text.encode())
    return True
