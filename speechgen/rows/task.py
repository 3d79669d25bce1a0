"""One row to one file: the function that runs in another process, or on another machine.

Owns what a row needs to be drafted and what comes of it; both pickle. What a process keeps
between rows is only what the job says again with every chunk. Must not know tables, pools or
the console.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from speechgen import files
from speechgen._version import __version__
from speechgen.api import search_roots
from speechgen.api.drafted import Draft, MissingFact, Options, format_of
from speechgen.api.drafting import Laid, Opened, open_outline
from speechgen.diagnostics import Diagnostic, Span, SpeechError, error, info, refusal
from speechgen.document import minutes
from speechgen.files.beside import Beside
from speechgen.files.placing import Moves
from speechgen.library.model import MeetingType
from speechgen.marks import shortened
from speechgen.outline import COMMON_FIELDS, places_in, steps_of
from speechgen.rows.places import Folder, open_place
from speechgen.schema.dates import parse_date
from speechgen.schema.fields import Field, Kind, did_you_mean, find_field, nearest
from speechgen.tables.rows import cell_error, named_cell

_BETWEEN: Final = r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])"
KIND_COLUMNS: Final = frozenset({"类型", "type"})


class Source(NamedTuple):
    """An outline: its name in messages, its bytes, and the folder whose files it may name (as
    every process finds it; empty for none)."""

    name: str
    data: bytes
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """What all rows have in common.

    `outline` is None where every task brings its own; `table` is the
    table's name in messages, `columns` its header. `into` is a folder or URL, empty for nowhere.
    `digest` sums up everything that a draft depends on beside its row; `library`, where given, the
    templates alone: another machine must have the same.
    """

    options: Options = field(hash=False)
    outline: Source | None = None
    table: str = ""
    columns: tuple[str, ...] = ()
    force: bool = False
    into: str = ""
    keep: bool = False
    digest: str = ""
    library: str = ""

    def library_digest(self) -> str:
        """One digest of the version, of the paper that is written on and of every template file
        that a draft could use."""
        total = hashlib.sha256(__version__.encode())
        if self.options.reference is not None:
            total.update(hashlib.sha256(files.read_bytes(Path(self.options.reference))).digest())
        beside = (Path(self.outline.name).parent / "templates",) if self.outline else ()
        folders = (*self.options.templates, *beside, *self.options.defaults.templates)
        for root in search_roots(folders):
            for file in sorted(path for path in root.rglob("*") if path.is_file()):
                try:
                    digest = hashlib.sha256(files.read_bytes(file)).digest()
                except SpeechError as unread:  # the draft that wants it will say why
                    digest = unread.diagnostics[0].rule.encode()
                name = os.fsencode(file.relative_to(root).as_posix())  # on every system the same
                total.update(b"\0" + name + b"\0" + digest)
        return total.hexdigest()


@dataclass(frozen=True, slots=True)
class Task:
    """One row: its number, its cells by column, the file it becomes (with `/` and suffix).

    `outline` as in `Job`. `inputs` is the digest of all it depends on. `known` is what an
    earlier run made of the very same inputs: if the file is still there, nothing is drafted.
    """

    row: int
    cells: tuple[str, ...] = ()
    file: str = ""
    outline: Source | None = None
    inputs: str = ""
    known: Result | None = None

    def failed(self, why: Sequence[Diagnostic]) -> Result:
        """The result of a row that could not be drafted."""
        return Result(self.row, self.file, "failed", diagnostics=tuple(why), inputs=self.inputs)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one row.

    `row` is the row as the spreadsheet counts it (or the outline's number), `file` the path below
    the target folder; `ok` tells whether it is there. `status` is `written`, `unchanged` (the
    very bytes were there), `kept` (skipped by resume), `drafted` (nowhere to write) or `failed`.
    `missing` are facts printed as 【待补：…】: (name, line in the outline). `content` is the
    document's bytes where there was nowhere to write; `entry` the line of the manifest that a
    kept file came with. `taken` are the keys of the defaults file that had a part, `files` what it
    was made of beside the outline: (name, SHA-256).
    """

    row: int
    file: str
    status: str
    sha256: str = ""
    characters: int = 0
    minutes: tuple[int, int] = (0, 0)
    sections: int = 0
    missing: tuple[MissingFact, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    inputs: str = ""
    content: bytes | None = field(default=None, repr=False)
    entry: str = field(default="", repr=False)
    taken: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the document was made."""
        return self.status != "failed"


def run_chunk(job: Job, tasks: Sequence[Task | Result]) -> list[Result]:
    """The results of some rows, in order; their files are in place, and outlast a power cut.
    Never raises for what a row can cause."""
    results: list[Result] = []
    stuck: tuple[Diagnostic, ...] = ()  # what the rest would only find again
    moves: Moves | None = None
    try:
        place = open_place(job.into)
        moves = place.moves() if isinstance(place, Folder) else None
    except SpeechError as refused:
        stuck = refused.diagnostics
    try:
        for task in tasks:
            if isinstance(task, Result):
                results.append(task)
            elif stuck:
                results.append(task.failed(stuck))
            else:
                results.append(run_task(job, task, moves))
                if any(note.rule == "disk-full" for note in results[-1].diagnostics):
                    stuck = results[-1].diagnostics
        unmoved = moves.settle() if moves is not None else {}
    finally:
        if moves is not None:
            moves.drop()
    return [
        replace(result, status="failed", sha256="", diagnostics=why.diagnostics)
        if result.ok and (why := unmoved.get(Path(job.into, result.file)))
        else result
        for result in results
    ]


def run_task(job: Job, task: Task, moves: Moves | None = None) -> Result:
    """Draft one row and put it in place, or among `moves`."""
    try:
        if job.library:
            _compare_library(job)
        place = open_place(job.into)
        if task.known and place and place.holds(task.file, task.known.sha256):
            outline = task.outline or job.outline
            beside = _beside(outline.folder if outline else "")
            if all(beside.holds(*file) for file in task.known.files):
                return task.known
        made = _draft(job, task).printed_as(job.options)
        if job.options.strict and made.gaps:
            raise SpeechError(made.gaps)
        content = made.to(job.options.format)
        status, count = "drafted", made.characters
        if place is not None:
            status = "written" if place.put(task.file, content, job.force, moves) else "unchanged"
        return Result(
            task.row,
            task.file,
            status,
            hashlib.sha256(content).hexdigest(),
            count,
            minutes(count, made.rate),
            made.sections,
            made.missing,
            _at_cells(job, task, (*_joined_cells(job, task), *made.remarks)),
            task.inputs,
            content if job.keep else None,
            taken=made.taken,
            files=made.files,
        )
    except SpeechError as refused:
        return task.failed(_at_cells(job, task, refused.diagnostics))
    except RecursionError:
        return task.failed([error(Span(job.table), "row-failed", "内容层次太深，起草不了")])
    except MemoryError:
        return task.failed([error(Span(job.table), "row-failed", "内存不够，起草不了这一份")])


def _one_text(cell: str) -> str:
    """A cell that holds no sentence as one text: a break or a wide blank in a name, or in a
    unit's, would make two of it."""
    lines = re.split(r"[ \t\u3000]*\n\s*|[ \t\u3000]{2,}", cell.strip())
    if not lines[1:] or re.search("[。！？；：]", cell):
        return cell
    if len("".join(lines)) == 2 and "\n" not in cell:  # 罗　　敏
        return cell
    return re.sub(_BETWEEN, "", " ".join(lines))


def _joined_cells(job: Job, task: Task) -> Iterator[Diagnostic]:
    """What is told of cells that `_one_text` changed."""
    asked = _asked(job) if job.columns and not task.outline else ()
    for at, (column, cell) in enumerate(zip(job.columns, task.cells, strict=False)):
        if column in asked and (made := _one_text(cell)) != cell:
            where = named_cell(task.row, at, column)
            said = f"{where}里有换行或空档，连成一个：“{shortened(made)}”"
            hint = "本来是两个，就用顿号隔开"
            yield info(Span(job.table, task.row, at + 1), "row-cell-joined", said, hint)


def _draft(job: Job, task: Task) -> Draft:
    if task.outline is not None:
        return opened_with(job.options, task.outline).draft()
    kinds = [task.cells[index] for index, name in enumerate(job.columns) if name in KIND_COLUMNS]
    opened = _kept_open(job, kinds[-1] if kinds else "")
    laid: list[Laid] = []
    asked = _asked(job)
    fills: dict[str, tuple[str, Span]] = {}
    for index, use in enumerate(column_uses(job.columns, opened.kind)):
        if use is not None:
            column, cell = job.columns[index], task.cells[index]
            if column in asked:
                cell = _one_text(cell)
                try:
                    printed, _ = parse_date(cell)
                except ValueError as wrong:  # a day that there is not, whatever it is printed in
                    hint = "核对日期"
                    note = cell_error(
                        job.table, task.row, index, column, "outline-date", f"不对：{wrong}", hint
                    )
                    raise SpeechError([note]) from None
                shown = cell if "年" in cell else printed  # as a spreadsheet's own days
                fills[column] = shown, Span(job.table, task.row, index + 1)
                continue
            if not cell and use.required:
                said, hint = "是空的", "每份都要有"
                note = cell_error(job.table, task.row, index, column, "row-empty-cell", said, hint)
                raise SpeechError([note])
            laid.append(Laid(use.path, cell, Span(job.table, task.row, index + 1), use.fact))
    return opened.draft(laid, keep=True, fills=fills)


@lru_cache(maxsize=16)
def _asked(job: Job) -> frozenset[str]:
    """The columns that the outline's own text asks for: they only fill these places."""
    places = places_in(_kept_open(job, "").loaded.root)
    return frozenset(name for name, _ in places).intersection(job.columns)


@lru_cache(maxsize=16)
def _kept_open(job: Job, kind_name: str) -> Opened:
    assert job.outline is not None
    return opened_with(job.options, job.outline, kind_name)


@lru_cache(maxsize=4)
def _beside(folder: str) -> Beside:
    """The files of a folder, which rows share."""
    return Beside(Path(folder) if folder else None)


def opened_with(options: Options, outline: Source, kind_name: str = "") -> Opened:
    """An outline that also finds the templates beside it."""
    templates = (*options.templates, Path(outline.name).parent / "templates")
    options, beside = replace(options, templates=templates), _beside(outline.folder).apart()
    return open_outline(outline.data, options, outline.name, kind_name, beside)


def warm(job: Job) -> None:
    """Make ready what every row needs, once in a process; what is wrong the rows will say."""
    _ = format_of(job.options.format).write
    with suppress(SpeechError):
        if job.outline is not None and not KIND_COLUMNS.intersection(job.columns):
            _kept_open(job, "").draft(keep=True, fills={}).to(job.options.format)


@lru_cache(maxsize=16)
def _compare_library(job: Job) -> None:
    if job.library_digest() != job.library:
        said = "这台机器上的 speechgen 版本或模板与发起的机器不同，没有起草"
        hint = "各台机器装同一版本，模板放在共用的文件夹里"
        raise refusal(Span(), "library-differs", said, hint)


# -- columns --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Use:
    """What a column's cells become: the value at a path of the outline, or a fact."""

    path: str
    fact: bool = False
    required: bool = False


_COUNTED: Final = "编号"
"""A table's own column of this name counts its rows; it is no row's way of numbering."""


@lru_cache(maxsize=64)
def column_uses(
    columns: tuple[str, ...], kind: MeetingType, table: str = "表头"
) -> tuple[Use | None, ...]:
    """What becomes of each column of a table with outlines of a type; None for one without a name.

    Raises SpeechError for a path into a field that has no such part.
    """
    fields = (*kind.fields, *COMMON_FIELDS)
    return tuple(
        _use(column, fields, Span(table, 1, at)) if column else None
        for at, column in enumerate(columns, 1)
    )


def _use(column: str, fields: Sequence[Field], place: Span) -> Use:
    try:
        steps = steps_of(column, Span())
    except SpeechError:
        return Use(column, fact=True)
    first = find_field(fields, str(steps[0])) if isinstance(steps[0], str) else None
    if first is None or column == _COUNTED:
        return Use(column, fact=True)
    members, inside = first.fields, first
    for step in steps[1:]:
        if isinstance(step, int) or inside.kind in (Kind.FACTS, Kind.NODES):
            continue
        found = find_field(members, step)
        if found is None:
            guess = nearest(step, members)
            parts = "、".join(member.key for member in members)
            hint = did_you_mean(guess, f"可以写：{parts}" if parts else "")
            said = f"列名“{column}”：“{inside.key}”里没有“{step}”这一项"
            raise refusal(place, "table-column", said, hint)
        members, inside = found.fields, found
    return Use(column, required=len(steps) == 1 and first.key in ("类型", "标题"))


def _at_cells(job: Job, task: Task, notes: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Diagnostics about cells named as a spreadsheet names them."""
    told: list[Diagnostic] = []
    for note in notes:
        column = note.span.column
        if job.table and note.span.file == job.table and 0 < column <= len(job.columns):
            name = named_cell(task.row, column - 1, job.columns[column - 1])
            if not note.message.startswith(name):
                told.append(replace(note, message=f"{name}：{note.message}", source=""))
                continue
        told.append(note)
    return tuple(told)
