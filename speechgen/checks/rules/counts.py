"""Numbers that are said, against what is counted: announced points, and things listed in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.characters import value
from speechgen.checks.engine import Finding, flag
from speechgen.checks.paper import Manuscript, Paragraph
from speechgen.diagnostics import Severity
from speechgen.numbering import counted

# -- count-claim --------------------------------------------------------------------------------

_MEASURE: Final = "点|个方面|个问题|方面|条|项|件事|句话|个|层意思"
_ANNOUNCED: Final = re.compile(
    r"我[^。！？\n]{0,12}?(?:讲|谈|提|说|强调|通报|汇报|报告|安排|部署)"
    r"(?:以下|如下|这么|这样)?(?P<count>[一二三四五六七八九十两]{1,3}|\d{1,2})"
    rf"(?P<measure>{_MEASURE})(?:[具工个][\u4e00-\u9fff]{{0,3}})?"
    r"(?:意见|要求|看法|体会|建议|希望|想法|问题|方面|内容|感受|认识|工作|情况)?"
    r"(?=[，。：；！,:;!]|$|，?供)",
    re.MULTILINE,
)


def count_claim(paper: Manuscript) -> Iterator[Finding]:
    """An announced number against the list that follows."""
    for found in _ANNOUNCED.finditer(paper.text):
        claimed = value(found["count"])
        actual = _items_inside(paper, found.end()) or _items_below(paper, found.start())
        if claimed is None or not actual or claimed == actual:
            continue
        right = (
            counted(actual, found["measure"])
            if not found["count"].isdecimal()
            else f"{actual}{found['measure']}"
        )
        start, end = found.start("count"), found.end("measure")
        yield flag(
            (start, end),
            f"这里说“{found['count']}{found['measure']}”，后面列了{actual}{found['measure']}",
            f"改为“{right}”，或增删后面的条目",
            right,
            safe=False,
        )
    for claim, actual in paper.claims:
        claimed = value(re.sub(r"\D", "", claim) or claim[:2].strip("个点条项"))
        if claimed is not None and claimed != actual:
            span = claim.origins[0][1] if claim.origins else (0, 0)
            yield flag(span, f"数量写“{claim}”，下面有{actual}条", f"改为“{actual}”，或增删条目")


def _items_inside(paper: Manuscript, offset: int) -> int:
    """Items of a list that begins in the same paragraph after `offset`."""
    paragraph = paper.paragraph_at(offset - 1)
    for run in paper.runs:
        first = run[0]
        if first.paragraph == paragraph.at and offset <= first.start <= offset + 60:
            following = _items_going_on(paper, paragraph, run[0].family, len(run))
            return len(run) + following if len(run) > 1 or following else 0
    return 0


def _items_going_on(paper: Manuscript, paragraph: Paragraph, family: str, number: int) -> int:
    """Paragraphs after this one that count the same list on."""
    more = 0
    for other in paper.paragraphs[paragraph.at + 1 :]:
        if other.family != family or other.number != number + more + 1:
            break
        more += 1
    return more


def _items_below(paper: Manuscript, offset: int) -> int:
    """Items of the list of paragraphs that begins after the paragraph at `offset`."""
    paragraph = paper.paragraph_at(offset)
    for other in paper.paragraphs[paragraph.at + 1 : paragraph.at + 5]:
        if other.role == "title":
            return 0
        if not other.level:
            continue
        if other.number != 1 or (paragraph.level and other.level <= paragraph.level):
            return 0
        for siblings in paper.lists:
            if siblings.items[0].at == other.at:
                return len(siblings.items)
    return 0


# -- inline-count -------------------------------------------------------------------------------

_NOUN: Final = "方面|环节|步骤|阶段|关键|重点|层面|维度|专题|板块|要素|原则|关系|问题|转变|结合|到位|任务|工程|行动"
_COUNTED: Final = re.compile(
    rf"(?P<n>[二两三四五六七八九十]|\d{{1,2}})(?:大(?:{_NOUN})?|个(?:{_NOUN}))"
)
_BEFORE: Final = re.compile(r"[^，。；：！？,;:!?\n“”（）()]{2,80}$")
_LEAD: Final = re.compile(
    r"(?:围绕|抓好|抓住|实施|聚焦|突出|推进|落实)(?P<claim>(?P<n>[二两三四五六七八九十]|\d{1,2})(?:个|大|项|条)"
    r"[\u4e00-\u9fff]{1,4}?)(?=谋划|安排|部署|开展|推进|展开|工作|[，。、；：,;:])"
)
_OPEN_ENDED: Final = re.compile(r"等|以及其他")


def inline_count(paper: Manuscript) -> Iterator[Finding]:
    """Numbers against the words listed before them; slogans against the list below them."""
    fixed = [found.span() for found, _ in paper.words.set_phrases.find(paper.text)]
    for found in _COUNTED.finditer(paper.text):
        before = _BEFORE.search(paper.text, max(0, found.start() - 80), found.start())
        if before is None or "、" not in before[0] or _OPEN_ENDED.search(before[0]):
            continue
        if _is_fixed(fixed, *found.span()) or before[0][-1] in "第、这前后近":
            continue
        claimed = value(found["n"])
        listed = _things_listed(before[0])
        if claimed is not None and listed is not None and not _agrees(claimed, *listed):
            yield flag(found, f"说“{found[0]}”，前面列出的是{listed[1]}个", "核对数目和列出的内容")
    yield from _slogans(paper, fixed)


def _is_fixed(ranges: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(left < end and start < right for left, right in ranges)


def _things_listed(text: str) -> tuple[int, int, bool] | None:
    """The least and the greatest number of things listed, and whether all are of one length."""
    parts = text.split("、")
    if any(not part for part in parts):
        return None
    joints = sum(len(re.findall(r"以及|及|和|与", part)) for part in parts)
    middle = {len(part) for part in parts[1:]}
    even = len(middle) == 1 and len(parts) > 2 and len(parts[0]) >= min(middle) and max(middle) <= 6
    return len(parts), len(parts) + joints, even and not joints


def _agrees(claimed: int, least: int, most: int, even: bool) -> bool:
    if even:  # 学习、检查、整改、总结四大环节: parts of one length leave no doubt
        return claimed == least
    return claimed <= most or least < 3


def _slogans(paper: Manuscript, fixed: list[tuple[int, int]]) -> Iterator[Finding]:
    for siblings in paper.lists:
        first = siblings.items[0].at
        if not first or len(siblings.items) < 3:
            continue
        lead = paper.paragraphs[first - 1]
        if lead.level or lead.role != "body":
            continue
        for found in _LEAD.finditer(paper.text, lead.start, lead.end):
            claimed = value(found["n"])
            if _is_fixed(fixed, found.start("claim"), found.end()) or claimed == len(
                siblings.items
            ):
                continue
            if claimed is not None and claimed >= 3:
                yield flag(
                    found.span("claim"),
                    f"说“{found['claim']}”，下面列了{len(siblings.items)}条",
                    "核对数目；若是另有所指，不必改",
                    severity=Severity.INFO,
                )
