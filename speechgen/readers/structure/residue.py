"""What a web page or a shop leaves around a speech: found, with the reason, never guessed at.

Owns the signs of page furniture. Must not know labels, levels or documents. A line is left out
only on strong signs; when in doubt it stays in the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from speechgen.expression import Expression
from speechgen.marks import HAN, han_count
from speechgen.readers.reading import Lines
from speechgen.readers.structure.tables import rows

MARKER: Final = Expression(r"(?<!#)#{2,9}[A-Za-z_]{3,30}#{2,9}", "##")
"""A pay-wall mark such as `##paidbegin##`, also in the middle of a sentence."""


def _words(words: str, after: str = "", before: str = "") -> Expression:
    """One of the words with what stands after and before it."""
    signs = words.split()
    return Expression(f"{before}(?:{'|'.join(signs)}){after}", *signs)


_URL: Final = Expression(r"(?i:https?://|www\.[\w-]+\.|\.(?:html?|shtml|aspx?|php)\b)", "://", ".")
_CLOCK: Final = Expression(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s+\d{1,2}:\d{2}", ":")
_SIGNS: Final = (
    ("网址", _URL),
    ("网页时间", _CLOCK),
    ("版权行", Expression("(?i:Copyright|ICP备|All Rights Reserved)", *"PpRr")),
    *((why, _words(words, after, before)) for why, before, words, after in rows("residue.tsv")),
)
"""Signs that say by themselves that a short line is furniture, each with the reason."""

# Signs that need company: two different ones, or one in a line that ends like no sentence.
_WEAK: Final = tuple(
    Expression(pattern, *signs.split()) for pattern, signs in rows("residue_weak.tsv")
)
_ADDRESS: Final = Expression(f"{_URL.source}|{_CLOCK.source}")
_SHORT: Final = 90  # characters; a longer line is prose unless it is a disclaimer
_PROSE: Final = 45  # characters; a line of this length that ends like a sentence is prose
_LONGEST: Final = 400  # characters; no furniture is longer
_SAYING: Final = 14  # Chinese characters; a sentence of so many says more than its address
_USEFUL_ADDRESS: Final = _words(
    "报名 参会 会议 直播 填报 问卷 投票 回执 缴费 查询 登录 投稿 预约",
    rf"{HAN}{{0,6}}\s*[:：]",
    "^",
)
"""What a notice tells its readers to open; it is not where the page came from."""
_POINTER: Final = Expression("更多|本[文站页]|原文|转载|来源|来自|点击|下载|浏览|发布|收藏")
_RULE: Final = "-=~—–―·•.。#"
_DATED: Final = ("落款", "抄送", "附件", "印发")
_SOURCE_ROW: Final = _words(
    "来源 作者 时间 日期 编辑 浏览 阅读 发布",
    r"\s*[:：].{0,40}?(?:时间|日期|浏览|阅读|字号|字体|点击|编辑|发布)",
)


def is_all_markers(text: str) -> bool:
    """Pay-wall marks and nothing else."""
    return text.startswith("##") and not MARKER.compiled.sub("", text).strip()


def reason_for(
    text: str,
    signs: Sequence[tuple[str, Expression]] = _SIGNS,
    weak: Sequence[Expression] = _WEAK,
) -> str:
    """Why a line is furniture on its own evidence (Chinese); empty when it is not.

    The leftmost sign is the reason. `signs` and `weak` can be fewer where others find nothing.
    """
    size = len(text)
    if size > _LONGEST:
        return ""
    if is_all_markers(text):
        return "付费标记"
    if 3 <= size <= 60 and all(char in _RULE or char.isspace() for char in text):
        return "分隔线"
    if size <= _SHORT:
        found = [(match, why) for why, sign in signs if (match := sign.search(text))]
        if found:
            first, why = min(found, key=lambda each: each[0].start())
            if not _is_sentence(text, first[0]):
                return why
        elif _SOURCE_ROW.search(text):
            return "网页信息栏"
    least = 2 if size <= _SHORT else 3
    maybe = [sign for sign in weak if sign.may_match(text)]
    enough = len(maybe) >= least and sum(1 for sign in maybe if sign.search(text)) >= least
    return "声明" if enough else ""


def _is_sentence(text: str, shown: str) -> bool:
    """A line of prose that merely mentions such a thing (扫码, 二维码, 收藏)."""
    address = bool(_ADDRESS.match(shown))
    if address and _USEFUL_ADDRESS.match(text):
        return True
    if len(text) < 16 or text[-1] not in "。！？!?；;":
        return False
    says_more = han_count(text) >= _SAYING and not _POINTER.search(text)
    return not address or says_more


def find_residue(lines: Lines, labelled: Sequence[bool]) -> dict[int, str]:
    """Index of each line to leave out -> the reason in Chinese.

    `labelled` says for each line whether it opens with a heading's label: such a line, and a
    long one, is never taken for the tail of a web page.
    """
    texts = {
        at: line.text
        for at, line in enumerate(lines)
        if not (line.role or line.figure or line.label or labelled[at])
    }
    short = "\n".join(text for text in texts.values() if len(text) <= _SHORT)
    whole = "\n".join(text for text in texts.values() if len(text) <= _LONGEST)
    signs = [(why, sign) for why, sign in _SIGNS if sign.may_match(short)]
    weak = [sign for sign in _WEAK if sign.may_match(whole)]
    found = {at: why for at, text in texts.items() if (why := reason_for(text, signs, weak))}
    bare = _bare_numbers(lines)
    paged = len(bare) > 1 and all(
        int(lines[b].text) == int(lines[a].text) + 1 for a, b in pairwise(bare)
    )
    found.update((at, "页码") for at in bare if paged or lines[at].indent >= 8)
    found.update(_tail(lines, labelled, found))
    return found


def _bare_numbers(lines: Lines) -> list[int]:
    """Index of each line that is a number and nothing else; but not of a table's row that is still
    to be filled in: it counts on from the row above."""
    found: list[int] = []
    above: int | None = None  # number of the row above, 0 of a head
    for at, line in enumerate(lines):
        first, tab, _ = line.text.partition("\t")
        number = int(first) if first.isdecimal() and len(first) <= 3 else None
        counts_on = number is not None and above is not None and number == above + 1
        if number is not None and not tab and not counts_on:
            found.append(at)
        above = (number or 0) if tab or counts_on else None
    return found


def _tail(lines: Lines, labelled: Sequence[bool], found: dict[int, str]) -> dict[int, str]:
    """Once furniture begins after the last paragraph, the short lines among it belong to it."""
    last = -1
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        prose = len(line.text) >= _PROSE or (
            line.text[-1:] in ("。", "！", "？", "；", "!", "?") and len(line.text) >= 12
        )
        if at not in found and (prose or labelled[at] or line.role or line.figure):
            last = at
            break
    strong = [at for at in found if at > last]
    if not strong or (last < 0 and len(strong) < len(lines) / 2):
        return {}
    first = min(strong)
    return {
        at: found.get(at, "网页尾部")
        for at in range(first, len(lines))
        if at in found or not any(word in lines[at].text for word in _DATED)
    }
