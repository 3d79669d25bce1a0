"""How a file of keys is read again after it was changed: an outline, the meeting file of a pack.

Owns which keys and fields that takes, and their order in a new file. Must not know amendments.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from typing import Final

from speechgen.api.drafting import Opened
from speechgen.frozen import frozen
from speechgen.library import starter
from speechgen.outline import COMMON_FIELDS, NODE_FIELDS, build
from speechgen.pack.fields import PACK_FIELDS
from speechgen.pack.meeting import KEYS, facts_of
from speechgen.schema.fields import Field, by_name
from speechgen.schema.values import Facts
from speechgen.source import Loaded, load

_KEY_LINE: Final = r"(?m)^(?:# )?([^\s#:：-]+):(?: |$)"

Read = Callable[[bytes], tuple[Loaded, Facts]]
"""Reads the bytes of a file of keys: its nodes and its values. Raises SpeechError."""


@frozen
class Manner:
    """How a file is read: `read` gives its values; `keys` are all it may hold, `fields` those of
    its type, `order` their names as a new file has them."""

    read: Read
    keys: frozenset[str]
    fields: tuple[Field, ...]
    order: tuple[str, ...]


def manner_of(opened: Opened) -> Manner:
    """How an outline that was opened is read again."""
    kind, beside = opened.kind, opened.beside
    every = (*COMMON_FIELDS, *NODE_FIELDS, *kind.fields)
    keys = frozenset(by_name(part for one in every for part in (one, *one.fields)))

    def read(data: bytes) -> tuple[Loaded, Facts]:
        loaded = load(data, opened.file, keys)
        outline = build(loaded, kind.fields, opened.file, kind.id, beside=beside.apart())
        return loaded, outline.values

    fields = {one.key: one for one in (*COMMON_FIELDS, *kind.fields)}
    return Manner(read, keys, tuple(fields.values()), _order(starter(kind), fields))


def manner_of_meeting(file: str) -> Manner:
    """How the meeting file of a pack is read again."""

    def read(data: bytes) -> tuple[Loaded, Facts]:
        loaded = load(data, file, KEYS)
        return loaded, facts_of(loaded, file)

    return Manner(read, KEYS, PACK_FIELDS, _spellings(PACK_FIELDS))


def _order(text: str, fields: Collection[str]) -> tuple[str, ...]:
    """The keys of a starter outline in their order, the others after those they are declared
    behind."""
    found = [key for key in dict.fromkeys(re.findall(_KEY_LINE, text)) if key in fields]
    before = ""
    for key in fields:
        if key not in found:
            found.insert(found.index(before) + 1 if before else 0, key)
        before = key
    return tuple(found)


def _spellings(fields: Iterable[Field]) -> tuple[str, ...]:
    return tuple(name for field in fields for name in field.names)
