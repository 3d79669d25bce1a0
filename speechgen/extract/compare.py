"""Is the draft of an imported outline the text it came from? Line by line, with a reason.

Owns folding (spaces, full and half width, blanks) and the alignment of two texts. Must not know
how either was made.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Final

from speechgen.diagnostics import Span
from speechgen.document import Document, Para, Table, plain
from speechgen.frozen import frozen
from speechgen.readers.reading import Reading

_GAP: Final = re.compile(r"【待补[：:]([^【】\n]*)】")
_DATE_LINE: Final = re.compile(r"^\((\d{4}年\d{1,2}月(?:\d{1,2}日)?)\)$")
_BLANKS: Final = re.compile(r"[\s\u200b\ufeff]+")
_FOLD: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord("．"): ".",
    ord("﹙"): "(",
    ord("﹚"): ")",
    ord("﹕"): ":",
}
_SINGLE: Final = (
    {
        symbol: f"({name})"
        for symbol, name in zip("㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩", "一二三四五六七八九十", strict=True)
    }
    | {chr(0x2474 + at): f"({at + 1})" for at in range(20)}
    | {chr(0x2488 + at): f"{at + 1}." for at in range(20)}
)
_FOLD_ALL: Final = str.maketrans({**{chr(k): v for k, v in _FOLD.items()}, **_SINGLE})
_MOST: Final = 4_000  # lines aligned by likeness; beyond, line by line


@frozen
class Difference:
    """A place where the draft is not the source: both texts (empty where one has none)."""

    span: Span
    source: str
    drafted: str


def fold(text: str) -> str:
    """`text` as it is compared: no spaces, half width, blanks by the source's own mark."""
    text = _BLANKS.sub("", _GAP.sub(r"\1", text).translate(_FOLD_ALL))
    return _DATE_LINE.sub(r"\1", text)


def source_lines(reading: Reading) -> list[tuple[str, Span]]:
    """The lines of the source that an outline should give back, with their places."""
    lines: list[tuple[str, Span]] = []
    for passage in reading.passages:
        if passage.kind == "noise":
            continue
        texts = [passage.text]
        if isinstance(passage.table, Table):
            texts = ["\t".join(row) for row in passage.table.rows]  # type: ignore[misc]
        elif passage.label and not passage.text.startswith(passage.label):
            texts = [passage.label + passage.text]  # type: ignore[list-item]
        for text in texts:
            lines += [(piece, passage.place()) for piece in text.split("\n") if fold(piece)]
    return lines


def drafted_lines(document: Document) -> list[str]:
    """The lines of a draft, a title's wanted breaks apart."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            lines += ["\t".join(row) for row in block.rows]
        elif isinstance(block, Para) and block.role in ("title", "subtitle"):
            lines += block.text.split("\n")
        else:
            lines.append(plain(block))
    return [line for line in lines if fold(line)]


def differences(reading: Reading, drafted: Document) -> list[Difference]:
    """Where the draft of a reading's outline is not the reading's text.

    A title that the source does not have, and that the outline must, is no difference.
    """
    lines = drafted_lines(drafted)
    if not reading.title and lines and lines[0].startswith("【待补"):
        lines = lines[1:]
    return compare(source_lines(reading), lines)


def compare(source: Sequence[tuple[str, Span]], drafted: Sequence[str]) -> list[Difference]:
    """Every line in which the two texts differ once folded, in order."""
    ours = [fold(text) for text, _ in source]
    theirs = [fold(text) for text in drafted]
    start = 0
    while start < min(len(ours), len(theirs)) and ours[start] == theirs[start]:
        start += 1
    end = 0
    while end < min(len(ours), len(theirs)) - start and ours[-1 - end] == theirs[-1 - end]:
        end += 1
    stop_ours, stop_theirs = len(ours) - end, len(theirs) - end
    if start == stop_ours and start == stop_theirs:
        return []
    found: list[Difference] = []
    for a, b, c, d in _changed(ours[start:stop_ours], theirs[start:stop_theirs]):
        found += _pairs(source, drafted, range(start + a, start + b), range(start + c, start + d))
    return found


def _changed(ours: list[str], theirs: list[str]) -> list[tuple[int, int, int, int]]:
    if len(ours) + len(theirs) > _MOST:
        return [
            (at, min(at + 1, len(ours)), min(at, len(theirs)), min(at + 1, len(theirs)))
            for at in range(max(len(ours), len(theirs)))
            if ours[at : at + 1] != theirs[at : at + 1]
        ]
    matcher = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
    return [(a, b, c, d) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def _pairs(
    source: Sequence[tuple[str, Span]], drafted: Sequence[str], ours: range, theirs: range
) -> list[Difference]:
    found: list[Difference] = []
    last = source[min(ours.start, len(source) - 1)][1] if source else Span()
    for at in range(max(len(ours), len(theirs))):
        text, span = source[ours[at]] if at < len(ours) else ("", last)
        last = span
        found.append(
            Difference(span, str(text), str(drafted[theirs[at]]) if at < len(theirs) else "")
        )
    return found
