"""The HTML writer: a document as sheets, in one self-contained file.

Owns the file around the sheets. `sheets_html` shows them, in the preview too. Must not know
outlines, files or servers.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Final

from speechgen.document import Document, Picture
from speechgen.layout.model import Layout
from speechgen.marks import escaped
from speechgen.paper import Printing
from speechgen.paper.paging import paginate
from speechgen.writers.html.markup import Highlight, first_page, sheets_html

_PAGE: Final = """\
html{background:#e5e5e5}
body{margin:0;padding:12px}
.sheet{box-shadow:0 1px 4px rgba(0,0,0,.3)}
@page{size:%gpt %gpt;margin:0}
@media print{html{background:none}body{padding:0}.sheet{box-shadow:none}}
"""


def write(document: Document, layout: Layout, printing: Printing = Printing()) -> str:
    """The document (numbered) as one HTML file that asks for nothing else; printed, every sheet
    is a page."""
    shown = sheets_html(paginate(document, layout, printing))
    css = shown.css + _PAGE % (layout.paper.width / 20, layout.paper.height / 20)
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    pictures = "; img-src data:" if any(isinstance(b, Picture) for b in document.blocks) else ""
    title = escaped(document.title.replace("\n", "")) or "文稿"
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy"'
        f" content=\"default-src 'none'; style-src 'sha256-{digest}'{pictures}\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{css}</style>\n</head>\n"
        f'<body>\n<main class="sheets">\n{shown.markup}</main>\n</body>\n</html>\n'
    )


__all__ = ["Highlight", "first_page", "sheets_html", "write"]
