"""Options that commands share; most are made from the keys of the configuration (`feedtool.config.keys`)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from feedtool.config.declaration import Declared, choices_of, declared, is_list, is_mapping, item_of, key_of
from feedtool.config.keys import Config

Decorator = Callable[[Any], Any]


class Formatter(click.HelpFormatter):
    """A formatter of helps that breaks no line within a word: ``zh-Hans`` and ``--no-state`` stay whole."""

    def write_text(self, text: str) -> None:
        """Write a paragraph."""
        super().write_text(_whole(text))

    def write_dl(self, rows: Any, col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options or commands with their texts beside them."""
        super().write_dl([(term, _whole(text)) for term, text in rows], col_max, col_spacing)

    def getvalue(self) -> str:
        """Return all that was written."""
        return super().getvalue().replace(_HYPHEN, "-")


click.Context.formatter_class = Formatter
_HYPHEN = "\N{NON-BREAKING HYPHEN}"


def _whole(text: str) -> str:
    return text.replace("-", _HYPHEN)


SEEDS = click.argument("seeds", required=False, type=click.Path(path_type=Path))
QUIET = click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors and bad seeds.")


def options(*decorators: Decorator) -> Decorator:
    """Return several decorators as one."""

    def add(command: Any) -> Any:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return add


def key_options(table: type, *, only: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> Decorator:
    """Return the options for all keys of a table that have one, or ``only`` for some, by field."""
    keys = [key_of(table, field) for field in only] or [one for one in declared(table) if one.field not in without]
    return options(*(_option(one) for one in keys if one.flags[:1] != () and one.flags[0].startswith("-")))


def feed_options() -> Decorator:
    """Return the options for all that a user can set of feeds."""
    return key_options(Config, without=("check", "folders"))


def _option(one: Declared) -> Decorator:
    """Return the option that sets a key; its value is None or empty unless the user gives it.

    The value is read by `feedtool.config.values`, as in a file, so that both have the same bounds and messages.
    """
    words = choices_of(one.kind)
    repeatable = is_mapping(one.kind) or (is_list(one.kind) and not choices_of(item_of(one.kind)))
    text = one.key.text.removesuffix(".") + "; repeatable." if repeatable else one.key.text
    text += f"  [{one.facts_text}]" if one.facts_text else ""
    if one.kind is bool:
        return click.option(*one.flags, one.field, is_flag=True, default=None, help=text)
    return click.option(
        *one.flags,
        one.field,
        metavar=one.key.value or None,
        type=click.Choice(words) if words else click.Path(path_type=Path) if one.kind is Path else str,
        multiple=repeatable,
        help=text,
    )
