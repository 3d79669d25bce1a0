"""The library's third door: `check()`, and what follows from its findings (mends, comments).

Owns the order of work of a check (read or draft, run the rules). Must not know arguments,
consoles or exit codes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from speechgen import files
from speechgen.api import MAX_OUTLINE, Draft, PathLike, draft, search_roots, undisturbed
from speechgen.checking.outline import review_draft
from speechgen.checking.papers import TEXT_SUFFIXES, Reviewed, review
from speechgen.checks import RULES, Selection, load_words, run, selection
from speechgen.defaults import Defaults
from speechgen.diagnostics import Diagnostic, Severity, Span, SpeechError, error
from speechgen.frozen import frozen
from speechgen.outline import parse_date
from speechgen.readers import MAX_BYTES

OUTLINES: Final = frozenset({".yaml", ".yml"})
MENDABLE: Final = frozenset({*TEXT_SUFFIXES, *OUTLINES, ".docx", ".docm", ".dotx"})


@frozen
class Request:
    """What is wanted of a check: the rules, the meeting's date (ISO), where templates and word
    lists are, the defaults, and whether mends that need a look are offered too."""

    chosen: Selection = Selection()
    date: str = ""
    templates: tuple[Path, ...] = ()
    defaults: Defaults = Defaults()
    offered: bool = False


def request(
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    date: str = "",
    templates: Sequence[PathLike] = (),
    defaults: Defaults | None = None,
    offered: bool = False,
    others: Iterable[str] = (),
) -> Request:
    """A checked request. Raises SpeechError for rules and dates that do not exist; `others` are
    ids of checks beside those of a single paper."""
    under = defaults or Defaults()
    others = tuple(others)
    chosen = selection(RULES, select, ignore, others)
    if under.ignore:
        try:
            left = selection(RULES, (), under.ignore, others)
        except SpeechError as wrong:
            place = Span(under.file)
            raise SpeechError([replace(each, span=place) for each in wrong.diagnostics]) from None
        if not chosen.select:
            chosen = Selection(chosen.select, chosen.ignore | left.ignore)
    return Request(chosen, _iso(date), tuple(map(Path, templates)), under, offered)


def _iso(date: str) -> str:
    """`2026-05-12`, `2026年5月12日` or `2026.5.12` as ISO 8601."""
    if not date:
        return ""
    try:
        iso = parse_date(date)[1]
    except ValueError as wrong:
        raise SpeechError([error(Span("--date"), "usage", str(wrong))]) from None
    if not iso:
        raise SpeechError(
            [error(Span("--date"), "usage", f"看不懂日期“{date}”", "写成 2026-05-12")]
        )
    return iso


def check(
    source: PathLike | Draft,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    date: str = "",
    templates: Sequence[PathLike] = (),
    defaults: Defaults | None = None,
) -> list[Diagnostic]:
    """The findings in a file (.docx .txt .md, an outline) or a draft, in order of place.

    `select` and `ignore` are rule ids; `date` is the meeting's. Prints nothing. Raises
    SpeechError for what cannot be read and for rules that do not exist.
    """
    wanted = request(select, ignore, date, templates, defaults)
    with undisturbed():
        if isinstance(source, Draft):
            return findings(_review_draft(source, wanted), wanted)
        return findings(review_bytes(os.fspath(source), read(source), wanted), wanted)


def read(path: PathLike) -> bytes:
    """The bytes of a file to check. Raises SpeechError."""
    limit = MAX_OUTLINE if Path(path).suffix.lower() in OUTLINES else MAX_BYTES
    return files.read_bytes(Path(path), limit)


def review_bytes(file: str, data: bytes, wanted: Request) -> Reviewed:
    """What the rules look at in a file. Raises SpeechError for what cannot be read."""
    if Path(file).suffix.lower() in OUTLINES:
        beside = Path(file).parent / "templates"
        made = draft(
            data, name=file, templates=[*wanted.templates, beside], defaults=wanted.defaults
        )
        return _review_draft(made, wanted)
    words = load_words(search_roots([*wanted.templates, *wanted.defaults.templates]))
    return review(file, data, words, wanted.date)


def _review_draft(made: Draft, wanted: Request) -> Reviewed:
    words = load_words(search_roots([*wanted.templates, *made.roots]))
    return review_draft(made, words, wanted.date)


def findings(reviewed: Reviewed, wanted: Request) -> list[Diagnostic]:
    """What the chosen rules find, with the notes made while the file was read."""
    found = run(reviewed.papers, wanted.chosen.rules(RULES), reviewed.ignores, wanted.offered)
    if wanted.chosen.select:
        return found
    notes = [note for note in reviewed.notes if note.rule not in wanted.chosen.ignore]
    return sorted([*found, *notes], key=lambda each: (each.span, each.rule, each.message))


def errors(diagnostics: Iterable[Diagnostic], strict: bool = False) -> int:
    """How many findings count against a file: errors, and warnings if `strict`."""
    counted = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return sum(each.severity in counted for each in diagnostics)


__all__ = [
    "MENDABLE",
    "OUTLINES",
    "Request",
    "Reviewed",
    "check",
    "errors",
    "findings",
    "read",
    "request",
    "review_bytes",
]
