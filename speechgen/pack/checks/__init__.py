"""Cross-checks of a pack: do all papers of one meeting tell the same story?

`check_pack("会议.yaml")` looks at what is typed twice in the pack and its speeches;
`check_pack("会议.yaml", "印好/")` also compares papers that have been printed. Every finding
names both places. Owns the list of rules; must not print.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from speechgen.diagnostics import Diagnostic, Severity
from speechgen.explained import CROSSCHECKS, pages
from speechgen.pack.checks import agenda, dates, names, printed, times
from speechgen.pack.drafting import DraftedPack, draft_pack

PAGES: Final = pages(CROSSCHECKS)
"""Rule id -> its page."""

RULES: Final = {rule: page.summary.rstrip("。") for rule, page in PAGES.items()}
"""P1 to P8: rule id and what must hold."""

_FACT_RULES: Final[tuple[Callable[[DraftedPack], Iterable[Diagnostic]], ...]] = (
    agenda.same_items,
    agenda.just_now,
    agenda.decisions,
    dates.same_day,
    dates.deadlines,
    times.fits,
    names.as_in_roster,
)


def check_pack(
    pack: DraftedPack | str | os.PathLike[str],
    printed_folder: str | os.PathLike[str] | None = None,
) -> list[Diagnostic]:
    """What does not agree in a pack, and in its printed papers if their folder is given.

    Errors first as they stand in the files. Raises SpeechError if the pack cannot be read.
    """
    drafted = pack if isinstance(pack, DraftedPack) else draft_pack(pack)
    found = [_hardened(note) for note in drafted.diagnostics]
    found += [note for paper in drafted.papers if paper.draft is None for note in paper.diagnostics]
    for rule in _FACT_RULES:
        found += rule(drafted)
    if printed_folder is not None:
        found += printed.compare(drafted, Path(printed_folder))
    distinct = {(note.span, note.rule, note.message): note for note in found}
    return sorted(distinct.values(), key=lambda note: note.span)


def _hardened(note: Diagnostic) -> Diagnostic:
    """A name that the roster does not have is an error of the pack, not only of its draft."""
    return replace(note, severity=Severity.ERROR) if note.rule == "pack-names" else note


__all__ = ["PAGES", "RULES", "check_pack"]
