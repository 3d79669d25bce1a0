"""A YAML file as text-only nodes, each with its line and column.

Owns reading: bytes to text, mending what clerks type, refusing what makes YAML dangerous, and
the places of every node and character in the file. Must not know what an outline's keys mean;
it is only told which keys there are.

1. `encoding`: bytes -> text. 2. `hiding`: characters that mean something to YAML, out of its sight
and back. 3. `mend`: a line's indentation, dash and key, one stack of open levels; its value is
`values`', brackets and quotes `flow`'s, a line that stands astray `astray`'s. 4. `tree`: the
parser's events -> nodes with their places in the file; a text over several lines is `texts`'.
5. `notes`: every sentence; `causes`: of errors that have one cause, the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TypeVar

from speechgen.diagnostics import Diagnostic, Span, SpeechError, info
from speechgen.source.causes import causes
from speechgen.source.encoding import UTF_8
from speechgen.source.encoding import codec_of as codec_of
from speechgen.source.encoding import decode as decode
from speechgen.source.hiding import Hiding, hide_controls, tell_entities
from speechgen.source.mend import Mender
from speechgen.source.notes import MAX_DEPTH as MAX_DEPTH
from speechgen.source.notes import Notes
from speechgen.source.tree import Composer
from speechgen.source.tree import Loaded as Loaded
from speechgen.source.tree import MappingNode as MappingNode
from speechgen.source.tree import ScalarNode as ScalarNode
from speechgen.source.tree import SequenceNode as SequenceNode
from speechgen.source.tree import YamlNode as YamlNode
from speechgen.source.values import WHITE

T = TypeVar("T")


def load(data: bytes | str, file: str = "", keys: Collection[str] = ()) -> Loaded:
    """The nodes of a YAML file, and what was mended or is wrong in it.

    `keys` are the keys an outline may hold, with all their aliases: a key among them may be
    followed by a full-width colon or lack the space. Raises SpeechError, with every finding, only
    when no tree can be built; other errors are among the diagnostics.
    """
    if isinstance(data, str):
        text, encoding = data.removeprefix("\ufeff"), UTF_8
    else:
        text, encoding = decode(data, file)

    def again(lines: Sequence[str]) -> Sequence[Diagnostic]:
        try:
            return _load("\n".join(lines), UTF_8, file, keys).diagnostics
        except SpeechError as wrong:
            return wrong.diagnostics

    try:
        made = _load(text, encoding, file, keys)
    except SpeechError as wrong:
        raise SpeechError(causes(wrong.diagnostics, file, _lines_of(text), again)) from None
    return replace(made, diagnostics=tuple(causes(made.diagnostics, file, made.lines, again)))


def _load(text: str, encoding: str, file: str, keys: Collection[str]) -> Loaded:
    lines = _lines_of(text)
    notes = Notes(file, lines)
    if encoding != UTF_8:
        said = f"文件编码是 {encoding}，已按它读入"
        hint = "建议在编辑器里另存为 UTF-8 编码"
        notes.take(info(Span(file, 1, 1, 1), "source-encoding", said, hint))
    hiding = Hiding(text)
    tell_entities(text, lines, notes)
    mended = Mender(hide_controls(text, lines, hiding, notes), keys, hiding, notes).mend()
    return Loaded(Composer(mended, hiding, notes).compose(), notes.found(), lines, keys)


def told_once(read: Callable[[Loaded], T], loaded: Loaded, file: str) -> T:
    """What `read` makes of a file that was loaded. Raises what `read` raises, without the errors
    that only follow from others."""

    def again(lines: Sequence[str]) -> list[Diagnostic]:
        notes: list[Diagnostic] = []
        try:
            once_more = _load("\n".join(lines), UTF_8, file, loaded.keys)
            notes += once_more.diagnostics
            read(once_more)
        except SpeechError as wrong:
            notes += wrong.diagnostics
        return notes

    try:
        return read(loaded)
    except SpeechError as wrong:
        raise SpeechError(causes(wrong.diagnostics, file, loaded.lines, again)) from None


def comments(text: str, keys: Collection[str] = ()) -> list[tuple[int, int]]:
    """Where comments begin in the text of a file that can be read: line and column, from 0;
    a line holds one at most."""
    lines = _lines_of(text)
    notes, hiding = Notes("", lines), Hiding(text)
    mended = Mender(hide_controls(text, lines, hiding, notes), keys, hiding, notes).mend()
    found: list[tuple[int, int]] = []
    for at, (typed, line) in enumerate(zip(lines, mended, strict=True)):
        if "#" in typed:
            end = line.place(len(line.text))[1]  # where it was cut off
            pairs = enumerate(zip(typed, "" if line.columns else line.text, strict=False))
            inside = (column for column, pair in pairs if pair == ("#", " "))  # in brackets
            column = end if typed[end:].lstrip(WHITE)[:1] == "#" else next(inside, -1)
            if column >= 0:
                found.append((at, typed.index("#", column)))
    return found


def _lines_of(text: str) -> tuple[str, ...]:
    return tuple(re.split("\r\n?|\n", text)) if "\r" in text else tuple(text.split("\n"))
