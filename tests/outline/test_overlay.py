"""Values laid over an outline from outside: what is no place is told, never a crash."""

from __future__ import annotations

import pytest

from speechgen import SpeechError, draft

OUTLINE = "类型: 讲话\n标题: 题目\n正文:\n  - 题: 甲\n  - 题: 乙\n"


@pytest.mark.parametrize("path", ["", ".", "[1]", "甲..乙"])
def test_a_path_that_names_nothing_is_told(path: str) -> None:
    with pytest.raises(SpeechError) as caught:
        draft(OUTLINE.encode(), values={path: "丙"})
    assert [one.rule for one in caught.value.diagnostics] == ["overlay-path"]


def test_lines_of_a_text_become_items_where_a_list_belongs() -> None:
    made = draft(OUTLINE.encode(), values={"附件": "一份\n两份", "正文[1].点": "丙"})
    assert "附件：1．一份" in made.to("txt").decode().replace("1.", "1．").replace(" ", "")
