"""A user's files: read with limits, written atomically, never over somebody else's work."""

from speechgen.files.placing import RECORD, place, rewrite, tidy_record
from speechgen.files.reading import (
    LARGEST,
    LARGEST_DOCX,
    is_file,
    is_folder,
    open_file,
    read_bytes,
    reason,
)

__all__ = [
    "LARGEST",
    "LARGEST_DOCX",
    "RECORD",
    "is_file",
    "is_folder",
    "open_file",
    "place",
    "read_bytes",
    "reason",
    "rewrite",
    "tidy_record",
]
