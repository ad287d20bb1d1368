import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from feedtool import files
from feedtool.errors import OutputError
from feedtool.files import differing, replace_all, sole_writer, write_report


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_files_are_replaced_as_a_whole(tmp_path: Path) -> None:
    replace_all(tmp_path, {"a.xml": b"old", "b.xml": b"old"})
    replace_all(tmp_path, {"a.xml": b"new"})
    assert ((tmp_path / "a.xml").read_bytes(), (tmp_path / "b.xml").read_bytes()) == (b"new", b"old")
    assert names(tmp_path) == ["a.xml", "b.xml"]


def test_missing_files_and_other_bytes_differ(tmp_path: Path) -> None:
    (tmp_path / "same").write_bytes(b"x")
    (tmp_path / "other").write_bytes(b"y")
    assert differing(tmp_path, {"same": b"x", "other": b"x", "missing": b"x"}) == ("other", "missing")


@pytest.mark.parametrize("fails", ["fsync", "chmod", "replace"])
def test_when_the_disk_is_full_every_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    replace_all(tmp_path, {"a.xml": b"old", "b.xml": b"old"})

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os if fails == "fsync" else Path, fails, full)
    with pytest.raises(OutputError, match=r"a\.xml: cannot be written: No space left on device"):
        replace_all(tmp_path, {"a.xml": b"new", "b.xml": b"new"})
    assert ((tmp_path / "a.xml").read_bytes(), (tmp_path / "b.xml").read_bytes()) == (b"old", b"old")
    assert names(tmp_path) == ["a.xml", "b.xml"]


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "feeds").write_text("x")
    with pytest.raises(OutputError, match="a file stands where the folder"), sole_writer(tmp_path / "feeds", ["a.xml"]):
        pass


def test_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    (tmp_path / "atom.xml").symlink_to(tmp_path / "secret")
    with pytest.raises(OutputError, match=r"atom\.xml: a symbolic link"):
        differing(tmp_path, {"atom.xml": b"y"})
    assert (tmp_path / "secret").read_text() == "x"


def test_what_a_crash_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    for name in (".a.xml.abcd1234.tmp", "a.xml", ".hidden", "notes.tmp", ".notes.abcd1234.tmp"):
        (tmp_path / name).write_text("x")
    with sole_writer(tmp_path, ["a.xml"]):
        pass
    assert names(tmp_path) == [".hidden", ".notes.abcd1234.tmp", "a.xml", "notes.tmp"]


def test_a_rename_that_fails_midway_puts_the_old_files_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_all(tmp_path, {"a.xml": b"old", "b.xml": b"old"})
    rename = Path.replace

    def fail_on_b(self: Path, target: Path) -> Path:
        if target.name == "b.xml":
            raise PermissionError(1, "Operation not permitted")
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", fail_on_b)
    with pytest.raises(OutputError, match=r"b\.xml: cannot be written: Operation not permitted"):
        replace_all(tmp_path, {"a.xml": b"new", "b.xml": b"new"})
    assert [(tmp_path / name).read_bytes() for name in ("a.xml", "b.xml")] == [b"old", b"old"]
    assert names(tmp_path) == ["a.xml", "b.xml"]


@pytest.mark.skipif(os.name == "nt", reason="folders cannot be locked there")
def test_a_second_writer_waits_for_the_first(tmp_path: Path) -> None:
    order = []
    inside, leave = threading.Event(), threading.Event()

    def first() -> None:
        with sole_writer(tmp_path, ["a.xml"]):
            inside.set()
            leave.wait(10)
            order.append("first")

    def second() -> None:
        with sole_writer(tmp_path, ["a.xml"]):
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
        sole_writer(tmp_path, ["a.xml"]),
        pytest.raises(OutputError, match="another build is writing here"),
        sole_writer(tmp_path, ["a.xml"]),
    ):
        pass


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_named_pipe_in_the_place_of_a_document_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "atom.xml")
    with pytest.raises(OutputError, match="no regular file"):
        differing(tmp_path, {"atom.xml": b"x"})


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
