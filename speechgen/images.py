"""Pictures: what a PNG or JPEG is, and its bytes without what a document must not carry.

Owns the formats, their bounds and what is taken out of them (camera, place, comments, previews,
animation, whatever follows the end); pixels and colour profiles stay as they are. Must not know
where a picture is read or printed.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import field, replace
from struct import pack, unpack_from
from typing import Final

from speechgen.frozen import frozen

MAX_BYTES: Final = 20_000_000
MAX_PIXELS: Final = 50_000_000
MAX_SIDE: Final = 30_000
_MAX_PROFILE: Final = 4_000_000  # bytes of a colour profile

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_KEPT_CHUNKS: Final = frozenset(
    {b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"cICP"}
)
"""What a PNG needs beside its head, pixels and end to look as it does."""
_DROPPED_CHUNKS: Final = rb"[a-z][A-Za-z][A-Z][A-Za-z]"
_DEPTHS: Final = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_SAMPLES: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PASSES: Final = (  # of an interlaced PNG: first column, first row, steps
    (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
    (0, 1, 1, 2),
)  # fmt: skip
_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended, progressive
_ODD_FRAMES: Final = frozenset({0xC3, *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)})
_TABLES: Final = frozenset({0xC4, 0xDB, 0xDD})
_MARKER: Final = re.compile(rb"\xff[^\0\xff\xd0-\xd7]")
"""Other than what stands behind FF among pixels: stuffing, filling, and restarts."""
_BROKEN: Final = "不完整，多半没有下载或复制完：重新存一份"
_DAMAGED: Final = "已经损坏：打得开的话另存为 PNG 或 JPEG，打不开就重新要一份"
_AS_PNG: Final = "，只收 PNG 和 JPEG：用“画图”打开，另存为 PNG"
_PHOTO: Final = "，只收 PNG 和 JPEG：在手机或看图软件里另存（导出）为 JPEG"
_OTHERS: Final = (
    (rb"GIF8[79]a", f"是 GIF 图片{_AS_PNG}"),
    (rb"RIFF....WEBP", f"是 WebP 图片{_AS_PNG}"),
    (rb"....ftyp(?:hei|hev|mif1|msf1)", f"是 HEIC 照片（苹果手机的格式）{_PHOTO}"),
    (rb"....ftypavi[fs]", f"是 AVIF 图片{_AS_PNG}"),
    (rb"BM.{4}\0\0\0\0", f"是 BMP 图片{_AS_PNG}"),
    (rb"II\*\0|MM\0\*", f"是 TIFF 图片{_AS_PNG}"),
    (rb"\x01\0\0\0.{36} EMF|\xd7\xcd\xc6\x9a", f"是 EMF 或 WMF 图形{_AS_PNG}"),
    (rb"%PDF-", "是 PDF 文件，不是图片：把要的那一页截图存成 PNG"),
    (rb"8BPS", "是 Photoshop 文件，只收 PNG 和 JPEG：在 Photoshop 里导出为 PNG"),
    (rb"\0\0\x01\0", f"是图标文件{_AS_PNG}"),
    (rb"\xef?\xbb?\xbf?\s*(?:<\?xml.{0,2000})?<(?:!DOCTYPE )?svg",
     "是 SVG 矢量图，只收 PNG 和 JPEG：用浏览器打开后截图，或导出为 PNG"),
)  # fmt: skip


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

    @property
    def turned(self) -> bool:
        """Whether it is looked at lying on its side: its width is then its height."""
        return self.orientation > 4

    @property
    def rotation(self) -> int:
        """By how many degrees it is turned to the right, after it is mirrored if it is."""
        return (0, 0, 180, 180, 270, 90, 90, 270)[self.orientation - 1]

    @property
    def mirrored(self) -> bool:
        """Whether left and right change places before it is turned."""
        return self.orientation in (2, 4, 5, 7)


def read_image(data: bytes) -> Image:
    """The picture in a PNG or JPEG file. What it shows is kept bit for bit; of an animation the
    first picture. Raises ValueError (Chinese, to follow the file's name) for anything else."""
    if not data:
        raise ValueError("是空文件")
    if len(data) > MAX_BYTES:
        raise ValueError(f"超过 {MAX_BYTES // 1_000_000} MB：缩小或压缩后再用")
    if data.startswith(_PNG):
        return _read_png(data)
    if data.startswith(_JPEG):
        return _read_jpeg(data)
    if _PNG.startswith(data[:8]) or _JPEG.startswith(data[:3]):
        raise ValueError(_BROKEN)
    for pattern, said in _OTHERS:
        if re.match(pattern, data[:4096], re.DOTALL):
            raise ValueError(said)
    raise ValueError("不是图片：这里要 PNG 或 JPEG 文件")


def image_file(image: Image) -> bytes:
    """The image as a file of its own, which says itself how it is turned."""
    if image.orientation == 1:
        return image.data
    exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + pack(">HHI", image.orientation, 0, 0)
    data, first = image.data, 33  # behind the head of a PNG
    if image.kind == "png":
        return data[:first] + _chunk(b"eXIf", exif) + data[first:]
    first = 20 if data[2:4] == b"\xff\xe0" else 2  # behind JFIF's own
    segment = b"\xff\xe1" + pack(">H", len(exif) + 8) + b"Exif\0\0" + exif
    return data[:first] + segment + data[first:]


def oriented(image: Image, degrees: int, *, mirrored: bool) -> Image | None:
    """The image turned to the right by `degrees`, mirrored before; None where it then leans."""
    for orientation in range(1, 9):
        turned = replace(image, orientation=orientation)
        if (turned.rotation, turned.mirrored) == (degrees % 360, mirrored):
            return turned
    return None


def _bounded(width: int, height: int) -> None:
    if not (width and height):
        raise ValueError(_DAMAGED)
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise ValueError(
            f"有 {width}×{height} 个像素，太大：每边不超过 {MAX_SIDE:,}，"
            f"总数不超过 {MAX_PIXELS // 10_000} 万，缩小后再用"
        )


# -- PNG (ISO 15948) -------------------------------------------------------------------------------


def _read_png(data: bytes) -> Image:
    head, orientation = b"", 1
    kept: list[bytes] = []
    pixels: list[bytes] = []
    before = b""
    for kind, content in _chunks(data):
        if (kind == b"IHDR") != (not head):
            raise ValueError(_DAMAGED)
        if kind == b"IHDR":
            head = _png_head(content)
        elif kind == b"IDAT" and (not pixels or before == kind):
            pixels.append(content)
        elif kind in _KEPT_CHUNKS and not pixels and len(content) <= _MAX_PROFILE:
            kept.append(_chunk(kind, content))
        elif kind == b"eXIf":
            orientation = _orientation(content)
        elif not re.fullmatch(_DROPPED_CHUNKS, kind):
            raise ValueError(_DAMAGED)
        before = kind
    width, height, _, colour = unpack_from(">IIBB", head)
    palette = [len(each) - 12 for each in kept if each[4:8] == b"PLTE"]
    if not pixels or len(palette) > 1 or (colour == 3 and not palette):
        raise ValueError(_DAMAGED)
    if any(length % 3 or not 0 < length <= 768 for length in palette):
        raise ValueError(_DAMAGED)
    packed = _png_pixels(b"".join(pixels), head)
    chunks = (_chunk(b"IHDR", head), *kept, _chunk(b"IDAT", packed), _chunk(b"IEND", b""))
    return Image(b"".join((_PNG, *chunks)), "png", width, height, orientation)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of the chunks before the end of a PNG."""
    at, kind = 8, b""
    while at + 12 <= len(data):
        (length,) = unpack_from(">I", data, at)
        kind, content = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length
        if at > len(data):
            break
        if unpack_from(">I", data, at - 4)[0] != zlib.crc32(content, zlib.crc32(kind)):
            raise ValueError(_DAMAGED)
        if kind == b"IEND":
            return
        yield kind, content
    raise ValueError(_BROKEN)


def _chunk(kind: bytes, content: bytes) -> bytes:
    sum = zlib.crc32(content, zlib.crc32(kind))
    return pack(">I4s", len(content), kind) + content + pack(">I", sum)


def _png_head(content: bytes) -> bytes:
    if len(content) != 13:
        raise ValueError(_DAMAGED)
    width, height, depth, colour, packing, filtering, interlace = unpack_from(">IIBBBBB", content)
    _bounded(width, height)
    if depth not in _DEPTHS.get(colour, ()) or packing or filtering or interlace > 1:
        raise ValueError(_DAMAGED)
    return content


def _png_pixels(packed: bytes, head: bytes) -> bytes:
    """The deflated pixels without what follows them. They are inflated, a block at a time, to see
    that they are all there and no more than the head says: a bomb ends here."""
    width, height, depth, colour, _, _, interlace = unpack_from(">IIBBBBB", head)
    bits = depth * _SAMPLES[colour]
    sizes = [(width, height)]
    if interlace:
        sizes = [(-(-(width - x) // dx), -(-(height - y) // dy)) for x, y, dx, dy in _PASSES]
    left = sum(high * (1 + (wide * bits + 7) // 8) for wide, high in sizes if wide > 0 < high)
    inflater, rest = zlib.decompressobj(), packed
    try:
        while not inflater.eof and (rest or left > 0):
            block = inflater.decompress(rest, 1 << 18)
            rest = inflater.unconsumed_tail
            left -= len(block)
            if left < 0:
                raise ValueError("解开后比它自己说的大得多，为安全起见没有用")
            if not (block or rest or inflater.eof):
                break
    except zlib.error:
        raise ValueError(_DAMAGED) from None
    if left or not inflater.eof:
        raise ValueError(_BROKEN)
    return packed[: len(packed) - len(inflater.unused_data)]


# -- JPEG (ITU T.81) -------------------------------------------------------------------------------


def _read_jpeg(data: bytes) -> Image:
    kept = [b"\xff\xd8"]
    size: tuple[int, int] | None = None
    orientation, scanned = 1, False
    for marker, segment, start in _segments(data):
        content = segment[4:start]
        if marker in _FRAMES and size is None:
            size = _jpeg_size(content)
        elif marker in _ODD_FRAMES:
            raise ValueError(f"是一种少见的 JPEG，Word 打不开{_AS_PNG}")
        elif marker == 0xDA and size is not None:
            scanned = True
        elif marker == 0xFE or 0xE0 <= marker <= 0xEF:
            if marker == 0xE1 and content.startswith(b"Exif\0\0") and orientation == 1:
                orientation = _orientation(content[6:])
            if stays := _without_private(marker, content, segment, first=len(kept) == 1):
                kept.append(stays)
            continue
        elif marker not in _TABLES:
            raise ValueError(_DAMAGED)
        kept.append(segment)
    if size is None or not scanned:
        raise ValueError(_BROKEN)
    return Image(b"".join((*kept, b"\xff\xd9")), "jpeg", *size, orientation)


def _without_private(marker: int, content: bytes, segment: bytes, *, first: bool) -> bytes:
    """What stays of an application's segment: colours, and JFIF's own without its preview."""
    if marker == 0xE0 and content.startswith(b"JFIF\0") and first and len(content) >= 12:
        return b"\xff\xe0\0\x10" + content[:12] + b"\0\0"
    profile = marker == 0xE2 and content.startswith(b"ICC_PROFILE\0")
    return segment if profile or (marker == 0xEE and content.startswith(b"Adobe")) else b""


def _segments(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """The segments before the end of a JPEG: marker, bytes, and where in them pixels begin."""
    at = 2
    while at < len(data):
        while data[at : at + 2] == b"\xff\xff":  # any number of them may fill a gap
            at += 1
        if not _MARKER.match(data, at) and data[at:] != b"\xff":
            raise ValueError(_DAMAGED)
        if data[at + 1 : at + 2] == b"\xd9":
            return
        if at + 4 > len(data):
            break
        marker, length = unpack_from(">xBH", data, at)
        end = after = at + 2 + length
        if marker == 0xDA:
            following = _MARKER.search(data, end)
            after = following.start() if following else end
        if length < 2 or after > len(data) or (marker == 0xDA and after == end):
            break
        yield marker, data[at:after], end - at
        at = after
    raise ValueError(_BROKEN)


def _jpeg_size(content: bytes) -> tuple[int, int]:
    if len(content) < 6 or len(content) != 6 + 3 * content[5]:
        raise ValueError(_DAMAGED)
    depth, height, width, parts = unpack_from(">BHHB", content)
    if parts not in (1, 3, 4) or depth != 8:
        raise ValueError(f"是一种少见的 JPEG，Word 打不开{_AS_PNG}")
    _bounded(width, height)
    return width, height


# -- EXIF ------------------------------------------------------------------------------------------


def _orientation(tiff: bytes) -> int:
    """The orientation that EXIF data give (1 to 8); 1 where they give none or cannot be read."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None or len(tiff) < 8:
        return 1
    (at,) = unpack_from(f"{order}I", tiff, 4)
    if at + 2 > len(tiff):
        return 1
    (count,) = unpack_from(f"{order}H", tiff, at)
    for entry in range(at + 2, min(at + 2 + 12 * count, len(tiff) - 11), 12):
        tag, kind, number, value = unpack_from(f"{order}HHIH", tiff, entry)
        if tag == 0x0112:
            return value if kind == 3 and number == 1 and 1 <= value <= 8 else 1
    return 1
