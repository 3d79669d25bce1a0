"""The preview's server: loopback only, one secret address, gone at once when it is closed.

Owns connections, threads and what is kept between two requests. Must not know HTTP (`handler`
does), nor how papers are made: `Papers` and `Pages` say what it needs of them.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import socketserver
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final, Protocol

from speechgen import office
from speechgen.preview.events import Changes
from speechgen.preview.handler import Handler, PageQuery

HOST: Final = "127.0.0.1"
_NAMES: Final = (HOST, "localhost")
MOST_CONNECTIONS: Final = 128
MOST_STREAMS: Final = 64
_MOST_KEPT: Final = 8  # looks: papers times layouts that somebody has open
_CLOSE_SECONDS: Final = 0.3


class Papers(Protocol):
    """What is previewed: an outline or a pack."""

    def look(self, paper: int, layout: str | None) -> Any:
        """How a paper looks now; an error of the user's is part of the view."""

    def draft(self, paper: int, layout: str | None, suffix: str) -> bytes:
        """The paper as a file, as `speechgen draft` writes it. Raises SpeechError."""

    def watched(self) -> Iterable[Path]:
        """The files whose change matters."""


class Pages(Protocol):
    """How a view becomes HTML."""

    def page(self, view: Any, base: str, nonce: str) -> str:
        """The whole page."""

    def panels(self, view: Any, base: str) -> dict[str, str]:
        """Its changing parts: element id -> inner HTML."""

    def asset(self, name: str) -> tuple[bytes, str] | None:
        """A file that the page needs: what it holds, its media type."""


class Shown:
    """What the papers look like at the newest version, looked at once however many ask."""

    def __init__(self, papers: Papers, pages: Pages, changes: Changes, base: str) -> None:
        self._papers, self._pages, self._changes, self._base = papers, pages, changes, base
        self._looking = threading.Lock()
        self._converting = threading.Lock()
        self._kept: OrderedDict[PageQuery, tuple[int, Any, bytes]] = OrderedDict()

    def page(self, asked: PageQuery, nonce: str) -> str:
        """The whole page."""
        return self._pages.page(self._look(asked)[1], self._base, nonce)

    def panels(self, asked: PageQuery) -> bytes:
        """The changing parts as JSON, with the version of the files that they show."""
        return self._look(asked)[2]

    def asset(self, name: str) -> tuple[bytes, str] | None:
        """A file of the page."""
        return self._pages.asset(name)

    def draft(self, asked: PageQuery, suffix: str) -> bytes:
        """The paper as a file. Raises SpeechError. LibreOffice runs once at a time."""
        with self._converting if suffix == "pdf" else contextlib.nullcontext():
            return self._papers.draft(asked.paper, asked.layout, suffix)

    def _look(self, asked: PageQuery) -> tuple[int, Any, bytes]:
        with self._looking:
            # asked for before looking: what changes meanwhile is looked at again
            version = self._changes.version
            kept = self._kept.pop(asked, None)
            if kept is None or kept[0] != version:
                view = self._papers.look(asked.paper, asked.layout)
                panels = self._pages.panels(view, self._base)
                made = json.dumps({"version": version, "panels": panels}, ensure_ascii=False)
                kept = (version, view, made.encode("utf-8", "replace"))
            self._kept[asked] = kept
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
            return kept


class Server(ThreadingHTTPServer):
    """Serves one preview; as a context it is closed at the end, with all that it started."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    allow_reuse_address = os.name == "posix"  # elsewhere that would take an occupied port

    def __init__(
        self,
        papers: Papers,
        pages: Pages,
        port: int = 0,
        say: Callable[[str], object] = lambda _: None,
    ) -> None:
        """Binds `port`, or a free one for 0; `say` is told, once, that there is a defect.

        Raises OSError where the port cannot be had.
        """
        self.token = secrets.token_urlsafe(32)
        self.base = f"/{self.token}/"
        self.names: frozenset[str] = frozenset()
        self.changes = Changes(papers.watched)
        self.shown = Shown(papers, pages, self.changes, self.base)
        self._lock = threading.Lock()
        self._open: dict[Any, threading.Thread] = {}
        self._waiting: OrderedDict[Any, None] = OrderedDict()
        self._streams = threading.BoundedSemaphore(MOST_STREAMS)
        self._say, self._reported = say, False
        super().__init__((HOST, port), Handler)

    @property
    def address(self) -> str:
        """The address to open, with its token."""
        return f"http://{HOST}:{self.server_port}{self.base}"

    def serve(self) -> None:
        """Follow the files and answer browsers, until an exception such as KeyboardInterrupt."""
        self.changes.start()
        self.serve_forever(poll_interval=0.05)  # on Windows that is how soon Ctrl-C is seen

    def server_bind(self) -> None:
        """Binds without asking the network what this machine is called."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.socket.getsockname()[1]
        bare = _NAMES if self.server_port == 80 else ()  # browsers leave it out
        self.names = frozenset({*bare, *(f"{name}:{self.server_port}" for name in _NAMES)})

    def server_close(self) -> None:
        """Stop listening and watching; end every connection, thread and conversion."""
        super().server_close()
        self.changes.close()
        end = time.monotonic() + _CLOSE_SECONDS
        while True:
            office.end_running()
            with self._lock:
                left = dict(self._open)
            for connection in left:
                _hang_up(connection)
            if not left or time.monotonic() >= end:
                break
            for thread in left.values():
                thread.join(0.02 / len(left))
        self.changes.join(max(0.0, end - time.monotonic()))

    def process_request(self, request: Any, client_address: Any) -> None:
        """A thread for a new connection; where there are too many, the one that has waited
        longest for a request gives way."""
        with self._lock:
            full = len(self._open) >= MOST_CONNECTIONS
            oldest = next(iter(self._waiting), None) if full else None
            self._waiting.pop(oldest, None)
        if oldest is not None:
            _hang_up(oldest)
        elif full:
            self.shutdown_request(request)
            return
        thread = threading.Thread(
            target=self.process_request_thread, args=(request, client_address), daemon=True
        )
        with self._lock:
            self._open[request] = thread
        thread.start()

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """One connection from its beginning to its end."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._lock:
                self._open.pop(request, None)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """What went wrong outside any request: no traceback at a user's terminal."""
        failed = sys.exc_info()[1]
        if failed is not None and not isinstance(failed, OSError):
            self.report(failed)

    def report(self, failed: BaseException) -> None:
        """Tell of a defect, once: its kind and none of the user's text."""
        if not self._reported:
            self._reported = True
            kind = type(failed).__name__
            self._say(f"预览出了内部差错（{kind}），页面可能不全；请把这一行报告给开发者")

    @contextlib.contextmanager
    def waiting(self, connection: Any) -> Iterator[None]:
        """While a connection's next request has not come in whole."""
        with self._lock:
            self._waiting[connection] = None
        try:
            yield
        finally:
            with self._lock:
                self._waiting.pop(connection, None)

    @contextlib.contextmanager
    def stream(self) -> Iterator[bool]:
        """While a connection follows the changes; False where too many do."""
        admitted = self._streams.acquire(blocking=False)
        try:
            yield admitted
        finally:
            if admitted:
                self._streams.release()


def _hang_up(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
