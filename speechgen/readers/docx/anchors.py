"""The anchors of a DOCX and the record they belong to, whatever an office program made of them.

Owns where they stand: copies, two in a paragraph, none, strays. Must not know what they are
compared with.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Final, NamedTuple

from speechgen.files.anchoring import CUSTOM, AnchorRecord, anchor_of, record_of
from speechgen.files.word import WordPackage
from speechgen.readers.docx import runs
from speechgen.readers.docx.xml import at, attribute, children, local

_RELATION: Final = "custom-properties"
_MOST: Final = 250  # characters of one property that are ours; more is somebody else's


class Anchor(NamedTuple):
    """An anchor: its number (from 1), how many characters of its paragraph stand before it, and
    whether an office program says that it is of a copy."""

    number: int
    offset: int
    copied: bool


class Anchors(NamedTuple):
    """The anchors of each paragraph that has any, by the paragraph's number as readers count
    (tables count too), and the record of what was printed; None where the file has none."""

    paragraphs: dict[int, tuple[Anchor, ...]]
    record: AnchorRecord | None


def read_anchors(package: WordPackage) -> Anchors:
    """What a DOCX holds of them. Raises SpeechError beyond the limits of a package only."""
    record = record_of(_properties(package))
    most = len(record.digests) if record is not None else 0
    body = at(package.xml(package.main), "body")
    found: dict[int, tuple[Anchor, ...]] = {}
    between: list[tuple[str, int]] = []  # bookmarks that stand before a paragraph, not in it
    fields, count = runs.FieldState(), 0
    for each in () if body is None else runs.within(body, "p", "tbl", "bookmarkStart"):
        if (name := local(each)) == "bookmarkStart":
            between.append((attribute(each, "name"), 0))
            continue
        count += 1
        if name == "tbl":
            between.clear()
            continue
        inside = runs.read_runs(each, fields)
        starts = list(accumulate((len(one.text) for one in inside.pieces), initial=0))
        named = ((anchor_of(word), starts[place]) for word, place in (*between, *inside.bookmarks))
        between.clear()
        anchors = [Anchor(one.number, offset, one.copied) for one, offset in named if one]
        if kept := tuple(one for one in anchors if not most or one.number <= most):
            found[count] = kept
    return Anchors(found, record)


def _properties(package: WordPackage) -> dict[str, str]:
    """The custom properties that are short texts; of two by one name the first."""
    targets = (one for one in package.relations("") if one.kind == _RELATION and not one.external)
    part = next((one.target for one in targets if one.target in package), CUSTOM)
    found: dict[str, str] = {}
    for each in children(package.xml(part), "property"):
        text = "".join(value.text or "" for value in each)
        if len(text) <= _MOST:
            found.setdefault(str(each.get("name", "")), text)
    return found
