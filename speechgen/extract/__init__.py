"""Extraction: what a reader found becomes an outline that a person could have written.

The public face of the folder: `tree` (blocks -> nodes), `shape` (each node in its shortest
form), `text` (YAML as text, quoted where it must be), `compare` (is the draft the same text?).
Must not know files, formats or the command line.
"""

from speechgen.extract.compare import Difference as Difference
from speechgen.extract.compare import compare as compare
from speechgen.extract.compare import differences as differences
from speechgen.extract.compare import drafted_lines as drafted_lines
from speechgen.extract.outline import extract as extract
from speechgen.extract.outline import likely_type as likely_type
from speechgen.extract.outline import skeleton as skeleton
