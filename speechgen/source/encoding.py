"""Bytes to text: UTF-8, UTF-16 and GB18030, and a plain word about files that are no text.

Owns the guess of the encoding. Must not know YAML.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from typing import Final

from speechgen.diagnostics import Span, SpeechError, error

MAX_BYTES: Final = 10 * 1024 * 1024

UTF_8: Final = "UTF-8"
_FEW: Final = 20  # zeros that a text may hold by accident

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8（带 BOM）"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32 LE"),  # before UTF-16: it begins with that mark
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32 BE"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16 LE"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16 BE"),
)

_SPEECH: Final = "旧讲话稿请先用 speechgen import 转成提纲"
_OTHER: Final = "提纲是 .yaml 文本文件，可用记事本打开和编写"
_SIGNATURES: Final = (
    (b"%PDF", "PDF 文件", _OTHER),
    (b"\x89PNG", "PNG 图片", _OTHER),
    (b"\xff\xd8\xff", "JPEG 图片", _OTHER),
    (b"GIF8", "GIF 图片", _OTHER),
    (b"BM\x00", "BMP 图片", _OTHER),
    (b"{\\rtf", "RTF 文档", _SPEECH),
    (b"\xd0\xcf\x11\xe0", "旧版 Office 或 WPS 文档（.doc、.wps、.xls）", _SPEECH),
    (b"Rar!", "RAR 压缩包", _OTHER),
    (b"7z\xbc\xaf", "7z 压缩包", _OTHER),
    (b"\x1f\x8b", "GZIP 压缩包", _OTHER),
    (b"\x7fELF", "程序文件", _OTHER),
    (b"MZ\x90", "程序文件", _OTHER),
)
_ZIPS: Final = (
    (b"word/", "Word 文档（.docx）", _SPEECH),
    (b"xl/", "Excel 表格（.xlsx）", _OTHER),
    (b"ppt/", "PowerPoint 演示文稿（.pptx）", _OTHER),
    (b"mimetypeapplication/vnd.oasis.opendocument", "OpenDocument 文档", _SPEECH),
)


def decode(data: bytes, file: str = "") -> tuple[str, str]:
    """The text in `data` without a byte order mark, and the name of its encoding.

    Raises SpeechError for what is no text (Word files, images, bytes of zero), for bytes that
    no encoding explains, and for more than 10 MB.
    """
    if len(data) > MAX_BYTES:
        size = f"{len(data) / 1024 / 1024:.1f} MB"
        raise _refused(
            Span(file, 1, 1, 1), "source-too-large", f"文件太大：{size}，最多 10 MB",
            "提纲只写标题和要点；请检查是不是选错了文件",
        )  # fmt: skip
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _decode_strictly(data[len(mark) :], codec, name, file), name
    _refuse_known_formats(data, file)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        return _decode_without_mark(data, wrong, file)
    if "\0" in text and (text.isascii() or text.count("\0") > _FEW):
        return _decode_zeros(data, file)
    return text, UTF_8


def _refused(span: Span, rule: str, message: str, hint: str, source: str = "") -> SpeechError:
    return SpeechError([error(span, rule, message, hint, source)])


def _refuse_known_formats(data: bytes, file: str) -> None:
    found = next(((what, hint) for head, what, hint in _SIGNATURES if data.startswith(head)), None)
    if data.startswith(b"PK\x03\x04"):
        start = data[:20000] + data[-20000:]  # the list of a package's members is at its end
        found = next(((what, hint) for part, what, hint in _ZIPS if part in start), None)
        found = found or ("ZIP 压缩包", _OTHER)
    if found:
        raise _refused(
            Span(file, 1, 1, 1), "source-not-text", f"这是{found[0]}，不是提纲", found[1]
        )


def _decode_strictly(data: bytes, codec: str, name: str, file: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as wrong:
        raise _broken(data, wrong, codec, name, file) from None


def _broken(
    data: bytes, wrong: UnicodeDecodeError, codec: str, name: str, file: str
) -> SpeechError:
    before = data[: wrong.start].decode(codec, "replace")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    after = data[wrong.start : wrong.start + 200].decode(codec, "replace")
    source = before[before.rfind("\n") + 1 :] + re.split(r"[\r\n]", after)[0]
    return _refused(
        Span(file, line, column, column + 1),
        "source-encoding",
        f"文件里有读不出的字节（第 {wrong.start + 1} 个字节起，按 {name} 读）",
        "这里的字可能已经损坏，请重新输入，并把文件另存为 UTF-8 编码",
        source,
    )


def _decode_without_mark(data: bytes, wrong: UnicodeDecodeError, file: str) -> tuple[str, str]:
    """GB18030, UTF-16 without its mark, or a clear error about what is neither."""
    if b"\0" in data:
        return _decode_zeros(data, file)
    if _nearly_utf_8(data):
        raise _broken(data, wrong, "utf-8", UTF_8, file)
    try:
        return data.decode("gb18030"), "GB18030"
    except UnicodeDecodeError as neither:
        codec, name = ("gb18030", "GB18030") if neither.start > wrong.start else ("utf-8", UTF_8)
        raise _broken(data, max(neither, wrong, key=_start), codec, name, file) from None


def _start(wrong: UnicodeDecodeError) -> int:
    return wrong.start


def _nearly_utf_8(data: bytes) -> bool:
    """Whether `data` is UTF-8 with some damage: read as GB18030 it might pass for other words."""
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    wide = sum(1 for char in text if char > "\u02ff") - lost
    return wide > 10 * lost


def _decode_zeros(data: bytes, file: str) -> tuple[str, str]:
    """Text whose bytes hold zeros: UTF-16 without its mark, or no text at all.

    In UTF-16 every second byte of a line break, a space or a colon is zero; 一 and the
    full-width space hold a zero as well, on the other side.
    """
    even, odd = data[::2].count(0), data[1::2].count(0)
    for codec, name, here in (("utf-16-le", "UTF-16 LE", odd), ("utf-16-be", "UTF-16 BE", even)):
        if len(data) % 2 == 0 and here > 1 and here * 50 > len(data):
            with contextlib.suppress(UnicodeDecodeError):
                text = data.decode(codec)
                if _is_mostly_chinese(text):
                    return text, name
    if max(even, odd) <= _FEW:
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode("utf-8"), UTF_8  # the caller names the place of each zero
    at = data.index(b"\0")
    line = data.count(b"\n", 0, at) + 1
    raise _refused(
        Span(file, 1, 1, 1), "source-not-text",
        f"这不是文本文件：第 {line} 行有内容为零的字节（第 {at + 1} 个字节）", _OTHER,
    )  # fmt: skip


def _is_mostly_chinese(text: str) -> bool:
    """Whether nearly all characters are Chinese, their marks or ASCII, as in a speech."""
    known = sum(
        1 for char in text if "\u4e00" <= char <= "\u9fff" or char in "\t\r\n" or _is_mark(char)
    )
    return "\0" not in text and known * 20 >= len(text) * 19


def _is_mark(char: str) -> bool:
    return (
        " " <= char <= "~"
        or "\u3000" <= char <= "\u303f"
        or "\uff01" <= char <= "\uff5e"
        or ("\u2010" <= char <= "\u2026")
    )
