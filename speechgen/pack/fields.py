"""What a pack file may hold: the facts of one meeting, its agenda, and one group a paper.

Owns the table of keys and its JSON Schema. What stands under the name of a paper (通知, 纪要 …) is
part of that paper's outline and is checked by its meeting type. Must not know how papers are made.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from speechgen.library.model import MeetingType
from speechgen.outline import COMMON_FIELDS
from speechgen.outline.fields import point_schema
from speechgen.pack.roster import ROLES
from speechgen.pack.roster_reading import COLUMNS
from speechgen.schema.fields import Field, Kind
from speechgen.schema.json import NOTHING, TEXT, mapping, whole

MEETING: Final = (
    Field("名称", aliases=("name",), near=("名字", "会名"), example="全区2026年防汛工作部署会"),
    Field("简称", aliases=("short_name",)),
    Field("日期", Kind.DATE, ("date",), example="2026年5月12日"),
    Field("星期", aliases=("weekday",), explain="只用来核对日期", setting=True),
    Field("时间", aliases=("time",), explain="起止", example='"9:00-11:00"'),
    Field("地点", aliases=("place",), near=("地址",), example="区应急指挥中心二楼会议室"),
    Field("报到", aliases=("check_in",), explain="报到时间", example='"8:40"'),
)
AGENDA: Final = (
    Field(
        "做",
        aliases=("what",),
        near=("题", "标题", "议题", "事项", "内容", "环节"),
        example="通报汛期气候趋势",
    ),
    Field("人", Kind.LIST, ("who",), ("谁", "报告人", "发言人"), example="区气象局"),
    Field("分钟", aliases=("minutes",), near=("时长", "用时"), example="8"),
    Field("时间", aliases=("time",), explain="不写就往下排", example='"9:00"'),
    Field("稿", aliases=("speech",), near=("讲稿", "讲话稿"), explain="讲话的提纲文件"),
    Field(
        "已",
        aliases=("told",),
        explain="事后怎么说，不写就由“做”变来",
        example="通报了汛期气候趋势",
    ),
    Field("引", aliases=("lead_in",), explain="主持人请人之前的一句话"),
    Field("谢", Kind.LIST, ("thank",), explain="主持人谢谁，不写就由“人”变来", example="邹燕局长"),
    Field("评", aliases=("remark",), explain="主持人在这一项之后的一句话"),
)
CONTACT: Final = (Field("姓名", aliases=("name",), between="、"), Field("电话", aliases=("phone",)))


class PaperKind(NamedTuple):
    """A kind of paper: its `keys` in the pack file, the meeting type whose outline stands there,
    what its title has before and behind the meeting's name (nothing of it where the paper prints
    the name below its title: `nameless`), and the formats it has `also`, beside a Word file."""

    type: str
    keys: tuple[str, ...] = ()
    before: str = ""
    behind: str = ""
    nameless: bool = False
    also: tuple[str, ...] = ()


KINDS: Final = {
    one.type: one
    for one in (
        PaperKind("notice", ("通知",), "关于召开", "的通知"),
        PaperKind("plan", ("方案",), "", "工作方案"),
        PaperKind("agenda", ("日程",), "", "会议议程", nameless=True),  # 议程 is the agenda itself
        PaperKind("host", ("主持词",), "", "主持词"),
        PaperKind("speech", ("讲话",)),  # laid under every speech
        PaperKind("signin", ("签到表",), "", "会议签到表", nameless=True),
        PaperKind("attendance", ("出席名单",), "", "出席人员名单", nameless=True),
        PaperKind("seatcards", ("座签",), "", "座签"),
        PaperKind("seating", ("座次", "座次图"), "", "会议座次图", nameless=True),
        PaperKind("minutes", ("纪要",), "", "纪要"),
        PaperKind("followup", ("督办表",), "", "议定事项督办表", also=("xlsx",)),
    )
}
"""By type. A type that is not here has its own name behind the meeting's."""
SECTIONS: Final = {key: kind.type for kind in KINDS.values() for key in kind.keys}

PACK_FIELDS: Final = (
    Field("会议", Kind.GROUP, ("meeting",), required=True, fields=MEETING, shorthand="名称"),
    Field("主办", aliases=("unit", "单位"), between="、", example="区防汛指挥部办公室"),
    Field("主持", aliases=("chair",), near=("主持人",), between="、", example="何立新"),
    Field("名单", Kind.FACTS, ("roster",), explain="名单文件（.xlsx、.csv），或就在这里写"),
    Field("请假", Kind.LIST, ("leave",), explain="名单交上来之后又请假的人"),
    Field("议程", Kind.GROUPS, ("agenda",), fields=AGENDA, shorthand="做"),
    Field("参会", Kind.LIST, ("participants",), explain="参会范围，印在通知、方案里"),
    Field("任务", aliases=("task",), explain="接在“主要任务是”后面"),
    Field("联系人", Kind.GROUP, ("contact",), fields=CONTACT, shorthand="姓名"),
    Field("称谓", Kind.PARAGRAPHS, ("salutation",), example="同志们"),
    Field("语气", aliases=("tone",), setting=True),
    Field("成套", Kind.LIST, ("papers",), required=True, explain="要哪些材料，依次编号"),
    *(Field(key, Kind.FACTS, explain="这一种材料自己的内容") for key in SECTIONS),
)
SPEECHES: Final = ("讲话", "讲话稿", "发言", "发言稿", "speeches")
"""Words in 成套 for all speeches that the agenda has a 稿 for."""


def schema(kinds: Iterable[MeetingType]) -> dict[str, Any]:
    """The JSON Schema of pack files; `kinds` are the meeting types, whose fields stand under the
    names of their papers."""
    by_id = {kind.id: kind for kind in kinds}
    made = mapping(PACK_FIELDS)
    for key, type_id in SECTIONS.items():
        if type_id in by_id:
            fields = {one.key: one for one in (*COMMON_FIELDS, *by_id[type_id].fields)}
            made["properties"][key]["anyOf"] = [mapping(fields.values()), NOTHING]
    members: dict[str, Any] = dict.fromkeys(COLUMNS, TEXT)
    members["角色"] = {**TEXT, "examples": list(ROLES)}
    page = {"type": "object", "properties": {"文件": TEXT, "页": TEXT}, "required": ["文件"]}
    person = {"anyOf": [{"type": "object", "properties": members}, TEXT]}
    roster = {"anyOf": [TEXT, page, {"type": "array", "items": person}]}
    for name in ("名单", "roster"):
        made["properties"][name] |= roster
    required = (one for one in PACK_FIELDS if one.required)
    return whole(made, "会议文件（成套材料）", required, point_schema())
