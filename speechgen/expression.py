"""Regular expressions that cost nothing where they have nothing to find, and little elsewhere.

A check holds two hundred, `re` takes 0.1 to 10 ms to compile one, and most look for what few
texts have. What was compiled is kept for the next run (`decisions/expressions.md`).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property, lru_cache
from marshal import dumps, loads
from operator import add
from sys import maxsize
from typing import Any, Final

from speechgen import cache
from speechgen._version import __version__

_LONG: Final = 500  # characters from which a text is taken apart once for all that look into it


@lru_cache(maxsize=4)
def grams(text: str) -> set[str]:
    """Every character of a text, any two that stand side by side, and the empty text."""
    return {"", *text, *map(add, text, text[1:])}


class Expression:
    """A regular expression, compiled when it is first needed.

    Every match of `source` holds at least one of the `signs`: a text without them is not even
    asked. Without signs every text is asked.
    """

    def __init__(self, source: str, *signs: str) -> None:
        self.source = source
        self.signs = signs

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The expression as `re` knows it."""
        with suppress(Exception):  # a Python whose `re` is made otherwise, or a wrong expression
            return _compiled(self.source)
        return re.compile(self.source)

    def may_match(self, text: str) -> bool:
        """Whether the text holds one of the signs."""
        if len(text) < _LONG or not self.signs:
            return not self.signs or any(map(text.__contains__, self.signs))
        here = grams(text)
        return any(sign[:2] in here and sign in text for sign in self.signs)

    def finditer(self, text: str, start: int = 0, end: int = maxsize) -> Iterator[re.Match[str]]:
        """Every match between two offsets."""
        return self.compiled.finditer(text, start, end) if self.may_match(text) else iter(())

    def search(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """The first match between two offsets."""
        return self.compiled.search(text, start, end) if self.may_match(text) else None

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The match that begins at an offset. Inside a text no sign is looked for: whoever asks at
        every place would go through the whole text each time."""
        return self.compiled.match(text, start) if start or self.may_match(text) else None


# -- from one run to the next ---------------------------------------------------------------------

_NAME: Final = f"expressions-{__version__}-{sys.implementation.cache_tag}-{sys.hexversion:x}"
_MOST: Final = 1_000  # kept; a user's own word lists make ever new ones
_fresh: list[str] = []


@lru_cache(maxsize=1)
def _kept() -> dict[str, Any]:
    """An expression -> what `re` made of it in an earlier run or in this."""
    known = loads(cache.load(_NAME) or dumps({}))  # noqa: S302 (the user's own folder)
    return known if len(known) < _MOST else {}


def _compiled(source: str) -> re.Pattern[str]:
    """As `re.compile`, whose two halves stand apart here: what takes the time, and what cannot be
    kept. Raises whatever a Python raises in which they are other ones."""
    kept: Any = _kept()
    halves: Any = re
    if source not in kept:
        tree = halves._parser.parse(source)
        words, state = halves._compiler._code(tree, 0), tree.state
        code = b"".join(word.to_bytes(4, sys.byteorder) for word in words)
        names = {number: name for name, number in state.groupdict.items()}
        groups = tuple(map(names.get, range(state.groups)))
        kept[source] = state.flags, code, state.groups - 1, state.groupdict, groups
        _fresh.append(source)
    flags, code, *groups = kept[source]
    made: re.Pattern[str] = halves._compiler._sre.compile(
        source, flags, memoryview(code).cast("I").tolist(), *groups
    )
    return made


def keep() -> None:
    """Leave for the next run what this one compiled."""
    if _fresh:
        cache.store(_NAME, dumps(_kept()))
        _fresh.clear()
