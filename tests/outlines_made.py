"""Outlines that hypothesis makes: every switch of the format, values that are hard to quote.

`outlines()` gives YAML text; `plain_outlines()` only what a text file can say unambiguously
(design.md, invariant 2): labels on everything, no paragraph that opens with a label, no 。
inside a head, and nothing that looks like a web page, a frame line or a broken line.
"""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

_HARD = "“”《》（）、，—·%#:-&*!|>'\"@`{}[]\\/ 0123456789abcXYZ"
_CHINESE = "云汀市防汛工作会议要求各单位认真落实责任措施抓好排查整改值守保障群众安全学校医院社区"
_PATTERNS = (
    "一、",
    "（一）",
    "1.",
    "（1）",
    "①",
    "一是",
    "一要",
    "第一，",
    "其一，",
    "首先，",
    "A.",
    "无",
)

WORDS = st.text(alphabet=_CHINESE, min_size=2, max_size=14)
HARD = st.text(alphabet=_CHINESE + _HARD, min_size=1, max_size=24).map(str.strip).filter(bool)
SENTENCES = st.lists(WORDS, min_size=2, max_size=4).map("，".join)


def _text(hard: bool) -> st.SearchStrategy[str]:
    return st.one_of(WORDS, HARD) if hard else WORDS


def _paragraphs(hard: bool) -> st.SearchStrategy[list[str]]:
    ends = st.sampled_from(["。", "！", "；", "", "：", "”"]) if hard else st.just("。")
    one = st.tuples(st.one_of(SENTENCES, HARD) if hard else _long(), ends).map("".join)
    return st.lists(one, min_size=1, max_size=3)


def _long() -> st.SearchStrategy[str]:
    return st.lists(WORDS, min_size=6, max_size=9).map("，".join)


def _leaf(hard: bool) -> st.SearchStrategy[Any]:
    text, texts = _text(hard), _paragraphs(hard)
    return st.one_of(
        text,
        st.builds(lambda head, body: {"题": head, "文": body}, text, texts),
        *(
            (
                st.builds(lambda head: {"题": head, "独行": "是"}, text),
                st.builds(lambda head, body: {"题": head, "文": body, "独行": "是"}, text, texts),
                st.builds(lambda body: {"文": body}, texts),
                st.builds(lambda head, end: f"{head}{end}", text, st.sampled_from("。；！？：…")),
                st.builds(_run_on, text, st.lists(WORDS, min_size=2, max_size=4)),
            )
            if hard
            else ()
        ),
    )


def _run_on(head: str, points: list[str]) -> dict[str, Any]:
    return {"题": head, "连排": "是", "编号": "一是", "点": points}


def _branch(children: st.SearchStrategy[Any], hard: bool) -> st.SearchStrategy[Any]:
    patterns = st.sampled_from(_PATTERNS if hard else _PATTERNS[:8])

    def made(head: str, texts: list[str], points: list[Any], pattern: str) -> dict[str, Any]:
        node: dict[str, Any] = {"题": head, "点": points}
        if texts:
            node["文"] = texts
        if pattern:
            node["编号"] = pattern
        return node

    few = 4 if hard else 3
    return st.builds(
        made,
        _text(hard),
        st.one_of(st.just([]), _paragraphs(hard)),
        st.lists(children, min_size=1 if hard else 2, max_size=few),
        st.one_of(st.just(""), patterns) if hard else st.just(""),
    )


def _nodes(hard: bool) -> st.SearchStrategy[list[Any]]:
    leaf = _leaf(hard)
    inner = st.one_of(leaf, _branch(leaf, hard))
    return st.lists(st.one_of(inner, _branch(inner, hard)), min_size=1, max_size=4)


@st.composite
def _page(draw: st.DrawFn, hard: bool) -> dict[str, Any]:
    """An attachment with its own page."""
    page: dict[str, Any] = {"题": draw(WORDS), "文": draw(_paragraphs(hard))}
    if draw(st.booleans()):
        page["点"] = draw(
            _nodes(True) if hard else st.lists(_branch(_leaf(False), False), min_size=2, max_size=3)
        )
    if hard and draw(st.booleans()):
        page["编号"] = draw(st.sampled_from(_PATTERNS))
    return page


@st.composite
def outlines(draw: st.DrawFn) -> str:
    """The text of a 讲话 outline."""
    scheme = draw(st.lists(st.sampled_from(_PATTERNS), min_size=1, max_size=4, unique=True))
    outline: dict[str, Any] = {
        "类型": "讲话",
        "标题": draw(HARD.filter(lambda text: "|" not in text)),
        "编号": ">".join(scheme),
    }
    for key, values in (
        ("副标题", HARD.filter(lambda text: "|" not in text)),
        ("讲话人", HARD.filter(lambda text: "|" not in text)),
        ("日期", st.sampled_from(["2026年5月12日", "2026-05-12"])),
        ("称谓", st.sampled_from(["同志们", "各位代表！"])),
        ("开头", _paragraphs(True)),
        ("正文", _nodes(True)),
        ("结尾", _paragraphs(True)),
        ("落款", WORDS),
        ("附件", st.lists(st.one_of(WORDS, _page(True)), min_size=1, max_size=3)),
    ):
        if draw(st.integers(0, 3)):
            outline[key] = draw(values)
    return written(outline)


@st.composite
def plain_outlines(draw: st.DrawFn) -> str:
    """The text of an outline whose draft says everything in words."""
    scheme = draw(
        st.permutations(["一、", "（一）", "1.", "一是", "第一，"]).map(lambda each: each[:3])
    )
    return written(
        {
            "类型": "讲话",
            "标题": f"在{draw(WORDS)}会议上的讲话",
            "称谓": "同志们",
            "编号": ">".join(scheme),
            "开头": [f"{draw(_long())}。"],
            "正文": draw(
                st.lists(_branch(_branch(_leaf(False), False), False), min_size=2, max_size=3)
            ),
            "结尾": ["谢谢大家！"],
            "附件": draw(st.lists(_page(False), min_size=1, max_size=3)),
            "落款": {"单位": "云汀市防汛办公室", "日期": "2026年5月12日"},
        }
    )


def written(value: dict[str, Any]) -> str:
    """The outline as block-style YAML with every text quoted."""
    return "\n".join(_lines(value, "")) + "\n"


def _lines(value: Any, indent: str) -> list[str]:
    rows: list[str] = []
    if isinstance(value, dict):
        for key, member in value.items():
            if isinstance(member, str):
                rows.append(f"{indent}{key}: {_scalar(member)}")
            else:
                rows += [f"{indent}{key}:", *_lines(member, indent + "  ")]
        return rows
    for member in value:
        if isinstance(member, str):
            rows.append(f"{indent}- {_scalar(member)}")
        else:
            inner = _lines(member, indent + "  ")
            rows += [f"{indent}- {inner[0].lstrip()}", *inner[1:]]
    return rows


def _scalar(text: str) -> str:
    return text if text in ("是", "否") else json.dumps(text, ensure_ascii=False)
