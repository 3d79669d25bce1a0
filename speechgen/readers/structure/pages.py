"""What the pages of a printed paper have around its text: numbers, running heads, contents.

Owns how these are known by where they stand. Must not know web pages nor frames' kinds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import accumulate
from typing import Final

from speechgen.expression import Expression
from speechgen.readers.reading import Lines
from speechgen.readers.structure import frame
from speechgen.readers.structure.own_labels import numbers_apart

PAGE, HEADER, CONTENTS = "页码", "页眉", "目录"
HEAD_LONGEST: Final = 30  # characters of a page's head or a way to it
TOP: Final = 4  # lines
_ENTRY: Final = Expression(
    r"(?:(?<![.．…·])[.．…·]{3,}|(?<!\s)(?=\s*\t|\s{3}))\s*[0-9]{1,4}$", *"0123456789"
)  # one beginning a run: many blanks cost no more than the line
_DOTS: Final = Expression(r"[.．…·]{3,}\s*\d{1,4}$", *".．…·")
_CONTENTS: Final = Expression(r"目\s*录(?:\s*[A-Za-z]+)?$", "目")
_LEAST_ENTRIES: Final = 3  # lines of a list of contents that nothing heads
_MOST_ENTRIES: Final = 100  # of one in a line: each is looked for in all that follows


def contents(lines: Lines) -> dict[int, str]:
    """A list of contents: lines that end in a page's number behind a tab or dots, or that stand in
    the text once more, under the word 目录; above any sentence that alone."""
    texts = [str(line.text) for line in lines]
    heads = (at for at, text in enumerate(texts) if _CONTENTS.match(text))
    headed = next(heads, -1)
    start = headed + 1
    if headed < 0:
        ends = (at for at, text in enumerate(texts) if text[-1:].isdigit() and _ENTRY.search(text))
        start = next(ends, len(texts))
    end = start
    again = Counter("".join(text.split()) for text in texts[start:])
    held: set[str] = set()
    rest = "\n".join(texts[start:]) if headed >= 0 else ""
    while end < len(texts) and not lines[end].figure:
        listed = _ENTRY.search(texts[end])
        bare = "".join(texts[end][: listed.start() if listed else None].split())
        entries = [entry.lstrip("0123456789. ") for entry in texts[end].split("\u3000")]
        some = end == start and 1 < len(entries) < _MOST_ENTRIES
        if some and all(rest.count(one) > 1 for one in entries):
            return dict.fromkeys(range(headed, end + 1), CONTENTS)  # all in one line
        if not listed and (headed < 0 or again[bare] < 2 or bare in held):
            break
        held.add(bare)
        end += 1
    told_again = {"".join(text.split()) for text in texts[end:]}  # else it is a table's last column
    if headed < 0 and 2 * len(held & told_again) < len(held) and not _DOTS.search(texts[start]):
        return {}
    if end - start < (_LEAST_ENTRIES if headed < 0 else 2):
        above = headed > 0 and not any(map(frame.closes, texts[:headed])) and not lines[headed].role
        return {headed: CONTENTS} if above else {}
    return dict.fromkeys(range(start - (headed >= 0), end), CONTENTS)


def running_heads(texts: Mapping[int, str], signed: Mapping[int, str]) -> dict[int, str]:
    """Short lines that stand at every page's number, again and again, or say there in one line
    what the lines at the top do: the head of a page."""
    sides = [
        (at, text, side)
        for at, text in texts.items()
        for side in (-1, 1)
        if at not in signed and signed.get(at + side) == PAGE
        if len("".join(text.split())) <= HEAD_LONGEST
    ]
    times = Counter((text, side) for _, text, side in sides)
    first = texts.get(0, "")  # of the first page, whose number may stand elsewhere
    tops = [*accumulate("".join(texts.get(at, "").split()) for at in range(4))]
    tops = tops[frame.is_body(first) :]  # a unit signs below
    found = {at for at, text, side in sides if times[text, side] > 1}
    found |= {at for at, text, _ in sides if at > 3 and "".join(text.split()) in tops}
    below = [texts.get(at, "") for at in range(1, TOP + 1)]
    titled = any(map(frame.looks_like_title, below)) and not below[0].startswith(("—", "–"))
    first_too = times[first, -1] > 1 or (times[first, -1] and titled)
    return dict.fromkeys({*found, *({0} if first_too else ())}, HEADER)


def bare_numbers(lines: Lines) -> list[int]:
    """Index of each line that is a number and nothing else; but not of a table's row that is still
    to be filled in: it counts on from the row above."""
    found: list[int] = []
    heads = numbers_apart([line.text for line in lines])
    above: int | None = None  # number of the row above, 0 of a head
    for at, line in enumerate(lines):
        first, tab, _ = line.text.partition("\t")
        number = int(first) if first.isdecimal() and len(first) <= 3 else None
        counts_on = number is not None and above is not None and number == above + 1
        if number is not None and not tab and not counts_on and at not in heads:
            found.append(at)
        above = (number or 0) if tab or counts_on else None
    return found
