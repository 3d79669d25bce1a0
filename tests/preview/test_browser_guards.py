"""The server seen by a real Chromium: other sites' pages get nothing, its own page everything."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from speechgen import draft
from speechgen.preview.server import Server
from speechgen.preview.view import Previewed

pytestmark = pytest.mark.browser

OUTLINE = """\
类型: 讲话
标题: 在校运会筹备会上的讲话
正文:
  - 题: 抓场地
    点: [跑道要平整, 器材要齐全]
"""
TRIES = """async (address) => {
  const got = {};
  const tried = async (name, run) => {
    got[name] = await Promise.race([
      run().catch(() => "refused"), new Promise((done) => setTimeout(done, 3000, "silent")),
    ]);
  };
  const loaded = (tag, property, path) => () => new Promise((done) => {
    const one = document.createElement(tag);
    one.onload = () => done("loaded");
    one.onerror = () => done("refused");
    one[property] = address + path;
    document.body.append(one);
  });
  await tried("fetch", async () => (await (await fetch(address)).text()));
  await tried("blind", async () => {
    const answer = await fetch(address, { mode: "no-cors" });
    return `${answer.type}${await answer.text()}`;
  });
  await tried("script", loaded("script", "src", "assets/preview.js"));
  await tried("image", loaded("img", "src", ""));
  await tried("events", () => new Promise((done) => {
    const events = new EventSource(address + "events");
    events.onmessage = () => done("read");
    events.onerror = () => done("refused");
  }));
  await tried("frame", async () => {
    await loaded("iframe", "src", "")();
    return frames[0].length + String(frames[0].document);
  });
  return got;
}"""


class Other(BaseHTTPRequestHandler):
    """Another site."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>other</title><body>")

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing."""


@pytest.fixture
def outline(tmp_path: Path) -> Path:
    path = tmp_path / "讲话.yaml"
    path.write_text(OUTLINE, "utf-8")
    return path


@pytest.fixture
def server(outline: Path) -> Iterator[Server]:
    with Server(Previewed(outline, folder=outline.parent)) as made:
        thread = threading.Thread(target=made.serve, daemon=True)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


@pytest.fixture
def other() -> Iterator[int]:
    """The port of another site on this machine."""
    with HTTPServer(("127.0.0.1", 0), Other) as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield made.server_port
        made.shutdown()


@pytest.fixture
def visit(chromium: Any) -> Iterator[Any]:
    """A browser window of a user of its own."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("site", ["localhost", "127.0.0.1", "evil.example"])
def test_another_site_that_knows_the_address_gets_nothing(
    server: Server, other: int, visit: Any, site: str
) -> None:
    visit.goto(f"http://{site}:{other}/")
    got = visit.evaluate(TRIES, server.address)
    assert set(got) == {"fetch", "blind", "script", "image", "events", "frame"}
    assert set(got.values()) <= {"refused", "silent", "opaque"}


def test_a_name_made_to_point_here_gets_nothing(server: Server, visit: Any) -> None:
    """DNS rebinding: the browser takes the server for the other site's own."""
    answer = visit.goto(server.address.replace("127.0.0.1", "evil.example"))
    assert answer.status == 403
    assert "抓场地" not in visit.content()


def test_a_link_from_another_site_is_answered_with_a_reason(
    server: Server, other: int, visit: Any
) -> None:
    visit.goto(f"http://evil.example:{other}/")
    with visit.expect_navigation():
        visit.evaluate("address => { location = address }", server.address)
    assert "复制到浏览器的地址栏" in visit.content()
    assert visit.goto(server.address).status == 200


def test_its_own_page_lives_within_the_policy(server: Server, outline: Path, visit: Any) -> None:
    """No complaint in the console, no request to anywhere else; saves arrive; files download."""
    complaints: list[str] = []
    hosts: set[str] = set()
    visit.on("console", lambda message: complaints.append(message.text))
    visit.on("pageerror", lambda failed: complaints.append(str(failed)))
    visit.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    with visit.expect_response("**/events"):
        visit.goto(server.address)
    outline.write_text(OUTLINE.replace("抓场地", "抓好场地"), "utf-8")
    visit.locator("#sheets", has_text="抓好场地").wait_for()
    with visit.expect_download() as downloading:
        visit.locator("#downloads a", has_text="Word").evaluate("link => link.click()")
    assert Path(downloading.value.path()).read_bytes() == draft(outline).to("docx")
    assert downloading.value.suggested_filename == "讲话.docx"
    assert complaints == []
    assert hosts == {f"127.0.0.1:{server.server_port}"}


def test_the_page_notices_the_end(server: Server, visit: Any) -> None:
    with visit.expect_response("**/events"):
        visit.goto(server.address)
    server.shutdown()
    server.server_close()
    visit.locator("#notice", has_text="断开").wait_for()
    assert visit.locator("#sheets", has_text="抓场地").count() == 1
