"""Text that knows its places: a string whose characters remember the file they come from.

Owns joining and cutting without losing a place, and how a missing fact is printed. Must not know
what a text is part of.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import itemgetter
from typing import Final, Self

from speechgen.diagnostics import Span

GAP: Final = r"【待补(?:[：:]([^【】\n]*))?】"
"""How a missing fact is printed, as a pattern; its group is the fact's name."""

UNNAMED: Final = "待补"
"""What a missing fact without a name is called."""

_OFFSET: Final = itemgetter(0)
_NOWHERE: Final = Span()


class Emphasis(Span):
    """The place of characters that are emphasised (`**重点**`): an origin with such a span prints
    in bold. Joining and cutting keep it, as they keep every origin."""

    __slots__ = ()


class Text(str):
    """A string that remembers where its characters stand in a file.

    `origins` is a tuple of `(start, span)`: from offset `start` to the next origin's start the
    characters run along `span`'s line from `span.column` on. A stretch without a place has a
    span with line 0. Equality and hashing care for the characters only.
    """

    __slots__ = ("origins",)
    origins: tuple[tuple[int, Span], ...]

    def __new__(cls, text: str, origins: tuple[tuple[int, Span], ...] = ()) -> Self:
        self = super().__new__(cls, text)
        self.origins = origins
        return self


def origins_of(text: str) -> tuple[tuple[int, Span], ...]:
    """Where the characters of `text` come from; empty when nobody knows."""
    return text.origins if isinstance(text, Text) else ()


def joined(*parts: str) -> Text:
    """The parts as one text that still knows where each came from."""
    origins: list[tuple[int, Span]] = []
    offset = 0
    for part in parts:
        if part:
            known = part.origins if isinstance(part, Text) else ()
            if not known or known[0][0] > 0:
                origins.append((offset, _NOWHERE))
            if offset:
                origins += [(offset + start, span) for start, span in known]
            else:
                origins += known
        offset += len(part)
    return Text("".join(parts), tuple(origins))


def on_lines(texts: Iterable[str], between: str = "\n") -> Text:
    """The texts as one, a line break (or what is to stand there) between each two."""
    return joined(*[piece for text in texts for piece in (between, text)][1:])


def placed(text: str, file: str, line: int, column: int) -> Text:
    """`text` as it stands at `line` and `column` of `file`; no place for no text."""
    if not text:
        return Text("")
    return Text(text, ((0, Span(file, line, column, column + len(text))),))


def ended(text: str, mark: str) -> Text:
    """`joined(text, mark)` for a mark that stands in no file, at less cost."""
    known = origins_of(text)
    if not known or known[0][0] > 0 or not mark:
        return joined(text, mark)
    return Text(text + mark, (*known, (len(text), _NOWHERE)))


def cut(text: str, start: int, end: int | None = None) -> Text:
    """`text[start:end]` (offsets from 0, not negative) that still knows where it came from."""
    stop = len(text) if end is None else min(end, len(text))
    origins = origins_of(text)
    first = bisect_right(origins, min(start, stop - 1), key=_OFFSET)
    kept: list[tuple[int, Span]] = []
    if first:
        offset, span = origins[first - 1]
        column = span.column + start - offset if span.line else 0
        kept.append((0, type(span)(span.file, span.line, column, max(column, span.end_column))))
    for at in range(first, len(origins)):
        offset, span = origins[at]
        if offset >= stop:
            break
        kept.append((offset - start, span))
    return Text(text[start:stop], tuple(kept))


def replaced(text: Text, pattern: str | re.Pattern[str], *groups: int) -> Text:
    """The text with every match giving way to those of its `groups` that took part, to nothing
    without groups."""
    pieces: list[Text] = []
    at = 0
    for found in re.finditer(pattern, text):
        pieces.append(cut(text, at, found.start()))
        pieces += [cut(text, *found.span(group)) for group in groups if found[group] is not None]
        at = found.end()
    return joined(*pieces, cut(text, at)) if at else text


def emphasised(text: str) -> list[tuple[int, int]]:
    """The stretches (start, end) of a text that are emphasised, each as long as can be."""
    found: list[tuple[int, int]] = []
    origins = origins_of(text)
    for at, (start, span) in enumerate(origins):
        if isinstance(span, Emphasis):
            end = origins[at + 1][0] if at + 1 < len(origins) else len(text)
            goes_on = found and found[-1][1] == start
            found.append((found.pop()[0] if goes_on else start, end))
    return found


def by_emphasis(text: str) -> Iterator[tuple[str, int, bool]]:
    """A text in stretches: (stretch, where it begins, whether it is emphasised); none is empty."""
    edges = [0, *(at for stretch in emphasised(text) for at in stretch), len(text)]
    for at, (start, end) in enumerate(pairwise(edges)):
        if start < end:
            yield text[start:end], start, at % 2 == 1


def locate(text: str, start: int, end: int) -> Span | None:
    """Where `text[start:end]` stands in its file; None when nobody knows.

    The span ends at the end of the stretch that holds `start`.
    """
    origins = origins_of(text)
    after = bisect_right(origins, start, key=_OFFSET)
    if not after or not origins[after - 1][1].line:
        return None
    offset, span = origins[after - 1]
    limit = origins[after][0] if after < len(origins) else len(text)
    column = span.column + start - offset
    return Span(span.file, span.line, column, column + max(0, min(end, limit) - start))


def place_of(text: str) -> Span:
    """The first place of a text in its file; an empty span if nobody knows."""
    for _, span in origins_of(text):
        if span.line:
            return Span(span.file, span.line, span.column, span.end_column)
    return _NOWHERE
