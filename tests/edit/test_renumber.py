"""Labels of edited Word files: counted again, and not one byte more changed."""

from __future__ import annotations

import io
import re
import subprocess
from functools import partial
from pathlib import Path

import docx
import pytest

from speechgen import draft
from speechgen.api.checking import request
from speechgen.api.mending import mend
from speechgen.diagnostics import SpeechError
from speechgen.edit.renumber import renumber
from speechgen.numbering import chinese
from tests.edit.edited import labels, parts, seconds, sections_moved, texts, untouched_but_runs
from tests.readers.docx.word import p, word_file

TOP = "[一二三四五六七八九十]+、"
EDITED = ("mobilize", "work", "push", "award", "selfreview", "training")


@pytest.fixture(scope="module")
def drafts(root: Path) -> dict[str, bytes]:
    return {name: draft(root / "examples" / f"{name}.yaml").to("docx") for name in EDITED}


def in_order(found: list[str]) -> bool:
    return found == [f"{chinese(n)}、" for n in range(1, len(found) + 1)]


def test_labels_inside_a_paragraph_count_on_too() -> None:
    """一是…二是…四是 stayed, and the screen said that all was renumbered."""
    kept = "一是快；三是准。首先，看；二是想。"  # two lists, perhaps
    lines = ("一是人到；二是心到；四是手到。", "要做到：一是快；三是准。", kept)
    data = word_file("".join(map(p, lines)))
    done = renumber(data)
    right = ["一是人到；二是心到；三是手到。", "要做到：一是快；二是准。", kept]
    assert texts(done.data) == right
    assert done.labels == 2
    assert renumber(done.data).data == done.data


def test_words_about_an_item_that_got_another_number_are_told() -> None:
    lines = (
        "一、认识",
        "三、措施",
        "第二点、第三点的措施和第三季度、第一一项任务要落实。",
        "二、保障",
    )
    made = renumber(plain_file(*lines), "讲话.docx")
    assert made.labels == 2
    told = [(note.rule, note.span.line, note.span.column) for note in made.notes]
    assert told == [("renumber-reference", 3, 1), ("renumber-reference", 3, 5)]
    assert renumber(plain_file("一、认识", "二、措施", "第二点要落实。")).notes == ()


def test_a_label_said_in_the_text_is_told_one_that_opens_an_item_is_not() -> None:
    lines = (
        "（一）认识到位",
        "（三）措施到位，按《办法》（三）和本节（三）办。",
        "第一条　本办法自印发之日起施行。",
        "第三条　第三条说的另有规定。",
        "分两步：（一）摸底；（三）整改。",
    )
    told = [(one.span.line, one.span.column) for one in renumber(plain_file(*lines), "a").notes]
    assert told == [(2, 20), (4, 5)]


def test_a_mended_text_tells_the_same() -> None:
    lines = "一、认识\n认识要到位。\n三、措施\n第三部分的措施要落实。\n"
    made = mend("稿.txt", lines.encode(), request(["enum-gap"], offered=True))
    assert made.data.decode() == lines.replace("三、", "二、")
    assert [(one.rule, one.span.line) for one in made.left] == [("renumber-reference", 4)]


def test_a_draft_needs_nothing(drafts: dict[str, bytes], examples: list[Path]) -> None:
    for outline in examples:
        data = draft(outline).to("docx")
        made = renumber(data, outline.name)
        assert (made.labels, made.claims, made.notes) == (0, 0, ()), outline.name
        assert made.data == data


@pytest.mark.parametrize("name", EDITED)
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_moved_sections(drafts: dict[str, bytes], name: str, seed: int) -> None:
    """Twenty-four edited files: whatever moved, top labels count from one; nothing else moves."""
    moved = sections_moved(drafts[name], seed)
    made = renumber(moved, f"{name}.docx")
    found = labels(made.data, TOP)
    assert len(found) >= 2
    assert in_order(found)
    assert untouched_but_runs(moved, made.data) == made.labels + made.claims
    assert made.labels == sum(a != b for a, b in zip(labels(moved, TOP), found, strict=True))
    strip = re.compile(f"^{TOP}|[讲谈说][一二三四五六两]点")
    assert [strip.sub("", text) for text in texts(made.data)] == [
        strip.sub("", text) for text in texts(moved)
    ]
    again = renumber(made.data)
    assert (again.labels, again.claims) == (0, 0)


@pytest.mark.parametrize(("name", "verb"), [("mobilize", "讲"), ("work", "说"), ("training", "讲")])
def test_the_announced_number_follows(drafts: dict[str, bytes], name: str, verb: str) -> None:
    moved = sections_moved(drafts[name], 1)
    made = renumber(moved)
    assert made.claims == 1
    left = len(labels(made.data, TOP))
    words = {2: "两", 3: "三", 4: "四", 5: "五"}
    assert any(f"{verb}{words[left]}点" in text for text in texts(made.data))


@pytest.mark.office
@pytest.mark.parametrize("name", ["mobilize", "push", "award"])
def test_files_saved_by_libreoffice(
    drafts: dict[str, bytes], name: str, soffice: str, tmp_path: Path
) -> None:
    path = tmp_path / f"{name}.docx"
    path.write_bytes(sections_moved(drafts[name], 1))
    out = tmp_path / "saved"
    command = [soffice, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    saved = (out / path.name).read_bytes()
    made = renumber(saved, path.name)
    assert made.labels
    assert in_order(labels(made.data, TOP))
    assert untouched_but_runs(saved, made.data) == made.labels + made.claims


def plain_file(*lines: str) -> bytes:
    """A Word file of somebody who knows no styles."""
    word = docx.Document()
    for line in lines:
        word.add_paragraph(line)
    saved = io.BytesIO()
    word.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("三、甲/一、乙/二、丙", "一、甲/二、乙/三、丙"),
        ("一、甲/（二）乙/（一）丙/二、丁/（一）戊", "一、甲/（一）乙/（二）丙/二、丁/（一）戊"),
        ("一、甲/三、乙", "一、甲/二、乙"),
        ("1. 甲/1. 乙/2. 丙", "1. 甲/2. 乙/3. 丙"),  # typed twice
        ("1. 甲：/1. 乙/2. 丙", "1. 甲：/1. 乙/2. 丙"),  # a list that another announces
        ("2.甲/1.乙", "1.甲/2.乙"),
        ("(二)甲/(一)乙", "(一)甲/(二)乙"),  # the author's own brackets
        ("首先，甲/最后，乙/其次，丙", "首先，甲/其次，乙/最后，丙"),
        ("首先，甲", "首先，甲"),
        ("我讲三点意见。/一、甲/三、乙", "我讲两点意见。/一、甲/二、乙"),
        ("我讲3点意见。/二、甲/一、乙", "我讲2点意见。/一、甲/二、乙"),
        ("我讲三点：一是甲；二是乙。/一、甲/二、乙", "我讲三点：一是甲；二是乙。/一、甲/二、乙"),
        ("我讲几点意见。/二、甲/一、乙", "我讲几点意见。/一、甲/二、乙"),
        ("2026年5月，甲/1.5倍的乙/三、四年级丙", "2026年5月，甲/1.5倍的乙/三、四年级丙"),
    ],
)
def test_files_without_styles(before: str, after: str) -> None:
    data = plain_file(*before.split("/"))
    made = renumber(data)
    assert texts(made.data) == after.split("/")
    assert {name for name, part in parts(data).items() if parts(made.data)[name] != part} <= {
        "word/document.xml"
    }


def test_lists_that_run_on_through_the_document_stay_one() -> None:
    lines = ["一、甲", "1.子", "2.丑", "二、乙", "3.寅", "4.卯"]
    assert renumber(plain_file(*lines)).labels == 0


def test_too_many_for_the_words() -> None:
    data = plain_file("首先，甲", "其次，乙", "再次，丙", "再次，丁", "最后，戊")
    made = renumber(data)
    assert made.data == data
    assert [note.rule for note in made.notes] == ["renumber-overflow"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9])
def test_what_is_no_docx(data: bytes) -> None:
    with pytest.raises(SpeechError):
        renumber(data, "讲话.docx")


@pytest.mark.clock
def test_first_labels_by_the_thousand_take_linear_time() -> None:
    files = [plain_file("3. 甲", *["1. 乙"] * count) for count in (2_000, 8_000)]
    short, long = (seconds(partial(renumber, file)) for file in files)
    assert long < 8 * short  # 4 if linear, 16 if quadratic


def test_typed_labels_among_automatic_ones_are_told_and_left() -> None:
    level = '<w:lvl w:ilvl="0"><w:start w:val="2"/><w:numFmt w:val="chineseCounting"/>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{level}<w:lvlText w:val="（%1）"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="9"><w:abstractNumId w:val="1"/></w:num>'
    )
    auto = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="9"/></w:numPr>'

    def steps(last: str) -> bytes:
        rows = p("（一）启动") + p("调研", auto) + p("建设", auto) + p(f"{last}验收")
        return word_file(p("实施方案") + rows, numbering=numbering)

    assert renumber(steps("（四）"))[1:] == (0, 0, ())
    made = renumber(steps("（五）"))
    assert (made.labels, [note.rule for note in made.notes]) == (0, ["renumber-mixed"])
