"""What stands alone on a page or a line: last lines, addresses, single items."""

from __future__ import annotations

import pytest

from speechgen import draft
from speechgen.document import Item
from speechgen.paper.paging import paginate
from tests.paper.reading import lines_of, squeezed

NOTICE = """\
类型: 会议通知
标题: 关于召开防汛工作部署会的通知
会议: {名称: 防汛会, 日期: 2026-05-12, 地点: 二楼会议室}
参会: [%s]
"""


@pytest.mark.parametrize("layout", ["gbt9704", "large-print", "business", "plain"])
def test_thanks_never_stand_alone_on_a_page(layout: str) -> None:
    turned = 0
    for count in range(10, 60):
        outline = (
            "类型: 公文\n标题: 关于防汛的讲话\n开头:\n" + "  - 抓早抓小抓细抓实。\n" * count
            + "  - 谢谢大家！\n"
        )  # fmt: skip
        made = draft(outline.encode(), layout=layout)
        sheets = paginate(made.document, made.layout, made.printing)
        last = [squeezed(line) for line in lines_of(sheets[-1])]
        assert "谢谢大家！" not in last[:1], count
        turned += len(sheets) > 1 and len(last) < 5
    assert turned or layout in ("business", "plain")


@pytest.mark.parametrize(
    "address",
    [
        "https://fx.example.gov.cn/meeting/2026/register",
        "fx@example.gov.cn",
        "0000-5550123",
        "example.gov.cn/2026/register",
    ],
)
def test_a_line_before_an_address_is_not_stretched(address: str) -> None:
    outline = f"类型: 公文\n标题: 关于登记的通知\n开头: 请在这里登记，地址或者号码都是{address}。\n"
    note = f"类型: 公文\n标题: 关于登记的通知\n附注: 请在这里登记，地址或者号码都是{address}。\n"
    for text in (outline, outline.replace("开头: ", "正文:\n  - 文: "), note):
        made = draft(text.encode())
        (sheet, *_) = paginate(made.document, made.layout, made.printing)
        lines = [line for item in sheet.items for line in getattr(item, "lines", ())]
        assert all(line.align in ("left", "center") for line in lines)
        whole = any(address in "".join(piece.text for piece in line.pieces) for line in lines)
        assert whole or "/" in address, "LibreOffice parts an address behind a stroke"
        assert b'<w:jc w:val="left"/>' in document_of(made.to("docx"))


def document_of(data: bytes) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/document.xml")


def test_a_telephone_number_is_one_word_in_word_too() -> None:
    made = draft("类型: 公文\n标题: 通知\n开头: 请打0000-5550123。2026-2027学年。\n".encode())
    data = document_of(made.to("docx"))
    assert data.count(b"<w:noBreakHyphen/>") == 1


@pytest.mark.parametrize(("who", "label"), [("各镇分管负责同志", ""), ("各镇, 各村", "1.")])
def test_a_single_item_has_no_number(who: str, label: str) -> None:
    made = draft((NOTICE % who).encode())
    points = [
        one for one in made.document.blocks if isinstance(one, Item) and not one.heading
    ]  # fmt: skip
    assert points[0].label == label


@pytest.mark.parametrize("layout", ["gbt9704", "large-print", "business"])
def test_rows_of_seals_stand_on_one_page_with_a_line_of_the_text_if_that_fits(layout: str) -> None:
    """7.3.5: also below a paragraph that fills most of a page of large print."""
    names = "水务局, 教育局, 气象局, 应急管理局, 民政局, 财政局"
    for lines in (*range(1, 30), 100):
        outline = (
            "类型: 公文\n标题: 关于值班的通知\n开头:\n" + "  - 抓早抓小抓细抓实。\n" * (lines % 99)
            + f"  - {'各个单位要把责任落实到岗位、落实到个人。' * (lines // 4 + 1)}\n"
            f"落款: {{单位: [{names}], 日期: 2026-05-12, 印章: 是}}\n"
        )  # fmt: skip
        made = draft(outline.encode(), layout=layout)
        sheets = paginate(made.document, made.layout, made.printing)
        roles = [[getattr(item, "role", "") for item in sheet.items] for sheet in sheets]
        signed = [page for page in roles if {"sealed", "sealed-date"} & set(page)]
        assert len(signed) == 1, lines
        assert "body" in signed[0] or lines > 15, lines  # else a hundred characters and more
