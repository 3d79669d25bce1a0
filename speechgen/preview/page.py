"""The page as HTML: every panel as text, useful without script, everything escaped.

Owns what fills the page; `assets/` holds its shape and wording, its looks and the small script
that swaps panels. Must not know files, drafts or HTTP.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from speechgen.marks import escaped as escape
from speechgen.preview.panels import PANELS, attribute, style
from speechgen.preview.shown import View

_TYPES: Final = {
    "preview.css": "text/css; charset=utf-8",
    "preview.js": "text/javascript; charset=utf-8",
}

_PRINT_ALL: Final = '<button type="button" id="print-all" class="scripted">打印整套</button>'


def page(view: View, base: str, nonce: str) -> str:
    """The whole page. `base` is the address of the preview (`/token/`), `nonce` that of the
    Content-Security-Policy for the one style element, which holds what the sheets look like."""
    told = {"title": escape(f"{view.title or view.name} · 预览"), "base": escape(base)}
    told |= {"nonce": escape(nonce), "print-all": _PRINT_ALL if len(view.papers) > 1 else ""}
    return _read("preview.html").decode().format_map(panels(view, base) | told)


def whole(views: Sequence[View], nonce: str) -> str:
    """All papers on one page, each in its own styles and on sheets of its own size."""
    css = "body{margin:0}.paper{break-after:page}.paper:last-child{break-after:auto}\n"
    sheets = ""
    for at, view in enumerate(views):
        size = re.search(r"@page\{[^}]*\}", view.css)
        own = view.css.replace(size[0], "") if size else view.css
        css += f".paper-{at}{{page:paper-{at};{own}}}\n"
        css += size[0].replace("@page", f"@page paper-{at}") + "\n" if size else ""
        sheets += f'<div class="paper paper-{at}"><div class="sheets">{view.sheets}</div></div>\n'
    title = escape(views[0].name if views else "")
    return (
        f'<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n<style{attribute('nonce', nonce)}>{style(css)}</style>\n</head>\n"
        f"<body>\n{sheets}</body>\n</html>\n"
    )


def panels(view: View, base: str) -> dict[str, str]:
    """Element id -> inner HTML of everything that changes with the outline.

    `sheets-css` is the text of a style sheet, not HTML.
    """
    return {name: render(view, base) for name, render in PANELS.items()}


def asset(name: str) -> tuple[bytes, str] | None:
    """An asset's content and MIME type; None for every other name."""
    return (_read(name), _TYPES[name]) if name in _TYPES else None


def _read(name: str) -> bytes:
    return Path(__file__).with_name("assets").joinpath(name).read_bytes()
