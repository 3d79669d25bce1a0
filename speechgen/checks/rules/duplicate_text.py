"""同样的话说了两遍。

为什么：拼稿时同一段粘了两次，或者一个短语从头用到尾，听着啰唆。

错：
    要把隐患排查作为当前的头等大事，逐座水库、逐段堤防过一遍筛子，不留死角盲区。
    各镇街要备足物资。要把隐患排查作为当前的头等大事，逐座水库、逐段堤防过一遍筛子，不留死角盲区。

对：
    要把隐患排查作为当前的头等大事，逐座水库、逐段堤防过一遍筛子，不留死角盲区。
    各镇街要备足物资，落实队伍。

修改：只报告，不改；两处都写明行号。
不误报：固定提法（词表 setphrase）、书名号和引号里的话不算；二十四字以上相同才报，不到三十六字的只作提示；八个字的短语出现五次以上只作提示；标题在正文中再次点题不算。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.characters import shown
from speechgen.checks.finding import Finding, Rule
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Severity

_RUN: Final = 24
_LONG: Final = 36  # characters that no one repeats on purpose
_GRAM: Final = 8
_OFTEN: Final = 5
_HAN: Final = re.compile(r"[\u4e00-\u9fff]{8,}")
_NAMED: Final = re.compile(r"《[^》\n]{1,60}》|“[^”\n]{1,40}”")
_CHECKED: Final = frozenset({"body", "closing", "heading", "item"})


def check(paper: Manuscript) -> Iterator[Finding]:
    """Long runs that stand twice, then short ones that stand all over."""
    yield from _runs(paper)
    yield from _refrains(paper)


def _runs(paper: Manuscript) -> Iterator[Finding]:
    text = paper.text
    first: dict[str, int] = {}
    for paragraph in paper.paragraphs:
        if paragraph.role not in _CHECKED:
            continue
        at, last = paragraph.start, paragraph.end - _RUN
        while at <= last:
            gram = text[at : at + _RUN]
            earlier = first.setdefault(gram, at)
            if earlier + _RUN > at:
                at += 1
                continue
            end = _extended(text, earlier, at)
            if _said_apart(paper, at, end):
                line = paper.place(earlier, earlier + 1).line
                severity = None if end - at >= _LONG else Severity.INFO
                yield Finding(
                    at, end, f"和第{line}行重复（{end - at}字）：“{shown(text[at:end], 24)}”", "删去一处，或换个说法",
                    severity=severity,
                )  # fmt: skip
            at = end


def _extended(text: str, earlier: int, at: int) -> int:
    """The end of the run at `at` that began like the one at `earlier`."""
    size = _RUN
    while (
        at + size < len(text)
        and text[earlier + size] == text[at + size] != "\n"
        and earlier + size < at
    ):
        size += 1
    return at + size


def _said_apart(paper: Manuscript, start: int, end: int) -> bool:
    """What remains once names of documents, citations and fixed wordings are taken out."""
    piece = paper.text[start:end]
    rest = _NAMED.sub("", piece)
    for found, _ in reversed(list(paper.words.set_phrases.find(rest))):
        rest = rest[: found.start()] + rest[found.end() :]
    return sum("\u4e00" <= char <= "\u9fff" for char in rest) >= min(_RUN, end - start) // 2


def _refrains(paper: Manuscript) -> Iterator[Finding]:
    counts: dict[str, list[int]] = {}
    text = paper.text
    for stretch in _HAN.finditer(text):
        for at in range(stretch.start(), stretch.end() - _GRAM + 1):
            counts.setdefault(text[at : at + _GRAM], []).append(at)
    often = sorted(places for places in counts.values() if len(places) >= _OFTEN)
    end = 0
    for places in often:
        start = places[0]
        if start < end:
            continue
        size = _GRAM
        while all(
            text[at + size : at + size + 1] == text[start + size : start + size + 1] != "\n"
            for at in places
        ):
            size += 1
            if places[-1] + size >= len(text):
                break
        end = start + size
        if any(True for _ in paper.words.set_phrases.find(text[start:end])) or _is_named(
            text, start, end
        ):
            continue
        yield Finding(
            start, end, f"“{shown(text[start:end], 24)}”出现了{len(places)}次", "换几个说法；专有名称不必改",
            severity=Severity.INFO,
        )  # fmt: skip


def _is_named(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] == "《" or text[end : end + 1] == "》"


RULE = Rule("duplicate-text", Severity.WARNING, check)
