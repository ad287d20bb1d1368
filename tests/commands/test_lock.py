"""A look at the lock: what it remembers, and what a repair writes."""

from pathlib import Path

from feedtool.commands.lock import look_at_lock
from feedtool.lock.form import format_lock
from feedtool.lock.line import Lock
from tests.lock.making import line

LOCK = Lock("seeds", "feeds", {one.id: one for one in (line("a"), line("b", gone="2026-11-23"))})


def written(folder: Path, data: bytes) -> Path:
    file = folder / "feeds.lock"
    file.write_bytes(data)
    return file


def test_entries_whose_seed_is_gone_are_counted(tmp_path: Path) -> None:
    told = look_at_lock(written(tmp_path, format_lock(LOCK)))
    assert (len(told.lock.lines), told.gone, told.repairs, told.written) == (2, 1, (), False)


def test_a_lock_in_order_is_not_written_by_a_repair(tmp_path: Path) -> None:
    file = written(tmp_path, format_lock(LOCK))
    before = file.stat().st_mtime_ns
    assert not look_at_lock(file, repair=True).written
    assert file.stat().st_mtime_ns == before


def test_a_look_changes_nothing_and_a_repair_puts_the_file_in_order(tmp_path: Path) -> None:
    broken = format_lock(LOCK) + b"<<<<<<< HEAD\n"
    file = written(tmp_path, broken)
    assert look_at_lock(file).repairs
    assert file.read_bytes() == broken
    assert look_at_lock(file, repair=True).written
    assert file.read_bytes() == format_lock(LOCK)
    assert look_at_lock(file).repairs == ()
