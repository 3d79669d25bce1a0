"""Tables as text: encodings, delimiters, quotes, workbooks, and every row that cannot be used."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechgen.diagnostics import SpeechError
from speechgen.rows import open_table
from speechgen.tables import LONGEST_CELL, letters


def written(folder: Path, text: str, encoding: str = "utf-8", name: str = "t.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def cells(path: Path, sheet: str = "") -> list[tuple[str, ...]]:
    return [row.cells for row in open_table(path, sheet).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, mark: str) -> None:
    text = f"序号{mark}单位\r\n1{mark}青禾街道\r\n\r\n2{mark}滨江街道\r\n"
    path = written(tmp_path, text, encoding)
    table = open_table(path)
    assert table.header == ("序号", "单位")
    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ("1", "青禾街道")),
        (4, ("2", "滨江街道")),
    ]


def test_a_table_in_big5_is_read_and_told(tmp_path: Path) -> None:
    rows = "\n".join(f"{n},青禾街道第{n}社區,張三" for n in range(1, 60))
    table = open_table(written(tmp_path, f"序號,單位,姓名\n{rows}\n", "cp950"))
    assert table.header == ("序號", "單位", "姓名")
    assert next(iter(table.rows)).cells == ("1", "青禾街道第1社區", "張三")
    assert [note.message for note in table.notes] == ["文件编码是 Big5，已按它读入"]
    short = open_table(written(tmp_path, "單位\n青禾街道\n", "cp950"))
    assert [row.cells for row in short.rows] == [("青禾街道",)]


@pytest.mark.parametrize("end", [b"\xe4", b"\xff\n"])
def test_a_table_that_breaks_off_is_not_read_as_other_words(tmp_path: Path, end: bytes) -> None:
    """Its last character cut in two made 鍗曚綅 of 单位."""
    path = tmp_path / "表.csv"
    path.write_bytes(("单位,姓名\n" + "青禾街道,张三丰\n" * 3).encode() + end)
    with pytest.raises(SpeechError, match=r"第5行起有读不出的字节（按 UTF-8 读）"):
        list(open_table(path).rows)


def test_quotes_line_breaks_and_the_separator_line(tmp_path: Path) -> None:
    path = written(tmp_path, 'sep=;\n甲;乙\n"一；""二""\r\n三";"x;y"\n5" 屏;尾\n')
    assert cells(path) == [('一；"二"\n三', "x;y"), ('5" 屏', "尾")]


def test_a_blank_within_a_columns_name_is_for_its_looks(tmp_path: Path) -> None:
    table = written(tmp_path, "姓　名,班 级,Unit No,甲 2\n周清,1班,3,4\n")
    assert open_table(table).header == ("姓名", "班级", "Unit No", "甲 2")


def test_short_rows_are_filled_and_blanks_trimmed(tmp_path: Path) -> None:
    assert cells(written(tmp_path, "甲,乙,丙,\n a \n,,\n")) == [("a", "", "")]


@given(
    st.lists(
        st.lists(st.text("a,;\t\"' \n中：", min_size=1, max_size=6), min_size=3, max_size=3),
        min_size=1, max_size=5,
    )
)  # fmt: skip
def test_what_csv_writers_write_is_read_back(lines: list[list[str]]) -> None:
    import tempfile

    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([["甲", "乙", "丙"], *lines])
    with tempfile.TemporaryDirectory() as folder:
        read = cells(written(Path(folder), text.getvalue()))
    wanted = [tuple(cell.strip() for cell in line) for line in lines]
    assert read == [line for line in wanted if any(line)]


def test_a_row_of_totals_is_no_row_to_draft(tmp_path: Path) -> None:
    """A letter went to 合计."""
    good, total = open_table(written(tmp_path, "序号,单位,天数\n1,合计办,2\n合计,,2\n")).rows
    assert not good.problems
    (note,) = total.problems
    assert (note.rule, note.span.line) == ("table-total", 3)


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("#DIV/0!", "table-formula"),
        ("长" * LONGEST_CELL, "table-cell-long"),
        ("响\x07铃", "table-control-character"),
        ("甲,多一格", "table-extra-cell"),
    ],
)
def test_a_bad_cell_spoils_its_row_alone(tmp_path: Path, cell: str, rule: str) -> None:
    path = written(tmp_path, f"序号,单位\n1,好\n2,{cell}\n3,也好\n")
    good, bad, last = open_table(path).rows
    assert not good.problems and not last.problems
    (note,) = bad.problems
    assert (note.rule, note.span.line) == (rule, 3)
    assert "第3行" in note.message and str(path) == note.span.file
    assert ("（C3）" if rule == "table-extra-cell" else "“单位”列（B3）") in note.message


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "table-empty"),
        ("甲,乙,甲\n1,2,3\n", "table-column-twice"),
        (",".join(f"列{n}" for n in range(1001)), "table-too-wide"),
    ],
)
def test_a_bad_header_is_refused(tmp_path: Path, text: str, rule: str) -> None:
    with pytest.raises(SpeechError) as refused:
        open_table(written(tmp_path, text))
    assert [note.rule for note in refused.value.diagnostics] == [rule]


def test_an_open_quote_ends_the_table_where_it_stands(tmp_path: Path) -> None:
    rows = open_table(written(tmp_path, '甲,乙\n1,好\n2,"不好\n3,x\n')).rows
    assert next(rows).cells == ("1", "好")
    with pytest.raises(SpeechError, match="双引号没有配对"):
        next(rows)


@pytest.mark.parametrize(
    ("name", "rule"), [("t.ods", "table-format"), ("t.xlsx", "table-unreadable")]
)
def test_other_files_are_refused(tmp_path: Path, name: str, rule: str) -> None:
    with pytest.raises(SpeechError) as refused:
        open_table(written(tmp_path, "甲,乙\n", name=name))
    assert refused.value.diagnostics[0].rule == rule


def test_a_workbook_under_the_wrong_suffix(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a", "b")
    with pytest.raises(SpeechError, match="不是 csv"):
        open_table(path)


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名单"
    sheet["B2"], sheet["C2"], sheet["D2"] = "单位", "日期", "数"
    sheet["B3"], sheet["C3"], sheet["D3"] = "青禾", datetime.date(2026, 5, 12), 3.0
    sheet["B4"], sheet["C4"] = "滨江\n街道", datetime.datetime(2026, 5, 12, 9, 30)
    sheet["D4"] = 0.1 + 0.2
    sheet["B5"], sheet["D5"] = "北山", "#N/A"
    sheet["D5"].data_type = "e"
    sheet["B6"], sheet["C6"] = "合并", "甲"
    sheet.merge_cells("C6:D6")
    book.create_sheet("别的")["A1"] = "x"
    book.save(path)
    return path


def test_workbooks_as_a_reader_sees_them(tmp_path: Path) -> None:
    table = open_table(workbook(tmp_path / "t.xlsx"))
    assert table.header == ("", "单位", "日期", "数")
    rows = list(table.rows)
    assert [row.cells for row in rows[:2]] == [
        ("", "青禾", "2026年5月12日", "3"),
        ("", "滨江\n街道", "2026年5月12日 9:30", "0.3"),
    ]
    assert table.place.endswith("t.xlsx[名单]")
    assert [note.rule for note in table.notes] == ["table-sheets"]


def test_formula_errors_and_merged_cells_are_not_taken_for_empty(tmp_path: Path) -> None:
    rows = list(open_table(workbook(tmp_path / "t.xlsx")).rows)
    assert [row.number for row in rows if row.problems] == [5, 6]
    assert "第5行“数”列（D5）是公式错误“#N/A”" in rows[2].problems[0].message
    assert "第6行“数”列（D6）是合并单元格的一部分（文字在C6）" in rows[3].problems[0].message


def test_sheets_by_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx")
    assert open_table(path, "别的").header == ("x",)
    with pytest.raises(SpeechError, match="没有“无”这个表"):
        open_table(path, "无")


def test_letters() -> None:
    assert [letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_formula_that_was_never_worked_out_is_not_taken_for_empty(tmp_path: Path) -> None:
    """Programs write formulas without results; Excel and WPS add them when they save."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["标题", "结尾"])
    sheet.append(["甲", '=A2&"好"'])
    sheet.append(["乙", "好"])
    book.save(tmp_path / "rows.xlsx")
    rows = list(open_table(tmp_path / "rows.xlsx").rows)
    assert [[note.message for note in row.problems] for row in rows] == [
        ["第2行“结尾”列（B2）是还没有算出结果的公式；用 Excel 或 WPS 打开、保存一次，或直接填文字"],
        [],
    ]
