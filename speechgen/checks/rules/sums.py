"""Numbers of one sentence that must agree: parts and wholes, votes, those who came."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise
from typing import Final

from speechgen.checks.characters import value
from speechgen.checks.engine import Finding, flag
from speechgen.checks.paper import Manuscript
from speechgen.checks.words.likeness import is_word
from speechgen.diagnostics import Severity
from speechgen.expression import Expression
from speechgen.marks import HAN

# -- sum-mismatch -------------------------------------------------------------------------------

_N: Final = r"\d{1,9}(?:\.\d{1,4})?"
_UNIT: Final = rf"[万亿]?(?:平方米|公里|千米|万元|{HAN})"
_TOTAL_FIRST: Final = Expression(
    rf"共(?:计|有)?[^，。；\d\n]{{0,10}}(?P<total>{_N})(?P<unit>{_UNIT})[^，。；\d\n]{{0,8}}"
    rf"(?:，其中|，包括|：|（其中)[：:，]?(?P<parts>[^。；：\n]{{4,120}})",
    "共",
)
_OF_WHICH: Final = Expression(
    rf"(?P<total>{_N})(?P<unit>{_UNIT})[^，。；\d\n]{{0,18}}(?:，其中|（其中)[：:，]?(?P<parts>[^。；：\n]{{4,120}})",
    "其中",
)
_TOTAL_LAST: Final = Expression(
    rf"(?:总?共计?|合计|总计)[^，。；\d\n]{{0,6}}(?P<total>{_N})(?P<unit>{HAN})",
    *("共", "合计", "总计"),
)
_PART: Final = Expression(rf"[^\d]{{0,10}}(?P<n>{_N})(?P<unit>{_UNIT})(?:[（(][^）)]*[）)])?")
_OPPOSITES: Final = (
    "男女男 先后先 新旧新 新老新 大小大 上下上 公民公 城乡城 内外内 有无有 优差优 正副正"
)
_TRAITS: Final = re.compile(
    "党员|团员|[女男]|妇|民族|[硕博]士|本科|专科|研究生|高级|中级|年|岁|残疾|低保|脱贫|退[役伍]|职称|新增|以上|以下"
)
_CLAUSES: Final = re.compile("[。；：\n]")
_PAIR: Final = Expression(
    rf"^(?:其中)?(?P<one>{HAN}{{2,4}})\d+[^，、]*[，、和](?:不|未|非)(?P=one)\d"
)
_PRESENT: Final = Expression(
    rf"应(?:到|出席|参会)[^，。；\d\n]{{0,8}}(?P<due>\d{{1,6}})(?P<unit>{HAN})[^。；\d\n]{{0,8}}"
    r"实(?:际)?(?:到|出席|参会)[^，。；\d\n]{0,8}(?P<there>\d{1,6})(?P=unit)"
    r"(?:[，、][^，。；\d\n]{0,4}(?:请假|缺席|因[病事公]请假)[^，。；\d\n]{0,4}(?P<away>\d{1,6})(?P=unit))?(?P<more>[，、]\D{0,8}\d)?",
    *("应到", "应出席", "应参会"),
)
_VOTES: Final = Expression(
    r"实(?:到|有|际出席|际到会)[^，。；\d\n]{0,8}(?P<there>\d{1,6})[人名][^。\n]{0,40}?"
    r"(?:赞成|同意)票?(?P<yes>\d{1,6})[票人]?[，、；]反对票?(?P<no>\d{1,6})[票人]?"
    r"(?:[，、；]弃权票?(?P<neither>\d{1,6}))?",
    *("赞成", "同意"),
)
_NAMES: Final = Expression(
    rf"共(?:计|有)?(?P<said>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[人名位](?:同志|代表)?："
    rf"(?P<names>{HAN}{{2,4}}(?:、{HAN}{{2,4}}){{2,}})(?<!等)(?=[。；，\n]|$)",
    "共",
)
_NAMES_FIRST: Final = Expression(
    rf"(?:[：:，,]|^)(?P<names>{HAN}{{2,4}}(?:、{HAN}{{2,4}}){{2,}})(?<!等)[，,](?:一?共计?)(?P<said>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[人名位]",
    "共",
)
_NTH: Final = Expression(
    r"第(?P<n>[一二三四五六七八九十]{1,3}|\d{1,3})(?P<unit>[届次期批轮])[^。\n]{0,30}?(?P<past>前(?P<before>[一二两三四五六七八九十]{1,3}|\d{1,3})(?P=unit))",
    *(f"前{n}" for n in "一二两三四五六七八九十123456789"),
)
_ALL: Final = Expression(
    rf"共?有(?P<total>[0-9]{{1,6}})(?P<what>[个家户名所座处项]{HAN}{{1,6}}?)[，,；](?P<other>目前|现|已有?|其中)?(?P<n>\d{{1,6}})(?P=what)(?P<all>全部|均已?|都已?)?",
    *(f"有{figure}" for figure in "0123456789"),
)

_ALL_OF: Final = Expression(
    rf"(?P<total>[0-9]{{1,6}})(?P<what>[个家户名所座处项]{HAN}{{1,6}}?)(?:中|当中)[，,]"
    rf"(?P<other>目前|现|其中)?(?:已经?|有|已有)?(?P<n>\d{{1,6}})(?P=what)(?P<all>)",
    *("中，", "中,"),
)


def sum_mismatch(paper: Manuscript) -> Iterator[Finding]:
    """Totals before and behind their parts, then people, then all of so many."""
    for found in chain(_TOTAL_FIRST.finditer(paper.text), _OF_WHICH.finditer(paper.text)):
        may_be_partial = not (_PAIR.match(found["parts"]) or _opposites(found["parts"]))
        yield from _compared(found, re.split("[、，；和]", found["parts"]), may_be_partial)
    for found in _TOTAL_LAST.finditer(paper.text):
        clause = _CLAUSES.split(paper.text[max(0, found.start() - 120) : found.start()])[-1]
        yield from _compared(found, _parts_before(clause, found["unit"]), may_be_partial=False)
    for found in _PRESENT.finditer(paper.text):
        due, there, away = int(found["due"]), int(found["there"]), found["away"]
        if there > due:
            yield flag(
                found, f"应到{due}{found['unit']}，实到{there}{found['unit']}，多了", "核对人数"
            )
        elif away and not found["more"] and there + int(away) != due:
            message = f"实到{there}加{away}是{there + int(away)}，不是应到的{due}"
            yield flag(found, message, "核对人数")
    for found in _VOTES.finditer(paper.text):
        votes = sum(int(found[name] or 0) for name in ("yes", "no", "neither"))
        if votes > int(found["there"]):
            yield flag(found, f"票数相加是{votes}，实到的是{found['there']}", "核对人数和票数")
    yield from _counted(paper.text)
    yield from _rates(paper)
    yield from _swapped(paper.text)
    yield from _by_sections(paper)
    for found in chain(_ALL.finditer(paper.text), _ALL_OF.finditer(paper.text)):
        total, n = int(found["total"]), int(found["n"])
        if n > total or (found["all"] and not found["other"] and n != total):
            message = f"共有{total}{found['what']}，这里说{n}{found['what']}{found['all'] or ''}"
            yield flag(found, message, "核对数字")


def _counted(text: str) -> Iterator[Finding]:
    """前七届 of the seventh; so many people and their names."""
    for found in _NTH.finditer(text):
        if (value(found["before"]) or 0) >= (value(found["n"]) or 99):
            yield flag(
                found.span("past"),
                f"“第{found['n']}{found['unit']}”前面没有{found['before']}{found['unit']}",
                "核对届次",
            )
    for found in chain(_NAMES.finditer(text), _NAMES_FIRST.finditer(text)):
        named = found["names"].count("、") + 1
        if value(found["said"]) not in (named, None):
            yield flag(found, f"说共{found['said']}人，列出的是{named}人", "核对人数和名单")


_AMOUNT: Final = Expression(rf"(?<![\d.])(?P<n>\d{{2,6}})(?P<unit>{HAN})")


def _swapped(text: str) -> Iterator[Finding]:
    """培训46期 and 64期培训: two numbers of one thing in the same figures."""
    seen: dict[tuple[str, str], re.Match[str]] = {}
    for found in _AMOUNT.finditer(text):
        other = seen.setdefault(("".join(sorted(found["n"])), found["unit"]), found)
        if other["n"] == found["n"] or found["unit"] in "年月日时分元%":
            continue
        one, two = (
            {a + b for a, b in pairwise(text[max(0, each.start() - 2) : each.start()])}
            | {text[each.end() : each.end() + 2]}
            for each in (other, found)
        )
        if any(is_word(pair) for pair in one & two):
            message = f"“{found[0]}”，前面写的是“{other[0]}”"
            yield flag(found, message, "核对数字，前后一致")


_LEAD: Final = Expression(
    rf"共[^，。；\d\n]{{0,16}}(?P<total>{_N})(?P<unit>{_UNIT})(?=.*(?:如下|分别)[：:。]?$)", "共"
)


def _by_sections(paper: Manuscript) -> Iterator[Finding]:
    """A total that is announced, against the only amount of its unit in each section below."""
    for siblings in paper.lists:
        lead = paper.paragraphs[siblings.items[0].at - 1]
        found = _LEAD.search(paper.text, lead.start, lead.end)
        if lead.role != "body" or found is None:
            continue
        unit, total = found["unit"], float(found["total"])
        texts = (
            "".join(str(each.text) for each in (item, *paper.below(item)))
            for item in siblings.items
        )
        amounts = [re.findall(rf"(?<![\d.])({_N}){unit}", text) for text in texts]
        added = sum(float(one) for each in amounts for one in each)
        if {len(each) for each in amounts} == {1} and abs(added - total) > total * 0.0001:
            message = f"各部分相加是{added:g}{unit}，总数写的是{total:g}{unit}"
            yield flag(found.span("total"), message, "核对各项和总数")


_OF_ALL: Final = Expression(
    rf"(?:共|总|应|排查|发现|受理|抽查|检查|梳理|征集)[^，。；\d\n]{{0,10}}(?P<total>{_N})(?P<unit>[万亿]?{HAN})[^，。；\d\n]{{0,10}}"
    rf"[，,](?:目前|其中)?(?:已|现已)?[^，。；\d\n]{{0,10}}"
    rf"(?P<part>{_N})(?P=unit)[^，。；\d\n]{{0,10}}[，,]?[^，。；\d\n增降]{{0,6}}(?:率(?:为|是|达到?)?|占比?(?:为|达)?)(?P<rate>\d+(?:\.\d+)?)[%％]",
    *("率", "占"),
)
_SHARE_OF: Final = Expression(
    rf"(?P<part>{_N})(?P<unit>[万亿]?{HAN})，占[^，。；\d\n]{{0,12}}(?P<total>{_N})(?P=unit)的(?P<rate>\d+(?:\.\d+)?)[%％]",
    "占",
)
_TWO_SHARES: Final = Expression(
    rf"(?P<a>{HAN}{{1,4}})占(?:比)?(?P<m>\d+(?:\.\d+)?)[%％][，、；](?P<b>{HAN}{{1,4}})占(?:比)?(?P<n>\d+(?:\.\d+)?)[%％]",
    "占",
)
_RATE_OF: Final = Expression(
    rf"(?P<total>{_N})[名人位户家个件项次份辆处]{HAN}[^。；\d\n]{{0,24}}[，,](?:其中)?(?:已|现已)?(?P<what>{HAN}{{2,3}})了?的?"
    rf"(?P<part>{_N})[名人位户家个件项次份辆处]{HAN}{{0,4}}[，,](?P=what)率(?:为|达到?|是)?(?P<rate>\d+(?:\.\d+)?)[%％]",
    "率",
)
_ROUGH: Final = 1.0  # per cent by which a rounded rate may be off


def _rates(paper: Manuscript) -> Iterator[Finding]:
    """A rate against its two numbers; two shares that leave nothing out."""
    seen: set[int] = set()
    every = (each.finditer(paper.text) for each in (_OF_ALL, _SHARE_OF, _RATE_OF))
    for found in chain.from_iterable(every):
        total, part, rate = (float(found[name]) for name in ("total", "part", "rate"))
        actual = part / total * 100 if total else rate
        if part <= total and abs(actual - rate) > _ROUGH and found.start("rate") not in seen:
            seen.add(found.start("rate"))
            message = f"{found['total']}中的{found['part']}不是{found['rate']}%"
            yield flag(found.span("rate"), message, f"算出来是{actual:.4g}%")
    for found in _TWO_SHARES.finditer(paper.text):
        added = float(found["m"]) + float(found["n"])
        one, other = found["a"][-len(found["b"]) :], found["b"]  # 人员中男性, 女性
        if abs(added - 100) > _ROUGH and _opposites(f"{one}1、{other}1"):
            place = (found.end("a") - len(one), found.end())
            yield flag(place, f"“{one}”“{other}”相加是{added:g}%", "核对数字")


def _opposites(parts: str) -> bool:
    """Whether there are two parts that leave nothing out: 先进村9个、后进村8个."""
    names = re.findall(rf"({HAN}{{1,6}})\d[^、，和；]*", parts.removeprefix("其中"))
    one, other = names if len(names) == len("男女") else ("", "")
    return bool(one) and one[1:] == other[1:] and one[0] + other[0] in _OPPOSITES


def _parts_before(clause: str, unit: str) -> list[str]:
    """The parts of one unit at the end of a clause, one beside the other."""
    parts: list[str] = []
    for piece in reversed(re.split("[、，和]", clause.rstrip("，、"))):
        found = _PART.compiled.fullmatch(piece)
        if not found or found["unit"] != unit:
            break
        parts.append(piece)
    return parts


def _compared(found: re.Match[str], parts: list[str], may_be_partial: bool) -> Iterator[Finding]:
    """The sum of the parts of one unit against the total. Parts behind 其中 may leave some out or
    overlap; where not each piece is one part of this unit, nothing can be said but that parts
    without a name, which cannot overlap, are too many."""
    unit, total = found["unit"], float(found["total"])
    pieces = [_PART.compiled.fullmatch(one) for one in parts if one]
    own = [float(one["n"]) for one in pieces if one and one["unit"] == unit]
    unnamed = (
        re.match(rf"(?:{_N}{unit}[、，和])+{_N}{unit}", found["parts"]) if may_be_partial else None
    )
    if unnamed:
        own = [float(each) for each in re.findall(_N, unnamed[0])]
    elif len(own) < max(2, len(pieces)):
        return
    added = sum(own)
    if added > total * 1.0001 or (added < total * 0.9999 and not may_be_partial):
        message = f"各项相加是{added:g}{unit}，总数写的是{total:g}{unit}"
        may_overlap = may_be_partial and not unnamed and not unit.endswith("元")
        if may_overlap and unit in "人名位":  # 其中党员、妇女
            may_overlap = _TRAITS.search(found["parts"]) is not None
        severity = Severity.INFO if may_overlap else None
        yield flag(found.span("total"), message, "核对各项和总数", severity=severity)
