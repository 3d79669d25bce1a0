"""The everyday command lines: what is read without typer is what typer would have read."""

from __future__ import annotations

import pytest

from speechgen.cli import draft
from speechgen.cli.chinese import run_commands
from speechgen.cli.options import DraftLine, everyday

EVERYDAY = (
    "draft 防汛.yaml",
    "draft 防汛.yaml 校舍.yaml",
    "draft 防汛.yaml -o 讲话.docx",
    "draft -o 讲话.docx 防汛.yaml",
    "draft 防汛.yaml --output 文稿/ 校舍.yaml",
    "draft 防汛.yaml -f txt -o -",
    "draft --force 防汛.yaml --format md",
    "draft draft --force",
)
TYPERS = (
    "",
    "draft",
    "draft --help",
    "draft 防汛.yaml --help",
    "draft 防汛.yaml --strict",
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
    "check 防汛.yaml",
    "types",
)


@pytest.mark.parametrize("line", EVERYDAY)
def test_what_it_reads_is_what_typer_reads(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[DraftLine] = []
    monkeypatch.setattr(draft, "obey", seen.append)
    run_commands(line.split())
    (read,) = seen
    assert everyday(line.split()) == read


@pytest.mark.parametrize("line", TYPERS)
def test_all_else_is_left_to_typer(line: str) -> None:
    assert everyday(line.split()) is None


def test_an_empty_word_is_left_to_typer() -> None:
    assert everyday(["draft", ""]) is None
    assert everyday(["draft", "防汛.yaml", "-o", ""]) is None


def test_the_shell_asking_for_completions_is_left_to_typer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_SPEECHGEN_COMPLETE", "complete_bash")
    assert everyday(["draft", "防汛.yaml"]) is None
