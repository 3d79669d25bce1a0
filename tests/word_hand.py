"""What a hand does to a Word file, in words: `改 旧 新`, `删 段`, `移 节 节`.

A paragraph is named by words that stand in it. Used by transcripts (`$ word 讲话.docx 改 旧 新`)
and by tests of `pull`. Written as Word writes it: see `tests.fuzz.word_edits`.
"""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from lxml import etree

from tests.fuzz.word_edits import (
    W,
    WordFile,
    deleted,
    label_size,
    merged,
    parted,
    split_run,
    stripped,
    text_of,
    typed,
)

_COMMENTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_DATE = "2026-05-01T09:30:00Z"


def by_hand(path: Path, words: Sequence[str]) -> None:
    """Do to a file what the words say."""
    path.write_bytes(done(path.read_bytes(), *words))


def done(data: bytes, deed: str, *words: str) -> bytes:
    """A file as it is after one deed."""
    if deed == "去锚点":
        return stripped(data, random.Random(1), 1)
    file = WordFile(data)
    _DEEDS[deed](file, *words)
    return file.bytes()


def _change(file: WordFile, old: str, new: str) -> None:
    each = _found(file, old)
    at = text_of(each).index(old)
    deleted(each, at, at + len(old))
    if new:
        typed(each, at, new)


def _retype(file: WordFile, old: str, new: str) -> None:
    """Marked and typed over: all of it has the look of its first run."""
    each = _found(file, old)
    words = text_of(each).replace(old, new)
    first, *others = [one for one in each.iter(f"{W}t") if one.text]
    first.text = words
    for one in others:
        one.text = ""


def _remove(file: WordFile, named: str) -> None:
    for each in _section(file, named):
        each.getparent().remove(each)


def _split(file: WordFile, named: str) -> None:
    each = _found(file, named)
    parted(each, text_of(each).index(named))


def _join(file: WordFile, named: str) -> None:
    each = _found(file, named)
    merged(each, next(one for one in each.itersiblings(f"{W}p") if text_of(one)))


def _move(file: WordFile, named: str, target: str) -> None:
    place = _found(file, target)
    for each in _section(file, named):
        place.addprevious(each)


def _found(file: WordFile, named: str) -> etree._Element:
    each = next((one for one in file.root.iter(f"{W}p") if named in text_of(one)), None)
    assert each is not None, f"not in the file: {named}"
    return each


def _level(each: etree._Element) -> int:
    style = each.find(f"{W}pPr/{W}pStyle")
    name = style.get(f"{W}val", "") if style is not None else ""
    found = re.fullmatch(r"(?:Heading|SubHeading|RunIn|Point)([0-9]+)", name)
    return int(found[1]) if found else 0


def _section(file: WordFile, named: str) -> list[etree._Element]:
    """The paragraph and, if it is a heading, all below it."""
    first = _found(file, named)
    level, found = _level(first), [first]
    for each in first.itersiblings(f"{W}p") if level else ():
        style = each.find(f"{W}pPr/{W}pStyle")
        framed = style is not None and not _level(each)
        if framed or 0 < _level(each) <= level:
            break
        found.append(each)
    return found


def _add(file: WordFile, named: str, new: str) -> None:
    each = _found(file, named)
    made = copy.deepcopy(each)
    for mark in [*made.iter(f"{W}bookmarkStart"), *made.iter(f"{W}bookmarkEnd")]:
        mark.getparent().remove(mark)
    typed(made, label_size(made), new)
    first, size = label_size(made), len(text_of(made))
    start = text_of(made).index(new)
    deleted(made, start + len(new), size)
    deleted(made, 0, min(first, start))
    each.addnext(made)


def _bold(file: WordFile, named: str) -> None:
    each = _found(file, named)
    at = text_of(each).index(named)
    split_run(each, at)
    split_run(each, at + len(named))
    place = 0
    for run in each.iterchildren(f"{W}r"):
        size = sum(len(one.text or "") for one in run.iter(f"{W}t"))
        if at <= place and place + size <= at + len(named) and size:
            properties = run.find(f"{W}rPr")
            if properties is None:
                properties = etree.Element(f"{W}rPr")
                run.insert(0, properties)
            before = [one for one in properties if one.tag in (f"{W}rStyle", f"{W}rFonts")]
            properties.insert(len(before), etree.Element(f"{W}b"))
        place += size


def _tracked(file: WordFile, named: str, author: str, new: str = "") -> None:
    """Words deleted, or others put in behind them, while changes were being tracked."""
    each = _found(file, named)
    at = text_of(each).index(named)
    marks = {f"{W}id": "901", f"{W}author": author, f"{W}date": _DATE}
    if new:
        typed(each, at + len(named), new)
        run = next(one for one in each.iter(f"{W}r") if text_of(one) == new)
        around = etree.Element(f"{W}ins", marks)
        run.addprevious(around)
        around.append(run)
        return
    split_run(each, at)
    split_run(each, at + len(named))
    place = 0
    for run in list(each.iterchildren(f"{W}r")):
        size = sum(len(one.text or "") for one in run.iter(f"{W}t"))
        if at <= place and place + size <= at + len(named) and size:
            around = etree.Element(f"{W}del", marks)
            run.addprevious(around)
            around.append(run)
            for text in run.iter(f"{W}t"):
                text.tag = f"{W}delText"
        place += size


def _comment(file: WordFile, named: str, author: str, said: str) -> None:
    each = _found(file, named)
    run = split_run(each, text_of(each).index(named))
    assert run is not None
    split_run(each, text_of(each).index(named) + len(named))
    run.addprevious(etree.Element(f"{W}commentRangeStart", {f"{W}id": "77"}))
    reference = etree.Element(f"{W}r")
    etree.SubElement(reference, f"{W}commentReference", {f"{W}id": "77"})
    end = etree.Element(f"{W}commentRangeEnd", {f"{W}id": "77"})
    run.addnext(reference)
    run.addnext(end)
    marks = {f"{W}id": "77", f"{W}author": author, f"{W}date": _DATE}
    comment = etree.Element(f"{W}comment", marks)
    inside = comment
    for name in ("p", "r", "t"):
        inside = etree.SubElement(inside, f"{W}{name}")
    inside.text = said
    names = {one.filename for one, _ in file.parts}
    if "word/comments.xml" in names:
        for at, (one, data) in enumerate(file.parts):
            if one.filename == "word/comments.xml":
                root = etree.fromstring(data)
                root.append(comment)
                file.parts[at] = one, etree.tostring(root)
        return
    root = etree.Element(f"{W}comments", nsmap={"w": W[1:-1]})
    root.append(comment)
    info = copy.copy(file.parts[0][0])
    info.filename = "word/comments.xml"
    file.parts.append((info, etree.tostring(root)))
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    more = {
        "word/_rels/document.xml.rels": (
            "</Relationships>",
            f'<Relationship Id="rIdC77" Type="{_COMMENTS}" Target="comments.xml"/>',
        ),
        "[Content_Types].xml": (
            "</Types>", f'<Override PartName="/word/comments.xml" ContentType="{kind}"/>'
        ),
    }  # fmt: skip
    for at, (one, old) in enumerate(file.parts):
        end, new = more.get(one.filename, ("", ""))
        if end:
            file.parts[at] = one, old.replace(end.encode(), f"{new}{end}".encode())


def _restyle(file: WordFile, named: str, style: str, label: str) -> None:
    """Another style, and the label that goes with it."""
    each = _found(file, named)
    found = each.find(f"{W}pPr/{W}pStyle")
    assert found is not None
    found.set(f"{W}val", style)
    run = next(iter(each.iter(f"{W}t")))
    run.text = label


_DEEDS: dict[str, Callable[..., None]] = {
    "改": _change, "重打": _retype, "删": _remove, "分": _split, "接": _join, "增": _add,
    "移": _move, "粗": _bold, "批": _comment, "修删": _tracked, "修增": _tracked, "级": _restyle,
}  # fmt: skip
"""A deed -> what does it, with the words that the paragraph is named by."""
