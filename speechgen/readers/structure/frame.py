"""The frame of a document: title, byline, date and salutation above; closing and signature below.

Owns what these lines look like and where they may stand. Must not know labels' depth or residue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from speechgen.expression import Expression
from speechgen.marks import HAN
from speechgen.readers.structure.letterhead import is_number, letterhead_roles
from speechgen.readers.structure.tables import rows

WORDS: Final = {name: tuple(words.split()) for name, words in rows("frame.tsv")}
_VERSIONS: Final = ("", "稿", "文稿", "提纲", "摘要", "摘编", "全文", "实录", "材料", "范文")
_NOTE_ENDS: Final = tuple(")）]】〕")
_TITLE_NOTED: Final = Expression(
    rf"(?:{'|'.join(WORDS['title'])})(?:{'|'.join(_VERSIONS)})[(（\[【〔].{{1,30}}[)）\]】〕]$",
    *_NOTE_ENDS,
)
_TITLE_LONGEST: Final = 80
_WHOLE_TITLE: Final = 8  # characters
_UNFINISHED: Final = Expression(
    r"^(?:关于|在|对|致)|关于|在[全省市县区镇乡]|[0-9]|[会年的暨和与及]$",
    *"于在对致0123456789会年的暨和与及",
)
_CARRIED_ON: Final = Expression("关于|和|及|与|暨|的|第", *"关和及与暨的第")
"""How a title breaks off at the end of a line, and how the next goes on with it."""
_REPEATED: Final = 400  # characters; a title of more lines than this is not looked for again
_SALUTATION_LONGEST: Final = 100
_PAUSES: Final = str.maketrans("，,、", "   ")
_OPENING_ADDRESS: Final = Expression(
    rf"(?:{'|'.join(WORDS['polite'])})?(?:各位{HAN}{{1,8}}|(?![我他她它你您咱人]){HAN}{{1,6}}们)"
    r"(?:(?:[、，,][^、，,\n]{0,20}){1,8}们)?\s*[，,：:！!]",
    *("各位", "们"),
)
_BLANK_NUMBER: Final = "X{1,4}|×{1,4}"
_DAY: Final = (
    rf"(?:[12]\d{{3}}|[一二][〇○零OＯo0一二三四五六七八九]{{3}}|{_BLANK_NUMBER})\s*年"
    rf"\s*(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}}|{_BLANK_NUMBER})\s*月"
    rf"(?:\s*(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}}|{_BLANK_NUMBER})\s*日)?"
    r"|[12]\d{3}[-./]\d{1,2}[-./]\d{1,2}|[12]\d{3}\s*年[\s_＿]*月[\s_＿]*日|年[\s_＿]+月[\s_＿]+日"
)
_DATE_ONLY: Final = Expression(
    rf"[(（\[【〔—–-]*\s*(?:日期[:：]|时间[:：])?\s*(?:{_DAY})\s*(?:上午|下午|晚上?)?[)）\]】〕]?$",
    *"年-./",
)
_DATE_LONGEST: Final = 60
_DATE_IN: Final = Expression(_DAY, *"年-./")
_MEMBER: Final = Expression(rf"{HAN}{{2,4}}(?:委员|代表|先生|女士)[:：]$", *":：")
_HANDED_OUT: Final = Expression(
    r".{2,24}材料之[一二三四五六七八九十]{1,3}$|.{0,16}(?:妥善保管|注意保存|会后收回)$|本[报刊网台站]讯|编者按|公开属性[:：]",
    *("公开属性", "材料之", "保管", "保存", "收回", "讯", "编者按"),
)
"""A note above the title of a paper that is handed out at a meeting, or printed by a newspaper."""
_DAY_ALONE: Final = Expression(r"\d{1,2}月\d{1,2}日", "日")
_DATED_NAME: Final = Expression(rf"[会议][（(](?:{_DAY})[）)]$", *"）)")
_BYLINE_LABEL: Final = Expression(
    rf"(?:来源|作者|文|主讲|撰稿|起草|单位|署名|(?!联系|咨询){HAN}{{2,4}}人)\s*[:：/／]",
    *":：/／",
)
POST_AND_NAME: Final = Expression(
    rf"(?=.{{3,40}}$)[^，。；：！？,;:!?]{{0,30}}(?:{'|'.join(WORDS['post'])})\s*(?:(?:{HAN}|·)\s?){{0,6}}$",
    *WORDS["post"],
)
_ORG_AND_NAME: Final = Expression(
    rf"[^，。；：！？,;:!?\s]{{3,24}}\s+(?:{HAN}\s?{HAN}{{1,3}}|{HAN}{{1,6}}·{HAN}{{1,8}})$"
)
_TIME: Final = Expression(r"\d[:：]\d\d", *":：")
_OCCASION: Final = Expression(r"[—–-]+\s*在.{4,}上$", *"—–-")
_SAYING: Final = Expression(rf"{HAN}{{4,10}}[ \u3000]+{HAN}{{4,10}}$", *" \u3000")
_NAME: Final = Expression(rf"{HAN}\s*{HAN}(?:\s*{HAN}){{0,2}}$|{HAN}{{1,6}}·{HAN}{{1,8}}$")
_UNIT: Final = Expression(
    r"(?:各.{1,14}|.{0,14}(?:局|委|办|府|会|公司|院|部|厅|校|学校|单位|部门|机构|中心|馆|站|街道|办事处|企业|党委|支部|党组))$"
)
_SPACED: Final = Expression(
    r"(?:[^\x00-\x7f\s][ \u3000\u00a0]{1,2}){3,}[^\x00-\x7f\s]$", *" \u3000\u00a0"
)
NUMERALS: Final = "一二三四五六七八九十"
ATTACHMENT: Final = Expression(rf"附\s*件\s*(?:[{NUMERALS}\d]{{1,2}})?\s*[:：]", "附")
ENDS_OPEN: Final = "。；;，,、：:！!？?…"
NAME_LONGEST: Final = 24  # characters of whoever signs
_ISSUE: Final = Expression(
    r"[（(]?(?:总|\d{4}\s*年)?第\s*[0-9一二三四五六七八九十百]{1,4}\s*期", "第"
)
_IN_NAME: Final = "，。；：、,:;“”（(0123456789"
_ABOVE: Final = 4  # lines of a title and of what a mail or a page says above it
ZONE: Final = 14  # lines at the top of a document that may belong to its frame


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


def _is_audience(text: str) -> bool:
    """`尊敬的各位来宾`, `全体市民`, `同志们`."""
    size = len(text)
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
    parts = re.split(r"[，,、；;\s]+", text[:-1].strip())
    listed = text[:-1].replace("；", "")
    if any(word in listed for word in WORDS["prose"]):
        return False
    known = sum(bool(_UNIT.search(part)) or is_body(part) for part in parts)  # 各学校、幼儿园
    return known == len(parts) or (known > 0 and all(2 <= len(part) <= 12 for part in parts))


def _lists_recipients(texts: Sequence[str]) -> bool:
    """Whether a list of recipients goes on here, a unit a line: `各街道办事处` / `区直各单位：`."""
    for text in texts:
        if not _UNIT.search(text) or len(text) > NAME_LONGEST:
            return text is not texts[0] and is_recipients(text)
    return False


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
    dated = (end.isdecimal() or end in "日月午晚上)）]】〕") and len(text) <= _DATE_LONGEST
    return dated and bool(_DATE_ONLY.match(text))


def looks_like_title(text: str) -> bool:
    """The line has the form of a document's title, wherever it stands."""
    if not 4 <= len(text) <= _TITLE_LONGEST or text[-1] in ENDS_OPEN or "。" in text:
        return False
    return _ends_like_title(text)


def _ends_like_title(text: str) -> bool:
    """`……的讲话`, `……总结（摘编）》`."""
    bare = text[:-1] if text[-1] in "》”" else text
    named = (bare.removesuffix(each) for each in _VERSIONS if bare.endswith(each))
    noted = bare.endswith(_NOTE_ENDS) and bool(_TITLE_NOTED.search(bare))
    return noted or any(each.endswith(WORDS["title"]) for each in named)


def is_byline(text: str) -> bool:
    """A line under the title that names who speaks, or where the text comes from."""
    if len(text) > 60 or text[-1] in ENDS_OPEN:
        return False
    bare = text.strip("（）()【】 　")
    if _BYLINE_LABEL.match(bare) or POST_AND_NAME.match(bare) or is_name(bare):
        return True
    return len(bare.split()) > 1 and bool(_ORG_AND_NAME.match(bare))


def is_name(text: str) -> bool:
    """`沈明远`, `王　芳`, `阿不都·热西提`."""
    short = "·" in text or len("".join(text.split())) <= 4
    return short and bool(_NAME.match(text))


def is_body(text: str) -> bool:
    """The name of an office, a unit: `云汀市人民政府`."""
    return len(text) <= NAME_LONGEST and text.endswith(WORDS["body"])


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


def head_kinds(texts: Sequence[str], stop: int, known: range = range(0)) -> list[str]:
    """What the first lines are, up to `stop` (index of the first labelled line).

    One of title, subtitle, byline, date, salutation, heading, `repeat` (an earlier copy of the
    title) or the role of a red head's line for each line of the head, empty for text that stands
    above it; the list ends where the text proper begins. `known` are the lines of the title, where
    the file tells them: what goes on behind them is a subtitle.
    """
    if above := _above_title(texts, stop, known):
        rest = head_kinds(texts[len(above) :], stop - len(above), range(len(known)))
        return [*above, *rest]
    texts = [despaced(text) for text in texts[: max(ZONE, len(known))]]
    kinds = ["title"] * len(known)
    titled = bool(known)
    for at, text in enumerate(texts[len(known) : stop], len(known)):
        kind = _head_kind(text, kinds)
        if "title" in kinds and _lists_recipients(texts[at:stop]):
            kind = "salutation"
        elif kind in ("", "title") and (
            (titled and _names_somebody(texts[at : at + 3], text))
            or (_names_a_body(kinds, text) and (titled or not breaks_off(texts[at - 1])))
        ):
            kind = "byline"
        if kind == "title" and "title" in kinds and any(mark in text for mark in "：\t"):
            break
        # after a finished title only a copy of it, a second part of it or a subtitle goes on
        below = text[0] in "—–-（(" or _ISSUE.match(text)
        copied = titled and any(_bare(text) == _bare(earlier) for earlier in texts[:at])
        goes_on = not titled or looks_like_title(text) or below or copied
        if not kind or (kind == "title" and not goes_on):
            break
        if kind == "title" and (known or (below and "title" in kinds)):
            kind = "repeat" if copied else "subtitle"
        kinds.append(kind)
        titled = titled or (kind == "title" and _ends_like_title(text))
        if kind == "salutation" and text[-1] in "：:！!，,":
            break
    titles = [at for at, kind in enumerate(kinds) if kind == "title"]
    if len(titles) == 2 and not known and _explains(texts[titles[0]], texts[titles[1]]):
        kinds[titles[1]] = "subtitle"
    for place, at in enumerate(titles):
        if any(_bare(texts[at]) == _bare(texts[later]) for later in titles[place + 1 :]):
            kinds[at] = "repeat"
    return kinds


def _above_title(texts: Sequence[str], stop: int, known: range) -> list[str]:
    """The kinds of what stands above the title: a red head, below a line that is none of it
    (传真　共2页), or notes."""
    skipped, roles = 0, letterhead_roles(texts[: known.start if known else stop], whole=bool(known))
    if not (roles or known):
        skipped, roles = 1, letterhead_roles(texts[1:stop])
    below = texts[skipped + len(roles) :][:4]
    if roles and (known or any(map(looks_like_title, below))):
        above = [*[""] * skipped, *roles]
    else:  # the masthead of a bulletin is its title
        notes = (at for at, text in enumerate(texts) if not _HANDED_OUT.match(text))
        above = [""] * (0 if known else next(notes, 0) or _before_addressed(texts[:stop]))
    return above + [""] * (known.start - len(above))


def _before_addressed(texts: Sequence[str]) -> int:
    """How many lines that are no title themselves stand above one with its addressee below."""
    kinds = [_head_kind(text, ()) for text in texts[:_ABOVE]]
    at = kinds.index("title") if "title" in kinds else 0
    addressed = at + 1 < len(texts) and addresses(texts[at + 1]) and not any(kinds[:at])
    return at if addressed and _head_kind(texts[at + 1], ["title"]) == "salutation" else 0


def breaks_off(text: str) -> bool:
    """Whether a title goes on below such a line: `云汀市人民政府`, `关于推进`."""
    return is_body(text) or bool(_UNFINISHED.search(text))


def _explains(title: str, below: str) -> bool:
    """Whether a whole title stands below a saying: 小食堂里的大民生 / 柳桥社区的交流发言."""
    says_more = "的" in below or any(word in below for word in WORDS["body"] if len(word) > 1)
    whole = len(below) >= _WHOLE_TITLE and says_more and _ends_like_title(below)
    goes_on = breaks_off(title) or _CARRIED_ON.match(below)
    return whole and not goes_on and not _ends_like_title(title)


def _head_kind(text: str, kinds: Sequence[str]) -> str:
    started = "title" in kinds
    if is_salutation(text) or (started and (is_recipients(text) or _MEMBER.match(text))):
        return "salutation"
    if len(text) > _TITLE_LONGEST or (len(text) > 24 and text[-1] in "。；;，,"):
        return ""
    if ATTACHMENT.match(text):
        return ""
    if is_heading_word(text):
        return "heading" if started else ""
    if is_date(text) or (started and _is_dated_note(text)):
        return "date"
    if _is_dated_body(text):
        return "byline"
    told = is_number(text) or _OCCASION.match(text) or _DATED_NAME.search(text)
    if started and (told or _is_saying(text)):
        return "subtitle"
    if started and is_byline(text) and not looks_like_title(text):
        return "byline"
    if not started and _BYLINE_LABEL.match(text):
        return "byline"
    unlikely = (
        text[-1] in "。；;，,：:！!？?" or _TIME.search(text) or (started and kinds[-1] != "title")
    )
    return "" if unlikely and not looks_like_title(text) else "title"


def _is_dated_body(text: str) -> bool:
    """`云汀市人民政府办公室　　2026年6月5日`: who makes a bulletin, and when."""
    parts = text.split()
    return len(parts) == 2 and is_body(parts[0]) and is_date(parts[1])


def _is_saying(text: str) -> bool:
    """`坚守廉洁底线　永葆清廉本色`: two halves of one length, longer than a name."""
    return len(set(map(len, text.split()))) == 1 and bool(_SAYING.match(text))


def _names_somebody(following: Sequence[str], text: str) -> bool:
    """A short line between the title and the date or salutation: whoever speaks."""
    if len(text) > 30 or len(following) < 2 or any(mark in text for mark in "。；：，:;,！？"):
        return False
    after = following[1]
    return not looks_like_title(text) and (is_date(after) or is_salutation(after))


def _names_a_body(kinds: Sequence[str], text: str) -> bool:
    """The office right under the title that speaks: `区政协调研组`."""
    named = is_body(text) and not any(mark in text for mark in _IN_NAME)
    return kinds[-1:] == ["title"] and named


def _is_dated_note(text: str) -> bool:
    """`（2024年3月5日在……会议上）`, `——2025年1月19日在……会议上`."""
    if len(text) > 60 or text[-1] in "。；;，,：:":
        return False
    opens = text[0] in "（(—–-[【" or text[0].isdigit()
    day = text[0] in "（(" and _DAY_ALONE.search(text)
    return bool(day or (opens and _DATE_IN.search(text)))


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def repeats_title(text: str, title: str) -> bool:
    """The line is the title again, perhaps with a site's addition in brackets."""
    if not 0 < len(title) <= _REPEATED or not 0 < len(text) <= len(title) + 40:
        return False
    added = text[len(title) : len(title) + 1]
    goes_on = added.isspace() or added in "_-|—(（[【"
    return (text.startswith(title) and goes_on) or _bare(text) == _bare(title)
