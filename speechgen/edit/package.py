"""A Word package with some parts replaced: every other part and its entry stay as they are.

Owns the zip. Must not know what a part says.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from copy import copy


def with_parts(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The package with `changed` (part name -> bytes); parts it does not have come last.

    Order, dates, compression and attributes of the entries are kept.
    """
    waiting = {name.lstrip("/").lower(): (name, content) for name, content in changed.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        last = None
        for info in old.infolist():
            found = waiting.pop(info.filename.lstrip("/").lower(), None)
            content = found[1] if found else old.read(info)
            new.writestr(_entry(info), content)
            last = info
        for name, content in waiting.values():
            info = zipfile.ZipInfo(name, last.date_time if last else (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)
        new.comment = old.comment
    return out.getvalue()


def _entry(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The entry as it was; sizes and checksums are filled in anew."""
    entry = copy(info)
    entry.flag_bits &= 0x800  # the name's encoding; data descriptors are not written
    return entry
