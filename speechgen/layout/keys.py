"""The keys a layout file may hold: Chinese name, English aliases, value, meaning. One table.

Owns names and how a value's text becomes a value. Must not know files, how keys are merged, nor
how the table becomes a JSON Schema.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from speechgen.layout import units


class Key(NamedTuple):
    """One key: `field` is the attribute it fills; `read` gives the value or raises ValueError
    with a Chinese sentence that says what to write. `choices` are the words it takes where
    only words are taken; `example` is a value that `read` takes."""

    name: str
    aliases: tuple[str, ...]
    field: str
    read: Callable[[str], object]
    explain: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()


def _words(table: dict[str, str]) -> Callable[[str], object]:
    """Reads one of some words: value -> its spellings; a message names the first of each."""
    values = {word: value for value, words in table.items() for word in words.split()}

    def read(text: str) -> object:
        value = values.get(text.strip().lower())
        if value is None:
            named = "、".join(words.split()[0] for words in table.values())
            raise ValueError(f"这里写{named}中的一个")
        return value

    return read


def _one_of(
    name: str, aliases: tuple[str, ...], field: str, table: dict[str, str], explain: str = ""
) -> Key:
    choices = tuple(word for words in table.values() for word in words.split())
    named = "、".join(words.split()[0] for words in table.values())
    return Key(name, aliases, field, _words(table), explain or named, choices[0], choices)


_YES: Final = {"yes": "是 yes true 对", "no": "否 no false 不"}


def _flag(name: str, aliases: tuple[str, ...], field: str, explain: str) -> Key:
    read = _words(_YES)
    choices = tuple(word for words in _YES.values() for word in words.split())
    return Key(name, aliases, field, lambda text: read(text) == "yes", explain, "是", choices)


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


def number_text(text: str) -> str:
    """What a page number looks like; ValueError (Chinese) where {页} is missing."""
    if "{页}" not in text:
        raise ValueError("页码的样子里要有 {页}，如 — {页} — 或 第{页}页/共{总页}页")
    return text


def _minute_mark(text: str) -> str:
    if text.strip() in ("无", "none"):
        return ""
    if "{分}" not in text and "{累计}" not in text:
        raise ValueError("时间标记里要有 {分} 或 {累计}，如 〔约{分}分钟〕；不要标记就写“无”")
    return text


PLACES: Final = {
    "outside": "外侧 outside",
    "center": "居中 center",
    "left": "居左 left",
    "right": "居右 right",
    "none": "无 none",
}
"""Where a page number may stand: value -> its spellings."""

place: Final = _words(PLACES)

_ALIGNMENTS: Final = {
    "both": "两端 两端对齐 both justify",
    "center": "居中 center",
    "left": "居左 左对齐 left",
    "right": "居右 右对齐 right",
}

PAPER: Final = (
    Key("宽", ("width",), "width", _positive, "纸宽", "210mm"),
    Key("高", ("height",), "height", _positive, "纸高", "297mm"),
    Key("上", ("top",), "top", _positive, "上边距", "37mm"),
    Key("下", ("bottom",), "bottom", _positive, "下边距", "35mm"),
    Key("左", ("left",), "left", _positive, "左边距", "28mm"),
    Key("右", ("right",), "right", _positive, "右边距", "26mm"),
    Key("页眉", ("header",), "header", _positive, "页眉到纸边的距离", "15mm"),
    Key("页脚", ("footer",), "footer", _positive, "页脚到纸边的距离", "25mm"),
)
PAGE_NUMBER: Final = (
    Key(
        "样子",
        ("text",),
        "text",
        number_text,
        "{页} 是页码，{总页} 是总页数",
        "第{页}页/共{总页}页",
    ),
    _one_of("位置", ("place",), "place", PLACES, "外侧（单页右、双页左）、居中、居左、居右或无"),
)
LOOK: Final = (
    Key("字体", ("font",), "font", _font, "中文字体；没写西文字体时西文也用它", "仿宋_GB2312"),
    Key("西文字体", ("latin",), "latin", _font, "西文和数字的字体", "Times New Roman"),
    Key("字号", ("size",), "size", units.size, "三号、小四，或 16pt", "三号"),
    _flag("加粗", ("bold",), "bold", "是或否"),
    Key("颜色", ("color",), "color", units.color, "红、黑、灰、蓝、自动，或 #E60012", "红"),
    Key("字距", ("spacing",), "spacing", _spacing, "字与字之间加宽或收紧多少", "-5缇"),
    _one_of("对齐", ("align",), "align", _ALIGNMENTS, "两端、居中、居左或居右"),
    Key("首行缩进", ("first_line",), "first_line", units.indent, "负数是悬挂缩进", "2字符"),
    Key("左缩进", ("left",), "left", units.indent, "整段离左边多远", "2字符"),
    Key("右缩进", ("right",), "right", units.indent, "整段离右边多远", "2字符"),
    Key("行距", ("line",), "line", units.leading, "28.95pt、最小20pt 或 1.5倍", "1.5倍"),
    Key("段前", ("before",), "before", units.gap, "段落上面空多少", "1行"),
    Key("段后", ("after",), "after", units.gap, "段落下面空多少", "6pt"),
    _flag("同类相连", ("merge_gaps",), "merge_gaps", "相邻的同类段之间不留段前段后"),
    _flag("与下段同页", ("keep_next",), "keep_next", "和下一段排在同一页；标题不写就是“是”"),
    _flag("段中不分页", ("keep_lines",), "keep_lines", "一段放得下就不跨页"),
    _flag("孤行控制", ("widows",), "widows", "页首页尾不留单独一行"),
    Key("上线", ("top_rule",), "top_rule", units.rule, "段落上面的横线", "1pt 黑"),
    Key("下线", ("bottom_rule",), "bottom_rule", units.rule, "段落下面的横线", "1.5pt 红 距4mm"),
)
TOP: Final = (
    Key("名称", ("name",), "name", str.strip, "给人看的名称", "我们单位的版式"),
    Key("说明", ("explain",), "explain", str.strip, "一句话说明"),
    Key("继承", ("extends",), "extends", str.strip, "以哪个版式为底", "gbt9704"),
    Key("网格", ("grid",), "pitch", _grid, "每行占多高；没有网格写“无”", "579缇"),
    Key("题下空行", ("opening_gap",), "opening_gap", units.gap, "标题和署名之下空多少", "1行"),
    Key(
        "时间标记",
        ("minute_mark",),
        "minute_mark",
        _minute_mark,
        "每部分末尾印的时间：{分} 是本部分的分钟数，{累计} 是讲到这里的分钟数；不印写“无”",
        "〔约{分}分钟，讲到这里约{累计}分钟〕",
    ),
    _flag("注音", ("pinyin",), "pinyin", "印不印提纲“注音”里列的读音，如 倜（tì）"),
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
    "盖章落款": "sealed",
    "盖章日期": "sealed-date",
    "附件": "attachment",
    "抄送": "copy-to",
    "提示": "stage",
    "版头标注": "letterhead-mark",
    "发文机关": "letterhead",
    "发文字号": "letterhead-number",
    "版记": "imprint",
    "座签": "card",
    "表格": "table",
    "页码": "page-number",
    "时间标记": "minute-mark",
    "注音": "pinyin",
}
"""What a role is called under 样式; its English id is accepted too."""
