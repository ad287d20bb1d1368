"""Values that are made quickly are otherwise the frozen dataclasses that they were."""

import pickle
from dataclasses import field, replace

import pytest

from feedtool.quick import quick


@quick(frozen=True, slots=True)
class Quick:
    """A value with defaults of each kind."""

    url: str
    status: int | None = None
    parts: dict[str, int] = field(default_factory=dict)


@quick(frozen=True, slots=True)
class Plain:
    """A value that can be hashed."""

    url: str
    status: int | None = None
    number: int | None = field(default=None, compare=False)


def test_they_are_made_with_the_same_arguments_and_defaults() -> None:
    assert (Quick("a").status, Quick("a", 200).status, Quick(url="a", parts={"b": 1}).parts) == (None, 200, {"b": 1})
    assert Quick("a").parts is not Quick("a").parts
    with pytest.raises(TypeError, match="Missing required argument 'url'"):
        Quick()  # type: ignore[call-arg]  # that is the point


def test_they_are_equal_hashed_replaced_and_pickled_as_others() -> None:
    one = Quick("a", 200)
    assert one == Quick("a", 200) != Quick("b", 200)
    assert replace(one, url="b") == Quick("b", 200)
    assert pickle.loads(pickle.dumps(one)) == one
    assert repr(one) == "Quick(url='a', status=200, parts={})"
    assert {Plain("a", 1), Plain("a", 1)} == {Plain("a", 1)}
    assert Plain("a", 1, number=2) == Plain("a", 1, number=3) != Plain("a", 2, number=2)
    assert len({Plain("a", 1, number=2), Plain("a", 1, number=3)}) == 1


@quick(frozen=True, slots=True)
class Column:
    """A value with methods of its own, one of them special."""

    values: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.values)

    @property
    def first(self) -> int:
        """The first value."""
        return self.values[0]


def test_they_have_the_methods_of_their_class_special_ones_too() -> None:
    assert (len(Column((3, 4))), Column((3, 4)).first) == (2, 3)
