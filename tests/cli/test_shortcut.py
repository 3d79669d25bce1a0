"""The everyday command lines: what is read without typer is what typer would have read."""

from __future__ import annotations

import pytest

from speechgen.cli import check, draft
from speechgen.cli.chinese import run_commands
from speechgen.cli.options import everyday

COMMANDS = {"draft": draft, "check": check}

EVERYDAY = (
    "draft 防汛.yaml",
    "draft 防汛.yaml 校舍.yaml",
    "draft 防汛.yaml -o 讲话.docx",
    "draft -o 讲话.docx 防汛.yaml",
    "draft 防汛.yaml --output 文稿/ 校舍.yaml",
    "draft 防汛.yaml -f txt -o -",
    "draft --force 防汛.yaml --format md",
    "draft draft --force",
    "draft 防汛.yaml --strict --layout large-print",
    "check 防汛.txt",
    "check 防汛.txt 校舍.docx --all",
    "check 防汛.txt --fix -o 改好.txt --force",
    "check --in-place 防汛.docx --fix --track",
    "check 文稿/ --format json --date 2026-05-12",
)
TYPERS = (
    "draft",
    "draft --help",
    "draft 防汛.yaml --help",
    "draft 防汛.yaml --data 名单.xlsx",
    "draft 防汛.yaml --no-anchors",
    "draft 防汛.yaml -j 2",
    "draft 防汛.yaml --set 甲=乙",
    "draft 防汛.yaml -o甲.docx",
    "draft 防汛.yaml --output=甲.docx",
    "draft 防汛.yaml --outp 甲.docx",
    "draft 防汛.yaml -o",
    "draft 防汛.yaml -o --force",
    "draft 防汛.yaml -o 甲.docx -o 乙.docx",
    "draft 防汛.yaml -o 甲.docx --output 乙.docx",
    "draft 防汛.yaml --force --force",
    "draft -- 防汛.yaml",
    "draft -",
    "draft -o 甲.docx",
    "check",
    "check -",
    "check 防汛.txt --select count-claim",
    "check 防汛.txt --formt json",
    "check 防汛.txt --format",
)


def reading(line: str) -> object:
    name, *words = line.split()
    return everyday(words, COMMANDS[name].LINE)


@pytest.mark.parametrize("line", EVERYDAY)
def test_what_it_reads_is_what_typer_reads(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    for command in COMMANDS.values():
        monkeypatch.setattr(command, "obey", seen.append)
    run_commands(line.split())
    (read,) = seen
    assert reading(line) == read


@pytest.mark.parametrize("line", TYPERS)
def test_all_else_is_left_to_typer(line: str) -> None:
    assert reading(line) is None


def test_an_empty_word_is_left_to_typer() -> None:
    assert everyday([""], draft.LINE) is None
    assert everyday(["防汛.yaml", "-o", ""], draft.LINE) is None


def test_the_shell_asking_for_completions_is_left_to_typer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_SPEECHGEN_COMPLETE", "complete_bash")
    assert everyday(["防汛.yaml"], draft.LINE) is None
