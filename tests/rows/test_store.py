"""Into object stores: fsspec's own in memory, and an S3 server on this machine."""

from __future__ import annotations

import json
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from speechgen.diagnostics import SpeechError
from speechgen.rows import draft_many, open_table
from speechgen.rows.places import STATE, is_url

from .conftest import OUTLINE, Write, contents, rows, speechgen

fsspec = pytest.importorskip("fsspec")


pytestmark = pytest.mark.thorough


@pytest.fixture
def memory() -> Iterator[str]:
    """An empty store in this process's memory."""
    files = fsspec.filesystem("memory")
    files.store.clear()
    yield "memory://letters/2026"
    files.store.clear()


def stored(url: str) -> dict[str, bytes]:
    files, root = fsspec.core.url_to_fs(url)
    files.invalidate_cache()
    return {name[len(root) :].strip("/"): files.cat_file(name) for name in files.find(root)}


def test_the_same_bytes_as_in_a_folder(
    memory: str, outline: Path, table: Write, tmp_path: Path
) -> None:
    path = table(rows(12))
    first = list(draft_many(open_table(path), outline=outline, into=memory))
    assert {result.status for result in first} == {"written"}
    list(draft_many(open_table(path), outline=outline, into=tmp_path / "o"))
    assert stored(memory) == contents(tmp_path / "o")
    again = draft_many(open_table(path), outline=outline, into=memory, resume=True)
    assert {result.status for result in again} == {"kept"}


def test_a_store_out_of_reach_leaves_nothing_here(
    memory: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> bytes:
        raise PermissionError

    monkeypatch.setattr(type(fsspec.filesystem("memory")), "cat_file", refused)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(SpeechError, match="读写不了"):
        list(draft_many([{"a": "1"}], outline=OUTLINE.encode(), into=memory))
    assert not list(tmp_path.iterdir())


def test_every_foreign_object_is_kept(memory: str) -> None:
    files = fsspec.filesystem("memory")
    for held in (b"first", b"second"):
        files.pipe_file("memory://letters/2026/a.docx", held)
        (refused,) = draft_many([{"a": "1"}], outline=OUTLINE.encode(), into=memory, name="a")
        assert "另存为同名 .bak" in refused.diagnostics[0].hint
        (made,) = draft_many(
            [{"a": "1"}], outline=OUTLINE.encode(), into=memory, name="a", force=True
        )
        assert made.status == "written"
    left = stored(memory)
    assert (left["a.docx.bak"], left["a.docx.bak1"]) == (b"first", b"second")


def test_a_run_broken_off_is_resumed(memory: str, outline: Path, table: Write) -> None:
    path = table(rows(12))
    results = draft_many(open_table(path), outline=outline, into=memory)
    for _ in range(5):
        next(results)
    results.close()
    assert any(name.startswith(STATE) for name in stored(memory))
    statuses = [
        r.status for r in draft_many(open_table(path), outline=outline, into=memory, resume=True)
    ]
    assert statuses.count("kept") == 5 and statuses.count("written") == 7
    assert not any(name.startswith(STATE) for name in stored(memory))


def test_somebody_elses_object_is_left_alone(memory: str, outline: Path) -> None:
    fsspec.filesystem("memory").pipe_file("/letters/2026/邀请-1.docx", b"mine")
    (refused,) = draft_many([{"标题": "甲"}], outline=outline, into=memory)
    assert refused.diagnostics[0].rule == "file-foreign"
    (forced,) = draft_many([{"标题": "甲"}], outline=outline, into=memory, force=True)
    assert forced.ok and stored(memory)["邀请-1.docx.bak"] == b"mine"


def test_urls() -> None:
    assert is_url("s3://bucket/x") and is_url("memory://x")
    assert not is_url("file:///x") and not is_url("out/") and not is_url("C:\\x")
    with pytest.raises(SpeechError, match="打不开"):
        list(draft_many([{"标题": "甲"}], outline=OUTLINE.encode(), into="nosuch://x"))


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket on an S3 server of this machine; environment variables lead there."""
    pytest.importorskip("s3fs")
    server_module = pytest.importorskip("moto.server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = server_module.ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "FSSPEC_S3_ENDPOINT_URL": f"http://127.0.0.1:{port}",
    }.items():
        monkeypatch.setenv(name, value)
    try:
        import s3fs

        store = s3fs.S3FileSystem(
            endpoint_url=f"http://127.0.0.1:{port}", key="test", secret="test"
        )
        store.mkdir("letters")
        yield "s3://letters/2026"
    finally:
        server.stop()


@pytest.mark.slow
def test_a_bucket(bucket: str, outline: Path, table: Write, tmp_path: Path) -> None:
    options = ["--data", table(rows(40)), "-o", bucket, "-j", "2", "--name", "{序号}"]
    done = speechgen(outline, *options, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    here = speechgen(outline, *options[:2], "-o", "o/", "--name", "{序号}", cwd=tmp_path)
    assert here.returncode == 0
    import s3fs

    store = s3fs.S3FileSystem()
    store.invalidate_cache()
    found = {
        name.removeprefix("letters/2026/"): store.cat_file(name)
        for name in store.find("letters/2026")
    }
    assert found == contents(tmp_path / "o")
    lines = found["manifest.jsonl"].decode().splitlines()
    assert [json.loads(line)["row"] for line in lines] == list(range(2, 42))
    again = speechgen(outline, *options, "--resume", cwd=tmp_path)
    assert again.returncode == 0 and "跳过 40 份" in again.stderr, again.stderr
