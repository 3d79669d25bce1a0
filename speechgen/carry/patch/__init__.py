"""Amendments written into the bytes of an outline, read back, and refused where they would be read
as anything else.

    file ─▶ Slots: where each value stands ─┐
      └───▶ Meaning: what it says ──────────┴─ copied, changed by amendments (`changes`)
                                                  │ each piece knows what it came from
    file ◀── Edit ◀── one walk (`lists`; words: `retext`; lines: `lines`; typing: `emit`)
      └── read again: says what the tree says, or half of the amendments are tried

Owns the order of work and the proof. Must not know how a line is written nor what an amendment
means: only that both have to come to the same.
"""

from __future__ import annotations

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
    UnwritableError,
)
from speechgen.carry.patch.changes import NewText, Outlined, Step
from speechgen.carry.patch.lines import LineEditor, habit_of
from speechgen.carry.patch.lists import NO_FORM, Rewriting, place_all
from speechgen.carry.patch.slots import LINE_END, Slots, edited
from speechgen.carry.patch.tree import Meaning, Position, meaning_of, reads_as
from speechgen.carry.sources import Manner
from speechgen.diagnostics import Severity, Span, SpeechError
from speechgen.edit.text import rewriting
from speechgen.frozen import frozen
from speechgen.source import Loaded, comments

_MOST_TIMES: Final = 400  # that a file is read again
_MOST_WAYS: Final = 4  # in which a text can be written


@frozen
class Patched:
    """The file with what could be written, and each amendment that could not, with the reason."""

    data: bytes
    refused: tuple[tuple[Amendment, str], ...] = ()


def patch(source: bytes, file: str, amendments: Iterable[Amendment], manner: Manner) -> Patched:
    """The file with the amendments written into its lines; every other byte stays.

    All places are those of the file as it came. All are carried out on the tree of what it means,
    by kind: words and missing fields, then what comes in, what moves, what goes; then the file is
    written from that tree and read back. Each equals what it means, or is refused with a reason
    in Chinese, and then nothing of it is in the file.
    """
    given = tuple(amendments)
    try:
        text, encoded = rewriting(source, file)
        patching = _Patching(text, file, manner, encoded)
    except SpeechError as failed:
        why = failed.diagnostics[0].message
        return Patched(source, tuple((one, f"提纲现在读不了：{why}") for one in given))
    written, refused = patching.patched(_tasks(given))
    order = {id(one): at for at, one in enumerate(given)}
    refused.sort(key=lambda each: order.get(id(each[0]), 0))
    return Patched(encoded(written), tuple(refused))


_Task = tuple[Step, tuple[Amendment, ...]]


def _tasks(amendments: Sequence[Amendment]) -> list[_Task]:
    """The amendments in the order in which they are carried out, all words of a text in one."""
    words: dict[Span, list[Retext]] = defaultdict(list)
    of: dict[type, list[_Task]] = defaultdict(list)
    for one in amendments:
        if isinstance(one, Retext):
            words[one.value].append(one)
        else:
            of[type(one)].append((one, (one,)))
    texts: list[_Task] = [
        (NewText(value, tuple((one.start, one.end, one.words) for one in many)), tuple(many))
        for value, many in words.items()
    ]
    before = [each for each in of[Insert] if each[0].where == "before"]  # type: ignore[union-attr]
    # of two that come after the same item the second is put in first: then they stand in order
    after = [each for each in reversed(of[Insert]) if each not in before]
    return [*texts, *of[Fill], *of[Aside], *before, *after, *of[Move], *of[Delete]]


class _Patching:
    """A file as it came, what it means, and what of the amendments can be carried out."""

    def __init__(
        self, text: str, file: str, manner: Manner, encoded: Callable[[str], bytes]
    ) -> None:
        self._file = file
        self._manner = manner
        self._encoded = encoded
        line_end = LINE_END.search(text)
        ends = not text or text[-1] in "\r\n"
        self._ended = "" if ends else line_end[0] if line_end else "\n"
        self._text = self._now = text + self._ended
        loaded, self._root = self._read(self._text)
        names = {field.key: field.names for field in manner.fields}
        ranks = enumerate(manner.order)
        self._order = {name: at for at, key in ranks for name in names.get(key, (key,))}
        self._slots = Slots(self._text, loaded, manner.keys)
        self._habit = habit_of(self._slots, manner.fields)
        place_all(self._root, self._slots)
        self._tasks: Sequence[_Task] = ()
        self._done: set[int] = set()  # those that were carried out, by identity
        self._ways: dict[Position, int] = {}
        self._times = 0

    def patched(self, tasks: Sequence[_Task]) -> tuple[str, list[tuple[Amendment, str]]]:
        """The text with as many of these as can be; those that cannot, each with the reason."""
        self._tasks = tasks
        refused = self._carried(tasks) if tasks else []
        return self._now.removesuffix(self._ended), refused

    def _read(self, text: str) -> tuple[Loaded, Meaning]:
        loaded, values = self._manner.read(self._encoded(text))
        return loaded, meaning_of(values, self._file)

    def _carried(self, tasks: Sequence[_Task]) -> list[tuple[Amendment, str]]:
        """Carry out as many as can be; those that cannot, each with the reason."""
        refused, left, why = self._tried(tasks)
        if why and len(left) == 1 and isinstance(step := left[0][0], NewText):
            for way in range(1, _MOST_WAYS):
                self._ways[step.value.line, step.value.column] = way
                why = why and self._tried(left)[2]
        if why and len(left) == 1:
            refused += [(one, why) for one in left[0][1]]
        elif why:
            half = len(left) // 2
            refused += self._carried(left[:half]) + self._carried(left[half:])
        return refused

    def _tried(
        self, tasks: Sequence[_Task]
    ) -> tuple[list[tuple[Amendment, str]], list[_Task], str]:
        """Carry out these tasks with those that are done, but for those that ask for what cannot
        be. Gives the latter with their reasons; the former; and why these were not carried out
        together, if they were not."""
        outlined = Outlined(self._root, self._file, self._manner.fields)
        lines = LineEditor(self._slots, self._habit)
        refused: list[tuple[Amendment, str]] = []
        left: list[_Task] = []
        wanted = self._done.union(map(id, tasks))
        for task in (one for one in self._tasks if id(one) in wanted):
            try:
                if isinstance(task[0], Aside):
                    self._remark(lines, outlined, task[0])
                outlined.carry_out(task[0])
            except UnwritableError as failed:
                if id(task) in self._done:
                    return [], list(tasks), str(failed)
                refused += [(one, str(failed)) for one in task[1]]
            else:
                left += [task] if id(task) not in self._done else []
        why = self._why_not(outlined, lines) if left else ""
        self._done.update(() if why else map(id, left))
        return refused, left, why

    def _remark(self, lines: LineEditor, outlined: Outlined, step: Aside) -> None:
        """Comment lines above the text at a place, or the nearest on its line."""
        name = (step.beside.line, step.beside.column)
        near = min((one for one in outlined.named if one[0] == name[0]), default=name)
        beside = outlined.named.get(name) or outlined.named.get(near)
        here = beside is not None and step.beside.file == self._file
        lines.remark(beside.slot if beside and here else None, step.lines)

    def _why_not(self, outlined: Outlined, lines: LineEditor) -> str:
        """Make the file what its tree has become, if it is then read as that; else why not."""
        self._times += 1
        if self._times > _MOST_TIMES:
            return "改动太多：先收回前面的，再收一次"
        try:
            edits = Rewriting(lines, outlined, self._order, self._ways).edits()
            text = edited(self._text, edits)
            fresh = self._read(text)[1]
        except UnwritableError as failed:
            return str(failed)
        except SpeechError as failed:
            wrong = (one for one in failed.diagnostics if one.severity is Severity.ERROR)
            why = next(wrong, failed.diagnostics[0]).message
            return f"改成这样，提纲就读不了：{why}"
        if not reads_as(fresh, outlined.root) or self._remarks(self._text) - self._remarks(text):
            return NO_FORM
        self._now = text
        return ""

    def _remarks(self, text: str) -> Counter[str]:
        """The comments in a text."""
        lines = LINE_END.split(text)
        found = comments(text, self._manner.keys) if "#" in text else []
        return Counter(lines[at][column:] for at, column in found)
