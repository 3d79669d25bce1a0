"""Blanks where none belong: between characters, invisible ones, and as indents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.characters import WIDE
from speechgen.checks.engine import Finding, flag
from speechgen.checks.marks import Paragraph
from speechgen.checks.paper import Manuscript
from speechgen.checks.words.likeness import families, is_word
from speechgen.diagnostics import Severity, Span
from speechgen.document import TAIL, TITLE_BLOCK
from speechgen.expression import Expression
from speechgen.marks import HAN

# -- cjk-space ----------------------------------------------------------------------------------

_BLANK: Final = " \t\u00a0\u2002\u2003\u2009\u202f\u3000"
_INNER: Final = Expression(rf"(?<={WIDE})[{_BLANK}]+(?={WIDE})", *_BLANK)
_WIDTHLESS: Final = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_ZERO_WIDTH: Final = Expression(f"[{_WIDTHLESS}]+", *_WIDTHLESS)
_NAME: Final = Expression(rf"(?<!{HAN}){HAN}\u3000{HAN}(?!{HAN})")
_GIVEN: Final = Expression(rf".{HAN}{{1,2}}(?!{HAN})")
"""A name behind a blank: 区改造办 周晓梅."""
_BYLINE: Final = rf"（(?:{HAN}{{0,4}}(?:记者|通讯员)|供?稿|摄影)[^）]*$"
"""Who wrote an item of news: （记者 訾小满　通讯员 佟小川）."""
_PROSE: Final = 20  # characters; spaces in a shorter line part its items
_SENTENCE, _FEW = 8, 2  # characters, and blanks, of a short sentence
_SKIPPED: Final = TITLE_BLOCK | TAIL | {"table"}


def cjk_space(paper: Manuscript) -> Iterator[Finding]:
    """Blanks inside paragraphs, invisible characters, then the indents of a text file."""
    for paragraph in paper.paragraphs if _INNER.may_match(paper.text) else ():
        if paragraph.role not in _SKIPPED:
            yield from _inside(paper, paragraph)
    for found in _ZERO_WIDTH.finditer(paper.text):
        yield flag(found, "有看不见的零宽字符", "删去", "")
    if paper.source != "text":
        return
    begin, last = max(1, paper.first_line), paper.last_line or None
    indents = [
        (number, indent)
        for number, line in enumerate(paper.lines[begin - 1 : last], begin)
        if (indent := line[: len(line) - len(line.lstrip(_BLANK + "\u200b\ufeff"))])
        if indent[0] in _BLANK and indent.strip("\u3000\u200b\ufeff")
    ]
    first = True
    roles = {paper.place(p.start, p.end).line: p.role for p in paper.paragraphs if indents}
    for number, indent in indents:
        span = Span(paper.file, number, 1, len(indent) + 1)
        if indent == paper.lines[number - 1]:
            if "\u00a0" in indent:
                yield flag(span, "空行里有不间断空格", "清空这一行", "")
        elif (role := roles.get(number)) and role != "attachment":
            flush = role in TITLE_BLOCK or role == "salutation"
            hint, right = ("顶格写", "") if flush else ("用两个全角空格缩进", "\u3000\u3000")
            severity = None if first else Severity.INFO
            yield flag(span, "行首用空格缩进", hint, right, severity=severity)
            first = False


def _inside(paper: Manuscript, paragraph: Paragraph) -> Iterator[Finding]:
    text = str(paragraph.text)
    found = list(_INNER.finditer(text))
    if not found:
        return
    label_only = [one for one in found if one.end() <= paragraph.label_end]
    split = (
        []
        if text[-1] not in "。！？；"
        else [one for one in found if _splits(text, one) or one[0] == "  "]
    )
    prose = (
        len(text) >= _PROSE
        and any(mark in text for mark in "，。；")
        and len(found) * (6 if text[-1] in "。！？" else 12) <= len(text)
    )
    sentence = text[-1] in "。！？" and len(text) >= _SENTENCE and len(found) <= _FEW
    for one in found if prose or sentence else [*label_only, *split]:
        left = text[: one.start()]
        # “不忘初心 牢记使命”: inside quotation marks a space parts the halves of a slogan
        is_slogan = left.rfind("“") > left.rfind("”") or left.rfind("《") > left.rfind("》")
        # 第一条　为了…: a full-width space sets a term apart at the paragraph's start
        is_term = "\u3000" in one[0] and len(left) <= 8 and not re.search("[，。；]", left)
        person = text[one.end()] in families() and _GIVEN.match(text, one.end())
        name = person or _NAME.search(text, len(left[:-2]), one.end() + 2)
        byline = "（" in left and re.match(_BYLINE, left[left.rfind("（") :])
        if not (is_slogan or is_term or name or byline or left.endswith("日电")):
            place = (paragraph.start + one.start(), paragraph.start + one.end())
            # between two words a blank may stand for a mark that is missing
            safe = (
                _splits(text, one)
                or not text[one.start() - 1 : one.end() + 1 : len(one[0]) + 1].isalpha()
            )
            yield flag(place, "汉字之间有空格", "删去空格", "", safe=safe)


def _splits(text: str, blank: re.Match[str]) -> bool:
    """Whether a blank stands inside a word (推 进), and not between two (思想 法律)."""
    start, end = blank.span()
    parts = text[max(0, start - 2) : start], text[end : end + 2]
    return is_word(text[start - 1] + text[end]) and not any(map(is_word, parts))
