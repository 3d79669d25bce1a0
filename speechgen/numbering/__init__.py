"""Numbering: labels to numbers and back.

Owns the counters (`counters`), the patterns and schemes that write labels (`scheme`) and the
recognition of a label at the start of a text (`labels`). Must not know documents, outlines or
files: everything here is strings and numbers.
"""

from speechgen.numbering.counters import COUNTERS, Counter, chinese, counted, parse_chinese
from speechgen.numbering.labels import Label, recognise
from speechgen.numbering.scheme import (
    FALLBACK,
    NONE,
    RUN_ON,
    Pattern,
    Scheme,
    family_labels,
    overflow,
)

__all__ = [
    "COUNTERS",
    "FALLBACK",
    "NONE",
    "RUN_ON",
    "Counter",
    "Label",
    "Pattern",
    "Scheme",
    "chinese",
    "counted",
    "family_labels",
    "overflow",
    "parse_chinese",
    "recognise",
]
