"""Mends in a text file: characters replaced at their place, in the file's own encoding.

Owns the bytes of text files: encoding, byte order mark and line breaks stay as they are. Must
not know rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from speechgen.diagnostics import Fix, Span, refusal
from speechgen.source import codec_of, decode

_LINES: Final = re.compile("([^\r\n]*)(\r\n|\r|\n|$)")
_HINT: Final = "先另存为 UTF-8 编码"


def mend_text(data: bytes, fixes: Iterable[Fix], file: str = "") -> bytes:
    """`data` with every fix applied that does not overlap an earlier one.

    Raises SpeechError where the file's bytes do not survive reading and writing (so that no
    other character could be changed unnoticed).
    """
    text, encoded = rewriting(data, file)
    lines = [[found[1], found[2]] for found in _LINES.finditer(text)]
    for fix in apart(fixes):
        place = fix.span
        if 0 < place.line <= len(lines):
            line = lines[place.line - 1]
            line[0] = line[0][: place.column - 1] + fix.text + line[0][place.end_column - 1 :]
    return encoded("".join(line + end for line, end in lines))


def rewriting(data: bytes, file: str = "") -> tuple[str, Callable[[str], bytes]]:
    """The text of a file, and what turns another text into bytes the way this file has them.

    Raises SpeechError where the file's bytes do not survive reading and writing, and then for
    characters that its encoding does not have."""
    text, name = decode(data, file)
    codec = codec_of(name)
    mark = data.removesuffix(text.encode(codec))
    if mark not in (b"", "\ufeff".encode(codec, "ignore")):
        said = "这个文件的编码有不规范的地方，不能原样改写"
        raise refusal(Span(file), "fix-encoding", said, _HINT)

    def encoded(text: str) -> bytes:
        try:
            return mark + text.encode(codec)
        except UnicodeEncodeError:
            said = "改后的字在这个文件的编码里写不出来"
            raise refusal(Span(file), "fix-encoding", said, _HINT) from None

    return text, encoded


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
