"""One file looked at again and again: what stays on the page while it is broken.

Owns what need not be made again, which files matter, and that the preview says what `speechgen
draft` and `speechgen check` say. Must not know HTML nor HTTP.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final

from speechgen import cache, files
from speechgen.api import MAX_OUTLINE, search_roots
from speechgen.api.checking import check
from speechgen.api.drafted import GAP, Draft, Options
from speechgen.api.drafting import draft_as
from speechgen.api.edited import is_draft, is_edited, pull_command
from speechgen.defaults import (
    FILE_NAME,
    Defaults,
    config_folder,
    find_defaults,
    read_defaults,
    working_folder,
)
from speechgen.diagnostics import Diagnostic, Severity, Span, SpeechError, refusal, show
from speechgen.document import plain
from speechgen.files import zipped
from speechgen.files.beside import Beside
from speechgen.layout import read_layout
from speechgen.library.folders import LAYOUTS
from speechgen.pack import is_pack
from speechgen.pack.drafting import draft_pack
from speechgen.pack.rules import check_pack
from speechgen.preview.shown import Drafted, View, view_of
from speechgen.text import origins_of

_KEPT: Final = 16  # views remembered
_MOST_FILES: Final = 2_000  # of a folder that are watched


class Previewed:
    """One file that is looked at again and again, by any number of threads."""

    def __init__(
        self,
        path: Path,
        layout: str = "",
        templates: Sequence[Path] = (),
        folder: Path | None = None,
    ) -> None:
        """`layout` and `templates` as for `draft`; the defaults file is that of `folder` (the
        working folder). Reads nothing yet.
        """
        self.path = path
        self._layout = layout
        self._templates = tuple(templates)
        self._folder = folder or working_folder()
        self._lock = threading.RLock()
        self._known: dict[Path, object] = {}
        self._defaults = Defaults()
        self._papers: tuple[Drafted, ...] = ()
        self._sources: tuple[Path, ...] = ()  # other files of the user that these were made of
        self._beside = Beside(path.parent)
        self._is_pack = False
        self._refused: tuple[Diagnostic, ...] = ()
        self._words: dict[str, bool] = {}  # by stem: whether the DOCX beside it was edited
        self._good: dict[str, Drafted] = {}
        self._views: OrderedDict[tuple[str, str], tuple[Drafted, View]] = OrderedDict()
        self._layouts: tuple[tuple[str, str], ...] = ()

    # -- what the server asks --------------------------------------------------------------------

    def look(self, paper: int = 0, layout: str | None = None) -> View:
        """The paper as it is now, in that layout (None: its own, or that of the preview).

        Never raises for what a file says: the last paper that could be made stays, with `error`.
        """
        with self._lock:
            self._refresh()
            papers = self._papers
            at = min(max(paper, 0), max(0, len(papers) - 1))
            said = self._refused
            view, edited = View(str(self.path)), ""
            if papers:
                now = papers[at]
                said = said or now.refused
                view = replace(view, title=now.name)
                if self._words.get(now.stem):
                    edited = pull_command(self._word(now), self.path)
                good = self._good.get(now.stem)
                if good is not None:
                    found, wrong = self._view(good, layout or self._layout)
                    view = found or view
                    said = said or wrong
            worst = sorted(said, key=lambda note: note.severity is not Severity.ERROR)
            return replace(
                view, papers=papers, paper=at, layouts=self._layouts, asked=layout or "",
                error=show(worst), edited=edited,
                word=bool(papers) and papers[at].stem in self._words,
            )  # fmt: skip

    def draft(self, paper: int, layout: str | None, suffix: str) -> bytes:
        """The paper in a format (`docx`, …): the bytes that `speechgen draft` writes.

        Raises SpeechError while the file cannot be drafted, and where the format cannot be made.
        """
        with self._lock:
            self._refresh()
            papers = self._papers
            if self._refused:
                raise SpeechError(self._refused)
            if not 0 <= paper < len(papers):
                raise refusal(Span(str(self.path)), "usage", f"这套材料里没有第{paper + 1}份")
            made = papers[paper]
            if made.draft is None:
                raise SpeechError(made.refused)
            wanted = made.draft.printed(layout=layout or self._layout)
        return wanted.to(suffix)

    def pack(self, layout: str | None) -> bytes:
        """Every file of every paper as one zip. Raises SpeechError as `draft` does."""
        names = [(at, one.stem, suffix) for at, one in enumerate(self.look().papers)
                 for suffix in one.formats]  # fmt: skip
        made = (zipped.part(f"{stem}.{kind}", self.draft(at, layout, kind))
                for at, stem, kind in names)  # fmt: skip
        return zipped.package(list(made))

    def place(self, paper: int, layout: str | None, block: int) -> tuple[str, int] | None:
        """The file and line that a block of the paper was written on."""
        document = self.look(paper, layout).document
        if document is None or block >= len(document.blocks):
            return None
        spans = (span for _, span in origins_of(plain(document.blocks[block])))
        return next(((span.file, span.line) for span in spans if span.line), None)

    def word(self, paper: int) -> Path | None:
        """The DOCX that was drafted of a paper, edited or not; None where there is none."""
        with self._lock:
            self._refresh()
            known = [one for one in self._papers[paper : paper + 1]
                     if one.stem in self._words]  # fmt: skip
            return self._word(known[0]) if known and is_draft(self._word(known[0])) else None

    def watched(self) -> set[Path]:
        """The files whose change matters; they need not exist."""
        with self._lock:
            found = {self.path, self._folder / FILE_NAME, *self._sources}
            found |= set(map(self._word, self._papers))
            found.update(self._beside.paths)
            if self._defaults.file:
                found.add(Path(self._defaults.file))
            if self._is_pack:
                found |= _files(self.path.parent, "*")
            for folder in self._template_folders():
                found |= _files(folder, "**/*")
            return found

    # -- what the files say ----------------------------------------------------------------------

    def _word(self, paper: Drafted) -> Path:
        """The DOCX that `speechgen FILE` writes: beside the outline, or in the pack's folder."""
        if paper.stem == self.path.stem:
            return self.path.with_suffix(".docx")
        return self.path.with_suffix("") / f"{paper.stem}.docx"

    def _template_folders(self) -> tuple[Path, ...]:
        """The user's own folders of types and layouts; the built-in ones do not change."""
        beside, own = (one / "templates" for one in (self.path.parent, config_folder()))
        return (*self._templates, beside, *self._defaults.templates, own)

    def _refresh(self) -> None:
        """Draft again if a file has changed since."""
        before = self._state()
        if before == self._known:
            return
        try:
            found = find_defaults(self._folder)
            self._defaults = read_defaults(found) if found else Defaults()
            self._beside = self._beside.apart()
            data = files.read_bytes(self.path, MAX_OUTLINE)
            self._is_pack = is_pack(data)
            if self._is_pack:
                self._papers, self._sources = self._drafted_pack(data)
            else:
                self._papers, self._sources = (self._drafted(data),), ()
        except SpeechError as refused:
            self._refused = refused.diagnostics
        else:
            self._refused = ()
            stems = {one.stem for one in self._papers}
            self._good = {stem: one for stem, one in self._good.items() if stem in stems}
            self._good |= {one.stem: one for one in self._papers if one.draft}
        roots = search_roots([one for one in self._template_folders() if one.is_dir()])
        folders = [root / LAYOUTS for root in roots]
        known = {file.stem: file for one in reversed(folders) for file in one.glob("*.yaml")}
        first = [id for id in ("gbt9704", "large-print") if id in known]  # what speeches take
        names = {id: id for id in (*first, *sorted(known))}
        for id in names:
            with suppress(SpeechError):  # a broken one is told about when it is chosen
                names[id] = read_layout(known[id], folders).name or id
        self._layouts = tuple(names.items())
        words = {one.stem: self._word(one) for one in self._papers}
        self._words = {stem: is_edited(word) for stem, word in words.items() if is_draft(word)}
        after = self._state()
        moved = any(after.get(file, stamp) != stamp for file, stamp in before.items())
        self._known = {} if moved else after  # saved while it was drafted: look again next time

    def _state(self) -> dict[Path, object]:
        """What decides the result: the outline by its bytes, other files by their stamps."""
        others = self.watched() - {self.path}
        state: dict[Path, object] = {file: cache.stamps([str(file)]) for file in others}
        try:
            state[self.path] = files.read_bytes(self.path, MAX_OUTLINE)
        except SpeechError as gone:
            state[self.path] = gone.diagnostics
        return state

    # -- what the file drafts to -------------------------------------------------------------------

    def _drafted(self, data: bytes) -> Drafted:
        """The paper of an outline. Raises SpeechError."""
        templates = [*self._templates, self.path.parent / "templates"]
        options = Options(templates=templates, defaults=self._defaults)
        made = draft_as(data, options, str(self.path), self._beside)
        try:
            notes = check(made, templates=self._templates, defaults=self._defaults)
        except SpeechError as wrong:  # the defaults ignore a rule that does not exist
            notes = [*wrong.diagnostics, *made.diagnostics]
        found, stem = tuple(note for note in notes if note.rule != GAP), self.path.stem
        return Drafted(stem, stem, ("docx",), made, (), _gaps(made), found)

    def _drafted_pack(self, data: bytes) -> tuple[tuple[Drafted, ...], tuple[Path, ...]]:
        """Every paper of a pack, and the other files of the user that they were made of. Raises
        SpeechError where there is none at all."""
        options = Options(templates=self._templates, defaults=self._defaults)
        pack = draft_pack(self.path, options, contents={str(self.path): data})
        across = [note for note in check_pack(pack) if note.rule != GAP]
        papers = []
        for one in pack.papers:
            name = one.stem.partition("_")[2].replace("_", " ") or one.word
            if one.draft is None:
                papers.append(Drafted(name, one.stem, one.formats, None, one.diagnostics))
                continue
            own = {*one.draft.remarks, *across}
            found = tuple(sorted(own, key=lambda note: (note.span, note.rule, note.message)))
            gaps, spoken = _gaps(one.draft), one.item is not None or one.kind == "host"
            papers.append(Drafted(name, one.stem, one.formats, one.draft, (), gaps, found, spoken))
        meeting = pack.meeting
        speeches = [meeting.folder / item.speech for item in meeting.agenda if item.speech]
        return tuple(papers), (*speeches, *pack.used)

    # -- what is shown ---------------------------------------------------------------------------

    def _view(self, paper: Drafted, layout: str) -> tuple[View | None, tuple[Diagnostic, ...]]:
        """The view of a paper, and why it is not the one asked for."""
        assert paper.draft is not None
        key = (paper.stem, layout)
        before, known = self._views.get(key, (None, None))
        if known is not None and before is paper:
            return known, ()
        try:
            view = view_of(str(self.path), paper, paper.draft.printed(layout=layout))
        except SpeechError as wrong:
            if known is not None or not layout:
                return known, wrong.diagnostics
            return self._view(paper, "")[0], wrong.diagnostics
        self._views[key] = (paper, view)
        self._views.move_to_end(key)
        while len(self._views) > _KEPT:
            self._views.popitem(last=False)
        return view, ()


def _files(folder: Path, pattern: str) -> set[Path]:
    with suppress(OSError):
        return {file for file in islice(folder.glob(pattern), _MOST_FILES) if file.is_file()}
    return set()


def _gaps(made: Draft) -> tuple[tuple[str, Diagnostic], ...]:
    """The missing facts with the fields that name them in print."""
    notes = [note for note in made.document.notes if note.rule == GAP]
    pairs = zip((gap.field for gap in made.missing), notes, strict=True)
    return tuple(sorted(pairs, key=lambda pair: pair[1].span))
