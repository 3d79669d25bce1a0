"""Document -> XLSX: the document's tables as a sheet one can sort, filter and send round.

Owns the few parts of a workbook, written as text so that the same document gives the same bytes.
Paragraphs stand as rows of one merged cell in their order, so nothing of the document is lost but
what Excel takes in no cell (`_LONGEST`) or column (`_MOST_COLUMNS`). In the rows of a table a
day and a number are real where Excel shows them exactly as they were; everything else is text, what
looks like a formula too. The head of a single table stays in sight and filters. Must not know
layouts or files.
"""

from __future__ import annotations

import datetime
import re
from contextlib import suppress
from decimal import Decimal
from typing import Final

from speechgen.document import ON_LINES, Document, PageBreak, Para, Table
from speechgen.files.zipped import package, part
from speechgen.marks import ems, escaped
from speechgen.tables import letters
from speechgen.writers import ooxml
from speechgen.writers.ooxml import OFFICE, XML
from speechgen.writers.text import line_of

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PLAIN, _TITLE, _HEADER, _CELL = 0, 1, 2, 3  # cell formats, in the order of `_FORMATS`
_TEXT: Final = 49  # Excel's own format of a text
_DAY: Final = 'yyyy"年"m"月"d"日"'
_SHOWN_AS: Final = {
    "0": (1, ""), "0.0": (165, "0.0"), "0.00": (2, ""), "0.000": (166, "0.000"),
    "0%": (9, ""), "0.0%": (167, "0.0%"), "0.00%": (10, ""), "": (164, _DAY),
    "前": (168, 'yyyy"年"m"月"d"日前"'),
}  # fmt: skip
"""How numbers and days are shown: Excel's number of the format, and its code where it is not one
of Excel's own."""
_FORMATS: Final = (
    (0, 0, _TEXT), (1, 0, _TEXT), (2, 1, _TEXT), (0, 1, _TEXT),
    *((0, 1, number) for number, _ in _SHOWN_AS.values()),
)  # fmt: skip
"""Font, border and number format of each cell format."""
_VALUES: Final = {shown: _CELL + at for at, shown in enumerate(_SHOWN_AS, 1)}
_NUMBER: Final = r"-?(?:0|[1-9]\d{0,8})(?:\.(?P<places>\d{1,3}))?(?P<rate>%)?"
_DATE: Final = r"(\d{4})年([1-9]\d?)月([1-9]\d?)日(前?)"
_CODES: Final = r"(?<!序)号$|[码话机箱邮账卡证]$|编号|代码|电话|手机"
"""Columns whose figures are names: no number is made of them."""
_SHARE: Final = 110  # characters over all columns of a table that gives shares
_NARROW, _WIDE = 6, 48  # characters: bounds of a column without a share
_LINE: Final = 18  # points of a row per line of text
_MOST_COLUMNS: Final = 16_384
_LONGEST: Final = 32_767  # characters Excel takes in a cell
_EPOCH: Final = datetime.date(1899, 12, 30)
_FIRST_DAY: Final = datetime.date(1900, 3, 1)  # before it Excel counts a day that never was
_ESCAPE: Final = "_(?=x[0-9A-Fa-f]{4}_)"  # _x0041_ is an A to Excel


def _format(font: int, border: int, number: int) -> str:
    """A cell format, centred where the font is not the plain one or the cell no text."""
    applied = ' applyFont="1"' * bool(font) + ' applyBorder="1"' * border
    centred = 'horizontal="center" ' * bool(font or number != _TEXT)
    return (
        f'<xf numFmtId="{number}" fontId="{font}" fillId="0" borderId="{border}" xfId="0"'
        f' applyNumberFormat="1"{applied} applyAlignment="1"><alignment {centred}'
        'vertical="center" wrapText="1"/></xf>'
    )


_OWN_FORMATS: Final = [
    f'<numFmt numFmtId="{number}" formatCode="{escaped(code)}"/>'
    for number, code in _SHOWN_AS.values()
    if code
]
_STYLES: Final = (
    f'{XML}<styleSheet xmlns="{_MAIN}"><numFmts count="{len(_OWN_FORMATS)}">'
    f'{"".join(_OWN_FORMATS)}</numFmts><fonts count="3">'
    '<font><sz val="11"/><name val="宋体"/></font>'
    '<font><sz val="18"/><name val="宋体"/></font>'
    '<font><b/><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    '<border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/>'
    "<diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="{len(_FORMATS)}">{"".join(_format(*each) for each in _FORMATS)}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
    "</cellStyles></styleSheet>"
)


def write(document: Document) -> bytes:
    """The document as a workbook of one sheet, its header row repeated on every printed page."""
    sheet, header, filtered = _sheet(document)
    kinds = {"workbook": "sheet.main", "worksheets/sheet1": "worksheet", "styles": "styles"}
    kept = "".join(char for char in document.title if char not in "[]:*?/\\'\n")
    title = escaped(kept[-31:] or "表")
    named = f'<definedName name="_xlnm.Print_Titles" localSheetId="0">\'{title}\'!'
    named += f"${header}:${header}</definedName>"
    if filtered:
        place = "'!".join((f"'{title}", "$" + re.sub(r"(?<=[A-Z])(?=\d)|(?<=:)", "$", filtered)))
        named = (
            '<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'
            f"{place}</definedName>{named}"
        )
    parts = {
        ooxml.CONTENT_TYPES: ooxml.content_types(
            (f"xl/{each}.xml", f"{_TYPE}.{kind}+xml") for each, kind in kinds.items()
        ),
        ooxml.ROOT_RELATIONS: ooxml.relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'{XML}<workbook xmlns="{_MAIN}" xmlns:r="{OFFICE}">'
        f"<bookViews><workbookView/></bookViews><sheets>"
        f'<sheet name="{title}" sheetId="1" r:id="rId1"/></sheets>'
        f"{f'<definedNames>{named}</definedNames>' if header else ''}</workbook>",
        "xl/_rels/workbook.xml.rels": ooxml.relations(
            [("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")]
        ),
        "xl/styles.xml": _STYLES,
        "xl/worksheets/sheet1.xml": sheet,
    }
    return package(part(name, text.encode()) for name, text in parts.items())


def _sheet(document: Document) -> tuple[str, int, str]:
    """The sheet's part, the number of its first header row from 1, 0 for none, and what its filter
    covers (`A3:G9`), nothing where there is none."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    longest = max((len(row) for table in tables for row in table.rows), default=1)
    columns = min(max(longest, 1), _MOST_COLUMNS)
    widths = _widths(tables, columns)
    rows: list[str] = []
    merged: list[str] = []
    header_row = last_row = 0

    for block in document.blocks:
        if isinstance(block, Table):
            if block.title:
                rows.append(_row(len(rows) + 1, (block.title,), columns, _PLAIN, _LINE + 4))
            codes = _code_columns(block)
            for at, row in enumerate(block.rows):
                header = at < block.header_rows
                lines = max((_lines(*each) for each in zip(row, widths, strict=False)), default=1)
                format, height = _HEADER if header else _CELL, _LINE * lines + 4
                rows.append(_row(len(rows) + 1, row, columns, format, height, codes))
                header_row = header_row or len(rows) * header
            last_row = len(rows)
        elif not isinstance(block, PageBreak) and (line := line_of(block)).strip():
            title = isinstance(block, Para) and block.role in ON_LINES
            height = _LINE * (2 if title else _lines(line, sum(widths)))
            format = _TITLE if title else _PLAIN
            rows.append(_row(len(rows) + 1, (line,), columns, format, height))
            if columns > 1:
                place = f"A{len(rows)}:{letters(columns - 1)}{len(rows)}"
                merged.append(f'<mergeCell ref="{place}"/>')
    shares = "".join(
        f'<col min="{at}" max="{at}" width="{width:g}" customWidth="1"/>'
        for at, width in enumerate(widths, 1)
    )
    frozen = filtered = ""
    if header_row and len(tables) == 1:
        frozen = (
            f'<pane ySplit="{header_row}" topLeftCell="A{header_row + 1}" activePane="bottomLeft"'
            ' state="frozen"/>'
        )
        filtered = f"A{header_row}:{letters(columns - 1)}{last_row}"
    views = f'<sheetViews><sheetView workbookViewId="0">{frozen}</sheetView></sheetViews>'
    filters = f'<autoFilter ref="{filtered}"/>' if filtered else ""
    merges = f'<mergeCells count="{len(merged)}">{"".join(merged)}</mergeCells>' if merged else ""
    return (
        (
            f'{XML}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f"{views}<cols>{shares}</cols><sheetData>{''.join(rows)}</sheetData>{filters}{merges}"
            '<pageMargins left="0.6" right="0.6" top="0.7" bottom="0.7" header="0.3"'
            ' footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
        ),
        header_row,
        filtered,
    )


def _code_columns(table: Table) -> frozenset[int]:
    """The columns whose figures are names (电话, 编号)."""
    heads = table.rows[table.header_rows - 1] if table.header_rows else ()
    return frozenset(at for at, head in enumerate(heads) if re.search(_CODES, head.strip()))


def _value(text: str) -> tuple[str, str] | None:
    """How a text is shown and what Excel keeps for it, where both say exactly the same."""
    if found := re.fullmatch(_NUMBER, text):
        places, rate = len(found["places"] or ""), found["rate"] or ""
        shown = f"0{'.' * bool(places)}{'0' * places}{rate}"
        if shown not in _SHOWN_AS:
            return None
        figure = text.rstrip("%")
        return shown, str(Decimal(figure) / 100) if rate else figure
    if found := re.fullmatch(_DATE, text):
        with suppress(ValueError):
            day = datetime.date(*map(int, found.groups()[:3]))
            if day >= _FIRST_DAY:
                return found[4], str((day - _EPOCH).days)
    return None


def _row(
    number: int,
    cells: tuple[str, ...],
    columns: int,
    format: int,
    height: int,
    codes: frozenset[int] = frozenset(),
) -> str:
    inner = ""
    for column, text in enumerate((*cells, *[""] * columns)[:columns]):
        value = _value(str(text)) if format == _CELL and column not in codes else None
        if value:
            shown, kept = value
            place = f'r="{letters(column)}{number}" s="{_VALUES[shown]}"'
            inner += f"<c {place}><v>{kept}</v></c>"
            continue
        shown = escaped(re.sub(_ESCAPE, "_x005F_", text[:_LONGEST]))
        said = f' t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'
        inner += f'<c r="{letters(column)}{number}" s="{format}"{said if text else "/>"}'
    return f'<row r="{number}" ht="{min(height, 400)}" customHeight="1">{inner}</row>'


def _widths(tables: list[Table], columns: int) -> list[float]:
    """Characters per column: by the first table's shares, else by its longest cells."""
    if not tables:
        return [80.0] * columns
    shares, rows = tables[0].widths, tables[0].rows
    if len(shares) == columns:
        return [max(_NARROW, _SHARE * share / (sum(shares) or 1)) for share in shares]
    longest = (
        max((round(2 * ems(row[at])) for row in rows if at < len(row)), default=0)
        for at in range(columns)
    )
    return [float(min(max(width + 2, _NARROW), _WIDE)) for width in longest]


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of `width` characters."""
    room = max(1, int(width - 1))
    return sum(max(1, -(-round(2 * ems(line)) // room)) for line in text.splitlines()) or 1
