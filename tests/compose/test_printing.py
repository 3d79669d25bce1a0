"""What a template prints is a text or a number: Python's form of a value never reaches a paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from speechgen.api.drafted import Draft
from speechgen.diagnostics import SpeechError

Render = Callable[..., Draft]

NO_TEXT = [
    "刚才|map('upper')",
    "刚才|select",
    "刚才|reverse",
    "刚才|batch(1)",
    "range(3)",
    "range",
    "任务.startswith",
    "选",
    "self",
    "m",
    "namespace(a=1)",
    "{'a': 1}",
    "true",
    "none",
    "1e308 * 10",
]
PATHS = [
    "{{ <> }}",
    "# {{ <> }}",
    "@表 {{ <> }}｜乙",
    "{{ '甲' ~ <> }}",
    "{{ <>|string }}",
    "{{ <>|default('甲') }}",
    "{{ [<>] }}",
    "{{ (1, [<>]) }}",
    "{{ [<>]|连接 }}",
    "{{ 刚才|连接(<>) }}",
    "{{ [<>, 1]|逐条 }}",
    "{{ 选(<>) }}",
    "{{ 刚才|计数(<>) }}",
    "{{ 任务|补头(<>) }}",
    "{{ 任务|补尾(<>) }}",
    "{{ {'做': <>, '人': []}|事项 }}",
    "{% set x %}{{ <> }}{% endset %}{{ x }}",
    "{% macro p(x) %}{{ x }}{% endmacro %}{{ p(<>) }}",
    "{% macro c() %}{{ caller() }}{% endmacro %}{% call c() %}{{ <> }}{% endcall %}",
    "{% filter default('甲') %}{{ <> }}{% endfilter %}",
]


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_a_value_without_text_to_the_paper(path: str, render: Render) -> None:
    for value in NO_TEXT:
        template = "{% macro m() %}{% endmacro %}\n" + path.replace("<>", f"({value})")
        try:
            printed = str(render(template))
        except SpeechError as refused:
            (found,) = refused.diagnostics
            assert (found.rule, found.span.line) == ("template-failed", 2), value
            assert not found.message.isascii()
        else:  # a truth is no text, but what it decides may be
            assert not set("<>") & set(printed), value
            assert value in ("none", "true") or path.count("default") or "做" in path, value


@pytest.mark.parametrize("template", ["{% set x|map('upper') %}ab{% endset %}{{ x }}",
                                      "{% filter map('upper') %}ab{% endfilter %}"])  # fmt: skip
def test_a_filtered_block_is_printed_as_a_value_is(template: str, render: Render) -> None:
    with pytest.raises(SpeechError) as refused:
        render(template)
    assert "|连接" in refused.value.diagnostics[0].hint


@pytest.mark.parametrize(
    ("template", "printed"),
    [
        ("{{ 2 ~ '项' ~ 0.1 * 3 }}", "2项0.3"),
        ("{{ [1234567.0, 2.50, 10**20]|连接 }}", "1234567，2.5，100000000000000000000"),
        ("{{ 地点 ~ '集合' }}", "【待补：地点】集合"),
        ("{{ 地点|upper }}", "【待补：地点】"),
        ("{{ [1, 2]|逐条 }}", "一是1；二是2。"),
        ("{{ 刚才[1:] ~ '。' }}", "乙汇报。"),
    ],
)
def test_texts_numbers_and_gaps_are_printed(template: str, printed: str, render: Render) -> None:
    assert str(render(template)).strip() == printed


@pytest.mark.parametrize("template", ["{{ 刚才|逐条(5) }}", "@编号 5\n- 甲", "@表 甲\n@列宽 99999"])
def test_a_pattern_or_width_that_is_none_is_told(template: str, render: Render) -> None:
    with pytest.raises(SpeechError) as refused:
        render(template)
    (found,) = refused.value.diagnostics
    assert found.rule == "template-markup"
    assert not found.message.isascii()
