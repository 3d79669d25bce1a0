"""Watching files: one change counted once, when the files have come to rest.

Owns what a change is, for `draft --watch` as for the preview. Must not know what the files hold
or what is done when they change.
"""

from __future__ import annotations

import contextlib
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, NoReturn

POLL_SECONDS: Final = 0.1
LIST_SECONDS: Final = 0.25
"""How often it is asked which files there are: that costs more than looking at those known."""
SETTLE_SECONDS: Final = 0.01
PATIENCE_SECONDS: Final = 0.3
"""How long a file may be gone or empty before that counts: some editors save in that way."""
_SHARE: Final = 10  # of the time, one part in so many is spent looking: folders may be slow
_COARSE: Final = 1_000_000_000  # ns; whole seconds are what FAT and some network folders tell
_RECENT: Final = 4 * _COARSE
_LARGEST_READ: Final = 10_000_000  # bytes

FileState = tuple[int, ...]
Stamps = dict[Path, FileState | None]
Files = Callable[[], Iterable[Path]]


def watch(files: Files, action: Callable[[], object]) -> NoReturn:
    """Run `action` now and whenever one of `files()` has changed and come to rest.

    Ends only by an exception such as KeyboardInterrupt.
    """
    for _ in changes(files, time.sleep):
        action()
    raise AssertionError("sleeping never ends a watch")


def changes(files: Files, wait: Callable[[float], object]) -> Iterator[None]:
    """Yields now, and again whenever one of `files()` has changed and come to rest.

    What changes while the caller is at work is yielded next. `wait(seconds)` lets time pass; the
    watching ends when it gives a true value. Editors write in steps (empty, then full; or a new
    file moved into place): a change counts once two looks in a row see the same, a file that is
    gone or empty only after `PATIENCE_SECONDS`.
    """
    listed: tuple[Path, ...] = ()
    due = 0.0

    def look(before: Stamps) -> Stamps:
        """What tells each file from itself after a save; nothing of one that is gone or empty."""
        nonlocal listed, due
        started = time.monotonic()
        if started >= due:
            # a folder may go away while it is listed, or link to itself
            with contextlib.suppress(OSError, RuntimeError):
                listed = tuple(files())
            ended = time.monotonic()
            due = ended + max(LIST_SECONDS, (ended - started) * _SHARE)
        return {file: _stamp(file, before.get(file)) for file in listed}

    known = seen = look({})
    since, before = time.monotonic(), 0.0
    began = time.time_ns()
    yield
    due = 0.0  # the work may have named other files
    while True:
        started = time.monotonic()
        now = look(known)
        if began:  # those were read as they are
            named = {file: now[file] for file in now.keys() - known.keys()}
            known = known | {file: stamp for file, stamp in named.items() if _rests(file, began)}
            began = 0
        if now != known and now == seen:
            lost = any(stamp and not now.get(file) for file, stamp in known.items())
            if started - since >= (PATIENCE_SECONDS if lost else SETTLE_SECONDS):
                known = now
                began = time.time_ns()
                yield
                due = 0.0
                continue
        elif now != seen:
            seen, since = now, started
        pause = POLL_SECONDS if now == known else SETTLE_SECONDS
        took = time.monotonic() - started
        # one long look may have waited for something else; two tell of a slow disk
        if wait(max(pause, min(took, before) * _SHARE)):
            return
        before = took


def _stamp(file: Path, before: FileState | None) -> FileState | None:
    try:
        state = file.stat()
        if not state.st_size:
            return ()
        stamp = (state.st_mtime_ns, state.st_size, state.st_ino)
        if state.st_mtime_ns % _COARSE or state.st_size > _LARGEST_READ:
            return stamp
        if abs(time.time_ns() - state.st_mtime_ns) > _RECENT:
            return before if before and before[:3] == stamp else stamp
        # two saves within one tick of the folder's clock differ only in what the file holds
        return (*stamp, zlib.crc32(file.read_bytes()))
    except (OSError, ValueError):
        return None


def _rests(file: Path, began: int) -> bool:
    """Whether a file was missing, or as it is, well before that time (in nanoseconds)."""
    try:
        state = file.stat()
    except (OSError, ValueError):
        return True
    return max(state.st_mtime_ns, state.st_ctime_ns) < began - _RECENT


class Changes:
    """A count of changes that any number of threads can wait on: `version`, from 1."""

    def __init__(self, files: Files) -> None:
        """Counts from what the files are now; `start()` begins to watch."""
        self.version = 1
        self.closed = False
        self._turn = threading.Condition()
        self._stop = threading.Event()
        self._changes = changes(files, self._stop.wait)
        next(self._changes)
        self._thread = threading.Thread(target=self._count, name="watching", daemon=True)

    def start(self) -> None:
        """Begin to watch, in a thread of its own."""
        self._thread.start()

    def close(self) -> None:
        """Stop watching and wake everybody who waits."""
        self._stop.set()
        with self._turn:
            self.closed = True
            self._turn.notify_all()

    def join(self, seconds: float) -> None:
        """Wait for the watching to end, `seconds` at most."""
        if self._thread.is_alive():
            self._thread.join(seconds)

    def wait(self, after: int, seconds: float) -> int:
        """The version once it is later than `after`, or as it is after `seconds` or closing."""
        with self._turn:
            self._turn.wait_for(lambda: self.closed or self.version > after, seconds)
            return self.version

    def _count(self) -> None:
        for _ in self._changes:
            with self._turn:
                self.version += 1
                self._turn.notify_all()
