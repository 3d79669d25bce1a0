"""Two lists of the first level that are labelled unlike each other."""

from __future__ import annotations

from speechgen import draft
from speechgen.api import search_roots
from speechgen.api.reading import Imported
from speechgen.readers import read_bytes

OPENING = "在组织生活会上的讲话\n同志们：\n"


def outline_of(text: str) -> str:
    found = Imported("稿.txt", read_bytes("稿.txt", text.encode()), search_roots())
    (outline,) = found.outlines()
    assert found.differences([outline]) == ((),), outline
    assert draft(outline.encode())
    return outline


def test_both_of_points_alone_stand_side_by_side() -> None:
    outline = outline_of(
        f"{OPENING}刚才，大家作了对照检查，开展了批评和自我批评，态度端正，准备充分。\n"
        "一是学得实。会前集中学习3次。\n二是查得准。每个人都查摆了问题。\n"
        "也有不足，主要是剖析原因还不够深。下面，我提两点要求。\n"
        "第一，抓整改。列出清单，一条一条改。\n第二，抓长效。把好做法固定下来。\n"
    )
    assert outline.endswith(
        "正文:\n"
        "  - 文: 刚才，大家作了对照检查，开展了批评和自我批评，态度端正，准备充分。\n"
        "    点:\n"
        "      - 学得实：会前集中学习3次。\n"
        "      - 查得准：每个人都查摆了问题。\n\n"
        "  - 文: 也有不足，主要是剖析原因还不够深。下面，我提两点要求。\n"
        "    编号: 第一，\n"
        "    点:\n"
        "      - 抓整改：列出清单，一条一条改。\n"
        "      - 抓长效：把好做法固定下来。\n"
    )


def test_lines_alone_before_chapters_are_paragraphs() -> None:
    outline = outline_of(
        f"{OPENING}今天的会议主要有两件事：\n（1）通报上半年工作情况。\n（2）布置下半年工作任务。\n"
        "一、上半年工作\n上半年，各项工作进展顺利，主要指标好于预期。\n"
        "二、下半年任务\n下半年要抓好项目建设，确保完成全年任务。\n"
    )
    assert "编号: 一、" not in outline  # the type's own
    assert "\n  - 题: 上半年工作\n" in outline
