"""What the options of a batch ask for. Must not know how they are typed nor what they do."""

from __future__ import annotations

from pathlib import Path

from speechgen.frozen import frozen


@frozen
class Many:
    """What the options of a batch ask for; all at their defaults: no batch."""

    rows: Path | None = None
    sheet: str = ""
    name: str = ""
    number_names: bool = False
    jobs: int = 0
    scheduler: str = ""
    resume: bool = False
    dry_run: bool = False
    fail_fast: bool = False
    summary: Path | None = None
