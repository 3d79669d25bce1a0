"""From a pack file to its papers: names, numbers, drafts, and what an edit would change.

Owns the order of work. Must not print or decide where files go.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from speechgen import files
from speechgen.api import PathLike, search_roots
from speechgen.api.drafted import Draft, Options
from speechgen.api.drafting import Opened, open_outline
from speechgen.diagnostics import Diagnostic, Span, SpeechError, refusal
from speechgen.files.beside import Beside
from speechgen.files.naming import safe
from speechgen.files.reading import is_link
from speechgen.library import find_type
from speechgen.library.model import MeetingType
from speechgen.pack.again import why_again
from speechgen.pack.fields import KINDS, SPEECHES
from speechgen.pack.meeting import AgendaItem, MeetingFile, read_meeting
from speechgen.pack.papers import paper_outline, speech_outline
from speechgen.schema.fields import did_you_mean, nearest_word
from speechgen.source import Loaded, MappingNode
from speechgen.text import place_of
from speechgen.writers import FORMATS

_NUMBERED: Final = r"\d{2}_.+"
"""What the file of a paper is called."""


@dataclass(frozen=True)
class PackPaper:
    """One paper of a pack. `word` is what 成套 calls it, `stem` its file name without suffix;
    `draft` is None where it cannot be made (`diagnostics` say why). `item` is the agenda item
    that a speech belongs to, `at` where 成套 has the word."""

    word: str
    stem: str
    kind: str
    formats: tuple[str, ...]
    draft: Draft | None
    diagnostics: tuple[Diagnostic, ...] = ()
    item: AgendaItem | None = None
    at: Span = Span()

    def names(self) -> Iterator[tuple[str, str]]:
        """File names, each with its format."""
        for format in self.formats if self.draft is not None else ():
            yield f"{self.stem}.{format}", format

    def files(self) -> Iterator[tuple[str, bytes]]:
        """File names and bytes, one for each format."""
        for name, format in self.names():
            assert self.draft is not None
            yield name, self.draft.to(format)

    def why_again(self, name: str, old: bytes, new: bytes) -> str:
        """What of its file changed, for whoever printed the old one; empty where unknown."""
        return why_again(name, old, new, each=self.kind == "seatcards")

    def changes(self, folder: Path) -> Iterator[tuple[str, str, str]]:
        """(status, file name, why) of its files as they would stand in `folder`: 新, 改, 同; and
        why one that is altered must be printed again."""
        for name, data in self.files():
            before = lying(folder / name)
            status = "同" if before == data else "改" if os.path.lexists(folder / name) else "新"
            again = self.why_again(name, before, data) if status == "改" and before else ""
            yield status, name, again


@dataclass(frozen=True)
class DraftedPack:
    """All papers of a pack that were asked for, in the order of 成套. `used` are the files that
    they name (tables, pictures)."""

    meeting: MeetingFile
    papers: tuple[PackPaper, ...]
    used: tuple[Path, ...] = ()

    def printed_as(self, options: Options, layouts: Sequence[str] = ()) -> DraftedPack:
        """The same papers on the paper that options ask for, each once a layout (its id behind the
        file's name if there are several). Raises SpeechError if the reference cannot be read."""
        papers: list[PackPaper] = []
        for paper in self.papers:
            if paper.draft is None:
                papers.append(paper)
                continue
            printed: dict[str, PackPaper] = {}  # a form has one for all
            for layout in layouts if len(layouts) > 1 else ("",):
                made = paper.draft.printed_as(options, layout)
                own = made.document.layout
                stem = f"{paper.stem}-{own}" if layout else paper.stem
                printed[own] = replace(paper, stem=stem, draft=made)
            papers += printed.values()
        return replace(self, papers=tuple(papers))

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was found in the pack file and its roster."""
        return self.meeting.notes

    def drafts(self, kind: str = "") -> Iterator[Draft]:
        """The papers that could be drafted, or those of one type."""
        for paper in self.papers:
            if paper.draft is not None and kind in ("", paper.kind):
                yield paper.draft

    def speeches(self) -> Iterator[tuple[AgendaItem, Draft]]:
        """The speeches that could be drafted, each with its item."""
        for paper in self.papers:
            if paper.item is not None and paper.draft is not None:
                yield paper.item, paper.draft

    def stale(self, folder: Path) -> list[str]:
        """The files in `folder` that are named like papers of a pack, that speechgen wrote and
        nobody changed, and that this pack does not hold."""
        wanted = {name for paper in self.papers for name, _ in paper.names()}
        stems = {paper.stem for paper in self.papers if paper.draft is None}  # not made this time
        found: list[str] = []
        with suppress(OSError):
            for path in sorted(folder.iterdir()):
                known = path.name in wanted or path.stem in stems
                if known or not re.fullmatch(_NUMBERED, path.name) or is_link(path):
                    continue
                if path.suffix in FORMATS and files.is_ours(path):
                    found.append(path.name)
        return found


def lying(path: Path) -> bytes:
    """What lies at a place; nothing where nothing can be read."""
    with suppress(OSError, ValueError, SpeechError):
        if os.path.lexists(path):
            return files.read_own(path)
    return b""


def draft_pack(
    path: PathLike,
    options: Options = Options(),
    *,
    only: Sequence[str] = (),
    contents: Mapping[str, bytes] | None = None,
) -> DraftedPack:
    """Draft the papers that a pack file asks for (`only` some of them, by their words in 成套).

    The values of the options are laid over the pack file (`{"会议.地点": "…"}`); what paper they
    ask for is for `DraftedPack.printed_as`. `contents` are bytes of the pack file or of a speech's
    outline, by path, that are not written yet. File numbers do not depend on `only`. A paper that
    cannot be made says so in its diagnostics. Raises SpeechError if the pack file or its roster
    cannot be used.
    """
    file = Path(os.fspath(path))
    given = {Path(name): data for name, data in (contents or {}).items()}
    meeting = read_meeting(file, options.values, given.get(file))
    own = file.parent / "templates"
    roots = search_roots([*options.templates, own, *options.defaults.templates])
    jobs = _jobs(meeting, roots, options.format)
    words = dict.fromkeys(paper.word for paper, _ in jobs)
    for unknown in (word for word in only if word not in words):
        hint = f"{did_you_mean(nearest_word(unknown, words))}有：{'、'.join(words)}"
        raise refusal(Span("--only"), "pack-only", f"这套材料里没有“{unknown}”", hint)
    besides: dict[Path, Beside] = {}  # by folder: papers share what they name
    options = replace(options, values={})
    papers: list[PackPaper] = []
    for paper, kind in jobs:
        if only and paper.word not in only:
            continue
        try:
            outline, file, its = _outline_of(meeting, paper, kind, roots, given)
            beside = besides.setdefault(file.parent, Beside(file.parent))
            opened = Opened(str(file), outline, its, its.roots, options, beside, shared=True)
            made = opened.draft()
        except SpeechError as failed:
            papers.append(replace(paper, diagnostics=failed.diagnostics))
            continue
        section = meeting.section(its.id)
        keys = {key.text for key, _ in section.pairs} if isinstance(section, MappingNode) else set()
        unprinted = tuple(  # of what is said for this very paper: not all need every shared fact
            (path, line)
            for path, line in made.unprinted
            if (line if paper.item else path.partition(".")[0] in keys)
        )
        made = replace(made, word=paper.word, unprinted=unprinted)
        papers.append(replace(paper, kind=its.id, draft=made))
    used = tuple(path for beside in besides.values() for path in beside.paths)
    return DraftedPack(meeting, tuple(papers), used)


def _jobs(
    meeting: MeetingFile, roots: tuple[Path, ...], format: str
) -> list[tuple[PackPaper, MeetingType | None]]:
    """Every paper before it is drafted, and its type (None for a speech: its outline says it)."""
    jobs: list[tuple[PackPaper, MeetingType | None]] = []
    problems: list[Diagnostic] = []
    for entry in meeting.papers:
        word, mark, suffix = str(entry.strip()).rpartition(".")
        suffix = suffix.lower()  # 督办表.xlsx asks for a format
        if not mark or f".{suffix}" not in FORMATS:
            word, suffix = str(entry.strip()), ""
        if word in SPEECHES:
            for item in meeting.agenda:
                if item.speech:
                    speaker = item.who[0] if item.who else Path(item.speech).stem
                    stem = f"{len(jobs) + 1:02d}_{word}_{_safe(speaker)}"
                    speech = PackPaper(word, stem, "speech", (suffix or format,), None, item=item)
                    jobs.append((speech, None))
            continue
        try:
            kind = find_type(word, roots, place_of(entry), meeting.line_at(place_of(entry)))
        except SpeechError as unknown:
            problems += unknown.diagnostics
            continue
        known = KINDS.get(kind.id) if format == "docx" and not suffix else None
        also = known.also if known else ()
        stem = f"{len(jobs) + 1:02d}_{_safe(word)}"
        formats, at = (suffix or format, *also), place_of(entry)
        jobs.append((PackPaper(word, stem, kind.id, formats, None, at=at), kind))
    if problems:
        raise SpeechError(problems)
    return jobs


def _safe(name: str) -> str:
    return safe(re.sub(r"\s", "", name))[:40]


def _outline_of(
    meeting: MeetingFile,
    paper: PackPaper,
    kind: MeetingType | None,
    roots: tuple[Path, ...],
    given: Mapping[Path, bytes],
) -> tuple[Loaded, Path, MeetingType]:
    """The outline of a paper, the file that it belongs to, and its type."""
    if kind is not None:
        return paper_outline(meeting, kind, paper.at), Path(meeting.file), kind
    item = paper.item
    assert item is not None
    path = meeting.folder / item.speech
    options = Options(templates=[*roots, path.parent / "templates"])
    try:
        opened = open_outline(given.get(path, path), options, str(path))
    except SpeechError as failed:
        first = failed.diagnostics[0]
        at, number = place_of(item.speech), meeting.agenda.index(item) + 1
        said, hint = f"议程第{number}项的稿“{item.speech}”没有这个文件", first.hint
        if first.rule == "source-not-text":
            said = f"议程第{number}项的稿“{item.speech}”{first.message.removeprefix('这')}"
            new = f"{item.speech.rpartition('.')[0]}.yaml"
            hint = f"先 speechgen import {item.speech} -o {new}，再写  稿: {new}"
        elif first.rule != "file-missing":
            raise
        raise refusal(at, "pack-agenda", said, hint, meeting.line_at(at)) from None
    return speech_outline(meeting, item, opened.loaded, opened.kind), path, opened.kind
