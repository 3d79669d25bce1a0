"""Layouts (版式): how a document looks on paper, as data read from `templates/_layouts/*.yaml`.

`model` has the values, names the Word styles that writer and reader share, units 三号, 37mm …,
keys and reading YAML -> Layout, loaded only when it is read: what a file said is remembered
between runs. Must not know Word or documents.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from speechgen import cache
from speechgen.layout.model import Layout


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

    code = cache.code("layout", "schema", "source")
    return cache.remembered("layout", map(str, (path, *folders)), files + code, read)
