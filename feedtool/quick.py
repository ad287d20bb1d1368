"""Values that are made quickly: frozen data classes that msgspec makes, in C.

`dataclass(frozen=True)` makes a value in Python, and writes each field by a call of `object.__setattr__`: a value of
eight fields takes twenty times as long as one that is made in C. That matters for values that are made anew for each
link that is asked or reported. The class itself takes eight times as long, about a millisecond, at each start. So
frozen values are made here, but for those with a base or with what only a data class has (an order, values kept at
hand, arguments by name alone), and for the one that `--help` needs, which loads no msgspec. They are data classes for
mypy, for `dataclasses.fields` and `replace`.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, fields
from types import FunctionType
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import msgspec

__all__ = ("quick",)

T = TypeVar("T")
_MADE = (FunctionType, property, classmethod, staticmethod)  # what a class has besides its fields

if TYPE_CHECKING:
    from dataclasses import dataclass as quick  # for mypy they are data classes
else:

    def quick(*, frozen: Literal[True], slots: Literal[True]) -> Callable[[type[T]], type[T]]:  # noqa: ARG001 - for mypy
        """Return what makes a class, which has no ``__post_init__`` and no bases, one whose values are made quickly."""
        return _quick


def _quick(cls: type[T]) -> type[T]:
    assert not hasattr(cls, "__post_init__")
    assert cls.__bases__ == (object,)
    own = {name: value for name, value in vars(cls).items() if isinstance(value, _MADE)}
    in_part = any(isinstance(value, Field) and not value.compare for value in vars(cls).values())
    # Of what a data class brings only what msgspec does otherwise: each method that it writes takes time to compile.
    dataclass(init=False, repr=False, eq=in_part, frozen=in_part)(cls)
    compared = ("__eq__", "__hash__") if in_part else ()
    known = {name: getattr(cls, name) for name in ("__doc__", "__qualname__", "__dataclass_fields__", *compared)}
    of_fields = [(one.name, one.type, *_default_of(one)) for one in fields(cls)]  # type: ignore[arg-type]  # it is one
    made: Any = msgspec.defstruct(cls.__name__, of_fields, module=cls.__module__, namespace=own | known, frozen=True)
    return made  # type: ignore[no-any-return]  # a class like the one that was given


def _default_of(one: Any) -> tuple[Any, ...]:
    """Return the default of a field, if it has one, as msgspec takes it."""
    if one.default_factory is not MISSING:
        return (msgspec.field(default_factory=one.default_factory),)
    return () if one.default is MISSING else (one.default,)
