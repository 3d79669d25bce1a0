"""What of a printed file has which role: the readers' judgement laid over the file's looks.

Owns how a place of a reading finds its characters in the file, and which blanks are gaps. Must not
know layouts as files, nor how looks are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from speechgen.document import TITLE_BLOCK, Block, Document, Item, Para, Picture, Table
from speechgen.layout.names import BUILT_IN_LEVELS, PARAGRAPHS
from speechgen.readers.docx.effective import Typeface
from speechgen.readers.docx.seen import SeenFile, SeenParagraph
from speechgen.text import origins_of

_OURS: Final = {style.name: role for role, style in PARAGRAPHS.items() if not style.name.isascii()}
"""The styles that no other program makes: what they say outranks a reader's guess."""

Faces = tuple[tuple[str, Typeface], ...]


class Sighting(NamedTuple):
    """Characters of one role. `paragraph` is given where they decide how the whole is set; `gap`
    says that it stands under the title block."""

    role: str
    faces: Faces
    paragraph: SeenParagraph | None = None
    gap: bool = False


def sightings(documents: Iterable[Document], file: SeenFile) -> Iterator[Sighting]:
    """Every look that a role has in a file, in order."""
    by_number = {one.number: one for one in file.paragraphs}
    for document in documents:
        last = ""
        for block in document.blocks:
            for seen in _of_block(block, by_number):
                one = seen
                if seen.paragraph is not None:
                    under = last in TITLE_BLOCK and seen.role not in TITLE_BLOCK
                    one = seen._replace(gap=under)
                    last = seen.role
                yield one
    for table in file.tables:
        for cell in table.cells:
            yield Sighting("table", cell.runs, cell)
        for cell in table.header:
            yield Sighting("table-header", cell.runs, cell)


def _of_block(block: Block, file: dict[int, SeenParagraph]) -> Iterator[Sighting]:
    match block:
        case Para(text=text, role=role):
            yield from _whole(text, role, file)
        case Item(heading=True, level=level, head=head, body=body):
            role = f"heading-{level}" if level <= BUILT_IN_LEVELS else "body"
            if not (body or block.entries):
                yield from _whole(head, role, file)
                return
            for number, faces in _stretches(head, file):
                yield Sighting(role, faces, None if role != "body" else file[number])
            for number, faces in _stretches(body, file):
                yield Sighting("body", faces, file[number])
        case Item(head=head, body=body):
            yield from _whole(head or body, "body", file)
        case Picture(title=title):
            yield from _whole(title, "caption", file)
        case Table(title=title):
            yield from _whole(title, "caption", file)


def _whole(text: str, role: str, file: dict[int, SeenParagraph]) -> Iterator[Sighting]:
    """The paragraphs that a text of one role stands in, each once."""
    for number in dict.fromkeys(span.line for _, span in origins_of(text) if span.line):
        one = file.get(number)
        if one is not None:
            yield Sighting(_OURS.get(one.style, role), one.runs, one)


def _stretches(text: str, file: dict[int, SeenParagraph]) -> Iterator[tuple[int, Faces]]:
    """The characters of a text that stand in the file as the text has them, with the number of
    their paragraph."""
    origins = origins_of(text)
    for at, (start, span) in enumerate(origins):
        end = origins[at + 1][0] if at + 1 < len(origins) else len(text)
        one = file.get(span.line)
        if one is not None and span.column:
            faces = _cut(one, span.column - 1, end - start)
            if "".join(piece for piece, _ in faces) == text[start:end]:
                yield span.line, faces


def _cut(paragraph: SeenParagraph, start: int, length: int) -> Faces:
    found: list[tuple[str, Typeface]] = []
    at = 0
    for text, face in paragraph.runs:
        piece = text[max(0, start - at) : max(0, start + length - at)]
        if piece:
            found.append((piece, face))
        at += len(text)
    return tuple(found)
