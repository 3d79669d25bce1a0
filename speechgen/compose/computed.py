"""What a template may name: every declared field, and what is computed from them.

Owns how the facts of the frame stand in for one another: the signature, the date under the title,
the form of the red head, the words of one's own. Must not know templates or Jinja2.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

from speechgen.diagnostics import Span
from speechgen.emphasis import calm
from speechgen.library.model import OWN_WORDS, MeetingType
from speechgen.numbering import NONE
from speechgen.outline import COMMON_FIELDS, Outline
from speechgen.schema.fields import Field
from speechgen.schema.values import Facts, Lines, Missing, Paragraphs, Value
from speechgen.text import Text, cut, on_lines, place_of, replaced

TONES: Final = 3
"""How many sets of connective phrases a type has."""

COMPUTED: Final = {
    "称呼": "称谓去掉末尾的冒号，用在文中",
    "会议名": "会议名称；没写就从标题“在……上的讲话”里取",
    "语气": "1、2 或 3",
    "文末": "文末的署名：文末.单位、文末.日期；落款没写的，由“单位”“日期”补上",
    "题下日期": "印在标题下的日期；文书的、文末署名用了的不印在这里",
    "版头格式": "文件、信函、命令、纪要；版头里没写，就是这一类型常用的",
    "纪要日期": "与纪要编号印在一行的日期",
}
"""Names that templates may use beside the declared fields, with an explanation of each."""

COMPUTED_FROM: Final = {
    "称呼": ("称谓",),
    "会议名": ("会议.名称", "标题"),
    "文末": ("单位", "日期", "落款.单位", "落款.日期"),
    "题下日期": ("日期",),
    "版头格式": ("版头.格式",),
    "纪要日期": ("日期",),
}
"""What of the outline a template prints with such a name."""

_MEETING_IN_TITLE: Final = re.compile(
    r"^在(.{2,60}?)(?:上|期间)?的.{0,6}(?:讲话|发言|致辞|主持词|点评|提纲)$"
)


def context_of(outline: Outline, kind: MeetingType) -> dict[str, Any]:
    """The names of a template with their values."""
    fields = {field.key: field for field in (*COMMON_FIELDS, *kind.fields)}
    context: dict[str, Any] = {key: outline.values[key] for key in fields}
    if "开头" in own_words(outline, kind):  # who says it all himself leaves nothing out
        for key, value in context.items():
            if isinstance(value, Missing) and value.required:
                context[key] = replace(value, required=False, members=())
    if isinstance(context["称谓"], Missing) and kind.salutation:
        context["称谓"] = Paragraphs((Text(kind.salutation),))
    elif says_nothing(context["称谓"]):
        context["称谓"] = Missing("称谓", Span(outline.file))
    salutation = context["称谓"]
    if isinstance(salutation, tuple) and salutation:
        first = salutation[0]
        salutation = calm(cut(first, 0, len(first.rstrip("：:！!"))))
    context["称呼"] = salutation
    context["会议"] = _meeting(context, fields["会议"])
    context["会议名"] = _meeting_name(outline)
    context["语气"] = tone(outline.text("语气"), kind) or 1
    return context | _frame(context, outline, kind)


def own_words(outline: Outline, kind: MeetingType) -> frozenset[str]:
    """Which of 开头 and 结尾 are given as words of one's own in place of the type's."""
    keys = {section.gives_way for section in kind.sections} & OWN_WORDS.keys()
    return frozenset(key for key in keys if isinstance(outline.values[key], Paragraphs))


def says_nothing(value: Value) -> bool:
    """`称谓: 无`, `结尾: 无`: nothing stands here, not even what the type would say."""
    return isinstance(value, Paragraphs) and value == (NONE,)


def _frame(context: dict[str, Any], outline: Outline, kind: MeetingType) -> dict[str, Any]:
    """The signature (文末), the dates and the form of the red head.

    A speech is signed by the 单位 of its own outline only: that of a table's row may be whom a
    letter goes to, that of a defaults file stands under every notice of an office.
    """
    head, given, date = context["版头"], context["落款"], context["日期"]
    form = (head["格式"] or kind.letterhead) if isinstance(head, Facts) else ""
    signed = given if isinstance(given, Facts) else Facts({})
    units, unit = signed.get("单位", ()), context["单位"]
    own_key = any(one.key == "单位" for one in kind.fields)
    if not units and isinstance(unit, Lines) and unit and not own_key:
        signs = kind.paper or place_of(unit[0]).file == outline.file
        units = unit if signs else ()
    beside_number = kind.paper and form == "纪要" and not units
    dates_it = units or (kind.paper and not beside_number)
    end = signed.get("日期") or (date if dates_it else "")
    nothing = Missing("日期", Span())
    told = on_lines(unit, "、") if isinstance(unit, Lines) and not own_key else unit
    return {
        "单位": told,
        "文末": {"单位": units, "日期": end},
        "题下日期": nothing if kind.paper or end is date else date,
        "版头格式": form,
        "纪要日期": date if beside_number and end is not date else nothing,
    }


def _meeting(context: dict[str, Any], field: Field) -> Value:
    """会议 with the 时间 and 地点 that stand beside it, where it says none of its own."""
    meeting: Value = context["会议"]
    if isinstance(meeting, Missing):
        meeting = Facts({one.key: meeting[one.key] for one in field.fields}, fields=field.fields)
    if not isinstance(meeting, Facts):
        return meeting
    beside = {
        one.key: context[one.key]
        for one in field.fields
        if one.key in ("时间", "地点") and isinstance(meeting[one.key], Missing)
    }
    given = {key: value for key, value in beside.items() if isinstance(value, Text)}
    return meeting.changed(given) if given else context["会议"]


def _meeting_name(outline: Outline) -> Value:
    """The meeting's name as given, else the part of the title that names it."""
    meeting = outline.values["会议"]
    if isinstance(meeting, Facts) and isinstance(meeting["名称"], Text):
        return meeting["名称"]
    title = outline.values["标题"]
    if isinstance(title, Text):
        unbroken = replaced(title, "[|｜\v]")
        if found := _MEETING_IN_TITLE.match(unbroken):
            return calm(cut(unbroken, *found.span(1)))
    return Missing("会议名称", Span(outline.file))


def tone(given: str, kind: MeetingType) -> int | None:
    """Which of the three phrase sets a 语气 asks for: 1, 2, 3 or one of the type's names for
    them. 1 for an empty text, None for any other."""
    word = given.strip()
    if word in kind.tones[:TONES]:
        return kind.tones.index(word) + 1
    if len(word) == 1 and word.isdecimal() and 1 <= int(word) <= TONES:
        return int(word)
    return None if word else 1
