"""Word files with packages that are odd or damaged, by what is wrong with them.

`READ`: the text is read all the same; `REWRITTEN`: they are changed too, all else byte for byte.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from tests.files.zips import Record, deflated, zip_of
from tests.readers.docx.word import CONTENT_TYPES, abstract, num, numbered, p, part

PICTURE = "word/media/image1.png"
DOCUMENT = "word/document.xml"
TEXT = "各单位要抓紧排查隐患,月底前报送结果。"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def relationships(*rows: tuple[str, str]) -> bytes:
    inner = "".join(
        f'<Relationship Id="r{at}" Type="{_R}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(rows)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{inner}</Relationships>'.encode()


def document(body: str) -> bytes:
    return part("document", f"<w:body>{body}</w:body>").encode()


TYPES = CONTENT_TYPES.replace(
    "</Types>",
    '<Default Extension="png" ContentType="image/png"/>'
    f'<Override PartName="/{DOCUMENT}" ContentType="{_WORD}.document.main+xml"/></Types>',
).encode()

PARTS = {
    "[Content_Types].xml": TYPES,
    "_rels/.rels": relationships(("officeDocument", DOCUMENT)),
    "word/_rels/document.xml.rels": relationships(
        ("styles", "styles.xml"), ("numbering", "numbering.xml"), ("image", "media/image1.png")
    ),
    DOCUMENT: document(
        p("在全市安全生产会议上的讲话") + numbered("提高认识", 1) + p(TEXT)
        + numbered("抓好落实", 1) + p("一、守住底线") + p("三、压实责任")
    ),
    "word/styles.xml": part(
        "styles", '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    ).encode(),
    "word/numbering.xml": part(
        "numbering", abstract(0, ("chineseCounting", "%1、")) + num(1, 0)
    ).encode(),
    PICTURE: bytes(range(256)) * 8,
}  # fmt: skip


def records(**changed: Record | None) -> list[Record]:
    """The whole file as records; by `document`, `picture`, `styles`, … one is another, or gone."""
    named = {
        DOCUMENT: "document",
        PICTURE: "picture",
        "word/styles.xml": "styles",
        "word/numbering.xml": "numbering",
        "word/_rels/document.xml.rels": "relations",
    }
    found = (changed.get(named.get(name, ""), Record(name, PARTS[name])) for name in PARTS)
    return [one for one in found if one is not None]


def of(name: str, **changed: object) -> Record:
    return replace(Record(name, PARTS[name]), **changed)  # type: ignore[arg-type]


WHOLE = zip_of(records())
ZEROS = 1 << 30


@cache
def zeros() -> bytes:
    """A gigabyte of zeros, deflated."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    megabyte = squeeze.compress(bytes(1 << 20)) + squeeze.flush(zlib.Z_FULL_FLUSH)
    return megabyte * (ZEROS >> 20) + squeeze.flush()


def overlapping() -> bytes:
    """Four hundred pictures that all are one record."""
    big = Record(PICTURE, bytes(1 << 16))
    at = len(zip_of(records(picture=None), count=0)) - 22
    at -= sum(46 + len(one.name) for one in records(picture=None))
    again = [replace(big, stored_at=at) for _ in range(400)]
    return zip_of([*records(picture=big), *again])


# a picture that nobody reads: copied as it is, whatever is wrong with it
PICTURES = {
    "a wrong checksum": of(PICTURE, crc=7),
    "encrypted": of(PICTURE, flags=1, packed=b"\0" * 12 + PARTS[PICTURE]),
    "an odd method": of(PICTURE, method=99, packed=b"AE-x"),
    "method of a newer version": of(PICTURE, version=250),
    "packed bytes that inflate to nothing": of(PICTURE, packed=b"\xff" * 50),
    "a data descriptor": of(PICTURE, descriptor=True),
    "stored": of(PICTURE, method=0),
    "a lying size": of(PICTURE, size=3),
    "a gigabyte it says": of(PICTURE, size=1 << 30),
    "numbers of 64 bits": of(PICTURE, wide=True),
    "an extra field and a comment": of(PICTURE, extra=b"\x99\x99\2\0ab", comment="图".encode()),
    "a broken extra field": of(PICTURE, extra=b"\x01\x00\xff\xff"),
    "another name in its own record": of(PICTURE, local_name=b"word/media/image2.png"),
    "other facts in its own record": of(PICTURE, local=(0, 0, 1, 2, 3)),
    "no such method in its own record": of(PICTURE, local=(1, 77, 1, 2, 3)),
}

REWRITTEN: dict[str, Callable[[], bytes]] = {
    "nothing wrong": lambda: WHOLE,
    **{f"a picture: {name}": lambda one=one: zip_of(records(picture=one))  # type: ignore[misc]
       for name, one in PICTURES.items()},
    "a picture twice": lambda: zip_of([*records(), of(PICTURE, content=b"2")]),
    "a picture of a gigabyte": lambda: zip_of(
        records(picture=Record(PICTURE, b"", packed=zeros(), size=ZEROS))
    ),
    "a comment": lambda: zip_of(records(), comment=b"made by nobody"),
    "a comment that looks like an end": lambda: zip_of(records(), comment=b"PK\5\6" + bytes(30)),
    "bytes behind the end": lambda: zip_of(records(), tail=b"\n\n"),
    "a gap before the directory": lambda: zip_of(records(), gap=b"gap" * 9),
    "an end of 64 bits": lambda: zip_of(records(), wide_end=True),
    "a wrong count": lambda: zip_of(records(), count=2),
    "folders": lambda: zip_of([Record("word/", method=0), *records(), Record("_rels/", method=0)]),
    "a record nobody lists": lambda: zip_of(
        [of(DOCUMENT, content=document(p("删去的旧稿")), listed=False), *records()]
    ),
    "a name upwards": lambda: zip_of([*records(), Record("../../etc/passwd", b"x")]),
    "an absolute name": lambda: zip_of([*records(), Record("/etc/passwd", b"x")]),
    "a name with a drive": lambda: zip_of([*records(), Record("C:\\x\\y.exe", b"x")]),
    "a name with a zero": lambda: zip_of([*records(), Record(b"word/\0.xml", b"x")]),
    "no name": lambda: zip_of([*records(), Record(b"", b"x")]),
    "a name that is no UTF-8": lambda: zip_of([*records(), Record(b"\xff\xfe", b"x", flags=0x800)]),
    "a name in GBK": lambda: zip_of([*records(), Record("图片.png".encode("gbk"), b"x")]),
    "a name of 60,000 bytes": lambda: zip_of([*records(), Record(b"a" * 60_000, b"x")]),
    "names with backslashes": lambda: zip_of(
        [replace(one, name=str(one.name).replace("/", "\\")) for one in records()]
    ),
    "names in capitals": lambda: zip_of(
        [replace(one, name=str(one.name).upper()) for one in records()]
    ),
    "every part with a data descriptor": lambda: zip_of(
        [replace(one, descriptor=True) for one in records()]
    ),
    "every part stored": lambda: zip_of([replace(one, method=0) for one in records()]),
    "every number of 64 bits": lambda: zip_of([replace(one, wide=True) for one in records()]),
}  # fmt: skip
"""Read and changed; every entry but the document stays."""

READ: dict[str, Callable[[], bytes]] = {
    "the document twice": lambda: zip_of(
        [of(DOCUMENT, content=document(p("先前的一份"))), *records()]
    ),
    "a picture outside the archive": lambda: zip_of(records(picture=of(PICTURE, offset=1 << 31))),
    "a picture on top of the document": lambda: zip_of(records(picture=of(PICTURE, offset=400))),
    "four hundred pictures in one place": overlapping,
    "styles with a wrong checksum": lambda: zip_of(records(styles=of("word/styles.xml", crc=1))),
    "encrypted lists": lambda: zip_of(records(numbering=of("word/numbering.xml", flags=1))),
}
"""Read, but no command changes them."""

REFUSED: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "no end": lambda: WHOLE[:-40],
    "no entry": lambda: zip_of([]),
    "a directory cut short": lambda: zip_of(records(), size=100),
    "a directory before the file": lambda: zip_of(records(), size=1 << 30),
    "a directory elsewhere": lambda: zip_of(records(), offset=1 << 30),
    "an end of 64 bits cut off": lambda: zip_of(records(), wide_end=True)[-42:],
    "65,536 entries": lambda: zip_of([*records(), *[Record("a", method=0)] * 65_536], count=0),
    "names of a gigabyte": lambda: zip_of([*records(), *[Record(b"a" * 60_000)] * 160]),
    "the document with a wrong checksum": lambda: zip_of(records(document=of(DOCUMENT, crc=1))),
    "the document encrypted": lambda: zip_of(records(document=of(DOCUMENT, flags=1))),
    "the document packed in an odd way": lambda: zip_of(
        records(document=of(DOCUMENT, method=12, packed=b"BZh9"))
    ),
    "the document longer than it says": lambda: zip_of(records(document=of(DOCUMENT, size=80))),
    "the document shorter than it says": lambda: zip_of(
        records(document=of(DOCUMENT, size=1_000_000))
    ),
    "the document cut off": lambda: zip_of(
        records(document=of(DOCUMENT, packed=deflated(PARTS[DOCUMENT])[:-40]))
    ),
    "the document outside the archive": lambda: zip_of(
        records(document=of(DOCUMENT, offset=1 << 31))
    ),
    "the document before the archive": lambda: zip_of(
        records(document=of(DOCUMENT, wide=True, offset=(1 << 64) - 9))
    ),
    "the document under another name": lambda: zip_of(
        records(document=of(DOCUMENT, local_name=b"word/documenu.xml"))
    ),
    "no document": lambda: zip_of(records(document=None)),
    "a gigabyte of zeros": lambda: zip_of(
        records(document=Record(DOCUMENT, b"", packed=zeros(), size=ZEROS))
    ),
    "a gigabyte of zeros that says it is small": lambda: zip_of(
        records(document=Record(DOCUMENT, b"", packed=zeros(), size=900_000))
    ),
    "elements ten thousand deep": lambda: zip_of(
        records(document=of(DOCUMENT, content=document("<w:sdt>" * 10_000 + "</w:sdt>" * 10_000)))
    ),
    "entities": lambda: zip_of(
        records(document=of(DOCUMENT, content=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'))
    ),
    "entities in UTF-16": lambda: zip_of(
        records(document=of(
            DOCUMENT, content='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16")))
    ),
    "XML in UTF-7": lambda: zip_of(
        records(document=of(
            DOCUMENT, content=b"<?xml version='1.0' encoding='UTF-7'?><a>+ADw-b/+AD4-</a>"))
    ),
    "a password": lambda: (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    ),
}  # fmt: skip
"""Neither read nor changed."""
