"""Bytes to text: UTF-8, UTF-16, GB18030 and Big5, and a plain word about files that are no text.

Owns the guess of the encoding. Must not know YAML.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from functools import cache
from itertools import islice
from typing import Final

from speechgen.diagnostics import Span, SpeechError, refusal

MAX_BYTES: Final = 10 * 1024 * 1024

UTF_8: Final = "UTF-8"
_FEW: Final = 20  # zeros that a text may hold by accident

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8", UTF_8),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32 LE"),  # before UTF-16: it begins with that mark
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32 BE"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16 LE"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16 BE"),
)

_WIDE: Final = (("utf-16-le", "UTF-16 LE"), ("utf-16-be", "UTF-16 BE"))
GUESSES: Final = {"cp949": "EUC-KR", "gb18030": "GB18030", **dict(_WIDE), "cp950": "Big5"}
"""What a text that is no UTF-8 may be, the likeliest first: codec -> name."""
_PLAIN: Final = "[\t\r\n -~\u2010-\u2026\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]"
_USUAL: Final = 0.85  # of its letters are in use every day; a wrong guess has half of them at most
_LETTERS: Final = "[\u3040-\ufaff\uff61-\uff9f\U00020000-\U000fffff]"  # text: compiled where needed
_JUDGED: Final = 20_000  # letters
_RARE: Final = 3  # letters that any short text may hold
_KOREAN: Final = "[\uac00-\ud7a3]+"
_JUDGED_KOREAN: Final = 15  # letters
_NEVER_GARBLED: Final = frozenset(
    "一人年了个区会上是题事时在来小要家分天得老前说每名大下道我三和子这出期学没就好去后务起多件班民进作两同主室各居全门任"
)  # no bytes of UTF-8 are these in another encoding
_SAVED_AS: Final = ("gb18030", "cp950", "latin-1", "cp1252")  # what UTF-8 is taken for by mistake

_SPEECH: Final = "旧文稿先 speechgen import 文稿.docx -o 提纲.yaml，再起草提纲"
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
    (b"", "ZIP 压缩包", _OTHER),
)


_PADDING: Final = range(4, 4097)
"""Bytes of zero: more than a character of any encoding holds, and up to a block of a disk."""


def decode(data: bytes, file: str = "") -> tuple[str, str]:
    """The text in `data` without a byte order mark, and the name of its encoding.

    Raises SpeechError for what is no text (Word files, images, bytes of zero), for bytes that
    no encoding explains, and for more than 10 MB.
    """
    if len(data) > MAX_BYTES:
        said = f"文件太大：{len(data) / 1024 / 1024:.1f} MB，最多 10 MB"
        hint = "提纲只写标题和要点；请检查是不是选错了文件"
        raise refusal(Span(file, 1, 1, 1), "source-too-large", said, hint)
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            data = data.removeprefix(mark)
            try:
                return data.decode(codec), name
            except UnicodeDecodeError as wrong:
                raise _broken(wrong, name, file) from None
    known = [(what, hint) for head, what, hint in _SIGNATURES if data.startswith(head)]
    if data.startswith(b"PK\x03\x04"):
        members = data[:20000] + data[-20000:]  # the list of a package's members is at its end
        known = [(what, hint) for part, what, hint in _ZIPS if part in members]
    if known:
        raise _no_text(file, f"这是{known[0][0]}，不是提纲", known[0][1])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        return _decode_without_mark(data, wrong, file)
    if "\0" in text:
        bare = data.rstrip(b"\0")  # what a power cut leaves behind a text
        if bare and len(data) - len(bare) in _PADDING and b"\0" not in bare:
            return decode(bare, file)
        return _decode_zeros(data, file)
    if codec := _garbled_by(text):
        said = f"文字是乱码：UTF-8 的文字被当作 {codec.upper()} 读过，又存了一遍"
        shown = next((line for line in text.splitlines() if not line.isascii()), "")
        hint = "这样存过的字回不来，请找没有乱码的原文件"
        raise refusal(Span(file, 1, 1, 2), "source-encoding", said, hint, shown[:40])
    return text, UTF_8


@cache
def _everyday() -> frozenset[str]:
    """The characters in everyday use: the first level of GB 2312 and that of Big5."""
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    levels = (("gb2312", range(0xB0, 0xD8)), ("big5", range(0xA4, 0xC7)))
    return frozenset(
        bytes((lead, trail)).decode(codec, "ignore")
        for codec, leads in levels
        for lead in leads
        for trail in trails
    )


def _is_usual(text: str, codec: str, few: int = 0) -> bool:
    """Whether nearly all letters of a text, ASCII apart, are in everyday use, or but `few` rare."""
    letters = [found[0] for found in islice(re.finditer(_LETTERS, text), _JUDGED)]
    if codec == "cp949":  # half of the everyday Chinese characters read as Korean
        return len(letters) > _JUDGED_KOREAN and bool(re.fullmatch(_KOREAN, "".join(letters)))
    usual = sum(map(_everyday().__contains__, letters))
    return usual >= _USUAL * len(letters) or len(letters) - usual <= few


def _garbled_by(text: str) -> str:
    """The encoding as which a text was read and saved though it was UTF-8: where its bytes in that
    encoding are Chinese in UTF-8; else nothing."""
    if text.isascii() or not _NEVER_GARBLED.isdisjoint(text):
        return ""
    sample = "".join(islice((char for char in text if char > "\x7f"), 2000))
    for codec in _SAVED_AS:
        meant = sample.encode(codec, "replace").decode("utf-8", "replace")
        lost = meant.count("\ufffd") + meant.count("?")
        if sum("\u3000" <= char <= "\uffef" and char != "\ufffd" for char in meant) > 2 * lost + 3:
            return codec
    return ""


def guess(data: bytes, whole: bool = True) -> str:
    """The codec that makes everyday characters of `data`, which is no UTF-8 (but for a few bytes:
    it might pass for other words); empty where none does. Not `whole`: it may end within a
    character."""
    loose = data.decode("utf-8", "replace")
    if sum(char > "\u02ff" for char in loose) > 11 * loose.count("\ufffd"):
        return "utf-8"
    for codec in GUESSES:
        with contextlib.suppress(UnicodeDecodeError):
            text = codecs.getincrementaldecoder(codec)().decode(data, whole)
            if (codec == "gb18030" or re.search(_LETTERS, text)) and _is_usual(text, codec):
                return codec
    return ""


def codec_of(name: str) -> str:
    """The codec of an encoding by the name that `decode` gives it."""
    known = {each: codec for codec, each in GUESSES.items()}
    return known.get(name, name)


def _no_text(file: str, said: str, hint: str) -> SpeechError:
    return refusal(Span(file, 1, 1, 1), "source-not-text", said, hint)


def _broken(wrong: UnicodeDecodeError, name: str, file: str) -> SpeechError:
    before = wrong.object[: wrong.start].decode(wrong.encoding, "replace")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    after = wrong.object[wrong.start : wrong.start + 200].decode(wrong.encoding, "replace")
    said = f"文件里有读不出的字节（第 {wrong.start + 1} 个字节起，按 {name} 读）"
    hint = "这里的字可能已经损坏，请重新输入，并把文件另存为 UTF-8 编码"
    source = before[before.rfind("\n") + 1 :] + re.split(r"[\r\n]", after)[0]
    return refusal(Span(file, line, column, column + 1), "source-encoding", said, hint, source)


def _decode_without_mark(data: bytes, wrong: UnicodeDecodeError, file: str) -> tuple[str, str]:
    """GB18030, UTF-16 without its mark, or a clear error about what is neither."""
    if b"\0" in data:
        return _decode_zeros(data, file)
    codec = guess(data)
    if codec == "utf-8":
        raise _broken(wrong, UTF_8, file)
    if codec:
        return data.decode(codec), GUESSES[codec]
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as neither:
        if neither.start > wrong.start:
            raise _broken(neither, "GB18030", file) from None
        raise _broken(wrong, UTF_8, file) from None
    if _is_usual(text, "gb18030", _RARE):
        return text, "GB18030"
    said = "看不出是什么编码：按 GB18030、UTF-16、Big5 读，得到的大多不是常用的字"
    hint = "用写它的程序打开，另存为 UTF-8 编码再试"
    raise refusal(Span(file, 1, 1, 2), "source-encoding", said, hint)


def _decode_zeros(data: bytes, file: str) -> tuple[str, str]:
    """Text whose bytes hold zeros: UTF-16 without its mark, or no text at all.

    In UTF-16 every second byte of a line break, a space or a colon is zero; 一 and the
    full-width space hold a zero as well, on the other side.
    """
    even, odd = data[::2].count(0), data[1::2].count(0)
    for codec, name in _WIDE:
        with contextlib.suppress(UnicodeDecodeError):
            text = data.decode(codec)
            plain = 2 * len(re.findall(_PLAIN, text)) > len(text)
            if "\0" not in text and plain and _is_usual(text, codec):
                return text, name
    if max(even, odd) <= _FEW:
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode("utf-8"), UTF_8  # the caller names the place of each zero
    at = data.index(b"\0")
    line = data.count(b"\n", 0, at) + 1
    said = f"这不是文本文件：第 {line} 行有内容为零的字节（第 {at + 1} 个字节）"
    raise _no_text(file, said, _OTHER)
