"""`speechgen preview` as a user runs it: a real process, real sockets, a real LibreOffice."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from speechgen.cli.preview import _edit
from tests.cli.conftest import OUTLINE, Done

SECONDS = 30
pytestmark = pytest.mark.thorough
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and permissions of POSIX")
Cli = Callable[..., Done]


class Preview:
    """A running `speechgen preview`."""

    def __init__(self, folder: Path, *arguments: str, env: Mapping[str, str] | None = None) -> None:
        self.errors = folder / "said.txt"
        self.streams: list[socket.socket] = []
        with self.errors.open("wb") as said:
            self.run = subprocess.Popen(
                [sys.executable, "-m", "speechgen", "preview", *arguments],
                cwd=folder, stdout=subprocess.PIPE, stderr=said,
                env={**os.environ, "PYTHONIOENCODING": "utf-8", "BROWSER": "", **(env or {})},
            )  # fmt: skip
        assert self.run.stdout is not None
        self.line = self.run.stdout.readline().decode()  # flushed, or this waits for ever
        self.address = self.line.rstrip("\n")

    @property
    def said(self) -> str:
        return self.errors.read_text("utf-8")

    def get(self, path: str = "", seconds: float = SECONDS) -> tuple[int, bytes]:
        """Status and body of a page under the address."""
        at = urlsplit(self.address)
        assert at.hostname and at.port
        connection = http.client.HTTPConnection(at.hostname, at.port, timeout=seconds)
        try:
            connection.request("GET", at.path + path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def text(self, path: str = "") -> str:
        """A page that is there."""
        status, body = self.get(path)
        assert status == 200
        return body.decode()

    def follow(self) -> socket.socket:
        """The page's events: read up to the first."""
        at = urlsplit(self.address)
        assert at.hostname and at.port
        stream = socket.create_connection((at.hostname, at.port), timeout=SECONDS)
        self.streams.append(stream)
        stream.sendall(f"GET {at.path}events HTTP/1.1\r\nHost: {at.netloc}\r\n\r\n".encode())
        self.event(stream)
        return stream

    @staticmethod
    def event(stream: socket.socket) -> int:
        """The version of the next event."""
        seen = b""
        while not (found := re.search(rb'"version": (\d+)\}\n\n', seen)):
            more = stream.recv(4096)
            assert more, seen
            seen += more
        return int(found[1])

    def end(self, number: int = signal.SIGINT) -> float:
        """Ends it by a signal: how many seconds that took. Nothing more was on stdout."""
        started = time.monotonic()
        self.run.send_signal(number)
        assert self.run.stdout is not None
        rest = self.run.stdout.read()
        self.run.wait(SECONDS)
        took = time.monotonic() - started
        self.run.stdout.close()
        assert rest == b""
        assert "Traceback" not in self.said
        return took


Start = Callable[..., Preview]


@pytest.fixture
def start(folder: Path) -> Iterator[Start]:
    made: list[Preview] = []

    def preview(*arguments: str, env: Mapping[str, str] | None = None) -> Preview:
        made.append(Preview(folder, *(arguments or ("讲话.yaml", "--no-open")), env=env))
        return made[-1]

    yield preview
    for one in made:
        if one.run.poll() is None:
            one.run.kill()
            one.run.wait()
        if one.run.stdout is not None:
            one.run.stdout.close()
        for stream in one.streams:
            stream.close()


class TestThePage:
    def test_address_alone_on_one_line_of_stdout(self, start: Start) -> None:
        preview = start()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[\w-]{40,}/\n", preview.line)
        assert "守住底线" in preview.text()
        preview.end()
        assert preview.said == "正在预览：保存提纲，页面就跟着更新；按 Ctrl-C 结束\n"

    def test_follows_every_save(self, start: Start, folder: Path) -> None:
        preview = start()
        stream = preview.follow()
        for word in ("守住红线", "守住防线"):
            (folder / "讲话.yaml").write_text(OUTLINE.replace("守住底线", word), "utf-8")
            version = preview.event(stream)
            got = json.loads(preview.text("panels?paper=0&layout="))
            assert got["version"] == version
            assert word in got["panels"]["sheets"]
        assert word in preview.text()

    def test_a_broken_outline_keeps_the_paper_and_tells(self, start: Start, folder: Path) -> None:
        preview = start()
        assert "守住底线" in preview.text()
        stream = preview.follow()
        (folder / "讲话.yaml").write_text("标题: [坏", "utf-8")
        preview.event(stream)
        panels = json.loads(preview.text("panels"))["panels"]
        assert "守住底线" in panels["sheets"]
        assert "讲话.yaml:1" in panels["error"]
        status, body = preview.get("download/a.docx")
        assert status == 409
        assert "讲话.yaml:1" in body.decode()
        (folder / "讲话.yaml").write_text(OUTLINE, "utf-8")
        preview.event(stream)
        assert json.loads(preview.text("panels"))["panels"]["error"] == ""

    def test_the_outline_goes_and_comes_back(self, start: Start, folder: Path) -> None:
        preview = start()
        assert "守住底线" in preview.text()
        stream = preview.follow()
        (folder / "讲话.yaml").unlink()
        preview.event(stream)
        assert "没有这个文件" in preview.text()
        (folder / "讲话.yaml").write_text(OUTLINE, "utf-8")
        preview.event(stream)
        assert "没有这个文件" not in preview.text()

    @pytest.mark.parametrize("text", ["标题: [坏", "", "类型: 没有这种\n标题: 甲\n", "- 甲\n- 乙\n",
                                      "类型: 讲话\n正文: [甲\n", "成套: 是\n"])  # fmt: skip
    def test_a_broken_outline_at_the_start(self, start: Start, folder: Path, text: str) -> None:
        (folder / "坏.yaml").write_text(text, "utf-8")
        preview = start("坏.yaml", "--no-open")
        assert "坏.yaml" in preview.text()
        assert json.loads(preview.text("panels"))["panels"]["error"]
        preview.end()
        assert preview.run.returncode == 130

    def test_a_pack(self, start: Start, root: Path) -> None:
        outline = next((root / "examples").rglob("会议.yaml"), None) or next(
            file for file in sorted((root / "examples").rglob("*.yaml"))
            if "\n成套:" in file.read_text("utf-8")
        )  # fmt: skip
        preview = start(str(outline), "--no-open")
        assert preview.text("?paper=1") != preview.text("?paper=0")
        assert "通知" in preview.text()

    @pytest.mark.parametrize("layout", ["large-print", "大字版"])
    def test_another_layout(self, start: Start, layout: str) -> None:
        preview = start("讲话.yaml", "--no-open", "--layout", layout)
        assert preview.text() != preview.text("?layout=gbt9704")
        sheets = [json.loads(preview.text(f"panels{query}"))["panels"]["sheets"]
                  for query in ("", "?layout=large-print")]  # fmt: skip
        assert sheets[0] == sheets[1]

    def test_own_templates(self, start: Start, folder: Path) -> None:
        own = folder / "我的" / "oath"
        own.mkdir(parents=True)
        (own / "meeting.yaml").write_text("名称: 宣誓\n用途: 宣誓\n正文: body.j2\n", "utf-8")
        (folder / "誓.yaml").write_text("类型: 宣誓\n标题: 甲\n", "utf-8")
        preview = start("誓.yaml", "--no-open", "--templates", "我的")
        error = json.loads(preview.text("panels"))["panels"]["error"]
        assert "没有会议类型" not in error

    def test_two_at_once_on_one_file(self, start: Start, folder: Path) -> None:
        previews = [start(), start()]
        assert previews[0].address != previews[1].address
        streams = [one.follow() for one in previews]
        (folder / "讲话.yaml").write_text(OUTLINE.replace("守住底线", "守住红线"), "utf-8")
        for one, stream in zip(previews, streams, strict=True):
            one.event(stream)
            assert "守住红线" in one.text()

    def test_nothing_is_written(self, start: Start, folder: Path) -> None:
        preview = start()
        preview.text()
        preview.get("download/a.docx")
        preview.end()
        assert {file.name for file in folder.iterdir()} == {"讲话.yaml", "said.txt"}


class TestDownloads:
    @pytest.mark.parametrize("suffix", ["docx", "txt", "md"])
    @pytest.mark.parametrize("layout", ["", "large-print"])
    def test_bytes_are_those_of_draft(
        self, start: Start, cli: Cli, folder: Path, suffix: str, layout: str
    ) -> None:
        more = ("--layout", layout) if layout else ()
        assert cli("draft", "讲话.yaml", "-o", f"稿.{suffix}", *more).status == 0
        preview = start()
        preview.text()
        status, body = preview.get(f"download/{quote('讲话')}.{suffix}?layout={layout}")
        assert status == 200
        assert body == (folder / f"稿.{suffix}").read_bytes()

    def test_the_page_links_to_them(self, start: Start) -> None:
        preview = start()
        links = re.findall(r'href="(/[^"]*/download/[^"]*)"', preview.text())
        at = urlsplit(preview.address)
        suffixes = set()
        for link in links:
            path = link.removeprefix(at.path).replace("&amp;", "&")
            suffixes.add(path.partition("?")[0].rpartition(".")[2])
            if not path.partition("?")[0].endswith("pdf"):
                assert preview.get(path)[0] == 200
        assert {"docx", "txt"} <= suffixes

    def test_defaults_count_as_for_draft(self, start: Start, cli: Cli, folder: Path) -> None:
        (folder / "speechgen.yaml").write_text("单位: 石桥镇\n版式: large-print\n", "utf-8")
        assert cli("draft", "讲话.yaml", "-o", "稿.docx").status == 0
        assert start().get("download/a.docx") == (200, (folder / "稿.docx").read_bytes())

    @pytest.mark.office
    def test_pdf(self, start: Start) -> None:
        status, body = start().get("download/a.pdf", 150)
        assert status == 200
        assert body.startswith(b"%PDF-")

    def test_pdf_without_libreoffice(self, start: Start) -> None:
        status, body = start(env={"SPEECHGEN_SOFFICE": ""}).get("download/a.pdf")
        assert status == 503
        assert "LibreOffice" in body.decode()
        assert "没有找到" in body.decode()


class TestOptions:
    def test_a_port(self, start: Start, cli: Cli) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            done = cli("preview", "讲话.yaml", "--no-open", "--port", str(port))
            assert (done.status, done.out) == (2, "")
            assert f"端口 {port} 已被别的程序占用" in done.err
        assert f"127.0.0.1:{port}/" in start("讲话.yaml", "--no-open", "--port", str(port)).address

    @pytest.mark.parametrize(("port", "said"), [
        ("0", "没有 0 这个端口"), ("70000", "没有 70000 这个端口"), ("-1", "没有 -1 这个端口"),
        ("八千", "“八千”不是整数"), ("", "不是整数"), ("1.5", "不是整数"), ("9" * 50, "没有"),
    ])  # fmt: skip
    def test_no_port(self, cli: Cli, port: str, said: str) -> None:
        done = cli("preview", "讲话.yaml", "--no-open", f"--port={port}")
        assert (done.status, done.out) == (2, "")
        assert said in done.err

    @pytest.mark.parametrize("command", ["code", "code 'x {file}", "code {line}"])
    def test_no_editor(self, cli: Cli, command: str) -> None:
        done = cli("preview", "讲话.yaml", "--no-open", "--editor", command)
        assert (done.status, done.out) == (2, "")
        assert "--editor 里要有 {file}" in done.err

    @POSIX
    def test_an_editor_gets_words_and_no_shell(self, folder: Path) -> None:
        odd = folder / "甲 $(touch 坏)`;&.yaml"
        _edit(["cp", str(folder / "讲话.yaml"), "{file}.{line}"], str(odd), 7)
        made = odd.with_name(f"{odd.name}.7")
        end = time.monotonic() + 20
        while not made.exists() and time.monotonic() < end:
            time.sleep(0.05)
        assert made.exists()
        assert not list(folder.glob("坏*[!l]"))

    @POSIX
    def test_a_port_of_the_system(self, folder: Path) -> None:
        first = Path("/proc/sys/net/ipv4/ip_unprivileged_port_start")
        if not first.exists() or int(first.read_text()) <= 81:
            pytest.skip("here anybody may use port 81")
        run = without_power(folder, "preview", "讲话.yaml", "--no-open", "--port", "81")
        assert run.returncode == 2
        assert "系统不让用端口 81" in run.stderr.decode()

    @pytest.mark.parametrize(("name", "said"), [
        ("没有.yaml", "没有这个文件"), ("讲话.yml", "是不是“讲话.yaml”"), ("夹", "这是一个文件夹"),
        ("旧.docx", "speechgen import"), ("坏.yaml", "不是文本文件"),
        ("夹/没有/甲.yaml", "没有这个文件"), ("长" * 300, "文件名太长"),
        ("大.yaml", "文件超过 10 MB"),
    ])  # fmt: skip
    def test_what_is_no_outline(self, cli: Cli, folder: Path, name: str, said: str) -> None:
        (folder / "夹").mkdir()
        (folder / "坏.yaml").write_bytes(b"\x00\x01\x02" * 50)
        cli("draft", "讲话.yaml", "-o", "旧.docx")
        with (folder / "大.yaml").open("wb") as large:
            large.truncate(10_000_001)
        done = cli("preview", name, "--no-open")
        assert (done.status, done.out) == (2, "")
        assert said in done.err

    @POSIX
    def test_a_folder_without_permission(self, folder: Path) -> None:
        hidden = folder / "不开放"
        hidden.mkdir()
        (hidden / "甲.yaml").write_text(OUTLINE, "utf-8")
        hidden.chmod(0)
        try:
            run = without_power(folder, "preview", "不开放/甲.yaml", "--no-open")
        finally:
            hidden.chmod(0o755)
        assert run.returncode == 2
        assert "没有读取权限" in run.stderr.decode()

    @pytest.mark.parametrize("layout", ["大字", "../gbt9704", "a&paper=1", "gbt9704,large-print"])
    def test_no_layout(self, cli: Cli, layout: str) -> None:
        done = cli("preview", "讲话.yaml", "--no-open", "--layout", layout)
        assert (done.status, done.out) == (2, "")
        assert f"没有“{layout}”这个版式" in done.err
        assert "large-print（大字版）" in done.err

    def test_one_outline_at_a_time(self, cli: Cli) -> None:
        assert cli("preview", "讲话.yaml", "讲话.yaml").status == 2
        assert "缺少参数 提纲" in cli("preview").err


@POSIX
class TestTheBrowser:
    def script(self, folder: Path, code: str) -> dict[str, str]:
        path = folder / "browser"
        path.write_text(f"#!{sys.executable}\nimport sys, time\n{code}\n", "utf-8")
        path.chmod(0o755)
        return {"BROWSER": str(path)}

    def test_is_opened(self, start: Start, folder: Path) -> None:
        seen = folder / "seen"
        code = f"print('noise'); open({str(seen)!r}, 'w').write(sys.argv[1])"
        preview = start("讲话.yaml", env=self.script(folder, code))
        assert until(lambda: seen.exists() and seen.read_text() == preview.address)
        preview.end()  # which looks for noise on stdout

    def test_is_not(self, start: Start, folder: Path) -> None:
        seen = folder / "seen"
        code = f"open({str(seen)!r}, 'w').write('opened')"
        preview = start("讲话.yaml", "--no-open", env=self.script(folder, code))
        preview.text()
        time.sleep(0.5)
        assert not seen.exists()

    def test_one_that_hangs_stops_nothing(self, start: Start, folder: Path) -> None:
        preview = start("讲话.yaml", env=self.script(folder, "time.sleep(3)"))
        assert "守住底线" in preview.text()
        preview.end()
        assert preview.run.returncode == 130

    def test_where_there_is_none(self, start: Start) -> None:
        bare = {"BROWSER": "", "DISPLAY": "", "WAYLAND_DISPLAY": ""}
        if sys.platform == "darwin":
            pytest.skip("there is always one")
        preview = start("讲话.yaml", env=bare)
        assert until(lambda: "没有打开浏览器" in preview.said)
        assert "守住底线" in preview.text()


@POSIX
class TestTheEnd:
    @pytest.mark.clock
    @pytest.mark.parametrize(("number", "status"), [
        (signal.SIGINT, 130), (signal.SIGTERM, 143), (getattr(signal, "SIGHUP", 1), 129),
    ])  # fmt: skip
    def test_at_once_with_open_streams(self, start: Start, number: int, status: int) -> None:
        preview = start()
        preview.text()
        streams = [preview.follow() for _ in range(10)]
        took = preview.end(number)
        assert preview.run.returncode == status
        assert took < 2  # 0.5 on a machine of its own; other tests share this one
        assert [stream.recv(10) for stream in streams] == [b""] * 10

    @pytest.mark.clock
    def test_a_conversion_is_ended(self, start: Start, folder: Path) -> None:
        """A LibreOffice that takes for ever, and what it started."""
        pids = folder / "pids"
        office = folder / "soffice"
        office.write_text(
            f"#!{sys.executable}\nimport os, time\nchild = os.fork()\n"
            f"if child: open({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{child}}\\n')\n"
            "time.sleep(60)\n", "utf-8",
        )  # fmt: skip
        office.chmod(0o755)
        temporary = folder / "tmp"
        temporary.mkdir()
        preview = start(env={"SPEECHGEN_SOFFICE": str(office), "TMPDIR": str(temporary)})
        at = urlsplit(preview.address)
        assert at.hostname and at.port
        with socket.create_connection((at.hostname, at.port), timeout=SECONDS) as waiting:
            waiting.sendall(
                f"GET {at.path}download/a.pdf HTTP/1.1\r\nHost: {at.netloc}\r\n\r\n".encode()
            )
            assert until(lambda: pids.exists() and pids.read_text().endswith("\n"))
            assert "守住底线" in preview.text()  # meanwhile the page goes on
            assert preview.end() < 2
        assert preview.run.returncode == 130
        assert until(lambda: not any(alive(int(pid)) for pid in pids.read_text().split()))
        assert [*temporary.iterdir()] == []

    def test_a_second_ctrl_c_does_no_harm(self, start: Start) -> None:
        preview = start()
        preview.run.send_signal(signal.SIGINT)
        preview.end()
        assert preview.run.returncode in (130, -signal.SIGINT)


@pytest.mark.clock
@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells")
def test_a_thousand_saves_leave_nothing_behind(start: Start, folder: Path) -> None:
    preview = start()
    stream = preview.follow()

    def save(count: int) -> None:
        for at in range(count):
            text = OUTLINE.replace("守住底线", f"守住第{at}条底线")
            (folder / "讲话.yaml").write_text(text, "utf-8")
            if at % 10 == 0:  # the others run together: they are quicker than a look
                preview.event(stream)
                preview.text("panels")

    save(300)
    before = costs(preview.run.pid)
    save(1000)
    memory, handles, threads = (
        now - then for now, then in zip(costs(preview.run.pid), before, strict=True)
    )
    assert memory < 6 << 10  # KiB
    assert handles <= 1
    assert threads <= 1


def costs(pid: int) -> tuple[int, int, int]:
    """Resident KiB, open handles, threads of a process."""
    status = Path(f"/proc/{pid}/status").read_text()
    memory, threads = (int(re.findall(rf"{key}:\s+(\d+)", status)[0]) for key in
                       ("VmRSS", "Threads"))  # fmt: skip
    return memory, len([*Path(f"/proc/{pid}/fd").iterdir()]), threads


def without_power(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """A command by a user who may not do everything, as root may."""
    powerless = ["setpriv", "--bounding-set=-all"] if os.geteuid() == 0 else []
    if powerless and not shutil.which("setpriv"):
        pytest.skip("root, and no setpriv to give that up")
    return subprocess.run(
        [*powerless, sys.executable, "-m", "speechgen", *arguments],
        cwd=folder, capture_output=True, timeout=SECONDS, check=False,
    )  # fmt: skip


def alive(pid: int) -> bool:
    """Whether a process still runs (a dead one that nobody asked after does not)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


def until(true: Callable[[], bool]) -> bool:
    """Waits until something is true."""
    end = time.monotonic() + SECONDS
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()
