"""How far long work has come: a bar on a terminal, a line now and then in a log.

Owns rate, remaining time, and the word for work that cannot be counted. Must not know what is done.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from speechgen.cli import screen
from speechgen.marks import cells

_BAR: Final = 20  # cells
_REDRAW: Final = 0.1  # seconds
_LINE: Final = 10.0  # seconds between two lines of a log
_SETTLED: Final = 2.0  # seconds after which a rate is worth telling
_PATIENCE: Final = 1.0  # seconds between two words to somebody who waits


class Progress:
    """`about` is how many there will be, 0 where nobody knows."""

    def __init__(self, about: int) -> None:
        self._about = about
        self._terminal = sys.stderr.isatty()
        self._began = self._last = time.monotonic()
        self._shown = False
        encoding = (getattr(sys.stderr, "encoding", "") or "").lower()
        self._marks = "█░" if encoding.startswith("utf") else "#-"

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return time.monotonic() - self._began

    def at(self, done: int, failed: int) -> None:
        """Tell where the batch is, if it is time to."""
        now = time.monotonic()
        if now - self._last < (_REDRAW if self._terminal else _LINE):
            return
        self._last = now
        rate = done / max(self.seconds, 1e-6)
        parts = [f"起草 {screen.counted(done)}"]
        if self._about > done:
            share = done / self._about
            filled = int(share * _BAR)
            bar = self._marks[0] * filled + self._marks[1] * (_BAR - filled)
            parts = [f"起草 {screen.counted(done)}/{screen.counted(self._about)} {bar} {share:.0%}"]
        parts.append(f"{rate:.0f} 份/秒" if rate >= 10 else f"{rate:.1f} 份/秒")
        if self._about > done and rate and self.seconds > _SETTLED:
            parts.append(f"约剩{spoken((self._about - done) / rate)}")
        if failed:
            parts.append(f"失败 {screen.counted(failed)}")
        text = "  ".join(parts)
        if self._terminal:
            from shutil import get_terminal_size  # which most commands need for nothing else

            columns = get_terminal_size().columns - 1
            while cells(text) > columns:
                text = text[:-1]
            screen.draw(f"\r{text}\x1b[K")
            self._shown = True
        else:
            screen.say(text)

    def clear(self) -> None:
        """Make room for a line of talk."""
        if self._shown:
            screen.draw("\r\x1b[K")
            self._shown = False


@contextmanager
def patient(what: str) -> Iterator[None]:
    """While the body takes long, a terminal is told: `正在导入“旧稿.docx”… 12秒`."""
    if not sys.stderr.isatty():
        yield
        return
    began = time.monotonic()
    done = threading.Event()

    def tell() -> None:
        while not done.wait(_PATIENCE):
            screen.draw(f"\r{what}… {spoken(time.monotonic() - began)}\x1b[K")

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()
        if time.monotonic() - began > _PATIENCE:
            screen.draw("\r\x1b[K")


def spoken(seconds: float) -> str:
    """A stretch of time as one says it: `8秒`, `3分20秒`, `2小时5分`."""
    whole = int(seconds + 0.5)
    if whole < 60:
        return f"{whole}秒"
    if whole < 3600:
        return f"{whole // 60}分{whole % 60}秒"
    return f"{whole // 3600}小时{whole % 3600 // 60}分"
