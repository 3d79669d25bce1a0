"""A workbook of the Office Open XML kind (.xlsx, .xlsm): its sheets, and the rows of a sheet as
they come.

Owns the parts and what is refused in them. Beside the packed file, memory depends neither on the
rows nor on where cells lie: a cell in A1 and one in XFD1048576 are two cells. Must not know who
reads it or why.
"""

from __future__ import annotations

import posixpath
import re
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple
from urllib.parse import unquote
from xml.parsers import expat

from speechgen.files.zipped import Archive, CentralEntry, OversizeError, ZipError
from speechgen.tables import LOCKED, OLE, CellRow, UnreadableError
from speechgen.tables.numbers import USUAL, kind_of
from speechgen.tables.sheet import MOST_ROWS, Seen, SheetReader, index_of

_MAX_INFLATED: Final = 2_000_000_000  # bytes of one part: beyond it a bomb, not a table
_MAX_PARTS: Final = 40_000
_MAX_TAG: Final = 1 << 22  # bytes
_MAX_PART: Final = 64_000_000  # bytes of a part that only lists others
_MAX_TEXT: Final = 400_000_000  # bytes of all shared texts
_MAX_TEXTS: Final = 20_000_000
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
_LONGEST_MERGED: Final = 200  # bytes of such a tag
_MAX_STYLES: Final = 100_000_000  # bytes; programs that write a style a cell come near it


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
    """A workbook; its rows are unpacked as they are read."""

    def __init__(self, data: bytes, progress: Callable[[int], None] = lambda _: None) -> None:
        """`progress` hears how many bytes have been unpacked. Raises UnreadableError for what is no
        workbook."""
        if data.startswith(OLE):
            hint = "在 Excel 或 WPS 里打开，去掉密码，另存为 .xlsx"
            raise UnreadableError("不是 .xlsx 工作簿（旧版 .xls，或加了密码）", hint)
        if not data.startswith(b"PK"):
            raise UnreadableError("不是 .xlsx 工作簿", "在 Excel 或 WPS 里另存为 .xlsx")
        self._archive = WorkbookZip(data, progress)
        self._from_1904 = False
        kinds = dict(self._related("").values())
        main = kinds.get("officeDocument", "") or "xl/workbook.xml"  # the part that lists sheets
        if main not in self._archive or main.lower().endswith(".bin"):
            what = next((said for part, said in _OTHERS if part in self._archive), "别的压缩包")
            hint = "在 Excel 或 WPS 里另存为 .xlsx"
            raise UnreadableError(f"这不是 .xlsx 工作簿（是{what}）", hint)
        related = self._related(main)
        self._part_of = {kind: part for kind, part in related.values() if part}
        self.sheets = self._listed(main, related)

    def rows(self, sheet: SheetEntry, seen: Seen | None = None) -> Iterator[CellRow]:
        """The rows that hold something and are shown, in order; `seen` hears of the others and of
        numbers that are not shown as they are. Raises UnreadableError where the part is damaged,
        rows or cells stand twice or out of order, or a cell is beyond the sheet."""
        if not sheet.part:
            return
        styles = self._styles
        reader = SheetReader(lambda at: self._texts[at], styles, self._from_1904, seen or Seen())
        for _ in self._archive.parse(sheet.part, reader.parser):
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
            done = max(0, len(text) - _LONGEST_MERGED)
            if b"mergeCell" in text:
                for one in _MERGED.finditer(text):
                    left, top, right, bottom = one.groups()
                    xs = sorted((index_of(left.decode()), index_of(right.decode())))
                    ys = sorted((int(top) - 1, int(bottom) - 1))
                    found.append(Merged(max(0, ys[0]), xs[0], ys[1], xs[1]))
                    done = max(done, one.end())
                if len(found) > 100_000:
                    raise UnreadableError("合并单元格太多", "取消合并，逐格填写")
            rest = text[done:]
        return found

    def chosen(self, name: str) -> tuple[SheetEntry | None, list[SheetEntry]]:
        """The sheet of that name, if there is one. Without a name the first visible one that holds
        anything, and the others that do."""
        if name:
            return next((one for one in self.sheets if one.name == name), None), []
        visible = [one for one in self.sheets if one.visible] or list(self.sheets)
        filled = [one for one in visible if self.has_cells(one)]
        return (filled or visible)[0], filled[1:]

    # -- parts ---------------------------------------------------------------------------------

    def _related(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationship id -> (kind, part) of everything that a part is related to."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, tuple[str, str]] = {}
        if path not in self._archive:
            return found
        for tag, attributes in self._archive.tags(path):
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                target = posixpath.join("/", folder, unquote(attributes.get("Target", "")))
                found[attributes.get("Id", "")] = (kind, posixpath.normpath(target).lstrip("/"))
        return found

    def _listed(self, main: str, related: dict[str, tuple[str, str]]) -> tuple[SheetEntry, ...]:
        sheets: list[SheetEntry] = []
        for tag, attributes in self._archive.tags(main):
            if tag == "workbookPr":
                self._from_1904 = attributes.get("date1904") in ("1", "true", "on")
            elif tag == "sheet" and len(sheets) < 5_000:
                wanted = [value for key, value in attributes.items() if key.endswith(":id")]
                kind, part = related.get(wanted[0] if wanted else "", ("", ""))
                name = attributes.get("name", "")
                if not kind:
                    raise UnreadableError(f"找不到“{name[:31]}”这个表的内容")
                visible = attributes.get("state", "visible") == "visible"
                sheets.append(SheetEntry(name, visible, part if kind == "worksheet" else ""))
        if not sheets:
            raise UnreadableError("工作簿里没有表")
        return tuple(sheets)

    @cached_property
    def _texts(self) -> SharedTexts:
        return SharedTexts(self._archive, self._part_of.get("sharedStrings", ""))

    @cached_property
    def _styles(self) -> dict[int, str]:
        """Style of a cell -> how it shows a number (see `kind_of`), of those that say so."""
        part = self._part_of.get("styles", "")
        own: dict[int, str] = {}
        found: dict[int, str] = {}
        seen = -1  # cell formats, once their table has begun
        try:
            for tag, attributes in (
                self._archive.tags(part, _MAX_STYLES) if part in self._archive else ()
            ):
                given = attributes.get("numFmtId", "0")
                if tag == "numFmt":
                    own[int(given)] = attributes.get("formatCode", "")
                elif tag == "cellXfs":
                    seen = 0
                elif tag == "xf" and seen >= 0:
                    code = int(given)
                    if kind := kind_of(own[code]) if code in own else USUAL.get(code, ""):
                        found[seen] = kind
                    seen += 1
        except ValueError:
            raise _damaged(part) from None
        return found


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
        for _ in archive.parse(part, parser):
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


# -- the package ----------------------------------------------------------------------------------


class WorkbookZip:
    """A package. Names do not tell cases apart."""

    def __init__(self, data: bytes, progress: Callable[[int], None]) -> None:
        """`progress` hears now and then how many bytes have been unpacked. Raises UnreadableError
        for what is no package."""
        self._progress = progress
        self._unpacked = 0
        try:
            self._archive = Archive(data, _MAX_PARTS)
        except (ZipError, OversizeError):
            raise UnreadableError("文件已损坏") from None
        self._entries: dict[str, list[CentralEntry]] = {}
        for entry in self._archive.entries:
            self._entries.setdefault(_bare_name(entry.name), []).append(entry)

    def __contains__(self, name: str) -> bool:
        return _bare_name(name) in self._entries

    def blocks(self, name: str, limit: int = _MAX_INFLATED) -> Iterator[bytes]:
        """The content of a part, block by block. Raises UnreadableError: missing, twice there,
        encrypted, damaged, or more than `limit` bytes."""
        entries = self._entries.get(_bare_name(name), [])
        if len(entries) != 1:
            raise UnreadableError(f"{'缺少' if not entries else '有两个'}部件 {name[:80]}")
        entry = entries[0]
        if entry.flags & 1:
            raise UnreadableError(*LOCKED)
        if entry.size > limit:
            raise UnreadableError("展开后太大", "分成几个文件")
        try:
            for block in self._archive.blocks(entry):
                self._unpacked += len(block)
                self._progress(self._unpacked)
                yield block
        except ZipError:
            raise _damaged(name) from None

    def parse(
        self, name: str, parser: expat.XMLParserType, limit: int = _MAX_INFLATED
    ) -> Iterator[None]:
        """Parse a part, a step for every block. Raises UnreadableError for what is not well
        formed, declares a document type or holds a tag of megabytes."""

        def refuse_doctype(*_: object) -> None:
            raise UnreadableError("里面有 DOCTYPE，不是 Excel 或 WPS 存的")

        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = refuse_doctype
        given = 0
        try:
            for block in self.blocks(name, limit):
                parser.Parse(block, False)
                given += len(block)
                if given - parser.CurrentByteIndex > _MAX_TAG:
                    raise _damaged(name)
                yield
            parser.Parse(b"", True)
            yield
        except (expat.ExpatError, ValueError, LookupError):  # the latter two for odd encodings
            raise _damaged(name) from None

    def tags(self, name: str, limit: int = _MAX_PART) -> Iterator[tuple[str, dict[str, str]]]:
        """The tags of a part with their attributes, without prefixes, one by one."""
        found: list[tuple[str, dict[str, str]]] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            found.append((name.rpartition(":")[2], attributes))

        parser = expat.ParserCreate()
        parser.StartElementHandler = start
        for _ in self.parse(name, parser, limit):
            yield from found
            found.clear()


def _damaged(part: str) -> UnreadableError:
    """The refusal of a part that is not what it should be."""
    return UnreadableError(f"部件 {part[:80]} 已损坏")


def _bare_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
