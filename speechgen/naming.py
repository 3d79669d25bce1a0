"""File names with places to fill: `文稿/{日期}-{标题}-{稿次}.docx`.

Owns which characters a name may hold. Must not know drafts nor what is filled in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from speechgen.diagnostics import Span, SpeechError, error

_PLACE: Final = r"\{([^{}]*)\}"
_UNSAFE: Final = dict.fromkeys(map(ord, '\\/:*?"<>|'), "_")
_LONGEST: Final = 60  # characters of one value: a whole name must stay below 255 bytes


def has_places(path: str) -> bool:
    """Whether a path holds places to fill."""
    return "{" in path and re.search(_PLACE, path) is not None


def filled(path: str, values: Mapping[str, str]) -> str:
    """The path with every `{…}` filled in; what no file system takes becomes `_`, and an empty
    value takes the dash or underline before it along. Raises SpeechError for an unknown name."""
    parts: list[str] = []
    done = 0
    for found in re.finditer(_PLACE, path):
        parts.append(path[done : found.start()])
        done = found.end()
        name = found[1].strip()
        if name not in values:
            known = "、".join(f"{{{one}}}" for one in values)
            said = f"文件名里的“{found[0]}”不知道填什么"
            raise SpeechError([error(Span("-o"), "name-pattern", said, f"可以用：{known}")])
        value = _safe(values[name])
        if not value:
            parts[-1] = parts[-1].rstrip("-_ ")
        parts.append(value)
    made = "".join((*parts, path[done:]))
    return re.sub(r"(^|/)[-_ ]+", r"\1", made)


def _safe(value: str) -> str:
    text = unicodedata.normalize("NFC", value.translate(_UNSAFE))
    text = "".join("_" if unicodedata.category(char)[0] == "C" else char for char in text)
    return text.strip(" .")[:_LONGEST].strip(" .")
