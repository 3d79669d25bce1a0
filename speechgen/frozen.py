"""`@frozen`: the value classes of the package.

Owns how a class of annotated fields becomes a frozen dataclass with slots. Its methods are shared
by all classes where `dataclass(frozen=True, slots=True)` generates and compiles seven for each:
a class costs a quarter of the time when a draft starts, an instance half the time when it runs.
Must not know any of the classes.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from functools import cache
from operator import attrgetter
from types import CodeType, FunctionType
from typing import Any, TypeVar, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[_T]) -> type[_T]:
    """The class as `dataclass(frozen=True, slots=True)` would make it, equal, hashable, printable.

    `field(compare=False)` leaves a field out of comparing and hashing, `default_factory` makes a
    default for each instance; `replace()`, `fields()`, patterns, copying and pickling work.
    Raises TypeError for what only dataclasses can do (keyword-only fields, `init=False`).
    """
    made = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    kept = fields(made)  # type: ignore[arg-type]
    if any(one.kw_only or not one.init for one in kept):
        raise TypeError(f"{cls.__name__}: a field that @frozen cannot make")
    members: Any = made
    members.__init__ = _initializer(made, kept)
    members._frozen_values = _getter([one.name for one in kept])
    members._frozen_key = _getter([one.name for one in kept if one.compare])
    members.__setattr__ = members.__delattr__ = _refuse
    members.__eq__, members.__hash__ = _equal, _hash
    members.__repr__, members.__reduce__ = _repr, _reduce
    return made


def _initializer(cls: type, kept: tuple[Field[Any], ...]) -> Any:
    """`__init__` with one line a field; the slots themselves are set, past `__setattr__`."""
    code = _body(len(kept)).replace(co_varnames=("self", *(one.name for one in kept)))
    setters = {f"set_{at}": _setter(cls, one) for at, one in enumerate(kept)}
    required = [one for one in kept if one.default is one.default_factory is MISSING]
    defaults = tuple(one.default for one in kept[len(required) :])
    made = FunctionType(code, setters, "__init__", defaults)
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


@cache
def _body(count: int) -> CodeType:
    """The code of an `__init__` of so many fields: to compile one for each class would take longer
    than all the rest."""
    scope: dict[str, Any] = {}
    lines = [f"set_{at}(self, value_{at})" for at in range(count)] or ["pass"]
    head = ", ".join(["self", *(f"value_{at}" for at in range(count))])
    exec(f"def __init__({head}):\n " + "\n ".join(lines), scope)  # noqa: S102 (numbers alone)
    code: CodeType = scope["__init__"].__code__
    return code


def _setter(cls: type, one: Field[Any]) -> Any:
    """Puts a value into the field's slot; a default that is made for each, where none is given."""
    put, make = getattr(cls, one.name).__set__, one.default_factory
    if make is MISSING:
        return put
    return lambda self, value: put(self, make() if value is MISSING else value)


def _getter(names: list[str]) -> Any:
    """Takes an instance, gives the tuple of these fields."""
    if len(names) > 1:
        return attrgetter(*names)
    return staticmethod(lambda instance: tuple(getattr(instance, name) for name in names))


def _equal(self: Any, other: object) -> Any:
    key = self._frozen_key
    return key(self) == key(other) if type(other) is type(self) else NotImplemented


def _hash(self: Any) -> int:
    return hash(self._frozen_key(self))


def _repr(self: Any) -> str:
    shown = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{type(self).__qualname__}({shown})"


def _reduce(self: Any) -> tuple[Any, ...]:
    return type(self), self._frozen_values(self)


def _refuse(self: Any, name: str, *_value: object) -> None:
    raise FrozenInstanceError(f"{type(self).__name__}.{name} cannot be changed")
