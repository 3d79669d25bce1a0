"""What a web page or a shop leaves around a speech: found, with the reason, never guessed at.

Owns the signs of page furniture and where it can stand: outside the text, or inside it what can
be no sentence. Must not know labels, levels or documents. When in doubt a line stays in the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise
from typing import Final, NamedTuple

from speechgen.expression import Expression
from speechgen.marks import HAN, han_count
from speechgen.readers.reading import Lines
from speechgen.readers.structure import contents, frame, pages, site, tail, talk
from speechgen.readers.structure.labels import is_labelled
from speechgen.readers.structure.tables import rows

MARKER: Final = Expression(r"(?<!#)#{2,9}[A-Za-z_]{3,30}#{2,9}", "##")
"""A pay-wall mark such as `##paidbegin##`, also in the middle of a sentence."""


def _words(words: str, after: str = "", before: str = "") -> Expression:
    """One of the words with what stands after and before it."""
    signs = words.split()
    return Expression(f"{before}(?:{'|'.join(signs)}){after}", *signs)


_URL: Final = Expression(r"(?i:https?://|www\.[\w-]+\.|\.(?:html?|shtml|aspx?|php)\b)", "://", ".")
_CLOCK: Final = Expression(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+\d{1,2}:\d{2}", ":")
_SECONDS: Final = Expression(r"\d:\d{2}:\d{2}", ":")
_WHEN: Final = Expression(
    rf"(?!发布|发表|更新|发稿|上传|录入){HAN}{{0,4}}(?:时间|日期)[:：\s]\s*{_CLOCK.source}\s*$",
    *("时间", "日期"),
)
"""When something takes place."""
_CARD: Final = "(?:栏目|索引号|来源|发布|公开|浏览|阅读|编辑|点击)"
_BUTTON: Final = "(?:首页|收藏|打印|关闭|返回|字号|纠错|分享|编辑)"
_PAIR: Final = r"[^\s|｜:：]{2,6}[:：][^|｜]+"
_CARD_WHY: Final = "网页信息栏"
_SIGNS: Final = (
    ("网址", _URL),
    ("网页时间", _CLOCK),
    ("版权行", Expression("(?i:Copyright|ICP备|All Rights Reserved)", *"PpRr")),
    (_CARD_WHY, Expression(rf"^(?=.*{_CARD}){_PAIR}(?:[|｜]\s*{_PAIR})+$", *"|｜")),
    ("网页按钮", Expression(rf"^(?=.*{_BUTTON})(?:[\[【][^\]】]{{2,8}}[\]】]\s*){{2,}}$", *"]】")),
    *((why, _words(words, after, before)) for why, before, words, after in rows("residue.tsv")),
)
"""Signs that say by themselves that a short line is furniture, each with the reason."""

# Signs that need company: two different ones, or one in a line that ends like no sentence.
_WEAK: Final = tuple(
    Expression(pattern, *signs.split()) for pattern, signs in rows("residue_weak.tsv")
)
_ADDRESS: Final = Expression(f"{_URL.source}|{_CLOCK.source}")
_SHORT: Final = 90  # characters; a longer line is prose unless it is a disclaimer
_PROSE: Final = 45  # characters; a line of this length that ends like a sentence is prose
_LONGEST: Final = 400  # characters; no furniture is longer
_SAYING: Final = 14  # Chinese characters; a sentence of so many says more than its address
_USEFUL_ADDRESS: Final = _words(
    "报名 参会 会议 直播 填报 问卷 投票 回执 缴费 查询 登录 投稿 预约",
    rf"{HAN}{{0,6}}\s*[:：]",
    "^",
)
"""What a notice tells its readers to open; it is not where the page came from."""
_POINTER: Final = Expression("更多|本[文站页]|原文|转载|来源|来自|点击|下载|浏览|发布|收藏")
_CREDIT: Final = Expression(
    r"(?:^|[\s（(【])(来源|作者|编辑|编审|编校|审核|终审|初审|复审|校对|监制|统筹|策划|供稿|撰稿|摄影|图文|图片|文字"
    r"|责编|主编|排版|制作|值班|值班主任|材料起草|印刷)[丨|：:/／]",
    *"丨|：:/／",
)
_OFFICE: Final = ("审核", "校对", "初审", "复审", "终审", "材料起草", "印刷")
"""Who an office names as well."""
_ENTRIES: Final = tuple("•·▪■●◆")
_RULE: Final = "-=~—–―─━═·•.。#"
_APART: Final = 5  # signs with blanks between them
_NOTICE, _BREAK, _PART = "声明", "分隔线", "分篇"
_OF_PAPER: Final = (pages.PAGE, pages.HEADER, _BREAK)
"""What printed papers have as well."""
_SITE, _END = "网页导航", "文末"
_NO_SENTENCE: Final = ("未完标记", "网页文字")  # though it ends like one
_WEB: Final = ("付费提示", "翻页", "网页按钮", "分享栏", "版权行", "打赏")
_NEVER_TEXT: Final = (
    *_WEB,
    *("付费标记", _BREAK, _PART, "导航", *_NO_SENTENCE),
    *("群聊", "转写记号", "邮件尾", *talk.ANSWERS),
)
"""Reasons that no sentence of a document gives, wherever it stands; those of a web page only where
the file has furniture outside its text as well."""
_MAY_BE_TEXT: Final = (
    *("二维码", "公众号", "密码", "价格", "推荐栏", "下载提示", "网址", "互动按钮"),
    *("标签", "网页栏目"),
)
"""Reasons that a line below a notice's title gives as well, unless a page's others are there."""
_RELATED_HEAD: Final = Expression(
    r"(?:【.{2,40}】)?(?:相关|热门|推荐|最新|延伸|精彩|往期|近期|更多)\S{2,6}$",
    *("相关", "热门", "推荐", "最新", "延伸", "精彩", "往期", "近期", "更多"),
)
_RELATED: Final = Expression(rf"[·•▪■○●>»-]\s*\S|{_RELATED_HEAD.source}")
_DATED: Final = ("落款", "抄送", "附件", "印发", "联系人")
_SOURCE_ROW: Final = _words(
    "来源 作者 时间 日期 编辑 浏览 阅读 发布",
    r"\s*[:：].{0,40}?(?:时间|日期|浏览|阅读|字号|字体|点击|编辑|发布|来源|作者)",
)


class Furniture(NamedTuple):
    """Why a line is left out; not `certain` where it may be missed, which is a difference."""

    why: str
    certain: bool = True


def is_all_markers(text: str) -> bool:
    """Pay-wall marks and nothing else."""
    return text.startswith("##") and not MARKER.compiled.sub("", text).strip()


def reason_for(
    text: str,
    signs: Sequence[tuple[str, Expression]] = _SIGNS,
    weak: Sequence[Expression] = _WEAK,
) -> str:
    """Why a line is furniture on its own evidence (Chinese); empty when it is not.

    The leftmost sign is the reason. `signs` and `weak` can be fewer where others find nothing.
    """
    size = len(text)
    if size > _LONGEST:
        return ""
    if is_all_markers(text):
        return "付费标记"
    cut_here = len(text.split()) >= _APART  # - - - - -, above a slip
    if 3 <= size <= 60 and not cut_here and all(char in _RULE or char.isspace() for char in text):
        return _BREAK
    if size <= _SHORT:
        found = [(match, why) for why, sign in signs if (match := sign.search(text))]
        if found:
            first, why = min(found, key=lambda each: each[0].start())
            if why in _NO_SENTENCE or (why in talk.ANSWERS and "您" in text):
                return why
            if not _is_sentence(text, first[0]):
                return why
        elif _SOURCE_ROW.search(text):
            return _CARD_WHY
    least = 2 if size <= _SHORT else 3
    maybe = [sign for sign in weak if sign.may_match(text)]
    enough = len(maybe) >= least and sum(1 for sign in maybe if sign.search(text)) >= least
    return _NOTICE if enough else ""


def _in_a_list(text: str, signs: Sequence[tuple[str, Expression]]) -> str:
    """Why an entry of a page's card is furniture (• 索引号：)."""
    return reason_for(text[1:].lstrip(), signs, ()) if text[:1] in _ENTRIES else ""


def _has_one_sign(text: str) -> bool:
    return len({why for why, sign in _SIGNS if sign.search(text)} - {"网址"}) < 2


def _is_sentence(text: str, shown: str) -> bool:
    """A line of prose that merely mentions such a thing (扫码, 二维码, 收藏)."""
    address = bool(_ADDRESS.match(shown))
    if address and _USEFUL_ADDRESS.match(text):
        return True
    if len(text) < 16 or text[-1] not in "。！？!?；;":
        return False
    says_more = han_count(text) >= _SAYING and not _POINTER.search(text)
    return not address or says_more


def find_residue(lines: Lines) -> dict[int, Furniture]:
    """Index of each line to leave out -> why, and whether that is certain.

    Outside the text (above its first line, behind its last) a sign is enough; inside it only what
    can be no sentence goes, and is told as a difference. A line that opens with a label, and a
    long one, is never the tail of a web page.
    """
    texts = {
        at: line.text
        for at, line in enumerate(lines)
        if not (line.role or line.figure or line.label or is_labelled(line.text))
    }
    short = "\n".join(text for text in texts.values() if len(text) <= _SHORT)
    whole = "\n".join(text for text in texts.values() if len(text) <= _LONGEST)
    signs = [(why, sign) for why, sign in _SIGNS if sign.may_match(short)]
    weak = [sign for sign in _WEAK if sign.may_match(whole)]
    signed = {
        at: why
        for at, text in texts.items()
        if (why := reason_for(text, signs, weak) or _in_a_list(text, signs))
    }
    _keep_times(texts, signed)
    for at in [at for at, why in signed.items() if why == _PART]:
        if not frame.looks_like_title(texts.get(at + 1, "")):
            del signed[at]
    talk.settle_answer(texts, signed, len(lines))
    for at, below in combinations(list(texts)[: pages.TOP], 2):  # an account, above its own line
        if below in signed and texts[below][: site.SITE_LONGEST].split()[:1] == [texts[at]]:
            signed[at] = "公众号"
    bare = pages.bare_numbers(lines)
    numbers, edges = [int(lines[at].text) for at in bare], (0, len(lines) - 1)
    paged = len(bare) > 1 and all(b == a + 1 for a, b in pairwise(numbers))
    signed.update((at, pages.PAGE) for at in bare if paged or lines[at].indent >= 8 or at in edges)
    signed.update(pages.running_heads(texts, signed))
    signed.update(dict.fromkeys(site.card(texts, signed, _CARD_WHY), _CARD_WHY))
    of_sites = {at: why for at, why in signed.items() if why not in (pages.PAGE, pages.HEADER)}
    for at in site.above_the_document(texts, of_sites):
        signed.setdefault(at, _SITE)
    related = _related(lines, signed)
    signed.update((at, "推荐栏") for at in range(related, min(related + 1, len(lines))))
    first, end = _text_within(lines, signed, related)
    found: dict[int, Furniture] = {}
    if first > end:  # an answer to nobody is the text itself
        signed = {at: why for at, why in signed.items() if why not in talk.ANSWERS}
    company = {why for at, why in signed.items() if at < first}
    web = {why for at, why in signed.items() if not first <= at < end} - {*_OF_PAPER}
    for at, why in signed.items():
        sure = why in (pages.PAGE, pages.HEADER, _SITE)
        if sure or (why in _NEVER_TEXT and not first <= at < end):
            found[at] = Furniture(why)
        elif at < first:
            lone = why in _MAY_BE_TEXT and company == {why} and _has_one_sign(texts[at])
            if why == _NOTICE or not (lone or frame.closes(texts[at])):
                found[at] = Furniture(why)
        elif why in _NEVER_TEXT and (web or why not in _WEB) and not frame.closes(texts[at]):
            found[at] = Furniture(why, certain=False)
    found.update(dict.fromkeys(contents.find_contents(lines), Furniture("目录")))
    above = site.above_the_title(lines, first, signed)
    found.update((at, Furniture(signed.get(at, _SITE))) for at in above)
    paged = end > first and bool(company - {*_OF_PAPER, _NOTICE})
    found.update(_tail(lines, end, signed, paged))
    aside = talk.beside_the_text(lines)
    found.update((at, Furniture(talk.CHAT, certain=sent)) for at, sent in aside.items())
    return found


def _keep_times(texts: Mapping[int, str], signed: dict[int, str]) -> None:
    """Take back the rows of a programme (报到 2026-05-16 18:30 大堂), and when a meeting is: a page
    has one time, at its top, or tells it to the second."""
    others = [sign for sign in _SIGNS if sign[1] is not _CLOCK]
    timed = [
        at
        for at in signed
        if _CLOCK.search(texts[at])
        and not (_SECONDS.search(texts[at]) or reason_for(texts[at], others, ()))
    ]
    top = [at for at in texts if at in timed or at not in signed][:3]
    for at in timed:
        if len(timed) > 1 or at not in top or _WHEN.match(texts[at]):
            del signed[at]


def _related(lines: Lines, signed: Mapping[int, str]) -> int:
    """Where what a page recommends begins (往期推荐, then titles, perhaps numbered): below a row
    that says who made the page, or with other furniture, or where the page says that the text ends
    (— END —); the number of lines where nothing does."""
    at = end = len(lines)
    others = {n for n, why in signed.items() if why not in _OF_PAPER}
    if ends := [n for n in others if signed[n] == _END and max(others) > n]:
        return min(ends)
    while at and (at - 1 in signed or _may_be_listed(lines[at - 1].text)):
        at -= 1
        credited = at and _CREDIT.search(lines[at - 1].text)
        company = credited or len(others) > (at in others)
        if company and at + 1 < end and _RELATED_HEAD.match(lines[at].text):
            return at
    return end


def _may_be_listed(text: str) -> bool:
    return len(text) < _PROSE and not frame.closes(text)


def _text_within(lines: Lines, signed: Mapping[int, str], most: int) -> tuple[int, int]:
    """Where the text begins and ends: what is plainly part of it, without its title, among the
    first lines (`most`). All the lines where nothing is."""
    plainly = [
        at
        for at, line in enumerate(lines[:most])
        if at not in signed and (line.role or line.figure or line.label or _is_text(line.text))
    ]
    return (plainly[0], plainly[-1] + 1) if plainly else (len(lines), 0)


def _is_text(text: str) -> bool:
    return (
        len(text) >= _PROSE
        or is_labelled(text)
        or frame.closes(text)
        or frame.is_salutation(text)
        or frame.is_recipients(text)
        or frame.is_date(text)
        or bool(tail.foot_kind(text))
    )


def _credits(lines: Lines, end: int) -> dict[int, str]:
    """Rows behind the text that say who made the page: 来源：, 编辑：, 审核：; two of them at
    least. Papers are drafted, checked and proofread as well (拟稿：, 审核：, 校对：)."""
    rows = {at: _CREDIT.compiled.findall(lines[at].text) for at in range(end, len(lines))}
    said = [word for words in rows.values() for word in words]
    page = len(said) > 1 and not {*said} <= {*_OFFICE}
    return {at: "编辑署名" for at in rows if rows[at] and page}


def _tail(lines: Lines, end: int, signed: Mapping[int, str], paged: bool) -> dict[int, Furniture]:
    """Once furniture begins behind the text, the short lines around it belong to it; more readily
    where a page has left some above the text as well (`paged`)."""
    signed = {**signed, **_credits(lines, end)}
    strong = [
        at
        for at, why in signed.items()
        if at >= end
        and why not in _OF_PAPER
        and (why == _NOTICE or why in _NEVER_TEXT or not frame.closes(lines[at].text))
    ]
    if not strong or (end == 0 and len(strong) < len(lines) / 2):
        return {}
    first = min(strong)
    below = lines[first + 1].text if first + 1 < len(lines) else ""
    company = (
        paged or len(strong) > 1 or _RELATED.match(below) or frame.is_date(lines[end - 1].text)
    )
    may_be_text = signed[first] in _MAY_BE_TEXT and _has_one_sign(lines[first].text)
    if may_be_text and not company:
        return {}
    while first > end and (
        _RELATED.match(lines[first - 1].text) or not han_count(lines[first - 1].text)
    ):
        first -= 1
    return {
        at: Furniture(signed.get(at, "网页尾部"))
        for at in range(first, len(lines))
        if at in signed or not any(word in lines[at].text for word in _DATED)
    }
