"""`speechgen draft`: targets, options, statuses and what the screen says."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import OUTLINE, Done

Cli = Callable[..., Done]

SUMMARY = "  49 字 · 约1分钟（时长15分钟） · 2 部分"


def body(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class TestTargets:
    def test_beside_the_outline(self, cli: Cli, folder: Path) -> None:
        done = cli("draft", "讲话.yaml")
        assert (done.status, done.out) == (0, "")
        assert done.err.splitlines()[-1].startswith("讲话.docx  ")
        assert (folder / "讲话.docx").read_bytes()[:2] == b"PK"

    def test_a_file_in_new_folders(self, cli: Cli, folder: Path) -> None:
        assert cli("draft", "讲话.yaml", "-o", "新/深/稿.txt").status == 0
        assert "一、提高认识" in (folder / "新" / "深" / "稿.txt").read_text("utf-8")

    def test_a_folder_that_exists_or_ends_in_a_slash(self, cli: Cli, folder: Path) -> None:
        (folder / "有").mkdir()
        assert cli("draft", "讲话.yaml", "-o", "有", "-f", "md").status == 0
        assert cli("draft", "讲话.yaml", "-o", "没有/", "-f", "md").status == 0
        assert (folder / "有" / "讲话.md").exists()
        assert (folder / "没有" / "讲话.md").exists()

    def test_standard_output(self, cli: Cli) -> None:
        done = cli("draft", "讲话.yaml", "-f", "txt", "-o", "-")
        assert body(done.out)[:3] == [
            "在全镇安全生产动员部署会上的讲话", "（2026年6月1日）", "同志们：",
        ]  # fmt: skip
        assert "讲话.yaml  " in done.err

    def test_a_word_file_on_standard_output(self, cli: Cli, folder: Path) -> None:
        command = [sys.executable, "-m", "speechgen", "draft", "讲话.yaml", "-o", "-"]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=True)
        cli("draft", "讲话.yaml")
        assert done.stdout == (folder / "讲话.docx").read_bytes()

    def test_several_need_a_folder(self, cli: Cli, folder: Path) -> None:
        (folder / "另.yaml").write_text(OUTLINE, "utf-8")
        done = cli("draft", "讲话.yaml", "另.yaml", "-o", "稿.docx")
        assert (done.status, "-o 文稿/" in done.err) == (2, True)
        done = cli("draft", "讲话.yaml", "另.yaml", "-o", "文稿/")
        assert done.status == 0
        assert done.err.splitlines()[-1] == "共 2 份，写好 2 份"

    def test_a_folder_of_outlines(self, cli: Cli, folder: Path) -> None:
        (folder / "提纲").mkdir()
        for name in ("甲", "乙"):
            (folder / "提纲" / f"{name}.yaml").write_text(OUTLINE, "utf-8")
        (folder / "提纲" / "speechgen.yaml").write_text("语速: 240\n", "utf-8")
        (folder / "提纲" / "._甲.yaml").write_bytes(b"\0\5\x16\7")  # of macOS, on a stick
        assert cli("draft", "提纲", "-o", "文稿/", "-f", "txt").status == 0
        assert sorted(f.name for f in (folder / "文稿").glob("*.txt")) == ["乙.txt", "甲.txt"]

    def test_two_outlines_never_share_a_target(self, cli: Cli, folder: Path) -> None:
        (folder / "甲").mkdir()
        (folder / "甲" / "讲话.yaml").write_text(OUTLINE, "utf-8")
        done = cli("draft", "讲话.yaml", "甲/讲话.yaml", "-o", "文稿/")
        assert (done.status, "两份提纲都要写到" in done.err) == (2, True)
        assert not (folder / "文稿").exists()


class TestStatus:
    def test_one_of_several_fails(self, cli: Cli, folder: Path) -> None:
        (folder / "坏.yaml").write_text("标题: 甲\n", "utf-8")
        done = cli("draft", "讲话.yaml", "坏.yaml", "-o", "文稿/")
        assert done.status == 1
        assert (folder / "文稿" / "讲话.docx").exists()
        assert "共 2 份，写好 1 份，失败 1 份" in done.err

    def test_all_fail(self, cli: Cli, folder: Path) -> None:
        (folder / "坏.yaml").write_text("标题: 甲\n", "utf-8")
        assert cli("draft", "坏.yaml").status == 2
        assert not (folder / "坏.docx").exists()

    def test_strict_writes_nothing_where_a_fact_is_missing(self, cli: Cli, folder: Path) -> None:
        text = OUTLINE.replace("任务: 部署安全生产月活动\n", "")
        (folder / "讲话.yaml").write_text(text, "utf-8")
        done = cli("draft", "讲话.yaml", "--strict")
        assert done.status == 2
        assert "错误[missing-fact]：缺少“任务”" in done.err
        assert not (folder / "讲话.docx").exists()
        done = cli("draft", "讲话.yaml")
        assert done.status == 0
        assert "待补 1 处：任务（第1行）" in done.err

    def test_gaps_of_the_outline_itself_are_missing_facts(self, cli: Cli, folder: Path) -> None:
        text = OUTLINE.replace("任务: 部署", "任务: 【待补】部署【待补：地点】")
        assert text != OUTLINE
        (folder / "讲话.yaml").write_text(text, "utf-8")
        done = cli("draft", "讲话.yaml", "--strict", "--no-check")
        assert done.status == 2
        assert "错误[missing-fact]：“【待补：地点】”还没有补上" in done.err
        assert not (folder / "讲话.docx").exists()
        done = cli("draft", "讲话.yaml")
        assert done.status == 0
        line = text[: text.index("任务")].count("\n") + 1
        assert f"待补 2 处：待补（第{line}行）、地点（第{line}行）" in done.err

    @pytest.mark.parametrize("wrong", [("-f", "doc"), ("--layot", "x"), ("--set", "日其=甲")])
    def test_what_is_refused_leaves_standard_output_empty(
        self, wrong: tuple[str, str], cli: Cli
    ) -> None:
        done = cli("draft", "讲话.yaml", *wrong)  # the screens: transcripts/options-of-draft.md
        assert (done.status, done.out) == (2, "")


def test_options_override_the_outline(cli: Cli) -> None:
    settings = ("日期=2026-07-02", "结尾=谢谢各位！", "正文[2].题=改了")
    options = [option for setting in settings for option in ("--set", setting)]
    done = cli("draft", "讲话.yaml", "-f", "txt", "-o", "-", "--numbering", "（一）>1.", *options)
    assert done.status == 0
    assert "（2026年7月2日）" in done.out
    assert "（二）改了" in done.out
    assert "1.守住底线；" in done.out
    assert body(done.out)[-1] == "谢谢各位！"


def test_a_member_of_an_ending_in_ones_own_words_is_refused(cli: Cli) -> None:
    done = cli("draft", "讲话.yaml", "--set", "结尾.致谢=谢谢", "-o", "-")
    assert (done.status, done.out) == (2, "")
    assert "错误[overlay-path]：“结尾.致谢”" in done.err


def test_a_suffix_of_another_format_is_told(cli: Cli, folder: Path) -> None:
    done = cli("draft", "讲话.yaml", "-f", "txt", "-o", "稿.docx")
    assert (done.status, (folder / "稿.docx").read_bytes()[:2] != b"PK") == (0, True)
    assert "警告[usage]：“稿.docx”里写的是 txt（-f）" in done.err
    assert "警告" not in cli("draft", "讲话.yaml", "-f", "txt", "-o", "稿.TXT").err


def test_json_has_one_object_a_draft(cli: Cli, folder: Path) -> None:
    other = OUTLINE.replace("任务: 部署安全生产月活动", "背景: 安全生产月就要到了。")
    (folder / "另.yaml").write_text(other, "utf-8")
    done = cli("draft", "讲话.yaml", "另.yaml", "-o", "文稿/", "--json")
    first, second = map(json.loads, done.out.splitlines())
    assert first["path"] == str(Path("文稿/讲话.docx"))
    assert (first["format"], first["sections"], first["missing"]) == ("docx", 2, [])
    assert first["minutes"] == [1, 1]
    assert isinstance(first["characters"], int)
    assert second["missing"] == [{"field": "任务", "line": 1}]
    assert [note["rule"] for note in second["diagnostics"]] == ["missing-fact"]


def test_json_has_one_object_a_draft_that_failed(cli: Cli, folder: Path) -> None:
    (folder / "坏.yaml").write_text(OUTLINE.replace("正文", "正问"), "utf-8")
    (folder / "名单.csv").write_text("日期\n2026-05-01\n2026-13-01\n", "utf-8")
    for words, rules in (
        (("坏.yaml",), ["outline-unknown-key"]),
        (("坏.yaml", "讲话.yaml", "没有.yaml"), ["outline-unknown-key", "", "file-missing"]),
        (("讲话.yaml", "--layout", "没有"), ["layout-unknown"]),
        (("讲话.yaml", "--data", "名单.csv"), ["", "outline-date"]),
    ):
        done = cli("draft", *words, "-o", "文稿/", "--json")
        told = [json.loads(line) for line in done.out.splitlines()]
        found = [next((note["rule"] for note in one["diagnostics"]), "") for one in told]
        assert (done.status, found) == (1 + (len(rules) == 1), rules)
        assert [one["path"] is None for one in told] == [rule != "" for rule in rules]
        assert {"format", "characters", "minutes", "sections", "missing"} <= set(told[0])
    done = cli("draft", "坏.yaml", "-o", "-", "--json")
    assert (done.status, done.out) == (2, "")  # that is where the draft would be


def test_json_tells_what_a_check_finds_and_each_thing_once(cli: Cli, folder: Path) -> None:
    text = OUTLINE.replace("2026年6月1日", "2026年9月12日（星期五）")
    (folder / "讲话.yaml").write_text(text.replace("压实责任", "区人民检查院派人"), "utf-8")
    for more, expected in (((), 0), (("--check",), 1)):
        done = cli("draft", "讲话.yaml", "--json", *more)
        rules = [note["rule"] for note in json.loads(done.out)["diagnostics"]]
        assert (rules.count("body-name"), rules.count("outline-weekday")) == (expected, 1)
        assert done.err.count("[outline-weekday]") == 1


def test_what_would_not_change_only_becomes_new(cli: Cli, folder: Path) -> None:
    cli("draft", "讲话.yaml")
    made = folder / "讲话.docx"
    os.utime(made, (1e9, 1e9))
    before = made.stat()
    assert cli("draft", "讲话.yaml").status == 0
    assert made.stat().st_ino == before.st_ino
    assert made.stat().st_mtime >= (folder / "讲话.yaml").stat().st_mtime  # make(1) sees it done


def test_repeated_runs_give_the_same_bytes(cli: Cli, folder: Path) -> None:
    made = set()
    for zone, seed in (("UTC", "1"), ("Asia/Shanghai", "2"), ("America/Lima", "3")):
        cli("draft", "讲话.yaml", "-o", "稿.docx", env={"TZ": zone, "PYTHONHASHSEED": seed})
        made.add((folder / "稿.docx").read_bytes())
    assert len(made) == 1


def test_the_defaults_file_of_a_folder_above(cli: Cli, folder: Path) -> None:
    (folder / "speechgen.yaml").write_text("讲话人: 镇长 孙立\n编号: （一）\n语速: 100\n", "utf-8")
    done = cli("draft", "讲话.yaml", "-f", "txt", "-o", "-")
    assert body(done.out)[1] == "镇长 孙立"
    assert "（一）提高认识" in done.out
    (folder / "speechgen.yaml").write_text("讲话任: 孙立\n语速: 快\n", "utf-8")
    done = cli("draft", "讲话.yaml")
    assert done.status == 2
    assert "speechgen.yaml:1:1: 错误[outline-unknown-key]：不认识的字段“讲话任”" in done.err


class TestConsoles:
    @pytest.mark.parametrize("encoding", ["cp936", "ascii", "latin-1"])
    def test_other_encodings_never_fail(self, encoding: str, cli: Cli, folder: Path) -> None:
        text = OUTLINE.replace("谢谢大家", "谢谢大家😀𠮷")
        (folder / "讲话.yaml").write_text(text, "utf-8")
        for arguments in (("draft", "讲话.yaml", "-f", "txt", "-o", "-"), ("types",), ("--help",)):
            done = cli(*arguments, encoding=encoding)
            assert done.status == 0
            assert done.out
        assert cli("draft", "没有.yaml", encoding=encoding).status == 2

    def test_a_reader_that_leaves_early(self, folder: Path) -> None:
        long = OUTLINE.replace("谢谢大家！", "谢" * 300_000)
        (folder / "讲话.yaml").write_text(long, "utf-8")
        command = [sys.executable, "-m", "speechgen", "draft", "讲话.yaml", "-f", "txt", "-o", "-"]
        run = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert run.stdout is not None
        run.stdout.read(10)
        run.stdout.close()
        assert run.stderr is not None
        assert b"Traceback" not in run.stderr.read()
        run.wait(timeout=20)

    def test_a_file_cannot_drive_the_terminal(self, cli: Cli, folder: Path) -> None:
        (folder / "坏.yaml").write_text("类型: 讲话\n标题: 甲\n\x1b]0;x\x07键: 乙\n", "utf-8")
        assert "\x1b" not in cli("draft", "坏.yaml").err


class TestWatch:
    def test_every_save_is_drafted_and_a_broken_one_survived(self, folder: Path) -> None:
        command = [sys.executable, "-m", "speechgen", "draft", "讲话.yaml", "-f", "txt", "--watch"]
        run = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True,
                               encoding="utf-8")  # fmt: skip
        assert run.stderr is not None
        try:
            seen = self.until(run, "2 部分")
            (folder / "讲话.yaml").write_text("标题: [坏", "utf-8")
            seen = self.until(run, "错误[")
            (folder / "讲话.yaml").write_text(OUTLINE.replace("谢谢大家", "谢谢各位"), "utf-8")
            seen = self.until(run, "2 部分")
            assert "Traceback" not in seen
            assert "谢谢各位" in (folder / "讲话.txt").read_text("utf-8")
        finally:
            run.send_signal(signal.SIGINT)
            _, rest = run.communicate(timeout=20)
        assert run.returncode == 130
        assert "Traceback" not in rest

    @staticmethod
    def until(run: subprocess.Popen[str], words: str) -> str:
        seen = ""
        started = time.monotonic()
        assert run.stderr is not None
        while words not in seen:
            assert time.monotonic() - started < 30, seen
            seen += run.stderr.readline()
        return seen


@pytest.mark.skipif(os.name == "nt", reason="file names of the shell")
def test_an_outline_whose_name_begins_with_a_dash(cli: Cli, folder: Path) -> None:
    (folder / "-甲.yaml").write_text(OUTLINE, "utf-8")
    assert cli("draft", "--", "-甲.yaml").status == 0
    assert (folder / "-甲.docx").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes among its files")
def test_a_target_that_is_no_file_is_not_called_one_to_delete(cli: Cli, folder: Path) -> None:
    os.mkfifo(folder / "管道")
    (folder / "断.docx").symlink_to(folder / "没有")
    for target in ("管道", "断.docx", "/dev/null"):
        done = cli("draft", "讲话.yaml", "-o", target)
        assert (done.status, "换一个 -o" in done.err, "删" in done.err) == (2, True, False)


def test_minutes_are_told_of_what_is_spoken(cli: Cli, folder: Path) -> None:
    text = (
        "类型: 会议纪要\n标题: 甲会纪要\n会议: {名称: 甲会, 日期: 2026年5月6日, 地点: 丙室}\n"
        "议定事项:\n  - {事项: 修路, 牵头: 乙局, 时限: 2026年6月1日}\n"
    )
    (folder / "纪要.yaml").write_text(text, "utf-8")
    assert "分钟" not in cli("draft", "纪要.yaml").err
    said = cli("draft", "纪要.yaml", "-f", "xlsx").err
    assert "里面没有表格，各段都在 A 列；要督办表，写  类型: 督办表" in said
    table = text.replace("会议纪要", "督办表").replace(", 地点: 丙室", "")  # as it says
    (folder / "督办.yaml").write_text(table, "utf-8")
    done = cli("draft", "督办.yaml", "-o", "督办.xlsx")
    assert done.status == 0 and "A 列" not in done.err
