"""The DOCX as a zip: parts ready to be spliced, same bytes every time, and its own digest.

Owns zip records, their order and dates, and the digest that tells whether a file is still what
was written. Must not know what any part says. It writes zip records itself because the parts
of the stationery come deflated, which `zipfile` cannot take over without inflating them.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable
from struct import pack
from typing import Final, NamedTuple

CORE: Final = "docProps/core.xml"
CONTENT_TYPES: Final = "[Content_Types].xml"

_DOS_DATE: Final = (1980 - 1980) << 9 | 1 << 5 | 1  # 1 January 1980, the earliest a zip can say
_DEFLATED: Final = 8
_UTF8_NAME: Final = 0x800
_VERSION: Final = 20
_MARK: Final = "speechgen:sha256:"
_SEALED: Final = rb"<dc:identifier>speechgen:sha256:([0-9a-f]{64})</dc:identifier>"
_MAX_PARTS: Final = 1_000
_MAX_BYTES: Final = 256 * 1024 * 1024  # inflated, all parts together: beyond it, not ours


class Part(NamedTuple):
    """One part of a package: `packed` is its content as raw deflate, `digest` its SHA-256."""

    name: str
    digest: bytes
    crc: int
    size: int
    packed: bytes


def part(name: str, content: bytes) -> Part:
    """The part, deflated."""
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = squeeze.compress(content) + squeeze.flush()
    return Part(name, hashlib.sha256(content).digest(), zlib.crc32(content), len(content), packed)


def content(packed: Part) -> bytes:
    """The part's content, inflated again."""
    return zlib.decompress(packed.packed, -15)


def package(parts: Iterable[Part]) -> bytes:
    """The parts as a zip, in the order given: no clock, no operating system in it."""
    out: list[bytes] = []
    central: list[bytes] = []
    offset = 0
    for one in parts:
        name = one.name.encode()
        flags = 0 if one.name.isascii() else _UTF8_NAME
        record = pack(
            "<HHHHHIIIHH",
            _VERSION,
            flags,
            _DEFLATED,
            0,
            _DOS_DATE,
            one.crc,
            len(one.packed),
            one.size,
            len(name),
            0,
        )
        out += (b"PK\x03\x04", record, name, one.packed)
        # version made by: 2.0 on system 0; comment, disk, attributes: none
        central += (b"PK\x01\x02", pack("<H", _VERSION), record, pack("<HHHII", 0, 0, 0, 0, offset))
        central.append(name)
        offset += 30 + len(name) + len(one.packed)
    directory = b"".join(central)
    count = len(central) // 5
    end = pack("<HHHHIIH", 0, 0, count, count, len(directory), offset, 0)
    return b"".join((*out, directory, b"PK\x05\x06", end))


def seal(parts: Iterable[Part], core: str) -> Part:
    """The core properties with the digest of all `parts` and of themselves filled in.

    `core` holds an empty `<dc:identifier></dc:identifier>` for it.
    """
    bare = core.encode()
    digest = _digest(((one.name, one.digest) for one in parts), bare)
    mark = f"<dc:identifier>{_MARK}{digest}</dc:identifier>".encode()
    return part(CORE, bare.replace(b"<dc:identifier></dc:identifier>", mark, 1))


def is_untouched(data: bytes) -> bool:
    """Whether `data` is a package whose parts all are as speechgen wrote them.

    Zipping the same parts again changes nothing; any other change of a part, an added or a
    missing one does. Never raises: what cannot be read was not written here.
    """
    try:
        return _matches(data)
    except Exception:  # zipfile raises a dozen kinds for garbage, and each of them means no
        return False


def _matches(data: bytes) -> bool:
    import io
    import zipfile

    digests: list[tuple[str, bytes]] = []
    core = b""
    left = _MAX_BYTES
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        names = {entry.filename for entry in entries}
        if len(entries) > _MAX_PARTS or len(names) != len(entries) or CORE not in names:
            return False
        for entry in entries:
            with archive.open(entry) as stream:
                text = stream.read(left + 1)
            left -= len(text)
            if left < 0:
                return False
            if entry.filename == CORE:
                core = text
            else:
                digests.append((entry.filename, hashlib.sha256(text).digest()))
    found = re.findall(_SEALED, core)
    if len(found) != 1:
        return False
    bare = re.sub(_SEALED, b"<dc:identifier></dc:identifier>", core)
    return _digest(digests, bare).encode() == bytes(found[0])


def _digest(parts: Iterable[tuple[str, bytes]], core: bytes) -> str:
    total = hashlib.sha256()
    for name, digest in sorted(parts):
        total.update(name.encode() + b"\0" + digest)
    total.update(b"\0core\0" + core)
    return total.hexdigest()
