"""The parts of a workbook's package as streams that are bounded, whatever the package says.

Owns what is refused in a ZIP file. Must not know what a part means.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final
from xml.parsers import expat

from speechgen.tables import BROKEN, LOCKED, UnreadableError

MAX_INFLATED: Final = 2_000_000_000  # bytes of one part: beyond it a bomb, not a table
_MAX_LISTING: Final = 4_000_000  # bytes of the list of parts: some forty thousand of them
_TAIL: Final = 66_000  # bytes: the list's own record stands no further from the end
_LIST_END: Final = re.compile(rb"PK\x05\x06(?=.{8}(.{4}))", re.DOTALL)
_BLOCK: Final = 1 << 18  # bytes
_LONGEST_TOKEN: Final = 16 * _BLOCK  # bytes of one tag
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED: Final = 0x1


class WorkbookZip:
    """A package, read from a stream that can be sought. Names do not tell cases apart."""

    def __init__(self, stream: BinaryIO, progress: Callable[[int], None] | None = None) -> None:
        """`progress` hears now and then how many bytes have been unpacked. Raises UnreadableError
        for what is no package."""
        self._progress = progress or (lambda _: None)
        self._unpacked = 0
        stream.seek(max(0, stream.seek(0, 2) - _TAIL))
        sizes = [int.from_bytes(size, "little") for size in _LIST_END.findall(stream.read(_TAIL))]
        try:
            if max(sizes) > _MAX_LISTING:  # what it says is all that is ever read of it
                raise zipfile.BadZipFile
            self._zip = zipfile.ZipFile(stream)
            entries = self._zip.infolist()
        except Exception:  # damage has a dozen kinds here, and each of them means the same
            raise UnreadableError("文件已损坏", BROKEN) from None
        self._entries: dict[str, list[zipfile.ZipInfo]] = {}
        for entry in entries:
            self._entries.setdefault(_key(entry.filename), []).append(entry)

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._entries

    def blocks(self, name: str, limit: int = MAX_INFLATED) -> Iterator[bytes]:
        """The content of a part, block by block. Raises UnreadableError: missing, twice there,
        encrypted, packed in an odd way, damaged, or more than `limit` bytes."""
        entries = self._entries.get(_key(name), [])
        if len(entries) != 1:
            raise UnreadableError(f"{'缺少' if not entries else '有两个'}部件 {name[:80]}", BROKEN)
        entry = entries[0]
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableError(*LOCKED)
        if entry.compress_type not in _METHODS:
            raise UnreadableError("压缩的方式不是 Excel 用的", BROKEN)
        left = limit
        try:
            with self._zip.open(entry) as part:
                while block := part.read(_BLOCK):
                    left -= len(block)
                    if left < 0:
                        raise UnreadableError("展开后太大", "分成几个文件")
                    self._unpacked += len(block)
                    self._progress(self._unpacked)
                    yield block
        except UnreadableError:
            raise
        except Exception:  # as above
            raise damaged(name) from None


def damaged(part: str) -> UnreadableError:
    """The refusal of a part that is not what it should be."""
    return UnreadableError(f"部件 {part[:80]} 已损坏", BROKEN)


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def feed(parser: expat.XMLParserType, blocks: Iterator[bytes], name: str) -> Iterator[None]:
    """Parse a part, a step for every block. Raises UnreadableError for what is not well formed,
    declares a document type or holds a tag of megabytes."""
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    given = 0
    try:
        for block in blocks:
            parser.Parse(block, False)
            given += len(block)
            if given - parser.CurrentByteIndex > _LONGEST_TOKEN:
                raise damaged(name)
            yield
        parser.Parse(b"", True)
        yield
    except (expat.ExpatError, ValueError, LookupError):  # the latter two for odd encodings
        raise damaged(name) from None


def _no_doctype(*_: object) -> None:
    raise UnreadableError("里面有 DOCTYPE，不是 Excel 或 WPS 存的", BROKEN)


def tags(archive: WorkbookZip, part: str, limit: int) -> Iterator[tuple[str, dict[str, str]]]:
    """The tags of a part with their attributes, without prefixes, one by one."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        found.append((name.rpartition(":")[2], attributes))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    for _ in feed(parser, archive.blocks(part, limit), part):
        yield from found
        found.clear()
