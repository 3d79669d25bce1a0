"""The DOCX reader: a Word document as readings, its automatic numbers as Word shows them.

Owns the choice between reading styles back exactly (an untouched draft of our own) and the
core's judgement (everything else). Must not know what lines mean.
"""

from __future__ import annotations

from speechgen.files.word import WordPackage
from speechgen.readers.docx.drafts import read_draft
from speechgen.readers.docx.paragraphs import Walk
from speechgen.readers.reading import Reading, SourceLine
from speechgen.readers.structure import structure
from speechgen.readers.structure.assemble import reading_of


def lines(file: str, data: bytes) -> list[SourceLine]:
    """The paragraphs and tables of a Word file as they stand, nothing judged. Raises SpeechError
    like `read`."""
    return Walk(WordPackage(data, file), file).lines()


def read(file: str, data: bytes) -> tuple[Reading, ...]:
    """The documents in a Word file, tracked changes taken as accepted. Raises SpeechError for what
    is no DOCX or beyond the limits."""
    package = WordPackage(data, file)
    if package.sealed and (document := read_draft(package, file)) is not None:
        return (reading_of(document),)
    walk = Walk(package, file)
    return structure(walk.lines(), walk.left_out, walk.notes, solid=True)
