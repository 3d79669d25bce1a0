"""A rule's page: its module docstring, taken apart.

Owns the form of those docstrings: one line, then paragraphs opened by 为什么： 错： 对： 修改：
不误报：. Must not know any rule.
"""

from __future__ import annotations

import re
import textwrap
from types import ModuleType
from typing import Final

from speechgen.frozen import frozen

_PART: Final = re.compile(r"^(为什么|错|对|修改|不误报)：", re.MULTILINE)
PARTS: Final = ("为什么", "错", "对", "修改", "不误报")


@frozen
class Page:
    """What `speechgen rules ID` says: one sentence and the parts by their Chinese name."""

    summary: str
    parts: dict[str, str]

    @property
    def wrong(self) -> str:
        """The example in which the rule fires."""
        return self.parts["错"]

    @property
    def right(self) -> str:
        """The example in which it is silent."""
        return self.parts["对"]


def page_of(module: ModuleType) -> Page:
    """The page of a rule's module. Raises ValueError where a part is missing."""
    return parsed((module.__doc__ or "").strip(), module.__name__)


def parsed(text: str, name: str) -> Page:
    """The page in a text of that form. Raises ValueError, with `name`, where a part is missing."""
    pieces = _PART.split(text)
    parts = {
        name: textwrap.dedent(body.strip("\n")).strip()
        for name, body in zip(pieces[1::2], pieces[2::2], strict=True)
    }
    missing = [name for name in PARTS if not parts.get(name)]
    if missing:
        raise ValueError(f"{name}: {'、'.join(missing)}")
    return Page(pieces[0].strip(), parts)
