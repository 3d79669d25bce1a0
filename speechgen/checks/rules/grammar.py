"""How sentences are built: pairs of conjunctions, lost subjects, 的地得, measure words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from speechgen.checks.engine import Finding, flag
from speechgen.checks.paper import Manuscript
from speechgen.expression import Expression
from speechgen.marks import HAN

# -- sentence-pattern ---------------------------------------------------------------------------

_CLAUSE: Final = r"[^，。；：！？\n]"
_START: Final = r"(?:^|(?<=[。！？；：\n]))"
_PATTERNS: Final = (
    (
        Expression(rf"(?<![不还都也])只有{_CLAUSE}{{1,20}}，就(?=[能会可])", "只有"),
        "“只有”要和“才”配",
        "把“就”改成“才”",
    ),
    (
        Expression(rf"只要{_CLAUSE}{{1,24}}，{_CLAUSE}{{0,8}}才(?=[能会可])", "只要"),
        "“只要”要和“就”配",
        "把“只要”改成“只有”，或把“才”改成“就”",
    ),
    (
        Expression(rf"不(?:仅仅|仅(?!仅)|但|光)(?!是|不|没){_CLAUSE}{{1,20}}，而是", "，而是"),
        "“不仅”“不但”要和“而且”配",
        "把“而是”改成“而且”",
    ),
    (
        Expression(
            rf"尽管{_CLAUSE}{{0,8}}(?:多么?|怎样|如何|什么){_CLAUSE}{{1,6}}，{_CLAUSE}{{0,6}}[都也]",
            "尽管",
        ),
        "有“多”“怎样”的让步用“不管”，不用“尽管”",
        "把“尽管”改成“不管”",
    ),
    (
        Expression(rf"{_START}虽然{_CLAUSE}{{1,20}}，(?:就|所以|因此|而且)", "虽然"),
        "“虽然”要和“但是”配",
        "改成“但”“但是”",
    ),
    (
        Expression(rf"{_START}因为{_CLAUSE}{{1,20}}，但是?(?!由于|因为)", "因为"),
        "“因为”要和“所以”配",
        "把“因为”改成“虽然”，或把“但是”改成“所以”",
    ),
    (
        Expression(
            rf"{_START}(?:通过|经过|由于){_CLAUSE}{{2,24}}，使(?![用者馆节劲命])|{_START}在{_CLAUSE}{{2,18}}下，使(?![用者馆节劲命])",
            "，使",
        ),
        "“通过（在……下）……，使……”没有主语",
        "删去“通过”（“在……下”）或“使”",
    ),
    (
        Expression(
            rf"[能是]否{_CLAUSE}{{1,14}}，是{_CLAUSE}{{0,12}}的?(?:关键|保证|前提|基础)(?!在于|是|问题)",
            "否",
        ),
        "前面说“能否”，后面只说了一面",
        "删去“能否”，或后面也说两面",
    ),
)


def sentence_pattern(paper: Manuscript) -> Iterator[Finding]:
    """Conjunctions that do not go together, sentences without a subject, sides left out."""
    for pattern, message, hint in _PATTERNS:
        for found in pattern.finditer(paper.text):
            yield flag(found, message, hint)


# -- particle -----------------------------------------------------------------------------------

_MANNERS: Final = (
    "认真|扎实|切实|深入|不断|积极主动|主动|及时|迅速|稳步|努力|严格|坚决|"
    "持续|有序|高效|牢牢|紧紧|深刻"
)
_VERBS: Final = (
    "学习|推进|开展|贯彻|做好|抓好|完成|组织|实施|执行|研究|解决|履行|"
    "领会|总结|排查|整改|推动|加强|提高|促进|处理|改善|把握|抓住"
)
_NOUNS: Final = (
    "作用|态度|氛围|精神|方式|方法|机制|习惯|意识|能力|效果|意义|过程|"
    "体会|风气|环境|条件|水平|目标|任务|计划|措施|方案|活动|会|人|力度|"
    "要求|情况|局面|姿态|时候|同志|程度|速度|步伐|举措"
)
_MANNER: Final = Expression(
    rf"(?:^|(?<=[，。；：！？\n要应须能会需]))(?:{_MANNERS})(?P<wrong>的)(?=(?:{_VERBS})(?!的|和|与|{HAN}{{0,4}}(?:{_NOUNS})(?:[，。；]|是|的))(?!{HAN}{{0,1}}(?:{_NOUNS})))",
    *(f"{manner}的" for manner in _MANNERS.split("|")),
)
_DEGREE: Final = Expression(
    r"(?:做|干|办|搞|抓|完成|开展|落实|推进|发展|变|走|跑|说|讲|写|建设|执行|组织|处理|掌握|进展|增长|恢复)(?P<wrong>的)(?=(?:很|非常|十分|更加?|极其|特别|比较|不够|相当|越来越)(?:好|快|多|高|差|大|紧|细|透|深|强|稳|顺|慢|扎实|到位|出色|顺利|圆满|不错|成功|突出|明显)(?![的地得]))",
    *(
        "的很",
        "的非常",
        "的十分",
        "的更",
        "的极其",
        "的特别",
        "的比较",
        "的不够",
        "的相当",
        "的越来越",
    ),
)
_RESULT: Final = Expression(
    r"(?<=[鼓做干办搞抓变走跑说讲写过长学练起])(?P<wrong>地)(?=(?:更加?|很|非常|十分|越来越)(?:好|快|多|高|差|大|紧|细|深|强|稳|慢|实)(?![地]))",
    *("地更", "地很", "地非常", "地十分", "地越来越"),
)
_OWNED: Final = Expression(
    r"(?:群众|人民|我们|大家|干部|国家|农民|企业|单位|部门|职工|学生)(?P<wrong>地)(?=生活|工作|利益|思想|意见|要求|需求|安全|健康|合法|责任|权益|困难|问题|发展|支持)",
    *("众地", "民地", "们地", "家地", "部地", "业地", "位地", "门地", "工地", "生地"),
)


def particle(paper: Manuscript) -> Iterator[Finding]:
    """的, 地 and 得, where only one of them can be."""
    for pattern, right in ((_MANNER, "地"), (_DEGREE, "得"), (_RESULT, "得"), (_OWNED, "的")):
        for found in pattern.finditer(paper.text):
            place, wrong = found.span("wrong"), found["wrong"]
            yield flag(place, f"“{wrong}”应作“{right}”", right=right, safe=False)


# -- measure-word -------------------------------------------------------------------------------

_TWO: Final = Expression(
    r"(?<![第十百零〇一二三四五六七八九千万亿\d初老星期周之、在])(?P<wrong>二)(?=个(?!月十)|位(?!数)|名(?=[^次])|台(?=[^一二]|$)|件(?!套)|辆|头(?=[牛猪羊])|所(?=[学小中医])|家(?=[企单公银])|本(?=书)|张(?=[纸票表])|条(?=[路线河标意建])|间(?=[教房办屋厂会])|[栋幢](?=[楼房厂]))",
    *(f"二{unit}" for unit in "个位名台件辆头所家本张条间栋幢"),
)
_PLACES: Final = (
    "中学|小学|高中|医院|学校|企业|公司|乡镇|社区|单位|工厂|银行|商店|村庄|水库|桥梁|项目"
)
_OF_PEOPLE: Final = Expression(
    rf"(?<=[\d一二两三四五六七八九十几百千万多余])(?P<wrong>[名只头匹])(?={_PLACES})(?!(?:{_PLACES})(?:{HAN}{{0,4}}(?:生|长|员|工|师|人|干|部|代表|同志|家|医|护|者|负责|领导|书记|主任|民|手|主)))",
    *(f"{unit}{place}" for unit in "名只头匹" for place in _PLACES.split("|")),
)


def measure_word(paper: Manuscript) -> Iterator[Finding]:
    """二 before a measure word, and measures of people for places."""
    for found in _TWO.finditer(paper.text):
        place = found.span("wrong")
        yield flag(place, "量词前面用“两”，不用“二”", right="两", safe=False)
    for found in _OF_PEOPLE.finditer(paper.text):
        yield flag(found.span("wrong"), f"“{found['wrong']}”不能量后面的名词", "用“所”“家”“个”")
