"""The workbook: read back by a reader of workbooks, the same bytes, nothing lost."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from speechgen.document import Document, Item, PageBreak, Para, Table
from speechgen.writers.xlsx import write

ROWS = (("序号", "事项", "时限"), ("1", "打通消防通道", "2026年5月20日"), ("2", 'a<b&"c"', ""))
DOCUMENT = Document(
    (
        Para("督办表", "title"),
        Para("会议名称：推进会"),
        Table(ROWS, 1, (1, 4, 2)),
        PageBreak(),
        Item(1, "说明", pattern="一、", label="一、"),
    ),
    title="督办表",
)


def read(data: bytes) -> list[list[str]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]


def sheet(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            ElementTree.fromstring(package.read(name))
        return package.read("xl/worksheets/sheet1.xml").decode()


def test_rows_are_read_back() -> None:
    assert read(write(DOCUMENT)) == [
        ["督办表", "", ""],
        ["会议名称：推进会", "", ""],
        *map(list, ROWS),
        ["一、说明", "", ""],
    ]


def test_same_document_same_bytes() -> None:
    assert write(DOCUMENT) == write(DOCUMENT)


def test_paragraphs_are_merged_and_the_header_repeats() -> None:
    data = write(DOCUMENT)
    assert '<mergeCell ref="A1:C1"/>' in sheet(data)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert "'督办表'!$3:$3" in package.read("xl/workbook.xml").decode()


def test_numbers_stay_text() -> None:
    data = write(Document((Table((("010", "1e5", "2026-05-01", "=1+1"),), 0),)))
    assert read(data) == [["010", "1e5", "2026-05-01", "=1+1"]]
    assert "<f>" not in sheet(data)


def test_a_document_without_a_table() -> None:
    assert read(write(Document((Para("只有一段"),)))) == [["只有一段"]]
    assert read(write(Document(()))) == []


@given(st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=4), min_size=1, max_size=4))
def test_any_table_is_a_sound_workbook(rows: list[list[str]]) -> None:
    made = write(Document((Table(tuple(map(tuple, rows))),), title="a[b]:*?/\\'"))
    assert "<sheetData>" in sheet(made)
    assert read(made) is not None


def test_columns_without_any_share_are_narrow() -> None:
    assert 'width="6"' in sheet(write(Document((Table((("甲", "乙"),), 0, (0, 0)),))))


def test_what_looks_like_an_escaped_character_stays() -> None:
    assert "_x005F_x0041_" in sheet(write(Document((Para("编号_x0041_"),))))
    assert read(write(Document((Para("编号_x00_"),)))) == [["编号_x00_"]]
