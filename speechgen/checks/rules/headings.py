"""Headings: their end, their likeness to one another, and whether anything follows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from speechgen.checks.characters import common, shown
from speechgen.checks.engine import Finding, flag, remark
from speechgen.checks.marks import Paragraph
from speechgen.checks.paper import Manuscript
from speechgen.checks.rules.patterns import Forms
from speechgen.diagnostics import Severity
from speechgen.expression import Expression

_FORM: Final = Forms("headings")

# -- heading-end-punct --------------------------------------------------------------------------

_FAMILIES: Final = frozenset({"一、", "（一）", "第一章", "第一节"})
_WRONG_ENDS: Final = "。；：，、;:,"
_LONGEST: Final = 45  # characters of a heading; longer ones are sentences


def heading_end_punct(paper: Manuscript) -> Iterator[Finding]:
    """Own-line headings of each list, after the title."""
    yield from _title_end(paper)
    for siblings in paper.lists:
        if siblings.items[0].family not in _FAMILIES:
            continue
        titles = [item for item in siblings.items if _is_title(paper, item)]
        some_bare = any(item.text[-1] not in _WRONG_ENDS for item in titles)
        if len(titles) < 2 or not (some_bare or len(titles) == len(siblings.items)):
            continue
        for item in titles:
            mark = item.text[-1]
            goes_on = mark in "：:" and any(each.level for each in paper.below(item)[:1])
            if mark in _WRONG_ENDS and not goes_on:
                yield flag(item.tail, f"独占一行的标题末尾不用“{mark}”", f"去掉“{mark}”", "")


_KIND: Final = (
    "(?:的(?:通知|通报|报告|请示|函|批复|意见|决定|公告|通告|讲话|发言|致辞|汇报)"
    "|实施方案|会议纪要)"
)
_LACKS_ABOUT: Final = Expression("(?:召开|举办|开展|做好|加强)[^\n]*的通知$", "通知")
_WITH_STOP: Final = Expression(rf"(?:关于|在)[^，。；：\n]{{4,60}}{_KIND}。$")


def _title_end(paper: Manuscript) -> Iterator[Finding]:
    """A full stop behind the title, which makes it look like a sentence; a title cut short."""
    first = paper.paragraphs[0] if paper.paragraphs and paper.source != "outline" else None
    if first and first.role == "body" and _WITH_STOP.match(str(first.text)):
        yield flag(first.tail, "标题末尾不用“。”", "去掉“。”", "")
    for title in paper.of_role("title")[:1]:
        if str(title.text).startswith("关于") and str(title.text).endswith("的"):
            yield flag(title.tail, "标题没有写完", "补上“通知”“报告”等文种")
        if _LACKS_ABOUT.match(str(title.text)):
            yield flag(title, "标题前面少了“关于”", "写“关于…的通知”", severity=Severity.WARNING)
        if twice := _FORM.kind_twice.match(str(title.text)):
            yield flag(title, f"标题里“{twice['kind']}”说了两遍", "留一个")


def _is_title(paper: Manuscript, item: Paragraph) -> bool:
    if not item.own_line or len(item.bare) > _LONGEST or not item.bare:
        return False
    if any(mark in item.bare[:-1] for mark in "。；;"):
        return False
    return sum(len(each.text) for each in paper.below(item)) > len(item.text)


# -- heading-parallel ---------------------------------------------------------------------------

_RATIO: Final = 1.8
_GAP: Final = 4  # characters; 引言 beside 总体要求 disturbs nobody


_CLAUSES: Final = Expression("[，,；;]")


def heading_parallel(paper: Manuscript) -> Iterator[Finding]:
    """Each list of headings against its own middle."""
    for siblings in paper.lists:
        titles = list(filter(paper.is_heading, siblings.items))
        if len(titles) < 2:
            continue
        sizes = [max(1, sum(char.isalnum() for char in item.head)) for item in titles]
        pieces = [_CLAUSES.compiled.split(item.head.rstrip("。")) for item in titles]
        clauses = [sum(map(bool, each)) for each in pieces]
        ordered = sorted(sizes)
        middle = (ordered[(len(sizes) - 1) // 2] + ordered[len(sizes) // 2]) / 2
        usual, votes = Counter(clauses).most_common(1)[0]
        starts = [item.head[:2] for item in titles]
        tails = ["？" if item.head[-1:] == "？" else item.head.rstrip("。")[-2:] for item in titles]
        farthest = max(sizes, key=lambda size: max(size / middle, middle / size))
        uneven = max(sizes) > min(sizes) * _RATIO and abs(farthest - middle) >= _GAP
        for item, size, count, tail in zip(titles, sizes, clauses, tails, strict=True):
            reason = ""
            if uneven and size == farthest:
                reason = f"长短悬殊：这条{size}字，同级一般{round(middle)}字"
            elif count != usual and votes * 2 > len(titles):
                reason = f"分句数不一：这条{count}句，同级一般{usual}句"
            odd = [tail] if tail == "？" or (tail in _NOUNS and count < usual) else []
            odd += ["关于"] if item.head.startswith("关于") else []
            alone = any(1 == (starts + tails).count(one) < len(titles) - 1 for one in odd)
            stub = size <= _STUB < middle / 4 and item.head not in _ALWAYS_SHORT
            if reason or alone:
                message = f"并列标题{reason or '句式不一'}：“{shown(item.head)}”"
                place, warning = (item.start, item.start + item.head_end), Severity.WARNING
                severity = warning if alone or stub else None
                yield flag(place, message, "使同级标题句式相近", severity=severity)


_STUB: Final = 2  # characters
_NOUNS: Final = ("问题", "情况", "方面", "事项", "措施")
_ALWAYS_SHORT: Final = ("引言", "结语", "前言", "背景", "概况", "总则", "附则", "其他")


# -- heading-duplicate --------------------------------------------------------------------------

_SHORTEST: Final = 6
_LONG: Final = 12  # characters that are no stock heading: 突出重点，完成各项任务
_NOT_WORD: Final = re.compile(r"[\W_]+")
_FILLERS: Final = frozenset({"工作", "力度", "建设", "水平", "管理", "方面", "问题"})
_MOST: Final = 400  # headings compared; each pair costs


def heading_duplicate(paper: Manuscript) -> Iterator[Finding]:
    """Each heading against those before it."""
    for siblings in paper.lists:
        heads: dict[str, Paragraph] = {}
        for item in siblings.items:
            head = item.text[item.label_end : item.head_end].strip()
            above = heads.setdefault(head, item) if len(head) > 1 else item
            if above is not item and len(head) < _SHORTEST:
                line = paper.place(above.start, above.end).line
                message = f"标题“{shown(head)}”与第{line}行重复"
                yield flag((item.start, item.start + item.head_end), message, "合并，或改得有区别")
    seen: list[tuple[Paragraph, str, frozenset[str]]] = []
    for heading in islice(filter(paper.is_heading, paper.paragraphs), _MOST):
        plain = _NOT_WORD.sub("", heading.head)
        parts = _NOT_WORD.split(heading.head)
        clauses = frozenset(part for part in parts if len(part) >= _SHORTEST)
        stock = _FORM.stock.search(plain) is not None
        if len(plain) < _SHORTEST:
            continue
        for earlier, other, others in seen:
            if stock and (plain != other or earlier.level != heading.level or len(plain) < _LONG):
                continue
            same = plain == other or plain in others or other in clauses
            close = heading.level == earlier.level and plain[:2] == other[:2]
            same = same or (close and _alike(plain, other))
            if same and not (earlier.level < heading.level and heading in paper.below(earlier)):
                line = paper.place(earlier.start, earlier.end).line
                place = (heading.start + heading.label_end, heading.start + heading.head_end)
                first = f"第{line}行“{shown(earlier.head)}”"
                message = f"标题“{shown(heading.head)}”与{first}重复或近似"
                yield flag(place, message, "合并，或改得有区别")
                break
        seen.append((heading, plain, clauses))


def _alike(one: str, other: str) -> bool:
    """Whether one of two that begin alike is the other with a filler at its end, or with a little
    more inside."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 6:
        return False
    if long.startswith(short) and long[len(short) :] in _FILLERS:
        return True
    front, back = common(short, long), common(short[::-1], long[::-1])
    return back >= 2 and front + back >= len(short)


# -- empty-section ------------------------------------------------------------------------------

_SENTENCE_ENDS: Final = "。；！？：;!?:…”）"
_AFTER: Final = Expression("会后，|散会|谢谢|(?:同志们|各位.{1,4}|老师们|同学们)[，！]")
"""What the close begins with: all that is below."""
_PLANS: Final = ("议程", "日程", "方案", "名单", "目录", "分工", "清单")


def _bare_head(paper: Manuscript, items: Sequence[Paragraph]) -> Iterator[Finding]:
    """The one item that has a head and no more, where all others have something behind theirs."""
    bare = [one for one in items if not (one.text[one.head_end :].strip("。 ") or paper.below(one))]
    if items[0].family not in _FAMILIES or len(bare) != 1:
        return
    if len(items) > 2 and len(bare[0].bare) <= _STUBBY:
        rest = [len(item.text) - item.head_end for item in items if item is not bare[0]]
        if min(rest) > len(bare[0].bare):
            message = f"同级各条都有内容，“{shown(bare[0].text)}”只有标题"
            yield remark(bare[0], message, "补上内容，或删去这一条")


_STUBBY: Final = 10  # characters
_LABEL: Final = 8


def empty_section(paper: Manuscript) -> Iterator[Finding]:
    """Headings with nothing below whose siblings have something."""
    for alone in paper.paragraphs if paper.source != "outline" else ():
        short = alone.role != "table" and len(alone.text) <= _LABEL
        if short and _FORM.label_alone.compiled.match(str(alone.text)):
            yield flag(alone, f"“{str(alone.text).strip()}”后面没有内容", "补上内容，或删去")
    if any(word in paper.title for word in _PLANS):
        return
    for siblings in paper.lists:
        filled = [item for item in siblings.items if not item.own_line or paper.below(item)]
        yield from _bare_head(paper, siblings.items)
        for item in siblings.items if len(filled) * 2 >= len(siblings.items) else ():
            behind = paper.paragraphs[item.at + 1 : item.at + 2]
            below = [str(each.text) for each in paper.below(item)]
            if (
                item.own_line
                and len(item.bare) <= 40
                and item.bare[-1:] not in _SENTENCE_ENDS  # nor is there nothing
                and all(map(_AFTER.match, below))
                and not (below and all(text.startswith("谢谢") for text in below))
                and not any(each.role == "table" for each in behind)
                and not ("通知" in paper.title and item is siblings.items[-1])  # 联系人
            ):
                message = f"标题“{shown(item.text)}”下面没有内容"
                yield flag(item, message, "补上内容，或删去这个标题")
