"""The server over real sockets: who is let in, what is answered, what it costs, how it ends."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import random
import re
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from speechgen.document import Document
from speechgen.preview.handler import Handler
from speechgen.preview.server import MOST_CONNECTIONS, MOST_STREAMS, Server
from speechgen.preview.shown import View
from tests.preview.conftest import SECONDS, Answer, Running, Texts, answer

Ask = Callable[..., Answer]

POLICY = {
    "default-src": "'none'", "script-src": "'self'", "connect-src": "'self'",
    "img-src": "'self' data:", "base-uri": "'none'", "form-action": "'none'",
    "frame-ancestors": "'none'",
}  # fmt: skip


class TestAnswers:
    def test_the_page(self, running: Running) -> None:
        got = running.ask()
        assert got.status == 200
        assert got.headers["content-type"] == "text/html; charset=utf-8"
        assert f'data-base="/{running.server.token}/"' in got.text
        assert "0/None/一稿" in got.text
        assert running.server.address == f"http://{running.host}/{running.server.token}/"

    def test_another_paper_and_layout(self, ask: Ask) -> None:
        assert "3/large-print/一稿" in ask("?paper=3&layout=large-print").text
        assert "1/大字/一稿" in ask("?paper=1&layout=%E5%A4%A7%E5%AD%97").text

    def test_the_panels(self, running: Running) -> None:
        got = running.ask("panels?paper=2&layout=")
        assert got.headers["content-type"] == "application/json"
        shown = json.loads(got.body)
        assert shown["version"] == 1
        assert "<bdi>2/None/一稿</bdi>" in shown["panels"]["heading"]

    def test_an_asset(self, ask: Ask) -> None:
        got = ask("assets/preview.js")
        assert (got.status, b"EventSource" in got.body) == (200, True)
        assert got.headers["content-type"] == "text/javascript; charset=utf-8"

    def test_looked_at_once_however_many_ask(self, running: Running) -> None:
        for _ in range(5):
            running.ask()
            running.ask("panels")
        assert running.papers.looks == 1

    def test_head_is_get_without_the_body(self, ask: Ask) -> None:
        for path in ("", "panels", "assets/preview.js", "download/甲.txt".encode().hex(), "无"):
            target = path if path.isascii() else "nothing"
            got, head = ask(target), ask(target, "HEAD")
            assert head.body == b""
            assert head.status == got.status
            for name in ("content-length", "content-type"):
                assert head.headers[name] == got.headers[name]

    def test_head_of_the_events_ends(self, ask: Ask) -> None:
        got = ask("events", "HEAD")
        assert got.headers["content-type"].startswith("text/event-stream")
        assert got.body == b""

    def test_the_address_without_its_last_slash(self, running: Running) -> None:
        got = running.ask(f"/{running.server.token}")
        assert (got.status, got.headers["location"]) == (308, running.base)

    @pytest.mark.parametrize("path", ["", "panels", "events", "assets/preview.js", "download/a.txt",
                                      "nothing"])  # fmt: skip
    def test_every_answer_is_guarded(self, ask: Ask, path: str) -> None:
        got = ask(path, "HEAD")
        policy = dict(part.strip().split(" ", 1) for part in
                      got.headers["content-security-policy"].split(";"))  # fmt: skip
        style = policy.pop("style-src")
        assert re.fullmatch(r"'self' 'nonce-[\w-]{20,}'", style)
        assert policy == POLICY
        assert got.headers["x-content-type-options"] == "nosniff"
        assert got.headers["referrer-policy"] == "no-referrer"
        assert got.headers["cross-origin-resource-policy"] == "same-origin"
        assert got.headers["cache-control"] == "no-store"
        assert "server" not in got.headers
        assert not [name for name in got.headers if name.startswith("access-control")]

    def test_a_nonce_serves_once(self, ask: Ask) -> None:
        seen = set()
        for _ in range(3):
            got = ask()
            (nonce,) = re.findall("'nonce-(.*?)'", got.headers["content-security-policy"])
            assert f'nonce="{nonce}"' in got.text
            seen.add(nonce)
        assert len(seen) == 3

    def test_text_that_utf8_cannot_hold(self, running: Running) -> None:
        view = View("", title="半个\ud83d字", layouts=(("\udcff", "x"),), document=Document(()),
                    downloads=(("\udcff.docx", "Word"),))  # fmt: skip
        running.papers.look = lambda *_: view  # type: ignore[method-assign]
        assert "半个\ufffd字" in running.ask().text
        assert "半个\ufffd字" in running.ask("panels?paper=1").text

    def test_a_defect_is_a_page_and_one_line_without_the_text(self, running: Running) -> None:
        for _ in range(2):
            got = running.ask("?paper=500")
            assert got.status == 500
            assert "预览出了内部差错" in got.text
            assert "内容不外传" not in got.text
        assert running.said == [
            "预览出了内部差错（RuntimeError），页面可能不全；请把这一行报告给开发者"
        ]
        assert running.ask().status == 200


class TestDownloads:
    def test_a_file(self, running: Running) -> None:
        got = running.ask("download/%E8%AE%B2%E8%AF%9D.docx")
        assert got.body == "docx:一稿".encode()
        assert got.headers["content-type"].endswith("wordprocessingml.document")
        assert got.headers["content-disposition"] == (
            "attachment; filename=\"__.docx\"; filename*=UTF-8''%E8%AE%B2%E8%AF%9D.docx"
        )

    @pytest.mark.parametrize(("written", "said"), [
        ("%22;x=%22.txt", "filename=\"__x__.txt\"; filename*=UTF-8''_%3Bx%3D_.txt"),
        ("a%0D%0AX:%201.txt", "filename=\"a__X_ 1.txt\"; filename*=UTF-8''a__X_%201.txt"),
        ("..txt", "filename=\"txt\"; filename*=UTF-8''txt"),
        ("a'b%25.txt", "filename=\"a_b_.txt\"; filename*=UTF-8''a%27b%25.txt"),
    ])  # fmt: skip
    def test_names_are_safe(self, ask: Ask, written: str, said: str) -> None:
        got = ask(f"download/{written}")
        assert got.status == 200
        assert got.headers["content-disposition"] == f"attachment; {said}"
        assert "x" not in got.headers

    @pytest.mark.parametrize("written", [
        "", "a", "a.exe", ".txt", "a.TXT", "a.txt/", "%2e%2e%2fa.txt", "..%5Ca.txt", "a%00.txt",
        "%FF.txt", "../甲.yaml".encode().hex(),
    ])  # fmt: skip
    def test_what_is_no_paper(self, ask: Ask, written: str) -> None:
        assert ask(f"download/{written}").status == 404

    def test_a_mistake_in_the_outline(self, running: Running) -> None:
        running.papers.path.write_text("错!", "utf-8")
        got = running.ask("download/a.docx")
        assert got.status == 409
        assert "提纲里有错" in got.text
        assert "写&lt;错&gt;了" in got.text

    def test_no_libreoffice(self, ask: Ask) -> None:
        got = ask("download/a.pdf")
        assert got.status == 503
        assert "没有 LibreOffice" in got.text


class TestWhoIsLetIn:
    @pytest.mark.parametrize("token", ["", "x", "../", "%00", "é", "a" * 5000])
    def test_a_wrong_token(self, running: Running, token: str) -> None:
        got = running.ask("panels", token=token)
        assert got.status == 404
        assert "一稿" not in got.text
        assert running.papers.looks == 0

    def test_nearly_the_token(self, running: Running) -> None:
        token = running.server.token
        for wrong in (token[:-1], token + "x", token.swapcase(), token + "%00", f"./{token}"):
            assert running.ask("panels", token=wrong).status == 404

    def test_tokens_differ(self, running: Running, tmp_path: Path) -> None:
        with Server(Texts(tmp_path / "b")) as other:
            assert other.token != running.server.token
            assert len(other.token) >= 40

    @pytest.mark.parametrize("host", [
        "evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil:{port}",
        "0.0.0.0:{port}", "[::1]:{port}", "127.0.0.2:{port}", "localhost.:{port}",
        "user@127.0.0.1:{port}", "127.1:{port}", "2130706433:{port}", "",
    ])  # fmt: skip
    def test_another_host(self, running: Running, host: str) -> None:
        """A name of somebody else's that was made to point here (DNS rebinding)."""
        got = running.ask(Host=host.format(port=running.server.server_port))
        assert got.status == 403
        assert "地址栏" in got.text
        assert running.papers.looks == 0

    def test_its_own_hosts(self, running: Running) -> None:
        for host in ("127.0.0.1", "localhost", "LocalHost"):
            assert running.ask(Host=f"{host}:{running.server.server_port}").status == 200

    def test_two_hosts(self, running: Running) -> None:
        head = f"GET {running.base} HTTP/1.1\r\nHost: {running.host}\r\nHost: evil\r\n\r\n"
        assert answer(running.raw(head.encode())).status == 403

    @pytest.mark.parametrize("headers", [
        {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "http://localhost:3000"},
        {"Origin": "https://{host}"}, {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"}, {"Sec_Fetch_Site": "x"},
    ])  # fmt: skip
    def test_a_page_of_another_site(self, running: Running, headers: dict[str, str]) -> None:
        given = {name: value.format(host=running.host) for name, value in headers.items()}
        for path in ("", "panels", "events", "assets/preview.js"):
            got = running.ask(path, **given)
            assert got.status == 403
            assert not [name for name in got.headers if name.startswith("access-control")]

    def test_its_own_page(self, running: Running) -> None:
        assert running.ask("panels", Origin=f"http://{running.host}").status == 200
        assert running.ask("panels", Sec_Fetch_Site="same-origin").status == 200
        assert running.ask("", Sec_Fetch_Site="none").status == 200

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE",
                                        "CONNECT", "PROPFIND", "get", "GETT"])  # fmt: skip
    def test_another_method(self, ask: Ask, method: str) -> None:
        got = ask("", method)
        assert got.status == 405
        assert got.headers["allow"] == "GET, HEAD"
        assert "只能看" in got.text

    def test_only_its_own_page_may_have_something_done(self, running: Running) -> None:
        own = f"http://{running.host}"
        for name in ("word", "place?block=0"):
            for more in ({}, {"Origin": "null"}, {"Origin": "http://evil.example"},
                         {"Origin": own, "Sec_Fetch_Site": "cross-site"}):  # fmt: skip
                assert running.ask(name, "POST", **more).status in (403, 405)
            for method in ("GET", "HEAD", "PUT"):
                assert running.ask(name, method, Origin=own).status == 405
            assert running.ask(name, "POST", token="x" * 43, Origin=own).status in (404, 405)
        assert (running.shown, running.edited) == ([], [])
        assert running.ask("word", "POST", Origin=own).text == "文稿.docx"
        assert running.ask("place?block=7", "POST", Origin=own).text.endswith(":7")
        assert running.ask("place", "POST", Origin=own).status == 400
        assert running.ask("panels", "POST", Origin=own).status == 405
        assert running.shown == [str(running.papers.path.with_name("文稿.docx"))]
        assert running.edited == [(str(running.papers.path), 7)]

    def test_a_body_is_not_taken_for_a_request(self, running: Running) -> None:
        inner = f"GET {running.base} HTTP/1.1\r\nHost: {running.host}\r\n\r\n"
        for method, more in (("POST", f"Content-Length: {len(inner)}"),
                             ("GET", f"Content-Length: {len(inner)}"),
                             ("GET", "Transfer-Encoding: chunked")):  # fmt: skip
            head = f"{method} {running.base} HTTP/1.1\r\nHost: {running.host}\r\n{more}\r\n\r\n"
            got = running.raw((head + inner).encode())
            assert got.count(b"HTTP/1.1 ") == 1
            assert b"Connection: close" in got

    def test_the_answer_survives_a_large_body(self, running: Running) -> None:
        head = f"POST {running.base} HTTP/1.1\r\nHost: {running.host}\r\n"
        body = b"x" * 400_000
        got = running.raw(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        assert answer(got).status == 405

    @pytest.mark.parametrize("path", [
        "../", "..", "assets/../panels", "assets/..%2fpanels", "assets/%2e%2e/x",
        "assets//etc/passwd", "assets/", "assets", "assets/.git", "assets/a/b", "assets/%00",
        "assets/preview.js%00", "assets/..", "assets/...", "assets/preview.js/", "assets/\\..\\x",
        "assets/C:x", "/etc/passwd", "//etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "panels/",
        "events/x", "Panels", "file:///etc/passwd", "http://evil.example/",
    ])  # fmt: skip
    def test_nothing_else_is_there(self, running: Running, path: str) -> None:
        base = running.base
        raw = (
            f"GET {path if '://' in path else base + path} HTTP/1.1\r\nHost: {running.host}\r\n\r\n"
        )
        got = answer(running.raw(raw.encode()))
        assert got.status == 404
        assert b"root:" not in got.body
        assert "没有这个页面" in got.text

    @pytest.mark.parametrize("query", [
        "paper=-1", "paper=1.5", "paper=99999", "paper=x", "paper=%00", "paper=%D9%A1",
        "layout=%00", "layout=..%2F", "layout=%FF", "layout=" + "x" * 200,
        "&".join("a=1" for _ in range(99)),
    ])  # fmt: skip
    def test_a_query_no_page_asks(self, running: Running, query: str) -> None:
        assert running.ask(f"?{query}").status == 400
        assert running.papers.looks == 0


class TestGarbage:
    @pytest.mark.parametrize(("sent", "status"), [
        (b"GET /\r\n\r\n", 400), (b"\x16\x03\x01\x02\x00\x01\r\n\r\n", 400), (b"GET\r\n\r\n", 400),
        (b"GET / HTTP/9.9\r\n\r\n", 505), (b"GET / HTTP/x\r\n\r\n", 400),
        (b"GET / FTP/1.1\r\n\r\n", 400), (b"A B C D\r\n\r\n", 400),
        (b"GET * HTTP/1.1\r\nHost: {host}\r\n\r\n", 404),
        (b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 100_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + b"X: 1\r\n" * 101 + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + b"X: 1\r\n" * 20_000, 431),
        (b"a" * 3_000_000, 414),
    ])  # fmt: skip
    def test_is_refused_in_chinese(self, running: Running, sent: bytes, status: int) -> None:
        got = running.raw(sent.replace(b"{host}", running.host.encode()))
        assert answer(got).status == status
        assert got.count(b"HTTP/1.1 ") == 1
        assert re.search("[一-龥]{4}", answer(got).text)
        assert running.ask().status == 200

    def test_keep_alive_then_garbage(self, running: Running) -> None:
        good = f"GET {running.base}panels HTTP/1.1\r\nHost: {running.host}\r\n\r\n".encode()
        got = running.raw(good * 3 + b"\x00\x01 nonsense\r\n\r\n" + good)
        assert re.findall(rb"HTTP/1\.1 (\d+)", got) == [b"200"] * 3 + [b"400"]

    def test_a_connection_lives_longer_than_one_head(self, running: Running) -> None:
        good = f"GET {running.base}panels HTTP/1.1\r\nHost: {running.host}\r\n".encode()
        good += b"X: " + b"a" * 10_000 + b"\r\n\r\n"
        got = running.raw(good * 5)
        assert re.findall(rb"HTTP/1\.1 (\d+)", got) == [b"200"] * 5

    def test_http_10(self, running: Running) -> None:
        got = running.raw(f"GET {running.base} HTTP/1.0\r\nHost: {running.host}\r\n\r\n".encode())
        assert answer(got).status == 200

    def test_a_header_that_tries_to_come_back(self, ask: Ask) -> None:
        got = ask("?layout=a%0d%0aX-Evil:1")
        assert got.status == 400
        assert "x-evil" not in got.headers

    def test_silence_and_a_closed_line(self, running: Running) -> None:
        assert running.raw(b"") == b""
        assert running.raw(b"GET") != b""
        assert running.ask().status == 200
        assert running.said == []

    def test_requests_with_bytes_changed(self, running: Running) -> None:
        """Good requests in which bytes were lost, doubled, swapped: an answer or silence."""
        chance = random.Random(9)
        good = (
            f"GET {running.base}panels?paper=0&layout=a HTTP/1.1\r\nHost: {running.host}\r\n"
            "Connection: close\r\nAccept: */*\r\nSec-Fetch-Site: same-origin\r\n\r\n"
        ).encode()
        seen = set()
        for _ in range(400):
            sent = bytearray(good)
            for _ in range(chance.choice((1, 2, 8))):
                at = chance.randrange(len(sent))
                match chance.randrange(4):
                    case 0:
                        del sent[at]
                    case 1:
                        sent[at] = chance.randrange(256)
                    case 2:
                        sent[at:at] = chance.choice((b"\r\n", b" ", b"\x00", b":", b"%", b"/../"))
                    case _:
                        sent[at:at] = sent[at : at + 9]
            got = running.raw(bytes(sent))
            seen.add(answer(got).status if got else 0)
        assert seen <= {0, 200, 308, 400, 403, 404, 405, 414, 431, 505}
        assert {200, 400, 403, 404, 405} <= seen
        assert running.said == []


class TestManyClients:
    @pytest.mark.clock
    def test_one_too_many_is_closed(self, running: Running) -> None:
        with contextlib.ExitStack() as stack:
            for _ in range(MOST_CONNECTIONS):
                stack.enter_context(running.connect())
            assert until(lambda: len(running.server._open) == MOST_CONNECTIONS)
            with contextlib.suppress(OSError):
                assert running.connect().recv(100) == b""
        assert until(lambda: not running.server._open)
        assert running.ask().status == 200

    def test_are_dropped_when_idle(self, running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Handler, "timeout", 0.2)
        with running.connect() as connection:
            assert connection.recv(100) == b""


class TestEvents:
    def test_one_event_a_change(self, running: Running) -> None:
        stream = running.follow()
        head = stream.until("\r\n\r\n")
        assert "text/event-stream" in head
        assert stream.until("retry: 1000\n\n")
        assert stream.version() == 1
        for text in ("二稿", "三稿"):
            running.papers.path.write_text(text, "utf-8")
            version = stream.version()
            got = json.loads(running.ask("panels").body)
            assert got["version"] == version
            assert f"0/None/{text}" in got["panels"]["heading"]
        assert version == 3

    def test_fifty_streams(self, running: Running) -> None:
        streams = [running.follow() for _ in range(50)]
        assert [stream.version() for stream in streams] == [1] * 50
        running.papers.path.write_text("二稿", "utf-8")
        assert [stream.version() for stream in streams] == [2] * 50
        for stream in streams:
            stream.connection.close()
        assert until(lambda: not running.server._open)

    def test_too_many_streams(self, running: Running) -> None:
        streams = [running.follow() for _ in range(MOST_STREAMS)]
        assert all(stream.version() for stream in streams)
        got = running.ask("events")
        assert got.status == 503
        assert "太多" in got.text
        assert running.ask().status == 200
        streams.pop().connection.close()
        assert until(lambda: running.ask("events", "HEAD").status == 200)
        for stream in streams:
            stream.connection.close()

    def test_two_servers_of_one_file(self, running: Running) -> None:
        with Server(Texts(running.papers.path)) as server:
            threading.Thread(target=server.serve, daemon=True).start()
            second = Running(server, running.papers, connections=running.connections)
            streams = [running.follow(), second.follow()]
            assert [stream.version() for stream in streams] == [1, 1]
            running.papers.path.write_text("二稿", "utf-8")
            assert [stream.version() for stream in streams] == [2, 2]
            server.shutdown()

    def test_the_outline_goes_and_comes_back(self, running: Running) -> None:
        stream = running.follow()
        stream.version()
        running.papers.path.unlink()
        stream.version()
        assert "没有这个文件" in running.ask().text
        running.papers.path.write_text("回来了", "utf-8")
        stream.version()
        assert "回来了" in running.ask().text


def until(true: Callable[[], bool]) -> bool:
    """Waits until something is true."""
    end = time.monotonic() + SECONDS
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


class TestTheEnd:
    @pytest.mark.clock
    def test_everything_is_closed_at_once(self, running: Running) -> None:
        before = threading.active_count()
        streams = [running.follow() for _ in range(20)]
        assert all(stream.version() for stream in streams)
        idle = running.connect()
        running.connections.append(idle)
        idle.sendall(f"GET {running.base} HTTP/1.1\r\nHost: {running.host}\r\n\r\n".encode())
        assert idle.recv(20).startswith(b"HTTP/1.1 200")
        assert threading.active_count() >= before + 20
        running.server.shutdown()
        started = time.monotonic()
        running.server.server_close()
        assert time.monotonic() - started < 0.5
        assert threading.active_count() <= before
        assert all(stream.rest() == "" for stream in streams)
        with pytest.raises(OSError):
            running.connect()

    def test_one_that_never_served(self, tmp_path: Path) -> None:
        Server(Texts(tmp_path / "a")).server_close()

    def test_an_occupied_port(self, running: Running) -> None:
        with pytest.raises(OSError):
            Server(running.papers, running.server.server_port)

    def test_only_this_machine(self, running: Running) -> None:
        assert running.server.socket.getsockname()[0] == "127.0.0.1"
        assert running.server.socket.family == socket.AF_INET


@pytest.mark.clock
@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells")
def test_a_thousand_saves_leave_nothing_behind(running: Running) -> None:
    """Memory, handles and threads after 1,000 saves, each seen by a page and its stream."""
    stream = running.follow()
    version = stream.version()

    def save(count: int) -> None:
        nonlocal version
        for at in range(count):
            running.papers.path.write_text(f"第{at}稿" * 500, "utf-8")
            if at % 10 == 0:  # not faster than a change is told; the others run together
                version = stream.version()
                assert json.loads(running.ask("panels").body)["version"] >= version

    save(100)
    before = costs()
    save(1000)
    memory, handles, threads = (now - then for now, then in zip(costs(), before, strict=True))
    assert memory < 4 << 20
    assert handles <= 2
    assert threads <= 1


def costs() -> tuple[int, int, int]:
    """Resident bytes, open handles, threads."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return (
        pages * os.sysconf("SC_PAGE_SIZE"),
        len([*Path("/proc/self/fd").iterdir()]),
        threading.active_count(),
    )
