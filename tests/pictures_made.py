"""PNG and JPEG files made by hand for the tests, good ones and those that nobody should trust."""

from __future__ import annotations

import base64
import zlib
from struct import pack

JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEAYABgAAD/2wCDEAAoABwAHgAjAB4AGQAoACMAIQAjAC0AKwAoADAAPABkAEEAPAA3ADcAPAB7"
    "AFgAXQBJAGQAkQCAAJkAlgCPAIAAjACKAKAAtADmAMMAoACqANoArQCKAIwAyAERAMsA2gDuAPUBAgEEAQIAmwDBARsB"
    "LwEYAPoBLADmAP0BAgD4/9sAQwEoLS08NTx2QUF2+KWMpfj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4"
    "+Pj4+Pj4+Pj4+Pj4+Pj4/8IAEQgACAAQAwERAAIRAQMRAf/EABUAAQEAAAAAAAAAAAAAAAAAAAAD/8QAFAEBAAAAAAAA"
    "AAAAAAAAAAAAAP/aAAwDAQACEAMQAAABuD//xAAUEAEAAAAAAAAAAAAAAAAAAAAQ/9oACAEBAAEFAj//xAAUEQEAAAAA"
    "AAAAAAAAAAAAAAAQ/9oACAEDAQE/AT//xAAUEQEAAAAAAAAAAAAAAAAAAAAQ/9oACAECAQE/AT//xAAUEAEAAAAAAAAA"
    "AAAAAAAAAAAQ/9oACAEBAAY/Aj//xAAUEAEAAAAAAAAAAAAAAAAAAAAQ/9oACAEBAAE/IT//2gAMAwEAAgADAAAAEAP/"
    "xAAUEQEAAAAAAAAAAAAAAAAAAAAQ/9oACAEDAQE/ED//xAAUEQEAAAAAAAAAAAAAAAAAAAAQ/9oACAECAQE/ED//xAAU"
    "EAEAAAAAAAAAAAAAAAAAAAAQ/9oACAEBAAE/ED//2Q=="
)
"""A progressive JPEG of 16 by 8 pixels."""


def exif(orientation: int, order: str = "MM") -> bytes:
    """EXIF data that say how a picture is turned, and where it was taken."""
    sign = ">" if order == "MM" else "<"
    head = order.encode() + pack(f"{sign}HI", 42, 8)
    turned = pack(f"{sign}HHIHH", 0x0112, 3, 1, orientation, 0)
    place = pack(f"{sign}HHII", 0x8825, 4, 1, 38)
    return head + pack(f"{sign}H", 2) + turned + place + b"\0\0\0\0" + b"31.2304N 121.4737E"


def chunk(kind: bytes, content: bytes) -> bytes:
    return pack(">I", len(content)) + kind + content + pack(">I", zlib.crc32(kind + content))


def png(
    width: int = 40,
    height: int = 30,
    extra: bytes = b"",
    *,
    head: tuple[int, int, int] = (8, 2, 0),
    pixels: bytes | None = None,
    behind: bytes = b"",
) -> bytes:
    """A PNG; `head` is depth, colour type and interlacing, `pixels` what it holds deflated,
    `extra` stands before them and `behind` after."""
    depth, colour, interlace = head
    if pixels is None:
        row = b"\0" + bytes(at * 5 % 256 for at in range(width * 3))
        pixels = row * height
    ihdr = pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace)
    inner = chunk(b"IDAT", zlib.compress(pixels))
    whole = (chunk(b"IHDR", ihdr), extra, inner, behind, chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(whole)


def segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + pack(">H", len(content) + 2) + content


def jpeg(*segments: bytes) -> bytes:
    """A JPEG with more segments behind its first."""
    return JPEG[:20] + b"".join(segments) + JPEG[20:]
