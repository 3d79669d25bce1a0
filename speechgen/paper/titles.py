"""Where a title breaks: whole words on every line, lines of unequal length, no lonely ending.

GB/T 9704—2012 7.3.1: 回行时词意完整、排列对称、长短适宜，使用梯形或菱形. Owns the cost of a break
and of a shape; the cheapest division wins. Must not know XML or layouts. No segmentation library:
titles are made of few words (title_words.txt), of what the document says again elsewhere
(`words_of`), and between those of words that are two characters long, or three with an ending
(处理厂, 活动周). A wrong guess costs a worse break, nothing more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain, combinations, pairwise
from math import ceil
from pathlib import Path
from typing import Final

from speechgen.marks import CLOSERS, OPENERS, em

_WORDS: Final = frozenset(Path(__file__).with_name("title_words.txt").read_text("utf-8").split())
"""Words that titles of meeting documents are made of: a line may break around, not inside them. To
teach the title breaker a word, add it to the line of the file where it belongs."""
_LONGEST_WORD: Final = max(map(len, _WORDS))
_NEVER: Final = 1000.0
_BRACKETED: Final = 300.0
_BOUND: Final = 200.0  # 的, 上 … belong to what stands before them
_INSIDE_WORD: Final = 90.0
_DANGLING: Final = 80.0  # 在, 和 … belong to what follows
_UNKNOWN: Final = 25.0
_HALF_KNOWN: Final = 10.0
_BETWEEN_WORDS: Final = 3.0
_GOOD: Final = 1.0
_TRAILING_NOUN: Final = 15.0  # 防汛｜工作: better broken behind it
_PAIR: Final = 60.0  # inside what is two characters of words nobody knows
_LINE: Final = 15.0  # what one more line than needed costs
_CANDIDATES: Final = 12
_READ_AGAIN: Final = 20_000  # characters of a document that are looked at for names
_LONGEST_WEIGHED: Final = 80  # characters; a longer title is filled line by line

_ENDS: Final = f"{CLOSERS}，、。；：！？,.;:!?…—·"
_BOUND_TO_LEFT: Final = "的地得了着过和与及或之等上中下内外里前后时会级"
_BOUND_TO_RIGHT: Final = "在和与及或暨第把对向从为被以于各本该每"
_ENDINGS: Final = (
    "局委办院所站厂馆部队处科室区县市镇乡村街路桥线楼园场港库庄湾岛河湖店行社团组员师者家户费率量性化制"
    "法令岗周月季期节奖证表单卡券会"
)
"""What makes a word of three characters of one of two: a line does not begin with it unless it
begins a word that is known."""
_PLACES: Final = "省州市区县旗镇乡村"
_HAN: Final = "[\u4e00-\u9fff]"
_UNKNOWN_RUN: Final = rf"{_HAN}+"
_PARTICLES: Final = "的和与及在暨等"
_PERSON: Final = rf"(?P<name>{_HAN}{{2,3}})(?:同志|先生|女士|等)"
_COUNTED: Final = rf"[0-9０-９]{_HAN}"  # a unit that nobody lists: 23处, 3幢
_NUMERALS: Final = "0-9０-９一二三四五六七八九十百千零〇两"
_UNITS: Final = (
    "年度|学年|季度|周年|年|月|日|号|届|次|期|项|点|个|条|批|轮|级|类|大|名|位|家|座|所|栋|楼|周|天|小时|分钟|"
    "万|亿|元|公里|米|吨|亩|%|％|岁|人|场|站|分|步"
)
_NUMBER: Final = (
    rf"第?(?:[0-9０-９]+(?:[.．—–~～-][0-9０-９]+)*|(?<=第)[{_NUMERALS}]+|"
    rf"[{_NUMERALS}]+(?={_UNITS}))(?:{_UNITS})?"
)
_LATIN: Final = r"[A-Za-z0-9][A-Za-z0-9.&+/_-]*"
_TAIL: Final = (
    r"(?:会议?|大会|仪式|典礼|班|现场)?(?:上|时|期间|结束时)?的(?:总结|主持|表态|交流|即席)?"
    r"(?:讲话|发言|致辞|报告|汇报|通知|通报|意见|决定|办法|提纲)(?:提纲)?"
)
_MISSING: Final = r"【[^【】]*】"
_WHOLE: Final = (
    (_NUMBER, _NEVER), (_LATIN, _NEVER), (_MISSING, _NEVER), (_PERSON, _BOUND), (_COUNTED, _BOUND),
)  # fmt: skip
"""What stands on one line, and what a break in it costs."""
_AFTER_GOOD: Final = (
    *("会议", "大会", "座谈会", "推进会", "部署会", "年度", "学年", "年", "学期", "》", "”"),
    *("局", "公司", "集团", "，", "；", "：", "、"),
)
_BOUND_WORDS: Final = ("关于", "围绕", "根据", "按照", "以及")
_TRAILING: Final = ("工作", "活动", "行动", "建设", "管理")
_BEFORE_GOOD: Final = ("《", "“", "暨", "以及")


def title_lines(text: str, cells: int, known: tuple[str, ...] = ()) -> list[tuple[str, bool]]:
    """The title's lines in order: (line, whether the break before it was wanted).

    Breaks in `text` are wanted; a line wider than `cells` full-width characters is broken again,
    around the words of the list and those `known` besides. Joining the lines gives the text without
    its line breaks.
    """
    return [
        (line, at == 0)
        for wanted in re.split("\r\n|\r|\n", text)
        for at, line in enumerate(_divided(str(wanted), cells, known))
    ]


def words_of(title: str, said: str) -> tuple[str, ...]:
    """The words of a title that the document's text `said` uses again in other company: names of
    three to six characters with at least two neighbours on either side."""
    found: dict[str, None] = {}
    said = said[:_READ_AGAIN]
    is_name = lru_cache(None)(lambda word: not set(word) & set(_PARTICLES) and _is_free(word, said))
    for run in re.findall(_UNKNOWN_RUN, title):
        for start in range(len(run) - 2):
            for end in range(min(start + 6, len(run)), start + 2, -1):
                word = run[start:end]
                if word in said and is_name(word):
                    found[word] = None
                    break
    return tuple(found)


def _is_free(word: str, said: str) -> bool:
    before, behind = set[str](), set[str]()
    at = said.find(word)
    while at >= 0 and not len(before) > 1 < len(behind):
        before.add(said[at - 1 : at] or "\n")
        behind.add(said[at + len(word) : at + len(word) + 1])
        at = said.find(word, at + 1)
    return len(before) > 1 < len(behind)


def cell_width(text: str) -> float:
    """Full-width characters that `text` takes; a half-width one counts 0.5.

    A quarter is added where Western letters or digits meet Chinese ones: LibreOffice leaves a
    gap there even where the style forbids it, and a line must fit there too.
    """
    return sum(_widths(text))


def _widths(text: str) -> Iterator[float]:
    """The width of each character, a gap before it included."""
    before = ""
    for char in text:
        gap = 0.0
        if before.isalnum() and char.isalnum() and before.isascii() != char.isascii():
            gap = 0.25
        yield gap + em(char)
        before = char


@lru_cache(maxsize=256)
def _divided(text: str, cells: int, known: tuple[str, ...] = ()) -> tuple[str, ...]:
    """`text` (without line breaks) in lines of at most `cells` full-width characters."""
    if cell_width(text) <= cells:
        return (text,)
    if len(text) > _LONGEST_WEIGHED:
        return tuple(_filled(text, cells, known))
    costs = _break_costs(text, known)
    ends = (0.0, *accumulate(_widths(text)))  # width of the text before each place
    fewest = ceil(ends[-1] / cells)
    best = 2 * _NEVER
    chosen: tuple[int, ...] = ()
    for places in chain(_choices(costs, fewest - 1), _choices(costs, fewest)):
        cost = sum([costs[place] for place in places]) + _LINE * (len(places) + 1 - fewest)
        if cost < best:
            edges = [0.0, *[ends[place] for place in places], ends[-1]]
            cost += _shape_cost([end - start for start, end in pairwise(edges)], cells)
            if cost < best:
                best, chosen = cost, places
    if not chosen:
        return tuple(_filled(text, cells, known))
    return tuple(text[start:end] for start, end in pairwise((0, *chosen, len(text))))


def _choices(costs: list[float], breaks: int) -> Iterator[tuple[int, ...]]:
    """Ways to place `breaks` breaks, dearest places left out where there are many."""
    places: Sequence[int] = range(1, len(costs) - 1)
    if breaks > 1:
        places = sorted(sorted(places, key=costs.__getitem__)[:_CANDIDATES])
    return combinations(places, breaks)


def _shape_cost(widths: list[float], cells: int) -> float:
    longest, shortest, last = max(widths), min(widths), widths[-1]
    if longest > cells:
        return 2 * _NEVER
    cost = 30 * max(0.0, 1 - 3 * shortest / longest) + 20 * (1 - shortest / longest)
    if last <= 3:
        cost += 2 * _BOUND if last <= 2 else _INSIDE_WORD
    if longest - shortest < 1:
        cost += 12  # a rectangle
    for line, below in pairwise(widths[1:]):
        if line < below:
            cost += 60  # neither the middle line longest nor the lines falling
    return cost


def _break_costs(text: str, known: tuple[str, ...] = ()) -> list[float]:
    """What a break before each character costs (index = offset; the ends cost nothing)."""
    words = _words(text, known)
    costs = [0.0, *[_cost(text, place, words) for place in range(1, len(text))], 0.0]
    for place, cost in _unknown_costs(text, words):
        costs[place] = max(costs[place], cost)

    def raise_to(start: int, end: int, cost: float) -> None:
        for place in range(start + 1, end):
            costs[place] = max(costs[place], cost)

    for pattern, cost in _WHOLE:
        for found in re.finditer(pattern, text):
            raise_to(found.start(), found.end(), cost)
    tail = re.search(_TAIL, text)
    if tail:
        raise_to(tail.start(), tail.end(), _BOUND)
    for place in _bracketed(text):  # if it must break there, between its words
        costs[place] += _BRACKETED
    for place in range(1, len(text)):
        if text[place] in _ENDS or text[place - 1] in OPENERS:
            costs[place] = _NEVER
    return costs


def _bracketed(text: str) -> Iterator[int]:
    """The places inside brackets and quotes, those of inner ones again."""
    opened: list[int] = []
    for at, char in enumerate(text):
        if char in OPENERS:
            opened.append(at)
        elif char in CLOSERS and opened:
            yield from range(opened.pop() + 1, at + 1)


def _cost(text: str, place: int, words: list[int]) -> float:
    """What a break costs for its neighbours. Particles are bound even where the word list does
    not know what they hang on."""
    left, right = text[place - 1], text[place]
    before, behind = words[place - 1], words[place]
    if behind and behind == before:
        return _INSIDE_WORD
    if right in _BOUND_TO_LEFT and not behind:
        return _BOUND
    if (left in _BOUND_TO_RIGHT and not before) or text.endswith(_BOUND_WORDS, 0, place):
        return _DANGLING
    if text.startswith(_BEFORE_GOOD, place) or text.endswith(_AFTER_GOOD, 0, place):
        return _GOOD
    if text.startswith(_TRAILING, place) and behind and words.count(behind) == len("工作"):
        return _TRAILING_NOUN  # 工作 alone, not 工作会议
    if left == "的":
        return _BETWEEN_WORDS
    return (_UNKNOWN, _HALF_KNOWN, _BETWEEN_WORDS)[(before > 0) + (behind > 0)]


def _unknown_costs(text: str, words: list[int]) -> Iterator[tuple[int, float]]:
    """What stands between known words: an ending goes with the word before it, the rest is taken
    for words of two characters where their number is even."""
    for run in re.finditer(_UNKNOWN_RUN, text):
        at = run.start()
        while at < run.end():
            if words[at] or text[at] in _PARTICLES:
                at += 1
                continue
            end = at
            while end < run.end() and not words[end] and text[end] not in _PARTICLES:
                end += 1
            if (end - at) % 2 and at > run.start() and text[at] in _ENDINGS:
                yield at, _INSIDE_WORD
                at += 1
            if (end - at) % 2 and text[at + 2 : at + 3] in [*_PLACES] and at + 2 < end:
                yield from ((place, _INSIDE_WORD) for place in (at + 1, at + 2))
                at += len("某某区")
            if (end - at) % 2 == 0:
                yield from ((place, _PAIR) for place in range(at + 1, end, 2))
            elif end - at == len("三个字"):
                yield from ((place, _PAIR) for place in (at + 1, at + 2))
            at = max(end, at + 1)


def _words(text: str, more: tuple[str, ...] = ()) -> list[int]:
    """For each character the number of the known word that holds it; 0 for none."""
    found = [0] * len(text)
    at = number = 0
    while at < len(text):
        lengths = range(min(_LONGEST_WORD, len(text) - at), 1, -1)
        known = (each for each in lengths if text[at : at + each] in _WORDS)
        length = next((len(each) for each in more if text.startswith(each, at)), 0)
        length = max(length, next(known, 0))
        if length:
            number += 1
            found[at : at + length] = [number] * length
        at += length or 1
    return found


def _filled(text: str, cells: int, known: tuple[str, ...]) -> Iterator[str]:
    """Lines as full as they go, each ending at the cheapest place of its last third.

    Looks only a little ahead, so that a text of any length takes time in proportion to it.
    """
    start = 0
    while True:
        ahead = text[start : start + 3 * cells]
        if cell_width(ahead) <= cells:
            yield ahead
            return
        fits = 1
        while cell_width(ahead[: fits + 1]) <= cells:
            fits += 1
        costs = _break_costs(ahead, known)
        end = min(range(max(1, fits * 2 // 3), fits + 1), key=lambda at: (costs[at], -at))
        yield ahead[:end]
        start += end
