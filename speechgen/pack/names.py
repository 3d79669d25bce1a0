"""Characters in names that are taken for one another.

Owns the table. Must not know rosters or papers.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_GROUPS: Final = (
    "侯候",
    "邢刑",
    "肖萧箫",
    "阎闫颜",
    "傅付",
    "戴代",
    "佘余",
    "冼洗",
    "丘邱",
    "兰蓝",
    "仝童",
    "祁祈",
    "宁甯",
    "禤宣",
    "亓元",
    "芦卢",
    "汪王",
    "江姜",
    "章张",
    "徐许",
    "程成陈",
    "周邹",
    "健建键",
    "伟玮炜纬",
    "明铭鸣",
    "华桦骅",
    "军君钧均",
    "峰锋烽丰",
    "杰洁捷",
    "娜那",
    "辉晖挥",
    "雯文",
    "燕艳雁",
    "静婧靖",
    "丽莉立利",
    "涛滔",
    "波博",
    "斌彬宾",
    "强蔷",
    "敏闵",
    "磊蕾",
    "洋阳扬杨",
    "宇雨羽语",
    "浩皓昊",
    "晨辰宸",
    "琳林霖",
    "佳嘉家",
    "玲凌铃",
    "慧惠会",
    "梅眉",
    "青清卿",
    "新欣鑫心",
    "志智致",
    "永勇咏",
    "春椿",
    "祥翔详",
    "东冬栋",
    "未末",
    "己已巳",
    "暖媛",
    "沛柿",
    "恬甜",
    "茜倩",
    "晓小",
    "芳方",
    "荣容蓉",
    "凯楷",
    "瑞睿",
    "龙隆",
    "刚钢岗",
)
"""Characters of one group look or sound alike."""

_NOT_SURNAMES: Final = {
    "候": "侯",
    "刑": "邢",
    "洗": "冼",
    "箫": "萧",
    "祈": "祁",
    "末": "",
    "己": "纪",
}
"""Characters that are hardly ever a surname, and the surname that was probably meant."""

_GROUP_OF: Final[dict[str, frozenset[int]]] = {
    char: frozenset(at for at, group in enumerate(_GROUPS) if char in group)
    for char in "".join(_GROUPS)
}


def alike(one: str, other: str) -> bool:
    """Whether two names differ in one character that is easily taken for the other's."""
    if len(one) != len(other) or one == other:
        return False
    unlike = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(unlike) == 1 and confusable(*unlike[0])


def confusable(one: str, other: str) -> bool:
    """Whether two characters are taken for one another."""
    return bool(_GROUP_OF.get(one, frozenset()) & _GROUP_OF.get(other, frozenset()))


@lru_cache(maxsize=4096)  # every line of every paper asks for everybody's
def variants(name: str) -> tuple[str, ...]:
    """The names that `name` may be miswritten as."""
    return tuple(
        name[:at] + other + name[at + 1 :]
        for at, char in enumerate(name)
        for group in sorted(_GROUP_OF.get(char, ()))
        for other in _GROUPS[group]
        if other != char
    )


def odd_surname(name: str) -> str:
    """The surname probably meant where `name` begins with what is none; else empty."""
    return _NOT_SURNAMES.get(name[:1], "") if len(name) in (2, 3) else ""
