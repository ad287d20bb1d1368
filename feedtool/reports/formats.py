"""The formats a check can be reported in, by name: each a function of one summary."""

from collections.abc import Callable, Iterator
from importlib import import_module

from feedtool.reports.summary import Summary
from feedtool.reports.wording import LinkOf, nowhere

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


_LEADING_TO_PLACES = frozenset(("markdown", "html"))


def render(summary: Summary, form: str, *, link_of: LinkOf = nowhere) -> Iterator[str]:
    """Yield the report in one of the formats, in pieces; where a format has links to places, ``link_of`` tells them."""
    module, function = FUNCTIONS[form]
    renderer: Callable[..., Iterator[str]] = getattr(import_module(f"feedtool.reports.{module}"), function)
    return renderer(summary, link_of=link_of) if form in _LEADING_TO_PLACES else renderer(summary)
