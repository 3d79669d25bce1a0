"""`@frozen` against `dataclass(frozen=True, slots=True)`: what one does, the other does."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, field, fields, is_dataclass, replace
from typing import Any

import pytest

from speechgen.frozen import frozen


@frozen
class Ours:
    """A value."""

    name: str
    size: int = 0
    place: str = field(default="", compare=False)
    marks: list[str] = field(default_factory=list, compare=False)

    @property
    def doubled(self) -> int:
        """Twice the size."""
        return self.size * 2


@dataclass(frozen=True, slots=True)
class Theirs:
    """A value."""

    name: str
    size: int = 0
    place: str = field(default="", compare=False)
    marks: list[str] = field(default_factory=list, compare=False)

    @property
    def doubled(self) -> int:
        """Twice the size."""
        return self.size * 2


@frozen
class Empty:
    """No field at all."""


@frozen
class Single:
    """One field: its key is not a tuple by itself."""

    names: tuple[str, ...] = ()


BEHAVIOURS: dict[str, Callable[[Any], object]] = {
    "repr": lambda cls: repr(cls("甲", 2)).replace("Ours", "Theirs"),
    "equal": lambda cls: cls("甲", 2, "here") == cls("甲", size=2, place="there"),
    "unequal": lambda cls: (cls("甲", 2) == cls("甲", 3), cls("甲") != cls("乙")),
    "equal to a tuple": lambda cls: cls("甲", 2, "") == ("甲", 2, ""),
    "hash": lambda cls: len({cls("甲", 2, "here"), cls("甲", 2, "there"), cls("乙", 2)}),
    "made for each": lambda cls: (cls("甲").marks, cls("甲").marks is cls("甲").marks),
    "given": lambda cls: cls("甲", marks=["x"]).marks,
    "defaults": lambda cls: (cls("甲").size, cls(name="甲").place),
    "method": lambda cls: cls("甲", 2).doubled,
    "replace": lambda cls: replace(cls("甲", 2), size=5).size,
    "fields": lambda cls: [one.name for one in fields(cls)],
    "is a dataclass": is_dataclass,
    "pattern": lambda cls: cls.__match_args__,
    "slots": lambda cls: hasattr(cls("甲"), "__dict__"),
    "pickle": lambda cls: pickle.loads(pickle.dumps(cls("甲", 2, "x"))).place,
    "copy": lambda cls: (copy.copy(cls("甲", 2)).size, copy.deepcopy(cls("甲", 2)).size),
    "name": lambda cls: (cls.__module__, cls.__doc__, cls.__name__ in cls.__init__.__qualname__),
}


@pytest.mark.parametrize("behaviour", BEHAVIOURS.values(), ids=BEHAVIOURS.keys())
def test_a_value_class_behaves_as_a_frozen_dataclass(behaviour: Callable[[Any], object]) -> None:
    assert behaviour(Ours) == behaviour(Theirs)


@pytest.mark.parametrize("cls", [Ours, Theirs])
def test_nothing_can_be_changed(cls: Any) -> None:
    value = cls("甲", 2)
    with pytest.raises(FrozenInstanceError):
        value.size = 3
    with pytest.raises(FrozenInstanceError):
        del value.size
    with pytest.raises((AttributeError, TypeError)):  # a dataclass with slots trips over super()
        value.other = 3
    assert value == cls("甲", 2)


@pytest.mark.parametrize(
    "arguments", [(), ("甲", 1, "", [], "too many"), ("甲", {"colour": "red"})], ids=repr
)
def test_wrong_arguments_are_refused(arguments: tuple[Any, ...]) -> None:
    named = arguments[-1] if arguments and isinstance(arguments[-1], dict) else {}
    given = arguments[:-1] if named else arguments
    for cls in (Ours, Theirs):
        with pytest.raises(TypeError):
            cls(*given, **named)


def test_classes_with_few_fields() -> None:
    assert Empty() == Empty() and hash(Empty()) == hash(Empty())
    assert repr(Empty()) == "Empty()"
    assert Single(("甲",)) == Single(("甲",)) != Single()
    assert len({Single(("甲",)), Single(("甲",)), Single()}) == 2
    assert pickle.loads(pickle.dumps(Single(("甲",)))).names == ("甲",)
    assert Single().__eq__(Empty()) is NotImplemented


def test_what_it_cannot_make_is_refused_when_the_class_is_made() -> None:
    with pytest.raises(TypeError, match="Listed"):

        @frozen
        class Listed:
            names: list[str] = field(init=False)
