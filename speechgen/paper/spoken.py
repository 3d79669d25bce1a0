"""What a layout prints for the speaker alone: time marks at section ends, readings of rare words.

Owns where they stand and what they say. None of it is the document's: a reader passes over the
styles `names.MINUTE_MARK` and `names.PINYIN`. Must not know XML.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from speechgen.document import Block, Document, Item, Para, characters

_SPOKEN_LAST: Final = frozenset({"signature", "signature-date", "sealed", "sealed-date",
                                 "attachment", "copy-to", "imprint", "closing"})  # fmt: skip


def minute_marks(document: Document, pattern: str, rate: tuple[float, float]) -> dict[int, str]:
    """Index of a block -> the mark printed before it (an index past the last: at the end).

    {分} are the section's minutes, {累计} those up to there, whole, at the mean of `rate`.
    """
    if not pattern:
        return {}
    blocks, speed = document.blocks, sum(rate) / 2
    starts = [
        at for at, block in enumerate(blocks)
        if isinstance(block, Item) and block.level == 1 and block.heading
    ]  # fmt: skip
    marks: dict[int, str] = {}
    for start, following in pairwise([*starts, len(blocks)]):
        end = following
        if following == len(blocks):  # the last section ends before whatever is not spoken
            end = next((at for at in range(start, end) if _is_unspoken(blocks[at])), end)
        own, total = (
            max(1, round(characters(Document(tuple(part))) / speed))
            for part in (blocks[start:end], blocks[:end])
        )
        marks[end] = pattern.replace("{分}", str(own)).replace("{累计}", str(total))
    return marks


def _is_unspoken(block: Block) -> bool:
    return isinstance(block, Para) and block.role in _SPOKEN_LAST


class Readings:
    """Words whose reading is printed behind them where they first stand."""

    def __init__(self, readings: Sequence[tuple[str, str]]) -> None:
        self._left = {word: reading for word, reading in readings if word and reading}

    def __bool__(self) -> bool:
        return bool(self._left)

    def split(self, text: str) -> Iterator[tuple[str, str]]:
        """The text in pieces, each with the reading that follows it (empty behind the last)."""
        done = 0
        while self._left:
            places = [
                (at, -len(word), word) for word in self._left if (at := text.find(word, done)) >= 0
            ]
            if not places:
                break
            at, _, word = min(places)
            begin, done = done, at + len(word)
            yield str.__getitem__(text, slice(begin, done)), self._left.pop(word)
        if done < len(text):
            yield str.__getitem__(text, slice(done, None)), ""
