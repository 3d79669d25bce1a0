"""Layouts read once: what a layout file says is remembered between runs.

Owns what decides whether it still says so. Must not know what a layout file may say.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from speechgen import cache
from speechgen.cache import Stamp
from speechgen.layout.model import Layout

_READERS: Final = ("keys.py", "model.py", "reading.py", "units.py")


def read_layout(path: Path, folders: Sequence[Path] = ()) -> Layout:
    """The layout in `path`. The layout it extends is looked for beside it, then in `folders`.

    Reading the same files again gives the same object. Raises SpeechError with every problem.
    """
    near = {str(file) for folder in (path.parent, *folders) for file in folder.glob("*.yaml")}
    return _remembered(path, tuple(folders), cache.stamps(sorted({str(path), *near})))


@lru_cache(maxsize=32)
def _remembered(path: Path, folders: tuple[Path, ...], files: tuple[Stamp, ...]) -> Layout:
    def read() -> Layout:
        from speechgen.layout import reading

        return reading.read_layout(path, folders)

    code = cache.stamps(str(Path(__file__).with_name(name)) for name in _READERS)
    return cache.remembered("layout", map(str, (path, *folders)), files + code, read)
