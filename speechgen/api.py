"""The library's front door: `draft()` and what it returns; no printing, no sys.exit.

Owns the order of work (load, find the type, check, compose, write). Must not know arguments,
consoles or exit codes.
"""

from __future__ import annotations

import contextlib
import gc
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from speechgen import files
from speechgen.compose import Composition, compose
from speechgen.defaults import RATE, Defaults, config_folder
from speechgen.diagnostics import Diagnostic, Severity, Span, SpeechError, error, warning
from speechgen.document import (
    Document,
    Item,
    Text,
    characters,
    locate,
    minutes,
    origins_of,
    plain,
    unwritable,
)
from speechgen.frozen import frozen
from speechgen.library import (
    LAYOUTS,
    MeetingType,
    find_type,
    layout_file,
    nearest_type,
    template_roots,
)
from speechgen.numbering import Scheme
from speechgen.outline import (
    COMMON_FIELDS,
    NODE_FIELDS,
    Field,
    Known,
    Outline,
    build,
    find_field,
    overlay,
    overlay_fact,
    parse_minutes,
    place_of,
)
from speechgen.source import Loaded, Scalar, decode, load
from speechgen.source import Mapping as YamlMapping
from speechgen.writers import FORMATS

if TYPE_CHECKING:
    from speechgen.layout import Layout, PageNumber

MAX_OUTLINE: Final = 10_000_000  # bytes
MAX_REFERENCE: Final = 50_000_000
NAME_KEYS: Final = ("标题", "日期", "稿次", "讲话人", "单位", "版式", "类型", "提纲")
"""What a file name may name."""
_TYPE_LINE: Final = re.compile(
    r"^\s{0,3}[\"']?(?:类型|type)[\"']?\s*[:：]\s*(.+?)\s*(?:\s#.*)?$", re.MULTILINE
)

PathLike = str | os.PathLike[str]


@frozen
class Missing:
    """A fact printed as 【待补：field】; `line` is where in the outline it belongs (0: nowhere)."""

    field: str
    line: int


@frozen
class Draft:
    """A drafted document. `str(draft)` is its text, `draft.to("docx")` its bytes.

    `missing` are the gaps, `unprinted` the outline keys (with lines) that the type does not
    print, `diagnostics` every hint and warning; a draft has no errors.
    """

    document: Document
    outline: Outline
    kind: MeetingType
    missing: tuple[Missing, ...]
    unprinted: tuple[tuple[str, int], ...]
    rate: tuple[float, float] = RATE
    roots: tuple[Path, ...] = ()
    page_number: Text | None = None
    live: bool = False
    reference: tuple[str, bytes] | None = None

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Hints and warnings in the order of the outline's lines."""
        return tuple(sorted(self.document.notes, key=lambda note: note.span))

    @property
    def characters(self) -> int:
        """Chinese characters, digits and letters; marks and spaces do not count."""
        return characters(self.document)

    @property
    def minutes(self) -> tuple[int, int]:
        """Speaking time in minutes: at the fast and at the slow rate."""
        return minutes(self.characters, self.rate)

    @property
    def allotted(self) -> float | None:
        """时长 in minutes; None if the outline gives none."""
        return parse_minutes(self.outline.text("时长"))

    @property
    def sections(self) -> int:
        """Headings of level 1."""
        return sum(
            isinstance(block, Item) and block.level == 1 and block.heading
            for block in self.document.blocks
        )

    def __str__(self) -> str:
        return self.to("txt").decode()

    def to(self, format: str = "docx") -> bytes:
        """The draft as bytes in a format: docx, txt, md, …

        Raises SpeechError for an unknown format or a broken layout.
        """
        row = FORMATS.get("." + format.lower().lstrip("."))
        if row is None:
            names = "、".join(suffix.lstrip(".") for suffix in FORMATS)
            raise SpeechError(
                [error(Span(), "format-unknown", f"不会写“{format}”格式", f"可用：{names}")]
            )
        with undisturbed():
            if not row.styled:
                made: str | bytes = row.write(self.document)
                return made if isinstance(made, bytes) else made.encode("utf-8", "surrogatepass")
            from speechgen.writers.printing import Printing

            printing = Printing(self.live, self.reference, self.rate, _readings(self.outline))
            data: bytes = row.write(self.document, self.layout, printing)
            return data

    def printed(
        self, *, layout: str = "", live: bool | None = None, reference: PathLike | None = None
    ) -> Draft:
        """The same draft on other paper: another layout (id), Word's own numbering or labels as
        text, the paper of a reference DOCX. Raises SpeechError if that file cannot be read."""
        paper = None
        document = replace(self.document, layout=layout) if layout else self.document
        if reference is not None:
            from speechgen.writers.docx.reference import prepare

            name = os.fspath(reference)
            paper = name, files.read_bytes(Path(name), MAX_REFERENCE)
            document = replace(document, notes=(*document.notes, *prepare(*paper).notes))
        return replace(
            self,
            document=document,
            live=self.live if live is None else live,
            reference=paper or self.reference,
        )

    def file_name(self, pattern: str) -> str:
        """The path with its `{标题}` `{日期}` `{稿次}` `{版式}` `{提纲}` … filled in.

        Raises SpeechError for a name that is not known.
        """
        from speechgen.naming import filled

        values = {key: self.outline.text(key).replace("|", "") for key in NAME_KEYS}
        values["日期"] = self.document.date
        values["提纲"] = Path(self.outline.file).stem
        values["版式"] = self.document.layout
        values["类型"] = self.kind.name
        return filled(pattern, values)

    @property
    def layout(self) -> Layout:
        """The layout the document asks for. Raises SpeechError if there is none by that name."""
        from speechgen.layout import read_layout

        asked = self.outline.text("版式")
        place = place_of(asked)
        line = self.outline.line_at(place)
        file = layout_file(self.document.layout, self.roots, place, line)
        found = read_layout(file, [root / LAYOUTS for root in self.roots])
        if self.page_number is None:
            return found
        return replace(found, page_number=_page_number(self.page_number, found.page_number))

    def save(self, path: PathLike, force: bool = False) -> bool:
        """Write the draft to a file whose suffix names the format. False if nothing changed.

        Raises SpeechError if the file is somebody else's (see `files.place`).
        """
        target = Path(path)
        return self.put(target, self.to(target.suffix or "docx"), force)

    @staticmethod
    def put(target: Path, data: bytes, force: bool = False) -> bool:
        """Put bytes of `to()` in place, minding whose file it is."""
        untouched = None
        if target.suffix.lower() == ".docx":
            from speechgen.writers.docx import is_untouched

            untouched = is_untouched
        return files.place(target, data, force=force, untouched=untouched)


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
            [Laid(key, value, Span(f"--set {key}")) for key, value in given.items()]
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
    _known: Known = field(default_factory=dict, compare=False, repr=False)

    def draft(self, values: Sequence[Laid] = (), keep: bool = False) -> Draft:
        """A draft with `values` laid over; `keep` keeps what other drafts can use again.

        Raises SpeechError with everything that is wrong.
        """
        with undisturbed():
            loaded = self.loaded
            if values or self.defaults.values:
                loaded = _overlaid(loaded, values, self.defaults, self.kind)
            known = self._known if keep else None
            return self._drafted(build(loaded, self.kind.fields, self.file, self.kind.id, known))

    def _drafted(self, outline: Outline) -> Draft:
        if self.numbering:
            _check_numbering(self.numbering)
        composed = compose(outline, self.kind, self.numbering)
        document = composed.document
        if self.layout:
            document = replace(document, layout=self.layout)
        notes = (*document.notes, *_gaps(outline, composed), *_unwritable(document, outline))
        document = replace(document, notes=notes)
        return Draft(
            document,
            outline,
            self.kind,
            tuple(
                Missing(gap.key, gap.span.line if gap.span.file == self.file else 0)
                for gap in composed.missing
            ),
            composed.unprinted,
            self.defaults.rate,
            self.roots,
            self.defaults.page_number,
        )


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
    keys, guess = _keys(data, kind_name, roots)
    loaded = load(data, file, keys)
    kind = _kind(loaded, file, kind_name, roots, guess)
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


def _page_number(wish: Text, number: PageNumber) -> PageNumber:
    """The page number with the place, the text or both that `页码: 居中 第{页}页` asks for."""
    from speechgen.layout.keys import PLACES, number_text, place

    spellings = " ".join(PLACES.values()).split()
    first, _, rest = wish.strip().partition(" ")
    try:
        if first not in spellings:
            return number._replace(text=number_text(wish.strip()))
        number = number._replace(place=str(place(first)))
        return number._replace(text=number_text(rest.strip())) if rest.strip() else number
    except ValueError as wrong:
        hint = "例如 页码: 居中，或 页码: 居中 第{页}页"
        at = place_of(wish)
        raise SpeechError([error(at, "defaults-page-number", str(wrong), hint)]) from None


def _readings(outline: Outline) -> tuple[tuple[str, str], ...]:
    """注音: words and how they are read."""
    given = outline.values.get("注音")
    if not isinstance(given, Mapping):
        return ()
    return tuple((word, str(sound)) for word, sound in given.items() if isinstance(sound, str))


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


def _gaps(outline: Outline, composed: Composition) -> Iterator[Diagnostic]:
    for gap in composed.missing:
        line = outline.line_at(gap.span)
        yield warning(gap.span, "missing-fact", f"缺少“{gap.key}”，稿中印作【待补：{gap.key}】",
                      f"在这里补上  {gap.key}: …", line)  # fmt: skip


_Guess = tuple[str, MeetingType] | None


def _keys(data: bytes, kind_name: str, roots: tuple[Path, ...]) -> tuple[frozenset[str], _Guess]:
    """Every key the outline may use, so that slips in them can be mended while loading; and the
    type that was looked up for it, with the name it was looked up by."""
    fields: tuple[Field, ...] = ()
    guess: _Guess = None
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


def _kind(
    loaded: Loaded, file: str, kind_name: str, roots: tuple[Path, ...], guess: _Guess
) -> MeetingType:
    """The meeting type an outline names; the plain speech where it names none (build reports)."""
    pairs = loaded.root.pairs if isinstance(loaded.root, YamlMapping) else ()
    named = next((value for key, value in pairs if key.text in ("类型", "type")), None)
    if kind_name:
        return find_type(kind_name, roots, Span("--set"))
    if not isinstance(named, Scalar) or not named.text.strip():
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


def _overlaid(
    loaded: Loaded, values: Sequence[Laid], defaults: Defaults, kind: MeetingType
) -> Loaded:
    """The tree with `values` laid over it and `defaults` under it."""
    root = loaded.root
    if not isinstance(root, YamlMapping):
        return loaded  # build reports it
    fields = [*kind.fields, *COMMON_FIELDS]
    for one in values:
        if one.fact:
            root = overlay_fact(root, one.path, one.value, one.place)
        else:
            root = overlay(root, one.path, one.value, one.place, fields)
    given = {key.text for key, node in root.pairs if not isinstance(node, Scalar) or node.text}
    for key, text in defaults.values.items():
        field = find_field(fields, key)
        if field is not None and given.isdisjoint(field.names):
            root = overlay(root, key, text, place_of(text), fields)
    return replace(loaded, root=root)


def _check_numbering(numbering: str) -> None:
    try:
        Scheme.parse(numbering)
    except ValueError as wrong:
        hint = "例如 一、>（一）>一是"
        raise SpeechError(
            [error(Span("--numbering"), "outline-numbering", str(wrong), hint)]
        ) from None


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """The garbage collector kept out of one draft: it would walk every node again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def search_roots(folders: Sequence[PathLike] = ()) -> tuple[Path, ...]:
    """Where meeting types and layouts are looked up: `folders`, the user's own, the built-in."""
    return template_roots([*map(Path, folders), config_folder() / "templates"])
