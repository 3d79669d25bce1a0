"""Writers: Document -> bytes or text, one module a format; none prints, opens or names files.

Owns the table of formats. A format's module is imported when it is asked for, so that a text
draft never pays for Word.

1. `text`: a block as a line, for all formats without pages; `markdown` and `xlsx` take it from
there. 2. `docx`: the printed paragraphs of `paper` as XML, in ready parts. 3. `html`: the sheets of
`paper`. 4. `pdf`: the DOCX, printed by LibreOffice. 5. `ooxml`: what all Office files say the same.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

from speechgen.frozen import frozen


@frozen
class Format:
    """One output format: its suffix with the dot, its Chinese name, the module that writes it.

    The module's `write(document)` gives text, or bytes where `binary` is true; with `styled` it is
    `write(document, layout, printing)`.
    """

    suffix: str
    name: str
    module: str
    styled: bool = False
    binary: bool = False

    @property
    def write(self) -> Callable[..., Any]:
        """The writer; imports its module."""
        writer: Callable[..., Any] = import_module(self.module).write
        return writer


FORMATS: Final = {
    ".docx": Format(".docx", "Word 文档", "speechgen.writers.docx", styled=True, binary=True),
    ".pdf": Format(
        ".pdf", "PDF（经 LibreOffice）", "speechgen.writers.pdf", styled=True, binary=True
    ),
    ".txt": Format(".txt", "纯文本", "speechgen.writers.text"),
    ".md": Format(".md", "Markdown", "speechgen.writers.markdown"),
    ".html": Format(".html", "网页", "speechgen.writers.html", styled=True),
    ".xlsx": Format(".xlsx", "Excel 表格", "speechgen.writers.xlsx", binary=True),
}
"""Every format by its suffix; to add one, add a row and its module."""
