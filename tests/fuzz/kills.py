"""Runs killed in mid-air: what they leave is whole, and gone or done after the next run.

`python -m tests.fuzz.kills --times 40` kills at random moments; `killed_at` kills at one step.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

OUTLINE = """\
类型: 讲话
标题: 在校舍安全会上的讲话
日期: 2026年5月12日
正文:
  - 题: 会议内容
    点: [通报情况,安排任务]
结尾: 谢谢大家,再见
"""
EARLIER = OUTLINE.replace("校舍", "食堂")
OPERATIONS: dict[str, list[str]] = {
    "draft": ["draft", "讲话.yaml", "--force"],
    "text": ["draft", "讲话.yaml", "-f", "txt", "--force"],
    "batch": ["draft", "讲话.yaml", "--data", "t.csv", "-o", "函/", "-f", "txt", "--resume"],
    "pack": ["draft", "成套/会议.yaml", "-o", "材料/"],
    "fix": ["check", "--fix", "--in-place", "旧稿.txt"],
}
"""What is killed; --force makes it keep a foreign file beside the new one."""
STEPS = ("open", "write", "fsync", "replace", "unlink", "rename")


def prepare(folder: Path, name: str, rows: int, pack: Path) -> None:
    """A folder to work in, with a foreign file where the first two write."""
    folder.mkdir()
    (folder / "讲话.yaml").write_text(OUTLINE, "utf-8")
    if name in ("draft", "text"):
        (folder / f"讲话.{'docx' if name == 'draft' else 'txt'}").write_bytes(b"mine")
    elif name == "batch":
        lines = [f"{n},第{n}份" for n in range(1, rows + 1)]
        (folder / "t.csv").write_text("\n".join(["序号,标题", *lines]), "utf-8")
    elif name == "pack":
        shutil.copytree(pack, folder / "成套")
    else:
        (folder / "旧稿.txt").write_text(
            "关于校舍安全的讲话\n\n同志们:\n今天开会,大家好。\n", "utf-8"
        )


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def broken(folder: Path, before: dict[str, bytes], after: dict[str, bytes]) -> Iterator[str]:
    """The files that are neither as they were nor as they are to be; our own do not count."""
    for name, data in contents(folder).items():
        own = any(part.startswith(".speechgen") for part in name.split("/"))
        if not own and data not in (before.get(name), after.get(name)):
            yield name


def killed_at(step: int, command: list[str], folder: Path) -> bool:
    """Run a command in a forked process that dies at its n-th step on the disk; False if it ended
    before."""
    child = os.fork()
    if not child:
        with contextlib.suppress(BaseException):
            _die_at(step, folder)
            from speechgen.cli import run

            run(command)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def _die_at(step: int, folder: Path) -> None:
    os.chdir(folder)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8") for number in (1, 2))
    left = itertools.count(step, -1)

    def deadly(name, real):  # type: ignore[no-untyped-def]
        def call(*given, **named):  # type: ignore[no-untyped-def]
            reads = name == "open" and not given[1] & os.O_CREAT
            if not reads and next(left) == 1:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*given, **named)

        return call

    for name in STEPS:
        setattr(os, name, deadly(name, getattr(os, name)))


def main() -> int:
    """Kills of every operation at random moments; 1 if anything was broken or left."""
    options = argparse.ArgumentParser(prog="python -m tests.fuzz.kills")
    options.add_argument("--times", type=int, default=40)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--rows", type=int, default=200)
    chosen = options.parse_args()
    chooser = random.Random(chosen.seed)
    root = Path(__file__).resolve().parents[2]
    pack = next(path.parent for path in sorted(root.glob("examples/packs/*/会议.yaml")))
    bad = kills = 0
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"PYTHONPATH": str(root), "SPEECHGEN_CACHE": f"{home}/cache"}
        wanted = {}
        for name, command in OPERATIONS.items():
            whole = Path(home, name)
            prepare(whole, name, chosen.rows, pack)
            before, began = contents(whole), time.monotonic()
            _start(command, whole).wait()
            wanted[name] = before, contents(whole), time.monotonic() - began
        for turn in itertools.count():  # until that many were killed before they had ended
            if kills >= chosen.times:
                break
            name = list(OPERATIONS)[turn % len(OPERATIONS)]
            folder = Path(home, f"{name}-{turn}")
            prepare(folder, name, chosen.rows, pack)
            before, after, seconds = wanted[name]
            running = _start(OPERATIONS[name], folder)
            time.sleep(chooser.uniform(0.2, 0.8) * seconds)
            kills += running.poll() is None
            running.kill()
            running.wait()
            wrong = list(broken(folder, before, after))
            _start(OPERATIONS[name], folder).wait()
            wrong += [one for one in contents(folder).keys() ^ after.keys() if one != ".speechgen"]
            bad += bool(wrong)
            if wrong:
                print(f"{name}, kill {turn}: {wrong}")
        left = [one.name for one in Path(home, "cache").glob(".new-*")]
        documents = list(Path(home).rglob("*.docx"))
        unsound = [one for one in documents if one.read_bytes() != b"mine" and not sound(one)]
    print(f"{turn} runs, {kills} killed, {len(documents)} documents, {bad} wrong, "
          f"{len(unsound)} unsound, left in the cache: {left}")  # fmt: skip
    return 1 if bad or unsound else 0


def _start(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "speechgen", *command]
    return subprocess.Popen(
        words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def sound(path: Path) -> bool:
    """Whether a package opens and every part of it has its checksum."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.testzip() is None
    except zipfile.BadZipFile:
        return False


if __name__ == "__main__":
    sys.exit(main())
