"""Runs rules over papers: which rules, which findings are ignored, and the order of the result.

Owns the turning of findings (offsets) into diagnostics (places). Must not know any single rule,
nor files.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from speechgen.checks.finding import Finding, Rule
from speechgen.checks.ignores import NOTHING, Ignores
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Diagnostic, Fix, Severity, Span, SpeechError, error
from speechgen.document import locate, origins_of
from speechgen.frozen import frozen
from speechgen.outline import nearest_word

_MOST: Final = 2_000  # findings of one rule in one paper: a broken file need not fill a disk


@frozen
class Selection:
    """Which rules run. Empty `select` means all but the opt-in ones."""

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()

    def wants(self, rule: str) -> bool:
        """Whether findings of a rule outside the registry are wanted."""
        return rule not in self.ignore and (not self.select or rule in self.select)

    def rules(self, registry: Sequence[Rule]) -> tuple[Rule, ...]:
        """The chosen rules in the registry's order."""
        return tuple(
            rule
            for rule in registry
            if rule.id not in self.ignore
            and (rule.id in self.select if self.select else not rule.opt_in)
        )


def selection(
    registry: Sequence[Rule],
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    others: Iterable[str] = (),
) -> Selection:
    """A checked selection; `others` are ids of checks that are not in the registry (packs).

    Raises SpeechError for an id that no rule has, with the nearest one.
    """
    chosen, left = frozenset(select), frozenset(ignore)
    known = [*(rule.id for rule in registry), *others]
    problems = [_unknown(name, known) for name in sorted((chosen | left) - set(known))]
    if problems:
        raise SpeechError(problems)
    return Selection(chosen, left)


def _unknown(name: str, known: Collection[str]) -> Diagnostic:
    guess = nearest_word(name, known)
    hint = f"是不是 {guess}？" if guess else "全部规则见 speechgen rules"
    return error(Span(), "rule-unknown", f"没有“{name}”这条规则", hint)


def run(
    papers: Iterable[Manuscript],
    rules: Sequence[Rule],
    ignores: Ignores = NOTHING,
    offered: bool = False,
) -> list[Diagnostic]:
    """Every finding, sorted by place. Mends that are not safe are left out unless `offered`."""
    found: set[Diagnostic] = set()
    for paper in papers:
        shown: dict[int, str] = {}  # paragraph -> the line that its findings show, made once
        for rule in rules:
            if ignores.everywhere(rule.id):
                continue
            for diagnostic in _of_rule(paper, rule, offered, shown):
                if not ignores.at(rule.id, diagnostic.span.line):
                    found.add(diagnostic)
    return sorted(found, key=lambda each: (each.span, each.rule, each.message))


def _of_rule(
    paper: Manuscript, rule: Rule, offered: bool, shown: dict[int, str]
) -> Iterator[Diagnostic]:
    for count, finding in enumerate(rule.check(paper)):
        if count >= _MOST:
            return
        yield _diagnostic(paper, rule, finding, offered, shown)


def _diagnostic(
    paper: Manuscript, rule: Rule, finding: Finding, offered: bool, shown: dict[int, str]
) -> Diagnostic:
    span = finding.span or paper.place(finding.start, finding.end)
    severity = finding.severity or rule.severity
    fix = _fix(paper, finding, offered, span)
    line = paper.lines[span.line - 1] if 0 < span.line <= len(paper.lines) else ""
    if not line and paper.source == "docx" and finding.span is None and paper.paragraphs:
        paragraph = paper.paragraph_at(finding.start)
        if paragraph.at not in shown:
            blanks = " " * (_column_of(paragraph.text.origins) - 1)
            shown[paragraph.at] = blanks + _unlabelled(paragraph.text)
        line = shown[paragraph.at]
    return Diagnostic(span, rule.id, severity, finding.message, finding.hint, line, fix)


def _column_of(origins: tuple[tuple[int, Span], ...]) -> int:
    return next((span.column for _, span in origins if span.line), 1)


def _unlabelled(text: str) -> str:
    """The text as it stands in the file: an automatic number has no place and no column."""
    offset = next((offset for offset, span in origins_of(text) if span.line), 0)
    return str(text)[offset:]


def _fix(paper: Manuscript, finding: Finding, offered: bool, place: Span) -> Fix | None:
    if finding.mend is not None and finding.span is not None:
        return Fix(finding.span, finding.mend)
    edit = finding.edit
    if edit is None or not (edit.safe or offered):
        return None
    paragraph = paper.paragraph_at(edit.start)
    if edit.end > paragraph.end:
        return None
    same = (edit.start, edit.end) == (finding.start, finding.end) and finding.span is None
    span = _exact(paper, edit.start, edit.end, place if same else None)
    if span is None:
        return None
    return Fix(span, edit.text, edit.safe)


def _exact(paper: Manuscript, start: int, end: int, known: Span | None) -> Span | None:
    """Where exactly these characters stand in the file, None unless every one of them does."""
    paragraph = paper.paragraph_at(start)
    span = known or locate(paragraph.text, start - paragraph.start, end - paragraph.start)
    if span is None or span.end_column - span.column != end - start:
        return None
    if paper.lines:
        line = paper.lines[span.line - 1] if span.line <= len(paper.lines) else ""
        if line[span.column - 1 : span.end_column - 1] != paper.text[start:end]:
            return None
    return span


def worst(diagnostics: Iterable[Diagnostic]) -> Severity | None:
    """The highest severity among the findings."""
    present = {each.severity for each in diagnostics}
    return next((severity for severity in Severity if severity in present), None)


def without_fix(diagnostic: Diagnostic) -> Diagnostic:
    """The finding without its mend."""
    return replace(diagnostic, fix=None)
