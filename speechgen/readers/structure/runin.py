"""Run-in heads: where the head of a labelled paragraph ends and its body begins.

Owns the decision for whole lists: a list of headings has short first sentences, a list of
articles has not. Must not know how deep a list stands nor where its lines come from.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

from speechgen.frozen import frozen
from speechgen.text import Text, cut

_SENTENCE_END: Final = re.compile(r"[。！？!?]+[”’」』）)]?")
_PAIRS: Final = {"“": "”", "《": "》", "（": "）", "(": ")", "‘": "’", "「": "」", "『": "』"}
HEAD_LONGEST: Final = 60  # characters
_HEAD_SURE: Final = 38  # characters; a first sentence up to here can be a head by itself
_OWN_LINE_LONGEST: Final = 70  # characters of a paragraph that can be a heading as a whole
_MODAL: Final = re.compile(r"应当|不得|可以|属于|自.{1,12}之?日起|是指|有下列")


@frozen
class Labelled:
    """A labelled paragraph to split: its text after the label, and which list it belongs to."""

    at: int
    text: Text
    list_id: int
    group: tuple[str, int]  # pattern and level: the lists of one kind in this document
    marked: int = 0  # length of a head that the file itself marks (a style), 0 if none


@frozen
class Split:
    """Head and body of a labelled paragraph, marks kept; `doubt` in Chinese."""

    head: Text
    body: Text
    doubt: str = ""


def first_sentence(text: str) -> int:
    """The length of the first sentence with its mark, quotes and brackets kept whole."""
    for found in _SENTENCE_END.finditer(text[: HEAD_LONGEST * 3]):
        head = text[: found.start()]
        if all(head.count(left) <= head.count(right) for left, right in _PAIRS.items()):
            return found.end()
    return len(text)


def split_all(paragraphs: Iterable[Labelled]) -> dict[int, Split]:
    """Line index -> head and body, decided list by list."""
    lists: dict[int, list[Labelled]] = defaultdict(list)
    ends: dict[int, int] = {}
    bare: Counter[tuple[str, int]] = Counter()  # short headings without an end mark, by kind
    others: Counter[tuple[str, int]] = Counter()
    for each in paragraphs:
        lists[each.list_id].append(each)
        ends[each.at] = first_sentence(each.text)
        own_line = len(each.text) <= 30 and each.text[-1] not in "。；;！？!?"
        (bare if own_line else others)[each.group] += 1
    headed = frozenset(kind for kind, count in bare.items() if count > 2 and count > others[kind])
    splits: dict[int, Split] = {}
    for members in lists.values():
        heads = wholes = 0  # members that look like head and body, and like a whole paragraph
        for each in members:
            end, size = ends[each.at], len(each.text)
            if end < size:
                short = end <= _HEAD_SURE and not _MODAL.search(each.text[:end])
                heads, wholes = heads + short, wholes + (not short)
            elif size > _OWN_LINE_LONGEST:
                wholes += 1
        headed_list = 0 < heads >= wholes
        for each in members:
            splits[each.at] = _split(each, ends[each.at], headed_list, headed)
    return splits


def _split(each: Labelled, end: int, heads: bool, headed: frozenset[tuple[str, int]]) -> Split:
    text, size = each.text, len(each.text)
    if each.marked:
        return Split(cut(text, 0, each.marked), cut(text, each.marked))
    if end < size and heads and end <= HEAD_LONGEST:
        return Split(cut(text, 0, end), cut(text, end))
    if each.group in headed and size > 40 and text[-1] in "。！？!?":
        return Split(Text(""), text, "标题和正文连在一起，没有标点隔开，请人工断开")
    return Split(text, Text(""))
