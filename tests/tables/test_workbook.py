"""Workbooks as they come: far cells, odd places, dates, damage. Read as streams, never as boxes."""

from __future__ import annotations

import datetime
import io
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from speechgen.diagnostics import SpeechError
from speechgen.rows import open_table
from speechgen.tables import UnreadableError, Value, letters
from speechgen.tables.numbers import kind_of, number
from speechgen.tables.sheets import read_sheets
from speechgen.tables.whole import read_whole
from speechgen.tables.workbook import Workbook
from tests.pack.books import MAIN, OFFICE, book

HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row>'


def parts(rows: str, after: str = "", **more: str) -> dict[str, str]:
    """A workbook of one sheet from the XML of its rows; `more` are further parts by their stem."""
    relation = f'<Relationship Id="{{0}}" Type="{OFFICE}/{{0}}" Target="{{1}}"/>'
    return {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{more.pop("book", "")}'
        '<sheets><sheet name="表" sheetId="1" r:id="worksheet"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": "<Relationships>"
        + relation.format("worksheet", "worksheets/sheet1.xml")
        + "".join(relation.format(stem, f"{stem}.xml") for stem in more)
        + "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>'
        f"{after}</worksheet>",
        **{f"xl/{stem}.xml": text for stem, text in more.items()},
    }


def packed(found: dict[str, str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as package:
        for name, text in found.items():
            package.writestr(name, text)
    return data.getvalue()


def values(rows: str, **more: str) -> list[dict[int, Value]]:
    made = Workbook(packed(parts(rows, **more)))
    return [row.values for row in made.rows(made.sheets[0])]


def written(folder: Path, data: bytes) -> Path:
    (folder / "名单.xlsx").write_bytes(data)
    return folder / "名单.xlsx"


# -- where cells lie -----------------------------------------------------------------------------


def test_a_far_cell_is_named_and_costs_nothing(tmp_path: Path) -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = written(tmp_path, packed(parts(HEAD + far)))
    (row,) = open_table(path).rows
    assert "XFD1048576" in row.problems[0].message
    with pytest.raises(SpeechError) as refused:
        read_sheets(path)
    (note,) = refused.value.diagnostics
    assert note.rule == "sheet-too-large"
    assert note.span.file.endswith("第1页 XFD1048576")


def test_formatted_cells_far_away_hold_nothing(tmp_path: Path) -> None:
    far = (
        '<row r="9" s="1"/><row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576" s="1"/></row>'
    )
    path = written(tmp_path, packed(parts(HEAD + far)))
    assert list(open_table(path).rows) == []
    assert [len(row) for row in read_sheets(path)[0].rows] == [1]


def test_a_header_that_goes_too_far_names_its_last_cell(tmp_path: Path) -> None:
    row = HEAD.replace("</row>", '<c r="XFD1"><v>1</v></c></row>')
    with pytest.raises(SpeechError, match="XFD1 里有内容"):
        open_table(written(tmp_path, packed(parts(row))))


def test_cells_without_places_follow_one_another() -> None:
    rows = (
        '<row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row><row><c><v>4</v></c></row>'
    )
    assert values(rows) == [{0: 1.0, 3: 2.0, 4: 3.0}, {0: 4.0}]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"/><row r="2"/>',
        '<row r="0"/>',
        '<row r="-1"/>',
        '<row r="1048577"/>',
        '<row r="²"/>',
        '<row r="1"><c r="B1"/><c r="B1"/></row>',
        '<row r="1"><c r="B1"/><c r="A1"/></row>',
        '<row r="1"><c r="A2"/></row>',
        '<row r="1"><c r="A-1"/></row>',
        '<row r="1"><c r="XFE1"/></row>',
        '<row r="1"><c r="1"/></row>',
        '<c r="A1"/>',
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>²</v></c></row>',
    ],
)
def test_cells_that_stand_nowhere_or_twice_are_damage(rows: str) -> None:
    with pytest.raises(UnreadableError, match="已损坏"):
        values(rows)


@pytest.mark.parametrize("place", ["A1:XFD1048576", "C3:A1", "A0:B0", "ZZZZ1:A9", "x", "A2"])
def test_odd_merged_ranges_do_no_harm(tmp_path: Path, place: str) -> None:
    after = f'<mergeCells><mergeCell ref="{place}"/></mergeCells>'
    rows = HEAD + '<row r="2"><c r="A2"><v>7</v></c></row>'
    path = written(tmp_path, packed(parts(rows, after)))
    assert [row.cells for row in open_table(path).rows] == [("7",)]
    assert read_sheets(path)[0].rows[1] == ("7",)


def test_ranges_that_lie_over_one_another_cost_no_more_than_one(tmp_path: Path) -> None:
    """A hundred thousand of them over two rows took a minute and a half; a row has one warning
    a cell, whatever covers it."""
    ranges = ("A2:C3", *["A2:ALL900"] * 20_000, "B3:C4", "B4:C4")
    after = "".join(f'<mergeCell ref="{one}"/>' for one in ranges)
    rows = HEAD + "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in (2, 3, 4, 901))
    path = written(tmp_path, packed(parts(rows, f"<mergeCells>{after}</mergeCells>")))
    found = [row.problems for row in open_table(path).rows]
    assert found[0][0].message.startswith("第2行（B2）是合并单元格的一部分（文字在A2）")
    assert all(len(problems) == len({note.span for note in problems}) for problems in found)
    assert not found[3]


# -- what cells hold -----------------------------------------------------------------------------


def test_texts_of_every_kind() -> None:
    shared = (
        "<sst><si><t>一</t></si><si><r><t>二</t></r><r><rPr/><t>三</t></r>"
        '<rPh sb="0" eb="1"><t>er</t></rPh></si><si><t>a_x000D_\nb_x0041_</t></si></sst>'
    )
    cells = (
        *(f'<c t="s"><v>{at}</v></c>' for at in range(3)),
        '<c t="inlineStr"><is><t>四</t><rPh><t>si</t></rPh></is></c>',
        '<c t="str"><f>A1</f><v>五</v></c><c t="b"><v>1</v></c><c t="d"><v>2026-05-12</v></c>',
        '<c t="e"><v>#REF!</v></c><c><v>1e999</v></c><c><v>nan</v></c><c><v>٣</v></c><c><v/></c>',
    )
    (row,) = values(f"<row>{''.join(cells)}</row>", sharedStrings=shared)
    day = datetime.datetime(2026, 5, 12)
    assert list(row.values()) == [
        *("一", "二三", "a\nbA", "四", "五", True, day, "#REF!", "1e999", "nan", "٣"),
    ]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", ""), ("G/通用格式", ""), ("@", ""), ("yyyy-mm-dd", "date"), ("h:mm", "date"),
        ('yyyy"年"m"月"', "date"), ("[h]:mm", "elapsed"), ("[$-804]m/d", "date"),
        ("yyyy.m.d", "date"), ("mm:ss.0", "date"), ('[DBNum1]yyyy"年"', "date"), ("h:mm;@", "date"),
        *((code, code) for code in ("0.00", '0"日"', "[Red]0", "0_d", "\\d0", "#,##0.0", "0%",
          '"¥"0.00_);(0.00)', "aaaa", "[$-804]aaaa;@", '0"人"', "0;-0;;@")),
        *((code, f"?{code}") for code in ("0;yyyy", "0.00E+00", "# ?/?", "0,", "[DBNum1]0", ";;;",
          "[>9]0", "000-0000", '0\\.0,"万"', "0" * 256)),
    ],
)  # fmt: skip
def test_which_formats_are_dates_and_which_are_read(code: str, kind: str) -> None:
    assert kind_of(code) == kind


@pytest.mark.parametrize(
    ("text", "from_1904", "value"),
    [
        ("46154", False, datetime.datetime(2026, 5, 12)),
        ("44692", True, datetime.datetime(2026, 5, 12)),
        ("46154.375", False, datetime.datetime(2026, 5, 12, 9)),
        ("0.375", False, datetime.time(9)),
        ("0", False, datetime.time()),
        ("1", False, datetime.datetime(1900, 1, 1)),
        ("2958465.9999999", False, datetime.datetime(9999, 12, 31, 23, 59, 59)),
        ("2958466", False, 2958466.0),
        ("-1", False, -1.0),
        ("1e308", False, "1e308"),
    ],
)
def test_dates_and_what_lies_beyond_the_calendar(text: str, from_1904: bool, value: Value) -> None:
    assert number(text, "date", from_1904) == value


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("0.5", "0.00", "0.50"), ("12345.5", "0.00", "12345.50"), ("-3", "0.0", "-3.0"),
        ("0.125", "0.00", "0.13"), ("0.125", "0.0%", "12.5%"), ("0.07", "0%", "7%"),
        ("0.123", "0%", "12%"), ("1e200", "0.00", 1e200), ("x", "0.00", "x"),
        ("1", "0000", "0001"), ("-7", "000", "-007"), ("1234.5", "#,##0.00", "1,234.50"),
        ("999", "#,##0", "999"), ("1234567.891", "#,##0", "1,234,568"), ("1", "0,000", "0,001"),
        ("1.5", "0.##", "1.5"), ("2", "0.0#", "2.0"), ("2.5", "0", "3"), ("-0.001", "0.00", "0.00"),
        ("46357", "aaaa", "星期二"), ("46357", '"周"aaa', "周二"), ("46357", "dddd", "星期二"),
        ("46357", "ddd", "周二"), ("-1", "aaaa", -1.0), ("-1", "[$-804]aaaa;@", -1.0),
        ("-0.021", "0.0%;[Red]-0.0%", "-2.1%"), ("-12", '"¥"0.00_);(0.00)', "(12.00)"),
        ("12", '"¥"0.00_);(0.00)', "¥12.00"), ("5", '0"人"', "5人"), ("50", "0\\%", "50%"),
        ("0", '#,##0;-#,##0;"-"', "-"), ("0", "0;-0;;@", ""), ("1.25", 'General"吨"', "1.25吨"),
        ("5", "?[>9]0", 5.0),
    ],
)  # fmt: skip
def test_a_number_is_printed_as_its_format_shows_it(text: str, kind: str, value: Value) -> None:
    """What a clerk sees in Excel is what he means: 46357 was printed for 星期二, 1 for 0001."""
    assert number(text, kind, from_1904=False) == value


SHOWN = (
    '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0000"/><numFmt numFmtId="165" '
    'formatCode="aaaa"/><numFmt numFmtId="166" formatCode="0,"/></numFmts><cellXfs>'
    + "".join(f'<xf numFmtId="{code}"/>' for code in (164, 165, 4, 9, 166))
    + "</cellXfs></styleSheet>"
)
NUMBERS = (1, 46357, 1234.5, 0.123, 5600)


def numbered(row: int, formula: str = "", mark: str = "") -> str:
    """A row of numbers, each in a format of SHOWN."""
    cells = (
        f'<c r="{letters(at)}{row}" s="{at}">{formula}<v>{one}</v></c>'
        for at, one in enumerate(NUMBERS)
    )
    return f'<row r="{row}"{mark}>{"".join(cells)}</row>'


def test_formats_and_hidden_rows_are_told_once_by_all_who_read_a_table(tmp_path: Path) -> None:
    """A row that is filtered away was read like the others, without a word."""
    names = "".join(
        f'<c r="{letters(at)}1" t="inlineStr"><is><t>栏{at}</t></is></c>' for at in range(5)
    )
    hidden = numbered(3, mark=' hidden="1"')
    rows = f'<row r="1">{names}</row>{numbered(2)}{hidden}{numbered(4)}'
    data = packed(parts(rows, styles=SHOWN))
    path = written(tmp_path, data)
    shown = ("0001", "星期二", "1,234.50", "12%", "5600")
    told = [
        ("sheet-hidden-rows", "有 1 行隐藏着（筛选掉的也是），没有读：第3行"),
        ("sheet-number-shown", "D列照 Excel 里显示的印，四舍五入了：D2 是 0.123，印作“12%”"),
        (
            "sheet-number-shown",
            "E列有数字的显示格式认不出：E2 的格式是“0,”，照值印作“5600”",
        ),
    ]
    table = open_table(path)
    assert [(row.number, row.cells) for row in table.rows] == [(2, shown), (4, shown)]
    assert [(note.rule, note.message) for note in table.seen()] == told
    (sheet,) = read_sheets(path)
    assert sheet.rows[1:] == (shown, ("",) * 5, shown)
    assert [note[:2] for note in sheet.notes] == told
    whole = read_whole(data, "表.xlsx")
    assert whole.rows[1:] == (shown, shown)
    assert [note[:2] for note in whole.notes] == [(rule, f"“表.xlsx”{said}") for rule, said in told]


def test_a_number_that_a_formula_made_is_rounded_without_a_word(tmp_path: Path) -> None:
    """Nobody typed its digits."""
    made = parts(HEAD + numbered(2, "<f>B1</f>"), styles=SHOWN)
    (sheet,) = read_sheets(written(tmp_path, packed(made)))
    assert [(note.rule, note.said[:2]) for note in sheet.notes] == [("sheet-number-shown", "E列")]


def test_a_date_by_its_style_in_both_systems(tmp_path: Path) -> None:
    styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="31"/></cellXfs></styleSheet>'
    rows = HEAD + '<row r="2"><c r="A2" s="1"><v>44692</v></c></row>'
    made = parts(rows, styles=styles, book='<workbookPr date1904="1"/>')
    path = written(tmp_path, packed(made))
    assert [row.cells for row in open_table(path).rows] == [("2026年5月12日",)]
    assert read_sheets(path)[0].rows[1] == ("2026-05-12",)


# -- damage --------------------------------------------------------------------------------------


def listed(offset: int, form: str, value: int) -> Callable[[bytes], bytes]:
    """Changes one field in every entry of the package's list."""

    def change(data: bytes) -> bytes:
        made = bytearray(data)
        at = made.find(b"PK\x01\x02")
        while at >= 0:
            struct.pack_into(form, made, at + offset, value)
            at = made.find(b"PK\x01\x02", at + 4)
        return bytes(made)

    return change


def without(part: str) -> Callable[[bytes], bytes]:
    return lambda _: packed({k: v for k, v in parts(HEAD).items() if k != part})


def with_sheet(text: str) -> Callable[[bytes], bytes]:
    return lambda _: packed({**parts(HEAD), "xl/worksheets/sheet1.xml": text})


DAMAGED: dict[str, Callable[[bytes], bytes]] = {
    "checksum": listed(16, "<I", 7),
    "encrypted": listed(8, "<H", 1),
    "method": listed(10, "<H", 12),
    "offset": listed(42, "<I", 0xFFFFFFF0),
    "cut": lambda data: data[: len(data) // 2],
    "empty": lambda _: b"",
    "no workbook": without("xl/workbook.xml"),
    "no sheet": without("xl/worksheets/sheet1.xml"),
    "no relations": without("xl/_rels/workbook.xml.rels"),
    "twice": lambda _: packed(parts(HEAD) | {"XL/workbook.xml": "<workbook/>"}),
    "no sheets": lambda _: packed({**parts(HEAD), "xl/workbook.xml": "<workbook/>"}),
    "another kind": lambda _: packed({"word/document.xml": "<x/>"}),
    "doctype": with_sheet('<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'),
    "not closed": with_sheet("<worksheet><sheetData>"),
    "long tag": with_sheet(f'<worksheet a="{"x" * 6_000_000}"/>'),
    "odd encoding": with_sheet('<?xml version="1.0" encoding="x-no"?><worksheet/>'),
    "large list": lambda data: data[:-10] + struct.pack("<I", 0x7FFFFFFF) + data[-6:],
    "locked": lambda _: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
    "old": lambda _: b"\xd0\xcf\x11\xe0" + bytes(600),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_damage_is_refused_by_both_readers(tmp_path: Path, damage: str) -> None:
    path = written(tmp_path, DAMAGED[damage](packed(parts(HEAD))))
    for read, rule in ((open_table, "table-unreadable"), (read_sheets, "sheet-unreadable")):
        with pytest.raises(SpeechError) as refused:
            read(path)
        assert refused.value.diagnostics[0].rule == rule


def test_a_bomb_is_refused_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("speechgen.tables.workbook._MAX_TEXT", 1_000_000)
    rows = HEAD + '<row r="2"><c r="A2" t="s"><v>0</v></c></row>'
    bomb = f"<sst><si><t>{'x' * 4_000_000}</t></si></sst>"
    path = written(tmp_path, packed(parts(rows, sharedStrings=bomb)))
    for read in (lambda: list(open_table(path).rows), lambda: read_sheets(path)):
        with pytest.raises(SpeechError, match="文字太多"):
            read()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on Windows")
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_what_is_no_file_is_refused_and_never_waited_for(tmp_path: Path, suffix: str) -> None:
    os.mkfifo(tmp_path / f"管{suffix}")
    (tmp_path / f"夹{suffix}").mkdir()
    for name in ("管", "夹", "无", "长" * 90, "零\0"):
        for read in (open_table, read_sheets):
            with pytest.raises(SpeechError):
                read(tmp_path / f"{name}{suffix}")


# -- other kinds ---------------------------------------------------------------------------------


def test_an_open_document_is_read_by_a_process_of_its_own(tmp_path: Path) -> None:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    space = "urn:oasis:names:tc:opendocument:xmlns"
    rows = "".join(
        f"<table:table-row>{cell.format(one)}</table:table-row>" for one in ("姓名", "甲")
    )
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0"'
        f' xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="表">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    path = tmp_path / "名单.ods"
    found = {"mimetype": kind, "content.xml": content}
    found["META-INF/manifest.xml"] = "<manifest/>"
    path.write_bytes(packed(found, zipfile.ZIP_STORED))
    (sheet,) = read_sheets(path)
    assert (sheet.name, sheet.rows) == ("表", (("姓名",), ("甲",)))
    wide = 'table:table-cell table:number-columns-repeated="16384"'
    far = content.replace("table:table-cell", wide, 1)
    far = far.replace("row>", 'row table:number-rows-repeated="1048576">', 1)
    path.write_bytes(packed({**found, "content.xml": far}, zipfile.ZIP_STORED))
    with pytest.raises(SpeechError) as refused:
        read_sheets(path)
    assert refused.value.diagnostics[0].rule == "sheet-unreadable"


def test_a_roster_too_large_for_one_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("speechgen.tables.sheets.MAX_CELLS", 5)
    path = book(tmp_path / "名单.xlsx", {"表": [("姓名", "单位"), ("甲", "乙"), ("丙", "丁")]})
    with pytest.raises(SpeechError, match="超过 5 格") as refused:
        read_sheets(path)
    assert refused.value.diagnostics[0].span.file.endswith("B3")
