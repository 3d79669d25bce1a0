"""Bold words of somebody else's Word file: emphasis where they stand among others."""

from __future__ import annotations

from speechgen.api import search_roots
from speechgen.document import Document, plain
from speechgen.extract.outline import extract
from speechgen.library import find_type
from speechgen.readers import read_bytes
from speechgen.readers.reading import Reading
from speechgen.text import emphasised

from .word import word_file

STRONG = (
    '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/>'
    "<w:rPr><w:b/></w:rPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="小题"/>'
    "<w:rPr><w:b/></w:rPr></w:style>"
)


def line(*runs: str, style: str = "") -> str:
    """A paragraph: a run that opens with * is bold, with + of the style Strong."""
    looks = {"*": "<w:rPr><w:b/></w:rPr>", "+": '<w:rPr><w:rStyle w:val="Strong"/></w:rPr>'}
    inner = "".join(
        f"<w:r>{looks.get(run[0], '')}<w:t>{run[1:] if run[0] in looks else run}</w:t></w:r>"
        for run in runs
    )
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{inner}</w:p>'


def read(*lines: str) -> Reading:
    head = line("*在防汛会上的讲话") + line("同志们：")
    (reading,) = read_bytes("旧稿.docx", word_file(head + "".join(lines), styles=STRONG))
    return reading


def bold(document: Document) -> list[str]:
    texts = [plain(block) for block in document.blocks]
    return [text[start:end] for text in texts for start, end in emphasised(text)]


def test_words_inside_a_paragraph_and_runs_that_word_split() -> None:
    reading = read(line("今年要抓好", "*防汛", "*备汛", "工作，", "+压实责任", "，不留死角。"))
    assert bold(reading.document) == ["防汛备汛", "压实责任"]
    assert reading.doubts == ()
    assert "要抓好**防汛备汛**工作，**压实责任**，" in extract(
        reading, find_type("speech", search_roots())
    )


def test_what_is_bold_as_a_whole_is_no_emphasis() -> None:
    reading = read(
        line("*整段都加粗的一句话，后面没有别的字。"),
        line("整段的样式就是粗的，也不算。", style="T"),
        line("*一、认清形势"),
        line("*（一）提高站位。", "要始终坚持", "*底线思维", "，时刻绷紧安全这根弦，毫不松劲。"),
        line("（二）", "*压实责任", "。各级各部门要各负其责，一级抓一级，层层抓落实。"),
    )
    assert bold(reading.document) == ["底线思维"]
    heads = [str(block.head) for block in reading.document.blocks if hasattr(block, "head")]
    assert heads == ["认清形势", "提高站位。", "压实责任。"]


def test_marks_at_the_edges_stay_outside_and_sentences_apart() -> None:
    reading = read(line("各地要", "*，把账算清。再抓落实！", "不能松劲，", "*“三个确保", "”到位。"))
    assert bold(reading.document) == ["把账算清", "再抓落实", "三个确保"]
    assert reading.doubts == ()


def test_what_cannot_be_emphasised_is_told() -> None:
    reading = read(line("各地要", "*甲”乙“丙", "，不能松劲。"))
    assert bold(reading.document) == []
    (doubt,) = reading.doubts
    assert (doubt.rule, doubt.span.line, doubt.span.column) == ("import-emphasis", 3, 4)
    assert "甲”乙“丙" in doubt.message


def test_stars_of_the_source_are_blanks_and_no_emphasis() -> None:
    reading = read(line("刚才张", "*某**同志", "和李**同志发了言，讲得很好。"))
    outline = extract(reading, find_type("speech", search_roots()))
    assert "张**某【待补：**】同志**和李【待补：**】同志发了言" in outline
