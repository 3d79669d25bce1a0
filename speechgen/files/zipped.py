"""Zip records: parts written the same every time, and somebody else's archive read with limits.

Owns the records of APPNOTE 6.3.10: local headers, the central directory, its end. Must not know
what a part says. It writes and reads them itself because deflated parts are taken over as they
are: those of the stationery into a draft, those that no command changes into the changed file.
"""

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from struct import error as StructError  # noqa: N812 - its own name says nothing here
from struct import pack, pack_into, unpack_from
from typing import Final, NamedTuple

_EARLIEST: Final = (1 << 5 | 1) << 16  # 1 January 1980, 0:00, the earliest a zip can say
_STORED: Final = 0
_DEFLATED: Final = 8
_UTF8_NAME: Final = 0x800
_UNREADABLE: Final = 0x61  # flags: encrypted, patched, strongly encrypted
_VERSION: Final = 20
_NEWEST: Final = 63  # the newest version of the format that is read
_LOCAL: Final = b"PK\x03\x04"
_CENTRAL: Final = b"PK\x01\x02"
_END: Final = b"PK\x05\x06"
_END_64: Final = b"PK\x06\x06"
_LOCATOR_64: Final = b"PK\x06\x07"
_FULL: Final = 0xFFFFFFFF  # the value is in the extra field 1
_LARGEST_DIRECTORY: Final = 8 * 1024 * 1024
_BLOCK: Final = 1 << 20
_SMALLEST: Final = 6  # that is worth its time
QUICK: Final = 3
_SMALL: Final = 3_800  # bytes: 4 KiB less what deflate looks ahead


class Part(NamedTuple):
    """One part of a package: `packed` is its content as raw deflate, `digest` its SHA-256."""

    name: str
    digest: bytes
    crc: int
    size: int
    packed: bytes


def part(name: str, content: bytes, level: int = _SMALLEST) -> Part:
    """The part, deflated; `QUICK` takes a third of the time and some hundredths more room."""
    packed = _deflated(content, level)
    return Part(name, hashlib.sha256(content).digest(), zlib.crc32(content), len(content), packed)


def _deflated(content: bytes, level: int) -> bytes:
    # what fits into a window of 4 KiB differs by five bytes at most; 32 KiB cost it 138 us, not 19
    window, memory = (-12, 5) if len(content) <= _SMALL else (-15, 8)
    squeeze = zlib.compressobj(level, zlib.DEFLATED, window, memory)
    return squeeze.compress(content) + squeeze.flush()


def content(packed: Part) -> bytes:
    """The part's content, inflated again."""
    return zlib.decompress(packed.packed, -15)


def package(parts: Iterable[Part]) -> bytes:
    """The parts as a zip, in the order given: no clock, no operating system in it."""
    out: list[bytes] = []
    central: list[bytes] = []
    offset = 0
    for one in parts:
        local, record = _records(one, _EARLIEST, offset)
        out += (local, one.packed)
        central.append(record)
        offset += len(local) + len(one.packed)
    return b"".join((*out, *central, _end_record(central, offset), b"\0\0"))


def _records(one: Part, when: int, offset: int) -> tuple[bytes, bytes]:
    """The local and the central record of a part of ours."""
    name = one.name.encode()
    record = pack(
        "<HHHIIIIHH", _VERSION, 0 if one.name.isascii() else _UTF8_NAME, _DEFLATED, when,
        one.crc, len(one.packed), one.size, len(name), 0,
    )  # fmt: skip
    # version made by: 2.0 on system 0; comment, disk, attributes: none
    made, place = pack("<H", _VERSION), pack("<HHHII", 0, 0, 0, 0, offset)
    return _LOCAL + record + name, b"".join((_CENTRAL, made, record, place, name))


def _end_record(central: Sequence[bytes], offset: int) -> bytes:
    """The end of a directory that begins at `offset`, without its comment."""
    count, size = len(central), sum(map(len, central))
    return _END + pack("<HHHHII", 0, 0, count, count, size, offset)


# -- reading ------------------------------------------------------------------------------------


class ZipError(ValueError):
    """No zip, or an entry that cannot be read; says why in a few Chinese words."""


class OversizeError(ValueError):
    """More entries, or a longer directory, than is read."""


class CentralEntry(NamedTuple):
    """An entry as the central directory has it: `record` is where its own record stands there,
    `offset` where its local one begins; `packed` and `size` in bytes."""

    name: str
    record: range
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int


class Archive:
    """Somebody else's zip. Raises ZipError for what is none, OversizeError beyond `most` entries.

    Nothing is inflated before it is asked for, and nothing is believed about an entry but what
    its bytes prove.
    """

    def __init__(self, data: bytes, most: int) -> None:
        self._data = data
        try:
            self._end = self._end_at()
            size, offset = unpack_from("<II", data, self._end + 12)
            until = self._end
            if data[until - 20 : until - 16] == _LOCATOR_64:
                until -= 76
                if data[max(until, 0) : until + 4] != _END_64:
                    raise ZipError("目录不完整")
                size, offset = unpack_from("<QQ", data, until + 40)
            self._directory = until - size
            self._prefix = self._directory - offset  # bytes before the archive: a program, a blank
            if self._directory < 0 or self._prefix < 0:
                raise ZipError("目录不完整")
            if size > _LARGEST_DIRECTORY:
                raise OversizeError
            self.entries = tuple(self._listed(until, most))
        except StructError:
            raise ZipError("目录不完整") from None

    def _end_at(self) -> int:
        """Where the end record stands: the last that ends with the file, else the last."""
        lowest = max(0, len(self._data) - 22 - 0xFFFF)
        last = at = self._data.rfind(_END, lowest, len(self._data) - 18)
        while at >= 0:
            if at + 22 + unpack_from("<H", self._data, at + 20)[0] == len(self._data):
                return at
            at = self._data.rfind(_END, lowest, at + 3)
        if last < 0:
            raise ZipError("没有目录")
        return last

    def _listed(self, until: int, most: int) -> Iterator[CentralEntry]:
        data, at = self._data, self._directory
        while at < until:
            most -= 1
            if most < 0:
                raise OversizeError
            if data[at : at + 4] != _CENTRAL:
                raise ZipError("目录不完整")
            version, flags, method, crc, packed, size, name, extra, comment, offset = unpack_from(
                "<6xBxHH4xIIIHHH8xI", data, at
            )
            record = range(at, at + 46 + name + extra + comment)
            if record.stop > until:
                raise ZipError("目录不完整")
            wide = [size, packed, offset]
            for place in _wide_places(data, record) if _FULL in wide else ():
                wide[wide.index(_FULL)] = unpack_from("<Q", data, place)[0]
            raw = data[at + 46 : at + 46 + name]
            codec = "utf-8" if flags & _UTF8_NAME or raw.isascii() else "cp437"
            yield CentralEntry(
                raw.decode(codec, "replace"), record, flags, method if version <= _NEWEST else -1,
                crc, wide[1], wide[0], wide[2] + self._prefix,
            )  # fmt: skip
            at = record.stop

    def blocks(self, entry: CentralEntry) -> Iterator[bytes]:
        """The entry's content in blocks of a megabyte, never more than its record says.

        Raises ZipError where it is encrypted, packed in an odd way, cut off or changed; what was
        given before that is not to be used.
        """
        size, crc = 0, 0
        for block in self._unpacked(entry):
            size += len(block)
            crc = zlib.crc32(block, crc)
            if size > entry.size:
                raise ZipError("大小不对")
            yield block
        if size != entry.size:
            raise ZipError("大小不对")
        if crc != entry.crc:
            raise ZipError("校验和不对")

    def _unpacked(self, entry: CentralEntry) -> Iterator[bytes]:
        if entry.flags & _UNREADABLE:
            raise ZipError("加了密码")
        if entry.method not in (_STORED, _DEFLATED):
            raise ZipError("压缩方式少见")
        start = self._content_of(entry)
        packed = memoryview(self._data)[start : start + entry.packed]
        if len(packed) != entry.packed:
            raise ZipError("内容不完整")
        inflate = zlib.decompressobj(-15)
        for at in range(0, len(packed), _BLOCK // 4):
            piece: bytes | memoryview = packed[at : at + _BLOCK // 4]
            if entry.method == _STORED:
                yield bytes(piece)
                continue
            while piece:
                try:
                    yield inflate.decompress(piece, _BLOCK)
                except zlib.error:
                    raise ZipError("内容损坏") from None
                piece = inflate.unconsumed_tail
            if inflate.eof:
                return
        if entry.method == _DEFLATED:
            yield inflate.flush()
            if not inflate.eof and entry.packed:
                raise ZipError("内容不完整")

    def _content_of(self, entry: CentralEntry) -> int:
        """Where the entry's packed bytes begin, its local record proved to be its own."""
        head = self._data[max(entry.offset, 0) : entry.offset + 30]
        if entry.offset < 0 or len(head) < 30 or not head.startswith(_LOCAL):
            raise ZipError("位置不对")
        name, extra = unpack_from("<HH", head, 26)
        at = entry.record.start + 46
        listed = self._data[at : at + unpack_from("<H", self._data, at - 18)[0]]
        if self._data[entry.offset + 30 : entry.offset + 30 + name] != listed:
            raise ZipError("名字前后不一")
        return entry.offset + 30 + int(name) + int(extra)

    # -- changing -------------------------------------------------------------------------------

    def replaced(self, changed: Mapping[CentralEntry, bytes], added: Mapping[str, bytes]) -> bytes:
        """The archive with the content of some entries changed and others added behind them.

        Every other byte of every other entry stays: packed content, flags, dates, attributes,
        gaps, what stands before the archive, its comment. Raises ZipError where entries overlap
        or lie outside the archive, so that a copy of each would not be the same archive.
        """
        data = self._data
        placed = sorted(self.entries, key=lambda entry: entry.offset)
        edges = [*(entry.offset for entry in placed), self._directory]
        pieces: list[bytes | memoryview] = [memoryview(data)[: max(edges[0], 0)]]
        written = edges[0]
        records: dict[CentralEntry, bytes] = {}
        for entry, end in zip(placed, edges[1:], strict=True):
            if not 0 <= entry.offset < self._ending(entry) <= end:
                raise ZipError("条目的位置不对")
            if entry in changed:
                here = self._again(entry, changed[entry], written)
                records[entry] = here[1]
                pieces.append(here[0])
            else:
                records[entry] = self._moved(entry, written)
                pieces.append(memoryview(data)[entry.offset : end])
            written += len(pieces[-1])
        directory = [records[entry] for entry in self.entries]
        when = unpack_from("<I", data, self.entries[-1].record.start + 12)[0] if placed else 0
        for name, content in added.items():
            one = part(name, content)
            local, record = _records(one, when, written - self._prefix)
            pieces += (local, one.packed)
            directory.append(record)
            written += len(local) + len(one.packed)
        end_record = _end_record(directory, written - self._prefix)
        return b"".join([*pieces, *directory, end_record, data[self._end + 20 :]])

    def _ending(self, entry: CentralEntry) -> int:
        """Behind the entry's packed bytes, as far as its local record can be read."""
        head = self._data[max(entry.offset, 0) : max(entry.offset, 0) + 30]
        names = sum(unpack_from("<HH", head, 26)) if len(head) == 30 else 0
        return entry.offset + (30 + names + entry.packed if head.startswith(_LOCAL) else 1)

    def _moved(self, entry: CentralEntry, offset: int) -> bytes:
        """The entry's central record with another place in it."""
        record = bytearray(self._data[entry.record.start : entry.record.stop])
        at, form = 42, "<I"
        if record[42:46] == b"\xff" * 4:
            sizes = record[20:28]
            skipped = sum(sizes[place : place + 4] == b"\xff" * 4 for place in (0, 4))
            places = _wide_places(self._data, entry.record)
            at, form = places[skipped] - entry.record.start, "<Q"
        width = 4 if form == "<I" else 8
        record[at : at + width] = pack(form, offset - self._prefix)
        return bytes(record)

    def _again(self, entry: CentralEntry, content: bytes, offset: int) -> tuple[bytes, bytes]:
        """The local and the central record of an entry with other content; no data descriptor."""
        data, packed = (
            self._data,
            content if entry.method == _STORED else _deflated(content, _SMALLEST),
        )
        record = bytearray(data[entry.record.start : entry.record.stop])
        name, extra = unpack_from("<HH", record, 28)
        behind = 46 + name
        kept = _narrow(record[behind : behind + extra])
        record[behind : behind + extra] = kept
        pack_into("<H", record, 8, entry.flags & _UTF8_NAME)
        pack_into("<III", record, 16, zlib.crc32(content), len(packed), len(content))
        pack_into("<H", record, 30, len(kept))
        pack_into("<I", record, 42, offset - self._prefix)
        own, own_extra = unpack_from("<HH", data, entry.offset + 26)
        start = entry.offset + 30 + own
        own_kept = _narrow(data[start : start + own_extra])
        head = record[6:30] + pack("<H", len(own_kept)) + record[46:behind]
        return _LOCAL + head + own_kept + packed, bytes(record)


def _wide_places(data: bytes, record: range) -> list[int]:
    """Where the 64-bit numbers of a central record stand, as many as its fields that are full;
    none where the record does not have them."""
    name, extra = unpack_from("<HH", data, record.start + 28)
    at = record.start + 46 + name
    packed, size, offset = unpack_from("<II14xI", data, record.start + 20)
    wanted = (packed, size, offset).count(_FULL)
    stop = at + extra
    while at + 4 <= stop:
        kind, length = unpack_from("<HH", data, at)
        if kind == 1 and length >= 8 * wanted and at + 4 + length <= stop:
            return [at + 4 + 8 * index for index in range(wanted)]
        at += 4 + length
    return []


def _narrow(extra: bytes | bytearray) -> bytes:
    """Extra fields without the one of 64-bit numbers; as they are where they cannot be told."""
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, length = unpack_from("<HH", extra, at)
        kept += b"" if kind == 1 else extra[at : at + 4 + length]
        at += 4 + length
    return kept + extra[at:]
