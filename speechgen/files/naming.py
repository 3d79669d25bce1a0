"""File names with places to fill: `文稿/{日期}-{标题}-{稿次}.docx`; names as they are typed.

Owns which characters a name may hold. Must not know drafts nor what is filled in.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from speechgen.diagnostics import Span, refusal

_PLACE: Final = r"\{([^{}]*)\}"
UNSAFE: Final = dict.fromkeys(map(ord, '\\/:*?"<>|'), "_") | {ord("\n"): " ", ord("\t"): " "}
_PLAIN: Final = rf"[\w./:{re.escape(os.sep)}-]+"  # what no shell takes for a sign of its own
_RESERVED: Final = (  # devices of Windows, with whatever suffix
    r"(?i)(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|COM[0-9¹²³]|LPT[0-9¹²³])[ ]*(?:\..*)?"
)


def as_typed(path: Path | str) -> str:
    """The path as one word of a command that a message offers to be copied."""
    word = str(path)
    word = f".{os.sep}{word}" if word.startswith("-") else word
    if re.fullmatch(_PLAIN, word):
        return word
    return '"' + (word if os.sep == "\\" else re.sub(r'[$`"\\]', r"\\\g<0>", word)) + '"'


def has_places(path: str) -> bool:
    """Whether a path holds places to fill."""
    return "{" in path and re.search(_PLACE, path) is not None


def filled(path: str, values: Mapping[str, str]) -> str:
    """The path with every `{…}` filled in; what some file system does not take becomes `_`, and
    an empty value takes the dash or underline before it along. Raises SpeechError for an unknown
    name."""
    parts: list[str] = []
    for part in path.replace(os.sep, "/").split("/"):
        made, *rest = re.split(_PLACE, part)
        for name, text in zip(rest[::2], rest[1::2], strict=True):
            if name.strip() not in values:
                known = "、".join(f"{{{one}}}" for one in values)
                said = f"文件名里的“{{{name}}}”不知道填什么"
                raise refusal(Span("-o"), "name-pattern", said, f"可以用：{known}")
            # sixty characters of one value: a whole name must stay below 255 bytes
            value = safe(values[name.strip()]).strip(" .")[:60].strip(" .")
            made = (made + value if value else made.rstrip("-_ ")) + text
        parts.append(safe(made.lstrip("-_ ")) if rest else made)
    return "/".join(parts)


def safe(part: str) -> str:
    """One part of a path that every system takes and that hides nothing."""
    part = unicodedata.normalize("NFC", part.translate(UNSAFE))
    shown = {"C": "_", "Z": " "}  # for control characters and for every kind of blank
    part = "".join(shown.get(unicodedata.category(char)[0], char) for char in part)
    part = part.strip().rstrip(". ")
    if part.startswith("."):
        part = "_" + part[1:]
    if re.fullmatch(_RESERVED, part):
        stem, dot, suffix = part.partition(".")
        return f"{stem.rstrip()}_{dot}{suffix}"
    return part
