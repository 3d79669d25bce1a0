"""Tables as XML: fixed columns, a header row that repeats, no row across two pages.

Owns column widths. Must not know how text becomes runs nor what stands around a table.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from speechgen.document import Table
from speechgen.layout import names

_MAX_COLUMNS: Final = 63  # Word's own limit


def table_xml(table: Table, width: int, runs: Callable[[str], str]) -> str:
    """The table `width` twips wide; `runs` writes a cell's text."""
    widths = column_widths(table, width)
    style = names.TABLE_WIDTHS if table.widths else names.TABLE_PLAIN
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(
        _row(row, widths, runs, header=number < table.header_rows)
        for number, row in enumerate(table.rows)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style.id}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(
    row: tuple[str, ...], widths: list[int], runs: Callable[[str], str], *, header: bool
) -> str:
    style = names.HEADER_CELL if header else names.CELL
    texts = (*row, *[""] * len(widths))[: len(widths)]
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style.id}"/></w:pPr>{runs(text)}</w:p></w:tc>'
        for text, width in zip(texts, widths, strict=True)
    )
    repeated = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"


def column_widths(table: Table, block: int) -> list[int]:
    """Twips per column in a text block `block` twips wide: exact multiples of the shares, so that
    a reader gets the shares back."""
    columns = min(max(len(row) for row in table.rows), _MAX_COLUMNS)
    given = [max(1, share) for share in table.widths[:columns]]
    given += [1] * (columns - len(given))
    unit = max(1, block // sum(given))
    return [unit * share for share in given]
