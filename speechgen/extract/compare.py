"""Is the draft of an imported outline the text it came from? Line by line, with a reason.

Owns folding (spaces, full and half width, blanks) and the alignment of two texts. Must not know
how either was made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import Final
from unicodedata import normalize

from speechgen.align import differing
from speechgen.diagnostics import Span
from speechgen.document import TITLES, Document, Para, Table, plain
from speechgen.frozen import frozen
from speechgen.readers.reading import Reading

_GAP: Final = re.compile(r"【待补[：:]([^【】\n]*)】")
_DATE_LINE: Final = re.compile(r"^\((\d{4}年\d{1,2}月(?:\d{1,2}日)?)\)$")
_BLANKS: Final = re.compile(r"[\s\u200b\ufeff]+")
_FULL_WIDTH: Final = (*range(0xFF01, 0xFF5F), *map(ord, "﹙﹚﹕"))
_ONE_SIGN: Final = (*range(ord("㈠"), ord("㈩") + 1), *range(ord("⑴"), ord("⒛") + 1))
_FOLDED: Final = {at: normalize("NFKC", chr(at)) for at in (*_FULL_WIDTH, *_ONE_SIGN)}
"""What is compared by the plain characters it stands for: ．by a dot, ⒈ by 1 and a dot."""


@frozen
class Difference:
    """A place where the draft is not the source: both texts (empty where one has none)."""

    span: Span
    source: str
    drafted: str


def fold(text: str) -> str:
    """`text` as it is compared: no spaces, half width, blanks by the source's own mark."""
    text = _BLANKS.sub("", _GAP.sub(r"\1", text).translate(_FOLDED))
    return _DATE_LINE.sub(r"\1", text)


def source_lines(reading: Reading) -> list[tuple[str, Span]]:
    """The lines of the source that an outline should give back, with their places."""
    lines: list[tuple[str, Span]] = []
    for passage in reading.passages:
        if passage.kind == "noise":
            continue
        text: str = passage.text
        if passage.table is not None:
            text = "\n".join("\t".join(row) for row in passage.table.rows)
        elif not text.startswith(passage.label):
            text = passage.label + text
        lines += [(piece, passage.place()) for piece in text.split("\n") if fold(piece)]
    return lines


def drafted_lines(document: Document) -> list[str]:
    """The lines of a draft, a title's wanted breaks apart."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            lines += ["\t".join(row) for row in block.rows]
        elif isinstance(block, Para) and block.role in (*TITLES, "subtitle"):
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
    ours, theirs = [fold(text) for text, _ in source], list(map(fold, drafted))
    found: list[Difference] = []
    for left, right in differing(ours, theirs):
        span = source[min(left.start, len(source) - 1)][1] if source else Span()
        for a, b in zip_longest(left, right):
            if a is not None and b is not None and ours[a] == theirs[b]:
                continue
            text, span = ("", span) if a is None else source[a]
            found.append(Difference(span, str(text), "" if b is None else str(drafted[b])))
    return found
