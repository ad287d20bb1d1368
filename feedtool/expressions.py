"""Regular expressions that are compiled when they are first used.

To compile one takes a tenth of a millisecond, ten times that if it has large classes of characters; and most runs use
few of those in the modules that every command loads.
"""

import re
from typing import TYPE_CHECKING, Any

__all__ = ("expression",)

if TYPE_CHECKING:
    from re import compile as expression  # for mypy they are compiled
else:

    class expression:  # noqa: N801 - it is used as `re.compile` is
        """A regular expression with the methods of one that is compiled."""

        def __init__(self, pattern: str | bytes, flags: int = 0) -> None:
            self._made_of = pattern, flags

        def __getattr__(self, name: str) -> Any:
            """Return a method of the compiled expression, and keep it at hand: it is not looked for here again."""
            found = getattr(re.compile(*self._made_of), name)
            setattr(self, name, found)
            return found
