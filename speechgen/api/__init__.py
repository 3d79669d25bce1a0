"""The library's front door: `draft()` and what it returns; no printing, no sys.exit.

Must not know arguments, consoles or exit codes.
"""

from speechgen.api.drafted import Draft, MissingFact, format_of, undisturbed
from speechgen.api.drafting import (
    MAX_OUTLINE,
    Laid,
    Opened,
    draft,
    draft_as,
    draft_tree,
    open_outline,
    read_outline,
    search_roots,
)
from speechgen.api.options import Options, PathLike

__all__ = [
    "MAX_OUTLINE",
    "Draft",
    "Laid",
    "MissingFact",
    "Opened",
    "Options",
    "PathLike",
    "draft",
    "draft_as",
    "draft_tree",
    "format_of",
    "open_outline",
    "read_outline",
    "search_roots",
    "undisturbed",
]
