"""Growth is told from a straight line: the helper that keeps tests of time from failing on a busy machine."""

import pytest

from tests import growth as module
from tests.growth import STRAIGHT, growth


@pytest.mark.parametrize(("power", "straight"), [(0, True), (1, True), (1.2, True), (2, False), (3, False)])
def test_what_grows_with_the_square_is_told(monkeypatch: pytest.MonkeyPatch, power: float, straight: bool) -> None:
    clock = [0.0]

    def run(part: int) -> None:
        clock[0] += (100 / part) ** power

    monkeypatch.setattr(module, "process_time", lambda: clock[0])
    assert (growth(run) < STRAIGHT) is straight


def test_one_disturbed_measurement_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    spent, clock = iter([1.0, 40.0, 1.0, 4.0]), [0.0]

    def run(_part: int) -> None:
        clock[0] += next(spent)

    monkeypatch.setattr(module, "process_time", lambda: clock[0])
    assert growth(run) == 4.0
