"""Stationery: the ready parts of a DOCX for one layout, from memory, from disk, or made anew.

Owns which parts a document with comments, lists or anchors needs beside, and what the kept ones
depend on. Must not know documents. python-docx is imported only where nothing ready was found.
"""

import hashlib
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from speechgen import cache
from speechgen.files.anchoring import CUSTOM
from speechgen.files.sealing import CORE
from speechgen.files.zipped import Part, content, part
from speechgen.layout.model import Layout
from speechgen.writers import ooxml

if TYPE_CHECKING:
    from speechgen.images import Image

_RELATIONS: Final = "word/_rels/document.xml.rels"


class Stationery(NamedTuple):
    """The parts of a document without anchors (`plain`) and with them; document, custom and core
    properties are missing from both. `section` ends `word/document.xml`."""

    plain: tuple[Part, ...]
    anchored: tuple[Part, ...]
    section: str


@lru_cache(maxsize=32)
def stationery_for(layout: Layout) -> Stationery:
    """The stationery of a layout."""
    code = cache.code("writers", "writers/docx", "paper", "files")
    return cache.remembered("stationery", [layout.digest], code, lambda: _made(layout))


def _made(layout: Layout) -> Stationery:
    from speechgen.writers.docx.build import build

    made, section = build(layout)
    core = {
        ooxml.CONTENT_TYPES: ooxml.override(CORE, ooxml.CORE_TYPE),
        ooxml.ROOT_RELATIONS: ooxml.relation("rIdCore", ooxml.CORE_RELATION, CORE),
    }
    names = [*core, *sorted(made.keys() - core)]
    made |= {name: ooxml.added(made[name], entry) for name, entry in core.items()}
    plain = tuple(part(name, made[name]) for name in names)
    custom = {
        ooxml.CONTENT_TYPES: ooxml.override(CUSTOM, ooxml.CUSTOM_TYPE),
        ooxml.ROOT_RELATIONS: ooxml.relation("rIdCustom", ooxml.CUSTOM_RELATION, CUSTOM),
    }
    return Stationery(plain, _with(plain, custom), section)


def with_kind(parts: tuple[Part, ...], kind: str) -> tuple[Part, ...]:
    """The parts of a document that also has a part of this kind: comments, numbering."""
    name = f"{kind}.xml"
    entries = {
        ooxml.CONTENT_TYPES: ooxml.override(f"word/{name}", f"{ooxml.WORD_TYPE}.{kind}+xml"),
        _RELATIONS: ooxml.relation(f"rId{kind.title()}", f"{ooxml.OFFICE}/{kind}", name),
    }
    return _with(parts, entries)


def _with(parts: tuple[Part, ...], entries: dict[str, str]) -> tuple[Part, ...]:
    """The parts with an entry more in those named."""
    return tuple(
        part(one.name, ooxml.added(content(one), entries[one.name])) if one.name in entries else one
        for one in parts
    )


def with_images(parts: tuple[Part, ...], images: "Mapping[Image, str]") -> tuple[Part, ...]:
    """The parts of a document that also shows these images (with ids of relationships)."""
    entries = {
        ooxml.CONTENT_TYPES: "".join(
            ooxml.override(image_name(one), f"image/{one.kind}") for one in images
        ),
        _RELATIONS: "".join(
            ooxml.relation(id, f"{ooxml.OFFICE}/image", f"/{image_name(one)}")
            for one, id in images.items()
        ),
    }
    return (*_with(parts, entries), *map(image_part, images))


@lru_cache(maxsize=8)
def image_name(image: "Image") -> str:
    """The name of the part that an image is: the same for the same bytes, of no other ones."""
    return f"word/media/{hashlib.sha256(image.data).hexdigest()[:20]}.{image.kind}"


@lru_cache(maxsize=8)
def image_part(image: "Image") -> Part:
    """The part that an image is; kept for the other documents of a batch."""
    return part(image_name(image), image.data)


def with_styles(parts: tuple[Part, ...], change: Callable[[bytes], bytes]) -> tuple[Part, ...]:
    """The parts with changed styles."""
    name = "word/styles.xml"
    return tuple(part(name, change(content(one))) if one.name == name else one for one in parts)
