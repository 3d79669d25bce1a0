"""The everyday `draft` command lines, read without typer: that saves a third of a draft's time.

Owns which command lines those are. All others, and everything that could be a slip, are typer's:
what is read here means there the same. Must not know what a draft does.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Final

from speechgen.cli.drafting import STDOUT, Asked

_VALUED: Final = {"-o": "output", "--output": "output", "-f": "format", "--format": "format"}
_SWITCHES: Final = {"--force": "force"}
_COMPLETION: Final = "_SPEECHGEN_COMPLETE"


def everyday(arguments: Sequence[str]) -> Asked | None:
    """`draft 提纲… [-o 路径] [-f 格式] [--force]`, each option at most once; None for all else."""
    if arguments[:1] != ["draft"] or _COMPLETION in os.environ:
        return None
    outlines: list[str] = []
    options: dict[str, Any] = {}
    left = iter(arguments[1:])
    for word in left:
        name = _VALUED.get(word) or _SWITCHES.get(word, "")
        if name in options or (not name and (not word or word.startswith("-"))):
            return None
        if not name:
            outlines.append(word)
            continue
        value = next(left, "") if word in _VALUED else True
        if not value or (isinstance(value, str) and value.startswith("-") and value != STDOUT):
            return None
        options[name] = value
    return Asked(outlines, **options) if outlines else None
