"""For any text at all: no character disappears without being listed, and nothing crashes."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechgen.api import search_roots
from speechgen.api.reading import Imported
from speechgen.diagnostics import SpeechError
from speechgen.readers import read_bytes

from ..fuzz_texts import mutated
from ..readers.reading_help import INNOCENT

BITS = (
    "一、",
    "（一）",
    "(二)",
    "1.",
    "2、",
    "一是",
    "二是",
    "三要",
    "首先，",
    "其次，",
    "第一，",
    "①",
    "A.",
    "同志们：",
    "各位代表！",
    "。",
    "，",
    "：",
    "\n",
    "\n\n",
    "　　",
    "    ",
    "X",
    "**",
    "（）",
    "【待补】",
    "##paidbegin##",
    '"',
    "'",
    "# ",
    "- ",
    "|",
    ">",
    "&a",
    "*b",
    "%",
    "@",
    "`",
    "{",
    "}",
    "[",
    "]",
    "\t",
    "\\",
    "标题:",
    "题：",
    "文:",
    "2024年",
    "（2024年3月5日）",
    "附件：",
    "结语",
    "在全市会议上的讲话",
    "\u200b",
    "\ufeff",
    "\x07",
    "\u2028",
    "😀",
    "查看更多>>",
    "https://a.b/c",
    "第3页",
    "加强领导",
    INNOCENT,
)
_BLANK = re.compile(r"[\s\u200b\ufeff\x1c-\x1f\x85]")
_CONTROLS = [chr(code) for code in (*range(32), 127, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)]


def check(text: str) -> None:
    """Every character of `text` is in a passage (kept or noise) or in a listed pay-wall mark."""
    try:
        readings = read_bytes("稿.txt", text.encode("utf-8", "surrogatepass"))
    except SpeechError as refused:
        assert refused.diagnostics
        return
    if any("UTF-16" in reading.encoding for reading in readings):
        assert "\0" in text  # b":\0" is a colon in UTF-16
        return
    found: Counter[str] = Counter()
    for reading in readings:
        for passage in reading.passages:
            found.update(_BLANK.sub("", passage.text))
        for note in reading.residue:
            if "付费标记" in note.message and "#" in note.message:
                found.update(_BLANK.sub("", note.message.partition("：")[2]))
            if "控制字符" in note.message:
                found.update(dict.fromkeys(_CONTROLS, 1 << 20))
    lost = Counter(_BLANK.sub("", text)) - found
    assert not lost, lost
    drafted = Imported("稿.txt", readings, search_roots())
    outlines = drafted.outlines()
    for differences in drafted.differences(outlines):
        assert not any("起草不了" in one.drafted for one in differences), outlines


@given(st.lists(st.sampled_from(BITS), max_size=60).map("".join))
def test_scraps(text: str) -> None:
    check(text)


@given(st.text(max_size=200))
def test_anything(text: str) -> None:
    check(text)


@pytest.mark.shared
@pytest.mark.slow
def test_the_corpus_cut_joined_shuffled(shared: Path) -> None:
    folder = shared / "corpus"
    texts = [
        path.read_text("utf-8-sig")
        for name in ("seeds", "documents")
        for path in sorted((folder / name).glob("*.txt"))
    ]
    for seed in range(150):
        chance = random.Random(seed)
        check(mutated(chance.choice(texts), texts, BITS, chance))


@pytest.mark.shared
def test_the_corpus_in_other_encodings(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "documents").glob("*.txt")):
        text = path.read_text("utf-8-sig")
        plain = read_bytes("稿.txt", text.encode())
        for encoding in ("utf-8-sig", "utf-16", "gb18030"):
            other = read_bytes("稿.txt", text.replace("\n", "\r\n").encode(encoding))
            assert [r.to_json() for r in other] == [r.to_json() for r in plain]
