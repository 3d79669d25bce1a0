"""The head of a document: which of its first lines are title, subtitle, byline, date, addressee.

Owns one model: a line may be several things, each with a weight by its shape and by what stands
above it; the heaviest way down is the head, and the text begins where nothing weighs anything.
Must not know labels' depth or residue.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

from speechgen.expression import Expression
from speechgen.marks import HAN
from speechgen.readers.structure import frame
from speechgen.readers.structure.letterhead import is_number, letterhead_roles

_TOP: Final = 4  # lines of a title and of what a mail or a page says above it
_OPEN, _NAMED = "title", "named"
"""A title that may go on below, and one that ends in the name of a paper."""
_TITLES: Final = (_OPEN, _NAMED)
_ABOVE: Final = ("above", "note")
"""A sentence above the title, and a short line."""
_TO: Final = "to"  # the first of several lines of addressees
_KINDS: Final = {_NAMED: "title", _TO: "salutation", "above": "", "note": ""}
_SENT_TO: Final = Expression("主送[：:](.+?)[：:]?$", "主送")
_SURE: Final = 4.0  # the line can hardly be anything else
_BELOW_TEXT: Final = -5.0  # of a title below a sentence
_LATE: Final = -1.5  # of a title below a byline or a date

_HANDED_OUT: Final = Expression(
    r".{2,24}材料之[一二三四五六七八九十]{1,3}$|.{4,30}会议?(?:文件|材料)[（(]?(?:之?[一二三四五六七八九十]{1,3}|\d{1,3})[）)]?$|.{0,16}(?:妥善保管|注意保存|会后收回)$|本[报刊网台站]讯|编者按|公开属性[:：]",
    *("公开属性", "材料", "会议文件", "会文件", "保管", "保存", "收回", "讯", "编者按"),
)
"""A note above the title of a paper that is handed out at a meeting, or printed by a newspaper."""
_DAY_ALONE: Final = Expression(r"\d{1,2}月\d{1,2}日", "日")
_DAY_IN: Final = Expression(frame.DAY, *"年-./")
_DATED_NAME: Final = Expression(rf"[会议][（(](?:{frame.DAY})[）)]$", *"）)")
_PLACE: Final = Expression(
    r"(?:会议[室厅]|礼堂|报告厅|会堂|会场|演播厅|活动室|广场|操场)$", *"室厅堂场"
)
_TIME: Final = Expression(r"\d[:：]\d\d", *":：")
_OCCASION: Final = Expression(r"[—–-]+\s*在", *"—–-")
_ENACTED: Final = ("修订", "修正", "通过", "公布", "发布", "批准")
_SAYING: Final = Expression(rf"{HAN}{{4,10}}[ \u3000]+{HAN}{{4,10}}$", *" \u3000")
_WHOLE_TITLE: Final = 8  # characters
_SOMEBODY: Final = 30  # characters of whoever speaks
_ENTRY: Final = 4  # characters of what an entry is about (主持：)
_VERSE: Final = 4  # lines
_IN_CLAUSE: Final = "。；：，:;,！？"
_IN_NAME: Final = "，。；：、,:;“”（(0123456789"
_ANYBODY: Final = Expression(rf"{HAN}{{2,20}}(?:[、，]{HAN}{{2,12}})*：$", "：")
_PARAGRAPH: Final = 20  # characters of the text that stands below whoever is addressed
_CARRIED_ON: Final = Expression("关于|和|及|与|暨|的|第", *"关和及与暨的第")
"""How a line goes on with the title above it."""


def head_kinds(texts: Sequence[str], stop: int, known: range = range(0)) -> list[str]:
    """What the first lines are, up to `stop` (index of the first labelled line).

    One of title, subtitle, byline, date, salutation, `repeat` (an earlier copy of the title) or the
    role of a red head's line for each line of the head, empty for text that stands above it; the
    list ends where the text proper begins. `known` are the lines of the title, where the file tells
    them: what goes on behind them is a subtitle.
    """
    above = _above_title(texts, stop, known)
    told = len(known)
    lines = [frame.despaced(text) for text in texts[len(above) : max(stop, known.stop)]]
    lines = lines[: max(frame.ZONE, told)]
    way = frame.heaviest(lines, _kinds_of, (_NAMED,) * told)
    kinds = [_KINDS.get(kind, kind) for kind in way]
    bare = [frame.bare(line) for line in lines]
    for at in range(len(kinds)):
        if kinds[at] == "title" and bare[at] in [*accumulate(bare[at + 1 : at + _TOP])][1:]:
            kinds[at] = "repeat"  # of the lines below
            continue
        copies = [
            n for n in range(at + 1, len(kinds)) if kinds[n] == "title" and bare[n] == bare[at]
        ]
        if kinds[at] == "title" and copies:
            doubled = not told and set(kinds[at : copies[0]]) == {"title"}
            kinds[at if doubled else copies[0]] = "repeat"
        if kinds[at] == "title" and at >= told > 0:
            kinds[at] = "subtitle"
    return [*above, *kinds]


def _above_title(texts: Sequence[str], stop: int, known: range) -> list[str]:
    """The roles of a red head, maybe below a line that is none of it (传真　共2页); and of what the
    file has above its title."""
    skipped, roles = 0, letterhead_roles(texts[: known.start if known else stop], whole=bool(known))
    if not (roles or known):
        skipped, roles = 1, letterhead_roles(texts[1:stop])
        roles = roles if len(roles) > 1 else []  # a number below the title
    above = [*[""] * skipped, *roles]
    titled = any(map(frame.looks_like_title, texts[len(above) :][:_TOP]))
    if known:
        return [*roles, *[""] * (known.start - len(roles))]
    return above if roles and titled else []  # the masthead of a bulletin is its title


def _kinds_of(lines: Sequence[str], way: Sequence[str]) -> Iterator[tuple[str, float]]:
    """What the line below lines of these kinds may be, each with its weight."""
    at = len(way)
    text = lines[at]
    if not text or way[-1:] == ("salutation",):
        return
    if _OPEN not in way and _NAMED not in way:
        yield from _first_kinds(lines, way[-1] if way else "", at)
    elif _is_salutation(lines, at) or frame.is_recipients(_SENT_TO.compiled.sub(r"\1：", text)):
        yield "salutation", _SURE + 1
    elif not _may_be_head(text):
        return
    elif frame.is_date(text) or _is_dated_note(text):
        yield "date", _SURE
    elif frame.is_dated_body(text):
        yield "byline", _SURE
    elif _lists_recipients(lines[at:]):
        yield _TO, _SURE
    elif _is_addressee(lines, at, way):
        yield "salutation", 1.0
    else:
        yield from _under_title(lines, at, way)


def _under_title(lines: Sequence[str], at: int, way: Sequence[str]) -> Iterator[tuple[str, float]]:
    """What a line may be below a title that is neither addressee nor date."""
    text, above, over, named = lines[at], lines[at - 1], way[-1], _NAMED in way
    below, lacks = lines[at + 1] if at + 1 < len(lines) else "", set(text).isdisjoint
    followed = frame.is_date(below) or frame.is_salutation(below)
    heads, broken = over in (*_TITLES, "subtitle"), over == _OPEN and frame.breaks_off(above)
    titled = frame.looks_like_title(text) or (broken and frame.names_paper(text))
    marked = any(mark in text for mark in "：\t")
    copied = any(frame.bare(text) == frame.bare(one) for one in lines[:at])
    if copied or (titled and not marked):
        yield _NAMED, _SURE + _LATE * (not heads)
    placed = over == "date" and _PLACE.search(text)
    told = is_number(text) or _OCCASION.match(text) or _DATED_NAME.search(text) or placed
    told_on = text.endswith("上") and "在" in above and not above.endswith("上")
    enacted = bool(_DAY_IN.match(above)) and above[-1] not in "日号"
    told_on = told_on or (enacted and text.endswith(_ENACTED))
    explains = titled and way.count(_OPEN) == 1 and over == _OPEN and _explains(above, text)
    if told or told_on or explains or _is_saying(text):
        yield "subtitle", _SURE + 1
    elif heads and text[0] in "—–-（(〔":
        yield "subtitle", 1.5
    elif named and heads and not marked and _leads_to_somebody(lines[at:]):
        yield "subtitle", -0.5
    if not titled and frame.is_byline(text):
        yield "byline", 2.0
    elif heads and not broken and frame.is_body(text) and lacks(_IN_NAME):
        yield "byline", 1.5  # the office that speaks
    elif named and not titled and len(text) <= _SOMEBODY and lacks(_IN_CLAUSE) and followed:
        yield "byline", 1.0
    if marked or not _may_be_title(text) or (frame.is_byline(text) and not broken):
        return
    if over in _TITLES and _CARRIED_ON.match(text):
        yield over, 1.5
        return
    explained = over in _TITLES and below[:1] in tuple("—–") and _may_be_title(below)
    if explained or (over == _OPEN and not named and not _is_verse(lines[at : at + _VERSE])):
        yield _OPEN, 1.0


def _is_salutation(lines: Sequence[str], at: int) -> bool:
    """Whether a line addresses the audience, above a paragraph perhaps in words of its own."""
    below = lines[at + 1] if at + 1 < len(lines) else ""
    own = frame.greets(lines[at]) and len(below) >= _PARAGRAPH
    return own or frame.is_salutation(lines[at])


def _first_kinds(lines: Sequence[str], over: str, at: int) -> Iterator[tuple[str, float]]:
    """What a line may be above which no title stands, below a line of this kind."""
    text, top = lines[at], over in ("", *_ABOVE)
    below = lines[at + 1] if at + 1 < len(lines) else ""
    sent = not over and frame.is_recipients(text) and len(below) >= _PARAGRAPH
    if sent or _is_salutation(lines, at):
        if over not in _ABOVE:
            yield "salutation", _SURE + 1
        return
    if top and (_HANDED_OUT.match(text) or not frame.bare(text)):
        yield "note", 0.5
        return
    below_text = _BELOW_TEXT if over == "above" else 0.0
    name, colon, _ = text.partition("：")
    titled, stray = frame.looks_like_title(text), "note"
    named = frame.names_paper(name)
    entry = bool(colon) and len(name) <= _ENTRY and not (named or titled)
    spoken = frame.is_name(name) and _OCCASION.match(f"—{text[len(name) + 1 :]}")
    titled, entry = titled and (not colon or named or bool(spoken)), entry and not spoken
    if not _may_be_head(text):
        stray = "above"
    elif over not in _ABOVE and frame.is_date(text):
        yield "date", _SURE
    elif over not in _ABOVE and (frame.is_dated_body(text) or frame.BYLINE_LABEL.match(text)):
        yield "byline", _SURE
    elif titled:
        yield _NAMED, _SURE + below_text
    elif _may_be_title(text) and not entry:
        yield _OPEN, 1 + below_text
    else:
        stray = "above"
    if top and not titled and at + 1 < _TOP:
        yield stray, -1.0 * (stray == "note")


def _leads_to_somebody(lines: Sequence[str]) -> bool:
    """Whether a short line without marks stands soon above whoever is addressed: 专题党课 /
    把小事办成大事 / 主讲人：沈明远 / 同志们：; or above a byline and the text."""
    first, *below = lines[:_TOP]
    if len(first) > frame.NAME_LONGEST or not _may_be_title(first):
        return False
    byline, text = [*below, "", ""][:2]  # nothing: above the first label
    spoken = bool(byline) and frame.is_byline(byline) and not frame.is_byline(first)
    spoken = spoken and (not text or len(text) >= _PARAGRAPH or _is_dated_note(text))
    return spoken or any(frame.is_salutation(one) or frame.is_recipients(one) for one in below)


def _is_verse(lines: Sequence[str]) -> bool:
    """Short lines without marks of which none ends a title: a text set line by line."""
    return len(lines) == _VERSE and all(
        not any(mark in text for mark in _IN_CLAUSE)
        and not (frame.looks_like_title(text) or frame.is_byline(text) or frame.is_date(text))
        for text in lines
    )


def _may_be_head(text: str) -> bool:
    """The line is no sentence, no heading and no note of attachments."""
    long = len(text) > frame.NAME_LONGEST and text[-1] in "。；;，,"
    out = long or len(text) > frame.TITLE_LONGEST
    return not (out or frame.ATTACHMENT.match(text) or frame.is_heading_word(text))


def _may_be_title(text: str) -> bool:
    """The line has no mark of a sentence, nor the hour of a meeting."""
    clauses = text.count("，") + text.count(",")
    framed = text[0] == "【" and text[-1] == "】" and not frame.names_paper(text[1:-1])
    ended = framed or text[-1] in "。；;，,：:！!？?" or (clauses > 1 and "：" not in text)
    return len(text) > 1 and not (ended or _TIME.search(text))


def _is_addressee(lines: Sequence[str], at: int, way: Sequence[str]) -> bool:
    """Whether a name of any kind is addressed here: `县少年宫：`, above a paragraph, below the
    title of a paper that goes to somebody."""
    text = lines[at]
    titles = [line for line, kind in zip(lines, way, strict=False) if kind in _TITLES]
    heads = way[-1] in (*_TITLES, "subtitle")
    to_somebody = heads and titles[-1].endswith(frame.WORDS["sent"])
    told = any(word in text for word in frame.WORDS["prose"])
    below = lines[at + 1] if at + 1 < len(lines) else ""
    addressed = to_somebody and _ANYBODY.match(text) and not told
    return bool(addressed) and len(below) >= _PARAGRAPH


def _explains(title: str, below: str) -> bool:
    """Whether a whole title stands below a saying: 小食堂里的大民生 / 柳桥社区的交流发言."""
    says_more = "的" in below or any(word in below for word in frame.WORDS["body"] if len(word) > 1)
    goes_on = frame.breaks_off(title) or _CARRIED_ON.match(below)
    return len(below) >= _WHOLE_TITLE and says_more and not goes_on


def _lists_recipients(texts: Sequence[str]) -> bool:
    """Whether a list of recipients goes on here, a unit a line: `各街道办事处` / `区直各单位：`."""
    for text in texts:
        if frame.is_recipients(text):
            return text is not texts[0] and not frame.is_salutation(text)
        if not frame.UNIT.search(text.rstrip("，、,")) or len(text) > frame.NAME_LONGEST:
            return False
    return False


def _is_saying(text: str) -> bool:
    """`坚守廉洁底线　永葆清廉本色`: two halves of one length, longer than a name."""
    return len(set(map(len, text.split()))) == 1 and bool(_SAYING.match(text))


def _is_dated_note(text: str) -> bool:
    """`（2024年3月5日在……会议上）`, `——2025年1月19日在……会议上`."""
    if len(text) > 60 or text[-1] in "。；;，,：:":
        return False
    opens = text[0] in "（(—–-[【" or text[0].isdigit()
    day = text[0] in "（(" and _DAY_ALONE.search(text)
    return bool(day or (opens and _DAY_IN.search(text)))
