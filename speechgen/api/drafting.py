"""From an outline to a draft: find the type, load, check, compose.

Owns the order of work, and the look ahead for the type that lets slips in keys be mended. Must not
know arguments, consoles or exit codes.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path, PurePosixPath
from typing import Final

from speechgen import files
from speechgen.api import MAX_OUTLINE, PathLike, search_roots, undisturbed
from speechgen.api.drafted import Draft, MissingFact, Options
from speechgen.api.layouts import OPTION, layout_for, without_number
from speechgen.api.pasted import with_pasted
from speechgen.api.remarks import gaps_of, overdue, unfilled, unwritable
from speechgen.compose import compose
from speechgen.defaults import Defaults
from speechgen.diagnostics import Diagnostic, Span, SpeechError, refusal
from speechgen.emphasis import literal
from speechgen.files.beside import Beside
from speechgen.frozen import frozen
from speechgen.library import find_type, layout_file, layout_id, nearest_types
from speechgen.library.folders import LAYOUTS
from speechgen.library.model import MeetingType
from speechgen.numbering import Scheme
from speechgen.outline import (
    COMMON_FIELDS,
    NODE_FIELDS,
    OF_A_TYPE,
    Attachment,
    BuiltNodes,
    Cells,
    Outline,
    build,
    filled,
    overlay,
    overlay_fact,
)
from speechgen.schema.fields import find_field, nearest_word
from speechgen.schema.notes import line_of
from speechgen.source import Loaded, MappingNode, ScalarNode, YamlNode, decode, load
from speechgen.text import Text, place_of

_SHOWN: Final = 60  # characters of a key that stand before a message
_LAYOUT_KEYS: Final = ("版式", "layout")
_ONE_DEEP: Final = "附件的提纲里不能再有带页的附件"
_WHAT_INSTEAD: Final = "这里只写“题”，或者把那一页写进主提纲的“附件”"
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
    beside: PathLike | None = None,
) -> Draft:
    """Draft an outline file (or its bytes, shown in messages as `name`, which may name files in
    the folder `beside`, else none).

    `values` are laid over the outline (`{"结尾.强调": "…"}`); `templates` are folders searched
    before the built-in ones; `layout` and `numbering` override the outline; `defaults` stand in
    for what it does not say. Runs no rules and prints nothing. Raises SpeechError with
    everything that is wrong.
    """
    under = defaults or Defaults()
    options = Options(dict(values or {}), templates, layout, numbering, defaults=under)
    return draft_as(outline, options, name, Beside(None if beside is None else Path(beside)))


def draft_as(
    outline: PathLike | bytes, options: Options, name: str = "", beside: Beside | None = None
) -> Draft:
    """Draft an outline as `draft()` and `Draft.printed()` do, all that is asked in one value.
    `beside` are the files that bytes may name; it knows those used even where drafting fails."""
    with undisturbed():
        return open_outline(outline, options, name, beside=beside).draft().printed_as(options)


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

    What the values leave alone is built once. Safe to share between threads. `shared`: its facts
    are those of several papers, so that not each of them needs a place in this one. `inset`: it is
    the page of an attachment, and has no such attachments itself.
    """

    file: str
    loaded: Loaded
    kind: MeetingType
    roots: tuple[Path, ...]
    options: Options
    beside: Beside = field(default_factory=lambda: Beside(None), compare=False, repr=False)
    shared: bool = False
    inset: bool = False
    _known: BuiltNodes = field(default_factory=dict, compare=False, repr=False)

    def draft(
        self, cells: Sequence[Laid] = (), keep: bool = False, fills: Cells | None = None
    ) -> Draft:
        """A draft with the options' values laid over, then `cells`; `fills` stand in the places
        that ask for a column, which else stay as typed. `keep` keeps what other drafts can use
        again.

        Raises SpeechError with everything that is wrong.
        """
        options, beside = self.options, self.beside.apart()
        with undisturbed():
            try:
                outline, laid = self._outline(cells, keep, beside, fills)
            finally:
                self.beside.used |= beside.used
            if options.numbering:
                try:
                    Scheme.parse(options.numbering)
                except ValueError as wrong:
                    place, hint = Span("--numbering"), "例如 一、>（一）>一是"
                    raise refusal(place, "outline-numbering", str(wrong), hint) from None
            composed = compose(outline, self.kind, options.numbering)
            root = self.loaded.root
            left = [] if self.shared else [(outline, root, composed.unprinted)]
            left += [(page, None, made.unprinted) for page, made in composed.insets]
            for whose, nodes, unprinted in left:
                if unprinted:
                    from speechgen.api.unprintable import refuse_unprintable

                    kind = self.kind if whose is outline else find_type(whose.type, self.roots)
                    refuse_unprintable(nodes, whose, kind, unprinted)
            document = composed.document
            gaps = [
                ("" if whose is outline else whose.file, fact, note)
                for whose, made in ((outline, composed), *composed.insets)
                for fact, note in gaps_of(whose, made, root if whose is outline else None)
            ]
            empty = unfilled(self.loaded, self.file) if fills is None else ()
            layout, number, kept = self._paper(outline)
            told = (*(note for *_, note in gaps), *unwritable(document, outline), *empty, *kept)
            if not self.shared:  # a pack compares its papers
                told += tuple(overdue(outline))
            document = replace(document, layout=layout, notes=(*document.notes, *told))
            return Draft(
                document,
                outline,
                self.kind,
                tuple(
                    MissingFact(
                        fact, note.span.line * (note.span.file == (file or outline.file)), file
                    )
                    for file, fact, note in gaps
                ),
                tuple(
                    (_written(path, outline.line_at(span)), span.line * (span.file == outline.file))
                    for path, span in composed.unprinted
                ),
                options.defaults.rate,
                self.roots,
                number,
                taken=self._taken(laid, layout, number, outline) if options.defaults.given else (),
                files=tuple(beside.used.items()),
            )

    def _paper(self, outline: Outline) -> tuple[str, Text | None, tuple[Diagnostic, ...]]:
        """The layout, what a defaults file says of page numbers, and what a form keeps instead."""
        wish, number, at, line = self.options.layout, self.options.defaults.page_number, OPTION, ""
        if not wish and (wish := outline.text("版式")):
            at = place_of(wish)
            at, line = at if at.file else Span("--set 版式"), outline.line_at(at)
        layout, kept = layout_for(self.kind, wish, self.roots, at, line)
        if number is None or not (
            unnumbered := without_number(self.kind, self.roots, place_of(number))
        ):
            return layout, number, kept
        return layout, None, (*kept, *unnumbered)

    def _outline(
        self, cells: Sequence[Laid], keep: bool, beside: Beside, fills: Cells | None = None
    ) -> tuple[Outline, set[str]]:
        """The outline with values laid over and defaults under it, and which of these it took."""
        taken = set[str]()
        loaded, root, fields = self.loaded, self.loaded.root, (*self.kind.fields, *COMMON_FIELDS)
        if isinstance(root, MappingNode):  # anything else is for build to report
            if fills and isinstance(made := filled(root, fills), MappingNode):
                root = made
            for key, value in self.options.values.items():
                root = overlay(root, key, value, Span(f"--set {key[:_SHOWN]}"), fields)
            for one in cells:
                value = literal(one.value)
                if one.fact:
                    root = overlay_fact(root, one.path, value, one.place)
                else:
                    root = overlay(root, one.path, value, one.place, fields)
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

        def inset(name: str, beside: Beside) -> tuple[Outline, MeetingType]:
            outline, kind, laid = self._inset(name, beside)
            taken.update(laid)
            return outline, kind

        try:
            outline = build(loaded, fields, self.file, self.kind.id, known_nodes, beside, inset)
        except SpeechError as wrong:
            from speechgen.api.unprintable import unprintable_keys, with_types

            told = [*with_types(wrong.diagnostics, self.kind), *self._no_layout(root)]
            if not self.shared:
                told += unprintable_keys(root, self.file, self.loaded.lines, self.kind)
            told.sort(key=lambda note: (note.span.file, note.span.line))
            raise SpeechError(told) from None
        return outline, taken

    def _no_layout(self, root: YamlNode | None) -> list[Diagnostic]:
        """That the outline's 版式 is none, where it does not come to printing: else told there."""
        pairs = root.pairs if isinstance(root, MappingNode) else ()
        for key, node in pairs:
            named = key.text in _LAYOUT_KEYS and isinstance(node, ScalarNode) and node.text.strip()
            if named and not self.options.layout:
                try:
                    line = line_of(node.span, self.file, self.loaded.lines)
                    layout_file(named, self.roots, node.span, line)
                except SpeechError as wrong:
                    return list(wrong.diagnostics)
        return []

    def _inset(self, name: str, beside: Beside) -> tuple[Outline, MeetingType, set[str]]:
        """The outline of an attachment among the files beside this one, its type, and what it took
        from the defaults. Raises ValueError for a name that cannot be used, SpeechError for what
        is wrong in the file."""
        if self.inset:
            raise ValueError(_ONE_DEEP, _WHAT_INSTEAD)
        if beside.path(name) == Path(self.file).resolve():
            raise ValueError(f"“{name}”就是这份提纲自己，不能作自己的附件", "写另一份提纲")
        data, own = beside.read(name, MAX_OUTLINE), beside.below(name)
        file = str(Path(self.file).parent / name)
        options = Options(templates=self.roots, defaults=self.options.defaults)
        try:
            opened = replace(open_outline(data, options, file, beside=own), inset=True)
            outline, taken = opened._outline((), keep=False, beside=own)
        finally:  # what is missing is waited for
            folder = PurePosixPath(name.replace("\\", "/")).parent
            beside.used |= {str(folder / each): digest for each, digest in own.used.items()}
        attached = outline.values.get("附件")
        for one in attached if isinstance(attached, tuple) else ():
            if isinstance(one, Attachment) and one.page is not None:
                at = place_of(one)
                line = outline.line_at(at)
                raise refusal(at, "outline-attachment", _ONE_DEEP, _WHAT_INSTEAD, line)
        return outline, opened.kind, taken

    def _taken(
        self, laid: set[str], layout: str, number: Text | None, outline: Outline
    ) -> tuple[str, ...]:
        """The keys of the defaults file that had a part: laid under the outline and no option
        above them, or with no other place to be said."""
        options, keys = self.options, {"语速", "页码", *laid}
        keys -= {"编号"} if options.numbering else set()
        keys -= {"页码"} if number is None else set()
        wish = outline.text("版式")
        other = options.layout or not wish or layout != layout_id(wish, self.roots)
        keys -= {"版式"} if other else set()
        last = [Path(os.path.realpath(folder)) for folder in options.defaults.templates]
        looks = [root for root in self.roots if (root / LAYOUTS / f"{layout}.yaml").is_file()]
        used = (*self.kind.folders, *looks[:1])
        if any(each.is_relative_to(folder) for each in used for folder in last):
            keys.add("模板")
        return tuple(key for key in options.defaults.given if key in keys)


def _written(path: str, line: str) -> str:
    """A path as far as its keys were written: one that was told in short is its group."""
    return path if path.rpartition(".")[2] in line else path.partition(".")[0]


@undisturbed()
def open_outline(
    outline: PathLike | bytes,
    options: Options,
    name: str = "",
    kind_name: str = "",
    beside: Beside | None = None,
) -> Opened:
    """Read an outline file (or its bytes) for drafting; `kind_name` replaces its 类型, and that
    of the options. `beside` are the files that it may name: of a file those in its folder.

    Raises SpeechError for what cannot be read at all.
    """
    if isinstance(outline, bytes):
        file, data, folder = name or "提纲", outline, None
    else:
        file, folder = os.fspath(outline), Path(outline).parent
        data = files.read_bytes(Path(file), MAX_OUTLINE)
    if beside is None or beside.folder is None:
        beside = Beside(folder)
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
        kind = _kind_of(loaded, file, roots, guessed, guess, beside)
    loaded = with_pasted(loaded, kind, file)
    return Opened(file, loaded, kind, kind.roots, options, beside)


def _kind_of(
    loaded: Loaded,
    file: str,
    roots: tuple[Path, ...],
    guessed: str,
    guess: MeetingType | None,
    beside: Beside,
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
        likely = next(iter(nearest_types(named.text, roots)), None)
        kind = likely or find_type("speech", roots)
        others: Iterable[Diagnostic]
        try:  # what else is wrong
            others = build(loaded, kind.fields, file, kind.id, beside=beside).notes
        except SpeechError as wrong:
            others = wrong.diagnostics
        # which keys there are is the type's to say, and whether it is that one
        sure = [note for note in others if note.rule not in OF_A_TYPE]
        if likely and nearest_word(named.text.strip(), [likely.name, *likely.aliases], 0.8):
            sure = list(others)
        raise SpeechError(
            sorted([*unknown.diagnostics, *sure], key=lambda note: note.span)
        ) from None
