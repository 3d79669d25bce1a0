"""A YAML file as text-only nodes, each with its line and column.

Owns reading: bytes to text, mending what clerks type, refusing what makes YAML dangerous, and
the places of every node and character in the file. Must not know what an outline's keys mean;
it is only told which keys there are.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from speechgen.diagnostics import Diagnostic, Span, SpeechError, info
from speechgen.source.encoding import MAX_BYTES, UTF_8, decode
from speechgen.source.hiding import Hiding, hide_controls
from speechgen.source.nodes import Loaded, MappingNode, Origins, ScalarNode, SequenceNode, YamlNode
from speechgen.source.notes import MAX_DEPTH, Notes
from speechgen.source.plain import needs_no_mending
from speechgen.source.straight import read_straight
from speechgen.source.tree import MAX_NODES, Composer, Readable

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_NODES",
    "Loaded",
    "MappingNode",
    "Origins",
    "ScalarNode",
    "SequenceNode",
    "YamlNode",
    "decode",
    "load",
]


def load(data: bytes | str, file: str = "", keys: Collection[str] = ()) -> Loaded:
    """The nodes of a YAML file, and what was mended or is wrong in it.

    `keys` are the keys an outline may hold, with all their aliases: a key among them may be
    followed by a full-width colon or lack the space. Raises SpeechError, with every finding, only
    when no tree can be built; other errors are among the diagnostics.
    """
    notes: list[Diagnostic] = []
    if isinstance(data, bytes):
        text, encoding = decode(data, file)
        if encoding != UTF_8:
            notes.append(_encoding_note(encoding, file))
    else:
        text = data.removeprefix("\ufeff")
    lines = tuple(re.split("\r\n?|\n", text)) if "\r" in text else tuple(text.split("\n"))
    straight = read_straight(text, lines, file)
    if straight is not None:
        return Loaded(straight, tuple(notes), lines)
    hiding = Hiding(text)
    controls = Notes(file, lines)
    shown = hide_controls(text, lines, hiding, controls)
    notes += controls.found()
    if needs_no_mending(text, shown):
        composer = Composer(Readable(shown, {}), lines, file, hiding)
        root = composer.compose()
        if not composer.failed:
            return Loaded(root, tuple(notes + composer.notes), lines)
    from speechgen.source.mend import mend

    readable, found = mend(shown, keys, hiding, file)
    notes += [replace(note, source=lines[note.span.line - 1]) for note in found]
    if readable is None:
        raise SpeechError(sorted(notes, key=lambda note: note.span))
    composer = Composer(readable, lines, file, hiding)
    root = composer.compose()
    notes = sorted(notes + composer.notes, key=lambda note: note.span)
    if composer.failed:
        raise SpeechError(notes)
    return Loaded(root, tuple(notes), lines)


def _encoding_note(encoding: str, file: str) -> Diagnostic:
    return info(
        Span(file, 1, 1, 1), "source-encoding", f"文件编码是 {encoding}，已按它读入",
        "建议在编辑器里另存为 UTF-8 编码",
    )  # fmt: skip
