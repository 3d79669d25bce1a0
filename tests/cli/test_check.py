"""`speechgen check` and `rules`: what is printed, written and returned."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from speechgen.checks import RULES
from tests.cli.conftest import Done

Cli = Callable[..., Done]

SPEECH = """\
在全市防汛工作会议上的讲话
同志们:
今年雨水偏多,任务很重。下面，我讲三点意见。
一、认清形势
各单位要抓紧落实。。不得拖延。
二、抓好准备
群众反应强烈的问题要马上办。
同志们，让我们共同努力。
"""
CLEAN = """\
在全市防汛工作会议上的讲话
同志们：
今年雨水偏多，任务很重。下面，我讲两点意见。
一、认清形势
各单位要抓紧落实，不得拖延。
二、抓好准备
群众反映强烈的问题要马上办。
同志们，让我们共同努力。
"""


@pytest.fixture(autouse=True)
def speech(folder: Path) -> Path:
    (folder / "稿.txt").write_text(SPEECH, "utf-8")
    (folder / "净.txt").write_text(CLEAN, "utf-8")
    return folder / "稿.txt"


class TestFindings:
    def test_text_and_status(self, cli: Cli) -> None:
        done = cli("check", "稿.txt")
        assert done.status == 1
        assert "稿.txt:3:18: 错误[count-claim]：这里说“三点”，后面列了2点\n 3 | 今年" in done.out
        assert done.err.splitlines()[-1] == "2 个错误、3 个警告；其中 3 处可以用 --fix 改"

    def test_a_clean_file(self, cli: Cli) -> None:
        done = cli("check", "净.txt")
        assert (done.status, done.out, done.err) == (0, "", "没有发现问题\n")

    def test_json(self, cli: Cli) -> None:
        done = cli("check", "稿.txt", "净.txt", "--format", "json")
        found = json.loads(done.out)["diagnostics"]
        assert [each["rule"] for each in found] == [
            "salutation", "half-width-punct", "count-claim", "repeat-punct", "confusable-word",
        ]  # fmt: skip
        assert found[1] == {
            "file": "稿.txt",
            "line": 3,
            "column": 7,
            "end_column": 8,
            "rule": "half-width-punct",
            "severity": "warning",
            "message": "半角“,”用在中文里",
            "hint": "改为“，”",
            "fix": {"start": [3, 7], "end": [3, 8], "text": "，"},
        }
        assert found[2]["fix"] is None  # offered only: a person decides

    def test_github(self, cli: Cli) -> None:
        first = cli("check", "稿.txt", "--format", "github").out.splitlines()[0]
        assert first == (
            "::warning file=稿.txt,line=2,col=4,endColumn=5,title=salutation"
            "::称谓后面用了半角冒号（改为“：”）"
        )

    def test_rules_of_a_pack_are_listed_and_explained(self, cli: Cli) -> None:
        assert "\npack-agenda " in cli("rules").out
        page = cli("rules", "pack-when").out
        assert "错：\n    会议:\n      日期:" in page
        assert page.endswith("\n")
        listed = {each["id"]: each["pack"] for each in json.loads(cli("rules", "--json").out)}
        assert (listed["pack-names"], listed["count-claim"]) == (True, False)

    def test_html(self, cli: Cli, folder: Path) -> None:
        done = cli("check", "稿.txt", "净.txt", "--format", "html")
        assert done.status == 1
        assert done.out.startswith('<!doctype html>\n<html lang="zh-CN">')
        assert '<mark class="error">。。</mark>' in done.out
        assert "没有发现问题的文件：净.txt" in done.out
        written = cli("check", "稿.txt", "净.txt", "--format", "html", "-o", "报告.html")
        assert (written.status, written.out) == (1, "")
        assert (folder / "报告.html").read_text("utf-8") == done.out
        assert cli("check", "稿.txt", "--format", "html", "-o", "净.txt").status == 2
        assert (folder / "净.txt").read_text("utf-8") == CLEAN

    def test_select_and_ignore(self, cli: Cli) -> None:
        only = cli("check", "稿.txt", "--select", "repeat-punct", "--format", "json")
        assert [d["rule"] for d in json.loads(only.out)["diagnostics"]] == ["repeat-punct"]
        without = cli("check", "稿.txt", "--ignore", "repeat-punct,count-claim")
        assert without.status == 0
        assert (
            cli("check", "稿.txt", "--ignore", "repeat-punct,count-claim", "--strict").status == 1
        )

    def test_the_same_rule_many_times_is_folded(self, cli: Cli, folder: Path) -> None:
        (folder / "多.txt").write_text("同志们：\n" + "雨水偏多,任务很重。\n" * 20, "utf-8")
        done = cli("check", "多.txt", "--select", "half-width-punct")
        assert done.out.count("[half-width-punct]") == 5
        assert "还有 15 处同类" in done.err
        assert (
            cli("check", "多.txt", "--select", "half-width-punct", "--all").out.count("警告") == 20
        )

    def test_a_folder(self, cli: Cli) -> None:
        found = json.loads(cli("check", ".", "--format", "json").out)["diagnostics"]
        assert {each["file"] for each in found} >= {"稿.txt", "讲话.yaml"}

    def test_a_pattern_that_the_console_left_to_us(self, cli: Cli, folder: Path) -> None:
        done = cli("check", "*.txt", "--format", "json")
        assert {each["file"] for each in json.loads(done.out)["diagnostics"]} == {"稿.txt"}
        (folder / "[净].txt").write_text(CLEAN, "utf-8")
        assert cli("check", "[净].txt").err == "没有发现问题\n"

    def test_an_outline(self, cli: Cli, folder: Path) -> None:
        text = (folder / "讲话.yaml").read_text("utf-8").replace("守住底线", "守住底线,不退")
        (folder / "讲话.yaml").write_text(text, "utf-8")
        found = json.loads(cli("check", "讲话.yaml", "--format", "json").out)["diagnostics"]
        marks = [each for each in found if each["rule"] == "half-width-punct"]
        assert marks == [] or marks[0]["line"] == 7

    def test_a_date(self, cli: Cli, folder: Path) -> None:
        (folder / "旧.txt").write_text("同志们：\n会后由市国土资源局牵头。\n", "utf-8")
        assert "stale-phrase" not in cli("check", "旧.txt").out
        assert "stale-phrase" in cli("check", "旧.txt", "--date", "2026年5月12日").out


class TestRefusals:
    def test_one_unreadable_file_does_not_stop_the_others(self, cli: Cli, folder: Path) -> None:
        (folder / "坏.docx").write_bytes(b"PK\x03\x04 not a zip")
        done = cli("check", "坏.docx", "稿.txt", "没有.txt", "--format", "json")
        assert done.status == 2
        rules = [each["rule"] for each in json.loads(done.out)["diagnostics"]]
        assert {"count-claim", "docx-unreadable", "file-missing"} <= set(rules)

    def test_a_page_calls_nothing_sound_that_could_not_be_read(
        self, cli: Cli, folder: Path
    ) -> None:
        (folder / "坏.docx").write_bytes(b"PK\x03\x04 not a zip")
        page = cli("check", "坏.docx", "净.txt", "--format", "html").out
        assert '<p class="counts">查成的 1 个文件没有问题；1 个文件没有查成</p>' in page

    def test_a_file_that_is_named_twice_is_checked_once(self, cli: Cli) -> None:
        assert cli("check", "稿.txt", "稿.txt").out == cli("check", "稿.txt").out

    def test_the_defaults_file(self, cli: Cli, folder: Path) -> None:
        (folder / "speechgen.yaml").write_text("忽略: [count-claim, repeat-punct]\n", "utf-8")
        assert cli("check", "稿.txt").status == 0
        assert cli("check", "稿.txt", "--select", "count-claim").status == 1
        (folder / "speechgen.yaml").write_text("忽略: [count-clam]\n", "utf-8")
        done = cli("check", "稿.txt")
        assert done.status == 2
        assert "speechgen.yaml" in done.err
        assert "count-claim" in done.err
        (folder / "speechgen.yaml").write_text("忽略: {a\n", "utf-8")
        assert cli("check", "稿.txt").status == 2

    def test_a_wrong_word_list(self, cli: Cli, folder: Path) -> None:
        file = folder / "模板" / "_words" / "confusable.yaml"
        file.parent.mkdir(parents=True)
        file.write_text("- 错: 微更新\n  改: 微改造\n", "utf-8")
        done = cli("check", "稿.txt", "--templates", "模板")
        assert done.status == 2
        assert "confusable.yaml:2:3: 错误[words-table]" in done.err


class TestFix:
    def test_shows_a_diff_and_writes_nothing(self, cli: Cli, speech: Path) -> None:
        done = cli("check", "稿.txt", "--fix")
        assert "-同志们:\n" in done.out
        assert "+各单位要抓紧落实。不得拖延。\n" in done.out
        assert speech.read_text("utf-8") == SPEECH

    def test_to_another_file(self, cli: Cli, folder: Path, speech: Path) -> None:
        done = cli("check", "稿.txt", "--fix", "-o", "改.txt")
        assert done.status == 1  # the count is still wrong
        text = (folder / "改.txt").read_text("utf-8")
        assert "同志们：\n今年雨水偏多，任务" in text
        assert "三点" in text
        assert "反应强烈" in text
        assert speech.read_text("utf-8") == SPEECH

    def test_hidden_words_are_told(self, cli: Cli, folder: Path) -> None:
        from docx import Document

        made = Document()
        made.add_paragraph("今天开会，部署工作。").add_run("这句先不讲。").font.hidden = True
        made.save(str(folder / "稿.docx"))
        done = cli("check", "稿.docx", "--select", "import-residue")
        assert done.status == 0
        assert "隐藏文字，印不出，发出去看得到：“这句先不讲。”" in done.out

    def test_what_is_offered(self, cli: Cli, folder: Path) -> None:
        assert "另有 2 处要人看一眼" in cli("check", "稿.txt", "--fix").err
        done = cli("check", "稿.txt", "--fix", "--offered", "-o", "改.txt")
        assert done.status == 0
        assert "另有" not in done.err
        text = (folder / "改.txt").read_text("utf-8")
        assert "我讲两点意见" in text
        assert "反映强烈" in text
        assert cli("check", "改.txt").err == "没有发现问题\n"

    def test_in_place_keeps_a_copy(self, cli: Cli, folder: Path, speech: Path) -> None:
        assert "原文件存为 稿.txt.bak" in cli("check", "稿.txt", "--fix", "--in-place").err
        assert (folder / "稿.txt.bak").read_text("utf-8") == SPEECH
        mended = speech.read_bytes()
        assert "改了 0 处" in cli("check", "稿.txt", "--fix", "--in-place").err
        assert speech.read_bytes() == mended
        assert not (folder / "稿.txt.bak1").exists()

    def test_several_files_into_a_folder(self, cli: Cli, folder: Path) -> None:
        cli("check", "稿.txt", "净.txt", "--fix", "-o", "改/")
        assert (folder / "改" / "净.txt").read_text("utf-8") == CLEAN
        assert "。。" not in (folder / "改" / "稿.txt").read_text("utf-8")

    def test_to_stdout(self, cli: Cli) -> None:
        assert cli("check", "净.txt", "--fix", "-o", "-").out == CLEAN
        done = cli("check", "稿.txt", "--fix", "-o", "-")
        assert "我讲三点意见" in done.out and "[count-claim]" not in done.out
        assert "稿.txt:3:18: 错误[count-claim]" in done.err  # what is counted is shown

    def test_a_foreign_file_is_not_overwritten(self, cli: Cli, folder: Path) -> None:
        (folder / "别.txt").write_text("别人的", "utf-8")
        assert cli("check", "稿.txt", "--fix", "-o", "别.txt").status == 2
        assert (folder / "别.txt").read_text("utf-8") == "别人的"


class TestRules:
    def test_the_list(self, cli: Cli) -> None:
        lines = cli("rules").out.splitlines()
        assert lines[0].split()[0] == "count-claim"
        assert {rule.id for rule in RULES} <= {line.split()[0] for line in lines if "  " in line}

    def test_one_rule(self, cli: Cli) -> None:
        page = cli("rules", "count-claim").out
        for part in ("为什么：", "错：", "对：", "修改：", "不误报："):
            assert part in page

    def test_json(self, cli: Cli) -> None:
        rules = json.loads(cli("rules", "--json").out)
        assert {"id", "severity", "why", "wrong", "right"} <= set(rules[0])

    def test_any_id_of_a_message(self, cli: Cli) -> None:
        page = cli("rules", "outline-unknown-key").out
        assert page.startswith("outline-unknown-key\n──────────\n提纲里有一个不认识的字段。\n\n")
        assert "错：\n    讲话仁: 镇长 沈明远\n\n对：\n    讲话人: 镇长 沈明远\n" in page
        (told,) = json.loads(cli("rules", "file-foreign", "--json").out)
        assert (told["id"], told["severity"], told["fix"]) == ("file-foreign", None, None)
        assert "是不是 outline-unknown-key" in cli("rules", "outline-unknown-kei").err

    def test_a_rule_that_does_not_exist(self, cli: Cli) -> None:
        done = cli("rules", "enum-gp")
        assert done.status == 2
        assert "是不是 enum-gap" in done.err


class TestDraft:
    def test_check_never_changes_the_status(self, cli: Cli, folder: Path) -> None:
        text = (folder / "讲话.yaml").read_text("utf-8").replace("谢谢大家！", "谢谢大家。。")
        (folder / "讲话.yaml").write_text(text, "utf-8")
        assert "repeat-punct" not in cli("draft", "讲话.yaml", "-o", "甲.txt").err
        done = cli("draft", "讲话.yaml", "-o", "乙.txt", "--check")
        assert done.status == 0
        assert "repeat-punct" in done.err
        assert (folder / "甲.txt").read_bytes() == (folder / "乙.txt").read_bytes()
        assert "repeat-punct" not in cli("draft", "讲话.yaml", "-o", "丙.txt", "--no-check").err

    def test_strict_refuses_errors(self, cli: Cli, folder: Path) -> None:
        text = (folder / "讲话.yaml").read_text("utf-8").replace("谢谢大家！", "谢谢大家。。")
        (folder / "讲话.yaml").write_text(text, "utf-8")
        done = cli("draft", "讲话.yaml", "-o", "甲.txt", "--strict")
        assert done.status == 2
        assert not (folder / "甲.txt").exists()
