"""Run a fuzzer from the command line: outlines, or with --word or --text a stranger's files."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from tests.fuzz import cases, commands
from tests.fuzz.text_files import text_file
from tests.fuzz.word_files import word_file

Run = Callable[[str, range], Counter[str]]


def outline_cases(seed: str, numbers: range) -> Counter[str]:
    """The spoilt outlines with these numbers: how many drafted, how many were refused."""
    tally = cases.run(int(seed), numbers)
    return Counter(drafted=tally.drafted, refused=tally.refused)


def main() -> int:
    """Cases until the number or the time is used up; 1 if any failed."""
    options = argparse.ArgumentParser(prog="python -m tests.fuzz")
    kind = options.add_mutually_exclusive_group()
    kind.add_argument("--word", action="store_true", help="Word files through every command")
    kind.add_argument("--text", action="store_true", help="text and Markdown files likewise")
    options.add_argument("--cases", type=int, default=20_000)
    options.add_argument("--seed", default="1", help="for Word and text any word, such as a commit")
    options.add_argument("--minutes", type=float, default=0, help="go on with further seeds")
    options.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options.add_argument("--only", type=int)
    options.add_argument("--out", type=Path, help="with --only: write the file here, run nothing")
    chosen = options.parse_args()
    if chosen.only is not None:
        return only(chosen.word, chosen.text, chosen.seed, chosen.only, chosen.out)
    run: Run = outline_cases
    if chosen.word:
        run = partial(commands.run_words, bounded=True)
    elif chosen.text:
        run = partial(commands.run_texts, bounded=True)
    return campaign(run, chosen.cases, chosen.seed, chosen.minutes, chosen.jobs)


def only(word: bool, text: bool, seed: str, number: int, out: Path | None) -> int:
    """One case again, or its file."""
    if word or text:
        make, run = (
            (word_file, commands.word_commands) if word else (text_file, commands.text_commands)
        )
        if out is not None:
            out.write_bytes(make(seed, number))
            return 0
        with tempfile.TemporaryDirectory() as folder:
            told(run(seed, number, Path(folder)))
        return 0
    data = cases.case(int(seed), number, cases.outlines())
    sys.stdout.buffer.write(data + b"\n")
    print("drafted" if cases.check(data, number) else "refused")
    return 0


def told(tally: Counter[str]) -> None:
    """What came out, a line for each."""
    for name, count in sorted(tally.items()):
        print(f"  {name}: {count}")


def campaign(run: Run, count: int, seed: str, minutes: float, jobs: int) -> int:
    """Chunks over processes; with `minutes`, further seeds until the time is up."""
    started = time.monotonic()
    tally: Counter[str] = Counter()
    failures = done = turn = 0
    chunk = max(1, min(50, count // jobs))
    with ProcessPoolExecutor(jobs) as pool:
        while True:
            now = f"{int(seed) + turn}" if seed.isdecimal() else f"{seed}{turn or ''}"
            spans = [range(at, min(at + chunk, count)) for at in range(0, count, chunk)]
            for span, future in [(span, pool.submit(run, now, span)) for span in spans]:
                try:
                    tally += future.result()
                    done += len(span)
                except Exception:
                    failures += 1
                    traceback.print_exc()
            seconds = time.monotonic() - started
            print(
                f"seed {now}: {done} cases, {failures} chunks failed, {seconds:.0f} s", flush=True
            )
            if seconds > minutes * 60:
                told(tally)
                return 1 if failures else 0
            turn += 1


if __name__ == "__main__":
    sys.exit(main())
