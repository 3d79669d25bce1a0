"""The PDF writer: the DOCX of a document, printed by LibreOffice.

Owns what makes two runs give the same bytes. Must not know how LibreOffice is found or run.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

from speechgen import office
from speechgen.document import Document
from speechgen.layout.model import Layout
from speechgen.paper import Printing
from speechgen.writers import docx

_DATES: Final = re.compile(rb"(/(?:CreationDate|ModDate)\s*\(D:)([^)]*)")
_IDS: Final = re.compile(rb"(/ID\s*\[\s*<)[0-9A-Fa-f]{32}(>\s*<)[0-9A-Fa-f]{32}(?=>\s*\])")
_CHECKSUM: Final = re.compile(rb"(/DocChecksum\s*/)[0-9A-Fa-f]{32}")
_FIXED_DATE: Final = b"20000101000000Z"


def write(document: Document, layout: Layout, printing: Printing = Printing()) -> bytes:
    """The document as PDF. Raises SpeechError where LibreOffice is missing, slow or fails."""
    word = docx.write(document, layout, printing._replace(marking=None))
    made = office.convert(word, "稿.docx", "pdf")
    return unclocked(made, hashlib.sha256(word).hexdigest()[:32].upper().encode())


def unclocked(pdf: bytes, mark: bytes) -> bytes:
    """The PDF without its clock: fixed dates, `mark` (32 hex digits) for its identifiers. Every
    replacement is as long as what it replaces: offsets stay right."""

    def fixed(date: re.Match[bytes]) -> bytes:
        length = len(date[2])
        return date[1] + _FIXED_DATE[:length].ljust(length)

    pdf = _IDS.sub(rb"\g<1>" + mark + rb"\g<2>" + mark, _DATES.sub(fixed, pdf))
    return _CHECKSUM.sub(rb"\g<1>" + mark, pdf)
