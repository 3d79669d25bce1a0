"""Text as XML can hold it.

Owns escaping and the characters no XML 1.0 file may contain. Must not know documents' shapes
beyond their plain text.
"""

from __future__ import annotations

import re
from typing import Final

from speechgen.document import Block, Document, plain

FORBIDDEN: Final = "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
REPLACEMENT: Final = "\ufffd"


def unwritable(document: Document) -> list[tuple[Block, int, str]]:
    """The characters that a DOCX cannot hold: (block, offset in `plain(block)`, character).

    The writer puts U+FFFD in their place; whoever calls it reports them.
    """
    return [
        (block, found.start(), found[0])
        for block in document.blocks
        for found in re.finditer(FORBIDDEN, plain(block))
    ]


def escaped(text: str) -> str:
    """`text` for an element's content or a double-quoted attribute; U+FFFD for the forbidden."""
    if not text.isprintable():  # true of everything forbidden, and cheaper to ask
        text = re.sub(FORBIDDEN, REPLACEMENT, text)
    if "&" in text or "<" in text or ">" in text or '"' in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        text = text.replace('"', "&quot;")
    return text
