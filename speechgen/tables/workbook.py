"""A workbook of the Office Open XML kind (.xlsx, .xlsm), read as a stream: its sheets, and the
rows of a sheet as they come.

Owns the parts and what is refused in them. Memory depends neither on the rows nor on where cells
lie: a cell in A1 and one in XFD1048576 are two cells. Must not know who reads it or why.
"""

from __future__ import annotations

import posixpath
import re
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import BinaryIO, Final, NamedTuple
from urllib.parse import unquote
from xml.parsers import expat

from speechgen.tables import BROKEN, CellRow, UnreadableError
from speechgen.tables.archive import WorkbookZip, feed, tags
from speechgen.tables.formats import date_styles
from speechgen.tables.sheet import MOST_ROWS, SheetReader, index_of

_MAX_PART: Final = 64_000_000  # bytes of a part that only lists others
_MAX_TEXT: Final = 400_000_000  # bytes of all shared texts
_MAX_TEXTS: Final = 20_000_000
_MAX_MERGED: Final = 100_000
_MOST_SHEETS: Final = 5_000
_MERGED: Final = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^>]*?\sref\s*=\s*[\"']"
    rb"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})[\"']"
)
_DIMENSION: Final = re.compile(rb"dimension ref=\"[A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}([0-9]{1,7})\"")
_OTHERS: Final = (
    ("word/document.xml", "Word 文档"),
    ("ppt/presentation.xml", "演示文稿"),
    ("content.xml", "OpenDocument 文件"),
    ("xl/workbook.bin", ".xlsb 工作簿"),
)
_LONGEST_TAG: Final = 200  # bytes


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it. `part` is empty for a sheet without cells (a chart)."""

    name: str
    visible: bool
    part: str


class Merged(NamedTuple):
    """A range of merged cells, rows and columns from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


class Workbook:
    """A workbook in a stream that can be sought, which must stay open while rows are read."""

    def __init__(self, stream: BinaryIO, progress: Callable[[int], None] | None = None) -> None:
        """`progress` hears how many bytes have been unpacked. Raises UnreadableError for what is no
        workbook."""
        self._archive = WorkbookZip(stream, progress)
        self._from_1904 = False
        main = self._main_part()
        related = self._related(main)
        self._part_of = {kind: part for kind, part in related.values() if part}
        self.sheets = self._listed(main, related)

    def rows(self, sheet: SheetEntry) -> Iterator[CellRow]:
        """The rows that hold something, in order. Raises UnreadableError where the part is
        damaged, rows or cells stand twice or out of order, or a cell is beyond the sheet."""
        if not sheet.part:
            return
        reader = SheetReader(lambda at: self._texts[at], self._styles, self._from_1904)
        for _ in feed(reader.parser, self._archive.blocks(sheet.part), sheet.part):
            yield from reader.taken()

    def has_cells(self, sheet: SheetEntry) -> bool:
        """Whether a sheet holds anything; a damaged one that nobody asked for does not."""
        try:
            return any(True for _ in self.rows(sheet))
        except UnreadableError:
            return False

    def about(self, sheet: SheetEntry) -> int:
        """How many rows the sheet says it has; 0 where it does not say."""
        start = next(self._archive.blocks(sheet.part), b"") if sheet.part else b""
        said = _DIMENSION.search(start)
        return min(int(said[1]), MOST_ROWS) if said else 0

    def merged(self, sheet: SheetEntry) -> list[Merged]:
        """The merged ranges; they stand behind the rows, so the part is read once for them, and
        its checksum is known to be right. Raises UnreadableError."""
        found: list[Merged] = []
        if not sheet.part:
            return found
        rest = b""
        for block in self._archive.blocks(sheet.part):
            text = rest + block
            done = max(0, len(text) - _LONGEST_TAG)
            if b"mergeCell" in text:
                for one in _MERGED.finditer(text):
                    left, top, right, bottom = one.groups()
                    xs = sorted((index_of(left.decode()), index_of(right.decode())))
                    ys = sorted((int(top) - 1, int(bottom) - 1))
                    found.append(Merged(max(0, ys[0]), xs[0], ys[1], xs[1]))
                    done = max(done, one.end())
                if len(found) > _MAX_MERGED:
                    raise UnreadableError("合并单元格太多", "取消合并，逐格填写")
            rest = text[done:]
        return found

    # -- parts ---------------------------------------------------------------------------------

    def _main_part(self) -> str:
        """The part that lists the sheets."""
        archive = self._archive
        main = "xl/workbook.xml"
        if "_rels/.rels" in archive:
            kinds = dict(self._related("").values())
            main = kinds.get("officeDocument", "") or main
        if main in archive and not main.lower().endswith(".bin"):
            return main
        what = next((said for part, said in _OTHERS if part in archive), "别的压缩包")
        raise UnreadableError(f"这不是 .xlsx 工作簿（是{what}）", "在 Excel 或 WPS 里另存为 .xlsx")

    def _related(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationship id -> (kind, part) of everything that a part is related to."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, tuple[str, str]] = {}
        if path not in self._archive:
            return found
        for tag, attributes in tags(self._archive, path, _MAX_PART):
            target = unquote(attributes.get("Target", ""))
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                whole = posixpath.normpath(posixpath.join("/", folder, target))
                found[attributes.get("Id", "")] = (kind, whole.lstrip("/"))
        return found

    def _listed(self, main: str, related: dict[str, tuple[str, str]]) -> tuple[SheetEntry, ...]:
        sheets: list[SheetEntry] = []
        for tag, attributes in tags(self._archive, main, _MAX_PART):
            if tag == "workbookPr":
                self._from_1904 = attributes.get("date1904") in ("1", "true", "on")
            elif tag == "sheet" and len(sheets) < _MOST_SHEETS:
                wanted = [value for key, value in attributes.items() if key.endswith(":id")]
                kind, part = related.get(wanted[0] if wanted else "", ("", ""))
                name = attributes.get("name", "")
                if not kind:
                    raise UnreadableError(f"找不到“{name[:31]}”这个表的内容", BROKEN)
                visible = attributes.get("state", "visible") == "visible"
                sheets.append(SheetEntry(name, visible, part if kind == "worksheet" else ""))
        if not sheets:
            raise UnreadableError("工作簿里没有表", BROKEN)
        return tuple(sheets)

    @cached_property
    def _texts(self) -> SharedTexts:
        return SharedTexts(self._archive, self._part_of.get("sharedStrings", ""))

    @cached_property
    def _styles(self) -> dict[int, str]:
        part = self._part_of.get("styles", "")
        return date_styles(self._archive, part) if part in self._archive else {}


class SharedTexts:
    """The texts that cells share, as bytes in one piece: ten million take 0.3 GB, not 1.5."""

    def __init__(self, archive: WorkbookZip, part: str) -> None:
        """Reads the part (ECMA-376 part 1, 18.4.9), if it is there; how a text is read aloud is
        left out. Raises UnreadableError."""
        self._bytes = bytearray()
        self._ends = array("Q", [0])
        self._keeps = self._reading = False
        if part not in archive:
            return
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._piece
        for _ in feed(parser, archive.blocks(part), part):
            if len(self._bytes) > _MAX_TEXT or len(self._ends) > _MAX_TEXTS:
                raise UnreadableError("文字太多", "分成几个文件")

    def __getitem__(self, at: int) -> str:
        """Raises IndexError."""
        if not 0 <= at < len(self._ends) - 1:
            raise IndexError(at)
        return self._bytes[self._ends[at] : self._ends[at + 1]].decode("utf-8", "replace")

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "t":
            self._keeps = not self._reading
        elif tag == "rPh":
            self._reading = True

    def _end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag == "t":
            self._keeps = False
        elif tag == "rPh":
            self._reading = False
        elif tag == "si":
            self._ends.append(len(self._bytes))

    def _piece(self, text: str) -> None:
        if self._keeps:
            self._bytes += text.encode("utf-8", "replace")
