"""Numbering: labels to numbers and back.

Owns the counters (`counters`), the patterns and schemes that write labels (`scheme`) and the
recognition of a label at the start of a text (`labels`, which no draft imports without need).
Must not know documents, outlines or files: everything here is strings and numbers.
"""

from speechgen.numbering.counters import COUNTERS as COUNTERS
from speechgen.numbering.counters import STARTS as STARTS
from speechgen.numbering.counters import chinese as chinese
from speechgen.numbering.counters import counted as counted
from speechgen.numbering.counters import numbers_in as numbers_in
from speechgen.numbering.counters import parse_chinese as parse_chinese
from speechgen.numbering.scheme import FALLBACK as FALLBACK
from speechgen.numbering.scheme import NONE as NONE
from speechgen.numbering.scheme import RUN_ON as RUN_ON
from speechgen.numbering.scheme import Pattern as Pattern
from speechgen.numbering.scheme import Scheme as Scheme
from speechgen.numbering.scheme import family_labels as family_labels
from speechgen.numbering.scheme import overflow as overflow
from speechgen.numbering.scheme import printed_labels as printed_labels
