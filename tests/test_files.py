import contextlib
import hashlib
import os
import shutil
import tempfile
import threading
import tracemalloc
from collections.abc import Iterator, Mapping
from pathlib import Path
from stat import S_ISDIR

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedtool import files
from feedtool.errors import OutputError
from feedtool.files import (
    MANIFEST,
    Replaced,
    compare_documents,
    documents_in,
    is_in_place,
    read_if_there,
    replace_documents,
    replace_file,
    sole_writer,
    write_report,
)
from feedtool.stamps import stamp_of
from tests.thorough import examples

FEED = "atom.xml"  # the one document here that every stream has, so that no manifest names it
OLD = {FEED: b"old feed", "archive/0001.xml": b"old page", "archive/0002.xml": b"page", "source/x/atom.xml": b"x"}
NEW = {FEED: b"new feed", "archive/0001.xml": b"new page", "archive/0002.xml": b"page", "tag/y/atom.xml": b"y"}


def publish(folder: Path, documents: Mapping[str, bytes]) -> Replaced:
    return replace_documents(folder, iter(documents.items()), unlisted=(FEED,))


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, hidden ones too, and every empty folder, by path."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = b"-> " + os.fsencode(path.readlink())
        elif path.is_file():
            found[name] = path.read_bytes()
        elif not any(path.iterdir()):
            found[name + "/"] = b""
    return found


def manifest_of(documents: Mapping[str, bytes]) -> bytes:
    lines = [f"{path}\t{hashlib.sha256(documents[path]).hexdigest()}\n" for path in sorted(documents) if path != FEED]
    return "".join(lines).encode()


def with_manifest(documents: Mapping[str, bytes]) -> dict[str, bytes]:
    return {**documents, MANIFEST: manifest_of(documents)}


# A stream of documents


def test_documents_come_to_their_places_and_those_no_longer_made_go(tmp_path: Path) -> None:
    assert publish(tmp_path, OLD) == Replaced(tuple(OLD), (*OLD, MANIFEST), (), ())
    assert tree(tmp_path) == with_manifest(OLD)
    changed = (FEED, "archive/0001.xml", "tag/y/atom.xml", MANIFEST)
    assert publish(tmp_path, NEW) == Replaced(tuple(NEW), changed, ("source/x/atom.xml",), ())
    assert tree(tmp_path) == with_manifest(NEW)  # the folder source/x is gone, too


def test_documents_have_the_stamps_of_the_moment_at_which_they_were_known(tmp_path: Path) -> None:
    documents = [("a.xml", b"a"), ("b.xml", b"b")]
    written = replace_documents(tmp_path, documents)
    expected = {path: stamp_of(str(tmp_path / path)) for path in ("a.xml", "b.xml", ".manifest")}
    assert written.stamps == expected
    del expected[".manifest"]
    assert replace_documents(tmp_path, documents).stamps == expected


def test_nothing_is_touched_where_nothing_changes(tmp_path: Path) -> None:
    publish(tmp_path, OLD)

    def told() -> dict[Path, tuple[int, ...]]:
        """What would change with a write; reading changes the time of access, at times."""
        stats = {path: path.stat() for path in (tmp_path, *tmp_path.rglob("*"))}
        return {
            path: (one.st_ino, one.st_mode, one.st_size, one.st_mtime_ns, one.st_ctime_ns)
            for path, one in stats.items()
        }

    before = told()
    assert publish(tmp_path, OLD).changed == ()
    assert told() == before


def test_the_stream_is_never_held_all_at_once(tmp_path: Path) -> None:
    size, number = 1_000_000, 40
    tracemalloc.start()
    try:
        replace_documents(tmp_path, ((f"{one}.xml", bytes([one]) * size) for one in range(number)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(documents_in(tmp_path)) == number
    assert peak < 5 * size


def test_without_other_documents_than_those_of_every_stream_there_is_no_manifest(tmp_path: Path) -> None:
    publish(tmp_path, {FEED: b"feed"})
    assert tree(tmp_path) == {FEED: b"feed"}
    publish(tmp_path, OLD)
    assert publish(tmp_path, {FEED: b"feed"}).removed == (
        "archive/0001.xml",
        "archive/0002.xml",
        "source/x/atom.xml",
        MANIFEST,
    )
    assert tree(tmp_path) == {FEED: b"feed"}


def test_the_manifest_does_not_tell_in_which_order_or_over_what_documents_were_made(tmp_path: Path) -> None:
    for folder, streams in (("one", (OLD, NEW)), ("two", (dict(reversed(NEW.items())),))):
        (tmp_path / folder).mkdir()
        for stream in streams:
            publish(tmp_path / folder, stream)
    assert tree(tmp_path / "one") == tree(tmp_path / "two") == with_manifest(NEW)


def test_a_comparison_tells_what_would_be_done_and_does_nothing(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    assert compare_documents(missing, OLD.items(), unlisted=(FEED,)).changed == (*OLD, MANIFEST)
    assert not missing.exists()
    publish(tmp_path, OLD)
    (tmp_path / "source/x/atom.xml").write_bytes(b"by hand")
    before = tree(tmp_path)
    told = compare_documents(tmp_path, NEW.items(), unlisted=(FEED,))
    assert tree(tmp_path) == before
    assert told == publish(tmp_path, NEW)
    assert told.left == ("source/x/atom.xml",)


def test_a_file_that_somebody_changed_stays_and_is_told_once(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    (tmp_path / "source/x/atom.xml").write_bytes(b"by hand")
    replaced = publish(tmp_path, NEW)
    assert (replaced.removed, replaced.left) == ((), ("source/x/atom.xml",))
    assert tree(tmp_path) == {**with_manifest(NEW), "source/x/atom.xml": b"by hand"}
    assert publish(tmp_path, NEW) == Replaced(tuple(NEW), (), (), ())


def test_a_file_that_is_no_longer_made_and_gone_already_is_no_matter(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    shutil.rmtree(tmp_path / "source")
    assert publish(tmp_path, NEW).left == ()
    assert tree(tmp_path) == with_manifest(NEW)


def test_a_manifest_that_git_gave_other_line_ends_is_read_all_the_same(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    (tmp_path / MANIFEST).write_bytes((tmp_path / MANIFEST).read_bytes().replace(b"\n", b"\r\n"))
    publish(tmp_path, NEW)
    assert tree(tmp_path) == with_manifest(NEW)


PATHS = ("atom.xml", "a.xml", "x/1.xml", "x/2.xml", "x/y/1.xml", "一/é.xml")
THEIRS = {"mine.txt": b"mine", "x/mine.txt": b"mine", "x/y/.mine": b"mine"}


@examples(40)  # each brings a dozen files to the disk
@given(st.lists(st.dictionaries(st.sampled_from(PATHS), st.sampled_from([b"", b"1", b"2"])), max_size=5))
def test_after_any_streams_the_folder_holds_the_last_one_and_other_peoples_files(
    streams: list[dict[str, bytes]],
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, data in THEIRS.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        for stream in streams:
            publish(folder, {FEED: b"feed", **stream})
            expected = {FEED: b"feed", **stream, **THEIRS}
            manifest = manifest_of(stream)
            assert tree(folder) == (expected | {MANIFEST: manifest} if manifest else expected)


# Hostile manifests, and what stands in the way


@pytest.mark.parametrize(
    "path",
    [
        "../secret", "a/../../secret", "./secret", "/secret", "//secret", "secret/", "a//secret", "..", ".", "",
        ".git/config", "a/.git/config", "C:secret", "a\\..\\..\\secret", "..\\secret", "secret\x00", "se\ncret",
    ],
)  # fmt: skip
def test_no_path_of_a_manifest_leads_out_of_the_folder(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "feeds"
    for file in (tmp_path / "secret", folder / "secret", folder / ".git" / "config", folder / "a" / ".git" / "config"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"secret")
    before = tree(tmp_path)
    (folder / MANIFEST).write_bytes(f"{path}\t{hashlib.sha256(b'secret').hexdigest()}\n".encode())
    replaced = publish(folder, {FEED: b"feed"})
    assert replaced == Replaced((FEED,), (FEED,), (MANIFEST,), ())
    assert tree(tmp_path) == {**before, "feeds/atom.xml": b"feed"}


@pytest.mark.parametrize(
    "path", ["/secret", "../secret", "a/../b", ".hidden", "a//b", "a\\b", "C:a", "a\nb", "\ud800", ""]
)
def test_no_document_leads_out_of_the_folder(tmp_path: Path, path: str) -> None:
    publish(tmp_path, OLD)
    before = tree(tmp_path)
    with pytest.raises(OutputError, match="no document can have the path"):
        publish(tmp_path, {**NEW, path: b"x"})
    with pytest.raises(OutputError, match="no document can have the path"):
        compare_documents(tmp_path, [(path, b"x")])
    assert tree(tmp_path) == before


@pytest.mark.parametrize("data", [b"\xff\n\t\n", b"a.xml\n", b"a.xml\tabc\n", b"<<<<<<< HEAD\n", b"\t" * 9])
def test_a_damaged_manifest_is_made_anew(tmp_path: Path, data: bytes) -> None:
    publish(tmp_path, NEW)
    (tmp_path / "a.xml").write_bytes(b"")
    (tmp_path / MANIFEST).write_bytes(data)
    assert publish(tmp_path, NEW) == Replaced(tuple(NEW), (MANIFEST,), (), ())
    assert tree(tmp_path) == {**with_manifest(NEW), "a.xml": b""}


def test_nothing_is_removed_or_written_through_a_symbolic_link(tmp_path: Path) -> None:
    feeds, elsewhere = tmp_path / "feeds", tmp_path / "elsewhere"
    feeds.mkdir()
    publish(feeds, OLD)
    shutil.move(feeds / "source", elsewhere)
    (feeds / "source").symlink_to(elsewhere)
    before = tree(elsewhere)
    assert publish(feeds, NEW).left == ("source/x/atom.xml",)
    with pytest.raises(OutputError, match=r"source: a symbolic link; put a folder there"):
        publish(feeds, OLD)
    assert tree(elsewhere) == before


def test_what_lies_behind_a_symbolic_link_is_not_in_place(tmp_path: Path) -> None:
    feeds, elsewhere = tmp_path / "feeds", tmp_path / "elsewhere"
    feeds.mkdir()
    publish(feeds, OLD)
    path, hash_ = "source/x/atom.xml", hashlib.sha256(OLD["source/x/atom.xml"]).hexdigest()
    stamp = stamp_of(str(feeds / path))
    assert is_in_place(feeds, path, stamp, hash_)
    shutil.move(feeds / "source", elsewhere)
    (feeds / "source").symlink_to(elsewhere)
    with pytest.raises(OutputError, match=r"source: a symbolic link; put a folder there"):
        is_in_place(feeds, path, stamp, hash_)


def test_a_folder_that_was_seen_to_be_none_is_not_looked_at_again_and_a_link_is_found_all_the_same(
    tmp_path: Path,
) -> None:
    for path in ("a/one", "a/two", "elsewhere/three"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(path)
    (tmp_path / "b").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "a" / "link").symlink_to(tmp_path / "a" / "one")
    plain: set[str] = set()
    found = [
        files.has_stamp(tmp_path, path, stamp_of(str(tmp_path / path)), plain=plain)
        for path in ("a/one", "b/three", "a/two", "a/link", "b/three")
    ]
    assert found == [True, False, True, False, False]
    assert plain == {str(tmp_path / "a")}


def test_a_symbolic_link_in_the_place_of_a_document_or_of_the_manifest_is_refused(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds"
    feeds.mkdir()
    publish(feeds, OLD)
    (tmp_path / "secret").write_bytes(b"secret")
    for name in (FEED, MANIFEST):
        data = (feeds / name).read_bytes()
        (feeds / name).unlink()
        (feeds / name).symlink_to(tmp_path / "secret")
        for do in (replace_documents, compare_documents):
            with pytest.raises(OutputError, match=rf"{name}: a symbolic link"):
                do(feeds, NEW.items(), unlisted=(FEED,))
        (feeds / name).unlink()
        (feeds / name).write_bytes(data)
    assert tree(feeds) == with_manifest(OLD)
    assert (tmp_path / "secret").read_bytes() == b"secret"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_named_pipe_in_the_place_of_a_document_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / FEED)
    with pytest.raises(OutputError, match="not a file, but a folder or a device; move it away, or name another file"):
        compare_documents(tmp_path, OLD.items())


def test_a_file_where_a_folder_should_be_is_told_and_stays(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    (tmp_path / "tag").write_bytes(b"of somebody else")
    before = tree(tmp_path)
    with pytest.raises(OutputError, match="tag: a file stands where a folder of the feeds should be; move it away"):
        publish(tmp_path, NEW)
    assert tree(tmp_path) == before


def test_a_link_in_the_place_of_a_document_that_is_no_longer_made_stays(tmp_path: Path) -> None:
    publish(tmp_path, OLD)
    (tmp_path / "source/x/atom.xml").rename(tmp_path / "copy.xml")
    (tmp_path / "source/x/atom.xml").symlink_to(tmp_path / "copy.xml")
    assert publish(tmp_path, NEW).left == ("source/x/atom.xml",)
    assert (tmp_path / "source/x/atom.xml").is_symlink()


def test_a_name_that_is_too_long_for_the_disk_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="File name too long"):
        publish(tmp_path, {**OLD, "x" * 300 + ".xml": b"x"})
    assert tree(tmp_path) == {}


def test_a_document_may_become_a_folder(tmp_path: Path) -> None:
    publish(tmp_path, {FEED: b"feed", "page": b"page"})
    publish(tmp_path, {FEED: b"feed", "page/index.html": b"page"})
    assert tree(tmp_path) == with_manifest({FEED: b"feed", "page/index.html": b"page"})


# Bad days


@pytest.mark.parametrize(
    ("fails", "told"),
    [("fsync", "atom.xml"), ("chmod", "atom.xml"), ("write_bytes", "atom.xml"), ("replace", "source/x/atom.xml"),
     ("mkdir", "tag/y/atom.xml")],
)  # fmt: skip
def test_where_the_disk_fails_every_file_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str, told: str
) -> None:
    publish(tmp_path, OLD)
    (tmp_path / "source/mine.txt").write_bytes(b"mine")
    before = tree(tmp_path)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os if fails == "fsync" else Path, fails, full)
    with pytest.raises(OutputError, match=rf"{told}: cannot be written: No space left on device"):
        publish(tmp_path, NEW)
    assert tree(tmp_path) == before


@pytest.mark.parametrize("stops", ["atom.xml", "archive/0001.xml", "tag/y/atom.xml", MANIFEST])
@pytest.mark.parametrize("error", [PermissionError(1, "Operation not permitted"), KeyboardInterrupt()])
def test_where_it_ends_midway_every_file_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stops: str, error: BaseException
) -> None:
    publish(tmp_path, OLD)
    before = tree(tmp_path)
    rename = Path.replace

    def stop(self: Path, target: Path) -> Path:
        if target == tmp_path / stops and self.name in ("manifest", "1", "2", "3"):  # what waits, not what is put back
            raise error
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(OutputError if isinstance(error, OSError) else KeyboardInterrupt):
        publish(tmp_path, NEW)
    assert tree(tmp_path) == before


def test_a_stream_that_ends_with_an_error_changes_nothing(tmp_path: Path) -> None:
    publish(tmp_path, OLD)

    def stream() -> Iterator[tuple[str, bytes]]:
        yield from NEW.items()
        raise OSError("the disk of the articles is gone")

    with pytest.raises(OSError, match="of the articles"):
        replace_documents(tmp_path, stream(), unlisted=(FEED,))
    assert tree(tmp_path) == with_manifest(OLD)


def test_all_bytes_are_on_the_disk_before_any_file_takes_its_name_and_each_folder_is_synced_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, OLD)
    removed_from = (tmp_path / "source/x").stat().st_ino
    events: list[str] = []
    sync, rename = os.fsync, Path.replace

    def synced(handle: int) -> None:
        stat = os.fstat(handle)
        events.append(f"folder {stat.st_ino}" if S_ISDIR(stat.st_mode) else "bytes")
        sync(handle)

    def renamed(self: Path, target: Path) -> Path:
        events.append("rename")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", renamed)
    pages = {f"archive/{number}.xml": b"x" for number in range(30)}
    publish(tmp_path, {**NEW, **pages})
    assert events[: 4 + 30] == ["bytes"] * (4 + 30)  # three that changed, the manifest, and the pages
    assert events[34 : 34 + 35] == ["rename"] * 35  # one of a file that goes
    folders = [".", "archive", "tag", "tag/y"]
    gone = f"folder {removed_from}"  # source/x, as a file in it goes
    assert sorted(events[69:]) == sorted([gone, *(f"folder {(tmp_path / name).stat().st_ino}" for name in folders)])


def test_where_files_cannot_have_second_names_documents_are_replaced_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    publish(tmp_path, OLD)
    publish(tmp_path, NEW)
    assert tree(tmp_path) == with_manifest(NEW)


def test_what_a_killed_build_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    staging = tmp_path / ".feedtool-abcd1234.tmp"
    staging.mkdir()
    (staging / "1").write_bytes(b"half a docu")
    theirs = {".feedtool-notes.tmp": b"x", ".hidden": b"x", "notes.tmp": b"x"}
    for name, data in theirs.items():
        (tmp_path / name).write_bytes(data)
    publish(tmp_path, {FEED: b"feed"})
    assert tree(tmp_path) == {FEED: b"feed", **theirs}


class Killed(BaseException):
    """The process was killed: nothing is tidied."""


def test_a_build_killed_at_any_step_leaves_complete_files_and_all_of_them_are_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = 0

    def killing(name: str, at: int) -> None:
        real = getattr(Path, name)

        def step(self: Path, *arguments: object, **named: object) -> object:
            nonlocal steps
            steps += 1
            if steps == at:
                raise Killed
            return real(self, *arguments, **named)

        monkeypatch.setattr(Path, name, step)

    for at in range(1, 100):
        folder = tmp_path / str(at)
        folder.mkdir()
        publish(folder, OLD)
        steps = 0
        for name in ("write_bytes", "chmod", "replace", "mkdir", "rmdir"):
            killing(name, at)
        monkeypatch.setattr(files._Transaction, "__exit__", lambda *_: None)
        with contextlib.suppress(Killed):
            publish(folder, NEW)
        monkeypatch.undo()
        for path in OLD.keys() | NEW.keys():
            data = read_if_there(folder / path)
            assert data is None or data in (OLD.get(path), NEW.get(path))
        assert publish(folder, {FEED: b"feed"}).left == ()
        assert {path for path in tree(folder) if not path.endswith("/")} == {FEED}  # a folder may be left empty
        if steps < at:
            break
    assert 15 < at < 100  # each step was tried


# Single files


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    for data in (b"old", b"new"):
        replace_file(tmp_path / "a.txt", data)
        assert tree(tmp_path) == {"a.txt": data}
        assert read_if_there(tmp_path / "a.txt") == data
    assert read_if_there(tmp_path / "missing") is None


@pytest.mark.parametrize("fails", ["fsync", "chmod", "replace"])
def test_a_file_that_cannot_be_replaced_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    replace_file(tmp_path / "a.txt", b"old")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os if fails == "fsync" else Path, fails, full)
    with pytest.raises(OutputError, match=r"a\.txt: cannot be written: No space left on device"):
        replace_file(tmp_path / "a.txt", b"new")
    assert tree(tmp_path) == {"a.txt": b"old"}


# One writer at a time


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "feeds").write_text("x")
    with pytest.raises(OutputError, match="a file stands where the folder"), sole_writer(tmp_path / "feeds"):
        pass


@pytest.mark.skipif(os.name == "nt", reason="folders cannot be locked there")
def test_a_second_writer_waits_for_the_first(tmp_path: Path) -> None:
    order = []
    inside, leave = threading.Event(), threading.Event()

    def first() -> None:
        with sole_writer(tmp_path):
            inside.set()
            leave.wait(10)
            order.append("first")

    def second() -> None:
        with sole_writer(tmp_path):
            order.append("second")

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    inside.wait(10)
    threads[1].start()
    leave.set()
    for thread in threads:
        thread.join(10)
    assert order == ["first", "second"]


@pytest.mark.skipif(os.name == "nt", reason="folders cannot be locked there")
def test_a_writer_that_waits_too_long_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_LOCK_WAIT_S", -1.0)
    with (
        sole_writer(tmp_path),
        pytest.raises(OutputError, match="another build is writing here"),
        sole_writer(tmp_path),
    ):
        pass


# Reports


def test_a_report_takes_the_place_of_a_file_or_goes_into_what_is_none(tmp_path: Path) -> None:
    report = tmp_path / "report"
    report.write_bytes(b"old")
    write_report(report, [b"a", b"b"])
    assert report.read_bytes() == b"ab"
    write_report(Path(os.devnull), [b"x"])
    assert not Path(os.devnull).is_file()
    (tmp_path / "link").symlink_to(report)
    write_report(tmp_path / "link", [b"c"])
    assert ((tmp_path / "link").is_symlink(), report.read_bytes()) == (True, b"c")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "report"]


def test_a_report_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    report = tmp_path / "report"
    report.write_bytes(b"old")

    def pieces() -> Iterator[bytes]:
        yield b"new"
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="No space left"):
        write_report(report, pieces())
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("report", b"old")]
    with pytest.raises(OutputError, match="this is a folder"):
        write_report(tmp_path, [b"x"])


def test_a_report_keeps_its_files_mode_and_may_have_a_long_name(tmp_path: Path) -> None:
    report = tmp_path / ("r" * 250)
    write_report(report, [b"a"])
    report.chmod(0o600)
    write_report(report, [b"b"])
    assert (report.read_bytes(), report.stat().st_mode & 0o777) == (b"b", 0o600 if os.name != "nt" else 0o666)
