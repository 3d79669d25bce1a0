"""Anchors as office programs leave them: whole, copied, joined, stray, gone; records, cut ones."""

from __future__ import annotations

import pytest

from speechgen.files.anchoring import Marking, recorded
from speechgen.files.word import WordPackage
from speechgen.readers import read_bytes
from speechgen.readers.docx.anchors import Anchor, Anchors, read_anchors
from tests.readers.docx.word import CONTENT_TYPES, RELATIONSHIPS, p, part, zipped

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PROPERTIES = f"{OFFICE}/custom-properties"
MARKING = Marking("a1b2c3")


def mark(name: str) -> str:
    return f'<w:bookmarkStart w:id="7" w:name="{name}"/><w:bookmarkEnd w:id="7"/>'


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def property(name: str, value: str, kind: str = "lpwstr") -> str:
    return f'<property name="{name}"><vt:{kind}>{value}</vt:{kind}></property>'


def file(body: str, properties: str | None = None, target: str = "docProps/custom.xml") -> bytes:
    members = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONSHIPS,
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
    }
    if properties is not None:
        members[target] = (
            f'<Properties xmlns="{PROPERTIES}" xmlns:vt="{OFFICE}/docPropsVTypes">'
            f"{properties}</Properties>"
        )
        named = f'<Relationship Id="r2" Type="{OFFICE}/relationships/custom-properties" Target="'
        end = "</Relationships>"
        members["_rels/.rels"] = RELATIONSHIPS.replace(end, f'{named}{target}"/>{end}')
    return zipped(members)


def found(body: str, properties: str | None = None, **more: str) -> Anchors:
    return read_anchors(WordPackage(file(body, properties, **more), "稿.docx"))


def record(count: int) -> str:
    values = recorded(MARKING, ["abcdef"] * count)
    return "".join(property(*pair) for pair in values.items())


CASES = {
    "as written": (f"<w:p><w:pPr/>{mark('_s1')}{run('甲')}</w:p>", {1: ((1, 0, False),)}),
    "of a later paragraph": (
        p("甲") + f"<w:p>{mark('_sa')}{run('乙')}</w:p>",
        {2: ((10, 0, False),)},
    ),
    "behind a table": (
        f"<w:tbl><w:tr><w:tc>{p('格')}</w:tc></w:tr></w:tbl><w:p>{mark('_s2')}</w:p>",
        {2: ((2, 0, False),)},
    ),
    "two at the seam of a join": (
        f"<w:p>{mark('_s1')}{run('甲甲')}{mark('_s2')}{run('乙')}</w:p>",
        {1: ((1, 0, False), (2, 2, False))},
    ),
    "a copy": (f"<w:p>{mark('_s1_Copy_1')}{run('甲')}</w:p>", {1: ((1, 0, True),)}),
    "none": (p("甲"), {}),
    "somebody else's": (f"<w:p>{mark('_Toc123')}{mark('书签')}{run('甲')}</w:p>", {}),
    "without an end": ('<w:p><w:bookmarkStart w:name="_s1"/></w:p>', {1: ((1, 0, False),)}),
    "without a name": ('<w:p><w:bookmarkStart w:id="1"/></w:p>', {}),
    "in a tracked insertion": (
        f"<w:p><w:ins>{mark('_s1')}{run('甲')}</w:ins></w:p>",
        {1: ((1, 0, False),)},
    ),
    "in a tracked deletion": (f"<w:p><w:del>{mark('_s1')}</w:del>{run('甲')}</w:p>", {}),
    "between paragraphs": (p("甲") + mark("_s2") + p("乙"), {2: ((2, 0, False),)}),
    "between, before a table": (mark("_s2") + f"<w:tbl/>{p('乙')}", {}),
    "in a cell": (f"<w:tbl><w:tr><w:tc><w:p>{mark('_s1')}</w:p></w:tc></w:tr></w:tbl>", {}),
    "in a content control": (
        f"<w:sdt><w:sdtContent><w:p>{mark('_s1')}{run('甲')}</w:p></w:sdtContent></w:sdt>",
        {1: ((1, 0, False),)},
    ),
    "behind hidden words": (
        f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>{mark('_s1')}{run('甲')}</w:p>",
        {1: ((1, 0, False),)},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_where_anchors_stand(case: str) -> None:
    body, wanted = CASES[case]
    expected = {at: tuple(Anchor(*one) for one in each) for at, each in wanted.items()}
    assert found(body) == (expected, None)


def test_the_text_is_the_same_with_anchors_as_without() -> None:
    body = "".join(CASES[case][0] for case in ("as written", "two at the seam of a join"))
    bare = body.replace(mark("_s1"), "").replace(mark("_s2"), "")
    assert "bookmark" not in bare
    assert read_bytes("稿.docx", file(body)) == read_bytes("稿.docx", file(bare))


def test_a_record_and_anchors_beyond_it() -> None:
    body = f"<w:p>{mark('_s2')}{mark('_s3')}{run('甲')}</w:p>"
    made = found(body, record(2))
    assert made.record is not None and made.record.digests == ("abcdef", "abcdef")
    assert [one.number for one in made.paragraphs[1]] == [2]


def test_a_long_record_in_any_order_and_place() -> None:
    pieces = [property(*pair) for pair in recorded(MARKING, ["abcdef"] * 100).items()]
    text = "".join([property("文号", "云防〔2026〕1号"), *reversed(pieces)])
    made = found(p("甲"), text, target="docProps/other.xml")
    assert made.record is not None and len(made.record.digests) == 100


def test_of_two_by_one_name_the_first_counts() -> None:
    made = found(p("甲"), record(1) + property("speechgen", "1 ffffff - 0"))
    assert made.record is not None and made.record.marking == MARKING


BROKEN = {
    "cut": record(100)[:700],
    "no XML": "<property",
    "empty": "",
    "of other words": property("speechgen", "草稿"),
    "of another kind": property("speechgen", "1", "i4"),
    "longer than any of ours": property("speechgen", "1 a1b2c3 - 1 abcdef" + "a" * 300),
    "without a name": "<property><vt:lpwstr>1 a1b2c3 - 0</vt:lpwstr></property>",
    "of another piece only": property("speechgen2", "abcdef"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_properties_that_are_no_record(case: str) -> None:
    assert found(f"<w:p>{mark('_s1')}</w:p>", BROKEN[case]).record is None


def test_no_body_is_no_error() -> None:
    data = zipped({"[Content_Types].xml": CONTENT_TYPES, "_rels/.rels": RELATIONSHIPS})
    assert read_anchors(WordPackage(data, "稿.docx")) == ({}, None)


def test_twenty_thousand_anchors_in_one_paragraph_are_read_in_one_pass() -> None:
    """A quadratic walk would take minutes."""
    inner = "".join(f"{mark('_s1')}{run('甲')}" for _ in range(20_000))
    made = found(f"<w:p>{inner}</w:p>")
    assert made.paragraphs[1][-1] == (1, 19_999, False)
