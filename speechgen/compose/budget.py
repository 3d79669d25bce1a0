"""What the templates of one draft may spend: steps, characters, time; how a value is measured;
and where printed values are kept, for which only references stand in what templates print.

Every step a template takes is paid for by its size *before* it is taken, so that no single step
is long; the clock is looked at as the payments run on. Must not know Jinja2 or blocks.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, MappingView
from contextvars import ContextVar
from typing import Any, Final

from markupsafe import Markup

from speechgen.compose.printing import RunOn, printable
from speechgen.outline import Node, Nodes
from speechgen.readers.markup import reference
from speechgen.schema.values import Facts

MAX_STEPS: Final = 2_000_000  # loop turns, calls, printed values, what filters walk, of one draft
MAX_CHARACTERS: Final = 50_000_000  # printed, or held in computed texts and lists, by one draft
MAX_STRING: Final = 1_000_000  # characters of one computed string or items of one list
MAX_BITS: Final = 256  # of a whole number
MAX_SECONDS: Final = 10.0
_CLOCK_EVERY: Final = 256  # steps between two looks at the clock
_PLACE: Final = 12  # characters that every value counts for beside its text
_PER_STEP: Final = 16  # characters of weight that are walked in one step
_ITEM: Final = 16  # characters that an item of a computed list counts for
_SMALL: Final = frozenset((int, float, bool, type(None)))
_DEEPEST: Final = 300  # lists within lists; hash and repr recurse in C


class LimitError(Exception):
    """A template did too much; the message (Chinese) says of what."""


class OverdueError(LimitError):
    """A template ran too long."""

    def __init__(self) -> None:
        super().__init__(f"模板运行超过{MAX_SECONDS:g}秒")


class Budget:
    """What one draft may still spend, and the values it has printed: `kept`."""

    __slots__ = ("_weights", "characters", "deadline", "kept", "steps")

    def __init__(self) -> None:
        self.steps = MAX_STEPS
        self.characters = MAX_CHARACTERS
        self.deadline = time.monotonic() + MAX_SECONDS
        self.kept: list[object] = []
        self._weights: dict[int, int] = {}

    def spend(self, steps: int, characters: int = 0) -> None:
        """Raises LimitError once steps, output or time are used up."""
        before = self.steps
        self.steps = before - steps
        self.characters -= characters
        if self.steps < 0:
            raise LimitError(f"模板的循环、调用和计算超过{MAX_STEPS:,}步")
        if self.characters < 0:
            raise LimitError(f"模板印出和算出的文字超过{MAX_CHARACTERS:,}个字符")
        clock_due = before // _CLOCK_EVERY != self.steps // _CLOCK_EVERY
        if clock_due and time.monotonic() > self.deadline:
            raise OverdueError

    def keep(self, value: object) -> Markup:
        """Keep a printed value, paid for by its length; the reference that stands for it.

        Raises TypeError for what cannot be printed."""
        self.spend(1, self.weight(value))
        self.kept.append(printable(value))
        return Markup(reference(len(self.kept) - 1))  # noqa: S704 (a reference, not mark-up)

    def weigh(self, values: Iterable[object]) -> None:
        """Pay for a step that may walk these values down to their last member."""
        self.spend(1 + sum([self.weight(value) for value in values]) // _PER_STEP)

    def paid(self, made: Any) -> Any:
        """What a step computed, the memory it takes paid for."""
        if isinstance(made, str):
            check_length(len(made))
            self.spend(1, len(made) + 2 * _ITEM)
        elif type(made) in (list, tuple):  # groups of the outline were there before
            check_length(len(made))
            self.spend(1 + len(made) // _PER_STEP, (len(made) + 2) * _ITEM)
        elif isinstance(made, int) and made.bit_length() > MAX_BITS:
            raise LimitError("模板里的数太大")
        return made

    def weight(self, value: object) -> int:
        """The characters of everything within a value, each member counted as often as a walk
        would come by: what it prints, and what comparing, hashing or showing it costs.

        A group of the outline is walked once. Raises LimitError for what the budget cannot pay.
        """
        if isinstance(value, str):
            return len(value) + _PLACE
        known = self._weights.get(id(value))
        if known is not None:
            return known
        most = self.steps * _PER_STEP + _PLACE
        total = 0
        level: list[object] = [value]
        for _ in range(_DEEPEST):
            below: list[object] = []
            for one in level:
                total += _PLACE
                if isinstance(one, str):
                    total += len(one)
                elif isinstance(one, Node):  # with texts all that most outlines hold
                    below.append(one.head)
                    below += one.texts
                    below += one.points
                elif isinstance(one, range):
                    total += len(one) * _PLACE
                elif type(one) not in _SMALL:
                    below += _members(one)
                if total + len(below) * _PLACE > most:
                    self.spend(self.steps + 1)
            level = below
            if not level:
                break
        else:
            raise LimitError("模板里的列表套得太深")
        if isinstance(value, Nodes | Node | Facts):  # only outlines hold these: they live on
            self._weights[id(value)] = total
        return total


spending: ContextVar[Budget] = ContextVar("spending")


def _members(value: object) -> Collection[object]:
    match value:
        case list() | tuple():
            return value
        case Facts():
            return value.values()
        case dict():
            return (*value, *value.values())
        case MappingView():
            return tuple(value)  # type: ignore[arg-type] # each view can be walked
        case RunOn():
            return value.items
    return ()


def check_length(length: int) -> None:
    """Raises LimitError for a text or list longer than MAX_STRING."""
    if length > MAX_STRING:
        raise LimitError(f"模板拼出的文字或列表超过{MAX_STRING:,}项")
