"""Workbooks and delimited files made at random, some of them damaged.

Owns how they are made, part by part, without any library's help. Must not know the commands.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from speechgen.tables import letters

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"

STRANGE: Final = [
    "", " ", "\x00", "\x07", "\x1b[31m红", "\u202e", "\ufeff", "²", "٣", "１２", "-1", "1e999",
    "nan", "#N/A", "=1+1", "{{ 7*7 }}", "{序号}", "..", "../外", "/绝对", "CON", "a/b", "长" * 300,
    "长" * 10_000, "甲" * 40_000, "是", "\r\n\n", '"', ",", "𠮷", "e\u0301", "2026-13-45", "25:00",
    "~", "[", "|", "_x0007_",
    "_x000D_", "第1页", "张　伟", "张伟、李娜", "1900-02-29", "9999年12月31日",
]  # fmt: skip
_ODD_NUMBERS: Final = [2958466.0, -1.0, 0.5, 60.0, 1e300]
_SURNAMES: Final = "赵钱孙李周吴郑王冯陈褚卫"
_GIVEN: Final = "安邦才德恩福光海宏吉"


@dataclass(frozen=True)
class Made:
    """A file: its name, its bytes (None for no file at all) and whether it is what it should be."""

    name: str
    data: bytes | None
    sound: bool


def rows_made(chance: random.Random) -> list[list[object]]:
    """A table for a batch, its header first; every row holds something."""
    header: list[object] = [
        "序号",
        "标题",
        "单位",
        *chance.sample(["日期", "称谓", "联系人", "数"], 2),
    ]
    count = chance.choice([1, 1, 2, 3, 4])
    return [
        header,
        *(
            [float(n), f"关于召开第{n}次会议的邀请", f"第{n}社区", f"2026年5月{n}日", f"同志{n}"]
            for n in range(1, count + 1)
        ),
    ]


def roster_rows(chance: random.Random) -> list[list[object]]:
    """A roster, its headings first; no two names are the same."""
    header: list[object] = ["序号", "单位", "职务", "姓名", "角色"]
    names = [a + b + c for a in _SURNAMES for b in _GIVEN for c in "一二三"]
    return [
        header,
        *(
            [float(n), f"第{n}局", "局长", name, "出席"]
            for n, name in enumerate(chance.sample(names, chance.randint(1, 5)), 1)
        ),
    ]


# -- workbooks -----------------------------------------------------------------------------------


def workbook(chance: random.Random, rows: list[list[object]], stem: str) -> Made:
    """A workbook of some kind; four in ten are sound."""
    name = f"{stem}{chance.choice(['.xlsx'] * 8 + ['.xlsm', '.XLSX'])}"
    if chance.random() < 0.4:
        return Made(name, packed(parts(chance, rows), chance), True)
    damage = chance.choice(DAMAGES)
    return damage(chance, rows, name)


def parts(chance: random.Random, rows: list[list[object]], strange: bool = False) -> dict[str, str]:
    """The parts of a workbook of one or two sheets."""
    shared: list[str] = []
    prefix = chance.choice(["", "", "", "x:"])
    sheet = _sheet(chance, rows, shared, prefix, strange)
    relation = f'<Relationship Id="{{}}" Type="{OFFICE}/{{}}" Target="{{}}"/>'
    target = chance.choice(["worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml"])
    found = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        + relation.format("r1", "officeDocument", "xl/workbook.xml")
        + "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        + chance.choice(["", "", '<workbookPr date1904="1"/>'])
        + '<sheets><sheet name="名单" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        + relation.format("r1", "worksheet", target)
        + relation.format("r2", "sharedStrings", "sharedStrings.xml")
        + relation.format("r3", "styles", "styles.xml")
        + "</Relationships>",
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}" count="{chance.choice([0, 10**12])}">'
        + "".join(shared)
        + "</sst>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode='
        '"yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><cellXfs><xf numFmtId="0"/>'
        '<xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="46"/></cellXfs></styleSheet>',
    }
    return {part: '<?xml version="1.0" encoding="UTF-8"?>' + text for part, text in found.items()}


def _sheet(
    chance: random.Random, rows: list[list[object]], shared: list[str], x: str, strange: bool
) -> str:
    places = chance.random() < 0.8
    lines = []
    for y, row in enumerate(rows, 1):
        cells = []
        for at, given in enumerate(row):
            odd = strange and chance.random() < 0.2
            value = chance.choice([*STRANGE, *_ODD_NUMBERS]) if odd else given
            place = f' r="{letters(at)}{y}"' if places else ""
            cells.append(_cell(chance, place, value, shared, x, strange))
        if places and chance.random() < 0.1:
            cells.append(f'<{x}c r="XFD{y}" s="0"/>')  # formatted, and empty
        number = f' r="{y}"' if places or chance.random() < 0.5 else ""
        lines.append(f"<{x}row{number}>{''.join(cells)}</{x}row>")
    if chance.random() < 0.3 and (places or len(rows) < 1_048_576):
        lines.append(f'<{x}row r="1048576"><{x}c r="XFD1048576" s="1"/></{x}row>')
    merges = ""
    if strange and chance.random() < 0.5:
        ref = chance.choice(
            ["A1:XFD1048576", "C3:A1", "A2:A3", "D2:D3", "A0:B0", "ZZZZ1:A9", "A1", "A2:B999999"]
        )
        merges = f'<{x}mergeCells><{x}mergeCell ref="{ref}"/></{x}mergeCells>'
    space = f'xmlns:x="{MAIN}"' if x else f'xmlns="{MAIN}"'
    size = chance.choice(["", "", f'<{x}dimension ref="A1:XFD1048576"/>'])
    data = f"<{x}sheetData>{''.join(lines)}</{x}sheetData>"
    return f"<{x}worksheet {space}>{size}{data}{merges}</{x}worksheet>"


def _cell(
    chance: random.Random, place: str, value: object, shared: list[str], x: str, strange: bool
) -> str:
    style = f' s="{chance.choice([1, 2, 3, 99])}"' if strange and chance.random() < 0.3 else ""
    if isinstance(value, float):
        return f"<{x}c{place}{style}><{x}v>{value:g}</{x}v></{x}c>"
    text = escape("".join(c for c in str(value) if c >= " " or c in "\t\n\r"))
    if strange and chance.random() < 0.2:
        kind = chance.choice(["b", "e", "d", "n", "s", "str", "odd"])
        return f'<{x}c{place}{style} t="{kind}"><{x}v>{text}</{x}v></{x}c>'
    if strange and chance.random() < 0.1:
        return f"<{x}c{place}><{x}f>1+1</{x}f></{x}c>"
    way = chance.randrange(3)
    if way == 0:
        return f'<{x}c{place} t="inlineStr"><{x}is><{x}t>{text}</{x}t></{x}is></{x}c>'
    if way == 1:
        return f'<{x}c{place} t="str"><{x}v>{text}</{x}v></{x}c>'
    half = len(text) // 2 if "&" not in text else 0
    shared.append(
        chance.choice(
            [
                f"<si><t>{text}</t></si>",
                f"<si><r><t>{text[:half]}</t></r><r><rPr/><t>{text[half:]}</t></r></si>",
                f'<si><t>{text}</t><rPh sb="0" eb="1"><t>音</t></rPh></si>',
            ]
        )
    )
    return f'<{x}c{place} t="s"><{x}v>{len(shared) - 1}</{x}v></{x}c>'


def packed(found: dict[str, str], chance: random.Random, method: int | None = None) -> bytes:
    """The parts as a package."""
    data = io.BytesIO()
    if method is None:
        method = chance.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
    with zipfile.ZipFile(data, "w", method) as package:
        for name, text in found.items():
            package.writestr(zipfile.ZipInfo(name), text.encode(), method)
    return data.getvalue()


Damage = Callable[[random.Random, list[list[object]], str], Made]


def _strange_cells(chance: random.Random, rows: list[list[object]], name: str) -> Made:
    return Made(name, packed(parts(chance, rows, strange=True), chance), False)


def _changed_xml(chance: random.Random, rows: list[list[object]], name: str) -> Made:
    """Pieces of one part taken out, doubled or replaced."""
    found = parts(chance, rows, strange=chance.random() < 0.3)
    part = chance.choice(list(found))
    for _ in range(chance.randint(1, 3)):
        text = found[part] if "<" in found[part] else "<a/>"
        tags = text.split("<")
        at = chance.randrange(1, len(tags))
        step = chance.randrange(5)
        if step == 0:
            del tags[at]
        elif step == 1:
            tags.insert(chance.randrange(1, len(tags)), tags[at])
        elif step == 2:
            tags[at] = chance.choice(
                ['!DOCTYPE a [!ENTITY b "c"]>', "c r='B-3'>", 'c r="XFE1" t="s">', 'row r="0">',
                 'c r="A1" t="s"><v>²</v', 'c r="A9"/>', 'row r="99999999"/>', "v>9<", "!--",
                 'mergeCell ref="A1:XFD1048576"/>', "![CDATA[", 'sheet name="" r:id="r9"/>']
            )  # fmt: skip
        elif step == 3:
            tags[at] = tags[at].replace('"', "", 1)
        else:
            cut = chance.randrange(len(text))
            found[part] = text[:cut]
            continue
        found[part] = "<".join(tags)
    return Made(name, packed(found, chance), False)


def _missing_part(chance: random.Random, rows: list[list[object]], name: str) -> Made:
    found = parts(chance, rows)
    gone = chance.choice(list(found))
    if chance.random() < 0.3:
        found[f"{gone}.bak"] = found[gone]
    if chance.random() < 0.3:
        found["xl/workbook.bin"] = found["word/document.xml"] = "x"
    del found[gone]
    return Made(name, packed(found, chance), False)


def _twice(chance: random.Random, rows: list[list[object]], name: str) -> Made:
    found = parts(chance, rows)
    part = chance.choice(list(found))
    found[part.upper()] = found[part] + " "
    return Made(name, packed(found, chance), False)


def _bytes_changed(chance: random.Random, rows: list[list[object]], name: str) -> Made:
    data = bytearray(packed(parts(chance, rows), chance))
    for _ in range(chance.randint(1, 12)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return Made(name, bytes(data[: chance.choice([len(data), len(data), len(data) // 2])]), False)


def _lying_headers(chance: random.Random, rows: list[list[object]], name: str) -> Made:
    """Sizes, flags, methods and checksums that are not so, in every listed entry."""
    data = bytearray(packed(parts(chance, rows), chance))
    offset, form, value = chance.choice(
        [(8, "<H", 1), (8, "<H", 0x2001), (10, "<H", 12), (10, "<H", 14), (10, "<H", 99),
         (16, "<I", 7), (20, "<I", 3), (20, "<I", 0xFFFFFFF0), (24, "<I", 0),
         (24, "<I", 0xFFFFFFFF), (28, "<H", 0xFFFF), (42, "<I", 0), (42, "<I", 0xFFFFFFF0)]
    )  # fmt: skip
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        if chance.random() < 0.7:
            struct.pack_into(form, data, at + offset, value)
        at = data.find(b"PK\x01\x02", at + 4)
    return Made(name, bytes(data), False)


def _bomb(chance: random.Random, rows: list[list[object]], name: str) -> Made:
    """Much in little: one long text, one long tag, many empty cells or texts."""
    found = parts(chance, rows)
    sheet = "xl/worksheets/sheet1.xml"
    much = chance.randint(100_000, 3_000_000)
    match chance.randrange(5):
        case 0:
            found["xl/sharedStrings.xml"] = f"<sst><si><t>{'长' * much}</t></si></sst>"
        case 1:
            found["xl/sharedStrings.xml"] = f"<sst>{'<si/>' * (much // 10)}</sst>"
        case 2:
            found[sheet] = found[sheet].replace("<", f'<a b="{"x" * much}"/><', 3)
        case 3:
            found[sheet] = f"{'<a>' * (much // 10)}{'</a>' * (much // 10)}"
        case _:
            merge = '<mergeCell ref="A1:CV999"/>' * (much // 100)
            found[sheet] = found[sheet].replace("</worksheet>", f"{merge}</worksheet>")
    return Made(name, packed(found, chance, zipfile.ZIP_DEFLATED), False)


def _other_kind(chance: random.Random, rows: list[list[object]], name: str) -> Made:
    """What is no workbook, or none of this kind, under a workbook's name."""
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + chance.randbytes(600)
    data = chance.choice(
        [b"", b"PK", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"<html><table><td>1</table>",
         ole[:8], "姓名,标题\n甲,乙\n".encode("gb18030"), b"%PDF-1.7", bytes(1000),
         chance.randbytes(500), None]
    )  # fmt: skip
    if data == ole[:8]:
        locked = "EncryptedPackage".encode("utf-16-le")
        data = chance.choice([ole, ole + locked]) if chance.random() < 0.5 else ole[:8] + locked
    return Made(name, data, False)


DAMAGES: Final[list[Damage]] = [
    _strange_cells, _strange_cells, _changed_xml, _changed_xml, _missing_part, _twice,
    _bytes_changed, _lying_headers, _bomb, _other_kind,
]  # fmt: skip


# -- delimited files -----------------------------------------------------------------------------


def csv_file(chance: random.Random, rows: list[list[object]], stem: str) -> Made:
    """A delimited file; four in ten are sound."""
    sound = chance.random() < 0.4
    mark = chance.choice([",", ",", ";", "\t"])
    end = chance.choice(["\r\n", "\n", "\r"])
    lines = []
    for row in rows:
        cells = [f"{cell:g}" if isinstance(cell, float) else str(cell) for cell in row]
        if not sound:
            cells = [
                str(chance.choice(STRANGE)) if chance.random() < 0.1 else cell for cell in cells
            ]
        if sound or chance.random() < 0.5:
            cells = [_quoted(cell, mark, chance) for cell in cells]
        lines.append(mark.join(cells) + mark * chance.choice([0, 0, 0, 3]) * sound)
    if chance.random() < 0.2:
        lines += [""] * chance.choice([1, 1, 200])
    text = end.join(lines) + end * chance.randrange(2)
    name = f"{stem}{chance.choice(['.csv'] * 6 + ['.txt', '.tsv', '.CSV'])}"
    encoding = chance.choice(["utf-8"] * 3 + ["utf-8-sig", "gb18030", "utf-16"])
    if sound:
        return Made(name, text.encode(encoding), True)
    return Made(name, _spoilt(text, chance, mark, encoding), False)


def _spoilt(text: str, chance: random.Random, mark: str, encoding: str) -> bytes | None:
    step = chance.randrange(10)
    if step == 0:
        at = chance.randrange(len(text) + 1)
        text = text[:at] + '"' + text[at:]
    elif step == 1:
        text = mark * chance.choice([300, 20_000]) + text
    elif step == 2:
        text = text.replace("\n", "\n" + chance.choice(["\x00", "\ufeff", "\n" * 1000, "\v\f"]), 1)
    elif step == 3:
        text = text.replace("标题", chance.choice(STRANGE)).replace("姓名", chance.choice(STRANGE))
    elif step == 4:
        text = chance.choice(["", "\n", "sep=;\n", "sep=", mark, '"']) + text * chance.randrange(3)
    elif step == 5:
        return chance.choice([bytes(5000), b"PK\x03\x04", b"%PDF", b"\xff\xfe", b"\xff", None])
    data = bytearray(text.encode(chance.choice([encoding, "utf-16-le", "utf-16-be"]), "replace"))
    if step == 6 and data:
        for _ in range(chance.randint(1, 5)):
            data[chance.randrange(len(data))] = chance.randrange(256)
    if step == 7:
        del data[chance.randrange(len(data) + 1) :]
    return bytes(data)


def _quoted(cell: str, mark: str, chance: random.Random) -> str:
    if mark in cell or '"' in cell or "\n" in cell or "\r" in cell or chance.random() < 0.2:
        return '"' + cell.replace('"', '""') + '"'
    return cell
