"""The frame of a document: title, byline, date and salutation above; closing and signature below.

Owns what these lines look like and where they may stand. Must not know labels' depth or residue.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from speechgen.expression import Expression
from speechgen.marks import HAN, han_count
from speechgen.paper.names import surnames
from speechgen.readers.structure.tables import rows

WORDS: Final = {name: tuple(words.split()) for name, words in rows("frame.tsv")}
_VERSIONS: Final = ("", "稿", "文稿", "提纲", "摘要", "摘编", "全文", "实录", "材料", "范文")
_NOTE_ENDS: Final = tuple(")）]】〕")
_TITLE_NOTED: Final = Expression(
    rf"(?:{'|'.join(WORDS['title'])})(?:{'|'.join(_VERSIONS)})[(（\[【〔].{{1,30}}[)）\]】〕]$",
    *_NOTE_ENDS,
)
TITLE_LONGEST: Final = 80
_UNFINISHED: Final = Expression(
    r"^(?:关于|在|对|致)|关于|在[全省市县区镇乡]|[0-9]|[会年的暨和与及]$",
    *"于在对致0123456789会年的暨和与及",
)
"""How a title breaks off at the end of a line."""
_REPEATED: Final = 400  # characters; a title of more lines than this is not looked for again
_SALUTATION_LONGEST: Final = 100
_PAUSES: Final = str.maketrans("，,、", "   ")
_OPENING_ADDRESS: Final = Expression(
    rf"(?:{'|'.join(WORDS['polite'])})?(?:各位{HAN}{{1,8}}|(?![我他她它你您咱人]){HAN}{{1,6}}们)"
    r"(?:(?:[、，,][^、，,\n]{0,20}){1,8}们)?\s*[，,：:！!]",
    *("各位", "们"),
)
_BLANK_NUMBER: Final = "X{1,4}|×{1,4}"
DAY: Final = (
    rf"(?:[12]\d{{3}}|[一二][〇○零OＯo0一二三四五六七八九]{{3}}|{_BLANK_NUMBER})\s*年"
    rf"\s*(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}}|{_BLANK_NUMBER})\s*月"
    rf"(?:\s*(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}}|{_BLANK_NUMBER})\s*日)?"
    r"|[12]\d{3}[-./]\d{1,2}[-./]\d{1,2}|[12]\d{3}\s*年[\s_＿]*月[\s_＿]*日|年[\s_＿]+月[\s_＿]+日"
)
_DATE_ONLY: Final = Expression(
    rf"[(（\[【〔—–-]*\s*(?:{HAN}{{0,2}}日期[:：]|时间[:：])?\s*(?:{DAY})\s*(?:上午|下午|晚上?|夜|早|晨)?[)）\]】〕]?$",
    *"年-./",
)
_DATE_LONGEST: Final = 60
BYLINE_LABEL: Final = Expression(
    rf"(?:来源|作者|文|主讲|主持|撰稿|起草|署名|(?!联系|咨询)(?:{HAN}{{2,4}}人|{HAN}{{0,4}}(?:单位|岗位)))\s*[:：/／]",
    *":：/／",
)
_ABOUT: Final = Expression(rf"关于.{{2,60}}的(?!问题|情况|事项){HAN}{{2,4}}$", "关于")
"""A matter and the kind of the paper: a title of its own form, whatever the kind."""
POST_AND_NAME: Final = Expression(
    rf"(?=.{{3,40}}$)[^，。；：！？,;:!?]{{0,30}}(?:{'|'.join(WORDS['post'])})\s*(?:(?:{HAN}|·)\s?){{0,6}}$",
    *WORDS["post"],
)
_ORG_AND_NAME: Final = Expression(
    rf"[^，。；：！？,;:!?\s]{{3,24}}\s+(?:{HAN}\s?{HAN}{{1,3}}|{HAN}{{1,6}}·{HAN}{{1,8}})$"
)
_BETWEEN_UNITS: Final = Expression(r"[，,、；;\s]+")
NAME: Final = Expression(rf"{HAN}\s*{HAN}(?:\s*{HAN}){{0,2}}$|{HAN}{{1,6}}·{HAN}{{1,8}}$")
UNIT: Final = Expression(
    r"(?:各.{1,14}|.{0,14}(?:局|委|办|府|会|公司|院|部|厅|校|学校|单位|部门|机构|中心|馆|站|街道|办事处|企业|党委|支部|党组))$"
)
_SPACED: Final = Expression(
    r"(?:[^\x00-\x7f\s][ \u3000\u00a0]{1,2}){3,}[^\x00-\x7f\s]$", *" \u3000\u00a0"
)
NUMERALS: Final = "一二三四五六七八九十"
ATTACHMENT: Final = Expression(
    rf"附\s*(?:件\s*)?(?:[{NUMERALS}\d]{{1,2}}|[（(]共.{{1,4}}[）)])?\s*[:：]|附件\s+(?=\d[.．、])",
    "附",
)
_SENTENCE_MARKS: Final = ("。", "！", "？", "；", "!", "?")
_FEWEST: Final = 3  # Chinese characters of a sentence
ENDS_OPEN: Final = "。；;，,、：:！!？?…"
_WIDE: Final = Expression(r"[ \t]{2,}|\u3000+", *" \t\u3000")
LABEL_LONGEST: Final = 6  # characters of what somebody is
NAME_LONGEST: Final = 24  # characters of whoever signs
ZONE: Final = 14  # lines at the top of a document that may belong to its frame


Way = tuple[str, ...]
"""What the lines of a head are, from the first down, or of a tail, from the last up."""


def heaviest(
    lines: Sequence[str],
    kinds_of: Callable[[Sequence[str], Way], Iterable[tuple[str, float]]],
    start: Way = (),
) -> Way:
    """The way through some of these lines that weighs most, longer than `start` where anything has
    a weight: `kinds_of` says what the next line may be, and what that weighs."""
    ways = [(0.0, start)]
    best = ways[0]
    for _ in lines[len(start) :]:
        further: dict[tuple[str, frozenset[str]], tuple[float, Way]] = {}
        for weight, way in ways:
            for kind, more in kinds_of(lines, way):
                place = kind, frozenset((*way, kind))
                if place not in further or weight + more > further[place][0]:
                    further[place] = weight + more, (*way, kind)
        ways = list(further.values())
        best = max((best, *ways), key=lambda way: way[0])
    return best[1]


def is_salutation(text: str) -> bool:
    """A line that addresses the audience and says nothing else: `同志们：`, `各位代表！`."""
    if not 3 <= len(text) <= _SALUTATION_LONGEST or text[-1] not in "：:！!，,":
        return False
    if "：" in text[:-1] or ":" in text[:-1]:
        return False  # a speaker's turn in a script
    bare = text[:-1].strip()
    parts = bare.translate(_PAUSES).split()
    if not parts or bare[-1] in "，,、":
        return False
    addressed = _is_audience(parts[-1]) and not any(word in text for word in WORDS["prose"])
    return addressed and all(len(part) <= 20 for part in parts)


def greets(text: str) -> bool:
    """A line of several that are addressed, of whom one is known: `乡亲们，东坪的老少爷们儿：`; or
    an address with a greeting: `各位家长，晚上好！`."""
    if len(text) <= NAME_LONGEST and text.endswith(("好！", "好!")):
        return opens_with_address(text)
    bare = text[:-1] if text.endswith(("：", ":")) else ""
    if not bare or not any(mark in bare for mark in "，、") or len(text) > NAME_LONGEST:
        return False
    known = any(map(_is_audience, bare.translate(_PAUSES).split()))
    return known and not any(word in text for word in WORDS["prose"]) and "：" not in bare


def _is_audience(text: str) -> bool:
    """`尊敬的各位来宾`, `全体市民`, `同志们`."""
    size = len(text)
    if text[-2:-1] in tuple("你您我他她它咱"):
        return False  # 你们
    honoured = any(
        text.startswith(word) and 0 < size - len(word) <= 16 for word in WORDS["honoured"]
    )
    return honoured or any(
        text.endswith(word) and size - len(word) <= 14 for word in WORDS["audience"]
    )


def is_recipients(text: str) -> bool:
    """The line of units under a notice's title: `各乡镇人民政府，县直各单位：`."""
    if not 3 <= len(text) <= _SALUTATION_LONGEST or text[-1] not in "：:":
        return False
    parts = _BETWEEN_UNITS.compiled.split(text[:-1].strip())
    listed = text[:-1].replace("；", "")
    if any(word in listed for word in WORDS["prose"]):
        return False
    known = sum(bool(UNIT.search(part)) or is_body(part) for part in parts)  # 各学校、幼儿园
    return known == len(parts) or (known > 0 and all(2 <= len(part) <= 12 for part in parts))


def despaced(text: str) -> str:
    """A line set with a space between all its characters, closed up (of a short one only what is
    the name of a paper, 感 谢 信); any other as it is."""
    parts = text.split()
    named = len(parts) == len("".join(parts)) > 1 and "".join(parts).endswith(WORDS["title"])
    if not named and not _SPACED.match(text):
        return text
    return re.sub(r"(?<=[^\x00-\x7f])[ \u3000\u00a0](?=[^\x00-\x7f])", "", text)


def addresses(text: str) -> bool:
    """The line may address somebody: it ends in a mark for that, or names an audience."""
    return (
        text[-1:] in tuple("：:！!，,") or is_salutation(f"{text}：") or is_recipients(f"{text}：")
    )


def opens_with_address(text: str) -> bool:
    """A paragraph that turns to the audience: `同志们，今年是……`."""
    return bool(_OPENING_ADDRESS.match(text))


def is_date(text: str) -> bool:
    """A line that is a date and nothing else."""
    end = text.rstrip()[-1:]
    dated = (end.isdecimal() or end in "日月午晚上夜早晨)）]】〕") and len(text) <= _DATE_LONGEST
    return dated and bool(_DATE_ONLY.match(text))


def looks_like_title(text: str) -> bool:
    """The line has the form of a document's title, wherever it stands."""
    if not 4 <= len(text) <= TITLE_LONGEST or text[-1] in ENDS_OPEN or "。" in text:
        return False
    return names_paper(text)


def names_paper(text: str) -> bool:
    """`……的讲话`, `……总结（摘编）》`."""
    bare = text[:-1] if text.endswith(("》", "”")) else text
    named = (bare.removesuffix(each) for each in _VERSIONS if bare.endswith(each))
    noted = bare.endswith(_NOTE_ENDS) and bool(_TITLE_NOTED.search(bare))
    return noted or bool(_ABOUT.match(bare)) or any(each.endswith(WORDS["title"]) for each in named)


def is_byline(text: str) -> bool:
    """A line under the title that names who speaks, or where the text comes from."""
    if len(text) > 60 or text[-1] in ENDS_OPEN:
        return False
    bare = text.strip("（）()【】 　—–")
    if BYLINE_LABEL.match(bare) or POST_AND_NAME.match(bare) or is_name(bare):
        return True
    if says_who(bare):
        return True
    return len(bare.split()) > 1 and bool(_ORG_AND_NAME.match(bare))


def is_name(text: str) -> bool:
    """`沈明远`, `王　芳`, `阿不都·热西提`."""
    single, double = surnames()
    named = "·" in text or text[:1] in single or text[:2] in double
    return named and bool(NAME.match(text))


def says_who(text: str) -> bool:
    """`执教：三班　田径`, `课题组成员：汪洋、田径`: what somebody is, and the name; or several,
    `签发：沈明远　　经办：田径`."""
    pairs = [each.partition("：") for each in _WIDE.compiled.split(text)]
    if len(pairs) > 1 and all(mark and len(label) <= LABEL_LONGEST for label, mark, _ in pairs):
        return all(NAME.match(name) for _, _, name in pairs)
    label, _, names = text.partition("：")
    if len(label) > LABEL_LONGEST or label.startswith(("联系", "咨询")):
        return False
    return all(is_name(each.split()[-1] if each.strip() else "") for each in names.split("、"))


def is_body(text: str) -> bool:
    """The name of an office, a unit: `云汀市人民政府`."""
    return len(text) <= NAME_LONGEST and text.endswith(WORDS["body"])


def is_dated_body(text: str) -> bool:
    """`云汀市人民政府办公室　　2026年6月5日`: who makes a bulletin, and when."""
    parts = text.split()
    return len(parts) == 2 and is_body(parts[0]) and is_date(parts[1])


def is_signed(above: str, text: str) -> bool:
    """A unit and, below it, a date: a paper ends there."""
    return is_date(text) and is_body(above)


def is_heading_word(text: str) -> bool:
    """`前言`, `结　语`: a heading without a number, wherever it stands."""
    return "".join(text.split()) in (*WORDS["ending"], *WORDS["heading"])


def is_ending_word(text: str) -> bool:
    """`结束语`, perhaps with a mark: the heading of the closing words."""
    bare = "".join(text.split())
    return (bare[:-1] if bare.endswith(("。", "：", ":")) else bare) in WORDS["ending"]


def settles_title(above: Sequence[str]) -> bool:
    """Whether a line that the file calls its title is that, by the lines above it: a few that
    look like none themselves."""
    return len(above) < ZONE and not any(
        looks_like_title(text) or is_salutation(text) for text in above
    )


def breaks_off(text: str) -> bool:
    """Whether a title goes on below such a line: `云汀市人民政府`, `关于推进`."""
    return is_body(text) or bool(_UNFINISHED.search(text))


def closes(text: str) -> bool:
    """The line ends as a sentence does."""
    return text[-1:] in _SENTENCE_MARKS and han_count(text) >= _FEWEST


def first_clause(text: str) -> int:
    """Characters up to the first mark."""
    return next((at for at, char in enumerate(text) if char in ENDS_OPEN), len(text))


def bare(text: str) -> str:
    """The letters and digits of a text alone."""
    return "".join(filter(str.isalnum, text))


def repeats_title(text: str, title: str) -> bool:
    """The line is the title again, perhaps with a site's addition in brackets."""
    if not 0 < len(title) <= _REPEATED or not 0 < len(text) <= len(title) + 40:
        return False
    added = text[len(title) : len(title) + 1]
    goes_on = added.isspace() or added in "_-|—(（[【"
    return (text.startswith(title) and goes_on) or bare(text) == bare(title)
