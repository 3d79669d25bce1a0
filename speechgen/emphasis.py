"""Emphasis in a text: `**重点**` as outlines write it, `\\*` for a star.

Owns which stars are emphasis and which are text, how a text is written so that the same is read
back, and what of somebody else's bold type an outline can hold. A gap (【待补：…】) is a name: its
stars are its own. Must not know outlines, files or what emphasis looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from speechgen.diagnostics import Span
from speechgen.marks import CLOSERS, OPENERS, SENTENCE_ENDS, STRAIGHT_QUOTES, ends_with
from speechgen.text import GAP, Emphasis, Text, by_emphasis, cut, emphasised, joined, origins_of

_SIGN: Final = rf"{GAP}|\\\*|\*+|\n"  # as text: compiled where a star stands
_STOPS: Final = "。！？；\n"
_EDGES: Final = f"{SENTENCE_ENDS}.\\"
"""Marks with which emphasised words neither begin nor end."""
_PAIRS: Final = f"{OPENERS}{CLOSERS}{STRAIGHT_QUOTES}"
_MOST_TRIMMED: Final = 8  # quotes and brackets at the ends of words

Stretches = Sequence[tuple[int, int]]
"""Offsets in a text, from where to where, in order and apart."""


def marked(text: Text) -> Text:
    """A typed text as it prints: without the stars of emphasis, whose words have the origin
    `Emphasis`, and with `\\*` as a star."""
    if "*" not in text:
        return text
    removed = [  # from where to where; whether emphasis turns there
        (found.start(), found.start() + 1, False)
        for found in re.finditer(_SIGN, text)
        if found[0] == "\\*"
    ]
    for start, stop, end in _emphasis(text):
        if start < stop:
            removed += [(start - 2, start, True), (stop, stop, True), (end, end + 2, False)]
    pieces: list[Text] = []
    at, inside = 0, False
    for start, end, turns in sorted(removed):
        piece = cut(text, at, start)
        pieces.append(_as(Emphasis, piece) if inside else piece)
        at, inside = end, inside is not turns
    return joined(*pieces, cut(text, at)) if removed else text


def unmarked(text: str) -> Stretches:
    """Stars that look like emphasis, with the words between them, and are none; the last `**` of a
    paragraph that has an odd number of them."""
    found = [
        (start - 2, end + 2)
        for start, stop, end in (_emphasis(text) if "**" in text else ())
        if start == stop and text[start] not in _EDGES
    ]
    at = 0
    for line in text.split("\n") if "**" in text else ():
        signs = [sign.span() for sign in re.finditer(_SIGN, line) if sign[0] == "**"]
        if len(signs) % 2:
            found.append((at + signs[-1][0], at + signs[-1][1]))
        at += len(line) + 1
    return found


def as_well_marked(line: str, mended: str) -> bool:
    """Whether all that is emphasised in a typed line is so in the mended one."""
    before, after = marked(Text(line)), marked(Text(mended))
    known = len(emphasised(before)), before.count("*")
    return known == (len(emphasised(after)), after.count("*"))


def _pairs(text: str) -> list[tuple[int, int]]:
    """What stands between each two `**` of a paragraph that has an even number of them."""
    done: list[tuple[int, int]] = []
    signs: list[tuple[int, int]] = []  # of the paragraph so far
    for found in (*re.finditer(_SIGN, text), None):
        if found is None or found[0] == "\n":
            if len(signs) % 2 == 0:
                pairs = zip(signs[::2], signs[1::2], strict=True)
                done += [(opening[1], closing[0]) for opening, closing in pairs]
            signs.clear()
        elif found[0] == "**":
            signs.append(found.span())
    return done


def _emphasis(text: str) -> Iterator[tuple[int, int, int]]:
    """What stands between each two `**`: its start, how far it is emphasised (not at all: its
    start) and its end. Marks at its end are not, and only where Markdown has the stars close."""
    for start, end in _pairs(text):
        closes = not text[end + 2 : end + 3].isalnum()
        stop = start + len(text[start:end].rstrip(SENTENCE_ENDS)) if closes else end
        yield start, stop if _may_be(text[start:stop]) else start, end


def _may_be(words: str) -> bool:
    """Whether words between two `**` are emphasised by them."""
    words = re.sub(_SIGN, lambda sign: "补" if sign[0][0] == "【" else sign[0][-1], words)
    if not any(map(str.isalnum, words)) or words[0] in _EDGES or words != words.strip():
        return False
    if ends_with(words, _EDGES) or any(stop in words for stop in _STOPS):
        return False
    still_open: list[str] = []
    for char in words:
        if char in OPENERS:
            still_open.append(CLOSERS[OPENERS.index(char)])
        elif char in CLOSERS and (still_open.pop() if still_open else "’") != char:  # Xi’an
            return False
    return not still_open and words.count('"') % 2 == 0


def literal(text: str) -> str:
    """A text whose stars are stars, as it is typed in an outline."""
    return re.sub(_SIGN, _escaped, text) if "*" in text else text


def _escaped(sign: re.Match[str]) -> str:
    return sign[0] if sign[0][0] == "【" else sign[0].replace("*", "\\*")


def written(text: str) -> str:
    """A text as it is typed in an outline: what `marked` reads as the same text. Emphasis that
    no outline can hold (see `fitting`) is left out."""
    known = emphasised(text)
    if not known and "*" not in text:
        return str(text)
    stars = ("", "**")
    starred = (f"{stars[bold]}{literal(one)}{stars[bold]}" for one, _, bold in by_emphasis(text))
    typed = "".join(starred) if known else str(text)  # a redaction (张**) stays as it is
    read = marked(Text(typed))
    return typed if read == text and emphasised(read) == known else literal(str(text))


def fitting(text: Text) -> tuple[Text, Stretches]:
    """A text of another program with the emphasis that an outline can hold: without the marks at
    its edges, one for each sentence; and the words that cannot be emphasised."""
    kept: list[tuple[int, int]] = []
    lost: list[tuple[int, int]] = []
    for start, end in emphasised(text):
        for found in re.finditer(f"[^{_STOPS}]+", text[start:end]):
            one = _trimmed(text, start + found.start(), start + found.end())
            whole = _may_be(text[slice(*one)]) and text[: one[0]][-1:] != "\\"
            if any(map(str.isalnum, text[slice(*one)])):
                (kept if whole else lost).append(one)
    return stressed(text, kept), lost


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the marks at its ends, and without quotes there that are not whole."""
    for _ in range(_MOST_TRIMMED):
        bare = text[start:end].lstrip(f"{_EDGES} \t\u3000\xa0")
        start = end - len(bare)
        end = start + len(bare.rstrip(f"{_EDGES} \t\u3000\xa0"))
        if start >= end or _may_be(text[start:end]):
            break
        if text[start] in _PAIRS:
            start += 1
        elif text[end - 1] in _PAIRS:
            end -= 1
    return start, end


def stressed(text: Text, stretches: Stretches) -> Text:
    """The text with these stretches emphasised, and nothing else."""
    if not stretches:
        return calm(text)
    edges = [0, *(at for stretch in stretches for at in stretch), len(text)]
    ends = enumerate(pairwise(edges))
    return joined(*(_as(Emphasis if at % 2 else Span, cut(text, *pair)) for at, pair in ends))


def strong(text: Text) -> Text:
    """The text, emphasised as a whole."""
    return _as(Emphasis, text)


def calm(text: Text) -> Text:
    """The text without emphasis."""
    return _as(Span, text) if emphasised(text) else text


def _as(kind: type[Span], text: Text) -> Text:
    """The text with all its characters in places of that kind."""
    known = origins_of(text)
    if not known or known[0][0]:
        known = ((0, Span()), *known)
    return Text(text, tuple((at, _place(kind, span)) for at, span in known))


def _place(kind: type[Span], span: Span) -> Span:
    same = type(span) is kind
    return span if same else kind(span.file, span.line, span.column, span.end_column)
