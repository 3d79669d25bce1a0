"""Word's own numbering: its XML, and the same labels on paper as the literal draft."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from speechgen import draft
from speechgen.document import Block, Document, Item, Para, number
from speechgen.layout.model import Layout
from speechgen.paper import Printing
from speechgen.readers import read_bytes
from speechgen.writers.docx import write
from tests.writers.docx.specimens import W, parts, speech, value

LIVE = Printing(live=True)
_PAGE = re.compile(r"— ?\d+ ?—|第 ?\d+ ?页 ?/?共 ?\d+ ?页")


def live(layout: Layout, *blocks: Block) -> dict[str, bytes]:
    return parts(write(number(Document(blocks)), layout, LIVE))


def numbering(package: dict[str, bytes]) -> ET.Element:
    return ET.fromstring(package["word/numbering.xml"])


def numbers(package: dict[str, bytes]) -> list[tuple[str | None, str | None, str]]:
    """(level, instance, text) of each paragraph's own w:numPr."""
    body = ET.fromstring(package["word/document.xml"])
    return [
        (
            value(p.find(f"{W}pPr/{W}numPr/{W}ilvl")),
            value(p.find(f"{W}pPr/{W}numPr/{W}numId")),
            "".join(t.text or "" for t in p.iter(f"{W}t")),
        )
        for p in body.iter(f"{W}p")
    ]


def heading(level: int, text: str, pattern: str) -> Item:
    return Item(level, text, pattern=pattern)


def test_headings_are_bound_to_one_multilevel_list(layout: Layout) -> None:
    package = live(
        layout, heading(1, "甲", "一、"), heading(2, "乙", "（一）"), heading(1, "丙", "一、")
    )
    first = numbering(package)[0]
    assert value(first.find(f"{W}multiLevelType")) == "multilevel"
    levels = first.findall(f"{W}lvl")
    assert len(levels) == 9
    assert [value(one.find(f"{W}pStyle")) for one in levels[:3]] == ["Heading1", "Heading2", None]
    assert [value(one.find(f"{W}lvlText")) for one in levels[:2]] == ["%1、", "（%2）"]
    for one in levels[:2]:
        assert value(one.find(f"{W}numFmt")) == "chineseCountingThousand"
    assert {value(one.find(f"{W}suff")) for one in levels} == {"nothing"}
    styles = {
        value(one, "styleId"): value(one.find(f"{W}pPr/{W}numPr/{W}numId"))
        for one in ET.fromstring(package["word/styles.xml"]).iter(f"{W}style")
    }
    assert (styles["Heading1"], styles["Heading2"], styles["Heading3"]) == ("1", "1", None)
    assert [text for *_, text in numbers(package)] == ["甲", "乙", "丙"], "no label as text"
    assert {number for _, number, _ in numbers(package)} == {None}, "styles carry the numbers"


def test_run_in_heads_count_on_a_second_instance(layout: Layout) -> None:
    package = live(layout, heading(1, "甲", "一、"), Item(2, "乙。", "文。", "（一）"))
    assert numbers(package)[1] == ("1", "2", "乙。文。")
    second = numbering(package).findall(f"{W}num")[1]
    assert second.find(f"{W}lvlOverride") is None


def test_every_list_of_points_has_an_instance_that_starts_at_one(layout: Layout) -> None:
    def points(pattern: str) -> list[Item]:
        return [Item(2, f"{n}；", pattern=pattern, heading=False) for n in "甲乙"]

    package = live(
        layout, *points("一是"), Para("文。"), heading(1, "题", "一、"), *points("一是"),
        heading(1, "题", "一、"), *points("一要"),
    )  # fmt: skip
    used = [number for _, number, text in numbers(package) if text.endswith("；")]
    assert used[0] == used[1] != used[2] == used[3] != used[4] == used[5]
    root = numbering(package)
    instances = {value(one, "numId"): one for one in root.findall(f"{W}num")}
    for number_id in set(used):
        override = instances[str(number_id)].find(f"{W}lvlOverride/{W}startOverride")
        assert value(override) == "1"
    texts = [value(one.find(f"{W}lvl/{W}lvlText")) for one in root.findall(f"{W}abstractNum")[1:]]
    assert texts == ["%1是", "%1要"], "one definition a wording"


def test_definitions_stand_before_instances(layout: Layout) -> None:
    tags = [one.tag for one in numbering(parts(write(speech(), layout, LIVE)))]
    assert tags == sorted(tags), "abstractNum before num"


@pytest.mark.parametrize("pattern", ["首先，", "Ⅰ、", "甲%、"])
def test_what_word_cannot_count_stays_text(layout: Layout, pattern: str) -> None:
    items = (heading(1, "子", pattern), heading(1, "丑", pattern))
    package = live(layout, *items)
    labels = [item.label for item in number(Document(items)).blocks if isinstance(item, Item)]
    assert [text for *_, text in numbers(package)] == [f"{labels[0]}子", f"{labels[1]}丑"]


def test_a_list_word_would_not_restart_counts_by_itself(layout: Layout) -> None:
    """Between the two lists of level 2 stands a heading that the multilevel list does not hold."""
    package = live(
        layout, heading(1, "甲", "首先，"), heading(2, "乙", "（一）"), heading(1, "丙", "首先，"),
        heading(2, "丁", "（一）"),
    )  # fmt: skip
    (_, first, _), (_, second, _) = numbers(package)[1], numbers(package)[3]
    assert first is None
    assert second not in (None, "0", "1", "2")


def test_a_list_of_a_level_that_a_deeper_one_opened_counts_from_one(layout: Layout) -> None:
    """A label of level 2 where level 1 has none yet makes Word count that level as begun."""
    blocks = (heading(1, "甲", "无"), heading(2, "乙", "（一）"), Para("附件", "attachment-mark"),
              heading(1, "丙", "一、"), heading(1, "丁", "一、"))  # fmt: skip
    document = number(Document(blocks))
    (reading,) = read_bytes("稿.docx", write(document, layout, Printing(live=True)))
    labels = [block.label for block in reading.document.blocks if isinstance(block, Item)]
    assert labels == ["", "（一）", "一、", "二、"]


def test_a_heading_without_a_label_switches_its_style_off(layout: Layout) -> None:
    package = live(layout, heading(1, "甲", "一、"), heading(1, "乙", "无"))
    assert numbers(package)[1][1] == "0"


def test_a_live_draft_is_read_back(layout: Layout) -> None:
    document = speech()
    (reading,) = read_bytes("稿.docx", write(document, layout, LIVE))
    assert reading.document.blocks == document.blocks


# -- on paper ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def outlines(examples: list[Path], request: pytest.FixtureRequest) -> list[Path]:
    shared = Path(request.getfixturevalue("shared"))
    return [*examples, *sorted((shared / "corpus" / "outlines").glob("*.yaml"))]


def body_text(pdf: Path) -> str:
    """The text of a PDF without blanks and page numbers."""
    import pymupdf

    with pymupdf.open(pdf) as pages:
        lines = [line.strip() for page in pages for line in page.get_text().splitlines()]
    return re.sub(r"\s", "", "".join(line for line in lines if not _PAGE.fullmatch(line)))


@pytest.fixture(scope="module")
def printed(
    outlines: list[Path], soffice: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Path]]:
    """Every outline as PDF in three ways, converted in one run of LibreOffice."""
    from speechgen.edit.freeze import freeze

    folder = tmp_path_factory.mktemp("live")
    for outline in outlines:
        made = draft(outline)
        data = made.printed(live=True).to("docx")
        (folder / f"{outline.stem}.live.docx").write_bytes(data)
        (folder / f"{outline.stem}.text.docx").write_bytes(made.to("docx"))
        (folder / f"{outline.stem}.frozen.docx").write_bytes(freeze(data)[0])
    command = [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, folder.glob("*.docx"))]
    subprocess.run(command, check=True, capture_output=True, timeout=280)
    return {
        outline.stem: {
            kind: folder / f"{outline.stem}.{kind}.pdf" for kind in ("live", "text", "frozen")
        }
        for outline in outlines
    }


@pytest.mark.slow
@pytest.mark.office
@pytest.mark.shared
def test_the_same_labels_on_paper(
    printed: dict[str, dict[str, Path]], outlines: list[Path]
) -> None:
    assert len(printed) > 20
    for outline in outlines:
        made = draft(outline)
        roles = [getattr(block, "role", "") for block in made.document.blocks]
        # names under several seals stand in frames side by side: a PDF holds these in any order
        ordered: Callable[[str], object] = sorted if roles.count("sealed") > 1 else str
        pages = printed[outline.stem]
        literal = body_text(pages["text"])
        assert ordered(body_text(pages["live"])) == ordered(literal), outline.stem
        assert ordered(body_text(pages["frozen"])) == ordered(literal), outline.stem
        if made.document.layout == "gbt9704":  # a seat card prints its name twice
            shown = re.sub("【图：([^】]*)】", r"\1", str(made))  # its title, on paper
            assert ordered(literal) == ordered(re.sub(r"\s", "", shown)), outline.stem


@pytest.mark.office
def test_a_mark_that_hangs_behind_a_western_label_is_printed(
    layout: Layout, to_pdf: Callable[[Path], Path], tmp_path: Path
) -> None:
    """LibreOffice 7.4 loses it unless the paragraph lets no mark hang."""
    items = [
        Item(3, "汛" * n + "，" + "情" * 6 + "。", pattern="1.", heading=False)
        for n in range(20, 30)
    ]
    path = tmp_path / "hanging.docx"
    path.write_bytes(write(number(Document(tuple(items))), layout, LIVE))
    assert body_text(to_pdf(path)).count("，") == len(items)
