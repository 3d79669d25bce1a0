"""What changed between two papers, as a Word file with tracked changes.

Owns how an outline, a text or a Word file becomes the two DOCX files that are compared, and the
file's own mends as tracked changes. Must not know arguments, consoles or exit codes.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from speechgen import files
from speechgen.api import PathLike, search_roots
from speechgen.api.checking import OUTLINES, date_in
from speechgen.api.drafting import draft
from speechgen.api.layouts import PLAIN, layout_of, one_file
from speechgen.diagnostics import SpeechError
from speechgen.document import Document
from speechgen.edit.redline import Redline, counts_itself, redline
from speechgen.readers import MAX_BYTES, read_bytes

_ZIP: Final = b"PK\x03\x04"


def tracked(before: PathLike, after: PathLike, *, templates: Sequence[PathLike] = ()) -> Redline:
    """`after` on the paper of `before`, what differs as tracked changes: accepting all gives the
    one's text, rejecting all the other's. Either is an outline, a DOCX or anything that `read`
    takes. Raises SpeechError. Prints nothing."""
    old, date = _word_file(before, templates)
    new, later = _word_file(after, templates, beside=old)
    return redline(old, new, (os.fspath(before), os.fspath(after)), later or date)


def _word_file(
    path: PathLike, templates: Sequence[PathLike], beside: bytes = b""
) -> tuple[bytes, str]:
    """A paper as DOCX, and its date (ISO) if it says one: a Word file is what it is, an outline is
    drafted (numbered as the file `beside` is), any other text printed on plain paper."""
    file = os.fspath(path)
    if Path(file).suffix.lower() in OUTLINES:
        live = counts_itself(beside) if beside else None
        made = draft(path, templates=templates).printed(live=live)
        return made.to("docx"), made.document.date
    data = files.read_bytes(Path(file), MAX_BYTES)
    documents: list[Document] = []
    try:
        documents += [reading.document for reading in read_bytes(file, data)]
    except SpeechError:  # without a word: a Word file all the same
        if not data.startswith(_ZIP):
            raise
    date = documents[0].date or date_in(documents[0]) if documents else ""
    if data.startswith(_ZIP):
        return data, date
    return one_file(documents, layout_of(PLAIN, search_roots(templates))), date
