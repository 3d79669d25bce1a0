"""What ends a document: its closing words, attachments, signature and date, notes and copies.

Owns what these lines look like and where they may stand. Must not know labels' depth or residue.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from speechgen.expression import Expression
from speechgen.marks import HAN
from speechgen.readers.structure import frame
from speechgen.readers.structure.labels import is_labelled
from speechgen.readers.structure.letterhead import is_imprint

_SIGNS_FORM: Final = Expression(
    r"(?!联系|咨询)[^，。；：:\s]{0,10}(?:人|单位|者|签名|签字|盖章)"
    r"\s*(?:[（(](?P<stamp>[^）)]{1,8})[）)])?\s*[:：]",
    *":：",
)
"""Whoever signs a form: a date stands below, or the line says that it is for a seal or a name."""
_STAMP: Final = Expression(r"[（(](?:公章|盖章|印章|章|印)[）)](?=\s|$)", *"）)")
_DAY_ALONE: Final = Expression(
    rf"(?:\d{{1,2}}月\d{{1,2}}日|{HAN}{{1,3}}月{HAN}{{1,3}}日|[12]\d{{3}}年{HAN}{{1,4}})$",
    "日",
    "年",
)
"""A day of no year, or a feast: 六月二十日, 2026年除夕."""
_ATTACHMENT_ITEM: Final = Expression(rf"(?:\d{{1,2}}|[{frame.NUMERALS}])\s*[.．、][^。；]{{1,50}}$")
_COPY_TO: Final = Expression(r"(?:抄送|抄报|主送|分送|印发|[报送发抄])\s*[:：]", *":：")
_REACHES: Final = Expression(
    "(?:(?:联系|通[信讯]|邮政)?(?:地址|电话|邮箱|编码|方式)|联系人)[:：].{1,60}$", *"址话箱码式人"
)
"""Where whoever signs can be reached, which stands at the very end."""
_TERM: Final = Expression(r"[^，。；：]{2,16}：.{8,}", "：")
"""What a note explains: 家站点：指……."""
_NOTE_LONGEST: Final = 80
_TAIL: Final = 8  # lines at the end of a document that may sign it
_LONGEST: Final = 16  # lines from the first that signs to the last
_SURE: Final = 3.0
_FORM: Final = 1.0  # a day to be filled in: of the paper, or of what is written below it
_STRAY, _AGAIN = -3.5, -0.4
"""The weight of the first line that nobody knows, less than a date is worth, and of the next."""
_CUT: Final = "cut"  # the line where a slip is to be cut off
_ENDS_TEXT: Final = ("。", "！", "？", "”")
_CLOSING_MOST: Final = 6  # paragraphs of closing words
_BETWEEN: Final = 3  # paragraphs that only go on
_LONG: Final = 160  # characters; a longer paragraph does not only go on
_SAYING_LONGEST: Final = 80
_FORMULA: Final = 8  # characters
_VERSE: Final = 20  # characters
_WITHIN: Final = Expression(
    r"[。！；，]让我们|提议.{0,20}(?:举杯|干杯)|[。！；：](?:谢谢|感谢)|^(?:再次|衷心)?感谢|(?:^|[。！；])愿(?:我们|大家|每|你|您|各位|所有)|，愿每"
    "|(?:^|[。！；，])敬请.{2,20}[。！]?$",
    *("让我们", "提议", "谢", "愿", "敬请"),
)
"""How a paragraph turns to the audience where it does not begin so."""
_RESOLVES: Final = Expression(
    "我们?(?:将|一定|必将|决不|相信|坚信|深信)|新征程|新的(?:一年|起点|征程)"
    "|(?:^|[。！])希望(?:大家|各位|全体|同.们)",
    *("我", "新征程", "新的", "希望"),
)
"""How a paragraph looks ahead, at the end of a report."""
_LOOKS_AHEAD: Final = Expression(
    r"^(?:展望|放眼|面向)(?:未来|今后|前路|前程|明天|新)|站在.{0,12}(?:起点|关口|节点)|^新征程"
    r"|^(?:做好|完成|干好).{0,8}(?:工作|任务|目标)，.{0,24}[重艰难高多巨]"
    r"|我们?(?:相信|坚信|深信).{1,120}(?:一定|必将|必定|定将|定能)",
    *("展望", "放眼", "面向", "站在", "新征程", "做好", "完成", "干好", "信"),
)
"""How one does so where a section's own last paragraph may stand above."""
_LOOKS_BACK: Final = Expression("这|以上|上述", *"这上")
_SPEAKER: Final = Expression(rf"^{HAN}：", "：")
_END: Final = Expression(
    r"(?:谢谢(?:大家|各位|同志们)?.{0,6}|到(?:这里|此(?:全部)?结束)(?:[，,。！!].{0,30}|.{0,6})|(?:讲完了|完毕|这些|[，,。！!](?:现在)?(?:散会|再见))(?:了|吧)?"
    r"|^祝(?:.{2,40})?|[，。]祝(?:大家|各位|同志们|全体|在座|你们).{2,24}|请.{0,16}(?:审议|审查|批评|指正|评议|指示|批示|批复|函复|复函|回复|答复|审阅|批准|监督|执行|落实|配合|支持|周知|知悉))[。！!]?$",
    *("谢谢", "到这里", "到此", "完", "这些", "请", "祝", "散会", "再见"),
)
_CLASS: Final = Expression(rf"[{frame.NUMERALS}\d][（(]\d{{1,2}}[)）](?=班)", "班")  # 六（2）班
_IN_TEXT: Final = f"{frame.ENDS_OPEN}.（(“”\t"


def tail_kinds(texts: Sequence[str], start: int) -> dict[int, str]:
    """The kinds of the lines that end a document (index -> kind), none of them before `start` or
    before a line without text (a table): the heaviest way up from the last line. Below a signature
    with its date may stand lines that nobody knows (领导批示：…, a slip to cut off)."""
    notes = _notes_start(texts)
    found = dict.fromkeys(range(notes, len(texts)), "closing")
    texts = texts[:notes]
    last, lines = len(texts) - 1, texts[max(start, len(texts) - _LONGEST) :]
    kinds_of = partial(_kinds_of, texts, start)
    way = frame.heaviest(lines, lambda _, way: kinds_of(last - len(way), way))
    found |= {last - below: kind for below, kind in enumerate(way) if kind not in ("", _CUT)}
    return found


def _kinds_of(
    texts: Sequence[str], start: int, at: int, way: Sequence[str]
) -> Iterator[tuple[str, float]]:
    """What a line may be above lines of these kinds, each with its weight; empty for one that
    nobody knows."""
    if not texts[at]:
        return
    text, below = _STAMP.compiled.sub("", texts[at]) or texts[at], way[-1] if way else ""
    first = _attachments_start(texts, at, start)
    if frame.is_date(text):
        filled = any(map(str.isnumeric, text))
        yield "date", _SURE if filled else _FORM
        if filled:
            return
    if _DAY_ALONE.match(text) and not frame.names_paper(text):
        yield "date", 0.0
    elif kind := foot_kind(text):
        yield kind, _SURE
    elif below == "imprint" and texts[at + 1][0].isdecimal() and frame.is_body(text):
        yield below, _SURE  # whose day stands below
    elif first <= at:
        yield "attachment", _SURE
    elif (
        _STAMP.compiled.fullmatch(text)
        or _is_signature(text, dated="date" in way or below == "signature")
        or frame.is_dated_body(text)
        or (not below and texts[at - 1].endswith(_ENDS_TEXT) and _names_one(text))
        or (below != "signature" and _names_signers(text, dated=below == "date"))
        or (below in ("date", "signature") and _signs([*texts[max(start, at - _TAIL) : at], text]))
    ):
        yield "signature", _SURE
    elif (
        (is_note(text) or _REACHES.match(text))
        and at > start
        and (
            frame.is_date(texts[at - 1])
            or foot_kind(texts[at - 1])
            or (is_note(texts[at - 1]) and frame.is_date(texts[at - 2]))
            or (_REACHES.match(text) and _is_signature(texts[at - 1], dated=False))
            or _attachments_start(texts, at - 1, start) < at
        )
    ):
        yield "note", 1.0
    elif not frame.bare(text) and _CUT not in way:
        yield _CUT, -_STRAY
    elif not {"date", "signature"} & set(way):
        noted = len(text) <= frame.NAME_LONGEST and is_note(text)
        yield "", 0.0 if noted else _AGAIN if "" in way else _STRAY


def _notes_start(texts: Sequence[str]) -> int:
    """Where the notes begin that stand behind everything: 注释：, then numbered lines or terms with
    what they mean alone; the number of lines where none do."""
    end = at = len(texts)
    while at and (is_labelled(texts[at - 1]) or _TERM.match(texts[at - 1])):
        at -= 1
    return at - 1 if 0 < at < end and texts[at - 1].rstrip("：:") in frame.WORDS["notes"] else end


def _attachments_start(texts: Sequence[str], at: int, start: int) -> int:
    """Where the list of attachments begins that ends at a line; behind it where none does."""
    first = at
    while first > max(start, at - 12) and _is_attachment_item(texts[first]):
        first -= 1
    opens = frame.ATTACHMENT.match(texts[first]) if len(texts[first]) <= 60 else None
    behind = texts[first][opens.end() :].strip() if opens else ""
    anew = first < at and behind and not _is_numbered(behind) and texts[first + 1][0] in "1一"
    return first if opens and not anew else at + 1  # 附：宣传标语 / 1.… heads a list


def _signs(texts: Sequence[str]) -> bool:
    """Whether the last line is a short one without marks under a text that is over, perhaps with
    others of its kind: a body of any name signs so."""
    first = len(texts)
    while first and 2 <= len(texts[first - 1]) <= frame.NAME_LONGEST:
        text = _CLASS.compiled.sub("", texts[first - 1])
        if (
            _is_numbered(text)
            or text.startswith(frame.WORDS["closing"])
            or any(mark in text for mark in _IN_TEXT)
        ):
            break
        first -= 1
    if not 0 < first < len(texts):
        return False
    above = texts[first - 1]
    over = above.endswith(_ENDS_TEXT) or above.startswith(frame.WORDS["closing"])
    return over or _attachments_start(texts, first - 1, 0) < first


def is_note(text: str) -> bool:
    """`（联系人：周晓梅）`, which stands under the date (GB/T 9704—2012, 7.3.6)."""
    return len(text) <= _NOTE_LONGEST and text.startswith(("（", "(")) and text[-1] in "）)"


def foot_kind(text: str) -> str:
    """What a line at the foot of the last page is: copy-to (`抄送：区应急管理局`), imprint
    (`云汀市应急管理局　2026年5月12日印发`), or nothing."""
    if _COPY_TO.match(text):
        return "copy-to"
    return "imprint" if is_imprint(text) else ""


def _is_attachment_item(text: str) -> bool:
    named = text.startswith("《") and text.find("》") == len(text) - 1
    numbered = _is_numbered(text) and text[-1] not in "。；"
    return named or (numbered and bool(_ATTACHMENT_ITEM.match(text)))


def _is_signature(text: str, dated: bool) -> bool:
    form = _SIGNS_FORM.match(text) if len(text) <= 40 else None
    if form and (dated or form["stamp"]):
        return True
    if (
        not 0 < len(text) <= 40
        or text[-1] in frame.ENDS_OPEN
        or text.startswith(frame.WORDS["closing"])
    ):
        return False
    if _is_numbered(text) or text[0] in "（(" or any(mark in text for mark in "，。；：,;:"):
        return False
    if text.endswith(frame.WORDS["body"]):
        apart = "\u3000\u3000" in text or "  " in text  # a row of names
        return dated or (4 <= len(text) <= 24 and not apart)
    return dated and (frame.is_name(text) or bool(frame.POST_AND_NAME.match(text)))


def _names_one(text: str) -> bool:
    """`沈明远`, `述职人：沈明远`: whoever signs alone."""
    return frame.is_name(text) or ("人：" in text and frame.says_who(text))


def _names_signers(text: str, dated: bool) -> bool:
    """`课题组成员：汪洋、田径`, `你的邻居：桐里消防站`, which stand above the date; without any,
    `整理：汪洋　　审核：田径`."""
    if len(text) > 40 or text.startswith(frame.WORDS["closing"]):
        return False
    label, _, body = text.partition("：")
    named = len(label) <= frame.LABEL_LONGEST and not label.startswith(("联系", "咨询"))
    named &= frame.is_body(body) or (dated and frame.NAME.match(body) is not None)
    return (frame.says_who(text) and (dated or text.count("：") > 1)) or (dated and named)


def _is_numbered(text: str) -> bool:
    return text[:1].isdecimal() or text.startswith(tuple(frame.NUMERALS))


def closing_start(
    texts: Sequence[str], headed: bool = False, signed: bool = False, most: int = _CLOSING_MOST
) -> int:
    """Where the closing words begin in the paragraphs after the last labelled one.

    `texts` are those paragraphs in order; the answer is an index into them, or their number when
    none of them closes the document. They begin where the text turns to the audience or says that
    it ends, `most` paragraphs at the end at most, lines of verse apart; what only goes on between
    two such turns belongs to them. `headed`: the first stands under a heading that has no other
    text; `signed`: a unit or a name stands below, and above that a few words (盼复为荷。). A table,
    which has no words of its own, closes nothing.
    """
    end = start = len(texts)
    between = 0
    for at in range(end - 1, -1, -1):
        text = texts[at]
        if not text or most <= 0:
            break
        verse = len(text) <= _VERSE and text[-1] in "，；。"
        most -= not verse
        if _turns(text) or _says_the_end(text):
            start, between = at, 0
        else:
            between += not verse
            if between > _BETWEEN or len(text) > _LONG:
                break
    if start == end > (1 if headed else 0):
        formula = signed and len(texts[-1]) <= _FORMULA and texts[-1].endswith("。")
        start -= formula or (end > 1 and texts[-1][-1:] in ("！", "!"))
    if start == 0 and headed and frame.opens_with_address(texts[0]) and not _says_the_end(texts[0]):
        start = next((at for at in range(1, end) if _turns(texts[at])), end)
    return start


def closes(text: str) -> bool:
    """Whether a paragraph may be the last of the closing words."""
    return closing_start([text]) == 0 or bool(_LOOKS_AHEAD.search(text))


def with_resolve(texts: Sequence[str], start: int, headed: bool = False) -> int:
    """Where the closing words begin that begin no later than `start`: with the paragraphs that look
    ahead, and a line of verse above those. Below a heading that has no other text (`headed`) its
    first paragraph is no closing, and what looks ahead says so plainly."""
    least = max(start - _BETWEEN, int(headed))
    ahead = _LOOKS_AHEAD if headed else _RESOLVES
    first = start
    while first > least and (
        ahead.search(texts[first - 1]) or _LOOKS_AHEAD.search(texts[first - 1])
    ):
        first -= 1
    verse = least < first < start and len(texts[first - 1]) <= _VERSE
    return first - (verse and texts[first - 1].endswith("。"))


def beside_a_list(texts: Sequence[str], start: int) -> int:
    """Where the closing words begin that begin no later than `start`, below a list whose items have
    no paragraphs of their own: what looks back at it (这个规矩好，……) still belongs to it."""
    least = max(start - _BETWEEN, 0) if start < len(texts) else start
    while start > least:
        text = texts[start - 1]
        if _LOOKS_BACK.search(text[: frame.first_clause(text)]) or not text.endswith(_ENDS_TEXT):
            break
        start -= 1
    return start


def _turns(text: str) -> bool:
    """The text turns to the audience or begins to close, whoever speaks (男：祝……)."""
    text = _SPEAKER.compiled.sub("", text)
    begins = frame.opens_with_address(text) or text.startswith(frame.WORDS["closing"])
    return begins or bool(_WITHIN.search(text))


def _says_the_end(text: str) -> bool:
    """`我的党课就上到这里。谢谢大家。`, `以上几点，请认真落实。`, `妥否，请批示。`"""
    if len(text) > _SAYING_LONGEST:
        return False
    said = _SPEAKER.compiled.sub("", text)
    return bool(_END.search(said)) or said.startswith(frame.WORDS["ends"])
