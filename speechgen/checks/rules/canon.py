"""Names and standing phrases that admit no variant, and what is nearly one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from operator import add, ne
from typing import Final

from speechgen.checks.engine import Finding, flag
from speechgen.checks.paper import Manuscript
from speechgen.checks.rules.patterns import found_by_rows
from speechgen.checks.rules.works import attributed, laws
from speechgen.checks.words.likeness import alike, apart, is_word, respelt
from speechgen.expression import Expression, grams
from speechgen.frozen import frozen
from speechgen.library.folders import made_of_words, word_table

# -- near-miss ----------------------------------------------------------------------------------

_LOOSE: Final = "“”‘’『』《》〈〉、，；"  # marks with or without which a phrase is the same
_APART: Final = Expression("[，、；]")
_LOOSE_MARKS: Final = Expression(f"[{_LOOSE}]+")
_LONG: Final = 10  # characters from which two wrong ones are still a slip
_FILLERS: Final = Expression("深入|开展|[的地好和与及是以了之更等]")
_SHORTEST: Final = 5
_LEADER: Final = 3  # characters of a row that is a name, looked for as such
_LONG_ENOUGH: Final = 8  # for an end that is not like the right one
_FIGURES: Final = "一二两三四五六七八九十"
_COUNTED: Final = str.maketrans("", "", f"{_FIGURES}个大种项条")
_QUOTED: Final = Expression("“([^“”，。；\n]{3,7})”", "“")
_LEVELS: Final = "省市县区州镇乡村"
_WORDS_OF_ONE: Final = "总分到"  # 中国红十字总会, 从毛泽东思想到邓小平理论
_WORD: Final = 2  # characters of most words
_LISTED: Final = 2  # marks that make a list, of which each member but one is right
_MANY: Final = 8  # members of which half have an order too
_TITLES: Final = ("法", "法典", "条例", "规定", "准则", "章程", "办法")


@frozen
class Phrase:
    """A phrase without its loose marks, as it is printed, its source, from when until when it is
    said (ISO), offsets at which it is cut into pieces to be looked for, signs, one of which stands
    wherever it is nearly written, and its members where their order counts."""

    bare: str
    printed: str
    source: str
    since: str
    until: str
    cuts: tuple[int, ...]
    signs: tuple[str, ...]
    members: tuple[str, ...] = ()

    @property
    def is_title(self) -> bool:
        """Whether it names a law, of which there are many that are nearly the same."""
        return self.printed.endswith(_TITLES)

    @property
    def is_list(self) -> bool:
        """Whether it has members enough for the others to tell it when the last one is wrong."""
        return self.printed.count("、") >= _LISTED

    @property
    def is_formula(self) -> bool:
        """Whether it is but a few characters in quotation marks."""
        return self.printed[0] == "“" and _QUOTED.compiled.fullmatch(self.printed) is not None

    @property
    def least(self) -> int:
        """How many members side by side have an order: all, or half of many."""
        return len(self.members) if len(self.members) < _MANY else len(self.members) // 2

    @property
    def most(self) -> int:
        """How many single changes are a slip."""
        return 1 if self.is_title else len(self.cuts) - 1


@made_of_words
def _phrases() -> tuple[Phrase, ...]:
    """All phrases, the longest first."""
    phrases = []
    for row in word_table("canonical"):
        bare = _LOOSE_MARKS.compiled.sub("", row["正写"])
        members = tuple(row["正写"].split("、")) if row["列举"] else ()
        size = len(bare)
        cuts = (0, size // 3, size * 2 // 3) if size >= _LONG else (0, size // 2)
        signs = tuple([bare[at : at + 2] for at in cuts])
        facts = bare, row["正写"], row["依据"], row["起"], row["止"] or "9999", cuts
        phrases.append(Phrase(*facts, signs, members))
    return tuple(sorted(phrases, key=lambda one: -len(one.bare)))


def near_miss(paper: Manuscript) -> Iterator[Finding]:
    """Texts within a character or two of a phrase, formulas in quotation marks, then lists out of
    their order."""
    yield from found_by_rows(paper, "near-miss")
    text = paper.text
    bare = _LOOSE_MARKS.compiled.sub("", text)
    joints = (
        text[max(0, at.start() - 1) : at.start()] + text[at.end() : at.end() + 1]
        for at in _LOOSE_MARKS.finditer(text)
    )
    here = grams(text).union(joints)
    yield from attributed(text, here)
    yield from laws(text)
    places: list[int] = []
    taken: set[int] = set()  # in the text without its loose marks
    told: set[int] = set()
    first, last = paper.period or ("", "9999")
    phrases = [one for one in _phrases() if one.since <= last and first <= one.until]
    known = frozenset(phrase.bare for phrase in phrases)
    for phrase in phrases:
        if len(phrase.bare) == _LEADER:
            for at, other in respelt(text, phrase.bare):
                message = f"“{other}”应作“{phrase.bare}”"
                yield flag((at, at + _LEADER), message, f"见{phrase.source}")
        if len(phrase.bare) < _SHORTEST or here.isdisjoint(phrase.signs):
            continue
        for start, end in _almost(bare, here, phrase, known):
            places = places or [at for at, char in enumerate(text) if char not in _LOOSE]
            if not taken.isdisjoint(range(start, end)):
                continue
            place = places[start], places[end - 1] + 1
            apart_from_it = "、" not in phrase.printed and _APART.search(text[slice(*place)])
            if apart_from_it or _is_own(text, place, phrase):
                continue
            taken.update(range(start, end))
            told.update(range(*place))
            message = f"“{text[slice(*place)]}”应作“{phrase.printed}”"
            yield flag(place, message, f"见{phrase.source}")
    formulas = [one for one in phrases if one.is_formula]
    for found in _QUOTED.finditer(text):
        formula = _formula_of(found[1], formulas, known)
        new = formula and told.isdisjoint(range(*found.span()))
        if formula and new and not _is_own(text, found.span(1), formula):
            yield flag(found, f"“{found[1]}”应作{formula.printed}", f"见{formula.source}")
    for phrase in [one for one in phrases if one.members]:
        said = sum(each[:2] in here and each in text for each in phrase.members)
        if said >= phrase.least:
            yield from _disordered(paper, phrase)


def _almost(
    bare: str, here: set[str], phrase: Phrase, known: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """Where something stands that is nearly the phrase, and no other one."""
    seen: set[int] = set()
    for offset, end in pairwise((*phrase.cuts, len(phrase.bare))):
        piece = phrase.bare[offset:end]
        at = bare.find(piece) if here.issuperset(map(add, piece, piece[1:])) else -1
        while at >= 0:
            start = at - offset
            if start not in seen and not bare.startswith(phrase.bare, max(0, start)):
                seen.add(start)
                found = _nearest(bare, start, phrase)
                if found and not _is_right(bare, *found, phrase, known):
                    yield found
            at = bare.find(piece, at + 1)


def _nearest(bare: str, start: int, phrase: Phrase) -> tuple[int, int] | None:
    """The window around `start` that is nearest to the phrase, with its first and last character
    or ones like them."""
    size, most = len(phrase.bare), phrase.most
    around = bare[max(0, start - most) : start + size + most]
    lacking = len(set(phrase.bare).difference(around))
    if lacking * 2 > size:
        return None
    if _is_respelt(bare[max(0, start) : start + size], phrase):
        return start, start + size
    if lacking > most:
        return None
    best, nearest = (most + 1, 0), None
    for begin in range(max(0, start - most), start + most + 1):
        if not _may_stand(bare[begin : begin + size], phrase, 0):
            continue
        for end in range(begin + size - most, min(len(bare), begin + size + most + 1) + 1):
            window = bare[begin:end]
            if "\n" in window or "。" in window:
                continue
            if not _may_stand(window, phrase, -1):
                continue
            if "的" in window and "的" not in phrase.bare:
                window = window.replace("的", "", 1)
            unlike = abs(end - begin - size) if phrase.is_list else 0
            distance = apart(window, phrase.bare, most), unlike
            if distance < best and (phrase.is_list or _looks_typed(window, phrase)):
                best, nearest = distance, (begin, end)
    return nearest if 0 < best[0] <= most else None


def _may_stand(window: str, phrase: Phrase, at: int) -> bool:
    """Whether the first character of a window (`at` 0) or its last one (-1) may be written for
    the phrase's: the same, one like it, any in a list, one that makes a non-word of a word."""
    if len(window) < _SHORTEST or window[-1] in _LEVELS:  # 现代化强市 is not 现代化强国
        return False
    if _likely(window[at], phrase.bare[at]) or phrase.is_list:
        return True
    if at and _ends_otherwise(window, phrase):
        return True
    pair, right = (whole[:2] if at == 0 else whole[-2:] for whole in (window, phrase.bare))
    others = window[1:] == phrase.bare[1:] if at == 0 else window[:-1] == phrase.bare[:-1]
    return others and len(window) >= _LONG_ENOUGH and is_word(right) and not is_word(pair)


def _ends_otherwise(window: str, phrase: Phrase) -> bool:
    """Whether it is a pair of slogans but for its last word: 总揽全局、协调各地."""
    return "、" in phrase.printed and window[:-_WORD] == phrase.bare[:-_WORD]


_AND: Final = {"和", "与"}  # 国家发展与改革委员会


def _likely(one: str, other: str) -> bool:
    figures = one in _FIGURES and other in _FIGURES
    return one == other or figures or {one, other} == _AND or alike(one, other)


def _is_respelt(window: str, phrase: Phrase) -> bool:
    """Whether it is the phrase in other characters like its own, or its characters in another
    order, of a title."""
    if len(window) != len(phrase.bare) or window == phrase.bare:
        return False
    anagram = phrase.is_title or (len(window) >= _LONG and not phrase.members)
    if anagram and sorted(window) == sorted(phrase.bare):
        return True
    wrong = [pair for pair in zip(window, phrase.bare, strict=True) if pair[0] != pair[1]]
    return len(wrong) * 2 <= len(window) and all(alike(*pair) for pair in wrong)


def _looks_typed(window: str, phrase: Phrase) -> bool:
    """Whether each exchanged character of a title is like the right one (价格法 is not 消防法);
    of a short phrase it may also make no word of one (人民进行 is not 人民银行)."""
    right = phrase.bare
    if len(window) != len(right) or sorted(window) == sorted(right):
        return window[-1] == right[-1] or not phrase.is_title
    long = len(right) >= _LONG_ENOUGH and not phrase.is_title
    return long or all(
        _likely(window[at], right[at])
        or not (phrase.is_title or _is_another_word(window, right, at))
        for at in range(len(right))
    )


def _names_another(window: str, right: str) -> bool:
    """Whether just one word of two characters is another word, too many or too few:
    中国共产党地方委员会, 人民群众对美好生活的向往, 中国特色社会主义道路."""
    if "的" in window and "的" not in right:
        window = window.replace("的", "", 1)
    if len(window) != len(right):
        short, long = sorted((window, right), key=len)
        if any(right == window.replace(word, "", 1) for word in _WORDS_OF_ONE):
            return True
        return len(long) - len(short) == _WORD and any(
            long[:at] + long[at + _WORD :] == short and is_word(long[at : at + _WORD])
            for at in range(1, len(short))
        )
    wrong = [at for at in range(len(right)) if window[at] != right[at]]
    pair = slice(wrong[0], wrong[0] + 2) if wrong else slice(0)
    neighbours = len(wrong) == 2 and wrong[1] == wrong[0] + 1
    return neighbours and is_word(window[pair]) and is_word(right[pair])


def _is_another_word(window: str, right: str, at: int) -> bool:
    """Whether a character makes a word with its neighbour, as the right one does."""
    pairs = (slice(at, at + 2), slice(max(0, at - 1), at + 1))
    return any(is_word(window[pair]) and is_word(right[pair]) for pair in pairs)


def _is_right(bare: str, start: int, end: int, phrase: Phrase, known: frozenset[str]) -> bool:
    """Whether it only has words put between, is another phrase, or part of one."""
    window = bare[start:end]
    if "".join(window.split()) == phrase.bare:
        return True  # 《中共中央 国务院关于…》; cjk-space tells of others
    another = not phrase.is_list and not _ends_otherwise(window, phrase)
    if another and _names_another(window, phrase.bare):
        return True
    if phrase.is_list and bare[max(0, start - 1) : start] in ("和", "与", "及"):
        return True  # of a longer list
    if len(window) < len(phrase.bare) and is_word(bare[end - 1 : end + 1]):
        return True  # 社会主义现代化国际大都市
    said, meant = (_FILLERS.compiled.sub("", one) for one in (window, phrase.bare))
    if window in known or said == meant:
        return True
    around, part = bare[max(0, start - 6) : end + 14], window.strip("的")
    return any(len(other) > len(part) and part in other and other in around for other in known)


# -- formulas in quotation marks ------------------------------------------------------------------


def _is_own(text: str, place: tuple[int, int], phrase: Phrase) -> bool:
    """Whether only the count is another one, and the members follow: “三个服从”：少数服从多数…"""
    start, end = place
    said = _LOOSE_MARKS.compiled.sub("", text[start:end])
    follows = re.match("”?[：（]", text[end : end + 2])
    return follows is not None and _counted(said) == _counted(phrase.bare)


def _formula_of(quoted: str, formulas: list[Phrase], known: frozenset[str]) -> Phrase | None:
    """The formula that is quoted with another count, or with one character like the right one."""
    bare = _LOOSE_MARKS.compiled.sub("", quoted)
    if bare in known:
        return None
    counted = _counted(bare)
    for formula in formulas:
        once = len(bare) == len(formula.bare) and sum(map(ne, bare, formula.bare)) == 1
        if once and all(map(_likely, bare, formula.bare)):
            return formula
        if len(counted) > 1 and counted == _counted(formula.bare) and bare[0] in _FIGURES:
            return formula
    return None


@lru_cache(maxsize=1024)
def _counted(phrase: str) -> str:
    """A phrase without what it counts."""
    return phrase.translate(_COUNTED)


# -- lists whose order counts -------------------------------------------------------------------


def _disordered(paper: Manuscript, phrase: Phrase) -> Iterator[Finding]:
    """Members side by side, in another order."""
    member = "|".join(map(re.escape, phrase.members))
    for found in re.finditer(
        rf"(?:{member})(?:[、，和及](?:{member})){{{phrase.least - 1},}}", paper.text
    ):
        said = re.findall(member, found[0])
        if len(set(said)) == len(said) and said != sorted(said, key=phrase.members.index):
            yield flag(found, f"“{found[0]}”的次序应是“{phrase.printed}”", f"见{phrase.source}")
