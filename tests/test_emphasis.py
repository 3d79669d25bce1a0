"""Which stars are emphasis, and that a text is typed so that the same is read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechgen.diagnostics import Span
from speechgen.emphasis import as_well_marked, calm, fitting, literal, marked, stressed, written
from speechgen.text import Emphasis, Text, cut, emphasised, joined, locate, placed

ALPHABET = "甲乙。，、；：“”《》（）**\\ \n【】待补a1"
TEXTS = st.text(ALPHABET, max_size=30)


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in emphasised(text)]


@pytest.mark.parametrize(
    ("typed", "text", "bold"),
    [
        ("要**重点**抓", "要重点抓", ["重点"]),
        ("**重点**", "重点", ["重点"]),
        ("**一**和**二**", "一和二", ["一", "二"]),
        ("落实**“三个确保”**要求", "落实“三个确保”要求", ["“三个确保”"]),
        ("学习**《条例》**", "学习《条例》", ["《条例》"]),
        ("**早、雨量大**的", "早、雨量大的", ["早、雨量大"]),
        ("**随叫【待补：谁】随到**", "随叫【待补：谁】随到", ["随叫【待补：谁】随到"]),
        ("**【待补】**", "【待补】", ["【待补】"]),
        ("**请大家记住。**", "请大家记住。", ["请大家记住"]),  # as Markdown has it
        ("要**按时，**“不拖”", "要按时，“不拖”", ["按时"]),
        (r"\*\*甲\*\*", "**甲**", []),
        (r"\***甲**", "*甲", ["甲"]),
        (r"**甲\*乙**", "甲*乙", ["甲*乙"]),
        (r"2\*3", "2*3", []),
        (r"a\\*b", r"a\*b", []),
    ],
)
def test_a_pair_of_stars_is_emphasis(typed: str, text: str, bold: list[str]) -> None:
    read = marked(Text(typed))
    assert (str(read), words(read)) == (text, bold)


@pytest.mark.parametrize(
    "typed",
    [
        "涵养**公安政治生态。**公安队伍",  # a redaction
        "张**、李**和王*",
        "张** 李**",
        "**甲**乙**",  # three
        "***甲***",
        "****甲****",
        "*甲*",
        "2*3",
        "张**说完。**李",
        "**，甲**",
        "** 甲**",
        "**甲 **",
        "**甲；乙**",
        "**“甲**乙”",
        "**甲）**",
        "**——**",
        "****",
        "【待补：**】甲【待补：**】",
        "第一**段\n第二**段",
        r"没有星\号",
    ],
)
def test_other_stars_are_text(typed: str) -> None:
    read = marked(Text(typed))
    assert read == typed
    assert emphasised(read) == []


def test_a_text_without_stars_is_left_alone() -> None:
    text = placed(r"甲\乙", "a.yaml", 1, 1)
    assert marked(text) is text
    assert written(text) == text


def test_every_word_keeps_its_column() -> None:
    read = marked(placed(r"要**重点**抓，\*星", "a.yaml", 3, 5))
    places = {char: locate(read, at, at + 1) for at, char in enumerate(read)}
    columns = {"要": 5, "重": 8, "抓": 12, "*": 15, "星": 16}
    for char, column in columns.items():
        assert places[char] == Span("a.yaml", 3, column, column + 1), char


@given(TEXTS)
def test_stars_are_accounted_for_and_nothing_else_goes(typed: str) -> None:
    read = marked(Text(typed))
    gone = typed.count("*") - read.count("*")
    assert gone == 4 * sum(map(str.isprintable, words(read)))  # **…** each
    assert read.replace("*", "") == typed.replace("\\*", "*").replace("*", "") or "【" in typed
    assert marked(Text(written(read))) == read
    assert words(marked(Text(written(read)))) == words(read)


@given(TEXTS)
def test_stars_of_a_cell_stay_stars(text: str) -> None:
    read = marked(Text(literal(text)))
    assert (str(read), emphasised(read)) == (text, [])


@given(st.lists(st.tuples(TEXTS, st.booleans()), max_size=6))
def test_somebody_elses_bold_type_can_be_typed_once_it_fits(runs: list[tuple[str, bool]]) -> None:
    text = joined(*(Text(run, ((0, Emphasis() if bold else Span()),)) for run, bold in runs))
    fitted, lost = fitting(text)
    assert fitted == text
    back = marked(Text(written(fitted)))
    assert (back, words(back)) == (text, words(fitted))
    told = {at for stretch in (*emphasised(fitted), *lost) for at in range(*stretch)}
    missed = {at for stretch in emphasised(text) for at in range(*stretch)} - told
    assert not any(text[at].isalnum() for at in missed)


def test_marks_at_the_edges_are_not_bold_and_each_sentence_is() -> None:
    text = Text("，把账算清。再抓落实！", ((0, Emphasis()),))
    assert words(fitting(text)[0]) == ["把账算清", "再抓落实"]
    text = Text("“三个确保", ((0, Emphasis()),))
    assert words(fitting(text)[0]) == ["三个确保"]
    text = Text("甲”乙“丙", ((0, Emphasis()),))
    assert fitting(text) == (text, [(0, 5)])


def test_cutting_joining_and_calming() -> None:
    text = stressed(placed("甲乙丙丁", "a.yaml", 1, 1), [(1, 3)])
    assert words(text) == ["乙丙"]
    assert words(cut(text, 2)) == ["丙"]
    assert words(joined(text, cut(text, 1, 3))) == ["乙丙", "乙丙"]
    assert emphasised(calm(text)) == []
    assert locate(calm(text), 2, 3) == locate(text, 2, 3)


@pytest.mark.parametrize(
    ("line", "mended", "kept"),
    [
        ("**甲 乙**", "**甲乙**", True),
        ("**甲** **乙**", "**甲****乙**", False),
        ("**甲;乙**", "**甲；乙**", False),
        ("抓**目前**的", "抓****的", False),
        ("张**,李", "张**，李", True),
    ],
)
def test_what_a_mend_would_do_to_emphasis(line: str, mended: str, kept: bool) -> None:
    assert as_well_marked(line, mended) is kept
