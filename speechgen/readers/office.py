"""Old and foreign word-processor files (.doc .wps .odt .rtf), by way of a DOCX from LibreOffice.

Must not know how LibreOffice is found or run, nor what a DOCX says.
"""

from __future__ import annotations

from speechgen import office
from speechgen.readers.docx import read as read_docx
from speechgen.readers.reading import Reading


def read(file: str, data: bytes) -> tuple[Reading, ...]:
    """The documents in the file. Raises SpeechError where LibreOffice is missing or fails."""
    return read_docx(file, office.convert(data, file, "docx"))
