"""The page as HTML: every panel as text, useful without script, everything escaped.

Owns ids, labels and wording of the page; `assets/` holds its looks and the small script that
swaps panels. Must not know files, drafts or HTTP.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.resources import files
from typing import Final

from speechgen.marks import escaped as escape
from speechgen.preview.panels import PANELS, attribute
from speechgen.preview.shown import View

_TYPES: Final = {
    "preview.css": "text/css; charset=utf-8",
    "preview.js": "text/javascript; charset=utf-8",
}

_PRINT_ALL: Final = '<button type="button" id="print-all" class="scripted">打印整套</button>'


def page(view: View, base: str, nonce: str) -> str:
    """The whole page. `base` is the address of the preview (`/token/`), `nonce` that of the
    Content-Security-Policy for the one style element, which holds what the sheets look like."""
    inner = panels(view, base)
    css = inner["sheets-css"]
    title = escape(f"{view.title or view.name} · 预览")
    return f"""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{escape(base)}assets/preview.css">
<style id="sheets-css"{attribute("nonce", nonce)}>{css}</style>
<script src="{escape(base)}assets/preview.js" defer></script>
</head>
<body{attribute("data-base", base)}>
<a class="skip" href="#desk">跳到正文</a>
<header class="bar">
<div id="heading">{inner["heading"]}</div>
<div class="tools">
<nav id="layouts" aria-label="版式">{inner["layouts"]}</nav>
<div class="zoom scripted" role="group" aria-label="缩放">
<button type="button" id="smaller" aria-label="缩小" title="缩小（-）">−</button>
<button type="button" id="fit" title="适合宽度（0）" aria-live="polite">适合宽度</button>
<button type="button" id="larger" aria-label="放大" title="放大（+）">+</button>
</div>
<nav id="downloads" aria-label="下载">{inner["downloads"]}</nav>
<button type="button" id="print" class="scripted">打印</button>
{_PRINT_ALL if len(view.papers) > 1 else ""}
</div>
</header>
<nav id="papers" aria-label="成套材料">{inner["papers"]}</nav>
<div id="error" role="alert">{inner["error"]}</div>
<div id="edited" role="status">{inner["edited"]}</div>
<div id="notice" role="status"></div>
<div class="panes">
<nav class="pane left" aria-label="目录">
<details open>
<summary>目录</summary>
<div id="tree">{inner["tree"]}</div>
</details>
</nav>
<aside class="pane right" aria-label="字数、时间和检查">
<details open>
<summary>字数、时间和检查 <span id="counts">{inner["counts"]}</span></summary>
<section id="figures" aria-label="各部分的字数和时间">{inner["figures"]}</section>
<section id="missing" aria-label="待补的内容">{inner["missing"]}</section>
<section id="findings" aria-label="检查发现的问题">{inner["findings"]}</section>
</details>
</aside>
<main id="desk" tabindex="0" aria-label="纸面">
<div id="sheets" class="sheets">{inner["sheets"]}</div>
</main>
</div>
</body>
</html>
"""


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
    css = css.replace("</", "<\\/").replace("<!--", "<\\!--")
    title = escape(views[0].name if views else "")
    return (
        f'<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n<style{attribute('nonce', nonce)}>{css}</style>\n</head>\n"
        f"<body>\n{sheets}</body>\n</html>\n"
    )


def panels(view: View, base: str) -> dict[str, str]:
    """Element id -> inner HTML of everything that changes with the outline.

    `sheets-css` is the text of a style sheet, not HTML.
    """
    return {name: render(view, base) for name, render in PANELS.items()}


def asset(name: str) -> tuple[bytes, str] | None:
    """An asset's content and MIME type; None for every other name."""
    kind = _TYPES.get(name)
    if kind is None:
        return None
    return files("speechgen.preview").joinpath("assets", name).read_bytes(), kind
