"""`new`, `types`, `schema`, `completion`, help and version."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml

from speechgen.api import search_roots
from speechgen.api.drafting import draft
from speechgen.cli.commands import COMMANDS
from speechgen.library import types
from speechgen.writers import FORMATS
from tests.cli.conftest import Done

Cli = Callable[..., Done]
IDS = [kind.id for kind in types(search_roots())]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_chinese(command: str, cli: Cli) -> None:
    done = cli(command, "--help")
    assert done.status == 0
    assert f"用法：speechgen {command}" in done.out
    assert "示例：" in done.out
    for english in ("Usage", "Options", "Arguments", "Show this", "default"):
        assert english not in done.out
    assert all(len(line) <= 100 for line in done.out.splitlines())


def test_the_help_of_draft_names_every_format(cli: Cli) -> None:
    (line,) = (line for line in cli("draft", "--help").out.splitlines() if "--format" in line)
    assert "、".join(suffix[1:] for suffix in FORMATS) in line


def test_the_front_page(cli: Cli) -> None:
    done = cli("--help")
    assert (done.status, done.err) == (0, "")
    assert all(command in done.out for command in COMMANDS)
    assert cli().out == done.out
    assert cli("--version").out.startswith("speechgen 0.")


def test_types_lists_and_json_agree(cli: Cli) -> None:
    listed = cli("types").out
    records = json.loads(cli("types", "--json").out)
    assert [record["id"] for record in records] == IDS
    for record in records:
        assert set(record) == {"id", "name", "purpose", "fields"}
        assert record["purpose"]
        assert record["name"] in listed


@pytest.mark.parametrize("type_id", IDS)
def test_the_page_of_a_type_names_every_field(type_id: str, cli: Cli) -> None:
    page = cli("types", type_id).out
    (record,) = json.loads(cli("types", type_id, "--json").out)
    for field in record["fields"]:
        assert field["key"] in page


@pytest.mark.parametrize("type_id", IDS)
def test_the_starter_drafts_as_it_stands(type_id: str, cli: Cli, folder: Path) -> None:
    assert cli("new", type_id, "-o", "新.yaml").status == 0
    done = cli("draft", "新.yaml", "--strict")
    assert done.status == 0
    assert "待补" not in done.err
    assert "未印出" not in done.err
    assert cli("new", type_id).out == (folder / "新.yaml").read_text("utf-8")


def test_new_does_not_overwrite_work(cli: Cli, folder: Path) -> None:
    done = cli("new", "讲话", "-o", "讲话.yaml")
    assert (done.status, "file-foreign" in done.err) == (2, True)
    assert cli("new", "没有这种").status == 2


@pytest.mark.thorough
@pytest.mark.parametrize("type_id", IDS)
def test_examples_and_starters_keep_to_the_schema(
    type_id: str, cli: Cli, examples: list[Path]
) -> None:
    made = json.loads(cli("schema", type_id).out)
    jsonschema.Draft7Validator.check_schema(made)
    validator = jsonschema.Draft7Validator(made)
    texts = [cli("new", type_id).out]
    texts += [f.read_text("utf-8") for f in examples if draft(f).kind.id == type_id]
    for text in texts:
        problems = [error.message for error in validator.iter_errors(yaml.safe_load(text))]
        assert not problems
    wrong = yaml.safe_load(texts[0]) | {"不存在的键": "甲"}
    assert list(validator.iter_errors(wrong))


def test_the_common_schema(cli: Cli) -> None:
    made = json.loads(cli("schema").out)
    assert jsonschema.Draft7Validator(made).is_valid({"类型": "讲话", "标题": "甲"})
    assert not jsonschema.Draft7Validator(made).is_valid({"类型": "讲花", "标题": "甲"})


def test_the_shell_completes_commands_and_types(cli: Cli) -> None:
    def completed(words: str, at: int) -> str:
        env = {"_SPEECHGEN_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(at)}
        return cli(env=env).out

    assert "draft" in completed("speechgen dr", 1)
    assert "动员部署会讲话" in completed("speechgen new 动员", 2)
    assert "mobilize" in completed("speechgen types mob", 2)
    assert "--layout" in completed("speechgen draft --lay", 2)
    for shell in ("bash", "zsh", "fish", "powershell"):
        assert "speechgen" in cli("completion", shell).out
    assert cli("completion", "tcsh").status == 2


def test_a_users_own_type_comes_first(cli: Cli, folder: Path) -> None:
    own = folder / "templates" / "oath"
    own.mkdir(parents=True)
    (own / "meeting.yaml").write_text("名称: 宣誓词\n段落:\n  - 文件: body.j2\n", "utf-8")
    (own / "body.j2").write_text("@标题 {{ 标题 }}\n\n我宣誓。\n", "utf-8")
    (folder / "誓.yaml").write_text("类型: 宣誓词\n标题: 入队宣誓词\n", "utf-8")
    assert "我宣誓。" in cli("draft", "誓.yaml", "-f", "txt", "-o", "-").out
    assert "宣誓词" in cli("types", "--templates", "templates").out
    (own / "meeting.yaml").write_text("名称: 宣誓词\n段罗: []\n", "utf-8")
    done = cli("draft", "誓.yaml")
    assert (done.status, "是不是“段落”" in done.err) == (2, True)


def test_a_pack_has_a_starter_and_a_schema(cli: Cli, folder: Path) -> None:
    assert "-o 材料/" in cli("new", "成套", "-o", "会议.yaml").err
    assert cli("draft", "会议.yaml", "-o", "材料/").status == 0
    assert cli("check", "会议.yaml").status == 0
    check = jsonschema.Draft7Validator(json.loads(cli("schema", "成套").out))
    example = Path(__file__).parents[2] / "examples" / "packs" / "renovation" / "会议.yaml"
    for file in (folder / "会议.yaml", example):
        text = yaml.load(file.read_text("utf-8"), yaml.BaseLoader)
        assert not list(check.iter_errors(text)), file
    assert list(check.iter_errors({"会议": "甲会", "成套": ["通知"], "地点": "三楼"}))


def test_the_help_is_the_same_in_every_run() -> None:
    """-h、--help came out of a set."""
    for words in ((), ("draft",)):
        command = [sys.executable, "-m", "speechgen", *words, "--help"]
        runs = [
            subprocess.run(
                command, capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}
            ).stdout
            for seed in "1234"
        ]
        assert len(set(runs)) == 1
        assert "-h、--help" in runs[0].decode()
