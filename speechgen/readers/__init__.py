"""Readers: a file of any format becomes the documents it holds.

Owns the registry of formats and the limits on what is read; each format's module is imported
when it is asked for. Must not know outlines.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from speechgen.diagnostics import Span, refusal
from speechgen.files.naming import as_typed

if TYPE_CHECKING:  # templates' mark-up is read at every draft, and reads no file
    from speechgen.readers.reading import Reading, SourceLine

MAX_BYTES: Final = 100_000_000  # a DOCX with pictures; text is limited further by its decoder

Reader = Callable[[str, bytes], "tuple[Reading, ...]"]
"""Takes the file's name (for messages) and its bytes; gives the documents in it."""

READERS: Final = {
    ".txt": "speechgen.readers.text",
    ".text": "speechgen.readers.text",
    ".md": "speechgen.readers.markdown",
    ".markdown": "speechgen.readers.markdown",
    ".docx": "speechgen.readers.docx",
    ".docm": "speechgen.readers.docx",
    ".dotx": "speechgen.readers.docx",
    ".doc": "speechgen.readers.office",
    ".wps": "speechgen.readers.office",
    ".odt": "speechgen.readers.office",
    ".rtf": "speechgen.readers.office",
}
"""Suffix -> the module that reads it, by `read(file, data)` and `lines(file, data)`; to add a
format, add a row."""

_MARKDOWN: Final = (
    rb"(?m)\A\s*(?:#{1,6}[ \t]|---\s*\n)"
    rb"|^(?:[ \t]*(?:[-*+]|\d{1,2}\.)?[ \t]*\*\*[^*\n]{3,90}\*\*|#{1,6}[ \t]+\S)"
)
"""How a text opens that is Markdown, and what its lines open with; these twice at least."""
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_REFUSED: Final[tuple[tuple[bytes | tuple[bytes, ...], str, str], ...]] = (
    (
        b"%PDF",
        "这是 PDF 文件",
        "在阅读器里全选、复制文字，粘贴存成 .txt 再导入；断开的行会自动接好",
    ),
    ((b"\x89PNG", b"\xff\xd8\xff"), "这是图片", "先用识图软件取出文字，存成 .txt 再导入"),
)


def read_bytes(file: str, data: bytes, *, pasted: bool = False) -> tuple[Reading, ...]:
    """The documents in `data`; the suffix of `file` and the first bytes say how to read it.

    Tracked changes are taken as accepted. A text that was `pasted` from Markdown is read as such.
    Raises SpeechError for a format nobody reads and for a file without any text.
    """
    named = file if Path(file).suffix or not pasted else f"{file}.txt"
    module = READERS[_suffix(named, data)]
    if pasted and module == READERS[".txt"]:
        signs = [found.start() for found in islice(re.finditer(_MARKDOWN, data), 2)]
        module = READERS[".md"] if len(signs) > 1 or signs == [0] else module
    read: Reader = import_module(module).read
    readings = read(file, data)
    if not any(reading.document.blocks for reading in readings):
        left = next((note.message for reading in readings for note in reading.residue), "")
        said = f"文件里没有文稿：每一行都不像正文，{left}" if left else "文件里没有文字"
        raise refusal(Span(file), "import-empty", said, "检查是不是选错了文件")
    return readings


def read_lines(file: str, data: bytes) -> list[SourceLine]:
    """The paragraphs of `data` as they stand, one a line, nothing judged or left out: for papers
    that are no speeches. Raises SpeechError like `read_bytes`."""
    lines: list[SourceLine] = import_module(READERS[_suffix(file, data)]).lines(file, data)
    return lines


def review_of(file: str, data: bytes) -> str:
    """What a Word file holds of tracked changes and comments, for a clerk: how many in the first
    line, then each; empty where there is nothing, and for any other file. Raises SpeechError for a
    broken DOCX."""
    if not data.startswith(_ZIP) or READERS.get(Path(file).suffix.lower()) != READERS[".docx"]:
        return ""
    from speechgen.files.word import WordPackage
    from speechgen.readers.docx.revisions import read_review

    return read_review(WordPackage(data, file)).report


def _suffix(file: str, data: bytes) -> str:
    """The format by content where it is plain (a renamed file), else by suffix."""
    suffix = Path(file).suffix.lower()
    for sign, message, hint in _REFUSED:
        if data.startswith(sign):
            raise refusal(Span(file), "import-format", message, hint)
    for sign, actual in ((_ZIP, ".docx"), (_OLE, ".doc"), (b"{\\rtf", ".rtf")):
        if data.startswith(sign) and READERS.get(suffix) in (None, READERS[".txt"], READERS[".md"]):
            return actual
    if data.startswith(_ZIP) and suffix == ".doc":
        return ".docx"
    if data.startswith(_OLE) and suffix == ".docx" and "Encrypt".encode("utf-16-le") not in data:
        return ".doc"
    if suffix in (".yaml", ".yml"):
        name, made = as_typed(Path(file).name), as_typed(f"{Path(file).stem}.docx")
        hint = f"起草：speechgen draft {name} -o {made}"
        raise refusal(Span(file), "import-format", "这已经是提纲，不用导入", hint)
    if suffix not in READERS:
        known = "、".join(suffix for suffix in READERS if suffix not in (".text", ".markdown"))
        what = f"不认识的格式“{suffix}”" if suffix else "文件名没有后缀，不知道是什么格式"
        raise refusal(Span(file), "import-format", what, f"可以读 {known}")
    return suffix


__all__ = ["READERS", "Reader", "read_bytes"]
