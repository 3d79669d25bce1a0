"""P8, and P1 to P7 on paper: printed files against the papers as they would be drafted now.

Both are compared line by line; what differs is named by what it is: a day, a name, an item.
Every finding stands in the printed file and points to where the pack says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import Final

from speechgen.align import alike, bare, differing
from speechgen.diagnostics import Diagnostic, Span, SpeechError, error, info, refusal, warning
from speechgen.document import Document, Picture, Table, plain
from speechgen.files import read_bytes
from speechgen.files.sealing import is_untouched
from speechgen.frozen import frozen
from speechgen.pack.again import beginning, widened
from speechgen.pack.drafting import DraftedPack, PackPaper
from speechgen.pack.papers import present
from speechgen.pack.roster import Person
from speechgen.pack.roster import bare as bare_name
from speechgen.pack.rules.names import Names
from speechgen.pack.rules.places import other
from speechgen.pack.rules.times import CLOCK, DATE, WEEKDAY
from speechgen.readers.reading import SourceLine
from speechgen.text import Text, cut, joined, locate, place_of
from speechgen.writers.text import line_of

_NUMBER: Final = re.compile(r"^\d+[_\-. ]*")
_COUNT: Final = re.compile(r"[一二三四五六七八九十百]+项")
_MOST: Final = 30  # findings of one paper
_FEW: Final = 5  # of one that is only out of date: it is printed anew
_SHORT: Final = 24  # characters of a line that are quoted, and of a change that is told as one
_RECORDS: Final = ("minutes", "followup")


def compare(pack: DraftedPack, folder: Path) -> Iterator[Diagnostic]:
    """What a folder of printed papers says otherwise than the pack."""
    try:
        found = sorted(folder.iterdir())
    except (OSError, ValueError):
        raise refusal(Span(str(folder)), "file-missing", "没有这个文件夹") from None
    read = (".docx", ".txt", ".md")
    files = [one for one in found if one.suffix.lower() in read and one.name[0] != "~"]
    unprinted: list[str] = []
    for paper in pack.papers:
        if paper.draft is None:
            continue
        name = _NUMBER.sub("", paper.stem)
        exact = [file for file in files if file.stem == paper.stem]
        named_alike = [file for file in files if _NUMBER.sub("", file.stem) == name]
        file = next(iter(exact + named_alike), None)
        if file is None:
            unprinted.append(f"“{paper.word}”（{paper.stem}）")
            continue
        files.remove(file)
        yield from _Printed(pack, paper, file).findings()
    if unprinted:
        yield warning(Span(str(folder)), "pack-printed", f"没有印好的{'、'.join(unprinted)}")
    names = Names(pack.meeting.roster)
    for file in files:
        said = "这份文件不在“成套”里，只核对了姓名和职务"
        try:
            texts = _texts_of(file, read_bytes(file))
        except SpeechError as unreadable:
            yield from unreadable.diagnostics
            continue
        yield info(Span(str(file)), "pack-printed", said)
        yield from islice(_wrong_names(names, texts), _MOST)


def _wrong_names(names: Names, texts: Iterable[Text]) -> Iterator[Diagnostic]:
    """Names miswritten, and titles that are not those of the roster, in lines of a file."""
    for text in texts:
        for where, message, person in names.wrong_in(text):
            yield error(where, "pack-names", message, other(person.name), str(text))


def _texts_of(file: Path, data: bytes) -> list[Text]:
    """The paragraphs and table rows of a file, each with its place; the lines of one paragraph
    together: a title is broken where it looks best."""
    from speechgen.readers import read_lines

    lines = read_lines(str(file), data)
    groups = groupby(lines, lambda line: (line.number, line.figure is not None))
    return [text for _, group in groups for text in _texts(file, *group)]


def _texts(file: Path, line: SourceLine, *more: SourceLine) -> Iterator[Text]:
    """A paragraph of a file, or the rows of a table, each with its place."""
    rows = line.figure.rows if isinstance(line.figure, Table) else ()
    text = joined(line.label, line.text, *(one.text for one in more))
    texts = [Text("\t".join(row)) for row in rows] or [text]
    for text in texts:
        if place_of(text).line:
            yield text
        elif text.strip() or not rows:
            end = len(text) + 1 if rows else 2
            yield Text(text, ((0, Span(str(file), line.number, 1, end)),))


@frozen
class _Printed:
    """A paper of the pack and the file in which it was printed."""

    pack: DraftedPack
    paper: PackPaper
    file: Path

    @property
    def _where(self) -> Span:
        return Span(str(self.file))

    def findings(self) -> Iterator[Diagnostic]:
        """Whether the file is older than the pack or was edited, and what it says otherwise."""
        assert self.paper.draft is not None
        try:
            data = read_bytes(self.file)
            if data == self.paper.draft.to(self.file.suffix):
                return
            read = _texts_of(self.file, data)
        except SpeechError as unreadable:
            yield from unreadable.diagnostics
            return
        pictures = [b for b in self.paper.draft.document.blocks if isinstance(b, Picture)]
        titles = {line_of(block): block.title for block in pictures}  # as text files show them
        printed = [cut(text, 3, len(text) - 1) if titles.get(text) else text for text in read
                   if titles.get(text, text)]  # fmt: skip
        found = list(self._differences(_lines(self.paper.draft.document), printed))
        untouched = self.file.suffix.lower() == ".docx" and is_untouched(data)
        if self.file.suffix.lower() == ".docx":
            tell = info if not found else error if untouched else warning
            outdated = "印好以后，会议文件又改了，这一份已经过时"
            said = outdated if untouched else "印好以后被人改过"
            differs = "文字有不同，见下面各条" if found else "文字相同，版式或属性不同"
            again = f"{differs}；重新起草：speechgen draft … --only {self.paper.word}"
            yield tell(self._where, "pack-printed", said, again)
        most = _FEW if untouched else _MOST
        yield from found[:most]
        if len(found) > most:
            yield info(self._where, "pack-printed", f"还有{len(found) - most}处不同，没有一一列出")

    def _differences(self, wanted: list[Text], printed: list[Text]) -> Iterator[Diagnostic]:
        is_roll = self.paper.kind in ("signin", "attendance", "seatcards")
        if is_roll:
            yield from self._roll(wanted, printed)
        old, new = [*map(bare, wanted)], [*map(bare, printed)]

        def short(ours: int, theirs: int) -> float:
            """A name has too few characters for pairs of them to be alike: 何立新, 何丽新."""
            return 0.2 if max(len(old[ours]), len(new[theirs])) <= 3 else 0

        for ours, theirs in differing(old, new):
            pairs = dict(alike(wanted, printed, ours, theirs, short))
            for at in ours:
                if at in pairs:
                    yield self._altered(wanted[at], printed[pairs[at]])
                elif not is_roll:
                    yield self._gone(wanted[at])
            for at in theirs:
                if not is_roll and at not in pairs.values():
                    said = f"{self.paper.word}里多出“{beginning(printed[at], _SHORT)}”"
                    is_item = re.search("第[一二三四五六七八九十]+项", printed[at])
                    tell, rule = (error, "pack-agenda") if is_item else (warning, "pack-printed")
                    yield tell(self._place(printed[at]), rule, said, "会议文件里没有")
                    yield from _wrong_names(Names(self.pack.meeting.roster), [printed[at]])

    def _gone(self, line: Text) -> Diagnostic:
        word, where = self.paper.word, self._where
        for number, item in enumerate(self.pack.meeting.agenda, 1):
            if item.what and item.what in line:
                said = f"{word}里没有议程第{number}项“{item.what}”"
                return error(where, "pack-agenda", said, other(item.what))
        rule = "pack-decisions" if self.paper.kind in _RECORDS else "pack-printed"
        short = beginning(line, _SHORT)
        return warning(where, rule, f"{word}里没有“{short}”", other(line, short))

    def _altered(self, line: Text, found: Text) -> Diagnostic:
        """What differs between a line and the same line on paper, by what it is."""
        rule = self._rule(line, found)
        start, end, was = _first_difference(line, found)
        where = locate(found, start, max(end, start + 1)) or place_of(found)
        shown = was.replace("\t", " ").strip()
        around = widened(found, start, end).replace("\t", " ").strip()
        said = f"{self.paper.word}里是“{around}”，会议文件里是“{shown}”"
        at = line.find(was)
        source = cut(line, at, at + len(was)) if at >= 0 else line
        tell = warning if rule == "pack-printed" else error
        excerpt = found.replace("\n", " ") if where.column else ""
        return tell(where, rule, said, other(source, shown), excerpt)

    def _rule(self, line: str, found: str) -> str:
        kind, meeting = self.paper.kind, self.pack.meeting
        if kind in _RECORDS and ("牵头" in line or "\t" in line):
            return "pack-decisions"
        if sorted(DATE.findall(line)) != sorted(DATE.findall(found)):
            return "pack-deadline" if kind == "notice" and "前" in line else "pack-when"
        if WEEKDAY.findall(line) != WEEKDAY.findall(found):
            return "pack-when"
        if CLOCK.findall(line) != CLOCK.findall(found):
            return "pack-times" if kind in ("agenda", "plan") and "\t" in line else "pack-when"

        def in_one_only(words: str) -> bool:
            return bool(words) and (words in line) != (words in found)

        if in_one_only(meeting.fact("地点")):
            return "pack-when"
        ours, theirs = bare(line), bare(found)
        for person in meeting.roster.people:
            name = str(person.name)
            for words in (name, f"{person.position}{name}"):
                if (words in ours) != (words in theirs):
                    return "pack-names"
        if any(in_one_only(item.what) for item in meeting.agenda) or (
            kind == "host" and _COUNT.findall(line) != _COUNT.findall(found)
        ):
            return "pack-agenda"
        return "pack-printed"

    def _roll(self, wanted: list[Text], printed: list[Text]) -> Iterator[Diagnostic]:
        """Sign-in sheet, list and seat cards: all who should be there, nobody else, in order."""
        word = self.paper.word
        people = {bare(person.name): person for person in self.pack.meeting.roster.people}
        expected, found = _names(wanted, people), _names(printed, people)
        for name in expected:
            if name not in found:
                said = f"{word}里没有“{people[name].name}”"
                yield error(self._where, "pack-names", said, other(people[name].name))
        here = {bare(person.name) for person in present(self.pack.meeting)}
        for name, line in found.items():
            if name not in expected:
                why = "请假了" if name not in here else "不该在这里"
                said = f"{word}里有“{people[name].name}”，名单上{why}"
                yield error(self._place(line), "pack-names", said, other(people[name].name))
        both = [name for name in expected if name in found]
        order = [name for name in found if name in expected]
        for name, instead in zip(both, order, strict=True):
            if name != instead:
                first, then = people[instead].name, people[name].name
                said = f"{word}的次序和名单不同：“{first}”在“{then}”前面"
                yield error(self._place(found[instead]), "pack-names", said, other(then))
                break
        if self.paper.kind == "seatcards":
            known = {*people, *map(bare, wanted)}  # units and positions too
            for line in printed:
                if bare(line) not in known:
                    said = f"座签“{bare_name(line)}”不在名单里"
                    yield error(self._place(line), "pack-names", said)

    def _place(self, line: Text) -> Span:
        place = place_of(line)
        return place if place.line else self._where


# -- lines --------------------------------------------------------------------------------------


def _lines(document: Document) -> list[Text]:
    """Paragraphs and table rows (cells with tabs between them), each with its places."""
    found: list[Text] = []
    for block in document.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                found.append(joined(*[piece for cell in row for piece in ("\t", cell)][1:]))
        else:
            found.append(plain(block))
    return [line for line in found if line.strip()]


def _names(lines: Sequence[Text], people: Mapping[str, Person]) -> dict[str, Text]:
    """The people named, in order, each with the first line that names them."""
    found: dict[str, Text] = {}
    for line in lines:
        for cell in line.split("\t"):
            if bare(cell) in people:
                found.setdefault(bare(cell), line)
    return found


def _first_difference(line: str, found: str) -> tuple[int, int, str]:
    """Where the printed line first differs (offsets in it), and what should stand there."""
    changes = list(differing(line, found))
    if not changes:
        return 0, len(found), line
    (ours, theirs), (last, last_found) = changes[0], changes[-1]
    if last.stop - ours.start > _SHORT or last_found.stop - theirs.start > _SHORT:
        last, last_found = ours, theirs
    return theirs.start, last_found.stop, widened(line, ours.start, last.stop)
