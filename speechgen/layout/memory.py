"""Layouts read once: what a layout file says is remembered between runs.

Owns what decides whether it still says so. Must not know what a layout file may say.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from speechgen import cache
from speechgen.layout.model import Layout

_READERS: Final = ("keys.py", "model.py", "reading.py", "units.py")


def read_layout(path: Path, folders: Sequence[Path] = ()) -> Layout:
    """The layout in `path`. The layout it extends is looked for beside it, then in `folders`.

    Reading the same files again gives the same object. Raises SpeechError with every problem.
    """
    near = {file for folder in (path.parent, *folders) for file in folder.glob("*.yaml")}
    stamps = [(str(file), file.stat()) for file in sorted(near, key=str) if file.is_file()]
    files = tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stamps)
    return _remembered(path, tuple(folders), files)


@lru_cache(maxsize=32)
def _remembered(
    path: Path, folders: tuple[Path, ...], files: tuple[tuple[str, int, int], ...]
) -> Layout:
    def read() -> Layout:
        from speechgen.layout import reading

        return reading.read_layout(path, folders)

    identity = [os.fsencode(one) for one in (path, *folders)]
    identity += cache.said(Path(__file__).with_name(name) for name in _READERS)
    identity += cache.said(Path(name) for name, _, _ in files)
    return cache.remembered("layout", identity, read)
