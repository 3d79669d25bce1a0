"""Document -> Markdown (CommonMark with GFM tables).

Owns the mark-up and its escaping: whatever stands in a document is read back by a Markdown
parser as that very text, never as structure. Must not know layouts or files.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from speechgen.document import TITLES, Block, Document, Item, PageBreak, Para, Table, parts_of
from speechgen.writers.text import cells, line_of, one_line

_DEEPEST: Final = 6  # Markdown knows six levels of headings; the title takes the first
_MARKS: Final = re.compile(r"[\\`*_\[\]<~$]|&(?=[#A-Za-z])")
_LAST_BLANK: Final = r"\s\Z"
_OUTER_BLANK: Final = rf"\A\s|{_LAST_BLANK}"
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
            return _table(block)
        case Item(heading=True, head=head) if head:
            parts = parts_of(block)
            head, rest = one_line("".join(parts[:2])), one_line("".join(parts[2:]))
            if rest or block.level >= _DEEPEST:
                return _bold(head, rest)
            return _ruled(block.level + 1, head)
        case Para(role=role) if role in TITLES:
            return _ruled(1, line_of(block))
    return _paragraph(line_of(block))


def _ruled(level: int, text: str) -> str:
    """A heading line."""
    if not text.strip():
        return ""
    # a closing row of # would not be text
    return f"{'#' * level} " + re.sub(r"#\Z", r"\\#", _escaped(text))


def _paragraph(text: str) -> str:
    """A paragraph line that nothing at its start turns into a list, heading or quotation."""
    if not text.strip():
        return ""
    content = _escaped(text)
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
        return _paragraph(head + rest)
    return f"**{_escaped(head[:end])}**{_escaped(head[end:] + rest, _LAST_BLANK)}"


def _escaped(text: str, blanks: str = _OUTER_BLANK) -> str:
    """`text` with all inline mark-up escaped; outer blanks as entities, so that they stay."""
    escaped = _MARKS.sub(r"\\\g<0>", text)
    return re.sub(blanks, lambda blank: f"&#{ord(blank[0])};", escaped)


def _table(table: Table) -> str:
    """A GFM table; its first row is the header, an empty one if the table has none."""
    if not table.rows:
        return ""
    columns = max(len(row) for row in table.rows)
    rows = [
        [_escaped(cell).replace("|", "\\|") for cell in cells(row)] + [""] * (columns - len(row))
        for row in table.rows
    ]
    if not table.header_rows:
        rows.insert(0, [""] * columns)
    rows.insert(1, ["---"] * columns)
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
