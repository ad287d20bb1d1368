"""What is known of an article before it is chosen: enough to choose it, and to find it again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """What selection needs to know of an article; its text is read again, from ``file``, when it is chosen."""

    id: str
    published_ms: int
    updated_ms: int
    path: str
    file: str
