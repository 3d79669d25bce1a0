"""What a rule is and what it reports, and how rules are run over papers.

Owns the forms of a rule, of its findings (offsets into a paper's text, turned into places here)
and of the notes `# 忽略: rule` by which a file's author declines findings. Must not know any single
rule, nor files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import field
from itertools import islice
from typing import Final

from speechgen.checks.marks import Paragraph
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Diagnostic, Fix, Severity, Span, SpeechError, error
from speechgen.emphasis import as_well_marked
from speechgen.expression import Expression
from speechgen.frozen import frozen
from speechgen.marks import shortened
from speechgen.schema.fields import nearest_word
from speechgen.schema.notes import line_of
from speechgen.text import locate

_MOST: Final = 2_000  # findings of one rule in one paper: a broken file need not fill a disk


@frozen
class Finding:
    """One finding at offsets (start, end) of the paper's text, or at a place of the file where
    that is outside the text (indents, lines left out). `message` and `hint` are Chinese.

    `right` is what should stand there (in the `part` of it, if only a part is to be mended), None
    where nobody can know. A mend that is not `safe` is only offered: it is right nearly always,
    but a person should look. `severity` differs from the rule's own only where a single case is
    more or less certain.
    """

    place: tuple[int, int] | Span
    message: str
    hint: str = ""
    right: str | None = None
    safe: bool = True
    part: tuple[int, int] | None = None
    severity: Severity | None = None


@frozen
class Rule:
    """A rule: English id, how bad its findings are, and the function that finds them.

    An `opt_in` rule runs only when it is selected by name. What a rule in `before` has told of a
    place is not told again.
    """

    id: str
    severity: Severity
    check: Callable[[Manuscript], Iterator[Finding]]
    opt_in: bool = False
    before: frozenset[str] = frozenset()


Place = re.Match[str] | Paragraph | tuple[int, int] | Span
"""Where something was found: a match in the paper's text, a paragraph, two offsets; a place of the
file for what is not in the text."""


def flag(
    place: Place,
    message: str,
    hint: str = "",
    right: str | None = None,
    *,
    safe: bool = True,
    part: tuple[int, int] | None = None,
    severity: Severity | None = None,
) -> Finding:
    """The finding at a place. The hint of a mend says what to write, unless there is another."""
    if isinstance(place, re.Match):
        place = place.span()
    elif isinstance(place, Paragraph):
        place = place.start, place.end
    hint = hint or (f"改为“{right}”" if right else "")
    return Finding(place, message, hint, right, safe, part, severity)


def remark(place: Place, message: str, hint: str = "") -> Finding:
    """A finding that is only a hint (提示), whatever the rule's own severity."""
    return flag(place, message, hint, severity=Severity.INFO)


# -- which rules run ------------------------------------------------------------------------------


@frozen
class Selection:
    """Which rules run. Empty `select` means all but the opt-in ones."""

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()

    def wants(self, rule: str) -> bool:
        """Whether findings of a rule are wanted, unless it is an opt-in one."""
        return rule not in self.ignore and (not self.select or rule in self.select)

    def rules(self, registry: Sequence[Rule]) -> tuple[Rule, ...]:
        """The chosen rules in the registry's order."""
        wanted = (rule for rule in registry if self.wants(rule.id))
        return tuple(rule for rule in wanted if self.select or not rule.opt_in)


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
    unknown = sorted((chosen | left) - set(known))
    if unknown:
        raise SpeechError([unknown_rule(name, known, "这条规则") for name in unknown])
    return Selection(chosen, left)


def unknown_rule(name: str, known: Collection[str], what: str) -> Diagnostic:
    """That there is no such rule (or id: `what`), with the nearest one."""
    guess = nearest_word(name, known)
    hint = f"是不是 {guess}？" if guess else "全部规则见 speechgen rules"
    return error(Span(), "rule-unknown", f"没有“{name}”{what}", hint)


_NOTE: Final = Expression(
    r"(?:^|(?<=\s))(?:#|＃|<!--)\s*(?:忽略|ignore)\s*[:：]\s*"
    r"([A-Za-z0-9，,、\s-]*?|全部)\s*(?:-->)?\s*$",
    *("忽略", "ignore"),
)
_ALL: Final = "*"


@frozen
class Ignores:
    """What a file asks to ignore: rules for the whole file, and rules by line (from 1)."""

    file: frozenset[str] = frozenset()
    lines: dict[int, frozenset[str]] = field(default_factory=dict)

    def everywhere(self, rule: str) -> bool:
        """Whether the rule is off for the whole file."""
        return rule in self.file or _ALL in self.file

    def at(self, rule: str, line: int) -> bool:
        """Whether the rule is off at this line."""
        rules = self.lines.get(line, ())
        return rule in rules or _ALL in rules


def read_ignores(lines: Sequence[str]) -> tuple[Ignores, tuple[str, ...]]:
    """The notes in a file's lines, and the lines without them (same number, same columns).

    A note on a line of its own above all text holds for the whole file; below it, for the next
    line that holds text; a note at the end of a line holds for that line.
    """
    whole: set[str] = set()
    by_line: dict[int, frozenset[str]] = {}
    clean = list(lines)
    waiting: set[str] = set()
    seen_text = False
    for at, line in enumerate(lines):
        found = _NOTE.search(line)
        rules: set[str] = set()
        if found is not None:
            rules = set(re.findall(r"[a-z0-9-]+", found[1].lower())) or {_ALL}
            clean[at] = line[: found.start()].rstrip()
        if clean[at].strip() and (found or not line.lstrip().startswith("#")):
            if rules or waiting:
                by_line[at + 1] = frozenset(rules | waiting)
            waiting, seen_text = set(), True
        elif seen_text:
            waiting |= rules
        else:
            whole |= rules
    return Ignores(frozenset(whole), by_line), tuple(clean)


# -- from findings to diagnostics -----------------------------------------------------------------


def run(
    papers: Iterable[Manuscript], rules: Sequence[Rule], ignores: Ignores, offered: bool = False
) -> list[Diagnostic]:
    """Every finding, sorted by place. Mends that are not safe are left out unless `offered`."""
    found: set[Diagnostic] = set()
    for paper in papers:
        asked = {paper.file: ignores}
        asked |= {file: read_ignores(lines)[0] for file, lines in paper.others.items()}
        shown: dict[int, str] = {}  # paragraph -> the line that its findings show, made once
        for rule in rules:
            if ignores.everywhere(rule.id):
                continue
            for finding in islice(rule.check(paper), _MOST):
                place, word = finding.place, finding.right is not None
                if not isinstance(place, Span) and paper.is_composed(*place, word):
                    continue
                diagnostic = _diagnostic(paper, rule, finding, offered, shown)
                at = diagnostic.span
                own = asked.get(at.file or paper.file, Ignores())
                if not (own.everywhere(rule.id) or own.at(rule.id, at.line)):
                    found.add(diagnostic)
    again = {rule.id: rule.before for rule in rules if rule.before}
    told: dict[tuple[str, int], list[Diagnostic]] = {}
    for each in found:
        if any(each.rule in before for before in again.values()):
            told.setdefault((each.span.file, each.span.line), []).append(each)
    left = [each for each in found if not _is_told(each, told, again.get(each.rule, ()))]
    return sorted(_once(left), key=lambda each: (each.span, each.rule, each.message))


_BY_WEIGHT: Final = tuple(Severity)
_OF_WORDS: Final = 40  # characters; what is wider is told of a paragraph


def _once(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """One finding of a rule for one place, the widest: none that lies in another, unless that one
    is of a paragraph, or this one is worse or mends what that one does not."""
    kept: dict[tuple[str, str, int], list[Diagnostic]] = {}
    for one in sorted(found, key=_breadth):
        told = kept.setdefault((one.rule, one.span.file, one.span.line), [])
        if not any(
            _lies_in(one.span, other.span)
            and _BY_WEIGHT.index(other.severity) <= _BY_WEIGHT.index(one.severity)
            and (other.fix or not one.fix)
            for other in told
        ):
            told.append(one)
            yield one


def _lies_in(one: Span, other: Span) -> bool:
    small = other.end_column - other.column <= _OF_WORDS or one == other
    return small and other.column <= one.column and one.end_column <= other.end_column


def _breadth(one: Diagnostic) -> tuple[int, int, str]:
    width = one.span.end_column - one.span.column
    return -width, _BY_WEIGHT.index(one.severity), one.message


def _is_told(
    one: Diagnostic, told: dict[tuple[str, int], list[Diagnostic]], before: Collection[str]
) -> bool:
    """Whether one of these rules has a finding that shares a character with this one."""
    at = one.span
    return bool(before) and any(
        other.rule in before
        and other.span.column < at.end_column
        and at.column < other.span.end_column
        for other in told.get((at.file, at.line), ())
    )


def _diagnostic(
    paper: Manuscript, rule: Rule, finding: Finding, offered: bool, shown: dict[int, str]
) -> Diagnostic:
    place = finding.place
    span = place if isinstance(place, Span) else paper.place(*place)
    severity = finding.severity or rule.severity
    fix = _fix(paper, finding) if finding.safe or offered else None
    line = line_of(span, span.file, {paper.file: paper.lines, **paper.others}.get(span.file, ()))
    if not line and paper.source == "docx" and not isinstance(place, Span) and paper.paragraphs:
        paragraph = paper.paragraph_at(place[0])
        if paragraph.at not in shown:  # an automatic number has no place and no column
            starts = ((at, place.column) for at, place in paragraph.text.origins if place.line)
            offset, column = next(starts, (0, 1))
            shown[paragraph.at] = " " * (column - 1) + str(paragraph.text)[offset:]
        line = shown[paragraph.at]
    hint = finding.hint
    if finding.right is not None and paper.source == "docx" and span.file != paper.file:
        hint += "；页眉页脚 --fix 不改，请在 Word 里双击它改"
    if not (span.column or isinstance(place, Span)):
        hint += _in_cell(paper, place[0], f"{'；' * bool(hint)}在表里这一格：")
    return Diagnostic(span, rule.id, severity, finding.message, hint, line, fix)


def _in_cell(paper: Manuscript, at: int, before: str) -> str:
    """Which cell an offset is in, for a place that has no column; nothing outside a table."""
    paragraph = paper.paragraph_at(at)
    if paragraph.role != "table":
        return ""
    text, within = str(paragraph.text), at - paragraph.start
    start = max(text.rfind("\t", 0, within), text.rfind("\n", 0, within)) + 1
    cell = re.split("[\t\n]", text[start:], maxsplit=1)[0]
    return f"{before}“{shortened(cell)}”"


def _fix(paper: Manuscript, finding: Finding) -> Fix | None:
    """The mend, None unless every character of what it replaces stands so in the file."""
    right, place = finding.right, finding.place
    if right is None:
        return None
    if isinstance(place, Span):
        return Fix(place, right)
    start, end = finding.part or place
    paragraph = paper.paragraph_at(start)
    span = locate(paragraph.text, start - paragraph.start, end - paragraph.start)
    if span is None or span.file != paper.file or span.end_column - span.column != end - start:
        return None
    line, first, last = line_of(span, paper.file, paper.lines), span.column - 1, span.end_column - 1
    if paper.lines and line[first:last] != paper.text[start:end]:
        return None
    starred = "**" in line and paper.source != "text"
    if starred and not as_well_marked(line, line[:first] + right + line[last:]):
        return None
    return Fix(span, right, finding.safe)
