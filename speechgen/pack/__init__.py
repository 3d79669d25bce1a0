"""A meeting file and all the papers of the meeting, telling one story.

`drafting.draft_pack("会议.yaml")` reads the facts and the agenda (`meeting`, by the keys and the
kinds of papers in `fields`) and the people (`roster`, `roster_reading`) once and derives every
paper from them (`papers`); `again` says which to print again, `rules` whether all tell one story.
Owns what tells a meeting file from an outline: every draft asks, so this imports nothing of the
rest of the folder. Must not print, nor decide where files go.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from speechgen.diagnostics import SpeechError
from speechgen.files import read_bytes
from speechgen.source import decode

MAX_BYTES: Final = 10_000_000
PACK_WORDS: Final = ("成套", "成套材料", "会议文件", "pack")
"""What a person may call a meeting file where a type is asked for."""
_WORDS: Final = ("成套", "papers")
_MARK: Final = rf"(?m)^[\"']?(?:{'|'.join(_WORDS)})[\"']?\s*[:：]"


def is_pack(data: bytes) -> bool:
    """Whether a file is a pack: it says 成套 at the top level."""
    try:
        text = decode(data)[0]
    except SpeechError:
        return False
    return any(word in text for word in _WORDS) and re.search(_MARK, text) is not None


def is_pack_file(file: str) -> bool:
    """Whether a file is a pack; what cannot be read is none."""
    try:
        return is_pack(read_bytes(Path(file), MAX_BYTES))
    except SpeechError:
        return False
