"""Text as XML can hold it.

Owns escaping. Must not know documents' shapes.
"""

from __future__ import annotations

import re
from typing import Final

from speechgen.document import FORBIDDEN

REPLACEMENT: Final = "\ufffd"


def escaped(text: str) -> str:
    """`text` for an element's content or a double-quoted attribute; U+FFFD for the forbidden."""
    if not text.isprintable():  # true of everything forbidden, and cheaper to ask
        text = re.sub(FORBIDDEN, REPLACEMENT, text)
    if "&" in text or "<" in text or ">" in text or '"' in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        text = text.replace('"', "&quot;")
    return text
