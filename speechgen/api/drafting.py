"""From an outline to a draft: find the type, load, check, compose.

Owns the order of work, and the look ahead for the type that lets slips in keys be mended. Must not
know arguments, consoles or exit codes.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Final

from speechgen import files
from speechgen.api import MAX_OUTLINE, PathLike, search_roots
from speechgen.api.drafted import Draft, MissingFact, Options, undisturbed
from speechgen.compose import Composition, compose
from speechgen.defaults import Defaults
from speechgen.diagnostics import Diagnostic, Span, SpeechError, refusal, warning
from speechgen.document import Document, plain, unwritable
from speechgen.files.beside import Beside
from speechgen.frozen import frozen
from speechgen.library import find_type, nearest_type
from speechgen.library.folders import LAYOUTS
from speechgen.library.model import MeetingType
from speechgen.numbering import Scheme
from speechgen.outline import (
    COMMON_FIELDS,
    NODE_FIELDS,
    BuiltNodes,
    Outline,
    build,
    overlay,
    overlay_fact,
    texts_in,
)
from speechgen.schema.fields import find_field
from speechgen.source import Loaded, MappingNode, ScalarNode, decode, load
from speechgen.text import GAP, UNNAMED, locate, origins_of, place_of

_SHOWN: Final = 60  # characters of a key that stand before a message
_TYPE_LINE: Final = re.compile(
    r"^\s{0,3}[\"']?(?:类型|type)[\"']?\s*[:：]\s*(.+?)\s*(?:\s#.*)?$", re.MULTILINE
)


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
    under = defaults or Defaults()
    return draft_as(
        outline, Options(dict(values or {}), templates, layout, numbering, defaults=under), name
    )


def draft_as(outline: PathLike | bytes, options: Options, name: str = "") -> Draft:
    """Draft an outline as `draft()` and `Draft.printed()` do, all that is asked in one value."""
    with undisturbed():
        made = open_outline(outline, options, name).draft()
        return made.printed(live=options.live, reference=options.reference, anchors=options.anchors)


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
    options: Options
    beside: Beside = field(default_factory=lambda: Beside(None), compare=False, repr=False)
    _known: BuiltNodes = field(default_factory=dict, compare=False, repr=False)

    def draft(self, cells: Sequence[Laid] = (), keep: bool = False) -> Draft:
        """A draft with the options' values laid over, then `cells`; `keep` keeps what other
        drafts can use again.

        Raises SpeechError with everything that is wrong.
        """
        options = self.options
        with undisturbed():
            outline, laid = self._outline(cells, keep)
            if options.numbering:
                try:
                    Scheme.parse(options.numbering)
                except ValueError as wrong:
                    place, hint = Span("--numbering"), "例如 一、>（一）>一是"
                    raise refusal(place, "outline-numbering", str(wrong), hint) from None
            composed = compose(outline, self.kind, options.numbering)
            document = composed.document
            gaps = tuple(_gaps(outline, composed))
            unheld = _unwritable(document, outline)
            document = replace(
                document,
                layout=options.layout or document.layout,
                notes=(*document.notes, *(note for _, note in gaps), *unheld),
            )
            return Draft(
                document,
                outline,
                self.kind,
                tuple(
                    MissingFact(fact, note.span.line if note.span.file == outline.file else 0)
                    for fact, note in gaps
                ),
                composed.unprinted,
                options.defaults.rate,
                self.roots,
                options.defaults.page_number,
                taken=self._taken(laid, document.layout) if options.defaults.given else (),
            )

    def _outline(self, cells: Sequence[Laid], keep: bool) -> tuple[Outline, set[str]]:
        """The outline with values laid over and defaults under it, and which of these it took."""
        taken = set[str]()
        loaded, root, fields = self.loaded, self.loaded.root, (*self.kind.fields, *COMMON_FIELDS)
        if isinstance(root, MappingNode):  # anything else is for build to report
            for key, value in self.options.values.items():
                root = overlay(root, key, value, Span(f"--set {key[:_SHOWN]}"), fields)
            for one in cells:
                if one.fact:
                    root = overlay_fact(root, one.path, one.value, one.place)
                else:
                    root = overlay(root, one.path, one.value, one.place, fields)
            said = (
                key for key, node in root.pairs if not isinstance(node, ScalarNode) or node.text
            )
            given = {key.text for key in said}
            for key, text in self.options.defaults.values.items():
                known = find_field(fields, key)
                if known is not None and given.isdisjoint(known.names):
                    root = overlay(root, key, text, place_of(text), fields)
                    taken.add(key)
            loaded = replace(loaded, root=root)
        known_nodes = self._known if keep else None
        fields = self.kind.fields
        return build(loaded, fields, self.file, self.kind.id, known_nodes, self.beside), taken

    def _taken(self, laid: set[str], layout: str) -> tuple[str, ...]:
        """The keys of the defaults file that had a part: laid under the outline and no option
        above them, or with no other place to be said."""
        options, keys = self.options, {"语速", "页码", *laid}
        keys -= {"编号"} if options.numbering else set()
        keys -= {"版式"} if options.layout else set()
        last = [folder.resolve() for folder in options.defaults.templates]
        looks = [root for root in self.roots if (root / LAYOUTS / f"{layout}.yaml").is_file()]
        used = (*self.kind.folders, *looks[:1])
        if any(each.is_relative_to(folder) for each in used for folder in last):
            keys.add("模板")
        return tuple(key for key in options.defaults.given if key in keys)


def open_outline(
    outline: PathLike | bytes, options: Options, name: str = "", kind_name: str = ""
) -> Opened:
    """Read an outline file (or its bytes) for drafting; `kind_name` replaces its 类型, and that
    of the options.

    Raises SpeechError for what cannot be read at all.
    """
    if isinstance(outline, bytes):
        file, data, folder = name or "提纲", outline, None
    else:
        file, folder = os.fspath(outline), Path(outline).parent
        data = files.read_bytes(Path(file), MAX_OUTLINE)
    own = [folder / "templates"] if folder else []
    roots = search_roots([*options.templates, *own, *options.defaults.templates])
    asked = kind_name or options.kind
    guessed, guess = asked, None
    with contextlib.suppress(SpeechError):  # whatever is wrong is reported once it is read
        if not asked and (found := _TYPE_LINE.search(decode(data)[0])):
            guessed = found[1].strip("\"'“” ")
        guess = find_type(guessed, roots) if guessed else None
    # every key that the outline may use: slips in them are mended while it is loaded
    every = (*COMMON_FIELDS, *NODE_FIELDS, *(guess.fields if guess else ()))
    names = (name for one in every for part in (one, *one.fields) for name in part.names)
    loaded = load(data, file, frozenset(names))
    if asked:
        kind = find_type(asked, roots, Span() if kind_name else Span("--set"))
    else:
        kind = _kind_of(loaded, file, roots, guessed, guess)
    return Opened(file, loaded, kind, roots, options, Beside(folder))


def _kind_of(
    loaded: Loaded, file: str, roots: tuple[Path, ...], guessed: str, guess: MeetingType | None
) -> MeetingType:
    """The meeting type an outline names; the plain speech where it names none (build reports).
    `guess` is the one that was looked up by the name `guessed`."""
    pairs = loaded.root.pairs if isinstance(loaded.root, MappingNode) else ()
    named = next((value for key, value in pairs if key.text in ("类型", "type")), None)
    if not isinstance(named, ScalarNode) or not named.text.strip():
        return find_type("speech", roots)
    if guess is not None and guessed.strip() == named.text.strip():
        return guess
    line = loaded.lines[named.span.line - 1] if named.span.line <= len(loaded.lines) else ""
    try:
        return find_type(named.text, roots, named.span, line)
    except SpeechError as unknown:
        others: Iterable[Diagnostic] = loaded.diagnostics
        if likely := nearest_type(named.text, roots):  # by it, what else is wrong
            try:
                others = build(loaded, likely.fields, file, likely.id).notes
            except SpeechError as wrong:
                others = wrong.diagnostics
        problems = sorted([*unknown.diagnostics, *others], key=lambda note: note.span)
        raise SpeechError(problems) from None


def read_outline(
    outline: PathLike, *, roots: Sequence[Path] | None = None
) -> tuple[Loaded, MeetingType]:
    """An outline file as positioned nodes, with the meeting type it names.

    Raises SpeechError as `draft` does for what stands in the way of reading it.
    """
    opened = open_outline(outline, Options(templates=roots or ()))
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
    options = Options(layout=layout, numbering=numbering, defaults=defaults or Defaults())
    return Opened(file, loaded, kind, kind.roots, options).draft()


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


def _gaps(outline: Outline, composed: Composition) -> Iterator[tuple[str, Diagnostic]]:
    """The facts that are missing, then every 【待补：…】 in the outline's own texts (importing
    leaves them): what is missing, and the remark on it."""
    for gap in composed.missing:
        said, hint = f"缺少“{gap.key}”，稿中印作【待补：{gap.key}】", f"在这里补上  {gap.key}: …"
        line = outline.line_at(gap.span)
        yield gap.key, warning(gap.span, "missing-fact", said, hint, line)
    for value in outline.values.values():
        for text in texts_in(value):
            for found in re.finditer(GAP, text) if "【待补" in text else ():
                place = locate(text, *found.span()) or Span(outline.file)
                said, hint = f"“{found[0]}”还没有补上", "换成实际的内容"
                line = outline.line_at(place)
                yield found[1] or UNNAMED, warning(place, "missing-fact", said, hint, line)
