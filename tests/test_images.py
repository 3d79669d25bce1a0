"""Pictures: what stays of them, what does not, and what is none."""

from __future__ import annotations

import random
import re

import pytest

from speechgen.images import MAX_BYTES, Image, image_file, oriented, read_image
from tests.pictures_made import JPEG, chunk, exif, jpeg, png, segment

PRIVATE = (b"121.4737E", b"Author", "某某相机".encode(), b"photoshop", b"secret")


def test_pixels_stay_and_what_is_private_goes() -> None:
    extra = chunk(b"gAMA", b"\0\0\xb1\x8f") + chunk(b"tEXt", b"Author\0secret")
    extra += chunk(b"iTXt", "XML:com.adobe.xmp\0\0\0\0\0某某相机".encode())
    extra += chunk(b"tIME", b"\x07\xea\x05\x0c\x09\0\0") + chunk(b"eXIf", exif(6))
    behind = chunk(b"tEXt", b"Comment\0secret")
    image = read_image(png(extra=extra, behind=behind) + b"secret")
    assert image.data == png(extra=chunk(b"gAMA", b"\0\0\xb1\x8f"))
    assert (image.kind, image.width, image.height, image.orientation) == ("png", 40, 30, 6)


def test_a_jpeg_keeps_its_colours_alone() -> None:
    profile = segment(0xE2, b"ICC_PROFILE\0\x01\x01profile")
    adobe = segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01")
    private = (
        segment(0xE1, b"Exif\0\0" + exif(3)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0secret"),
        segment(0xED, b"Photoshop 3.0\08BIM photoshop"),
        segment(0xE2, b"MPF\0secret"),
        segment(0xE0, b"JFXX\0secret"),
        segment(0xFE, "某某相机".encode()),
    )
    image = read_image(jpeg(private[0], profile, *private[1:], adobe) + b"secret")
    assert image.data == jpeg(profile, adobe)
    assert image.orientation == 3
    assert not any(word in image.data for word in PRIVATE)


def test_the_preview_in_jfif_goes() -> None:
    head = segment(0xE0, b"JFIF\0\x01\x01\x01\0\x60\0\x60\x01\x01abc")
    assert read_image(JPEG[:2] + head + JPEG[20:]).data == JPEG


def test_of_an_animation_the_first_picture_stays() -> None:
    animated = png(
        extra=chunk(b"acTL", b"\0\0\0\x02\0\0\0\0") + chunk(b"fcTL", b"\0" * 26),
        behind=chunk(b"fcTL", b"\0" * 26) + chunk(b"fdAT", b"\0\0\0\x01secret"),
    )
    assert read_image(animated).data == png()


@pytest.mark.parametrize("order", ["MM", "II"])
@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_how_a_camera_was_held_is_known(kind: str, orientation: int, order: str) -> None:
    held = exif(orientation, order)
    made = png(extra=chunk(b"eXIf", held))
    if kind == "jpeg":
        made = jpeg(segment(0xE1, b"Exif\0\0" + held))
    image = read_image(made)
    assert image.orientation == orientation
    assert image.turned == (orientation > 4)
    assert oriented(image, image.rotation, mirrored=image.mirrored) == image
    assert read_image(image_file(image)) == image


def test_a_leaning_picture_has_no_orientation() -> None:
    assert oriented(read_image(png()), 45, mirrored=False) is None


@pytest.mark.parametrize(
    "odd", [b"", b"MM\0*", exif(9), exif(0), exif(6)[:20], b"MM\0*\xff\xff\xff\xff", b"II*\0" * 9]
)
def test_odd_exif_says_nothing(odd: bytes) -> None:
    assert read_image(png(extra=chunk(b"eXIf", odd))).orientation == 1


ROWS_1 = b"".join(b"\0" + bytes(5) for _ in range(30))
GREY_ADAM7 = sum(
    -(-(30 - y) // dy) * (1 + -(-(40 - x) // dx))
    for x, y, dx, dy in ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4),
                         (1, 0, 2, 2), (0, 1, 1, 2))
)  # fmt: skip


@pytest.mark.parametrize(
    "good",
    [
        png(head=(1, 0, 0), pixels=ROWS_1),
        png(head=(1, 3, 0), pixels=ROWS_1, extra=chunk(b"PLTE", b"\0\0\0\xff\xff\xff")),
        png(head=(8, 0, 1), pixels=bytes(GREY_ADAM7)),
        png(1, 1, head=(16, 6, 1), pixels=b"\0" * 9),
        JPEG,
        jpeg(b"\xff\xff\xff"),
    ],
)
def test_every_common_form_is_read(good: bytes) -> None:
    image = read_image(good)
    assert read_image(image.data) == image


BROKEN, DAMAGED = "不完整", "损坏"
REFUSED = {
    "nothing": (b"", "是空文件"),
    "a text": ("会议通知".encode(), "不是图片"),
    "GIF": (b"GIF89a\1\0\1\0", "是 GIF 图片"),
    "WebP": (b"RIFF\x24\0\0\0WEBPVP8 ", "是 WebP 图片"),
    "HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0", "是 HEIC 照片"),
    "AVIF": (b"\0\0\0\x18ftypavif\0\0\0\0", "是 AVIF 图片"),
    "BMP": (b"BM\x36\0\0\0\0\0\0\0", "是 BMP 图片"),
    "TIFF": (b"II*\0\x08\0\0\0", "是 TIFF 图片"),
    "EMF": (b"\1\0\0\0" + bytes(36) + b" EMF", "是 EMF 或 WMF 图形"),
    "WMF": (b"\xd7\xcd\xc6\x9a\0\0", "是 EMF 或 WMF 图形"),
    "PDF": (b"%PDF-1.7", "是 PDF 文件"),
    "SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "是 SVG 矢量图"),
    "SVG with its head": (b"\xef\xbb\xbf<?xml version='1.0'?>\n<svg/>", "是 SVG 矢量图"),
    "too many bytes": (png() + bytes(MAX_BYTES), "超过 20 MB"),
    "a PNG cut off": (png()[:-20], BROKEN),
    "a PNG's head alone": (png()[:8], BROKEN),
    "a JPEG cut off": (JPEG[:-2], BROKEN),
    "a JPEG's head alone": (JPEG[:20], BROKEN),
    "a JPEG without pixels": (JPEG[:20] + b"\xff\xd9", BROKEN),
    "a byte changed": (png().replace(b"IDATx", b"IDATy"), DAMAGED),
    "a wide one": (png(1_000_000, 1, pixels=b""), "1000000×1 个像素"),
    "a large one": (png(20_000, 20_000, pixels=b""), "20000×20000 个像素"),
    "no width": (png(0, 5, pixels=b""), DAMAGED),
    "a bomb": (png(pixels=bytes(50_000_000)), "大得多"),
    "too few pixels": (png(pixels=bytes(100)), BROKEN),
    "an unknown way of colour": (png(head=(8, 5, 0)), DAMAGED),
    "no palette": (png(head=(1, 3, 0), pixels=ROWS_1), DAMAGED),
    "a critical chunk of somebody's own": (png(extra=chunk(b"CgBI", b"\0\0\0\0")), DAMAGED),
    "two heads": (png(extra=png()[8:33]), DAMAGED),
    "a lossless JPEG": (jpeg(segment(0xC3, bytes(15))), "少见的 JPEG"),
    "twelve bits": (JPEG.replace(b"\xff\xc2\0\x11\x08", b"\xff\xc2\0\x11\x0c"), "少见的 JPEG"),
    "a large JPEG": (
        JPEG.replace(b"\x08\0\x08\0\x10\x03", b"\x08\xff\xff\xff\xff\x03"),
        "65535×65535 个像素",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_is_named(name: str) -> None:
    data, said = REFUSED[name]
    with pytest.raises(ValueError, match=re.escape(said)):
        read_image(data)


def test_a_jpeg_of_comments_is_left_at_once() -> None:
    """With as many comments more, quadratic work takes minutes."""
    comments = segment(0xFE, b"") * 200_000
    assert read_image(jpeg(comments)).data == JPEG


@pytest.mark.parametrize("start", range(4))
def test_whatever_happened_to_a_file_it_is_read_or_refused(start: int) -> None:
    """What is read is read again as it is."""
    chance = random.Random(start)
    seeds = [png(extra=chunk(b"eXIf", exif(6))), jpeg(segment(0xE1, b"Exif\0\0" + exif(5))), JPEG,
             png(head=(8, 0, 1), pixels=bytes(GREY_ADAM7))]  # fmt: skip
    for _ in range(500):
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(data) or 1)
            match chance.randrange(4):
                case 0:
                    data[at : at + 1] = bytes((chance.randrange(256),))
                case 1:
                    del data[at : at + chance.randrange(40)]
                case 2:
                    data[at:at] = chance.randbytes(chance.randrange(6))
                case 3:
                    data[at:at] = data[chance.randrange(len(data) or 1) :][:60]
        try:
            image = read_image(bytes(data))
        except ValueError as refused:
            assert re.search("[一-龥]", str(refused))
        else:
            assert isinstance(image, Image)
            assert read_image(image.data).data == image.data
