"""Batches on the command line: the options that make one, and what is said of it.

Owns the options of `draft` for tables and many outlines, the report and the exit status. Must
not know how rows are drafted.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any, Final

import typer

from speechgen.cli import screen
from speechgen.cli.many import Many
from speechgen.cli.targets import names_folder
from speechgen.diagnostics import Diagnostic, Severity, Span, SpeechError, error, to_json

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from speechgen.cli.drafting import Settings
    from speechgen.rows import Batch, Result

_READING: Final = 3.0  # seconds between two lines about a table that is being read
_SHOWN: Final = 500  # failed rows that are told one by one; the manifest has them all

Rows = Annotated[
    Path | None,
    typer.Option("--data", metavar="表格", help="一行一份：.csv 或 .xlsx；列名就是提纲的键"),
]
Sheet = Annotated[str, typer.Option("--sheet", metavar="表名", help="工作簿里的哪个表")]
NamePattern = Annotated[
    str,
    typer.Option("--name", metavar="样式", help="文件名，如 '{序号}-{单位}'；{序号:03} 补足三位"),
]
NumberNames = Annotated[
    bool, typer.Option("--number-names", help="文件名相同的依次加 -2、-3；不写就算那一行失败")
]
Processes = Annotated[
    int, typer.Option("-j", "--jobs", metavar="几", min=0, help="几个进程一起做；不写就按处理器数")
]
Scheduler = Annotated[
    str, typer.Option("--scheduler", metavar="地址", help="在 Dask 集群上做，如 tcp://主机:8786")
]
Resume = Annotated[
    bool, typer.Option("--resume", help="接着做：内容和模板没变、文件还在的行不再重做")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="每行都起草一遍，但什么也不写")]
FailFast = Annotated[bool, typer.Option("--fail-fast", help="有一行失败就停下")]
Summary = Annotated[
    Path | None, typer.Option("--summary", metavar="文件", help="另写一份汇总表：.xlsx 或 .csv")
]


def run(outlines: Sequence[str], output: str, chosen: Settings, many: Many) -> int:
    """Draft a batch. The exit status: 0 all good, 1 some failed, 2 nothing done, 130 Ctrl-C."""
    from speechgen.rows.summary import check_summary

    _check_target(output, many)
    if many.rows and len(outlines) > 1:
        raise _usage("--data 只能配一份提纲", "几份提纲配同一张表，就分几次起草")
    if many.summary:
        check_summary(many.summary)
    with _executor(many.scheduler) as (executor, threads):
        batch = _batch(outlines, output, chosen, many, executor, threads)
        _say_columns(batch, bool(many.rows))
        return _Report(batch, output, chosen, many).run()


def _usage(message: str, hint: str) -> SpeechError:
    return SpeechError([error(Span(), "usage", message, hint)])


def _check_target(output: str, many: Many) -> None:
    from speechgen.rows.places import is_url

    if is_url(output) or (many.dry_run and output != "-"):
        return
    if not output or not names_folder(output):
        raise _usage("批量起草要写到一个文件夹里", "写成 -o 文稿/ （末尾带 /）")


@contextmanager
def _executor(address: str) -> Iterator[tuple[Executor | None, int]]:
    if not address:
        yield None, 0
        return
    from speechgen.rows.cluster import connected

    with connected(address) as (executor, threads):
        screen.say(f"集群 {address}：{threads} 个工作线程")
        yield executor, threads


def _batch(
    outlines: Sequence[str],
    output: str,
    chosen: Settings,
    many: Many,
    executor: Executor | None,
    threads: int,
) -> Batch:
    from speechgen.rows import Batch, open_table
    from speechgen.rows.cluster import CHUNK

    table = open_table(many.rows, many.sheet, _reading(many.rows)) if many.rows else None
    return Batch(
        table or list(outlines),
        outline=outlines[0] if table else None,
        into=output,
        name=many.name,
        format=chosen.format,
        values=chosen.values,
        templates=chosen.templates,
        layout=chosen.layout,
        numbering=chosen.numbering,
        defaults=chosen.defaults,
        jobs=threads or many.jobs,
        executor=executor,
        chunk=CHUNK if executor else 0,
        resume=many.resume,
        force=chosen.force,
        strict=chosen.strict,
        fail_fast=many.fail_fast,
        number_names=many.number_names,
        dry_run=many.dry_run,
    )


def _reading(path: Path) -> Callable[[int], None]:
    """Says now and then how much of a large table has been read."""
    last = time.monotonic()

    def told(size: int) -> None:
        nonlocal last
        if (now := time.monotonic()) - last > _READING:
            last = now
            screen.say(f"正在读“{path.name}”：{size // 1_000_000} MB")

    return told


def _say_columns(batch: Batch, has_table: bool) -> None:
    """Which columns are printed and which only serve templates and names: a misspelt one shows."""
    screen.show(batch.notes)
    if not has_table or not batch.uses:
        return
    laid = [name for name, use in batch.uses.items() if not use.fact]
    facts = [name for name, use in batch.uses.items() if use.fact]
    said = f"写进提纲的列：{'、'.join(laid) or '没有'}"
    if facts:
        said += f"；只供模板和文件名用的列：{'、'.join(facts)}"
    screen.say(said)


class _Report:
    """Runs a batch and tells about it."""

    def __init__(self, batch: Batch, output: str, chosen: Settings, many: Many) -> None:
        self._batch = batch
        self._output = output
        self._chosen = chosen
        self._many = many
        self._counts: dict[str, int] = {}
        self._gaps = 0
        self._told: set[tuple[str, str]] = set()
        self._taken: dict[str, None] = {}
        from speechgen.cli.progress import Progress

        self._progress = Progress(batch.about)

    def run(self) -> int:
        """Draft and report; the exit status."""
        import tempfile

        from speechgen.cli.drafting import say_taken

        with tempfile.TemporaryFile("w+", encoding="utf-8") as lines:
            stopped = self._work(lines)
            self._progress.clear()
            if self._many.summary and not (stopped and not self._counts):
                self._summarise(lines)
        say_taken(self._taken, self._chosen)
        self._say_end(stopped)
        if stopped == "interrupt":
            return 130
        failed, done = self._failed, self._done
        return 0 if done and not failed and not stopped else 1 if done else 2

    def _work(self, lines: IO[str]) -> str:
        """Why the run ended early, or nothing."""
        from speechgen.rows.journal import line_of

        results = self._batch.results()
        try:
            for result in results:
                self._tell(result)
                if self._many.summary:
                    lines.write(line_of(result))
                self._progress.at(self._done + self._failed, self._failed)
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

    @property
    def _failed(self) -> int:
        return self._counts.get("failed", 0)

    @property
    def _done(self) -> int:
        return sum(self._counts.values()) - self._failed

    def _tell(self, result: Result) -> None:
        self._counts[result.status] = self._counts.get(result.status, 0) + 1
        self._gaps += bool(result.missing)
        self._taken |= dict.fromkeys(result.taken)
        if not result.ok:
            if self._failed <= _SHOWN:
                self._show(result)
            return
        for note in result.diagnostics:
            seen = (note.rule, "" if note.severity is Severity.INFO else note.message)
            if seen not in self._told and len(self._told) < _SHOWN:
                self._told.add(seen)
                self._progress.clear()
                screen.show([note])
        if self._chosen.as_json:
            self._progress.clear()
            screen.put(json.dumps(self._record(result), ensure_ascii=False) + "\n")

    def _show(self, result: Result) -> None:
        self._progress.clear()
        if self._many.rows and not any(_names_row(note, result) for note in result.diagnostics):
            screen.say(f"第{result.row}行没有写成：")
        screen.show(result.diagnostics)

    def _record(self, result: Result) -> dict[str, Any]:
        separator = "" if self._output.endswith(("/", os.sep)) or not self._output else "/"
        record: dict[str, Any] = {
            "path": f"{self._output}{separator}{result.file}",
            "format": self._chosen.format,
            "row": result.row,
            "characters": result.characters,
            "minutes": list(result.minutes),
            "sections": result.sections,
            "missing": [{"field": name, "line": line} for name, line in result.missing],
            "diagnostics": [to_json(note) for note in result.diagnostics],
        }
        if result.entry:
            known = json.loads(result.entry)
            record |= {key: known[key] for key in record.keys() & known.keys() if key != "row"}
        return record

    def _summarise(self, lines: IO[str]) -> None:
        from speechgen.rows.summary import write_summary

        assert self._many.summary is not None
        lines.seek(0)
        write_summary(self._many.summary, map(json.loads, lines), self._chosen.force)

    def _say_end(self, stopped: str) -> None:
        from speechgen.cli.progress import spoken

        told = [f"共 {self._done + self._failed} 份"]
        words = {"written": "写好", "unchanged": "没有变化", "kept": "早已做好、跳过",
                 "drafted": "可以写成", "failed": "失败"}  # fmt: skip
        told += [f"{word} {self._counts[key]} 份" for key, word in words.items()
                 if self._counts.get(key)]  # fmt: skip
        if self._gaps:
            told.append(f"有待补的 {self._gaps} 份")
        seconds = self._progress.seconds
        told.append(
            f"用时{spoken(seconds)}（{(self._done + self._failed) / max(seconds, 1e-3):.0f} 份/秒）"
        )
        if self._failed > _SHOWN:
            told.append(f"失败的只列出前 {_SHOWN} 份，其余见 manifest.jsonl")
        screen.say(" · ".join(told))
        if stopped:
            why = {"interrupt": "已中断", "disk-full": "磁盘已满，停在这里",
                   "fail-fast": "有一份失败，停在这里"}.get(stopped, "没有做完")  # fmt: skip
            screen.say(f"{why}；加 --resume 接着做，做好的不会重做")


def _names_row(note: Diagnostic, result: Result) -> bool:
    return note.span.line == result.row or note.message.startswith(f"第{result.row}行")
