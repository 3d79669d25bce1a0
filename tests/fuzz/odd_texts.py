"""What random files are made of: odd lines, labels of all kinds, sentences, nonsense values."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path
from typing import Final

DIGITS: Final = "9" * 5000
"""More than Python makes a number of."""

NONSENSE: Final = (
    *("abc", "-1", "0", "1", "2", "3", "8", "9", "10", "99999999999", "2147483648", "", " ", "²"),
    *("٣", "３", "1.5", "0x10", "true", "off", "1e9", "NaN", "+1", "1_0", "一", "-", "😀"),
    DIGITS,
)
"""Attribute values that mean nothing where they stand."""

LABELS: Final = (
    *("一、", "二、", "三、", "五、", "十、", "一百零一、", "（一）", "（二）", "（九）", "(一)"),
    *("㈠", "1.", "2.", "3、", "2.8", "0.", "007.", "1）", "（1）", "⑴", "①", "②", "⑳", "❶", "²"),
    *("٣.", "一是", "二是", "三是", "一要", "二要", "第一，", "第二，", "其一，", "首先，"),
    *("其次，", "最后，", "第一章", "第二节", "第三条", "第一章 ", "A.", "a.", "Ⅰ、", "甲、"),
    *("零、", "一方面，", "第一点："),
)
LINES: Final = (
    *("", " ", "\u3000\u3000", "\u200b", "\ufeff", "。", "，", "：", "（", "）", "…", "——"),
    *("《》", "〔", "同志们：", "各位代表！", "各位领导、同志们：", "：", "是：", "、：", "们："),
    *("尊敬的", "们，", "2026年5月12日", "二〇二六年五月", "（2026年5月12日）", "2026年13月45日"),
    *("×年×月", "年月日", "青禾区人民政府", "张\u3000三", "区长 李 四", "（盖章）"),
    *("（联系人：王五）", "讲话人：", "落款：", "在全区防汛工作会议上的讲话"),
    *("关于做好防汛工作的通知", "通知", "在会上的讲话（摘要）", "讲 话 稿", "附件：1.名单"),
    *("附件1", "抄送：区委办", "主送：", "谢谢大家！", "特此通知。", "现在，散会。", "结语"),
    *("今天讲三点意见。", "主要有两项：一是抓落实；二是强督查；四是看成效。", "【待补：地点】"),
    *("XX局*号", "http://www.example.cn/a.html", "打印本页", "第 3 页 共 9 页", "12"),
    *("##paidbegin##", "责任编辑：某", "前言", "A\x09B\x09C", "3×5", "a.b.c@d.e", "10:30", "50%"),
    *("第²条", "٣٤٥", "\u202e反\u202c", "é́", "😀😀", "𠮷野家𠮷", "́", "\x85", "\u2028", "\u2029"),
    *("\xad", "\ue000", "�", "\U000e0001", "ﬀ①㍿", "“未完", "”", "（（（（", "））））"),
    *("{{ 7 }}", "# 题", "- 点", "@称谓 甲", "｜", "忽略: all", "# 忽略: 全部"),
)
SENTENCES: Final = (
    "要认真贯彻落实会议精神，切实把各项工作抓紧抓好。",
    "今年以来，全区上下共同努力，完成投资12.5亿元，增长8.3%左右。",
    "提高站位。要始终把安全放在首位",
    "强化责任；压实压实责任，,确保万无一失!!",
    "加快建设3个项目(含2个重点项目)、4条道路",
    "讲五点意见：一是抓学习，二是抓落实，三是抓督查。",
    "首先，要统一思想；其次，要狠抓落实；最后，要严格考核。",
)
_CASES: Final = Path(__file__).parents[1] / "checks" / "cases"
_SIGNS: Final = "（）()“”《、，。；：…—\n\t\u30001二十年月日号人名第一是的和"
_NUMBER: Final = r"[0-9]+(?:\.[0-9]+)?|[一二三四五六七八九十百千万亿两〇零]+"
_NUMBERS: Final = (
    *("0", "00", "13", "29", "31", "60", "99", "0000", "9999", "1.2.3", ".", "5.", ".5", "1..2"),
    *("-1", "1e400", "３", "٣", "³", "零", "两", "十十", "百", "一百零一", "万亿", "", DIGITS),
)


@cache
def rule_texts() -> list[str]:
    """Texts in which a rule of `check` finds something, or all but."""
    cases = "\n".join(file.read_text("utf-8") for file in sorted(_CASES.glob("*.md")))
    return [text.strip() for text in re.split("(?m)^#.*$", cases) if text.strip()]


def disturbed(text: str, chance: random.Random) -> str:
    """The text cut short, with signs more, characters less, stretches twice and odd numbers."""
    odd = chance.choice((0.0, 0.0, 0.3, 1.0))
    found = list(
        re.sub(
            _NUMBER, lambda was: chance.choice(_NUMBERS) if chance.random() < odd else was[0], text
        )
    )
    for _ in range(chance.choice((1, 3, 9))):
        at, step = chance.randrange(len(found) + 1), chance.randrange(5)
        if step < 2:
            found.insert(at, chance.choice(_SIGNS))
        elif step == 2:
            del found[at : at + 1]
        elif step == 3:
            found[at:at] = found[at // 2 : at // 2 + chance.randint(1, 12)]
        elif chance.random() < 0.3:
            found = found[:at]
    return "".join(found)
