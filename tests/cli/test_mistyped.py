"""Command lines typed with a Chinese keyboard: one message that shows the line as it was meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Done

Cli = Callable[..., Done]

OUTLINE = "类型: 讲话\n标题: 在清淤会上的讲话\n正文:\n  - 清河道\n  - 清沟渠\n"


@pytest.fixture(autouse=True)
def outlines(folder: Path) -> None:
    for name in ("清淤.yaml", "清淤 定稿.yaml", "“两清”.yaml", "—a.yaml"):
        (folder / name).write_text(OUTLINE, "utf-8")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["draft", "清淤.yaml", "——layout", "plain"], "draft 清淤.yaml --layout plain"),
        (["draft", "清淤.yaml", "--layout＝plain"], "draft 清淤.yaml --layout=plain"),
        (["draft", "清淤.yaml", "－o", "稿.docx"], "draft 清淤.yaml -o 稿.docx"),
        (["——version"], "--version"),
        (["draft", "“清淤", "定稿.yaml”"], 'draft "清淤 定稿.yaml"'),
        (["check", "“清淤.txt”"], 'check "清淤.txt"'),
        (["check", "清淤", "定稿.yaml"], 'check "清淤 定稿.yaml"'),
        (["draft", "清淤", "定稿.yaml", "-o", "稿.txt"], 'draft "清淤 定稿.yaml" -o 稿.txt'),
    ],
)
def test_the_line_that_was_meant_is_shown(cli: Cli, typed: list[str], meant: str) -> None:
    done = cli(*typed)
    assert done.status == 2
    assert done.err.startswith("错误[usage]：")
    assert done.err.endswith(f"写成  speechgen {meant}\n")


@pytest.mark.parametrize(
    "words",
    [
        ["draft", "“两清”.yaml", "-f", "txt", "-o", "-"],
        ["draft", "—a.yaml", "-f", "txt", "-o", "-"],
        ["draft", "清淤.yaml", "-f", "txt", "-o", "-", "--set", "标题=“两清”讲话"],
    ],
)
def test_names_and_values_with_such_marks_are_taken(cli: Cli, words: list[str]) -> None:
    done = cli(*words)
    assert (done.status, "清河道" in done.out) == (0, True)


def test_files_that_notepad_gave_another_suffix_are_told(cli: Cli, folder: Path) -> None:
    (folder / "通知.yaml.txt").write_text(OUTLINE, "utf-8")
    kind = folder / "templates" / "chenhui"
    kind.mkdir(parents=True)
    (kind / "meeting.yaml.txt").write_text("名称: 晨会讲话\n", "utf-8")
    (folder / "晨会.yaml").write_text(OUTLINE.replace("讲话", "晨会讲话", 1), "utf-8")
    assert "这里有“通知.yaml.txt”，记事本多加了 .txt" in cli("draft", "通知.yaml").err
    assert "“chenhui/meeting.yaml.txt”多了 .txt" in cli("draft", "晨会.yaml").err


def test_a_layout_with_its_suffix_is_asked_for(cli: Cli, folder: Path) -> None:
    (folder / "清淤.yaml").write_text(f"{OUTLINE}版式: plain.yaml\n", "utf-8")
    assert "是不是“plain”？" in cli("draft", "清淤.yaml").err


def test_a_speech_of_a_pack_that_is_a_word_file_is_told_where_it_is_named(
    cli: Cli, folder: Path
) -> None:
    (folder / "讲话.docx").write_bytes(b"PK\x03\x04[Content_Types].xml word/document.xml")
    agenda = "议程:\n  - 做: 讲话\n    人: 周清\n    稿: 讲话.docx\n成套: [议程, 讲话]\n"
    pack = f"会议:\n  名称: 清淤会\n  日期: 2026年6月3日\n{agenda}"
    (folder / "会议.yaml").write_text(pack, "utf-8")
    done = cli("draft", "会议.yaml", "-o", "材料/")
    assert "会议.yaml:7:8: 错误[pack-agenda]：议程第1项的稿“讲话.docx”是Word 文档" in done.err
    assert "先 speechgen import 讲话.docx -o 讲话.yaml，再写  稿: 讲话.yaml" in done.err
