"""Layouts (版式): how a document looks on paper, as data read from `templates/_layouts/*.yaml`.

The public face of the folder: model (the values), units (三号, 37mm …), names (the Word styles
that writer and reader share), keys and reading (YAML -> Layout), memory. Must not know documents.
"""

from __future__ import annotations

from speechgen.layout.memory import read_layout
from speechgen.layout.model import HEADING_LOOKS, LOOKS, Layout, Look, PageNumber, Paper
from speechgen.layout.units import Gap, Indent, Leading, Rule

__all__ = [
    "HEADING_LOOKS",
    "LOOKS",
    "Gap",
    "Indent",
    "Layout",
    "Leading",
    "Look",
    "PageNumber",
    "Paper",
    "Rule",
    "read_layout",
]
