"""`speechgen draft` on a pack file: every paper of one meeting into a folder.

Owns the summary table and the list of changes. Must not know typer or how papers are derived.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from speechgen.cli import screen
from speechgen.cli.drafting import say_taken
from speechgen.cli.targets import names_folder
from speechgen.diagnostics import Severity, Span, SpeechError, error, to_json
from speechgen.marks import cells


def run(outline: str, output: str, chosen: Any, only: tuple[str, ...], changed: bool) -> int:
    """Draft a pack, or with `changed` only say which files would be written anew.

    Exit status: 0 done, 1 some papers failed, 2 nothing done.
    """
    from speechgen.pack import draft_pack

    folder = _folder(output)
    pack = draft_pack(
        outline,
        only=only,
        templates=chosen.templates,
        format=chosen.format,
        layout=chosen.layout,
        numbering=chosen.numbering,
        defaults=chosen.defaults,
        values=chosen.values,
    )
    taken = dict.fromkeys(key for paper in pack.papers if paper.draft for key in paper.draft.taken)
    if len(chosen.layouts) > 1 or chosen.live is not None or chosen.reference:
        pack = pack.printed(chosen.layouts, live=chosen.live, reference=chosen.reference or None)
    check = sys.stderr.isatty() if chosen.check is None else chosen.check
    if changed or not check:
        screen.show(note for note in pack.diagnostics if note.severity is not Severity.INFO)
    if changed:
        return _changes(pack, folder, chosen)
    if chosen.strict:
        _refuse_gaps(pack)
    if check:
        from speechgen.pack.checks import check_pack

        screen.show(n for n in check_pack(pack) if n.severity is not Severity.INFO)
    say_taken(taken, chosen)
    rows: list[tuple[str, ...]] = []
    failed = 0
    for paper in pack.papers:
        if paper.draft is None:
            failed += 1
            screen.show(paper.diagnostics)
            rows.append((paper.stem, "没有写", "", ""))
            continue
        try:
            rows += _write(paper, folder, chosen)
        except SpeechError as refused:
            failed += 1
            screen.show(refused.diagnostics)
            rows.append((paper.stem, "没有写", "", ""))
    screen.say(_table(rows))
    done = len(pack.papers) - failed
    screen.say(
        f"{folder}{os.sep}  共 {len(pack.papers)} 份，写好 {done} 份"
        + (f"，失败 {failed} 份" if failed else "")
    )
    return 0 if not failed else 2 if not done else 1


def _folder(output: str) -> Path:
    if not output:
        said = "成套材料要写到一个文件夹里"
        raise SpeechError([error(Span(), "usage", said, "写成 -o 材料/ （末尾带 /）")])
    if not names_folder(output):
        said = f"成套材料要写到文件夹，“{output}”不是文件夹"
        raise SpeechError([error(Span(), "usage", said, f"写成 -o {output}/ （末尾带 /）")])
    return Path(output)


def _write(paper: Any, folder: Path, chosen: Any) -> Iterable[tuple[str, ...]]:
    made = paper.draft
    notes = [note for note in made.diagnostics if note.rule != "missing-fact"]
    screen.show(note for note in notes if note.severity is not Severity.INFO)
    rows = []
    for name, data in paper.files():
        fresh = made.put(folder / name, data, chosen.force)
        rows.append((name, "写好" if fresh else "没有变化", _length(paper), _gaps(made)))
        if chosen.as_json:
            record = {
                "path": str(folder / name),
                "paper": paper.word,
                "type": paper.kind,
                "format": name.rpartition(".")[2],
                "changed": fresh,
                "characters": made.characters,
                "minutes": list(made.minutes),
                "sections": made.sections,
                "missing": [{"field": gap.field, "line": gap.line} for gap in made.missing],
                "diagnostics": [to_json(note) for note in made.diagnostics],
            }
            screen.put(json.dumps(record, ensure_ascii=False) + "\n")
    return rows


def _length(paper: Any) -> str:
    made = paper.draft
    count = f"{made.characters:,}".replace(",", screen.THIN_SPACE) + " 字"
    if paper.item is None and paper.kind != "host":
        return count
    low, high = made.minutes
    minutes = f"约{low}分钟" if low == high else f"约{low}–{high}分钟"
    given = f"（给{made.allotted:g}分钟）" if made.allotted is not None else ""
    return f"{count} · {minutes}{given}"


def _gaps(made: Any) -> str:
    named = "、".join(
        f"{gap.field}（第{gap.line}行）" if gap.line else gap.field for gap in made.missing[:4]
    )
    return f"待补 {len(made.missing)} 处：{named}" if made.missing else ""


def _table(rows: list[tuple[str, ...]]) -> str:
    widths = [max((cells(row[at]) for row in rows), default=0) for at in range(4)]
    return "\n".join(
        "  ".join(
            cell + " " * (room - cells(cell)) for cell, room in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )


def _changes(pack: Any, folder: Path, chosen: Any) -> int:
    """The files an edit would alter, one a line on stdout: 新 or 改, and the name."""
    found = pack.changed(folder)
    for status, name in found:
        if chosen.as_json:
            record = {"path": str(folder / name), "status": _STATUS[status]}
            screen.put(json.dumps(record, ensure_ascii=False) + "\n")
        elif status != "同":
            screen.put(f"{status}  {name}\n")
    altered = sum(status != "同" for status, _ in found)
    failed = [paper for paper in pack.papers if paper.draft is None]
    for paper in failed:
        screen.show(paper.diagnostics)
    screen.say(f"共 {len(found)} 个文件，会写 {altered} 个；没有动文件夹")
    return 1 if failed else 0


_STATUS = {"新": "new", "改": "changed", "同": "same"}


def _refuse_gaps(pack: Any) -> None:
    gaps = [
        replace(note, severity=Severity.ERROR)
        for paper in pack.papers
        for note in (paper.draft.diagnostics if paper.draft else paper.diagnostics)
        if note.rule == "missing-fact" or note.severity is Severity.ERROR
    ]
    if gaps:
        raise SpeechError(gaps)
