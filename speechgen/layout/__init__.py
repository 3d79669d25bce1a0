"""Layouts (版式): how a document looks on paper, as data read from `templates/_layouts/*.yaml`.

The public face of the folder: model (the values), units (三号, 37mm …), names (the Word styles
that writer and reader share), keys and reading (YAML -> Layout, loaded only when it is read: what
a file said is remembered between runs). Must not know documents.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from speechgen import cache
from speechgen.layout.model import Layout as Layout
from speechgen.layout.model import Look as Look
from speechgen.layout.model import PageNumber as PageNumber
from speechgen.layout.model import PageSetup as PageSetup
from speechgen.layout.units import Border as Border
from speechgen.layout.units import Gap as Gap
from speechgen.layout.units import Indent as Indent
from speechgen.layout.units import Leading as Leading

_PACKAGE: Final = Path(__file__).resolve().parent.parent
_READERS: Final = (
    "layout/keys.py",
    "layout/model.py",
    "layout/reading.py",
    "layout/units.py",
    "schema/fields.py",
    "schema/reading.py",
)


def read_layout(path: Path, folders: Sequence[Path] = ()) -> Layout:
    """The layout in `path`. The layout it extends is looked for beside it, then in `folders`.

    Reading the same files again gives the same object. Raises SpeechError with every problem.
    """
    files = {str(path)}
    for folder in {path.parent, *folders}:
        with contextlib.suppress(OSError):
            names = os.listdir(folder)  # noqa: PTH208 (names only, and for every draft)
            files |= {f"{folder}{os.sep}{one}" for one in names if one.endswith(".yaml")}
    return _remembered(path, tuple(folders), cache.stamps(sorted(files)))


@lru_cache(maxsize=32)
def _remembered(path: Path, folders: tuple[Path, ...], files: tuple[cache.Stamp, ...]) -> Layout:
    def read() -> Layout:
        from speechgen.layout import reading

        return reading.read_layout(path, folders)

    code = cache.stamps(str(_PACKAGE / name) for name in _READERS)
    return cache.remembered("layout", map(str, (path, *folders)), files + code, read)
