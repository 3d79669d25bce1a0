"""Is the draft of an imported outline the text it came from? Line by line, with a reason.

Owns folding (spaces, full and half width, blanks) and the alignment of two texts. Must not know
how either was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Final
from unicodedata import normalize

from speechgen.align import differing
from speechgen.diagnostics import Diagnostic, Severity, Span
from speechgen.document import ON_LINES, Document, Item, Para, Picture, Table, emphatic, plain
from speechgen.frozen import frozen
from speechgen.readers.reading import CHANGES, Reading
from speechgen.text import by_emphasis
from speechgen.writers.text import line_of

_GAP: Final = re.compile(r"【待补[：:]([^【】\n]*)】")
_DATE_LINE: Final = re.compile(r"^\((\d{4}年\d{1,2}月(?:\d{1,2}日)?)\)$")
_BLANKS: Final = re.compile(r"[\s\u200b\ufeff]+")
_FULL_WIDTH: Final = (*range(0xFF01, 0xFF5F), *map(ord, "﹙﹚﹕"))
_ONE_SIGN: Final = (*range(ord("㈠"), ord("㈩") + 1), *range(ord("⑴"), ord("⒛") + 1))
_FOLDED: Final = {at: normalize("NFKC", chr(at)) for at in (*_FULL_WIDTH, *_ONE_SIGN)}
"""What is compared by the plain characters it stands for: ．by a dot, ⒈ by 1 and a dot."""


@frozen
class Difference:
    """A place where the draft is not the source: both texts (empty where one has none).

    `what` (Chinese) is how the reader itself changed the text there, which a note of its own tells:
    joined, left out, given a placeholder. `fatal`: the outline does not draft, `drafted` says why.
    """

    span: Span
    source: str
    drafted: str
    what: str = ""
    fatal: bool = False


def fold(text: str) -> str:
    """`text` as it is compared: no spaces, half width, blanks by the source's own mark."""
    text = _BLANKS.sub("", _GAP.sub(r"\1", text).translate(_FOLDED))
    return _DATE_LINE.sub(r"\1", text)


_CELL: Final = "\ue000"
"""Parts the cells of a row, and tells it from a line of text; no text is compared by it."""


def table_lines(table: Table) -> list[str]:
    """The lines of a table: its title, then its rows, cells kept apart; the first row says that a
    table begins."""
    rows = (_CELL.join(("", *(cell.replace(_CELL, "") for cell in row))) for row in table.rows)
    lines = [_CELL * (not at) + row.replace("\n", " ") for at, row in enumerate(rows)]
    return [table.title, *lines] if table.title else lines


def source_lines(reading: Reading) -> list[tuple[str, Span]]:
    """The lines of the source that an outline should give back, with their places."""
    lines: list[tuple[str, Span]] = []
    for passage in reading.passages:
        if passage.kind == "noise":
            continue
        text: str = passage.text
        if isinstance(passage.figure, Table):
            text = "\n".join(table_lines(passage.figure))
        elif isinstance(passage.figure, Picture):
            text = picture_text(passage.figure)
        elif not text.startswith(passage.label):
            text = passage.label + text
        lines += [(piece, passage.place()) for piece in text.split("\n") if fold(piece)]
    return lines


def picture_text(picture: Picture) -> str:
    """A picture as it is compared: its title, and the file that an outline can show it by."""
    return " ".join(filter(None, (line_of(picture), picture.file)))


def drafted_lines(document: Document) -> list[str]:
    """The lines of a draft, a title's wanted breaks apart."""
    lines: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            lines += table_lines(block)
        elif isinstance(block, Picture):
            lines.append(picture_text(block))
        elif isinstance(block, Para) and block.role in ON_LINES:
            lines += block.text.split("\n")
        else:
            lines.append(plain(block))
    return [line for line in lines if fold(line)]


def differences(reading: Reading, drafted: Document) -> list[Difference]:
    """Where the draft of a reading's outline is not the reading's text, and where the reading is
    not its file's: what was joined, given a placeholder, or left out and may be missed.

    A title that the source does not have, and that the outline must, is no difference.
    """
    lines = drafted_lines(drafted)
    if not reading.title and lines and lines[0].startswith("【待补"):
        lines = lines[1:]
    left = [note for note in reading.residue if note.severity is not Severity.INFO]
    changed = [
        *_changes("断行接成一段", reading.joins),
        *_changes("空处写成【待补】", reading.placeholders),
        *_changes("没有收入", left),
        *(one for each in reading.doubts for one in _changes(CHANGES.get(each.rule, ""), [each])),
    ]
    return [
        *changed,
        *compare(source_lines(reading), lines),
        *_unemphasised(reading.document, drafted),
        *_flattened(reading.document, drafted),
    ]


def _unemphasised(source: Document, drafted: Document) -> Iterator[Difference]:
    """Bold words that are not bold in the draft, and the other way round."""
    ours, theirs = _emphases(source), _emphases(drafted)
    for left, right in differing(ours, theirs):
        yield from (Difference(Span(), f"加粗“{ours[at]}”", "（没有加粗）") for at in left)
        yield from (Difference(Span(), "（没有加粗）", f"加粗“{theirs[at]}”") for at in right)


def _changes(what: str, notes: Sequence[Diagnostic]) -> Iterator[Difference]:
    """What the reader itself changed; nothing if that is no difference."""
    yield from (Difference(note.span, "", note.message, what) for note in notes if what)


def _flattened(source: Document, drafted: Document) -> Iterator[Difference]:
    """Headings that nothing but their look tells, and that are paragraphs in the draft."""
    ours, theirs = _bare_headings(source), _bare_headings(drafted)
    for left, _ in differing(
        [fold(plain(each)) for each in ours], [fold(plain(each)) for each in theirs]
    ):
        for at in left:
            yield Difference(
                ours[at].span or Span(), f"标题“{plain(ours[at])}”", "（成了普通段落）"
            )


def _bare_headings(document: Document) -> list[Item]:
    return [
        block
        for block in document.blocks
        if isinstance(block, Item) and block.heading and not (block.label or block.body)
    ]


def _emphases(document: Document) -> list[str]:
    texts = (plain(document.blocks[at]) for at in sorted(emphatic(document)))
    return [fold(part) for text in texts for part, _, bold in by_emphasis(text) if bold]


def _shown(line: str) -> str:
    """A line as it is told: cells by tabs."""
    return line.lstrip(_CELL).replace(_CELL, "\t")


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
            shown = "" if b is None else str(drafted[b])
            found.append(Difference(span, _shown(str(text)), _shown(shown)))
    return _moved(found)


def _moved(found: Sequence[Difference]) -> list[Difference]:
    """The differences with a line that is missing in one place and stands in another as one."""
    missing = {fold(one.source): at for at, one in enumerate(found) if not one.drafted}
    added = {fold(one.drafted): at for at, one in enumerate(found) if not one.source}
    pairs = {missing[text]: at for text, at in added.items() if text in missing}
    gone = set(pairs.values())
    return [
        replace(one, drafted="（移到了别处）") if at in pairs else one
        for at, one in enumerate(found)
        if at not in gone
    ]
