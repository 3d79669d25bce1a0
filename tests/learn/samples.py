"""Finished papers as units have them, made from XML: what Word and WPS leave in a file.

Owns six samples and how a DOCX is put together from paragraphs; every text is invented. Must not
know what is learned from them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final
from xml.sax.saxutils import escape

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_OPEN: Final = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:a="{_A}" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."

TITLE: Final = "在全区防汛工作会议上的讲话"
OPENING: Final = (
    "今年入汛以来，全区先后遇到5次强降雨，雨量比往年同期多两成，几条河道的水位一度接近警戒线。"
    "各街道、各部门连夜值守，转移群众，抢修堤段，没有发生大的险情，这是大家共同努力的结果。"
)
POINTS: Final = (
    ("认清形势，绷紧防汛这根弦", ("雨情比往年来得早", "河道欠账还没有还清")),
    ("抓住关键，把准备做在前面", ("物资要到点到位", "队伍要拉得出顶得上")),
    ("压实责任，守住安全底线", ("带班领导要到岗", "信息要报得快报得准")),
)
BODY: Final = (
    "气象部门预计，下一阶段还有几次较强的降雨过程，局部可能有短时暴雨。大家要对照预案，"
    "把人员、物资、道路、通信一项一项核到人、核到点，发现缺口当天补上，不能等到水来了再想办法。"
    "低洼小区、下穿通道、在建工地是重点，要有专人看守，有人员转移的路线和安置的地点。"
)
CLOSING: Final = (
    "同志们，防汛是硬任务，也是对我们作风的检验，希望大家把今天定的事一件一件落到实处。"
)


def run(text: str, rpr: str = "") -> str:
    return f'<w:r><w:rPr>{rpr}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def para(runs: str, ppr: str = "") -> str:
    return f"<w:p><w:pPr>{ppr}</w:pPr>{runs}</w:p>"


def fonts(east: str, latin: str = "", hint: bool = True) -> str:
    latin = latin or east
    asked = ' w:hint="eastAsia"' if hint else ""
    return f'<w:rFonts{asked} w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east}"/>'


def sized(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def field(code: str, rpr: str = "") -> str:
    """A page number as Word stores it: begin, code, separate, what it last showed, end."""
    char = '<w:r><w:rPr>{}</w:rPr><w:fldChar w:fldCharType="{}"/></w:r>'
    code = (
        f'<w:r><w:rPr>{rpr}</w:rPr><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    )
    return (
        char.format(rpr, "begin") + code + char.format(rpr, "separate") + run("1", rpr)
        + char.format(rpr, "end")
    )  # fmt: skip


def section(
    inner: str = "", *, margins: Sequence[int] = (2098, 1474, 1984, 1588), footer: int = 992,
    grid: str = "",
) -> str:  # fmt: skip
    top, right, bottom, left = margins
    return (
        f'<w:sectPr>{inner}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="{top}"'
        f' w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="851"'
        f' w:footer="{footer}" w:gutter="0"/><w:cols w:space="720"/>{grid}</w:sectPr>'
    )


def styles(defaults: str, rest: str, paragraphs: str = "") -> str:
    return (
        f"<w:styles {_OPEN}><w:docDefaults><w:rPrDefault><w:rPr>{defaults}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault>{paragraphs}</w:pPrDefault></w:docDefaults>{rest}</w:styles>"
    )


def style(id: str, name: str, ppr: str = "", rpr: str = "", based: str = "a") -> str:
    """A paragraph style; `a` is what Chinese programs call Normal."""
    on = f'<w:basedOn w:val="{based}"/>' if id != "a" else ""
    default = ' w:default="1"' if id == "a" else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{id}"><w:name w:val="{name}"/>{on}'
        f"<w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr></w:style>"
    )


def docx(
    body: Sequence[str], styles: str, section: str, *, headers: Sequence[str] = (),
    footers: Sequence[str] = (), facing: bool = False, theme: str = "",
    parts: Mapping[str, str] = MappingProxyType({}),
) -> bytes:  # fmt: skip
    """A package of these parts; header and footer parts are rIdh1…, rIdf1…. More `parts` go by
    their kind: `numbering`."""
    more = parts
    parts = {
        "word/document.xml": f"<w:document {_OPEN}><w:body>{''.join(body)}{section}</w:body>"
        "</w:document>",
        "word/styles.xml": styles,
        "word/settings.xml": f"<w:settings {_OPEN}>"
        f"{'<w:evenAndOddHeaders/>' if facing else ''}"
        '<w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>',
    }
    kinds = {"word/document.xml": "document.main", "word/styles.xml": "styles",
             "word/settings.xml": "settings"}  # fmt: skip
    links = [("rIds", "styles", "styles.xml"), ("rIdt", "settings", "settings.xml")]
    for kind, tag, texts in (("header", "hdr", headers), ("footer", "ftr", footers)):
        for at, text in enumerate(texts, 1):
            name = f"{kind}{at}.xml"
            parts[f"word/{name}"] = f"<w:{tag} {_OPEN}>{text}</w:{tag}>"
            kinds[f"word/{name}"] = kind
            links.append((f"rId{kind[0]}{at}", kind, name))
    for kind, text in more.items():
        parts[f"word/{kind}.xml"] = text
        kinds[f"word/{kind}.xml"] = kind
        links.append((f"rId{kind}", kind, f"{kind}.xml"))
    if theme:
        parts["word/theme/theme1.xml"] = theme
        links.append(("rIdm", "theme", "theme/theme1.xml"))
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{_WORD}{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    if theme:
        overrides += (
            '<Override PartName="/word/theme/theme1.xml"'
            ' ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
        )
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="png" ContentType="image/png"/>{overrides}</Types>'
    )
    parts["_rels/.rels"] = (
        f'<Relationships xmlns="{relations}"><Relationship Id="rId1" Type="{_R}/officeDocument"'
        ' Target="word/document.xml"/></Relationships>'
    )
    inner = "".join(
        f'<Relationship Id="{id}" Type="{_R}/{kind}" Target="{target}"/>'
        for id, kind, target in links
    )
    parts["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{relations}">{inner}</Relationships>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return made.getvalue()


Line = Callable[[str], str]


def speech(
    title: Line, byline: Line, called: Line, body: Line, first: Line,
    second: Callable[[str, str], str], *, blank: str = "", repeat: int = 2,
) -> list[str]:  # fmt: skip
    """The speech that all samples print; `blank` stands under the title block."""
    lines = [title(TITLE), byline("区长　周明远"), byline("（2026年6月8日）")]
    lines += [blank] if blank else []
    lines += [called("同志们："), body(OPENING), body("下面，我讲三点意见。")]
    for at, (head, points) in enumerate(POINTS):
        lines.append(first(f"{'一二三'[at]}、{head}"))
        for number, point in enumerate(points):
            lines.append(second(f"（{'一二'[number]}）{point}。", BODY))
            lines += [body(BODY)] * (repeat - 1)
    return [*lines, body(CLOSING)]


# -- six samples -----------------------------------------------------------------------------------

_WORD_DEFAULTS: Final = fonts("宋体", "Times New Roman", hint=False)
_NORMAL: Final = style(
    "a",
    "Normal",
    '<w:widowControl w:val="0"/><w:jc w:val="both"/>',
    f'<w:kern w:val="2"/>{sized(21)}',
)
_FOOTER: Final = style("a5", "footer", '<w:snapToGrid w:val="0"/><w:jc w:val="left"/>', sized(18))


def official() -> bytes:
    """22 lines of 28 characters, all formatting direct on Normal; facing page numbers in frames."""
    song, fang, hei, kai = (
        fonts(one) for one in ("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312")
    )
    tight = '<w:spacing w:val="-5"/>'
    exact = '<w:spacing w:line="579" w:lineRule="exact"/>'
    indent = '<w:ind w:firstLineChars="200" w:firstLine="630"/>'

    def line(font: str, ppr: str) -> Line:
        return lambda text: para(run(text, font + tight + sized(32)), ppr)

    def second(head: str, text: str) -> str:
        runs = run(head, kai + tight + sized(32)) + run(text, fang + tight + sized(32))
        return para(runs, exact + indent)

    centred = '<w:jc w:val="center"/>'
    body = speech(
        lambda text: para(run(text, song + sized(44)), exact + centred),
        line(kai, exact + centred), line(fang, exact), line(fang, exact + indent),
        line(hei, exact + indent), second, blank=para("", exact),
    )  # fmt: skip
    number = fonts("宋体") + sized(28)
    shown = run("— ", number) + field("PAGE", number) + run(" —", number)
    edges = (("right", "right"), ("left", "left"))
    footers = [
        para(shown, f'<w:pStyle w:val="a5"/><w:spacing w:line="280" w:lineRule="exact"/>'
             f'<w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{jc}"/>')
        for side, jc in edges
    ]  # fmt: skip
    inner = (
        '<w:footerReference w:type="default" r:id="rIdf1"/>'
        '<w:footerReference w:type="even" r:id="rIdf2"/>'
    )
    page = section(inner, footer=1432, grid='<w:docGrid w:type="lines" w:linePitch="579"/>')
    made = styles(_WORD_DEFAULTS, _NORMAL + _FOOTER)
    return docx(body, made, page, footers=footers, facing=True)


def wps() -> bytes:
    """As WPS leaves it: indents typed as blanks, the page number in a text box, big type."""
    zhong, fang = fonts("华文中宋"), fonts("仿宋")
    exact = '<w:snapToGrid w:val="0"/><w:spacing w:line="600" w:lineRule="exact"/>'

    def body(text: str) -> str:
        return para(run("　　" + text, fang + sized(36)), exact)

    def first(text: str) -> str:
        return para(run("　　" + text, fonts("黑体") + sized(36)), exact)

    def second(head: str, text: str) -> str:
        runs = run("　　" + head, fang + "<w:b/><w:bCs/>" + sized(36)) + run(text, fang + sized(36))
        return para(runs, exact)

    centred = '<w:jc w:val="center"/>'
    lines = speech(
        lambda text: para(run(text, zhong + "<w:b/><w:bCs/>" + sized(52)), exact + centred),
        lambda text: para(run(text, fonts("楷体") + sized(32)), exact + centred),
        lambda text: para(run(text, fang + sized(36)), exact), body, first, second,
        blank=para("", exact),
    )  # fmt: skip
    inside = para(field("PAGE", sized(28)), '<w:pStyle w:val="a5"/>')
    box = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0"'
        ' distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0"'
        ' layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH'
        ' relativeFrom="margin"><wp:align>center</wp:align></wp:positionH><wp:positionV'
        ' relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV><wp:extent'
        ' cx="400000" cy="200000"/><wp:wrapNone/><wp:docPr id="1" name="文本框 1"/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="400000" cy="200000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f"</wps:spPr><wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx><wps:bodyPr"
        ' wrap="none" lIns="0" tIns="0" rIns="0" bIns="0"/></wps:wsp></a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )
    inner = '<w:footerReference w:type="default" r:id="rIdf1"/>'
    page = section(inner, margins=(1440, 1440, 1440, 1440))
    made = styles(_WORD_DEFAULTS, _NORMAL + _FOOTER)
    return docx(lines, made, page, footers=[para(box, '<w:pStyle w:val="a5"/>')])


THEME: Final = (
    f'<a:theme xmlns:a="{_A}" name="Office"><a:themeElements><a:fontScheme name="Office">'
    '<a:majorFont><a:latin typeface="Calibri Light"/><a:ea typeface=""/><a:cs typeface=""/>'
    '<a:font script="Hans" typeface="等线 Light"/></a:majorFont><a:minorFont>'
    '<a:latin typeface="Calibri"/><a:ea typeface=""/><a:cs typeface=""/>'
    '<a:font script="Hans" typeface="等线"/></a:minorFont></a:fontScheme></a:themeElements>'
    "</a:theme>"
)


def styled() -> bytes:
    """A careful unit's template: real styles, theme fonts, an automatic size of gaps."""
    themed = (
        '<w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia"'
        ' w:hAnsiTheme="minorHAnsi"/>' + sized(24)
    )
    made = styles(
        themed,
        style("a", "Normal", '<w:widowControl w:val="0"/><w:jc w:val="both"/>')
        + style("t", "Title", '<w:spacing w:before="240" w:after="120"/><w:jc w:val="center"/>',
                fonts("黑体", hint=False) + "<w:b/>" + sized(36))
        + style("by", "署名", '<w:jc w:val="center"/>', fonts("楷体", hint=False))
        + style("s", "Salutation", "", "<w:b/>")
        + style("b", "Body Text Indent", '<w:spacing w:line="400" w:lineRule="exact"/>'
                '<w:ind w:firstLineChars="200" w:firstLine="480"/>')
        + style("1", "heading 1", '<w:spacing w:before="120" w:after="60"/>'
                '<w:outlineLvl w:val="0"/>', fonts("黑体", hint=False) + sized(28))
        + style("2", "heading 2", '<w:ind w:firstLineChars="200" w:firstLine="480"/>'
                '<w:outlineLvl w:val="1"/>', "<w:b/>")
        + style("2c", "Heading 2 Char").replace('"paragraph"', '"character"')
        .replace("<w:rPr></w:rPr>", "<w:rPr><w:b/></w:rPr>").replace('<w:basedOn w:val="a"/>', "")
        .replace("<w:pPr></w:pPr>", "") + _FOOTER,
        '<w:pPr><w:spacing w:after="100" w:line="264" w:lineRule="auto"/></w:pPr>',
    )  # fmt: skip

    def line(id: str) -> Line:
        return lambda text: para(run(text), f'<w:pStyle w:val="{id}"/>')

    def second(head: str, text: str) -> str:
        runs = run(head, '<w:rStyle w:val="2c"/>') + run(text)
        return para(runs, '<w:pStyle w:val="b"/>')

    body = speech(line("t"), line("by"), line("s"), line("b"), line("1"), second)
    footers = [para(field("PAGE \\* MERGEFORMAT"), '<w:pStyle w:val="a5"/><w:jc w:val="right"/>')]
    inner = '<w:footerReference w:type="default" r:id="rIdf1"/>'
    page = section(inner, margins=(1440, 1800, 1440, 1800))
    return docx(body, made, page, footers=footers, theme=THEME)


def large_print() -> bytes:
    """For the podium: very large type at one and a half lines, page x of y."""
    song = fonts("宋体") + sized(44)
    half = '<w:spacing w:line="360" w:lineRule="auto"/>'
    indent = '<w:ind w:firstLine="880"/>'

    def line(rpr: str, ppr: str) -> Line:
        return lambda text: para(run(text, rpr), half + ppr)

    def second(head: str, text: str) -> str:
        return para(run(head, song + "<w:b/>") + run(text, song), half + indent)

    centred = '<w:jc w:val="center"/>'
    body = speech(
        line(fonts("黑体") + sized(48), centred), line(song, centred), line(song, ""),
        line(song, indent), line(song + "<w:b/>", indent), second, repeat=1,
    )  # fmt: skip
    small = sized(24)
    shown = run("第", small) + field("PAGE", small) + run("页 共", small)
    shown += f'<w:fldSimple w:instr=" NUMPAGES ">{run("9", small)}</w:fldSimple>' + run("页", small)
    inner = '<w:footerReference w:type="default" r:id="rIdf1"/>'
    page = section(inner, margins=(1134, 1134, 1134, 1134), footer=567)
    footers = [para(shown, '<w:pStyle w:val="a5"/><w:jc w:val="center"/>')]
    return docx(body, styles(_WORD_DEFAULTS, _NORMAL + _FOOTER), page, footers=footers)


def letter() -> bytes:
    """A company's: words and a line in the header, two families of type, loose lines."""
    song, hei = fonts("宋体", "Arial") + sized(24), fonts("微软雅黑", "Arial")
    loose = '<w:spacing w:before="0" w:after="120" w:line="360" w:lineRule="auto"/>'
    indent = '<w:ind w:firstLine="480"/>'

    def line(rpr: str, ppr: str) -> Line:
        return lambda text: para(run(text, rpr), loose + ppr)

    def first(text: str) -> str:
        gaps = '<w:spacing w:before="240" w:after="120" w:line="360" w:lineRule="auto"/>'
        return para(run(text, hei + "<w:b/>" + sized(28)), f"<w:keepNext/>{gaps}")

    def second(head: str, text: str) -> str:
        return para(run(head, song + "<w:b/>") + run(text, song), loose + indent)

    blue = hei + '<w:b/><w:color w:val="1F4E79"/>' + sized(36)
    body = speech(
        line(blue, '<w:jc w:val="center"/>'), line(song, '<w:jc w:val="center"/>'),
        line(song, ""), line(song, indent), first, second, repeat=3,
    )  # fmt: skip
    small = fonts("宋体", "Arial") + sized(18)
    header = para(
        run("青禾科技有限公司　内部资料", small),
        '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>'
        '<w:jc w:val="center"/>',
    )
    shown = field("PAGE", small) + run(" / ", small) + field("NUMPAGES", small)
    inner = (
        '<w:headerReference w:type="default" r:id="rIdh1"/>'
        '<w:footerReference w:type="default" r:id="rIdf1"/>'
    )
    page = section(inner, margins=(1440, 1418, 1440, 1418), footer=850)
    footers = [para(shown, '<w:jc w:val="right"/>')]
    made = styles(_WORD_DEFAULTS, _NORMAL + _FOOTER)
    return docx(body, made, page, headers=[header], footers=footers)


def gridded(grid: str = '<w:docGrid w:type="lines" w:linePitch="560"/>') -> bytes:
    """Word's own grid: lines at single spacing stand on it, characters keep their width."""
    fang = fonts("仿宋_GB2312", "Times New Roman") + sized(32)
    indent = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'

    def line(rpr: str, ppr: str = indent) -> Line:
        return lambda text: para(run(text, rpr), ppr)

    def second(head: str, text: str) -> str:
        kai = fonts("楷体_GB2312", "Times New Roman") + sized(32)
        return para(run(head, kai) + run(text, fang), indent)

    centred = '<w:jc w:val="center"/>'
    body = speech(
        line(fonts("方正小标宋简体") + sized(44), centred), line(fang, centred), line(fang, ""),
        line(fang), line(fonts("黑体") + sized(32)), second, blank=para("", ""),
    )  # fmt: skip
    shown = run("- ") + field("PAGE") + run(" -")
    inner = '<w:footerReference w:type="default" r:id="rIdf1"/>'
    page = section(inner, margins=(2098, 1531, 1984, 1531), grid=grid)
    made = styles(_WORD_DEFAULTS, _NORMAL.replace(sized(21), sized(32)) + _FOOTER)
    return docx(
        body, made, page, footers=[para(shown, '<w:pStyle w:val="a5"/><w:jc w:val="center"/>')]
    )


def notice() -> bytes:
    """A notice under a red head, with a table, an attachment and who signs."""
    fang, song = fonts("仿宋") + sized(32), fonts("方正小标宋简体")
    exact = '<w:spacing w:line="560" w:lineRule="exact"/>'
    indent = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
    centred, right = '<w:jc w:val="center"/>', '<w:ind w:right="640"/><w:jc w:val="right"/>'
    red = '<w:color w:val="FF0000"/>' + sized(96)
    line = '<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="8" w:color="FF0000"/></w:pBdr>'
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    rows = (("日期", "值班人"), ("6月9日", "第一组"), ("6月10日", "第二组"))
    small = fonts("宋体") + sized(24)
    table = (
        '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/>'
        f'<w:tblBorders>{edges}</w:tblBorders></w:tblPr><w:tblGrid><w:gridCol w:w="3000"/>'
        '<w:gridCol w:w="3000"/></w:tblGrid>'
    )
    for row in rows:
        cells = (f"<w:tc>{para(run(text, small), centred)}</w:tc>" for text in row)
        table += f"<w:tr>{''.join(cells)}</w:tr>"
    body = [
        para(run("青禾区水务局文件", song + red), centred),
        para(run("青水〔2026〕8号", fang), line + centred),
        para("", exact), para(run("关于做好汛期值班工作的通知", song + sized(44)), exact + centred),
        para("", exact), para(run("各街道、各单位：", fang), exact),
        para(run("一、严格值班", fonts("黑体") + sized(32)), exact + indent),
        para(run(BODY, fang), exact + indent), table + "</w:tbl>",
        para(run("二、备足物资", fonts("黑体") + sized(32)), exact + indent),
        para(run(BODY, fang), exact + indent), para("", exact),
        para(run("附件：值班安排表", fang), exact + indent), para("", exact),
        para(run("青禾区水务局", fang), exact + right),
        para(run("2026年6月8日", fang), exact + right),
    ]  # fmt: skip
    return docx(body, styles(_WORD_DEFAULTS, _NORMAL), section())


SAMPLES: Final[dict[str, Callable[[], bytes]]] = {
    "official": official,
    "wps": wps,
    "styled": styled,
    "large print": large_print,
    "letter": letter,
    "gridded": gridded,
}
