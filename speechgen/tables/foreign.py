"""Other workbooks than .xlsx (.xls, .et, .ods), read by calamine in a process of its own.

The library is native code that may ask for any amount of memory or end the process on a damaged
file: what happens there must not happen here. This file is run as a program and imports nothing
of speechgen; on standard input it gets a workbook, on standard output it says what it holds.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import sys
from typing import Any

_MEMORY = 1_500_000_000  # bytes, address space included
_CELLS = 5_000_000  # of all sheets


def _plain(value: Any) -> Any:
    """A cell as JSON has it: text, a number or a truth value."""
    if isinstance(value, datetime.datetime) and not (value.hour or value.minute or value.second):
        value = value.date()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return value if isinstance(value, str | float | int) else str(value)


def main() -> None:
    """Read a workbook; `{"sheets": […]}`, or `{"refused": "password" | "large"}`."""
    import python_calamine

    with contextlib.suppress(ImportError, ValueError, OSError):  # no such thing on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        found = []
        cells = 0
        for at in range(len(book.sheet_names)):
            sheet = book.get_sheet_by_index(at)
            cells += sheet.total_height * sheet.total_width
            if cells > _CELLS:
                break
            rows = sheet.to_python(skip_empty_area=False)
            merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
            texts = [list(map(_plain, row)) for row in rows]
            found.append({"name": sheet.name, "rows": texts, "merged": merged})
        told = {"refused": "large"} if cells > _CELLS else {"sheets": found}
    except python_calamine.PasswordError:
        told = {"refused": "password"}
    sys.stdout.write(json.dumps(told))  # ASCII, whatever the console's encoding


if __name__ == "__main__":
    main()
