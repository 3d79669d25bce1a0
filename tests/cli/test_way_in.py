"""`speechgen 文件…`, help in every wording, standard input, opening what was made, colour."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from speechgen.cli import screen
from tests.cli.conftest import OUTLINE, Done

Cli = Callable[..., Done]


def piped(folder: Path, data: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "-m", "speechgen", *arguments]
    return subprocess.run(
        command, input=data, cwd=folder, env=environment, capture_output=True, check=False
    )


class TestFiles:
    def test_an_outline_is_drafted_beside_itself(self, cli: Cli, folder: Path) -> None:
        assert cli("讲话.yaml").status == 0
        assert (folder / "讲话.docx").exists()

    def test_a_text_and_a_word_file_are_checked(self, cli: Cli, folder: Path) -> None:
        (folder / "旧稿.txt").write_text("讲话\n我讲三点意见。\n一、甲\n二、乙\n", "utf-8")
        cli("讲话.yaml")
        done = cli("旧稿.txt", "讲话.docx")
        assert done.status == 1
        assert "count-claim" in done.out

    def test_a_meeting_file_makes_its_folder(self, cli: Cli, folder: Path, root: Path) -> None:
        shutil.copytree(root / "examples" / "packs" / "renovation", folder / "成套")
        assert cli("成套/会议.yaml").status == 0
        assert len([*(folder / "成套" / "会议").glob("*.docx")]) == 12

    @pytest.mark.parametrize(
        ("name", "text", "what"),
        [
            ("speechgen.yaml", "版式: plain\n", "这是默认设置文件"),
            ("meeting.yaml", "名称: 班会发言\n段落: [a.j2]\n", "这是会议类型的说明文件"),
            ("_layouts/大字.yaml", "名称: 大字\n继承: large-print\n", "这是版式文件"),
            ("大字.yaml", "名称: 大字\n继承: large-print\n", "这是版式文件"),
            ("名单.xlsx", "", "这是表格"),
            ("名单.csv", "姓名\n小满\n", "这是表格"),
            ("没有.yaml", None, "没有这个文件"),
            ("照片.png", "", "错误"),
        ],
    )
    def test_what_is_no_outline_is_named(
        self, cli: Cli, folder: Path, name: str, text: str | None, what: str
    ) -> None:
        if text is not None:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, "utf-8")
        before = sorted(folder.rglob("*"))
        done = cli(name)
        assert done.status == 2
        assert what in done.err
        assert done.err.count("错误[") == 1
        assert sorted(folder.rglob("*")) == before

    def test_a_folder_asks_what_to_do(self, cli: Cli, folder: Path) -> None:
        (folder / "稿").mkdir()
        assert "要写明做什么" in cli("稿").err

    def test_every_file_has_its_turn(self, cli: Cli, folder: Path) -> None:
        done = cli("没有.yaml", "讲话.yaml")
        assert done.status == 2
        assert (folder / "讲话.docx").exists()

    def test_a_command_wins_over_a_file_of_its_name(self, cli: Cli, folder: Path) -> None:
        (folder / "types").write_text("", "utf-8")
        assert "动员部署会讲话" in cli("types").out

    def test_options_need_a_command_and_nothing_is_done(self, cli: Cli, folder: Path) -> None:
        done = cli("讲话.yaml", "-o", "甲.docx")
        assert done.status == 2
        assert "没有写命令" in done.err
        assert not (folder / "讲话.docx").exists()


class TestHelp:
    def test_h_and_help_are_help(self, cli: Cli) -> None:
        assert cli("-h").out == cli("--help").out == cli("help").out
        assert cli("draft", "-h").out == cli("draft", "--help").out == cli("help", "draft").out

    def test_options_of_draft_stand_in_groups(self, cli: Cli) -> None:
        page = cli("help", "draft").out
        headings = [line for line in page.splitlines() if line.startswith("选项")]
        groups = ("常用", "样子", "检查", "成套材料", "批量")
        assert headings == [f"选项（{one}）：" for one in groups]
        assert page.index("选项（批量）") < page.index("--data")

    def test_a_misspelt_command_of_help(self, cli: Cli) -> None:
        assert "没有命令“drfat”，是不是 draft？" in cli("help", "drfat").err


class TestStandardInput:
    def test_it_is_drafted(self, folder: Path) -> None:
        done = piped(folder, OUTLINE.encode(), "draft", "-", "-f", "txt", "-o", "-")
        assert done.returncode == 0
        assert "安全生产月活动" in done.stdout.decode()
        assert done.stderr.decode().startswith("标准输入  ")

    def test_a_fault_is_told_at_its_line(self, folder: Path) -> None:
        wrong = OUTLINE.replace("题: 提高", "提: 提高").encode("gb18030")
        done = piped(folder, wrong, "draft", "-", "-o", "a.docx")
        assert done.returncode == 2
        assert "标准输入:7:5: 错误[outline-unknown-key]" in done.stderr.decode()

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("draft -", "要写明写到哪个文件"),
            ("draft - -o 文稿/", "要写明写到哪个文件"),
            ("draft - 讲话.yaml -o 文稿/", "要单独起草"),
            ("draft - -o a.docx --watch", "不能用 --watch"),
            ("check - --fix --in-place", "没有原文件可改"),
        ],
    )
    def test_what_it_cannot_be(self, cli: Cli, line: str, said: str) -> None:
        done = cli(*line.split())
        assert done.status == 2
        assert said in done.err

    @pytest.mark.parametrize(
        ("data", "status"),
        [("我讲三点意见。\n一、甲\n二、乙\n".encode(), 1), (OUTLINE.encode(), 0), (b"", 2)],
    )
    def test_it_is_checked_as_what_it_is(self, folder: Path, data: bytes, status: int) -> None:
        done = piped(folder, data, "check", "-")
        assert done.returncode == status, done.stderr.decode()
        assert "Traceback" not in done.stderr.decode()

    def test_a_word_file_is_checked_and_mended(self, cli: Cli, folder: Path) -> None:
        cli("讲话.yaml")
        assert piped(folder, (folder / "讲话.docx").read_bytes(), "check", "-").returncode == 0
        mended = piped(folder, "这样不行。。\n".encode(), "check", "-", "--fix", "-o", "-")
        assert mended.stdout.decode() == "这样不行。\n"


class TestOpening:
    @pytest.fixture
    def opened(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        seen: list[str] = []
        monkeypatch.setattr(screen, "show_file", seen.append)
        return seen

    @pytest.mark.parametrize("line", ["draft 讲话.yaml --open", "讲话.yaml --open"])
    def test_the_draft_is_opened(self, cli: Cli, opened: list[str], line: str) -> None:
        assert cli(*line.split()).status == 0
        assert opened == ["讲话.docx"]

    @pytest.mark.parametrize(
        ("options", "shown"), [("--in-place", "讲话.yaml"), ("-o 新的.yaml", "新的.yaml")]
    )
    def test_the_outline_that_was_pulled_is_opened(
        self, cli: Cli, opened: list[str], options: str, shown: str
    ) -> None:
        cli("draft", "讲话.yaml")
        assert cli("pull", "讲话.docx", "讲话.yaml", "--open", *options.split()).status == 0
        assert opened == [shown]

    @pytest.mark.parametrize(
        "line",
        [
            "draft 讲话.yaml -f txt -o - --open", "draft 没有.yaml --open",
            "pull 讲话.docx 讲话.yaml --open", "pull 讲话.docx 讲话.yaml --open --in-place",
        ],
    )  # fmt: skip
    def test_where_nothing_is_written_nothing_opens(
        self, cli: Cli, opened: list[str], line: str
    ) -> None:
        assert cli(*line.split()).status == 2
        assert opened == []

    @pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="another program opens there")
    def test_the_program_gets_the_whole_path(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        program, seen = tmp_path / "xdg-open", tmp_path / "seen"
        program.write_text(
            f'#!/bin/sh\nprintf %s "$1" > "{seen}.part"; mv "{seen}.part" "{seen}"\n'
        )
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
        monkeypatch.chdir(tmp_path)
        screen.show_file("-甲 乙.docx")
        for _ in range(200):
            if seen.exists():
                break
            time.sleep(0.05)
        assert seen.read_text() == str(tmp_path / "-甲 乙.docx")

    def test_a_system_without_such_a_program_is_told(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(sys, "platform", "linux")
        monkeypatch.setenv("PATH", "/nowhere")
        screen.show_file("甲.docx")
        assert "没有打开“甲.docx”" in capsys.readouterr().err


class Terminal:
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class TestColour:
    def test_only_on_a_terminal_that_wants_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.delenv("NO_COLOR", raising=False)
        terminal = Terminal()
        assert screen.in_colour(terminal) is (os.name != "nt")  # type: ignore[arg-type]
        monkeypatch.setenv("NO_COLOR", "1")
        assert not screen.in_colour(terminal)  # type: ignore[arg-type]
        monkeypatch.delenv("NO_COLOR")
        monkeypatch.setenv("TERM", "dumb")
        assert not screen.in_colour(terminal)  # type: ignore[arg-type]
        assert not screen.in_colour(None)

    def test_the_word_alone_is_coloured(self, cli: Cli) -> None:
        from speechgen.diagnostics import Span, error, show

        note = error(Span("\x1b甲.yaml", 3, 2), "usage", "不对", "这样写")
        plain, coloured = show([note]), show([note], colour=True)
        assert coloured.replace("\x1b[31m", "").replace("\x1b[0m", "") == plain
        assert "\x1b[31m错误[usage]\x1b[0m：不对" in coloured
