"""Word lists: YAML tables that a clerk can extend, read once, each compiled into one expression.

They lie in `templates/_words/`, and in folders of that name beside a user's templates, whose
entries are added and win. `model` is what they hold; the form of a file is for `reading`, loaded
only when one is read. Must not know what a rule makes of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from speechgen import cache
from speechgen.checks.words.model import TABLES, Words
from speechgen.library.folders import WORDS, file_within


def load_words(roots: Sequence[Path]) -> Words:
    """The tables of the template folders `roots` (earlier ones win).

    Raises SpeechError, with file and line, for every wrong row.
    """
    files = [
        (name, file, cache.stamps([str(file)]))
        for root in roots
        for name in TABLES
        if (file := file_within(root, f"{WORDS}/{name}.yaml")) is not None
    ]
    return _remembered(tuple(files))


@lru_cache(maxsize=16)
def _remembered(files: tuple[tuple[str, Path, tuple[cache.Stamp, ...]], ...]) -> Words:
    def read() -> Words:
        from speechgen.checks.words.reading import read_words

        return read_words((name, file) for name, file, _ in files)

    made_from = tuple(stamp for _, _, stamps in files for stamp in stamps)
    code = cache.code("checks/words", "schema", "source")
    return cache.remembered("words", (), made_from + code, read)
