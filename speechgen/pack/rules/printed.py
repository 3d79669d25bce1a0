"""P8, and P1 to P7 on paper: printed files against the papers as they would be drafted now.

Both are compared line by line; what differs is named by what it is: a day, a name, an item.
Every finding stands in the printed file and points to where the pack says it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Final

from speechgen.diagnostics import Diagnostic, Severity, Span, SpeechError
from speechgen.document import Document, Table, Text, joined, locate, plain
from speechgen.files import read_bytes
from speechgen.outline import place_of
from speechgen.pack.drafting import DraftedPack, PackPaper
from speechgen.pack.papers import present
from speechgen.pack.rules.places import CLOCK, DATE, WEEKDAY, bare_line, other
from speechgen.readers.reading import SourceLine

_NUMBER: Final = re.compile(r"^\d+[_\-. ]*")
_SUFFIXES: Final = (".docx", ".txt", ".md")
_CLOSE: Final = 0.5
_MOST: Final = 30  # findings of one paper
_ROLL: Final = ("signin", "attendance", "seatcards")


def compare(pack: DraftedPack, folder: Path) -> Iterator[Diagnostic]:
    """What a folder of printed papers says otherwise than the pack."""
    files = _files(folder)
    for paper in pack.papers:
        if paper.draft is None:
            continue
        file = _file_of(paper, files)
        if file is None:
            message = f"没有印好的“{paper.word}”（{paper.stem}）"
            yield _finding("pack-printed", Severity.WARNING, Span(str(folder)), message)
            continue
        files.remove(file)
        yield from _paper(pack, paper, file)
    for file in files:
        yield _finding(
            "pack-printed", Severity.INFO, Span(str(file)), "这份文件不在“成套”里，没有核对"
        )


def _files(folder: Path) -> list[Path]:
    try:
        found = sorted(folder.iterdir())
    except (OSError, ValueError):
        raise SpeechError(
            [_finding("file-missing", Severity.ERROR, Span(str(folder)), "没有这个文件夹")]
        ) from None
    return [
        one for one in found if one.suffix.lower() in _SUFFIXES and not one.name.startswith("~")
    ]


def _file_of(paper: PackPaper, files: Sequence[Path]) -> Path | None:
    exact = [file for file in files if file.stem == paper.stem]
    name = _NUMBER.sub("", paper.stem)
    alike = [file for file in files if _NUMBER.sub("", file.stem) == name]
    return next(iter(exact + alike), None)


def _paper(pack: DraftedPack, paper: PackPaper, file: Path) -> Iterator[Diagnostic]:
    from speechgen.readers import read_lines

    assert paper.draft is not None
    try:
        data = read_bytes(file)
        if data == paper.draft.to(file.suffix):
            return
        read = _paragraphs(read_lines(str(file), data))
        on_paper = [text for line in read for text in _printed(line, file)]
    except SpeechError as unreadable:
        yield from unreadable.diagnostics
        return
    found = list(_differences(pack, paper, file, on_paper))
    if file.suffix.lower() == ".docx":
        yield _seal(data, file, paper, bool(found))
    yield from found[:_MOST]
    if len(found) > _MOST:
        message = f"还有{len(found) - _MOST}处不同，没有一一列出"
        yield _finding("pack-printed", Severity.INFO, Span(str(file)), message)


def _seal(data: bytes, file: Path, paper: PackPaper, differs: bool) -> Diagnostic:
    from speechgen.writers.docx import is_untouched

    if not is_untouched(data):
        message, severity = "印好以后被人改过", Severity.WARNING
    else:
        message, severity = "印好以后，会议文件又改了，这一份已经过时", Severity.ERROR
    said = "文字有不同，见下面各条" if differs else "文字相同，版式或属性不同"
    if not differs:
        severity = Severity.INFO
    return _finding(
        "pack-printed",
        severity,
        Span(str(file)),
        message,
        f"{said}；重新起草：speechgen draft … --only {paper.word}",
    )


# -- lines --------------------------------------------------------------------------------------


def _lines(document: Document) -> list[Text]:
    """Paragraphs and table rows (cells with tabs between them), each with its places."""
    found: list[Text] = []
    for block in document.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                found.append(joined(*[piece for cell in row for piece in ("\t", cell)][1:]))
        elif text := plain(block):
            found.append(text)
    return [line for line in found if line.strip()]


def _paragraphs(lines: Sequence[SourceLine]) -> Iterator[SourceLine]:
    """The lines of one paragraph together: a title is broken where it looks best."""
    for _, group in groupby(lines, lambda line: (line.number, line.table is not None)):
        first, *rest = group
        yield replace(first, text=joined(first.text, *(line.text for line in rest)))


def _printed(line: SourceLine, file: Path) -> Iterator[Text]:
    """A paragraph of a printed file, or the rows of a table, each with its place."""
    if line.table is None:
        text = joined(line.label, line.text)
        place = place_of(text)
        yield text if place.line else Text(text, ((0, Span(str(file), line.number, 1, 2)),))
        return
    for row in line.table.rows:
        text = Text("\t".join(row))
        if text.strip():
            end = len(text) + 1
            yield Text(text, ((0, Span(str(file), line.number, 1, end)),))


def _differences(
    pack: DraftedPack, paper: PackPaper, file: Path, on_paper: list[Text]
) -> Iterator[Diagnostic]:
    assert paper.draft is not None
    wanted = _lines(paper.draft.document)
    if paper.kind in _ROLL:
        yield from _roll(pack, paper, file, wanted, on_paper)
    matcher = difflib.SequenceMatcher(
        None, [bare_line(one) for one in wanted], [bare_line(one) for one in on_paper], False
    )
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            yield from _changes(pack, paper, file, wanted[a:b], on_paper[c:d])


def _changes(
    pack: DraftedPack, paper: PackPaper, file: Path, wanted: list[Text], on_paper: list[Text]
) -> Iterator[Diagnostic]:
    left = list(on_paper)
    for line in wanted:
        best = max(left, key=lambda one: _likeness(line, one), default=None)
        if best is None or _likeness(line, best) < _CLOSE:
            if paper.kind not in _ROLL:
                yield _gone(pack, paper, file, line)
            continue
        left.remove(best)
        yield from _altered(pack, paper, line, best)
    if paper.kind not in _ROLL:
        for line in left:
            rule = "pack-agenda" if _is_item(line) else "pack-printed"
            yield _finding(
                rule,
                Severity.ERROR if rule == "pack-agenda" else Severity.WARNING,
                _where(line, file),
                f"{paper.word}里多出“{_cut(line)}”",
                "会议文件里没有",
            )


def _likeness(one: str, two: str) -> float:
    return difflib.SequenceMatcher(None, bare_line(one), bare_line(two), False).ratio()


def _gone(pack: DraftedPack, paper: PackPaper, file: Path, line: Text) -> Diagnostic:
    item = next((one for one in pack.meeting.agenda if one.what and one.what in line), None)
    if item is not None:
        number = pack.meeting.agenda.index(item) + 1
        return _finding(
            "pack-agenda",
            Severity.ERROR,
            Span(str(file)),
            f"{paper.word}里没有议程第{number}项“{item.what}”",
            other(item.what),
        )
    rule = "pack-decisions" if paper.kind in ("minutes", "followup") else "pack-printed"
    return _finding(
        rule,
        Severity.WARNING,
        Span(str(file)),
        f"{paper.word}里没有“{_cut(line)}”",
        other(line, _cut(line)),
    )


def _altered(pack: DraftedPack, paper: PackPaper, line: Text, found: Text) -> Iterator[Diagnostic]:
    """What differs between a line and the same line on paper, by what it is."""
    rule = _rule(pack, paper, line, found)
    start, end, was = _first_difference(line, found)
    where = locate(found, start, max(end, start + 1)) or place_of(found)
    severity = Severity.WARNING if rule == "pack-printed" else Severity.ERROR
    shown = was.replace("\t", " ").strip()
    message = f"{paper.word}里是“{_around(found, start, end)}”，会议文件里是“{shown}”"
    yield _finding(rule, severity, where, message, other(_source(line, was), shown), str(found))


def _rule(pack: DraftedPack, paper: PackPaper, line: str, found: str) -> str:
    if paper.kind in ("minutes", "followup") and ("牵头" in line or "\t" in line):
        return "pack-decisions"
    if sorted(DATE.findall(line)) != sorted(DATE.findall(found)):
        reply = paper.kind == "notice" and "前" in line
        return "pack-deadline" if reply else "pack-when"
    if WEEKDAY.findall(line) != WEEKDAY.findall(found):
        return "pack-when"
    if CLOCK.findall(line) != CLOCK.findall(found):
        return "pack-times" if paper.kind in ("agenda", "plan") and "\t" in line else "pack-when"
    place = pack.meeting.fact("地点")
    if place and (place in line) != (place in found):
        return "pack-when"
    for person in pack.meeting.roster.people:
        name = str(person.name)
        if (name in bare_line(line)) != (name in bare_line(found)):
            return "pack-names"
        title = f"{person.position}{name}"
        if (title in bare_line(line)) != (title in bare_line(found)):
            return "pack-names"
    for item in pack.meeting.agenda:
        if item.what and (item.what in line) != (item.what in found):
            return "pack-agenda"
    if paper.kind == "host" and re.findall(r"[一二三四五六七八九十百]+项", line) != re.findall(
        r"[一二三四五六七八九十百]+项", found
    ):
        return "pack-agenda"
    return "pack-printed"


def _is_item(line: str) -> bool:
    return bool(re.search(r"第[一二三四五六七八九十]+项", line))


def _first_difference(line: str, found: str) -> tuple[int, int, str]:
    """Where the printed line first differs (offsets in it), and what should stand there."""
    matcher = difflib.SequenceMatcher(None, line, found, False)
    changes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    if not changes:
        return 0, len(found), line
    _, a, b, c, d = changes[0]
    last = changes[-1]
    if last[2] - a <= 24 and last[4] - c <= 24:
        b, d = last[2], last[4]
    a, b = _word(line, a, b)
    return c, max(c, d), line[a:b]


def _word(line: str, start: int, end: int) -> tuple[int, int]:
    """The stretch widened to the characters beside it, so that it can be read."""
    return max(0, start - 2), min(len(line), max(end, start + 1) + 2)


def _around(found: str, start: int, end: int) -> str:
    start, end = _word(found, start, end)
    return found[start:end].replace("\t", " ").strip()


def _source(line: Text, was: str) -> Text:
    from speechgen.document import cut

    at = line.find(was)
    return cut(line, at, at + len(was)) if at >= 0 else line


# -- rolls --------------------------------------------------------------------------------------


def _roll(
    pack: DraftedPack, paper: PackPaper, file: Path, wanted: list[Text], on_paper: list[Text]
) -> Iterator[Diagnostic]:
    """Sign-in sheet, list and seat cards: everybody who should be there, nobody else, in order."""
    people = {str(person.name): person for person in pack.meeting.roster.people}
    expected = _names(wanted, people)
    found = _names(on_paper, people)
    for name in expected:
        if name not in found:
            yield _finding(
                "pack-names",
                Severity.ERROR,
                Span(str(file)),
                f"{paper.word}里没有“{name}”",
                other(people[name].name),
            )
    here = {str(person.name) for person in present(pack.meeting)}
    for name, line in found.items():
        if name not in expected:
            why = "请假了" if name not in here else "不该在这里"
            yield _finding(
                "pack-names",
                Severity.ERROR,
                _where(line, file),
                f"{paper.word}里有“{name}”，名单上{why}",
                other(people[name].name),
            )
    both = [name for name in expected if name in found]
    order = [name for name in found if name in expected]
    for name, other_name in zip(both, order, strict=True):
        if name != other_name:
            yield _finding(
                "pack-names",
                Severity.ERROR,
                _where(found[other_name], file),
                f"{paper.word}的次序和名单不同：“{other_name}”在“{name}”前面",
                other(people[name].name),
            )
            break
    if paper.kind == "seatcards":
        for line in on_paper:
            if bare_line(line) not in people:
                yield _finding(
                    "pack-names",
                    Severity.ERROR,
                    _where(line, file),
                    f"座签“{bare_line(line)}”不在名单里",
                )


def _names(lines: Sequence[Text], people: Mapping[str, object]) -> dict[str, Text]:
    """The people named, in order, each with the first line that names them."""
    found: dict[str, Text] = {}
    for line in lines:
        for cell in line.split("\t"):
            name = bare_line(cell)
            if name in people:
                found.setdefault(name, line)
    return found


def _where(line: Text, file: Path) -> Span:
    place = place_of(line)
    return place if place.line else Span(str(file))


def _cut(line: str) -> str:
    shown = line.replace("\t", " ").strip()
    return shown if len(shown) <= 24 else shown[:24] + "…"


def _finding(
    rule: str, severity: Severity, where: Span, message: str, hint: str = "", source: str = ""
) -> Diagnostic:
    shown = source.replace("\n", " ") if where.column else ""
    return Diagnostic(where, rule, severity, message, hint, shown)
