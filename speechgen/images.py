"""Pictures: what a PNG or JPEG is, and its bytes without what a document must not carry.

Owns the formats, their bounds and what is taken out of them (camera, place, comments). Must not
know where a picture is read or printed.
"""

from __future__ import annotations

from dataclasses import field

from speechgen.frozen import frozen


@frozen
class Image:
    """The bytes of a PNG or JPEG (`kind` is png or jpeg) as documents carry them: only pixels and
    what they need. `width` and `height` are those of its pixels as stored; `orientation` is
    EXIF's (1 to 8): how they are turned to be looked at."""

    data: bytes = field(repr=False)
    kind: str
    width: int
    height: int
    orientation: int = 1
