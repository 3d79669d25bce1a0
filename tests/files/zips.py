"""Zips put together record by record, so that each of them can be wrong in a way of its own."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from struct import pack
from typing import Any

FULL = 0xFFFFFFFF


def deflated(content: bytes) -> bytes:
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -15)
    return squeeze.compress(content) + squeeze.flush()


@dataclass(frozen=True)
class Record:
    """An entry; what is not given is as it should be."""

    name: str | bytes
    content: bytes = b""
    method: int = 8
    flags: int = 0
    packed: bytes | None = None
    crc: int | None = None
    size: int | None = None
    packed_size: int | None = None
    offset: int | None = None
    local_name: bytes | None = None
    local: tuple[int, ...] | None = None  # flags, method, crc, packed size, size in its own record
    descriptor: bool = False
    wide: bool = False  # its numbers stand in a field of 64 bits
    extra: bytes = b""
    comment: bytes = b""
    version: int = 20
    date: int = 0x5A21_6C00
    attributes: int = 0o100644 << 16
    listed: bool = True
    stored_at: int | None = None  # no record of its own: the one at that place


def zip_of(
    records: Iterable[Record],
    *,
    prefix: bytes = b"",
    absolute: bool = False,
    gap: bytes = b"",
    comment: bytes = b"",
    tail: bytes = b"",
    wide_end: bool = False,
    **end: Any,
) -> bytes:
    """The archive: `prefix` before it (offsets count from behind it unless `absolute`), `gap`
    before its directory; `count`, `size` and `offset` of the end may be given."""
    out = bytearray(prefix)
    base = 0 if absolute else len(prefix)
    central: list[bytes] = []
    for one in records:
        name = one.name if isinstance(one.name, bytes) else one.name.encode()
        flags = one.flags | (8 if one.descriptor else 0)
        if not isinstance(one.name, bytes) and not one.name.isascii():
            flags |= 0x800
        packed = one.packed
        if packed is None:
            packed = deflated(one.content) if one.method == 8 else one.content
        crc = zlib.crc32(one.content) if one.crc is None else one.crc
        sizes = (
            len(packed) if one.packed_size is None else one.packed_size,
            len(one.content) if one.size is None else one.size,
        )
        place = len(out) - base if one.stored_at is None else one.stored_at
        if one.offset is not None:
            place = one.offset
        if one.stored_at is None:
            own_sizes = (0, 0, 0) if one.descriptor else (crc, *sizes)
            own = one.local or (flags, one.method, *own_sizes)
            own_name = name if one.local_name is None else one.local_name
            head = pack("<HHHIIIIHH", one.version, *own[:2], one.date, *own[2:], len(own_name), 0)
            out += b"PK\x03\x04" + head + own_name + packed
            if one.descriptor:
                out += b"PK\x07\x08" + pack("<III", crc, *sizes)
        if not one.listed:
            continue
        extra = one.extra
        if one.wide:
            extra += pack("<HHQQQ", 1, 24, sizes[1], sizes[0], place)
            sizes, place = (FULL, FULL), FULL
        central.append(
            b"PK\x01\x02"
            + pack("<HHHHI", 0x031E, one.version, flags, one.method, one.date)
            + pack("<IIIHHH", crc, *sizes, len(name), len(extra), len(one.comment))
            + pack("<HHII", 0, 0, one.attributes, place)
            + name
            + extra
            + one.comment
        )
    out += gap
    directory = b"".join(central)
    count, size = end.get("count", len(central)), end.get("size", len(directory))
    offset = end.get("offset", len(out) - base)
    out += directory
    if wide_end:
        at = len(out) - base
        out += b"PK\x06\x06" + pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, count, count, size, offset)
        out += b"PK\x06\x07" + pack("<IQI", 0, at, 1)
        count, size, offset = 0xFFFF, FULL, FULL
    out += b"PK\x05\x06" + pack("<HHHHIIH", 0, 0, count, count, size, offset, len(comment))
    return bytes(out) + comment + tail
