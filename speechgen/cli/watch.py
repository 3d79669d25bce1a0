"""`--watch`: do it again at every save, until Ctrl-C."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, NoReturn

POLL_SECONDS: Final = 0.2

Stamps = dict[Path, tuple[int, int]]


def watch(files: Callable[[], Iterable[Path]], action: Callable[[], object]) -> NoReturn:
    """Run `action` now and whenever one of `files()` has changed and come to rest.

    Editors write in steps (empty, then full; or a new file moved into place): a change counts
    once two looks in a row see the same. Ends only by an exception such as KeyboardInterrupt.
    """
    done: Stamps | None = None
    before = _stamps(files())
    while True:
        now = _stamps(files())
        if now == before and now != done:
            action()
            done = now
        before = now
        time.sleep(POLL_SECONDS)


def _stamps(files: Iterable[Path]) -> Stamps:
    found: Stamps = {}
    for file in files:
        try:
            state = file.stat()
        except OSError:
            continue
        found[file] = (state.st_mtime_ns, state.st_size)
    return found
