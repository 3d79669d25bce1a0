"""Characters written for others that look or sound like them, and those of the traditional form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from operator import add
from typing import Final, TypeVar

from speechgen import cache
from speechgen.checks.engine import Finding, flag
from speechgen.checks.paper import Manuscript
from speechgen.checks.words.likeness import alike, common_words, groups_of
from speechgen.checks.words.model import pairs
from speechgen.library.folders import word_file, word_list

_T = TypeVar("_T")

# -- misspelt-word ------------------------------------------------------------------------------

_ONCE: Final = 1  # a non-word that stands twice is a name or a term


def misspelt_word(paper: Manuscript) -> Iterator[Finding]:
    """Words of two characters, then phrases of four."""
    text = paper.text
    here = pairs(text)
    right_of = _slips()
    for wrong in sorted(here & right_of.keys()):
        if text.count(wrong) == _ONCE:
            at = text.index(wrong)
            if _stands_alone(text, at):
                yield _wrong(at, wrong, right_of[wrong])
    seen: set[int] = set()
    for at, wrong, right in _phrases(text, here):
        if at not in seen:
            seen.add(at)
            yield _wrong(at, wrong, right)


def _wrong(at: int, wrong: str, right: str) -> Finding:
    message = f"“{wrong}”应作“{right}”"
    return flag((at, at + len(wrong)), message, right=right, safe=False)


@lru_cache(maxsize=1)
def _slips() -> dict[str, str]:
    """A wrong word -> the right one."""
    return _kept("slips", _wrong_words)


def _kept(name: str, make: Callable[[], _T]) -> _T:
    """What is made of the word lists of slips, from the last run where there was one."""
    lists = (str(word_file(one)) for one in ("slips", "idioms", "terms"))
    return cache.remembered(name, (), cache.stamps(lists) + cache.code("checks/rules"), make)


def _wrong_words() -> dict[str, str]:
    rows = (row.partition(":") for row in word_list("slips"))
    return {wrong: right for right, _, wrongs in rows for wrong in wrongs.split(",")}


def _stands_alone(text: str, at: int) -> bool:
    """Whether neither character belongs to a word with the one beside it."""
    words = common_words()
    return text[max(0, at - 1) : at + 1] not in words and text[at + 1 : at + 3] not in words


# -- phrases of four ----------------------------------------------------------------------------


Halves = dict[str, list[str]]
"""Two characters -> those that go with them in a phrase of four."""


@lru_cache(maxsize=1)
def _halves() -> tuple[Halves, Halves, dict[str, str]]:
    """First halves of phrases with the last ones, last with the first; terms whose inner
    characters have changed places, with what they should be."""
    return _kept("halves", _halved)


def _halved() -> tuple[Halves, Halves, dict[str, str]]:
    first: Halves = {}
    last: Halves = {}
    terms = word_list("terms")
    for phrase in (*word_list("idioms"), *terms):
        one, other = phrase[:2], phrase[2:]
        first.setdefault(one, []).append(other)
        last.setdefault(other, []).append(one)
    swapped = {term[0] + term[2] + term[1] + term[3]: term for term in terms}
    return first, last, swapped


def _phrases(text: str, here: set[str]) -> Iterator[tuple[int, str, str]]:
    """Places of what differs from a phrase by one character like it, or by two that changed
    places."""
    first, last, swapped = _halves()
    places: dict[str, list[int]] = {}
    for at, pair in enumerate(map(add, text, text[1:])):
        if pair in first or pair in last:
            places.setdefault(pair, []).append(at)
    for wrong, right in swapped.items():
        if wrong[:2] in here and wrong[2:] in here and wrong != right and wrong in text:
            yield text.index(wrong), wrong, right
    for half in sorted(here & first.keys()):
        for at in places[half]:
            for right in _unlike(text[at + 2 : at + 4], first[half]):
                if _is_slip(wrong := text[at : at + 4], half + right):
                    yield at, wrong, half + right
    for half in sorted(here & last.keys()):
        for at in places[half]:
            for right in _unlike(text[max(0, at - 2) : at], last[half]):
                if _is_slip(wrong := text[at - 2 : at + 2], right + half):
                    yield at - 2, wrong, right + half


def _unlike(pair: str, others: list[str]) -> list[str]:
    """Those of other pairs that differ from a pair in one of its characters."""
    if len(pair) < 2:
        return []
    return [each for each in others if (each[0] == pair[0]) != (each[1] == pair[1])]


def _is_slip(wrong: str, right: str) -> bool:
    """Whether what differs from a phrase in one character looks or sounds like it."""
    if wrong in _known():
        return False
    place = next(at for at in range(len(right)) if wrong[at] != right[at])
    if not groups_of(right[place]):  # so rare that anything in its place is wrong, but a word
        return wrong[place // 2 * 2 :][:2] not in common_words()
    return alike(wrong[place], right[place])


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset((*word_list("idioms"), *word_list("terms")))


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
