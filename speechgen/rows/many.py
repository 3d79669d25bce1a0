"""A whole batch: one outline and a table, or many outlines, into a folder.

Owns the order of work: what a row is called, what it depends on, what is noted of it. Must not
know the console.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import chain, count, islice
from pathlib import Path
from typing import Final, cast

from speechgen import files
from speechgen.api import MAX_OUTLINE, PathLike
from speechgen.api.drafted import Options, format_of
from speechgen.api.unprintable import has_place
from speechgen.defaults import Defaults
from speechgen.diagnostics import Diagnostic, Span, SpeechError, error, info
from speechgen.files.naming import safe
from speechgen.marks import shortened
from speechgen.rows.engine import Stream, Work, Workers, processors, workers_for
from speechgen.rows.journal import Journal
from speechgen.rows.letters import addressed_in, check_places, check_signers, strangers
from speechgen.rows.names import OUTLINE, ROW, Claims, check_pattern, filled_name
from speechgen.rows.places import folder_of, is_url
from speechgen.rows.task import (
    KIND_COLUMNS,
    Job,
    Result,
    Source,
    Task,
    Use,
    column_uses,
    opened_with,
)
from speechgen.tables.rows import DataTable, Record

SERIAL: Final = "序号"


@dataclass
class Batch:
    """A batch that is ready to run; `results()` runs it, once.

    `outline` (a file, or bytes) is drafted once for each row of `rows`, a table or mappings from
    column to text; without it `rows` are outlines themselves. `into` is a folder or an fsspec URL;
    without it nothing is written and every result carries its bytes. `jobs` processes draft (0: one
    for each processor), or the given `executor`. Raises SpeechError when it is made for what is
    wrong with the outline, the header or the name pattern.
    """

    rows: DataTable | Iterable[Mapping[str, str]] | Iterable[PathLike | bytes]
    outline: PathLike | bytes | None = None
    into: PathLike = ""
    options: Options = field(default_factory=Options)
    name: str = ""
    number_names: bool = False
    jobs: int = 1
    executor: Executor | None = None
    chunk: int = 0
    resume: bool = False
    force: bool = False
    fail_fast: bool = False
    dry_run: bool = False
    overlay: Sequence[str] = ()
    """Columns that may replace who signs or speaks in the outline."""

    def __post_init__(self) -> None:
        self._suffix = format_of(self.options.format).suffix
        self._stem = _stem(self.outline)
        self._table = self._as_table() if self.outline is not None else None
        columns = self._table.header if self._table else ()
        usual = f"{{{OUTLINE}}}"
        if self.outline is not None:
            usual += f"-{{{SERIAL if SERIAL in columns else ROW}}}"
        self._name = self.name or usual
        self.notes = self._table.notes if self._table else ()
        """Remarks on the table."""
        self.about = self._table.about if self._table else 0
        """How many rows to expect; 0 where nobody knows."""
        self.uses: dict[str, Use] = {}
        """What becomes of each column, where all rows are of one meeting type; else empty."""
        self.filling: tuple[str, ...] = ()
        """The columns that only fill places in the outline's own text."""
        self.unprinted: tuple[str, ...] = ()
        """The columns that this type has no place for."""
        self._addressed: tuple[str, ...] = ()
        self._twice: list[tuple[int, int, str]] = []
        self._job = self._made_job(columns)  # a wrong header is told before a wrong name
        check_pattern(self._name, filter(None, columns))
        self.claims: Claims | None = None
        self.stopped = ""
        """Why the run ended before its rows did: `disk-full`, `fail-fast`, or nothing."""

    @property
    def seen(self) -> list[Diagnostic]:
        """Remarks on the rows that have been read."""
        told = self._table.seen() if self._table else []
        for row, first, who in self._twice[:1]:
            count, rule = len(self._twice), "row-twice"
            said = f"第{row}行与第{first}行的收件一样（{shortened(who)}），各写了一份"
            said += f"；这样的共 {count} 行" if count > 1 else ""
            hint = "重复的删去一行；本来是两份，就不用管"
            told.append(info(Span(self.place, row), rule, said, hint))
        return told

    @property
    def place(self) -> str:
        """How messages name the table; empty where there is none."""
        return self._job.table

    # -- what is to be done ----------------------------------------------------------------------

    def _as_table(self) -> DataTable:
        if isinstance(self.rows, DataTable):
            return self.rows
        rows = map(_mapping, self.rows)
        first = list(islice(rows, 1))
        header = tuple(*first)

        def record(number: int, row: Mapping[str, str]) -> Record:
            if unknown := [name for name in row if name not in header]:
                said = f"第{number}行有第1行没有的列“{unknown[0]}”"
                wrong = error(Span("rows", number), "table-extra-cell", said)
                return Record(number, (), (wrong,))
            return Record(number, tuple(str(row.get(name, "")) for name in header))

        return DataTable("rows", header, map(record, count(1), chain(first, rows)))

    def _made_job(self, columns: tuple[str, ...]) -> Job:
        outline, table = None, self._table
        if self.outline is not None and table is not None:
            path = self.outline if isinstance(self.outline, bytes) else Path(self.outline)
            outline = _content(path)
            per_row = KIND_COLUMNS.intersection(columns)
            opened = opened_with(self.options, outline, "speech" if per_row else "")
            uses = column_uses(columns, opened.kind, table.place)
            self.filling = check_places(opened, table)
            self._addressed = addressed_in(opened, columns)
            first = list(islice(table.rows, 1))
            cells = first[0].cells if first else ()
            check_signers(opened, table, cells, uses, (*self.filling, *self.overlay))
            self._table = replace(table, rows=chain(first, table.rows))
            if not per_row:
                both = zip(columns, uses, strict=True)
                self.uses = {name: use for name, use in both if use and name not in self.filling}
                written = ((name, use.path) for name, use in self.uses.items() if not use.fact)
                root = opened.loaded.root
                self.unprinted = tuple(
                    name for name, path in written if not has_place(path, opened.kind, root)
                )
        into = "" if self.dry_run else os.fspath(self.into)
        templates = tuple(_absolute(Path(folder)) for folder in self.options.templates)
        paper = self.options.reference
        job = Job(
            replace(
                self.options,
                templates=templates,
                reference=None if paper is None else _absolute(Path(paper)),
                format=self._suffix[1:],
                anchors=bool(self.options.anchors),  # a recipient has no use for them
            ),
            outline,
            table.place if table else "",
            columns,
            self.force,
            into if not into or is_url(into) else _absolute(folder_of(into)),
            keep=not self.into and not self.dry_run,
        )
        # where things lie does not matter, only what they say
        defaults = replace(job.options.defaults, file="", templates=(), ignore=(), given=())
        said = replace(job.options, templates=(), defaults=defaults, reference=None)
        library = job.library_digest()
        whole = repr((said, outline and outline.data, columns)) + library
        digest = hashlib.sha256(whole.encode("utf-8", "backslashreplace")).hexdigest()
        return replace(job, digest=digest, library=library if self.executor is not None else "")

    # -- running ---------------------------------------------------------------------------------

    def results(self) -> Generator[Result, None, None]:
        """Draft every row; its result comes as soon as those before it are there.

        Ending the iteration early ends the run. Raises SpeechError if the place cannot be written
        to or another run is writing there.
        """
        workers: Workers | None = None
        if self.executor is not None:
            workers = Workers(self._job, self.jobs or processors(), self.executor)
        elif (jobs := workers_for(self.jobs)) > 1:
            workers = Workers(self._job, jobs)
        stream = Stream(self._job, workers, self._stops, self.chunk)
        if not self._job.into:
            yield from stream.results(self._items(None))
            return
        with Journal(self._job.into, self.resume) as journal:
            for result in stream.results(self._items(journal)):
                journal.add(result)
                yield result
            journal.ended = not self.stopped

    def _stops(self, result: Result) -> bool:
        if result.ok:
            return False
        if any(note.rule == "disk-full" for note in result.diagnostics):
            self.stopped = "disk-full"
        elif self.fail_fast and not self.stopped:
            self.stopped = "fail-fast"
        return bool(self.stopped)

    def left_over(self) -> list[str]:
        """The files of ours in the folder that no row of this run makes any more."""
        into = self._job.into
        if not into or is_url(into) or self.claims is None:
            return []
        return strangers(Path(into), self._suffix, self.claims)

    def _items(self, journal: Journal | None) -> Iterator[Work]:
        claims = self.claims = Claims(self.number_names)
        tasks = self._row_tasks() if self._table else self._outline_tasks()
        for task, values in tasks:
            if isinstance(task, Result):
                yield task
                continue
            hint = "--name 里换用不空、也不太长的列，如 {行号}"
            try:
                name = filled_name(self._name, values)
                hint = "在 --name 里加上一列，如 {行号}，或加 --number-names 自动编号"
                name = claims.claim(name, task.row)
            except ValueError as wrong:
                place = Span(self._job.table or values[OUTLINE], task.row if self._table else 0)
                said = f"第{task.row}行：{wrong}" if self._table else str(wrong)
                yield task.failed([error(place, "row-name", said, hint)])
                continue
            file = name + self._suffix
            total = hashlib.sha256(self._job.digest.encode())
            for part in (file, *task.cells, *((task.outline.name,) if task.outline else ())):
                coded = part.encode("utf-8", "surrogatepass")
                total.update(b"%d:" % len(coded) + coded)
            if task.outline:
                total.update(task.outline.data)
            inputs = total.hexdigest()[:32]
            known = journal.known(task.row, file, inputs) if journal and self.resume else None
            yield replace(task, file=file, inputs=inputs, known=known)

    def _row_tasks(self) -> Iterator[tuple[Work, Mapping[str, str]]]:
        assert self._table is not None
        header = self._table.header
        rows_of: dict[str, int] = {}  # whom letters go to -> the first row
        self._twice.clear()
        try:
            for row in self._table.rows:
                task = Task(row.number, row.cells)
                if row.problems:
                    yield task.failed(row.problems), {}
                    continue
                values = dict(zip(header, row.cells, strict=True))
                if who := "、".join(filter(None, map(values.__getitem__, self._addressed))):
                    first = rows_of.setdefault(who, row.number)
                    self._twice += [(row.number, first, who)] * (first != row.number)
                yield task, {OUTLINE: self._stem, ROW: str(row.number), **values}
        except SpeechError as unreadable:  # the table itself, from some row on
            line = max((note.span.line for note in unreadable.diagnostics), default=0)
            yield Task(line).failed(unreadable.diagnostics), {}

    def _outline_tasks(self) -> Iterator[tuple[Work, Mapping[str, str]]]:
        rows = cast(Iterable[Mapping[str, str] | PathLike | bytes], self.rows)
        for number, outline in enumerate(rows, 1):
            if isinstance(outline, Mapping):
                raise TypeError("rows that are mappings need an outline")
            try:
                task = Task(number, outline=_content(outline))
            except SpeechError as unreadable:
                yield Task(number).failed(unreadable.diagnostics), {}
                continue
            yield task, {OUTLINE: _stem(outline) or str(number), ROW: str(number)}


def _absolute(path: Path) -> str:
    """A path as every process finds it; as it stands where the working folder is gone: whoever
    uses it will say so."""
    with suppress(OSError):
        path = path.absolute()
    return str(path)


def _stem(outline: PathLike | bytes | None) -> str:
    return "" if outline is None or isinstance(outline, bytes) else safe(Path(outline).stem)


def _content(outline: PathLike | bytes) -> Source:
    """Raises SpeechError."""
    if isinstance(outline, bytes):
        return Source("提纲", outline)
    data = files.read_bytes(Path(outline), MAX_OUTLINE)
    return Source(os.fspath(outline), data, _absolute(Path(outline).parent))


def _mapping(row: object) -> Mapping[str, str]:
    if isinstance(row, Mapping):
        return row
    raise TypeError("with an outline, rows are mappings from column to text")


def draft_many(  # noqa: PLR0913 - options of one call, all but the rows by name
    rows: DataTable | Iterable[Mapping[str, str]] | Iterable[PathLike | bytes],
    *,
    outline: PathLike | bytes | None = None,
    into: PathLike = "",
    name: str = "",
    format: str = "docx",
    values: Mapping[str, str] | None = None,
    templates: Sequence[PathLike] = (),
    layout: str = "",
    numbering: str = "",
    anchors: bool | None = None,
    defaults: Defaults | None = None,
    jobs: int = 1,
    executor: Executor | None = None,
    resume: bool = False,
    force: bool = False,
    strict: bool = False,
    number_names: bool = False,
    overlay: Sequence[str] = (),
) -> Generator[Result, None, None]:
    """Draft many documents; results come in the order of the rows, each as soon as it can.

    `rows` are mappings from column to text (or a table from `open_table`) laid over `outline`, or
    without `outline` outline files themselves. With `into`, a folder or an fsspec URL, documents
    are written there as `name` says (`"{序号}-{单位}"`) together with a manifest; without it each
    result carries its bytes as `content`. They have no `anchors` unless asked for. `jobs`
    processes do the work (0: one for each processor), or any `executor` of `concurrent.futures`.
    `overlay` are the columns that may replace who signs or speaks in the outline.
    A row that fails is a result like the others (`ok` is false, `diagnostics` say why); it never
    stops the rest. Raises SpeechError at once for what is wrong with all rows.
    """
    options = Options(
        dict(values or {}), templates, layout, numbering, anchors=anchors,
        defaults=defaults or Defaults(), format=format, strict=strict,
    )  # fmt: skip
    return Batch(
        rows,
        outline,
        into,
        options,
        name,
        number_names,
        jobs,
        executor,
        resume=resume,
        force=force,
        overlay=overlay,
    ).results()
