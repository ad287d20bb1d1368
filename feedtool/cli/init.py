"""`feedtool init`: what a new archive is to be, from options, from its folder, or asked at a terminal.

All questions come before the first file: whoever stops there (Ctrl-C, end of input) leaves nothing behind.
"""

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedtool.cli.options import key_options
from feedtool.config.keys import Config
from feedtool.errors import ConfigError
from feedtool.text import counted
from feedtool.visible import visible

if TYPE_CHECKING:
    from feedtool.commands.init import Answers
    from feedtool.setup.around import Around
    from feedtool.setup.templates import Places

_LINK_HEALTH = "links.html"
# GitHub runs so many jobs of a free account side by side (its docs, "Usage limits"): more shards would only wait.
MOST_SHARDS = 20
_NO_WORKFLOWS = "write no workflows"
_EXAMPLE = "--install 'feedtool @ git+https://github.com/OWNER/feedtool@COMMIT'"


@click.command(short_help="Write a configuration and workflows to begin with.")
@click.option("--github/--no-github", default=None, help="Write workflows too, or none: they publish the feeds on "
    "Pages, check the links every day, and say in pull requests what subscribers will see.")  # fmt: skip
@click.option("--seeds", metavar="FOLDER", help="Folder of the articles.  [default: seeds, or where articles are]")
@click.option("--output", metavar="FOLDER", help="Folder of the feeds.  [default: feeds]")
@key_options(Config, only=("title", "base_url", "language"))
@click.option("--article-pages/--no-article-pages", default=None, help="Make a page for each article, or none.")
@click.option("--search/--no-search", default=None, help="Make a page that searches the archive, or none. Builds need "
    "the extra search for it; the workflow that publishes installs that.")  # fmt: skip
@click.option("--link-health/--no-link-health", default=None,
              help="Publish a page about the links beside the feeds, once a day, or none.")  # fmt: skip
@click.option("--issue/--no-issue", default=None, help="Keep one issue that says which links are broken, or none.")
@click.option("--shards", metavar="NUMBER", type=int, help="Let GitHub check the links in NUMBER shards side by side, "
    f"and merge them: for very many links.  [default: 1; 1 to {MOST_SHARDS}]")  # fmt: skip
@click.option("--install", metavar="WHAT",
              help="Let the workflows install WHAT with pip.  [default: the code that is running, by its address "
              "and commit in Git]")  # fmt: skip
@click.option("--force", is_flag=True, help="Replace files that are there already; what is set in them is kept where "
    "init has a line for it.")  # fmt: skip
@click.option("-y", "--yes", is_flag=True, help="Ask nothing, also at a terminal.")
def init(**given: Any) -> int:
    """Begin an archive: write a feedtool.toml with comments into this folder and, if wanted, workflows for GitHub.

    At a terminal it asks what is not said by an option, with what it found in brackets: the folder of the articles and
    their language, and the address at which GitHub Pages serves the repository. Elsewhere, or with --yes, that is
    taken without a question, and workflows are written only with --github, --issue, --shards or --install.

    The workflows name the branch that HEAD names, and the folders of the configuration. Only one job may write to the
    repository, to commit the lock, and one to Pages; every action is pinned. .gitattributes is told how to merge the
    lock. A file that is there already is left as it is.

    \b
      feedtool init                      Ask, or take what is found.
      feedtool init --github --yes       The same with workflows, asking nothing.
      feedtool init --github --issue --link-health --language en
      feedtool init --github --shards 4  For a hundred thousand links.

    Exit status: 0 the files are written, or there already; 2 wrong usage, or a file cannot be written; 130 stopped, and
    nothing was written.
    """
    from feedtool.commands.init import init as run
    from feedtool.commands.init import missing_here, places_of
    from feedtool.setup.around import look_around

    force, folder = given["force"], Path()
    asking = sys.stdin.isatty() and sys.stdout.isatty() and not given["yes"]
    around = look_around(folder, force=force)
    _refuse_what_would_be_lost(given, around, force=force)
    answers = _answers(around, given, asking=asking, force=force)
    places = places_of(folder, around, answers)
    for line in _found(around, answers):
        click.echo(visible(line))
    for one in run(folder, around, answers, force=force):
        name = visible(one.path.as_posix())
        click.echo(f"wrote {name}" if one.done else f"{name}: is there already and stays as it is; {_how(name)}")
    for number, line in enumerate(_next(around, answers, places, missing_here(around, answers)), 1):
        click.echo(visible(f"{number}. {line}"))
    return 0


def _how(name: str) -> str:
    """Return what would make another file of one that stays."""
    from feedtool.config.file import PROJECT_NAME

    return "feedtool.toml would hide what is set in it" if name == PROJECT_NAME else "--force replaces it"


_IN_CONFIG = ("seeds", "output", "title", "base_url", "language", "article_pages", "search", "link_health")


def _refuse_what_would_be_lost(given: dict[str, Any], around: "Around", *, force: bool) -> None:
    """Raise ConfigError where an option would set what stays as it is, or needs another."""
    from feedtool.commands.init import will_write_configuration

    if given["issue"] and given["github"] is False:
        raise ConfigError("--issue: a workflow keeps the issue, so it needs --github")
    if given["install"] is not None and given["github"] is False:
        raise ConfigError("--install: only workflows install feedtool, so it needs --github")
    if given["shards"] is not None and not 1 <= given["shards"] <= MOST_SHARDS:
        raise ConfigError(f"--shards: {given['shards']}; write a number from 1 to {MOST_SHARDS}")
    if (given["shards"] or 1) > 1 and given["github"] is False:
        raise ConfigError("--shards: a workflow checks the links in shards, so it needs --github")
    if not will_write_configuration(around, force=force):
        lost = [name for name in _IN_CONFIG if given[name] is not None]
        if lost:
            option = f"--{lost[0].replace('_', '-')}"
            raise ConfigError(f"{option}: {around.file} is there already; write it there, or replace it with --force")


def _answers(around: "Around", given: dict[str, Any], *, asking: bool, force: bool) -> "Answers":
    """Return the answers: as options say, else as asked, else as found. Raise ConfigError if one is wrong."""
    from feedtool.commands.init import Answers, checked, will_write_configuration
    from feedtool.setup.around import defaults

    values = defaults(around) | {
        field: checked(field, given[field])
        for field in ("seeds", "output", "title", "base_url", "language")
        if given[field] is not None
    }
    ask = _Questions(given, asking=asking)
    if will_write_configuration(around, force=force):
        if around.articles.articles == 0:
            ask.text(values, "seeds", "Folder of the articles")
        ask.text(values, "title", "Title of the feed")
        ask.text(values, "base_url", "Address where the feeds will be served", empty="not known yet")
        ask.text(values, "language", "Language of the feed")
        values["article_pages"] = ask.yes(
            "article_pages", "Make a page for each article?", default=bool(values.get("article_pages"))
        )
        values["search"] = ask.yes(
            "search", "Make a page that searches the archive?", default=bool(values.get("search"))
        )
        page = values.get("link_health")
        wanted = ask.yes("link_health", "Publish a page about the links?", default=page is not None)
        values["link_health"] = (page or _LINK_HEALTH) if wanted else None
    wished = bool(given["issue"] or given["install"]) or (given["shards"] or 1) > 1
    wished = wished or (asking and around.repository is not None)
    github = ask.yes("github", "Write workflows for GitHub?", default=wished)
    install = _install(given["install"], asking=asking) if github else None
    issue = install is not None and ask.yes("issue", "Keep an issue about broken links?", default=False)
    return Answers(values, install is not None, issue, install or "", given["shards"] or 1)


class _Questions:
    """Questions at a terminal, or none: each is asked only where no option says the answer."""

    def __init__(self, given: dict[str, Any], *, asking: bool) -> None:
        self._given = given
        self._asking = asking

    def text(self, values: dict[str, Any], field: str, words: str, *, empty: str = "") -> None:
        """Put the answer to a question on a key into the values; one that is wrong is asked again."""
        from feedtool.commands.init import checked

        if not self._asking or self._given[field] is not None:
            return
        usual = values.get(field, getattr(Config(), field))
        shown = empty if usual is None else str(usual)

        def checked_answer(text: str) -> Any:
            try:
                return usual if text == shown else checked(field, text)
            except ConfigError as error:
                raise click.BadParameter(str(error)) from error

        values[field] = click.prompt(words, default=shown, value_proc=checked_answer)

    def yes(self, name: str, words: str, *, default: bool) -> bool:
        """Return the answer to a question of yes or no."""
        given: bool | None = self._given[name]
        if given is None and self._asking:
            return click.confirm(words, default=default)
        return default if given is None else given


def _install(given: str | None, *, asking: bool) -> str | None:
    """Return what the workflows install, None if somebody who was asked wants none.

    Raise ConfigError if it is not said, cannot be told, and nobody is asked.
    """
    from feedtool.setup.installed import installed

    if given is not None:
        return given
    found = installed()
    if found is None and asking:
        return _asked_install()
    if found is None:
        raise ConfigError(
            "--install: nothing tells where this feedtool was installed from, and its name on a package index may be "
            f"somebody else's; say what the workflows install: {_EXAMPLE}"
        )
    if found.note:
        click.echo(f"note: {found.note}", err=True)
    return found.requirement


def _asked_install() -> str | None:
    """Ask what the workflows install; an empty answer is None. One that is wrong is asked again."""
    from feedtool.setup.templates import checked_install

    def checked_answer(text: str) -> str:
        try:
            return text if text == _NO_WORKFLOWS else checked_install(text)
        except ConfigError as error:
            raise click.BadParameter(str(error)) from error

    click.echo(
        "The workflows install feedtool on GitHub's machines. Nothing tells where this one was installed from, and its "
        "name on a package index may be somebody else's: say its address and commit in Git."
    )
    words = "What the workflows install with pip (feedtool @ git+https://...@COMMIT)"
    answer = click.prompt(words, default=_NO_WORKFLOWS, value_proc=checked_answer)
    return None if answer == _NO_WORKFLOWS else str(answer)


def _found(around: "Around", answers: "Answers") -> list[str]:
    """Return lines that say what was found, and what will come of it."""
    folder, lines = around.articles, []
    if folder.articles and answers.values["seeds"] == Path(folder.path):
        files = ("more than " if folder.more else "") + counted(folder.files, "file")
        are = "is an article" if folder.articles == 1 else "are articles"
        told = f"{files}; of {folder.read} looked at, {folder.articles} {are}"
        lines.append(f"articles: {folder.path} ({told})")
    if around.file is None and around.base_url and answers.values.get("base_url") == around.base_url:
        lines.append(f"base-url: {around.base_url} (from {around.url_from})")
    if answers.github:
        lines.append(f"branch: {around.branch}" + ("" if around.head else " (HEAD names none)"))
        lines.append(f"workflows install: {answers.install}")
    return lines


def _next(around: "Around", answers: "Answers", places: "Places", missing: str | None) -> list[str]:
    """Return the three next steps; ``missing`` is the command that installs what a build lacks here."""
    first = "" if around.articles.articles else f"Put articles into {places.seeds}/. "
    github = (".github",) if answers.github else ()
    added = shlex.join((places.config, ".gitattributes", *github, places.lock, places.seeds))
    tried = " && ".join(filter(None, (missing, "feedtool build", "feedtool serve")))
    lines = [f"{first}Try the feeds: {tried}", f"Commit: git add {added} && git commit"]
    if answers.github:
        push = f"git push origin {shlex.quote(around.branch)}"
        return [*lines, f"On GitHub: Settings, Pages, Source: GitHub Actions. Then: {push}"]
    return [*lines, f"Publish {places.output}/ on any web server; 'feedtool init --github' writes workflows that do."]
