"""Names and standing phrases that admit no variant, and what is nearly one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from speechgen.checks.engine import Finding, flag
from speechgen.checks.paper import Manuscript
from speechgen.checks.rules.patterns import found_by_rows
from speechgen.checks.words.likeness import alike, apart
from speechgen.expression import grams
from speechgen.frozen import frozen
from speechgen.library.folders import word_table

# -- near-miss ----------------------------------------------------------------------------------

_LOOSE: Final = "“”‘’《》〈〉、，；"  # marks with or without which a phrase is the same
_LOOSE_MARKS: Final = re.compile(f"[{_LOOSE}]+")
_DROPPED: Final = str.maketrans("", "", _LOOSE)
_LONG: Final = 10  # characters from which two wrong ones are still a slip
_FILLERS: Final = str.maketrans("", "", "的和与及是以了之更")
_SHORTEST: Final = 5
_TITLES: Final = ("法", "法典", "条例", "规定", "准则", "章程", "办法")


@frozen
class Phrase:
    """A phrase without its loose marks, as it is printed, its source, from when until when it is
    said (ISO), what it is cut into to be looked for (pieces and their offsets; signs, one of which
    stands wherever it is nearly written), and its members where their order counts."""

    bare: str
    printed: str
    source: str
    since: str
    until: str
    pieces: tuple[tuple[str, int], ...]
    signs: frozenset[str]
    members: tuple[str, ...] = ()

    @property
    def is_title(self) -> bool:
        """Whether it names a law, of which there are many that are nearly the same."""
        return self.printed.endswith(_TITLES)

    @property
    def most(self) -> int:
        """How many single changes are a slip."""
        return 1 if self.is_title else len(self.pieces) - 1


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[Phrase, ...], frozenset[str]]:
    """Those long enough to be looked for, and all that are right."""
    phrases = []
    for row in word_table("canonical"):
        bare = row["正写"].translate(_DROPPED)
        members = tuple(row["正写"].split("、")) if row["列举"] else ()
        count = 3 if len(bare) >= _LONG else 2
        cuts = [len(bare) * at // count for at in range(count + 1)]
        pieces = tuple((bare[start:end], start) for start, end in pairwise(cuts))
        signs = frozenset(piece[:2] for piece, _ in pieces)
        facts = bare, row["正写"], row["依据"], row["起"], row["止"] or "9999"
        phrases.append(Phrase(*facts, pieces, signs, members))
    known = frozenset(phrase.bare for phrase in phrases)
    return tuple(sorted(phrases, key=lambda one: -len(one.bare))), known


def near_miss(paper: Manuscript) -> Iterator[Finding]:
    """Texts within a character or two of a phrase, then lists out of their order."""
    yield from found_by_rows(paper, "near-miss")
    text = paper.text
    bare = _LOOSE_MARKS.sub("", text)
    here = grams(bare)
    places: list[int] = []
    taken: set[int] = set()
    phrases, known = _phrases()
    for phrase in phrases:
        if len(phrase.bare) < _SHORTEST or here.isdisjoint(phrase.signs):
            continue
        if paper.period and (paper.period[1] < phrase.since or phrase.until < paper.period[0]):
            continue
        for start, end in _almost(bare, phrase, known):
            places = places or [at for at, char in enumerate(text) if char not in _LOOSE]
            if not taken.isdisjoint(range(start, end)):
                continue
            place = places[start], places[end - 1] + 1
            if "，" in text[slice(*place)] and "、" not in phrase.printed:
                continue
            taken.update(range(start, end))
            message = f"“{text[slice(*place)]}”应作“{phrase.printed}”"
            yield flag(place, message, f"见{phrase.source}")
    for phrase in phrases:
        if phrase.members and all(map(text.__contains__, phrase.members)):
            yield from _disordered(paper, phrase)


def _almost(bare: str, phrase: Phrase, known: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where something stands that is nearly the phrase, and no other one."""
    seen: set[int] = set()
    for piece, offset in phrase.pieces:
        at = bare.find(piece)
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
    best, nearest = most + 1, None
    for begin in range(max(0, start - most), start + most + 1):
        if not _likely(bare[begin : begin + 1], phrase.bare[0]):
            continue
        for end in range(begin + size - most, min(len(bare), begin + size + most + 1) + 1):
            window = bare[begin:end]
            if "\n" in window or "。" in window or not _likely(window[-1], phrase.bare[-1]):
                continue
            if "的" in window and "的" not in phrase.bare:
                window = window.replace("的", "", 1)
            distance = apart(window, phrase.bare, most)
            if distance < best and (not phrase.is_title or _looks_typed(window, phrase.bare)):
                best, nearest = distance, (begin, end)
    return nearest if 0 < best <= most else None


def _likely(one: str, other: str) -> bool:
    return one == other or alike(one, other)


def _looks_typed(window: str, right: str) -> bool:
    """Whether each exchanged character of a title is like the right one (价格法 is not 消防法)."""
    if len(window) != len(right) or sorted(window) == sorted(right):
        return window[-1] == right[-1]
    return all(map(_likely, window, right))


def _is_right(bare: str, start: int, end: int, phrase: Phrase, known: frozenset[str]) -> bool:
    """Whether it only has words put between, is another phrase, or part of one."""
    window = bare[start:end]
    if window in known or window.translate(_FILLERS) == phrase.bare.translate(_FILLERS):
        return True
    around = bare[max(0, start - 6) : end + 14]
    return any(len(other) > len(window) and window in other and other in around for other in known)


# -- lists whose order counts -------------------------------------------------------------------


def _disordered(paper: Manuscript, phrase: Phrase) -> Iterator[Finding]:
    """All members side by side, in another order."""
    member = "|".join(map(re.escape, phrase.members))
    size = len(phrase.members) - 1
    for found in re.finditer(rf"(?:{member})(?:[、，和及](?:{member})){{{size}}}", paper.text):
        said = re.findall(member, found[0])
        if len(set(said)) == len(said) and tuple(said) != phrase.members:
            yield flag(found, f"“{found[0]}”的次序应是“{phrase.printed}”", f"见{phrase.source}")
