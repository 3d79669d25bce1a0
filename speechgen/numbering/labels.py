"""Recognition: whether a text opens with a label, of which family, with which number.

Purely local: whether the label counts where it stands (is it the next one?) is for the reader
of the document to say. To teach a new variant, add or widen a row of `_SHAPES`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from speechgen.frozen import frozen
from speechgen.numbering.counters import COUNTERS
from speechgen.numbering.scheme import pattern_of


@frozen
class Label:
    """A label found at the start of a text.

    `pattern` is the canonical pattern (`（一）` also for `(一)` and ㈠), `family` the one that
    stands for all its relatives (`一是` for 一要, `第一，` for 第一项：). `number` counts from 1
    (最后 is 4, although it may end a list of 3). `text` is the label as it stands; `end` the offset
    of what follows it, blanks skipped. `variant` is true where `text` is not what `pattern` prints.
    """

    pattern: str
    family: str
    number: int
    text: str
    end: int
    variant: bool


@frozen
class _Shape:
    """One row of the table: how a family's labels are typed.

    In `regex` N stands for a Chinese numeral and D for digits, captured as the counting symbol.
    `pattern` is canonical; {tail} in it is what group `tail` matched, made full-width.
    """

    family: str
    regex: str
    pattern: str = ""


_NUMERAL: Final = "[一二三四五六七八九十百千零〇]{1,7}"
_DIGITS: Final = "[0-9０-９]{1,3}"
_BLANK: Final = "[ \t\u00a0\u3000]"
_OPEN, _CLOSE, _COMMA = "[（(﹙]", "[）)﹚]", "[，,、：:]"
_AFTER_BRACKET: Final = "[、．.]?"
_UNIT: Final = "个?(?:项|点|步|方面|部分|问题|件事|句话|层面)"
_SECOND: Final = (
    f"第?({_NUMERAL}|{_DIGITS})(?:年级|季度|等奖|级|审|期|线|把手|班|楼|号|栋|月|日|产业|批|、)"
)
"""What makes two neighbouring numbers with 、 between them a pair (一、二年级), not a label."""

_SHAPES: Final = (
    _Shape("（一）", f"{_OPEN} *N *{_CLOSE}{_AFTER_BRACKET}"),
    _Shape("（一）", f"(?P<n>[㈠-㈩]){_AFTER_BRACKET}"),
    _Shape("（1）", f"{_OPEN} *D *{_CLOSE}{_AFTER_BRACKET}"),
    _Shape("（1）", f"(?P<n>[⑴-⒇]){_AFTER_BRACKET}"),
    _Shape("一是", r"N(?P<tail>个?是|个?要(?![素件点义塞道害闻员求领目因]))[：:，,]?", "一{tail}"),
    _Shape("一、", f"N{_BLANK}*[、､丶．.]"),
    _Shape("一）", f"N{_CLOSE}"),
    _Shape(
        "1.",
        rf"D{_BLANK}?[．.](?:(?=(?:19|20)\d\d[年—～~至-]|\d{{1,2}}月)|(?![0-9０-９.．]))",
    ),
    _Shape("1.", f"D{_BLANK}?[、､丶。]"),
    _Shape("1.", "(?P<n>[⒈-⒛])"),
    _Shape("1）", f"D{_CLOSE}"),
    _Shape("①", f"(?P<n>[①-⑳❶-❿]){_AFTER_BRACKET}"),
    _Shape("第一，", f"第N{_BLANK}*{_COMMA}"),
    _Shape("第一，", f"第N(?P<tail>{_UNIT}(?:[，,：:]|(?={_BLANK})))", "第一{tail}"),
    _Shape("第1，", f"第D{_BLANK}*{_COMMA}"),
    _Shape("第一章", "第N(?P<tail>[章编](?![的规至到和与及第]))", "第一{tail}"),
    _Shape("第一节", f"第N节(?={_BLANK}|$)"),
    _Shape("第一条", f"第N条(?={_BLANK}|$)"),
    _Shape("其一，", f"其N(?:(?P<tail>是)|{_COMMA})", "其一{tail}"),
    _Shape("首先，", f"(?P<n>首先|其次|再次|最后){_COMMA}"),
    _Shape("A.", r"(?P<n>[A-Z])[．.、](?![A-Za-z]\.|\d)"),
    _Shape("a.", r"(?P<n>[a-z])[．.、](?![A-Za-z]\.|\d)"),
    _Shape("Ⅰ、", "(?P<n>[Ⅰ-Ⅻ])[、．.]"),
    _Shape("甲、", "(?P<n>[甲乙丙丁戊己庚辛壬癸])[、．.](?![甲乙丙丁戊己庚辛壬癸])"),
)


@cache
def _any_shape() -> re.Pattern[str]:
    """All rows as one regular expression; row `i` is group `s{i}`, its parts `n{i}`, `tail{i}`.

    Made at the first recognition: a draft recognises nothing and does not pay for it.
    """
    rows = []
    for at, shape in enumerate(_SHAPES):
        regex = shape.regex.replace("N", f"(?P<n>{_NUMERAL})").replace("D", f"(?P<n>{_DIGITS})")
        regex = regex.replace("(?P<n>", f"(?P<n{at}>").replace("(?P<tail>", f"(?P<tail{at}>")
        rows.append(f"(?P<s{at}>{regex})")
    return re.compile(f"{_OPENING}(?:{'|'.join(rows)}){_BLANK}*")


_OPENING: Final = (
    "(?=[（(﹙㈠-㈩⑴-⒇①-⑳❶-❿⒈-⒛Ⅰ-Ⅻ0-9０-９A-Za-z"
    "一二三四五六七八九十百千第其首再最甲乙丙丁戊己庚辛壬癸])"
)
"""The characters that can open a label: most paragraphs are turned away here."""

_FULL_WIDTH: Final = str.maketrans(",:", "，：")
_COMBINED: Final = {
    symbol: n
    for run in (
        "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩",
        "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
        "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
        "❶❷❸❹❺❻❼❽❾❿",
    )
    for n, symbol in enumerate(run, 1)
}
"""Characters that hold a whole label or stand for another counter's symbol."""

_NUMERAL_CHARS: Final = frozenset("一二三四五六七八九十百千零〇0123456789０１２３４５６７８９")
_GLUED: Final = _NUMERAL_CHARS | frozenset("第统唯单专划归其.．")
"""In the middle of a text, a numeral after one of these is part of a longer word (统一是)."""


def recognise(text: str, start: int = 0) -> Label | None:
    """The label that stands at offset `start` of `text`, None if there is none.

    Blanks before the label are not skipped.
    """
    match = _any_shape().match(text, start)
    if match is None or match.lastgroup is None:
        return None
    if start and text[start] in _NUMERAL_CHARS and text[start - 1] in _GLUED:
        return None
    row = int(match.lastgroup[1:])
    shape = _SHAPES[row]
    tail = match[f"tail{row}"] if "{tail}" in shape.pattern else ""
    meant = _meant(row, match[f"n{row}"], tail or "，")
    if meant is None or _is_pair(text, match.end(), meant.number):
        return None
    stands = match[match.lastgroup]
    variant = stands != meant.printed
    return Label(meant.pattern, shape.family, meant.number, stands, match.end(), variant)


class _Meant(NamedTuple):
    """What a label says: its canonical pattern, its number, and how it is printed."""

    pattern: str
    number: int
    printed: str


@lru_cache(maxsize=1024)
def _meant(row: int, symbol: str, tail: str) -> _Meant | None:
    """What the symbol of a label of one shape says; None if that is no number."""
    shape = _SHAPES[row]
    canonical = shape.pattern or shape.family
    if "{tail}" in canonical:
        canonical = canonical.format(tail=tail.translate(_FULL_WIDTH))
    pattern = pattern_of(canonical)
    counter = COUNTERS[pattern.counter]
    number = _COMBINED.get(symbol) or counter.number(symbol, 0)
    if number is None:
        return None
    printed = f"{pattern.before}{counter.symbol(number, counter.most)}{pattern.after}"
    return _Meant(canonical, number, printed)


def _is_pair(text: str, at: int, number: int) -> bool:
    """Whether the number of a label and what follows at `at` are one expression: 一、二年级."""
    if text[at - 1] != "、":
        return False
    match = re.compile(_SECOND).match(text, at)
    if match is None:
        return False
    second = match[1]
    follows = int(second) if second.isdecimal() else COUNTERS["一"].number(second, 0)
    return follows == number + 1
