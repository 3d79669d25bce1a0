"""Documents and packages that the tests of the DOCX writer share. All of it is invented."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

from speechgen.document import Document, Entry, Item, Para, Table, number

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

SENTENCES = (
    "今年汛期气候形势复杂，据市气象局预测，6月至8月全市降水量较常年偏多一至二成，局地可能出现短时强降水。",
    "各有关单位要把准备工作做在前面，把困难想得更多一些，把措施定得更细一些，确保每一座水库、每一条河道、"
    "每一处低洼地带都有人巡、有人管、有人负责。",
    "要坚持边排查边整改，能立即整改的不过夜，一时难以整改的要落实监测措施和避险方案，5月25日前完成第一轮拉网式排查。",
    "要加强值班值守，严格执行24小时值班和领导带班制度，遇有险情第一时间报告、第一时间处置，不得迟报、漏报。",
)


def prose(count: int, start: int = 0) -> str:
    """`count` sentences, a different mix for each `start`."""
    return "".join(SENTENCES[(start + at) % len(SENTENCES)] for at in range(count))


def speech(sections: int = 3, points: int = 4) -> Document:
    """A speech with every kind of paragraph, numbered: about four pages as it stands."""
    blocks: list[Para | Item] = [
        Para("在全市2026年防汛抗旱和城市内涝防治工作动员部署会上的讲话", "title"),
        Para("云汀市副市长　沈明远", "byline"),
        Para("（2026年5月12日）", "date"),
        Para("同志们：", "salutation"),
        Para("今天我们召开全市防汛工作部署会，主要任务是分析形势、安排工作。" + prose(1)),
        Para("下面，我讲三点意见。"),
    ]
    for section in range(sections):
        blocks.append(
            Item(
                1,
                (
                    "认清严峻形势，绷紧防汛之弦",
                    "抓住关键环节，做实防汛准备",
                    "压实各方责任，守住安全底线",
                )[section % 3],
                pattern="一、",
            )
        )
        blocks.append(Para(prose(2, section)))
        for point in range(points):
            body = prose(2, section + point)
            blocks.append(Item(2, f"第{point + 1}类隐患排查要全。", body, pattern="（一）"))
    blocks += [
        Item(2, "应急准备要足。", "要做好三件事。", pattern="（一）"),
        Item(3, "队伍。", "抢险队伍每队不少于30人。", pattern="1."),
        Item(3, "物资按清单备齐", pattern="1."),
        Para("沙袋、水泵和发电机组由【待补：物资保管单位】统一调配。"),
        Item(4, "编织袋不少于2万条；", pattern="（1）", heading=False),
        Item(4, "排水泵不少于40台。", pattern="（1）", heading=False),
        Para(
            "督查分三步：",
            entries=(
                Entry("自查自纠；", "一是"),
                Entry("交叉互查；", "一是"),
                Entry("重点抽查。", "一是"),
            ),
        ),
        Para("同志们，防汛责任重于泰山。让我们守好每一道堤防，确保安全度汛！", "closing"),
        Para("附件：1. 防汛责任区划分表", "attachment"),
        Para("云汀市防汛抗旱指挥部", "signature"),
        Para("2026年5月12日", "signature-date"),
    ]
    title = "在全市2026年防汛抗旱和城市内涝防治工作动员部署会上的讲话"
    return number(Document(tuple(blocks), title=title, date="2026-05-12"))


def with_table(document: Document) -> Document:
    """The document with a table of two columns at its end."""
    rows = (("乡镇", "责任人和电话"), ("北山镇", "李文清　0216550000"), ("河口镇", "王小满"))
    return Document((*document.blocks, Table(rows, widths=(1, 3))), title=document.title)


def parts(data: bytes) -> dict[str, bytes]:
    """A package's parts by name, in the order of the zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def body_of(data: bytes) -> ET.Element:
    """The `w:body` of a DOCX."""
    body = ET.fromstring(parts(data)["word/document.xml"]).find(f"{W}body")
    assert body is not None
    return body


def value(element: ET.Element | None, name: str = "val") -> str | None:
    """An attribute of the w namespace; None where the element is missing."""
    return None if element is None else element.get(W + name)
