"""Random spreadsheets and meeting files, sound and damaged, through the commands that read them.

`python -m tests.fuzz.tables --cases 2000` runs them, `--only N` one of them again; the quick suite
runs a slice. A case is the same for the same seed and number. What must not happen: an exit
status but 0, 1, 2; a fault of our own; a refusal without a Chinese word; a file outside the
folder asked for; and with a sound table, a row or person that is lost.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import re
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

from speechgen import cli
from tests.fuzz.meeting_files import pack_file
from tests.fuzz.table_files import (
    STRANGE,
    Made,
    csv_file,
    roster_rows,
    rows_made,
    workbook,
)

SLOW: Final = 10.0
"""Seconds of processor time that no case takes, on a machine that does other things too."""

_OUTLINE: Final = (
    "类型: 讲话\n标题: 关于召开会议的邀请\n称谓: 同志们\n正文:\n  - 题: 会议内容\n结尾: 谢谢\n"
)
_NAMES: Final = (
    "{行号}",
    "{行号}",
    "{序号}-{单位}",
    "{标题}/{行号}",
    "{单位:03}",
    "../{行号}",
    "{",
)
_CHINESE: Final = re.compile("[\u4e00-\u9fff]")


def run(seed: int, numbers: range) -> Counter[str]:
    """The cases with these numbers: how often each kind ended in which status. Raises
    AssertionError that names seed and number."""
    tally: Counter[str] = Counter()
    for number in numbers:
        with tempfile.TemporaryDirectory() as folder:
            try:
                tally += case(seed, number, Path(folder))
            except BaseException as failed:
                failed.add_note(f"python -m tests.fuzz.tables --seed {seed} --only {number}")
                raise
    return tally


def case(seed: int, number: int, folder: Path) -> Counter[str]:
    """One case in an empty folder. Raises AssertionError."""
    chance = random.Random(f"{seed}/{number}")
    kind = ("batch-xlsx", "batch-csv", "pack", "pack-xlsx", "pack-csv")[number % 5]
    return (_batch if kind.startswith("batch") else _pack)(kind, chance, folder)


def _batch(kind: str, chance: random.Random, folder: Path) -> Counter[str]:
    (folder / "提纲.yaml").write_text(_OUTLINE, "utf-8")
    rows = rows_made(chance)
    made = _table(kind, chance, rows, folder, "表")
    name = chance.choice(
        ["{行号}", "{序号}-{单位}", "{标题}/{行号}", "{单位:03}", "../{行号}", "{"]
    )
    arguments = [
        "draft", "提纲.yaml", "--data", made.name, "-o", "out/", "-f", "txt", "-j", "1",
        "--name", name, "--no-check",
    ]  # fmt: skip
    status, said = _called(arguments, folder, {"提纲.yaml", made.name})
    if made.sound and name == "{行号}":
        told = re.search(r"共 (\d+) 份", said)
        assert told and int(told[1]) == len(rows) - 1, f"rows are lost: {said}"
    return Counter([f"{kind}{' sound' if made.sound else ''} {status}"])


def _pack(kind: str, chance: random.Random, folder: Path) -> Counter[str]:
    rows = roster_rows(chance)
    made = _table(kind, chance, rows, folder, "名单")
    text, sound = pack_file(chance, made.name, rows, damaged=kind == "pack")
    (folder / "会议.yaml").write_bytes(text)
    inputs = {"会议.yaml", made.name}
    status, said = _called(["draft", "会议.yaml", "-o", "out/", "--no-check"], folder, inputs)
    if sound and made.sound:
        assert status == 0, f"a sound meeting was refused: {said}"
        printed = (folder / "out" / "01_签到表.txt").read_text("utf-8")
        lost = [row[3] for row in rows[1:] if str(row[3]) not in printed.replace(" ", "")]
        assert not lost, f"people are lost: {lost}"
    if (folder / "out").is_dir():
        _spoil_papers(chance, folder / "out")
    checked, _ = _called(["check", "会议.yaml", "out/"], folder, inputs, keep=True)
    return Counter(
        [f"{kind}{' sound' if sound and made.sound else ''} {status}", f"check {checked}"]
    )


def _spoil_papers(chance: random.Random, folder: Path) -> None:
    """What may lie in a folder of printed papers by the time it is checked."""
    for name in ["02_座签.docx", "03_别的.md", *(path.name for path in folder.iterdir())]:
        path = folder / name
        if name.startswith(".") or chance.random() < 0.7:
            continue
        path.unlink(missing_ok=True)
        step = chance.randrange(5)
        if step == 0:
            path.mkdir()
        elif step == 1 and hasattr(os, "mkfifo"):
            os.mkfifo(path)
        elif step == 2:
            path.symlink_to(name)
        else:
            lines = "\n".join(chance.choice(STRANGE) for _ in range(20))
            path.write_bytes(chance.choice([b"", b"PK\x03\x04", lines.encode(), bytes(99)]))


def _table(
    kind: str, chance: random.Random, rows: list[list[object]], folder: Path, stem: str
) -> Made:
    make: Callable[..., Made] = csv_file if kind.endswith("csv") else workbook
    made = make(chance, rows, stem)
    if made.data is not None:
        (folder / made.name).write_bytes(made.data)
    elif chance.random() < 0.5:
        (folder / made.name).mkdir()
    elif hasattr(os, "mkfifo"):
        os.mkfifo(folder / made.name)
    return made


def _called(
    arguments: list[str], folder: Path, inputs: set[str], keep: bool = False
) -> tuple[int, str]:
    """The status of a command line in the folder, and what it said. Raises AssertionError."""
    began = time.process_time()
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        status = cli.run(arguments)
    err.flush()
    said = err.buffer.getvalue().decode("utf-8")
    what = " ".join(arguments)
    assert "[internal]" not in said, f"{what}: {said}"
    assert status in (0, 1, 2), f"{what}: exit status {status}"
    assert status != 2 or keep or _CHINESE.search(said), f"{what}: no Chinese word: {said!r}"
    assert "\x1b" not in said, f"{what}: a control sequence on the screen: {said!r}"
    assert {path: path.read_bytes() for path in before} == before, f"{what}: an input was changed"
    strays = {path.name for path in folder.iterdir()} - inputs - {"out"}
    assert not strays, f"{what}: wrote outside its folder: {strays}"
    outside = [path for path in folder.parent.iterdir() if path.name in ("out", "1.txt", "2.txt")]
    assert not outside, f"{what}: wrote outside its folder: {outside}"
    seconds = time.process_time() - began
    assert seconds < SLOW, f"{what}: {seconds:.1f} s"
    return status, said


def main() -> int:
    """Cases over processes; 1 if any failed."""
    options = argparse.ArgumentParser(prog="python -m tests.fuzz.tables")
    options.add_argument("--cases", type=int, default=2_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--only", type=int)
    chosen = options.parse_args()
    if chosen.only is not None:
        kept = Path(tempfile.mkdtemp())
        try:
            print(case(chosen.seed, chosen.only, kept))
            shutil.rmtree(kept)
        except BaseException:
            print(f"its files: {kept}")
            raise
        return 0
    began = time.monotonic()
    tally: Counter[str] = Counter()
    failures = 0
    with ProcessPoolExecutor(chosen.jobs) as pool:
        size = 20
        spans = [range(at, min(at + size, chosen.cases)) for at in range(0, chosen.cases, size)]
        for future in [pool.submit(run, chosen.seed, span) for span in spans]:
            try:
                tally += future.result()
            except BaseException:
                failures += 1
                traceback.print_exc()
    for what, count in sorted(tally.items()):
        print(f"{count:6}  {what}")
    seconds = time.monotonic() - began
    print(f"seed {chosen.seed}: {chosen.cases} cases, {failures} chunks failed, {seconds:.0f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
