"""What was done, told afterwards, and by when a thing is to be done: the verb forms of templates.

Owns the tables of verbs, nouns and times. Must not know agendas, outlines or templates.
"""

from __future__ import annotations

import re
from typing import Final

from speechgen.schema.dates import AT_ONCE, LASTING
from speechgen.text import Text, cut, joined

# -- told afterwards -----------------------------------------------------------------------------

_NOUNS: Final = (
    "讲话", "发言", "报告", "致辞", "致词", "点评", "说明", "述职", "小结", "汇报", "通报", "介绍",
    "辅导", "讲解", "宣讲", "检讨", "检查", "承诺", "动员", "部署", "总结", "分析", "表态", "演讲",
    "解读", "交流",
)  # fmt: skip
"""What is given: 表态发言 is told as 作了表态发言."""
_LIGHT: Final = ("进行", "开展", "发表", "举行", "作", "做")
"""Verbs that say little: 了 stands behind them, wherever in the phrase they are."""
_VERBS: Final = (
    "通报", "汇报", "报告", "介绍", "传达", "宣读", "宣布", "解读", "部署", "安排", "讲解",
    "观看", "学习", "听取", "审议", "研究", "讨论", "总结", "分析", "交流", "签订", "颁发",
    "参观", "考察", "演示", "展示", "说明", "征求", "推选", "选举", "表彰", "分享", "通过",
    "印发", "提出", "明确", "观摩", "点评", "讲授", "签署", "发放", "发布", "启动", "成立",
    "表决", "票决", "评议", "审定", "奏唱",
)  # fmt: skip
"""Verbs that take 了 before what they are done to: 通报…… is 通报了……."""
_PAIRS: Final = (
    "研究讨论", "审议通过", "讨论通过", "研究部署", "安排部署", "总结分析", "学习传达", "传达学习",
    "交流讨论", "讨论审议", "分析研判", "研究审议", "听取审议", "评议通过", "表决通过",
)  # fmt: skip
"""Two verbs in a row: 了 stands behind both."""
_OF_TEXTS: Final = ("传达", "宣读", "学习", "听取", "审议", "观看")
"""Verbs done to a 讲话 or a 报告, which are no part of such a noun: 传达讲话."""
TOGETHER: Final = (
    "观看", "学习", "听取", "审议", "研究", "讨论", "交流", "参观", "考察", "观摩", "选举", "推选",
    "表决", "通过", "征求", "进行", "开展", "评议", "奏唱",
)  # fmt: skip
"""Verbs of what all who are there do."""
_ALONE: Final = {
    **dict.fromkeys(
        ("讨论", "学习", "审议", "研究", "表彰", "参观", "考察", "选举", "交流"), "进行了"
    ),
    **dict.fromkeys(
        ("通报", "汇报", "报告", "介绍", "宣布", "解读", "部署", "讲解", "总结", "分析", "演示"),
        "作了",
    ),
    **dict.fromkeys(("说明", "分享", "点评"), "作了"),
}
"""Verbs that stand alone, and what they are told with."""
_TOLD: Final = rf".{{0,3}}了|.*?(?:{'|'.join(_LIGHT)})了"
_LIGHT_AND_NOUN: Final = (
    rf"(?:(?:就|对|围绕|结合|代表|向|针对|以).*?)??(?P<verb>{'|'.join(_LIGHT)})"
    rf"(?![风业品为家物用战息])(?=.*(?:{'|'.join(_NOUNS)})$)"
)


def past(what: Text) -> Text:
    """What somebody did, as it is told afterwards: 通报情况 as 通报了情况."""
    if re.match(_TOLD, what):
        return what
    if what in _ALONE:
        return joined(_ALONE[what], what)
    if found := re.match(_LIGHT_AND_NOUN, what):
        at = found.end("verb")
        return joined(cut(what, 0, at), "了", cut(what, at))
    if what.startswith(_PAIRS) and len(what) > 4:
        return joined(cut(what, 0, 4), "了", cut(what, 4))
    noun = what.endswith(_NOUNS)
    if what.startswith(_VERBS) and not (noun and what[2:] in _NOUNS and what[:2] not in _OF_TEXTS):
        return joined(cut(what, 0, 2), "了", cut(what, 2)) if len(what) > 2 else what
    if what.startswith(_LIGHT[:4]):
        return joined(cut(what, 0, 2), "了", cut(what, 2))
    return joined("作了", what) if noun else what


def is_given(what: Text) -> bool:
    """Whether it is something that one gives and the others hear: 作表态发言, 通报情况."""
    given = what.endswith(_NOUNS) or re.match(_LIGHT_AND_NOUN, what) or what.startswith(_ALOUD)
    return bool(given) and not what.startswith(TOGETHER)


_ALOUD: Final = ("通报", "汇报", "介绍", "传达", "宣读", "点评", "致辞", "致词", "讲授")


_PAUSE: Final = (
    r"(?:会间|中场|课间|午间)?(?:休息|茶歇|午休|[午晚]餐|用餐)(?:[^，]{0,6}(?:分钟|小时))?[。]?"
)


def is_pause(what: str) -> bool:
    """Whether an item of an agenda is none of its business: 休息, 茶歇10分钟."""
    return re.fullmatch(_PAUSE, what) is not None


_GOES_ON: Final = r"[就对向为由致再先以并]|围绕|结合|代表(?!发)|现场|集体|依次|分别|上台|带领"
"""How what somebody does begins where a verb stands further on: 代表大家发言."""


def asked(what: Text) -> Text:
    """What somebody is asked to do, as a verb: 教师代表发言, told as 作了教师代表发言, as
    作教师代表发言; 表态发言 is one already."""
    verbal = what in _ALONE or what.startswith((*_NOUNS, "请")) or re.match(_GOES_ON, what)
    return joined("作", what) if past(what) == f"作了{what}" and not verbal else what


# -- by when ---------------------------------------------------------------------------------------

_SINCE: Final = r".*起"
_DONE: Final = r".*(?:坚持|推进|开展|落实|实施|进行|保持|巩固|[抓做管守用]好|[一两三四五几\d]次)"
_WITHIN: Final = r".*(?:[以之]?[前内]|完成)"


def by(value: Text, verb: str, before: str = "", lasting: str = "") -> tuple[str, ...]:
    """The pieces of a phrase that a thing is done by a time: 5月底前完成, 立即完成.

    `before` stands before a day, not before what is no day (于5月底前报, 立即报); `lasting` stands
    in place of `verb` where there is no end (长期推进).
    """
    if re.fullmatch(AT_ONCE, value):
        return value, verb
    if re.fullmatch(_SINCE, value) or re.fullmatch(LASTING, value):
        return (value,) if re.fullmatch(_DONE, value) else (value, lasting or verb)
    if value.endswith(verb) and verb:
        return (value,)
    before = "" if before and value.startswith(before) else before
    return (before, value, verb) if re.fullmatch(_WITHIN, value) else (before, value, "前", verb)
