"""What a draft depends on beside its outline.

The same whether one outline is drafted or a million rows. Must not know where options come from.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import field

from speechgen.defaults import Defaults
from speechgen.frozen import frozen

PathLike = str | os.PathLike[str]


@frozen
class Options:
    """The options of a draft: the documented ones of `draft()` and `Draft.printed()`, and what is
    made of the draft: its format, and whether a gap in it is an error."""

    values: dict[str, str] = field(default_factory=dict)
    templates: Sequence[PathLike] = ()
    layout: str = ""
    numbering: str = ""
    live: bool | None = None
    reference: PathLike | None = None
    defaults: Defaults = field(default_factory=Defaults)
    format: str = "docx"
    strict: bool = False

    @property
    def kind(self) -> str:
        """The meeting type that the values ask for; how the outline is read depends on it."""
        return self.values.get("类型") or self.values.get("type", "")
