"""Recognition: every variant of every family, and what only looks like a label."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechgen.numbering import COUNTERS, Pattern
from speechgen.numbering.labels import Label, recognise

FAMILIES = """
    一、 （一） 一） 1. （1） 1） ① 一是 一要 一个是 一个要 第一， 第1， 第一项， 第一步：
    第一个方面， 其一， 其一是 首先， 第一章 第一编 第一节 第一条 A. a. Ⅰ、 甲、
"""
CANONICAL = FAMILIES.split()


@given(st.sampled_from(CANONICAL), st.integers(1, 999), st.sampled_from([" ", "", "　　"]))
def test_every_printed_label_is_recognised(text: str, n: int, blanks: str) -> None:
    pattern = Pattern.parse(text)
    total = min(COUNTERS[pattern.counter].most, 9999)
    n = min(n, total)
    printed = pattern.label(n, total)
    assert printed is not None
    if text in ("第一节", "第一条"):
        blanks = blanks or " "
    found = recognise(f"{printed}{blanks}抓好落实")
    assert found is not None
    assert (found.pattern, found.number, found.text) == (text, n, printed)
    assert found.end == len(printed) + len(blanks)


VARIANTS = {
    "一、": "一.|一．|一､|一丶|一 、",
    "（一）": "(一)|（一)|(一）|㈠|（一）、|( 一 )",
    "1.": "1．|1、|1。|１．|⒈|1､|01.",
    "（1）": "(1)|⑴|（1)|（１）|（1）、",
    "1）": "1)|１）",
    "①": "❶|①、|①.",
    "第一，": "第一、|第一,|第一：|第一:",
    "第一项，": "第一项,",
    "一是": "一是：|一是，|一是:|一是,",
    "一要": "一要：|一要，",
    "其一，": "其一、|其一,|其一：",
    "首先，": "首先、|首先,|首先：",
    "A.": "A．|A、",
}
EVERY_VARIANT = [(pattern, typed) for pattern, row in VARIANTS.items() for typed in row.split("|")]


@pytest.mark.parametrize(("pattern", "typed"), EVERY_VARIANT)
def test_variants_of_a_family_are_recognised(pattern: str, typed: str) -> None:
    found = recognise(f"{typed} 抓好落实")
    assert found == Label(pattern, found.family if found else "", 1, typed, len(typed) + 1)


def test_relatives_share_a_family() -> None:
    families = {
        "一是": ("一是", "二要", "三个是", "四个要", "五是："),
        "第一，": ("第一，", "第二、", "第三项，", "第四步：", "第五个方面，"),
        "其一，": ("其一，", "其二是"),
        "首先，": ("首先，", "其次、", "再次，", "最后，"),
        "（一）": ("（一）", "(二)", "㈢"),
    }
    for family, labels in families.items():
        found = [recognise(f"{label}抓好落实") for label in labels]
        assert [label and label.family for label in found] == [family] * len(labels)


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("十二、严明纪律", 12),
        ("（二十四）落实保障", 24),
        ("一百一十一、附则", 111),
        ("再次，要抓", 3),
        ("最后，要抓", 4),
        ("⑫加强巡查", 12),
        ("㈥加强巡查", 6),
        ("Ⅳ、附则", 4),
        ("⒛附则", 20),
    ],
)
def test_numbers(text: str, n: int) -> None:
    found = recognise(text)
    assert found is not None
    assert found.number == n


LOOK_ALIKES = (
    "第一要务是发展|第一是安全|统一是前提|一次公布全部名单|一个目的。|"
    "二十大以来|2024年工作回顾|8月初完成|4支队伍|2009.6.3|1.5亿元|10.5%的家庭|9.30前报送|3.15晚会|"
    "（点）|（发言人10分钟）|（）市|（ ）|（一|（2024）7号|〔1〕|〔2026〕7号|"
    "一、二年级学生|一、二、三等奖|三、四季度|1、2号楼|7、8月份|第一、二产业|第一、第二批名单|"
    "三要素|第一章的规定|第一条规定|第一条线路|第一项是|第一节课|第一|第一个|首先要抓好|首先|最后冲刺|"
    "其他|其一|其中，|十足的干劲|百年大计|千方百计|万一|两、|两是|零、|（零）|0.|0、|一一、|十十、|"
    "二〇二六、|U.S.|A.I.|A|甲、乙双方|甲方|1|1.1总体要求|1.1.1|1..|2024.|2024、|1000、|一|、|。|"
    "“一、|  一、|http://x.cn|e.g.这样|一带一路|一心一意|10:30开会|12345热线"
)
NOT_LABELS = LOOK_ALIKES.split("|")


@pytest.mark.parametrize("text", NOT_LABELS)
def test_what_only_looks_like_a_label(text: str) -> None:
    assert recognise(text) is None


@pytest.mark.parametrize(
    ("text", "label", "rest"),
    [
        ("1.2022年底前完成改造", "1.", "2022年底前完成改造"),
        ("1.2021—2025年规划", "1.", "2021—2025年规划"),
        ("3.10月底前完成", "3.", "10月底前完成"),
        ("1、5亿元以上项目", "1、", "5亿元以上项目"),
        ("一、2024年工作回顾", "一、", "2024年工作回顾"),
        ("三、四个方面的要求", "三、", "四个方面的要求"),
        ("二、一手抓防汛", "二、", "一手抓防汛"),
        ("一、一季度工作", "一、", "一季度工作"),
        ("第一，一些单位", "第一，", "一些单位"),
        ("（一）是加强领导", "（一）", "是加强领导"),
        ("一要要求到位", "一要", "要求到位"),
        ("A.办公室", "A.", "办公室"),
        ("第一章总则", "第一章", "总则"),
        ("一、", "一、", ""),
        ("首先，首先要", "首先，", "首先要"),
    ],
)
def test_where_the_label_ends(text: str, label: str, rest: str) -> None:
    found = recognise(text)
    assert found is not None
    assert (found.text, text[found.end :]) == (label, rest)


@pytest.mark.parametrize(
    ("text", "label"),
    [("要求如下：一是抓", "一是"), ("督促整改。（四）加强", "（四）"), ("汛期。二、抓", "二、")],
)
def test_inside_a_text(text: str, label: str) -> None:
    at = text.index(label)
    found = recognise(text, at)
    assert found is not None
    assert found.text == label
    assert text[at : found.end] == label


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("思想要统一是前提", "一是"),
        ("二十一是", "一是"),
        ("第二十一、", "一、"),
        ("2009.6.3", "6."),
        ("其一、其二", "一、"),
        ("123、", "3、"),
    ],
)
def test_the_tail_of_a_longer_word_is_no_label(text: str, piece: str) -> None:
    assert recognise(text, text.index(piece)) is None


@given(
    st.text(alphabet="一二十第其（）()1２.、，是要项首先①A。 　章百", max_size=12),
    st.integers(0, 3),
)
def test_a_label_is_what_stands_there(text: str, start: int) -> None:
    found = recognise(text, start)
    if found is not None:
        assert text.startswith(found.text, start)
        assert start + len(found.text) <= found.end <= len(text)
        assert not text[start + len(found.text) : found.end].strip()
        assert recognise(found.pattern + " ") is not None


@pytest.mark.shared
def test_every_line_of_the_corpus_opens_as_people_read_it(shared: Path) -> None:
    wrong = []
    for path in sorted((shared / "corpus" / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        lines = (shared / "corpus" / gold["source"]).read_text(encoding="utf-8-sig").splitlines()
        for block in gold["blocks"]:
            found = recognise(lines[block["line"] - 1].strip())
            if (found.text if found else None) != block["marker"]:
                wrong.append((path.name, block["line"], block["marker"], found))
    assert not wrong
