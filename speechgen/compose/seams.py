"""Where a text of ours and one of the user's meet in a sentence: no word twice, no stop inside.

Owns which words and marks give way, and what is told where a word is said twice all the same.
Must not know templates or blocks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, TypeVar

from speechgen.diagnostics import Span
from speechgen.marks import HAN
from speechgen.schema.notes import FileNotes
from speechgen.text import Text, cut, origins_of, place_of

_ALONE: Final = frozenset("前内在于请由的我报就")
"""Words of one character that are not meant twice where a text of ours meets the user's; others
may be (有 + 有关, 作 + 作风)."""
_NOUN: Final = tuple("团队处会信词语函品")
"""What makes another word of the one before it: 代表 + 代表团, 欢迎 + 欢迎会, 感谢 + 感谢信."""
_NO_SEAM: Final = ("在建", "在编", "在职", "在校", "在册", "在线", "在岗", "报社", "报业", "报刊",
            "报纸", "报告", "就业", "就医", "就诊", "就餐", "就学", "就读", "就近", "就地", "就任",
            "就职", "就座", "就是", "就要", "就能", "就会", "就可以")  # fmt: skip
_LONGEST: Final = 12  # characters
_AHEAD: Final = 6  # characters of the user's before words of ours: 会议的 + 主要任务是
_LEAST: Final = 3  # characters that are meant once wherever they stand there
_NUMERAL: Final = r"[一二三四五六七八九十两几\d]{1,3}(?=[点项个条])"
_WORD: Final = 2  # characters
_SENTENCE: Final = 60  # characters that are looked at
_SAME: Final = (
    ("按照", "根据", "依据", "依照", "遵照"),
    ("提出", "反映", "提到", "说"),
    ("责任", "负责", "牵头"),
)
"""Words of which one does where two meet: 按照 + 根据上级要求."""
_ASKED: Final = "请"
_LABEL: Final = rf"{HAN}{{2,8}}[：:]"
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


def tell_echoes(pieces: Sequence[str], notes: FileNotes) -> None:
    """A word about each value that says again what is printed right before or behind it, or
    behind a later one (由教务处牵头，5日前完成。+ 由教务处牵头，10日前完成)."""
    values: list[Text] = []
    asked = False  # whether a text of ours before the value asks somebody: 请 + 院长 + 请院长讲话
    for before, behind in pairwise(_by_whose(pieces)):
        asked = asked or (before.endswith(_ASKED) and not _theirs(before))
        again = asked and _theirs(before) and _theirs(behind) and behind.startswith(_ASKED)
        if again and isinstance(behind, Text):
            _tell_echo(behind, "前面", _ASKED, _ASKED, notes)
        if _theirs(behind) == _theirs(before):
            continue
        if isinstance(before, Text) and _theirs(before):
            clause = re.match(f"{HAN}{{{_WORD},4}}(?=[，。；]|$)", behind)
            word = clause[0] if clause else ""
            for earlier in values if word else ():
                if word in earlier:
                    _tell_echo(earlier, "后面", word, word, notes)
            values.append(before)
        value = behind if _theirs(behind) else before
        at, find = ("前面", _echo) if value is behind else ("后面", _echo_behind)
        ours, word = find(before, behind)
        if word and isinstance(value, Text):
            _tell_echo(value, at, ours, word, notes)


def _by_whose(pieces: Sequence[str]) -> list[str]:
    """The pieces, those of both (10日 + 前完成) taken apart, what is ours joined."""
    done: list[str] = []
    for piece in pieces:
        origins = origins_of(piece) or ((0, Span()),)
        ends = [*(start for start, _ in origins[1:]), len(piece)]
        for (start, span), end in zip(origins, ends, strict=True):
            if span.line:
                done.append(cut(piece, start, end))
            elif done and not _theirs(done[-1]):
                done[-1] += str(piece)[start:end]
            else:
                done.append(str(piece)[start:end])
    return done


def tell_said(before: Text, paragraph: str, notes: FileNotes) -> None:
    """A word about a paragraph of the user's that the next one, which is ours, begins with."""
    said = before.rstrip("。！")
    ours = not place_of(paragraph).line and place_of(before).line
    if ours and len(said) > _LEAST and paragraph.startswith(said):
        _tell_echo(before, "后面", paragraph, said, notes)


def _tell_echo(value: Text, at: str, ours: str, word: str, notes: FileNotes) -> None:
    """A word about a value that says again what is printed before or behind it."""
    said = f"{at}由程序印“{ours}”，这里又写“{word}”，话重复了"
    notes.hint(notes.place(value), "value-echo", said, "只写接着程序的话往下说的那几个字")


def _echo(ours: str, theirs: str) -> tuple[str, str]:
    """The end of our sentence, and the word of it which the user's first clause says again: it
    begins with it (从目前进展看，+ 从目前看), does once more what our verb does (热烈欢迎 +
    向大家表示热烈欢迎) or says what it is about (总的要求是：+ 今年的要求是：). Or no word."""
    ours = ours[-_SENTENCE:]
    ends, begins = re.search(f"(?:{HAN}|，)*{HAN}(?=[：，]?$)", ours), re.match(f"{HAN}+", theirs)
    if not ends or not begins:
        return "", ""
    said, first = ends[0], begins[0]
    verb, shown = said[-_WORD:], said[-_LONGEST:].lstrip("，")
    words = [first[:_WORD]] if first[:_WORD] in said and not re.fullmatch(_LABEL, ours) else []
    words = [word for word in words if _meant(theirs, 0)]
    label = re.match(_LABEL, theirs) if re.fullmatch(_LABEL, ours) else None
    if label and not set(label[0][:-1]).isdisjoint(said):  # 发送：+ 分送：
        words.append(label[0])
    if again := re.search(f"{verb[0]}[了的]", first) if verb[1:] == "了" else None:
        words.append(again[0])
    at = first.find(verb, 0, _WORD + 2)
    ends_so = theirs.rstrip("。！").endswith(verb)
    if len(verb) == _WORD and (ends_so or (at >= 0 and _meant(theirs, at))):
        longer = max(at, 0) if not ends_so else 0
        words.append(first[: longer + _WORD] if said.endswith(first[: longer + _WORD]) else verb)
    about = re.match(f"{HAN}{{0,10}}?(?=是|：)", theirs)
    if about and ours.endswith(("是", "：", "，")):
        words += [two for two in reversed(_twos(about[0])) if two in said]
    return shown, next(iter(words), "") or _another(said[-5:], first)


def _echo_behind(theirs: str, ours: str) -> tuple[str, str]:
    """The next clause, which is ours, and its word that the user's last one ends in already:
    …班开班式 + 正式开班了. Or no word."""
    last, clause = re.search(f"{HAN}*$", theirs[-2 * _WORD :]), re.match(f"{HAN}*", ours)
    assert last and clause
    return clause[0], next((two for two in _twos(last[0]) if two in clause[0]), "")


def _another(said: str, first: str) -> str:
    """Another word for one of ours that the user's clause begins with, or ends in; or ""."""
    return next(
        (
            word
            for words in _SAME
            if any(one in said for one in words)
            for word in words
            if first.endswith(word) or (first.startswith(word) and first[len(word) :][:1] != "明")
        ),
        "",
    )


def _meant(theirs: str, at: int) -> bool:
    return theirs[at + _WORD : at + _WORD + 1] not in _NOUN


def _twos(text: str) -> list[str]:
    return [text[at : at + _WORD] for at in range(len(text) - 1)]


def without_stop(value: Piece, notes: FileNotes, follows: str = "") -> Piece | Text:
    """A value of the user's without the mark behind it, which is told, where what `follows`, ours,
    shows that it ends no sentence (财务科、 + 牵头) or that it does (抓好落实； + 。)."""
    if not isinstance(value, Text) or not _theirs(value):
        return value
    if follows == "。":
        return notes.without_stop(value, "；、，;,", "是一句的最后，后面印“。”")
    return notes.without_stop(value, "。" if follows == "，" else "。；、;")


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
