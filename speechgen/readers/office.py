"""Old and foreign word-processor files (.doc .wps .odt .rtf), by way of a DOCX from LibreOffice.

Must not know how LibreOffice is found or run, nor what a DOCX says.
"""

from __future__ import annotations

from speechgen import office
from speechgen.readers import docx
from speechgen.readers.reading import Reading, SourceLine


def read(file: str, data: bytes) -> tuple[Reading, ...]:
    """The documents in the file, as `docx.read` gives them. Raises SpeechError where LibreOffice is
    missing or fails."""
    return docx.read(file, office.convert(data, file, "docx"))


def lines(file: str, data: bytes) -> list[SourceLine]:
    """The paragraphs and tables of the file as they stand. Raises SpeechError like `read`."""
    return docx.lines(file, office.convert(data, file, "docx"))
