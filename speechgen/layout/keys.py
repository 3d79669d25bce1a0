"""The keys a layout file may hold: Chinese name, English aliases, value, meaning. One table.

Owns names and how a value's text becomes a value. Must not know files or how keys are merged.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from speechgen.layout import units


class Key(NamedTuple):
    """One key: `field` is the attribute it fills; `read` gives the value or raises ValueError
    with a Chinese sentence that says what to write."""

    name: str
    aliases: tuple[str, ...]
    field: str
    read: Callable[[str], object]
    explain: str = ""


def _words(**choices: str) -> Callable[[str], object]:
    """Reads one of some words: value="word word", the first is the one a message names."""
    table = {word: value for value, words in choices.items() for word in words.split()}

    def read(text: str) -> object:
        value = table.get(text.strip().lower())
        if value is None:
            named = "、".join(words.split()[0] for words in choices.values())
            raise ValueError(f"这里写{named}中的一个")
        return value

    return read


def _flag(text: str) -> bool:
    found = _words(yes="是 yes true 对", no="否 no false 不")(text)
    return found == "yes"


def _positive(text: str) -> int:
    value = units.length(text)
    if value < 0:
        raise ValueError("这里不能写负数")
    return value


def _grid(text: str) -> int:
    if text.strip() in ("无", "none"):
        return 0
    value = units.length(text)
    if not 100 <= value <= 4000:
        raise ValueError("网格行距要在 5pt 到 200pt 之间，没有网格就写“无”")
    return value


def _spacing(text: str) -> int:
    if text.strip() == "0":
        return 0
    value = units.length(text)
    if abs(value) > 400:
        raise ValueError("字距要在 -20pt 到 20pt 之间")
    return value


def _font(text: str) -> str:
    name = text.strip()
    if not name or len(name) > 31:
        raise ValueError("字体写它的名称，如 仿宋_GB2312，最多31个字")
    return name


def _number_text(text: str) -> str:
    if "{页}" not in text:
        raise ValueError("页码的样子里要有 {页}，如 — {页} — 或 第{页}页/共{总页}页")
    return text


PAPER: Final = (
    Key("宽", ("width",), "width", _positive, "纸宽"),
    Key("高", ("height",), "height", _positive, "纸高"),
    Key("上", ("top",), "top", _positive, "上边距"),
    Key("下", ("bottom",), "bottom", _positive, "下边距"),
    Key("左", ("left",), "left", _positive, "左边距"),
    Key("右", ("right",), "right", _positive, "右边距"),
    Key("页眉", ("header",), "header", _positive, "页眉到纸边的距离"),
    Key("页脚", ("footer",), "footer", _positive, "页脚到纸边的距离"),
)
PAGE_NUMBER: Final = (
    Key("样子", ("text",), "text", _number_text, "{页} 是页码，{总页} 是总页数"),
    Key(
        "位置",
        ("place",),
        "place",
        _words(
            outside="外侧 outside",
            center="居中 center",
            left="居左 left",
            right="居右 right",
            none="无 none",
        ),
        "外侧、居中、居左、居右或无",
    ),
)
LOOK: Final = (
    Key("字体", ("font",), "font", _font, "中文字体，西文也用它"),
    Key("西文字体", ("latin",), "latin", _font, "西文和数字的字体"),
    Key("字号", ("size",), "size", units.size, "三号、小四，或 16pt"),
    Key("加粗", ("bold",), "bold", _flag, "是或否"),
    Key("字距", ("spacing",), "spacing", _spacing, "字与字之间加宽或收紧多少"),
    Key(
        "对齐",
        ("align",),
        "align",
        _words(
            both="两端 两端对齐 both justify",
            center="居中 center",
            left="居左 左对齐 left",
            right="居右 右对齐 right",
        ),
        "两端、居中、居左或居右",
    ),
    Key("首行缩进", ("first_line",), "first_line", units.indent, "负数是悬挂缩进"),
    Key("左缩进", ("left",), "left", units.indent),
    Key("右缩进", ("right",), "right", units.indent),
    Key("行距", ("line",), "line", units.leading, "28.95pt、最小20pt 或 1.5倍"),
    Key("段前", ("before",), "before", units.gap),
    Key("段后", ("after",), "after", units.gap),
    Key("同类相连", ("merge_gaps",), "merge_gaps", _flag, "相邻的同类段之间不留段前段后"),
    Key("与下段同页", ("keep_next",), "keep_next", _flag),
)
TOP: Final = (
    Key("名称", ("name",), "name", str.strip),
    Key("说明", ("explain",), "explain", str.strip),
    Key("继承", ("extends",), "extends", str.strip, "以哪个版式为底"),
    Key("网格", ("grid",), "pitch", _grid, "每行占多高；没有网格写“无”"),
    Key("题下空行", ("opening_gap",), "opening_gap", units.gap, "标题、署名、日期之下空多少"),
)
GROUPS: Final = {
    "纸张": ("paper", PAPER),
    "paper": ("paper", PAPER),
    "页码": ("page_number", PAGE_NUMBER),
    "page_number": ("page_number", PAGE_NUMBER),
}
STYLES: Final = ("样式", "styles")
FONTS: Final = ("替代字体", "alternates")
LOOK_NAMES: Final = {
    "正文": "body",
    "标题": "title",
    "副标题": "subtitle",
    "署名": "byline",
    "日期": "date",
    "称谓": "salutation",
    "一级标题": "heading-1",
    "二级标题": "heading-2",
    "三级标题": "heading-3",
    "四级标题": "heading-4",
    "结尾": "closing",
    "落款": "signature",
    "落款日期": "signature-date",
    "附件": "attachment",
    "抄送": "copy-to",
    "提示": "stage",
    "座签": "card",
    "表格": "table",
    "页码": "page-number",
}
"""What a role is called under 样式; its English id is accepted too."""
