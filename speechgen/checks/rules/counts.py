"""Numbers that are said, against what is counted: points announced, things listed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from speechgen.checks.characters import value, within
from speechgen.checks.engine import Finding, flag, remark
from speechgen.checks.marks import InlineLabel
from speechgen.checks.paper import Manuscript
from speechgen.checks.rules.patterns import Forms
from speechgen.diagnostics import Severity
from speechgen.document import ATTACHMENT_MARK
from speechgen.expression import Expression
from speechgen.marks import HAN
from speechgen.numbering import counted

_FORM: Final = Forms("counts")

# -- count-claim --------------------------------------------------------------------------------


def count_claim(paper: Manuscript) -> Iterator[Finding]:
    """An announced number against the list that follows."""
    runs: dict[int, list[tuple[InlineLabel, ...]]] = {}
    for run in paper.runs:
        runs.setdefault(run[0].paragraph, []).append(run)
    sizes = {siblings.items[0].at: len(siblings.items) for siblings in paper.lists}
    for found in _announced(paper.text):
        count, measure, claimed = found["count"], found["measure"], value(found["count"])
        paragraph = paper.paragraph_at(found.start())
        actual = _items_inside(paper, runs.get(paragraph.at, []), found.end())
        near = paper.paragraphs[paragraph.at + 1 : paragraph.at + 5]
        first = next(
            (each for each in near if each.level or each.role in ("title", ATTACHMENT_MARK)), None
        )
        if not actual and first and first.number == 1 and first.level > paragraph.level:
            actual = sizes.get(first.at, 0)
        if claimed is not None and actual and claimed != actual:
            place = (found.start("count"), found.end("measure"))
            message = f"这里说“{count}{measure}”，后面列了{actual}{measure}"
            yield _miscounted(place, message, count, measure, actual)
    yield from _headed(paper, runs)
    yield from _agenda(paper)
    yield from _heads(paper)


def _miscounted(
    place: tuple[int, int], message: str, count: str, measure: str, actual: int
) -> Finding:
    right = f"{actual}{measure}" if count.isdecimal() else counted(actual, measure)
    return flag(place, message, f"改为“{right}”，或增删后面的条目", right, safe=False)


def _headed(
    paper: Manuscript, runs: Mapping[int, list[tuple[InlineLabel, ...]]]
) -> Iterator[Finding]:
    """三点希望 as the head of what is listed below it or behind it."""
    below: dict[int, list[int]] = {}
    for siblings in paper.lists:
        if siblings.parent is not None:
            below.setdefault(siblings.parent.at, []).append(len(siblings.items))
    for each in (one for one in paper.paragraphs if one.level and one.head):
        found = _FORM.head.compiled.fullmatch(each.head.strip())
        claimed = value(found["count"]) if found else None
        if found is None or claimed is None:
            continue
        below_it = [one.at for one in paper.below(each)[:1] if not one.level]
        inside = [run for at in (each.at, *below_it) for run in runs.get(at, [])]
        sizes = below.get(each.at) or [_items_inside(paper, inside, each.start + each.head_end)]
        if len(sizes) == 1 and sizes[0] > 1 and sizes[0] != claimed:
            start = each.start + each.label_end + each.head.index(found["claim"])
            count, measure = found["count"], found["measure"]
            message = f"标题说“{found['claim']}”，下面列了{sizes[0]}{measure}"
            yield _miscounted(
                (start, start + len(count + measure)), message, count, measure, sizes[0]
            )


@lru_cache(maxsize=1)
def _announced(text: str) -> tuple[re.Match[str], ...]:
    return tuple(_FORM.announced.finditer(text))


def _agenda(paper: Manuscript) -> Iterator[Finding]:
    """So many items, and which of them the script comes to: 进行第五项议程."""
    said = [value(found["n"]) or 0 for found in _FORM.nth.finditer(paper.text)]
    steps = len(list(_FORM.steps.finditer(paper.text)))
    for found in _FORM.agenda.finditer(paper.text) if not said and steps > 1 else ():
        if (value(found["count"]) or 0) > steps:
            message = f"这里说{found[0]}，后面主持到的是{steps}{found['measure']}"
            place = found.start("count"), found.end()
            yield flag(place, message, "核对议程", severity=Severity.WARNING)
    for found, here in zip(_FORM.nth.finditer(paper.text), said, strict=True):
        before = max((n for n in said[: said.index(here)] if n), default=0)
        if before and here > before + 1:
            yield flag(found, f"第{before}{found['measure']}之后是{found[0]}", "核对议程的次序")
    ending = _FORM.last.search(paper.text) if said else None
    more = ending is not None and not _FORM.nth.search(ending["before"])
    last = max(said, default=0) + more
    for found in _FORM.agenda.finditer(paper.text) if len(said) > 1 else ():
        if value(found["count"]) not in (None, last):
            message = f"这里说{found[0]}，后面到第{last}{found['measure']}"
            yield flag((found.start("count"), found.end()), message, "核对议程")


_NEAR: Final = 120  # characters in which what was counted is listed


def _heads(paper: Manuscript) -> Iterator[Finding]:
    """三个强化 and headings that each begin with 强化; 以上五项 where no list has five."""
    for found in _FORM.of_a_noun.finditer(paper.text):
        told = re.split("[。\n]", paper.text[found.end() : found.end() + _NEAR])[0]
        size = len(re.findall(rf"(?:^|[，；：、“—])(?:要|一要)?{found['noun']}", told))
        if told[:1] in "：，”" and size > 1 and size != value(found["count"]):
            yield flag(found, f"说“{found[0]}”，列出的是{size}个", "核对数目，或增删条目")
    for siblings in paper.lists:
        noun, size = siblings.items[0].bare[:2], len(siblings.items)
        if size > 1 and all(item.bare.startswith(noun) for item in siblings.items):
            for found in _FORM.of_a_noun.finditer(paper.text):
                if found["noun"] == noun and value(found["count"]) != size:
                    message = f"说“{found[0]}”，列出的是{size}个"
                    yield flag(found, message, "核对数目，或增删条目")
        lead, heads = paper.paragraphs[siblings.items[0].at - 1], [i.bare for i in siblings.items]
        told = _FORM.behind_list.search(paper.text, lead.start, lead.end)
        if told is None or lead.role != "body" or told["list"].count("、") + 1 != size:
            continue
        announced = list(zip(told["list"].split("、"), heads, strict=True))
        most = sum(one in head for one, head in announced) * 2 > size
        for one, head in announced if most else ():
            if one not in head and (any(one in each for each in heads) or not {*one} & {*head}):
                message = f"前面说“{one}”，这里是“{head[:12]}”"
                yield flag(told.span("list"), message, "核对各条的名称和次序")
    sizes = {len(siblings.items) for siblings in paper.lists}
    sizes |= {_size(paper, run) for run in paper.runs}
    for found in _FORM.above.finditer(paper.text) if paper.lists else ():
        if value(found["count"]) not in sizes:
            actual = f"{len(paper.lists[-1].items)}{found['measure']}"
            yield flag(found, f"说“{found[0]}”，上面是{actual}", "核对数目")


def _items_inside(paper: Manuscript, runs: list[tuple[InlineLabel, ...]], offset: int) -> int:
    """Items of the list among `runs` that begins soon after `offset`, and goes on below it."""
    for run in runs:
        if offset <= run[0].start <= offset + 60:
            size = _size(paper, run)
            return size if size > 1 else 0
    return 0


# -- inline-count -------------------------------------------------------------------------------

_LISTED: Final = 20  # more is seldom listed


def _claims_before(paper: Manuscript) -> Iterator[Finding]:
    """Claims that a list inside a paragraph, or the list below one, follows at once."""
    below = {siblings.items[0].at: len(siblings.items) for siblings in paper.lists}
    lists = [(run[0].start, _size(paper, run), 0) for run in paper.runs]
    lists += [
        (paper.paragraphs[at].start - 1, size, below.get(at + 1, 0))
        for at, size in below.items()
        if at and paper.paragraphs[at].number == 1 and paper.paragraphs[at - 1].role == "body"
    ]
    of_count_claim = [found.span() for found in _announced(paper.text)]  # count-claim's own
    for start, size, inner in lists:
        found = _FORM.leads_to.search(paper.text, max(0, start - 24), start) if size > 1 else None
        claimed = value(found["n"]) if found else None
        if found is None or claimed is None or claimed in (size, inner) or claimed < 2:
            continue
        if claimed > max(_LISTED, 2 * size):  # 全校48个班参加 is none of two points
            continue
        place = found.span("claim")
        if not (within(paper.fixed, place[0], found.end()) or within(of_count_claim, *place)):
            message = f"说“{found['claim']}”，后面列了{size}条"
            hint = "核对数目和列出的内容"
            severity = Severity.INFO if found[0].endswith("。") else None
            yield flag(place, message, hint, severity=severity)


def _size(paper: Manuscript, run: tuple[InlineLabel, ...]) -> int:
    """Marks of a list inside a paragraph, and those that go on below it."""
    size = len(run)
    for other in paper.paragraphs[run[0].paragraph + 1 :]:
        if other.family != run[0].family or other.number != size + 1:
            break
        size += 1
    return size


def _fewer_than_listed(paper: Manuscript) -> Iterator[Finding]:
    """甲、乙、丙、丁等3个: a number smaller than what stands before 等."""
    for found in _FORM.all_listed.finditer(paper.text):
        before = _FORM.listed.search(paper.text, max(0, found.start() - 120), found.start())
        claimed, listed = value(found["n"]), before[0].count("、") + 1 if before else 0
        if (
            claimed is not None
            and claimed < listed
            and found["unit"] not in "年月日点时分十百千万几余多"
        ):
            message = f"说“{found[0]}”，前面列了{listed}{found['unit']}"
            yield flag((found.start("n"), found.end()), message, "核对数目")


def _listed_behind(paper: Manuscript) -> Iterator[Finding]:
    """三个重点：甲、乙: a number against the words listed behind it."""
    for found in _FORM.behind.finditer(paper.text):
        claimed, listed = value(found["n"]), found["list"]
        if claimed is None or claimed < 2 or "等" in listed or within(paper.fixed, *found.span()):
            continue
        if paper.marks and any(found.start() <= mark.start < found.end() for mark in paper.marks):
            continue
        least = listed.count("、") + listed.count("，") + 1
        most = least + len(re.findall("以及|[和与及]", listed))
        if not least <= claimed <= most:
            message = f"说“{found['claim']}”，后面列出的是{most}个"
            yield flag(found.span("claim"), message, "核对数目和列出的内容")


def inline_count(paper: Manuscript) -> Iterator[Finding]:
    """Numbers against the words listed before them and the lists that follow; slogans against
    the list below them."""
    yield from _claims_before(paper)
    yield from _fewer_than_listed(paper)
    yield from _listed_behind(paper)
    for found in _FORM.members.finditer(paper.text):
        listed = found["list"].count("、") + 1
        if value(found["n"]) != listed and not within(paper.fixed, *found.span()):
            place = found.start("n"), found.end()
            message = f"说“{found['n']}{found['c']}”，前面列出的是{listed}个"
            yield flag(place, message, "核对数目和列出的内容")
    yield from _of_one_kind(paper)
    for found in _FORM.counted.finditer(paper.text):
        before = _FORM.before.search(paper.text, max(0, found.start() - 80), found.start())
        if before is None or "、" not in before[0] or "等" in before[0] or "以及其他" in before[0]:
            continue
        if within(paper.fixed, *found.span()) or before[0][-1] in "第、这前后近0123456789":
            continue
        if found[0].endswith("大") and (found["n"] == "十" or before[0][-1] in "一二十"):
            continue  # 十大杰出青年, 十五大
        claimed = value(found["n"])
        some = found["few"] or found["people"]  # of which the last only may be named
        listed = _listed_instead(before[0], claimed or 0)
        if claimed is not None and listed > (claimed if some else 0):
            yield flag(found, f"说“{found[0]}”，前面列出的是{listed}个", "核对数目和列出的内容")
    for siblings in paper.lists:
        first, size = siblings.items[0].at, len(siblings.items)
        lead = paper.paragraphs[first - 1]
        if not first or size < 3 or lead.level or lead.role != "body":
            continue
        for found in _FORM.lead.finditer(paper.text, lead.start, lead.end):
            claimed = value(found["n"])
            if claimed is None or claimed < 3 or claimed == size:
                continue
            if not within(paper.fixed, found.start("claim"), found.end()):
                message = f"说“{found['claim']}”，下面列了{size}条"
                yield remark(found.span("claim"), message, "核对数目；若是另有所指，不必改")


def _of_one_kind(paper: Manuscript) -> Iterator[Finding]:
    """图书馆、文化馆、美术馆两馆: the things of one kind right before their number."""
    for found in _FORM.of_one_kind.finditer(paper.text):
        before = _FORM.before.search(paper.text, max(0, found.start() - 80), found.start("n"))
        parts = before[0].split("、") if before else []
        others = [each for each in parts if not each.endswith(found["c"])]
        kind = len(re.findall(f"{found['c']}(?=[、和与及]|$)", before[0])) if before else 0
        if not others and kind != value(found["n"]):
            place, hint = (found.start("n"), found.end()), "核对数目和列出的内容"
            yield flag(place, f"说“{paper.text[slice(*place)]}”，前面列出的是{kind}个", hint)


def _listed_instead(text: str, claimed: int) -> int:
    """How many things a text lists where that cannot be `claimed`; else 0."""
    parts = text.split("、")
    if not all(parts):
        return 0
    most = len(parts) + sum(
        len(re.findall("以及|(?<![普涉惠])及|(?<![平共])和|(?<!参)与", part)) for part in parts
    )
    middle = {len(part) for part in parts[1:]}
    even = len(middle) == 1 and len(parts) > 2 and len(parts[0]) >= min(middle) and max(middle) <= 6
    if even and most == len(parts):  # 学习、检查、整改、总结四大环节: of one length, beyond doubt
        return 0 if claimed == most else most
    if claimed < most == len(parts) > 2 and _NAMES.compiled.fullmatch(text):
        return most  # 茶叶、油茶、药材四大产业: a clause of nothing but the list
    return 0 if claimed <= most or len(parts) < 3 else most


_NAMES: Final = Expression(rf"(?:{HAN}{{2,6}}、){{2,}}{HAN}{{2,6}}(?<![余来近])", "、")
