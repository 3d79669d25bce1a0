"""Files of plain lines: what is read without the YAML library is what the library reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechgen.source import MAX_DEPTH, YamlNode
from speechgen.source.hiding import Hiding
from speechgen.source.plain import needs_no_mending
from speechgen.source.straight import read_straight
from speechgen.source.tree import Composer, Readable
from tests.benchmarks.outlines import outline

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.yaml"))


def read(text: str) -> YamlNode | None:
    return read_straight(text, lines_of(text), "提纲.yaml")


def lines_of(text: str) -> tuple[str, ...]:
    return tuple(re.split("\r\n?|\n", text))


def by_the_library(text: str) -> YamlNode | None:
    lines = lines_of(text)
    composer = Composer(Readable(list(lines), {}), lines, "提纲.yaml", Hiding(text))
    root = composer.compose()
    assert not composer.failed
    assert not composer.notes
    return root


STRAIGHT = {
    "keys": "题: 甲\n文: 乙，丙\n",
    "without a last line break": "题: 甲",
    "line breaks of Windows": "题: 甲\r\n点:\r\n  - 乙\r\n",
    "a list": "点:\n  - 甲\n  - 乙\n",
    "a list at the key's column": "点:\n- 甲\n- 乙\n题: 丙\n",
    "mappings in a list": "点:\n  - 题: 甲\n    点:\n      - 乙\n  - 题: 丙\n",
    "lists in lists": "- - 甲\n  - 乙\n- 丙\n-   -  - 丁\n",
    "blank lines and comments": "# 说明\n题: 甲\n\n# 说明\n点:\n\n  - 乙\n",
    "colons in a text": "时间: 9:30\n题: 甲：乙\n点:\n  - 10:00开始\n",
    "wide gaps": "题:    甲\n点:\n    -    乙\n",
    "an indented file": "  题: 甲\n  点:\n    - 乙\n",
    "marks in a text": "题: C#、A&B，“甲”{乙}[丙]*!|>%@`\n",
}
OTHERS = {
    "nothing": "",
    "a comment alone": "# 甲\n",
    "a text alone": "甲\n",
    "quotes": '题: "甲"\n',
    "brackets": "点: [甲, 乙]\n",
    "a block": "文: |\n  甲\n",
    "a text over two lines": "文: 甲\n  乙\n",
    "a comment behind a value": "题: 甲 # 说明\n",
    "a key without a value": "题:\n文: 乙\n",
    "a last key without a value": "题: 甲\n文:\n",
    "a blank at the end": "题: 甲 \n",
    "the same key twice": "题: 甲\n题: 乙\n",
    "an anchor": "题: &a 甲\n",
    "an item deeper than its text": "点:\n  - 甲\n    - 乙\n",
    "a list under a value": "题: 甲\n  - 乙\n",
    "a key in no column": "点:\n    - 题: 甲\n   文: 乙\n",
    "less than the first line's column": "  题: 甲\n文: 乙\n",
    "a colon that opens a mapping": "题: 甲: 乙\n",
    "a full-width colon": "题：甲\n",
    "a tab": "题:\t甲\n",
    "a control character": "题: 甲\x07\n",
    "two documents": "题: 甲\n---\n题: 乙\n",
    "too deep": "\n".join(f"{' ' * at}题:" for at in range(MAX_DEPTH + 1)) + " 甲\n",
}


@pytest.mark.parametrize("text", STRAIGHT.values(), ids=STRAIGHT)
def test_plain_lines_are_read_as_the_library_reads_them(text: str) -> None:
    root = read(text)
    assert root is not None
    assert repr(root) == repr(by_the_library(text))  # places too


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_all_else_is_left_to_the_library(text: str) -> None:
    assert read(text) is None


def test_too_many_nodes_are_left_to_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("speechgen.source.tree.MAX_NODES", 6)
    assert read("点:\n  - 甲\n  - 乙\n") is not None  # a mapping, its key, a list, two items
    assert read("点:\n  - 甲\n  - 乙\n  - 丙\n  - 丁\n") is None


def test_whole_outlines() -> None:
    texts = [outline(2), *(file.read_text("utf-8") for file in EXAMPLES)]
    found = [(read(text), text) for text in texts]
    assert sum(root is not None for root, _ in found) > len(found) / 2
    for root, text in found:
        assert root is None or repr(root) == repr(by_the_library(text))


WORDS = st.sampled_from(["题", "点", "文", "甲，乙", "a", "9:00", "C#", "-", "－", "...", "---"])
ENDS = st.sampled_from(
    [": 甲乙", ":", ": x:y", ":  丁", ": - e", ": ", "：丙", "，丁", ": '戊'", ""]
)
LINES = st.tuples(
    st.sampled_from([0, 2, 4, 6, 1]), st.sampled_from(["", "- ", "- - ", "-  ", "-"]), WORDS, ENDS
).map(lambda made: f"{' ' * made[0]}{made[1]}{made[2]}{made[3]}")


@given(st.lists(st.one_of(LINES, LINES, LINES, st.sampled_from(["", "# 甲"])), max_size=8))
def test_it_reads_as_the_library_or_not_at_all(lines: list[str]) -> None:
    text = "\n".join(lines)
    root = read(text)
    if root is not None:
        assert repr(root) == repr(by_the_library(text))
        assert needs_no_mending(text, lines)
