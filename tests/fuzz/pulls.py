"""Edits made in Word come back: outlines made at random, drafted, edited, pulled, drafted again.

`python -m tests.fuzz.pulls --cases 20000 --seed 1` runs many; a failure prints the seed and number
that make it again with `--only`. A case passes if what prints afterwards is what the edited file
says, or every difference is in the report; and no line of the outline has changed that no edit
names.
"""

from __future__ import annotations

import argparse
import os
import random as randoms
import sys
import tempfile
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from speechgen.api.drafted import Options
from speechgen.api.drafting import draft_as
from speechgen.carry.printed import Printed
from speechgen.carry.pull import Pulled, pull
from speechgen.diagnostics import SpeechError
from speechgen.files.beside import Beside
from speechgen.numbering.labels import recognise
from tests.fuzz.word_edits import Editing, WordFile, label_size, stripped, text_of

_SUBJECTS = ("学校食堂", "老旧小区", "在建工地", "乡镇卫生院", "河道堤防", "农贸市场", "消防通道",
             "值班岗位", "养老院", "山塘水库", "图书馆", "供水管网")  # fmt: skip
_DEEDS = ("要逐个排查", "今年内完成改造", "落实专人看守", "先急后缓地修", "每周通报一次进展",
          "做到有人问、有人管", "一户一户讲清楚", "按时限整改到位", "留足备用物资")  # fmt: skip
_HEADS = ("摸清底数", "抓住重点", "补齐短板", "压实责任", "强化协同", "守住底线", "用好资金",
          "加快进度", "严格督查")  # fmt: skip
_SPEAKERS = ("沈明远", "副区长 林静", "区水务局局长 欧阳平")


def outline(random: randoms.Random) -> str:
    """A speech in the ways in which clerks write one."""

    def sentence() -> str:
        more = f"，{random.randint(2, 90)}处问题" if random.random() < 0.4 else ""
        return f"{random.choice(_SUBJECTS)}{random.choice(_DEEDS)}{more}"

    def text() -> str:
        said = "".join(sentence() + "。" for _ in range(random.randint(1, 3)))
        return f"**{said[:4]}**{said[4:]}" if random.random() < 0.1 else said

    def head() -> str:
        return f"{random.choice(_HEADS)}{random.randint(1, 99)}"

    def item(indent: str, depth: int) -> list[str]:
        style = random.random()
        noted = random.random() < 0.1
        comment = [f"{indent}# {random.choice(_SUBJECTS)}再核一次"] if noted else []
        if depth >= 3 or style < 0.25:
            return [*comment, f"{indent}- {sentence()}"]
        if style < 0.5:
            return [*comment, f"{indent}- {head()}：{text()}"]
        lines = [*comment, f"{indent}- 题: {head()}"]
        if random.random() < 0.2:
            lines.append(f"{indent}  文:")
            lines += [f"{indent}    - {text()}" for _ in range(random.randint(1, 3))]
        elif random.random() < 0.2:
            lines.append(f'{indent}  文: "{text()}"')
        elif random.random() < 0.15:
            lines += [f"{indent}  文: >", f"{indent}    {text()}", f"{indent}    {text()}"]
        else:
            lines.append(f"{indent}  文: {text()}")
        if random.random() < 0.6:
            lines.append(f"{indent}  点:")
            for _ in range(random.randint(1, 4)):
                lines += item(f"{indent}    ", depth + 1)
        return lines

    lines = ["类型: 讲话", f"标题: 在{random.choice(_SUBJECTS)}工作会议上的讲话", "称谓: 同志们"]
    if random.random() < 0.3:
        speakers = random.sample(_SPEAKERS, random.randint(1, 3))
        if random.random() < 0.5:
            lines += ["讲话人:", *(f"  - {each}" for each in speakers)]
        else:
            lines.append(f"讲话人: [{', '.join(speakers)}]")
    if random.random() < 0.5:
        lines.append("日期: 2026年6月1日")
    lines.append("正文:")
    for _ in range(random.randint(2, 5)):
        lines += item("  ", 1)
        lines += [""] if random.random() < 0.3 else []
    return "\n".join(lines) + "\n"


def bare(text: str) -> str:
    """Without blanks."""
    return "".join(text.split())


def words_of(data: bytes) -> list[str]:
    """What an edited file says, labels that are typed in their own style left off."""
    found = []
    for each in WordFile(data).paragraphs():
        text, size = text_of(each), label_size(each)
        label = recognise(text) if size else None  # what is typed behind it may have its style
        found.append(bare(text[label.end if label and label.end < size else size :]))
    return found


def case(seed: str, number: int) -> Counter[str]:
    """One case. Raises AssertionError for anything lost, misfiled or untold."""
    random = randoms.Random(f"{seed}/{number}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "讲话.yaml"
        while True:
            path.write_text(outline(random), encoding="utf-8")
            try:
                made = draft_as(path, Options())
            except SpeechError:
                continue
            break
        made = made.printed(live=random.random() < 0.3)
        editing = Editing(made.to("docx"), random)
        editing.some(random.randint(1, 12))
        edited = stripped(editing.file.bytes(), random, random.choice((0, 0.3, 1)))
        try:
            pulled = pull(edited, path, Options())
        except SpeechError as refused:  # nearly nothing is left of a short speech
            assert [one.rule for one in refused.diagnostics] == ["pull-other-outline"]
            return Counter(refused=1)
        again = draft_as(pulled.data, Options(), str(path), Beside(path.parent))
        verify(path.read_text("utf-8"), Printed(made), editing, edited, pulled, Printed(again))
        counts = Counter(one.kind for one in pulled.changes)
        return counts + Counter(cases=1, whole=int(pulled.whole))


def verify(
    source: str, before: Printed, editing: Editing, edited: bytes, pulled: Pulled, after: Printed
) -> None:
    """What must hold of one case."""
    wanted = [_ended(one) for one in words_of(edited) if one]
    prints = [_ended(bare(one.words)) for one in after.units if one.words and one.role != "table"]
    left = [one for one in pulled.changes if one.kind != "taken"]
    told = {_ended(bare(text)) for one in left for text in (one.before, one.after)}
    if pulled.whole:
        assert prints == wanted, difference(prints, wanted)
    lost = [one for one in (Counter(wanted) - Counter(prints)) if not _is_told(one, told)]
    assert not lost, f"lost: {lost}"
    extra = [one for one in (Counter(prints) - Counter(wanted)) if not _is_told(one, told)]
    assert not extra, f"untold: {extra}"
    if not any("位置" in one.why or not one.paragraph for one in left):
        common = Counter(prints) & Counter(wanted)
        once = {one for one, count in common.items()
                if count == 1 == Counter(prints)[one] == Counter(wanted)[one]}  # fmt: skip
        order = [one for one in prints if one in once]
        assert order == [one for one in wanted if one in once], "misfiled"
    untouched(source, before, editing, pulled.data.decode("utf-8"))


def _ended(text: str) -> str:
    """With 。 for the ； at the end: which of the two a point has, follows its place."""
    return text[:-1] + "。" if text.endswith("；") else text


def _is_told(words: str, told: set[str]) -> bool:
    return words in told or any(one and (one in words or words in one) for one in told)


def difference(prints: list[str], wanted: list[str]) -> str:
    """The first paragraphs that differ."""
    pairs = [(a, b) for a, b in zip([*prints, ""], [*wanted, ""], strict=False) if a != b]
    return f"prints {pairs[:2]}"


def untouched(source: str, before: Printed, editing: Editing, now: str) -> None:
    """No line has changed whose paragraph nobody touched."""
    named = {bare(one) for one in editing.named}
    mine: set[int] = set()
    theirs: set[int] = set()
    for unit in before.units:
        whole = bare(f"{unit.label}{unit.words}")
        lines = {span.line for _, span in unit.words.origins if span.line}
        touched = whole in named or bare(unit.words) in named
        (mine if touched else theirs).update(lines)
    lines = source.split("\n")
    kept = Counter(lines[at - 1] for at in theirs - mine)
    # what stands below a new point goes along: its words stay, its line may be written anew
    have = Counter(now.split("\n"))
    gone = [one for one in kept - have if bare(one).lstrip("-") not in
            {bare(each).lstrip("-") for each in have}]  # fmt: skip
    lost = [one for one in gone for part in _words_in(one).split("：") if part not in bare(now)]
    assert not lost, f"changed: {lost}"


def _words_in(line: str) -> str:
    words = bare(line.strip().lstrip("- ").split("#")[0]).removeprefix("题:").removeprefix("文:")
    return words.strip('"')


def run(seed: str, numbers: range) -> tuple[Counter[str], list[str]]:
    """Cases with these numbers: how they came out, and which failed."""
    tally, failed = Counter[str](), []
    for number in numbers:
        try:
            tally += case(seed, number)
        except Exception as wrong:
            tally["failed"] += 1
            failed.append(f"--seed {seed} --only {number}: {type(wrong).__name__} {wrong}"[:600])
            if not isinstance(wrong, AssertionError):
                failed.append(traceback.format_exc()[-1500:])
    return tally, failed


def main() -> int:
    """Many cases, or one again."""
    options = argparse.ArgumentParser(prog="python -m tests.fuzz.pulls")
    options.add_argument("--cases", type=int, default=2_000)
    options.add_argument("--seed", default="1")
    options.add_argument("--only", type=int)
    options.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    chosen = options.parse_args()
    if chosen.only is not None:
        print(case(chosen.seed, chosen.only))
        return 0
    started, tally, failures = time.monotonic(), Counter[str](), 0
    spans = [range(at, min(at + 50, chosen.cases)) for at in range(0, chosen.cases, 50)]
    with ProcessPoolExecutor(chosen.jobs) as pool:
        for found, failed in pool.map(run, [chosen.seed] * len(spans), spans):
            tally += found
            failures += len(failed)
            for one in failed:
                print(one, flush=True)
    seconds = time.monotonic() - started
    print(f"seed {chosen.seed}: {dict(sorted(tally.items()))}, {seconds:.0f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
