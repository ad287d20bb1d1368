"""The file beside a state that says until when workers may ask."""

import json
import time
from pathlib import Path

import pytest

from feedtool.cluster.promised import Promised, file_of
from feedtool.parts.lease import Terms

TERMS = Terms(5.0, 15.0, 20.0, 5.0)


def test_what_is_promised_the_next_check_finds(tmp_path: Path) -> None:
    path = file_of(tmp_path / "state.sqlite3")
    Promised(path, TERMS).renew(7)
    found = Promised(path, TERMS)
    assert found.number == 7
    assert 24 < found.wait_s() <= 25


def test_a_promise_that_still_holds_is_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "leases"
    promised = Promised(path, TERMS)
    promised.renew(7)
    path.unlink()
    promised.renew(7)
    assert not path.exists()
    promised.renew(8)
    assert path.exists()


def test_once_nobody_asks_the_file_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "leases"
    promised = Promised(path, TERMS)
    promised.renew(7)
    promised.clear()
    promised.clear()
    assert not path.exists()
    assert promised.number == 7


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"number": 1}', '{"number": "x", "until": 1}', '{"number": 1, "until": null}',
     '{"number": 1e999, "until": 1}', '{"number": 1, "until": NaN}', '{"number": 1, "until": Infinity}'],
)  # fmt: skip
def test_a_file_that_cannot_be_understood_promises_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "leases"
    path.write_text(text)
    assert Promised(path, TERMS).wait_s() == 0.0


def test_nobody_waits_longer_than_leases_last_for_a_moment_that_is_far_away(tmp_path: Path) -> None:
    path = tmp_path / "leases"
    path.write_text(json.dumps({"number": 1, "until": time.time() + 1e6}))
    assert Promised(path, TERMS).wait_s() == 25.0
