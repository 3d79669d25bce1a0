"""连着打了两遍的字词：的的、和和、进行进行。

为什么：改稿时剪贴留下的重字，念起来就是结巴。

错：
    要做好汛期的的值班工作，进行进行全面排查。

对：
    要做好汛期的值班工作，进行全面排查。

修改：单字和“进行”“我们”之类的词是安全的，--fix 删去一个；别的词由人定。
不误报：只查“的了和在是要将对与及”这几个字，并排除跨词相连的（目的的、为了了解、现在在、即将将、以及及时）；两字以上的重复排除“讨论讨论”“一步一步”这样的叠用；“进行进行”“我们我们”之类是错误，其余可能是两个词恰好相连（重新索引索引），只作警告，不自动改。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.finding import Edit, Finding, Rule
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Severity

_LEGAL: Final = {
    "的": ("目标靶端有", "确士"),
    "了": ("为除罢明末未不私终公", "解断结却事然得不无望如"),
    "和": ("平温缓总柔谦祥共饱中附调随人求", "气美睦平谐解善乐田好"),
    "在": ("现存正实内潜所自外何旨好贵重意健不", "座职建编校岗场线册押逃野途世乎意先"),
    "是": ("于还但就不凡若要只总可老便都或即正算", "非"),
    "要": ("需主重必不只想首纪摘提紧险概简将就快机索切次扼显", "求点素件么道塞害闻员领是紧职津务"),
    "将": ("即必行终大上虎名中少干", "要来士军领校帅"),
    "对": ("面相反针应绝核校敌派配一成比作不", "联方象口手策应照比标接话待于称外内立抗"),
    "与": ("参赋给授干付相", "会时否其共"),
    "及": ("以涉普触顾危惠波提埃论遍不", "时早格其第至物待"),
}
"""Character -> those that make a word with it when they stand before or behind the pair."""
_SINGLE: Final = re.compile(r"(?P<one>[的了和在是要将对与及])(?P=one)(?!(?P=one))")
_DOUBLE: Final = re.compile(r"(?P<word>[\u4e00-\u9fff]{2,4})(?P=word)(?![长主])")  # 交警大队大队长
_REPEATABLE: Final = frozenset(
    [
        "讨论",
        "研究",
        "学习",
        "商量",
        "考虑",
        "了解",
        "活动",
        "休息",
        "锻炼",
        "参观",
        "体验",
        "总结",
        "反思",
        "打扫",
        "整理",
        "打听",
        "介绍",
        "认识",
        "帮助",
        "照顾",
        "思考",
        "琢磨",
        "检查",
        "观察",
        "交流",
        "教育",
        "敲打",
        "指点",
        "提醒",
        "回顾",
        "梳理",
        "感受",
        "尝试",
        "合计",
        "掂量",
        "非常",
        "很多",
        "许多",
        "十分",
        "好多",
        "特别",
        "永远",
        "多少",
        "哈哈",
        "常常",
        "往往",
        "天天",
        "年年",
        "人人",
        "时时",
        "处处",
        "事事",
        "层层",
        "步步",
        "件件",
        "条条",
        "个个",
        "家家",
        "户户",
        "代代",
        "点点",
        "滴滴",
        "星星",
        "谢谢",
        "爸爸",
        "妈妈",
        "来来",
        "去去",
        "高高",
        "大大",
        "谈谈",
        "看看",
        "想想",
        "听听",
        "试试",
        "走走",
        "说说",
        "讲讲",
        "议议",
        "算算",
        "比比",
        "查查",
        "抓抓",
        "加油",
        "欢迎",
        "祝福",
        "快快",
        "慢慢",
        "多多",
        "好好",
    ]
)
_NEVER_TWICE: Final = frozenset(
    [
        "进行",
        "开展",
        "加强",
        "推进",
        "落实",
        "已经",
        "我们",
        "他们",
        "你们",
        "大家",
        "以及",
        "并且",
        "因为",
        "所以",
        "因此",
        "但是",
        "通过",
        "关于",
        "对于",
        "根据",
        "按照",
        "为了",
        "必须",
        "应当",
        "应该",
        "可以",
        "能够",
        "还是",
        "或者",
        "一定",
        "切实",
        "认真",
        "继续",
        "不断",
        "坚持",
        "坚决",
        "充分",
        "深入",
        "全面",
        "不仅",
        "而且",
        "同时",
        "如果",
        "虽然",
        "进一步",
        "有关",
        "各级",
        "各单位",
        "各部门",
        "同志们",
    ]
)
"""Words that never follow themselves; others may meet at a border of words (复制复制槽)."""
_COUNTING: Final = re.compile(r"[一二三四五六七八九十百千万几每半0-9]|.*[一]")


def check(paper: Manuscript) -> Iterator[Finding]:
    """Doubled particles, then doubled words."""
    text = paper.text
    for found in _SINGLE.finditer(text):
        before, behind = _LEGAL[found["one"]]
        left, right = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        if (left and left in before) or (right and right in behind) or left == found["one"]:
            continue
        yield _finding(found, found["one"])
    for found in _DOUBLE.finditer(text):
        word = found["word"]
        if word in _REPEATABLE or _COUNTING.match(word) or len(set(word)) == 1:
            continue
        behind = text[found.end() : found.end() + len(word)]
        if behind == word or behind.startswith("长"):  # 大队大队长
            continue
        yield _finding(found, word, word in _NEVER_TWICE)


def _finding(found: re.Match[str], word: str, certain: bool = True) -> Finding:
    middle = found.start() + len(word)
    return Finding(
        found.start(),
        found.end(),
        f"“{word}”重复了",
        f"留一个“{word}”",
        Edit(middle, found.end(), "", safe=certain),
        None if certain else Severity.WARNING,
    )


RULE = Rule("repeated-word", Severity.ERROR, check)
