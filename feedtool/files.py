"""Files replaced as a whole, together, and only where their bytes differ; one writer at a time."""

import contextlib
import os
import re
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from feedtool.errors import OutputError

_LOCK_WAIT_S = 60.0  # for another build to finish writing: far more than writing ever takes
_LOCK_POLL_S = 0.05
_PREFIX = 40  # characters of a file's name in that of its temporary one: both must fit a file system's limit
_MAX_BYTES = 100_000_000  # of a document read back


# A file's size in bytes, and when its content and its inode last changed, in nanoseconds since 1970: a file with the
# same stamp is taken to hold the same bytes.
Stamp = tuple[int, int, int]


def stamp_of(file: str | int) -> Stamp:
    """Return the stamp of a file, by path or descriptor. Raise OSError if it is gone or hidden from us."""
    stat = os.stat(file)
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


def differing(folder: Path, documents: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the names whose file in a folder is missing or holds other bytes.

    Raise OutputError for a symbolic link, and for a file that cannot be read.
    """
    return tuple(name for name, data in documents.items() if _read(folder / name, len(data)) != data)


def read_if_there(path: Path) -> bytes | None:
    """Return the bytes of a file, or None if it is missing, or too large to be one of ours.

    Raise OutputError if the file cannot be read.
    """
    return _read(path, _MAX_BYTES)


def replace_all(folder: Path, documents: Mapping[str, bytes]) -> None:
    """Put new bytes in the place of some files of a folder; at any moment each is complete, old or new.

    All bytes go to temporary files beside them and to the disk first; only then do they take their names. Where that
    fails every old file is as it was, and OutputError is raised.
    """
    staged: dict[Path, Path] = {}
    old: dict[Path, Path | None] = {}  # what was replaced, and the second name it has until all is done
    path = folder
    try:
        for name, data in documents.items():
            path = folder / name
            staged[path] = _stage(path, (data,))
        for path in list(staged):
            old[path] = _second_name(path)
            staged[path].replace(path)
            del staged[path]
        path = folder
        _sync_folder(folder)
    except OSError as error:
        _put_back({replaced: second for replaced, second in old.items() if replaced not in staged})
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        for temporary in (*staged.values(), *filter(None, old.values())):
            with contextlib.suppress(OSError):
                temporary.unlink()


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
def sole_writer(folder: Path, names: Iterable[str]) -> Iterator[None]:
    """Make a folder if need be and hold it for one writer; another one waits, and gives up with OutputError.

    What a crashed writer of files with these names left behind is swept. Symbolic links among what will be written are
    refused elsewhere.
    """
    _make(folder)
    with _locked(folder):
        _sweep(folder, names)
        yield


def _read(path: Path, at_most: int) -> bytes | None:
    if path.is_symlink():
        raise OutputError(f"{path}: a symbolic link; put a file there, or remove it")
    if path.exists() and not path.is_file():
        raise OutputError(f"{path}: no regular file; remove it")
    try:
        return path.read_bytes() if path.stat().st_size <= at_most else None
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise OutputError(f"{path}: cannot be read: {error.strerror or error}") from error


def _stage(path: Path, pieces: Iterable[bytes]) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:_PREFIX]}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
    except BaseException:  # Ctrl-C too: nothing may be left behind
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    return temporary


def _second_name(path: Path) -> Path | None:
    """Give a file that is about to be replaced a second name; None where there is no file, or no such thing."""
    second = path.with_name(f".{path.name}.{os.urandom(4).hex()}.tmp")
    try:
        os.link(path, second, follow_symlinks=False)
    except (OSError, NotImplementedError):  # a file system, or a system, without second names
        return None
    return second


def _put_back(old: Mapping[Path, Path | None]) -> None:
    for path, second in old.items():
        with contextlib.suppress(OSError):
            if second is not None:
                second.replace(path)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise OutputError(f"{folder}: a file stands where the folder for the feeds should be; move it away") from error
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made: {error.strerror or error}") from error


def _sweep(folder: Path, names: Iterable[str]) -> None:
    """Remove the temporary files of a writer that was killed; the lock makes sure that it is gone."""
    ours = re.compile(rf"\.(?:{'|'.join(map(re.escape, names))})\.[a-z0-9_]{{8}}\.tmp")
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            if ours.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                os.unlink(entry.path)


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


def _sync_folder(folder: Path) -> None:
    """Bring renamed names to the disk, where the system lets a folder be opened (Windows does not)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
