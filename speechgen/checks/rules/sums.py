"""Numbers of one sentence that must agree: parts and wholes, votes, those who came."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise, takewhile
from typing import Final

from speechgen.checks.characters import value
from speechgen.checks.engine import Finding, flag
from speechgen.checks.paper import Manuscript
from speechgen.checks.rules.patterns import Forms
from speechgen.checks.words.likeness import is_word
from speechgen.diagnostics import Severity
from speechgen.expression import Expression
from speechgen.marks import HAN

_FORM: Final = Forms("sums")

# -- sum-mismatch -------------------------------------------------------------------------------

_N: Final = r"\d{1,9}(?:\.\d{1,4})?"
_OPPOSITES: Final = (
    "男女男 先后先 新旧新 新老新 大小大 上下上 公民公 城乡城 内外内 有无有 优差优 正副正"
)
_CLAUSES: Final = Expression("[。；：\n]")


def sum_mismatch(paper: Manuscript) -> Iterator[Finding]:
    """Totals before and behind their parts, then people, then all of so many."""
    for found in chain(_FORM.total_first.finditer(paper.text), _FORM.of_which.finditer(paper.text)):
        may_be_partial = not (_FORM.pair.match(found["parts"]) or _opposites(found["parts"]))
        yield from _compared(found, re.split("[、，；和]", found["parts"]), may_be_partial)
    for found in _FORM.total_last.finditer(paper.text):
        before = paper.text[max(0, found.start() - 120) : found.start()]
        clause = _CLAUSES.compiled.split(before)[-1]
        yield from _compared(found, _parts_before(clause, found["unit"]), may_be_partial=False)
    for found in _FORM.present.finditer(paper.text):
        due, there, away = int(found["due"]), int(found["there"]), found["away"]
        if there > due:
            yield flag(
                found, f"应到{due}{found['unit']}，实到{there}{found['unit']}，多了", "核对人数"
            )
        elif away and not found["more"] and there + int(away) != due:
            message = f"实到{there}加{away}是{there + int(away)}，不是应到的{due}"
            yield flag(found, message, "核对人数")
    for found in _FORM.votes.finditer(paper.text):
        votes = sum(int(found[name] or 0) for name in ("yes", "no", "neither"))
        if votes > int(found["there"]):
            yield flag(found, f"票数相加是{votes}，实到的是{found['there']}", "核对人数和票数")
    for found in _FORM.ballots.finditer(paper.text):
        valid, back = int(found["yes"]), int(found["there"])
        if valid > back or (found["no"] and valid + int(found["no"]) != back):
            yield flag(found, f"有效、无效的相加不是收回的{back}", "核对票数")
    for look in (_left, _counted, _named_below, _rates, _swapped, _of_them, _by_sections):
        yield from look(paper)
    every = (_FORM.all, _FORM.all_of, _FORM.more_than_all, _FORM.sent)
    for found in chain.from_iterable(form.finditer(paper.text) for form in every):
        total, n = int(found["total"]), int(found["n"])
        if n > total or (found["all"] and not found["other"] and n != total):
            message = f"共有{total}{found['what']}，这里说{n}{found['what']}{found['all'] or ''}"
            yield flag(found, message, "核对数字")


def _left(paper: Manuscript) -> Iterator[Finding]:
    """120户, of which 80 are done and 50 are left, or not done."""
    for found in chain(_FORM.left.finditer(paper.text), _FORM.left_not.finditer(paper.text)):
        done, left, total = (int(found[name]) for name in ("done", "left", "total"))
        if done + left != total:
            message = f"{done}加{left}是{done + left}，不是{total}{found['unit']}"
            yield flag(found, message, "核对数字")


def _named_below(paper: Manuscript) -> Iterator[Finding]:
    """8名同志，名单如下： and lines of nothing but names."""
    for paragraph in paper.paragraphs if _FORM.named_below.may_match(paper.text) else ():
        found = _FORM.named_below.search(paper.text, paragraph.start, paragraph.end)
        below = takewhile(
            _FORM.names_only.compiled.fullmatch,
            (str(p.text) for p in paper.paragraphs[paragraph.at + 1 :]),
        )
        named = len(re.findall(f"{HAN}+", "\n".join(below))) if found else 0
        if found and named and value(found["said"]) not in (named, None):
            message = f"说{found['said']}人，名单里是{named}人"
            yield flag(found.span("said"), message, "核对人数和名单")


def _counted(paper: Manuscript) -> Iterator[Finding]:
    """前七届 of the seventh; so many people and their names."""
    for found in _FORM.nth.finditer(paper.text):
        if (value(found["before"]) or 0) >= (value(found["n"]) or 99):
            yield flag(
                found.span("past"),
                f"“第{found['n']}{found['unit']}”前面没有{found['before']}{found['unit']}",
                "核对届次",
            )
    for found in chain(_FORM.names.finditer(paper.text), _FORM.names_first.finditer(paper.text)):
        named = found["names"].count("、") + 1
        if value(found["said"]) not in (named, None):
            yield flag(found, f"说共{found['said']}人，列出的是{named}人", "核对人数和名单")


def _swapped(paper: Manuscript) -> Iterator[Finding]:
    """培训46期 and 64期培训: two numbers of one thing in the same figures."""
    seen: dict[tuple[str, str], re.Match[str]] = {}
    for found in _FORM.amount.finditer(paper.text):
        other = seen.setdefault(("".join(sorted(found["n"])), found["unit"]), found)
        if other["n"] == found["n"] or found["unit"] in "年月日时分元%":
            continue
        one, two = (
            {a + b for a, b in pairwise(paper.text[max(0, each.start() - 2) : each.start()])}
            | {paper.text[each.end() : each.end() + 2]}
            for each in (other, found)
        )
        if any(is_word(pair) for pair in one & two):
            message = f"“{found[0]}”，前面写的是“{other[0]}”"
            yield flag(found, message, "核对数字，前后一致")


def _of_them(paper: Manuscript) -> Iterator[Finding]:
    """新建健身广场18个 and 新建的16个健身广场."""
    for found in _FORM.of_them.finditer(paper.text):
        said = rf"{found['verb']}了?{found['noun']}(?P<n>\d{{1,6}}){found['unit']}"
        said += rf"|{found['verb']}了?(?P<m>\d{{1,6}}){found['unit']}{found['noun']}"
        numbers = {one["n"] or one["m"] for one in re.finditer(said, paper.text)}
        if numbers and found["n"] not in numbers:
            message = f"“{found[0]}”，别处写的是{min(numbers)}{found['unit']}"
            yield flag(found, message, "核对数字，前后一致")


def _by_sections(paper: Manuscript) -> Iterator[Finding]:
    """A total that is announced, against the only amount of its unit in each section below."""
    for siblings in paper.lists:
        lead = paper.paragraphs[siblings.items[0].at - 1]
        found = _FORM.lead.search(paper.text, lead.start, lead.end)
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


_ROUGH: Final = 1.0  # per cent by which a rounded rate may be off


def _rates(paper: Manuscript) -> Iterator[Finding]:
    """A rate against its two numbers; two shares that leave nothing out."""
    seen: set[int] = set()
    every = (
        each.finditer(paper.text)
        for each in (_FORM.of_all, _FORM.share_of, _FORM.rate_of, _FORM.some_of)
    )
    for found in chain.from_iterable(every):
        total, part, rate = (float(found[name]) for name in ("total", "part", "rate"))
        actual = part / total * 100 if total else rate
        if part <= total and abs(actual - rate) > _ROUGH and found.start("rate") not in seen:
            seen.add(found.start("rate"))
            message = f"{found['total']}中的{found['part']}不是{found['rate']}%"
            yield flag(found.span("rate"), message, f"算出来是{actual:.4g}%")
    for found in _FORM.two_shares.finditer(paper.text):
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
        found = _FORM.part.compiled.fullmatch(piece)
        if not found or found["unit"] != unit:
            break
        parts.append(piece)
    return parts


def _compared(found: re.Match[str], parts: list[str], may_be_partial: bool) -> Iterator[Finding]:
    """The sum of the parts of one unit against the total. Parts behind 其中 may leave some out or
    overlap; where not each piece is one part of this unit, nothing can be said but that parts
    without a name, which cannot overlap, are too many."""
    unit, total = found["unit"], float(found["total"])
    pieces = [_FORM.part.compiled.fullmatch(one) for one in parts if one]
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
        if may_overlap and unit in "人名位件起次场处":  # 其中党员、妇女
            may_overlap = _FORM.traits.search(found["parts"]) is not None
        severity = Severity.INFO if may_overlap else None
        yield flag(found.span("total"), message, "核对各项和总数", severity=severity)
