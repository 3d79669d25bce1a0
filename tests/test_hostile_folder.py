"""In a stranger's folder nothing is run, followed out of it, deleted or waited for.

Every place where speechgen keeps something of its own is taken by something else, one at a time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from speechgen import files
from speechgen.cli import run
from speechgen.diagnostics import SpeechError
from speechgen.files import placing
from speechgen.rows import draft_many, engine
from speechgen.rows.journal import entries_in
from speechgen.rows.places import STATE

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links and FIFOs as POSIX has them")

OUTLINE = "类型: 讲话\n标题: 在校舍安全会上的讲话\n开头: 今天开会。\n"
TABLE = "序号,标题\n1,第一份\n2,第二份\n"
STRAY = ".speechgen-0123456789abcdef"
BATCH = ["draft", "讲话.yaml", "--data", "t.csv", "-o", "函/", "-f", "txt", "--resume"]
PLACES: dict[str, list[str]] = {
    ".speechgen": ["draft", "讲话.yaml", "-f", "txt"],
    STRAY: ["draft", "讲话.yaml"],
    "讲话.docx": ["draft", "讲话.yaml", "--force"],
    "讲话.docx.bak": ["draft", "讲话.yaml", "--force"],
    "讲话.yaml.bak": ["check", "--fix", "--in-place", "讲话.yaml"],
    "speechgen.yaml": ["draft", "讲话.yaml"],
    "函/讲话-1.txt": [*BATCH, "--force"],
    "函/.speechgen": BATCH,
    "函/manifest.jsonl": BATCH,
    f"函/{STATE}": BATCH,
    f"函/{STATE}/lock": BATCH,
    f"函/{STATE}/journal.jsonl": BATCH,
    f"函/{STATE}/earlier.jsonl": BATCH,
    f"函/{STATE}/{STRAY}": BATCH,
}
"""A name of ours, and the command that comes upon it."""


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    """A folder outside, with names that a careless run would take for its own."""
    folder = tmp_path / "家"
    folder.mkdir()
    for name in ("信.txt", "lock", "journal.jsonl", STRAY):
        (folder / name).write_text("我的\n", "utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The stranger's folder, worked in."""
    folder = tmp_path / "别人"
    folder.mkdir()
    (folder / "讲话.yaml").write_text(OUTLINE, "utf-8")
    (folder / "t.csv").write_text(TABLE, "utf-8")
    monkeypatch.chdir(folder)
    return folder


def known(folder: Path) -> list[int]:
    """The rows of the batch's manifest that a later run would believe."""
    with (folder / "函" / "manifest.jsonl").open("rb") as stream:
        return [entry["row"] for _, entry in entries_in(stream)]


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in folder.iterdir()}


Plant = Callable[[Path, Path], None]
PLANTED: dict[str, Plant] = {
    "a link to a folder": lambda at, victim: at.symlink_to(victim),
    "a link to a file": lambda at, victim: at.symlink_to(victim / "信.txt"),
    "a dangling link": lambda at, victim: at.symlink_to(victim / "新.txt"),
    "a second name": lambda at, victim: os.link(victim / "信.txt", at),
    "a circle": lambda at, _: at.symlink_to(at.name),
    "a FIFO": lambda at, _: os.mkfifo(at),
    "a folder": lambda at, _: at.mkdir(),
}


@pytest.mark.parametrize("planted", PLANTED)
@pytest.mark.parametrize("place", PLACES)
def test_nothing_of_ours_is_followed(
    folder: Path, victim: Path, place: str, planted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if place.startswith("讲话.docx"):
        (folder / "讲话.docx").write_bytes(b"mine")
    if place in ("讲话.docx", STRAY):
        (folder / place).unlink(missing_ok=True)
    (folder / place).parent.mkdir(parents=True, exist_ok=True)
    PLANTED[planted](folder / place, victim)
    before = contents(victim)
    assert run(PLACES[place]) in (0, 1, 2)
    assert contents(victim) == before
    talk = capsys.readouterr().err
    assert "internal" not in talk and "系统报告错误" not in talk


@pytest.mark.parametrize("line", [["圈.yaml"], ["draft", "讲话.yaml", "-f", "txt"]])
def test_links_in_a_circle_are_no_bug_of_ours(
    folder: Path, capsys: pytest.CaptureFixture[str], line: list[str]
) -> None:
    """The first, and folders of templates in a defaults file, were told as a RuntimeError."""
    for name in ("圈.yaml", "模板"):
        (folder / name).symlink_to(name)
    (folder / "speechgen.yaml").write_text("模板: 模板\n", "utf-8")
    run(line)
    assert "internal" not in capsys.readouterr().err


def test_what_stands_in_our_place_is_named(
    folder: Path, victim: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / ".speechgen").symlink_to(victim / "信.txt")
    assert run(["draft", "讲话.yaml", "-f", "txt"]) == 2
    assert ".speechgen 是一个链接，不跟着它走" in capsys.readouterr().err
    (folder / "函").mkdir()
    (folder / "函" / STATE).symlink_to(victim)
    assert run(BATCH) == 2
    assert f"{STATE} 是链接，不是 speechgen 自己的文件夹" in capsys.readouterr().err


def test_a_link_as_target_stays_inside(
    folder: Path, victim: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "讲话.docx").symlink_to(victim / "信.txt")
    assert run(["draft", "讲话.yaml", "--force"]) == 2
    assert "错误[file-outside]" in capsys.readouterr().err
    (folder / "讲话.md").symlink_to(folder / "没有.md")
    assert run(["draft", "讲话.yaml", "-f", "md"]) == 2
    assert "断开的链接" in capsys.readouterr().err
    assert not (folder / "没有.md").exists()


def test_inside_is_not_what_begins_alike(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out-evil").mkdir()
    (tmp_path / "out" / "镇").symlink_to(tmp_path / "out-evil")
    (made,) = draft_many(
        [{"标题": "甲"}], outline=OUTLINE.encode(), into=tmp_path / "out", name="镇/{标题}"
    )
    assert made.diagnostics[0].rule == "file-outside"
    assert not list((tmp_path / "out-evil").iterdir())


def test_only_our_own_names_are_swept(folder: Path) -> None:
    state = folder / "函" / STATE
    (state / "要紧的").mkdir(parents=True)
    kept = {".speechgen-precious", ".speechgen-0123456789abcdeg", "lock.txt", "journal.json"}
    for name in (*kept, STRAY, "earlier.jsonl"):
        (state / name).write_bytes(b"x")
    assert run(BATCH[:-1]) == 0
    assert {path.name for path in state.iterdir()} == {*kept, "要紧的"}


def test_a_manifest_of_somebody_elses_is_kept(folder: Path) -> None:
    (folder / "函").mkdir()
    (folder / "函" / "manifest.jsonl").write_text('{"mine": 1}\n')
    assert run(BATCH) == 0
    assert (folder / "函" / "manifest.jsonl.bak").read_text() == '{"mine": 1}\n'
    assert known(folder) == [2, 3]


# -- what is read back ----------------------------------------------------------------------------

WRONG: dict[str, object] = {
    "row": True, "file": 5, "sha256": "ff", "characters": 10**400, "minutes": [1], "sections": -1,
    "missing": [{"field": 1}], "diagnostics": ["x"], "inputs": "\ud800",
}  # fmt: skip


@pytest.mark.parametrize("key", WRONG)
def test_a_line_with_a_wrong_key_is_not_known(folder: Path, key: str) -> None:
    assert run(BATCH) == 0
    manifest = folder / "函" / "manifest.jsonl"
    first, second = map(json.loads, manifest.read_text("utf-8").splitlines())
    lines = [json.dumps(first | {key: WRONG[key]}), json.dumps(second)]
    manifest.write_text("\n".join(lines) + "\n")
    assert known(folder) == [3]
    assert run([*BATCH, "--json", "--summary", "s.csv"]) == 0
    assert known(folder) == [2, 3]


@pytest.mark.parametrize(
    "line", ["[" * 300_000, "9" * 5_000, "x" * 5_000_000, "null", '{"file": "讲话-1.txt"}', "\0"],
    ids=["nested", "long number", "long line", "null", "few keys", "zero"],
)  # fmt: skip
def test_a_line_that_is_none_is_not_known(folder: Path, line: str) -> None:
    assert run(BATCH) == 0
    manifest = folder / "函" / "manifest.jsonl"
    whole = manifest.read_text("utf-8")
    manifest.write_text(f"{line}\n{whole}{line}", "utf-8")
    assert run(BATCH) == 0
    assert manifest.read_text("utf-8") == whole


def test_resume_believes_the_file_and_no_manifest(folder: Path) -> None:
    assert run(BATCH) == 0
    made = folder / "函" / "讲话-1.txt"
    whole = made.read_bytes()
    made.unlink()
    assert run(BATCH) == 0
    assert made.read_bytes() == whole


# -- nothing is run -------------------------------------------------------------------------------


def test_modules_of_the_folder_are_not_imported(folder: Path) -> None:
    for name in ("yaml", "docx", "lxml", "jinja2", "json", "typer", "fsspec", "ctypes"):
        (folder / f"{name}.py").write_text("open('ran', 'w').close()\nraise SystemExit(77)\n")
    done = subprocess.run(
        [sys.executable, "-m", "speechgen", "draft", "讲话.yaml", "-f", "docx", "--strict"],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not (folder / "ran").exists()


def test_programs_of_the_folder_are_not_found(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in (folder, tmp_path):
        (place / "soffice").write_text("#!/bin/sh\n")
        (place / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join(["", ".", "bin"]))
    assert files.find_program("soffice") is None
    monkeypatch.setenv("PATH", os.pathsep.join([".", str(tmp_path)]))
    assert files.find_program("soffice") == str(tmp_path / "soffice")


# -- states of a disk -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [["draft", "{}/讲话.yaml", "-o", "{}/a.docx"], ["draft", "讲话.yaml"], ["types"], ["doctor"],
     ["check", "{}/讲话.yaml"], ["new", "speech", "-o", "a.yaml"],
     ["draft", "{}/讲话.yaml", "--data", "{}/t.csv", "-o", "函/"],
     ["draft", "{}/讲话.yaml", "--data", "{}/t.csv", "-o", "{}/函/"]],
    ids=" ".join,
)  # fmt: skip
def test_a_working_folder_that_is_gone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, command: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    gone = folder / "没了"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert run([word.format(folder) for word in command]) in (0, 2)
    assert "internal" not in capsys.readouterr().err
    monkeypatch.chdir(folder)


def test_a_file_that_is_open_in_word_is_said_to_be(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["draft", "讲话.yaml"]) == 0
    (folder / "讲话.yaml").write_text(OUTLINE.replace("今天", "现在"), "utf-8")

    def refused(*_: object) -> None:
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(os, "replace", refused)
    capsys.readouterr()
    assert run(["draft", "讲话.yaml"]) == 2
    assert "没有写入权限" in capsys.readouterr().err
    monkeypatch.setattr(placing, "_WINDOWS", True)
    assert run(["draft", "讲话.yaml"]) == 2
    assert "正被别的程序打开" in capsys.readouterr().err
    for name in ("~$讲话.docx", ".~lock.讲话.docx#"):
        (folder / name).write_bytes(b"")
        assert run(["draft", "讲话.yaml"]) == 2
        said = capsys.readouterr().err
        assert "它正在 Word 或 WPS 里开着" in said and "关上它再试" in said
        (folder / name).unlink()
    assert not [path for path in folder.iterdir() if path.name.startswith(".speechgen-")]


def test_a_path_that_is_too_long_is_said_to_be(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SpeechError, match="路径太长"):
        files.place(folder.joinpath(*["长" * 80] * 60), b"x")
    with pytest.raises(SpeechError, match="文件名太长"):
        files.place(folder / ("长" * 90), b"x")
    monkeypatch.setattr(placing, "_WINDOWS", True)
    lost = FileNotFoundError(2, "The system cannot find the path specified")
    assert "路径太长" in str(placing.unwritable(Path("长" * 260), lost))
    assert "路径太长" not in str(placing.unwritable(Path("短"), lost))


def test_no_more_processes_than_windows_can_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "processors", lambda: 96)
    assert engine.workers_for(0) == 96
    assert engine.workers_for(10_000) == 96
    monkeypatch.setattr(engine.sys, "platform", "win32")
    assert engine.workers_for(0) == engine.workers_for(200) == 61
    assert engine.workers_for(2) == 2
