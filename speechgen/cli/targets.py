"""What a person types where a file, a folder or a name belongs.

Owns what a Windows console leaves on such a word, and what makes it a folder. Must not know what
is read or written there.
"""

from __future__ import annotations

import os
from typing import Final

from speechgen import files

_QUOTES: Final = "'\""


def unquoted(word: str) -> str:
    """The word without the quotes that cmd leaves on it: it knows no `'…'`, and the `\\"` at the
    end of `"信函\\"` is one character to it, typed for a folder."""
    while len(word) > 2 and word[0] == word[-1] and word[0] in _QUOTES:
        word = word[1:-1]
    if len(word) > 1 and word.count('"') == 1 and word.endswith('"'):
        return word[:-1] + "/"
    return word


def names_folder(word: str) -> bool:
    """Whether a target is a folder: it says so at its end, or there is one."""
    return word.endswith(("/", os.sep)) or files.is_folder(word)
