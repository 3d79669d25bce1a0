"""Mends in a text file: characters replaced at their place, in the file's own encoding.

Owns the bytes of text files: encoding, byte order mark and line breaks stay as they are. Must
not know rules.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from typing import Final

from speechgen.diagnostics import Fix, Span, SpeechError, error
from speechgen.source import decode

_LINES: Final = re.compile("([^\r\n]*)(\r\n|\r|\n|$)")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CODECS: Final = {"GB18030": "gb18030", "UTF-16 LE": "utf-16-le", "UTF-16 BE": "utf-16-be"}


def mend_text(data: bytes, fixes: Iterable[Fix], file: str = "") -> bytes:
    """`data` with every fix applied that does not overlap an earlier one.

    Raises SpeechError where the file's bytes do not survive reading and writing (so that no
    other character could be changed unnoticed).
    """
    text, name = decode(data, file)
    mark, codec = next(
        ((mark, codec) for mark, codec in _MARKS if data.startswith(mark)),
        (b"", _CODECS.get(name, "utf-8")),
    )
    if mark + text.encode(codec) != data:
        raise _refused(file, "这个文件的编码有不规范的地方，不能原样改写")
    lines = [[found[1], found[2]] for found in _LINES.finditer(text)]
    for fix in apart(fixes):
        place = fix.span
        if 0 < place.line <= len(lines):
            line = lines[place.line - 1][0]
            mended = line[: place.column - 1] + fix.text + line[place.end_column - 1 :]
            lines[place.line - 1][0] = mended
    try:
        return mark + "".join(line + end for line, end in lines).encode(codec)
    except UnicodeEncodeError:
        raise _refused(file, "改后的字在这个文件的编码里写不出来") from None


def _refused(file: str, said: str) -> SpeechError:
    return SpeechError([error(Span(file), "fix-encoding", said, "先另存为 UTF-8 编码")])


def apart(fixes: Iterable[Fix]) -> list[Fix]:
    """The fixes from the end of the file to its start, those that overlap left out: one that
    stands at the end of another is apart, an insertion at either end is not."""
    kept: list[Fix] = []
    for fix in sorted(set(fixes), key=lambda each: (each.span, each.text)):
        one, other = kept[-1].span if kept else Span(), fix.span
        if one.line == other.line:
            inserts = one.column == one.end_column or other.column == other.end_column
            if other.column < one.end_column + inserts:
                continue
        kept.append(fix)
    return kept[::-1]
