"""Amendments written into the bytes of an outline, read back, and refused where they would be read
as anything else.

Owns the order of work and the proof. Must not know how a line is written nor what an amendment
means: only that both have to come to the same.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from speechgen.carry.amendments import (
    Amendment,
    Aside,
    Delete,
    Fill,
    Insert,
    Move,
    Retext,
    Together,
)
from speechgen.carry.changes import Bundle, Outlined, Reword, Step
from speechgen.carry.emit import UnwritableError
from speechgen.carry.manners import Manner
from speechgen.carry.meaning import Group, copy, meaning_of, name_as, same
from speechgen.carry.plans import Plans, Way
from speechgen.carry.slots import Edit, Slots, apart, edited
from speechgen.diagnostics import Severity, Span, SpeechError
from speechgen.edit.text import rewriting
from speechgen.frozen import frozen
from speechgen.source import Loaded

_RANKS: Final[tuple[type, ...]] = (Reword, Fill, Aside, Insert, Bundle, Move, Delete)
"""The order in which amendments are carried out, whatever order they come in."""
_NO_FORM: Final = "照提纲的写法写进去，读出来就不是这个意思了"


@frozen
class Patched:
    """The file with what could be written, and each amendment that could not, with the reason."""

    data: bytes
    refused: tuple[tuple[Amendment, str], ...] = ()


def patch(source: bytes, file: str, amendments: Iterable[Amendment], manner: Manner) -> Patched:
    """The file with the amendments written into its lines; every other byte stays.

    All places are those of the file as it came. They are carried out by kind: words, missing
    fields, comments, what comes in, what moves, what goes. Each is read back and equals what it
    means, or is refused with a reason in Chinese, and then nothing of it is in the file.
    """
    given = tuple(amendments)
    try:
        text, encoded = rewriting(source, file)
        patching = _Patching(text, file, manner, encoded)
    except SpeechError as failed:
        why = failed.diagnostics[0].message
        return Patched(source, tuple((one, f"提纲现在读不了：{why}") for one in given))
    refused = patching.carry_out(_steps(given))
    order = {id(one): at for at, one in enumerate(given)}
    refused.sort(key=lambda each: order.get(id(each[0]), 0))
    return Patched(encoded(patching.text), tuple(refused))


_Task = tuple[Step, tuple[Amendment, ...]]


def _steps(amendments: Sequence[Amendment]) -> list[_Task]:
    """The amendments in the order in which they are carried out; all words of a text in one."""
    words: dict[Span, list[Retext]] = defaultdict(list)
    for one in amendments:
        if isinstance(one, Retext):
            words[one.value].append(one)
    tasks: list[_Task] = [
        (Reword(value, tuple((one.start, one.end, one.words) for one in many)), tuple(many))
        for value, many in words.items()
    ]
    others: list[_Task] = [
        (_bundled(one) if isinstance(one, Together) else one, (one,))
        for one in amendments
        if not isinstance(one, Retext)
    ]
    tasks += others
    inserts = [task for task in others if isinstance(task[0], Insert)]
    later = [task for task in inserts if task[0].where != "before"]  # type: ignore[union-attr]
    # of two that come after the same item the second is put in first: then they stand in order
    backwards = dict(zip(map(id, later), reversed(later), strict=True))
    tasks = [backwards.get(id(task), task) for task in tasks]
    return sorted(tasks, key=lambda task: _RANKS.index(type(task[0])))


def _bundled(together: Together) -> Bundle:
    steps = (step for step, _ in _steps(together.amendments))
    return Bundle(tuple(step for step in steps if not isinstance(step, Bundle)))


class _Patching:
    """A file on its way: its text now, and what it means."""

    def __init__(
        self, text: str, file: str, manner: Manner, encoded: Callable[[str], bytes]
    ) -> None:
        self.text = text
        self.file = file
        self.manner = manner
        self.encoded = encoded
        self.loaded, self.root = self._read(text)
        names = {field.key: field.names for field in manner.fields}
        ranks = enumerate(manner.order)
        self.order = {name: at for at, key in ranks for name in names.get(key, (key,))}
        self.slots = Slots(text, self.loaded, manner.keys)
        self.named = self._outlined().named
        self.came = frozenset(self.named)
        self.why = ""

    def _read(self, text: str) -> tuple[Loaded, Group]:
        loaded, values = self.manner.read(self.encoded(text))
        return loaded, meaning_of(values, self.file)

    def carry_out(self, tasks: list[_Task]) -> list[tuple[Amendment, str]]:
        """Carry out as many as can be; those that cannot, each with the reason."""
        refused: list[tuple[Amendment, str]] = []
        most = len(tasks)
        while tasks := [task for task in tasks if not self._is_done(task[0])]:
            batch, ways, why = self._batch(tasks[:most])
            if why:
                refused += [(one, why) for one in tasks.pop(0)[1]]
                continue
            if self._take(batch, [way for each in ways for way in each.edits]):
                tasks, most = tasks[len(batch) :], len(tasks)
            elif len(batch) > 1:
                most = len(batch) // 2
            else:
                if why := self._other_way(batch[0]):
                    refused += [(one, why) for one in batch[0][1]]
                tasks, most = tasks[1:], len(tasks)
        return refused

    def _is_done(self, step: Step) -> bool:
        """Whether something is to be taken away that has gone with something else."""
        if not isinstance(step, Delete) or step.value.file != self.file:
            return False
        name = (step.value.line, step.value.column)
        return name in self.came and name not in self.named

    def _batch(self, tasks: Sequence[_Task]) -> tuple[list[_Task], list[Way], str]:
        """The first tasks that have nothing to do with each other, each with its best way; or why
        the very first has none."""
        plans = self._plans()
        batch: list[_Task] = []
        ways: list[Way] = []
        left: dict[int, int] = {}
        taken: list[Edit] = []
        for task in tasks:
            try:
                way = next(plans.ways(task[0]), None)
            except UnwritableError as failed:
                return ([], [], str(failed)) if not batch else (batch, ways, "")
            if way is None:
                if batch or not isinstance(task[0], Bundle):
                    return batch, ways, "" if batch else _NO_FORM
                return [task], [Way(())], ""  # its steps one after the other
            spent = any(left.get(owner, count) < 2 for owner, count in way.spends)
            if batch and (spent or not apart(way.edits, taken)):
                break
            for edit in way.edits:
                insort(taken, edit)
            for owner, count in way.spends:
                left[owner] = left.get(owner, count) - 1
            batch.append(task)
            ways.append(way)
        return batch, ways, ""

    def _plans(self) -> Plans:
        return Plans(self.slots, self._outlined(), self.order)

    def _outlined(self) -> Outlined:
        return Outlined(self.root, self.file, self.manner.fields)

    def _other_way(self, task: _Task) -> str:
        """Tries every way for one task; why none will do, if so."""
        step = task[0]
        if isinstance(step, Bundle):
            before = self.text, self.root, self.slots, self.named
            refused = self.carry_out([(each, task[1]) for each in step.steps])
            if refused:
                self.text, self.root, self.slots, self.named = before
            return refused[0][1] if refused else ""
        try:
            for way in self._plans().ways(step):
                if way.edits and self._take([task], way.edits):
                    return ""
        except UnwritableError as failed:
            return str(failed)
        return self.why

    def _expected(self, batch: Iterable[_Task]) -> Group:
        root = copy(self.root)
        assert isinstance(root, Group)
        outlined = Outlined(root, self.file, self.manner.fields)
        for task in batch:
            outlined.carry_out(task[0])
        return root

    def _take(self, batch: Sequence[_Task], edits: Sequence[Edit]) -> bool:
        """Make the edits if the file is then read as the tasks mean it; else `why` says more."""
        self.why = _NO_FORM
        try:
            expected = self._expected(batch)
            text = edited(self.text, edits)
            loaded, fresh = self._read(text)
        except UnwritableError as failed:
            self.why = str(failed)
            return False
        except SpeechError as failed:
            wrong = (one for one in failed.diagnostics if one.severity is Severity.ERROR)
            self.why = f"改成这样，提纲就读不了：{next(wrong, failed.diagnostics[0]).message}"
            return False
        if not same(fresh, expected):
            return False
        slots = Slots(text, loaded, self.manner.keys)
        if _remarks(self.slots) - _remarks(slots):
            return False
        name_as(fresh, expected)
        self.text, self.root, self.slots = text, fresh, slots
        self.named = self._outlined().named
        return True


def _remarks(slots: Slots) -> Counter[str]:
    return Counter(slots.line(at)[column:] for at, column in slots.comments.items())
