"""The sample's own text drafted in the layout that was learned, and looked at again.

Owns the comparison: pages, lines, characters, the looks of every role. Must not know how a look
is learned, nor consoles.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from speechgen import office
from speechgen.diagnostics import SpeechError
from speechgen.layout.keys import LAYOUT, LOOK, PAPER, PLACES, TOP
from speechgen.learn import wording
from speechgen.learn.pages import PageFacts, facts
from speechgen.learn.tally import Key, Vote

_GROUPS: Final = {field.aliases[0]: field.key for field in LAYOUT} | wording.ROLES
_NAMES: Final = {field.aliases[0]: field.key for field in (*TOP, *PAPER, *LOOK)} | {
    "pitch": "网格", "shown": "文字和位置", "first": "首页另有页眉页脚",
}  # fmt: skip


class ProofRow(NamedTuple):
    """A property of a role: how the sample has it, how the draft."""

    role: str
    name: str
    sample: str
    drafted: str

    @property
    def what(self) -> str:
        """The property, with whose it is."""
        return f"{self.role}的{self.name}" if self.role else self.name

    @property
    def agrees(self) -> bool:
        """Whether both are the same."""
        return self.sample == self.drafted


class Proof(NamedTuple):
    """The sample beside the draft: `rows` are fonts and sizes of every role seen in both, `others`
    all else that differs; pages where LibreOffice counted them, else why not."""

    rows: tuple[ProofRow, ...]
    others: tuple[ProofRow, ...]
    pages: tuple[PageFacts, PageFacts] | None
    untold: str = ""

    @property
    def agrees(self) -> bool:
        """Whether roles and page are the sample's."""
        same = self.pages is None or self.pages[0].pages == self.pages[1].pages
        return same and not self.others and all(row.agrees for row in self.rows)


def compared(mine: Mapping[Key, Vote], again: Mapping[Key, Vote]) -> tuple[list[ProofRow], ...]:
    """What was learned beside what the draft shows: fonts and sizes, then all else that differs."""
    rows: list[ProofRow] = []
    others: list[ProofRow] = []
    for key in (key for key in mine if key in again):
        role, name = key
        values = [_said(one[key].value, name) for one in (mine, again)]
        if name in ("marks", "merge_gaps") or (name == "widows" and role != "body"):
            continue
        row = ProofRow(_GROUPS.get(role, ""), _NAMES[name], *values)
        if role in wording.ROLES and name in ("font", "size"):
            rows.append(row)
        elif not wording.near(mine[key].value, again[key].value):
            others.append(row)
    return rows, others


def _said(value: Any, name: str) -> str:
    if name == "shown":
        text, place = value
        return f"{text or '无'} {PLACES.get(place, place).split()[0]}".strip()
    if isinstance(value, bool):
        return wording.flag(value)
    if isinstance(value, int) and name not in ("size", "scale"):
        return wording.points(value)
    said: Callable[[Any], str] = wording.WORDS.get(name, str)
    return said(value)


def counted(
    sample: bytes, draft: bytes, sizes: Mapping[str, int]
) -> tuple[tuple[PageFacts, PageFacts] | None, str]:
    """The pages of both, or why nobody counted them."""
    if office.find() is None:
        return None, "没有装 LibreOffice，没有数页，只对了各项的值"
    try:
        height, top, bottom = (sizes[side] / 20 for side in ("height", "top", "bottom"))
        first, second = (
            facts(office.convert(data, "样稿.docx", "pdf"), bottom, height - top)
            for data in (sample, draft)
        )
    except SpeechError as refused:
        return None, f"没有数页：{refused.diagnostics[0].message}"
    return (first, second), ""
