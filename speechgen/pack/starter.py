"""The meeting file to start from. Owns where it lies; must not know what it says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from speechgen import files
from speechgen.library import builtin_templates
from speechgen.source import decode

_FILE: Final = "_pack/starter.yaml"


def starter(roots: Sequence[Path]) -> str:
    """The commented meeting file of the first template folder that has one."""
    found = [root / _FILE for root in (*roots, builtin_templates())]
    first = next(file for file in found if files.is_file(file))
    return decode(files.read_bytes(first), str(first))[0]
