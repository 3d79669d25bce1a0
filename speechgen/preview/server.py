"""The preview's server: loopback only, gone at once when it is closed.

Owns connections and threads, the secret address, and what is kept between two requests: how the
papers look at the newest version. Must not know HTTP (`handler` does), nor how papers are made.
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
from collections.abc import Callable
from http.server import ThreadingHTTPServer
from typing import Any, Final

from speechgen import office
from speechgen.preview import page
from speechgen.preview.events import Changes
from speechgen.preview.handler import Handler, PageQuery
from speechgen.preview.shown import View
from speechgen.preview.view import Previewed

HOST: Final = "127.0.0.1"
_NAMES: Final = (HOST, "localhost")
MOST_CONNECTIONS: Final = 128
MOST_STREAMS: Final = 64
_MOST_KEPT: Final = 8  # looks: papers times layouts that somebody has open
_CLOSE_SECONDS: Final = 0.3


class Server(ThreadingHTTPServer):
    """Serves one preview; as a context it is closed at the end, with all that it started. `names`
    are the hosts that it may be asked as."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    allow_reuse_address = os.name == "posix"  # elsewhere that would take an occupied port

    def __init__(
        self,
        papers: Previewed,
        port: int = 0,
        say: Callable[[str], object] = lambda _: None,
        show: Callable[[str], object] = lambda _: None,
        edit: Callable[[str, int], object] | None = None,
    ) -> None:
        """Binds `port`, or a free one for 0; `say` is told, once, that there is a defect; `show`
        opens a DOCX and `edit` an outline at a line, on the page's demand.

        Raises OSError where the port cannot be had.
        """
        self.token = secrets.token_urlsafe(32)
        self.base = f"/{self.token}/"
        self.papers, self.show, self.edit = papers, show, edit
        self.changes = Changes(papers.watched)
        self.streams = threading.BoundedSemaphore(MOST_STREAMS)
        self.converting = threading.Lock()
        self._say: Callable[[str], object] | None = say
        self._looking = threading.Lock()
        self._kept: OrderedDict[PageQuery, tuple[int, View, bytes]] = OrderedDict()
        self._lock = threading.Lock()
        self._open: dict[Any, threading.Thread] = {}
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
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
            if not left or time.monotonic() >= end:
                break
            for thread in left.values():
                thread.join(0.02 / len(left))
        self.changes.join(max(0.0, end - time.monotonic()))

    def process_request(self, request: Any, client_address: Any) -> None:
        """A thread for a new connection; one too many is closed."""
        thread = threading.Thread(
            target=self.process_request_thread, args=(request, client_address), daemon=True
        )
        with self._lock:
            full = len(self._open) >= MOST_CONNECTIONS
            if not full:
                self._open[request] = thread
        if full:
            self.shutdown_request(request)
        else:
            thread.start()

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """One connection from its beginning to its end."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._lock:
                self._open.pop(request, None)

    def look(self, asked: PageQuery) -> tuple[int, View, bytes]:
        """The newest version of the files, the paper as it is then, and its changing parts as JSON
        with that version: looked at once a version, however many ask."""
        with self._looking:
            # asked for before looking: what changes meanwhile is looked at again
            version = self.changes.version
            kept = self._kept.pop(asked, None)
            if kept is None or kept[0] != version:
                view = self.papers.look(*asked)
                panels = page.panels(view, self.base)
                made = json.dumps({"version": version, "panels": panels}, ensure_ascii=False)
                kept = (version, view, made.encode("utf-8", "replace"))
            self._kept[asked] = kept
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
            return kept

    def report(self, failed: BaseException) -> None:
        """Tell of a defect, once: its kind and none of the user's text."""
        say, self._say = self._say, None
        if say is not None:
            kind = type(failed).__name__
            say(f"预览出了内部差错（{kind}），页面可能不全；请把这一行报告给开发者")

    def handle_error(self, request: Any, client_address: Any) -> None:
        """What went wrong outside any request: no traceback at a user's terminal."""
        failed = sys.exc_info()[1]
        if failed is not None and not isinstance(failed, OSError):
            self.report(failed)
