"""What a web page sets above a text: the way to it, its card, its title once more.

Owns what these lines look like and where they may stand. Must not know other furniture, labels or
documents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import dropwhile, takewhile
from typing import Final

from speechgen.expression import Expression
from speechgen.marks import HAN
from speechgen.readers.reading import Lines
from speechgen.readers.structure import frame
from speechgen.readers.structure.letterhead import letterhead_roles

_WAY: Final = Expression(r"(?:网站)?首页$|.*[>»›].*", "首页", *">»›")


_HOME: Final = Expression(
    r"(?:.{0,8}位置\s*[:：]\s*)?(?:网站)?首页\s*(?P<step>->|[-/>»›]+)", "首页"
)
"""A way to the page in one line, from its first step."""
_CARD_ROW: Final = Expression(rf"{HAN}(?:\s*{HAN}){{1,5}}\s*[:：]\s*\S", *":：")
_STEP: Final = Expression(r"\s*(?:->|[/>»›|:：]+)\s*")
_FAR: Final = 30  # lines of a site's head
_PART: Final = 3  # lines of a title
_WHOLE: Final = 10  # characters of a title that a longer line holds
_ADDED: Final = 30  # characters of that line beside it
TITLE_SHORTEST: Final = 3
HEAD_LONGEST: Final = 30  # characters of a page's head or a way to it
SITE_LONGEST: Final = 10  # of a site's name below that: a longer line may open the title


def card(texts: Mapping[int, str], signed: Mapping[int, str], why: str) -> list[int]:
    """The rows of a page's card (索引号：…, 有 效 性：…) at the top, line under line, of which two
    are signed with this reason."""
    above = takewhile(lambda at: not frame.closes(texts[at]), texts)
    below = dropwhile(lambda at: not _CARD_ROW.match(texts[at]), above)
    rows = [*takewhile(lambda at: _CARD_ROW.match(texts[at]), below)]
    return rows if sum(signed.get(at) == why for at in rows) > 1 else []


def above_the_document(texts: Mapping[int, str], signed: Mapping[int, str]) -> set[int]:
    """The lines that stand above the document for certain, whatever they say: those above the way
    to the page and its last step once more; those above the title where that stands twice, with a
    sign of a page between. `texts` are the lines that are no label, `signed` those with a sign."""
    top = [at for n, at in enumerate(sorted(texts)[:_FAR]) if n == at]
    top = [*takewhile(lambda at: not _addresses(texts[at]), top)]
    found: set[int] = set()
    if ways := [at for at in top if _HOME.match(texts[at])]:
        found.update(range(ways[-1]))
        steps = {step for at in ways for step in _STEP.compiled.split(texts[at])}
        behind = top[ways[-1] + 1 :]
        again = [*takewhile(lambda at: texts[at] in steps, behind)]
        if any(frame.looks_like_title(texts[at]) for at in behind[len(again) :]):
            found.update(again)
    for at in (at for at in top if may_be_title(texts[at])):
        said = takewhile(lambda one: one in signed or not frame.closes(texts[one]), top[at + 1 :])
        below = _second_title(texts, [*said], texts[at])
        if any(between in signed for between in range(at, below)):
            found.update(range(below))
    return found


def _addresses(text: str) -> bool:
    return frame.is_salutation(text) or frame.is_recipients(text)


def _second_title(texts: Mapping[int, str], below: list[int], title: str) -> int:
    """Index of the line below with which the title begins once more, on one line or on several;
    0 if it does not."""
    bare = frame.bare(title)
    parts = {at: frame.bare(texts[at][: frame.TITLE_LONGEST]) for at in below}
    for at in below:
        joined = ""
        for part in range(at, at + _PART):
            joined += parts.get(part, "")
            within = len(joined) >= _WHOLE and len(bare) <= len(joined) + _ADDED
            if joined == bare or (within and joined in bare):
                return at
    return 0


def above_the_title(lines: Lines, first: int, signed: Mapping[int, str]) -> list[int]:
    """The way to the page (首页, 新闻中心) and its card (索引号：, 发布机构：) above the title.

    The title is the line of the top that stands there twice, or the last with the form of one; what
    is above it belongs to the page where a sign stands among it or the title comes twice."""
    top = [str(line.text) for line in lines[:first]]
    times = Counter(text for text in top if len(text) >= TITLE_SHORTEST)
    titles = [at for at, text in enumerate(top) if at not in signed and may_be_title(text)]
    doubled = [at for at in titles if times[top[at]] > 1]
    behind = max((at + 1 for at in signed if at < first and _WAY.match(top[at])), default=0)
    title = min(doubled) if doubled else max(titles, default=behind)
    if not doubled and not any(at < title for at in signed) and not any(map(_WAY.match, top)):
        return []
    body = title
    while body and body - 1 not in signed and _goes_on(top[body - 1], top[body]):
        body -= 1
    heads = (at for at in range(behind, body) if at not in signed and letterhead_roles(top[at:]))
    body = next(heads, body)
    last = max((at for at in signed if at < body), default=body)
    return [
        at
        for at in range(body)
        if not (lines[at].role or frame.closes(top[at]) or frame.is_date(top[at]))
        and len(top[at]) <= (HEAD_LONGEST if doubled or at <= last else SITE_LONGEST)
    ]


def _goes_on(title: str, below: str) -> bool:
    """A title goes on with the line below: its second line, or a subtitle."""
    return (frame.breaks_off(title) and "：" not in title) or below.startswith(("—", "–"))


def may_be_title(text: str) -> bool:
    """The line has the form of a title, and is no entry of a page's card (标题：…)."""
    return frame.looks_like_title(text) and "：" not in text
