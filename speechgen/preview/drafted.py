"""What a file drafts to right now: one paper of an outline, or all papers of a pack.

Owns that the preview says what `speechgen draft` and `speechgen check` say. Must not know pages
or HTML.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from speechgen import files
from speechgen.api import MAX_OUTLINE
from speechgen.api.checking import check
from speechgen.api.drafted import GAP, Draft, Options
from speechgen.api.drafting import draft_as
from speechgen.defaults import Defaults
from speechgen.diagnostics import Diagnostic, SpeechError
from speechgen.files.beside import Beside
from speechgen.frozen import frozen
from speechgen.pack import is_pack


@frozen
class Drafted:
    """One paper. `name` is what its tab says, `stem` its file name without suffix, `formats` what
    `speechgen draft` writes of it. `draft` is None where it cannot be made: `refused` says why.

    `gaps` are the missing facts with their fields; `findings` what the rules found and the draft
    itself reports, in order of place. `spoken` is whether its minutes mean anything.
    """

    name: str
    stem: str
    formats: tuple[str, ...]
    draft: Draft | None
    refused: tuple[Diagnostic, ...] = ()
    gaps: tuple[tuple[str, Diagnostic], ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    spoken: bool = True


@frozen
class Meeting:
    """The papers of a file, and the other files of the user that they were made of."""

    papers: tuple[Drafted, ...]
    sources: tuple[Path, ...] = ()


def drafted(
    path: Path, templates: Sequence[Path], defaults: Defaults, beside: Beside | None = None
) -> Meeting:
    """Every paper of the file. Raises SpeechError where there is none at all; `beside` then knows
    which files were used as well."""
    beside = beside or Beside(path.parent)
    file = os.fspath(path)
    data = files.read_bytes(path, MAX_OUTLINE)
    if not is_pack(data):
        options = Options(templates=[*templates, path.parent / "templates"], defaults=defaults)
        made = draft_as(data, options, file, beside)
        try:
            notes = check(made, templates=templates, defaults=defaults)
        except SpeechError as wrong:  # the defaults ignore a rule that does not exist
            notes = [*wrong.diagnostics, *made.diagnostics]
        findings = tuple(note for note in notes if note.rule != GAP)
        paper = Drafted(path.stem, path.stem, ("docx",), made, (), _gaps(made), findings)
        return Meeting((paper,))
    from speechgen.pack.drafting import draft_pack
    from speechgen.pack.rules import check_pack

    pack = draft_pack(path, Options(templates=templates, defaults=defaults))
    across = [note for note in check_pack(pack) if note.rule != GAP]
    papers = []
    for one in pack.papers:
        name = one.stem.partition("_")[2].replace("_", " ") or one.word
        if one.draft is None:
            papers.append(Drafted(name, one.stem, one.formats, None, one.diagnostics))
            continue
        own = {*one.draft.remarks, *across}
        found = tuple(sorted(own, key=lambda note: (note.span, note.rule, note.message)))
        gaps, spoken = _gaps(one.draft), one.item is not None or one.kind == "host"
        papers.append(Drafted(name, one.stem, one.formats, one.draft, (), gaps, found, spoken))
    speeches = [pack.meeting.folder / item.speech for item in pack.meeting.agenda if item.speech]
    return Meeting(tuple(papers), (*speeches, *pack.used))


def _gaps(made: Draft) -> tuple[tuple[str, Diagnostic], ...]:
    """The missing facts with the fields that name them in print."""
    notes = [note for note in made.document.notes if note.rule == GAP]
    pairs = zip((gap.field for gap in made.missing), notes, strict=True)
    return tuple(sorted(pairs, key=lambda pair: pair[1].span))
