"""What tells, without reading a file, that it did not change."""

import os
import time
from pathlib import Path

import pytest

from feedtool.stamps import Stamp, if_settled, stamp_if_there, stamp_of


def test_a_file_has_the_same_stamp_by_path_and_descriptor_until_it_changes(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("one")
    before = stamp_of(os.fspath(file))
    with file.open("rb") as handle:
        assert stamp_of(handle.fileno()) == before
    os.utime(file, ns=(1, 1))
    touched = stamp_of(os.fspath(file))
    assert touched != before
    file.write_text("longer")
    os.utime(file, ns=(1, 1))
    assert stamp_of(os.fspath(file)) != touched, "the same moment, another length"


def test_a_file_that_is_gone_has_none(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        stamp_of(os.fspath(tmp_path / "gone"))
    assert stamp_if_there(os.fspath(tmp_path / "gone")) is None
    assert stamp_if_there(os.fspath(tmp_path)) == stamp_of(os.fspath(tmp_path))


NOW_NS = 1_700_000_000_123_456_789


@pytest.mark.parametrize(
    ("stamp", "settled"),
    [
        pytest.param((5, NOW_NS - 60_000_000, NOW_NS - 60_000_000), True, id="a few ticks old"),
        pytest.param((5, NOW_NS - 40_000_000, NOW_NS - 40_000_000), False, id="new"),
        pytest.param((5, 1_234_567_890, NOW_NS - 40_000_000), False, id="its date was set, a moment ago"),
        pytest.param((5, NOW_NS - 40_000_000, 1_234_567_890), False, id="changed, where folders tell of no change"),
        pytest.param((5, NOW_NS + 60_000_000, NOW_NS + 60_000_000), False, id="of a clock that is ahead"),
        pytest.param((5, 1_699_999_999_000_000_000, 1_699_999_999_000_000_000), False, id="whole seconds"),
        pytest.param((5, 1_699_999_998_000_000_000, 1_699_999_999_870_000_000), False, id="pairs of seconds"),
        pytest.param((5, 1_699_999_998_000_000_000, NOW_NS - 60_000_000), True, id="unpacked a moment ago"),
        pytest.param((5, 1_699_999_998_000_000_000, 1_699_999_998_000_000_000), True, id="whole seconds, two ago"),
    ],
)
def test_a_file_so_new_that_it_may_change_and_keep_its_stamp_is_not_settled(
    stamp: Stamp, settled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: NOW_NS)
    assert if_settled(stamp) == (stamp if settled else None)
