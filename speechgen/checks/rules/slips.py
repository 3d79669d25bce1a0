"""Characters written for others that look or sound like them, and those of the traditional form."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from operator import ne
from typing import Final

from speechgen.checks.engine import Finding, flag
from speechgen.checks.paper import Manuscript
from speechgen.checks.words.likeness import alike, common_words, groups_of
from speechgen.expression import grams
from speechgen.library.folders import word_list

# -- misspelt-word ------------------------------------------------------------------------------

_ONCE: Final = 1  # a non-word that stands twice is a name or a term


def misspelt_word(paper: Manuscript) -> Iterator[Finding]:
    """Words of two characters, then phrases of four."""
    text = paper.text
    right_of = _slips()
    for wrong in sorted(grams(text) & right_of.keys()):
        if text.count(wrong) == _ONCE:
            at = text.index(wrong)
            if _stands_alone(text, at):
                yield _wrong(at, wrong, right_of[wrong])
    seen: set[int] = set()
    for at, wrong, right in _phrases(text):
        if at not in seen:
            seen.add(at)
            yield _wrong(at, wrong, right)


def _wrong(at: int, wrong: str, right: str) -> Finding:
    message = f"“{wrong}”应作“{right}”"
    return flag((at, at + len(wrong)), message, right=right, safe=False)


@lru_cache(maxsize=1)
def _slips() -> dict[str, str]:
    """A wrong word -> the right one."""
    found: dict[str, str] = {}
    for row in word_list("slips"):
        right, _, wrongs = row.partition(":")
        found.update(dict.fromkeys(wrongs.split(","), right))
    return found


def _stands_alone(text: str, at: int) -> bool:
    """Whether neither character belongs to a word with the one beside it."""
    words = common_words()
    return text[max(0, at - 1) : at + 1] not in words and text[at + 1 : at + 3] not in words


# -- phrases of four ----------------------------------------------------------------------------

_HALF: Final = 2  # characters


def _phrases(text: str) -> Iterator[tuple[int, str, str]]:
    """Places of what differs from a phrase by one character like it, or by two that changed
    places."""
    here = grams(text)
    for right in word_list("terms"):
        wrong = right[0] + right[2] + right[1] + right[3]
        if wrong[:2] in here and wrong != right and wrong in text:
            yield text.index(wrong), wrong, right
    for offset in (0, _HALF):
        known = _by_half(offset)
        for half in sorted(here & known.keys()):
            for at in _places(half, text):
                start = at - offset
                wrong = text[start : start + 2 * _HALF]
                for right in known[half] if len(wrong) == 2 * _HALF else ():
                    if sum(map(ne, wrong, right)) == 1 and _is_slip(wrong, right):
                        yield start, wrong, right


@lru_cache(maxsize=2)
def _by_half(offset: int) -> dict[str, list[str]]:
    """Two characters at an offset -> the phrases with them."""
    found: dict[str, list[str]] = {}
    for phrase in (*word_list("idioms"), *word_list("terms")):
        found.setdefault(phrase[offset : offset + _HALF], []).append(phrase)
    return found


def _places(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _is_slip(wrong: str, right: str) -> bool:
    """Whether what differs from a phrase in one character looks or sounds like it."""
    if wrong in _by_half(0).get(wrong[:_HALF], ()):
        return False
    place = next(at for at in range(len(right)) if wrong[at] != right[at])
    if not groups_of(right[place]):  # so rare that anything in its place is wrong, but a word
        return wrong[place // 2 * 2 :][:2] not in common_words()
    return alike(wrong[place], right[place])


# -- traditional-form ---------------------------------------------------------------------------

_MANY: Final = 20  # different ones: the whole text is written so


def traditional_form(paper: Manuscript) -> Iterator[Finding]:
    """Each character of the traditional form; the first alone where all the text is in it."""
    there = _traditional()
    here = sorted(grams(paper.text) & there.keys())
    if len(here) > _MANY:
        at = min(map(paper.text.index, here))
        message = f"全文用了繁体字（{len(here)}个不同的字）"
        yield flag((at, at + 1), message, "转成规范字再检查")
        return
    for char in here:
        for at in _places(char, paper.text):
            yield flag((at, at + 1), f"繁体字“{char}”", right=there[char], safe=False)


@lru_cache(maxsize=1)
def _traditional() -> dict[str, str]:
    """A traditional form -> the standard one."""
    return {pair[0]: pair[1] for pair in word_list("traditional")}
