"""From an outline to a draft: load, find the type, check, compose.

Owns the order of work. Must not know arguments, consoles or exit codes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Final, TypeAlias

from speechgen import files
from speechgen.api.drafted import Draft, MissingFact, PathLike, undisturbed
from speechgen.api.kinds import keys_of, kind_of
from speechgen.compose import Composition, compose
from speechgen.defaults import Defaults, config_folder
from speechgen.diagnostics import Diagnostic, Span, SpeechError, error, warning
from speechgen.document import GAP, UNNAMED, Document, locate, origins_of, plain, unwritable
from speechgen.frozen import frozen
from speechgen.library import LAYOUTS, MeetingType, template_roots
from speechgen.numbering import Scheme
from speechgen.outline import (
    COMMON_FIELDS,
    BuiltNodes,
    Outline,
    build,
    find_field,
    overlay,
    overlay_fact,
    place_of,
    texts_in,
)
from speechgen.source import Loaded, MappingNode, ScalarNode, load

MAX_OUTLINE: Final = 10_000_000  # bytes
_SHOWN: Final = 60  # characters of a key that stand before a message

_Gap: TypeAlias = "tuple[re.Match[str], Span]"


def draft(
    outline: PathLike | bytes,
    *,
    values: Mapping[str, str] | None = None,
    templates: Sequence[PathLike] = (),
    layout: str = "",
    numbering: str = "",
    defaults: Defaults | None = None,
    name: str = "",
) -> Draft:
    """Draft an outline file (or its bytes, shown in messages as `name`).

    `values` are laid over the outline (`{"结尾.强调": "…"}`); `templates` are folders searched
    before the built-in ones; `layout` and `numbering` override the outline; `defaults` stand in
    for what it does not say. Runs no rules and prints nothing. Raises SpeechError with
    everything that is wrong.
    """
    with undisturbed():
        given = dict(values or {})
        kind_name = next((given[key] for key in ("类型", "type") if key in given), "")
        opened = open_outline(
            outline, templates=templates, layout=layout, numbering=numbering, defaults=defaults,
            name=name, kind_name=kind_name,
        )  # fmt: skip
        return opened.draft(
            [Laid(key, value, Span(f"--set {key[:_SHOWN]}")) for key, value in given.items()]
        )


@frozen
class Laid:
    """A value to lay over an outline: `path` as in `--set`, `place` where it was written.

    `fact`: `path` is the plain name of a fact under 材料.
    """

    path: str
    value: str
    place: Span
    fact: bool = False


@frozen
class Opened:
    """An outline read once, to be drafted many times with other values laid over it.

    What the values leave alone is built once. Safe to share between threads.
    """

    file: str
    loaded: Loaded
    kind: MeetingType
    roots: tuple[Path, ...]
    layout: str = ""
    numbering: str = ""
    defaults: Defaults = field(default_factory=Defaults)
    _known: BuiltNodes = field(default_factory=dict, compare=False, repr=False)

    def draft(self, values: Sequence[Laid] = (), keep: bool = False) -> Draft:
        """A draft with `values` laid over; `keep` keeps what other drafts can use again.

        Raises SpeechError with everything that is wrong.
        """
        with undisturbed():
            loaded, laid = self.loaded, set[str]()
            if values or self.defaults.values:
                loaded, laid = _overlaid(loaded, values, self.defaults, self.kind)
            known = self._known if keep else None
            outline = build(loaded, self.kind.fields, self.file, self.kind.id, known)
            return self._drafted(outline, laid)

    def _drafted(self, outline: Outline, laid: set[str]) -> Draft:
        if self.numbering:
            _check_numbering(self.numbering)
        composed = compose(outline, self.kind, self.numbering)
        document = composed.document
        if self.layout:
            document = replace(document, layout=self.layout)
        left_open = tuple(_open_gaps(outline))
        notes = (
            *document.notes,
            *_gaps(outline, composed, left_open),
            *_unwritable(document, outline),
        )
        document = replace(document, notes=notes)
        return Draft(
            document,
            outline,
            self.kind,
            tuple(_missing(outline, composed, left_open)),
            composed.unprinted,
            self.defaults.rate,
            self.roots,
            self.defaults.page_number,
            taken=self._taken(laid, document.layout) if self.defaults.given else (),
        )

    def _taken(self, laid: set[str], layout: str) -> tuple[str, ...]:
        """The keys of the defaults file that had a part: laid under the outline and no option
        above them, or with no other place to be said."""
        keys = {"语速", "页码", *laid}
        keys -= {key for key, option in (("编号", self.numbering), ("版式", self.layout)) if option}
        last = [folder.resolve() for folder in self.defaults.templates]
        looks = [root for root in self.roots if (root / LAYOUTS / f"{layout}.yaml").is_file()]
        used = (*self.kind.folders, *looks[:1])
        if any(each.is_relative_to(folder) for each in used for folder in last):
            keys.add("模板")
        return tuple(key for key in self.defaults.given if key in keys)


def open_outline(
    outline: PathLike | bytes,
    *,
    templates: Sequence[PathLike] = (),
    layout: str = "",
    numbering: str = "",
    defaults: Defaults | None = None,
    name: str = "",
    kind_name: str = "",
) -> Opened:
    """Read an outline file (or its bytes) for drafting; `kind_name` replaces its 类型.

    The other arguments are those of `draft()`. Raises SpeechError for what cannot be read at all.
    """
    if isinstance(outline, bytes):
        file, data, beside = name or "提纲", outline, tuple[Path, ...]()
    else:
        file = os.fspath(outline)
        data, beside = (
            files.read_bytes(Path(file), MAX_OUTLINE),
            (Path(file).parent / "templates",),
        )
    under = defaults or Defaults()
    roots = search_roots([*templates, *beside, *under.templates])
    keys, guess = keys_of(data, kind_name, roots)
    loaded = load(data, file, keys)
    kind = kind_of(loaded, file, kind_name, roots, guess)
    return Opened(file, loaded, kind, roots, layout, numbering, under)


def read_outline(
    outline: PathLike, *, roots: Sequence[Path] | None = None
) -> tuple[Loaded, MeetingType]:
    """An outline file as positioned nodes, with the meeting type it names.

    Raises SpeechError as `draft` does for what stands in the way of reading it.
    """
    opened = open_outline(outline, templates=() if roots is None else roots)
    return opened.loaded, opened.kind


def draft_tree(
    loaded: Loaded,
    kind: MeetingType,
    file: str,
    *,
    layout: str = "",
    numbering: str = "",
    defaults: Defaults | None = None,
) -> Draft:
    """Draft an outline that is given as nodes: read from a file, or put together from one.

    Its values keep the places they bring along, whatever file they stand in; `file` is where
    what is missing belongs. Raises SpeechError like `draft`.
    """
    under = defaults or Defaults()
    return Opened(file, loaded, kind, kind.roots, layout, numbering, under).draft()


def _unwritable(document: Document, outline: Outline) -> Iterator[Diagnostic]:
    """Characters that Word cannot hold, unless the reading of the file has warned of them."""
    warned = {note.span.line for note in document.notes if note.rule == "source-control-character"}
    for block, at, char in unwritable(document):
        text = plain(block)
        before = [span for start, span in origins_of(text) if start <= at and span.file]
        place = locate(text, at, at + 1) or Span(before[-1].file if before else outline.file)
        if place.file != outline.file or place.line not in warned:
            said = f"这里有 Word 存不下的字符 U+{ord(char):04X}，Word 文稿里印成“\ufffd”"
            yield warning(place, "character-unwritable", said, "删去它", outline.line_at(place))


def _gaps(
    outline: Outline, composed: Composition, left_open: Sequence[_Gap]
) -> Iterator[Diagnostic]:
    """The facts that are missing, then the gaps that the outline itself leaves open."""
    for gap in composed.missing:
        line = outline.line_at(gap.span)
        yield warning(gap.span, "missing-fact", f"缺少“{gap.key}”，稿中印作【待补：{gap.key}】",
                      f"在这里补上  {gap.key}: …", line)  # fmt: skip
    for found, place in left_open:
        yield warning(place, "missing-fact", f"“{found[0]}”还没有补上", "换成实际的内容",
                      outline.line_at(place))  # fmt: skip


def _open_gaps(outline: Outline) -> Iterator[_Gap]:
    """Every 【待补：…】 in the outline's own texts (importing leaves them), and where."""
    for value in outline.values.values():
        for text in texts_in(value):
            if "【待补" in text:
                for found in re.finditer(GAP, text):
                    yield found, locate(text, *found.span()) or Span(outline.file)


def _missing(
    outline: Outline, composed: Composition, left_open: Sequence[_Gap]
) -> Iterator[MissingFact]:
    facts = [(gap.key, gap.span) for gap in composed.missing]
    facts += [(found[1] or UNNAMED, place) for found, place in left_open]
    for fact, place in facts:
        yield MissingFact(fact, place.line if place.file == outline.file else 0)


def _overlaid(
    loaded: Loaded, values: Sequence[Laid], defaults: Defaults, kind: MeetingType
) -> tuple[Loaded, set[str]]:
    """The tree with `values` laid over it and `defaults` under it, and which of these it took."""
    root, taken = loaded.root, set[str]()
    if not isinstance(root, MappingNode):
        return loaded, taken  # build reports it
    fields = [*kind.fields, *COMMON_FIELDS]
    for one in values:
        if one.fact:
            root = overlay_fact(root, one.path, one.value, one.place)
        else:
            root = overlay(root, one.path, one.value, one.place, fields)
    given = {key.text for key, node in root.pairs if not isinstance(node, ScalarNode) or node.text}
    for key, text in defaults.values.items():
        field = find_field(fields, key)
        if field is not None and given.isdisjoint(field.names):
            root = overlay(root, key, text, place_of(text), fields)
            taken.add(key)
    return replace(loaded, root=root), taken


def _check_numbering(numbering: str) -> None:
    try:
        Scheme.parse(numbering)
    except ValueError as wrong:
        hint = "例如 一、>（一）>一是"
        raise SpeechError(
            [error(Span("--numbering"), "outline-numbering", str(wrong), hint)]
        ) from None


def search_roots(folders: Sequence[PathLike] = ()) -> tuple[Path, ...]:
    """Where meeting types and layouts are looked up: `folders`, the user's own, the built-in."""
    return template_roots([*map(Path, folders), config_folder() / "templates"])
