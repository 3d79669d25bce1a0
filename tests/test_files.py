"""Whose file it is, and that no reader ever sees half of one."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from speechgen import files
from speechgen.api.drafting import draft
from speechgen.diagnostics import SpeechError
from speechgen.files import own, placing

OUTLINE = "类型: 讲话\n标题: 在安全生产会上的讲话\n开头: 今天开会。\n"
LATER = OUTLINE.replace("今天", "现在")


def rule_of(error: pytest.ExceptionInfo[SpeechError]) -> str:
    (found,) = error.value.diagnostics
    assert not found.message.isascii()
    return found.rule


def strays(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir() if file.name.startswith(placing._TEMPORARY)]


@pytest.mark.parametrize("suffix", ["docx", "txt", "md"])
class TestWhoseFile:
    def test_new_same_and_own_files_are_written(self, suffix: str, tmp_path: Path) -> None:
        target = tmp_path / "新" / "文件夹" / f"讲话.{suffix}"
        assert draft(OUTLINE.encode()).save(target)
        assert not draft(OUTLINE.encode()).save(target)
        assert draft(LATER.encode()).save(target)
        assert target.read_bytes() == draft(LATER.encode()).to(suffix)
        assert not strays(target.parent)

    def test_a_foreign_file_is_refused_and_left_alone(self, suffix: str, tmp_path: Path) -> None:
        target = tmp_path / f"讲话.{suffix}"
        target.write_bytes(b"mine")
        with pytest.raises(SpeechError) as refused:
            draft(OUTLINE.encode()).save(target)
        assert rule_of(refused) == "file-foreign"
        assert target.read_bytes() == b"mine"

    def test_an_edited_file_is_refused(self, suffix: str, tmp_path: Path) -> None:
        target = tmp_path / f"讲话.{suffix}"
        draft(OUTLINE.encode()).save(target)
        edit(target)
        with pytest.raises(SpeechError) as refused:
            draft(LATER.encode()).save(target)
        assert rule_of(refused) == "file-foreign"

    def test_force_keeps_what_was_there(self, suffix: str, tmp_path: Path) -> None:
        target = tmp_path / f"讲话.{suffix}"
        target.write_bytes(b"first")
        draft(OUTLINE.encode()).save(target, force=True)
        assert (tmp_path / f"讲话.{suffix}.bak").read_bytes() == b"first"
        target.write_bytes(b"second")
        draft(OUTLINE.encode()).save(target, force=True)
        assert (tmp_path / f"讲话.{suffix}.bak").read_bytes() == b"first"
        assert (tmp_path / f"讲话.{suffix}.bak1").read_bytes() == b"second"

    def test_from_whatever_outline(self, suffix: str, tmp_path: Path) -> None:
        target = tmp_path / f"讲话.{suffix}"
        draft(OUTLINE.encode()).save(target)
        other = "类型: 动员部署会讲话\n标题: 另一份\n任务: 安全\n正文:\n  - 甲\n"
        assert draft(other.encode()).save(target)


def edit(path: Path) -> None:
    """Change one character as an editor would."""
    if path.suffix != ".docx":
        path.write_text(path.read_text("utf-8").replace("今天", "昨天"), "utf-8")
        return
    import docx

    opened = docx.Document(str(path))
    opened.paragraphs[-1].runs[-1].text += "改"
    opened.save(str(path))


def test_without_its_record_a_text_is_foreign(tmp_path: Path) -> None:
    target = tmp_path / "讲话.txt"
    draft(OUTLINE.encode()).save(target)
    (tmp_path / placing.RECORD).unlink()
    assert not draft(OUTLINE.encode()).save(target)  # the same bytes need no record
    with pytest.raises(SpeechError):
        draft(LATER.encode()).save(target)


def test_a_damaged_record_does_not_stop_anybody(tmp_path: Path) -> None:
    (tmp_path / placing.RECORD).write_bytes(b"\xff\x00garbage")
    assert draft(OUTLINE.encode()).save(tmp_path / "讲话.txt")
    assert draft(LATER.encode()).save(tmp_path / "讲话.txt")


def test_a_long_record_is_shortened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placing, "_RECORD_LIMIT", 500)
    for turn in range(40):
        draft((OUTLINE + f"结尾: 第{turn}次\n").encode()).save(tmp_path / "讲话.txt")
    assert (tmp_path / placing.RECORD).stat().st_size < 1000
    assert draft(OUTLINE.encode()).save(tmp_path / "讲话.txt")


ODD_NAMES = (
    "带 空格.docx",
    "😀.docx",
    "-开头.docx",
    "con.docx",
    "." + "长" * 83 + ".docx",
    "a\tb.docx",
    "%s{0}.txt",
)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names(name: str, tmp_path: Path) -> None:
    target = tmp_path / name
    assert draft(OUTLINE.encode()).save(target)
    assert draft(LATER.encode()).save(target)


def test_a_name_too_long_is_said(tmp_path: Path) -> None:
    with pytest.raises(SpeechError) as refused:
        draft(OUTLINE.encode()).save(tmp_path / ("长" * 90 + ".docx"))
    assert "文件名太长" in refused.value.diagnostics[0].message


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "讲话.docx").mkdir()
    with pytest.raises(SpeechError) as refused:
        draft(OUTLINE.encode()).save(tmp_path / "讲话.docx")
    assert rule_of(refused) == "file-unwritable"
    (tmp_path / "文件").write_text("")
    with pytest.raises(SpeechError) as refused:
        draft(OUTLINE.encode()).save(tmp_path / "文件" / "讲话.docx")
    assert rule_of(refused) == "file-unwritable"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "别处").mkdir()
    real = tmp_path / "别处" / "讲话.docx"
    draft(OUTLINE.encode()).save(real)
    link = tmp_path / "讲话.docx"
    link.symlink_to(real)
    draft(LATER.encode()).save(link)
    assert link.is_symlink()
    assert real.read_bytes() == draft(LATER.encode()).to("docx")


def test_a_link_in_a_circle_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.docx").symlink_to(tmp_path / "b.docx")
    (tmp_path / "b.docx").symlink_to(tmp_path / "a.docx")
    with pytest.raises(SpeechError) as refused:
        draft(OUTLINE.encode()).save(tmp_path / "a.docx")
    assert rule_of(refused) == "file-unwritable"


def test_a_file_keeps_its_rights_and_a_new_one_minds_the_mask(tmp_path: Path) -> None:
    target = tmp_path / "讲话.docx"
    draft(OUTLINE.encode()).save(target)
    mask = os.umask(0)
    os.umask(mask)
    assert target.stat().st_mode & 0o777 == 0o666 & ~mask
    target.chmod(0o640)
    draft(LATER.encode()).save(target)
    assert target.stat().st_mode & 0o777 == 0o640


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KiB; needs the right to mount (CI has it)."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if (
        sys.platform != "linux"
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("no right to mount a small file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("suffix", ["docx", "txt"])
def test_a_full_disk(suffix: str, small_disk: Path) -> None:
    target = small_disk / f"讲话.{suffix}"
    draft(OUTLINE.encode()).save(target)
    before = target.read_bytes()
    filler = small_disk / "filler"
    with pytest.raises(OSError, match="No space"), filler.open("wb") as stream:
        while True:
            stream.write(b"x" * 4096)
            stream.flush()
    with pytest.raises(SpeechError) as refused:
        draft((OUTLINE + "结尾: " + "长" * 9000 + "\n").encode()).save(target)
    assert "磁盘已满" in refused.value.diagnostics[0].message
    assert target.read_bytes() == before
    assert not strays(small_disk)
    filler.unlink()
    assert draft(LATER.encode()).save(target)


def test_a_read_only_disk(small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(SpeechError) as refused:
        draft(OUTLINE.encode()).save(small_disk / "讲话.docx")
    assert "只读" in refused.value.diagnostics[0].message


def test_many_runs_on_one_target_at_once(tmp_path: Path) -> None:
    outline = tmp_path / "o.yaml"
    outline.write_text(OUTLINE, "utf-8")
    target = tmp_path / "讲话.txt"
    command = [sys.executable, "-m", "speechgen", "draft", str(outline), "-o", str(target)]
    runs = [
        subprocess.Popen([*command, "--set", f"结尾=第{n}个"], stderr=subprocess.DEVNULL)
        for n in range(8)
    ]
    assert [run.wait() for run in runs] == [0] * 8
    assert target.read_text("utf-8").splitlines()[-1].strip() in {f"第{n}个" for n in range(8)}
    assert not strays(tmp_path)


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_in_mid_write_leaves_nothing_behind(
    sent: signal.Signals, status: int, tmp_path: Path
) -> None:
    code = (
        "import os, sys, time\n"
        "from speechgen.files import own\n"
        "def slow(_):\n"
        "    print('writing', flush=True); time.sleep(30)\n"
        "own.sync = slow\n"
        "from speechgen.cli import run\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    outline = tmp_path / "o.yaml"
    outline.write_text(OUTLINE, "utf-8")
    target = tmp_path / "out" / "讲话.docx"
    run = subprocess.Popen(
        [sys.executable, "-c", code, "draft", str(outline), "-o", str(target)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert run.stdout is not None
    assert run.stdout.readline() == b"writing\n"
    time.sleep(0.1)
    run.send_signal(sent)
    _, talk = run.communicate(timeout=20)
    assert run.returncode == status
    assert b"Traceback" not in talk
    assert not list(target.parent.iterdir())


# -- power cuts and strays ------------------------------------------------------------------------


def test_content_and_name_are_durable_around_the_move(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def noted(name: str) -> Callable[..., None]:
        real = getattr(os, name)

        def call(*given: object) -> None:
            folder = name == "fsync" and stat.S_ISDIR(os.fstat(given[0]).st_mode)  # type: ignore[arg-type]
            done.append("folder" if folder else name)
            real(*given)

        return call

    for name in ("fsync", "replace"):
        monkeypatch.setattr(os, name, noted(name))
    files.place(tmp_path / "讲话.txt", b"x")
    assert done == ["fsync", "fsync", "replace", "folder"]  # the record's, then the file's


def test_a_chunk_is_durable_before_any_of_it_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moves = placing.Moves(tmp_path)
    targets = [tmp_path / "out" / f"{number}.docx" for number in range(3)]
    for target in targets:
        files.place(target, b"x", paper=True, moves=moves)
    assert not any(target.exists() for target in targets)
    there: list[bool] = []
    monkeypatch.setattr(own, "sync_disk", lambda _: there.extend(map(Path.exists, targets)))
    targets[1].mkdir()
    refused = moves.settle()
    assert there == [False, True, False]  # the folder that came between
    assert list(refused) == [targets[1]]
    assert [target.is_file() for target in targets] == [True, False, True]
    assert not strays(tmp_path)


def test_a_disk_that_takes_nothing_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    moves = placing.Moves(tmp_path)
    files.place(tmp_path / "a.txt", b"x", moves=moves)
    monkeypatch.setattr(own, "sync_disk", full)
    (refused,) = moves.settle().values()
    assert refused.diagnostics[0].rule == "disk-full"
    assert {path.name for path in tmp_path.iterdir()} == {placing.RECORD}


def test_strays_of_a_killed_run_go_and_those_of_a_living_one_stay(tmp_path: Path) -> None:
    dead = tmp_path / ".speechgen-0123456789abcdef"
    dead.write_bytes(b"x")
    alive = tmp_path / ".speechgen-fedcba9876543210"
    with alive.open("wb") as stream:
        assert own.lock(stream.fileno())
        files.place(tmp_path / "讲话.txt", b"x")
        assert not dead.exists()
        assert alive.exists()


def test_a_stray_that_is_swept_too_soon_is_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = placing._written
    swept: list[Path] = []

    def unlucky(folder: Path, target: Path, data: bytes) -> Path:
        written = real(folder, target, data)
        if not swept:
            written.unlink()
            swept.append(written)
        return written

    monkeypatch.setattr(placing, "_written", unlucky)
    assert files.place(tmp_path / "讲话.docx", b"x", paper=True)
    assert (tmp_path / "讲话.docx").read_bytes() == b"x"


def test_a_name_that_is_no_utf8_is_known_again(tmp_path: Path) -> None:
    target = tmp_path / "\udcff讲话.txt"
    assert files.place(target, b"1")
    assert files.place(target, b"2")
    placing.tidy_record(tmp_path)
    assert files.place(target, b"3")
