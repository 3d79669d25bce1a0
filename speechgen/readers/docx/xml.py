"""Names of WordprocessingML elements and how to read their attributes.

Must not know documents, numbering or styles.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from speechgen.files.word import MAIN

Element = etree._Element

_STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OFF: Final = frozenset({"0", "false", "off", "none"})


def local(element: Element) -> str:
    """The element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Element | None, name: str) -> Element | None:
    """The first child with this local name."""
    if element is None:
        return None
    for each in element:
        if local(each) == name:
            return each
    return None


def children(element: Element | None, name: str) -> list[Element]:
    """The children with this local name."""
    return [each for each in (() if element is None else element) if local(each) == name]


def at(element: Element | None, *names: str) -> Element | None:
    """The element reached by a path of local names; None where it stops."""
    for name in names:
        element = child(element, name)
    return element


def members(element: Element | None, *names: str) -> list[Element]:
    """What the element reached by a path of local names holds; nothing where it stops."""
    reached = at(element, *names)
    return [] if reached is None else list(reached)


def drop(element: Element) -> None:
    """Take an element out of what it stands in."""
    if (above := element.getparent()) is not None:
        above.remove(element)


def unwrap(element: Element) -> None:
    """Put what stands in an element in its place."""
    for each in list(element):
        element.addprevious(each)
    drop(element)


def attribute(element: Element | None, name: str = "val") -> str:
    """An attribute by its local name, empty where there is none."""
    if element is None:
        return ""
    value = element.get(f"{{{MAIN}}}{name}")
    if value is None:
        value = element.get(f"{{{_STRICT}}}{name}") or element.get(name)
    return value or ""


def number(element: Element | None, name: str = "val") -> int | None:
    """An attribute that should be a whole number; None where it is not."""
    text = attribute(element, name)
    try:
        return int(text) if len(text) < 12 else None
    except ValueError:
        return None


def is_on(element: Element | None) -> bool | None:
    """A switch such as `w:b`: True, False, or None where it is absent."""
    if element is None:
        return None
    return attribute(element).lower() not in _OFF
