"""Decisions gather until they are taken, and are taken once."""

from feedtool.schedule.decisions import Admission, Pending


def test_each_decision_is_returned_once() -> None:
    pending = Pending()
    pending.admit.append(Admission(1, "a.example:443", False))
    first, second = (pending.take(wake_at=2.0, over=False) for _ in range(2))
    assert first.admit == (Admission(1, "a.example:443", False),)
    assert (second.admit, second.wake_at, second.over) == ((), 2.0, False)
