"""Document -> XLSX: the document's tables as a sheet one can sort, filter and send round.

Owns the few parts of a workbook, written as text so that the same document gives the same bytes.
Paragraphs stand as rows of one merged cell in their order, so nothing of the document is lost;
every cell is text (no number, date or formula is guessed). Must not know layouts or files.
"""

from __future__ import annotations

from typing import Final

from speechgen.document import Document, PageBreak, Para, Table
from speechgen.files.zipped import package, part
from speechgen.marks import ems, escaped
from speechgen.tables import letters
from speechgen.writers.lines import line_of

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PLAIN, _TITLE, _HEADER, _CELL = 0, 1, 2, 3  # cell formats, in the order of `_STYLES`
_SHARE: Final = 110  # characters over all columns of a table that gives shares
_NARROW, _WIDE = 6, 48  # characters: bounds of a column without a share
_LINE: Final = 18  # points of a row per line of text
_MOST_COLUMNS: Final = 16_384
_LONGEST: Final = 32_767  # characters Excel takes in a cell

_STYLES: Final = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="3">'
    '<font><sz val="11"/><name val="宋体"/></font>'
    '<font><sz val="18"/><name val="宋体"/></font>'
    '<font><b/><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    '<border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/>'
    "<diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4">'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"'
    ' applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"'
    ' applyFont="1" applyAlignment="1"><alignment horizontal="center" vertical="center"'
    ' wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="2" fillId="0" borderId="1" xfId="0" applyNumberFormat="1"'
    ' applyFont="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center"'
    ' vertical="center" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1"'
    ' applyBorder="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
    "</cellStyles></styleSheet>"
)
_CONTENT_TYPES: Final = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
)
_ROOT_RELATIONS: Final = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>"
)
_BOOK_RELATIONS: Final = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)


def write(document: Document) -> bytes:
    """The document as a workbook of one sheet, its header row repeated on every printed page."""
    sheet = _Sheet(document)
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _ROOT_RELATIONS,
        "xl/workbook.xml": _workbook(document.title, sheet.header_row),
        "xl/_rels/workbook.xml.rels": _BOOK_RELATIONS,
        "xl/styles.xml": _STYLES,
        "xl/worksheets/sheet1.xml": sheet.xml(),
    }
    return package(part(name, text.encode()) for name, text in parts.items())


def _workbook(title: str, header: int) -> str:
    name = "".join(char for char in title if char not in "[]:*?/\\'\n")[-31:] or "表"
    quoted = escaped(name)
    repeated = (
        '<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">'
        f"'{quoted}'!${header}:${header}</definedName></definedNames>"
        if header
        else ""
    )
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{quoted}" sheetId="1" r:id="rId1"/></sheets>{repeated}</workbook>'
    )


class _Sheet:
    """The rows of one document. `header_row` is the first header's number from 1, 0 for none."""

    def __init__(self, document: Document) -> None:
        tables = [block for block in document.blocks if isinstance(block, Table)]
        longest = max((len(row) for table in tables for row in table.rows), default=1)
        self.columns = min(max(longest, 1), _MOST_COLUMNS)
        self.widths = _widths(tables, self.columns)
        self.rows: list[str] = []
        self.merged: list[str] = []
        self.header_row = 0
        for block in document.blocks:
            if isinstance(block, Table):
                self._table(block)
            elif not isinstance(block, PageBreak) and (line := line_of(block)).strip():
                title = isinstance(block, Para) and block.role in ("title", "subtitle")
                self._paragraph(line, _TITLE if title else _PLAIN)

    def _paragraph(self, line: str, format: int) -> None:
        cells = [line, *[""] * (self.columns - 1)]
        number = len(self.rows) + 1
        if self.columns > 1:
            self.merged.append(f"A{number}:{letters(self.columns - 1)}{number}")
        height = _LINE * 2 if format == _TITLE else _LINE * _lines(line, sum(self.widths))
        self._row(cells, format, height)

    def _table(self, table: Table) -> None:
        for at, row in enumerate(table.rows):
            header = at < table.header_rows
            if header and not self.header_row:
                self.header_row = len(self.rows) + 1
            cells = [*row, *[""] * (self.columns - len(row))][: self.columns]
            lines = max(_lines(c, w) for c, w in zip(cells, self.widths, strict=True))
            self._row(cells, _HEADER if header else _CELL, _LINE * lines + 4)

    def _row(self, cells: list[str], format: int, height: float) -> None:
        number = len(self.rows) + 1
        inner = "".join(_cell(at, number, text, format) for at, text in enumerate(cells, 1))
        self.rows.append(
            f'<row r="{number}" ht="{min(height, 400):g}" customHeight="1">{inner}</row>'
        )

    def xml(self) -> str:
        """The sheet's part."""
        columns = "".join(
            f'<col min="{at}" max="{at}" width="{width:g}" customWidth="1"/>'
            for at, width in enumerate(self.widths, 1)
        )
        merged = "".join(f'<mergeCell ref="{place}"/>' for place in self.merged)
        count = len(self.merged)
        return (
            f'{_XML}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f"<cols>{columns}</cols><sheetData>{''.join(self.rows)}</sheetData>"
            + (f'<mergeCells count="{count}">{merged}</mergeCells>' if count else "")
            + '<pageMargins left="0.6" right="0.6" top="0.7" bottom="0.7" header="0.3"'
            ' footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
        )


def _cell(column: int, row: int, text: str, format: int) -> str:
    place = f'r="{letters(column - 1)}{row}" s="{format}"'
    if not text:
        return f"<c {place}/>"
    shown = escaped(text[:_LONGEST])
    return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'


def _widths(tables: list[Table], columns: int) -> list[float]:
    """Characters per column: by the first table's shares, else by its longest cells."""
    first = tables[0] if tables else None
    if first is None:
        return [80.0] * columns
    if len(first.widths) == columns:
        return [max(_NARROW, _SHARE * share / (sum(first.widths) or 1)) for share in first.widths]
    longest = [
        max((_width(row[at]) for row in first.rows if at < len(row)), default=0)
        for at in range(columns)
    ]
    return [float(min(max(width + 2, _NARROW), _WIDE)) for width in longest]


def _width(text: str) -> int:
    return round(2 * ems(text))


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of `width` characters."""
    return (
        sum(max(1, -(-_width(line) // max(1, int(width - 1)))) for line in text.splitlines()) or 1
    )


__all__ = ["write"]
