"""Word's automatic numbers become text; everything else in the file stays byte for byte.

Owns what a frozen paragraph is: its label in a run of its own, numbering switched off, the
indents that the numbering gave it written down. Bullets stay: they are no labels.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from lxml import etree

from speechgen.edit.places import PartMap, XmlExtent, unusual
from speechgen.edit.sides import BEFORE_NUMBER
from speechgen.edit.word import body_of
from speechgen.files.word import MAIN, WordPackage
from speechgen.marks import escaped
from speechgen.readers.docx.counting import Numbering
from speechgen.readers.docx.runs import DELETED
from speechgen.readers.docx.styles import Styles
from speechgen.readers.docx.xml import Element, at, attribute, child, local, members

_W: Final = f"{{{MAIN}}}"
_BEFORE_INDENT: Final = (
    *BEFORE_NUMBER, "numPr", "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens",
    "kinsoku", "wordWrap", "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi",
    "adjustRightInd", "snapToGrid", "spacing",
)  # fmt: skip
_RUN_ORDER: Final = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline",
    "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color",
    "spacing", "w", "kern", "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd",
    "fitText", "vertAlign", "rtl", "cs", "em", "lang",
)  # fmt: skip
"""What a run may carry, in the standard's order; marks of revisions are not copied."""


class Counted(NamedTuple):
    """A paragraph that Word numbers: its label, the level's element, the indent that goes with the
    number unless it is written down, and whether the style brings a number."""

    paragraph: Element
    label: str
    level: Element | None
    indent: Element | None
    by_style: bool


def freeze(data: bytes, file: str = "") -> tuple[bytes, int]:
    """The DOCX with its automatic numbers as text, and how many there were.

    Raises SpeechError for what is no DOCX or cannot be changed in place.
    """
    package = WordPackage(data, file)
    root = body_of(package).getroottree().getroot()
    counted = list(counted_paragraphs(package, root))
    if not counted:
        return data, 0
    places = PartMap(package.must(package.main), [f"{_W}p"], unusual(file, "edit-docx"))
    by_element = dict(zip(root.iter(f"{_W}p"), places.elements, strict=True))
    splices = [
        (start, end, new.encode())
        for one in counted
        for start, end, new in _splices(one, by_element[one.paragraph], places.prefix)
    ]
    return package.with_parts({package.main: places.spliced(splices)}), len(counted)


def counted_paragraphs(package: WordPackage, root: Element) -> Iterator[Counted]:
    """Every numbered paragraph of the document, in the order in which Word counts them.

    Raises SpeechError where the file's lists or styles are damaged: nobody can tell then.
    """
    numbers = package.whole_if_any(package.related("/numbering", "numbering.xml"))
    if numbers is None:
        return
    numbering = Numbering(numbers)
    styles = Styles(package.whole_if_any(package.related("/styles", "styles.xml")))
    for paragraph in root.iter(f"{_W}p"):
        if any(local(up) == "Fallback" for up in paragraph.iterancestors()):
            continue  # the same paragraph again, for programs that cannot show the first
        properties = child(paragraph, "pPr")
        style = attribute(child(properties, "pStyle")) or styles.default
        facts = styles.facts(style)
        num, level = numbering.place(properties, facts)
        if not num or any(local(each) in DELETED for each in members(properties, "rPr")):
            continue
        label = numbering.label(num, level)
        if label is None or label[1] == "bullet" or not label[0]:
            continue
        element = numbering.element(num, level)
        by_style = bool(facts.num and facts.num != "0")
        # written down even where the style has it: LibreOffice drops it with the style's number
        says = [at(one, "pPr", "ind") for one in (element, *reversed(styles.chain(style)))]
        if child(properties, "numPr") is None:  # the style outranks its own numbering
            says = [*says[1:], says[0]]
        indent = next((one for one in says if one is not None), None)
        if child(properties, "ind") is not None:
            indent = None
        yield Counted(paragraph, label[0], element, indent, by_style)


def _splices(one: Counted, place: XmlExtent, prefix: str) -> Iterator[tuple[int, int, str]]:
    """What stands where in the bytes once the number of a paragraph is text."""
    run = _run(one, prefix)
    zero = "".join(f'<{prefix}:{name} {prefix}:val="0"/>' for name in ("ilvl", "numId"))
    switched = f"<{prefix}:numPr>{zero}</{prefix}:numPr>" if one.by_style else ""
    indent = "" if one.indent is None else _written(one.indent, prefix)
    properties = place.child(f"{_W}pPr")
    if properties is not None and not properties.closed:
        own = properties.child(f"{_W}numPr")
        if own is not None:
            yield own.start, own.end, switched
        elif switched:
            there = _behind(properties, BEFORE_NUMBER)
            yield there, there, switched
        if indent:
            there = _behind(properties, _BEFORE_INDENT)
            yield there, there, indent
        yield properties.end, properties.end, run
        return
    new = f"<{prefix}:pPr>{switched}{indent}</{prefix}:pPr>" if switched or indent else ""
    if place.closed:  # a numbered paragraph without any content
        yield place.end - len("/>"), place.end, f">{new}{run}</{prefix}:p>"
    elif properties is not None:
        yield properties.start, properties.end, new + run
    else:
        yield place.inside, place.inside, new + run


def _behind(properties: XmlExtent, names: tuple[str, ...]) -> int:
    """Where a property goes that stands behind those of `names`."""
    before = {f"{_W}{name}" for name in names}
    ends = [each.end for each in properties.children if each.name in before]
    return max(ends, default=properties.inside)


def _written(element: Element, prefix: str) -> str:
    """An element without content, by the prefix that the document uses for its names."""
    attributes = "".join(
        f' {prefix}:{etree.QName(key).localname}="{escaped(str(value))}"'
        for key, value in element.attrib.items()
        if etree.QName(key).namespace == MAIN
    )
    return f"<{prefix}:{local(element)}{attributes}/>"


def _run(one: Counted, prefix: str) -> str:
    """The label as a run that looks as Word shows the number."""
    look: dict[str, Element] = {}
    for source in (at(one.paragraph, "pPr", "rPr"), child(one.level, "rPr")):
        for each in source if source is not None else ():
            if local(each) in _RUN_ORDER:
                look[local(each)] = each
    inner = "".join(_written(look[name], prefix) for name in _RUN_ORDER if name in look)
    properties = f"<{prefix}:rPr>{inner}</{prefix}:rPr>" if inner else ""
    suffix = attribute(child(one.level, "suff")) or "tab"
    label = one.label + (" " if suffix == "space" else "")
    space = ' xml:space="preserve"' if label != label.strip() else ""
    tab = f"<{prefix}:tab/>" if suffix == "tab" else ""
    text = f"<{prefix}:t{space}>{escaped(label)}</{prefix}:t>"
    return f"<{prefix}:r>{properties}{text}{tab}</{prefix}:r>"
