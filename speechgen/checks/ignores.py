"""`# 忽略: rule`: findings that the author of a file does not want, by file and by line.

Owns the form of such a note. Must not know rules or documents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field
from typing import Final

from speechgen.frozen import frozen

_NOTE: Final = re.compile(
    r"(?:^|(?<=\s))(?:#|＃|<!--)\s*(?:忽略|ignore)\s*[:：]\s*"
    r"([A-Za-z0-9，,、\s-]*?|全部)\s*(?:-->)?\s*$"
)
_ALL: Final = "*"


@frozen
class Ignores:
    """What a file asks to ignore: rules for the whole file, and rules by line (from 1)."""

    file: frozenset[str] = frozenset()
    lines: dict[int, frozenset[str]] = field(default_factory=dict)

    def everywhere(self, rule: str) -> bool:
        """Whether the rule is off for the whole file."""
        return rule in self.file or _ALL in self.file

    def at(self, rule: str, line: int) -> bool:
        """Whether the rule is off at this line."""
        rules = self.lines.get(line)
        return bool(rules) and (rule in (rules or ()) or _ALL in (rules or ()))


NOTHING: Final = Ignores()


def read_ignores(lines: Sequence[str]) -> tuple[Ignores, tuple[str, ...]]:
    """The notes in a file's lines, and the lines without them (same number, same columns).

    A note on a line of its own above all text holds for the whole file; below it, for the next
    line that holds text; a note at the end of a line holds for that line.
    """
    whole: set[str] = set()
    by_line: dict[int, frozenset[str]] = {}
    clean = list(lines)
    waiting: set[str] = set()
    seen_text = False
    for at, line in enumerate(lines):
        found = _NOTE.search(line) if "忽略" in line or "ignore" in line else None
        if found is None:
            if line.strip() and not line.lstrip().startswith("#"):
                if waiting:
                    by_line[at + 1] = by_line.get(at + 1, frozenset()) | waiting
                    waiting = set()
                seen_text = True
            continue
        rules = frozenset(re.findall(r"[a-z0-9-]+", found[1].lower())) or frozenset({_ALL})
        clean[at] = line[: found.start()].rstrip()
        if clean[at].strip():
            by_line[at + 1] = rules | waiting
            waiting, seen_text = set(), True
        elif seen_text:
            waiting |= rules
        else:
            whole |= rules
    return Ignores(frozenset(whole), by_line), tuple(clean)
