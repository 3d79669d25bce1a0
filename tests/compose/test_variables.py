"""What templates use, read without running them: names, members, loops, includes, phrases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from speechgen.compose.variables import Usage, variables
from speechgen.diagnostics import SpeechError
from speechgen.library import read_type

Read = Callable[..., Usage]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """`read(template, other=text)`: what `body.j2` uses, other files beside it."""

    def run(template: str, **others: str) -> Usage:
        folder = tmp_path / "trial"
        folder.mkdir()
        (folder / "meeting.yaml").write_text("名称: 试验\n段落: [body.j2]\n", "utf-8")
        for name, text in {"body": template, **others}.items():
            (folder / f"{name}.j2").write_text(text, "utf-8")
        return variables(read_type(folder, (tmp_path,)))

    return run


@pytest.mark.parametrize(
    ("template", "paths"),
    [
        ("{{ 任务 }}", {"任务"}),
        ("{% if 结尾.号召 %}{{ 结尾['祝愿'] }}{% endif %}", {"结尾.号召", "结尾.祝愿"}),
        ("{% for 一位 in 发言 %}{{ 一位.人 }}{{ loop.index }}{% endfor %}", {"发言", "发言.人"}),
        ("{% for 键, 值 in 材料.items() %}{{ 值 }}{% endfor %}", {"材料"}),
        ("{% set 谁 = 结尾 %}{{ 谁.祝愿 }}", {"结尾", "结尾.祝愿"}),
        ("{% set 名目 = '点' %}{{ 正文|计数(名目) }}", {"正文"}),
        ("{{ 甲 or 乙 }}{{ 丙 if 丁 else 戊 }}", {"甲", "乙", "丙", "丁", "戊"}),
        ("{{ 发言|连接('，', '说') }}", {"发言", "发言.说"}),
        ("{{ 发言|map(attribute='人')|连接 }}", {"发言", "发言.人"}),
        ("{{ (发言|first).人 }}", {"发言", "发言.人"}),
        ("{% for 一位 in 发言|sort(attribute='人') %}{{ 一位.说 }}{% endfor %}",
         {"发言", "发言.人", "发言.说"}),
        ("{{ 日期.weekday }}{{ 任务.startswith('要') }}", {"日期.weekday", "任务"}),
        ("{{ 选(甲, '乙', '丙') }}", {"甲"}),
        ("{% macro 句(话) %}{{ 话 }}{{ 丙 }}{% endmacro %}{{ 句(甲.乙) }}", {"丙", "甲.乙"}),
        ("{% for 数 in range(3) %}{{ 数 }}{% endfor %}", set()),
        ("{{ 点.文 ~ '（' ~ 点.题 }}{% if 甲 == '乙' %}{% endif %}", {"点.文", "点.题", "甲"}),
    ],
)  # fmt: skip
def test_paths(read: Read, template: str, paths: set[str]) -> None:
    assert set(read(template).paths) == paths


def test_includes_see_what_their_includer_has_set(read: Read) -> None:
    usage = read(
        "{% set 名目 = '意见' %}\n{% include 'turn.j2' %}\n", turn="讲{{ 名目 }}\n{{ 主题 }}\n"
    )
    assert set(usage.paths) == {"主题"}
    assert usage.paths["主题"].line == 2
    assert [file.name for file in usage.files] == ["body.j2", "turn.j2"]


def test_names_set_in_an_include_stay_there(read: Read) -> None:
    usage = read("{% include 'other.j2' %}\n{{ 名目 }}\n", other="{% set 名目 = '点' %}")
    assert set(usage.paths) == {"名目"}


def test_imported_macros(read: Read) -> None:
    usage = read("{% from 'other.j2' import 句 %}{{ 句(甲) }}",
                 other="{% macro 句(话) %}{{ 话 }}{% endmacro %}")  # fmt: skip
    assert set(usage.paths) == {"甲"}


def test_a_template_that_includes_itself(read: Read) -> None:
    assert set(read("{{ 甲 }}{% include 'body.j2' %}").paths) == {"甲"}


def test_literals_and_phrases(read: Read) -> None:
    usage = read("开会。\n{{ 选('一', '二') }}，{{ 甲 }}完。\n{# 注 #}\n")
    assert [(text.text, text.span.line) for text in usage.literals] == [
        ("开会。", 1),
        ("一", 2),
        ("二", 2),
        ("，", 2),
        ("完。", 2),
    ]
    assert [count for _, count in usage.phrases] == [2]


@pytest.mark.parametrize(
    ("template", "rule"),
    [("{% if 甲 %}", "template-syntax"), ("{{ 甲|nosuch }}", "template-syntax"),
     ("{% include 'nothing.j2' %}", "template-missing")],
)  # fmt: skip
def test_broken_templates(read: Read, template: str, rule: str) -> None:
    with pytest.raises(SpeechError) as caught:
        read(template)
    assert [note.rule for note in caught.value.diagnostics] == [rule]
