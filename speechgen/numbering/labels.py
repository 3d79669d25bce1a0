"""Recognition: whether a text opens with a label, of which family, with which number.

Purely local: whether the label counts where it stands (is it the next one?) is for the reader
of the document to say. To teach a new variant, add or widen a shape in `counters`.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import field
from functools import cache, lru_cache
from typing import Final

from speechgen.expression import Expression
from speechgen.frozen import frozen
from speechgen.numbering.counters import BLANKS, COUNTERS, FLOATING, LabelShape


@frozen
class Label:
    """A label found at the start of a text.

    `pattern` is the canonical pattern (`（一）` also for `(一)` and ㈠), `family` the one that
    stands for all its relatives (`一是` for 一要, `第一，` for 第一项：). `number` counts from 1
    (最后 is 4, although it may end a list of 3). `text` is the label as it stands; `end` the offset
    of what follows it, blanks skipped. `rank` is the place that such labels usually have.
    """

    pattern: str
    family: str
    number: int
    text: str
    end: int
    rank: int = field(default=FLOATING, compare=False)


_NUMERAL, _DIGITS = COUNTERS["一"].typed, COUNTERS["1"].typed
_COUNTING: Final = "".join(typed[1 : typed.index("]")] for typed in (_NUMERAL, _DIGITS))
_GLUES: Final = f"{_COUNTING}第统唯单专划归其.．"
"""What makes the numeral behind it part of a longer word (统一是, 2.5) in the middle of a text."""

_SECOND: Final = Expression(
    f"第?({_NUMERAL}|{_DIGITS})(?:年级|季度|等奖|级|审|期|线|把手|班|楼|号|栋|月|日|产业|批|、)"
)
"""What makes two neighbouring numbers with 、 between them a pair (一、二年级), not a label."""

INSIDE: Final = "一二三四五六七八九十第其首再最①-⑳（(㈠-㈩⑴-⒇"
"""The characters that open labels in the middle of a paragraph, for a character class."""

_ROWS: Final = tuple(
    (counter, shape)
    for counter in COUNTERS.values()
    for shape in counter.shapes or [LabelShape(f"{counter.id}、", "N[、．.]")]
)
_BLANKS: Final = frozenset(BLANKS)  # not "", which is behind the end
_FULL_WIDTH: Final = str.maketrans(",:", "，：")


@cache
def _by_opening() -> dict[str, list[tuple[int, Expression]]]:
    """A character -> the rows whose labels can open with it, in order, each as an expression.

    Made at the first recognition: a draft recognises nothing. Most paragraphs are turned away by
    their first character, a label is asked for few rows.
    """
    found: dict[str, list[tuple[int, Expression]]] = defaultdict(list)
    for at, (counter, shape) in enumerate(_ROWS):
        symbols = f"[{shape.symbols}]" if shape.symbols else counter.typed or counter.sign
        regex = shape.regex.replace("N", f"(?P<symbol>{symbols})")
        behind = shape.regex.partition("N")[2][:1]
        row = at, Expression(regex, *(behind if behind.isalpha() else ""))
        for opens in symbols.split("|") if shape.regex[0] == "N" else [shape.regex]:
            for char in opens[1 : opens.index("]")] if opens[0] == "[" else opens[0]:
                found[char].append(row)
    return dict(found)


@lru_cache(maxsize=512)
def recognise(text: str, start: int = 0) -> Label | None:
    """The label that stands at offset `start` of `text`, None if there is none.

    Blanks before the label are not skipped. Remembered, for a line is asked in several steps.
    """
    for row, expression in _by_opening().get(text[start : start + 1], ()):
        if match := expression.match(text, start):
            glued = start and text[start] in _COUNTING and text[start - 1] in _GLUES
            ended = text[start - 1] in ".．" and not text[max(start - 2, 0)].isdecimal()
            return None if glued and not ended else _label(row, match)
    return None


def counting(texts: Sequence[str]) -> list[Label]:
    """The labels of a list's texts where each begins with its own number, of one family, and goes
    on behind it; empty for any other list."""
    labels = [label for text in texts if (label := recognise(text)) and label.end < len(text)]
    counted = [label.number for label in labels] == [*range(1, len(texts) + 1)]
    return labels if counted and len({label.family for label in labels}) == 1 else []


def _label(row: int, match: re.Match[str]) -> Label | None:
    shape, text = _ROWS[row][1], match.string
    tail = match["tail"] if "{tail}" in shape.pattern else ""
    meant = _meant(row, match["symbol"], tail or "，")
    end = match.end()
    while text[end : end + 1] in _BLANKS:
        end += 1
    if meant is None or _is_pair(text, end, meant[1]):
        return None
    pattern, number = meant
    return Label(pattern, shape.family, number, match[0], end, shape.rank)


@lru_cache(maxsize=1024)
def _meant(row: int, symbol: str, tail: str) -> tuple[str, int] | None:
    """What the symbol of a label of one shape says: its canonical pattern and its number. None if
    the symbol is no number."""
    counter, shape = _ROWS[row]
    canonical = (shape.pattern or shape.family).format(tail=tail.translate(_FULL_WIDTH))
    known = shape.symbols.index(symbol) + 1 if shape.symbols else counter.number(symbol, 0)
    return None if known is None else (canonical, known)


def _is_pair(text: str, at: int, number: int) -> bool:
    """Whether the number of a label and what follows at `at` are one expression: 一、二年级."""
    numbers = text[at - 1] == "、" and text[at : at + 1] in f"第{_COUNTING}"
    if not numbers or not (found := _SECOND.match(text, at)):
        return False
    second = found[1]
    follows = int(second) if second.isdecimal() else COUNTERS["一"].number(second, 0)
    return follows == number + 1
