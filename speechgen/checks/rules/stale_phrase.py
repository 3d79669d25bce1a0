"""过了时的提法、改了名的机构。

为什么：2024年的会上还说“十八大即将召开”“国土资源局”，说明用的是旧稿。

错：
    @日期 2026-05-12
    在全市自然资源工作会议上的讲话
    同志们：
    会后，市国土资源局要把任务分解到人，逐项抓好落实。

对：
    @日期 2026-05-12
    在全市自然资源工作会议上的讲话
    同志们：
    会后，市自然资源局要把任务分解到人，逐项抓好落实。

修改：只报告；改了名的机构给出新名。
不误报：不知道会议年份的不查；“党的十八大以来”“原国土资源局”“曾任”之类历史说法不算；同一句里写着过去年份的不算；只知道年份时，整年都对不上才报。词表在 templates/_words/stale.yaml 和 agencies.yaml，可自己添。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.finding import Finding, Rule
from speechgen.checks.paper import Manuscript
from speechgen.checks.words import WordEntry
from speechgen.diagnostics import Severity

_PAST: Final = re.compile(
    r"(?:原|前|旧|时任|历任|曾任|曾在|当时的|撤销|更名|改名|改称|组建|划入|合并)[^，。；\n]{0,12}$"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d(?=年|[—-])")
_RENAMED: Final = re.compile(r"^[^，。；\n]{0,8}(?:更名|改名|改称|改为|撤销|并入|整合|旧址|时期)")
_BEFORE: Final = re.compile(r"[^。！？；\n]*$")


def check(paper: Manuscript) -> Iterator[Finding]:
    """Phrases out of their time, then bodies under their old name."""
    for match, entry in out_of_time(paper):
        yield Finding(
            match.start(), match.end(), f"“{match[0]}”是{_window(entry)}的提法，会议在{_when(paper)}", entry["说明"],
            severity=entry.severity,
        )  # fmt: skip
    if paper.period is None:
        return
    for match, entry in paper.words.agencies.find(paper.text):
        if entry["起"] <= paper.period[0] and not _is_history(paper, match):
            yield Finding(
                match.start(), match.end(), f"“{entry['旧称']}”已改为“{entry['新称']}”", entry["说明"],
                severity=entry.severity,
            )  # fmt: skip


def out_of_time(paper: Manuscript) -> Iterator[tuple[re.Match[str], WordEntry]]:
    """The dated phrases that cannot be said at the time of the meeting."""
    if paper.period is None:
        return
    first, last = paper.period
    for match, entry in paper.words.stale.find(paper.text):
        begins, ends = entry["起"] or "0000", entry["止"] or "9999"
        if (last < begins or first > ends) and not _is_history(paper, match):
            yield match, entry


def _is_history(paper: Manuscript, match: re.Match[str]) -> bool:
    """Told as history: 原…, 2017年…, …更名为."""
    line_start = paper.text.rfind("\n", 0, match.start()) + 1
    before = paper.text[line_start : match.start()]
    if _PAST.search(before) or _RENAMED.match(paper.text[match.end() : match.end() + 20]):
        return True
    sentence = _BEFORE.search(before)
    years = [int(year) for year in _YEAR.findall(sentence[0])] if sentence else []
    return bool(years) and paper.year is not None and years[-1] < paper.year


def _window(entry: WordEntry) -> str:
    begins, ends = entry["起"][:7], entry["止"][:7]
    if begins and ends:
        return f"{begins}至{ends}"
    return f"{ends}以前" if ends else f"{begins}以后"


def _when(paper: Manuscript) -> str:
    return f"{paper.date[:7]}" if paper.date else f"{paper.year}年"


RULE = Rule("stale-phrase", Severity.WARNING, check)
