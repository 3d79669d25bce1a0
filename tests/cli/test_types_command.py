"""`speechgen types`: what a newcomer learns of one type, and the check of a folder of types."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from speechgen.cli.types import CATEGORIES
from speechgen.library import types
from speechgen.library.folders import builtin_templates, template_roots
from speechgen.outline import COMMON_FIELDS, NODE_FIELDS
from tests.cli.conftest import Done

Cli = Callable[..., Done]


def test_every_type_is_listed_once_under_a_known_category(cli: Cli) -> None:
    listed = cli("types").out
    for kind in types(template_roots()):
        assert len(re.findall(rf"\s{re.escape(kind.id)}\s", listed)) == 1
        assert kind.category in ("通用", *CATEGORIES), kind.id


@pytest.mark.parametrize("name", ["speech", "work", "dispatch"])
def test_a_page_shows_all_that_an_outline_may_hold(cli: Cli, name: str) -> None:
    [kind] = [kind for kind in types(template_roots()) if kind.id == name]
    page = cli("types", name).out
    before_starter = page[: page.index("一份可以直接起草的提纲")]
    for field in (*kind.fields, *COMMON_FIELDS, *NODE_FIELDS):
        assert re.search(rf"(?m)(?:^|[\s*、]){field.key}(?:（|、|$)", before_starter), field.key
    for field in kind.fields:
        assert field.explain in before_starter
        assert all(member.explain in before_starter for member in field.fields)
    assert "开场：" in page or name == "speech"
    assert ".j2" not in before_starter  # sections go by their Chinese names


def test_required_fields_are_starred(cli: Cli) -> None:
    page = cli("types", "mobilize").out
    assert re.search(r"(?m)^  \*任务（文字）", page)
    assert re.search(r"(?m)^   背景（段落）", page)
    assert re.search(
        r"(?m)^  \*标题（文字）", cli("types", "座签").out
    )  # its own, and needed as ever


def test_fields_stand_in_the_order_of_the_paper(cli: Cli) -> None:
    page = cli("types", "push").out
    keys = ["背景", "任务", "观摩", "刚才", "态度", "进展", "正文", "会后", "结尾"]
    places = [re.search(rf"(?m)^  [ *]{key}（", page) for key in keys]
    starts = [found.start() for found in places if found]
    assert len(starts) == len(keys)
    assert starts == sorted(starts)


def test_lint_of_a_sound_folder(cli: Cli, folder: Path) -> None:
    home = folder / "templates" / "jiehui"
    home.mkdir(parents=True)
    (home / "meeting.yaml").write_text("名称: 街会讲话\n用途: 街会\n继承: mobilize\n", "utf-8")
    done = cli("types", "--lint", "templates")
    assert (done.status, done.out) == (0, "")
    assert "检查了 1 个会议类型（街会讲话）：没有发现问题" in done.err


def test_lint_shows_the_place(cli: Cli, folder: Path) -> None:
    home = folder / "templates" / "jiehui"
    home.mkdir(parents=True)
    (home / "meeting.yaml").write_text("名称: 街会讲话\n用途: 街会\n继承: mobilize\n", "utf-8")
    (home / "opening.j2").write_text("{{ 任务 }}。\n我讲三点意见。\n", "utf-8")
    done = cli("types", "--lint", "templates")
    assert done.status == 1
    assert "opening.j2:2:3: 错误[type-typed-number]" in done.out
    assert "我讲三点意见。" in done.out
    assert "字段“刚才”没有一个模板用到" in done.out


def test_lint_of_a_folder_without_types(cli: Cli, folder: Path) -> None:
    done = cli("types", "--lint", ".")
    assert done.status == 2
    assert "这里没有会议类型" in done.err


def recipe(folder: Path) -> None:
    """The type that templates/README.md makes from nothing, in `templates` of the folder."""
    guide = (builtin_templates() / "README.md").read_text("utf-8")
    for name, text in re.findall(r"(?s)`(templates/banhui/[\w.]+)`\n\n```\w+\n(.*?)```", guide):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def test_the_recipe_of_the_guide_works_as_written(cli: Cli, folder: Path) -> None:
    recipe(folder)
    for line in ("types --lint templates", "new 班会发言 -o 班会.yaml", "draft 班会.yaml"):
        assert cli(*line.split()).status == 0, line
    assert "班会发言" in cli("types").out
    assert cli("types", "班会发言").status == cli("schema", "班会发言").status == 0
    assert (folder / "班会.docx").exists()


def test_new_names_the_option_where_a_draft_would_not_find_the_type(cli: Cli, folder: Path) -> None:
    recipe(folder)
    said = cli("new", "班会发言", "-o", "稿/班会.yaml").err
    command = said.strip().partition("：speechgen ")[2]
    assert command == "draft 稿/班会.yaml --templates templates"
    assert cli(*command.split()).status == 0


def test_the_defaults_file_tells_types_and_new_where_to_look(cli: Cli, folder: Path) -> None:
    recipe(folder)
    (folder / "templates").rename(folder / "本单位")
    (folder / "speechgen.yaml").write_text("模板: [本单位]\n", "utf-8")
    assert "班会发言" in cli("types").out
    assert cli("new", "班会发言", "-o", "班会.yaml").err.strip().endswith("draft 班会.yaml")
    assert cli("draft", "班会.yaml").status == 0
