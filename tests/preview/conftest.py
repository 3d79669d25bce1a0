"""A preview server of a small stand-in for papers, spoken to over real sockets; the
real command as a process; and one Chromium for all tests that look at pages."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from speechgen.diagnostics import Span, SpeechError, error
from speechgen.preview.server import Server
from speechgen.preview.shown import View
from speechgen.preview.view import Previewed
from tests.preview.command import Commands

SECONDS = 20


class Texts(Previewed):
    """Papers that are the text of one file; a `!` in it is a mistake."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.looks = 0

    def look(self, paper: int = 0, layout: str | None = None) -> View:
        self.looks += 1
        if paper == 500:
            raise RuntimeError("内容不外传")
        text = self.path.read_text("utf-8") if self.path.exists() else "没有这个文件"
        return View(str(self.path), title=f"{paper}/{layout}/{text}")

    def draft(self, paper: int, layout: str | None, suffix: str) -> bytes:
        text = self.path.read_text("utf-8")
        if "!" in text:
            raise SpeechError([error(Span(str(self.path), 1), "outline-x", "写<错>了")])
        if suffix == "pdf":
            raise SpeechError([error(Span(), "office-missing", "没有 LibreOffice")])
        return f"{suffix}:{text}".encode()

    def place(self, paper: int, layout: str | None, block: int) -> tuple[str, int] | None:
        return str(self.path), block

    def word(self, paper: int) -> Path | None:
        return self.path.with_name("文稿.docx")

    def watched(self) -> set[Path]:
        return {self.path}


@dataclass
class Answer:
    """What came back: the status, the headers by lower-case name, the body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Running:
    """A server in this process."""

    server: Server
    papers: Texts
    said: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    edited: list[tuple[str, int]] = field(default_factory=list)
    connections: list[socket.socket] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    @property
    def base(self) -> str:
        return self.server.base

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.server.server_port), timeout=SECONDS)

    def raw(self, data: bytes) -> bytes:
        """Everything that comes back for these bytes until the server closes."""
        with self.connect() as connection:
            connection.sendall(data)
            with contextlib.suppress(OSError):  # a server that refuses may have closed already
                connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65_536), b""))

    def ask(self, path: str = "", method: str = "GET", token: str | None = None,
            **headers: str) -> Answer:  # fmt: skip
        """One request under the token, on a connection of its own."""
        given = self.server.token if token is None else token
        target = path if path.startswith(("/", "http", "*")) else f"/{given}/{path}"
        named = {"Host": self.host, "Connection": "close"}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"{name}: {value}\r\n" for name, value in named.items() if value]
        return answer(self.raw(f"{method} {target} HTTP/1.1\r\n{''.join(lines)}\r\n".encode()))

    def follow(self) -> Stream:
        """The events of the page."""
        connection = self.connect()
        self.connections.append(connection)
        connection.sendall(f"GET {self.base}events HTTP/1.1\r\nHost: {self.host}\r\n\r\n".encode())
        return Stream(connection)


@dataclass
class Stream:
    """Server-sent events as they come in."""

    connection: socket.socket
    seen: str = ""

    def until(self, words: str) -> str:
        """Reads on until `words` (a pattern) came since the last call; what came."""
        while not (found := re.search(words, self.seen)):
            more = self.connection.recv(4096)
            assert more, f"closed: {self.seen!r}"
            self.seen += more.decode()
        came, self.seen = self.seen[: found.end()], self.seen[found.end() :]
        return came

    def version(self) -> int:
        """The version of the next event."""
        return int(self.until(r'data: \{"version": \d+\}\n\n').rsplit(" ", 1)[1].strip("}\n"))

    def rest(self) -> str:
        """What comes until the server closes."""
        return b"".join(iter(lambda: self.connection.recv(4096), b"")).decode()


def answer(data: bytes) -> Answer:
    """Takes one response apart."""
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    names = [line.partition(":")[0].lower() for line in lines]
    assert len(names) == len(set(names)), "a header stands twice"
    headers = {line.partition(":")[0].lower(): line.partition(":")[2].strip() for line in lines}
    return Answer(int(first.split()[1]), headers, body)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """A server that follows `甲.yaml`."""
    path = tmp_path / "甲.yaml"
    path.write_text("一稿", "utf-8")
    papers = Texts(path)
    said: list[str] = []
    shown: list[str] = []
    edited: list[tuple[str, int]] = []
    server = Server(papers, 0, said.append, shown.append, lambda *place: edited.append(place))
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    made = Running(server, papers, said, shown, edited)
    yield made
    for connection in made.connections:
        connection.close()
    server.shutdown()
    server.server_close()
    thread.join(SECONDS)


@pytest.fixture
def ask(running: Running) -> Callable[..., Answer]:
    return running.ask


QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
    "--host-resolver-rules=MAP evil.example 127.0.0.1",
)  # fmt: skip


@pytest.fixture(scope="package")
def chromium(browser: str) -> Iterator[Any]:
    """The browser. For this folder only: Playwright's loop would be in the way of other tests'."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture
def preview() -> Iterator[Commands]:
    """Runs the real command: `preview(file) -> address`."""
    commands = Commands()
    yield commands
    commands.end()
