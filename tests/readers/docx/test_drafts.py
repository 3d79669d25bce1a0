"""Our own drafts are read back as the documents they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from speechgen.document import Document, Para, number
from speechgen.layout import read_layout
from speechgen.readers import read_bytes
from speechgen.writers.docx import write


@pytest.mark.parametrize("author", ["", "沈明远", '"老沈"', "甲&乙", "&quot;<b>&amp;"])
@pytest.mark.parametrize("date", ["", "2026-05-12"])
def test_author_and_date(author: str, date: str, root: Path) -> None:
    layout = read_layout(root / "templates" / "_layouts" / "gbt9704.yaml")
    document = number(Document((Para("好好学习"),), "在校会上的讲话", date, author))
    (found,) = read_bytes("讲话.docx", write(document, layout))
    assert (found.document.author, found.document.date) == (author, date)
