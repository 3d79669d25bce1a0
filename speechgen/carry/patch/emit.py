"""Words of an edited document as an outline types them: the one way into the file.

Owns what becomes of characters that a file of keys cannot hold, of stars and bold, of quotes, and
the lines of a new point. Must not know where anything is put.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from speechgen.carry.amendments import NewPoint, NewWords, UnwritableError
from speechgen.carry.patch.tree import HEAD, POINTS, TEXT, TEXTS, Meaning
from speechgen.emphasis import fitting, marked, stressed, written
from speechgen.extract.text import in_brackets, is_plain, quote, scalar
from speechgen.frozen import frozen
from speechgen.outline.model import split_head
from speechgen.text import Text, emphasised

_MOST_LEVELS: Final = 20  # of a point that comes in
_NO_CHARACTERS: Final = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_WRITTEN: Final = {"point": {HEAD, TEXTS, POINTS}, "attachment": {HEAD}}
_HALVES: Final = re.compile("[\ud800-\udfff]")


@frozen
class Habit:
    """How a file is written: the spelling of its keys (by canonical key), how far a list is set in
    under its key, its line end."""

    names: Mapping[str, str]
    step: int = 2
    line_end: str = "\n"

    def key(self, key: str) -> str:
        """The key as this file spells it."""
        return self.names.get(key, key)


def clean(said: NewWords) -> NewWords:
    """The words with a blank for each line break and control character, character for character.

    Raises UnwritableError for half a character, which no file can hold."""
    if half := _HALVES.search(said.text):
        raise UnwritableError(f"里面有半个字符（U+{ord(half[0]):04X}），存不进文件")
    return NewWords(_NO_CHARACTERS.sub(" ", said.text), said.bold)


def bare(said: NewWords) -> NewWords:
    """Words without the blanks around them. Raises UnwritableError where nothing is left."""
    text = said.text.strip()
    if not text:
        raise UnwritableError("没有字了：要去掉整项，就在 Word 里删去那一段")
    before = len(said.text) - len(said.text.lstrip())
    ends = ((max(0, start - before), min(len(text), end - before)) for start, end in said.bold)
    return NewWords(text, tuple((start, end) for start, end in ends if start < end))


def typed(said: NewWords) -> tuple[str, NewWords]:
    """Trimmed words as they are typed, and as they are read back: with the bold that an outline
    can hold."""
    text, _ = fitting(stressed(Text(said.text), said.bold))
    shown = written(text)
    return shown, NewWords(said.text, tuple(emphasised(marked(Text(shown)))))


def encoded(words: str, style: str, raw: str) -> str:
    """Typed words as part of a scalar of that style, which begins like `raw`."""
    if style != "quoted":
        return words
    return words.replace("'", "''") if raw[:1] == "'" else quote(words)[1:-1]


def scalar_like(words: str, style: str, raw: str, bracketed: bool) -> str:
    """Typed words as a scalar of their own, in the quotes of the one before."""
    if style == "quoted":
        if raw[:1] == "'" and words.isprintable():
            return "'" + words.replace("'", "''") + "'"
        return quote(words)
    return in_brackets(words) if bracketed else scalar(words)


def short_point(head: str, text: str) -> str:
    """A point on one line, head and text as typed; empty where it would be read as another."""
    line = f"{head}：{text}" if text and head else head
    if not is_plain(line):
        return "" if text else quote(head)
    read = split_head(marked(Text(line)))
    if read == (marked(Text(head)), marked(Text(text)) if text else None):
        return line
    return "" if text else quote(head)


def typed_of(leaf: Meaning) -> str:
    """A text as it is typed afresh."""
    return typed(NewWords(leaf.text, leaf.bold))[0]


def item_lines(item: Meaning, habit: Habit) -> list[str]:
    """The lines of an item that is written afresh, from its dash on. Raises UnwritableError for
    one that holds more than words."""
    if item.kind == TEXT:
        return [f"- {scalar(typed_of(item))}"]
    if {one.key for one in item.parts} - _WRITTEN.get(item.kind, set()):
        found = list(item.leaves())
        if item.kind != "facts" or len(found) != 1:
            raise UnwritableError("这一项不只是文字，请在提纲里手工移")
        return [f"- {scalar(typed_of(found[0]))}"]
    head, texts, points = map(item.member, (HEAD, TEXTS, POINTS))
    shown = typed_of(head) if head else ""
    words = [typed_of(one) for one in texts.parts] if texts else []
    if item.kind == "attachment":
        return [f"- {scalar(shown, quoted='：' in shown)}"]
    if not points and shown and len(words) < 2:
        line = short_point(shown, words[0] if words else "")
        if line:
            return [f"- {line}"]
    members = long_point(shown, words, habit)
    if points:
        below = [line for one in points.parts for line in item_lines(one, habit)]
        members += under_key(habit.key(POINTS), below, habit)
    return [f"- {members[0]}", *indented(members[1:], 2)]


def long_point(head: str, texts: Sequence[str], habit: Habit) -> list[str]:
    """The members of a point, a key each: head and texts as typed."""
    lines = [f"{habit.key(HEAD)}: {scalar(head)}"] if head else []
    if len(texts) == 1:
        return [*lines, f"{habit.key(TEXTS)}: {scalar(texts[0])}"]
    if texts:
        lines += under_key(habit.key(TEXTS), [f"- {scalar(text)}" for text in texts], habit)
    return lines


def under_key(key: str, lines: Sequence[str], habit: Habit) -> list[str]:
    """A key with lines below it: a list is set in as the file has it."""
    step = habit.step if lines[0].startswith("- ") else habit.step or 2
    return [f"{key}:", *indented(lines, step)]


def indented(lines: Iterable[str], step: int | str) -> list[str]:
    """Lines set in by so many blanks, or by this."""
    lead = " " * step if isinstance(step, int) else step
    return [f"{lead}{line}" if line else "" for line in lines]


def refuse_depth(branches: Sequence[NewPoint]) -> None:
    """Raises UnwritableError for more levels of points than a speech has."""
    for _ in range(_MOST_LEVELS):
        branches = [one for branch in branches for one in branch.points]
    if branches:
        raise UnwritableError(f"要加的一项层次太多：超过 {_MOST_LEVELS} 层")
