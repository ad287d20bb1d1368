"""The kinds of groups of articles. Pure."""

from enum import StrEnum


class GroupKind(StrEnum):
    """What the articles of a group have in common, in the order in which groups are shown; the lock says it so."""

    SOURCE = "source"
    FOLDER = "folder"
    TAG = "tag"
    AUTHOR = "author"
