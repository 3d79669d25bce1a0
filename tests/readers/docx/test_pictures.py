"""Pictures in somebody else's Word files: which come in, as what, and which are told of."""

from __future__ import annotations

import io
import zipfile

import pytest

from speechgen.document import Picture
from speechgen.images import read_image
from speechgen.readers import read_bytes
from speechgen.readers.reading import Reading
from tests.pictures_made import chunk, exif, png

from .word import p, word_file, zipped

_A = "http://schemas.openxmlformats.org/drawingml/2006"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = '<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="caption"/></w:style>'


def drawing(
    *, fill: str = "", frame: str = "", id: str = "r:embed='rId7'", uri: str = "picture"
) -> str:
    """A run with an anchored picture, 10 by 5 cm."""
    blip = f"<pic:blipFill><a:blip {id}/>{fill}</pic:blipFill>"
    return (
        f"<w:r><w:drawing><wp:anchor xmlns:wp='{_A}/wordprocessingDrawing' xmlns:a='{_A}/main'"
        f" xmlns:pic='{_A}/picture' xmlns:r='{_R}'>"
        "<wp:extent cx='3600000' cy='1800000'/><wp:docPr id='1' name='图片 1'/>"
        f"<a:graphic><a:graphicData uri='{_A}/{uri}'><pic:pic>{blip}<pic:spPr>"
        f"<a:xfrm {frame}><a:ext cx='9' cy='9'/></a:xfrm></pic:spPr></pic:pic>"
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
    )


def read(body: str, data: bytes = b"") -> Reading:
    with zipfile.ZipFile(io.BytesIO(word_file(body, styles=STYLES))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    relation = f'<Relationship Id="rId7" Type="{_R}/image" Target="media/image1.bin"/>'
    members["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{_RELATIONS}">{relation}</Relationships>'.encode()
    )
    members["word/media/image1.bin"] = data or png()
    return read_bytes("稿.docx", zipped(members))[0]


def pictures(reading: Reading) -> list[Picture]:
    return [block for block in reading.document.blocks if isinstance(block, Picture)]


def told(reading: Reading) -> list[str]:
    return [note.message for note in reading.residue]


def test_a_picture_comes_in_with_its_width() -> None:
    reading = read(p("开会。") + f"<w:p>{drawing()}</w:p>" + p("散会。"))
    assert pictures(reading) == [Picture(read_image(png()), width=5669)]
    kinds = [type(block).__name__ for block in reading.document.blocks]
    assert kinds == ["Para", "Picture", "Para"]
    assert told(reading) == []


def test_what_is_private_in_it_stays_out() -> None:
    held = png(extra=chunk(b"eXIf", exif(6)))
    (picture,) = pictures(read(f"<w:p>{drawing()}</w:p>", held))
    assert picture.image == read_image(png()), "Word turns it by the drawing alone"


@pytest.mark.parametrize(
    ("frame", "orientation"),
    [("rot='5400000'", 6), ("rot='10800000'", 3), ("flipH='1'", 2), ("flipV='1'", 4),
     ("rot='16200000' flipH='1'", 5), ("rot='-5400000'", 8), ("rot='21599000'", 1)],
)  # fmt: skip
def test_a_turned_one_stays_turned(frame: str, orientation: int) -> None:
    (picture,) = pictures(read(f"<w:p>{drawing(frame=frame)}</w:p>"))
    assert picture.image.orientation == orientation
    assert picture.width == (2834 if orientation > 4 else 5669)


def test_the_caption_below_is_its_title() -> None:
    caption = p("图1　现场", '<w:pStyle w:val="a3"/>')
    reading = read(f"<w:p>{drawing()}</w:p>{caption}" + p("下文。"))
    assert [picture.title for picture in pictures(reading)] == ["图1　现场"]
    assert [str(passage.text) for passage in reading.passages] == ["图1　现场", "下文。"]


def test_the_caption_of_a_table_is_not() -> None:
    caption = p("表1　分工", '<w:pStyle w:val="a3"/>')
    reading = read(f"<w:p>{drawing()}</w:p>{caption}" + p("下文。"))
    assert [picture.title for picture in pictures(reading)] == [""]
    assert "表1　分工" in [str(passage.text) for passage in reading.passages]


def test_text_beside_it_stands_above_it() -> None:
    reading = read(f"<w:p><w:r><w:t>如下图。</w:t></w:r>{drawing()}{drawing()}</w:p>")
    kinds = [type(block).__name__ for block in reading.document.blocks]
    assert kinds == ["Para", "Picture", "Picture"]


def test_an_old_picture_comes_in() -> None:
    body = (
        "<w:p><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'"
        f" style='position:absolute;width:150.5pt;height:9pt'><v:imagedata xmlns:r='{_R}'"
        " r:id='rId7'/></v:shape></w:pict></w:r></w:p>"
    )
    assert pictures(read(body)) == [Picture(read_image(png()), width=3010)]


def test_a_bomb_shown_often_is_opened_once() -> None:
    """Opened for each of its drawings, it takes minutes."""
    short = png(7000, 7000, pixels=bytes(7000 * 21001 - 1))
    reading = read(p("开会。") + f"<w:p>{drawing()}</w:p>" * 1000, short)
    assert pictures(reading) == []
    assert ["不完整" in said for said in told(reading)] == [True] * 1000


OTHERS = {
    "cropped": (drawing(fill="<a:srcRect l='5000'/>"), png(), "裁剪过的图片"),
    "leaning": (drawing(frame="rot='2700000'"), png(), "斜放的图片"),
    "linked": (drawing(id="r:link='rId7'"), png(), "链接到文件外面的图片"),
    "absent": (drawing(id="r:embed='rId99'"), png(), "图片，文件里没有它的内容"),
    "EMF": (drawing(), b"\1\0\0\0" + bytes(36) + b" EMF", "是 EMF 或 WMF 图形"),
    "GIF": (drawing(), b"GIF89a\1\0\1\0", "是 GIF 图片"),
    "damaged": (drawing(), png()[:-20], "不完整"),
    "a chart": (drawing(uri="chart").replace("pic:pic", "pic:no"), png(), "图表"),
    "SmartArt": (drawing(uri="diagram").replace("pic:pic", "pic:no"), png(), "SmartArt 图示"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_does_not_come_in_is_named(name: str) -> None:
    shown, data, said = OTHERS[name]
    reading = read(p("开会。") + f"<w:p>{shown}</w:p>", data)
    assert pictures(reading) == []
    (note,) = told(reading)
    assert note.startswith("没有收入（图片）：")
    assert said in note


def test_those_in_tables_are_told_of() -> None:
    cells = f"<w:tc><w:p><w:r><w:t>甲</w:t></w:r>{drawing()}</w:p></w:tc>"
    reading = read(p("开会。") + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
    assert told(reading) == ["没有收入（图片）：表格里的 1 张"]
