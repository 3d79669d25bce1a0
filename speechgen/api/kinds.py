"""The meeting type an outline names, and the keys it may use, found before the outline is built.

Owns the look ahead that lets slips in keys be mended while loading. Must not know composing.
"""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import Final

from speechgen.diagnostics import Diagnostic, Severity, Span, SpeechError
from speechgen.library import MeetingType, find_type, nearest_type
from speechgen.outline import COMMON_FIELDS, NODE_FIELDS, Field, build
from speechgen.source import Loaded, MappingNode, ScalarNode, decode

_TYPE_LINE: Final = re.compile(
    r"^\s{0,3}[\"']?(?:类型|type)[\"']?\s*[:：]\s*(.+?)\s*(?:\s#.*)?$", re.MULTILINE
)

Guess = tuple[str, MeetingType] | None


def keys_of(data: bytes, kind_name: str, roots: tuple[Path, ...]) -> tuple[frozenset[str], Guess]:
    """Every key the outline may use, so that slips in them can be mended while loading; and the
    type that was looked up for it, with the name it was looked up by."""
    fields: tuple[Field, ...] = ()
    guess: Guess = None
    with contextlib.suppress(SpeechError):  # whatever is wrong is reported once it is read
        if not kind_name and (found := _TYPE_LINE.search(decode(data)[0])):
            kind_name = found[1].strip("\"'“” ")
        if kind_name:
            guess = (kind_name, find_type(kind_name, roots))
            fields = guess[1].fields
    known = _known_keys.get(id(fields))
    if known is None or known[0] is not fields:
        if len(_known_keys) >= _MOST_KEYS:
            _known_keys.clear()
        known = _known_keys[id(fields)] = (fields, _names(fields))
    return known[1], guess


_MOST_KEYS: Final = 64
_known_keys: dict[int, tuple[tuple[Field, ...], frozenset[str]]] = {}
"""The keys of the types in use, by the identity of their fields (their hash would cost more)."""


def _names(fields: tuple[Field, ...]) -> frozenset[str]:
    every = (*COMMON_FIELDS, *NODE_FIELDS, *fields)
    return frozenset(
        name for field in every for one in (field, *field.fields) for name in one.names
    )


def kind_of(
    loaded: Loaded, file: str, kind_name: str, roots: tuple[Path, ...], guess: Guess
) -> MeetingType:
    """The meeting type an outline names; the plain speech where it names none (build reports)."""
    pairs = loaded.root.pairs if isinstance(loaded.root, MappingNode) else ()
    named = next((value for key, value in pairs if key.text in ("类型", "type")), None)
    if kind_name:
        return find_type(kind_name, roots, Span("--set"))
    if not isinstance(named, ScalarNode) or not named.text.strip():
        return find_type("speech", roots)
    if guess is not None and guess[0].strip() == named.text.strip():
        return guess[1]
    line = loaded.lines[named.span.line - 1] if named.span.line <= len(loaded.lines) else ""
    try:
        return find_type(named.text, roots, named.span, line)
    except SpeechError as unknown:
        problems = [*unknown.diagnostics, *_other_problems(loaded, file, named.text, roots)]
        raise SpeechError(sorted(problems, key=lambda note: note.span)) from None


def _other_problems(
    loaded: Loaded, file: str, name: str, roots: tuple[Path, ...]
) -> tuple[Diagnostic, ...]:
    """What else is wrong with an outline of an unknown type, by the type most likely meant."""
    guess = nearest_type(name, roots)
    if guess is not None:
        try:
            build(loaded, guess.fields, file, guess.id)
        except SpeechError as wrong:
            return wrong.diagnostics
    return tuple(note for note in loaded.diagnostics if note.severity is Severity.ERROR)
