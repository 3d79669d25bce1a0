"""The people whose names a document prints: each name is to stand on one line.

Owns what is taken for a name: who is listed as present (behind a unit from a surname on), and what
follows an office, with a blank between or without. Must not know lines. A wrong guess keeps two
words together, nothing more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Final

from speechgen.document import Block, Para, parts_of
from speechgen.library.folders import word_list
from speechgen.marks import HAN, LED, OFFICES

_OFFICE: Final = "|".join([
    *(f"{one}长" for one in LED),  # whole words are found in a third of the time
    *OFFICES[1:], "董事", "理事", "监事", "干事", "代表", "总裁", "教导员", "指导员", "工作人员",
    "秘书",
])  # fmt: skip
_LONG: Final = f"{HAN}+(?:·{HAN}+)+"
_WORD: Final = f"{HAN}+(?:·{HAN}+)*"


def people(blocks: Sequence[Block]) -> re.Pattern[str] | None:
    """The names that these blocks print, as a pattern; None if there are none."""
    text = "\n".join(chain.from_iterable(map(parts_of, blocks)))
    names = {_name_at(text, office.end()) for office in re.finditer(_OFFICE, text)} - {""}
    for block in blocks:
        if isinstance(block, Para) and block.role == "present":
            found = (re.finditer(_listed(), part) for part in parts_of(block))
            names |= {one[1] or one[2] for one in chain.from_iterable(found)}
    longest = sorted(names, key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, longest))) if names else None


def _name_at(text: str, at: int) -> str:
    """The name that begins there, behind an office; empty if none does."""
    apart = text[at : at + 1] in (" ", "\u3000")
    found = re.compile(_WORD).match(text, at + apart)
    word = found[0] if found else ""
    if apart:
        return word if "·" in word or 2 <= len(word) <= 4 else ""
    word = word.partition("·")[0]
    single, double = surnames()
    size = 2 if word[:2] in double else int(word[:1] in single)
    return word[: size + 2] if 0 < size < len(word) else ""


@lru_cache(maxsize=1)
def surnames() -> tuple[frozenset[str], frozenset[str]]:
    """Those of one character, and those of two."""
    usual, rare, *double = word_list("families")
    return frozenset(usual + rare), frozenset(double)


@lru_cache(maxsize=1)
def _listed() -> str:
    """Who is present, as a pattern: its second group is a name behind a unit."""
    single, double = map(sorted, surnames())
    surname = f"(?:{'|'.join(double)}|[{''.join(single)}])"
    name = rf"(?:(?<=[：、，\s])|{_OFFICE})({_LONG}|{HAN}{{2,4}})"
    return rf"(?:{name}|({surname}{HAN}{{1,2}}))(?=[、，（(]|$)"
