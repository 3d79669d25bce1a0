"""The library's front door: `draft()` and what it returns; no printing, no sys.exit.

Must not know arguments, consoles or exit codes.
"""

from speechgen.api.drafted import (
    MAX_REFERENCE,
    NAME_KEYS,
    Draft,
    MissingFact,
    PathLike,
    undisturbed,
)
from speechgen.api.drafting import (
    MAX_OUTLINE,
    Laid,
    Opened,
    draft,
    draft_tree,
    open_outline,
    read_outline,
    search_roots,
)

__all__ = [
    "MAX_OUTLINE",
    "MAX_REFERENCE",
    "NAME_KEYS",
    "Draft",
    "Laid",
    "MissingFact",
    "Opened",
    "PathLike",
    "draft",
    "draft_tree",
    "open_outline",
    "read_outline",
    "search_roots",
    "undisturbed",
]
