"""The ends of a document: red head, attachment note, signatures, imprint, stage directions."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from speechgen import draft
from speechgen.document import Block, Document, PageBreak, Para, Table
from speechgen.layout.model import Layout
from speechgen.paper.ends import Ends
from speechgen.readers import read_bytes
from speechgen.writers.docx import write
from tests.writers.docx.specimens import W, body_of, parts, value

OUTLINE = """\
类型: 讲话
标题: 关于做好汛期值班值守工作的通知
版头:
  机关: 云汀市防汛抗旱指挥部文件
  字号: 云汛〔2026〕7号
  密级: 机密★1年
  紧急: 特急
  标注: 送审稿
  印发机关: 云汀市防汛抗旱指挥部办公室
  印发日期: 2026-05-13
称谓: 各镇（街道）
开头: 现将有关事项通知如下。
附件:
  - 汛期值班安排表
  - 险情报告单
落款:
  单位: 云汀市防汛抗旱指挥部
  日期: 2026-05-12
  印章: 是
抄送: 市应急管理局、市水务局。
"""


def drafted(text: str) -> bytes:
    return draft(text.encode()).to("docx")


def paragraphs(data: bytes) -> dict[str, ET.Element]:
    return {"".join(t.text or "" for t in p.iter(f"{W}t")): p for p in body_of(data).iter(f"{W}p")}


def properties(data: bytes, text: str) -> ET.Element:
    found = paragraphs(data)[text].find(f"{W}pPr")
    assert found is not None
    return found


def test_the_red_head_in_order() -> None:
    texts = [text for text in paragraphs(drafted(OUTLINE)) if text][:6]
    assert texts == [
        "机密★1年", "特急", "送审稿", "云汀市防汛抗旱指挥部文件", "云汛〔2026〕7号",
        "关于做好汛期值班值守工作的通知",
    ]  # fmt: skip


def test_the_issuer_stands_35_mm_down_whatever_stands_above() -> None:
    def blank(text: str) -> int:
        spacers = [
            p for p in body_of(drafted(text)).iter(f"{W}p")
            if value(p.find(f"{W}pPr/{W}pStyle")) == "Spacer"
        ]  # fmt: skip
        return int(value(spacers[0].find(f"{W}pPr/{W}spacing"), "line") or 0)

    bare = re.sub("  (密级|紧急|标注): .*\n", "", OUTLINE)
    assert blank(bare) - blank(OUTLINE) == 3 * 579
    assert blank(OUTLINE) + 3 * 579 == pytest.approx(35 * 1440 / 25.4, abs=100)


def test_a_long_issuer_fits_on_one_line(layout: Layout) -> None:
    for name in ("云汀市人民政府文件", "云汀市防汛抗旱和城市内涝防治工作指挥部办公室文件"):
        body = body_of(write(Document((Para(name, "letterhead"),)), layout))
        size = value(body.find(f".//{W}rPr/{W}sz"))
        half_points = int(size) if size else layout.look("letterhead").size
        assert len(name) * half_points * 10 <= layout.paper.text_width


def test_a_missing_issuer_is_marked_like_every_gap(layout: Layout) -> None:
    data = write(Document((Para("【待补：发文机关】文件", "letterhead"),)), layout)
    assert body_of(data).find(f".//{W}highlight") is not None
    assert "发文机关".encode() in parts(data)["word/comments.xml"]


def test_pre_printed_paper_keeps_the_place_free() -> None:
    data = drafted(OUTLINE.replace("  密级", "  套打: 是\n  密级"))
    assert "云汀市防汛抗旱指挥部文件" not in paragraphs(data)
    border = properties(data, "云汛〔2026〕7号").find(f"{W}pBdr/{W}bottom")
    assert value(border) == "nil", "the line is on the paper already"
    assert [value(p) for p in body_of(data).iter(f"{W}pStyle")].count("LetterheadSpace") == 1


def test_attachments_are_numbered_and_aligned() -> None:
    data = drafted(OUTLINE)
    first = properties(data, "附件：1. 汛期值班安排表").find(f"{W}ind")
    second = properties(data, "2. 险情报告单").find(f"{W}ind")
    assert (value(first, "leftChars"), value(first, "hangingChars")) == ("200", "450")
    assert (value(second, "leftChars"), value(second, "hangingChars")) == ("500", "150")
    assert value(first, "left") == value(second, "left")


def test_one_attachment_has_no_number() -> None:
    data = drafted(OUTLINE.replace("  - 险情报告单\n", ""))
    assert "附件：汛期值班安排表" in paragraphs(data)


def test_a_sealed_signature_is_centred_over_its_date(layout: Layout) -> None:
    data = drafted(OUTLINE)
    name = properties(data, "云汀市防汛抗旱指挥部").find(f"{W}ind")
    assert value(name, "rightChars") == "225", "half of what the date is shorter, less"
    assert properties(data, "2026年5月12日").find(f"{W}ind") is None, "four, by its style"
    assert layout.look("sealed-date").right.chars == 400


def test_several_signatures_stand_below_each_other() -> None:
    data = drafted(
        OUTLINE.replace("单位: 云汀市防汛抗旱指挥部\n", "单位: [市应急管理局, 市水务局]\n")
    )
    texts = list(paragraphs(data))
    at = texts.index("市应急管理局")
    assert texts[at : at + 3] == ["市应急管理局", "市水务局", "2026年5月12日"]


def test_a_signature_never_stands_on_a_page_without_text() -> None:
    data = drafted(OUTLINE)
    kept = [
        text for text, p in paragraphs(data).items() if p.find(f"{W}pPr/{W}keepNext") is not None
    ]
    assert kept == [
        "现将有关事项通知如下。", "附件：1. 汛期值班安排表", "2. 险情报告单",
        "云汀市防汛抗旱指挥部",
    ]  # fmt: skip
    assert properties(data, "2026年5月12日").find(f"{W}keepNext") is None
    long = OUTLINE.replace("  - 险情报告单\n", "  - 险情报告单\n" * 30)
    assert sum(p.find(f"{W}pPr/{W}keepNext") is not None
               for p in body_of(drafted(long)).iter(f"{W}p")) < 12  # fmt: skip


def test_the_imprint_stands_in_one_frame_at_the_foot() -> None:
    data = drafted(OUTLINE)
    lines = ("抄送：市应急管理局、市水务局。", "云汀市防汛抗旱指挥部办公室2026年5月13日印发")
    frames = [properties(data, line).find(f"{W}framePr") for line in lines]
    for frame in frames:
        assert frame is not None
        assert (value(frame, "vAnchor"), value(frame, "yAlign")) == ("margin", "bottom")
    assert all(properties(data, line).find(f"{W}pBdr") is None for line in lines), (
        "LibreOffice makes no frame of paragraphs with borders"
    )
    framed = [p for p in body_of(data).iter(f"{W}p") if p.find(f"{W}pPr/{W}framePr") is not None]
    rules = [value(p.find(f"{W}pPr/{W}shd"), "fill") for p in framed]
    assert rules == ["000000", None, "000000", None, "000000"]


BARE = OUTLINE.replace("  印发机关: 云汀市防汛抗旱指挥部办公室\n  印发日期: 2026-05-13\n", "")
"""The same paper, whose printer nobody named."""


def test_copies_without_an_imprint_stand_between_lines_at_the_foot_of_a_headed_paper() -> None:
    data = drafted(BARE)
    framed = [p for p in body_of(data).iter(f"{W}p") if p.find(f"{W}pPr/{W}framePr") is not None]
    rules = [value(p.find(f"{W}pPr/{W}shd"), "fill") for p in framed]
    assert rules == ["000000", None, "000000"]
    assert properties(data, "抄送：市应急管理局、市水务局。").find(f"{W}framePr") is not None


def test_copies_of_a_paper_without_a_head_are_ordinary() -> None:
    plain = "类型: 公文\n标题: 通知\n抄送: 市水务局\n落款: {单位: 市防办, 日期: 2026-05-12}\n"
    data = drafted(plain)
    assert properties(data, "抄送：市水务局").find(f"{W}framePr") is None


def test_every_end_is_read_back() -> None:
    for text in (OUTLINE, BARE, OUTLINE.replace("  密级", "  套打: 是\n  密级")):
        made = draft(text.encode())
        (reading,) = read_bytes("稿.docx", made.to("docx"))
        assert reading.document.blocks == made.document.blocks


@pytest.mark.parametrize("suffix", ["txt", "md", "docx"])
def test_every_block_kind_in_every_format(suffix: str, tmp_path: Path) -> None:
    """Tables, page breaks and stage directions from the mark-up of a type of one's own."""
    folder = tmp_path / "templates" / "mine"
    folder.mkdir(parents=True)
    (folder / "meeting.yaml").write_text("名称: 自用\n继承: speech\n段落: [own.j2]\n", "utf-8")
    (folder / "own.j2").write_text(
        "@标题 {{ 标题 }}\n\n@提示 全体起立\n\n@表 序号｜姓名\n@行 1｜{{ 讲话人 }}\n\n"
        "@分页\n\n结束。\n",
        "utf-8",
    )
    outline = "类型: 自用\n标题: 在培训班上的讲话\n讲话人: 王小满\n"
    made = draft(outline.encode(), templates=[tmp_path / "templates"])
    kinds = [type(block) for block in made.document.blocks]
    assert kinds == [Para, Para, Table, PageBreak, Para]
    data = made.to(suffix)
    if suffix == "docx":
        (reading,) = read_bytes("稿.docx", data)
        assert reading.document.blocks == made.document.blocks
    else:
        for text in ("（全体起立）", "序号", "王小满", "结束。"):
            assert text in data.decode()


@pytest.mark.office
def test_on_paper(to_pdf: Callable[[Path], Path], tmp_path: Path) -> None:
    """The imprint is the last thing above the foot, the seal has room, the head stands high."""
    import pymupdf

    path = tmp_path / "red.docx"
    path.write_bytes(drafted(OUTLINE))
    with pymupdf.open(to_pdf(path)) as pages:
        lines = [
            (line["bbox"], "".join(span["text"] for span in line["spans"]).replace(" ", ""))
            for block in pages[-1].get_text("dict")["blocks"]
            for line in block.get("lines", ())
        ]
        first = [
            (line["bbox"], "".join(span["text"] for span in line["spans"]))
            for block in pages[0].get_text("dict")["blocks"]
            for line in block.get("lines", ())
        ]
        drawn = [shape["color"] for shape in pages[0].get_drawings()]
    millimetre = 72 / 25.4
    copies = next(box for box, text in lines if text.startswith("抄送"))
    printed = next(box for box, text in lines if "印发" in text)
    assert copies[1] < printed[1]
    assert 255 * millimetre < printed[3] < 264 * millimetre, "the foot of the text block"
    issuer = next(box for box, text in first if "指挥部文件" in text)
    assert issuer[3] - issuer[1] > 30
    assert 65 * millimetre < issuer[1] + 8 < 82 * millimetre, "35 mm below its head, about"
    assert any(color and color[0] > 0.9 and color[1] < 0.1 for color in drawn) or drawn


BLOCKS: tuple[Block, ...] = (Para("甲", "sealed"), Para("2026年5月12日", "sealed-date"))


def test_a_short_name_is_centred_too(layout: Layout) -> None:
    data = write(Document(BLOCKS), layout)
    assert value(properties(data, "甲").find(f"{W}ind"), "rightChars") == "675"


def test_a_long_imprint_is_framed_in_linear_time(layout: Layout) -> None:
    """The square of it takes minutes."""
    blocks = *[Para("抄送：水务局。", "copy-to")] * 20_000, Para("2026年5月12日印发", "imprint")
    ends = Ends(layout, blocks)
    assert all(ends.own(at).framed for at in range(len(blocks)))
