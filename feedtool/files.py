"""Files replaced as a whole, and only where their bytes differ: single ones, or a folder's documents all together.

A folder's documents come as a stream of paths and bytes, and are never held all at once. Each that differs from what is
in place is written into a staging folder as it comes. Then all bytes are brought to the disk; then files that are no
longer made move into the staging folder, and the new ones out of it to their places; then the names are brought to the
disk. Whenever a build is killed, each file in place is complete, old or new. Where a step fails all moves are undone.
A document that is known to be in place as it should be comes as its hash alone, and is not read.
A file beside the folder can belong to the same step: it takes its name before all others, and its name is on the disk
before theirs change. It must be one from which the next build makes the documents that a killed build did not get to.

The manifest remembers which files a build made, so that a later build can remove those that are no longer made. It lies
in a folder that others write to as well, and is believed only so far: no path in it leads out of the folder or through
a symbolic link, and a file is removed only if its bytes are those that a build wrote. The manifest that a killed build
had staged counts too, since that build may have put some of its files in place.
"""

import contextlib
import hashlib
import os
import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import partial
from pathlib import Path
from stat import S_ISLNK
from types import TracebackType
from typing import NamedTuple, Self

from feedtool.errors import OutputError
from feedtool.expressions import expression
from feedtool.quick import quick
from feedtool.stamps import Stamp, if_settled, stamp_from, stamp_if_there, stamp_of

MANIFEST = ".manifest"  # one line a document: its path, a tab, the SHA-256 of its bytes
_STAGING = expression(r"\.feedtool-[a-z0-9_]{8}\.tmp")  # a folder that is there only while documents are replaced
_STAGED_MANIFEST = "manifest"
# A part of a document's path: no hidden name, so neither "." nor "..", and no character that ends a name on Windows
# (backslash, colon), or that a line of the manifest cannot hold.
_PART = expression(r"[^./\\:\x00-\x1f\x7f\ud800-\udfff][^/\\:\x00-\x1f\x7f\ud800-\udfff]*")
_HASH = expression(r"[0-9a-f]{64}")
_SYNCED_AT_ONCE = 16  # a file system commits many files in the time of one: 1000 of 50 kB take 0.6 s, one by one 4.5 s
_LOCK_WAIT_S = 60.0  # for another build to finish writing: far more than writing ever takes
_LOCK_POLL_S = 0.05
_PREFIX = 40  # characters of a file's name in that of its temporary one: both must fit a file system's limit
_MAX_BYTES = 100_000_000  # of a document read back


def read_if_there(path: Path) -> bytes | None:
    """Return the bytes of a file, or None if it is missing, or too large to be one of ours.

    Raise OutputError if the file cannot be read, or is a symbolic link, a folder or a device.
    """
    return _read(path, _MAX_BYTES)


def replace_file(path: Path, data: bytes) -> None:
    """Put bytes in the place of a file; at any moment it is complete, old or new.

    Raise OutputError if the file cannot be written; the old one is then as it was.
    """
    with _told(path):
        temporary = _stage(path, (data,))
        try:
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        _sync(path.parent)


class InPlace(NamedTuple):
    """A document that stands where it belongs, with bytes of a known SHA-256: it is neither made nor read."""

    hash: str


Documents = Iterable[tuple[str, bytes | InPlace]]


@quick(frozen=True, slots=True)
class Replaced:
    """What became of a folder's documents, by their paths below it, with ``/`` between folders.

    ``documents`` are those of the stream. ``changed`` were written, the manifest among them. ``removed`` were made
    earlier and are no longer. ``left`` are no longer made either, but are not as they were made: somebody changed them,
    so they stay, and are no longer ours. ``hashes`` are the SHA-256 of all documents, the manifest among them,
    ``stamps`` those of the written ones when they took their names, and of others before they were read; ``beside`` is
    that of the file beside the folder if it was replaced.
    """

    documents: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    left: tuple[str, ...]
    hashes: Mapping[str, str] = field(default_factory=dict, compare=False)
    stamps: Mapping[str, Stamp] = field(default_factory=dict, compare=False)
    beside: Stamp | None = field(default=None, compare=False)


def replace_documents(
    folder: Path,
    documents: Documents,
    *,
    unlisted: Collection[str] = (),
    beside: Callable[[], tuple[Path, bytes] | None] = lambda: None,
) -> Replaced:
    """Put a stream of documents in their places below a folder; remove those that an earlier stream put there.

    The caller is the folder's sole writer. ``unlisted`` are paths that every stream has: the manifest does not name
    them, and is not written where there are no others. ``beside`` is a file elsewhere, with its bytes, that is
    replaced in the same step, before the documents. Raise OutputError if a document cannot be written, or if its path
    leads out of the folder or through a symbolic link; all files are then as they were.
    """
    leftovers = _leftovers(folder)
    with _Transaction(folder) as transaction:
        replaced = _compare(folder, documents, unlisted, transaction.stage)
        if (file := beside()) is not None:
            transaction.stage_beside(*file)
        placed = transaction.commit(replaced.removed)
        replaced = replace(replaced, stamps={**replaced.stamps, **placed}, beside=transaction.placed_beside)
    for leftover in leftovers:
        _remove(leftover)
    return replaced


def compare_documents(folder: Path, documents: Documents, *, unlisted: Collection[str] = ()) -> Replaced:
    """Return what ``replace_documents`` would do, and do nothing of it."""
    return _compare(folder, documents, unlisted, lambda _path, _data: None)


def documents_in(folder: Path) -> Mapping[str, str]:
    """Return the SHA-256 of each document that a folder's manifest names, by path.

    Raise OutputError if it cannot be read.
    """
    return _parse_manifest(_read(folder / MANIFEST, _MAX_BYTES) or b"")


def stamp_in(folder: Path, path: str) -> Stamp | None:
    """Return the stamp of a document below a folder, or None if it is gone."""
    return stamp_if_there(str(place_of(folder, path)))


def stamp_to_remember(folder: Path, path: str) -> Stamp | None:
    """Return the stamp of a document below a folder, or None if it is gone, or so new that it may change unseen."""
    stamp = stamp_in(folder, path)
    return None if stamp is None else if_settled(stamp)


def is_in_place(folder: Path, path: str, stamp: Stamp | None, hash_: str) -> bool:
    """Tell whether a document below a folder has the bytes of a SHA-256: by its stamp, else by reading it.

    Raise OutputError as `read_document`.
    """
    if has_stamp(folder, path, stamp):
        return True
    data = _read(place_of(folder, path) if path == MANIFEST else _place(folder, path), _MAX_BYTES)
    return data is not None and _hash(data) == hash_


def has_stamp(folder: Path, path: str, stamp: Stamp | None, *, plain: set[str] | None = None) -> bool:
    """Tell whether a document below a folder is there, through no symbolic link, and has a stamp.

    ``plain`` are folders that were seen to be no links while many documents are looked at; more are added.
    """
    own = _as_on_disk(path)
    name = f"{folder}/{own}"
    try:
        if stamp is None or S_ISLNK((stat := os.lstat(name)).st_mode) or stamp_from(stat) != stamp:
            return False
        return _leads_through_no_link(name, len(own), set() if plain is None else plain)
    except OSError:
        return False


def _leads_through_no_link(name: str, parts: int, plain: set[str]) -> bool:
    """Tell whether no folder of a file is a symbolic link, as far as the last so many characters of its name tell."""
    above, passed = len(name) - parts, []
    while len(name := name.rpartition("/")[0]) > above and name not in plain:
        if os.path.islink(name):
            return False
        passed.append(name)
    plain.update(passed)
    return True


def read_document(folder: Path, path: str) -> bytes | None:
    """Return the bytes of a document below a folder, or None if it is missing.

    Raise OutputError if it cannot be read, or if its path leads out of the folder or through a symbolic link.
    """
    return _read(_place(folder, path), _MAX_BYTES)


def check_report(path: Path) -> None:
    """Raise OutputError where a report could surely not be written: to be known before the work for it is done."""
    try:
        path = Path(os.path.realpath(path))
        if path.is_dir():
            raise OutputError(f"{path}: this is a folder; name a file")
        if not (path.parent.is_dir() or path.exists()):
            raise OutputError(f"{path.parent}: no such folder; make it, or name another file")
        path.exists()
    except (OSError, ValueError) as error:
        told = error.strerror if isinstance(error, OSError) else None
        raise OutputError(f"{path}: cannot be written: {told or error}") from error


def write_report(path: Path, pieces: Iterable[bytes]) -> None:
    """Put bytes, as they come, in the place of a file that the user names; a device or a pipe is written into.

    Raise OutputError if it cannot be written; an old file is then as it was.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():  # by its name: a pipe's real one is no path
            with path.open("wb") as device:
                device.writelines(pieces)
            return
        check_report(path)
        path = Path(os.path.realpath(path))  # a link is the user's way to say where
        temporary = _stage(path, pieces)
        try:
            if path.exists():
                temporary.chmod(path.stat().st_mode & 0o777)
            temporary.replace(path)
        except BaseException:  # Ctrl-C too: nothing may be left behind
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error


@contextlib.contextmanager
def sole_writer(folder: Path) -> Iterator[None]:
    """Make a folder if need be and hold it for one writer; another one waits, and gives up with OutputError."""
    _make(folder)
    with _locked(folder):
        yield


def _compare(
    folder: Path,
    documents: Documents,
    unlisted: Collection[str],
    differs: Callable[[str, bytes], None],
) -> Replaced:
    """Return what is to be done in a folder; ``differs`` is told of each document that is to be written, as it comes.

    The manifest comes last, among those that are written and among those that are removed.
    """
    made: list[str] = []
    changed: list[str] = []
    hashes: dict[str, str] = {}
    stamps: dict[str, Stamp] = {}
    for path, data in documents:
        made.append(path)
        if isinstance(data, InPlace):
            hashes[path] = data.hash
            continue
        hashes[path] = _hash(data)
        place, stamp = _place(folder, path), stamp_in(folder, path)
        if _read(place, len(data)) != data:
            differs(path, data)
            changed.append(path)
        elif stamp is not None:
            stamps[path] = stamp
    old = _read(folder / MANIFEST, _MAX_BYTES)
    removed, left = _no_longer_made(folder, old or b"", frozenset(made))
    manifest = _format_manifest({path: hash_ for path, hash_ in hashes.items() if path not in unlisted})
    if manifest and manifest != old:
        differs(MANIFEST, manifest)
        changed.append(MANIFEST)
    elif old is not None and not manifest:
        removed.append(MANIFEST)
    if manifest:
        hashes[MANIFEST] = _hash(manifest)
    return Replaced(tuple(made), tuple(changed), tuple(removed), tuple(left), hashes, stamps)


def place_of(folder: Path, path: str) -> Path:
    """Return the file that a document has or would have; its name may be of any script, in any locale."""
    return folder / _as_on_disk(path)


def _place(folder: Path, path: str) -> Path:
    """Return the file of a document. Raise OutputError if its path leads out of the folder or through a link."""
    if not _is_below(path):
        raise OutputError(f"{folder}: no document can have the path {path!r}")
    *folders, name = _as_on_disk(path).split("/")
    for part in folders:
        folder /= part
        if folder.is_symlink():
            raise OutputError(f"{folder}: a symbolic link; put a folder there, or remove it")
    return folder / name


def _as_on_disk(path: str) -> str:
    """Return a document's path as Python names files: bytes of UTF-8, whatever the locale says names are made of."""
    return path if path.isascii() else os.fsdecode(path.encode())


def _is_below(path: str) -> bool:
    return all(map(_PART.fullmatch, path.split("/")))


def _no_longer_made(folder: Path, manifest: bytes, made: Collection[str]) -> tuple[list[str], list[str]]:
    """Return the paths of the manifest that are not made any more: those with our bytes in place, and with others."""
    hashes: dict[str, set[str]] = {}
    for some in (manifest, *(_read_staged(leftover) for leftover in _leftovers(folder))):
        for path, hash_ in _parse_manifest(some, but=made).items():
            hashes.setdefault(path, set()).add(hash_)
    removed: list[str] = []
    left: list[str] = []
    for path in sorted(hashes):
        try:
            file = _place(folder, path)
            data = _read(file, _MAX_BYTES)
        except OutputError:  # a link, a folder: no document, whatever it was
            left.append(path)
            continue
        if data is not None and _hash(data) in hashes[path]:
            removed.append(path)
        elif file.exists():
            left.append(path)
    return removed, left


def _format_manifest(lines: Mapping[str, str]) -> bytes:
    return "".join(f"{path}\t{lines[path]}\n" for path in sorted(lines)).encode()


def _parse_manifest(data: bytes, *, but: Collection[str] = ()) -> dict[str, str]:
    """Return the hash of each document of a manifest by path, ``but`` not those that nobody asks for.

    A line that no build wrote counts for nothing.
    """
    lines = (line.removesuffix("\r").partition("\t") for line in data.decode("utf-8", "replace").split("\n"))
    return {path: hash_ for path, _, hash_ in lines if path not in but and _HASH.fullmatch(hash_) and _is_below(path)}


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _leftovers(folder: Path) -> list[Path]:
    """Return the staging folders of builds that were killed."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        return [
            Path(entry.path)
            for entry in entries
            if _STAGING.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False)
        ]
    return []


def _leftovers_beside(path: Path) -> list[Path]:
    """Return the files that waited to take the place of a file when a build was killed."""
    name = re.compile(rf"\.{re.escape(path.name[:_PREFIX])}\.[a-z0-9_]{{8}}\.tmp")
    with contextlib.suppress(OSError), os.scandir(path.parent) as entries:
        return [Path(entry.path) for entry in entries if name.fullmatch(entry.name) and entry.is_file()]
    return []


def _read_staged(leftover: Path) -> bytes:
    with contextlib.suppress(OutputError):
        return _read(leftover / _STAGED_MANIFEST, _MAX_BYTES) or b""
    return b""


class _Transaction:
    """Files below a folder put in place and taken away all together; an error within it undoes what was done."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._staging: Path | None = None
        self._names = 0  # given in the staging folder
        self._staged: dict[str, Path] = {}
        self._undo: list[Callable[[], object]] = []
        self._changed: dict[Path, None] = {}  # folders in which names changed
        self._beside: tuple[Path, Path] | None = None  # a file beside the folder, and where it waits
        self.placed_beside: Stamp | None = None  # the stamp of that file when it took its name

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error: type[BaseException] | None, _error: object, _traceback: TracebackType | None) -> None:
        if error is not None:
            for undo in reversed(self._undo):
                with contextlib.suppress(OSError, OutputError):
                    undo()
        if self._beside is not None:
            with contextlib.suppress(OSError):
                self._beside[1].unlink(missing_ok=True)
        if self._staging is not None:
            _remove(self._staging)

    def stage_beside(self, path: Path, data: bytes) -> None:
        """Write the bytes of a file beside the folder where they can wait, and sweep what killed builds left there."""
        with _told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            for leftover in _leftovers_beside(path):
                leftover.unlink(missing_ok=True)
            self._beside = path, _stage(path, (data,), sync=False)

    def stage(self, path: str, data: bytes) -> None:
        """Write the bytes of a document where they can wait."""
        with _told(place_of(self._folder, path)):
            waiting = self._in_staging(_STAGED_MANIFEST if path == MANIFEST else None)
            waiting.write_bytes(data)
            waiting.chmod(0o644)
        self._staged[path] = waiting

    def commit(self, removed: Sequence[str]) -> Mapping[str, Stamp]:
        """Take away what is to be removed and put in place what was staged, in the order in which it was staged.

        Return the stamps of what was put in place, as it was then.
        """
        stamps = dict[str, Stamp]()
        waiting_for = {waiting: place_of(self._folder, path) for path, waiting in self._staged.items()}
        if self._beside is not None:
            beside, waiting = self._beside
            waiting_for[waiting] = beside
        _sync_all(waiting_for)
        if self._beside is not None:
            self._put_beside(*self._beside)
        for path in removed:
            with _told(place_of(self._folder, path)):
                self._take_away(place_of(self._folder, path))
        for path, waiting in self._staged.items():
            with _told(place_of(self._folder, path)):
                self._put(waiting, place_of(self._folder, path))
                stamps[path] = stamp_of(os.fspath(place_of(self._folder, path)))
        _sync_all({folder: folder for folder in self._changed})
        for path in removed:
            self._drop_empty_folders((place_of(self._folder, path)).parent)
        return stamps

    def _put_beside(self, path: Path, waiting: Path) -> None:
        with _told(path):
            second = self._second_name(path)
            if second is not None:
                self._undo.append(partial(second.replace, path))
            elif path.exists():
                self._undo.append(partial(replace_file, path, path.read_bytes()))
            else:
                self._undo.append(path.unlink)
            waiting.replace(path)
            self.placed_beside = stamp_of(os.fspath(path))
            _sync(path.parent)

    def _take_away(self, file: Path) -> None:
        aside = self._in_staging()
        self._undo.append(partial(aside.replace, file))
        file.replace(aside)
        self._changed[file.parent] = None

    def _drop_empty_folders(self, folder: Path) -> None:
        with contextlib.suppress(OSError):  # it is not empty
            while folder != self._folder:
                folder.rmdir()
                folder = folder.parent

    def _put(self, waiting: Path, file: Path) -> None:
        self._make(file.parent)
        second = self._second_name(file)
        if second is not None:
            self._undo.append(partial(second.replace, file))
        elif not os.path.lexists(file):
            self._undo.append(file.unlink)
        waiting.replace(file)
        self._changed[file.parent] = None

    def _make(self, folder: Path) -> None:
        if folder == self._folder or folder.is_dir():
            return
        if os.path.lexists(folder):
            raise OutputError(f"{folder}: a file stands where a folder of the feeds should be; move it away")
        self._make(folder.parent)
        folder.mkdir()
        self._undo.append(folder.rmdir)
        self._changed[folder.parent] = None

    def _second_name(self, file: Path) -> Path | None:
        """Give a file that is about to be replaced a second name; None where there is no file, or no such thing."""
        try:
            second = self._in_staging()
            os.link(file, second, follow_symlinks=False)
        except (OSError, NotImplementedError):  # a folder that cannot be written, or a system without second names
            return None
        return second

    def _in_staging(self, name: str | None = None) -> Path:
        if self._staging is None:
            import tempfile  # here, since most runs write nothing

            self._staging = Path(tempfile.mkdtemp(prefix=".feedtool-", suffix=".tmp", dir=self._folder))
        self._names += 1
        return self._staging / (name or str(self._names))


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """Raise an OSError again as the OutputError that names a file which cannot be written."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error


def _read(path: Path, at_most: int) -> bytes | None:
    try:
        if path.is_symlink():
            raise OutputError(f"{path}: a symbolic link; put a file there, or remove it")
        if path.exists() and not path.is_file():
            raise OutputError(f"{path}: not a file, but a folder or a device; move it away, or name another file")
        return path.read_bytes() if path.stat().st_size <= at_most else None
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise OutputError(f"{path}: cannot be read: {error.strerror or error}") from error


def _remove(folder: Path) -> None:
    import shutil  # here, since most runs write nothing

    shutil.rmtree(folder, ignore_errors=True)


def _stage(path: Path, pieces: Iterable[bytes], *, sync: bool = True) -> Path:
    """Write the bytes of a file where they can wait beside it, and bring them to the disk, unless that comes later."""
    # `tempfile` takes longer to load than most files to be written; like it, "x" opens no file that is there.
    temporary = path.parent / f".{path.name[:_PREFIX]}.{os.urandom(4).hex()}.tmp"
    opened = temporary.open("xb")
    try:
        with opened as file:
            file.writelines(pieces)
            file.flush()
            if sync:
                os.fsync(file.fileno())
        temporary.chmod(0o644)
    except BaseException:  # Ctrl-C too: nothing may be left behind
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    return temporary


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise OutputError(f"{folder}: a file stands where the folder for the feeds should be; move it away") from error
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made: {error.strerror or error}") from error


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder itself, so that no lock file is left for anyone to publish. Windows cannot: nothing is held."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be read: {error.strerror or error}") from error
    try:
        deadline = time.monotonic() + _LOCK_WAIT_S
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > deadline:
                    raise OutputError(f"{folder}: another build is writing here; wait for it and try again") from error
                time.sleep(_LOCK_POLL_S)
            except OSError:  # a file system without locks
                break
        yield
    finally:
        os.close(handle)


def _sync_all(files: Mapping[Path, Path]) -> None:
    """Bring files or folders to the disk, many at once; each has the path by which it is told if that fails."""
    if not files:
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(min(_SYNCED_AT_ONCE, len(files))) as pool:
        syncing = {told: pool.submit(_sync, path) for path, told in files.items()}
        for told, done in syncing.items():
            with _told(told):
                done.result()


def _sync(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk, where the system lets a folder be opened (not Windows)."""
    folder = path.is_dir()
    if folder and not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(path, os.O_RDONLY if folder else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
