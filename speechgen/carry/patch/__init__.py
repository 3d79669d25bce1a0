"""Amendments written into the bytes of an outline, read back, and refused where they would be read
as anything else.

Owns the order of work and the proof. Must not know how a line is written nor what an amendment
means: only that both have to come to the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from speechgen.carry.amendments import Amendment, Aside, Delete, Fill, Insert, Move, Retext
from speechgen.carry.patch import changes
from speechgen.carry.patch.changes import NewText, Outlined, Step
from speechgen.carry.patch.emit import UnwritableError
from speechgen.carry.patch.fields import field_edits
from speechgen.carry.patch.lines import LineEditor, habit_of
from speechgen.carry.patch.lists import Written
from speechgen.carry.patch.meaning import Group, copy, meaning_of, reads_as
from speechgen.carry.patch.retext import ways_to_write
from speechgen.carry.patch.slots import LINE_END, Edit, Slots, edited
from speechgen.carry.sources import Manner
from speechgen.diagnostics import Severity, Span, SpeechError
from speechgen.edit.text import rewriting
from speechgen.frozen import frozen
from speechgen.source import Loaded

_MOST_TIMES: Final = 400  # that a file is read again
_NO_FORM: Final = "照提纲的写法写进去，读出来就不是这个意思了"


@frozen
class Patched:
    """The file with what could be written, and each amendment that could not, with the reason."""

    data: bytes
    refused: tuple[tuple[Amendment, str], ...] = ()


def patch(source: bytes, file: str, amendments: Iterable[Amendment], manner: Manner) -> Patched:
    """The file with the amendments written into its lines; every other byte stays.

    All places are those of the file as it came. They are carried out by kind: words and missing
    fields, comments, then what comes in, what moves, what goes. Each is read back and equals what
    it means, or is refused with a reason in Chinese, and then nothing of it is in the file.
    """
    given = tuple(amendments)
    try:
        text, encoded = rewriting(source, file)
        patching = _Patching(text, file, manner, encoded)
    except SpeechError as failed:
        why = failed.diagnostics[0].message
        return Patched(source, tuple((one, f"提纲现在读不了：{why}") for one in given))
    refused = [each for tasks in _phases(given) for each in patching.carry_out(tasks)]
    order = {id(one): at for at, one in enumerate(given)}
    refused.sort(key=lambda each: order.get(id(each[0]), 0))
    return Patched(encoded(patching.written()), tuple(refused))


_Task = tuple[Step, tuple[Amendment, ...]]


def _phases(amendments: Sequence[Amendment]) -> list[list[_Task]]:
    """The amendments in the order in which they are carried out, those together that may be; all
    words of a text in one."""
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
    fills = [[each] for each in of[Fill]]
    return [texts, *fills, of[Aside], [*before, *after, *of[Move], *of[Delete]]]


class _Patching:
    """A file on its way: its text now, and what it means."""

    def __init__(
        self, text: str, file: str, manner: Manner, encoded: Callable[[str], bytes]
    ) -> None:
        self._file = file
        self._manner = manner
        self._encoded = encoded
        line_end = LINE_END.search(text)
        ends = not text or text[-1] in "\r\n"
        self._ended = "" if ends else line_end[0] if line_end else "\n"
        self._text = text + self._ended
        loaded, self._root = self._read(self._text)
        names = {field.key: field.names for field in manner.fields}
        ranks = enumerate(manner.order)
        self._order = {name: at for at, key in ranks for name in names.get(key, (key,))}
        self._slots = Slots(self._text, loaded, manner.keys)
        self._came = frozenset(Outlined(self._root, file, manner.fields).named)
        self._times = 0

    def written(self) -> str:
        """The text as it is now."""
        return self._text.removesuffix(self._ended)

    def _read(self, text: str) -> tuple[Loaded, Group]:
        loaded, values = self._manner.read(self._encoded(text))
        return loaded, meaning_of(values, self._file)

    def carry_out(self, tasks: Sequence[_Task]) -> list[tuple[Amendment, str]]:
        """Carry out as many as can be; those that cannot, each with the reason."""
        if not tasks:
            return []
        refused, left, why = self._tried(tasks, 0)
        for attempt in range(1, 4):
            if why and len(left) == 1:
                more, _, why = self._tried(left, attempt)
                refused += more
        if why and len(left) == 1:
            refused += [(one, why) for one in left[0][1]]
        elif why:
            half = len(left) // 2
            refused += self.carry_out(left[:half]) + self.carry_out(left[half:])
        return refused

    def _tried(
        self, tasks: Sequence[_Task], attempt: int
    ) -> tuple[list[tuple[Amendment, str]], list[_Task], str]:
        """Carry out these tasks, but for those that ask for what cannot be. Gives the latter with
        their reasons; the former; and why these were not carried out together, if they were not."""
        expected = copy(self._root)
        assert isinstance(expected, Group)
        outlined = Outlined(expected, self._file, self._manner.fields, self._came)
        lines = LineEditor(self._slots, habit_of(self._slots, self._manner.fields))
        written = Written(lines, expected)
        refused: list[tuple[Amendment, str]] = []
        left: list[_Task] = []
        edits: list[Edit] = []
        for task in tasks:
            try:
                more = self._edits(task[0], outlined, written, attempt)
                outlined.carry_out(task[0])
            except UnwritableError as failed:
                refused += [(one, str(failed)) for one in task[1]]
            else:
                edits += more
                left.append(task)
        if not left:
            return refused, [], ""
        try:
            return (
                refused,
                left,
                self._take(expected, edits or written.restructured(outlined.moved)),
            )
        except UnwritableError as failed:
            return refused, left, str(failed)

    def _edits(
        self, step: Step, outlined: Outlined, written: Written, attempt: int
    ) -> Sequence[Edit]:
        """What a step that changes no list makes of the lines, in one of the ways there are."""
        match step:
            case NewText():
                leaf = outlined.leaf(step.value)
                said = changes.new_text(leaf, step.pieces)
                ways = list(ways_to_write(written.lines, written.holder(leaf), step.pieces, said))
                if not ways:
                    raise UnwritableError(_NO_FORM)
                return ways[min(attempt, len(ways) - 1)]
            case Fill():
                return field_edits(written.lines, outlined.path(step.key), step.words, self._order)
            case Aside():
                near = [name for name in outlined.named if name[0] == step.beside.line]
                name = (step.beside.line, step.beside.column)
                beside = outlined.named.get(name) or outlined.named.get(min(near, default=name))
                here = step.beside.file == self._file
                slot = written.spoken_of(beside) if beside and here else None
                return [written.lines.asides(slot, step.lines)]
        return ()

    def _take(self, expected: Group, edits: Sequence[Edit]) -> str:
        """Make the edits if the file is then read as is expected; else why not."""
        self._times += 1
        if self._times > _MOST_TIMES:
            return "改动太多：先收回前面的，再收一次"
        text = edited(self._text, edits)
        try:
            loaded, fresh = self._read(text)
        except SpeechError as failed:
            wrong = (one for one in failed.diagnostics if one.severity is Severity.ERROR)
            why = next(wrong, failed.diagnostics[0]).message
            return f"改成这样，提纲就读不了：{why}"
        if not reads_as(fresh, expected):
            return _NO_FORM
        slots = Slots(text, loaded, self._manner.keys)
        if _remarks(self._slots) - _remarks(slots):
            return _NO_FORM
        self._text, self._root, self._slots = text, fresh, slots
        return ""


def _remarks(slots: Slots) -> Counter[str]:
    return Counter(slots.line(at)[column:] for at, column in slots.comments.items())
