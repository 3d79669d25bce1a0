"""The bytes of a browser's requests as they come in, within a time and a size.

Owns the limits that keep a slow or endless sender from holding a thread. Must not know HTTP
beyond where a request begins.
"""

from __future__ import annotations

import io
import socket
import time
from typing import Any, Final

IDLE_SECONDS: Final = 30.0
"""How long an open connection may wait for its next request."""
HEAD_SECONDS: Final = 5.0
"""How long a request may take from its first byte to the end of its headers."""
HEAD_BYTES: Final = 32_768
_LEFT_BYTES: Final = 1 << 20  # of what a refused request still sends
_LEFT_SECONDS: Final = 0.3


class HeadTooLongError(Exception):
    """A request whose line and headers are longer than `HEAD_BYTES`."""


class Arriving(io.RawIOBase):
    """The incoming side of a connection. Reading raises TimeoutError once the time is over."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._deadline = 0.0
        self._left = 0
        self.begin()

    def begin(self) -> None:
        """A new request may come: the limits count from here."""
        self._deadline = time.monotonic() + IDLE_SECONDS
        self._begun = False
        self._left = HEAD_BYTES

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Some bytes into `buffer`; 0 at the end. Raises TimeoutError, HeadTooLongError."""
        if self._left <= 0:
            raise HeadTooLongError
        remaining = self._deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        self._connection.settimeout(remaining)
        count = self._connection.recv_into(buffer)
        if not self._begun:
            self._begun = True
            self._deadline = min(self._deadline, time.monotonic() + HEAD_SECONDS)
        self._left -= count
        return count

    def hung_up(self) -> bool:
        """Whether the other side has closed the connection."""
        self._connection.setblocking(False)
        try:
            return not self._connection.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def drop_rest(self) -> None:
        """Read away what a refused request still sends, within limits: closing with bytes unread
        would take the answer back from the network."""
        left, end = _LEFT_BYTES, time.monotonic() + _LEFT_SECONDS
        try:
            self._connection.shutdown(socket.SHUT_WR)
            while left > 0 and (remaining := end - time.monotonic()) > 0:
                self._connection.settimeout(remaining)
                count = len(self._connection.recv(65_536))
                if not count:
                    return
                left -= count
        except OSError:
            return
