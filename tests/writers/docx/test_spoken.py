"""What large print adds for the speaker: time marks and readings, and nothing to the document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from speechgen import draft
from speechgen.document import Document, Item, PageBreak, Para, characters, number
from speechgen.layout.model import Layout
from speechgen.paper import Printing
from speechgen.paper.paragraphs import PaperParagraph, minute_marks, paragraphs
from speechgen.readers import read_bytes
from tests.writers.docx.specimens import W, body_of, value

LAYOUT = """\
继承: large-print
名称: 上台
时间标记: 〔约{分}分钟，讲到这里约{累计}分钟〕
"""


@pytest.fixture
def made(root: Path, tmp_path: Path) -> bytes:
    folder = tmp_path / "templates" / "_layouts"
    folder.mkdir(parents=True)
    (folder / "stage.yaml").write_text(LAYOUT, "utf-8")
    outline = (root / "examples" / "mobilize.yaml").read_text("utf-8")
    outline += "注音: {石桥: shí qiáo, 沈: shěn}\n"
    one = draft(outline.encode(), templates=[tmp_path / "templates"], layout="stage")
    data = one.to("docx")
    (reading,) = read_bytes("稿.docx", data)
    assert reading.document.blocks == one.document.blocks, "neither is the document's"
    return data


def styled(data: bytes, tag: str, style: str) -> list[str]:
    inner = {"pStyle": "p", "rStyle": "r"}[tag]
    return [
        "".join(t.text or "" for t in each.iter(f"{W}t"))
        for each in body_of(data).iter(f"{W}{inner}")
        if value(each.find(f"{W}{inner}Pr/{W}{tag}")) == style
    ]


def test_time_marks_stand_at_section_ends(made: bytes) -> None:
    marks = styled(made, "pStyle", "MinuteMark")
    assert len(marks) == 5
    assert marks[-1].startswith("〔约")
    totals = [int("".join(c for c in mark.partition("约")[2].partition("约")[2] if c.isdecimal()))
              for mark in marks]  # fmt: skip
    assert totals == sorted(totals)
    paragraphs = list(body_of(made).iter(f"{W}p"))
    at = [value(p.find(f"{W}pPr/{W}pStyle")) for p in paragraphs].index("MinuteMark")
    assert value(paragraphs[at + 1].find(f"{W}pPr/{W}pStyle")) == "Heading1"


def test_a_reading_stands_where_its_word_first_does(made: bytes) -> None:
    assert styled(made, "rStyle", "Pinyin") == ["（shí qiáo）"]


def test_minutes_are_counted_from_the_text() -> None:
    blocks = (
        Para("甲" * 210), Item(1, "乙", pattern="一、"), Para("丙" * 420),
        Item(1, "丁", pattern="一、"), Para("戊" * 630), Para("己" * 500, "closing"),
    )  # fmt: skip
    document = number(Document(blocks))
    marks = minute_marks(document, "{分}/{累计}", (200, 220))
    assert marks == {3: "2/3", 5: "3/6"}
    assert characters(Document(document.blocks[1:3])) == 422
    page = (PageBreak(), Para("附件", "attachment-mark"), Item(1, "庚" * 210, pattern="一、"))
    assert minute_marks(number(Document((*blocks, *page))), "{分}/{累计}", (200, 220)) == marks
    assert minute_marks(number(Document((*blocks[:-1], *page))), "{分}", (200, 220)) == {
        3: "2",
        5: "3",
    }
    assert minute_marks(document, "", (200, 220)) == {}
    assert minute_marks(Document((Para("甲"),)), "{分}", (200, 220)) == {}


def test_the_characters_of_many_sections_are_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[int] = []

    def counting(document: Document) -> int:
        counted.append(len(document.blocks))
        return characters(document)

    monkeypatch.setattr("speechgen.paper.paragraphs.characters", counting)
    blocks = tuple(Item(1, "甲", pattern="一、") for _ in range(500))
    assert len(minute_marks(Document(blocks), "{累计}", (200, 220))) == 500
    assert sum(counted) == 500


def test_longer_words_first(layout: Layout) -> None:
    document = Document((Para("沈倜和沈明"),))
    printing = Printing(readings=(("沈", "shěn"), ("沈倜", "shěn tì")))
    (each,) = paragraphs(document, replace(layout, pinyin=True), printing)
    assert isinstance(each, PaperParagraph)
    assert [text for text, _, _ in each.stretches] == [
        "沈倜", "（shěn tì）", "和沈", "（shěn）", "明",
    ]  # fmt: skip
