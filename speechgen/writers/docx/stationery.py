"""Stationery: the ready parts of a DOCX for one layout, from memory, from disk, or made anew.

Owns which parts a document with comments needs, and what the kept ones depend on.
Must not know documents. python-docx is imported only where nothing ready was found.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from speechgen import cache
from speechgen.files.sealing import CORE
from speechgen.files.zipped import Part, content, part
from speechgen.layout import Layout

if TYPE_CHECKING:
    from speechgen.writers.docx.live import LiveLabels

CONTENT_TYPES: Final = "[Content_Types].xml"
DOCUMENT: Final = "word/document.xml"
COMMENTS: Final = "word/comments.xml"
STYLES: Final = "word/styles.xml"

NUMBERING: Final = "word/numbering.xml"

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NUMBERING_TYPE: Final = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
)
_RELATIONS: Final = "word/_rels/document.xml.rels"
_ROOT_RELATIONS: Final = "_rels/.rels"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE_RELATION: Final = (
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
)
_CORE_TYPE: Final = "application/vnd.openxmlformats-package.core-properties+xml"
_COMMENTS_TYPE: Final = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
)
_SOURCES: Final = ("build.py", "styles.py", "stationery.py", "../../files/zipped.py")
_MAX_KEPT: Final = 32

_ready: dict[str, Stationery] = {}


class Stationery(NamedTuple):
    """`plain` are the parts of a document without comments, `commented` of one with; document,
    comments and core properties are missing from both. `section` ends `word/document.xml`."""

    plain: tuple[Part, ...]
    commented: tuple[Part, ...]
    section: str

    def parts(self, *, comments: bool, added_styles: str = "") -> tuple[Part, ...]:
        """The parts to splice a document into; `added_styles` go at the end of the styles."""
        parts = self.commented if comments else self.plain
        if not added_styles:
            return parts
        return tuple(
            _with_styles(one, added_styles) if one.name == STYLES else one for one in parts
        )


def stationery_for(layout: Layout) -> Stationery:
    """The stationery of a layout."""
    ready = _ready.get(layout.digest)
    if ready is None:
        code = cache.stamps(str(Path(__file__).parent / name) for name in _SOURCES)
        ready = cache.remembered("stationery", [layout.digest], code, lambda: _made(layout))
        if len(_ready) >= _MAX_KEPT:
            _ready.clear()
        _ready[layout.digest] = ready
    return ready


def _made(layout: Layout) -> Stationery:
    from speechgen.writers.docx.build import build

    return _assembled(*build(layout))


def _assembled(parts: dict[str, bytes], section: str) -> Stationery:
    parts = dict(parts)
    root = _added(
        _without(parts[_ROOT_RELATIONS], "core-properties"),
        b"</Relationships>",
        f'<Relationship Id="rIdCore" Type="{_CORE_RELATION}" Target="{CORE}"/>',
    )
    types = _without(parts[CONTENT_TYPES], "core.xml")
    types = _added(types, b"</Types>", _override(CORE, _CORE_TYPE))
    parts |= {_ROOT_RELATIONS: root, CONTENT_TYPES: types}
    names = [CONTENT_TYPES, _ROOT_RELATIONS]
    names += sorted(name for name in parts if name not in names)
    plain = tuple(part(name, parts[name]) for name in names)
    comments = {
        CONTENT_TYPES: _added(types, b"</Types>", _override(COMMENTS, _COMMENTS_TYPE)),
        _RELATIONS: _added(
            parts[_RELATIONS],
            b"</Relationships>",
            f'<Relationship Id="rIdComments" Type="{_OFFICE}/comments" Target="comments.xml"/>',
        ),
    }
    commented = tuple(
        part(one.name, comments[one.name]) if one.name in comments else one for one in plain
    )
    return Stationery(plain, commented, section)


def numbered(parts: tuple[Part, ...], live: LiveLabels) -> tuple[Part, ...]:
    """The parts with a numbering part, and with numbers in the heading styles."""
    from speechgen.writers.docx.live import bound_styles

    changed: list[Part] = []
    for one in parts:
        if one.name == CONTENT_TYPES:
            xml = _added(content(one), b"</Types>", _override(NUMBERING, _NUMBERING_TYPE))
        elif one.name == _RELATIONS:
            relation = (
                f'<Relationship Id="rIdNumbering" Type="{_OFFICE}/numbering"'
                ' Target="numbering.xml"/>'
            )
            xml = _added(content(one), b"</Relationships>", relation)
        elif one.name == STYLES:
            xml = bound_styles(content(one).decode(), live.bound, live.number).encode()
        else:
            changed.append(one)
            continue
        changed.append(part(one.name, xml))
    whole = f'{_XML}<w:numbering xmlns:w="{_MAIN}">{live.numbering()}</w:numbering>'
    return (*changed, part(NUMBERING, whole.encode()))


def _override(name: str, kind: str) -> str:
    return f'<Override PartName="/{name}" ContentType="{kind}"/>'


def _without(xml: bytes, mark: str) -> bytes:
    """The part list without the entry that names `mark`: python-docx adds core properties."""
    start = xml.find(mark.encode())
    if start < 0:
        return xml
    opening, closing = xml.rindex(b"<", 0, start), xml.index(b"/>", start)
    return xml[:opening] + xml[closing + 2 :]


def _added(xml: bytes, before: bytes, entry: str) -> bytes:
    head, closing, tail = xml.rpartition(before)
    assert closing
    return head + entry.encode() + closing + tail


def _with_styles(styles: Part, added: str) -> Part:
    return part(styles.name, _added(content(styles), b"</w:styles>", added))
