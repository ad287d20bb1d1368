"""A build that would change nothing, known without making anything.

A build depends on this code and the configuration (`made_by`), on the articles, by the stamps of their files, and on
the lock. Where all that is as it was when a build ended, and every file is in place as that build left it, there is
nothing to do: what that build told is told again. The moment of the build counts only where an article is dated in the
future, and the dates that count for those are among what is compared.
"""

from dataclasses import fields
from hashlib import blake2b

import msgspec
from msgspec import structs

from feedtool import files
from feedtool.catalogue.catalogue import Catalogue
from feedtool.catalogue.remembered import prepare
from feedtool.commands.made_by import made_by
from feedtool.config.keys import Config
from feedtool.errors import Problem
from feedtool.files import Stamp

_FILE_NAME = "build.cache"
_NOT_COMPARED = frozenset(("set_by", "check", "cache"))


class Quiet(msgspec.Struct, frozen=True, array_like=True):
    """What a build told: its numbers by their names, and its warnings; and what it left: each file's SHA-256 and stamp.

    ``of`` is a hash of all that it depended on.
    """

    of: bytes
    documents: dict[str, tuple[str, Stamp | None]]
    told: dict[str, int]
    warnings: list[tuple[str, Problem]]


def asked_for(catalogue: Catalogue, config: Config) -> bytes | None:
    """Return a hash of all that a build depends on but the lock, or None if a file is so new that it may change unseen.

    The catalogue is the one that was read, before the lock had a say.
    """
    stamps = [one.stamp for one in catalogue.candidates]
    if not all(stamp is not None and files.is_settled(stamp) for stamp in stamps):
        return None
    chosen = [(one.name, getattr(config, one.name)) for one in fields(config) if one.name not in _NOT_COMPARED]
    health = config.link_health is not None and (config.output / config.link_health).is_file()
    articles = [
        (one.id, one.path, one.stamp, one.published_ms, one.updated_ms, one.ahead) for one in catalogue.candidates
    ]
    bad = repr((catalogue.bad, sorted(catalogue.bad_ids.items()), catalogue.bad_paths, chosen, health))
    return _hash(made_by(config), msgspec.msgpack.encode(articles), bad.encode("utf-8", "backslashreplace"))


def with_lock(asked: bytes, lock: bytes | None) -> bytes:
    """Return a hash of all that a build depends on: what is asked for, and the bytes of the lock."""
    return _hash(asked, b"" if lock is None else _hash(lock))


def remembered(config: Config, of: bytes) -> Quiet | None:
    """Return what the last build told, if it was of the same, and all its files are in place."""
    if config.cache is None or files.has_leftovers(config.output):
        return None
    try:
        quiet = msgspec.msgpack.decode(files.kept(config.cache, _FILE_NAME), type=Quiet)
    except (OSError, msgspec.MsgspecError, ValueError, RecursionError):
        return None
    documents = quiet.documents.items() if quiet.of == of else ()
    in_place = all(files.is_in_place(config.output, path, stamp, hash_) for path, (hash_, stamp) in documents)
    no_other = files.MANIFEST in quiet.documents or not (config.output / files.MANIFEST).exists()
    return quiet if documents and in_place and no_other else None


def has_new_stamps(quiet: Quiet) -> bool:
    """Tell whether a file was so new that its stamp could not be remembered: then it is read again each time."""
    return any(stamp is None for _, stamp in quiet.documents.values())


def remember(config: Config, quiet: Quiet) -> None:
    """Remember what a build told, with the stamps of its files now. It is no error if that cannot be done."""
    if config.cache is None:
        return
    output = config.output
    stamped = {path: (hash_, files.stamp_to_remember(output, path)) for path, (hash_, _) in quiet.documents.items()}
    try:
        data = msgspec.msgpack.encode(structs.replace(quiet, documents=stamped))
        if not config.cache.is_symlink():
            prepare(config.cache)
            files.keep(config.cache, _FILE_NAME, data)
    except (OSError, ValueError):
        return


def _hash(*parts: bytes) -> bytes:
    whole = blake2b(digest_size=16)
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.digest()
