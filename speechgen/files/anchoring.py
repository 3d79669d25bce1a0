"""Anchors: what lets the paragraphs of a DOCX be known again after somebody edited them in Word.

Owns the names of the bookmarks, the digest of a paragraph's words, and the record of both that
stands in the package's custom properties, written and read back. No words stand in either. Must
not know documents or elements.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from struct import pack
from typing import Final, NamedTuple
from zlib import crc32

from speechgen.marks import FORBIDDEN, REPLACEMENT

CUSTOM: Final = "docProps/custom.xml"
FORMAT: Final = 1
"""Of the record; a reader of this one gives no digests of another."""

_PROPERTY: Final = "speechgen"
_PIECE: Final = 250  # characters of a property; Word's dialog takes 255
_NONE: Final = "-"
_NAME: Final = r"_s([1-9a-z][0-9a-z]{0,4})(_Copy_[0-9]{1,9})?"
_RECORD: Final = r"([0-9]{1,4}) ([0-9a-f]{6}) ([0-9a-f]{6}|-) ([0-9]{1,7}) ?((?:[0-9a-f]{6})*)"
_CELLS: Final = r"(?:t([0-9]{1,7})t((?:[0-9a-f]{6})*))?"
_SIGNS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


class Marking(NamedTuple):
    """What a DOCX with anchors says it is a draft of, in digests: its outline (`outline_id`), and
    the word for it in a pack (empty for what is no paper of one)."""

    outline: str
    paper: str = ""


class AnchorRecord(NamedTuple):
    """What the properties of a DOCX say. `digests` are of all printed paragraphs in order:
    the one of anchor n is `digests[n - 1]`; `cells` are of all cells of tables, which have no
    anchors. None of either where it was cut or is of another format."""

    format: int
    marking: Marking
    digests: tuple[str, ...]
    cells: tuple[str, ...] = ()


class AnchorName(NamedTuple):
    """An anchor's number, from 1; `copied` if an office program says that it copied it."""

    number: int
    copied: bool = False


def digest(words: str) -> str:
    """Six hexadecimal digits of a paragraph's words. Blanks and line breaks do not count: every
    program has its own way with them. Two texts in 16 million share a digest: it is a witness, no
    proof."""
    return digests([words])[0]


def digests(paragraphs: Sequence[str]) -> list[str]:
    """The digest of each paragraph's words."""
    counting = (
        one.replace(" ", "")
        if one.isprintable()  # nearly all: no other blank is
        else "".join(re.sub(FORBIDDEN, REPLACEMENT, one).split())  # as a DOCX holds them
        for one in paragraphs
    )
    sums = [crc32(one.encode()) for one in counting]
    run = pack(f">{len(sums)}I", *sums).hex()
    return [run[at : at + 6] for at in range(2, len(run), 8)]  # of eight digits the last six


def outline_id(kind: str, title: str) -> str:
    """What tells drafts of one outline from those of another: of its meeting type and the
    document's title, which everybody can read. No path, no file's name."""
    return digest(f"{kind}:{title}")


def anchor_name(number: int) -> str:
    """The name of the bookmark: `_s` and the number in base 36. Word hides names with a `_`."""
    signs = ""
    while number:
        number, sign = divmod(number, 36)
        signs = _SIGNS[sign] + signs
    return f"_s{signs}"


def anchor_of(name: str) -> AnchorName | None:
    """The anchor that goes by this name; None for any other bookmark."""
    found = re.fullmatch(_NAME, name)
    return AnchorName(int(found[1], 36), bool(found[2])) if found else None


def recorded(marking: Marking, digests: Sequence[str], cells: Sequence[str] = ()) -> dict[str, str]:
    """The record as custom properties: name -> value."""
    head = f"{FORMAT} {marking.outline} {marking.paper or _NONE} {len(digests)}"
    whole = f"{head} {''.join(digests)}" if digests else head
    whole += f"t{len(cells)}t{''.join(cells)}" if cells else ""
    pieces = (whole[at : at + _PIECE] for at in range(0, len(whole), _PIECE))
    return dict(zip(_property_names(), pieces, strict=False))


def record_of(properties: Mapping[str, str]) -> AnchorRecord | None:
    """The record in custom properties (name -> value); None where there is none."""
    pieces: list[str] = []
    for name in _property_names():
        if name not in properties:
            break
        pieces.append(properties[name])
    found = re.match(_RECORD + _CELLS, "".join(pieces))
    if found is None:
        return None
    format, outline, paper, *runs = found.groups()
    digests, cells = (
        _run(many, run) if int(format) == FORMAT else () for many, run in (runs[:2], runs[2:])
    )
    return AnchorRecord(int(format), Marking(outline, paper.removeprefix(_NONE)), digests, cells)


def _run(many: str | None, run: str | None) -> tuple[str, ...]:
    """The digests of a run that should hold so many; none if it does not."""
    found = tuple(run[at : at + 6] for at in range(0, len(run), 6)) if run else ()
    return found if len(found) == int(many or 0) else ()


def is_record(name: str) -> bool:
    """Whether a custom property of this name is a piece of a record."""
    return re.fullmatch(rf"{_PROPERTY}[0-9]*", name) is not None


def _property_names() -> Iterator[str]:
    """speechgen, speechgen2, speechgen3, …"""
    return (f"{_PROPERTY}{number if number > 1 else ''}" for number in count(1))
