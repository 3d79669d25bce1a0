"""Planted faults: two hundred of them put into clean drafts, one at a time, and looked for.

Each kind is a function from a clean text and a source of chance to the spoiled text and the line
of the fault (0: anywhere). Kinds that `check --fix` can mend must nearly all be found, and the
mended text must be free of them.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from speechgen import draft
from speechgen.api.checking import check, findings, request, review_bytes
from speechgen.api.mending import mend
from speechgen.diagnostics import Severity

FAULTS = 200
Planted = tuple[str, int]
Plant = Callable[[str, random.Random], Planted | None]


def swap(pattern: str, new: str | Callable[[re.Match[str]], str]) -> Plant:
    """Spoils one random place that matches `pattern`."""

    def plant(text: str, chance: random.Random) -> Planted | None:
        places = list(re.finditer(pattern, text))
        if not places:
            return None
        place = chance.choice(places)
        spoiled = place.expand(new) if isinstance(new, str) else new(place)
        line = text.count("\n", 0, place.start()) + 1
        return text[: place.start()] + spoiled + text[place.end() :], line

    return plant


def add(*sentences: str) -> Plant:
    """Puts one of these sentences behind a random sentence of the running text."""

    def plant(text: str, chance: random.Random) -> Planted | None:
        return swap(r"(?<=[\u4e00-\u9fff]{12}。)(?!\n\n\n)", chance.choice(sentences))(text, chance)

    return plant


def add_line(*lines: str) -> Plant:
    """Puts one of these lines at the end."""

    def plant(text: str, chance: random.Random) -> Planted | None:
        text = text.rstrip("\n")
        return f"{text}\n{chance.choice(lines)}\n", text.count("\n") + 2

    return plant


def double_sentence(text: str, chance: random.Random) -> Planted | None:
    """Says a long sentence of one paragraph again at the end of another."""
    sentences = [s for s in re.findall(r"[^。\n]{40,90}。", text) if "：" not in s]
    ends = [found.end() for found in re.finditer(r"[\u4e00-\u9fff]。(?=\n)", text)]
    if not sentences or not ends:
        return None
    at = chance.choice(ends)
    return text[:at] + chance.choice(sentences) + text[at:], 0


HAN = "[\u4e00-\u9fff]"
FIXABLE: dict[str, Plant] = {
    "half-width-punct": swap(f"(?<={HAN})[，；](?={HAN})", lambda m: {"，": ",", "；": ";"}[m[0]]),
    "repeat-punct": swap(f"(?<={HAN})([，。])(?={HAN})", r"\1\1"),
    "repeated-word": swap("的(?=[工安实基建重具责])", "的的"),
    "cjk-space": swap(f"(?<={HAN}{{8}}，{HAN}{{3}})(?={HAN}{{2}})", " "),
    "fullwidth-alnum": swap(
        r"(?<![\d.])\d{2,3}(?=[个处支人座户])",
        lambda m: m[0].translate({48 + d: 0xFF10 + d for d in range(10)}),
    ),
    "marker-punct": swap(r"(?m)^(\u3000*（[二三四]）)", r"\1、"),
    "salutation": swap(r"(?m)^((?:同志们|各位[\u4e00-\u9fff]+))：$", r"\1:"),
    "heading-end-punct": swap(r"(?m)^(\u3000*[一二三四]、[^。\n]{4,28})$", r"\1。"),
    "dunhao-between-marks": add("要认真学习《防洪法》、《水法》，逐条对照检查。"),
    "date-format": add(
        "这项工作于2026.5.20启动，各单位同步进行。", "检查从2026年05月启动，月底结束。"
    ),
    "dash-range": add(
        "要查学校、医院、车站...一处也不能漏。", "目标只有一个--群众满意，别无其他。"
    ),
}
OFFERED: dict[str, Plant] = {
    "count-claim": swap("(?<=讲)[两二三四五六](?=[点个方])", "九"),
    "enum-gap": swap(
        r"(?m)(?<=^\u3000\u3000)(?:（二）|二是|二要)", lambda m: m[0].replace("二", "五")
    ),
    "org-order": add("这项工作得到了市政府、市委的大力支持。", "要主动对接县、市、省有关部门。"),
    "confusable-word": add(
        "工作要按步就班推进。", "截止5月底已经完成一半。", "要提高反腐倡廉意识，杜绝玩乎职守。",
        "对群众反应强烈的问题要马上办。", "要发扬再接再励的精神。", "要励行节约，反对浪费。",
    ),
    "approx-double": add("参加人员约50人左右。", "参加企业超过100家以上。"),
    "deng-misuse": add("要整治推诿扯皮、敷衍了事等等。"),
}  # fmt: skip
REPORTED: dict[str, Plant] = {
    "placeholder": add("这项工作由（）负责。", "会议在XX市召开。", "联系人____负责对接。"),
    "unbalanced-pairs": add(
        "要守住“底线，一步不退。", "要守住底线”，一步不退。", "各单位（含下属单位要按时报送。"
    ),
    "number-sense": add("今年事故起数下降2倍。", "整改率由85%提高到90%，提高了5%。"),
    "ordinal-words": add("首先，要摸清底数。其次，要定好方案。第三，要抓好落实。"),
    "inline-count": add("要抓住宣传发动、自查自纠、整改提高、总结验收三大环节。"),
    "clause-semicolon": add("一是抓排查。逐户登记；二是抓整改，限期销号。"),
    "import-residue": add_line("微信扫一扫在手机阅读、分享本文", "本文档编辑密码：abc2024"),
    "stale-phrase": add("会后由市国土资源局牵头。", "要以优异成绩喜迎党的二十大。"),
    "duplicate-text": double_sentence,
}
KINDS = {**FIXABLE, **OFFERED, **REPORTED}


def clean_drafts(examples: Sequence[Path]) -> list[str]:
    return [str(draft(path)) for path in examples]


def plant(texts: Sequence[str], count: int) -> list[tuple[str, str, int]]:
    """(rule, spoiled text, line) of `count` faults, the kinds in turn."""
    chance = random.Random(2026)
    planted: list[tuple[str, str, int]] = []
    for at in range(count * 2):
        rule = list(KINDS)[at % len(KINDS)]
        for text in chance.sample(list(texts), len(texts)):  # the first that the kind fits
            made = KINDS[rule](text, chance)
            if made is not None and len(planted) < count:
                planted.append((rule, *made))
                break
    return planted


def is_found(rule: str, text: str, line: int) -> bool:
    wanted = request(select=[rule], date="2026-05-12")
    found = findings(review_bytes("稿.txt", text.encode(), wanted), wanted)
    return any(not line or each.span.line == line for each in found)


def test_the_clean_drafts_have_no_errors(examples: list[Path]) -> None:
    wrong = [
        f"{path.name}:{each.span.line}: {each.rule} {each.message}"
        for path in examples
        for each in check(path)
        if each.severity is Severity.ERROR
    ]
    assert wrong == []


def test_planted_faults_are_found(examples: list[Path]) -> None:
    planted = plant(clean_drafts(examples), FAULTS)
    assert len(planted) == FAULTS
    missed: Counter[str] = Counter()
    for rule, text, line in planted:
        missed[rule] += not is_found(rule, text, line)
    total = Counter(rule for rule, _, _ in planted)
    assert set(total) == set(KINDS), "a kind fits no draft"
    fixable = [rule for rule in total if rule in FIXABLE or rule in OFFERED]
    found = sum(total[rule] - missed[rule] for rule in fixable)
    assert found >= 0.95 * sum(total[rule] for rule in fixable), +missed
    assert sum(missed.values()) <= 0.05 * FAULTS, +missed


def test_planted_faults_are_mended(examples: list[Path]) -> None:
    wanted = request(date="2026-05-12")
    for rule, text, _ in plant(clean_drafts(examples), 60):
        if rule not in FIXABLE:
            continue
        mended = mend("稿.txt", text.encode(), wanted)
        assert [each for each in mended.left if each.fix] == [], rule
        again = mend("稿.txt", mended.data, wanted)
        assert again.data == mended.data, rule


@pytest.mark.shared
def test_faults_planted_in_documents_are_found(shared: Path) -> None:
    texts = [
        path.read_text("utf-8") for path in sorted((shared / "corpus" / "documents").glob("*.txt"))
    ]
    planted: list[Any] = [
        each for each in plant(texts, FAULTS) if each[0] in FIXABLE or each[0] in OFFERED
    ]
    missed = Counter(rule for rule, text, line in planted if not is_found(rule, text, line))
    assert sum(missed.values()) <= 0.05 * len(planted), missed
