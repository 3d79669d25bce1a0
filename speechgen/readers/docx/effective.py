"""How the paragraphs of a Word file are set, whoever says so: defaults, styles, numbering, the
paragraph, the run (ISO 29500-1, 17.7.2).

Owns the order in which these outrank one another, theme fonts, switches that cancel each other.
Must not know what a paragraph is, nor pages.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from speechgen.files.word import WordPackage
from speechgen.layout.model import Border, Gap, Indent, Leading
from speechgen.readers.docx.opened import WordText
from speechgen.readers.docx.xml import Element, at, attribute, child, children, is_on, local

_SLOTS: Final = {"ascii": "latin", "hAnsi": "latin", "eastAsia": "font"}
_PARAGRAPH_SWITCHES: Final = frozenset(
    {"contextualSpacing", "widowControl", "keepLines", "snapToGrid", "autoSpaceDE"}
)
_SWITCHES: Final = frozenset({"b", "i", "strike", "outline", "shadow", "emboss", "imprint"})
_MARKS: Final = {"i": "斜体", "u": "下划线", "em": "着重号", "strike": "删除线",
                 "highlight": "突出显示", "outline": "空心字"}  # fmt: skip
_PLAIN: Final = frozenset({"", "none", "0", "false", "off"})
_WORD_DEFAULTS: Final = {"font": "宋体", "latin": "Times New Roman", "sz": "20"}
_ALIGNMENTS: Final = {"center": "center", "right": "right", "end": "right", "left": "left",
                      "start": "left"}  # fmt: skip
_RULES: Final = {"exact": "exact", "atLeast": "atLeast"}
_FAR: Final = 31_680
_Props = dict[str, str]


class Typeface(NamedTuple):
    """How a character is set: `font` is that of Chinese, `latin` that of Western letters. `size`
    in half-points, `spacing` in twips, `scale` in hundredths, `marks` what no layout holds, in
    Chinese (斜体 …)."""

    font: str
    latin: str
    size: int
    bold: bool
    color: str
    spacing: int
    scale: int = 100
    marks: tuple[str, ...] = ()

    @property
    def cell(self) -> int:
        """How wide a Chinese character stands, in twips."""
        return self.size * 10 + self.spacing


class Setting(NamedTuple):
    """How a paragraph is set. Indents and gaps as in a `Look`; `snaps`: its lines stand on the
    page's grid; `parted`: a blank is left between Chinese and Western letters."""

    align: str = "both"
    first_line: Indent = Indent()
    left: Indent = Indent()
    right: Indent = Indent()
    line: Leading = Leading(240, "auto")
    before: Gap = Gap()
    after: Gap = Gap()
    merge_gaps: bool = False
    widows: bool = True
    keep_lines: bool = False
    top_rule: Border = Border()
    bottom_rule: Border = Border()
    snaps: bool = True
    parted: bool = True


class Effective:
    """What holds for the paragraphs and runs of one package."""

    def __init__(self, word: WordText) -> None:
        package, root = word.package, word.styles.root
        self._word, self._styles = word, word.styles
        self._theme = _theme_fonts(package)
        self._runs = _flat(at(root, "docDefaults", "rPrDefault", "rPr"))
        self._paragraphs = _flat(at(root, "docDefaults", "pPrDefault", "pPr"))
        self._faces: dict[tuple[str, str, tuple[tuple[str, str], ...]], Typeface] = {}

    def typeface(
        self, paragraph: Element | None, run: Element | None = None, style: str = ""
    ) -> Typeface:
        """How a run is set, by its w:rPr and its paragraph's w:pPr (or in a style alone)."""
        style = style or self._word.style(paragraph)
        direct = _flat(run)
        key = style, attribute(child(run, "rStyle")), tuple(sorted(direct.items()))
        if key not in self._faces:
            self._faces[key] = self._typeface(style, key[1], direct)
        return self._faces[key]

    def _typeface(self, style: str, character: str, direct: _Props) -> Typeface:
        said = dict(self._runs)
        for name in (style, character):
            mine: _Props = {}
            for element in self._styles.chain(name):
                mine |= _flat(child(element, "rPr"))
            for switch in _SWITCHES & mine.keys() & said.keys():
                if name == character and mine[switch] == "1":  # two styles cancel each other
                    mine[switch] = "0" if said[switch] == "1" else "1"
            said |= mine
        said |= direct
        font = {slot: self._font(said.get(slot, ""), slot) for slot in ("font", "latin")}
        marks = (word for name, word in _MARKS.items() if said.get(name, "").lower() not in _PLAIN)
        color = said.get("color", "").upper()
        return Typeface(
            font["font"], font["latin"], _whole(said.get("sz"), 20), said.get("b") == "1",
            color if len(color) == 6 and color != "000000" else "",
            _whole(said.get("spacing"), 0), _whole(said.get("w"), 100), tuple(sorted(marks)),
        )  # fmt: skip

    def _font(self, said: str, slot: str) -> str:
        named = said.removeprefix("theme:")
        found = self._theme.get(named, "") if named != said else said
        return found or _WORD_DEFAULTS[slot]

    def setting(self, paragraph: Element | None, style: str = "") -> Setting:
        """How a paragraph is set, by its w:pPr (or in a style alone)."""
        name = style or self._word.style(paragraph)
        chain = [child(one, "pPr") for one in self._styles.chain(name)]
        own = child(paragraph, "numPr")
        numbering = self._word.numbering
        num, level = numbering.place(paragraph, self._styles.facts(name))
        listed = child(numbering.element(num, level), "pPr")
        said = dict(self._paragraphs)
        for element in [*chain, listed, paragraph] if own is not None else [*chain, paragraph]:
            _lay(said, _flat(element))
        if own is None and listed is not None:  # what the style itself says outranks its numbering
            said = _flat(listed) | said
        return _setting(said)


def _setting(said: _Props) -> Setting:
    hanging = _relative(said, "ind.hanging")
    first = _relative(said, "ind.firstLine")
    if hanging != Indent():
        first = Indent(-hanging.chars, -hanging.twips)
        for side in ("left", "start"):  # in characters Word counts up to the first line
            if f"ind.{side}" in said:
                said = {key: value for key, value in said.items() if key != f"ind.{side}Chars"}
    edges = [
        _relative(said, f"ind.{name}")
        if f"ind.{name}" in said or f"ind.{name}Chars" in said
        else _relative(said, f"ind.{other}")
        for name, other in (("left", "start"), ("right", "end"))
    ]
    amount, rule = _whole(said.get("spacing.line"), 240), said.get("spacing.lineRule", "auto")
    gaps = [
        Gap(twips=280)
        if said.get(f"spacing.{side}Autospacing", "") not in _PLAIN
        else Gap(twips=max(0, _whole(said.get(f"spacing.{side}"), 0)))
        for side in ("before", "after")
    ]
    return Setting(
        _ALIGNMENTS.get(said.get("jc", "left"), "both"), first, edges[0], edges[1],
        Leading(max(1, amount), _RULES.get(rule, "auto")), gaps[0], gaps[1],
        said.get("contextualSpacing") == "1", said.get("widowControl", "1") == "1",
        said.get("keepLines") == "1",
        _border(said, "top"), _border(said, "bottom"),
        said.get("snapToGrid", "1") == "1", said.get("autoSpaceDE", "1") == "1",
    )  # fmt: skip


def _relative(said: _Props, name: str) -> Indent:
    chars, twips = _whole(said.get(f"{name}Chars"), 0), _whole(said.get(name), 0)
    return Indent(chars, 0) if chars else Indent(0, twips)


def in_characters(indent: Indent, cell: int) -> Indent:
    """An indent in whole characters of `cell` twips where it is about that: 640 twips are two of
    16 pt."""
    near = round(indent.twips / cell) if cell > 0 else 0
    about = near and abs(indent.twips - near * cell) <= abs(near) * 10
    return Indent(near * 100, 0) if about else indent


def _border(said: _Props, side: str) -> Border:
    if said.get(f"pBdr.{side}.val", "nil") in ("nil", "none"):
        return Border()
    eighths = min(max(_whole(said.get(f"pBdr.{side}.sz"), 4), 2), 96)
    color = said.get(f"pBdr.{side}.color", "").upper()
    space = min(max(_whole(said.get(f"pBdr.{side}.space"), 0), 0), 31)
    return Border(eighths, color if len(color) == 6 else "000000", space)


def _lay(said: _Props, more: _Props) -> None:
    """Lay what outranks over what is said: a first line and a hanging one exclude each other."""
    for one, other in (("firstLine", "hanging"), ("hanging", "firstLine")):
        if f"ind.{one}" in more or f"ind.{one}Chars" in more:
            said.pop(f"ind.{other}", None)
            said.pop(f"ind.{other}Chars", None)
    said |= more


def _flat(properties: Element | None) -> _Props:
    """The children of a w:rPr or w:pPr as words: `b` -> 1, `spacing.before` -> 120."""
    found: _Props = {}
    for each in () if properties is None else properties:
        name = local(each)
        if name == "rFonts":
            for slot, whose in _SLOTS.items():
                theme, plain = attribute(each, f"{slot}Theme"), attribute(each, slot)
                if (theme or plain) and not (slot == "hAnsi" and whose in found):
                    found[whose] = f"theme:{theme}" if theme else plain
        elif name == "pBdr":
            for edge in each:
                for key in ("val", "sz", "color", "space"):
                    found[f"pBdr.{local(edge)}.{key}"] = attribute(edge, key)
        elif name in ("ind", "spacing") and (values := _attributes(each)).keys() - {"val"}:
            found |= {f"{name}.{key}": value for key, value in values.items()}
        elif name in _SWITCHES or name in _PARAGRAPH_SWITCHES:
            found[name] = "1" if is_on(each) else "0"
        else:
            found[name] = attribute(each)
    return found


def _attributes(element: Element) -> dict[str, str]:
    return {str(key).rpartition("}")[2]: str(value) for key, value in element.items()}


def _whole(text: str | None, otherwise: int) -> int:
    try:
        value = round(float(text)) if text and len(text) < 12 else otherwise
    except (ValueError, OverflowError):
        return otherwise
    return max(-_FAR, min(_FAR, value))


def _theme_fonts(package: WordPackage) -> dict[str, str]:
    """The fonts that a theme stands for: `minorEastAsia` -> 宋体."""
    root = package.xml(package.related("/theme", "theme/theme1.xml"))
    scheme, found = at(root, "themeElements", "fontScheme"), dict[str, str]()
    for half in ("major", "minor"):
        fonts = child(scheme, f"{half}Font")
        latin, east = (attribute(child(fonts, name), "typeface") for name in ("latin", "ea"))
        scripts = {attribute(one, "script"): one for one in children(fonts, "font")}
        found[f"{half}EastAsia"] = east or attribute(scripts.get("Hans"), "typeface")
        found |= dict.fromkeys((f"{half}Ascii", f"{half}HAnsi"), latin)
    return found
