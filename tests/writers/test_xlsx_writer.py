"""The workbook: read back by a reader of workbooks, the same bytes, nothing lost."""

from __future__ import annotations

import datetime
import io
import zipfile
from xml.etree import ElementTree

import openpyxl
import pytest
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
    """The cells as Excel shows them."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [[shown(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]


def shown(cell: object) -> str:
    if isinstance(cell, datetime.date):
        return f"{cell.year}年{cell.month}月{cell.day}日"
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


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


def cells(*rows: tuple[str, ...]) -> list[tuple[object, str]]:
    """The last row of a table as values, each with the format it is shown in."""
    book = openpyxl.load_workbook(io.BytesIO(write(Document((Table(rows, 1),)))))
    return [(cell.value, cell.number_format) for cell in list(book.worksheets[0].iter_rows())[-1]]


def test_days_and_numbers_are_real_where_they_show_as_they_were() -> None:
    day = 'yyyy"年"m"月"d"日"'
    rows = ("甲", "乙", "丙", "丁", "戊"), ("2026年5月20日", "12", "-3.50", "54%", "6.5%")
    before = 'yyyy"年"m"月"d"日前"'
    assert cells(*rows) == [
        (datetime.datetime(2026, 5, 20), day),
        (12, "0"),
        (-3.5, "0.00"),
        (0.54, "0%"),
        (0.065, "0.0%"),
    ]
    assert cells(("时限",), ("2026年5月20日前",)) == [(datetime.datetime(2026, 5, 20), before)]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+86", "-", "@甲", "007", "13900000000", "1e5", "2026年2月30日", "2026-5-20",
     "2026年05月20日", "5月20日", "1,234", "3.1415", "１２", "1900年1月1日", "立即"],
)  # fmt: skip
def test_all_else_is_text(text: str) -> None:
    assert cells(("甲",), (text,)) == [(text, "@")]


def test_figures_that_are_names_stay_text() -> None:
    heads = ("电话", "编号", "邮政编码", "座位号", "序号")
    assert [value for value, _ in cells(heads, ("85550123",) * 5)] == [*["85550123"] * 4, 85550123]


def test_the_head_of_a_single_table_stays_in_sight_and_filters() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write(DOCUMENT)))
    assert (book.worksheets[0].freeze_panes, book.worksheets[0].auto_filter.ref) == ("A4", "A3:C5")
    twice = openpyxl.load_workbook(io.BytesIO(write(Document((Table(ROWS, 1), Table(ROWS, 1))))))
    assert (twice.worksheets[0].freeze_panes, twice.worksheets[0].auto_filter.ref) == (None, None)


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
