"""The panels of the page: each from a view to the inner HTML of one element.

Owns their wording, and that whatever an outline says is text. Must not know how the page is put
together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Final
from urllib.parse import quote, urlencode

from speechgen.diagnostics import Severity, shown_place
from speechgen.marks import cells
from speechgen.marks import escaped as escape
from speechgen.preview.shown import Remark, View
from speechgen.schema.dates import shown_range

_THIN_SPACE: Final = "\u2009"
_EXCERPT: Final = re.compile(r"^ (?: *\d+)? *\| ")
_SHOWN_LAYOUTS: Final = 2
_HALF_A_MINUTE: Final = 0.5
_FEW: Final = 5  # findings of one rule shown before the rest is folded, as `check` does


def attribute(name: str, value: str) -> str:
    """` name="value"`."""
    return f' {name}="{escape(value)}"'


def isolated(text: str) -> str:
    """The text in an element of its own direction: right-to-left letters move nothing else."""
    return f"<bdi>{escape(text)}</bdi>"


def message(text: str) -> str:
    """What `diagnostics.show` gives, its source lines and carets set in cells: they stand below
    each other in any font."""
    lines: list[str] = []
    for line in text.split("\n"):
        if not _EXCERPT.match(line):
            lines.append(escape(line))
            continue
        out: list[str] = []
        for char in line:
            wide = cells(char)
            if wide and not char.isascii():
                out.append(f'<i class="cell-{wide}">{escape(char)}</i>')
            elif not char.isascii() and out and out[-1].endswith("</i>"):
                # a mark on the character before it
                out[-1] = out[-1].removesuffix("</i>") + escape(char) + "</i>"
            else:
                out.append(escape(char))
        lines.append(f'<span class="excerpt">{"".join(out)}</span>')
    return "\n".join(lines)


def _link(base: str, paper: int = 0, layout: str = "") -> str:
    """The address of a paper in a layout."""
    given = {"paper": paper, "layout": layout}
    query = urlencode({key: value for key, value in given.items() if value}, errors="replace")
    return escape(base + (f"?{query}" if query else ""))


def _count(number: int) -> str:
    """`3 212`."""
    return f"{number:,}".replace(",", _THIN_SPACE)


def _duration(low: int, high: int) -> str:
    """`约15–16分钟`."""
    return f"约{shown_range(low, high)}分钟"


# -- the head of the page -------------------------------------------------------------------------


def heading(view: View, base: str) -> str:
    """The title, the file, and the line that `speechgen draft` ends with."""
    said = [f"{view.pages} 页", f"{_count(view.characters)} 字"]
    if view.minutes is not None:
        given = f"（时长{view.allotted:g}分钟）" if view.allotted is not None else ""
        said.append(_duration(*view.minutes) + given)
    said += [f"{view.parts} 部分"] if view.parts else []
    said += [f"待补 {len(view.missing)} 处"] if view.missing else []
    shown = said if view.document is not None else []
    parts = "".join(f'<span class="part">{escape(part)}</span> ' for part in shown)
    return (
        f"<h1>{isolated(view.title or view.name)}</h1>"
        f'<p class="summary"><span class="file">{isolated(view.name)}</span> {parts}</p>'
    )


def layouts(view: View, base: str) -> str:
    """A link for each layout: the usual two and the one in use in sight, the others folded."""
    if view.document is None:
        return ""
    seen, more = "", ""
    for at, (id, name) in enumerate(view.layouts):
        here = ' aria-current="true"' if id == view.layout else ""
        link = f'<a href="{_link(base, view.paper, id)}"{here}>{isolated(name)}</a>'
        if at < _SHOWN_LAYOUTS or here:
            seen += link
        else:
            more += link
    folded = f'<details class="menu"><summary>更多版式</summary><div>{more}</div></details>'
    return seen + (folded if more else "")


def papers(view: View, base: str) -> str:
    """The papers of a pack; nothing for a single outline."""
    if len(view.papers) < 2:
        return ""
    links = ""
    for at, tab in enumerate(view.papers):
        here = ' aria-current="page"' if at == view.paper else ""
        broken = '<span class="broken">写不出</span>' if tab.draft is None else ""
        links += f'<a href="{_link(base, at)}"{here}>{isolated(tab.name)}{broken}</a>'
    return links


def downloads(view: View, base: str) -> str:
    """A link for each file of the paper; none while the file cannot be drafted."""
    if view.error:
        return '<span class="word">改好后可以下载</span>' if view.document is not None else ""
    given = {"paper": str(view.paper)} | ({"layout": view.asked} if view.asked else {})
    query = escape(urlencode(given, errors="replace"))
    links = ""
    for file, label in view.downloads:
        address = f"{base}download/{quote(file, safe='', errors='replace')}"
        told = attribute("aria-label", f"下载{label}：{file}")
        links += f'<a href="{escape(address)}?{query}" download{told}>{escape(label)}</a>'
    if len(view.papers) > 1:
        name = quote(f"{view.name.rpartition('.')[0]}.zip", safe="", errors="replace")
        address = escape(f"{base}download/{name}")
        links += f'<a href="{address}?{query}" download aria-label="下载整套">整套</a>'
    word = '<button type="button" id="word" class="scripted">用 Word 打开</button>'
    return f'<span class="word">下载</span>{links}{word if view.word else ""}'


def error(view: View, base: str) -> str:
    """Why the paper is not that of the file as it stands."""
    if not view.error:
        return ""
    kept = "改好再保存，这里会自己出现纸面。"
    if view.document is not None:
        kept = "下面仍是上一次能起草的样子；改好再保存，这里会自己更新。"
    return (
        f"<h2>提纲有错，这次没有起草</h2><p>{kept}</p>"
        f'<pre role="group" tabindex="0" aria-label="错误在哪里">{message(view.error)}</pre>'
    )


def edited(view: View, base: str) -> str:
    """That the DOCX beside the outline was edited in Word, and how the edits come back."""
    if not view.edited:
        return ""
    return (
        "<p>旁边的 Word 文稿改过，提纲里还没有这些改动。收回来："
        f"<code>{isolated(view.edited)}</code></p>"
    )


# -- beside the paper -----------------------------------------------------------------------------


def tree(view: View, base: str) -> str:
    """The headings as nested lists of links, each with its page."""
    if not view.tree:
        return '<p class="none">没有标题</p>' if view.document is not None else ""
    out: list[str] = ["<ol>"]
    depth = [view.tree[0].level]
    for at, one in enumerate(view.tree):
        if at and one.level > depth[-1]:
            out.append("<ol>")
            depth.append(one.level)
        elif at:
            out.append("</li>")
            while len(depth) > 1 and one.level < depth[-1]:
                depth.pop()
                out.append("</ol></li>")
        page = f'<span class="page">{one.page}</span>' if one.page else ""
        out.append(f'<li><a href="#block-{one.block}">{isolated(one.label + one.text)}{page}</a>')
    return "".join(out) + "</li></ol>" * len(depth)


def figures(view: View, base: str) -> str:
    """Characters and minutes of each section, and where in the time allotted it falls."""
    if not view.sections:
        return ""
    caption = f"共 {_count(view.characters)} 字"
    if view.minutes is not None:
        given = "提纲没有写“时长”" if view.allotted is None else f"时长{view.allotted:g}分钟"
        caption = f"{_count(view.characters)} 字，{_duration(*view.minutes)}；{given}"
    too_long = view.minutes is not None and view.minutes[0] > (view.allotted or view.minutes[0])
    # a little more than the time allotted
    scale = max(sum(one.pace for one in view.sections), (view.allotted or 0.0) * 1.03) or 1.0
    rows, start = "", 0.0
    for one in view.sections:
        time = bar = ""
        if view.minutes is not None:
            long = _duration(one.low, one.high) if one.pace >= _HALF_A_MINUTE else "不到半分钟"
            time = f"<td>{escape(long)}</td>"
            bar = _bar(start, one.pace, scale, view.allotted, too_long)
        rows += (
            f'<tr><th scope="row"><a href="#block-{one.block}">{isolated(one.name)}</a>{bar}</th>'
            f"<td>{_count(one.characters)}</td>{time}</tr>"
        )
        start += one.pace
    head = '<th scope="col">部分</th><th scope="col">字数</th>'
    if view.minutes is not None:
        head += '<th scope="col">时间</th>'
    return (
        f"<h2>各部分</h2><table><caption>{caption}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _bar(start: float, length: float, scale: float, allotted: float | None, too_long: bool) -> str:
    """From when to when the section is spoken; another colour past the time allotted, where the
    whole is too long even for a fast speaker."""
    limit = allotted if allotted is not None and too_long else scale
    within = max(0.0, min(start + length, limit) - start)
    rects = [("bar", start, within), ("bar over", start + within, length - within)]
    drawn = "".join(_rect(kind, at / scale, wide / scale) for kind, at, wide in rects if wide > 0)
    line = "" if allotted is None else _rect("limit", allotted / scale, 0.008, 0, 10)
    return (
        '<svg class="bars" aria-hidden="true" focusable="false" viewBox="0 0 100 10"'
        f' preserveAspectRatio="none">{_rect("track", 0, 1)}{drawn}{line}</svg>'
    )


def _rect(kind: str, x: float, width: float, y: int = 2, height: int = 6) -> str:
    """A rectangle of the chart; `x` and `width` are shares of its width."""
    return (
        f'<rect class="{kind}" x="{x * 100:.2f}" y="{y}" width="{width * 100:.2f}"'
        f' height="{height}"/>'
    )


def counts(view: View, base: str) -> str:
    """How much there is to look at, for the folded panel."""
    said = [f"待补 {len(view.missing)}"] if view.missing else []
    said += [f"检查 {len(view.findings)}"] if view.findings else []
    return escape(" · ".join(said))


def missing(view: View, base: str) -> str:
    """The missing facts, each with its place."""
    if not view.missing:
        return ""
    items = "".join(_note(note, "missing") for note in view.missing)
    return f"<h2>待补 {len(view.missing)} 处</h2><ul>{items}</ul>"


def findings(view: View, base: str) -> str:
    """What the rules found; of one rule the first few, the others folded."""
    if view.document is None:
        return ""
    if not view.findings:
        return '<h2>检查</h2><p class="none">没有发现问题</p>'
    by_rule = Counter[str]()
    shown = ""
    folded: dict[str, list[Remark]] = {}
    for note in view.findings:
        rule = note.found.rule
        by_rule[rule] += 1
        if by_rule[rule] <= _FEW or note.found.severity is Severity.ERROR:
            shown += _note(note, note.found.severity.value)
        else:
            folded.setdefault(rule, []).append(note)
    rest = ""
    for rule, notes in folded.items():
        items = "".join(_note(note, note.found.severity.value) for note in notes)
        said = f"<summary>{escape(rule)} 还有 {len(notes)} 处同类</summary>"
        rest += (
            f'<details class="more"{attribute("data-key", rule)}>{said}<ul>{items}</ul></details>'
        )
    return f"<h2>检查发现 {len(view.findings)} 处</h2><ul>{shown}</ul>{rest}"


def _note(note: Remark, kind: str) -> str:
    found, span = note.found, note.found.span
    place = shown_place(span)  # a cell of a roster as it is called
    if span.line and place != span.file:
        place = f"{span.file}:{span.line}"  # where an editor goes to
    short = escape(place.rpartition("/")[2].rpartition("\\")[2])
    told = found.severity.chinese if kind != "missing" else "待补"
    go = f'<span class="place">{short}</span>'
    if note.block >= 0:
        go = f'<a class="place" href="#block-{note.block}" data-note="{note.id}">{short}</a>'
    copy = (
        f'<button type="button" class="copy scripted"{attribute("data-copy", place)}'
        f"{attribute('aria-label', f'复制位置 {place}')}>复制</button>"
    )
    rule = "" if kind == "missing" else f" <code>{escape(found.rule)}</code>"
    hint = f'<p class="hint">{isolated(found.hint)}</p>' if found.hint else ""
    return (
        f'<li class="note {kind}" id="note-{note.id}"><p class="where">'
        f'<span class="kind">{told}</span>{go}{copy}</p>'
        f"<p>{isolated(found.message)}{rule}</p>{hint}</li>"
    )


def sheets(view: View, base: str) -> str:
    """The paper; a hint where there is none."""
    if view.document is None:
        said = "还没有可以显示的纸面。按上面的提示改好提纲，保存后这里就会出现文稿。"
        return f'<p class="empty">{said}</p>'
    return view.sheets


def sheets_css(view: View, base: str) -> str:
    """What the sheets look like."""
    return style(view.css)


def style(css: str) -> str:
    """A style sheet for a style element: no text in it can end that."""
    return css.replace("</", "<\\/").replace("<!--", "<\\!--")


PANELS: Final[dict[str, Callable[[View, str], str]]] = {
    "heading": heading,
    "layouts": layouts,
    "papers": papers,
    "downloads": downloads,
    "error": error,
    "edited": edited,
    "tree": tree,
    "counts": counts,
    "figures": figures,
    "missing": missing,
    "findings": findings,
    "sheets": sheets,
    "sheets-css": sheets_css,
}
"""Element id -> what renders its content; the style sheet comes last but is put in first."""
