"""Hostile words in every place of every command line (see `tests.fuzz.arguments`)."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from speechgen.cli.commands import COMMANDS
from speechgen.cli.options import names_folder, unquoted
from tests.fuzz.arguments import at_random, ends, parameters, walk, workshop

STEP = 41  # prime: from one option to the next the words change


@pytest.fixture(scope="module")
def shop() -> Iterator[Path]:
    with workshop() as folder:
        yield folder


@pytest.mark.parametrize("command", COMMANDS)
def test_every_word_in_every_place(command: str, shop: Path) -> None:
    for line in list(walk(command))[::STEP]:
        ends(line)


def test_command_lines_at_random(shop: Path) -> None:
    for at in range(2_000 // STEP):
        ends(at_random(random.Random(f"1/{at}")))


def test_the_walk_sees_every_option() -> None:
    names = {name for one in parameters("draft") for name in one.opts}
    assert {"-o", "--set", "--data", "--summary", "outlines"} <= names


@pytest.mark.parametrize(
    "setting",
    [
        "[1]=x",
        "=x",
        "刚才[999999999]=x",
        f"刚才[{'9' * 5000}]=x",
        "刚才[１]=x",
        "刚才[²]=x",
        "a[-1]=x",
        "正文[1][2].点=x",
        "a." * 10_000 + "b=x",
        "[1]" * 10_000 + "=x",
    ],
)
def test_a_setting_that_has_no_place(setting: str, shop: Path) -> None:
    status, talk = ends(("draft", "讲话.yaml", "-o", "出/", "--set", setting))
    assert (status, len(talk) < 1_000) == (2, True)
    assert "错误[overlay-path]" in talk or "错误[usage]" in talk or "错误[outline" in talk


@pytest.mark.parametrize("word", ["'讲话.yaml'", '"讲话.yaml"', "'\"讲话.yaml\"'"])
def test_quotes_that_cmd_leaves_come_off(word: str, shop: Path) -> None:
    assert ends(("draft", word, "-f", "txt", "-o", "'引 号.txt'"))[0] == 0
    assert (shop / "引 号.txt").is_file()


def test_quotes_come_off_every_file_of_a_command_line(shop: Path) -> None:
    for command in ("freeze", "renumber"):
        assert ends((command, "'讲话.docx'", "-o", f"'{command} 改.docx'"))[0] == 0
        assert (shop / f"{command} 改.docx").is_file()
    line = ("draft", "讲话.yaml", "--data", "'名单.csv'", "-j", "1", "-f", "txt", "-o", "'批3/'")
    assert ends((*line, "--summary", "'汇总.csv'"))[0] == 0
    assert (shop / "汇总.csv").is_file()


def test_a_backslash_that_ate_a_quote_means_a_folder(shop: Path) -> None:
    assert unquoted('信函"') == "信函/"
    assert ends(("draft", "讲话.yaml", "-f", "txt", "-o", '信函"'))[0] == 0
    assert (shop / "信函" / "讲话.txt").is_file()


def test_a_quoted_pattern_names_the_files_of_a_batch(shop: Path) -> None:
    line = ("draft", "讲话.yaml", "--data", "名单.csv", "-j", "1", "-f", "txt", "-o", "批2/")
    assert ends((*line, "--name", "'{序号}-{标题}'"))[0] == 0
    assert (shop / "批2" / "1-甲.txt").is_file()


@pytest.mark.parametrize("word", ["'", '"', "''", "甲'乙'", "“甲”", "a'"])
def test_other_quotes_stay(word: str) -> None:
    assert unquoted(word) == word or word == '"'


def test_a_backslash_at_the_end_means_a_folder_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sep", "\\")
    assert names_folder("信函\\")
    assert not names_folder("名" * 300)
