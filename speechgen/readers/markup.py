"""The mark-up that section templates emit, read into marked lines.

Four rules: `# 题` opens level 1 (`## 题｜文` with run-in body, and so on); `- 题｜文` is an
enumeration item of the level below the current heading; `@称谓 …` gives a paragraph a role
(`@表 甲｜乙` opens a table by its header, `@行 甲｜乙` adds a row);
anything else is a paragraph, and a blank line separates. Printed values stand in the stream as
references, so nothing a user wrote can become structure. Must not know what a value is.
"""

import re
from collections.abc import Iterator
from typing import Final

from speechgen.frozen import frozen

REFERENCE_START: Final = "\ue000"
REFERENCE_END: Final = "\ue001"
SPLIT: Final = "｜"

_REFERENCE: Final = re.compile(f"{REFERENCE_START}(\\d+){REFERENCE_END}")
_HEADING: Final = r"(?s)(#{1,9})\s*(.*)"  # as text: compiled when a line begins so
_ITEM: Final = r"(?s)[-－]\s+(.*)|[-－](?=\ue000)(.*)"
_ROLE: Final = r"(?s)@([\w-]+)\s*(.*)"

TextOrReference = str | int
"""A piece of a marked line: literal template text, or the number of a printed value."""


@frozen
class Marked:
    """One block of the stream. `kind` is `heading` (with `level`), `item`, `role` (with `role`,
    the word behind @, and `cells`, its text split at every ｜) or `para`; `body` is None where
    there was no ｜."""

    kind: str
    head: tuple[TextOrReference, ...]
    body: tuple[TextOrReference, ...] | None = None
    level: int = 0
    role: str = ""
    cells: tuple[tuple[TextOrReference, ...], ...] = ()


def reference(number: int) -> str:
    """What stands in the stream for the value with that number."""
    return f"{REFERENCE_START}{number}{REFERENCE_END}"


def read_markup(stream: str) -> Iterator[Marked]:
    """The blocks of a template's output, in order. Raises ValueError for a reference that a
    template cut in two."""
    pending = ""  # the lines of a paragraph
    for raw in (*stream.split("\n"), ""):
        line = raw.strip()
        marked = _opening(line) if line else None
        if (marked or not line) and pending:
            yield Marked("para", _parts(pending))
            pending = ""
        if marked:
            yield marked
        elif line:
            latin = pending and pending[-1].isascii() and line[0].isascii()
            pending += f" {line}" if latin else line  # between Chinese lines no space


def _opening(line: str) -> Marked | None:
    """The block a line opens by its mark; None for a line of a paragraph."""
    first = line[0]
    if first == "#" and (found := re.fullmatch(_HEADING, line)):
        return Marked("heading", *_split(found[2]), level=len(found[1]))
    if first in "-－" and (found := re.fullmatch(_ITEM, line)):
        return Marked("item", *_split(found[1] or found[2]))
    if first == "@" and (found := re.fullmatch(_ROLE, line)):
        cells = tuple(_parts(cell.strip()) for cell in found[2].split(SPLIT))
        return Marked("role", _parts(found[2]), role=found[1], cells=cells)
    return None


def _split(text: str) -> tuple[tuple[TextOrReference, ...], tuple[TextOrReference, ...] | None]:
    head, mark, body = text.partition(SPLIT)
    return _parts(head.strip()), _parts(body.strip()) if mark else None


def _parts(text: str) -> tuple[TextOrReference, ...]:
    pieces = _REFERENCE.split(text)
    if any(REFERENCE_START in piece or REFERENCE_END in piece for piece in pieces[::2]):
        raise ValueError("模板把一个值截断了")
    return tuple(int(piece) if at % 2 else piece for at, piece in enumerate(pieces) if piece)
