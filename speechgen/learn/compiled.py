"""What was seen -> a layout file that extends the nearest built-in one and says what differs.

Owns which values differ, their evidence, and the text of the file. Must not know Word.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from speechgen.diagnostics import SpeechError
from speechgen.extract.text import scalar
from speechgen.layout import read_layout
from speechgen.layout.keys import LAYOUT, LINES, LOOK, PAPER, PLACES
from speechgen.layout.model import LOOK_NAMES, Gap, Layout, Look, Running
from speechgen.layout.reading import read_layout as read_held
from speechgen.learn import wording
from speechgen.learn.tally import Key, Vote
from speechgen.schema.fields import Field, by_name

KEYS: Final = {field.aliases[0]: field for field in LOOK}
"""The keys of a look by its attributes."""
_FIRST: Final = ("title", "heading-1")
"""The roles that others take after, beside the body."""
_PLAIN_NUMBER: Final = frozenset("第页共/—-–~·Page of{}总 ")


class LayoutLine(NamedTuple):
    """A value of a layout file: the groups it stands in, its key and text, and its evidence."""

    groups: tuple[str, ...]
    key: str
    text: str
    vote: Vote

    @property
    def is_wording(self) -> bool:
        """Whether it holds words of the unit's own: of a header, a footer, a page number."""
        words = self.key == "文字" and self.text != "无"
        return words or (self.key == "样子" and bool(set(self.text) - _PLAIN_NUMBER))


class Compiled(NamedTuple):
    """A layout file: its text, the layout it extends, what it says, and what could not be said
    (in Chinese)."""

    text: str
    base: str
    lines: tuple[LayoutLine, ...]
    unsaid: tuple[str, ...]
    layout: Layout


def compiled(
    votes: Mapping[Key, Vote], name: str, bases: Sequence[Path], *, running: bool = True
) -> Compiled:
    """The layout `name`, over that one of `bases` from which it differs least. Without `running`
    no word of headers and footers goes in."""
    made = [_Compilation(votes, name, base, running).compiled() for base in bases]
    return min(made, key=lambda one: len(one.lines))


class _Compilation:
    def __init__(self, votes: Mapping[Key, Vote], name: str, base: Path, running: bool) -> None:
        self._votes, self._name, self._base, self._running = votes, name, base, running
        self._lines: list[LayoutLine] = []
        self._unsaid: list[str] = []

    def compiled(self) -> Compiled:
        base = read_layout(self._base)
        self._pages(base)
        self._look("body", base.look("body"))
        others = [role for role in LOOK_NAMES.values() if role not in (*_FIRST, "body")]
        for some in (_FIRST, others):
            layout = self._layout()
            for role in some:
                self._look(role, layout.look(role))
        self._opening_gap(layout)
        self._lines.sort(key=_order)
        text, layout = self._text(), self._layout()
        return Compiled(text, self._base.stem, tuple(self._lines), tuple(self._unsaid), layout)

    def _layout(self) -> Layout:
        """What is said up to now, read; without the paper where its margins leave no room."""
        file = self._base.parent / "learned" / f"{self._name}.yaml"  # not the base by its own name
        try:
            return read_held(file, [self._base.parent], self._text().encode())
        except SpeechError as refused:
            kept = [one for one in self._lines if one.groups[:1] != ("纸张",)]
            if len(kept) == len(self._lines):
                raise
            self._lines = kept
            self._unsaid.append(f"纸张（{refused.diagnostics[0].message}）")
            return self._layout()

    def _say(self, groups: tuple[str, ...], key: str, text: str, vote: Vote) -> None:
        """Say a value, if a layout may hold it."""
        fields: tuple[Field, ...] = LAYOUT
        for group in groups:
            fields = by_name(fields)[group].fields
        try:
            by_name(fields)[key].read(text)
        except ValueError as refused:
            self._unsaid.append(f"{'的'.join((*groups[-1:], key))}“{text}”（{refused}）")
        else:
            self._lines.append(LayoutLine(groups, key, text, vote))

    # -- pages ---------------------------------------------------------------------------------

    def _pages(self, base: Layout) -> None:
        keys = [("paper", one.aliases[0], ("纸张",), one.key, wording.millimetres) for one in PAPER]
        for role, name, groups, key, said in (*keys, *_OF_PAGES):
            vote = self._votes.get((role, name))
            known = getattr(base.paper if role else base, name)
            if vote and not wording.near(known, vote.value):
                self._say(groups, key, said(vote.value), vote)
        self._running_words(base)

    def _running_words(self, base: Layout) -> None:
        if vote := self._votes.get(("page_number", "shown")):
            text, place = vote.value
            if place != base.page_number.place:
                self._say(("页码",), "位置", PLACES[place].split()[0], vote)
            if text and not self._running and set(text) - _PLAIN_NUMBER:
                text = "{页}"
            if text and text != base.page_number.text:
                self._say(("页码",), "样子", text, vote)
        votes, groups = self._votes, {"页眉": "header", "页脚": "footer"}
        if (own := votes.get(("", "first"))) and own.value:
            if not (number := votes["", "first_number"]).value:
                self._say((), "首页页码", "否", number)
            groups |= {"首页页眉": "first_header", "首页页脚": "first_footer"}
        for group, key in groups.items():
            vote = votes.get((key, "shown"))
            if vote is None or not self._running:
                continue
            text, place = vote.value
            known = getattr(base, key) or Running("\n")  # whatever it is, it is to be said
            if text != known.text:
                self._say((group,), "文字", text or "无", vote)
            if text and place != known.place:
                side = place if place in ("left", "right") else "center"
                self._say((group,), "位置", PLACES[side].split()[0], vote)

    def _opening_gap(self, layout: Layout) -> None:
        vote = self._votes.get(("", "opening_gap"))
        body = layout.look("body")
        if vote and abs(body.gap(layout.opening_gap) - vote.value) > wording.NEAR:
            self._say((), "题下空行", wording.gap(_in_lines(vote.value, body)), vote)

    # -- looks ---------------------------------------------------------------------------------

    def _look(self, role: str, base: Look) -> None:
        name = wording.ROLES[role]
        said = base
        for key in Look._fields:  # in the order of the table: size before what counts in it
            vote = self._votes.get((role, key))
            if vote is None or key not in wording.WORDS or (key == "merge_gaps" and not vote.value):
                continue  # one paragraph that does not say so is no sign that two would not
            value = vote.value
            if key in ("before", "after"):
                value = _in_lines(value, said)
            if not _same(key, value, said):
                said = said._replace(**{key: value})
                self._say(("样式", name), KEYS[key].key, wording.WORDS[key](value), vote)

    # -- text ----------------------------------------------------------------------------------

    def _text(self) -> str:
        lines = [f"名称: {scalar(self._name)}", f"继承: {self._base.stem}"]
        opened: tuple[str, ...] = ()
        for one in sorted(self._lines, key=_order):
            for depth, group in enumerate(one.groups):
                if opened[: depth + 1] != one.groups[: depth + 1]:
                    lines.append("  " * depth + f"{group}:")
            opened = one.groups
            indent = "  " * len(one.groups)
            lines.append(f"{indent}{one.key}: {scalar(one.text)}  # {evidence(one.vote)}")
        return "\n".join(lines) + "\n"


_GROUPS: Final = ("纸张", "页码", "页眉", "页脚", "首页页眉", "首页页脚", "样式")
_OF_PAGES: Final[tuple[tuple[str, str, tuple[str, ...], str, Callable[[Any], str]], ...]] = (
    ("", "pitch", (), "网格", lambda twips: wording.points(twips) if twips else "无"),
    ("", "latin_gap", (), "中西间距", wording.flag),
    ("", "table_lines", (), "表格线", lambda lines: LINES[lines].split()[0]),
)
"""What is said of pages besides the paper: whose it is and its attribute, the groups and the key
it stands under, and how a value is written."""


def _order(line: LayoutLine) -> tuple[int, int]:
    """Where a line stands in the file."""
    if not line.groups:
        return -1, 0
    roles = [*LOOK_NAMES]
    name = line.groups[-1]
    return _GROUPS.index(line.groups[0]), roles.index(name) if name in roles else 0


def evidence(vote: Vote) -> str:
    """How sure a value is: `96% 的 4210 字`."""
    if vote.total <= 1:
        return "只有一处"
    return f"{vote.share}% 的 {vote.total} 字"


def _in_lines(twips: int, look: Look) -> Gap:
    """A gap in lines of a look where it is some halves of them, else in twips."""
    line = look.gap(Gap(lines=100))
    halves = round(twips * 2 / line) if line else 0
    near = halves and look.line.rule == "exact" and abs(halves * line / 2 - twips) <= wording.NEAR
    return Gap(lines=halves * 50) if near else Gap(twips=twips)


def _same(key: str, value: Any, look: Look) -> bool:
    """Whether a look comes out so already."""
    known = getattr(look, key)
    match key:
        case "latin":
            return bool((known or look.font) == value)
        case "before" | "after":
            return abs(look.gap(known) - look.gap(value)) <= wording.NEAR
        case "first_line" | "left" | "right":
            return known == value or abs(look.twips(known) - look.twips(value)) <= wording.NEAR
        case "line":
            near = 1 if known.rule == "auto" else wording.NEAR
            return bool(known.rule == value.rule and abs(known.amount - value.amount) <= near)
        case "top_rule" | "bottom_rule" if not value.eighths:
            return not known.eighths
    return bool(known == value)
