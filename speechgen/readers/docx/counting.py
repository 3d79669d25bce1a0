"""Automatic numbers as Word shows them: w:numPr resolved to label texts.

Owns numbering definitions, overrides, restarts and number formats. Must not know paragraphs'
texts nor what a label means.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import field
from typing import Final, NamedTuple

from speechgen.frozen import frozen
from speechgen.numbering import COUNTERS, chinese
from speechgen.readers.docx.styles import StyleFacts
from speechgen.readers.docx.xml import Element, at, attribute, child, children, is_on, number

LEVELS: Final = 9
_LONGEST: Final = 255  # characters of a level's text; Word takes no more
_FIELD: Final = re.compile(r"%([1-9])")
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_NUMERALS: Final = str.maketrans("0123456789", "○一二三四五六七八九")
_WIDE: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_LEGAL: Final = str.maketrans("一二三四五六七八九十百千零", "壹贰叁肆伍陆柒捌玖拾佰仟零")


@frozen
class Level:
    """One level of a numbering definition; `element` is its w:lvl."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None  # the level (from 1) whose next number restarts this one; 0 never
    legal: bool = False
    style: str = ""
    element: Element | None = field(default=None, compare=False)


class _List(NamedTuple):
    """A w:num: the definition whose count it shares, its levels, and the numbers with which it
    starts a level anew (each taken once)."""

    owner: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """The numbering part; `label()` is called for the document's paragraphs in order."""

    def __init__(self, root: Element | None) -> None:
        definitions: dict[str, dict[int, Level]] = {}
        links: dict[str, str] = {}  # definition -> numbering style it defers to
        owners: dict[str, str] = {}  # numbering style -> definition
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, list[int | None]] = {}
        for element in children(root, "abstractNum"):
            name = attribute(element, "abstractNumId")
            definitions[name] = dict(map(_level, children(element, "lvl")))
            links[name] = attribute(child(element, "numStyleLink"))
            if style := attribute(child(element, "styleLink")):
                owners[style] = name
        self._definitions = definitions
        self._owner = {name: owners.get(links[name], name) for name in links}
        for element in children(root, "num"):
            self.add(element)

    def add(self, element: Element) -> None:
        """One more w:num."""
        name = attribute(child(element, "abstractNumId"))
        owner = self._owner.get(name, name)
        made = _List(owner, dict(self._definitions.get(owner, {})), {})
        for override in children(element, "lvlOverride"):
            start = number(child(override, "startOverride"))
            if start is not None:
                made.starts[number(override, "ilvl") or 0] = start
            if (changed := child(override, "lvl")) is not None:
                made.levels[number(override, "ilvl") or 0] = _level(changed)[1]
        self._lists[attribute(element, "numId")] = made

    def level_of_style(self, num: str, style: str) -> int:
        """The level (from 0) that a paragraph style is tied to in a definition."""
        levels = self._levels(num).items()
        return next((at for at, level in levels if level.style == style != ""), 0)

    def element(self, num: str, level: int) -> Element | None:
        """The w:lvl of a level (from 0) of a list."""
        known = self._levels(num).get(level)
        return known.element if known else None

    def _levels(self, num: str) -> dict[int, Level]:
        return self._lists[num].levels if num in self._lists else {}

    def label_of(self, properties: Element | None, facts: StyleFacts) -> str:
        """The label of the next paragraph, by its own properties or its style's; empty for a
        bullet and where there is none. Counts on."""
        num, level = self.place(properties, facts)
        label, form = (num and self.label(num, level)) or ("", "")
        return "" if form == "bullet" else label

    def has_bullet(self, properties: Element | None, facts: StyleFacts) -> bool:
        """Whether a paragraph stands behind a bullet."""
        num, level = self.place(properties, facts)
        known = self._levels(num).get(level)
        return known is not None and known.format == "bullet"

    def place(self, properties: Element | None, facts: StyleFacts) -> tuple[str, int]:
        """The list of a paragraph and its level (from 0); no list is empty."""
        own = child(properties, "numPr")
        num = attribute(child(own, "numId")) or facts.num
        if not num or num == "0":
            return "", 0
        level = number(child(own, "ilvl"))
        level = facts.num_level if level is None else level
        if level is None:
            level = self.level_of_style(num, attribute(child(properties, "pStyle")))
        return num, level

    def expected(self, properties: Element | None, facts: StyleFacts) -> str:
        """What `label_of` would give, without counting on."""
        num, _ = self.place(properties, facts)
        made = self._lists.get(num)
        if made is None:
            return ""
        counters, starts = list(self._counters.get(made.owner, [None] * LEVELS)), dict(made.starts)
        label = self.label_of(properties, facts)
        self._counters[made.owner] = counters
        made.starts.update(starts)
        return label

    def label(self, num: str, level: int) -> tuple[str, str] | None:
        """The label (without its suffix) and format of the next paragraph of list `num` at
        `level` (from 0); None where the list has no such level. Counts on."""
        made = self._lists.get(num)
        if made is None or not 0 <= level < LEVELS or level not in made.levels:
            return None
        levels = made.levels
        counters = self._counters.setdefault(made.owner, [None] * LEVELS)
        before, own = counters[level], levels[level]
        counters[level] = made.starts.pop(level, own.start if before is None else before + 1)
        for deeper in range(level + 1, LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart and level < restart):
                counters[deeper] = None
        for outer in range(level):
            if counters[outer] is None:
                counters[outer] = levels[outer].start if outer in levels else 1

        def symbol(found: re.Match[str]) -> str:
            which = int(found[1]) - 1
            if own.format == "none" or which > level:
                return ""
            style = levels[which].format if which in levels else "decimal"
            return written(counters[which] or 0, "decimal" if own.legal else style)

        return _FIELD.sub(symbol, own.text), own.format


def _level(element: Element) -> tuple[int, Level]:
    """A w:lvl with its index."""
    form = child(element, "numFmt")
    if form is None:  # wrapped in mc:AlternateContent for custom formats
        form = at(element, "AlternateContent", "Fallback", "numFmt")
    start = number(child(element, "start"))
    return number(element, "ilvl") or 0, Level(
        1 if start is None else start,
        attribute(form) or "decimal",
        attribute(child(element, "lvlText"))[:_LONGEST],
        number(child(element, "lvlRestart")),
        bool(is_on(child(element, "isLgl"))),
        attribute(child(element, "pStyle")),
        element,
    )


def written(value: int, style: str) -> str:
    """A number in a Word number format, as Word shows it."""
    ours, form = _OURS.get(style), _FORMATS.get(style)
    try:
        if ours is not None and ours.can(value):
            return ours.symbol(value, value)
        return form(value) if form else str(value)
    except (LookupError, ValueError):
        return str(value)


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    out = ""
    for size, sign in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        count, value = divmod(value, size)
        out += sign * count
    return out


def _letter(value: int) -> str:
    if value < 1:
        return str(value)
    times, place = divmod(value - 1, 26)
    return chr(ord("A") + place) * min(times + 1, 40)


def _digits(value: int) -> str:
    return str(value).translate(_NUMERALS)


def _row(symbols: str) -> Callable[[int], str]:
    return dict(enumerate(symbols, 1)).__getitem__


_OURS: Final = {each.word: each for each in COUNTERS.values() if each.word}
_FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "decimalZero": lambda value: f"{value:02d}",
    **dict.fromkeys(
        ("decimalFullWidth", "decimalFullWidth2"), lambda value: str(value).translate(_WIDE)
    ),
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda value: _letter(value).lower(),
    **dict.fromkeys(
        ("chineseCounting", "taiwaneseCounting"),
        lambda value: chinese(value) if value < 100 else _digits(value),
    ),
    **dict.fromkeys(("japaneseCounting", "taiwaneseCountingThousand", "koreanCounting"), chinese),
    **dict.fromkeys(
        ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), _digits
    ),
    **dict.fromkeys(
        ("chineseLegalSimplified", "ideographLegalTraditional"),
        lambda value: chinese(value).translate(_LEGAL),
    ),
    "ideographZodiac": _row("子丑寅卯辰巳午未申酉戌亥"),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _row(_CIRCLED)),
    "decimalEnclosedParen": lambda value: f"({value})",
    "decimalEnclosedFullstop": lambda value: f"{value}.",
    "ideographEnclosedCircle": _row("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "numberInDash": lambda value: f"- {value} -",
    **dict.fromkeys(("bullet", "none"), lambda value: ""),
}
"""Number formats (ISO 29500-1, 17.18.59) that Chinese Word offers, less those of our counters as
far as these go; any other prints digits."""
