"""What `speechgen rules ID` says about every id that a message can show.

Owns the form of a page: one line, then paragraphs opened by 为什么： 错： 对： and, for a rule,
修改： 不误报：. A rule's page is its module's docstring; the pages of all other ids are the
Markdown files of this folder, for anyone to edit. Must not know what raises an id.

A new id needs an entry in one of the files, and nothing else:

    ## outline-unknown-key

    提纲里有一个不认识的字段。

    为什么：……没有写文稿。

    错：

        地占: 三楼会议室

    对：

        地点: 三楼会议室

What stands indented is run by tests/test_ids.py: it must raise the id under 错 and not under 对.
A sentence behind 错： or 对： says what cannot be run.
"""

from __future__ import annotations

import re
import textwrap
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Final

from speechgen.frozen import frozen

PARTS: Final = ("为什么", "错", "对", "修改", "不误报")
"""The parts of a check's page; that of a message about a file or a command has the first three."""

CHECKS: Final = "crosschecks"
"""The file of the pack's cross-checks; they are rules, listed by `speechgen rules`."""

FILES: Final = tuple(sorted(path.stem for path in Path(__file__).parent.glob("*.md")))
"""The files of entries, by their names without `.md`."""

_PART: Final = re.compile(rf"^({'|'.join(PARTS)})：", re.MULTILINE)
_ENTRY: Final = re.compile(r"^## (\S+)\n", re.MULTILINE)


@frozen
class Page:
    """What `speechgen rules ID` says: one sentence and the parts by their Chinese name."""

    summary: str
    parts: dict[str, str]

    @property
    def wrong(self) -> str:
        """The example that raises the id."""
        return self.parts["错"]

    @property
    def right(self) -> str:
        """The same example, mended."""
        return self.parts["对"]


def page_of(module: ModuleType) -> Page:
    """The page of a rule's module. Raises ValueError where a part is missing."""
    return _parsed(module.__doc__ or "", module.__name__, PARTS)


@cache
def pages(file: str) -> dict[str, Page]:
    """Id -> page of one of FILES, in its order. Raises ValueError where a part is missing."""
    text = (Path(__file__).parent / f"{file}.md").read_text("utf-8")
    wanted = PARTS if file == CHECKS else PARTS[:3]
    pieces = _ENTRY.split(text)[1:]
    entries = zip(pieces[::2], pieces[1::2], strict=True)
    return {name: _parsed(body, f"{file}.md: {name}", wanted) for name, body in entries}


def _parsed(text: str, place: str, wanted: tuple[str, ...]) -> Page:
    pieces = _PART.split(text)
    parts = {
        name: textwrap.dedent(body.strip("\n")).strip()
        for name, body in zip(pieces[1::2], pieces[2::2], strict=True)
    }
    if list(parts) != list(wanted) or not all(parts.values()):
        raise ValueError(f"{place}: {'、'.join(parts)}")
    return Page(pieces[0].strip(), parts)
