"""The preview's server: loopback only, gone at once when it is closed.

Owns connections and threads. Must not know HTTP (`handler` does), nor what is served.
"""

from __future__ import annotations

import contextlib
import os
import socket
import socketserver
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from http.server import ThreadingHTTPServer
from typing import Any, Final

from speechgen import office
from speechgen.preview.handler import Handler
from speechgen.preview.site import Edit, Show, Site
from speechgen.preview.view import Previewed

HOST: Final = "127.0.0.1"
_NAMES: Final = (HOST, "localhost")
MOST_CONNECTIONS: Final = 128
_CLOSE_SECONDS: Final = 0.3


class Server(ThreadingHTTPServer):
    """Serves one preview; as a context it is closed at the end, with all that it started."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    allow_reuse_address = os.name == "posix"  # elsewhere that would take an occupied port

    def __init__(
        self,
        papers: Previewed,
        port: int = 0,
        say: Callable[[str], object] = lambda _: None,
        show: Show = lambda _: None,
        edit: Edit | None = None,
    ) -> None:
        """Binds `port`, or a free one for 0; `say` is told, once, that there is a defect; `show`
        opens a DOCX and `edit` an outline, on the page's demand.

        Raises OSError where the port cannot be had.
        """
        self.site = Site(papers, say, show, edit)
        self._lock = threading.Lock()
        self._open: dict[Any, threading.Thread] = {}
        super().__init__((HOST, port), partial(Handler, self.site))

    @property
    def address(self) -> str:
        """The address to open, with its token."""
        return f"http://{HOST}:{self.server_port}{self.site.base}"

    def serve(self) -> None:
        """Follow the files and answer browsers, until an exception such as KeyboardInterrupt."""
        self.site.changes.start()
        self.serve_forever(poll_interval=0.05)  # on Windows that is how soon Ctrl-C is seen

    def server_bind(self) -> None:
        """Binds without asking the network what this machine is called."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.socket.getsockname()[1]
        bare = _NAMES if self.server_port == 80 else ()  # browsers leave it out
        self.site.names = frozenset({*bare, *(f"{name}:{self.server_port}" for name in _NAMES)})

    def server_close(self) -> None:
        """Stop listening and watching; end every connection, thread and conversion."""
        super().server_close()
        self.site.changes.close()
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
        self.site.changes.join(max(0.0, end - time.monotonic()))

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

    def handle_error(self, request: Any, client_address: Any) -> None:
        """What went wrong outside any request: no traceback at a user's terminal."""
        failed = sys.exc_info()[1]
        if failed is not None and not isinstance(failed, OSError):
            self.site.report(failed)
