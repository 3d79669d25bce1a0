"""A broken template is explained in Chinese at its own line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from speechgen.api.drafted import Draft
from speechgen.diagnostics import SpeechError

Render = Callable[..., Draft]

BROKEN = [
    ("甲\n{% if 任务 %}\n乙", "template-syntax", 3, "少了 {% endif %}"),
    ("甲\n{{ 任物 }}", "template-undefined", 2, "没有声明的“任物”"),
    ("{{ 任务|不存在 }}", "template-syntax", 1, "没有“不存在”这个过滤器"),
    ("{% 若 任务 %}", "template-syntax", 1, "不认识的标记"),
    ("甲\n｛｛ 任务 ｝｝", "template-syntax", 2, "花括号是全角的"),
    ("甲\n\n{{ 任务 + 1 }}", "template-failed", 3, "计算出了错"),
    ("{{ 1 / 0 }}", "template-failed", 1, "计算出了错"),
    ("{% include 'other.j2' %}", "template-missing", 1, "找不到模板“other.j2”"),
    ("{{ 会议 }}", "template-failed", 1, "不是文字"),
    ("@称呼谓 {{ 任务 }}", "template-markup", 0, "不认识的段落角色“@称呼谓”，是不是“@称谓”"),
    ("@行 甲｜乙", "template-markup", 0, "前面要先有“@表”"),
]


@pytest.mark.parametrize(("template", "rule", "line", "words"), BROKEN)
def test_message_and_place(template: str, rule: str, line: int, words: str, render: Render) -> None:
    outline = "类型: 试验\n标题: 甲\n任务: 乙\n会议: {地点: 二楼}\n"
    with pytest.raises(SpeechError) as refused:
        render(template, outline)
    (found,) = refused.value.diagnostics
    assert (found.rule, found.span.line) == (rule, line)
    assert words in found.message
    assert found.span.file.endswith("body.j2")


def test_an_undefined_name_gets_the_nearest_one(render: Render) -> None:
    with pytest.raises(SpeechError) as refused:
        render("前面{{ 讲话任 }}")
    (found,) = refused.value.diagnostics
    assert found.span.column == 6
    assert found.hint == "是不是“讲话人”？"


def test_an_error_in_an_included_file_is_shown_there(render: Render) -> None:
    with pytest.raises(SpeechError) as refused:
        render("{% include 'part.j2' %}", part="甲\n{{ 没有 }}")
    (found,) = refused.value.diagnostics
    assert found.span.file.endswith("part.j2")
    assert found.span.line == 2
