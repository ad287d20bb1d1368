"""What a folder tells of the archive that is to begin in it, before anything is asked."""

import contextlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from feedtool import files
from feedtool.config.declaration import declared
from feedtool.config.file import FILE_NAME, LOCK_NAME, find_file, load_config
from feedtool.config.keys import Config
from feedtool.errors import FeedtoolError, OutputError
from feedtool.github.checkout import Checkout
from feedtool.github.repository import Repository, from_config
from feedtool.quick import quick
from feedtool.setup.folders import Folder, folder_of_articles, look_into
from feedtool.urls import host_in

_BRANCH = "main"  # where HEAD names none


@quick(frozen=True, slots=True)
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
