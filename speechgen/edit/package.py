"""A Word package with some parts replaced: every other entry stays byte for byte.

Must not know what a part says.
"""

from __future__ import annotations

from collections.abc import Mapping

from speechgen.files.word import WordPackage


def with_parts(data: bytes, changed: Mapping[str, bytes], file: str = "") -> bytes:
    """The package with `changed` (part name -> bytes); parts it does not have come last.

    Raises SpeechError for what is no DOCX or cannot be rewritten.
    """
    return WordPackage(data, file).with_parts(changed)
