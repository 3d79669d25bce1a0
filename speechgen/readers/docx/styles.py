"""What a paragraph style says: role, outline level, numbering, look.

Owns the styles part and inheritance between styles. Must not know paragraphs' texts.
"""

from __future__ import annotations

import re
from typing import Final

from speechgen.document import ROLES
from speechgen.frozen import frozen
from speechgen.readers.docx.xml import Element, at, attribute, child, children, is_on, number
from speechgen.readers.reading import KINDS

_ROLES: Final = {
    **{id: id for id in ("title", "subtitle", "salutation", "date", "closing", "signature")},
    "称呼": "salutation",
    "签名": "signature",
    **{word: role for role, word in ROLES.items() if role in KINDS or role == "stage"},
}
_LEVEL: Final = re.compile(r"(?:(?P<heading>heading|标题|小标题)|段内标题|要点)\s*([1-9])")
_CONTENTS: Final = re.compile(
    r"^(?:toc|\S*目录)\s*[1-9]$|^toc heading$|^table of figures$|^图表目录$", re.I
)
_HEAD: Final = re.compile(r"(?:heading|标题|小标题)\s*\d.*(?:char|字符)$")
_LABEL: Final = re.compile(r"编号$|^段内编号")
_DEEPEST: Final = 20  # styles in a chain; a longer one is a loop


@frozen
class StyleFacts:
    """What a style says, with what it inherits. `level` counts from 1, 0 is none; `num` and
    `num_level` are the numbering the style brings (None where it says nothing)."""

    role: str = ""
    level: int = 0
    num: str | None = None
    num_level: int | None = None
    centred: bool = False
    bold: bool = False
    contents: bool = False


class Styles:
    """The styles part."""

    def __init__(self, root: Element | None) -> None:
        self.root = root
        self._elements: dict[str, Element] = {}
        self._facts: dict[str, StyleFacts] = {}
        self.names: dict[str, str] = {}
        self.default = ""
        for element in children(root, "style"):
            name = attribute(element, "styleId")
            self._elements[name] = element
            self.names[name] = attribute(child(element, "name"))
            is_default = attribute(element, "default") in ("1", "true", "on")
            if is_default and attribute(element, "type") == "paragraph":
                self.default = name

    def facts(self, name: str) -> StyleFacts:
        """What the style `name` says; nothing for an unknown one."""
        name = name or self.default
        if name not in self._facts:
            facts = StyleFacts()
            for element in self.chain(name):
                facts = self._inherited(element, facts)
            self._facts[name] = facts
        return self._facts[name]

    def chain(self, name: str) -> list[Element]:
        """The style `name` and those it is based on, the last of them first."""
        found: list[Element] = []
        element = self._elements.get(name)
        while element is not None and element not in found and len(found) <= _DEEPEST:
            found.insert(0, element)
            element = self._elements.get(attribute(child(element, "basedOn")))
        return found

    def part_of(self, name: str) -> str:
        """What of a paragraph a character style is made for: head, label, or no part of it."""
        shown = self.names.get(name, "").lower()
        return "head" if _HEAD.match(shown) else "label" if _LABEL.search(shown) else ""

    def _inherited(self, element: Element, base: StyleFacts) -> StyleFacts:
        name = attribute(element, "styleId")
        properties, run = child(element, "pPr"), child(element, "rPr")
        bare = self.names.get(name, "").strip().lower()
        role, level = _ROLES.get(bare, ""), 0
        if found := _LEVEL.fullmatch(bare):
            role, level = "heading" if found["heading"] else "item", int(found[2])
        outline = number(child(properties, "outlineLvl"))
        if outline is not None:
            level = outline + 1 if 0 <= outline < 9 else 0
        numbered = child(properties, "numPr")
        num = attribute(child(numbered, "numId")) or base.num
        num_level = number(child(numbered, "ilvl"))
        bold = is_on(child(run, "b"))
        centred = attribute(child(properties, "jc"))
        return StyleFacts(
            role or base.role,
            level or (0 if outline is not None else base.level),
            num,
            base.num_level if num_level is None else num_level,
            base.centred if not centred else centred == "center",
            base.bold if bold is None else bold,
            base.contents or bool(_CONTENTS.match(bare)),
        )


def run_is_hidden(properties: Element | None) -> bool:
    """The run's own properties hide it."""
    return bool(is_on(at(properties, "vanish")))
