"""Marks: of full width, in pairs, one at a time, each in its place."""

from __future__ import annotations

import unicodedata
from collections.abc import Generator, Iterator
from itertools import pairwise
from typing import Final

from speechgen.checks.characters import WIDE, scan
from speechgen.checks.engine import Finding, flag
from speechgen.checks.marks import Paragraph
from speechgen.checks.paper import Manuscript
from speechgen.checks.rules.patterns import Forms
from speechgen.diagnostics import Severity
from speechgen.expression import Expression
from speechgen.marks import CLOSERS, HAN, OPENERS

_FORM: Final = Forms("punctuation")

# -- half-width-punct ---------------------------------------------------------------------------

_FULL: Final = dict(zip(",;:!?().", "，；：！？（）。", strict=True))
_MAY_BE_HALF: Final = Expression("[,;:!?.]")
_CHINESE: Final = Expression(rf"{WIDE}")


def half_width_punct(paper: Manuscript) -> Iterator[Finding]:
    """Single marks by their neighbours, parentheses in pairs."""
    text = paper.text
    addressed = {each.end - 1 for each in paper.of_role("salutation")}
    for found in scan(_MAY_BE_HALF, _FORM.half, text):
        at = found.start()
        doubled = text[at - 1 : at] == text[at]  # ,, is one finding of repeat-punct
        excused = doubled or at in addressed or paper.is_shielded(at)
        if not excused and not _is_english(text, at):
            yield _half_width(at, text[at])
    for found in _FORM.parenthesis.finditer(text):
        start, end = found.start(), found.end() - 1
        beside = (start - 1, start + 1, end - 1, end + 1)
        touched = "".join(text[at : at + 1] for at in beside if at >= 0)
        inner, before = text[start + 1 : end], text[start - 1 : start]
        letters = inner.isascii() and any(map(str.isalpha, inner))
        is_latin = letters and before.isascii() and before.isalnum()  # V3.5(beta)
        if _CHINESE.search(touched) and not (is_latin or paper.is_shielded(start)):
            yield from (_half_width(at, text[at]) for at in (start, end) if text[at] in "()")


def _half_width(at: int, mark: str) -> Finding:
    return flag((at, at + 1), f"半角“{mark}”用在中文里", right=_FULL[mark])


def _is_english(text: str, at: int) -> bool:
    """A mark inside an English quotation; one at a line's end without Chinese before it."""
    if text[at + 1 : at + 2] == "”":
        opening = text.rfind("“", 0, at)
        return opening >= 0 and text[opening + 1 : at].isascii()
    return text[at + 1 : at + 2] in ("", "\n") and not _CHINESE.search(text[at - 1 : at])


# -- unbalanced-pairs ---------------------------------------------------------------------------

_CLOSING: Final = {**dict(zip(OPENERS, CLOSERS, strict=True)), "(": "）"}
_PAIRED: Final = Expression("[“”‘’《》〈〉（）()〔〕【】「」『』]")
_STRAIGHT: Final = Expression(rf'(?<={HAN}|[，。：；、])"|"(?={HAN})', '"')
_ENGLISH: Final = Expression(r"[A-Za-z]’[A-Za-z]|.?’\d\d")

Opener = tuple[str, int]
"""An opening mark and its offset in the paper's text."""


def unbalanced_pairs(paper: Manuscript) -> Iterator[Finding]:
    """A stack for every paragraph; quotation marks left open may close in a later one."""
    waiting: list[Opener] = []  # quotation marks still open from earlier paragraphs
    for paragraph in paper.paragraphs:
        if paragraph.role == "table":
            continue
        if paragraph.level:
            yield from map(_unclosed, waiting)
            waiting = []
        waiting = yield from _matched(paragraph, waiting)
    yield from map(_unclosed, waiting)
    for straight in _STRAIGHT.finditer(paper.text):
        yield flag(straight, '中文里用了直引号“"”', "改用“ ”", severity=Severity.WARNING)


def _matched(paragraph: Paragraph, waiting: list[Opener]) -> Generator[Finding, None, list[Opener]]:
    """Match one paragraph; what stays open of its quotation marks is waiting."""
    text = str(paragraph.text)
    stack: list[Opener] = []

    def closer_of(openers: list[Opener]) -> str:
        return _CLOSING[openers[-1][0]] if openers else ""

    if waiting and text[:1] == waiting[-1][0]:
        waiting = waiting[:-1]  # each paragraph of a long citation begins with the mark again
    for mark in _PAIRED.finditer(text):
        char, at = mark[0], mark.start()
        start, closer = paragraph.start + at, "）" if char == ")" else char
        if char in _CLOSING:
            stack.append((char, start))
        elif closer_of(stack) == closer:
            stack.pop()
        elif char in "）)" and _FORM.label_close.search(text[max(0, at - 5) : at]):
            continue  # 1） and 一） are labels
        elif char == "’" and _ENGLISH.match(text[max(0, at - 1) : at + 3]):
            continue  # the apostrophe of an English word, or of a year (’98)
        elif any(_CLOSING[opened] == closer for opened, _ in stack):
            while closer_of(stack) != closer:
                yield _unclosed(stack.pop())
            stack.pop()
        elif closer_of(waiting) == closer:
            waiting = waiting[:-1]
        else:
            message = f"“{char}”没有和它配对的左半边"
            yield flag((start, start + 1), message, "补上左半边，或改正方向")
    quotes = [each for each in stack if each[0] in "“‘"]
    if len(quotes) > 1 or len(text) < 30:  # no citation that goes on in the next paragraph
        quotes = []
    yield from (_unclosed(each) for each in stack if each not in quotes)
    return waiting + quotes


def _unclosed(opener: Opener) -> Finding:
    char, at = opener
    hint = f"补上“{_CLOSING[char]}”，或改正方向"
    return flag((at, at + 1), f"“{char}”没有和它配对的右半边", hint)


# -- dunhao-between-marks -----------------------------------------------------------------------

_BETWEEN: Final = Expression("(?<=》)、(?=《)|(?<=”)、(?=“)|(?<=〉)、(?=〈)", "》、", "”、", "〉、")


def dunhao_between_marks(paper: Manuscript) -> Iterator[Finding]:
    """Every 、 between two closing and opening marks of a kind."""
    for found in _BETWEEN.finditer(paper.text):
        if _FORM.mixed.compiled.match(paper.text, found.end()):  # “A”、“B”、高度自治
            continue
        quotes = paper.text[found.start() - 1] == "”"
        message = f"并列的{'引号' if quotes else '书名号'}之间不用顿号"
        several = paper.text.count("”、“", found.start() - 40, found.end() + 40) > 1
        severity = Severity.INFO if quotes and not several else None
        yield flag(found, message, "去掉“、”", "", severity=severity)


# -- repeat-punct -------------------------------------------------------------------------------

_REPEATED: Final = Expression(r"[，。、；：,;:！!？?]{2,}")
_DELIBERATE: Final = Expression(r"[？?][！!]|[！!][？?]|[！!]{3}|[？?]{3}|。{3,}")
_STRENGTH: Final = "。！？!?；;：:，,、"


def repeat_punct(paper: Manuscript) -> Iterator[Finding]:
    """Marks that stand next to each other."""
    for found in _REPEATED.finditer(paper.text):
        marks = found[0]
        around = paper.text[max(0, found.start() - 1) : found.end() + 1]
        if not (_DELIBERATE.compiled.fullmatch(marks) or around.isascii()):
            last = found.end() - 1, found.end()
            if paper.place(found.start(), found.start() + 1).line != paper.place(*last).line:
                yield flag(last, f"一行不能用“{marks[-1]}”开头", "删去，或补上前面的话")
                continue
            kept = min(marks, key=_STRENGTH.index)
            hint = f"留一个“{kept}”"
            if _FORM.blank.search(around):  # 约？？万元 is a blank
                continue
            # of two that differ, or of ？？ and ！！, nobody knows which was meant
            safe = len(set(marks)) == 1 and kept not in "？！?!"
            yield flag(found, f"标点重复“{marks}”", hint, kept, safe=safe)


# -- dash-range ---------------------------------------------------------------------------------

_TILDE: Final = Expression(r"(?<=[\d%％万年月日])~(?=\d)", "~")


def dash_range(paper: Manuscript) -> Iterator[Finding]:
    """Typed stand-ins for dashes and dots, then hyphens in ranges."""
    for pattern, right, name in (
        (_FORM.ellipsis, "……", "省略号"),
        (_FORM.dash, "——", "破折号"),
        (_TILDE, "～", "起止号"),
    ):
        for found in pattern.finditer(paper.text):
            if not paper.is_shielded(found.start()):
                yield flag(found, f"{name}写成了“{found[0]}”", right=right)
    for found in _FORM.range.finditer(paper.text):
        years = found["unit"] == "年" and len(found["a"]) == 4 == len(found["b"])
        if not paper.is_shielded(found.start()):
            message, right = f"“{found[0]}”里的起止号不用短横", "—" if years else "～"
            yield flag(found.span("dash"), message, right=right, safe=False)


# -- fullwidth-alnum ----------------------------------------------------------------------------


def fullwidth_alnum(paper: Manuscript) -> Iterator[Finding]:
    """Runs of full-width letters and digits."""
    mixed = "%" in paper.text and "％" in paper.text
    for found in _FORM.wide.finditer(paper.text):
        wide = found[0]
        if (wide != "％" or mixed) and wide.strip("Ｘ"):
            right = unicodedata.normalize("NFKC", wide)
            yield flag(found, f"全角“{wide}”应当用半角", right=right)


# -- clause-semicolon ---------------------------------------------------------------------------


def clause_semicolon(paper: Manuscript) -> Iterator[Finding]:
    """Runs inside paragraphs, then the last item of lists of paragraphs."""
    text = paper.text
    for run in paper.runs:
        items = [(mark.end, behind.start) for mark, behind in pairwise(run)]
        if any(text[start:end].rstrip().endswith(("；", ";")) for start, end in items):
            for start, end in items:
                stop = text.find("。", start, end)
                if 0 <= stop < end - 1:
                    message = "用分号隔开的一项里又用了句号"
                    yield flag((stop, stop + 1), message, "这里改用逗号，或各项之间都用句号")
    for siblings in paper.lists:
        last = siblings.items[-1]
        closed = all(item.text[-1:] in "；;" for item in siblings.items)
        if closed and len(siblings.items) > 1 and not paper.below(last):
            yield flag(last.tail, "一列的最后一项用了分号", "最后一项用句号")
