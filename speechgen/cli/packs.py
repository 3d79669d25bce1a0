"""`speechgen draft` on a pack file: every paper of one meeting into a folder.

Owns the summary table and the list of changes. Must not know typer or how papers are derived.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from speechgen.api.drafted import record
from speechgen.cli import screen
from speechgen.cli.drafting import Drafting
from speechgen.cli.options import STDOUT, listed, names_folder, usage
from speechgen.diagnostics import Diagnostic, Severity, Span, SpeechError
from speechgen.files.naming import as_typed
from speechgen.marks import cells
from speechgen.pack.drafting import DraftedPack, PackPaper, draft_pack, lying
from speechgen.pack.fields import KINDS, PACK_FIELDS
from speechgen.pack.rules import check_pack
from speechgen.schema.fields import find_field

_SAME: Final = "没有变化"
_FRESH: Final = "写好"


def run(outline: str, drafting: Drafting) -> int:
    """Draft a pack, or with `--changed` only say which files would be written anew.

    Exit status: 0 done, 1 some papers failed, 2 nothing done.
    """
    line, options = drafting.line, drafting.options
    hint = (
        f"写成 -o {'材料' if line.output in ('', STDOUT) else Path(line.output).stem}/ （末尾带 /）"
    )
    if not line.output:
        raise usage("成套材料要写到一个文件夹里", hint)
    if not names_folder(line.output):
        raise usage(f"成套材料要写到文件夹，“{line.output}”不是文件夹", hint)
    folder = Path(line.output)
    pack = draft_pack(outline, options, only=listed(line.only))
    drafting.used = set(pack.used)
    drafting.made = {(folder / name).resolve() for one in pack.papers for name, _ in one.names()}
    taken = dict.fromkeys(key for paper in pack.papers if paper.draft for key in paper.draft.taken)
    pack = pack.printed_as(options, drafting.layouts)
    check = line.check is not False
    told: set[tuple[Span, str]] = set()  # what holds for several papers is said once
    cross = [
        note
        for note in (check_pack(pack) if check or line.strict else ())
        if line.check or note.severity is not Severity.INFO
    ]
    found = _untold([*pack.diagnostics, *(cross if check else ())], told)
    if line.strict:
        gaps = (each.draft.gaps if each.draft else each.diagnostics for each in pack.papers)
        every = (note for notes in (*gaps, cross) for note in notes)
        if wrong := [note for note in every if note.severity is Severity.ERROR]:
            raise SpeechError(wrong)
    screen.show(found)
    if line.changed:
        return _changes(pack, folder, line.as_json, told)
    drafting.say_taken(taken)
    rows: list[tuple[str, ...]] = []
    failed = same = 0
    for paper in pack.papers:
        written: list[tuple[str, ...]] = []
        try:
            written.extend(_written(paper, folder, drafting, outline, told, found))
            same += all(row[1] == _SAME for row in written)
        except SpeechError as refused:
            failed += 1
            screen.show(_untold(refused.diagnostics, told))
            drafting.put_refused(refused.diagnostics, paper=paper.word, type=paper.kind)
            names = [name for name, _ in paper.names()]
            name = names[len(written)] if written else paper.stem  # of its files only that one
            written.append((name, "没有写", "", "", ""))
        rows += written
    rooms = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    fresh = sum(row[1] == _FRESH for row in rows)
    command = f"speechgen check {as_typed(outline)} {as_typed(f'{folder}{os.sep}')}"
    unchecked = f"各份之间没有核对：{command}"
    for said in (
        *("  ".join(map(screen.padded, row, rooms)).rstrip() for row in rows),
        *(() if check else (unchecked,)),
        f"{folder}{os.sep}  {screen.tally(len(pack.papers), failed, same, files=fresh)}",
    ):
        screen.say(said)
    if not line.only:
        _tell_stale(pack, folder, line.prune)
    if line.open:
        screen.show_file(str(folder))
    return screen.status(len(pack.papers), failed)


def _tell_stale(pack: DraftedPack, folder: Path, prune: bool) -> None:
    """Papers of an earlier run that this pack has no more: named, and removed where asked."""
    gone, left = list[str](), pack.stale(folder)
    for name in tuple(left) if prune else ():
        with suppress(OSError):
            (folder / name).unlink()
            gone.append(name)
            left.remove(name)
    more = "；没有删掉" if prune else "；要删去就加 --prune（改过的、别人的不动）"
    for names, done, behind in ((gone, "删去了", ""), (left, "", more)):
        if names:
            what = f"以前写的、这套材料里已经没有的 {len(names)} 份：{'、'.join(names)}"
            screen.say(f"{done}{what}{behind}")


def _untold(notes: Iterable[Diagnostic], told: set[tuple[Span, str]]) -> list[Diagnostic]:
    """Those that say what was not said before of their place, and from now on is."""
    fresh = {(note.span, note.message): note for note in notes}
    left = [note for key, note in fresh.items() if key not in told]
    told.update(fresh)
    return left


def _written(
    paper: PackPaper,
    folder: Path,
    drafting: Drafting,
    outline: str,
    told: set[tuple[Span, str]],
    found: list[Diagnostic],
) -> Iterator[tuple[str, ...]]:
    """Write a paper; the lines of the table on it. What was `found` in the pack as a whole goes
    with the first that JSON tells of. Raises SpeechError where it was not made."""
    made = paper.draft
    if made is None:
        raise SpeechError(paper.diagnostics)
    screen.show(_untold(made.remarks, told))
    length = screen.size(made, "给")
    missing = screen.places(made.missing, "待补", 4, "")
    lacking = (fact.field for fact in made.missing if fact.line == paper.at.line)
    if paper.kind in KINDS and (fact := next(lacking, "")):
        key = re.split("[.的]", fact)[0]  # of the whole meeting, else of this paper
        key = key if find_field(PACK_FIELDS, key) else KINDS[paper.kind].keys[0]
        missing += f"；会议文件里还没有“{key}:”，写在它下面"
    for name, data in paper.files():
        before = lying(folder / name)
        fresh = drafting.put(folder / name, data, outline)
        again = paper.why_again(name, before, data) if fresh and before else ""
        yield name, _FRESH if fresh else _SAME, length, missing, again
        if drafting.line.as_json:
            path, format = str(folder / name), name.rpartition(".")[2]
            what = {"paper": paper.word, "type": paper.kind, "format": format, "changed": fresh}
            screen.put_json(record(made, found, path=path, **what))
            found.clear()


def _changes(pack: DraftedPack, folder: Path, as_json: bool, told: set[tuple[Span, str]]) -> int:
    """The files an edit would alter, one a line on stdout: 新 or 改, the name, and why it is to be
    printed again. What was not `told` of the papers is told, as where they are written."""
    altered = failed = same = 0
    for paper in pack.papers:
        made = paper.draft
        screen.show(_untold(paper.diagnostics if made is None else made.remarks, told))
        failed += made is None
        found = list(paper.changes(folder))
        altered += (fresh := sum(status != "同" for status, *_ in found))
        same += made is not None and not fresh
        for status, name, again in found:
            if as_json:
                english = {"新": "new", "改": "changed", "同": "same"}[status]
                screen.put_json({"path": str(folder / name), "status": english})
            elif status != "同":
                screen.put("  ".join(filter(None, (status, name, again))) + "\n")
    counts = screen.tally(len(pack.papers), failed, same, "会写", altered)
    screen.say(f"{counts}；没有动文件夹")
    return screen.status(len(pack.papers), failed)
