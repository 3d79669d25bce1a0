"""Long values of every shape are drafted in linear time.

Quadratic work on any of these takes minutes, linear work a second or less.
"""

from __future__ import annotations

import pytest

from speechgen import draft

COUNT = 20_000
HEAD = "类型: 讲话\n标题: 在防汛工作会议上的讲话\n"
LINES = "      汛情不等人。\n" * COUNT

OUTLINES = {
    "the lines of a text": f"{HEAD}正文:\n  - 题: 抓排查\n    文: |\n{LINES}",
    "the lines of a folded text": f"{HEAD}正文:\n  - 题: 抓排查\n    文: >\n{LINES}",
    "the lines of an item": f"{HEAD}正文:\n  - |\n{LINES}",
    "the lines of a field": f"{HEAD}开头: |\n{LINES}正文:\n  - 抓排查\n",
    "line breaks in quotes": HEAD + '正文:\n  - "' + "\\n".join(["汛"] * COUNT) + '"\n',
    "the words of a line": f"{HEAD}正文:\n  - 抓排查：" + "汛情，“不等人”（一）；" * COUNT + "\n",
    "gaps": f"{HEAD}正文:\n" + "  - 题: 抓排查\n    文: 【待补：时间】\n" * COUNT,
    "people": "类型: 会议通知\n标题: 通知\n议程:\n  - 做: 发言\n    人:\n"
    + "      - 何立新\n" * COUNT,
    "emphasis": f"{HEAD}正文:\n  - 抓排查：" + "汛情**不等人**，" * COUNT + "\n",
    "emphasis in a cell": f"{HEAD}正文:\n  - 表: [[事项], ['" + "汛**情**，" * COUNT + "']]\n",
    "full-width commas in a cell": f"{HEAD}正文:\n  - 表: [[事项], [“" + "汛情，" * COUNT + "”]]\n",
    "pages of attachments": f"{HEAD}附件:\n"
    + "  - 题: 回执\n    文: 请填写\n" * (COUNT // 40)
    + "正文:\n  - 抓排查\n",
    "seat cards": "类型: 座签\n标题: 座签\n名单:\n" + "  - 何立新\n" * (COUNT // 10),
}


@pytest.mark.clock
@pytest.mark.parametrize("outline", OUTLINES.values(), ids=OUTLINES)
def test_long_values_are_drafted_in_linear_time(outline: str) -> None:
    assert draft(outline.encode(), name="提纲.yaml").to("docx")
