"""What `speechgen rules ID` says about every id that a message can show.

Owns the form of a page: one line, then paragraphs opened by 为什么： 错： 对： and, for a rule,
修改： 不误报：. The pages are the Markdown files of this folder, for anyone to edit. Must not know
what raises an id.

A new id needs an entry in one of the files, and nothing else:

    ## outline-unknown-key

    提纲里有一个不认识的字段。

    为什么：……没有写文稿。

    错：

        地占: 三楼会议室

    对：

        地点: 三楼会议室

What stands indented is run by tests/test_ids.py, of a rule by tests/checks: it must raise the id
under 错 and not under 对. A sentence behind 错： or 对： says what cannot be run.
"""

from __future__ import annotations

import re
import textwrap
from functools import cache
from pathlib import Path
from typing import Final

from speechgen.frozen import frozen

PARTS: Final = ("为什么", "错", "对", "修改", "不误报")
"""The parts of a rule's page; that of a message about a file or a command has the first three."""

CHECKS: Final = "checks"
"""The file of the rules for a single paper."""

CROSSCHECKS: Final = "crosschecks"
"""The file of the rules for the papers of a pack; both are listed by `speechgen rules`."""

FILES: Final = tuple(sorted(path.stem for path in Path(__file__).parent.glob("*.md")))
"""The files of entries, by their names without `.md`."""

_PART: Final = re.compile(rf"^({'|'.join(PARTS)})：", re.MULTILINE)


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


@cache
def pages(file: str) -> dict[str, Page]:
    """Id -> page of one of FILES, in its order. Raises ValueError where a part is missing."""
    text = (Path(__file__).parent / f"{file}.md").read_text("utf-8")
    wanted = PARTS if file in (CHECKS, CROSSCHECKS) else PARTS[:3]
    found: dict[str, Page] = {}
    pieces = re.split(r"^## (\S+)\n", text, flags=re.MULTILINE)[1:]
    for name, body in zip(pieces[::2], pieces[1::2], strict=True):
        summary, *rest = _PART.split(body)
        parts = {
            part: textwrap.dedent(said.strip("\n")).strip()
            for part, said in zip(rest[::2], rest[1::2], strict=True)
        }
        if tuple(parts) != wanted or not all(parts.values()):
            raise ValueError(f"{file}.md: {name}: {'、'.join(parts)}")
        found[name] = Page(summary.strip(), parts)
    return found
