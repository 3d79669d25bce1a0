"""The same document by the plain python-docx API, paragraph for paragraph: texts and styles.

Slow and simple on purpose: what the fast path writes as text must be what python-docx builds
and reads. Run styles are compared too.
"""

from __future__ import annotations

import io

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_BREAK
from docx.text.paragraph import Paragraph

from speechgen.document import Document, Entry, Item, Para
from speechgen.layout import names
from speechgen.layout.model import Layout
from speechgen.paper.titles import title_lines
from speechgen.writers.docx import write
from tests.writers.docx.specimens import speech


def by_python_docx(document: Document, layout: Layout) -> WordDocument:
    word = docx.Document(io.BytesIO(write(Document(()), layout)))
    for block in document.blocks:
        if isinstance(block, Para):
            paragraph = word.add_paragraph(style=shown(names.PARAGRAPHS[block.role]))
            if block.role == "title":
                add_title(paragraph, block.text, layout)
            else:
                paragraph.add_run(block.text)
            add_entries(paragraph, block.entries)
        elif isinstance(block, Item):
            add_item(word, block)
    return word


def shown(style: names.Style) -> str:
    """A style's name as python-docx shows it."""
    return style.name.replace("heading", "Heading")


def add_title(paragraph: Paragraph, text: str, layout: Layout) -> None:
    for line, wanted in title_lines(text, layout.title_cells):
        if paragraph.runs:
            kind = WD_BREAK.TEXT_WRAPPING if wanted else WD_BREAK.LINE
            paragraph.add_run().add_break(kind)
        paragraph.add_run(line)


def add_item(word: WordDocument, item: Item) -> None:
    run_in = item.heading and bool(item.body or item.entries)
    if run_in:
        style, label = names.run_in_style(item.level), names.run_in_label(item.level)
    else:
        style = (names.heading_style if item.heading else names.point_style)(item.level)
        label = names.LABEL
    paragraph = word.add_paragraph(style=shown(style))
    if item.label:
        paragraph.add_run(item.label, label.name)
    if item.head:
        paragraph.add_run(item.head, names.head_style(item.level).name if run_in else None)
    if item.body:
        paragraph.add_run(item.body, None if run_in else names.POINT_BODY.name)
    add_entries(paragraph, item.entries)


def add_entries(paragraph: Paragraph, entries: tuple[Entry, ...]) -> None:
    for entry in entries:
        paragraph.add_run(entry.label, names.ENTRY_LABEL.name)
        paragraph.add_run(entry.text)


def described(word: WordDocument) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Per paragraph: style, text, and runs (style, text) with neighbours of one style joined."""
    found = []
    for paragraph in word.paragraphs:
        runs: list[tuple[str, str]] = []
        for run in paragraph.runs:
            name = str(run.style.name)
            if name == "annotation reference":
                continue
            if runs and runs[-1][0] == name:
                runs[-1] = (name, runs[-1][1] + run.text)
            else:
                runs.append((name, run.text))
        found.append((str(paragraph.style.name), paragraph.text, runs))  # type: ignore[union-attr]
    return found


def test_the_fast_path_writes_what_python_docx_builds(layout: Layout) -> None:
    document = speech()
    fast = docx.Document(io.BytesIO(write(document, layout)))
    reference = by_python_docx(document, layout)
    assert described(fast) == described(reference)
    assert len(fast.paragraphs) == len(document.blocks)


def test_python_docx_opens_and_saves_what_we_write(layout: Layout) -> None:
    word = docx.Document(io.BytesIO(write(speech(), layout)))
    assert [one.text for one in word.comments] == ["此处缺少“物资保管单位”，请补写。"]
    assert [one.author for one in word.comments] == ["speechgen"]
    again = io.BytesIO()
    word.save(again)
    assert described(docx.Document(again)) == described(word)
