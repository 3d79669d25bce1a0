"""Document -> Markdown (CommonMark with GFM tables).

Owns the mark-up and its escaping: whatever stands in a document is read back by a Markdown
parser as that very text, never as structure. Must not know layouts or files.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from speechgen.document import (
    TITLES,
    Block,
    Document,
    Item,
    PageBreak,
    Para,
    Picture,
    Table,
    parts_of,
)
from speechgen.text import by_emphasis, cut, joined
from speechgen.writers.text import bare, line_of, lines, one_line, subtitle_lines

_DEEPEST: Final = 6  # Markdown knows six levels of headings; the title takes the first
_MARKS: Final = re.compile(r"[\\`*_\[\]<~$]|&(?=[#A-Za-z])")
_LAST_BLANK: Final = r"\s\Z"
_OUTER_BLANK: Final = rf"\A\s|{_LAST_BLANK}"
_NOT_IN_ADDRESS: Final = r"[\x00-\x20\x7f\u3000\u00a0()<>%#?*_`~$&\[\]\\\ud800-\udfff]|:(?=//)"
_NO_LETTERS: Final = "PSCZ"  # categories: punctuation, symbols, controls, separators
_OPENING: Final = re.compile(r"[#>+-]|\d{1,9}[.)](?=\s|$)")


def write(document: Document) -> str:
    """The document as Markdown, blocks separated by blank lines, one line break at the end.

    The title (and that of an attachment) is a first-level heading, an own-line heading of level n
    one of level n + 1 (bold from level 6 on), a run-in head bold, a page break a rule.
    """
    blocks = [marked for block in document.blocks if (marked := _marked(block))]
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _marked(block: Block) -> str:
    match block:
        case PageBreak():
            return "---"
        case Table():
            return "\n\n".join(filter(None, (_paragraph(one_line(block.title)), _table(block))))
        case Picture() if block.file:
            address = re.sub(_NOT_IN_ADDRESS, _percented, block.file.replace("\\", "/"))
            return f"![{_escaped(one_line(block.title))}]({address})"
        case Item(heading=True, head=head) if head:
            parts = parts_of(block)
            head, rest = one_line(joined(*parts[:2])), one_line(joined(*parts[2:]))
            if rest or block.level >= _DEEPEST:
                return _bold(head, rest)
            return _ruled(block.level + 1, head)
        case Para(role=role) if role in TITLES:
            return _ruled(1, line_of(block))
        case Para(role="subtitle"):
            return "\n\n".join(map(_paragraph, subtitle_lines(block)))
    return _paragraph(line_of(block))


def _percented(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace"))


def _ruled(level: int, text: str) -> str:
    """A heading line."""
    if not text.strip():
        return ""
    # a closing row of # would not be text
    return f"{'#' * level} " + re.sub(r"#\Z", r"\\#", _inline(text))


def _paragraph(text: str) -> str:
    """A paragraph line that nothing at its start turns into a list, heading or quotation."""
    if not text.strip():
        return ""
    content = _inline(text)
    if opening := _OPENING.match(content):
        at = opening.end() - 1
        content = f"{content[:at]}\\{content[at:]}"
    return content


def _bold(head: str, rest: str) -> str:
    """One paragraph that opens with `head` in bold.

    Closing asterisks count only behind a letter or digit when a letter follows, as one does in
    Chinese, so the marks that end the head stand outside: `**（一）提高站位**。要始终…`.
    """
    end = len(head)
    while end and (
        head[end - 1].isspace() or unicodedata.category(head[end - 1])[0] in _NO_LETTERS
    ):
        end -= 1
    if not end or head[0].isspace():
        return _paragraph(joined(head, rest))
    opening = f"**{_escaped(head[:end])}**"
    return opening + _inline(joined(cut(head, end), rest), _LAST_BLANK, opening)


def _inline(text: str, blanks: str = _OUTER_BLANK, before: str = "") -> str:
    """`text` with all inline mark-up escaped and what is emphasised in bold; outer blanks as
    entities, so that they stay. `before` is what stands before it."""
    shown = ""
    for stretch, start, bold in by_emphasis(text):
        piece = _escaped(stretch)
        if bold:
            end = start + len(stretch)
            opens = _opens(shown[-1:] or before[-1:], stretch[0])
            opens = opens and _opens(text[end : end + 1], stretch[-1])
            piece = f"**{piece}**" if opens else f"<strong>{piece}</strong>"
        shown += piece
    return re.sub(blanks, lambda blank: f"&#{ord(blank[0])};", shown)


def _opens(beyond: str, inner: str) -> bool:
    """Whether `**` between these two counts as mark-up: a quote in bold beside a letter, as one
    stands in Chinese, needs a tag."""
    if not beyond or unicodedata.category(inner)[0] not in "PS":
        return beyond != "*"
    return beyond != "*" and unicodedata.category(beyond)[0] in _NO_LETTERS


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\g<0>", text)


def _cell(text: str) -> str:
    """A cell, its line breaks as GFM has them."""
    return "<br>".join(_inline(bare(line)) for line in lines(text)).replace("|", "\\|")


def _table(table: Table) -> str:
    """A GFM table; its first row is the header, an empty one if the table has none."""
    if not table.rows:
        return ""
    columns = max(len(row) for row in table.rows)
    rows = [[_cell(cell) for cell in row] + [""] * (columns - len(row)) for row in table.rows]
    if not table.header_rows:
        rows.insert(0, [""] * columns)
    elif not any(rows[0]):  # a header of empty cells is one all the same
        rows[0][0] = "<br>"
    rows.insert(1, ["---"] * columns)
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
