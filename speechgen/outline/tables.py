"""表: a table written in the outline, or read from a file beside it.

Owns the forms that a table may be written in, and what is wrong with its rows. Must not know how
files of cells are read, nor how a table is printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import gcd
from typing import TYPE_CHECKING, Any, Final

from speechgen.diagnostics import Span
from speechgen.document import Table
from speechgen.marks import shortened
from speechgen.schema.fields import TABLE_FIELDS, Field, by_name, did_you_mean, nearest_word
from speechgen.schema.pieces import parted_at_commas, scalar, stripped, stripped_lines
from speechgen.schema.reading import Reader
from speechgen.source import MappingNode, ScalarNode, SequenceNode, YamlNode
from speechgen.tables import OTHER_BOOKS, UnreadableError
from speechgen.tables.whole import MAX_BYTES, MOST_CELLS, MOST_WIDE, SUFFIXES, read_whole
from speechgen.text import Text, cut, on_lines, place_of

if TYPE_CHECKING:
    from speechgen.files.beside import Beside

_NAMES: Final = by_name(TABLE_FIELDS)
_FORMS: Final = (
    "写成几行  - [甲, 乙]（第一行是表头），或表格文件的名字，如 分工.xlsx，或  题: …  行: …"
)
_WITH_EMPTY: Final = r"""\[(?!\s*\])[^][{}"'“”：:]*\]"""
_EMPTY: Final = "空着的格写成 ''；一格里有逗号的，整格加引号"
_ROW: Final = "每行写成  - [甲, 乙]，或  - 栏名: 内容"

Cells = tuple[Text, ...]


def table_of(reader: Reader, beside: Beside, node: YamlNode) -> Table | None:
    """The table in a node; None where it was refused. What is wrong goes to `reader`."""
    return _Written(reader, beside).table(node)


class _Written:
    def __init__(self, reader: Reader, beside: Beside) -> None:
        self.reader = reader
        self.beside = beside

    def table(self, node: YamlNode) -> Table | None:
        """The table, title and widths with it."""
        at = len(self.reader.errors)
        title, sheet = Text(""), Text("")
        rows, widths = node, None
        if isinstance(node, MappingNode):
            given = self._members(node)
            title, widths, sheet = (
                given.get("题", title),
                given.get("宽"),
                given.get("工作表", sheet),
            )
            found = [given[key] for key in ("行", "文件") if key in given]
            if len(found) != 1:
                if len(self.reader.errors) == at:
                    said = "“行”和“文件”只能写一样" if found else "这张表没有行"
                    self.reader.fail(node.span, "outline-table", said, _FORMS)
                return None
            rows = found[0]
            if sheet and "文件" not in given:
                said = "“工作表”是工作簿里一页的名字，这张表没有写“文件”"
                self.reader.fail(place_of(sheet), "outline-table", said, "去掉“工作表”")
        made = self._listed(rows) if isinstance(rows, SequenceNode) else self._of_file(rows, sheet)
        if not made or len(self.reader.errors) > at:
            return None
        shares = self._shares(widths, len(made[0])) if widths is not None else ()
        return None if shares is None else Table(made, 1, shares, node.span, title)

    def _members(self, node: MappingNode) -> dict[str, Any]:
        """题 and 工作表 as texts, 行, 文件 and 宽 as the nodes they are."""

        def read(field: Field, value: YamlNode) -> object:
            if isinstance(value, ScalarNode) and not value.text.strip():
                return None
            return self.reader.text(field, value) if field.key in ("题", "工作表") else value

        return self.reader.members(node, _NAMES, read=read)

    def _shares(self, node: YamlNode, columns: int) -> tuple[int, ...] | None:
        """宽: a share for each column."""
        items = node.items if isinstance(node, SequenceNode) else ()
        texts = [one.text.strip() if isinstance(one, ScalarNode) else "" for one in items]
        if texts and all(re.fullmatch(r"[1-9][0-9]{0,3}", text) for text in texts):
            if len(texts) == columns:
                shares = tuple(map(int, texts))
                return tuple(share // gcd(*shares) for share in shares)
            said = f"“宽”写了 {len(texts)} 列，表有 {columns} 列"
        else:
            said = "“宽”应当是各列的份数"
        example = "、".join(["1"] * min(columns, 3)).replace("、", ", ")
        self.reader.fail(node.span, "outline-table", said, f"例如  宽: [{example}]")
        return None

    # -- rows in the outline -------------------------------------------------------------------

    def _listed(self, node: SequenceNode) -> tuple[Cells, ...]:
        """A list of lists, or of mappings, as rows of one length."""
        if not node.items:
            self.reader.fail(node.span, "outline-table", "这张表没有行", _FORMS)
        elif isinstance(node.items[0], MappingNode):
            return self._of_mappings(node.items)
        rows: list[Cells] = []
        commas: Span | None = None
        for given in node.items:
            item = _framed(given)
            if item is not given and getattr(given, "text", "")[:1] != "[":
                commas = commas or item.span
            if not isinstance(item, SequenceNode):
                said = "表的一行应当是一个列表" if not rows else "表的每一行都应当是列表"
                framed = isinstance(item, ScalarNode) and item.text.startswith("[")
                self.reader.fail(item.span, "outline-table-row", said, _EMPTY if framed else _ROW)
                break
            row = tuple(map(self._cell, item.items))
            wanted = len(rows[0]) if rows else 0
            if item.raw and len(row) != (wanted or 2) and (len(row) == 1 or wanted):
                parted = tuple(
                    piece
                    for cell, one in zip(row, item.items, strict=True)
                    for piece in (
                        [cell] if getattr(one, "style", "") == "quoted" else parted_at_commas(cell)
                    )
                )
                if len(parted) > 1 and len(parted) == (wanted or len(parted)):
                    row, commas = parted, commas or item.span
            if not rows or len(row) == wanted:
                rows.append(row)
                continue
            said = f"这一行有 {len(row)} 格，第一行有 {wanted} 格"
            self.reader.fail(item.span, "outline-table-row", said, _EMPTY)
        if commas is not None:
            said = "全角的“，”和“［ ］”按半角的读，逗号分格"
            hint = "写半角的 [ ] 和 ,；是一格文字的，整格加引号"
            self.reader.hint(commas, "outline-bracket-comma", said, hint)
        return self._bounded(rows, node)

    def _of_mappings(self, items: Sequence[YamlNode]) -> tuple[Cells, ...]:
        """Rows whose first says the columns."""
        first = items[0]
        assert isinstance(first, MappingNode)
        columns = dict.fromkeys(key.text for key, _ in first.pairs)
        rows: list[Cells] = [tuple(Text(key.text, key.origins) for key, _ in first.pairs)]
        for item in items:
            if not isinstance(item, MappingNode):
                said = "表的每一行都应当像第一行那样，写成“栏名: 内容”"
                self.reader.fail(item.span, "outline-table-row", said, _ROW)
                continue
            cells = {}
            for key, value in item.pairs:
                if key.text not in columns:
                    hint = did_you_mean(nearest_word(key.text, columns)) + (
                        f"栏名以第一行为准：{'、'.join([*columns][:20])}"
                    )
                    said = f"第一行没有“{key.text}”这一栏"
                    self.reader.fail(key.span, "outline-table-row", said, hint)
                cells[key.text] = self._cell(value)
            rows.append(tuple(cells.get(column, Text("")) for column in columns))
        return self._bounded(rows, first)

    def _bounded(self, rows: list[Cells], node: YamlNode) -> tuple[Cells, ...]:
        wide = len(rows[0]) if rows else 0
        if wide > MOST_WIDE or wide * len(rows) > MOST_CELLS:
            said = f"表有 {wide} 列" if wide > MOST_WIDE else f"表超过 {MOST_CELLS:,} 格"
            most = f"最多 {MOST_WIDE} 列，{MOST_CELLS:,} 格；分成几张表"
            self.reader.fail(node.span, "outline-table", said, most)
            return ()
        if rows and not wide:
            self.reader.fail(node.span, "outline-table-row", "表的第一行是空的", _ROW)
            return ()
        return tuple(rows)

    def _pasted(self, text: Text, node: YamlNode) -> tuple[Cells, ...]:
        """Rows as a spreadsheet gives them to other programs: cells between tabs."""
        rows: list[Cells] = []
        at = 0
        for line in text.split("\n"):
            row: list[Text] = []
            start = at
            for cell in line.split("\t"):
                row.append(self._said(cut(text, at, at + len(cell))))
                at += len(cell) + 1
            if rows and line.strip() and len(row) != len(rows[0]):
                said = f"这一行有 {len(row)} 格，第一行有 {len(rows[0])} 格"
                hint = "各格之间一个制表符；或写成  - [甲, 乙]"
                self.reader.fail(place_of(cut(text, start)), "outline-table-row", said, hint)
                return ()
            rows += [tuple(row)] if line.strip() else []
        return self._bounded(rows, node)

    def _cell(self, node: YamlNode) -> Text:
        """A cell's text: what is typed in the outline as what a cell holds."""
        text = self.reader.plain(node)
        if text is None:
            said = "表的一格应当是一段文字"
            self.reader.fail(node.span, "outline-table-row", said, '格里换行写成 "甲\\n乙"')
            return Text("")
        return self._said(text)

    def _said(self, text: Text) -> Text:
        lines = stripped_lines(text) if "\n" in text else [stripped(text)]
        return on_lines([self.reader.said(line) for line in lines])

    # -- files ---------------------------------------------------------------------------------

    def _of_file(self, node: YamlNode, sheet: Text) -> tuple[Cells, ...]:
        """The table in a file beside the outline."""
        name = self.reader.plain(node) if isinstance(node, ScalarNode) else None
        if name is not None and "\t" in name:
            return self._pasted(name, node)
        if name is None or "\n" in name:
            self.reader.fail(node.span, "outline-table", "看不懂这张表", _FORMS)
            return ()
        name = stripped(name)
        suffix = re.search(r"\.[0-9A-Za-z]{1,5}\Z", name)
        if suffix is None or suffix[0].lower() not in SUFFIXES:
            said = f"“{shortened(name)}”不是表格文件的名字"
            hint = "表格文件用 .xlsx 或 .csv"
            if suffix is None:
                said, hint = f"“表”应当是一张表，这里写的是一段文字“{shortened(name)}”", _FORMS
            elif suffix[0].lower() in (".png", ".jpg", ".jpeg"):
                hint = f"是图片就写  图: {shortened(name)}"
            elif suffix[0].lower() in (*OTHER_BOOKS, ".xlsb", ".numbers"):
                hint = "用 Excel 或 WPS 打开，另存为 .xlsx"
            self.reader.fail(node.span, "outline-table-file", said, hint)
            return ()
        try:
            data = self.beside.read(str(name), MAX_BYTES)
        except ValueError as refused:
            self.reader.fail(
                node.span, "outline-table-file", str(refused), "写提纲旁边的文件名，如 分工.xlsx"
            )
            return ()
        try:
            found = read_whole(data, str(name), str(sheet))
        except UnreadableError as refused:
            why, hint = refused.args
            span = place_of(sheet) if sheet and "工作表" in why else node.span
            why = why.removeprefix("这").replace("不是提纲", "不是表格")
            self.reader.fail(span, "outline-table-file", f"“{name}”{why}", hint)
            return ()
        for rule, said, hint in found.notes:
            tell = self.reader.warn if rule == "outline-table-merged" else self.reader.hint
            tell(node.span, rule, said, hint)
        return found.rows


def _framed(item: YamlNode) -> YamlNode:
    """A row in full-width brackets, or with an empty cell between its commas, as the list that it
    is; any other node as it is."""
    text = stripped(Text(item.text, item.origins)) if isinstance(item, ScalarNode) else Text("")
    if not re.fullmatch(rf"[［【].+[］】]|{_WITH_EMPTY}", text):
        return item
    return SequenceNode(tuple(map(scalar, parted_at_commas(cut(text, 1, len(text) - 1), ",，"))),
                        item.span)  # fmt: skip
