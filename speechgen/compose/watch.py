"""A hard stop behind the counting, should a step of a template ever go unpaid.

Owns the two ways to raise OverdueError in a thread from outside. Both interrupt Python code and
neither a call into C: such a call is bounded by having paid for its size. Where it can be had, the
alarm of the system costs a draft nothing; it serves the main thread alone and Windows has none, so
there (a preview drafts in threads) a thread keeps watch, at a tenth of a millisecond. A worker
process would cost every draft its start. Ctrl-C stays what it is.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from typing import Final, NoReturn

from speechgen.compose import budget
from speechgen.compose.budget import OverdueError

_GRACE: Final = 1.0  # seconds behind the clock of the counting; then again and again


@contextlib.contextmanager
def watched() -> Iterator[None]:
    """Raises OverdueError in this thread if what runs inside is not done in time."""
    with _alarm() if _alarm_is_free() else _watcher():
        yield


def _alarm_is_free() -> bool:
    return (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
    )


@contextlib.contextmanager
def _alarm() -> Iterator[None]:
    def late(*_: object) -> NoReturn:
        raise OverdueError

    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, budget.MAX_SECONDS + _GRACE, _GRACE)
    try:
        yield
    finally:
        try:
            signal.setitimer(signal.ITIMER_REAL, 0)
        finally:  # one that came at the last moment is raised above
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, signal.SIG_DFL)


@contextlib.contextmanager
def _watcher() -> Iterator[None]:
    done, turn = threading.Event(), threading.Lock()
    thread = threading.get_ident()

    def watch() -> None:
        wait = budget.MAX_SECONDS + _GRACE
        while not done.wait(wait):
            with turn:
                if not done.is_set():
                    with contextlib.suppress(ImportError, AttributeError):  # only CPython has it
                        from ctypes import c_ulong, py_object, pythonapi

                        overdue = py_object(OverdueError)
                        pythonapi.PyThreadState_SetAsyncExc(c_ulong(thread), overdue)
            wait = _GRACE

    watcher = threading.Thread(target=watch, name="speechgen-watch", daemon=True)
    with contextlib.suppress(RuntimeError):  # no thread to be had: the counting stands alone
        watcher.start()
    try:
        yield
    finally:
        try:
            with turn:  # one that was just sent arrives here, and nothing follows it
                done.set()
        finally:
            done.set()
            if watcher.ident is not None:
                watcher.join()  # a batch forks its workers: no thread may be left then
