"""How a text is spoken: its length, its breaths, its addresses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from speechgen.checks.characters import scan
from speechgen.checks.engine import Finding, flag, remark
from speechgen.checks.paper import Manuscript
from speechgen.checks.rules.patterns import Forms
from speechgen.diagnostics import Severity
from speechgen.document import characters_in, minutes
from speechgen.expression import Expression
from speechgen.schema.dates import shown_range

_FORM: Final = Forms("delivery")

# -- long-text ----------------------------------------------------------------------------------

_LONG: Final = 120  # characters of a sentence, marks included
_TOO_LONG: Final = 200  # characters no one reads out in two breaths
_PARAGRAPH: Final = 400


def long_text(paper: Manuscript) -> Iterator[Finding]:
    """Sentences, then paragraphs."""
    hint = "念起来太长，分成几句" if paper.spoken else "分成几句"
    for start, end in paper.sentences:
        size = end - start
        if size > _LONG and paper.longest_own(start, end) > _LONG:
            severity = None if paper.spoken and size > _TOO_LONG else Severity.INFO
            yield flag((start, end), f"这一句有{size}字", hint, severity=severity)
    for paragraph in paper.paragraphs:
        long = len(paragraph.text) > _PARAGRAPH and paragraph.role != "table"
        if long and paper.longest_own(paragraph.start, paragraph.end) > _PARAGRAPH:
            yield remark(paragraph, f"这一段有{len(paragraph.text)}字", "分成几段")


# -- speech-length ------------------------------------------------------------------------------

_SLACK: Final = 0.15


def speech_length(paper: Manuscript) -> Iterator[Finding]:
    """Characters at both rates against the minutes allotted."""
    allotted, quick, calm = paper.allotted, max(paper.rate), min(paper.rate)
    if not allotted:
        return
    fast, slow = paper.characters / quick, paper.characters / calm
    message = f"{paper.characters}字念约{shown_range(*minutes(paper.characters, paper.rate))}分钟"
    place = paper.allotted_at if paper.allotted_at.line else (0, 0)
    if fast > allotted * (1 + _SLACK) and fast - allotted >= 1:
        spare = round((fast - allotted) * quick / 10) * 10
        yield flag(place, f"{message}，超过时长{allotted:g}分钟", f"压掉约{spare}字")
    elif slow < allotted * (1 - _SLACK) and allotted - slow >= 1:
        lacking = round((allotted - slow) * calm / 10) * 10
        yield flag(place, f"{message}，不到时长{allotted:g}分钟", f"还可以讲约{lacking}字")


# -- address-count ------------------------------------------------------------------------------

_MAY_ADDRESS: Final = Expression("[同各朋老乡战]")
_STRETCH: Final = 1_500  # characters between two addresses
_OFTEN: Final = 300  # characters; closer together they get in the way
_WRONG: Final = (
    (("家长会", "家长学校"), "同志们", "各位家长"),
    (("开学典礼", "毕业典礼"), "同志们", "老师们、同学们"),
    (("业主大会", "居民议事", "居民代表"), "同志们", "各位居民"),
)


def address_count(paper: Manuscript) -> Iterator[Finding]:
    """Stretches without an address, too many of them, and the wrong one for the audience."""
    first = next(iter(paper.of_role("salutation")), None)
    if not paper.is_speech or first is None:
        return
    for audiences, wrong, right in _WRONG:
        if any(one in paper.title for one in audiences) and str(first.text).startswith(wrong):
            yield flag(first, f"听众不是干部，称“{wrong}”不合适", f"如“{right}：”")
    opening = str(first.text)
    for other in paper.paragraphs[first.at + 1 :]:
        called = _FORM.others.match(str(other.text)) if other.role in ("body", "closing") else None
        if called is None or called["who"] in opening:
            continue
        kind = called["who"].removeprefix("各位")
        alone = "同志们" in opening or (
            kind != called["who"] and _FORM.one_kind.compiled.fullmatch(opening)
        )
        if alone and kind not in paper.title:
            message = f"开头称“{opening.rstrip('：:')}”，这里称“{called[0]}”"
            place = other.start, other.start + called.end()
            yield flag(place, message, "前后称呼一致", severity=Severity.WARNING)
    addresses = scan(_MAY_ADDRESS, _FORM.address, paper.text)
    places = [at for found in addresses if (at := found.start()) > first.end]
    stops = [first.end, *places, len(paper.text)]
    gap, start = max((stop - begin, begin) for begin, stop in pairwise(stops))
    size = characters_in(paper.text[start : start + gap])
    if gap > _STRETCH and not places:
        yield flag(first, f"开头之后{size}字没有再称呼听众", "可在几个部分开头加一次")
    elif gap > _STRETCH * 2:
        begin = paper.paragraph_at(min(start + 1, len(paper.text))).start
        yield flag((begin, begin + 1), f"这里往后{size}字没有再称呼听众", "可在几个部分开头加一次")
    if len(places) >= 4 and len(paper.text) / len(places) < _OFTEN:
        yield flag(first, f"全篇称呼了{len(places) + 1}次，太密", "删去几处")
