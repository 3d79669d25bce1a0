"""Extraction: what a reader found becomes an outline that a person could have written.

The public face of the folder: `tree` (blocks -> nodes), `shape` (each node in its shortest
form), `text` (YAML as text, quoted where it must be), `compare` (is the draft the same text?).
Must not know files, formats or the command line.
"""

from speechgen.extract.compare import Difference, compare, differences, drafted_lines, source_lines
from speechgen.extract.outline import extract, likely_type, skeleton

__all__ = [
    "Difference",
    "compare",
    "differences",
    "drafted_lines",
    "extract",
    "likely_type",
    "skeleton",
    "source_lines",
]
