"""Damage: parts of a Word file cut short, garbled, missing or astray, and the zip itself spoilt.

Must not know what the parts say.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from copy import deepcopy
from typing import Final

from lxml import etree

from tests.fuzz.odd_texts import NONSENSE

Parts = dict[str, bytes]

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def _one_part(parts: Parts, chance: random.Random) -> str:
    """A part that is there: an earlier damage may have taken any away."""
    wanted = "word/document.xml" if chance.random() < 0.4 else chance.choice(sorted(parts))
    return wanted if wanted in parts else chance.choice(sorted(parts))


def _cut_short(parts: Parts, chance: random.Random) -> None:
    name = _one_part(parts, chance)
    parts[name] = parts[name][: chance.randrange(len(parts[name]) + 1)]


def _garbage(parts: Parts, chance: random.Random) -> None:
    name = _one_part(parts, chance)
    data = bytearray(parts[name])
    for _ in range(chance.randint(1, 5)):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
    parts[name] = chance.choice((bytes(data), bytes(data), chance.randbytes(200)))


def _absent(parts: Parts, chance: random.Random) -> None:
    parts.pop(_one_part(parts, chance), None)


def _empty(parts: Parts, chance: random.Random) -> None:
    parts[_one_part(parts, chance)] = chance.choice((b"", b"\n", b"<a/>", b"<w:document/>"))


def _encoded(parts: Parts, chance: random.Random) -> None:
    name = _one_part(parts, chance)
    text = parts[name].decode("utf-8", "replace")
    said, meant = chance.choice(
        (("UTF-8", "utf-16"), ("UTF-16", "utf-8"), ("GBK", "gb18030"), ("GBK", "utf-8"),
         ("UTF-8", "utf-8-sig"), ("utf-16", "utf-16"), ("x-none", "utf-8"))
    )  # fmt: skip
    parts[name] = text.replace("UTF-8", said, 1).encode(meant)


def _another_namespace(parts: Parts, chance: random.Random) -> None:
    name = _one_part(parts, chance)
    other = chance.choice((_STRICT, "urn:nobody"))
    parts[name] = parts[name].replace(W.encode(), other.encode())


def _odd_character(parts: Parts, chance: random.Random) -> None:
    name = _one_part(parts, chance)
    sign = chance.choice((b"&#1;", b"&#xD800;", b"&x;", b"\x00", b"&#65535;", b"<![CDATA[a]]>"))
    parts[name] = parts[name].replace(b"<w:t>", b"<w:t>" + sign, 2)


def _extra(parts: Parts, chance: random.Random) -> None:
    name = chance.choice(
        ("word/media/a.png", "a/../b.xml", "/word/x.xml", "WORD/DOCUMENT.XML", "word/",
         "customXml/item1.xml", "word\\styles.xml", "目录/文.xml", "docProps/core.xml",
         "_xmlsignatures/sig1.xml")
    )  # fmt: skip
    parts[name] = chance.choice((b"", b"<a/>", chance.randbytes(50)))


def _astray(parts: Parts, chance: random.Random) -> None:
    name = chance.choice(("_rels/.rels", "word/_rels/document.xml.rels"))
    to = chance.choice((b"../../x.xml", b"/word/document.xml", b"", b"http://a/", b"NULL", b"."))
    for was in (b"word/document.xml", b"styles.xml", b"numbering.xml", b"comments.xml"):
        if chance.random() < 0.5 and name in parts:
            parts[name] = parts[name].replace(b'Target="' + was, b'Target="' + to)


def _rearranged(parts: Parts, chance: random.Random) -> None:
    """What no schema allows: elements gone, empty, doubled, elsewhere, in others, renamed."""
    name = _one_part(parts, chance)
    try:
        root = etree.fromstring(parts[name])
    except etree.XMLSyntaxError:  # of an earlier damage
        return
    for _ in range(chance.choice((1, 3, 9, 27))):
        every = list(root.iter(etree.Element))
        one, other = chance.choice(every), chance.choice(every)
        if (above := one.getparent()) is None:
            continue
        step, at, key = chance.randrange(8), above.index(one), chance.choice([*one.keys(), ""])
        if step == 0:
            above.remove(one)
        elif step == 1:
            one[:] = []
        elif step == 2:
            other.insert(chance.randrange(len(other) + 1), deepcopy(one))
        elif step == 3 and one not in [other, *other.iterancestors()]:
            other.append(one)
        elif step == 4:
            above[at : at + 1] = list(one)
        elif step == 5:
            above.insert(at, around := etree.Element(other.tag))
            around.append(one)
        elif step == 6:
            space = chance.choice(("", f"{{{_STRICT}}}", "{urn:nobody}"))
            one.tag = chance.choice((str(other.tag), space + etree.QName(one).localname))
        elif key:
            one.set(key, chance.choice((*NONSENSE, *filter(None, [other.get(key)]))))
    parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


DAMAGES: Final[tuple[Callable[[Parts, random.Random], None], ...]] = (
    _cut_short,
    _garbage,
    _absent,
    _empty,
    _encoded,
    _another_namespace,
    _odd_character,
    _extra,
    _astray,
    *[_rearranged] * 9,
)


def zipped(parts: Parts, chance: random.Random) -> bytes:
    made = io.BytesIO()
    way = chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    with zipfile.ZipFile(made, "w", way) as file:
        for name, data in parts.items():
            file.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, way)
    return made.getvalue()


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """The zip itself damaged: bytes changed (a wrong CRC among them), cut, or something before."""
    step = chance.randrange(4)
    if step == 0:
        return data[: chance.randrange(len(data))]
    if step == 1:
        return chance.randbytes(30) + data
    changed = bytearray(data)
    for _ in range(chance.randint(1, 3)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)
