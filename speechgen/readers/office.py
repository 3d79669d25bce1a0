"""Old and foreign word-processor files (.doc .wps .odt .rtf), by way of a DOCX from LibreOffice.

Must not know how LibreOffice is found or run, nor what a DOCX says.
"""

from __future__ import annotations

from typing import Final

from speechgen import office
from speechgen.diagnostics import Span, refusal
from speechgen.readers import docx
from speechgen.readers.reading import Reading, SourceLine

_OLE: Final = b"\xd0\xcf\x11\xe0"
_TEXT_OF_WORD: Final = "WordDocument".encode("utf-16-le")
"""The stream in which Word's and WPS's old files hold their text."""


def _converted(file: str, data: bytes) -> bytes:
    """The file as a DOCX. Raises SpeechError for one of the old form without its text: a converter
    would take its bytes for one."""
    if data.startswith(_OLE) and _TEXT_OF_WORD not in data:
        said = "这个文件里没有文稿，或者已经损坏"
        hint = "用 Word 或 WPS 打开看看；能打开就另存为 .docx"
        raise refusal(Span(file), "office-failed", said, hint)
    return office.convert(data, file, "docx")


def read(file: str, data: bytes) -> tuple[Reading, ...]:
    """The documents in the file, as `docx.read` gives them. Raises SpeechError where LibreOffice is
    missing or fails."""
    return docx.read(file, _converted(file, data))


def lines(file: str, data: bytes) -> list[SourceLine]:
    """The paragraphs and tables of the file as they stand. Raises SpeechError like `read`."""
    return docx.lines(file, _converted(file, data))
