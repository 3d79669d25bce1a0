"""What is missing and what should not be there: blanks, the frame of a speech, cut paragraphs,
leavings of web pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, takewhile
from typing import Final

from speechgen.checks.characters import scan, shown
from speechgen.checks.engine import Finding, flag, remark
from speechgen.checks.marks import Paragraph
from speechgen.checks.paper import LeftOut, Manuscript
from speechgen.checks.rules.patterns import OFFICES, Forms, found_by_rows
from speechgen.diagnostics import Severity
from speechgen.document import ATTACHMENT_MARK, SIGNED, TAIL
from speechgen.emphasis import unmarked
from speechgen.expression import Expression
from speechgen.marks import HAN

_FORM: Final = Forms("completeness")

# -- placeholder --------------------------------------------------------------------------------

_MAY_BE_UNFILLED: Final = Expression("[【{#XＸx×*＊○〇_＿（(某12待TF\\[□■△◇◆●？?NM \u00a0\u3000….]")


_GIVEN_A_PART: Final = frozenset("由请让受")  # 由某某同志作报告: nobody's name is hidden so
_CLOSED: Final = tuple(")）]］")
_OPENS: Final = frozenset("，。；：、\n")
_AS_SOMEBODY: Final = Expression(
    f"(?:同志|领导|单位|公司|{'|'.join(OFFICES)})(?!的?话|说情|有|打招呼)"
)


def placeholder(paper: Manuscript) -> Iterator[Finding]:
    """Every blank; in an outline those with a place (the draft reports the others itself)."""
    yield from found_by_rows(paper, "placeholder")
    for found in scan(_MAY_BE_UNFILLED, _FORM.unfilled, paper.text):
        start, end = found.span()
        before, after = paper.text[start - 1 : start], paper.text[end : end + 1]
        factors = (before.isdigit() and after.isdigit()) or before in _CLOSED
        times = found[0][0] in "*×" and factors  # 5*8, （140－年龄）×体重
        if times or paper.is_shielded(start) or _is_declared(paper.text, found[0]):
            continue
        around = paper.paragraph_at(start)
        if around.role == "body" and found[0][2:] and set(str(around.text).strip()) <= {"*", "＊"}:
            continue  # a line of stars between two parts
        if paper.source == "outline" and found[0].startswith("【待补"):
            continue
        if found[0] == "**" and paper.source == "outline" and _only_looks_bold(paper, start):
            continue
        given = before in _GIVEN_A_PART or (
            (before in _OPENS or not start) and _AS_SOMEBODY.match(paper.text[end : end + 4])
        )
        if not found["someone"] or (len(found[0]) > 1 and given):
            bold = "；想加粗，两头都写 **" if found[0] == "**" and paper.source == "outline" else ""
            yield flag(found, f"空位“{found[0]}”没有填", f"填上名称或数字{bold}")
        elif before not in ("如", "若"):
            yield remark(found, f"“{found[0]}”是不是没填的名称？", "案情中隐去姓名的不必改")
    for line in paper.left_out if paper.source != "outline" else ():
        if line.reason == "付费标记":
            yield flag(line.span, f"残留标记“{line.text[:20]}”", "删去")


def _is_declared(text: str, sign: str) -> bool:
    """Whether a letter is one of a formula: N为户数, X=3."""
    letter = len(sign) == 1 and sign.isascii() and sign.isalpha()
    return letter and bool(re.search(rf"{sign}\s?(?:[=＝<>≤≥]|为[^{sign}]|是指|代表|表示)", text))


def _only_looks_bold(paper: Manuscript, start: int) -> bool:
    """Whether stars stand around words that were to be bold: the outline's reader told of them."""
    paragraph = paper.paragraph_at(start)
    at = start - paragraph.start
    return any(at in (first - 2, last) for first, last in unmarked(paragraph.text))


# -- salutation ---------------------------------------------------------------------------------

_ADDRESS: Final = Expression(r"\s*(?:同志们|各位|尊敬的|亲爱的|老师们|同学们|朋友们)")


def _below(paper: Manuscript, paragraph: Paragraph) -> str:
    return "".join(str(one.text) for one in paper.paragraphs[paragraph.at + 1 : paragraph.at + 2])


def salutation(paper: Manuscript) -> Iterator[Finding]:
    """The first salutation, or its absence."""
    found = paper.of_role("salutation")
    top = (p for p in paper.paragraphs[:4] if p.role in ("body", "byline", "heading"))
    for paragraph in found or [p for p in top if _FORM.salutation.compiled.fullmatch(p.text)][:1]:
        text = str(paragraph.text)
        end = paragraph.tail
        if text.endswith(":"):
            yield flag(end, "称谓后面用了半角冒号", right="：")
        elif text.endswith("，") and _ADDRESS.match(_below(paper, paragraph)):
            continue  # 尊敬的甲市长，／各位来宾：
        elif text.endswith(("，", ",", "。", ".", "；", ";", "、")):
            yield flag(end, f"称谓后面应当用冒号，不用“{text[-1]}”", right="：")
        elif not text.endswith(("：", "！", "!")):
            yield _without_colon(paragraph.start, paragraph.end)
    title = next(iter(paper.of_role("title")), None)
    if not found and title:
        _, _, last = str(title.text).rpartition("\n")
        if _FORM.salutation.compiled.fullmatch(last):  # taken for the title's second line
            yield _without_colon(title.end - len(last), title.end)
            return
        # glued to the text, or for the floor (各位代表，)
        addressed = any(_ADDRESS.match(p.text[:30]) for p in paper.paragraphs[:6])
        if paper.is_speech and paper.characters > 200 and not addressed:
            yield flag(title, "讲话没有称谓", "在正文前加一行，如“同志们：”")
    addressee = _addressee(paper)
    if not found and addressee:
        yield _without_colon(addressee.start, addressee.end, "主送机关")
    body = paper.of_role("body")
    if found and body and body[0].at < found[0].at and len(body[0].text) > 40:
        yield flag(found[0], "称谓没有放在正文最前面", "移到标题和署名之后")


_ISSUED: Final = ("通知", "通报", "请示", "报告", "函", "批复")


def _addressee(paper: Manuscript) -> Paragraph | None:
    """The line below the title of a notice that names whom it goes to, without its colon."""
    if not any(paper.title.endswith(kind) for kind in _ISSUED):
        return None
    plain = (p for p in paper.paragraphs[1:3] if p.role in ("body", "heading") and not p.label)
    first = next(plain, None)
    is_one = first and first.at == 1 and _FORM.addressee.compiled.fullmatch(str(first.text).strip())
    return first if is_one else None


def _without_colon(start: int, end: int, what: str = "称谓") -> Finding:
    return flag((start, end), f"{what}后面少了冒号", "补上“：”", "：", part=(end, end))


# -- closing ------------------------------------------------------------------------------------

_NAMED: Final = {"byline", *SIGNED}
_DATED: Final = {"date", *SIGNED.values()}
_BEHIND_THE_END: Final = TAIL | {"date", "byline", "table", "stage"}


def closing(paper: Manuscript) -> Iterator[Finding]:
    """The last paragraph of a speech that has numbered parts; the signature of a notice."""
    if paper.title.endswith("通知") and paper.of_role("salutation") and paper.source != "outline":
        there = {each.role for each in paper.paragraphs}
        named, dated = there & _NAMED, there & _DATED
        lacks = [what for one, what in ((named, "发文机关"), (dated, "成文日期")) if not one]
        if lacks:
            message = "通知没有落款" if len(lacks) > 1 else f"落款没有{lacks[0]}"
            yield flag(paper.paragraphs[-1].tail, message, f"写上{'和'.join(lacks)}")
        yield from _signed_wrongly(paper)
    if not paper.is_speech or not any(p.level for p in paper.paragraphs) or paper.characters < 60:
        return
    spoken = takewhile(lambda each: each.role != ATTACHMENT_MARK, paper.paragraphs)
    last = [each for each in spoken if each.role not in _BEHIND_THE_END][-1]
    if paper.of_role("closing") or _FORM.closing_words.search(str(last.text)[-200:]):
        return
    if last.level:
        message = f"讲话到“{last.label.strip()}”这一条就结束了，没有收束的话"
        yield flag(last.tail, message, "加一段结尾，如号召、希望或致谢")
    elif last.at and paper.paragraphs[last.at - 1].level:  # all that stands under the heading
        yield remark(last.tail, "讲完最后一部分就结束了，没有单独的结尾", "需要的话加一段结尾")


_DAY: Final = Expression(r"\s*\d{4}年\d{1,2}月(?P<day>\d{1,2}日)?\s*$")
_UNIT: Final = Expression(
    f"\\s*{HAN}{{3,23}}(?:[府室局委部厅院校学处厂社站所队组会]|公司|集团|中心)\\s*$"
)


def _signed_wrongly(paper: Manuscript) -> Iterator[Finding]:
    """附件 without its colon; the date above who signs, or without its day."""
    for each in paper.of_role("signature"):
        if re.match("附件[ 　]", str(each.text)):
            yield flag(each, "“附件”后面用冒号", "写“附件：”")
    last = [each for each in paper.paragraphs if each.role != "table"][-2:]
    day = _DAY.match(str(last[-1].text)) if last else None
    if day and not day["day"]:
        yield flag(last[-1], "成文日期没有写到日", "写全，如 2026年5月12日")
    above = _DAY.match(str(last[0].text)) if len(last) > 1 else None
    if above and above["day"] and _UNIT.match(str(last[1].text)):
        yield flag(last[0], "落款的日期在发文机关上面", "机关在上，日期在下")


# -- truncated-para -----------------------------------------------------------------------------

_ENDS: Final = "。！？：；!?:;…”’」』）)》】—"
_CHECKED: Final = frozenset({"body", "closing", "heading", "item"})
_A_LINE: Final = 40  # characters; a shorter paragraph may be a line of its own
_A_CLAUSE: Final = 12
_WRAPPED: Final = 5  # joins after which the page, not the sentence, was cut


def truncated_para(paper: Manuscript) -> Iterator[Finding]:
    """Paragraphs put together from several lines, then paragraphs without an end mark."""
    if paper.source == "outline":
        return
    joins = [(p, offset) for p in paper.paragraphs if p.role in _CHECKED for offset in _joins(p)]
    if len(joins) > _WRAPPED:
        at = joins[0][0].start + joins[0][1]
        message = f"全文按固定宽度断行（{len(joins)}处），已按整段检查"
        yield remark((at - 1, at), message, "用 speechgen import 接好")
    else:
        for paragraph, offset in joins:
            at, before = paragraph.start + offset, str(paragraph.text)[:offset]
            if _FORM.whole.search(before):
                continue
            message = f"一句话在这里断开了：“…{before[-6:]}”"
            yield flag((at - 1, at), message, "和下一行接成一段", severity=Severity.ERROR)
    for paragraph in paper.paragraphs:
        if _is_cut(paper, paragraph):
            yield flag(paragraph.tail, "这一段没有说完，末尾没有句号", "补全，或与下一段接上")


def _joins(paragraph: Paragraph) -> Iterator[int]:
    """Offsets at which a new line of the file begins inside the paragraph."""
    line = 0
    for offset, span in paragraph.text.origins:
        if span.line and line and span.line != line and offset:
            yield offset
        line = span.line or line


def _runs_on(paper: Manuscript, paragraph: Paragraph) -> bool:
    """Whether a short line goes on in the next: two body paragraphs, and only these, of which the
    first has a comma and no end."""
    text = str(paragraph.text).rstrip()
    behind = paper.paragraphs[paragraph.at + 1 : paragraph.at + 2]
    if len(text) < _A_CLAUSE or "，" not in text[:-1] or not behind or behind[0].role != "body":
        return False
    goes_on = str(behind[0].text)
    return "。" in goes_on[:_A_LINE] and goes_on[-1:] in _ENDS and paragraph.role == "body"


def _alone_open(paper: Manuscript, text: str) -> bool:
    """Whether of several body paragraphs this one alone has a comma and no end."""
    ends = [str(each.text).rstrip()[-1:] in _ENDS for each in paper.of_role("body")]
    clause = "，" in text and "：" not in text and len(text) >= _A_CLAUSE
    return clause and ends.count(False) == 1 < ends.count(True)


def _is_cut(paper: Manuscript, paragraph: Paragraph) -> bool:
    text = str(paragraph.text).rstrip()
    if paragraph.level and "。" in text and text[-1:] not in _ENDS:  # an item that runs on
        below = paper.paragraphs[paragraph.at + 1 : paragraph.at + 2]
        return bool(below) and below[0].role == "body" and str(below[0].text)[-1:] in _ENDS
    if paragraph.role not in ("body", "closing") or text[-1:] in _ENDS or _FORM.whole.search(text):
        return False
    is_last = paragraph.at + 1 == len(paper.paragraphs)
    if len(text) <= _A_LINE and not (is_last and "。" in text and "：" not in text):
        return _runs_on(paper, paragraph) or _alone_open(paper, text)
    if not any(mark in text for mark in "。；;，,"):
        return False
    sentence = "。" in text
    if is_last:
        return sentence
    after = paper.paragraphs[paragraph.at + 1]
    clauses = text.count("，") >= 3 and "：" not in text and after.role == "body"
    return (sentence or clauses) and after.role in _CHECKED and str(after.text)[:1] not in "（("


# -- import-residue -----------------------------------------------------------------------------

_HIDDEN: Final = "隐藏文字"
_NOT_RESIDUE: Final = frozenset(
    {"目录", "脚注", "尾注", _HIDDEN, "图片", "分隔线", "页眉文字", "页脚文字"}
)
_SOFT: Final = frozenset({"网址", "页码", "网页信息栏"})
_NOTICE: Final = ("通知", "公告", "公示", "启事")
_REPEATED: Final = "标题重复"
_MARKER: Final = Expression(r"#{2,}[A-Za-z_]{3,30}#{2,}$")


def import_residue(paper: Manuscript) -> Iterator[Finding]:
    """What the reader left out, block by block; then a second document in the file."""
    blocks: list[list[LeftOut]] = []
    for line in paper.left_out:
        if line.reason == _HIDDEN:
            message = f"隐藏文字，印不出，发出去看得到：“{shown(line.text, 24)}”"
            yield flag(line.span, message, "删去；要印的取消隐藏", severity=Severity.WARNING)
        if line.reason in _NOT_RESIDUE:
            continue
        near = blocks[-1][-1:] if blocks else []
        if any(_MARKER.match(one.text) or one.reason == _REPEATED for one in (*near, line)):
            near = []
        if near and line.span.line - near[0].span.line <= 2:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    notice = any(word in paper.title for word in _NOTICE)
    for block in blocks:
        soft = notice and all(line.reason in _SOFT for line in block)
        severity = Severity.WARNING if soft else None
        yield flag(block[0].span, *_what_it_is(block), severity=severity)
    first = paper.paragraphs[0] if paper.part > 1 and paper.paragraphs else None
    if first and f"《{first.text}》" not in "".join(paper.lines[: paper.first_line]):  # 印发《…》
        yield _another(first)
    inside = paper.paragraphs if _FORM.other_title.may_match(paper.text) else ()
    for one, below in pairwise(inside if paper.is_speech else ()):
        is_title = one.role in ("body", "closing") and _FORM.other_title.compiled.fullmatch(
            one.bare
        )
        if one.at > _TOP and is_title and (below.bare.endswith("：") or below.role == "date"):
            yield _another(one)


_TOP: Final = 4  # paragraphs below which no second title stands


def _another(first: Paragraph) -> Finding:
    message = f"这里开始是另一份文稿“{shown(str(first.text), 24)}”，一个文件里有两份"
    return flag(first, message, "分成两个文件")


def _what_it_is(block: list[LeftOut]) -> tuple[str, str]:
    """The sentence about a block of lines, and what to do with it."""
    first, last = block[0], block[-1]
    if first.reason == _REPEATED:
        return "标题重复了一遍", "删去一个"
    if len(block) == 1:
        return f"不是讲话内容（{first.reason}）：“{shown(first.text, 24)}”", "删去"
    reasons = shown("、".join(dict.fromkeys(line.reason for line in block)), 30)
    return f"第{first.span.line}–{last.span.line}行不是讲话内容（{reasons}）", "整块删去"


# -- pasted-residue -----------------------------------------------------------------------------


def pasted_residue(paper: Manuscript) -> Iterator[Finding]:
    """What machines leave behind; the signs of Markdown where the file is none, nor an outline."""
    yield from found_by_rows(paper, "pasted-residue")
    for one in _FORM.markdown.finditer(paper.text) if paper.source in ("text", "docx") else ():
        yield flag(one, f"残留的 Markdown 记号：“{shown(one[0], 24)}”", "删去记号，留下文字")
