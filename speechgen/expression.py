"""Regular expressions that cost nothing where they have nothing to find.

A check holds two hundred, `re` takes 0.1 to 10 ms to compile one, and most look for what few
texts have. Imports nothing of the package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from operator import add
from sys import maxsize
from typing import Final

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
