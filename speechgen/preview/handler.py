"""One browser connection: who may ask, what for, and the answer.

Owns HTTP: guards, routes, headers, refusals in Chinese. Must not know how papers are made; no
text of the user's is ever logged.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import re
import secrets
import socket
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, quote, unquote

from speechgen.diagnostics import SpeechError, show
from speechgen.files import is_file
from speechgen.marks import escaped
from speechgen.preview import page

PageQuery = tuple[int, str | None]
"""What an address names: the paper's place among the papers, and a layout id or None."""
LINE_BYTES: Final = 8_192
"""The longest request line, address and all."""
RETRY_MILLISECONDS: Final = 1_000
_LOOK_SECONDS: Final = 1.0  # how soon a closed page's stream is noticed
_BEATS: Final = 15  # looks without news before a sign of life is sent
_LEFT_SECONDS: Final = 0.3
_LEFT_BLOCKS: Final = 64  # of what a refused request still sends
_METHODS: Final = ("GET", "HEAD")
_ACTS: Final = ("place", "word")
"""What is done on this machine: asked for by POST, by a page of this very address alone."""
_LAYOUT: Final = re.compile(r"[^\x00-\x1f/\\]{0,100}")

_HTML: Final = "text/html; charset=utf-8"
_PLAIN: Final = "text/plain; charset=utf-8"
_TYPES: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "txt": _PLAIN,
    "md": "text/markdown; charset=utf-8",
    "html": _HTML,
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{}'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}

_REFUSALS: Final = {
    400: "这个请求写得不对",
    403: "这个页面只给本机的浏览器看：请把终端里显示的地址复制到浏览器的地址栏再打开",
    404: "没有这个页面：请用终端里显示的完整地址打开（每次启动地址都不同）",
    405: "这里只能看，不能改",
    409: "提纲里有错，改好以后再下载",
    414: "地址太长",
    431: "请求头太长",
    500: "预览出了内部差错，请刷新页面再试",
    503: "现在做不到",
    505: "不支持这个 HTTP 版本",
}
_OFFICE_RULES: Final = ("office-missing", "office-slow", "office-failed")


class RefusedError(Exception):
    """An answer other than the one asked for: the status, and what to say besides."""

    def __init__(self, status: int, details: str = "") -> None:
        self.status, self.details = status, details
        super().__init__(status)


class Handler(BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    server: Any  # the `Server` that makes one a connection
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 30.0  # seconds that a browser may be silent, or take nothing

    def handle_one_request(self) -> None:
        """Read one request and answer it; silence and garbage close the connection."""
        self.close_connection = True
        self.request_version, self.command, self.requestline = self.protocol_version, "", ""
        self.nonce, self.begun = secrets.token_urlsafe(16), False
        try:
            self.raw_requestline = self.rfile.readline(LINE_BYTES + 1)
            if len(self.raw_requestline) > LINE_BYTES:
                raise RefusedError(414)
            if not self.raw_requestline or not self.parse_request():
                return
            if self.request_version == "HTTP/0.9":
                self.request_version = "HTTP/1.0"
                raise RefusedError(400)
            length = self.headers.get("Content-Length", "0").strip()
            if length != "0" or "Transfer-Encoding" in self.headers:
                self.close_connection = True  # a body is not read: what follows is not a request
            self._answer()
        except RefusedError as refused:
            self._refuse(refused.status, refused.details)
        except OSError:  # the browser went away, or is too slow
            self.close_connection = True
        except Exception as failed:  # a defect: the page says so, the terminal shows no traceback
            self.server.report(failed)
            self._refuse(500)

    def _guard(self) -> bool:
        """Only this machine's own pages may ask: see the threat in the tests' names. Whether
        something is to be done on it."""
        hosts = [host.strip().lower() for host in self.headers.get_all("Host", [])]
        origins = self.headers.get_all("Origin", [])
        if (
            len(hosts) != 1
            or hosts[0] not in self.server.names
            or any(origin != f"http://{hosts[0]}" for origin in origins)
            or self.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none")
        ):
            raise RefusedError(403)
        acts = self.command == "POST" and bool(origins)
        if self.command not in _METHODS and not acts:
            raise RefusedError(405)
        return acts

    def _answer(self) -> None:
        acts = self._guard()
        path, _, query = self.path.partition("?")
        start, _, rest = path.partition("/")
        token, slash, name = rest.partition("/")
        given = token.encode("latin-1", "replace")
        if start or not hmac.compare_digest(given, self.server.token.encode()):
            raise RefusedError(404)
        folder, _, rest = name.partition("/")
        if (name in _ACTS) != acts:
            raise RefusedError(405)
        if acts:
            self._act(name, query)
        elif not slash:
            self._send(308, b"", _PLAIN, {"Location": self.server.base})
        elif name == "":
            view = self.server.look(_asked(query))[1]
            self._send_text(page.page(view, self.server.base, self.nonce), _HTML)
        elif name == "all":
            paper, layout = _asked(query)
            count = len(self.server.look((paper, layout))[1].papers)
            views = [self.server.look((at, layout))[1] for at in range(count)]
            self._send_text(page.whole(views, self.nonce), _HTML)
        elif name == "panels":
            self._send(200, self.server.look(_asked(query))[2], "application/json")
        elif name == "events":
            self._events()
        elif folder == "assets" and (asset := page.asset(rest)):
            self._send(200, *asset)
        elif folder == "download":
            self._download(rest, query)
        else:
            raise RefusedError(404)

    def _act(self, name: str, query: str) -> None:
        """Opens the paper's DOCX, or a block's line in the editor: answers with which."""
        block = re.search(r"(?:^|&)block=([0-9]{1,6})(?:&|$)", query)
        if name == "word":
            word = self.server.papers.word(_asked(query)[0])
            if word:
                self.server.show(str(word))
            done = word.name if word else ""
        elif block:
            found = self.server.papers.place(*_asked(query), int(block[1]))
            if found and self.server.edit and is_file(Path(found[0])):  # no cell of a workbook
                self.server.edit(*found)
            done = f"{found[0]}:{found[1]}" if found else ""
        else:
            raise RefusedError(400)
        self._send_text(done, _PLAIN)

    def _download(self, written: str, query: str) -> None:
        try:
            name = unquote(written, errors="strict")
        except UnicodeDecodeError:
            raise RefusedError(404) from None
        stem, _, suffix = name.rpartition(".")
        if not stem or suffix not in _TYPES or re.search(r"[/\\\x00]", name):
            raise RefusedError(404)
        try:
            paper, layout = _asked(query)
            # LibreOffice runs once at a time
            with self.server.converting if suffix == "pdf" else contextlib.nullcontext():
                papers = self.server.papers
                zipped = suffix == "zip"
                made = papers.pack(layout) if zipped else papers.draft(paper, layout, suffix)
        except SpeechError as failed:
            office = any(one.rule in _OFFICE_RULES for one in failed.diagnostics)
            raise RefusedError(503 if office else 409, show(failed.diagnostics)) from None
        self._send(200, made, _TYPES[suffix], {"Content-Disposition": attachment(name)})

    def _events(self) -> None:
        """One event a change, and one at the start: a page that was away catches up."""
        if not self.server.streams.acquire(blocking=False):
            raise RefusedError(503, "打开的预览页太多，请关掉几个再试")
        try:
            self.close_connection = True
            self._head(200, "text/event-stream; charset=utf-8", {"Connection": "close"})
            if self.command == "HEAD":
                return
            self.wfile.write(f"retry: {RETRY_MILLISECONDS}\n\n".encode())
            changes, told, quiet = self.server.changes, 0, 0
            while not changes.closed:
                version = changes.wait(told, _LOOK_SECONDS) if told else changes.version
                if self._hung_up():
                    return
                quiet = quiet + 1 if version == told else 0
                if quiet % _BEATS:
                    continue
                line = f"id: {version}\ndata: {json.dumps({'version': version})}"
                self.wfile.write(f"{':' if version == told else line}\n\n".encode())
                told = version
        finally:
            self.server.streams.release()

    def _hung_up(self) -> bool:
        """Whether the other side has closed the connection."""
        self.connection.setblocking(False)
        try:
            return not self.connection.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        finally:
            self.connection.settimeout(self.timeout)

    # -- answers --------------------------------------------------------------------------------

    def _send_text(self, text: str, kind: str) -> None:
        self._send(200, text.encode("utf-8", "replace"), kind)

    def _send(
        self, status: int, body: bytes, kind: str, more: Mapping[str, str] | None = None
    ) -> None:
        self._head(status, kind, {**(more or {}), "Content-Length": str(len(body))})
        if self.command != "HEAD":
            self.wfile.write(body)

    def _head(self, status: int, kind: str, more: Mapping[str, str]) -> None:
        self.begun = True
        self.send_response_only(status)
        self.send_header("Date", self.date_time_string())
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", _POLICY.format(self.nonce))
        for name, value in {**_HEADERS, **more}.items():
            self.send_header(name, value)
        if self.close_connection and "Connection" not in more:
            self.send_header("Connection", "close")
        self.end_headers()

    def _refuse(self, status: int, details: str = "") -> None:
        """A page that says why not. Whoever sends what no browser sends is not waited for."""
        if self.begun:  # half an answer is out: only closing tells that it is not whole
            self.close_connection = True
            return
        self.close_connection |= status not in (404, 409, 503)
        more = {"Allow": ", ".join(_METHODS)} if status == 405 else {}
        said, told = _REFUSALS[status], f"<pre>{escaped(details)}</pre>" if details else ""
        made = (
            f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{said}</title>'
            f"<h1>{said}</h1>{told}</html>"
        )
        with contextlib.suppress(OSError):
            self._send(status, made.encode("utf-8", "replace"), _HTML, more)
            if self.close_connection:  # with bytes unread, closing would take the answer back
                self.connection.shutdown(socket.SHUT_WR)
                self.connection.settimeout(_LEFT_SECONDS)
                for _ in range(_LEFT_BLOCKS):
                    if not self.connection.recv(65_536):
                        return

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the standard library finds wrong with a head, said in our way."""
        self.request_version = self.protocol_version
        raise RefusedError(int(code) if int(code) in _REFUSALS else 400)

    def handle_expect_100(self) -> bool:
        """No body is wanted, so no leave to send one is given."""
        return True

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing is logged: addresses hold the token and the names of papers."""


def attachment(name: str) -> str:
    """The Content-Disposition of a file name, by RFC 6266: safe whatever the name holds."""
    clean = re.sub(r'[\x00-\x1f\x7f"\\/:*?<>|]', "_", name).strip(" .") or "文稿"
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", clean)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(clean, safe='')}"


def _asked(query: str) -> PageQuery:
    """Raises RefusedError for what no page of ours asks."""
    try:
        given = parse_qs(query, True, errors="strict", max_num_fields=8)
    except ValueError:
        raise RefusedError(400) from None
    paper, layout = (given.get(key, [""])[-1] for key in ("paper", "layout"))
    if not re.fullmatch(r"[0-9]{0,4}", paper) or not _LAYOUT.fullmatch(layout):
        raise RefusedError(400)
    return int(paper or "0"), layout or None
