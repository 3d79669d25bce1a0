"""Literal labels of an edited Word file made right again, and 讲N点 with them.

Owns which labelled paragraphs form a list after sections were moved, added or taken out. Only
the characters that count are changed: how a label is written stays its author's. Automatic
numbers are Word's own business (`freeze` makes them text first).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from speechgen.checks.marks import Paragraph, inline_marks, runs_of
from speechgen.diagnostics import Diagnostic, Fix, Span, warning
from speechgen.document import TAIL, walk_lists
from speechgen.edit.freeze import counted_paragraphs
from speechgen.edit.references import references
from speechgen.edit.word import body_of, mend_word, paragraphs
from speechgen.files.word import WordPackage
from speechgen.layout import names
from speechgen.numbering import COUNTERS, Pattern, counted, parse_chinese
from speechgen.numbering.labels import Label, recognise
from speechgen.readers.docx.runs import FieldState, read_runs, text_of
from speechgen.readers.docx.styles import Styles
from speechgen.readers.docx.xml import attribute, child
from speechgen.readers.structure.annexes import is_mark
from speechgen.text import Text

_CLAIM: Final = re.compile(
    r"我[^。！？\n]{0,12}?(?:讲|谈|提|说|强调|通报|汇报|报告|安排|部署)(?:以下|如下|这么|这样)?"
    r"(?P<count>[一二三四五六七八九十两]{1,3}|\d{1,2})"
    r"(?P<measure>点|个方面|个问题|方面|条|项|件事|句话)"
)
_OUR_LABEL: Final = re.compile(rf"{names.LABEL.id}|RunInLabel\d{{1,3}}")
_MARK: Final = re.compile("[：:。；，]")
_NEAR: Final = 4  # paragraphs after a claim in which its list begins
_BLANKS: Final = " \t\u00a0\u3000\u2002\u2003"
_UNTOUCHED: Final = TAIL | {"title", "byline", "date"}


class Renumbered(NamedTuple):
    """The file's bytes, how many labels and how many announced numbers were changed, and what
    could not be made right."""

    data: bytes
    labels: int
    claims: int
    notes: tuple[Diagnostic, ...]


@dataclass(slots=True)
class _Paragraph:
    """`at` is the paragraph's number in the file, `level` what its style says (0: nothing),
    `start` where its label stands; an `automatic` one stands nowhere."""

    at: int
    text: str
    level: int
    start: int = 0
    label: Label | None = None
    automatic: bool = False

    @property
    def pattern(self) -> str:
        return self.label.pattern if self.label else ""

    @property
    def number(self) -> int:
        return self.label.number if self.label else 0


def renumber(data: bytes, file: str = "") -> Renumbered:
    """The DOCX with the labels of every list counted from one again.

    Raises SpeechError for what is no DOCX or cannot be changed in place.
    """
    found = _read(data, file)
    marks = [at for at, one in enumerate(found) if is_mark(one.text.strip())]
    bounds = pairwise([0, *marks, len(found)])  # every attachment is numbered for itself
    lists = [one for bound in bounds for one in _run_together(_lists(found[slice(*bound)]))]
    inside = [run for one in found for run in _inside(one)]
    notes: list[Diagnostic] = []
    labels = [fix for one in lists + inside for fix in _label_fixes(one, file, notes)]
    claims = list(_claim_fixes(found, lists, file))
    lines = {one.at: one.text for one in found}
    notes += references(lines, {fix.span.line for fix in labels}, file)
    mended = mend_word(data, labels + claims, file)
    return Renumbered(mended, len(labels), len(claims), tuple(notes))


def _read(data: bytes, file: str) -> list[_Paragraph]:
    package = WordPackage(data, file)
    body = body_of(package)
    styles = Styles(package.xml(package.related("/styles", "styles.xml")))
    root = body.getroottree().getroot()
    automatic = {one.paragraph: one.label for one in counted_paragraphs(package, root)}
    fields = FieldState()
    found: list[_Paragraph] = []
    for at, element in paragraphs(body).items():
        pieces = read_runs(element, fields).pieces
        text = text_of(pieces)
        facts = styles.facts(attribute(child(child(element, "pPr"), "pStyle")))
        one = _Paragraph(at, text, facts.level if facts.role in ("heading", "item") else 0)
        if element in automatic:
            one.label, one.automatic = recognise(f"{automatic[element]}文"), True
        elif facts.role not in _UNTOUCHED and not facts.contents:
            one.start = len(text) - len(text.lstrip(_BLANKS))
            first = pieces[0] if pieces else None
            if first is not None and _OUR_LABEL.fullmatch(first.style):
                text = first.text  # what follows may look like a part of it: 2.95个
            one.label = recognise(text, one.start)
        found.append(one)
    return found


def _lists(found: Sequence[_Paragraph]) -> list[list[_Paragraph]]:
    """The lists, by level where styles tell it, else by nesting: a pattern that is open is gone
    on with, a new one opens below. A heading without a label ends what is below it."""
    items: list[tuple[int, str, _Paragraph | None]] = []
    for each in found:
        if each.label is not None:
            items.append((each.level, each.label.pattern, each))
        elif each.level and each.text.strip():
            items.append((each.level, "", None))
    return [members for _, members in walk_lists(items, _starts_again)]


def _inside(one: _Paragraph) -> Iterator[list[_Paragraph]]:
    """The lists that run on inside a paragraph (一是…；二是…), each label as one of its own; not
    those that count back or twice, which may be two lists."""
    whole = Paragraph(one.at, Text(one.text), 0, "body")
    for run in runs_of(inline_marks(one.text, lambda _: whole)):
        counts_on = all(a.number < b.number for a, b in pairwise(run))
        if len(run) > 1 and counts_on and not any(mark.is_last for mark in run):
            labels = [recognise(one.text, mark.start) for mark in run]
            pairs = zip(run, labels, strict=True)
            yield [_Paragraph(one.at, one.text, 0, mark.start, label) for mark, label in pairs]


def _starts_again(members: list[_Paragraph], each: _Paragraph) -> bool:
    """Whether a first label begins another list: the labels so far are one, in whatever order."""
    if each.level or each.number != 1:
        return False
    last = members[-1]
    if last.number == 1 and last.at + 1 == each.at and not last.text.rstrip().endswith(("：", ":")):
        return False  # typed twice
    seen: set[int] = set()
    for one in reversed(members):  # a number that stands twice shows after two first labels
        if one.number in seen:
            return False
        seen.add(one.number)
    return max(seen, default=0) == len(members)


def _run_together(lists: Sequence[list[_Paragraph]]) -> list[list[_Paragraph]]:
    """Lists of one level that number on through the document (1 to 25 over all parts) are one:
    no number stands twice in them, and only one of them begins with a first item."""
    alike: dict[tuple[str, int], list[list[_Paragraph]]] = {}
    for one in lists:
        alike.setdefault((one[0].pattern, one[0].level), []).append(one)
    done: list[list[_Paragraph]] = []
    for same in alike.values():
        members = [member for one in same for member in one]
        done += [members] if len({one.number for one in members}) == len(members) else same
    return done


def _label_fixes(
    members: Sequence[_Paragraph], file: str, notes: list[Diagnostic]
) -> Iterator[Fix]:
    pattern, total = members[0].pattern, len(members)
    counter = COUNTERS[Pattern.parse(pattern).counter]
    if any(member.automatic for member in members):
        typed = [one for n, one in enumerate(members, 1) if one.number != n and not one.automatic]
        if typed and typed[0].label:
            said = f"“{typed[0].label.text}”这一列有自动编号，也有手写的，没有改"
            hint = "先 speechgen freeze 把自动编号变成文字，再重排"
            notes.append(warning(Span(file, typed[0].at), "renumber-mixed", said, hint))
        return
    if total < counter.least:
        return  # 首先， alone opens a sentence, not a list
    for n, member in enumerate(members, 1):
        assert member.label is not None
        text = member.label.text
        span = Span(file, member.at, 1, 1 + len(text))
        if not counter.can(total):
            said = f"“{pattern}”编不了{total}项，这一列没有改"
            notes.append(warning(span, "renumber-overflow", said, "换一种序号，或分成几列"))
            return
        symbol, stands = counter.symbol(n, total), re.search(counter.sign, text)
        if stands is None:
            if member.number != n:
                said = f"“{text}”的写法特别，没有改，应是第{n}项"
                notes.append(warning(span, "renumber-variant", said))
        elif stands[0] != symbol and counter.number(stands[0], total) != n:
            start = member.start + stands.start() + 1
            yield Fix(Span(file, member.at, start, start + len(stands[0])), symbol)


def _claim_fixes(
    found: Sequence[_Paragraph], lists: Sequence[list[_Paragraph]], file: str
) -> Iterator[Fix]:
    """讲N点 before a list: as many as the list now has."""
    firsts = {one[0].at: one for one in lists}
    for index, one in enumerate(found):
        claim = _CLAIM.search(one.text)
        following = (firsts.get(each.at) for each in found[index + 1 : index + 1 + _NEAR])
        listed = next((each for each in following if each is not None), None)
        if claim is None or listed is None or len(listed) < 2 or listed[0].automatic:
            continue
        behind = (recognise(one.text, mark.end()) for mark in _MARK.finditer(one.text, claim.end()))
        if any(label is not None and label.number == 1 for label in behind):
            continue  # the list it announces runs on in the same paragraph
        said = claim["count"]
        number = int(said) if said.isdecimal() else parse_chinese(said)
        if number != len(listed):
            right = str(len(listed)) if said.isdecimal() else counted(len(listed), "")
            start = claim.start("count") + 1
            yield Fix(Span(file, one.at, start, start + len(said)), right)
