"""Folders of templates as strangers send them: types, section templates, layouts and word lists
with bytes, lines and keys changed at random, or files that are no files.

`python -m tests.fuzz.template_folders --cases 4000 --seed 1` runs it alone; every failure prints
the seed and number that make it again (`--only`). A case passes if every command ends with 0, 1
or 2, says nothing of an internal fault, and shows nothing that lies outside the folder.
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
from collections.abc import Callable, Iterator
from pathlib import Path

from speechgen import cli
from tests.fuzz.mutations import change_characters, change_keys, change_lines, spoilt

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
OUTLINE = """\
类型: trial
标题: 在会上的讲话
任务: 部署工作
正文: [提高认识, 抓好落实]
结尾: 谢谢！
"""
SPEECH = "在会上的讲话\n\n同志们：\n　　我们要贯策落实，作出决定。\n"
WHOLE = "名称: 完好的\n段落: [_parts/body.j2]\n"
SECRET = "不该看到的话"
EXPRESSIONS = (
    "{{ 正文|map('upper') }}",
    "{{ 任务 ~ 正文 }}",
    "{{ loop }}",
    "{{ 正文|sort|list }}",
    "{% for a in range(9) recursive %}{{ loop([1]) }}{% endfor %}",
    "{{ 任务[::-1] }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{{ 任务|逐条('甲') }}",
    "@列宽 0",
    "@编号 甲",
    "{{ 正文|groupby('题') }}",
    "{{ 10**64 * 10**64 }}",
    "{% include '../../secret.txt' %}",
    "{% include 'out.j2' %}",
    "{{ 正文|sum(start=[]) }}",
    "{{ 正文 == 正文 }}",
    "{{ 正文|batch(2)|list }}",
    "{{ 任务|int }}",
    "{{ 结尾|事项 }}",
    "{{ 正文|排时('9:00') }}",
    "{{ 3|序数 }}",
    "{{ 正文|first|string }}",
)
KEYS = ("独行", "字段", "语气", "称谓", "继承", "版式", "编号", "去掉", "名称")
VALUES = (": {a: [b, {c: d}]}", ": [[1]]", f": {'9' * 5000}", ":\n  - - x", ": ../x")
SECTIONS = ("../../secret.txt", "/etc/passwd", "C:\\x.j2", "out.j2", "a" * 300 + ".j2", "\0", "..")


def folder_of_types(place: Path, chance: random.Random) -> None:
    """A working folder with an outline, a speech, and templates that are spoilt in one way."""
    (place / "secret.txt").write_text(f"{SECRET}: [\n{SECRET}", "utf-8")
    (place / "讲话.txt").write_text(SPEECH, "utf-8")
    (place / "speechgen.yaml").write_text("模板: [types]\n", "utf-8")
    types = place / "types"
    source = chance.choice(sorted(file.parent for file in TEMPLATES.glob("[a-z]*/starter.yaml")))
    shutil.copytree(source, types / "trial")
    outline = (source / "starter.yaml").read_text("utf-8") if chance.random() < 0.9 else OUTLINE
    outline = re.sub("(?m)^类型:.*$", "类型: trial", outline)
    (place / "提纲.yaml").write_text(outline, "utf-8")
    (types / "whole").mkdir()
    (types / "whole" / "meeting.yaml").write_text(WHOLE, "utf-8")
    (types / "trial" / "out.j2").symlink_to(place / "secret.txt")
    for name in ("_layouts", "_words"):
        shutil.copytree(TEMPLATES / name, types / name)
    chance.choice(SPOILERS)(types, chance)


def _spoil(file: Path, chance: random.Random) -> None:
    file.write_bytes(spoilt(file.read_text("utf-8"), chance))


def meeting(types: Path, chance: random.Random) -> None:
    """The declaration, its keys first."""
    file = types / "trial" / "meeting.yaml"
    text = file.read_text("utf-8")
    if chance.random() < 0.3:
        text += f"段落: [{chance.choice(SECTIONS)!r}, _parts/body.j2]\n".replace("'\\x00'", '"\\0"')
    if chance.random() < 0.3:
        text += chance.choice(
            ["独行", "字段", "语气", "称谓", "继承", "版式", "编号", "去掉", "名称"]
        )
        text += chance.choice(
            [": {a: [b, {c: d}]}", ": [[1]]", f": {'9' * 5000}", ":\n  - - x", ": ../x"]
        )
    file.write_bytes(spoilt(text, chance))


def section(types: Path, chance: random.Random) -> None:
    """A section template: its text, and expressions put in."""
    file = chance.choice([*sorted((types / "trial").glob("[a-z]*.j2"))])
    text = "甲" if file.is_symlink() else file.read_text("utf-8")
    for _ in range(chance.randint(0, 2)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(EXPRESSIONS) + text[at:]
    for _ in range(chance.randint(0, 2)):
        text = chance.choice([change_characters, change_lines, change_keys])(text, chance)
    if not file.is_symlink():
        file.write_text(text, "utf-8", errors="replace")


def layout(types: Path, chance: random.Random) -> None:
    """The layout that the draft uses."""
    _spoil(types / "_layouts" / "gbt9704.yaml", chance)


def words(types: Path, chance: random.Random) -> None:
    """A word list."""
    _spoil(chance.choice(sorted((types / "_words").glob("*.yaml"))), chance)


def starter(types: Path, chance: random.Random) -> None:
    """The starter outline."""
    _spoil(types / "trial" / "starter.yaml", chance)


def no_file(types: Path, chance: random.Random) -> None:
    """Something else than a file where a file should be."""
    names = ["trial", "_words", "_layouts", "trial/meeting.yaml", "trial/starter.yaml"]
    names += ["_layouts/gbt9704.yaml", "_words/stale.yaml", "whole/meeting.yaml", "trial/out.j2"]
    names += [f"trial/{file.name}" for file in sorted((types / "trial").glob("*.j2"))]
    file = types / chance.choice(names)
    shutil.rmtree(file) if file.is_dir() else file.unlink()
    chance.choice([_fifo, _folder, _dangling, _loop, _outside, _sparse, _binary])(file)


def _fifo(file: Path) -> None:
    os.mkfifo(file)


def _folder(file: Path) -> None:
    (file / "deeper").mkdir(parents=True)


def _dangling(file: Path) -> None:
    file.symlink_to("nowhere")


def _loop(file: Path) -> None:
    file.symlink_to(file.name)


def _outside(file: Path) -> None:
    file.symlink_to(next(up for up in file.parents if (up / "secret.txt").exists()) / "secret.txt")


def _sparse(file: Path) -> None:
    with file.open("wb") as stream:
        stream.truncate(1 << 30)


def _binary(file: Path) -> None:
    file.write_bytes(b"\x00\xff\xfe\x89PNG" * 99)


def odd_names(types: Path, chance: random.Random) -> None:
    """Names that are no UTF-8, or as long as names can be."""
    name = chance.choice([os.fsdecode(b"\xff\xfe"), "a" * 255, "名" * 85, "a\nb", "-x", "CON", " "])
    place = types / chance.choice(["", "_layouts", "_words", "trial"]) / name
    place.mkdir()
    (place / "meeting.yaml").write_text("名称: 怪名\n段落: [_parts/body.j2]\n", "utf-8")
    (types / "_layouts" / (os.fsdecode(b"\xff") + ".yaml")).write_text("名称: 乙\n", "utf-8")


SPOILERS: tuple[Callable[[Path, random.Random], None], ...] = (
    meeting, meeting, section, section, section, layout, layout, words, words, starter, no_file,
    no_file, odd_names,
)  # fmt: skip

FOLDER = ("--templates", "types")
TYPES = ("types", *FOLDER)
COMMANDS = (
    ("draft", "提纲.yaml", "-f", "txt", "-o", "-", "--check"),
    ("draft", "提纲.yaml", "-o", "out.docx", "--force"),
    TYPES,
    ("types", "trial", *FOLDER),
    ("types", "--lint", "types"),
    ("check", "讲话.txt", *FOLDER),
    ("schema", "trial", *FOLDER),
    ("new", "trial", "-o", "-", *FOLDER),
)


def run(arguments: tuple[str, ...]) -> tuple[int, str]:
    """One command line in this process: its exit status and everything it said."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = cli.run(list(arguments))
    said = [stream.buffer.getvalue().decode("utf-8", "replace") for stream in (out, err)]
    return status, "\n".join(said)


def check(seed: int, number: int, commands: int = 3) -> None:
    """One case, tried with so many commands. Raises AssertionError for what must not happen."""
    chance = random.Random(f"{seed}/{number}")
    with tempfile.TemporaryDirectory() as name, _working_in(place := Path(name)):
        folder_of_types(place, chance)
        file = place / "types" / "whole" / "meeting.yaml"
        whole = file.is_file() and file.stat().st_size == len(WHOLE.encode())
        for command in chance.sample(COMMANDS, commands):
            status, said = run(command)
            assert status in (0, 1, 2), (command, status, said)
            assert "[internal]" not in said, (command, said)
            assert "Traceback" not in said, (command, said)
            assert SECRET not in said, (command, said)
            assert status == 0 or said.strip(), command
            if command == TYPES and whole:
                assert "完好的" in said, said


@contextlib.contextmanager
def _working_in(place: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(place)
    try:
        yield
    finally:
        os.chdir(before)


def campaign(seed: int, numbers: range) -> int:
    """The cases with these numbers; how many failed."""
    failed = 0
    for number in numbers:
        try:
            check(seed, number)
        except Exception as wrong:
            failed += 1
            print(f"--seed {seed} --only {number}: {wrong!r:.900}", flush=True)
    return failed


def main() -> int:
    """1 if any case failed."""
    options = argparse.ArgumentParser(prog="python -m tests.fuzz.template_folders")
    options.add_argument("--cases", type=int, default=4000)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", type=int)
    chosen = options.parse_args()
    if chosen.only is not None:
        check(chosen.seed, chosen.only)
        return 0
    numbers = range(chosen.first, chosen.first + chosen.cases)
    failed = campaign(chosen.seed, numbers)
    print(f"seed {chosen.seed}: {len(numbers)} cases, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
