"""The library's front door: no printing, no sys.exit.

It knows the order of work of a draft (`drafting`; what comes of it: `drafted`), of a check
(`checking`; an outline's part in it: `outlined`), of mends and comments in a file (`mending`), of
two papers compared in Word (`tracking`) and of an import (`reading`); and what is refused or said
on the way (`layouts`, `pasted`, `remarks`, `unprintable`, `edited`). What all share is here.

Must not know arguments, consoles or exit codes.
"""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from speechgen.defaults import config_folder
from speechgen.library.folders import template_roots

PathLike = str | os.PathLike[str]
MAX_OUTLINE: Final = 10_000_000  # bytes


def search_roots(folders: Sequence[PathLike] = ()) -> tuple[Path, ...]:
    """Where meeting types and layouts are looked up: `folders`, the user's own, the built-in."""
    return template_roots([*map(Path, folders), config_folder() / "templates"])


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """The garbage collector kept out of one draft: it would walk every node again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
