"""What is said of a draft beside its text: gaps, characters that Word cannot hold, places that
only a table fills.

Must not know how a draft is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from speechgen.compose import Composition
from speechgen.diagnostics import Diagnostic, Span, info, warning
from speechgen.document import Document, plain
from speechgen.document import unwritable as held_by_no_word
from speechgen.outline import Outline, places_in, texts_in
from speechgen.schema.notes import line_of
from speechgen.schema.values import Date, Facts
from speechgen.source import Loaded, MappingNode, ScalarNode, SequenceNode, YamlNode
from speechgen.text import GAP, UNNAMED, locate, origins_of, place_of


def unwritable(document: Document, outline: Outline) -> Iterator[Diagnostic]:
    """Characters that Word cannot hold, unless the reading of the file has warned of them."""
    warned = {note.span.line for note in document.notes if note.rule == "source-control-character"}
    for block, at, char in held_by_no_word(document):
        text = plain(block)
        before = [span for start, span in origins_of(text) if start <= at and span.file]
        place = locate(text, at, at + 1) or Span(before[-1].file if before else outline.file)
        if place.file != outline.file or place.line not in warned:
            said = f"这里有 Word 存不下的字符 U+{ord(char):04X}，Word 文稿里印成“\ufffd”"
            yield warning(place, "character-unwritable", said, "删去它", outline.line_at(place))


def gaps_of(
    outline: Outline, composed: Composition, root: YamlNode | None = None
) -> Iterator[tuple[str, Diagnostic]]:
    """The facts that are missing, then every 【待补：…】 in the outline's own texts (importing
    leaves them): what is missing, and the remark on it, at its key where `root`, the outline's
    nodes, has one with nothing behind it."""
    empty = dict(_empty_keys(root)) if composed.missing else {}
    for missing in composed.missing:
        gap = replace(missing, span=empty.get((*_corner(missing.span), missing.key), missing.span))
        said, hint = f"缺少“{gap.key}”，稿中印作【待补：{gap.key}】", f"在这里补上  {gap.key}: …"
        line = outline.line_at(gap.span)
        yield gap.key, warning(gap.span, "missing-fact", said, hint, line)
    for value in outline.values.values():
        for text in texts_in(value):
            for found in re.finditer(GAP, text) if "【待补" in text else ():
                place = locate(text, *found.span()) or Span(outline.file)
                said, hint = f"“{found[0]}”还没有补上", "换成实际的内容"
                line = outline.line_at(place)
                yield found[1] or UNNAMED, warning(place, "missing-fact", said, hint, line)


def overdue(outline: Outline) -> Iterator[Diagnostic]:
    """What is to be done by a day that is not after the meeting that decided it."""
    meeting = outline.values.get("会议")
    held = meeting.get("日期") if isinstance(meeting, Facts) else None
    if not isinstance(held, Date) or not held.iso:
        return
    for items in outline.values.values():
        for one in items if isinstance(items, tuple) else ():
            due = one.get("时限") if isinstance(one, Facts) else None
            if isinstance(due, Date) and "" < due.iso <= held.iso:
                said, at = f"时限{due}不在会议（{held}）之后", place_of(due)
                yield warning(at, "outline-overdue", said, "核对时限", outline.line_at(at))


def _empty_keys(node: YamlNode | None) -> Iterator[tuple[tuple[int, int, str], Span]]:
    """Where the mapping begins and the name of every key that has nothing behind it, and where
    that key stands."""
    if isinstance(node, SequenceNode):
        for one in node.items:
            yield from _empty_keys(one)
    if isinstance(node, MappingNode):
        for key, value in node.pairs:
            if isinstance(value, ScalarNode) and not value.text.strip():
                yield (*_corner(node.span), key.text), key.span
            yield from _empty_keys(value)


def _corner(span: Span) -> tuple[int, int]:
    return span.line, span.column


def unfilled(loaded: Loaded, file: str) -> Iterator[Diagnostic]:
    """One word on the places of an outline that only a table fills."""
    if any("{" in line or "｛" in line for line in loaded.lines):
        found = list(places_in(loaded.root))
        for name, span in found[:1]:
            count = f"等 {len(found)} 处" if len(found) > 1 else ""
            said = f"“{{{name}}}”{count}照原样印出：要一张表格里的一列来填"
            hint = "批量起草：speechgen draft 提纲.yaml --data 名单.xlsx -o 信函/"
            yield info(span, "outline-unfilled", said, hint, line_of(span, file, loaded.lines))
