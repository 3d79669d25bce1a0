"""引号、书名号、括号要成双成对，方向不能反。

为什么：少了半边引号，不知道引到哪里为止；左右反了，印出来一眼可见。

错：
    要坚决查处背后的关系网”“保护伞，一查到底。

对：
    要坚决查处背后的“关系网”“保护伞”，一查到底。

修改：只报告，不改：机器补引号常常补错地方。
不误报：一段一段地配对；长引文跨几段的（后一段有收尾的引号，或每段都以引号开头）不报；序号“1）”“（1”里的括号不算；直引号只在挨着汉字时报，作警告。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.finding import Finding, Rule
from speechgen.checks.paper import Manuscript, Paragraph
from speechgen.diagnostics import Severity

_OPENERS: Final = {
    "“": "”",
    "‘": "’",
    "《": "》",
    "〈": "〉",
    "（": "）",
    "(": "）",
    "〔": "〕",
    "【": "】",
    "「": "」",
    "『": "』",
}
_CLOSERS: Final = {
    "”": "”",
    "’": "’",
    "》": "》",
    "〉": "〉",
    "）": "）",
    ")": "）",
    "〕": "〕",
    "】": "】",
    "」": "」",
    "』": "』",
}
_MARK: Final = re.compile("[“”‘’《》〈〉（）()〔〕【】「」『』]")
_LABEL_CLOSE: Final = re.compile(
    r"(?:^|[\s。；;：:，,])[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[A-Za-z])$"
)
_STRAIGHT: Final = re.compile(r'(?<=[\u4e00-\u9fff，。：；、])"|"(?=[\u4e00-\u9fff])')
_ENGLISH: Final = re.compile(r"[A-Za-z]’[A-Za-z]")

Open = tuple[str, int]
"""An opening mark and its offset in the paper's text."""


def check(paper: Manuscript) -> Iterator[Finding]:
    """A stack for every paragraph; quotation marks left open may close in a later one."""
    found: list[Finding] = []
    waiting: list[Open] = []  # quotation marks still open from earlier paragraphs
    for paragraph in paper.paragraphs:
        if paragraph.role == "table":
            continue
        if paragraph.level and waiting:
            found += [_unclosed(*each) for each in waiting]
            waiting = []
        waiting = _paragraph(paragraph, waiting, found)
    found += [_unclosed(*each) for each in waiting]
    yield from sorted(found, key=lambda each: each.start)
    for straight in _STRAIGHT.finditer(paper.text):
        yield Finding(
            straight.start(),
            straight.end(),
            '中文里用了直引号“"”',
            "改用“ ”",
            severity=Severity.WARNING,
        )


def _paragraph(paragraph: Paragraph, waiting: list[Open], found: list[Finding]) -> list[Open]:
    """Match one paragraph; what stays open of its quotation marks is waiting."""
    text = str(paragraph.text)
    stack: list[Open] = []
    if waiting and text[:1] == waiting[-1][0]:
        waiting = waiting[:-1]  # each paragraph of a long citation begins with the mark again
    for mark in _MARK.finditer(text):
        char, at = mark[0], mark.start()
        if char in _OPENERS:
            stack.append((char, paragraph.start + at))
            continue
        if stack and _OPENERS[stack[-1][0]] == _CLOSERS[char]:
            stack.pop()
        elif _is_excused(text, at, char):
            continue
        elif any(_OPENERS[opened] == _CLOSERS[char] for opened, _ in stack):
            while _OPENERS[stack[-1][0]] != _CLOSERS[char]:
                found.append(_unclosed(*stack.pop()))
            stack.pop()
        elif waiting and _OPENERS[waiting[-1][0]] == _CLOSERS[char]:
            waiting = waiting[:-1]
        else:
            start = paragraph.start + at
            found.append(
                Finding(start, start + 1, f"“{char}”没有和它配对的左半边", "补上左半边，或改正方向")
            )
    quotes = [each for each in stack if each[0] in "“‘"]
    found += [_unclosed(*each) for each in stack if each[0] not in "“‘"]
    if len(quotes) > 1 or (quotes and len(text) < 30):
        found += [_unclosed(*each) for each in quotes]
        quotes = []
    return [*waiting, *quotes]


def _is_excused(text: str, at: int, char: str) -> bool:
    """1） and 一） are labels; the apostrophe of an English word closes nothing."""
    if char in "）)" and _LABEL_CLOSE.search(text[max(0, at - 5) : at]):
        return True
    return char == "’" and bool(_ENGLISH.match(text[at - 1 : at + 2]))


def _unclosed(char: str, at: int) -> Finding:
    return Finding(
        at, at + 1, f"“{char}”没有和它配对的右半边", f"补上“{_OPENERS[char]}”，或改正方向"
    )


RULE = Rule("unbalanced-pairs", Severity.ERROR, check)
