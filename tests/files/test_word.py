"""The one opener of Word files: what is read of a damaged one, what is refused, in what words."""

from __future__ import annotations

import tracemalloc

import pytest

from speechgen.diagnostics import SpeechError
from speechgen.files import word
from speechgen.files.word import WordPackage
from tests.files.damaged import (
    DOCUMENT,
    PARTS,
    PICTURE,
    READ,
    REFUSED,
    REWRITTEN,
    document,
    of,
    records,
    relationships,
    zeros,
)
from tests.files.zips import Record, zip_of
from tests.readers.docx.word import p


def package(**changed: Record | None) -> WordPackage:
    return WordPackage(zip_of(records(**changed)), "稿.docx")


def xml(content: bytes) -> WordPackage:
    """A package whose document is `content`, stored: no ratio tells how much it is."""
    return package(document=of(DOCUMENT, content=content, method=0))


def said(refused: pytest.ExceptionInfo[SpeechError]) -> str:
    (found,) = refused.value.diagnostics
    assert found.span.file == "稿.docx"
    return f"{found.rule} {found.message}"


@pytest.mark.parametrize("name", [*REWRITTEN, *READ])
def test_the_document_is_read(name: str) -> None:
    opened = WordPackage((REWRITTEN | READ)[name](), "稿.docx")
    assert opened.main == DOCUMENT
    assert opened.part(DOCUMENT) == PARTS[DOCUMENT]
    assert opened.xml(DOCUMENT) is not None
    assert not opened.sealed


@pytest.mark.parametrize("name", REFUSED)
def test_nothing_is_read(name: str) -> None:
    with pytest.raises(SpeechError) as refused:
        opened = WordPackage(REFUSED[name](), "稿.docx")
        assert opened.xml(opened.main) is None
        opened.whole(DOCUMENT)
    assert said(refused).startswith("docx-")


def test_of_two_parts_by_one_name_the_last_is_read_and_neither_changed() -> None:
    opened = WordPackage(READ["the document twice"](), "稿.docx")
    assert opened.part(DOCUMENT) == PARTS[DOCUMENT]
    with pytest.raises(SpeechError) as refused:
        opened.must(DOCUMENT)
    assert "两份" in said(refused)
    with pytest.raises(SpeechError) as refused:
        opened.with_parts({DOCUMENT: b"<a/>"})
    assert "两份" in said(refused)


def test_one_name_in_capitals_is_the_same_name() -> None:
    twice = zip_of([*records(), Record(DOCUMENT.upper(), b"<a/>")])
    opened = WordPackage(twice, "稿.docx")
    assert opened.part(DOCUMENT) == b"<a/>"
    with pytest.raises(SpeechError):
        opened.must(DOCUMENT)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"crc": 1}, "校验和"),
        ({"flags": 1}, "密码"),
        ({"method": 9}, "压缩方式"),
        ({"packed": b"\xff" * 90}, "损坏"),
        ({"packed_size": 1 << 20}, "不完整"),
        ({"offset": 1 << 29}, "位置"),
        ({"local_name": b"x"}, "名字"),
        ({"size": 7}, "大小"),
    ],
)
def test_a_damaged_part_is_none_or_named_with_the_reason(
    changed: dict[str, object], reason: str
) -> None:
    opened = package(picture=of(PICTURE, **changed))
    assert opened.part(PICTURE) is None
    assert opened.part("word/no.xml") is None
    with pytest.raises(SpeechError) as refused:
        opened.must(PICTURE)
    assert PICTURE in said(refused) and reason in said(refused)
    with pytest.raises(SpeechError) as refused:
        opened.must("word/no.xml")
    assert "缺少" in said(refused)


def test_an_xml_part_is_whole_or_missing_or_refused() -> None:
    opened = package(styles=of("word/styles.xml", content=b"<broken"))
    assert opened.xml("word/styles.xml") is None
    assert opened.whole_if_any("word/no.xml") is None
    for read in (opened.whole, opened.whole_if_any):
        with pytest.raises(SpeechError) as refused:
            read("word/styles.xml")
        assert "word/styles.xml" in said(refused)


# -- limits -------------------------------------------------------------------------------------


def test_a_gigabyte_is_refused_for_what_it_says() -> None:
    opened = package(document=Record(DOCUMENT, b"", packed=zeros(), size=1 << 30))
    tracemalloc.start()
    with pytest.raises(SpeechError) as refused:
        opened.part(DOCUMENT)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "docx-too-large" in said(refused)
    assert peak < 1 << 20


def test_all_parts_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "MAX_BYTES", sum(map(len, PARTS.values())) - 1)
    opened = package()
    with pytest.raises(SpeechError) as refused:
        for name in PARTS:
            opened.part(name)
    assert "docx-too-large" in said(refused)


@pytest.mark.parametrize(
    "content",
    [
        document("<w:p/>" * 60),
        document("<w:p" + "".join(f' a{n}=""' for n in range(60)) + "/>"),
        document("<w:p/>" * 60).decode().encode("utf-16"),
        b"<?xml version='1.0' encoding='GBK'?>" + document("<w:p/>" * 60),
    ],
    ids=["elements", "attributes", "UTF-16", "GBK"],
)
def test_elements_and_attributes_are_counted_before_a_tree_is_built(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert xml(content).xml(DOCUMENT) is not None
    monkeypatch.setattr(word, "MAX_NODES", 60)
    monkeypatch.setattr(word.etree, "fromstring", lambda *_: pytest.fail("a tree was built"))
    with pytest.raises(SpeechError) as refused:
        xml(content).xml(DOCUMENT)
    assert "docx-too-large" in said(refused)


def test_nodes_of_all_parts_count_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "MAX_NODES", 100)
    opened = package(
        document=of(DOCUMENT, content=document("<w:p/>" * 60)),
        styles=of("word/styles.xml", content=document("<w:p/>" * 60)),
    )
    for _ in range(3):
        assert opened.xml(DOCUMENT) is not None
    with pytest.raises(SpeechError):
        opened.xml("word/styles.xml")


@pytest.mark.parametrize("encoding", ["UTF-7", "IBM037", "JAVA", "C99", "x"])
def test_what_hides_its_tags_is_not_xml(encoding: str) -> None:
    """In these a tag may begin without the byte of `<`, so that nothing could be counted."""
    assert xml(f"<?xml version='1.0' encoding='{encoding}'?><a/>".encode()).xml(DOCUMENT) is None
    assert xml("<?xml version='1.0'?><a/>".encode("cp037")).xml(DOCUMENT) is None


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"<!-- " + b"x" * 70_000 + b' --><!DOCTYPE a [<!ENTITY b "c">]><a/>',
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16"),
    ],
)
def test_declarations_are_refused_wherever_they_stand(content: bytes) -> None:
    with pytest.raises(SpeechError) as refused:
        xml(content).xml(DOCUMENT)
    assert "docx-doctype" in said(refused)


def test_deep_nesting_is_no_xml() -> None:
    for depth in (300, 100_000):
        assert xml(document("<w:sdt>" * depth + "</w:sdt>" * depth)).xml(DOCUMENT) is None


# -- relationships and the file -----------------------------------------------------------------


def test_where_the_document_and_its_parts_are() -> None:
    opened = package()
    assert opened.related("/styles", "styles.xml") == "word/styles.xml"
    assert opened.related("/footnotes", "footnotes.xml") == "word/footnotes.xml"
    gone = relationships(("styles", "../../etc/passwd"), ("styles", "http://example.com/x"))
    opened = package(relations=of("word/_rels/document.xml.rels", content=gone))
    assert opened.related("/styles", "styles.xml") == "word/styles.xml"


def test_a_changed_file_is_read_again() -> None:
    changed = package().with_parts({DOCUMENT: document(p("新的")), "word/新.xml": b"<a/>"})
    again = WordPackage(changed, "稿.docx")
    assert again.must(DOCUMENT) == document(p("新的"))
    assert again.must("word/新.xml") == b"<a/>"
    assert all(again.part(name) == content for name, content in PARTS.items() if name != DOCUMENT)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "reference-old"),
        (REFUSED["a password"](), "reference-encrypted"),
        (b"PK", "reference-unreadable"),
        (REFUSED["65,536 entries"](), "reference-too-large"),
    ],
)
def test_ids_say_what_the_file_is_for(data: bytes, rule: str) -> None:
    with pytest.raises(SpeechError) as refused:
        WordPackage(data, "稿.docx", "reference")
    assert said(refused).startswith(rule)


def test_strict_open_xml_is_read_but_not_written_into() -> None:
    strict = document(p("文")).replace(word.MAIN.encode(), word._STRICT.encode() + b"wml/main")
    data = zip_of(records(document=of(DOCUMENT, content=strict)))
    for role in ("docx", "reference"):
        package = WordPackage(data, "稿.docx", role)
        assert package.xml(DOCUMENT) is not None
        with pytest.raises(SpeechError) as refused:
            package.whole(DOCUMENT)
        assert said(refused).startswith(f"{role}-strict")
