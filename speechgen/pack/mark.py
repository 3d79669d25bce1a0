"""What tells a meeting file from an outline, known without reading either.

Every draft asks, so this imports nothing of the rest of the folder.
"""

from __future__ import annotations

import re
from typing import Final

from speechgen.diagnostics import SpeechError
from speechgen.source import decode

_MARK: Final = r"(?m)^[\"']?(?:成套|papers)[\"']?\s*[:：]"


def is_pack(data: bytes) -> bool:
    """Whether a file is a pack: it says 成套 at the top level."""
    try:
        return bool(re.search(_MARK, decode(data)[0]))
    except SpeechError:
        return False
