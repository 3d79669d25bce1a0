"""Document -> XLSX: the document's tables as a sheet one can sort, filter and send round.

Owns the few parts of a workbook, written as text so that the same document gives the same bytes.
Paragraphs stand as rows of one merged cell in their order, so nothing of the document is lost but
what Excel takes in no cell (`_LONGEST`) or column (`_MOST_COLUMNS`); every cell is text (no number,
date or formula is guessed). Must not know layouts or files.
"""

from __future__ import annotations

import re
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
_FORMATS: Final = ((0, 0), (1, 0), (2, 1), (0, 1))  # font and border of each
_SHARE: Final = 110  # characters over all columns of a table that gives shares
_NARROW, _WIDE = 6, 48  # characters: bounds of a column without a share
_LINE: Final = 18  # points of a row per line of text
_MOST_COLUMNS: Final = 16_384
_LONGEST: Final = 32_767  # characters Excel takes in a cell
_ESCAPE: Final = "_(?=x[0-9A-Fa-f]{4}_)"  # _x0041_ is an A to Excel


def _format(font: int, border: int) -> str:
    """A cell format: text as it is, centred where the font is not the plain one."""
    applied = ' applyFont="1"' * bool(font) + ' applyBorder="1"' * border
    centred = 'horizontal="center" ' * bool(font)
    return (
        f'<xf numFmtId="49" fontId="{font}" fillId="0" borderId="{border}" xfId="0"'
        f' applyNumberFormat="1"{applied} applyAlignment="1"><alignment {centred}'
        'vertical="center" wrapText="1"/></xf>'
    )


_STYLES: Final = (
    f'{XML}<styleSheet xmlns="{_MAIN}"><fonts count="3">'
    '<font><sz val="11"/><name val="宋体"/></font>'
    '<font><sz val="18"/><name val="宋体"/></font>'
    '<font><b/><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    '<border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/>'
    "<diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="4">{"".join(_format(*each) for each in _FORMATS)}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
    "</cellStyles></styleSheet>"
)


def write(document: Document) -> bytes:
    """The document as a workbook of one sheet, its header row repeated on every printed page."""
    sheet, header = _sheet(document)
    kinds = {"workbook": "sheet.main", "worksheets/sheet1": "worksheet", "styles": "styles"}
    kept = "".join(char for char in document.title if char not in "[]:*?/\\'\n")
    title = escaped(kept[-31:] or "表")
    repeated = (
        '<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">'
        f"'{title}'!${header}:${header}</definedName></definedNames>"
    )
    parts = {
        ooxml.CONTENT_TYPES: ooxml.content_types(
            (f"xl/{each}.xml", f"{_TYPE}.{kind}+xml") for each, kind in kinds.items()
        ),
        ooxml.ROOT_RELATIONS: ooxml.relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'{XML}<workbook xmlns="{_MAIN}" xmlns:r="{OFFICE}"><sheets>'
        f'<sheet name="{title}" sheetId="1" r:id="rId1"/></sheets>'
        f"{repeated if header else ''}</workbook>",
        "xl/_rels/workbook.xml.rels": ooxml.relations(
            [("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")]
        ),
        "xl/styles.xml": _STYLES,
        "xl/worksheets/sheet1.xml": sheet,
    }
    return package(part(name, text.encode()) for name, text in parts.items())


def _sheet(document: Document) -> tuple[str, int]:
    """The sheet's part, and the number of its first header row from 1, 0 for none."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    longest = max((len(row) for table in tables for row in table.rows), default=1)
    columns = min(max(longest, 1), _MOST_COLUMNS)
    widths = _widths(tables, columns)
    rows: list[str] = []
    merged: list[str] = []
    header_row = 0

    for block in document.blocks:
        if isinstance(block, Table):
            if block.title:
                rows.append(_row(len(rows) + 1, (block.title,), columns, _PLAIN, _LINE + 4))
            for at, row in enumerate(block.rows):
                header = at < block.header_rows
                lines = max((_lines(*each) for each in zip(row, widths, strict=False)), default=1)
                format, height = _HEADER if header else _CELL, _LINE * lines + 4
                rows.append(_row(len(rows) + 1, row, columns, format, height))
                header_row = header_row or len(rows) * header
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
    merges = f'<mergeCells count="{len(merged)}">{"".join(merged)}</mergeCells>' if merged else ""
    return (
        f'{XML}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f"<cols>{shares}</cols><sheetData>{''.join(rows)}</sheetData>{merges}"
        '<pageMargins left="0.6" right="0.6" top="0.7" bottom="0.7" header="0.3"'
        ' footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    ), header_row


def _row(number: int, cells: tuple[str, ...], columns: int, format: int, height: int) -> str:
    inner = ""
    for column, text in enumerate((*cells, *[""] * columns)[:columns]):
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
