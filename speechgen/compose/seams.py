"""Where a text of ours and one of the user's meet in a sentence: no word twice, no stop inside.

Owns which words and marks give way. Must not know templates or blocks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, TypeVar

from speechgen.marks import HAN
from speechgen.schema.notes import FileNotes
from speechgen.text import Text

_ALONE: Final = frozenset("前内在于请由的我")
"""Words of one character that are not meant twice where a text of ours meets the user's; others
may be (就 + 就业, 有 + 有关, 作 + 作风)."""
_NOUN: Final = tuple("团队处会信词语函品")
"""What makes another word of the one before it: 代表 + 代表团, 欢迎 + 欢迎会, 感谢 + 感谢信."""
_NO_SEAM: Final = ("在建", "在编", "在职", "在校", "在册", "在线", "在岗")
_LONGEST: Final = 12  # characters
_AHEAD: Final = 6  # characters of the user's before words of ours: 会议的 + 主要任务是
_LEAST: Final = 3  # characters that are meant once wherever they stand there
_NUMERAL: Final = r"[一二三四五六七八九十两几\d]{1,3}(?=[点项个条])"
GOES_ON: Final = rf"，|{HAN}"
"""How a text of ours begins that goes on with the sentence before it."""

Piece = TypeVar("Piece", str, Text)


def seamed(pieces: Sequence[str]) -> Sequence[str]:
    """The pieces of a paragraph, without words of ours that the user's own text says already
    where they meet: 定于5月底前 + 前完成, 召开 + 召开全区会议, 主要任务是 + 会议的主要任务是, …."""
    done: list[str] = []
    for piece in filter(None, pieces):
        if done and not (_theirs(piece) or _theirs(done[-1])):
            done[-1] += piece  # both ours
        else:
            done.append(piece)
    for at in range(1, len(done)):
        before, behind = done[at - 1], done[at]
        shared = _overlap(before, behind)
        if _theirs(behind) and not _theirs(before):
            shared = shared or _said_ahead(before, behind)
            done[at - 1] = before[: len(before) - shared]
        elif shared and not _theirs(behind):
            done[at] = behind[shared:]
        elif _theirs(before) and not _theirs(behind):
            done[at] = behind[_said_behind(before, behind) :]
    return done


def without_stop(value: Piece, notes: FileNotes) -> Piece | Text:
    """A value of the user's that is no sentence where it is printed, without the full stop behind
    it, which is told."""
    return notes.without_stop(value) if isinstance(value, Text) and _theirs(value) else value


def _theirs(piece: str) -> bool:
    return isinstance(piece, Text) and bool(piece.origins)


def _overlap(left: str, right: str) -> int:
    """How many characters at the end of one text are said again at the beginning of the next."""
    alone = right[:1] in _ALONE and not right.startswith(_NO_SEAM)
    for size in range(min(len(left), len(right), _LONGEST), not alone, -1):
        if left.endswith(right[:size]) and re.fullmatch(
            f"{HAN}+(?:(?<=..)，{HAN}*)?", right[:size]
        ):
            noun = size > 1 and _theirs(right) and right[size : size + 1] in _NOUN
            return 0 if noun else size
    return 0


def _said_ahead(ours: str, theirs: str) -> int:
    """How many characters of our last clause give way to the user's first words, which say its
    end in their own way: 主要任务是 + 会议的任务是, …."""
    clause = re.search(f"(?:^|(?<=[，。；：]))({HAN}+)$", ours)
    if clause and theirs.startswith(f"{clause[1].removesuffix('是')}："):
        return len(clause[1])
    for size in range(len(clause[1]) if clause else 0, _LEAST - 1, -1):
        words = ours[-size:]
        at = theirs.find(words, 0, _AHEAD + size)
        if at > 0 and clause and re.fullmatch(f"{HAN}+", theirs[:at]):
            return len(clause[1])
    return 0


def _said_behind(theirs: str, ours: str) -> int:
    """How many characters at the beginning of ours, a clause, the user's text ends with, whatever
    number it says: …，我讲三点意见 + ，我讲两点意见。"""
    clause = re.match(f"，?({HAN}+)(?=。|$)", ours)
    if clause is None or len(clause[1]) < _LEAST or not re.search(_NUMERAL, clause[1]):
        return 0
    said, meant = (re.sub(_NUMERAL, "#", text) for text in (theirs, clause[1]))
    return clause.end() if said.endswith(meant) else 0
