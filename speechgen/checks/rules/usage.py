"""Marks in places where they cannot be, and how documents are referred to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from speechgen.checks.engine import Finding, flag
from speechgen.checks.paper import Manuscript
from speechgen.expression import Expression
from speechgen.marks import HAN

# -- mark-usage ---------------------------------------------------------------------------------

_USAGES: Final = (
    (Expression(r"(?m)^[，。、；：！？]"), "一段不能用这个标点开头", "删去，或接到上一段末尾"),
    (
        Expression(
            r"(?<=[说道问答]：)“[^“”\n]{2,60}[^。！？…—，“”\n]”(?=。)",
            *(f"{verb}：“" for verb in "说道问答"),
        ),
        "引用的是完整的话，句号在引号里面",
        "写成“……。”",
    ),
    (
        Expression(r"“[^“”\n]{0,40}“[^“”\n]{1,20}”[^“”\n]{0,40}”", "“"),
        "引号里面再用引号，用单引号",
        "里面的改成‘ ’",
    ),
    (
        Expression(
            r"《[^》\n]{2,14}》(?=(?:书法|摄影|绘画|图片)?展览?(?!示|现)|大赛|比赛|培训班|论坛|活动周|专项行动)",
            "》",
        ),
        "展览、比赛、活动的名称用引号，不用书名号",
        "改成“ ”",
    ),
    (
        Expression(
            r"(?<![“\"第一二三四五六七八九])(?P<plan>十[一二三四五六]五)(?=规划|时期|期间|开局|收官|目标|末|以来)",
            *(f"十{n}五" for n in "一二三四五六"),
        ),
        "五年规划的简称要加引号",
        "如“十四五”",
    ),
    (
        Expression(
            r"(?:我们要问|请问|试问|不禁要问)[，：][^。！？\n]{2,30}(?=。)|难道[^。！？；\n]{2,40}(?=。)",
            "问，",
            "问：",
            "难道",
        ),
        "问句末尾用问号",
        "把“。”改成“？”",
    ),
    (
        Expression(r"(?<=、)[^，。；、\n]{1,8}，等(?![待候到于同着我他她你人一下])", "，等"),
        "“等”前面不用逗号",
        "删去逗号",
    ),
    (
        Expression(r"、(?=[。；！？\n]|$)", "、"),
        "顿号后面没有话了",
        "删去顿号，或补上",
    ),
)


def mark_usage(paper: Manuscript) -> Iterator[Finding]:
    """Marks that cannot stand where they do."""
    for pattern, message, hint in _USAGES:
        for found in pattern.finditer(paper.text):
            yield flag(found, message, hint)


# -- document-number ----------------------------------------------------------------------------

_NUMBER: Final = Expression(
    rf"(?<={HAN})[发函办字令通规知阅审呈报复党政][\[［（(【](?P<year>(?:19|20)?[0-9]{{2}})[\]］）)】]第?(?P<no>\d{{1,4}})号",
    *(bracket + figure for bracket in "[［（(【" for figure in "0123456789"),
)
_IN_SHELLS: Final = Expression(r"〔(?P<year>\d{2,4})〕(?P<nth>第)?(?P<no>\d{1,4})号", "〔")
_PETITIONS: Final = Expression(
    r"特此(?:报告|通知|通报|函告|公告|汇报)[，。；！]?[^，。；\n]{0,4}请[^，。；\n]{0,4}(?:批准|批复|批示|审批|审定)"
    r"|请[^，。；\n]{0,3}(?:批准|批复|批示|审批)[。！]?特此(?:通知|通报|公告|报告)|请示[^。；\n]{0,6}，请[^，。；\n]{0,4}(?:遵照|贯彻)执行|(?:的|》)请示报告(?=$|[，。；\n》])",
    *("特此", "请示", "请批示", "请审批", "请批准"),
)


def document_number(paper: Manuscript) -> Iterator[Finding]:
    """Brackets, year and number of 文号; the closing words of one kind of document in another."""
    for found in _NUMBER.finditer(paper.text):
        hint = f"写成“〔{found['year']}〕{int(found['no'])}号”"
        yield flag(found, "文号的年份用六角括号〔 〕", hint)
    for found in _IN_SHELLS.finditer(paper.text):
        year, number = found["year"], found["no"]
        if len(year) != len("2026"):
            yield flag(found, "文号的年份写四位数", "如“〔2026〕”")
        elif found["nth"] or number.startswith("0"):
            right = f"〔{year}〕{int(number)}号"
            yield flag(found, "文号的顺序号前面不加“第”，不编虚位", right=right, safe=False)
    for found in _PETITIONS.finditer(paper.text):
        message = f"“{found[0]}”：请示、报告、通知的结束语混用"
        yield flag(found, message, "报告不请求批准，请示不写“特此通知”，一文一种")
