"""Layouts (版式): how a document looks on paper, as data read from `templates/_layouts/*.yaml`.

The public face of the folder: model (the values), units (三号, 37mm …), names (the Word styles
that writer and reader share), keys and reading (YAML -> Layout), memory. Must not know documents.
"""

from __future__ import annotations

from speechgen.layout.memory import read_layout
from speechgen.layout.model import HEADING_LOOKS, LOOKS, Layout, Look, PageNumber, PageSetup
from speechgen.layout.units import Border, Gap, Indent, Leading

__all__ = [
    "HEADING_LOOKS",
    "LOOKS",
    "Border",
    "Gap",
    "Indent",
    "Layout",
    "Leading",
    "Look",
    "PageNumber",
    "PageSetup",
    "read_layout",
]
