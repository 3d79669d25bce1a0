"""Damaged and odd packages under the commands: every entry that none of them changes stays as it
is to the byte; what cannot be read is one sentence, whichever command asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from speechgen.cli import run
from speechgen.diagnostics import Fix, Span, SpeechError
from speechgen.edit.annotate import Comment, annotate
from speechgen.edit.freeze import freeze
from speechgen.edit.places import PartMap, unusual
from speechgen.edit.redline import redline
from speechgen.edit.renumber import renumber
from speechgen.edit.word import mend_word, paragraph_texts
from speechgen.files.word import _STRICT as STRICT
from speechgen.files.word import MAIN, WordPackage
from speechgen.readers.docx.revisions import read_review
from tests.files.damaged import (
    DOCUMENT,
    PARTS,
    READ,
    REFUSED,
    REWRITTEN,
    TEXT,
    document,
    of,
    records,
    relationships,
)
from tests.files.test_zipped import entries
from tests.files.zips import Record, zip_of
from tests.readers.docx.word import numbered, p

COMMENTED = {DOCUMENT, "word/comments.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}
CHANGES: dict[str, tuple[Callable[[bytes], bytes], set[str]]] = {
    "freeze": (lambda data: freeze(data)[0], {DOCUMENT}),
    "renumber": (lambda data: renumber(data).data, {DOCUMENT}),
    "fix": (lambda data: mend_word(data, [Fix(Span("", 3, 11, 12), "，")]), {DOCUMENT}),
    "annotate": (lambda data: annotate(data, [Comment(3, 1, 2, ("查",))]), COMMENTED),
}
"""A change and the parts that it is about."""


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", REWRITTEN)
def test_all_else_stays_to_the_byte(name: str, change: str) -> None:
    make, parts = CHANGES[change]
    data = REWRITTEN[name]()
    changed = make(data)
    assert changed != data

    def others(data: bytes) -> list[tuple[bytes, bytes, bytes]]:
        known = {part.lower().encode() for part in parts}
        return [one for one in entries(data) if one[0].replace(b"\\", b"/").lower() not in known]

    assert others(changed) == others(data)
    assert ET.fromstring(WordPackage(changed, "").must(DOCUMENT)) is not None
    assert len(entries(changed)) == len(entries(data)) + (change == "annotate")


COMMANDS = {
    "import": ("import", "稿.docx"),
    "check": ("check", "稿.docx"),
    "diff": ("diff", "原稿.docx", "稿.docx"),
    "fix": ("check", "稿.docx", "--fix", "-o", "改.docx"),
    "annotate": ("check", "稿.docx", "--annotate", "注.docx"),
    "freeze": ("freeze", "稿.docx", "-o", "定.docx"),
    "renumber": ("renumber", "稿.docx", "-o", "排.docx"),
    "draft": ("draft", "纲.yaml", "-o", "新.docx", "--reference-doc", "稿.docx"),
}
CASES = {
    "a picture: a wrong checksum": REWRITTEN,
    "the document twice": READ,
    "four hundred pictures in one place": READ,
    "encrypted lists": READ,
    "nothing": REFUSED,
    "65,536 entries": REFUSED,
    "the document with a wrong checksum": REFUSED,
    "the document encrypted": REFUSED,
    "the document packed in an odd way": REFUSED,
    "no document": REFUSED,
    "a gigabyte of zeros": REFUSED,
    "a gigabyte of zeros that says it is small": REFUSED,
    "entities in UTF-16": REFUSED,
}
READS = ("import", "check", "diff")


@pytest.mark.parametrize("name", CASES)
def test_every_command_answers(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SPEECHGEN_DEBUG", raising=False)
    outline = "类型: 动员部署会讲话\n标题: 在会上的讲话\n正文:\n  - 题: 提高认识\n"
    Path("纲.yaml").write_text(outline, "utf-8")
    Path("原稿.docx").write_bytes(REWRITTEN["nothing wrong"]())
    Path("稿.docx").write_bytes(CASES[name][name]())
    for command, arguments in COMMANDS.items():
        status = run(list(arguments))
        said = "".join(capsys.readouterr())
        assert status in (0, 1, 2)
        assert "错误[internal]" not in said
        if CASES[name] is REFUSED or (name == "the document twice" and command not in READS):
            assert status == 2
            assert "错误[docx-" in said or "错误[reference-" in said
        if CASES[name] is REWRITTEN or (CASES[name] is READ and command in READS):
            assert status != 2, said


@pytest.mark.parametrize("name", ["styles", "numbering"])
def test_labels_are_not_guessed_where_the_lists_are_damaged(name: str) -> None:
    part = f"word/{name}.xml"
    for record in (of(part, crc=1), of(part, content=b"<broken"), of(part, flags=1)):
        data = zip_of(records(**{name: record}))
        for change in (freeze, renumber):
            with pytest.raises(SpeechError) as refused:
                change(data)
            assert part in str(refused.value)


def test_comments_are_not_written_over_damaged_ones() -> None:
    where = "word/_rels/document.xml.rels"
    rows = relationships(("comments", "comments.xml"))
    for damaged in (
        [Record("word/comments.xml", b"<broken"), *records(relations=of(where, content=rows))],
        records(relations=of(where, crc=1)),
        [of("[Content_Types].xml", flags=1), *records()[1:]],
    ):
        with pytest.raises(SpeechError) as refused:
            annotate(zip_of(damaged), [Comment(3, 1, 2, ("查",))])
        assert "读不出来" in str(refused.value) or "损坏" in str(refused.value)


def test_numbers_of_comments_too_large_to_count_with() -> None:
    ids = "".join(f'<w:comment w:id="{id}"/>' for id in ("9" * 5000, "4", "x", "-1"))
    comments = f'<w:comments xmlns:w="{MAIN}">{ids}</w:comments>'.encode()
    rows = relationships(("comments", "comments.xml"))
    where = of("word/_rels/document.xml.rels", content=rows)
    data = zip_of([*records(relations=where), Record("word/comments.xml", comments)])
    made = WordPackage(annotate(data, [Comment(3, 1, 2, ("查",))]), "").must("word/comments.xml")
    assert ET.fromstring(made)[-1].get(f"{{{MAIN}}}id") == "5"


# -- names by other prefixes --------------------------------------------------------------------


def with_document(content: bytes) -> bytes:
    return zip_of(records(document=of(DOCUMENT, content=content)))


def test_a_label_takes_the_look_of_lists_that_use_another_prefix() -> None:
    """The numbering part calls Word's names n:, the document calls them w:."""
    look = '<n:rPr><n:rFonts n:ascii="&quot;甲&quot; &amp; &lt;乙&gt;"/><n:b/></n:rPr>'
    lists = (
        f'<n:numbering xmlns:n="{MAIN}"><n:abstractNum n:abstractNumId="0"><n:lvl n:ilvl="0">'
        '<n:start n:val="1"/><n:numFmt n:val="decimal"/><n:lvlText n:val="%1."/>'
        f'<n:pPr><n:ind n:left="420"/></n:pPr>{look}</n:lvl></n:abstractNum>'
        '<n:num n:numId="1"><n:abstractNumId n:val="0"/></n:num></n:numbering>'
    )
    data = zip_of(records(numbering=of("word/numbering.xml", content=lists.encode())))
    made, count = freeze(data)
    assert count == 2
    root = ET.fromstring(WordPackage(made, "").must(DOCUMENT))
    fonts = root.find(f".//{{{MAIN}}}rPr/{{{MAIN}}}rFonts")
    assert fonts is not None
    assert fonts.attrib == {f"{{{MAIN}}}ascii": '"甲" & <乙>'}


@pytest.mark.parametrize(
    "inner",
    [
        f'<x:p xmlns:x="{MAIN}"/>',
        f'<p xmlns="{MAIN}"/>',
        '<w:p xmlns:w="urn:other"/>',
    ],
)
def test_names_that_mean_something_else_further_inside(inner: str) -> None:
    data = with_document(document(numbered("甲", 1) + inner + numbered("乙", 1)))
    with pytest.raises(SpeechError) as refused:
        freeze(data)
    assert refused.value.diagnostics[0].rule == "edit-docx"


def test_the_same_prefix_said_again_is_nothing_odd() -> None:
    again = numbered("甲", 1).replace("<w:p>", f'<w:p xmlns:w="{MAIN}">')
    assert freeze(with_document(document(again)))[1] == 1


def test_of_a_document_only_paragraphs_and_their_properties_are_kept() -> None:
    body = "<w:tbl><w:tr><w:tc>" + numbered(TEXT, 1) + p("乙") + "</w:tc></w:tr></w:tbl>"
    places = PartMap(document(body), [f"{{{MAIN}}}p"], unusual("", "edit-docx"))
    assert [len(each.children) for each in places.elements] == [1, 0]
    (properties,) = places.elements[0].children
    assert [each.name for each in properties.children] == [f"{{{MAIN}}}numPr"]
    assert not properties.children[0].children


def test_runs_nested_as_deep_as_xml_may_be() -> None:
    for tag in ("w:sdt><w:sdtContent", "w:smartTag", "w:ins", "w:hyperlink"):
        first, _, second = tag.partition("><")
        depth = 240 // (2 if second else 1)
        closing = f"</{second}></{first}>" if second else f"</{first}>"
        run_in = f"<{tag}>" * depth + "<w:r><w:t>三、要抓紧,办好</w:t></w:r>" + closing * depth
        data = with_document(document(f"<w:p>{run_in}</w:p>" + numbered("甲", 1)))
        for make, _ in CHANGES.values():
            make(data)


def test_every_part_twice() -> None:
    """Which of them counts is nobody's to decide, whatever a command asks for."""
    for name in PARTS:
        data = zip_of([*records(), replace(of(name), content=b"<a/>")])
        for make, _ in CHANGES.values():
            try:
                WordPackage(make(data), "")
            except SpeechError as refused:
                assert "两份" in str(refused) or "正文" in str(refused)


def test_a_number_of_the_default_style_leaves_one_set_of_properties() -> None:
    styles = (
        f'<w:styles xmlns:w="{MAIN}"><w:style w:type="paragraph" w:default="1" w:styleId="a">'
        '<w:name w:val="Normal"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        "</w:style></w:styles>"
    )
    body = "<w:p><w:pPr/><w:r><w:t>甲</w:t></w:r></w:p><w:p/>"
    changed = {
        "styles": of("word/styles.xml", content=styles.encode()),
        "document": of(DOCUMENT, content=document(body)),
    }
    made, count = freeze(zip_of(records(**changed)))
    root = ET.fromstring(WordPackage(made, "").must(DOCUMENT))
    found = root.findall(f".//{{{MAIN}}}p")
    assert (count, [len(each.findall(f"{{{MAIN}}}pPr")) for each in found]) == (2, [1, 1])


@pytest.mark.parametrize("old", ["甲,乙", "甲<!-- 批 -->,乙", "<![CDATA[甲,]]>乙", "甲&#44;乙"])
def test_a_text_is_mended_however_it_is_written(old: str) -> None:
    data = with_document(document(f"<w:p><w:r><w:t>{old}</w:t></w:r></w:p>"))
    made = mend_word(data, [Fix(Span("", 1, 2, 3), "，")])
    assert "<w:t>甲，乙</w:t>".encode() in WordPackage(made, "").must(DOCUMENT)


def test_a_document_that_names_nothing_by_prefix_is_mended() -> None:
    plain = f'<document xmlns="{MAIN}"><body><p><r><t>甲,乙</t></r></p></body></document>'
    made = mend_word(with_document(plain.encode()), [Fix(Span("", 1, 2, 3), "，")])
    assert "<t>甲，乙</t>".encode() in WordPackage(made, "").must(DOCUMENT)


def test_texts_without_a_namespace_are_mended() -> None:
    text = '<w:p><w:r><t xmlns="">{}</t></w:r></w:p>'.format
    data = with_document(document(text("甲,乙") + text("一、丙") + text("三、丁")))
    made = mend_word(data, [Fix(Span("", 1, 2, 3), "，")])
    assert '<t xmlns="">甲，乙</t>'.encode() in WordPackage(made, "").must(DOCUMENT)
    assert renumber(data).labels == 1


def test_a_text_that_holds_more_than_characters_is_left_alone() -> None:
    data = with_document(document("<w:p><w:r><w:t>甲,<w:t>乙</w:t>丙</w:t></w:r></w:p>"))
    assert mend_word(data, [Fix(Span("", 1, 2, 3), "，")]) == data


def test_a_numbered_paragraph_in_the_number_of_another_is_refused() -> None:
    inner = numbered("乙", 1)
    for where in ("<w:numId", "</w:numPr>"):
        with pytest.raises(SpeechError) as refused:
            freeze(with_document(document(numbered("甲", 1).replace(where, inner + where, 1))))
        assert refused.value.diagnostics[0].rule == "edit-docx"


def test_of_strict_open_xml_characters_change_and_nothing_comes_in() -> None:
    strict = f"{STRICT}wordprocessingml/main".encode()
    data = zip_of(
        [replace(one, content=one.content.replace(MAIN.encode(), strict)) for one in records()]
    )
    changed = mend_word(data, [Fix(Span("", 3, 11, 12), "，")])
    assert paragraph_texts(data)[3][10] == ","
    assert paragraph_texts(changed)[3][10] == "，"
    plain = zip_of(records())
    for change in (
        *(make for name, (make, _) in CHANGES.items() if name != "fix"),
        lambda data: redline(data, plain).data,
        lambda data: redline(plain, data).data,
    ):
        with pytest.raises(SpeechError) as refused:
            change(data)
        assert refused.value.diagnostics[0].rule == "docx-strict"


def test_a_comment_stands_in_a_run_with_the_properties_of_nobody() -> None:
    run = '<w:r><x:rPr xmlns:x="urn:x"/><w:t>甲乙丙丁</w:t></w:r>'
    data = with_document(document(f"<w:p>{run}</w:p>"))
    made = annotate(data, [Comment(1, 1, 5, ("查",)), Comment(1, 2, 3, ("再查",))])
    assert paragraph_texts(made) == {1: "甲乙丙丁"}
    assert [each.words for each in read_review(WordPackage(made, "")).comments] == [
        "甲乙丙丁",
        "乙",
    ]
