"""The styles of a document as WordprocessingML, from a layout's looks and the shared names.

Owns pPr and rPr (children in the standard's order) and what each named style is based on. Must
not know documents nor how parts are packed; no python-docx here, so deep levels can be added
to ready stationery.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from speechgen.layout import names
from speechgen.layout.model import Gap, Indent, Layout, Look
from speechgen.marks import escaped
from speechgen.paper.looks import (
    heading_look,
    page_number_look,
    part_look,
    picture_look,
    spacer_look,
)
from speechgen.writers.docx.body import side_of
from speechgen.writers.ooxml import MAIN, XML

_DEFAULTS: Final = frozenset({"Normal", "DefaultParagraphFont", "TableNormal"})
"""What a paragraph, a run and a table without a style are."""
_LOWEST: Final = '<w:uiPriority w:val="99"/>'
_LATENT: Final = (
    '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1"'
    ' w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>'
)
"""Word's own styles that are not ours: out of the lists until somebody uses one."""
_UNSEEN: Final = f"{_LOWEST}<w:semiHidden/><w:unhideWhenUsed/>"
_HANGING: Final = '<w:overflowPunct w:val="1"/>'
"""As Word does anyway; unsaid, LibreOffice loses some of the marks that hang over an edge."""


_TABLE_EDGES: Final = {
    "all": ("top", "left", "bottom", "right", "insideH", "insideV"),
    "rows": ("top", "bottom", "insideH"),
    "none": (),
}


class WordStyle(NamedTuple):
    """A style: `inner` is its XML after `w:name`."""

    kind: str
    id: str
    name: str
    inner: str


def styles_part(layout: Layout) -> str:
    """`styles.xml`: the document defaults and all styles of a layout."""
    body = layout.look("body")
    return (
        f'{XML}<w:styles xmlns:w="{MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(body)}'
        f'{_size(body)}<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        f"</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>{_LATENT}"
        f"{xml_of(of(layout), defaults=True)}</w:styles>"
    )


def xml_of(styles: Iterable[WordStyle], *, defaults: bool = False) -> str:
    """Styles as they stand in `styles.xml`; `defaults` says which are so where none is named.

    Word has no style of a name that is custom (see `names`: its own ones are English).
    """
    written = ""
    for kind, id, name, inner in styles:
        custom = ' w:customStyle="1"' if not name.isascii() or name.endswith(" Char") else ""
        default = ' w:default="1"' if defaults and id in _DEFAULTS else ""
        written += (
            f'<w:style w:type="{kind}"{custom} w:styleId="{id}"{default}>'
            f'<w:name w:val="{name}"/>{inner}</w:style>'
        )
    return written


def of(layout: Layout) -> Iterator[WordStyle]:
    """All styles of a layout, levels up to `names.READY_LEVELS`."""
    body = layout.look("body")
    solid = "" if layout.latin_gap else '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
    normal = (
        f"<w:qFormat/><w:pPr>{_said(_KEEPING, body)}{_HANGING}{solid}"
        '<w:snapToGrid w:val="0"/>'
        f"{_said(_PLACE, body)}{_said(_ALIGN, body)}</w:pPr><w:rPr>{run_of(body)}</w:rPr>"
    )
    yield WordStyle("paragraph", "Normal", "Normal", normal)
    yield WordStyle(
        "character", "DefaultParagraphFont", "Default Paragraph Font",
        '<w:uiPriority w:val="1"/><w:semiHidden/>',
    )  # fmt: skip
    yield WordStyle(
        "table", "TableNormal", "Normal Table",
        f'{_LOWEST}<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr>",
    )  # fmt: skip
    for role, style in names.PARAGRAPHS.items():
        if role != "body":
            yield _paragraph(body, style, layout.look(role), "Normal")
    for level in range(1, names.READY_LEVELS + 1):
        yield from of_level(layout, level)
    for style in (names.LABEL, names.ENTRY_LABEL, names.POINT_BODY):
        yield _character(style)
    yield _paragraph(body, names.MINUTE_MARK, layout.look("minute-mark"), "Normal")
    yield _character(names.PINYIN, _run(layout.look("pinyin"), body))
    for style, part in ((names.SIGNER, "signer"), (names.LEAD, "lead")):
        yield _character(style, _run(part_look(layout, part, body), body))
    word = layout.look("letterhead")._replace(before=Gap(), keep_next=False)
    yield _paragraph(body, names.LETTERHEAD_WORD, word)
    yield _paragraph(body, names.CELL, layout.look("table"))
    yield _paragraph(body, names.HEADER_CELL, layout.look("table-header"))
    yield _paragraph(body, names.CAPTION, layout.look("caption"), "Normal")
    yield _paragraph(body, names.PICTURE, picture_look(layout), "Normal")
    yield _paragraph(body, names.SPACER, spacer_look(layout), "Normal")
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for edge in _TABLE_EDGES[layout.table_lines]
    )
    bordered = f"<w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr>" if edges else ""
    for style in (names.TABLE_PLAIN, names.TABLE_WIDTHS):
        yield WordStyle("table", *style, f'<w:basedOn w:val="TableNormal"/>{bordered}')
    yield _paragraph(body, names.FOOTER, page_number_look(layout, even=False))
    yield _paragraph(body, names.EVEN_FOOTER, page_number_look(layout, even=True))
    if layout.header.text or (layout.first_header or layout.header).text:
        running = layout.look("header")._replace(align=layout.header.place)
        yield _paragraph(body, names.HEADER, running)
    small = '<w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr>'
    yield WordStyle(
        "paragraph", "CommentText", "annotation text",
        f'<w:basedOn w:val="Normal"/>{_LOWEST}<w:pPr>'
        '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/></w:pPr>'
        f'<w:rPr><w:spacing w:val="0"/>{small}',
    )  # fmt: skip
    yield _character(
        names.Style("CommentReference", "annotation reference"), f"{_LOWEST}<w:rPr>{small}"
    )


def of_level(layout: Layout, level: int) -> Iterator[WordStyle]:
    """The styles of one level: own-line, head, run-in, point."""
    look, body = heading_look(layout, level), layout.look("body")
    own, head = names.heading_style(level), names.head_style(level)
    ranked = level <= names.BUILT_IN_LEVELS
    outline = f'<w:outlineLvl w:val="{level - 1}"/>' if ranked else ""
    link = '<w:link w:val="{}"/>'.format
    yield _paragraph(body, own, look, "Normal", link(head.id), outline)
    yield _character(head, f'{link(own.id)}<w:uiPriority w:val="9"/>{_run(look, body)}')
    yield _character(names.run_in_label(level), based_on=head.id)
    for style in (names.run_in_style(level), names.point_style(level)):
        yield _paragraph(body, style, body)


def _paragraph(
    body: Look, style: names.Style, look: Look, next: str = "", link: str = "", outline: str = ""
) -> WordStyle:
    """A paragraph style over Normal: what differs from the body. A style follows itself unless
    `next` says another; `link` and `outline` are XML."""
    merged = "<w:contextualSpacing/>" if look.merge_gaps else ""
    properties = (
        f"{_said(_KEEPING, look, body)}{_said(_PLACE, look, body)}{merged}"
        f"{_said(_ALIGN, look, body)}{outline}"
    )
    if properties:
        properties = f"<w:pPr>{properties}</w:pPr>"
    listed = "<w:qFormat/>" if style in names.QUICK else _UNSEEN
    opening = f'<w:basedOn w:val="Normal"/><w:next w:val="{next or style.id}"/>{link}{listed}'
    return WordStyle("paragraph", *style, f"{opening}{properties}{_run(look, body)}")


def _character(
    style: names.Style, inner: str = "", based_on: str = "DefaultParagraphFont"
) -> WordStyle:
    return WordStyle("character", *style, f'<w:basedOn w:val="{based_on}"/>{inner}')


def _run(look: Look, base: Look) -> str:
    """rPr with what differs from the body's."""
    inner = _said(_TYPE, look, base)
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def run_of(look: Look) -> str:
    """The inside of an rPr with everything the look says."""
    return _said(_TYPE, look)


# -- properties: XML for a look, and what need not be said where nothing is inherited --------------

_Properties = tuple[tuple[Callable[[Look], str], str], ...]


def _said(properties: _Properties, look: Look, base: Look | None = None) -> str:
    """The properties of a look that differ from those of `base`, or from what Word takes."""
    return "".join(
        xml
        for of_look, taken in properties
        if (xml := of_look(look)) != (taken if base is None else of_look(base))
    )


def _switch(name: str, on: bool) -> str:
    return f"<w:{name}/>" if on else f'<w:{name} w:val="0"/>'


def _rules(look: Look) -> str:
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="{rule.eighths}" w:space="{rule.space}"'
        f' w:color="{rule.color}"/>'
        for side, rule in (("top", look.top_rule), ("bottom", look.bottom_rule))
        if rule.eighths
    )
    return f"<w:pBdr>{edges}</w:pBdr>" if edges else ""


def _spacing(look: Look) -> str:
    before, after = look.gap(look.before), look.gap(look.after)
    return (
        f'<w:spacing w:before="{before}" w:after="{after}"'
        f' w:line="{look.line.amount}" w:lineRule="{look.line.rule}"/>'
    )


def indents_of(look: Look) -> str:
    """Both units always: LibreOffice reads only twips, Word prefers characters."""
    first = look.first_line
    edges = "".join(
        side_of(look, side, edge, first)
        for side, edge in (("left", look.left), ("right", look.right))
        if edge != Indent()
    )
    kind = "hanging" if first.chars < 0 or first.twips < 0 else "firstLine"
    width = abs(look.twips(first))
    return f'<w:ind{edges} w:{kind}Chars="{abs(first.chars)}" w:{kind}="{width}"/>'


def _fonts(look: Look) -> str:
    font, latin = escaped(look.font), escaped(look.latin or look.font)
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii="{latin}" w:eastAsia="{font}"'
        f' w:hAnsi="{latin}" w:cs="{latin}"/>'
    )


def _bold(look: Look) -> str:
    return _switch("b", look.bold) + _switch("bCs", look.bold)


def _size(look: Look) -> str:
    return f'<w:sz w:val="{look.size}"/><w:szCs w:val="{look.size}"/>'


_KEEPING: Final[_Properties] = (
    (lambda look: _switch("keepNext", look.keep_next), _switch("keepNext", False)),
    (lambda look: _switch("keepLines", look.keep_lines), _switch("keepLines", False)),
    (lambda look: f'<w:widowControl w:val="{int(look.widows)}"/>', ""),
    (_rules, ""),
)
_PLACE: Final[_Properties] = ((_spacing, ""), (indents_of, ""))
_ALIGN: Final[_Properties] = ((lambda look: f'<w:jc w:val="{look.align}"/>', ""),)
_TYPE: Final[_Properties] = (
    (_fonts, ""),
    (_bold, _bold(Look(bold=False))),
    (lambda look: f'<w:color w:val="{look.color or "auto"}"/>', '<w:color w:val="auto"/>'),
    (lambda look: f'<w:spacing w:val="{look.spacing}"/>', ""),
    (lambda look: f'<w:w w:val="{look.scale}"/>', '<w:w w:val="100"/>'),
    (_size, ""),
)
