"""Characters written for others that look or sound like them, and those of the traditional form."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from operator import add
from typing import Final

from speechgen.checks.engine import Finding, flag
from speechgen.checks.paper import Manuscript
from speechgen.checks.words.likeness import alike, families, groups_of, is_word
from speechgen.expression import Expression, grams
from speechgen.library.folders import made_of_words, word_list
from speechgen.marks import HAN

# -- misspelt-word ------------------------------------------------------------------------------

_ONCE: Final = 1  # a phrase that stands twice so is a short form
_OFTEN: Final = 12  # places; what stands so oftener is a term
_NUMERALS: Final = frozenset("一二三四五六七八九十")
_SAID_NEXT: Final = frozenset("要的应须能会")
_SAID_OF: Final = "任为在说作出和与"
_NAME: Final = 3  # characters between two marks that may be a name in a list


def misspelt_word(paper: Manuscript) -> Iterator[Finding]:
    """Words of two characters, then phrases of four: one wrong, two swapped, one lost."""
    text = paper.text
    here = grams(text)
    taken: set[int] = set()
    for wrong in sorted(_wrong_pairs(here)):
        places = [found.start() for found in re.finditer(wrong, text)]
        if _is_term(text, places) or not all(_stands_alone(text, at, 2) for at in places):
            continue
        if any(_in_a_name(text, at) for at in places):
            continue
        for at in places:
            taken.update((at, at + 1))
            yield _wrong(at, wrong, _word_of(wrong))
    for at, wrong, right in chain(_phrases(text, here), _cut_short(text, here)):
        if taken.isdisjoint(range(at, at + len(wrong))):
            taken.update(range(at, at + len(wrong)))
            yield _wrong(at, wrong, right)


def _is_term(text: str, places: Sequence[int]) -> bool:
    """Whether a non-word that stands in several places is a name or a term: most of them have the
    same neighbour (黎慕青, 青云镇), or there are many."""
    if len(places) == 1:
        return False
    sides = [[text[at - 1 : at] for at in places], [text[at + 2 : at + 3] for at in places]]
    beside = [Counter(filter(_HAN.match, side)) for side in sides]
    return len(places) > _OFTEN or any(
        2 * max(one.values(), default=0) > len(places) for one in beside
    )


def _wrong(at: int, wrong: str, right: str) -> Finding:
    message = f"“{wrong}”应作“{right}”"
    return flag((at, at + len(wrong)), message, right=right, safe=False)


@made_of_words
def _slips() -> tuple[dict[str, str], dict[str, str]]:
    """All that may stand wrongly behind a character that is right, and before one."""
    behind: dict[str, str] = defaultdict(str)
    before: dict[str, str] = defaultdict(str)
    for row in word_list("slips"):
        firsts, _, seconds = row[3:].partition(":")
        if seconds:
            behind[row[0]] += seconds
        if firsts:
            before[row[1]] += firsts
    return behind, before


def _wrong_pairs(here: set[str]) -> list[str]:
    """Those of two characters that are written for a word."""
    behind, before = _slips()
    pairs = ((pair, pair[0], pair[1]) for pair in here if len(pair) > 1)
    return [
        pair
        for pair, one, other in pairs
        if other not in _NUMERALS  # 德智体美劳五育, 走六七里
        and (other in behind.get(one, "") or one in before.get(other, ""))
    ]


def _word_of(pair: str) -> str:
    """The word that two characters are written for."""
    one, other = pair[0], pair[1]
    rows = (row for row in word_list("slips") if row[0] == one or row[1] == other)
    return next(
        word
        for word, firsts, seconds in (row.split(":") for row in rows)
        if (word[0] == one and other in seconds) or (word[1] == other and one in firsts)
    )


def _stands_alone(text: str, at: int, size: int) -> bool:
    """Whether neither end belongs to a word with the character beside it, unless that one makes a
    word with the next."""
    end = at + size
    left, right = text[max(0, at - 2) : at], text[end : end + 2]
    own = is_word(left) and left[0] not in _NUMERALS  # 一|大批|师德
    before = is_word(text[max(0, at - 1) : at + 1]) and not own
    behind = is_word(text[end - 1 : end + 1]) and not is_word(right)
    return not (before or behind)


def _in_a_name(text: str, at: int) -> bool:
    """Whether it stands between two marks, close together: a name in a list; or is the end of a
    name and what is said of it: 黎慕青任; or begins with the end of a label; 卫医发〔2026〕."""
    if text[at + 1] in _SAID_OF and text[max(0, at - 2) : at - 1] in families():
        return True
    if "〔" in text[at : at + 5] or (text[at] == "是" and text[max(0, at - 1)] in _NUMERALS):
        return True  # 四是践行
    if text[at] in _NUMERALS and any(one + text[at + 1] in text for one in _NUMERALS - {text[at]}):
        return True  # 一盼…二盼…三盼…
    around = _SEGMENT.search(text[at : at + _NAME + 1]), _SEGMENT.search(text[at - 2 : at][::-1])
    after, before = (found.start() if found else _NAME + 1 for found in around)
    return after + before <= _NAME


_HAN: Final = Expression(HAN)
_ENDS: Final = (
    "会部制社党主总年期园链权办有人员力法性化者家长机局区点线网电岗数清实重"  # of words of three
)
_SEGMENT: Final = Expression(rf"(?s)(?!{HAN}).|$")


@made_of_words
def _cut() -> dict[str, list[tuple[str, str]]]:
    """The first two characters -> phrases of four that lost one, with what they should be."""
    found: dict[str, list[tuple[str, str]]] = {}
    for phrase, _, lost in (row.partition(":") for row in word_list("drops")):
        for at in map(int, lost):
            wrong = phrase[: at - 1] + phrase[at:]
            found.setdefault(wrong[:2], []).append((wrong, phrase))
    for term in (each for each in word_list("terms") if each[2] not in _ENDS):  # 工作会
        found.setdefault(term[:2], []).append((term[:3], term))
    return found


def _cut_short(text: str, here: set[str]) -> Iterator[tuple[int, str, str]]:
    """Phrases of four that lost a character and stand once."""
    cut = _cut()
    for wrong, right in (row for pair in sorted(here & cut.keys()) for row in cut[pair]):
        at = text.find(wrong) if wrong[1:] in here else -1
        once = at >= 0 and text.count(wrong) == _ONCE and _stands_alone(text, at, len(wrong))
        behind = text[at + len(wrong) : at + len(wrong) + 2].strip("\n")[:1]  # a line broken in it
        goes_on = right.startswith(wrong) and behind not in _SAID_NEXT and _HAN.match(behind)
        if (
            once
            and not goes_on
            and not _is_short_form(text, at, wrong)
            and right not in text[max(0, at - 1) : at + len(right)]
        ):
            yield at, wrong, right


def _is_short_form(text: str, at: int, wrong: str) -> bool:
    """Whether it is a heading, one of several side by side (优服务、强管理) or behind a number."""
    size = len(wrong)
    around, other = text[max(0, at - size - 2) : at + 2 * size + 2], f"{HAN}{{{size}}}"
    before = rf"(?:(?<!{HAN}){other}[，、；]|[0-9一二三四五六七八九十][.．、）]){wrong}(?!{HAN})"
    return bool(re.search(rf"{before}|(?<!{HAN}){wrong}[，、；]{other}(?!{HAN})", around))


# -- phrases of four ----------------------------------------------------------------------------


@made_of_words
def _swapped() -> dict[str, list[tuple[str, str]]]:
    """The first two characters -> terms of which two have changed places, with what they should
    be."""
    swapped: dict[str, list[tuple[str, str]]] = {}
    for term in word_list("terms"):
        one, other = term[1::-1], term[:1:-1]
        mixed = {term[0] + term[2] + term[1] + term[3]}
        mixed |= {each + term[2:] for each in [one] if not is_word(each)}
        mixed |= {term[:2] + each for each in [other] if not is_word(each)}
        for wrong in sorted(mixed - {term}):
            swapped.setdefault(wrong[:2], []).append((wrong, term))
    return swapped


@made_of_words
def _halves() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The first two characters of phrases -> what goes on; the last two -> what stands before."""
    first: dict[str, list[str]] = {}
    last: dict[str, list[str]] = {}
    for phrase in (*word_list("idioms"), *word_list("terms")):
        one, other = phrase[:2], phrase[2:]
        first.setdefault(one, []).append(other)
        last.setdefault(other, []).append(one)
    return first, last


def _phrases(text: str, here: set[str]) -> Iterator[tuple[int, str, str]]:
    """Places of what differs from a phrase by two characters that changed places, or by one that is
    like the right one."""
    swapped, (first, last) = _swapped(), _halves()
    for wrong, right in (row for half in sorted(here & swapped.keys()) for row in swapped[half]):
        at = text.find(wrong) if wrong[2:] in here else -1
        if at >= 0 and _stands_alone(text, at, len(wrong)):
            yield at, wrong, right
    looked_for = (here & first.keys()) | (here & last.keys())
    places: dict[str, list[int]] = {}
    for at, pair in enumerate(map(add, text, text[1:])):
        if pair in looked_for:
            places.setdefault(pair, []).append(at)
    for halves, behind in ((first, True), (last, False)):
        for half in sorted(looked_for & halves.keys()):
            for at in places[half]:
                start = at + 2 if behind else at - 2
                one, other = text[start : start + 1], text[start + 1 : start + 2]
                for right in halves[half]:
                    if (right[0] == one) != (right[1] == other):
                        phrase = half + right if behind else right + half
                        wrong = text[min(at, start) : min(at, start) + len(phrase)]
                        whole = len(wrong) == len(phrase) and start >= 0
                        new = whole and wrong[2:] not in first.get(wrong[:2], ())
                        alone = new and _stands_alone(text, min(at, start), len(phrase))
                        if alone and _is_slip(wrong, phrase):  # 协会|已决定
                            yield min(at, start), wrong, phrase


@lru_cache(maxsize=1)
def _idioms() -> frozenset[str]:
    return frozenset(word_list("idioms"))


def _is_slip(wrong: str, right: str) -> bool:
    """Whether what differs from a phrase in one character looks or sounds like it."""
    place = next(at for at in range(len(right)) if wrong[at] != right[at])
    if not groups_of(right[place]) and right in _idioms():  # so rare that all but a word is wrong
        return not is_word(wrong[place // 2 * 2 :][:2])
    return alike(wrong[place], right[place])


# -- traditional-form ---------------------------------------------------------------------------

_MANY: Final = 20  # different ones: the whole text is written so


def traditional_form(paper: Manuscript) -> Iterator[Finding]:
    """Each character of the traditional form; the first alone where all the text is in it."""
    there = _traditional()
    here = sorted(set(paper.text) & there.keys())
    if len(here) > _MANY:
        at = min(map(paper.text.index, here))
        message = f"全文用了繁体字（{len(here)}个不同的字）"
        yield flag((at, at + 1), message, "转成规范字再检查")
        return
    for char in here:
        at = paper.text.find(char)
        while at >= 0:
            right = there[char]
            yield flag((at, at + 1), f"繁体字“{char}”", right=right, safe=False)
            at = paper.text.find(char, at + 1)


@lru_cache(maxsize=1)
def _traditional() -> dict[str, str]:
    """A traditional form -> the standard one."""
    return {pair[0]: pair[1] for pair in word_list("traditional")}
