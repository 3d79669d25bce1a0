"""Word files for tests, put together from pieces of XML: `word_file(body, numbering=…)`."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELATIONSHIPS = (
    f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_R}/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)


def part(tag: str, inner: str) -> str:
    """A part whose root is `tag`."""
    return (
        f'<w:{tag} xmlns:w="{W}" xmlns:r="{_R}" xmlns:mc="http://schemas.openxmlformats.org/'
        'markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/'
        f'wordprocessingShape">{inner}</w:{tag}>'
    )


def word_file(body: str, **parts: str) -> bytes:
    """A DOCX whose body is `body`; `numbering`, `styles`, `footnotes` are inner XML of parts.

    Names with dots (given as a mapping) replace whole members.
    """
    members = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONSHIPS,
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
    }
    members |= {f"word/{name}.xml": part(name, inner) for name, inner in parts.items()}
    return zipped(members)


def zipped(members: dict[str, str] | dict[str, bytes]) -> bytes:
    """A zip of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def p(text: str, properties: str = "", run: str = "") -> str:
    """A paragraph with one run."""
    inner = f"<w:rPr>{run}</w:rPr>" if run else ""
    ppr = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f'<w:p>{ppr}<w:r>{inner}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def numbered(text: str, num: int, level: int = 0) -> str:
    """A paragraph in an automatic list."""
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def abstract(ident: int, *levels: tuple[str, str] | tuple[str, str, str]) -> str:
    """A numbering definition: (number format, level text[, more elements]) for each level."""
    rows = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{level[0]}"/>'
        f'{level[2] if len(level) > 2 else ""}<w:lvlText w:val="{level[1]}"/></w:lvl>'
        for at, level in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{ident}">{rows}</w:abstractNum>'


def num(ident: int, definition: int, override: str = "") -> str:
    """A list that follows a definition."""
    return f'<w:num w:numId="{ident}"><w:abstractNumId w:val="{definition}"/>{override}</w:num>'


def start(at: int, level: int = 0) -> str:
    """An override that starts a level at a number."""
    return f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{at}"/></w:lvlOverride>'
