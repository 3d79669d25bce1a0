"""Automatic numbers: the label that Word shows."""

from __future__ import annotations

import pytest

from speechgen.readers import read_bytes
from speechgen.readers.docx.counting import written

from ..reading_help import INNOCENT
from .word import abstract, num, numbered, p, start, word_file


def labels(body: str, numbering: str, styles: str = "") -> list[str]:
    data = word_file(body, numbering=numbering, styles=styles)
    return [passage.label for passage in read_bytes("稿.docx", data)[0].passages]


THREE = abstract(
    1, ("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")
)


def test_levels_count_and_restart_under_their_parents() -> None:
    body = "".join(
        numbered(f"内容{n}", 5, level) for n, level in enumerate((0, 1, 1, 2, 2, 0, 1, 2))
    )
    assert labels(body, THREE + num(5, 1)) == [
        "一、",
        "（一）",
        "（二）",
        "1.",
        "2.",
        "二、",
        "（一）",
        "1.",
    ]


def test_two_lists_of_one_definition_share_a_count_unless_overridden() -> None:
    shared = THREE + num(5, 1) + num(6, 1)
    body = numbered("甲事", 5) + numbered("乙事", 6)
    assert labels(body, shared) == ["一、", "二、"]
    apart = THREE + num(5, 1) + num(6, 1, start(1))
    assert labels(body, apart) == ["一、", "一、"]
    assert labels(body + numbered("丙事", 6), THREE + num(5, 1) + num(6, 1, start(4)))[-2:] == [
        "四、",
        "五、",
    ]


def test_an_overridden_level_brings_its_own_look() -> None:
    override = (
        '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="3"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="（%1）"/></w:lvl></w:lvlOverride>'
    )
    assert labels(numbered("甲事", 5), THREE + num(5, 1, override)) == ["（3）"]


def test_a_level_that_never_restarts() -> None:
    definition = abstract(
        1, ("chineseCounting", "%1、"), ("chineseCounting", "（%2）", '<w:lvlRestart w:val="0"/>')
    )
    body = "".join(numbered(f"内容{n}", 5, level) for n, level in enumerate((0, 1, 1, 0, 1)))
    assert labels(body, definition + num(5, 1)) == ["一、", "（一）", "（二）", "二、", "（三）"]


def test_numbers_through_a_style_and_its_base() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="条文"/><w:pPr><w:numPr>'
        '<w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="条文二"/>'
        '<w:basedOn w:val="A"/></w:style>'
    )
    definition = abstract(1, ("chineseCounting", "第%1，"))
    body = p("甲事", '<w:pStyle w:val="A"/>') + p("乙事", '<w:pStyle w:val="B"/>')
    assert labels(body, definition + num(5, 1), styles) == ["第一，", "第二，"]
    off = p("丙事", '<w:pStyle w:val="A"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert labels(body + off, definition + num(5, 1), styles)[-1] == ""


@pytest.mark.parametrize(
    ("typed", "shown"), [("附件%1：", "附件1：防汛"), ("议题%1", "议题1 防汛"), ("%1", "1 防汛")]
)
def test_a_number_that_is_no_label_stays_as_text(typed: str, shown: str) -> None:
    numbering = abstract(1, ("decimal", typed)) + num(5, 1)
    data = word_file(p(INNOCENT) + numbered("防汛", 5) + p(INNOCENT), numbering=numbering)
    passage = read_bytes("稿.docx", data)[0].passages[1]
    assert (str(passage.text), passage.place().line) == (shown, 2)


def test_a_list_without_level_is_at_the_first_whichever_levels_have_styles() -> None:
    definition = abstract(1, ("decimal", "%1.", '<w:pStyle w:val="H"/>'), ("decimal", "（%2）"))
    body = p("甲事", '<w:numPr><w:numId w:val="5"/></w:numPr>')
    assert labels(body, definition + num(5, 1)) == ["1."]


def test_a_style_linked_to_a_deeper_level() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="二级"/><w:pPr><w:numPr>'
        '<w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
    )
    definition = abstract(
        1, ("chineseCounting", "%1、"), ("chineseCounting", "（%2）", '<w:pStyle w:val="B"/>')
    )
    body = numbered("甲事", 5) + p("乙事", '<w:pStyle w:val="B"/>')
    assert labels(body, definition + num(5, 1), styles) == ["一、", "（一）"]


def test_inner_enumerations_keep_their_wording() -> None:
    definition = abstract(1, ("chineseCounting", "%1是"))
    body = p("要做好三件事：") + "".join(numbered(f"要抓好{n}。", 5) for n in "甲乙丙")
    assert labels(body, definition + num(5, 1)) == ["", "一是", "二是", "三是"]


@pytest.mark.parametrize(
    ("value", "style", "shown"),
    [
        (10, "chineseCounting", "十"),
        (21, "chineseCounting", "二十一"),
        (100, "chineseCounting", "一○○"),
        (100, "chineseCountingThousand", "一百"),
        (12, "ideographDigital", "一二"),
        (3, "upperRoman", "III"),
        (4, "lowerRoman", "iv"),
        (27, "upperLetter", "AA"),
        (2, "lowerLetter", "b"),
        (3, "ideographTraditional", "丙"),
        (20, "decimalEnclosedCircle", "⑳"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (3, "chineseLegalSimplified", "叁"),
        (5, "noSuchFormat", "5"),
        (99999, "chineseCountingThousand", "99999"),
        (0, "ideographTraditional", "0"),
        (51, "decimalEnclosedCircle", "51"),
    ],
)
def test_number_formats(value: int, style: str, shown: str) -> None:
    assert written(value, style) == shown


def test_broken_numbering_is_no_number() -> None:
    body = numbered("甲事情很多很多", 5) + numbered("乙事情很多很多", 99)
    for numbering in ("", num(5, 7), abstract(1) + num(5, 1)):
        assert labels(body, numbering) == ["", ""]


def test_a_level_text_is_no_longer_than_word_takes() -> None:
    numbering = abstract(1, ("decimal", "%1" + "、" * 9_999)) + num(1, 1)
    assert len(labels(numbered("抓落实。", 1) + p("完。"), numbering)[0]) < 300
