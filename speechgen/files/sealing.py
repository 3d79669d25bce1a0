"""The seal: a digest of all parts in a DOCX's own core properties, which tells whether the file is
still what was written.

Owns the mark, and the one check of it. Must not know what any other part says.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Final

from speechgen.files.zipped import Archive, OversizeError, Part, ZipError, part

CORE: Final = "docProps/core.xml"
MAX_PARTS: Final = 5_000
MAX_BYTES: Final = 256 * 1024 * 1024  # inflated, all parts that are read together

_EMPTY: Final = "<dc:identifier></dc:identifier>"
_MARK: Final = "<dc:identifier>speechgen:sha256:{}</dc:identifier>"
_SEALED: Final = _MARK.format("([0-9a-f]{64})").encode()


def seal(parts: Iterable[Part], core: str) -> Part:
    """The core properties with the digest of all `parts` and of themselves filled in.

    `core` holds an empty `<dc:identifier></dc:identifier>` for it.
    """
    digest = _digest(((one.name, one.digest) for one in parts), core.encode())
    return part(CORE, core.replace(_EMPTY, _MARK.format(digest), 1).encode())


def is_untouched(data: bytes) -> bool:
    """Whether `data` is a package whose parts all are as speechgen wrote them.

    Zipping the same parts again changes nothing; any other change of a part, an added or a
    missing one does. Never raises: what cannot be read was not written here.
    """
    try:
        return is_sealed(Archive(data, MAX_PARTS))
    except (ZipError, OversizeError):
        return False


def is_sealed(archive: Archive) -> bool:
    """Whether every part is as speechgen wrote it; no more than a block of one is held at once."""
    entries = {entry.name: entry for entry in archive.entries}
    core = entries.pop(CORE, None)
    total = sum(entry.size for entry in archive.entries)
    twice = len(entries) + 1 != len(archive.entries)
    if core is None or twice or core.size > 1 << 20 or total > MAX_BYTES:
        return False
    try:
        bare = b"".join(archive.blocks(core))
        found = re.findall(_SEALED, bare)
        if len(found) != 1:
            return False
        digests: list[tuple[str, bytes]] = []
        for name, entry in entries.items():
            one = hashlib.sha256()
            for block in archive.blocks(entry):
                one.update(block)
            digests.append((name, one.digest()))
    except ZipError:
        return False
    return _digest(digests, re.sub(_SEALED, _EMPTY.encode(), bare)).encode() == bytes(found[0])


def _digest(parts: Iterable[tuple[str, bytes]], core: bytes) -> str:
    total = hashlib.sha256()
    for name, digest in sorted(parts):
        total.update(name.encode() + b"\0" + digest)
    total.update(b"\0core\0" + core)
    return total.hexdigest()
