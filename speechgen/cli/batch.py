"""Batches on the command line: what the options of one ask for, and what is said of it.

Owns the report and the exit status. Must not know how rows are drafted.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import IO, Final

from speechgen.api.drafted import record
from speechgen.cli import screen
from speechgen.cli.drafting import Drafting
from speechgen.cli.options import STDOUT, DraftLine, names_folder, usage
from speechgen.cli.progress import Progress, spoken
from speechgen.diagnostics import Diagnostic, Severity, SpeechError
from speechgen.rows import Batch, Result, open_table
from speechgen.rows.engine import CLUSTER_CHUNK, connected
from speechgen.rows.journal import line_of
from speechgen.rows.places import is_url
from speechgen.rows.summary import check_summary, write_summary

_READING: Final = 3.0  # seconds between two lines about a table that is being read
_SHOWN: Final = 20  # failed rows that are told one by one; the manifest has them all
_NAMED: Final = 20  # stretches of rows that are named in one line
_STATUSES: Final = {
    "written": "写好",
    "unchanged": "没有变化",
    "kept": "早已做好、跳过",
    "drafted": "可以写成",
    "failed": "失败",
}
_FIELDS: Final = 3  # missing facts, and rows that miss some, that are named in one line
_BROKEN: Final = 130  # the exit status after Ctrl-C
_CELL: Final = r"第\d+行(?P<column>“[^”]*”列)?(?:（[A-Z]+\d+）)?"
_STOPS: Final = {
    "interrupt": "已中断",
    "disk-full": "磁盘已满，停在这里",
    "fail-fast": "有一份失败，停在这里",
}


def run(outlines: Sequence[str], drafting: Drafting) -> int:
    """Draft a batch. The exit status: 0 all good, 1 some failed, 2 nothing done, 130 Ctrl-C."""
    line = drafting.line
    output = _folder(line)
    nowhere = line.dry_run and output != STDOUT
    if not (nowhere or is_url(output) or (output and names_folder(output))):
        raise usage("批量起草要写到一个文件夹里", "写成 -o 文稿/ （末尾带 /）")
    if line.data and len(outlines) > 1:
        raise usage("--data 只能配一份提纲", "几份提纲配同一张表，就分几次起草")
    several = drafting.layouts[1:] and output
    if several and line.summary:
        raise usage("几种版式的汇总表写不到一个文件里", "一种版式起草一次，各用各的 --summary")
    if line.summary:
        check_summary(line.summary)
    made: list[int] = []
    with ExitStack() as stack:
        executor, threads = None, 0
        if line.scheduler:
            executor, threads = stack.enter_context(connected(line.scheduler))
            screen.say(f"集群 {line.scheduler}：{threads} 个工作线程")
        for layout in drafting.layouts or [""]:
            into = f"{output.rstrip('/')}/{layout}/" if several else output
            if several:
                screen.say(f"版式 {layout}，写到 {into}")
            table = open_table(line.data, line.sheet, _reading(line.data)) if line.data else None
            batch = Batch(
                table or list(outlines),
                outline=outlines[0] if table else None,
                into=into,
                options=replace(drafting.options, layout=layout),
                name=line.name,
                number_names=line.number_names,
                jobs=threads or line.jobs,
                executor=executor,
                chunk=CLUSTER_CHUNK if executor else 0,
                resume=line.resume,
                force=line.force,
                fail_fast=line.fail_fast,
                dry_run=line.dry_run,
                overlay=[one for word in line.overlay for one in re.split("[,，]", word)],
            )
            _say_columns(batch)
            made.append(_Report(batch, drafting, into).run())
            if made[-1] == _BROKEN:
                return _BROKEN
    return made[0] if len(set(made)) == 1 else 1


def _folder(line: DraftLine) -> str:
    """Where a batch goes: with a table a name without a suffix, where nothing is yet, is a
    folder."""
    output = line.output
    if not (line.data and output and output != STDOUT) or is_url(output) or names_folder(output):
        return output
    return output if Path(output).suffix or os.path.lexists(output) else f"{output}/"


def _say_columns(batch: Batch) -> None:
    """What becomes of each column: a misspelt one shows."""
    screen.show(batch.notes)
    if batch.uses or batch.filling:
        left = "、".join(batch.unprinted)
        written = (name for name, use in batch.uses.items() if not use.fact)
        printed = [name for name in written if name not in batch.unprinted]
        facts = [name for name, use in batch.uses.items() if use.fact]
        said = f"写进提纲的列：{'、'.join(printed) or '没有'}"
        said += f"；填进 {{列名}} 的列：{'、'.join(batch.filling)}" if batch.filling else ""
        said += f"；只供模板和文件名用的列：{'、'.join(facts)}" if facts else ""
        screen.say(f"{said}；未印出的列（本类型没有地方印）：{left}" if left else said)


def _reading(path: Path) -> Callable[[int], None]:
    """Says now and then how much of a large table has been read."""
    last = time.monotonic()

    def told(size: int) -> None:
        nonlocal last
        if (now := time.monotonic()) - last > _READING:
            last = now
            screen.say(f"正在读“{path.name}”：{size // 1_000_000} MB")

    return told


def _rows(numbers: Sequence[int]) -> str:
    """Row numbers, ascending, as `第3—9、12行`."""
    edges = [at for at in range(1, len(numbers)) if numbers[at] - numbers[at - 1] > 1]
    runs = [numbers[slice(*run)] for run in pairwise([0, *edges, len(numbers)])]
    named = (f"{run[0]}—{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs[:_NAMED])
    return f"第{'、'.join(named)}行{'等' if len(runs) > _NAMED else ''}"


def _cause(note: Diagnostic) -> tuple[str, str, int, str]:
    """What is wrong, wherever it is: the same of an empty column in five hundred rows."""
    said = re.sub(_CELL, lambda found: found["column"] or "", note.message)
    return note.rule, said, note.span.column, note.hint


class _Report:
    """Runs a batch and tells about it."""

    def __init__(self, batch: Batch, drafting: Drafting, output: str) -> None:
        self._batch = batch
        self._output = output
        self._drafting = drafting
        self._line = drafting.line
        self._counts: Counter[str] = Counter()
        self._new: list[str] = []  # the first files of those written
        self._gaps: Counter[str] = Counter()
        self._with_gaps = 0
        self._gap_rows: list[str] = []  # the first of them
        self._again: list[int] = []  # rows that failed for nothing that was not told already
        self._causes: set[tuple[str, str, int, str]] = set()
        self._told: set[tuple[str, str]] = set()
        self._taken: dict[str, None] = {}
        self._progress = Progress(batch.about)

    def run(self) -> int:
        """Draft and report; the exit status."""
        with tempfile.TemporaryFile("w+", encoding="utf-8") as lines:
            stopped = self._work(lines)
            self._progress.clear()
            screen.show(self._batch.seen)
            if self._line.summary and not (stopped and not self._counts):
                lines.seek(0)
                write_summary(self._line.summary, map(json.loads, lines), self._line.force)
        self._drafting.say_taken(self._taken)
        total, failed = self._counts.total(), self._counts["failed"]
        counts = {word: self._counts[status] for status, word in _STATUSES.items()}
        told = [f"共 {total} 份", *(f"{word} {n} 份" for word, n in counts.items() if n)]
        if self._with_gaps:
            common = self._gaps.most_common(_FIELDS)
            fields = "、".join(f"{name} {count} 份" for name, count in common)
            rows = "、".join(self._gap_rows)
            rows = f"第{rows}行" if self._line.data else rows
            more = "等" if self._with_gaps > len(self._gap_rows) else ""
            told.append(f"有待补的 {self._with_gaps} 份（{fields}）：{rows}{more}")
        seconds = self._progress.seconds
        told.append(f"用时{spoken(seconds)}（{total / max(seconds, 1e-3):.0f} 份/秒）")
        if self._again:
            told.append(f"原因与上面相同、不再列出的 {len(self._again)} 份：{_rows(self._again)}")
        if failed - len(self._again) > _SHOWN:
            told.append(f"失败的只列出前 {_SHOWN} 份，其余见 manifest.jsonl")
        screen.say(" · ".join(told))
        if self._counts["unchanged"] and self._new:
            more = "等" if self._counts["written"] > len(self._new) else ""
            screen.say(f"写好的是：{'、'.join(self._new)}{more}")
        if stopped:
            screen.say(f"{_STOPS.get(stopped, '没有做完')}；加 --resume 接着做，做好的不会重做")
        if not (stopped or failed or self._line.dry_run) and self._line.data:
            self._say_left_over()
        if stopped == "interrupt":
            return _BROKEN
        return 2 if failed == total else 1 if failed or stopped else 0

    def _say_left_over(self) -> None:
        """Files of an earlier run that no row makes any more: the reader might send them."""
        left = self._batch.left_over()
        if left:
            shown = "、".join(left[:_NAMED]) + ("等" if len(left) > _NAMED else "")
            screen.say(f"以前写的、这次没有哪一行对应的文件 {len(left)} 个：{shown}；用不着就删去")

    def _work(self, lines: IO[str]) -> str:
        """Why the run ended early, or nothing."""
        results = self._batch.results()
        try:
            for result in results:
                self._tell(result)
                if self._line.summary:
                    lines.write(line_of(result))
                self._progress.at(self._counts.total(), self._counts["failed"])
        except KeyboardInterrupt:
            results.close()
            return "interrupt"
        except SpeechError as refused:
            if not self._counts:  # nothing was begun: there is nothing to tell of it
                raise
            self._progress.clear()
            screen.show(refused.diagnostics)
            return "refused"
        return self._batch.stopped

    def _tell(self, result: Result) -> None:
        self._counts[result.status] += 1
        if result.status == "written" and len(self._new) < _NAMED:
            self._new.append(result.file)
        if result.missing:
            self._with_gaps += 1
            if self._with_gaps <= _FIELDS:
                self._gap_rows.append(str(result.row) if self._line.data else result.file)
        self._gaps.update({fact.field for fact in result.missing})
        self._taken |= dict.fromkeys(result.taken)
        if self._line.as_json:
            self._progress.clear()
            self._put(result)
        if not result.ok:
            place = self._batch.place
            fresh = [note for note in result.diagnostics if _cause(note) not in self._causes]
            news = any(note.severity is Severity.ERROR for note in fresh)
            self._again += [] if news else [result.row]
            if news and self._counts["failed"] - len(self._again) <= _SHOWN:
                self._causes.update(map(_cause, fresh))
                self._progress.clear()
                named = any(
                    (note.span.file, note.span.line) == (place, result.row)
                    or note.message.startswith(f"第{result.row}行")
                    for note in fresh
                )
                if self._line.data and not named:
                    screen.say(f"第{result.row}行没有写成：")
                screen.show(fresh)
            return
        for note in result.diagnostics:
            seen = (note.rule, "" if note.severity is Severity.INFO else _cause(note)[1])
            if seen not in self._told and len(self._told) < _SHOWN:
                self._told.add(seen)
                self._progress.clear()
                screen.show([note])

    def _put(self, result: Result) -> None:
        output = self._output
        separator = "" if output.endswith(("/", os.sep)) or not output else "/"
        path = f"{output}{separator}{result.file}" if result.ok else None
        told = record(result, path=path, format=self._drafting.options.format, row=result.row)
        if result.entry:
            known = json.loads(result.entry)
            told |= {key: known[key] for key in told.keys() & known.keys() if key != "row"}
        screen.put_json(told)
