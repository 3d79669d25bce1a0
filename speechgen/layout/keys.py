"""The keys a layout file may hold: Chinese name, English alias, value, meaning. One table.

Owns names, how a value's text becomes a value, and the JSON Schema of the table. The first alias
of a key is the attribute it fills (`grid`: Layout.pitch). Must not know files, nor how keys are
merged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from speechgen.layout import units
from speechgen.layout.model import LOOK_NAMES
from speechgen.lengths import length
from speechgen.schema import json
from speechgen.schema.fields import Field, Kind

_Read = Callable[[str], object]


def _key(key: str, alias: str, read: _Read, explain: str, example: str = "") -> Field:
    return Field(key, aliases=(alias,), explain=explain, example=example, read=read)


def _words(table: Mapping[Any, str]) -> _Read:
    """Reads one of some words: value -> its spellings; a message names the first of each."""
    values = {word: value for value, words in table.items() for word in words.split()}

    def read(text: str) -> object:
        value = values.get(text.strip().lower())
        if value is None:
            named = "、".join(words.split()[0] for words in table.values())
            raise ValueError(f"这里写{named}中的一个")
        return value

    return read


def _one_of(key: str, alias: str, table: Mapping[Any, str], explain: str) -> Field:
    choices = tuple(" ".join(table.values()).split())
    return replace(_key(key, alias, _words(table), explain, choices[0]), choices=choices)


def _flag(key: str, alias: str, explain: str) -> Field:
    return _one_of(key, alias, {True: "是 yes true 对", False: "否 no false 不"}, explain)


def _length(low: int, high: int, said: str, *zeros: str) -> _Read:
    """Reads a length between two (twips); `zeros` are words for none."""

    def read(text: str) -> object:
        if text.strip() in zeros:
            return 0
        value = length(text)
        if not low <= value <= high:
            raise ValueError(said)
        return value

    return read


_positive: Final = _length(0, 31_680, "这里不能写负数")
_grid: Final = _length(100, 4000, "网格行距要在 5pt 到 200pt 之间，没有网格就写“无”", "无", "none")
_spacing: Final = _length(-400, 400, "字距要在 -20pt 到 20pt 之间", "0")


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


def _words_on_every_page(text: str) -> str:
    words = text.strip()
    if len(words) > 100:
        raise ValueError("页眉、页脚的文字最多100字")
    return "" if words in ("无", "none") else words


PLACES: Final = {
    "outside": "外侧 outside",
    "center": "居中 center",
    "left": "居左 left",
    "right": "居右 right",
    "none": "无 none",
}
"""Where a page number may stand: value -> its spellings."""

place: Final = _words(PLACES)

_SIDES: Final = {
    "center": "居中 center",
    "left": "居左 左对齐 left",
    "right": "居右 右对齐 right",
}
LINES: Final = {"all": "全部 all", "rows": "横线 rows", "none": "无 none"}
_ALIGNMENTS: Final = {"both": "两端 两端对齐 both justify", **_SIDES}

PAPER: Final = (
    _key("宽", "width", _positive, "纸宽", "210mm"),
    _key("高", "height", _positive, "纸高", "297mm"),
    _key("上", "top", _positive, "上边距", "37mm"),
    _key("下", "bottom", _positive, "下边距", "35mm"),
    _key("左", "left", _positive, "左边距", "28mm"),
    _key("右", "right", _positive, "右边距", "26mm"),
    _key("页眉", "header", _positive, "页眉到纸边的距离", "15mm"),
    _key("页脚", "footer", _positive, "页脚到纸边的距离", "25mm"),
)
PAGE_NUMBER: Final = (
    _key("样子", "text", number_text, "{页} 是页码，{总页} 是总页数", "第{页}页/共{总页}页"),
    _one_of("位置", "place", PLACES, "外侧（单页右、双页左）、居中、居左、居右或无"),
)
RUNNING: Final = (
    _key("文字", "text", _words_on_every_page, "每页都印的字，几行就在引号里写 \\n；不印写“无”",
         "内部资料 注意保存"),
    _one_of("位置", "place", _SIDES, "居中、居左或居右"),
)  # fmt: skip
LOOK: Final = (
    _key("字体", "font", _font, "中文字体；没写西文字体时西文也用它", "仿宋_GB2312"),
    _key("西文字体", "latin", _font, "西文和数字的字体", "Times New Roman"),
    _key("字号", "size", units.size, "三号、小四，或 16pt", "三号"),
    _flag("加粗", "bold", "是或否"),
    _key("颜色", "color", units.color, "红、黑、灰、蓝、自动，或 #E60012", "红"),
    _key("字距", "spacing", _spacing, "字与字之间加宽或收紧多少", "-5缇"),
    _key("缩放", "scale", units.percent, "字宽是原来的百分之几", "90%"),
    _one_of("对齐", "align", _ALIGNMENTS, "两端、居中、居左或居右"),
    _key("首行缩进", "first_line", units.indent, "负数是悬挂缩进", "2字符"),
    _key("左缩进", "left", units.indent, "整段离左边多远", "2字符"),
    _key("右缩进", "right", units.indent, "整段离右边多远", "2字符"),
    _key("行距", "line", units.leading, "28.95pt、最小20pt 或 1.5倍", "1.5倍"),
    _key("段前", "before", units.gap, "段落上面空多少", "1行"),
    _key("段后", "after", units.gap, "段落下面空多少", "6pt"),
    _flag("同类相连", "merge_gaps", "相邻的同类段之间不留段前段后"),
    _flag("与下段同页", "keep_next", "和下一段排在同一页；标题不写就是“是”"),
    _flag("段中不分页", "keep_lines", "一段放得下就不跨页，除非页尾要空出四分之一页以上"),
    _flag("孤行控制", "widows", "页首页尾不留单独一行"),
    _key("上线", "top_rule", units.rule, "段落上面的横线", "1pt 黑"),
    _key("下线", "bottom_rule", units.rule, "段落下面的横线", "1.5pt 红 距4mm"),
)
TOP: Final = (
    _key("名称", "name", str.strip, "给人看的名称", "我们单位的版式"),
    _key("说明", "explain", str.strip, "一句话说明"),
    _key("继承", "extends", str.strip, "以哪个版式为底", "gbt9704"),
    _key("网格", "grid", _grid, "每行占多高；没有网格写“无”", "579缇"),
    _key("题下空行", "opening_gap", units.gap, "标题和署名之下空多少", "1行"),
    _key("时间标记", "minute_mark", _minute_mark,
         "每部分末尾印的时间：{分} 是本部分的分钟数，{累计} 是讲到这里的分钟数；不印写“无”",
         "〔约{分}分钟，讲到这里约{累计}分钟〕"),
    _one_of("表格线", "table_lines", LINES, "表格的线：全部、横线或无"),
    _flag("首页页码", "first_number", "首页印不印页码；不写就是“是”"),
    _flag("版记双页", "even_imprint", "双面印的公文：末页是单页时，版记另起一个双页"),
    _flag("注音", "pinyin", "印不印提纲“注音”里列的读音，如 倜（tì）"),
    _flag("中西间距", "latin_gap",
          "汉字和西文、数字之间空不空一点；Word、WPS 照办，LibreOffice 总是空"),
)  # fmt: skip
_LOOKS: Final = tuple(
    Field(name, Kind.GROUP, (role,), fields=LOOK) for name, role in LOOK_NAMES.items()
)
LAYOUT: Final = (
    *TOP,
    Field("纸张", Kind.GROUP, ("paper",), fields=PAPER),
    Field("页码", Kind.GROUP, ("page_number",), fields=PAGE_NUMBER),
    Field("页眉", Kind.GROUP, ("header",), explain="每页顶上的字", fields=RUNNING),
    Field("页脚", Kind.GROUP, ("footer",), explain="页码上面的字", fields=RUNNING),
    Field("首页页眉", Kind.GROUP, ("first_header",), explain="首页和别的页不同时", fields=RUNNING),
    Field("首页页脚", Kind.GROUP, ("first_footer",), explain="首页和别的页不同时", fields=RUNNING),
    Field("样式", Kind.GROUP, ("styles",), explain="各种段落的样子", fields=_LOOKS),
    Field("替代字体", Kind.FACTS, ("alternates",),
          explain="机器上没有这种字体时用哪一种：字体: 另一个名称,再一个名称"),
)  # fmt: skip


def schema(layouts: Iterable[str] = ()) -> dict[str, Any]:
    """The JSON Schema of a layout file; `layouts` are the ids that 继承 may name."""
    made = json.mapping(LAYOUT, _described)
    known = sorted(layouts)
    if known:
        for name in ("继承", "extends"):
            made["properties"][name]["examples"] = known
    look = {**json.mapping(LOOK, _described), "type": ["object", "null"]}
    return {**json.DRAFT, "title": "版式", **made, "definitions": {"样式": look}}


def _described(field: Field, name: str) -> dict[str, Any]:
    if field.kind is Kind.FACTS:
        fonts = {"type": "string"}
        return {"type": "object", "description": field.explain, "additionalProperties": fonts}
    if field.fields is LOOK:
        return {"$ref": "#/definitions/样式"}
    if field.fields:
        return json.mapping(field.fields, _described, field.explain or f"{name}：一组值")
    made = {**json.SCALAR, "description": field.explain}
    if field.choices:
        made["enum"] = [*field.choices, *((True, False) if field.example == "是" else ())]
    if field.example:
        made["examples"] = [field.example]
    return made
