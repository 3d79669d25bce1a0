"""Run-in heads: where the head of a labelled paragraph ends and its body begins.

Owns the decision for whole lists: a list of headings has short first sentences, a list of
articles has not. Must not know how labels are found.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Final

from speechgen.frozen import frozen
from speechgen.numbering import NONE
from speechgen.readers.reading import Lines
from speechgen.readers.structure.labels import Marks
from speechgen.text import Text, cut

_SENTENCE_END: Final = re.compile(r"[。！？!?]+[”’」』）)]?")
_PAIRS: Final = {"“": "”", "《": "》", "（": "）", "(": ")", "‘": "’", "「": "」", "『": "』"}
HEAD_LONGEST: Final = 60  # characters
_HEAD_SURE: Final = 38  # characters; a first sentence up to here can be a head by itself
_OWN_LINE_LONGEST: Final = 70  # characters of a paragraph that can be a heading as a whole
_MODAL: Final = re.compile(r"应当|不得|可以|属于|自.{1,12}之?日起|是指|有下列")


@frozen
class Split:
    """Head and body of a labelled paragraph, marks kept; `doubt` in Chinese."""

    head: Text
    body: Text
    doubt: str = ""


Splits = dict[int, Split]
"""Line index -> head and body of what stands behind its label."""


def first_sentence(text: str) -> int:
    """The length of the first sentence with its mark, quotes and brackets kept whole."""
    for found in _SENTENCE_END.finditer(text[: HEAD_LONGEST * 3]):
        head = text[: found.start()]
        if all(head.count(left) <= head.count(right) for left, right in _PAIRS.items()):
            return found.end()
    return len(text)


def split_all(lines: Lines, marks: Marks) -> Splits:
    """Where the head of each labelled line ends, decided list by list."""
    lists: dict[int, list[int]] = defaultdict(list)
    texts: dict[int, Text] = {}
    ends: dict[int, int] = {}  # of the first sentences
    bare: Counter[tuple[str, int]] = Counter()  # short headings without an end mark, by kind
    others: Counter[tuple[str, int]] = Counter()
    for at, mark in marks.items():
        if mark.pattern != NONE:
            text = texts[at] = cut(lines[at].text, mark.label.end)
            lists[mark.list_id].append(at)
            ends[at] = first_sentence(text)
            own_line = len(text) <= 30 and text[-1] not in "。；;！？!?"
            (bare if own_line else others)[mark.pattern, mark.level] += 1
    splits: Splits = {}
    for members in lists.values():
        heads = wholes = 0  # members that look like head and body, and like a whole paragraph
        for at in members:
            end, size = ends[at], len(texts[at])
            if end < size:
                short = end <= _HEAD_SURE and not _MODAL.search(texts[at][:end])
                heads, wholes = heads + short, wholes + (not short)
            elif size > _OWN_LINE_LONGEST:
                wholes += 1
        kind = marks[members[0]].pattern, marks[members[0]].level
        headed = bare[kind] > 2 and bare[kind] > others[kind]
        for at in members:
            text, end = texts[at], ends[at]
            doubt, head = "", len(text)
            if marked := max(lines[at].head - marks[at].label.end, 0):  # by the file, with a style
                head = marked
            elif end < len(text) and 0 < heads >= wholes and end <= HEAD_LONGEST:
                head = end
            elif headed and len(text) > 40 and text[-1] in "。！？!?":
                doubt, head = "标题和正文连在一起，没有标点隔开，请人工断开", 0
            splits[at] = Split(cut(text, 0, head), cut(text, head), doubt)
    return splits
