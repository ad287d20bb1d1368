"""Options that contradict each other, or mean nothing without another: wrong usage, and never passed over in silence.

Each command has its own as a table beside its options. An option may stand there with a value: ``--only bad``. What
contradicts itself in a configuration file too is told by `config.file`.
"""

import functools
from collections.abc import Callable
from typing import Any

import click
from click.core import ParameterSource

from feedtool.quick import quick


@quick(frozen=True, slots=True)
class Clash:
    """Two options of which only one may be given: why, and what to do."""

    one: str
    other: str
    why: str


@quick(frozen=True, slots=True)
class Needs:
    """An option that means nothing without another: why, and what to do."""

    one: str
    other: str
    why: str


@quick(frozen=True, slots=True)
class Alone:
    """An option that goes with no other option or argument: why."""

    one: str
    why: str


def refusing(*rules: Clash | Needs | Alone) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Return a decorator for the function of a command, below its options, that refuses what does not go together."""

    def decorate(command: Callable[..., int]) -> Callable[..., int]:
        @functools.wraps(command)
        def checked(**given: Any) -> int:
            context = click.get_current_context()
            for rule in rules:
                if is_given(context, rule.one):
                    _look(context, rule)
            return command(**given)

        return checked

    return decorate


def _look(context: click.Context, rule: Clash | Needs | Alone) -> None:
    """Raise UsageError if the option that a rule is about, which is given, breaks it."""
    if isinstance(rule, Alone):
        others = [name for one in _on_the_command_line(context) if (name := _name(one)) != rule.one]
        if others:
            raise click.UsageError(f"{rule.one} and {others[0]}: {rule.why}; leave out {others[0]}", context)
    elif isinstance(rule, Needs) != is_given(context, rule.other):
        between = "without" if isinstance(rule, Needs) else "and"
        raise click.UsageError(f"{rule.one} {between} {rule.other}: {rule.why}", context)


def is_given(context: click.Context, written: str) -> bool:
    """Return whether an option is given on the command line, with its value where that is written too."""
    name, _, value = written.partition(" ")
    return any(
        name in one.secondary_opts if context.params.get(one.name or "") is False else name in one.opts
        for one in _on_the_command_line(context)
        if not value or str(context.params.get(one.name or "")) == value
    )


def _on_the_command_line(context: click.Context) -> list[click.Parameter]:
    return [
        one
        for one in context.command.params
        if context.get_parameter_source(one.name or "") is ParameterSource.COMMANDLINE
    ]


def _name(parameter: click.Parameter) -> str:
    """Return a parameter as a message names it: ``--output``, ``SEEDS``."""
    return parameter.opts[-1] if isinstance(parameter, click.Option) else parameter.human_readable_name
