"""表: every form it may be written in, and what is said of every slip."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from speechgen import draft
from speechgen.diagnostics import SpeechError, show
from speechgen.document import Table
from speechgen.text import emphasised

FRAME = "类型: 讲话\n标题: 筹备会上的讲话\n正文:\n  - 题: 明确分工\n    表: "


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def made(folder: Path, table: str) -> tuple[Table, list[str]]:
    """The table drafted, and the ids of what was said."""
    drafted = draft((FRAME + table).encode(), name="提纲.yaml", beside=folder)
    (found,) = [block for block in drafted.document.blocks if isinstance(block, Table)]
    return found, [note.rule for note in drafted.diagnostics]


def said(folder: Path, table: str) -> tuple[str, str]:
    """Message and hint of the only thing that is wrong."""
    with pytest.raises(SpeechError) as caught:
        draft((FRAME + table).encode(), name="提纲.yaml", beside=folder)
    (note,) = caught.value.diagnostics
    return f"{note.span.line}:{note.span.column} [{note.rule}] {note.message}", note.hint


def book(path: Path, fill: Callable[[xlsxwriter.Workbook], object]) -> None:
    held = io.BytesIO()
    workbook = xlsxwriter.Workbook(held)
    fill(workbook)
    workbook.close()
    path.write_bytes(held.getvalue())


ROWS = (("序号", "事项"), ("1", "会场布置"), ("2", ""))


@pytest.mark.parametrize(
    "written",
    [
        "\n      - [序号, 事项]\n      - [1, 会场布置]\n      - [2, '']\n",
        "\n      - - 序号\n        - 事项\n      - - 1\n        - 会场布置\n"
        "      - - 2\n        -\n",
        "\n      - 序号: 1\n        事项: 会场布置\n      - {序号: 2}\n",
        "{行: [[序号, 事项], [1, 会场布置], [2, '']]}\n",
        "分工.csv\n",
        "{文件: 分工.csv}\n",
        "分工.xlsx\n",
        "{文件: 分工.xlsx, 工作表: 会务}\n",
    ],
)
def test_every_form_gives_the_same_table(folder: Path, written: str) -> None:
    (folder / "分工.csv").write_text("序号,事项\n\n1,会场布置\n2,\n", encoding="utf-8")

    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("会务")
        for at, row in enumerate(((1, "会场布置"), (2, "")), 3):
            sheet.write_row(at, 1, row)
        sheet.write_row(2, 1, ROWS[0])

    book(folder / "分工.xlsx", fill)
    table, notes = made(folder, written)
    assert table.rows == ROWS
    assert (table.header_rows, table.widths, table.title, notes) == (1, (), "", [])


def test_title_widths_and_breaks_in_cells(folder: Path) -> None:
    table, _ = made(
        folder,
        '\n      题: 表1　分工\n      宽: [1, 4]\n      行:\n        - [甲, "乙\\n丙"]\n'
        "        - - 丁\n          - |\n            戊\n            己\n",
    )
    assert (table.title, table.widths) == ("表1　分工", (1, 4))
    assert table.rows == (("甲", "乙\n丙"), ("丁", "戊\n己"))


def test_full_width_commas_part_cells_where_they_must(folder: Path) -> None:
    table, notes = made(folder, "[[序号，事项], [1，会场], [2, 材料，座签]]\n")
    assert table.rows == (("序号", "事项"), ("1", "会场"), ("2", "材料，座签"))
    assert notes == ["outline-bracket-comma"]
    table, notes = made(folder, '[[事项], [“会场，座签”], ["会场，座签"]]\n')
    assert table.rows == (("事项",), ("“会场，座签”",), ("会场，座签",))
    assert notes == []


_FORMS = "写成几行  - [甲, 乙]（第一行是表头），或表格文件的名字，如 分工.xlsx，或  题: …  行: …"
_ROW = "每行写成  - [甲, 乙]，或  - 栏名: 内容"


@pytest.mark.parametrize(
    ("written", "what", "hint"),
    [
        ("[[甲, 乙], [1]]", "5:17 [outline-table-row] 这一行有 1 格，第一行有 2 格",
         "空着的格写成 ''；一格里有逗号的，整格加引号"),
        ("[[甲], [1, 2]]", "5:14 [outline-table-row] 这一行有 2 格，第一行有 1 格",
         "空着的格写成 ''；一格里有逗号的，整格加引号"),
        ("[{姓名: 张三}, {姓各: 李四}]", "5:20 [outline-table-row] 第一行没有“姓各”这一栏",
         "是不是“姓名”？栏名以第一行为准：姓名"),
        ("[{姓名: 张三}, [李四]]",
         "5:19 [outline-table-row] 表的每一行都应当像第一行那样，写成“栏名: 内容”", _ROW),
        ("[甲, 乙]", "5:9 [outline-table-row] 表的一行应当是一个列表", _ROW),
        ("[[甲], 乙]", "5:14 [outline-table-row] 表的每一行都应当是列表", _ROW),
        ("[[]]", "5:8 [outline-table-row] 表的第一行是空的", _ROW),
        ("[]", "5:8 [outline-table] 这张表没有行", _FORMS),
        ("{题: 分工}", "5:8 [outline-table] 这张表没有行", _FORMS),
        ("{行: [[甲]], 文件: a.csv}", "5:8 [outline-table] “行”和“文件”只能写一样", _FORMS),
        ("{行: [[甲]], 工作表: a}",
         "5:24 [outline-table] “工作表”是工作簿里一页的名字，这张表没有写“文件”", "去掉“工作表”"),
        ("{宽: [1, a], 行: [[甲, 乙]]}", "5:12 [outline-table] “宽”应当是各列的份数",
         "例如  宽: [1, 1]"),
        ("{宽: [1], 行: [[甲, 乙]]}", "5:12 [outline-table] “宽”写了 1 列，表有 2 列",
         "例如  宽: [1, 1]"),
        ("{表头: 甲, 行: [[甲]]}", "5:9 [outline-unknown-key] 不认识的字段“表头”",
         "这里可以写：题、宽、行、文件、工作表"),
        ("见附件所列分工",
         "5:8 [outline-table-file] “表”应当是一张表，这里写的是一段文字“见附件所列分工”", _FORMS),
        ("分工.docx", "5:8 [outline-table-file] “分工.docx”不是表格文件的名字",
         "表格文件用 .xlsx 或 .csv"),
        ("分工.xls", "5:8 [outline-table-file] “分工.xls”不是表格文件的名字",
         "用 Excel 或 WPS 打开，另存为 .xlsx"),
        (f"[[{', '.join(map(str, range(64)))}]]", "5:8 [outline-table] 表有 64 列",
         "最多 63 列，50,000 格；分成几张表"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_place(
    folder: Path, written: str, what: str, hint: str
) -> None:
    assert said(folder, f"{written}\n") == (what, hint)


_BESIDE = "写提纲旁边的文件名，如 分工.xlsx"


@pytest.mark.parametrize(
    ("name", "what", "hint"),
    [
        ("分公.csv", "“分公.csv”没有这个文件（是不是“分工.csv”？）", _BESIDE),
        ("folder.csv", "“folder.csv”是一个文件夹，不是文件", _BESIDE),
        ("pipe.csv", "“pipe.csv”不是普通文件（是管道或设备）（先存成普通文件再用）", _BESIDE),
        ("../a.csv", "“../a.csv”在提纲的文件夹外面：只能用提纲旁边或下级文件夹里的文件", _BESIDE),
        ("/etc/a.csv", "“/etc/a.csv”是绝对路径：文件放在提纲旁边，只写“a.csv”", _BESIDE),
        ("link.csv", "“link.csv”在提纲的文件夹外面：只能用提纲旁边或下级文件夹里的文件", _BESIDE),
        ("large.csv", "“large.csv”文件超过 20 MB，不读", _BESIDE),
        ("empty.csv", "“empty.csv”里面没有内容", "第一行写栏名，下面一行一条"),
        ("quote.csv", "“quote.csv”第2行：引号没有配对", "补上右边的引号"),
        ("zeros.csv", "“zeros.csv”不是文本文件：第 1 行有内容为零的字节（第 1 个字节）",
         "用 Excel 或 WPS 打开，另存为 .xlsx 或 .csv"),
        ("long.csv", "“long.csv”超过 50,000 格", "表太大，只能印一部分的话，另存一份小的"),
        ("wide.csv", "“wide.csv”有 70 列，最多 63 列", "分成几张表"),
        ("old.xlsx", "“old.xlsx”是旧版 .xls 工作簿", "用 Excel 或 WPS 打开，另存为 .xlsx 再试"),
        ("locked.xlsx", "“locked.xlsx”加了密码", "去掉密码后另存一份"),
        ("broken.xlsx", "“broken.xlsx”文件已损坏", "用 Excel 或 WPS 打开，另存为 .xlsx 再试"),
        ("formula.xlsx",
         "“formula.xlsx”的 A2 是还没有算出结果的公式；用 Excel 或 WPS 打开、保存一次，或直接填文字",
         ""),
        ("failed.xlsx", "“failed.xlsx”的 A2 是公式错误“#DIV/0!”；改好公式，或直接填文字", ""),
        ("{文件: two.xlsx, 工作表: 会}", "“two.xlsx”里没有“会”这个工作表", "是不是“会务”？"),
        ("{文件: two.xlsx, 工作表: 乙}", "“two.xlsx”里没有“乙”这个工作表", "有这些：会务、分组"),
        ("{文件: 分工.csv, 工作表: 乙}", "“分工.csv”不是工作簿，没有“乙”这个工作表",
         "去掉“工作表”"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_used(folder: Path, name: str, what: str, hint: str) -> None:
    (folder / "folder.csv").mkdir()
    os.mkfifo(folder / "pipe.csv")
    (folder / "link.csv").symlink_to("/etc/hosts")
    with (folder / "large.csv").open("wb") as large:
        large.truncate(200_000_000)
    (folder / "分工.csv").write_text("甲,乙\n", encoding="utf-8")
    (folder / "empty.csv").write_bytes(b"\n,,\n")
    (folder / "quote.csv").write_text('甲,乙\n1,"2\n', encoding="utf-8")
    (folder / "zeros.csv").write_bytes(bytes(range(256)) * 20)
    (folder / "long.csv").write_text("甲,乙\n" + "1,2\n" * 25_000, encoding="utf-8")
    (folder / "wide.csv").write_text(",".join(["甲"] * 70), encoding="utf-8")
    ole = b"\xd0\xcf\x11\xe0" + bytes(1000)
    (folder / "old.xlsx").write_bytes(ole)
    (folder / "locked.xlsx").write_bytes(ole + "EncryptedPackage".encode("utf-16-le"))
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04" + bytes(1000))

    def formula(result: str) -> Callable[[xlsxwriter.Workbook], object]:
        def fill(workbook: xlsxwriter.Workbook) -> None:
            sheet = workbook.add_worksheet()
            sheet.write(0, 0, "甲")
            sheet.write_formula(1, 0, "=1/0", None, result)

        return fill

    book(folder / "formula.xlsx", formula(""))
    book(folder / "failed.xlsx", formula("#DIV/0!"))
    book(
        folder / "two.xlsx",
        lambda workbook: [workbook.add_worksheet(name) for name in ("会务", "分组")],
    )
    column = 8 + (0 if "工作表" not in name else name.rindex(" ") + 1)
    message, shown = said(folder, f"{name}\n")
    assert message == f"5:{column} [outline-table-file] {what}"
    assert shown == hint


_EACH_CELL = "第一行写栏名，下面各行一样多格；空着的格也要有分隔符，有逗号的整格加英文双引号"


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ("序号,事项,单位\n1,排查,\n\n2,整改,水务局,多了\n", "第4行有 4 格，第一行有 3 格"),
        ("序号,事项,单位\n1，排查,水务局\n", "第2行有 2 格，第一行有 3 格"),
        ("分工表\n序号,事项\n", "第2行有 2 格，第一行有 1 格"),
    ],
)
def test_a_ragged_file_is_answered_with_its_row(folder: Path, rows: str, what: str) -> None:
    (folder / "分工.csv").write_text(rows, encoding="utf-8")
    message, hint = said(folder, "分工.csv\n")
    assert message == f"5:8 [outline-table-file] “分工.csv”的{what}"
    assert hint == _EACH_CELL


def test_trailing_empty_cells_are_no_difference(folder: Path) -> None:
    (folder / "分工.csv").write_text("序号,事项\n1,会场布置,,\n", encoding="utf-8")
    assert made(folder, "分工.csv\n")[0].rows == (("序号", "事项"), ("1", "会场布置"))
    (folder / "空栏.csv").write_text("序号,事项,\n1,,备注\n", encoding="utf-8")
    assert made(folder, "空栏.csv\n")[0].rows == (("序号", "事项", ""), ("1", "", "备注"))


def test_rows_of_a_sheet_end_where_its_first_row_does(folder: Path) -> None:
    def fill(*rows: tuple[str, ...], title: str = "") -> Callable[[xlsxwriter.Workbook], object]:
        def write(workbook: xlsxwriter.Workbook) -> None:
            sheet = workbook.add_worksheet()
            if title:
                sheet.merge_range("A1:C1", title)
            for at, row in enumerate(rows, 1 if title else 0):
                sheet.write_row(at, 0, row)

        return write

    book(folder / "短.xlsx", fill(("序号", "事项", "单位"), ("1", "排查")))
    assert made(folder, "短.xlsx\n")[0].rows[1] == ("1", "排查", "")
    book(folder / "题.xlsx", fill(("序号", "事项", "单位"), title="分工表"))
    assert made(folder, "题.xlsx\n")[0].rows[0] == ("分工表", "", "")
    book(folder / "长.xlsx", fill(("序号", "事项"), ("1", "排查"), ("2", "整改", "", "多了")))
    message, _ = said(folder, "长.xlsx\n")
    assert message.endswith("“长.xlsx”的第3行有 4 格，第一行有 2 格")


def test_a_cell_that_is_not_read_whole_is_refused(folder: Path) -> None:
    """The rest of it was left out without a word."""
    text = "查" * 40_000
    cell = f'<c t="inlineStr"><is><t>{text}</t></is></c>'
    book(folder / "满.xlsx", lambda workbook: workbook.add_worksheet().write("A1", "查堤"))
    with zipfile.ZipFile(folder / "满.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(folder / "长.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            cells = re.sub(rb'<c r="A1".*?</c>', cell.encode(), data, flags=re.DOTALL)
            archive.writestr(name, cells if "sheet1" in name else data)
    message, _ = said(folder, "长.xlsx\n")
    assert message.endswith("“长.xlsx”的 A1 有 32,767 字以上，后面的多半已被截掉")


def test_a_text_is_no_workbook_whatever_its_name(folder: Path) -> None:
    (folder / "分工.xlsx").write_text("序号,事项\n1,会场布置\n", encoding="utf-8")
    message, hint = said(folder, "分工.xlsx\n")
    assert message == "5:8 [outline-table-file] “分工.xlsx”不是工作簿，只是名字像"
    assert hint == "是文字表格就改名为 .csv；不是就用 Excel 或 WPS 打开，另存为 .xlsx"


def test_what_is_worth_knowing_of_a_file_is_one_line_each(folder: Path) -> None:
    (folder / "国标.csv").write_bytes("姓名,单位\n张三,财务科\n".encode("gb18030"))

    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("分工")
        sheet.write_row(0, 0, ("组", "人"))
        sheet.merge_range("A2:A3", "甲组")
        sheet.write_column(1, 1, ("张三", "李四"))
        workbook.add_worksheet("备用").write(0, 0, "乙")

    book(folder / "分工.xlsx", fill)
    table, notes = made(folder, "国标.csv\n")
    assert (table.rows[1], notes) == (("张三", "财务科"), ["source-encoding"])
    table, notes = made(folder, "分工.xlsx\n")
    assert table.rows == (("组", "人"), ("甲组", "张三"), ("", "李四"))
    assert notes == ["outline-table-sheets", "outline-table-merged"]


def test_cells_know_their_places(folder: Path) -> None:
    (folder / "分工.csv").write_text("序号,事项\n1,【待补：场地】\n", encoding="utf-8")
    drafted = draft((FRAME + "分工.csv\n").encode(), name="提纲.yaml", beside=folder)
    (gap,) = drafted.missing
    assert gap.field == "场地"
    (note,) = [each for each in drafted.diagnostics if each.rule == "missing-fact"]
    assert (note.span.file, note.span.line, note.span.column) == ("分工.csv", 2, 3)


def test_bytes_without_a_folder_name_no_files() -> None:
    with pytest.raises(SpeechError) as caught:
        draft((FRAME + "分工.csv\n").encode(), name="提纲.yaml")
    assert "这份提纲不是文件，找不到“分工.csv”" in show(caught.value.diagnostics)


def test_a_node_of_a_table_alone_has_no_label(folder: Path) -> None:
    outline = (
        "类型: 讲话\n标题: 甲\n正文:\n  - 表: [[甲], [1]]\n  - 题: 统一思想\n"
        "    点:\n      - 查隐患\n      - 表: [[乙], [2]]\n      - 抓整改\n  - 题: 抓好落实\n"
    )
    text = str(draft(outline.encode()))
    assert text == (
        "甲\n\n甲\n1\n　　一、统一思想\n　　（一）查隐患；\n乙\n2\n　　（二）抓整改。\n"
        "　　二、抓好落实\n"
    )


def test_words_in_a_cell_are_emphasised(folder: Path) -> None:
    table, _ = made(folder, "\n      - [序号, '**事项**']\n      - [1, 要**立即**办]\n")
    assert [str(cell) for row in table.rows for cell in row] == ["序号", "事项", "1", "要立即办"]
    assert [emphasised(cell) for row in table.rows for cell in row] == [[], [(0, 2)], [], [(1, 3)]]
    table, _ = made(folder, "\n      - 序号: 1\n        事项: 要**立即**办\\*\n")
    assert (str(table.rows[1][1]), emphasised(table.rows[1][1])) == ("要立即办*", [(1, 3)])


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("[采购, , 10月25日]", "|采购||10月25日|"),
        ("[, 疾控, ]", "||疾控||"),
        ("[，疾控，]", "||疾控||"),
        ("[ , , ]", "||||"),
        ("[采购, '', 10月25日]", "|采购||10月25日|"),
    ],
)
def test_a_cell_between_two_commas_may_be_empty(row: str, cells: str, tmp_path: Path) -> None:
    table, told = made(tmp_path, f"\n      - [任务, 牵头, 时限]\n      - {row}\n")
    assert f"|{'|'.join(table.rows[1])}|" == cells
    assert told == ["outline-bracket-comma"] * ("，" in row)


def test_a_row_that_is_none_for_an_empty_cell_is_told_how_to_write_it(tmp_path: Path) -> None:
    _, hint = said(tmp_path, "\n      - [甲, 乙]\n      - [“丙, 丁”, , ]\n")
    assert "空着的格写成 ''" in hint
