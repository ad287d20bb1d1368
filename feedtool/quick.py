"""Values that are made quickly: frozen for mypy, not at run time.

`dataclass(frozen=True)` writes each field by a call of `object.__setattr__`: a value of eight fields takes four times
as long to make as without. That matters for the few kinds of values that are made anew for each link that is asked: it
was a tenth of the time that asking takes. mypy sees to it all the same that nobody writes to them.
"""

from dataclasses import MISSING, field, fields, make_dataclass
from typing import Any, TypeVar

T = TypeVar("T")


def quick(cls: type[T]) -> type[T]:
    """Return a frozen dataclass, which has no ``__post_init__``, as one that is made quickly."""
    assert not hasattr(cls, "__post_init__")
    of_class: Any = cls
    made = [(one.name, one.type, _like(one)) for one in fields(of_class)]
    described = {"__doc__": cls.__doc__}  # else one is written from its signature, which takes time
    twin: Any = make_dataclass(cls.__name__, made, repr=False, eq=False, namespace=described)
    of_class.__init__ = twin.__init__
    del of_class.__setattr__, of_class.__delattr__
    return cls


def _like(one: Any) -> Any:
    """Return a field with the same default as another one."""
    if one.default_factory is not MISSING:
        return field(default_factory=one.default_factory)
    return field() if one.default is MISSING else field(default=one.default)
