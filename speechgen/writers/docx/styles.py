"""The styles of a document as WordprocessingML, from a layout's looks and the shared names.

Owns pPr and rPr (children in the standard's order) and what each named style is based on. Must
not know documents nor how parts are packed; no python-docx here, so deep levels can be added
to ready stationery.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from speechgen.layout import Indent, Layout, Look, names
from speechgen.marks import escaped

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CUSTOM: Final = ' w:customStyle="1"'
_BUILT_IN: Final = frozenset(
    {"Normal", "Title", "Subtitle", "Date", "Salutation", "Table Grid", "footer"}
)


class WordStyle(NamedTuple):
    """A style: `inner` is its XML after `w:name`."""

    kind: str
    id: str
    name: str
    custom: bool
    inner: str
    default: bool = False


def defaults(layout: Layout) -> str:
    """An empty `styles.xml` with the document defaults."""
    body = layout.look("body")
    return (
        f'<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(body)}'
        f'<w:sz w:val="{body.size}"/><w:szCs w:val="{body.size}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults></w:styles>"
    )


def of(layout: Layout) -> Iterator[WordStyle]:
    """All styles of a layout, levels up to `names.READY_LEVELS`."""
    yield _normal(layout)
    yield _plain_character("DefaultParagraphFont", "Default Paragraph Font", default=True)
    yield _table_normal()
    for role, style in names.PARAGRAPHS.items():
        if role != "body":
            yield _paragraph(layout, style, layout.look(role), following="Normal")
    for level in range(1, names.READY_LEVELS + 1):
        yield from of_level(layout, level)
    for style in (names.LABEL, names.ENTRY_LABEL, names.POINT_BODY):
        yield _plain_character(style.id, style.name)
    yield _paragraph(layout, names.MINUTE_MARK, layout.look("minute-mark"), following="Normal")
    yield WordStyle(
        "character",
        names.PINYIN.id,
        names.PINYIN.name,
        True,
        '<w:basedOn w:val="DefaultParagraphFont"/>'
        + _run(layout.look("pinyin"), layout.look("body")),
    )
    yield from _of_tables(layout)
    yield from _of_footers(layout)
    yield from _of_comments()


def of_level(layout: Layout, level: int) -> Iterator[WordStyle]:
    """The styles of one level: own-line, head, run-in, point."""
    body = layout.look("body")
    look = layout.look(f"heading-{level}") if level <= names.BUILT_IN_LEVELS else body
    own, head = names.heading_style(level), names.head_style(level)
    outline = level - 1 if level <= names.BUILT_IN_LEVELS else None
    yield _paragraph(layout, own, look, "Normal", outline=outline, link=head.id)
    yield WordStyle(
        "character",
        head.id,
        head.name,
        True,
        '<w:basedOn w:val="DefaultParagraphFont"/>'
        f'<w:link w:val="{own.id}"/><w:uiPriority w:val="9"/>{_run(look, body)}',
    )
    label = names.run_in_label(level)
    yield WordStyle("character", label.id, label.name, True, f'<w:basedOn w:val="{head.id}"/>')
    for style in (names.run_in_style(level), names.point_style(level)):
        yield _paragraph(layout, style, body, following=style.id)


def xml_of(styles: Iterable[WordStyle]) -> str:
    """Styles as they stand in `styles.xml`."""
    return "".join(
        f'<w:style w:type="{style.kind}"{_CUSTOM * style.custom} w:styleId="{style.id}">'
        f'<w:name w:val="{style.name}"/>{style.inner}</w:style>'
        for style in styles
    )


def _normal(layout: Layout) -> WordStyle:
    body = layout.look("body")
    inner = (
        f'<w:qFormat/><w:pPr>{_keeping(body, None)}{_rules(body)}<w:autoSpaceDE w:val="0"/>'
        '<w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
        f'{_spacing(body)}{indents_of(body)}<w:jc w:val="{body.align}"/></w:pPr>'
        f"<w:rPr>{run_of(body)}</w:rPr>"
    )
    return WordStyle("paragraph", "Normal", "Normal", False, inner, default=True)


def _paragraph(
    layout: Layout,
    style: names.Style,
    look: Look,
    following: str,
    *,
    outline: int | None = None,
    link: str = "",
    based_on: str = "Normal",
) -> WordStyle:
    base = layout.look("body")
    linked = f'<w:link w:val="{link}"/>' if link else ""
    spacing = _spacing(look) if _spacing(look) != _spacing(base) else ""
    indents = indents_of(look) if indents_of(look) != indents_of(base) else ""
    merged = "<w:contextualSpacing/>" if look.merge_gaps else ""
    align = f'<w:jc w:val="{look.align}"/>' if look.align != base.align else ""
    rank = f'<w:outlineLvl w:val="{outline}"/>' if outline is not None else ""
    rules = _rules(look) if _rules(look) != _rules(base) else ""
    properties = f"{_keeping(look, base)}{rules}{spacing}{indents}{merged}{align}{rank}"
    inner = (
        f'<w:basedOn w:val="{based_on}"/><w:next w:val="{following}"/>{linked}<w:qFormat/>'
        + (f"<w:pPr>{properties}</w:pPr>" if properties else "")
        + _run(look, base)
    )
    custom = style.name not in _BUILT_IN and not style.id.startswith("Heading")
    return WordStyle("paragraph", style.id, style.name, custom, inner)


def _run(look: Look, base: Look) -> str:
    """rPr with what differs from the body's."""
    fonts = _fonts(look) if _fonts(look) != _fonts(base) else ""
    spacing = f'<w:spacing w:val="{look.spacing}"/>' if look.spacing != base.spacing else ""
    size = (
        f'<w:sz w:val="{look.size}"/><w:szCs w:val="{look.size}"/>'
        if look.size != base.size
        else ""
    )
    inner = f"{fonts}{_bold(look, base)}{_color(look, base)}{spacing}{size}"
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def run_of(look: Look) -> str:
    """The inside of an rPr with everything the look says."""
    return (
        f"{_fonts(look)}{_bold(look, None)}{_color(look, None)}"
        f'<w:spacing w:val="{look.spacing}"/><w:sz w:val="{look.size}"/>'
        f'<w:szCs w:val="{look.size}"/>'
    )


def _fonts(look: Look) -> str:
    font, latin = escaped(look.font), escaped(look.latin or look.font)
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii="{latin}" w:eastAsia="{font}"'
        f' w:hAnsi="{latin}" w:cs="{latin}"/>'
    )


def _bold(look: Look, base: Look | None) -> str:
    if look.bold == (base.bold if base else False):
        return ""
    return "<w:b/><w:bCs/>" if look.bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'


def _color(look: Look, base: Look | None) -> str:
    if look.color == (base.color if base else ""):
        return ""
    return f'<w:color w:val="{look.color or "auto"}"/>'


def _keeping(look: Look, base: Look | None) -> str:
    """What keeps a paragraph together, where it differs from the body's (None: from Word's)."""
    shown = ""
    for field, name in (("keep_next", "keepNext"), ("keep_lines", "keepLines")):
        wanted = getattr(look, field)
        if wanted != (getattr(base, field) if base else False):
            shown += f"<w:{name}/>" if wanted else f'<w:{name} w:val="0"/>'
    if base is None or look.widows != base.widows:
        shown += f'<w:widowControl w:val="{int(look.widows)}"/>'
    return shown


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
    edges = "".join(
        f' w:{side}Chars="{edge.chars}" w:{side}="{look.twips(edge)}"'
        for side, edge in (("left", look.left), ("right", look.right))
        if edge != Indent()
    )
    first = look.first_line
    kind = "hanging" if first.chars < 0 or first.twips < 0 else "firstLine"
    width = abs(look.twips(first))
    return f'<w:ind{edges} w:{kind}Chars="{abs(first.chars)}" w:{kind}="{width}"/>'


def _plain_character(id: str, name: str, *, default: bool = False) -> WordStyle:
    inner = (
        '<w:uiPriority w:val="1"/><w:semiHidden/>'
        if default
        else '<w:basedOn w:val="DefaultParagraphFont"/>'
    )
    return WordStyle("character", id, name, not default, inner, default)


def _table_normal() -> WordStyle:
    inner = (
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    )
    return WordStyle("table", "TableNormal", "Normal Table", False, inner, default=True)


def _of_tables(layout: Layout) -> Iterator[WordStyle]:
    cell = layout.look("table")
    header = cell._replace(font=layout.look("heading-1").font, align="center", keep_next=True)
    yield _paragraph(layout, names.CELL, cell, names.CELL.id)
    yield _paragraph(layout, names.HEADER_CELL, header, names.HEADER_CELL.id)
    spacer = layout.look("body")._replace(size=2, spacing=0, first_line=Indent())
    spacer = spacer._replace(line=spacer.line._replace(amount=20, rule="exact"))
    yield _paragraph(layout, names.SPACER, spacer, "Normal")
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    for style in (names.TABLE_PLAIN, names.TABLE_WIDTHS):
        inner = (
            '<w:basedOn w:val="TableNormal"/>'
            f"<w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr>"
        )
        yield WordStyle("table", style.id, style.name, style.name not in _BUILT_IN, inner)


def _of_footers(layout: Layout) -> Iterator[WordStyle]:
    look, place = layout.look("page-number"), layout.page_number.place
    align = {"left": "left", "center": "center"}.get(place, "right")
    if place == "left":
        odd = look._replace(align=align, left=look.right, right=Indent())
    else:
        odd = look._replace(align=align, right=Indent() if place == "center" else look.right)
    yield _paragraph(layout, names.FOOTER, odd, names.FOOTER.id)
    even = look._replace(align="left", left=look.right, right=Indent())
    yield _paragraph(layout, names.EVEN_FOOTER, even, names.EVEN_FOOTER.id)


def _of_comments() -> Iterator[WordStyle]:
    small = '<w:rPr><w:spacing w:val="0"/><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr>'
    yield WordStyle(
        "paragraph",
        "CommentText",
        "annotation text",
        False,
        '<w:basedOn w:val="Normal"/><w:uiPriority w:val="99"/><w:pPr>'
        '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        f'<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/></w:pPr>{small}',
    )
    yield WordStyle(
        "character",
        "CommentReference",
        "annotation reference",
        False,
        '<w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="99"/>'
        '<w:rPr><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr>',
    )
