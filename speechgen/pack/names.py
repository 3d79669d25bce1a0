"""Characters in names that are taken for one another.

Owns the reading of their table. Must not know rosters or papers.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from speechgen.library import builtin_templates

_NOT_SURNAMES: Final = {
    "候": "侯",
    "刑": "邢",
    "洗": "冼",
    "箫": "萧",
    "祈": "祁",
    "末": "",
    "己": "纪",
}
"""Characters that are hardly ever a surname, and the surname that was probably meant."""


@cache
def _groups() -> dict[str, list[str]]:
    """Character -> the groups (`templates/_words/alike.txt`) of what looks or sounds alike."""
    lines = (builtin_templates() / "_words" / "alike.txt").read_text("utf-8").splitlines()
    found: dict[str, list[str]] = {}
    for group in " ".join(line for line in lines if not line.startswith("#")).split():
        for char in group:
            found.setdefault(char, []).append(group)
    return found


def alike(one: str, other: str) -> bool:
    """Whether two names differ in one character that is easily taken for the other's."""
    return other in variants(one)


@lru_cache(maxsize=4096)  # every line of every paper asks for everybody's
def variants(name: str) -> tuple[str, ...]:
    """The names that `name` may be miswritten as."""
    return tuple(
        name[:at] + other + name[at + 1 :]
        for at, char in enumerate(name)
        for group in _groups().get(char, ())
        for other in group
        if other != char
    )


def odd_surname(name: str) -> str:
    """The surname probably meant where `name` begins with what is none; else empty."""
    return _NOT_SURNAMES.get(name[:1], "") if len(name) in (2, 3) else ""
