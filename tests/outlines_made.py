"""Outlines that hypothesis makes: every switch of the format, values that are hard to quote.

`outlines()` gives the YAML text of a 讲话, `papers()` that of any type that is a document, and
`made()` drafts either with the files it names. `plain_outlines()` only says what a text file can
say unambiguously (design.md, invariant 2): labels on everything, no paragraph that opens with a
label, no 。 inside a head, and nothing that looks like a web page, a frame line or a broken line.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import yaml
from hypothesis import strategies as st

from speechgen.api import search_roots
from speechgen.api.drafted import Draft, Options
from speechgen.api.drafting import open_outline
from speechgen.api.reading import Imported
from speechgen.api.unprintable import has_place
from speechgen.diagnostics import SpeechError
from speechgen.files.beside import Beside, Held
from speechgen.images import image_file
from speechgen.library import starter, types
from speechgen.library.model import OWN_WORDS, MeetingType
from speechgen.readers import read_bytes

from .pictures_made import exif, jpeg, png, segment

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

FORMS: Final = frozenset(("agenda", "attendance", "followup", "seatcards", "seating", "signin"))
"""The types that have no place for 正文 and a tail."""
FILES: Final = {
    "现场.png": png(),
    "照片/甲乙.jpg": jpeg(segment(0xE1, b"Exif\0\0" + exif(6))),
    "分工.csv": "任务,数量,说明\n清淤,12,\n巡查,3.5%,**每天**\n".encode(),
    "回执.yaml": "类型: 公文\n标题: 参会**回执**\n正文:\n  - 题: 甲\n    文: 按时填\n"
    "  - 图: 现场.png\n  - 乙\n".encode(),
    "讲稿.yaml": "类型: mobilize\n标题: 动员讲话\n任务: 部署防汛\n"
    "正文: [甲事, 乙事, 丙事]\n".encode(),
}
"""What outlines made here may name."""

WORDS = st.text(alphabet=_CHINESE, min_size=2, max_size=14)
_PLAIN_HARD = st.text(alphabet=_CHINESE + _HARD, min_size=1, max_size=24)
_STARRED = st.lists(
    st.one_of(
        WORDS,
        WORDS.map("**{}**".format),
        st.sampled_from(["**", "*", "\\*", "**“三个确保”**", "**甲。**", "，", "**abc 1**", "***"]),
    ),
    min_size=1,
    max_size=4,
).map("".join)
"""Emphasised words, stars that are text, and stars that only look like emphasis."""
HARD = st.one_of(_PLAIN_HARD, _PLAIN_HARD, _STARRED).map(str.strip).filter(bool)
SENTENCES = st.lists(WORDS, min_size=2, max_size=4).map("，".join)


def _text(hard: bool) -> st.SearchStrategy[str]:
    return st.one_of(WORDS, HARD) if hard else WORDS


def _paragraphs(hard: bool) -> st.SearchStrategy[list[str]]:
    ends = st.sampled_from(["。", "！", "；", "", "：", "”"]) if hard else st.just("。")
    one = st.tuples(st.one_of(SENTENCES, HARD) if hard else _long(), ends).map("".join)
    return st.lists(one, min_size=1, max_size=3)


def _long() -> st.SearchStrategy[str]:
    return st.lists(WORDS, min_size=6, max_size=9).map("，".join)


_CELLS = st.one_of(WORDS, HARD, st.sampled_from(["", "12", "3.5%", "1,200", "甲|乙", "a\\n", "—"]))
_COLUMNS = st.lists(WORDS, min_size=1, max_size=4, unique=True)


@st.composite
def _tables(draw: st.DrawFn) -> Any:
    """表: a file, or rows as lists or as mappings, perhaps with title and widths."""
    columns = draw(_COLUMNS)
    wide = len(columns)
    form = draw(st.integers(0, 5))
    if form == 0:
        return "分工.csv"
    rows: list[Any]
    if form == 1:
        some = st.lists(st.sampled_from(columns), unique=True, min_size=1)
        rows = [dict.fromkeys(columns, "首行")]
        rows += draw(st.lists(some.flatmap(_row), max_size=2))
    else:
        cells = st.lists(_CELLS, min_size=wide, max_size=wide)
        rows = [columns, *draw(st.lists(cells, max_size=3))]
    if draw(st.booleans()):
        return rows
    table: dict[str, Any] = {"行": rows}
    if draw(st.booleans()):
        table["题"] = draw(_HEADED)
    if draw(st.booleans()):
        table["宽"] = draw(st.lists(st.integers(1, 9).map(str), min_size=wide, max_size=wide))
    return table


def _row(keys: list[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries(dict.fromkeys(keys, _CELLS))


_HEADED = st.one_of(WORDS, HARD.filter(lambda text: "|" not in text))


@st.composite
def _pictures(draw: st.DrawFn) -> Any:
    """图: a file, perhaps with title and width."""
    file = draw(st.sampled_from(["现场.png", "照片/甲乙.jpg"]))
    if draw(st.booleans()):
        return file
    picture = {"文件": file}
    if draw(st.booleans()):
        picture["题"] = draw(_HEADED)
    if draw(st.booleans()):
        picture["宽"] = draw(st.sampled_from(["3厘米", "12厘米", "60mm"]))
    return picture


_FIGURES = st.one_of(
    st.fixed_dictionaries({"表": _tables()}),
    st.fixed_dictionaries({"图": _pictures()}),
    st.fixed_dictionaries({"图": _pictures(), "表": _tables()}),
)


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
                _FIGURES,
                st.builds(lambda head, more: {"题": head, **more}, text, _FIGURES),
                st.builds(
                    lambda head, body, more: {"题": head, "文": body, **more}, text, texts, _FIGURES
                ),
            )
            if hard
            else ()
        ),
    )


def _run_on(head: str, points: list[str]) -> dict[str, Any]:
    return {"题": head, "连排": "是", "编号": "一是", "点": points}


def _branch(children: st.SearchStrategy[Any], hard: bool) -> st.SearchStrategy[Any]:
    patterns = st.sampled_from(_PATTERNS if hard else _PATTERNS[:8])

    def made(
        head: str, texts: list[str], points: list[Any], pattern: str, more: dict[str, Any]
    ) -> dict[str, Any]:
        node: dict[str, Any] = {"题": head, "点": points, **more}
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
        st.one_of(st.just({}), st.just({}), _FIGURES) if hard else st.just({}),
    )


def _nodes(hard: bool) -> st.SearchStrategy[list[Any]]:
    leaf = _leaf(hard)
    inner = st.one_of(leaf, _branch(leaf, hard))
    return st.lists(st.one_of(inner, _branch(inner, hard)), min_size=1, max_size=4)


@st.composite
def _page(draw: st.DrawFn, hard: bool) -> dict[str, Any]:
    """An attachment with its own page."""
    if hard and draw(st.integers(0, 5)) == 0:
        return {"提纲": draw(st.sampled_from(["回执.yaml", "讲稿.yaml"]))}
    page: dict[str, Any] = {"题": draw(WORDS), "文": draw(_paragraphs(hard))}
    if draw(st.booleans()):
        page["点"] = draw(
            _nodes(True) if hard else st.lists(_branch(_leaf(False), False), min_size=2, max_size=3)
        )
    if hard and draw(st.booleans()):
        page["编号"] = draw(st.sampled_from(_PATTERNS))
    return {**page, **draw(_FIGURES)} if hard and draw(st.booleans()) else page


_LINE = HARD.filter(lambda text: "|" not in text)
_DATES = st.sampled_from(["2026年5月12日", "2026-05-12"])
_UNITS = st.one_of(WORDS, st.lists(WORDS, min_size=1, max_size=3))
_SIGNED = st.one_of(
    WORDS,
    st.fixed_dictionaries(
        {"单位": _UNITS}, optional={"日期": _DATES, "印章": st.sampled_from(["是", "否"])}
    ),
)
_LETTERHEADS = st.fixed_dictionaries(
    {"机关": _UNITS, "格式": st.sampled_from(["文件", "信函", "命令", "纪要"])},
    optional={
        "字号": st.just("云汛〔2026〕7号"),
        "签发人": WORDS,
        "份号": st.just("000001"),
        "密级": st.just("机密★1年"),
        "紧急": st.just("特急"),
        "印发机关": WORDS,
        "印发日期": _DATES,
    },
)
_TAIL: Final[tuple[tuple[str, st.SearchStrategy[Any]], ...]] = (
    ("正文", _nodes(True)),
    ("落款", _SIGNED),
    ("附件", st.lists(st.one_of(WORDS, _page(True)), min_size=1, max_size=3)),
)
_PAPER: Final[tuple[tuple[str, st.SearchStrategy[Any]], ...]] = (
    ("版头", _LETTERHEADS),
    *((key, _paragraphs(True)) for key in OWN_WORDS),
    *_TAIL,
    ("附注", HARD),
    ("抄送", HARD),
)
"""What nearly every type that is a document has a place for."""


@st.composite
def outlines(draw: st.DrawFn) -> str:
    """The text of a 讲话 outline."""
    scheme = draw(st.lists(st.sampled_from(_PATTERNS), min_size=1, max_size=4, unique=True))
    outline: dict[str, Any] = {"类型": "讲话", "标题": draw(_LINE), "编号": ">".join(scheme)}
    for key, values in (
        ("副标题", _LINE),
        ("讲话人", _LINE),
        ("日期", _DATES),
        ("称谓", st.sampled_from(["同志们", "各位代表！"])),
        ("开头", _paragraphs(True)),
        ("结尾", _paragraphs(True)),
        *_TAIL,
    ):
        if draw(st.integers(0, 3)):
            outline[key] = draw(values)
    return written(outline)


@cache
def documents() -> tuple[tuple[MeetingType, dict[str, Any]], ...]:
    """The built-in types that are no forms, each with its starter."""
    return tuple(
        (kind, yaml.load(starter(kind), Loader=yaml.BaseLoader))
        for kind in types(search_roots())
        if kind.id not in FORMS
    )


@st.composite
def papers(draw: st.DrawFn) -> str:
    """The text of an outline of any type that is a document: its starter, with other parts."""
    kind, known = draw(st.sampled_from(documents()))
    outline = {key: value for key, value in known.items() if key != "附件"}
    for key, values in _PAPER:
        if has_place(key, kind) and draw(st.integers(0, 2)):
            outline[key] = draw(values)
    return written(outline)


def made(outline: str, **options: Any) -> Draft:
    """The draft of an outline made here."""
    opened = open_outline(outline.encode(), Options(**options), "提纲.yaml")
    return replace(opened, beside=Beside(folder())).draft()


def imported(
    suffix: str, data: bytes, kind: str = "", beside: Path | None = None
) -> tuple[str, int, Draft | None]:
    """The outline of a file, how many differences are told of it, and its draft. `beside` is where
    the pictures of a Markdown file stand, if not in `folder()`."""
    file = str((beside or folder()) / f"稿.{suffix}")
    found = Imported(file, read_bytes(file, data), search_roots())
    names = [f"图{at}.{image.kind}" for at, image in enumerate(found.pictures, 1)]
    found = found.called(names)
    outline, *more = found.outlines(kind)
    told = [one for each in found.differences([outline, *more]) for one in each] + more
    left_out = re.findall("(?m)^# 没有收入的行", outline)
    files = {name: image_file(image) for name, image in zip(names, found.pictures, strict=True)}
    try:
        opened = open_outline(outline.encode(), Options(), "旧稿.yaml")
        return outline, len(told) + len(left_out), replace(opened, beside=Held(files)).draft()
    except SpeechError:
        return outline, len(told), None


def folder() -> Path:
    """The folder with the files that outlines name."""
    return Path(_folder().name)


@cache
def _folder() -> TemporaryDirectory[str]:
    made = TemporaryDirectory()
    for name, data in FILES.items():
        file = Path(made.name) / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data)
    return made


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
