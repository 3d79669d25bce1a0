"""Where a key belongs that stands where it means nothing: `图` beside 标题, `印章` in 版头.

Must not know how an outline is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from speechgen.outline.fields import NODE_FIELDS
from speechgen.schema.fields import Field, Kind, did_you_mean, find_field, nearest
from speechgen.source.causes import OUTERMOST

_OF_A_POINT: Final = tuple(
    field
    for field in NODE_FIELDS
    if field.key not in ("题", "编号", "独行")  # they stand above too
)
_CALL: Final = "尊敬的|亲爱的|各位|同志们|同事们|老师们|同学们|朋友们|女士们"
_OFFICIAL: Final = "全用自己的话，就用  类型: 公文"
_NO_KEYS: Final = {
    "版记": ((), "版记由“版头”下面的“印发机关”“印发日期”和“抄送”印出"),
    "开头": (("缘由", "目的", "背景"), f"这一类型自己开头；{_OFFICIAL}"),
    **dict.fromkeys(
        ("开场白", "导语", "引言", "前言", "beginning"), (("开头", "缘由", "背景"), "")
    ),
    **dict.fromkeys(("结束语", "结语", "尾声", "ending"), (("结尾",), "")),
    **dict.fromkeys(
        ("字体", "行距", "页边距", "纸张", "字号大小"),
        ((), "字体、行距由“版式”定：speechgen types"),
    ),
    "结尾": ((), f"这一类型自己结尾；要加的话写成“正文”的最后一点；{_OFFICIAL}"),
}
"""What is no key here: those that other types have in its place, and what to do."""


def _is_both(name: str, owner: Field, member: Field) -> bool:
    """Whether a key says its group as well: 会议地点, 联系电话."""
    told = next((name[: -len(one)] for one in member.names if name.endswith(one)), "")
    return told in owner.names or (len(told) > 1 and owner.key.startswith(told))


def belongs(name: str, named: Mapping[str, Field], fields: Sequence[Field]) -> str:
    """The hint for a key that is not among `named`, in an outline whose own keys are `fields`;
    empty where it belongs nowhere."""
    on_top = "标题" in named and "类型" in named
    above, _, member = name.partition(".")
    if member and find_field(named.values(), above):
        return f"分两行写：“{above}:”，下一行缩进两格写“{member}: …”"
    if find_field(fields, name):
        keys = "、".join(dict.fromkeys(field.key for field in named.values()))
        guess = did_you_mean(nearest(name, named.values()))
        return "" if on_top else f"{guess}“{name}”{OUTERMOST}，不缩进；这里可以写：{keys}"
    for owner in fields:
        if owner.kind is Kind.GROUP and find_field(owner.fields, name):
            return f"“{name}”写在“{owner.key}”下面，缩进两格"
        glued = (one.key for one in owner.fields if _is_both(name, owner, one))
        if owner.kind is Kind.GROUP and (key := next(glued, "")):
            return f"“{owner.key}”下面缩进两格写“{key}”"
    for owner in fields:
        near = (one.key for one in owner.fields if name in one.near)
        if on_top and owner.kind is Kind.GROUP and (key := next(near, "")):
            return f"是不是“{owner.key}”下面的“{key}”？"
    if not on_top:
        return ""
    if re.match(_CALL, name):
        return "称呼写成  称谓: 同志们；粘贴的整篇文字放在“正文: |”下面，各行缩进两格"
    if name in _NO_KEYS:
        others, hint = _NO_KEYS[name]
        return did_you_mean(next((key for key in others if key in named), ""), hint)
    of_a_point = (field for field in _OF_A_POINT if name in (*field.names, *field.near))
    if field := next(of_a_point, None):
        return f"“{field.key}”写在“正文”的一点里，与那一点的“题”对齐"
    return ""
