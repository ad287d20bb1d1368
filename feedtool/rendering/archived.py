"""What became of the archive in a build: a value that costs nothing to know where nothing is made."""

from collections.abc import Mapping
from dataclasses import field

from feedtool.quick import quick


@quick(frozen=True, slots=True)
class Archived:
    """The pages of the archive, how many of them are new, and why old ones were rewritten, how often."""

    pages: int = 0
    new: int = 0
    rewritten: Mapping[str, int] = field(default_factory=dict)
