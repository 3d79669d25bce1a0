"""The people whose names a document prints: each name is to stand on one line.

Owns what is taken for a name: who is listed as present (behind a unit from a surname on), and what
follows an office, with a blank between or without. Must not know lines. A wrong guess keeps two
words together, nothing more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from typing import Final

from speechgen.document import Block, Para, parts_of
from speechgen.expression import Expression
from speechgen.marks import HAN, OFFICES

_SURNAMES: Final = (
    "(?:欧阳|上官|司马|诸葛|皇甫|尉迟|夏侯|司徒|令狐|慕容|["
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁沈任"
    "姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎闫薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严武戚莫孔向汤"
    "温康施牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕季裴霍涂苗谷"
    "盛曲翁冉骆蓝路游辛靳柴蒙鲍华喻祁蒲房滕屈饶牟艾尤阳穆卫农司卓古吉缪简芦麦褚娄窦岑景宫费卜冷晏])"
)
_OFFICES: Final = (
    *OFFICES, "[董理监干]事", "代表", "总裁", "教导员", "指导员", "工作人员", "秘书",
)  # fmt: skip
_OFFICE: Final = (
    f"[{''.join(sorted({one[-1] for one in _OFFICES}))}]"  # first: few characters are one of these
    f"(?:{'|'.join(f'(?<={one})' for one in _OFFICES)})"
)
_LONG: Final = f"{HAN}+(?:·{HAN}+)+"
_AFTER_OFFICE: Final = Expression(
    rf"{_OFFICE}(?:[ \u3000]({_LONG}|{HAN}{{2,4}})(?!{HAN})|({_SURNAMES}{HAN}{{1,2}}))"
)
_LISTED: Final = Expression(
    rf"(?:(?:(?<=[：、，\s])|{_OFFICE})({_LONG}|{HAN}{{2,4}})|({_SURNAMES}{HAN}{{1,2}}))(?=[、，（(]|$)"
)


def people(blocks: Sequence[Block]) -> re.Pattern[str] | None:
    """The names that these blocks print, as a pattern; None if there are none."""
    text = "\n".join(chain.from_iterable(map(parts_of, blocks)))
    names = {found[1] or found[2] for found in _AFTER_OFFICE.finditer(text)}
    for block in blocks:
        if isinstance(block, Para) and block.role == "present":
            found = chain.from_iterable(map(_LISTED.finditer, parts_of(block)))
            names |= {one[1] or one[2] for one in found}
    longest = sorted(names, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, longest))) if names else None
