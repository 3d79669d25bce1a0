"""Cross-checks of a pack: do all papers of one meeting tell the same story?

`check_pack("会议.yaml")` looks at what is typed twice in the pack and its speeches;
`check_pack("会议.yaml", "印好/")` also compares papers that have been printed. Every finding
names both places. Owns the list of rules; their pages are `explained/crosschecks.md`. Must not
print.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Final

from speechgen.api.checking import check
from speechgen.diagnostics import Diagnostic, Severity
from speechgen.explained import CROSSCHECKS, pages
from speechgen.pack.drafting import DraftedPack, draft_pack
from speechgen.pack.rules import agenda, names, printed, times
from speechgen.pack.rules.places import Mismatch

CHECKS: Final[dict[str, Callable[[DraftedPack], Iterator[Mismatch]]]] = {
    "pack-agenda": agenda.same_items,
    "pack-just-now": agenda.just_now,
    "pack-decisions": agenda.decisions,
    "pack-when": lambda pack: chain(times.same_day(pack), names.meeting_name(pack)),
    "pack-deadline": times.deadlines,
    "pack-times": times.fits,
    "pack-names": names.as_in_roster,
}
"""P1 to P7: rule id and what finds its mismatches. `printed` compares papers with all of them."""

RULES: Final = {rule: page.summary.rstrip("。") for rule, page in pages(CROSSCHECKS).items()}
"""P1 to P8: rule id and what must hold."""


def check_pack(
    pack: DraftedPack | str | os.PathLike[str],
    printed_folder: str | os.PathLike[str] | None = None,
) -> list[Diagnostic]:
    """What does not agree in a pack, and in its printed papers if their folder is given.

    In the order of the files and their lines. Raises SpeechError if the pack cannot be read.
    """
    drafted = pack if isinstance(pack, DraftedPack) else draft_pack(pack)
    found = [  # what a draft warns of is an error of the pack: a stranger's name, another weekday
        replace(note, severity=Severity.ERROR) if note.rule in ("pack-names", "pack-when") else note
        for note in drafted.diagnostics
    ]
    found += [note for paper in drafted.papers if paper.draft is None for note in paper.diagnostics]
    told = {(note.span, note.rule) for note in found}
    lines = [drafted.meeting.line_at, *(draft.outline.line_at for draft in drafted.drafts())]
    for rule, mismatches in CHECKS.items():
        for one in mismatches(drafted):
            if (one.where, rule) in told:  # when the meeting was read
                continue
            line = next(filter(None, (line_at(one.where) for line_at in lines)), "")
            found.append(Diagnostic(one.where, rule, one.severity, one.message, one.hint, line))
    names = {str(person.name) for person in drafted.meeting.roster.people}
    places = {(note.span.file, note.span.line) for note in found if note.rule in RULES}
    found += [
        note
        for draft in drafted.drafts()
        for note in check(draft)  # each by itself, as it is checked where it was printed
        if note.rule != "missing-fact"  # `draft` says so
        and (note.span.file, note.span.line) not in places
        and not names.intersection(re.findall("“([^”]*)”", note.message)[:1])
    ]
    if printed_folder is not None:
        found += printed.compare(drafted, Path(printed_folder))
    distinct = {(note.span, note.message): note for note in found}
    return sorted(distinct.values(), key=lambda note: note.span)


__all__ = ["CHECKS", "RULES", "check_pack"]
