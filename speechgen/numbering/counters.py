"""Counters: the symbols that count, as one table, and Chinese numerals.

Owns all that is known of a counter: how it writes and reads numbers, how its labels are typed, how
Word counts the same way. To add one, add a row to `_TABLE`. Must not know how a label or a list is
found.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Final

from speechgen.frozen import frozen
from speechgen.marks import DIGITS

LARGEST: Final = 9999
"""The largest number that is written as a Chinese numeral."""

_DIGITS: Final = "零一二三四五六七八九"
_UNITS: Final = {"千": 1000, "百": 100, "十": 10}
_VALUES: Final = {char: at for at, char in enumerate(_DIGITS)} | {"〇": 0, "两": 2}
_SPELLINGS: Final = (("〇", "零"), ("两百", "二百"), ("两千", "二千"))
_SPOKEN: Final = {0: "零", 2: "两"}


@cache
def chinese(n: int) -> str:
    """`n` (1 … 9999) as a Chinese numeral: 十, 十一, 二十, 一百零一, 一百一十.

    Raises ValueError for any other number.
    """
    if not 1 <= n <= LARGEST:
        raise ValueError(f"no Chinese numeral for {n}: only 1 to {LARGEST}")
    written, rest, gap = "", n, False
    for unit, value in _UNITS.items():
        digit, rest = divmod(rest, value)
        if digit:
            lone_ten = value == 10 and digit == 1 and not written
            written += ("零" if gap else "") + ("" if lone_ten else _DIGITS[digit]) + unit
            gap = False
        elif written:
            gap = True
    if rest:
        written += ("零" if gap else "") + _DIGITS[rest]
    return written


def numbers_in(text: str) -> list[int]:
    """The numbers that a text names, in figures, in circles or in Chinese; 0 for none of them."""
    found = re.findall(r"\d{1,9}|[一二三四五六七八九十百两]+", unicodedata.normalize("NFKC", text))
    return [int(one) if one.isdecimal() else parse_chinese(one) or 0 for one in found]


def parse_chinese(text: str) -> int | None:
    """The number (1 … 9999) that a Chinese numeral says; None if `text` is not one.

    〇 is read as 零, 两 as 二 where speech allows it (两, 两百, 两千零五), and a full 一十 as 十.
    Digit by digit (二〇二六) is a year, not a numeral: None.
    """
    if not 0 < len(text) <= 8:
        return None
    total, digit = 0, 0
    for char in text:
        if char in _VALUES:
            digit = _VALUES[char]
            total += digit
        elif char in _UNITS:
            total += digit * (_UNITS[char] - 1) if digit else _UNITS[char]
            digit = 0
        else:
            return None
    if not 1 <= total <= LARGEST:
        return None
    for tolerated, plain in _SPELLINGS:
        text = text.replace(tolerated, plain)
    text = {"两": "二"}.get(text, text)
    return total if chinese(total) == (text[1:] if text.startswith("一十") else text) else None


def counted(n: int, measure: str) -> str:
    """How many, before a measure word: 两点, 十二项, 一百零二个, 二百条.

    Two alone is 两; within a larger number it stays 二. Zero is 零; what no Chinese numeral says
    (over 9999) is written in digits.
    """
    written = _SPOKEN.get(n) or (chinese(n) if 1 <= n <= LARGEST else n)
    return f"{written}{measure}"


FLOATING: Final = 9
"""The rank of labels that stand as deep as they happen to: 一是 第一， 首先， 其一，."""


@frozen
class LabelShape:
    """How the labels of one family are typed.

    In `regex` N is the counting symbol: any of `symbols`, which count from 1, or else the
    counter's own. `pattern` is canonical, the family's if empty; {tail} in it is what group `tail`
    matched, made full-width. `rank` is the place that such labels usually have (一、 before （一）
    before 1.).
    """

    family: str
    regex: str
    pattern: str = ""
    rank: int = FLOATING
    symbols: str = ""


@frozen
class Counter:
    """One way to count.

    `id` is the symbol for the first item as a pattern writes it. `sign` is a regular expression
    for any of its symbols, `typed` the same in a label of a text, where that differs.
    `symbol(n, total)` gives the symbol of item `n` of `total`; `number(symbol, total)` reads it
    back (None if it is not one). A list of fewer than `least` or more than `most` items cannot be
    counted this way. `word` is the number format (ISO 29500-1, 17.18.59) in which Word writes the
    same symbols. `shapes` say how its labels are typed; without any, like `Ⅰ、` and `Ⅰ.`.
    """

    id: str
    sign: str
    symbol: Callable[[int, int], str]
    number: Callable[[str, int], int | None]
    most: int
    least: int = 1
    typed: str = ""
    word: str = ""
    shapes: tuple[LabelShape, ...] = ()

    def can(self, total: int) -> bool:
        """Whether a list of `total` items can be counted this way."""
        return self.least <= total <= self.most


def _listed(symbols: str, word: str = "", *shapes: LabelShape) -> Counter:
    """A counter whose symbols are single characters in a row."""
    numbers, typed = {symbol: at for at, symbol in enumerate(symbols, 1)}, f"[{symbols}]"
    return Counter(
        id=symbols[0],
        sign=f"(?<![A-Za-z]){typed}(?![A-Za-z])" if symbols.isascii() else typed,
        symbol=lambda n, _total: symbols[n - 1],
        number=lambda symbol, _total: numbers.get(symbol),
        most=len(symbols),
        typed=typed,
        word=word,
        shapes=shapes,
    )


SEQUENCES: Final = {
    2: ("首先", "其次"),
    3: ("首先", "其次", "最后"),
    4: ("首先", "其次", "再次", "最后"),
}
"""The words that count a whole list, by its length."""


def _word_number(symbol: str, total: int) -> int | None:
    words = SEQUENCES.get(total, SEQUENCES[4])
    return words.index(symbol) + 1 if symbol in words else None


_LONGEST_NUMBER: Final = 9  # digits; no list is longer
BLANKS: Final = " \t\u00a0\u3000"
_BLANK: Final = f"[{BLANKS}]"
_OPEN, _CLOSE, _COMMA = "[（(﹙]", "[）)﹚]", "[，,、：:]"
_NUMERALS: Final = "一二三四五六七八九十百千零〇"
_MORE: Final = "[、．.]?"
_PARTS: Final = "个?(?:项|点|步|方面|问题|件事|句话|层面)"
_DIVISIONS: Final = "(?:个?部分|讲|课|单元|阶段|环节|模块|板块|专题|篇章|乐章|幕|站)"
_PART_END: Final = f"(?:[，,：:]|(?={_BLANK}))"
_UPPER: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LETTER: Final = r"N[．.、](?![A-Za-z]\.|\d)"
STARTS: Final = f"{DIGITS}一二三四五六七八九十百第其首（(①②③④⑤⑥⑦⑧⑨⑩A"
"""What a typed label may begin with."""
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"


def _bracketed(letter: str) -> tuple[LabelShape, LabelShape]:
    whole = LabelShape(f"（{letter}）", f"{_OPEN} *N *{_CLOSE}{_MORE}")
    return whole, LabelShape(f"{letter}）", f"N{_CLOSE}")


_TABLE: Final = (
    Counter(
        id="一",
        sign=f"[{_NUMERALS}]+",
        symbol=lambda n, _total: chinese(n),
        number=lambda symbol, _total: None if "两" in symbol else parse_chinese(symbol),
        most=LARGEST,
        typed=f"[{_NUMERALS}]{{1,7}}",
        word="chineseCountingThousand",
        shapes=(
            LabelShape("（一）", f"{_OPEN} *N *{_CLOSE}{_MORE}", rank=5),
            LabelShape("（一）", f"N{_MORE}", rank=5, symbols="㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"),
            LabelShape(
                "一是",
                "N(?P<tail>个?是|个?要(?![素件点义塞道害闻员目因]|求(?![真实新精稳])|领(?!导)))[：:，,]?",
                "一{tail}",
            ),
            LabelShape("一、", f"N{_BLANK}*[、､﹑丶．.]", rank=4),
            LabelShape("一）", f"N{_CLOSE}"),
            LabelShape("第一，", f"第N{_BLANK}*{_COMMA}"),
            LabelShape("第一，", f"第N(?P<tail>{_PARTS}{_PART_END})", "第一{tail}"),
            LabelShape("第一，", f"第N(?P<tail>{_DIVISIONS}{_PART_END})", "第一{tail}", rank=0),
            LabelShape("第一章", "第N编(?![的规至到和与及第])", "第一编", rank=0),
            LabelShape("第一章", "第N章(?![的规至到和与及第])", rank=1),
            LabelShape("第一节", f"第N节(?={_BLANK}|$)", rank=2),
            LabelShape("第一条", f"第N条(?={_BLANK}|$)", rank=3),
            LabelShape("其一，", f"其N(?:(?P<tail>是)|{_COMMA})", "其一{tail}"),
        ),
    ),
    Counter(
        id="1",
        sign=r"\d+",
        symbol=lambda n, _total: str(n),
        number=lambda symbol, _total: (
            int(symbol) or None if symbol.isdecimal() and len(symbol) <= _LONGEST_NUMBER else None
        ),
        most=10**_LONGEST_NUMBER - 1,
        typed=f"[{DIGITS}]{{1,3}}",
        word="decimal",
        shapes=(
            LabelShape("（1）", f"{_OPEN} *N *{_CLOSE}{_MORE}", rank=7),
            LabelShape("（1）", f"N{_MORE}", rank=7, symbols="⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
            LabelShape(
                "1.",
                rf"N{_BLANK}?[．.](?:(?=(?:19|20)\d\d[年—～~至-]|\d{{1,2}}月)|(?![0-9０-９.．]))",
                rank=6,
            ),
            LabelShape("1.", f"N{_BLANK}?[、､﹑丶。]", rank=6),
            LabelShape("1.", f"N\ufe0f?\u20e3{_MORE}", rank=6),
            LabelShape("1.", "N", rank=6, symbols="⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
            LabelShape("1）", f"N{_CLOSE}"),
            LabelShape("第1，", f"第N{_BLANK}*{_COMMA}"),
        ),
    ),
    _listed(
        "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
        "decimalEnclosedCircle",
        LabelShape("①", f"N{_MORE}", rank=8),
        LabelShape("①", f"N{_MORE}", rank=8, symbols="❶❷❸❹❺❻❼❽❾❿"),
    ),
    Counter(
        id="首先",
        sign="|".join(SEQUENCES[4]),
        symbol=lambda n, total: SEQUENCES[total][n - 1],
        number=_word_number,
        most=max(SEQUENCES),
        least=min(SEQUENCES),
        shapes=(LabelShape("首先，", f"N{_COMMA}"),),
    ),
    _listed(_UPPER, "upperLetter", LabelShape("A.", _LETTER), *_bracketed("A")),
    _listed(_UPPER.lower(), "lowerLetter", LabelShape("a.", _LETTER), *_bracketed("a")),
    _listed("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"),
    _listed(_STEMS, "ideographTraditional", LabelShape("甲、", f"N[、．.](?![{_STEMS}])")),
)

COUNTERS: Final = {counter.id: counter for counter in _TABLE}
"""Every counter by its id, in the order in which a pattern is searched for them."""
