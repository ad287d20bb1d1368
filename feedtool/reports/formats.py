"""The formats a check can be reported in, by name: each a function of one summary."""

from collections.abc import Callable, Iterator
from importlib import import_module

from feedtool.reports.summary import Summary

# The format → its module and function; one is imported when it is asked for.
FUNCTIONS = {
    "text": ("text", "render"),
    "jsonl": ("jsonl", "render_lines"),
    "json": ("jsonl", "render_array"),
    "markdown": ("markdown", "render"),
    "github": ("github", "render"),
    "junit": ("junit", "render"),
    "sarif": ("sarif", "render"),
    "csv": ("csv", "render"),
    "html": ("html", "render"),
}


def render(summary: Summary, form: str) -> Iterator[str]:
    """Yield the report in one of the formats, in pieces."""
    module, function = FUNCTIONS[form]
    renderer: Callable[[Summary], Iterator[str]] = getattr(import_module(f"feedtool.reports.{module}"), function)
    return renderer(summary)
