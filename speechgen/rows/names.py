"""File names from a pattern such as `{序号}-{单位}`: safe on every system, never outside the
folder, no two the same.

Owns what may stand in a name. Must not know files: nothing here touches a disk.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Final

from speechgen.diagnostics import Span, refusal
from speechgen.files.naming import UNSAFE, safe
from speechgen.schema.fields import did_you_mean, nearest_word

LONGEST: Final = 240  # bytes of one name in UTF-8: 255 is the limit, a suffix and .bak follow
ROW: Final = "行号"
OUTLINE: Final = "提纲"
_FIELD: Final = re.compile(r"\{\{|\}\}|\{([^{}:]+)(?::(0?[1-9]|0?[1-9][0-9]))?\}|[{}]")


_LOOSE: Final = re.compile(r"^[-_ ]+|[-_ ]+$")
"""What stands between two fields of which one is empty: `007-`."""


def check_pattern(pattern: str, columns: Iterable[str]) -> None:
    """Raises SpeechError for a brace out of place, an unknown column, a way out of the folder."""
    known, place = [*columns, ROW, OUTLINE], Span("--name")
    for found in _FIELD.finditer(pattern):
        if found[0] in "{}":
            said = f"“{pattern}”里的大括号没有配对"
            raise refusal(place, "name-pattern", said, "写成 {序号}-{单位}")
        if found[1] and found[1].strip() not in known:
            guess = nearest_word(found[1], known)
            said = f"文件名里的“{{{found[1]}}}”不是表里的列"
            hint = did_you_mean(guess and f"{{{guess}}}") + "可以用：" + "、".join(known)
            raise refusal(place, "name-pattern", said, hint)
    parts = _FIELD.sub("x", pattern).split("/")
    if "." in parts or ".." in parts or pattern.startswith("/"):
        said = f"“{pattern}”会写到文件夹外面去"
        raise refusal(place, "name-pattern", said, "文件夹用 -o 指定")


def filled_name(pattern: str, values: Mapping[str, str]) -> str:
    """The name for one row, without a suffix: parts separated by `/`, which make folders where
    the pattern's own text has them; in a cell it never does.

    Raises ValueError (Chinese) if a part would be empty or too long.
    """

    def cell(found: re.Match[str]) -> str:
        if found[1] is None:  # a doubled brace
            return found[0][0]
        value = values.get(found[1].strip(), "").strip()
        if value.isascii() and value.isdecimal():
            value = value.zfill(int(found[2] or 0))
        return value.translate(UNSAFE)

    parts = [_FIELD.sub(cell, part) for part in pattern.split("/")]
    asked = [found[1].strip() for found in _FIELD.finditer(pattern) if found[1]]
    if not all(values.get(name, "").strip() for name in asked):
        parts = [_LOOSE.sub("", part) for part in parts]
    parts = [safe(part) for part in parts]
    if not all(parts):
        raise ValueError("拼出来的文件名是空的")
    for part in parts:
        if len(part.encode()) > LONGEST:
            raise ValueError(f"拼出来的文件名太长（“{part[:20]}…”），最多{LONGEST}字节")
    return "/".join(parts)


class Claims:
    """The names of one run, each with the row that took it; a system that does not tell cases
    apart sees no two the same either. Memory: 120 bytes a name, however long."""

    def __init__(self, numbered: bool = False) -> None:
        self._rows: dict[int, int] = {}
        self._last: dict[int, int] = {}
        self._numbered = numbered

    def claim(self, name: str, row: int) -> str:
        """`name`, or with numbering the next free `name-2`. Raises ValueError (Chinese)."""
        key = _key(name)
        if key not in self._rows:
            self._rows[key] = row
            return name
        if not self._numbered:
            raise ValueError(f"文件名“{name}”与第{self._rows[key]}行的相同")
        at = self._last.get(key, 1) + 1
        while _key(f"{name}-{at}") in self._rows:
            at += 1
        self._last[key] = at
        return self.claim(f"{name}-{at}", row)

    def has(self, name: str) -> bool:
        """Whether a row of this run took the name."""
        return _key(name) in self._rows


def _key(name: str) -> int:
    """63 bits of BLAKE2: two of ten million names agree once in 180,000 runs."""
    folded = unicodedata.normalize("NFC", name).casefold().encode("utf-8", "replace")
    return int.from_bytes(blake2b(folded, digest_size=8).digest(), "big") >> 1
