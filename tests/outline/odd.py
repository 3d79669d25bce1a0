"""Outlines with an odd value under every key of every type, in odd shapes, in every format.

`python -m tests.outline.odd --cases 5000 --seed 1` runs them at random; every failure prints its
seed and number. A case passes if it is drafted, or refused in Chinese; a Word file must be
well-formed.
"""

from __future__ import annotations

import argparse
import datetime
import io
import random
import sys
import traceback
import zipfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

import yaml

from speechgen.api import search_roots
from speechgen.api.checking import check as found
from speechgen.api.drafting import draft
from speechgen.diagnostics import SpeechError
from speechgen.library import starter, types
from speechgen.library.model import MeetingType
from speechgen.outline import COMMON_FIELDS, NODE_FIELDS
from speechgen.schema.fields import Field

ROOT: Final = Path(__file__).resolve().parents[2]
FORMATS: Final = ("docx", "txt", "md", "html", "docx", "xlsx")
LAYOUTS: Final = ("", *sorted(file.stem for file in (ROOT / "templates/_layouts").glob("*.yaml")))


def deep(levels: int, key: str = "") -> Any:
    """Lists in lists, or mappings in mappings."""
    made: Any = "底"
    for _ in range(levels):
        made = {key: made} if key else [made]
    return made


def points(levels: int) -> Any:
    """Points below points."""
    made: Any = [{"题": "底"}]
    for level in range(levels):
        made = [{"题": f"第{level}层", "点": made}]
    return made


ANY: Final[tuple[Any, ...]] = (
    None, "", " ", [], {}, [[]], [{}], [None], {"": ""}, {"甲": None}, True, False, 0, -5, 1.5,
    1e309, float("nan"), 10**30, datetime.date(2026, 2, 28), datetime.datetime(2026, 1, 1, 9),
    ["甲", ["乙", ["丙"]]], {"甲": {"乙": {"丙": "丁"}}}, [{"题": "甲"}, "乙", ["丙"]],
    ["甲", {"乙": 1}],
    {"题": "甲", "点": "乙"}, {"题": ["甲"], "文": {"乙": 1}}, {"点": {"点": {"点": "甲"}}},
    deep(60),
    deep(60, "点"), deep(60, "甲"), points(40), deep(190), ["甲"] * 300,
    {f"键{at}": at for at in range(300)},
    "\ue000", "甲\ue000乙\ue001丙", "\ue001\ue001", "甲\x00乙", "\x1b[2J", "\x7f\x85\u2028\u2029",
    "甲\r乙\r\n丙\n\n丁",
    "\u200b", "甲\u200b乙\u200d丙\ufeff丁", "\u202e倒\u202c", "\u0301", "é\u0301" * 50,
    "😀𠮷\U0010ffff\uffff\ufffe",
    "刘䶮", "　全角　空格　", "\t\v\f", "字" * 20_000, "a" * 20_000, "甲 " * 5_000, "—" * 500,
    "（" * 300,
    "》《" * 200, "“" * 200, "{{ 7*7 }}", "{% for x in y %}", "{标题}", "【待补：甲】", "【待补",
    "# 题", "- 点｜文",
    "｜|｜", "@称谓 甲", "一、甲", "（一）甲。乙", "讲三点", "<w:p>&amp;]]>", "*a*_b_`c`[d](e)",
    "![x](y)", "\\",
    "http://例.com/" + "x" * 500, "1" * 400, "٣²１〇", "=1+1", "无", "否", "~", "null",
)  # fmt: skip
"""Values for any key."""

OWN: Final[dict[str, tuple[str, ...]]] = {
    "编号": (
        ">", "一", ">".join(["一、"] * 100), "一、" * 5_000, "\u200f一、>\u202e（一）",
        "一、>无>一、", "1.1.1.1",
        "（一）>（一）>（一）", "①>①", "①", "A.>a.>i.", "text", "live", "首先，",
        "第一，>其一，", "一是>一是", "一、>",
        ">>>", "%d", "{}", "一、>\ue000一、", "１.>Ⅰ.", "一\n、", "x" * 10_000, "一" * 1_000,
        "第一", "0", "-1",
    ),
    "版式": (
        "../x", "没有", "gbt9704/../gbt9704", "gbt9704 ", "GBT9704", "\u200bgbt9704", "x" * 300,
        ".", "/", "a\x00",
    ),
    "语气": ("没有", "1", "-1", "庄重", "庄重、平实", "x" * 300),
    "时长": (
        "1e309", "0", "-5", "NaN", "inf", "²", "15分钟", "9" * 400 + "小时", "9" * 5_000, "0分",
        "１５分", "半小时", "0.0001",
    ),
    "日期": (
        "0001-01-01", "9999-12-31", "2月30日", "2026-2-29", "2026年2月29日", "２０２６年６月１日",
        "٢٠٢٦-٠٦-٠١",
        "0000-00-00", "2026-13-40", "2026.6.1（星期三）", "下周五", "²⁰²⁶-6-1",
        "2026年6月1日" * 100, "〇〇〇〇年1月1日",
    ),
    "时间": (
        "25:99", "9:00-", "99999999:00", "下午99点", "²:00", "9点半-8点", "9" * 5_000 + ":00",
    ),
    "数量": ("9" * 5_000, "-1", "²", "十万八千", "1e9", "两", "0"),
    "页码": ("{页}" * 100, "{", "{没有}", "居中 {页", "居中 " + "x" * 5_000),
    "印发日期": ("0001-01-01", "9999-12-31", "2026-2-29"),
    "类型": (
        "../speech", "_base", "speech/../speech", "讲话 ", "x" * 300, "\ue000", "讲\x00话", ".",
        "/",
    ),
    "成套": ("通知",),
    "注音": ("䶮 yǎn",),
}  # fmt: skip
"""Values for keys that mean something."""

BASE: Final = "类型: 讲话\n标题: 在清河会议上的讲话\n正文:\n"


def flow(opening: str, closing: str, levels: int) -> str:
    """Brackets in brackets, closed or not."""
    return f"{BASE}  - {opening * levels}底{closing * levels}\n"


def shapes() -> Iterator[tuple[str, str]]:
    """Odd texts of whole outlines, by name."""
    for levels in (50, 190, 400):
        yield (
            f"points {levels}",
            BASE + "".join(f"{'  ' * at}  - 题: 层\n{'  ' * at}    点:\n" for at in range(levels)),
        )
        yield f"dashes {levels}", BASE + "  " + "- " * levels + "底\n"
        yield f"keys {levels}", "材料:\n" + "".join(f"{' ' * at} 甲:\n" for at in range(levels))
        for name, pair in {"lists": "[]", "maps": "{}", "pairs": "[}"}.items():
            yield f"flow {name} {levels}", flow(pair[0], pair[1], levels)
            yield f"open {name} {levels}", flow(pair[0], "", levels)
        yield f"flow keys {levels}", flow("{点: ", "}", levels)
        yield f"flow points {levels}", flow("{题: 甲, 点: [", "]}", levels)
        yield f"question marks {levels}", BASE + "  " + "? " * levels + "底\n"
        yield f"anchors {levels}", BASE + "".join(f"  - &a{at} 甲\n" for at in range(levels))
        yield f"quotes {levels}", BASE + "  - " + "\"'" * levels + "\n"
        yield f"literals {levels}", BASE + "".join(f"{' ' * at}  - |\n" for at in range(levels))
    yield "siblings", BASE + "  - 抓落实\n" * 10_000
    yield "empty siblings", BASE + "  -\n" * 10_000
    yield "sections", BASE + "  - 题: 甲\n    点: [乙, 丙]\n" * 3_000
    yield "a megabyte", BASE + "  - 文: " + "字" * 350_000 + "\n"
    yield "many lines", BASE + "  - 文: |\n" + "      字句\n" * 10_000
    yield "a long title", "类型: 讲话\n标题: " + "题" * 20_000 + "\n正文: [甲]\n"
    yield "a megabyte of latin", BASE + "  - 文: " + "word " * 200_000 + "\n"
    yield "keys by thousands", BASE + "  - 甲\n" + "".join(f"键{at}: 乙\n" for at in range(5_000))
    yield "the same key", BASE + "  - 甲\n" + "标题: 乙\n" * 3_000
    yield "nothing", ""
    yield "marks", "---\n...\n---\n" * 100
    yield "scalar", "甲"
    yield "list", "- 甲\n"
    yield "aliases", "甲: &a [x,x]\n" + "".join(f"键{at}: *a\n" for at in range(100))


@cache
def kinds() -> Sequence[MeetingType]:
    """The built-in types."""
    return types(search_roots())


@cache
def starters(kind: str) -> str:
    """The starter of a type."""
    return starter(next(one for one in kinds() if one.id == kind))


def places(fields: Sequence[Field], way: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The way to every key, members of groups included."""
    for field in fields:
        yield (*way, field.key)
        yield from places(field.fields, (*way, field.key)) if len(way) < 3 else ()


def case(seed: int, number: int) -> tuple[bytes, str, str, bool, str]:
    """Bytes, format, layout, live numbering and numbering, the same for the same seed, number."""
    chance = random.Random(f"{seed}/{number}")
    if chance.random() < 0.02:
        data = chance.choice(list(shapes()))[1].encode()
    else:
        kind = chance.choice(list(kinds()))
        outline = yaml.load(starters(kind.id), Loader=yaml.BaseLoader)
        ways = list(places((*kind.fields, *COMMON_FIELDS)))
        ways += [("正文", key.key) for key in NODE_FIELDS] * 2
        for _ in range(chance.choice((1, 1, 2, 4))):
            way = chance.choice(ways)
            _put(outline, way, _value(way[-1], chance), chance)
        text = yaml.dump(outline, allow_unicode=True, sort_keys=False, width=10**9,
                         Dumper=yaml.SafeDumper)  # fmt: skip
        data = _raw(text, chance)
    numbering = chance.choice(OWN["编号"]) if chance.random() < 0.05 else ""
    return data, chance.choice(FORMATS), chance.choice(LAYOUTS), chance.random() < 0.3, numbering


def _value(key: str, chance: random.Random) -> Any:
    own = OWN.get(key, ())
    return chance.choice(own) if own and chance.random() < 0.5 else chance.choice(ANY)


def _put(outline: Any, way: tuple[str, ...], value: Any, chance: random.Random) -> None:
    """Put a value where a way leads, into some item where a list is on it."""
    for key in way[:-1]:
        inner = outline.get(key) if isinstance(outline, dict) else None
        if isinstance(inner, list) and inner:
            at = chance.randrange(len(inner))
            if not isinstance(inner[at], dict):
                inner[at] = {"题": inner[at]} if key in ("正文", "点") else {}
            inner = inner[at]
        elif not isinstance(inner, dict):
            inner = outline[key] = {}
        outline = inner
    outline[way[-1]] = value


def _raw(text: str, chance: random.Random) -> bytes:
    """The bytes of a text: now and then what the writer had escaped, as it is."""
    if chance.random() < 0.3:
        for code in (0, 0x1B, 0x7F, 0x85, 0x2028, 0x200B, 0x202E, 0xE000, 0xE001, 0xFEFF, 0xFFFF):
            for escaped in (f"\\x{code:02X}", f"\\u{code:04X}", "\\0" if not code else "\\_"):
                text = text.replace(escaped, chr(code))
    data = text.encode()
    return data.replace(b"\xe7\x94\xb2", b"\xed\xb3\xa9") if chance.random() < 0.02 else data


def check(
    data: bytes, format: str, layout: str = "", live: bool = False, numbering: str = ""
) -> bool:
    """Whether it drafted. Raises AssertionError, or what must not be raised."""
    try:
        made = draft(data, name="提纲.yaml", layout=layout, numbering=numbering)
        printed = made.printed(live=live).to(format)
    except SpeechError as refused:
        assert refused.diagnostics, "refused without a reason"
        for note in refused.diagnostics:
            assert not note.message.isascii(), f"not Chinese: {note}"
        str(refused).encode("utf-8", "replace")
        return False
    for note in found(made) if format == "txt" else made.diagnostics:
        assert not note.message.isascii(), f"not Chinese: {note}"
    if format in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(printed)) as parts:
            for name in parts.namelist():
                if name.endswith((".xml", ".rels")):
                    ElementTree.fromstring(parts.read(name))
    return True


def main() -> int:
    """Cases at random; 1 if any failed."""
    options = argparse.ArgumentParser(prog="python -m tests.outline.odd")
    options.add_argument("--cases", type=int, default=2_000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    drafted = failures = 0
    for number in range(chosen.cases):
        try:
            drafted += check(*case(chosen.seed, number))
        except Exception:
            failures += 1
            print(f"seed {chosen.seed}, number {number}")
            traceback.print_exc(limit=-4)
    print(f"{chosen.cases} cases, {drafted} drafted, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
