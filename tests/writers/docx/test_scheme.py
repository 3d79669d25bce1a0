"""What styles and text say is enough to get the document back: the scheme of layout.names.

The reader below is the scheme written down a second time, as short as it goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from speechgen.document import Block, Document, Entry, Item, PageBreak, Para, Table, number
from speechgen.layout import names
from speechgen.layout.model import Layout
from speechgen.writers.docx import write
from tests.writers.docx.specimens import W, body_of, speech, value, with_table

ROLES = {style.id: role for role, style in names.PARAGRAPHS.items()}
LEVELLED = re.compile(r"(Heading|SubHeading|RunIn|Point)(\d+)")


def read_back(data: bytes) -> list[Block]:
    blocks: list[Block] = []
    for element in body_of(data):
        if element.tag == f"{W}tbl":
            blocks.append(table_of(element))
        elif element.tag == f"{W}p":
            if element.find(f"{W}pPr/{W}pageBreakBefore") is not None:
                blocks.append(PageBreak())
            style = value(element.find(f"{W}pPr/{W}pStyle")) or "Normal"
            if style != names.SPACER.id:
                blocks.append(paragraph_of(element, style))
    return blocks


def paragraph_of(element: ET.Element, style: str) -> Block:
    parts: dict[str, str] = {"label": "", "first": "", "head": "", "body": ""}
    entries: list[list[str]] = []
    run_in = LEVELLED.fullmatch(style)
    for name, text in runs_of(element, title=style in ("Title", "AttachmentTitle")):
        if name == names.ENTRY_LABEL.id:
            if not entries or entries[-1][1] or text == "" or entries[-1][0] == "":
                entries.append(["", ""])
            entries[-1][0] += text
        elif name == names.LABEL.id or name.startswith("RunInLabel"):
            parts["label"] += text
        elif name == names.POINT_BODY.id:
            parts["body"] += text
        elif name.endswith("Char"):
            parts["head"] += text
        elif entries:
            entries[-1][1] += text
        else:
            parts["first"] += text
    made = tuple(Entry(text, "", label) for label, text in entries)
    if run_in is None:
        return Para(parts["first"], ROLES[style], made)
    kind, level, label = run_in[1], int(run_in[2]), parts["label"]
    if kind == "RunIn":
        return Item(level, parts["head"], parts["first"], "", label, True, made)
    return Item(level, parts["first"], parts["body"], "", label, kind != "Point", made)


def runs_of(paragraph: ET.Element, *, title: bool = False) -> Iterator[tuple[str, str]]:
    turned = {run for box in paragraph.iter(f"{W}txbxContent") for run in box.iter(f"{W}r")}
    for run in (run for run in paragraph.iter(f"{W}r") if run not in turned):
        name = value(run.find(f"{W}rPr/{W}rStyle")) or ""
        if name == "CommentReference":
            continue
        text = ""
        for child in run:
            if child.tag == f"{W}t":
                text += child.text or ""
            elif child.tag == f"{W}tab":
                text += "\t"
            elif child.tag == f"{W}br" and (not title or value(child, "type") == "textWrapping"):
                text += "\n"
        yield name, text


def table_of(element: ET.Element) -> Table:
    rows = tuple(
        tuple("".join(text for _, text in runs_of(cell)) for cell in row.findall(f"{W}tc"))
        for row in element.findall(f"{W}tr")
    )
    header = len(element.findall(f"{W}tr/{W}trPr/{W}tblHeader"))
    widths = [int(value(col, "w") or 0) for col in element.findall(f"{W}tblGrid/{W}gridCol")]
    style = value(element.find(f"{W}tblPr/{W}tblStyle"))
    smallest = min(widths)
    shares = tuple(width // smallest for width in widths)
    return Table(rows, header, shares if style == names.TABLE_WIDTHS.id else ())


def bare(block: Block) -> Block:
    """The block without patterns: they follow from the labels, which is numbering's part."""
    if isinstance(block, Item | Para):
        entries = tuple(Entry(entry.text, "", entry.label) for entry in block.entries)
        if isinstance(block, Para):
            return Para(block.text, block.role, entries)
        return Item(block.level, block.head, block.body, "", block.label, block.heading, entries)
    return block


def assert_comes_back(document: Document, layout: Layout) -> None:
    assert read_back(write(document, layout)) == [bare(block) for block in document.blocks]


def test_a_speech_comes_back(layout: Layout) -> None:
    assert_comes_back(with_table(speech()), layout)


def test_page_breaks_and_tables_come_back(layout: Layout) -> None:
    table = Table((("甲", "乙"), ("1", "2")), widths=(1, 2))
    blocks = (
        *(PageBreak(), PageBreak(), table, table, PageBreak(), table, Para("正文"), table),
        *(
            Table((("甲",),), header_rows=0),
            PageBreak(),
            Item(1, "末", pattern="一、"),
            PageBreak(),
        ),
    )
    assert_comes_back(number(Document(blocks)), layout)


CHARACTERS = st.characters(
    codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"
)
texts = st.one_of(
    st.text(CHARACTERS, max_size=12),
    st.text(st.sampled_from([*"一二（）、。 　\t&<>\"'“”【待补：】1.①甲"]), max_size=12),
    st.just("要补【待补：时间】【待补】和【待补：a&b】"),
)
patterns = st.sampled_from(["一、", "（一）", "1.", "一是", "①", "无"])


@st.composite
def entries(draw: st.DrawFn) -> tuple[Entry, ...]:
    pattern = draw(patterns)
    return tuple(Entry(text, pattern) for text in draw(st.lists(texts.filter(bool), max_size=3)))


blocks = st.one_of(
    st.builds(Para, texts, st.sampled_from(sorted(names.PARAGRAPHS)), entries()),
    st.builds(
        Item,
        st.integers(1, 30),
        texts,
        texts,
        patterns,
        heading=st.booleans(),
        entries=entries(),
    ),
    st.just(PageBreak()),
)


@given(st.lists(blocks, max_size=8))
def test_any_document_comes_back(layout: Layout, made: list[Block]) -> None:
    assert_comes_back(number(Document(tuple(made))), layout)


@given(st.lists(st.text(CHARACTERS, max_size=30), min_size=1, max_size=4))
def test_wanted_breaks_of_a_title_come_back(layout: Layout, lines: list[str]) -> None:
    document = Document((Para("\n".join(lines), "title"), Para("一\n二\t三")))
    assert_comes_back(document, layout)
