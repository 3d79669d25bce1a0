"""A draft that somebody edited in Word since: how that is known, and the command that helps.

Must not know what the edits are.
"""

from __future__ import annotations

from pathlib import Path

from speechgen import files
from speechgen.diagnostics import SpeechError
from speechgen.files.naming import as_typed


def is_draft(target: Path) -> bool:
    """Whether a file is a DOCX that was drafted here, whatever was done to it since."""
    from speechgen.files.word import WordPackage
    from speechgen.readers.docx.anchors import read_anchors

    if target.suffix.lower() != ".docx" or not files.is_file(target):
        return False
    try:
        package = WordPackage(files.read_bytes(target, files.LARGEST_DOCX), str(target))
        return read_anchors(package).record is not None
    except SpeechError:
        return False


def is_edited(target: Path) -> bool:
    """Whether a draft was edited since, and its edits have not been pulled."""
    return is_draft(target) and not files.is_ours(target, or_carried=True)


def pull_command(target: Path | str, outline: Path | str) -> str:
    """The command that takes the edits back."""
    return f"speechgen pull {as_typed(target)} {as_typed(outline)} --in-place"
