"""How often which look was seen: characters counted by role and property; the most win.

Owns what of a look is counted over which characters, and what the page's grid makes of it. Must
not know files' formats nor YAML.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import ceil
from typing import Any, Final, NamedTuple

from speechgen.document import FOOT, LETTERHEAD, SIGNED, TITLE_BLOCK, Document, Para
from speechgen.layout.model import Indent, Leading
from speechgen.learn.roles import Sighting, sightings
from speechgen.marks import ems
from speechgen.readers.docx.effective import in_characters
from speechgen.readers.docx.seen import RunningText, SeenFile, SeenParagraph, SeenSection

Key = tuple[str, str]
"""What is counted: a role (or `paper`, `page_number`, `header` …) and a property of it."""

_HAN: Final = re.compile("[\u3400-\u9fff]")
_WESTERN: Final = re.compile("[0-9A-Za-z]")
_LEADING: Final = re.compile(r"[ \t\u00a0\u3000]*")
_UNPLACED: Final = frozenset({*SIGNED, *SIGNED.values(), "attachment", "imprint", "copy-to"})
"""Roles whose indents the paper decides (`paper.ends`), whatever a layout says."""
_SINGLE: Final = 13.0  # twips a half-point: the height of a single line, about 1.3 em
_ON_GRID: Final = 11.5  # the same where it stands on a grid, which takes the font's own height


class Vote(NamedTuple):
    """What won: the value, how many characters have it, and of how many."""

    value: Any
    have: int
    total: int

    @property
    def share(self) -> int:
        """In hundredths, never 100 where one character differs."""
        return self.have * 100 // max(1, self.total)


class Tally:
    """The counts of one or several samples; `firsts` says where a value was first seen."""

    def __init__(self) -> None:
        self.counts: dict[Key, Counter[Any]] = {}
        self.firsts: dict[tuple[Key, Any], int] = {}

    def add(self, key: Key, value: Any, weight: int, number: int = 0) -> None:
        """Count a value over so many characters."""
        if weight > 0:
            self.counts.setdefault(key, Counter())[value] += weight
            self.firsts.setdefault((key, value), number)

    def votes(self) -> dict[Key, Vote]:
        """The value of every key that most characters have."""
        return {key: self.vote(key) for key in self.counts}

    def vote(self, key: Key) -> Vote:
        """What won for a key that was counted."""
        counts = self.counts[key]
        value, most = min(counts.items(), key=lambda one: (-one[1], repr(one[0])))
        return Vote(value, most, sum(counts.values()))


def together(tallies: Iterable[Tally]) -> Tally:
    """The counts of several samples as one."""
    whole = Tally()
    for one in tallies:
        for key, counts in one.counts.items():
            whole.counts.setdefault(key, Counter()).update(counts)
        whole.firsts = one.firsts | whole.firsts
    return whole


def tally(documents: Sequence[Document], file: SeenFile) -> Tally:
    """The counts of one sample."""
    found = Tally()
    before: Sighting | None = None
    for each in sightings(documents, file):
        _count_type(found, each)
        if each.paragraph is not None:
            section = file.section_of(each.paragraph.number)
            _count_setting(found, each, each.paragraph, section)
            blanks = sum(_height(one, section) for one in each.paragraph.blanks)
            _count_gaps(found, before, each, each.paragraph, blanks)
            before = each
    for table in file.tables:
        if table.ruled:
            found.add(("", "table_lines"), table.ruled, sum(len(one.text) for one in table.cells))
    letter = any(  # whose first page has no number, whatever the layout (10.1)
        isinstance(one, Para) and one.role == "letter-head"
        for document in documents
        for one in document.blocks
    )
    _count_pages(found, file, letter)
    return found


def _count_type(found: Tally, each: Sighting) -> None:
    number = each.paragraph.number if each.paragraph else 0
    for text, face in each.faces:
        han, western = len(_HAN.findall(text)), len(_WESTERN.findall(text))
        found.add((each.role, "font"), face.font, han, number)
        found.add((each.role, "latin"), face.latin, western, number)
        for name in ("size", "bold", "color", "scale", "marks"):
            found.add((each.role, name), getattr(face, name), han + western, number)


def _count_setting(
    found: Tally, each: Sighting, paragraph: SeenParagraph, section: SeenSection
) -> None:
    role, setting, number = each.role, paragraph.setting, paragraph.number
    weight = sum(len(_HAN.findall(text)) + len(_WESTERN.findall(text)) for text, _ in each.faces)
    widen = section.widen if setting.snaps else 0
    # what stands further apart before a name is spread to the end of its line (`paper.lines`)
    last = each.faces[-1][1].spacing if each.faces else 0
    han = sum(len(_HAN.findall(text)) for text, _ in each.faces)
    found.add((role, "spacing"), last + widen, han, number)
    values = setting._asdict() | {"line": on_grid(paragraph, section)}
    face = next((face for text, face in paragraph.runs if text.strip()), paragraph.runs[0][1])
    edges = ("first_line", "left", "right")
    cell = face._replace(spacing=last).cell
    values |= {name: in_characters(values[name], cell) for name in edges}
    if setting.align in ("left", "both"):
        values["first_line"] = _first_line(paragraph, values["first_line"])
    names = ["line", "merge_gaps"] + ([] if role in FOOT else ["top_rule", "bottom_rule"])
    if role not in _UNPLACED:
        names += ["align", "first_line", "left", "right"]
    elif setting.align == "right":
        names.append("align")
    for name in names:
        found.add((role, name), values[name], weight, number)
    if role == "body":
        for name in ("widows", "keep_lines"):
            found.add((role, name), getattr(setting, name), weight, number)
        found.add(("", "latin_gap"), setting.parted, weight, number)


def _count_gaps(
    found: Tally, before: Sighting | None, each: Sighting, paragraph: SeenParagraph, blanks: int
) -> None:
    """The gaps around a paragraph: blank ones above it are its own; what is left between the lines
    of the title block counts for the lower, what is under it is the layout's (`paper.ends`)."""
    setting, weight = paragraph.setting, max(1, len(_HAN.findall(paragraph.text)))
    above, number = setting.before.twips + blanks, paragraph.number
    over = before.paragraph if before is not None else None
    if over is not None and before is not None and before.role in TITLE_BLOCK:
        under = over.setting.after.twips
        if each.gap:
            found.add(("", "opening_gap"), under + blanks, 1, number)
            above -= blanks
        else:
            above += under
    head = LETTERHEAD if each.role in ("letterhead", "letter-head") else ()
    shared = before is not None and before.role in head  # the space above a red head is of all
    if each.role not in FOOT and not shared:
        found.add((each.role, "before"), above, weight, number)
        if each.role not in TITLE_BLOCK:
            found.add((each.role, "after"), setting.after.twips, weight, number)


def _first_line(paragraph: SeenParagraph, indent: Indent) -> Indent:
    """The first line's indent; blanks that were typed for one count as one."""
    blanks = _LEADING.match(paragraph.text)
    typed = ems(blanks[0].replace("\t", "\u3000\u3000")) if blanks else 0
    return Indent(indent.chars + round(typed * 100)) if typed and not indent.twips else indent


def on_grid(paragraph: SeenParagraph, section: SeenSection) -> Leading:
    """The line spacing as it comes out: on a grid a line takes whole lines of it."""
    line = paragraph.setting.line
    if not (section.pitch and paragraph.setting.snaps) or line.rule == "exact":
        return line
    if line.rule == "atLeast":
        return Leading(max(line.amount, section.pitch), "exact")
    size = max(face.size for _, face in paragraph.runs)
    single = ceil(size * _ON_GRID / section.pitch) * section.pitch
    return Leading(round(single * line.amount / 240), "exact")


def _height(paragraph: SeenParagraph, section: SeenSection) -> int:
    """About how high an empty paragraph is, in twips."""
    setting, line = paragraph.setting, on_grid(paragraph, section)
    single = round(paragraph.runs[0][1].size * _SINGLE)
    auto = single * line.amount // 240
    high = {"exact": line.amount, "auto": auto}.get(line.rule, max(single, line.amount))
    return high + setting.before.twips + setting.after.twips


def _count_pages(found: Tally, file: SeenFile, letter: bool) -> None:
    start = 0
    for section in file.sections:
        inside = file.between(start, section.last)
        weight = max(1, sum(len(_HAN.findall(one.text)) for one in inside))
        start = section.last
        for name, value in section.sizes.items():
            found.add(("paper", name), value, weight)
        found.add(("", "pitch"), section.pitch, weight)
        numbered = [one for one in section.footers if "{页}" in one.text]
        others = [one for one in section.footers if "{页}" not in one.text]
        number = numbered[0] if numbered else None
        shown = number.text if number else "", number.place if number else "none"
        found.add(("page_number", "shown"), shown, weight)
        for name, running in (("header", section.headers), ("footer", others)):
            found.add((name, "shown"), _shown(running), weight)
        own_first = section.first is not None and not letter
        found.add(("", "first"), own_first, weight)
        if section.first is not None and own_first:
            head, foot = section.first
            plain = [one for one in foot if "{页}" not in one.text]
            for name, running in (("first_header", head), ("first_footer", plain)):
                found.add((name, "shown"), _shown(running), weight)
            found.add(("", "first_number"), len(plain) < len(foot), weight)
        if number is not None:
            _count_running(found, "page-number", number.paragraph, weight)
            setting = number.paragraph.setting
            edge = {"left": setting.left, "center": None}.get(number.place, setting.right)
            if edge is not None:
                found.add(("page-number", "right"), edge, weight)
        if section.headers:
            _count_running(found, "header", section.headers[0].paragraph, weight)


def _shown(running: Sequence[RunningText]) -> tuple[str, str]:
    """The words of a header or footer and their place; of lines at several places the first."""
    if not running:
        return "", "center"
    together = len({one.place for one in running}) == 1
    return "\n".join(one.text for one in running[: None if together else 1]), running[0].place


def _count_running(found: Tally, role: str, paragraph: SeenParagraph, weight: int) -> None:
    faces = [(text, face) for text, face in paragraph.runs if text.strip()] or [paragraph.runs[0]]
    han = next((face for text, face in faces if _HAN.search(text)), faces[0][1])
    found.add((role, "font"), han.font, weight)
    latin = next((face for text, face in faces if _WESTERN.search(text)), han)
    found.add((role, "latin"), latin.latin, weight)
    for name in ("size", "bold", "color", "spacing"):
        found.add((role, name), getattr(han, name), weight)
    setting = paragraph.setting
    line = setting.line if role == "page-number" else Leading(240, "auto")
    found.add((role, "line"), line, weight)
    found.add((role, "first_line"), Indent(), weight)
    for name in ("top_rule", "bottom_rule"):
        found.add((role, name), getattr(setting, name), weight)
    for name in ("before", "after"):
        found.add((role, name), getattr(setting, name).twips, weight)
