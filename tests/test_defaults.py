"""Whose defaults count, and that what a draft takes of them is said."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from speechgen.cli import run
from speechgen.defaults import FILE_NAME, find_defaults, looked_at, read_defaults
from speechgen.diagnostics import SpeechError

OUTLINE = "类型: 讲话\n标题: 在校舍安全会上的讲话\n讲话人: 李四\n开头: 今天开会。\n"
SETTINGS = "单位: 青禾镇\n讲话人: 张三\n语速: 200-220\n页码: 居中\n忽略: [long-text]\n"
posix = pytest.mark.skipif(os.name != "posix", reason="files have owners there")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with an outline, below one with a defaults file."""
    folder = tmp_path / "镇" / "文稿"
    folder.mkdir(parents=True)
    (folder / "讲话.yaml").write_text(OUTLINE, "utf-8")
    (folder.parent / FILE_NAME).write_text(SETTINGS, "utf-8")
    monkeypatch.chdir(folder)
    return folder


def talk(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [line for line in capsys.readouterr().err.splitlines() if "默认设置" in line]


@pytest.mark.parametrize(
    ("options", "keys"),
    [
        ([], "单位、页码、语速"),
        (["-f", "txt"], "单位、语速"),
        (["-f", "txt", "-o", "-"], "单位、语速"),
        (["--check"], "单位、页码、语速、忽略"),
        (["--set", "单位=石桥镇"], "页码、语速"),
    ],
)
def test_what_a_draft_took_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str], options: list[str], keys: str
) -> None:
    assert run(["draft", "讲话.yaml", *options]) == 0
    assert talk(capsys) == [f"默认设置 {folder.parent / FILE_NAME}：{keys}"]


@pytest.mark.parametrize(
    ("options", "named"),
    [([], True), (["-f", "txt"], False), (["--layout", "large-print"], False)],
)
def test_a_layout_that_was_taken_is_said_by_whatever_name(
    folder: Path, capsys: pytest.CaptureFixture[str], options: list[str], named: bool
) -> None:
    """大字版 was taken without a word."""
    (folder.parent / FILE_NAME).write_text(f"{SETTINGS}版式: 大字版\n", "utf-8")
    assert run(["draft", "讲话.yaml", *options]) == 0
    assert ["版式" in line for line in talk(capsys)] == [named]


def test_several_drafts_and_batches_say_it_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "二.yaml").write_text(OUTLINE, "utf-8")
    (folder / "t.csv").write_text("标题\n甲\n乙\n", "utf-8")
    said = [f"默认设置 {folder.parent / FILE_NAME}：单位、页码、语速"]
    assert run(["draft", "讲话.yaml", "二.yaml", "-o", "a/"]) == 0
    assert talk(capsys) == said
    assert run(["draft", "讲话.yaml", "--data", "t.csv", "-o", "b/"]) == 0
    assert talk(capsys) == said
    assert run(["draft", "讲话.yaml", "--data", "t.csv", "-o", "b/", "--resume"]) == 0
    assert talk(capsys) == []  # nothing was drafted


def test_nothing_taken_nothing_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder.parent / FILE_NAME).write_text("讲话人: 张三\n", "utf-8")
    assert run(["draft", "讲话.yaml"]) == 0
    assert not talk(capsys)


def test_templates_of_the_defaults_are_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = folder.parent / "模板" / "trial"
    home.mkdir(parents=True)
    (home / "meeting.yaml").write_text(
        "名称: 试函\n段落:\n  - {文件: body.j2, 名称: 文}\n", "utf-8"
    )
    (home / "body.j2").write_text("@标题 {{ 标题 }}\n", "utf-8")
    (folder.parent / FILE_NAME).write_text("模板: [模板]\n", "utf-8")
    (folder / "函.yaml").write_text("类型: 试函\n标题: 甲\n", "utf-8")
    assert run(["draft", "讲话.yaml"]) == 0
    assert not talk(capsys)
    assert run(["draft", "函.yaml"]) == 0
    assert talk(capsys) == [f"默认设置 {folder.parent / FILE_NAME}：模板"]


@posix
def test_another_users_file_is_not_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    assert find_defaults() is None
    assert run(["doctor"]) == 0
    assert f"不读 {folder.parent / FILE_NAME}：属于别的用户" in capsys.readouterr().out


@posix
def test_a_link_of_another_user_or_to_his_file_is_not_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / FILE_NAME).symlink_to("/etc/passwd")
    owner = Path("/etc/passwd").stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    assert [why for file, why in looked_at() if file.parent == folder] == ["属于别的用户"]


def test_nothing_above_the_home_folder_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(folder.parent))
    monkeypatch.setenv("USERPROFILE", str(folder.parent))
    assert find_defaults() == folder.parent / FILE_NAME
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    assert find_defaults() is None
    assert ("在用户主目录之上") in [why for _, why in looked_at()]


def test_a_fifo_is_no_defaults_file(folder: Path) -> None:
    (folder.parent / FILE_NAME).unlink()
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder.parent / FILE_NAME)
    assert find_defaults() is None


def test_everything_wrong_is_told_at_once_with_its_line(folder: Path) -> None:
    file = folder / FILE_NAME
    file.write_text("语速: 很快\n单位: 青禾镇\n班级: 三班\n编号: 一、>\n", "utf-8")
    with pytest.raises(SpeechError) as caught:
        read_defaults(file)
    told = [(one.rule, one.span.line, one.source) for one in caught.value.diagnostics]
    assert told == [
        ("defaults-rate", 1, "语速: 很快"),
        ("outline-unknown-key", 3, "班级: 三班"),
        ("defaults-numbering", 4, "编号: 一、>"),
    ]


def test_a_rule_that_is_none_is_told_at_its_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / FILE_NAME).write_text("单位: 青禾镇\n忽略: [long-text, long-txt]\n", "utf-8")
    assert run(["draft", "讲话.yaml", "--check"]) == 2
    assert f"{FILE_NAME}:2:17: 错误[rule-unknown]：没有“long-txt”" in capsys.readouterr().err
