"""Files beside an outline: which names may be followed, what is remembered of what was read."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from speechgen.files import beside as module
from speechgen.files.beside import Beside


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "提纲"
    (made / "图").mkdir(parents=True)
    (made / "a.csv").write_bytes(b"1")
    (made / "图" / "b.csv").write_bytes(b"2")
    (tmp_path / "c.csv").write_bytes(b"3")
    return made


def test_files_beside_and_below_are_read_and_remembered(folder: Path) -> None:
    beside = Beside(folder)
    assert beside.read("a.csv", 10) == b"1"
    assert beside.read("图\\b.csv", 10) == b"2"
    assert beside.used == {"a.csv": sha256(b"1"), "图\\b.csv": sha256(b"2")}
    assert beside.paths[0] == folder / "a.csv"


@pytest.mark.parametrize(
    ("name", "meant"),
    [("现场.jpg", ""), ("一现场.jpg", "现场.jpeg"), ("会.csv", ""), ("总结", "总结1.txt")],
)
def test_only_a_file_of_its_like_is_asked_for(folder: Path, name: str, meant: str) -> None:
    (folder / "图" / "b.csv").unlink()
    for one in (meant or "现场二.yaml", "会议.yaml"):
        (folder / one).write_bytes(b"")
    with pytest.raises(ValueError, match="没有这个文件") as caught:
        Beside(folder).read(name, 10)
    wanted = f"（是不是“{meant}”？）" if meant else "没有这个文件"
    assert str(caught.value).endswith("（同一个文件夹里有“a.csv”）" if name == "会.csv" else wanted)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("/etc/passwd", "绝对路径"),
        ("C:\\a.csv", "绝对路径"),
        ("../c.csv", "外面"),
        ("图/../../c.csv", "外面"),
        ("link.csv", "外面"),
        ("none.csv", "没有这个文件"),
        ("图", "文件夹"),
        ("pipe", "管道"),
        ("a\0b", "不是文件名"),
    ],
)
def test_names_that_lead_elsewhere_are_refused(folder: Path, name: str, said: str) -> None:
    (folder / "link.csv").symlink_to("../c.csv")
    os.mkfifo(folder / "pipe")
    with pytest.raises(ValueError, match=said):
        Beside(folder).read(name, 10)


def test_a_missing_file_is_watched(folder: Path) -> None:
    beside = Beside(folder)
    with pytest.raises(ValueError, match="没有"):
        beside.read("d.csv", 10)
    assert beside.paths == (folder / "d.csv",)
    assert beside.holds("d.csv", "")
    (folder / "d.csv").write_bytes(b"4")
    assert not beside.holds("d.csv", "")


def test_what_has_changed_is_read_again(folder: Path) -> None:
    beside = Beside(folder)
    beside.read("a.csv", 10)
    other = beside.apart()
    (folder / "a.csv").write_bytes(b"changed")
    assert not other.holds("a.csv", sha256(b"1"))
    assert other.read("a.csv", 10) == b"changed"
    assert beside.used == {"a.csv": sha256(b"1")}
    with pytest.raises(ValueError, match="不读"):
        other.read("a.csv", 3)


def test_few_bytes_are_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_KEPT", 100)
    beside = Beside(folder)
    for at in range(20):
        (folder / f"{at}.csv").write_bytes(bytes([at]) * 30)
        assert beside.read(f"{at}.csv", 100) == bytes([at]) * 30
    assert list(beside._kept) == ["17.csv", "18.csv", "19.csv"]
    assert len(beside.used) == 20


def test_without_a_folder_nothing_can_be_named() -> None:
    with pytest.raises(ValueError, match="不是文件"):
        Beside(None).read("a.csv", 10)
