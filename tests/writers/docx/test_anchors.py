"""Anchors in what we write: where they stand, what is recorded, what they go through."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from xml.etree import ElementTree as ET

import pytest

from speechgen import draft
from speechgen.diagnostics import Fix, Span
from speechgen.document import Block, PageBreak, Picture, Table, parts_of
from speechgen.edit.annotate import Comment, annotate
from speechgen.edit.freeze import freeze
from speechgen.edit.renumber import renumber
from speechgen.edit.word import mend_word
from speechgen.files.anchoring import digest, outline_id
from speechgen.files.sealing import is_untouched
from speechgen.layout.model import Layout
from speechgen.pack.drafting import draft_pack
from speechgen.readers import read_bytes
from speechgen.writers.docx import write
from tests.writers.docx.anchored import (
    CUSTOM,
    DOCUMENT,
    EXAMPLES,
    PACK,
    ROOT,
    anchors_of,
    changed,
    made,
    numbers,
    record_of,
)
from tests.writers.docx.specimens import W, parts, speech, with_table

every_example = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)


def bare(data: bytes) -> bytes:
    """The document part without bookmarks."""
    return re.sub(rb"<w:bookmark(?:Start|End)[^>]*>", b"", parts(data)[DOCUMENT])


def words(block: Block) -> list[str]:
    """The paragraphs of a block as they read, without the label that it begins with: a table has
    its title, a picture a paragraph without words and its title."""
    if isinstance(block, Table | Picture):
        return [""] * isinstance(block, Picture) + [block.title] * bool(block.title)
    if isinstance(block, PageBreak):
        return []
    return ["".join(parts_of(replace(block, label="") if hasattr(block, "label") else block))]


# -- where they stand ------------------------------------------------------------------------------


@every_example
def test_every_printed_paragraph_has_one_and_its_digest(path: Path) -> None:
    """Cells, spacers and time marks have none."""
    drafted = draft(path)
    data = drafted.to("docx")
    printed = [text for block in drafted.document.blocks for text in words(block)]
    record = record_of(data)
    assert record.digests == tuple(map(digest, printed))
    found = anchors_of(data)
    assert numbers(found) == list(range(1, len(printed) + 1))
    assert all(len(each) == 1 and each[0].offset == 0 for each in found.paragraphs.values())


@every_example
@pytest.mark.parametrize("live", [False, True], ids=["text", "live"])
def test_they_are_all_that_is_new(path: Path, live: bool) -> None:
    """The same document to every reader, the same digests however labels are printed."""
    with_them, without = made(path, live=live), made(path, live=live, anchors=False)
    assert bare(with_them) == parts(without)[DOCUMENT]
    assert parts(with_them).keys() - parts(without).keys() == {CUSTOM}
    assert read_bytes("稿.docx", with_them) == read_bytes("稿.docx", without)
    assert record_of(with_them) == record_of(made(path, live=not live))
    assert anchors_of(without) == ({}, None)


def test_each_is_without_width_and_first_in_its_paragraph() -> None:
    data = made(ROOT / "examples" / "mobilize.yaml")
    root = ET.fromstring(parts(data)[DOCUMENT])
    ids = []
    for paragraph in root.iter(f"{W}p"):
        inner = [each for each in paragraph if each.tag != f"{W}pPr"]
        assert [each.tag for each in inner[:2]] == [f"{W}bookmarkStart", f"{W}bookmarkEnd"]
        assert inner[0].get(f"{W}id") == inner[1].get(f"{W}id")
        ids.append(inner[0].get(f"{W}id"))
    assert len(ids) == len(set(ids)) > 10


def test_none_in_cells_time_marks_and_spacers(layout: Layout) -> None:
    marked = replace(layout, minute_mark="（约{分}分钟）")
    drafted = draft(ROOT / "examples" / "mobilize.yaml")
    document = with_table(speech())
    data = write(document, marked, drafted.printing)
    printed = [block for block in document.blocks if not isinstance(block, Table)]
    assert len(record_of(data).digests) == len(printed)
    for style in ("MinuteMark", "Spacer"):
        assert re.search(rf'<w:pStyle w:val="{style}"/></w:pPr><w:bookmark'.encode(), data) is None
    xml = parts(data)[DOCUMENT]
    assert b"</w:tbl>" in xml and b"MinuteMark" in xml and "约".encode() in xml
    assert xml.count(b"<w:bookmarkStart") == len(printed)
    assert b"bookmark" not in xml[xml.index(b"<w:tbl>") : xml.index(b"</w:tbl>")]


def test_no_words_stand_in_the_record() -> None:
    values = re.findall(
        r"<vt:lpwstr>(.*?)</vt:lpwstr>", parts(made(PACK.parent / "讲话.yaml"))[CUSTOM].decode()
    )
    assert values and all(re.fullmatch("[0-9a-f -]{1,250}", value) for value in values)


def test_pieces_of_a_long_record() -> None:
    data = made(ROOT / "examples" / "speech.yaml")
    custom = ET.fromstring(parts(data)[CUSTOM])
    assert [each.get("pid") for each in custom] == [str(at) for at in range(2, 2 + len(custom))]
    assert len({each.get("fmtid") for each in custom}) == 1


def test_without_a_printing_there_are_none(layout: Layout) -> None:
    assert CUSTOM not in parts(write(speech(), layout))


# -- whose draft it is -----------------------------------------------------------------------------


def test_the_outline_is_known_by_type_and_title_wherever_it_lies(tmp_path: Path) -> None:
    source = ROOT / "examples" / "mobilize.yaml"
    copy = tmp_path / "别的名字.yaml"
    shutil.copy(source, copy)
    drafted = draft(source)
    assert drafted.to("docx") == draft(copy).to("docx")
    record = record_of(drafted.to("docx"))
    assert record.marking == (outline_id("mobilize", drafted.document.title), "")


def test_a_paper_of_a_pack_knows_its_word() -> None:
    for paper in draft_pack(PACK).papers:
        assert paper.draft is not None
        assert record_of(paper.draft.to("docx")).marking.paper == digest(paper.word)


def test_another_title_is_another_outline_with_nearly_the_same_paragraphs() -> None:
    """So the digests say it where the title was edited: all but those that name the meeting."""
    path = ROOT / "examples" / "mobilize.yaml"
    one, other = (record_of(draft(path, values=v).to("docx")) for v in ({}, {"标题": "别的讲话"}))
    assert one.marking != other.marking
    same = sum(a == b for a, b in zip(one.digests, other.digests, strict=True))
    assert same == len(one.digests) - 2


# -- what they go through --------------------------------------------------------------------------


def test_the_seal_knows_a_draft_with_them_from_an_edited_one() -> None:
    data = made(ROOT / "examples" / "mobilize.yaml")
    assert is_untouched(data)
    assert not is_untouched(changed(data, **{CUSTOM: lambda xml: xml.replace("speechgen2", "x")}))
    assert not is_untouched(changed(data, **{DOCUMENT: lambda xml: xml.replace("_s1", "_s9", 1)}))


def edits() -> Iterator[tuple[str, Callable[[bytes], bytes]]]:
    yield "freeze", lambda data: freeze(data)[0]
    yield "renumber", lambda data: renumber(data).data
    yield "fix", lambda data: mend_word(data, [Fix(Span("", 5, 3, 4), "改")])
    yield (
        "annotate",
        lambda data: annotate(data, [Comment(at, 1, 5, ("看",)) for at in range(1, 40)]),
    )


@pytest.mark.parametrize("live", [False, True], ids=["text", "live"])
@pytest.mark.parametrize(
    ("name", "edit"), list(edits()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_what_rewrites_a_draft_keeps_them(
    name: str, edit: Callable[[bytes], bytes], live: bool
) -> None:
    data = made(ROOT / "examples" / "mobilize.yaml", live=live)
    before, after = anchors_of(data), anchors_of(edit(data))
    assert after.record == before.record
    assert numbers(after) == numbers(before)
    if (name, live) != ("freeze", True):  # there a label stands before the anchor
        assert after == before
    if name in ("fix", "annotate"):
        assert edit(data) != data


def test_renumbering_keeps_them() -> None:
    """A section moved, as Word moves it: anchors and all."""
    data = made(ROOT / "examples" / "mobilize.yaml")
    xml = parts(data)[DOCUMENT].decode()
    heads = [
        found.start() for found in re.finditer(r'<w:p><w:pPr><w:pStyle w:val="Heading1"/>', xml)
    ]
    one, two, three = heads[:3]
    moved = xml[:one] + xml[two:three] + xml[one:two] + xml[three:]
    edited = changed(data, **{DOCUMENT: lambda _: moved})
    made_new = renumber(edited)
    assert made_new.labels
    assert anchors_of(made_new.data) == anchors_of(edited)


# -- what they cost --------------------------------------------------------------------------------


def test_how_much_longer_files_get() -> None:
    """The bounds that were promised: 1.30 times the document part, in the middle 1.10 the file."""
    ratios: list[tuple[float, float]] = []
    for path in EXAMPLES:
        with_them, without = made(path), made(path, anchors=False)
        text, bare_text = (len(parts(data)[DOCUMENT]) for data in (with_them, without))
        ratios.append((text / bare_text, len(with_them) / len(without)))
    assert max(text for text, _ in ratios) <= 1.30
    assert median(whole for _, whole in ratios) <= 1.10
