"""Measures what the design promises about speed and memory, and prints ratios.

    python -m tests.benchmarks [--quick] [--only WORD]

Needs docxtpl (the `bench` extra) and pandoc. Ratios are medians over interleaved rounds with their
quartiles; milliseconds are printed for the record, and are the figure itself where the promise is
in milliseconds (import, check): judge those on a quiet machine. The ordinary tests assert no times.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from speechgen import check, draft, draft_many, read
from speechgen.checks import RULES

from . import rivals
from .outlines import edited, outline
from .timing import Timing, environment_for_children, interleaved, peak_memory, process

PROCESSES = 4


@dataclass(frozen=True, slots=True)
class Bench:
    """Where a run works and how long it may take: `rounds` scales with `--quick`."""

    folder: Path
    quick: bool

    def rounds(self, full: int) -> int:
        """The number of rounds for a measurement that deserves `full`."""
        return max(3, full // 4) if self.quick else full

    def speech(self, times: int = 1) -> Path:
        """The outline of `times` speeches, as a file."""
        path = self.folder / f"speech-{times}.yaml"
        if not path.exists():
            path.write_text(outline(times), encoding="utf-8")
        return path

    def paper(self, suffix: str, times: int = 1) -> Path:
        """The text of `times` speeches without its outline: a .txt, or a .docx edited since."""
        path = self.folder / f"paper-{times}.{suffix}"
        if not path.exists():
            made = draft(self.speech(times)).to(suffix)
            path.write_bytes(edited(made) if suffix == "docx" else made)
        return path

    def docxtpl(self) -> Callable[[], object]:
        """The contender all milliseconds of one speech are compared with."""
        lines = str(draft(self.speech())).splitlines()
        return rivals.docxtpl_rendering(lines)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report; `at_least` and `aim` are upper limits for `value`."""

    name: str
    value: float
    at_least: float | None
    aim: float | None
    unit: str = "×"
    note: str = ""


def ratio(
    name: str, own: Timing, other: Timing, limits: tuple[float | None, float | None]
) -> Figure:
    """The figure of one contender against another."""
    low, middle, high = own.against(other)
    times = f"{own.median * 1000:.2f} ms : {other.median * 1000:.2f} ms"
    return Figure(name, middle, *limits, note=f"{times}, quartiles {low:.2f}–{high:.2f}")


def milliseconds(
    name: str, own: Timing, docxtpl: Timing, limits: tuple[float | None, float | None]
) -> Figure:
    """The figure of one contender by itself; the ratio tells a slow machine from slow work."""
    low, middle, high = own.against(docxtpl)
    note = (
        f"fastest {min(own.seconds) * 1000:.2f} ms; {middle:.2f} × docxtpl's "
        f"{docxtpl.median * 1000:.2f} ms, quartiles {low:.2f}–{high:.2f}"
    )
    return Figure(name, own.median * 1000, *limits, unit=" ms", note=note)


def draft_command(source: Path, target: Path) -> list[str | Path]:
    """The command line as a user's shell runs it, of this environment."""
    script = Path(sys.executable).with_name("speechgen")
    start = [script] if script.exists() else [sys.executable, "-m", "speechgen"]
    return [*start, "draft", source, "-o", target]


def whole_process(bench: Bench) -> Iterator[Figure]:
    """`speechgen draft` from the shell against bare imports and against pandoc."""
    limits = {1: (1.5, 1.25), 10: (0.9, 0.7), 100: (0.4, 0.2)}
    for times, rounds in ((1, 40), (10, 16), (100, 5)):
        if times == 100 and bench.quick:
            continue
        source = bench.speech(times)
        made, theirs = bench.folder / f"ours-{times}.docx", bench.folder / f"pandoc-{times}.docx"
        markdown = source.with_suffix(".md")
        known = draft(source)
        made.write_bytes(known.to("docx"))
        markdown.write_bytes(known.to("md"))
        reference = bench.folder / "ours-1.docx"
        contenders = {
            "ours": process(
                draft_command(source, bench.folder / f"new-{times}.docx"), bench.folder
            ),
            "pandoc": process(rivals.pandoc_command(markdown, reference, theirs), bench.folder),
        }
        if times == 1:
            contenders["imports"] = process(rivals.BARE_IMPORTS, bench.folder)
        timings = interleaved(contenders, bench.rounds(rounds), warm_up=1)
        if times == 1:
            name = "whole process, against importing typer, yaml and jinja2"
            yield ratio(name, timings["ours"], timings["imports"], (1.05, None))
        name = f"whole process, {times} × the length, against pandoc"
        yield ratio(name, timings["ours"], timings["pandoc"], limits[times])


def in_process(bench: Bench) -> Iterator[Figure]:
    """YAML file to DOCX bytes, warm, against docxtpl and against deflating the same bytes.

    Nothing is written: to empty a file that is there costs ext4 3 ms, of whoever writes it.
    """
    source = bench.speech()
    known = draft(source)
    contenders: dict[str, Callable[[], object]] = {
        "ours": lambda: draft(source).to("docx"),
        "docxtpl": bench.docxtpl(),
        "floor": rivals.deflate(known.to("docx")),
    }
    timings = interleaved(contenders, bench.rounds(200))
    ours = timings["ours"]
    yield ratio("in process, against docxtpl", ours, timings["docxtpl"], (0.25, None))
    yield ratio("in process, against deflating", ours, timings["floor"], (None, None))


def batch(bench: Bench) -> Iterator[Figure]:
    """Many speeches on four processes, pools started anew: outlines, and rows over one outline."""
    count = 160 if bench.quick else 1_000
    title = "年中重点工作"
    plain = outline()
    texts = [plain.replace(title, f"第{n}号{title}") for n in range(count)]
    lines = str(draft(bench.speech())).splitlines()
    theirs = [[lines[0].replace(title, f"第{n}号{title}"), *lines[1:]] for n in range(count)]
    rows = [{"标题": f"在全市第{n}号{title}推进会上的讲话"} for n in range(count)]

    def fresh(name: str) -> Path:
        folder = bench.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder

    def from_outlines() -> None:
        documents = (text.encode() for text in texts)
        made = draft_many(documents, into=fresh("outlines"), name="{行号}", jobs=PROCESSES)
        assert all(result.ok for result in made)

    def from_rows() -> None:
        made = draft_many(rows, outline=plain.encode(), into=fresh("rows"), jobs=PROCESSES)
        assert all(result.ok for result in made)

    def by_docxtpl() -> None:
        rivals.docxtpl_batch(theirs, fresh("docxtpl"), PROCESSES)()

    contenders = {"outlines": from_outlines, "rows": from_rows, "docxtpl": by_docxtpl}
    timings = interleaved(contenders, bench.rounds(4), warm_up=1)
    for name, what in (("outlines", "outlines"), ("rows", "rows of a table")):
        own = timings[name]
        figure = ratio(f"batch of {count} {what}, against docxtpl", own, timings["docxtpl"],
                       (1 / 4.5, 1 / 6))  # fmt: skip
        rate = f"{count / own.median:.0f} documents a second; "
        yield replace(figure, note=rate + figure.note)


def length(bench: Bench) -> Iterator[Figure]:
    """How the time grows with the outline, in process."""
    short, long = bench.speech(1), bench.speech(100)
    contenders: dict[str, Callable[[], object]] = {
        "long": lambda: draft(long).to("docx"),
        "short": lambda: draft(short).to("docx"),
    }
    timings = interleaved(contenders, bench.rounds(12))
    yield ratio("100 × the outline, in process", timings["long"], timings["short"], (130, 100))


def to_outline(paper: Path) -> Callable[[], object]:
    """A contender that reads a paper and writes its outline as text."""
    return lambda: read(paper).outline()


def proved(paper: Path) -> Callable[[], object]:
    """A contender that does all that `speechgen import` does: it also drafts the outline back."""

    def run() -> None:
        found = read(paper)
        assert found.differences(found.outlines()) == ((),)

    return run


IMPORTS: dict[str, tuple[float, float | None]] = {"txt": (20, None), "docx": (60, None)}


def importing(bench: Bench) -> Iterator[Figure]:
    """A paper to its outline, in process, warm, without and with the proof of losslessness."""
    contenders: dict[str, Callable[[], object]] = {"docxtpl": bench.docxtpl()}
    for suffix in IMPORTS:
        paper = bench.paper(suffix)
        contenders |= {f".{suffix}": to_outline(paper), f".{suffix}, proved": proved(paper)}
    timings = interleaved(contenders, bench.rounds(60))
    for suffix, limits in IMPORTS.items():
        for name in (f".{suffix}", f".{suffix}, proved"):
            what = f"import of a 5,000-character {name}"
            yield milliseconds(what, timings[name], timings["docxtpl"], limits)


def importing_length(bench: Bench) -> Iterator[Figure]:
    """How the time of an import grows with the paper, in process, proof included."""
    for suffix in IMPORTS:
        contenders = {
            "long": proved(bench.paper(suffix, 100)),
            "short": proved(bench.paper(suffix)),
        }
        timings = interleaved(contenders, bench.rounds(12), warm_up=1)
        name = f"100 × the .{suffix}, imported and proved"
        yield ratio(name, timings["long"], timings["short"], (130, 100))


def checking(bench: Bench) -> Iterator[Figure]:
    """All rules, those that run only when selected among them, over a text, in process, warm."""
    paper = bench.paper("txt")
    every = [rule.id for rule in RULES]
    contenders = {"ours": lambda: check(paper, select=every), "docxtpl": bench.docxtpl()}
    timings = interleaved(contenders, bench.rounds(100))
    figure = milliseconds(
        "check of a 5,000-character text, all rules",
        timings["ours"],
        timings["docxtpl"],
        (10, None),
    )
    found = f"{len(every)} rules, {len(check(paper, select=every))} findings; "
    yield replace(figure, note=found + figure.note)


def checking_process(bench: Bench) -> Iterator[Figure]:
    """`speechgen check` of a text from the shell, against drafting that text."""
    paper = bench.paper("txt")
    start = draft_command(bench.speech(), Path("-"))
    check_command = [*start[: start.index("draft")], "check", paper]
    contenders = {
        "check": process(check_command, bench.folder, statuses=(0, 1)),
        "draft": process([*start, "-f", "txt"], bench.folder),
    }
    timings = interleaved(contenders, bench.rounds(40), warm_up=1)
    name = "check as a whole process, against draft -f txt"
    yield ratio(name, timings["check"], timings["draft"], (1.25, 1.1))


def batch_memory(bench: Bench) -> Iterator[Figure]:
    """The peak of a batch of ten thousand rows, against one of a hundred."""
    peaks = []
    for rows in (100, 2_000 if bench.quick else 10_000):
        table = bench.folder / f"rows-{rows}.csv"
        table.write_text("标题\n" + "".join(f"第{n}号讲话\n" for n in range(rows)), "utf-8")
        outline_file = bench.folder / "short.yaml"
        outline_file.write_text("类型: 讲话\n标题: 讲话\n正文: [要抓紧办好]\n", "utf-8")
        folder = bench.folder / f"rows-{rows}"
        start = draft_command(outline_file, folder)
        more = ["-j", "1", "--data", table, "--name", "{行号}"]
        peaks.append(peak_memory([*start[:-1], f"{folder}/", *more], bench.folder))
        shutil.rmtree(folder)
    note = f"{peaks[1] / 1024:.1f} MiB : {peaks[0] / 1024:.1f} MiB"
    yield Figure("memory of a batch of 10,000 rows, against 100", peaks[1] / peaks[0], 1.2, None,
                 note=note)  # fmt: skip


def memory(bench: Bench) -> Iterator[Figure]:
    """The peak of one draft as a process, less the bare interpreter's."""
    command = draft_command(bench.speech(), bench.folder / "memory.docx")
    draft(bench.speech()).to("docx")  # the cache is warm, as in every draft but a user's first
    own = min(peak_memory(command, bench.folder) for _ in range(3))
    bare = min(peak_memory(rivals.BARE_PYTHON, bench.folder) for _ in range(3))
    note = f"{own / 1024:.1f} MiB, bare interpreter {bare / 1024:.1f} MiB"
    yield Figure("memory of one draft", (own - bare) / 1024, 30, None, " MiB", note)


BENCHMARKS: tuple[Callable[[Bench], Iterator[Figure]], ...] = (
    whole_process,
    in_process,
    batch,
    length,
    importing,
    importing_length,
    checking,
    checking_process,
    memory,
    batch_memory,
)


def line(figure: Figure) -> str:
    """The figure as one line: value, limits, verdict, and what it was made of."""
    limits = ", ".join(
        f"{word} ≤ {limit:g}" for word, limit in
        (("at least", figure.at_least), ("aim", figure.aim)) if limit is not None
    )  # fmt: skip
    if figure.aim is not None and figure.value <= figure.aim:
        verdict = "aim met"
    elif figure.at_least is None:
        verdict = "past aim"
    elif figure.value <= figure.at_least:
        verdict = "met"
    else:
        verdict = "MISSED"
    value = f"{figure.value:.2f}{figure.unit}"
    return f"{figure.name:58} {value:>10}  {verdict:8} ({limits}; {figure.note})"


def main() -> int:
    """Runs the benchmarks; the exit status is 1 when a promise ("at least") was missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, not the longest input")
    parser.add_argument("--only", default="", help="only benchmarks whose name holds this word")
    options = parser.parse_args()
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options.quick)
        environment_for_children(bench.folder / "cache")
        for benchmark in BENCHMARKS:
            if options.only in benchmark.__name__:
                for figure in benchmark(bench):
                    print(line(figure), flush=True)
                    missed |= figure.at_least is not None and figure.value > figure.at_least
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
