"""The frame of a document: title, byline, date and salutation above; closing and signature below.

Owns what these lines look like and where they may stand. Must not know labels' depth or residue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from speechgen.marks import HAN

_NOUN: Final = (
    r"讲话|发言|致辞|致词|讲稿|演讲|报告|汇报|总结|述职|主持词|串词|开幕词|闭幕词|贺词|祝词|欢迎词|答谢词|悼词|党课"
    r"|意见|通知|决定|决议|公告|通告|公报|通报|请示|批复|函|纪要|条例|规定|办法|细则|规则|章程|准则"
    r"|方案|计划|规划|要点|提纲|材料|白皮书|蓝皮书|倡议书|承诺书|责任书|建议书|公开信|感谢信|表扬信|慰问信"
    r"|声明|简报|体会|感言|宣言|议程|指南|文件|须知"
)
TITLE_END: Final = re.compile(
    rf"(?:{_NOUN})(?:稿|文稿|提纲|摘要|摘编|全文|实录|材料|范文)?"
    r"(?:[(（\[【〔].{1,30}[)）\]】〕])?[》”]?$"
)
_TITLE_LONGEST: Final = 80
_REPEATED: Final = 400  # characters; a title of more lines than this is not looked for again
_ADDRESSED: Final = (
    r"同志|各位|诸位|尊敬的|敬爱的|亲爱的|领导|代表们|委员们|来宾|嘉宾|朋友|老师|同学|女士|先生|家长|同仁|同事"
    r"|战友|乡亲|父老|评委|校友|院士|战士|官兵|员工|职工|群众|市民|居民|村民|学员|队员|会员|媒体|记者"
)
_ADDRESS_PART: Final = re.compile(
    rf"^(?:(?:尊敬的|敬爱的|亲爱的|各位|诸位|全体|在座的|广大).{{1,16}}|.{{0,14}}(?:{_ADDRESSED}|们))$"
)
_NOT_SALUTATION: Final = re.compile(
    r"如下|下面|以下|。|；|;|强调|指出|要求|认为|希望|感谢|是|要|讲"
)
_SALUTATION_LONGEST: Final = 100
_OPENING_ADDRESS: Final = re.compile(
    rf"^(?:尊敬的|亲爱的|敬爱的)?(?:各位{HAN}{{1,8}}|同志们|朋友们|女士们|先生们|老师们|同学们|乡亲们|代表们|委员们)"
    r"(?:(?:[、，,][^、，,\n]{0,20}){1,8}们)?\s*[，,：:！!]"
)
_BLANK_NUMBER: Final = "X{1,4}|×{1,4}"
_DAY: Final = (
    rf"(?:[12]\d{{3}}|[一二][〇○零一二三四五六七八九]{{3}}|{_BLANK_NUMBER})\s*年"
    rf"\s*(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}}|{_BLANK_NUMBER})\s*月"
    rf"(?:\s*(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}}|{_BLANK_NUMBER})\s*日)?"
    r"|[12]\d{3}[-./]\d{1,2}[-./]\d{1,2}"
)
DATE_ONLY: Final = re.compile(
    rf"^[(（\[【—–-]*\s*(?:日期[:：]|时间[:：])?\s*(?:{_DAY})\s*[)）\]】]?$"
)
_DATE_LONGEST: Final = 60
_DATE_IN: Final = re.compile(_DAY)
_BYLINE_LABEL: Final = re.compile(
    r"^(?:来源|作者|文|讲话人|主讲人?|发言人|报告人|主持人|汇报人|述职人|宣讲人|撰稿人?|起草人?|单位|署名)\s*[:：/／]"
)
_POST: Final = (
    r"书记|主席|省长|市长|州长|县长|区长|镇长|乡长|村长|局长|厅长|部长|主任|院长|校长|总理|经理|总裁|董事长|秘书长|处长"
    r"|科长|司长|行长|站长|所长|教授|组长|会长|社长|馆长|台长|总监|专员|检察长|委员|代表|调研员|政委|司令员|主编"
)
_POST_AND_NAME: Final = re.compile(
    rf"^(?=.{{3,40}}$)[^，。；：！？,;:!?]{{0,30}}(?:{_POST})\s*(?:(?:{HAN}|·)\s?){{0,6}}$"
)
_ORG_AND_NAME: Final = re.compile(rf"^[^，。；：！？,;:!?\s]{{3,24}}\s+{HAN}\s?(?:{HAN}|·){{1,5}}$")
_NAME: Final = re.compile(rf"^{HAN}\s*{HAN}(?:\s*{HAN}){{0,2}}$|^{HAN}{{1,6}}·{HAN}{{1,8}}$")
_ORG: Final = re.compile(
    r"(?:局|委|办|办公室|府|会|公司|集团|院|部|厅|校|处|科|室|队|站|所|中心|党委|支部|党组|总支|学校|大学|小组|社|馆|银行|团|厂|镇|乡|街道|社区|村)"
    r"(?:[(（].{1,12}[)）])?$"
)
_SIGNED_BY: Final = re.compile(
    r"^(?:汇报人|述职人|承诺人|发言人|检查人|报告人|对照检查人|责任人|倡议人|签名|签字|落款)\s*[:：]"
)
HEADING_WORDS: Final = re.compile(
    r"^(?:前\s*言|引\s*言|序\s*言|导\s*言|导\s*语|引\s*子|开场白|结\s*语|结\s*束\s*语|尾\s*声|后\s*记|附\s*则|总\s*则)$"
)
ENDING_WORDS: Final = re.compile(r"^(?:结\s*语|结\s*束\s*语|尾\s*声|后\s*记)[。：:]?$")
_UNIT: Final = re.compile(
    r"(?:各.{1,14}|.{0,14}(?:局|委|办|府|会|公司|院|部|厅|校|学校|单位|部门|机构|中心|街道|企业|党委|支部|党组))$"
)
_SPACED: Final = re.compile(r"(?:[^\x00-\x7f\s][ \u3000\u00a0]{1,2}){3,}[^\x00-\x7f\s]")
_ATTACHMENT: Final = re.compile(r"^附\s*件\s*(?:[一二三四五六七八九十\d]{1,2})?\s*[:：]")
_ATTACHMENT_ITEM: Final = re.compile(r"^(?:\d{1,2}|[一二三四五六七八九十])\s*[.．、][^。；]{1,50}$")
_COPY_TO: Final = re.compile(r"^(?:抄送|抄报|主送|印发)\s*[:：]")
_CLOSING_START: Final = re.compile(
    r"^(?:让我们|最后[，,]|我的(?:讲话|发言|汇报|报告|演讲|述职)|以上(?:是|就是|汇报|发言|报告|意见|讲话)|谢谢|特此|预祝|衷心祝愿|祝(?:愿|大家|各位|本次|会议)"
    r"|我就讲(?:到)?这|(?:今天|我)?(?:就)?讲到这里|现在[，,]?散会|散会|妥否|当否|请予?(?:审议|批评|指正|监督))"
)
_ENDS_OPEN: Final = "。；;，,、：:！!？?…"
ZONE: Final = 14  # lines at the top of a document that may belong to its frame


def is_salutation(text: str) -> bool:
    """A line that addresses the audience and says nothing else: `同志们：`, `各位代表！`."""
    if not 3 <= len(text) <= _SALUTATION_LONGEST or text[-1] not in "：:！!，,":
        return False
    if "：" in text[:-1] or ":" in text[:-1]:
        return False  # a speaker's turn in a script
    parts = re.split(r"[，,、\s]+", text[:-1].strip())
    addressed = bool(_ADDRESS_PART.match(parts[-1])) and not _NOT_SALUTATION.search(text)
    return addressed and all(len(part) <= 20 for part in parts)


def is_recipients(text: str) -> bool:
    """The line of units under a notice's title: `各乡镇人民政府，县直各单位：`."""
    if not 3 <= len(text) <= _SALUTATION_LONGEST or text[-1] not in "：:":
        return False
    parts = re.split(r"[，,、；;\s]+", text[:-1].strip())
    return not _NOT_SALUTATION.search(text[:-1].replace("；", "")) and all(
        _UNIT.search(part) for part in parts
    )


def despaced(text: str) -> str:
    """A line set with a space between all its characters, closed up; any other as it is."""
    if not _SPACED.fullmatch(text):
        return text
    return re.sub(r"(?<=[^\x00-\x7f])[ \u3000\u00a0](?=[^\x00-\x7f])", "", text)


def opens_with_address(text: str) -> bool:
    """A paragraph that turns to the audience: `同志们，今年是……`."""
    return bool(_OPENING_ADDRESS.match(text))


def is_date(text: str) -> bool:
    """A line that is a date and nothing else."""
    return len(text) <= _DATE_LONGEST and bool(DATE_ONLY.match(text))


def looks_like_title(text: str) -> bool:
    """The line has the form of a document's title, wherever it stands."""
    if not 4 <= len(text) <= _TITLE_LONGEST or text[-1] in _ENDS_OPEN or "。" in text:
        return False
    return bool(TITLE_END.search(text))


def is_byline(text: str) -> bool:
    """A line under the title that names who speaks, or where the text comes from."""
    if len(text) > 60 or text[-1] in _ENDS_OPEN:
        return False
    bare = text.strip("（）()【】 　")
    signs = (_BYLINE_LABEL, _POST_AND_NAME, _NAME, _ORG_AND_NAME)
    return any(sign.match(bare) for sign in signs)


def head_kinds(texts: Sequence[str], stop: int) -> list[str]:
    """What the first lines are, up to `stop` (index of the first labelled line).

    One of title, byline, date, salutation, heading, `repeat` (an earlier copy of the title) for
    each line of the head; the list ends where the text proper begins.
    """
    texts = [despaced(text) for text in texts[:ZONE]]
    kinds: list[str] = []
    titled = False
    for at, text in enumerate(texts[:stop]):
        kind = _head_kind(text, kinds, titled)
        if titled and kind in ("", "title") and _names_somebody(texts[at : at + 3], text):
            kind = "byline"
        # after a finished title only a copy of it, a second part of it or a subtitle goes on
        goes_on = not titled or looks_like_title(text) or text[0] in "—–-（("
        copied = titled and any(_bare(text) == _bare(earlier) for earlier in texts[:at])
        if not kind or (kind == "title" and not goes_on and not copied):
            break
        kinds.append(kind)
        titled = titled or (kind == "title" and bool(TITLE_END.search(text)))
        if kind == "salutation":
            break
    titles = [at for at, kind in enumerate(kinds) if kind == "title"]
    for place, at in enumerate(titles):
        if any(_bare(texts[at]) == _bare(texts[later]) for later in titles[place + 1 :]):
            kinds[at] = "repeat"
    return kinds


def _head_kind(text: str, kinds: Sequence[str], titled: bool) -> str:
    started = "title" in kinds
    if is_salutation(text) or (started and is_recipients(text)):
        return "salutation"
    if len(text) > _TITLE_LONGEST or (len(text) > 24 and text[-1] in "。；;，,"):
        return ""
    if HEADING_WORDS.match(text):
        return "heading" if started else ""
    if is_date(text) or (started and _is_dated_note(text)):
        return "date"
    if started and is_byline(text) and not looks_like_title(text):
        return "byline"
    if not started and _BYLINE_LABEL.match(text):
        return "byline"
    unlikely = text[-1] in "。；;，,：:！!？?" or (started and kinds[-1] != "title")
    return "" if unlikely and not looks_like_title(text) else "title"


def _names_somebody(following: Sequence[str], text: str) -> bool:
    """A short line between the title and the date or salutation: whoever speaks."""
    if len(text) > 30 or len(following) < 2 or any(mark in text for mark in "。；：，:;,！？"):
        return False
    after = following[1]
    return not looks_like_title(text) and (is_date(after) or is_salutation(after))


def _is_dated_note(text: str) -> bool:
    """`（2024年3月5日在……会议上）`, `——2025年1月19日在……会议上`."""
    if len(text) > 60 or text[-1] in "。；;，,：:":
        return False
    return bool(_DATE_IN.search(text)) and (text[0] in "（(—–-[【" or text[0].isdigit())


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def repeats_title(text: str, title: str) -> bool:
    """The line is the title again, perhaps with a site's addition in brackets."""
    if not 0 < len(title) <= _REPEATED or len(text) > len(title) + 40:
        return False
    return _bare(text) == _bare(title) or (
        text.startswith(title) and bool(re.match(r"^[\s_\-|—(（\[【]", text[len(title) :]))
    )


def tail_kinds(texts: Sequence[str], start: int) -> dict[int, str]:
    """Signature and date among the last lines (index -> kind), none of them before `start` or
    before a line without text (a table)."""
    kinds: dict[int, str] = {}
    at = len(texts) - 1
    while at >= max(start, len(texts) - 8) and texts[at]:
        text = texts[at]
        if is_date(text):
            kinds[at] = "date"
        elif _is_signature(text, dated="date" in kinds.values()):
            kinds[at] = "signature"
        elif _COPY_TO.match(text):
            kinds[at] = "copy-to"
        else:
            first = at  # where a list of attachments begins that ends here
            while first > max(start, at - 12) and _ATTACHMENT_ITEM.match(texts[first]):
                first -= 1
            if len(texts[first]) <= 60 and _ATTACHMENT.match(texts[first]):
                kinds.update(dict.fromkeys(range(first, at + 1), "attachment"))
                at = first
            elif not (len(text) <= 30 and text[0] in "（(" and text[-1] in "）)" and not kinds):
                break
        at -= 1
    return kinds


def _is_signature(text: str, dated: bool) -> bool:
    if len(text) > 40 or text[-1] in _ENDS_OPEN:
        return False
    if _SIGNED_BY.match(text):
        return True
    if re.match(r"[一二三四五六七八九十\d（(]|.*[，。；：,;:]", text):
        return False
    if dated:
        return bool(_ORG.search(text) or _NAME.match(text) or _POST_AND_NAME.match(text))
    return bool(_ORG.search(text)) and 4 <= len(text) <= 24


def closing_start(texts: Sequence[str]) -> int:
    """Where the closing words begin in the paragraphs after the last labelled one.

    `texts` are those paragraphs in order; the answer is an index into them, or their number when
    none of them closes the document. A table, which has no words of its own, closes nothing.
    """
    if not texts or not texts[-1]:
        return len(texts)
    at = len(texts) - 1
    while at > 0 and len(texts[at]) <= 30 and _turns(texts[at - 1]):
        at -= 1
    last = texts[at]
    if _turns(last) or (last[-1] in "！!" and len(texts) > 1):
        return at
    return len(texts)


def _turns(text: str) -> bool:
    """The text turns to the audience or begins to close."""
    return opens_with_address(text) or bool(_CLOSING_START.match(text))
