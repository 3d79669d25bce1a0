"""How far two words are apart, in characters put in, left out, exchanged or swapped, and which
characters are taken for one another.

Must not know any rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from speechgen.library.folders import word_list


def apart(one: str, other: str, most: int) -> int:
    """The number of single changes (insertion, deletion, substitution, swap of neighbours) that
    make one of the other; `most` + 1 for any that are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for at, char in enumerate(one, 1):
        row = [at]
        for to, goal in enumerate(other, 1):
            cost = min(last[to] + 1, row[to - 1] + 1, last[to - 1] + (char != goal))
            swapped = at > 1 and to > 1 and char == other[to - 2] and one[at - 2] == goal
            row.append(min(cost, before[to - 2] + 1) if swapped else cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)


@lru_cache(maxsize=8192)
def groups_of(char: str) -> tuple[str, ...]:
    """The groups of characters that look or sound alike to which a character belongs."""
    return tuple(
        group for name in ("sounds", "shapes") for group in word_list(name) if char in group
    )


def alike(one: str, other: str) -> bool:
    """Whether two characters look or sound alike."""
    return any(one in group for group in groups_of(other))


@lru_cache(maxsize=1)
def _seconds() -> dict[str, str]:
    """The first character of words of two -> their second ones."""
    return {row[0]: row[2:] for row in word_list("words")}


def is_word(pair: str) -> bool:
    """Whether two characters are a word."""
    return len(pair) > 1 and pair[1] in _seconds().get(pair[0], "")


@lru_cache(maxsize=1)
def families() -> frozenset[str]:
    """Characters that are family names."""
    return frozenset(word_list("families")[0])


def respelt(text: str, name: str) -> Iterator[tuple[int, str]]:
    """Where a name stands with one character exchanged for one like it, and what stands there; the
    last one only where the others are no word (贫困线 is not 贫困县) and it makes none with the
    next."""
    for at in range(len(name)):
        before, behind = name[:at], name[at + 1 :]
        if not behind and is_word(before):
            break
        start = text.find(before or behind)
        while start >= 0:
            here = start - (not before)
            other, end = text[max(0, here) : here + len(name)], here + len(name)
            whole = len(other) == len(name) and other != name  # not cut off by the text's ends
            same = whole and other[:at] == before and other[at + 1 :] == behind
            if same and alike(other[at], name[at]) and not is_word(text[end - 1 : end + 1]):
                yield here, other
            start = text.find(before or behind, start + 1)
