"""The labels of lists: in order, of one kind, one level at a time, with their own marks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from speechgen.checks.engine import Finding, flag, remark
from speechgen.checks.marks import InlineLabel, Paragraph
from speechgen.checks.paper import Manuscript
from speechgen.checks.rules.annexes import annexed
from speechgen.checks.rules.patterns import Forms, wordings
from speechgen.diagnostics import Severity, Span
from speechgen.document import ATTACHMENT_MARK, Item
from speechgen.expression import Expression
from speechgen.marks import HAN
from speechgen.numbering import Pattern

_FORM: Final = Forms("labels")

# -- enum-gap -----------------------------------------------------------------------------------

_Labelled = Paragraph | InlineLabel
_NEAR: Final = 3  # paragraphs over which a list begun inside one goes on below it
_FIGURES: Final = "一二三四五六七八九十"
_SPOKEN: Final = {"首先": 1, "其次": 2, "再次": 3}


def enum_gap(paper: Manuscript) -> Iterator[Finding]:
    """Lists of paragraphs and lists inside paragraphs."""
    between = {(parent.at, paper.paragraphs[at].number) for at, parent in paper.strays.items()}
    ends = [run[-1] for run in reversed(paper.runs)]  # so that the first of a kind counts
    inside = {(end.paragraph, end.family): end.number for end in ends}
    earliest = {(each.family, each.number): each.at for each in reversed(paper.paragraphs)}

    def counts_on(first: Paragraph) -> bool:
        """The numbers before this item stand inside a paragraph (…。二是…), or at another level."""
        for at in range(first.at - _NEAR, first.at):
            if (at, first.family) in inside:
                return inside[at, first.family] + 1 == first.number
        above = str(paper.paragraphs[first.at - 1].text) if first.at else ""
        number, other = str(first.number), str(first.number - 1)
        if (
            _spoken(first.number - 1, above[:2])
            or f"：{first.label.replace(number, other)}" in above
        ):
            return True  # 注：1.…／2.…
        return earliest.get((first.family, first.number - 1), first.at) < first.at

    for siblings in paper.lists:
        first = siblings.items[0]
        if first.at in paper.strays:
            continue
        if first.number != 1 and not siblings.continues and not counts_on(first):
            yield _without_first(paper, first)
        for before, item in pairwise(siblings.items):
            twice = before.number == item.number and before.family != item.family
            if twice or (before.at, item.number - 1) in between:
                continue
            if item.number != before.number + 1 and not item.label.startswith("最后"):
                yield _out_of_order(before, item)
    for run in paper.runs:
        for one, mark in pairwise(run):
            spoken = _spoken(mark.number - 1, paper.text[one.end : mark.start])
            if mark.number != one.number + 1 and not mark.is_last and not spoken:
                yield _out_of_order(one, mark)
    yield from _restarted(paper)
    yield from _lost_inside(paper)
    yield from annexed(paper)
    yield from _figures_inside(paper)
    yield from _decimals(paper)
    for paragraph in paper.paragraphs if _FORM.items_of.may_match(paper.text) else ():
        marks = list(_FORM.items_of.finditer(paper.text, paragraph.start, paragraph.end))
        numbers = [_FIGURES.index(mark["n"]) for mark in marks]
        for (last, here), found in zip(pairwise(numbers), marks[1:], strict=False):
            if numbers[0] == 0 and here > last + 1:
                message = f"序号跳了：“其{_FIGURES[last]}”之后是“其{_FIGURES[here]}”"
                yield flag(found.span("label"), message, f"应当是“其{_FIGURES[last + 1]}”")


def _spoken(number: int, text: str) -> bool:
    """Whether a word takes a place in a list: 首先…其次…第三 (ordinal-words tells of it)."""
    return any(place == number and word in text for word, place in _SPOKEN.items())


def _restarted(paper: Manuscript) -> Iterator[Finding]:
    """（三） that is a heading of the level above: （一） follows at once."""
    for above, below in pairwise(paper.lists):
        end, start = above.items[-1], below.items[0]
        same = end.family == start.family == "（一）" and end.own_line and end.number > 1
        heads = end.bare[-1:] not in "。；" and start.at == end.at + 1
        if same and heads and start.number == 1:
            message = f"“{end.label}”下面又从“{start.label}”数起，像是上一级的标题"
            yield flag(label_at(end), message, "核对这个标题的级别", severity=Severity.WARNING)


_FIGURE: Final = Expression(r"(?<![^：；。:;\n])(?P<label>(?P<n>[1-9])[.．、](?!\d))")
_FIRST_FIGURE: Final = ("1.", "1．", "1、")


def _figures_inside(paper: Manuscript) -> Iterator[Finding]:
    """1.…；2.…；2.… inside one paragraph."""
    for paragraph in paper.paragraphs if any(map(paper.text.__contains__, _FIRST_FIGURE)) else ():
        marks = list(_FIGURE.finditer(paper.text, paragraph.start, paragraph.end))
        for before, here in pairwise(marks if marks and marks[0]["n"] == "1" else ()):
            last, number = int(before["n"]), int(here["n"])
            if number not in (1, last + 1):
                message = f"序号乱了：“{before['label']}”之后是“{here['label']}”"
                yield flag(here.span("label"), message, f"应当是“{last + 1}.”")


def _decimals(paper: Manuscript) -> Iterator[Finding]:
    """1.1, 1.3 and 图1, 图3 at the heads of paragraphs, each attachment for itself."""
    last: dict[str, int] = {}
    for paragraph in paper.paragraphs:
        if paragraph.role in ("title", ATTACHMENT_MARK):
            last.clear()
        text = str(paragraph.text)[:_HEAD]
        found = _FORM.decimal.match(text) if text[:1] in _DECIMAL_OPENS else None
        if found is None:
            continue
        of, number = found["of"].strip(), int(found["n"])
        if of in last and number > last[of] + 1:
            place = (paragraph.start, paragraph.start + found.end())
            message = f"序号跳了：“{of}{last[of]}”之后是“{of}{number}”"
            yield flag(place, message, f"应当是“{of}{last[of] + 1}”，或补上漏掉的一条")
        if of in last or number == 1:
            last[of] = number


_HEAD: Final = 16  # characters of a paragraph in which its number stands
_DECIMAL_OPENS: Final = frozenset("图表0123456789")


def _lost_inside(paper: Manuscript) -> Iterator[Finding]:
    """第一，…；第三，… where the first label opens the paragraph itself."""
    in_runs = {mark for run in paper.runs for mark in run}
    seen: set[int] = set()
    for mark in paper.marks:
        opening = paper.paragraphs[mark.paragraph]
        if mark in in_runs or mark.paragraph in seen or opening.family != mark.family:
            continue
        seen.add(mark.paragraph)
        if opening.number == 1 and mark.number > 2 and not mark.is_last:
            yield _out_of_order(opening, mark)


def label_at(one: _Labelled) -> tuple[int, int]:
    """Where the label of an item, or inside a paragraph, stands."""
    return one.start, one.start + len(one.label.rstrip())


def _without_first(paper: Manuscript, first: Paragraph) -> Finding:
    """A list that begins with another number; articles count on through the chapters."""
    above = [one for one in paper.paragraphs[: first.at] if one.family == first.family]
    if above and first.label.startswith("第") and above[-1].number < first.number:
        return _out_of_order(above[-1], first)
    message, (hint, _) = f"这一列从“{first.label}”开始，前面没有“一”", _renumbered(first, 1)
    return flag(label_at(first), message, hint, severity=Severity.WARNING)


def _out_of_order(before: _Labelled, here: _Labelled) -> Finding:
    last, label = (one.label.strip("，,：:") for one in (before, here))
    if here.number == before.number:
        message = f"序号“{label}”重复了"
    else:
        how = "倒" if here.number < before.number else "跳"
        message = f"序号{how}了：“{last}”之后是“{label}”"
    hint, right = _renumbered(here, before.number + 1)
    return flag(label_at(here), message, hint, right or None, safe=False)


def _renumbered(one: _Labelled, number: int) -> tuple[str, str]:
    """A hint, and the label as it should be; both empty where its pattern has no such number."""
    try:
        right = Pattern.parse(one.pattern).label(number, number) or ""
    except ValueError:
        right = ""
    if one.label.endswith(",") and right.endswith("，"):
        right = right[:-1] + ","
    return f"应当是“{right}”，或补上漏掉的一条" if right else "", right


# -- marker-mix ---------------------------------------------------------------------------------

LIGHT: Final = frozenset({"一是", "第一，", "其一，", "首先，"})


def marker_mix(paper: Manuscript) -> Iterator[Finding]:
    """Families and their variants inside each list; families of a level across sections."""
    for siblings in paper.lists:
        first = siblings.items[0]
        for item in siblings.items[1:]:
            alike = item.family in LIGHT or _shape(item) == _shape(first)
            if item.family != first.family or not alike:
                yield _mixed(first, item)
                break
    for at, parent in paper.strays.items():
        goes_on = any(
            each.family == parent.family and each.number == parent.number + 2
            for each in paper.paragraphs[at + 1 : at + _NEAR * 2]
        )
        if {paper.paragraphs[at].family, parent.family} <= LIGHT or goes_on:
            yield _mixed(parent, paper.paragraphs[at])
    yield from _mixed_inside(paper)
    seen: dict[int, Paragraph] = {}
    heads: dict[str, Paragraph] = {}  # by the family above: the first item below it
    for siblings in paper.lists:
        item = siblings.items[0]
        if len(siblings.items) < 2 or siblings.parent is None:
            continue
        usual = seen.setdefault(siblings.level, item)
        under = siblings.parent.family, heads.setdefault(siblings.parent.family, item).family
        if under == ("一、", "（一）") and item.family == "1.":
            message = (
                f"“{siblings.parent.label.strip()}”下面用了“{item.label.strip()}”，别处用“（一）”"
            )
            yield remark(label_at(item), message, "同一级用同一种序号")
        if usual.family in LIGHT and item.pattern != usual.pattern:
            before, here = usual.label.strip(), item.label.strip()
            message = f"同一级序号各部分不一致：前面用“{before}”，这里用“{here}”"
            yield remark(label_at(item), message, "讲话里容许；要整齐就统一成一种")
    heavy = [one.parent for one in paper.lists if one.items[0].family == "（一）"]
    parents = {parent.at for parent in heavy if parent}
    for siblings in paper.lists:
        first = siblings.items[0]
        light = siblings.parent is None and first.family == "一是" and len(siblings.items) > 1
        if light and any(item.at in parents for item in siblings.items):
            message = f"“{first.label.strip()}”作了一级，下面却用“（一）”，轻的序号压在重的上面"
            yield remark(label_at(first), message, "一级用“一、”更清楚")
            return


_COUNTING: Final = Expression(r"[\d❶-❿ 一二三四五六七八九十百首先其次再次最后]")


def _shape(item: Paragraph) -> str:
    """The label with its number taken out: 1、 and 1. differ, （一） and （二） do not."""
    label = unicodedata.normalize("NFKC", item.label)
    return _COUNTING.compiled.sub("", label)


def _mixed(first: _Labelled, item: _Labelled, hint: str = "") -> Finding:
    before, here = first.label.strip("，, "), item.label.strip("，, ")
    message = f"同一列里序号混用：前面是“{before}”，这里是“{here}”"
    return flag(label_at(item), message, hint or f"改成和“{before}”同一种")


def _mixed_inside(paper: Manuscript) -> Iterator[Finding]:
    """一是…；第二，… inside one paragraph."""
    ends = {run[-1] for run in paper.runs}
    inside = {mark for run in paper.runs for mark in run}
    latest: dict[tuple[int, int], dict[str, InlineLabel]] = {}  # paragraph, number: by family
    for mark in paper.marks:
        if mark.number >= 2 and mark.family in LIGHT and mark not in inside:
            kin = [
                end
                for end in latest.get((mark.paragraph, mark.number - 1), {}).values()
                if end.family != mark.family and "一是" in (end.family, mark.family)
            ]
            if kin:
                yield _mixed(max(kin, key=lambda end: end.start), mark, "改成同一种")
        if mark in ends:
            latest.setdefault((mark.paragraph, mark.number), {})[mark.family] = mark


# -- marker-punct -------------------------------------------------------------------------------

_COMMA: Final = Expression(
    f"(?P<n>[{_FIGURES}])[，,](?={HAN})", *(n + mark for n in _FIGURES for mark in "，,")
)
_DOTS: Final = ("..", "．．")  # an ellipsis behind the label, which is no mark of the label


def marker_punct(paper: Manuscript) -> Iterator[Finding]:
    """Labels of items, then labels inside paragraphs; of those that an outline has computed each
    kind once, where it says how to number."""
    seen: set[int] = set()
    told: set[tuple[str, Span]] = set()
    for paragraph in paper.paragraphs:
        label = paragraph.label.rstrip() if paragraph.level else ""
        message, fixed = _mended(label)
        if message:
            seen.add(paragraph.start)
            start, end = label_at(paragraph)
            block = paper.blocks[paragraph.at] if paper.blocks else None
            asked = paper.numbered_at.get(block.pattern) if isinstance(block, Item) else None
            if asked:
                if (message, asked) not in told:
                    hint = f"在“编号”里把“{label}”改成“{fixed}”"
                    yield flag(asked, f"{message}：“{label}”", hint)
                told.add((message, asked))
            elif paper.text[end - 1 : end + 1] not in _DOTS:
                yield flag((start, end), f"{message}：“{label}”", right=fixed)
    lines = paper.paragraphs if _COMMA.may_match(paper.text) else ()
    commas = [(each, found) for each in lines if (found := _COMMA.compiled.match(str(each.text)))]
    if [_FIGURES.find(found["n"]) for _, found in commas[:2]] == [0, 1]:
        for each, found in commas:
            place = each.start, each.start + found.end()
            yield flag(place, f"序号“{found['n']}”后面用顿号", right=f"{found['n']}、")
    for found in _FORM.wrong_inside.finditer(paper.text):
        if found.start() not in seen:
            label = found["label"][:-1]
            fixed = label + ("" if label[-1] in "）)" else "，")
            yield flag(found, f"序号“{label}”后面不用顿号", right=fixed)


@lru_cache(maxsize=256)
def _mended(label: str) -> tuple[str, str]:
    """What is wrong with the end of a label, and the label as it should be; both may be empty."""
    for row in wordings()["marker-punct"]:
        if found := row.pattern.compiled.fullmatch(label):
            return row.message, found.expand(row.right or "")
    return "", ""


# -- ordinal-words ------------------------------------------------------------------------------

_ORDINALS: Final = LIGHT - {"一是"}
_ONE_SET: Final = "首先、其次、最后，或第一、第二、第三，用一套"


def ordinal_words(paper: Manuscript) -> Iterator[Finding]:
    """Marks of one paragraph that count on in another family; then a loose 第三."""
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
                used, here = before[-1].label.strip("，,"), mark.label.strip("，,")
                yield flag(label_at(mark), f"前面用“{used}”，这里却接“{here}”", _ONE_SET)
        last[mark.family] = mark
    for prose in paper.paragraphs:  # 首先……其次……第三要……: no label without its comma
        text = str(prose.text)
        second = text.find("其次")
        if second < 0 or "首先" not in text[:second] or "第一" in text or "第二" in text:
            continue
        if found := _FORM.third.search(paper.text, prose.start + second, prose.end):
            yield flag(found.span(1), f"前面用“首先、其次”，这里却接“{found[1]}”", _ONE_SET)
