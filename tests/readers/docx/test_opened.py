"""Paragraphs whose end was deleted under tracking, as a reader who accepts that has them."""

from __future__ import annotations

import pytest

from speechgen.files.word import WordPackage
from speechgen.layout import names
from speechgen.readers.docx.anchors import Anchors
from speechgen.readers.docx.edited import edited_text
from speechgen.readers.docx.opened import WordText

from .word import p, word_file

JOINED = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{style.id}"><w:name w:val="{style.name}"/></w:style>'
    for style in (names.MINUTE_MARK, names.SPACER)
)
TIME, BLANK = (f'<w:pStyle w:val="{one.id}"/>' for one in (names.MINUTE_MARK, names.SPACER))


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (p("甲", JOINED) + p("5分钟", TIME) + p("乙"), ["甲", "乙"]),
        (p("甲", JOINED) + p("5分钟", TIME + JOINED) + p("乙"), ["甲乙"]),
        (p("甲", JOINED) + p("", BLANK), ["甲"]),
        (p("5分钟", TIME) + p("甲"), ["甲"]),
    ],
)
def test_words_that_flow_into_what_the_layout_prints_stay(body: str, wanted: list[str]) -> None:
    read = edited_text(WordPackage(word_file(body, styles=STYLES), "稿.docx"), Anchors({}, None))
    assert [each.text for each in read.paragraphs] == wanted


def test_no_paragraph_stands_below_one_that_flows_into_it() -> None:
    word = WordText(WordPackage(word_file(p("甲", JOINED) + p("乙") + p("丙")), "稿.docx"))
    found = [(each.pieces is None, each.below is None) for each in word.blocks(word.whole_body())]
    assert found == [(True, True), (False, False), (False, True)]
