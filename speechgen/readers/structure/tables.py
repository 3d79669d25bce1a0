"""The tables beside this module: words and signs, a row a line, cells apart by tabs.

Must not know what the rows mean.
"""

from __future__ import annotations

from pathlib import Path


def rows(name: str) -> list[list[str]]:
    """The rows of a table; lines that begin with `#` explain it."""
    text = Path(__file__).with_name(name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
