"""The labels of lists: in order, of one kind, one level at a time, with their own marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from speechgen.checks.engine import Finding, flag
from speechgen.checks.marks import InlineLabel, SiblingList
from speechgen.checks.paper import Manuscript, Paragraph
from speechgen.diagnostics import Severity
from speechgen.numbering import Pattern

# -- enum-gap -----------------------------------------------------------------------------------


def enum_gap(paper: Manuscript) -> Iterator[Finding]:
    """Lists of paragraphs and lists inside paragraphs."""
    yield from _gaps_of_items(paper)
    yield from _gaps_inside(paper)


def _gaps_of_items(paper: Manuscript) -> Iterator[Finding]:
    for siblings in paper.lists:
        items = siblings.items
        if items[0].at in paper.strays:
            continue
        if items[0].number != 1 and not siblings.continues and not _counts_on(paper, items[0]):
            yield _misnumbered(
                items[0], 1, f"这一列从“{items[0].label}”开始，前面没有“一”", Severity.WARNING
            )
        for before, item in pairwise(items):
            stray = any(
                paper.paragraphs[at].number == item.number - 1 and parent.at == before.at
                for at, parent in paper.strays.items()
            )
            if stray or (before.number == item.number and before.family != item.family):
                continue
            if item.number != before.number + 1 and not item.label.startswith("最后"):
                yield _misnumbered(
                    item,
                    before.number + 1,
                    _what_is_wrong(before.label, item.label, before.number, item.number),
                )


def _counts_on(paper: Manuscript, first: Paragraph) -> bool:
    """The numbers before this item stand inside a paragraph (…。二是…), or at another level."""
    for run in paper.runs:
        if run[-1].paragraph < first.at <= run[-1].paragraph + 3 and run[-1].family == first.family:
            return run[-1].number + 1 == first.number
    return any(
        other.family == first.family and other.number == first.number - 1
        for other in paper.paragraphs[: first.at]
    )


def _gaps_inside(paper: Manuscript) -> Iterator[Finding]:
    for run in paper.runs:
        for before, mark in pairwise(run):
            if mark.number != before.number + 1 and not mark.is_last:
                right = _relabelled(mark.pattern, mark.text, before.number + 1)
                yield flag(
                    (mark.start, mark.start + len(mark.text)),
                    _what_is_wrong(before.text, mark.text, before.number, mark.number),
                    f"应当是“{right}”，或补上漏掉的一条" if right else "",
                    right if right else None,
                    safe=False,
                )


def _what_is_wrong(before: str, label: str, last: int, number: int) -> str:
    before, label = before.strip("，,：:"), label.strip("，,：:")
    if number == last:
        return f"序号“{label}”重复了"
    if number < last:
        return f"序号倒了：“{before}”之后是“{label}”"
    return f"序号跳了：“{before}”之后是“{label}”"


def _relabelled(pattern: str, text: str, number: int) -> str:
    try:
        label = Pattern.parse(pattern).label(number, number)
    except ValueError:
        return ""
    if label and text[-1:] == "," and label.endswith("，"):
        return label[:-1] + ","
    return label or ""


def _misnumbered(
    item: Paragraph, number: int, message: str, severity: Severity | None = None
) -> Finding:
    right = _relabelled(item.pattern, item.label, number)
    start, end = item.start, item.start + len(item.label.rstrip())
    return flag(
        (start, end),
        message,
        f"应当是“{right}”，或补上漏掉的一条" if right else "",
        right if right and severity is None else None,
        safe=False,
        severity=severity,
    )


# -- marker-mix ---------------------------------------------------------------------------------

_LIGHT: Final = frozenset({"一是", "第一，", "其一，", "首先，"})


def marker_mix(paper: Manuscript) -> Iterator[Finding]:
    """Families and their variants inside each list; families of a level across sections."""
    for siblings in paper.lists:
        yield from _mixed_items(siblings)
    for at, parent in paper.strays.items():
        item = paper.paragraphs[at]
        if item.family in _LIGHT and parent.family in _LIGHT:
            yield _mixed(parent, item)
    yield from _mixed_inside(paper)
    yield from _mixed_sections(paper)
    yield from _light_above(paper)


def _shape(item: Paragraph) -> str:
    """The label with its number taken out: 1、 and 1. differ, （一） and （二） do not."""
    label = unicodedata.normalize("NFKC", item.label).replace(" ", "")
    return "".join(
        char
        for char in label
        if not char.isdigit() and char not in "一二三四五六七八九十百首先其次再次最后"
    )


def _mixed_items(siblings: SiblingList) -> Iterator[Finding]:
    first = siblings.items[0]
    for item in siblings.items[1:]:
        if item.family == "首先，" and first.family == "首先，":
            continue
        if item.family != first.family or (
            item.family not in _LIGHT and _shape(item) != _shape(first)
        ):
            yield _mixed(first, item)
            return


def _mixed(first: Paragraph, item: Paragraph) -> Finding:
    before, here = first.label.strip("，, "), item.label.strip("，, ")
    return flag(
        (item.start, item.start + len(item.label.rstrip())),
        f"同一列里序号混用：前面是“{before}”，这里是“{here}”",
        f"改成和“{before}”同一种",
    )


def _mixed_inside(paper: Manuscript) -> Iterator[Finding]:
    """一是…；第二，… inside one paragraph."""
    ends = {run[-1] for run in paper.runs}
    inside = {mark for run in paper.runs for mark in run}
    latest: dict[tuple[int, int], dict[str, InlineLabel]] = {}  # paragraph, number: by family
    for mark in paper.marks:
        if mark.number >= 2 and mark.family in _LIGHT and mark not in inside:
            kin = [
                end
                for end in latest.get((mark.paragraph, mark.number - 1), {}).values()
                if end.family != mark.family and "一是" in (end.family, mark.family)
            ]
            if kin:
                before = max(kin, key=lambda end: end.start).text.strip("，,")
                here = mark.text.strip("，,")
                yield flag(
                    (mark.start, mark.start + len(mark.text)),
                    f"同一列里序号混用：前面是“{before}”，这里是“{here}”",
                    "改成同一种",
                )
        if mark in ends:
            latest.setdefault((mark.paragraph, mark.number), {})[mark.family] = mark


def _mixed_sections(paper: Manuscript) -> Iterator[Finding]:
    seen: dict[int, Paragraph] = {}
    for siblings in paper.lists:
        item = siblings.items[0]
        if len(siblings.items) < 2 or siblings.parent < 0:
            continue
        usual = seen.setdefault(siblings.level, item)
        if usual.family in _LIGHT and item.pattern != usual.pattern:
            yield flag(
                (item.start, item.start + len(item.label.rstrip())),
                f"同一级序号各部分不一致：前面用“{usual.label.strip()}”，这里用“{item.label.strip()}”",
                "讲话里容许；要整齐就统一成一种",
                severity=Severity.INFO,
            )


def _light_above(paper: Manuscript) -> Iterator[Finding]:
    parents = {
        one.parent for one in paper.lists if one.parent >= 0 and one.items[0].family == "（一）"
    }
    for siblings in paper.lists:
        first = siblings.items[0]
        if siblings.parent >= 0 or first.family != "一是" or len(siblings.items) < 2:
            continue
        if any(item.at in parents for item in siblings.items):
            yield flag(
                (first.start, first.start + len(first.label.rstrip())),
                f"“{first.label.strip()}”作了一级，下面却用“（一）”，轻的序号压在重的上面",
                "一级用“一、”更清楚",
                severity=Severity.INFO,
            )
            return


# -- level-skip ---------------------------------------------------------------------------------

_RANK: Final = {"一、": 1, "（一）": 2, "1.": 3, "（1）": 4, "①": 5}
_MAY_SKIP: Final = frozenset({(1, 3)})


def level_skip(paper: Manuscript) -> Iterator[Finding]:
    """Every list against the item it stands under."""
    inverted = False
    for siblings in paper.lists:
        first = siblings.items[0]
        rank = _RANK.get(first.family)
        start, end = first.start, first.start + len(first.label.rstrip())
        if siblings.parent < 0 or rank is None:
            continue
        parent = paper.paragraphs[siblings.parent]
        above = _RANK.get(parent.family)
        if above is None:
            if parent.family in _LIGHT and rank <= 2 and not inverted:
                inverted = True
                yield flag(
                    (start, end),
                    f"“{parent.label.strip()}”下面用了“{first.label.strip()}”，层次倒了",
                    "上一级用“一、”，下一级用“（一）”",
                    severity=Severity.INFO,
                )
        elif rank <= above:
            yield flag(
                (start, end),
                f"“{parent.label.strip()}”下面用了更高一级的“{first.label.strip()}”",
                "按 一、（一）1.（1）的次序",
            )
        elif rank > above + 1 and (above, rank) not in _MAY_SKIP:
            yield flag(
                (start, end),
                f"“{parent.label.strip()}”下面跳过一级，用了“{first.label.strip()}”",
                "按 一、（一）1.（1）的次序",
            )
        if (
            len(siblings.items) == 1
            and first.number == 1
            and rank >= 2
            and first.label
            and not siblings.continues
        ):
            yield flag(
                (start, end),
                f"这一级只有“{first.label.strip()}”一条",
                "只有一条就不必编号，或补上第二条",
            )


# -- marker-punct -------------------------------------------------------------------------------

_WRONG_ENDS: Final = (
    (re.compile(r"^([（(][^）)]*[）)])[、．.，,]$"), r"\1", "括号序号后面不加标点"),
    (re.compile(r"^([㈠-㈩⑴-⒇①-⑳])[、．.]$"), r"\1", "这种序号后面不加标点"),
    (re.compile(r"^([一二三四五六七八九十百]+)\s*[．.､丶]$"), r"\1、", "汉字数字序号后面用顿号"),
    (re.compile(r"^([0-9]+)\s*[、．､丶。]$"), r"\1.", "阿拉伯数字序号后面用小圆点“.”"),
    (
        re.compile(r"^((?:第|其)[一二三四五六七八九十]+)\s*[、:：]$"),
        r"\1，",
        "“第一”“其一”后面用逗号",
    ),
    (re.compile(r"^(首先|其次|再次|最后)[、:：]$"), r"\1，", "“首先”“其次”后面用逗号"),
)
_DOTS: Final = ("..", "．．")  # an ellipsis behind the label, which is no mark of the label
_WRONG_INSIDE: Final = re.compile(
    r"(?<=[。；：！？\n])(?P<label>(?:第|其)[一二三四五六七八九十]{1,2}、|[（(][一二三四五六七八九十]{1,3}[）)]、)"
    r"(?![一二三四五六七八九十\d])"
)


def marker_punct(paper: Manuscript) -> Iterator[Finding]:
    """Labels of items, then labels inside paragraphs."""
    seen: set[int] = set()
    for paragraph in paper.paragraphs:
        label = paragraph.label.rstrip()
        if not paragraph.level or not label:
            continue
        for pattern, right, message in _WRONG_ENDS:
            if pattern.match(label):
                fixed = pattern.sub(right, label)
                start, end = paragraph.start, paragraph.start + len(label)
                seen.add(start)
                if paper.text[end - 1 : end + 1] in _DOTS:
                    break
                yield flag((start, end), f"{message}：“{label}”", f"改为“{fixed}”", fixed)
                break
    for found in _WRONG_INSIDE.finditer(paper.text):
        if found.start() in seen:
            continue
        label = found["label"]
        fixed = label[:-1] + ("" if label[-2] in "）)" else "，")
        yield flag(found, f"序号“{label[:-1]}”后面不用顿号", f"改为“{fixed}”", fixed)


# -- ordinal-words ------------------------------------------------------------------------------

_THIRD: Final = re.compile("[。；;！，,](第三)(?=[要是个点就还])")
_ORDINALS: Final = frozenset({"首先，", "第一，", "其一，"})


def ordinal_words(paper: Manuscript) -> Iterator[Finding]:
    """Marks of one paragraph that count on in another family."""
    last: dict[str, InlineLabel] = {}
    paragraph = -1
    for mark in paper.marks:
        if mark.paragraph != paragraph:
            last, paragraph = {}, mark.paragraph
        if mark.family not in _ORDINALS:
            continue
        if mark.number > 1 and mark.family not in last and not mark.is_last:
            before = [m for m in last.values() if m.number == mark.number - 1]
            if before:
                yield flag(
                    (mark.start, mark.start + len(mark.text)),
                    f"前面用“{before[-1].text.strip('，,')}”，这里却接“{mark.text.strip('，,')}”",
                    "首先、其次、最后，或第一、第二、第三，用一套",
                )
        last[mark.family] = mark
    yield from _loose_third(paper)


def _loose_third(paper: Manuscript) -> Iterator[Finding]:
    """首先……其次……第三要……: without its comma 第三 is no label, but it counts on."""
    for paragraph in paper.paragraphs:
        text = str(paragraph.text)
        second = text.find("其次")
        if second < 0 or "首先" not in text[:second] or "第一" in text or "第二" in text:
            continue
        if found := _THIRD.search(text, second):
            start = paragraph.start + found.start(1)
            yield flag(
                (start, start + len(found[1])),
                f"前面用“首先、其次”，这里却接“{found[1]}”",
                "首先、其次、最后，或第一、第二、第三，用一套",
            )
