"""An archive begins: what its folder tells already, then a configuration and, for GitHub, workflows that fit it.

First `setup.around` reads what is there; whoever runs the command answers the rest, with what was found as defaults;
then `init` makes all texts before it writes the first of them.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from feedtool import files
from feedtool.config.declaration import key_of
from feedtool.config.file import FILE_NAME, LOCK_NAME, PROJECT_NAME, nested
from feedtool.config.keys import Config
from feedtool.config.values import Reader
from feedtool.errors import ConfigError, InputError, OutputError
from feedtool.labels.words import words_in
from feedtool.publish.search_index import INSTALL, program
from feedtool.quick import quick
from feedtool.setup import templates
from feedtool.setup.around import Around
from feedtool.setup.templates import WORKFLOWS, Places, Wanted

_ATTRIBUTES = ".gitattributes"


@quick(frozen=True, slots=True)
class Answers:
    """What an archive is to be: its configuration, by field of `Config`, and whether and how GitHub publishes it.

    GitHub checks its links in so many ``shards``.
    """

    values: Mapping[str, Any]
    github: bool = False
    issue: bool = False
    install: str = ""
    shards: int = 1


@quick(frozen=True, slots=True)
class TemplateFile:
    """A file of a new archive, and whether it was written: a file that is there already is left as it is."""

    path: Path
    done: bool


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
