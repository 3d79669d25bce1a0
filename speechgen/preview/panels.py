"""The panels of the page: each from a view to the inner HTML of one element.

Owns their wording. Must not know how the page is put together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final
from urllib.parse import quote, urlencode

from speechgen.diagnostics import Severity, place_of
from speechgen.preview.figures import count, duration, figures
from speechgen.preview.markup import attribute, escape, isolated, message
from speechgen.preview.places import Remark
from speechgen.preview.sections import Heading
from speechgen.preview.shown import View

_SHOWN_LAYOUTS: Final = 2
_FEW: Final = 5  # findings of one rule shown before the rest is folded, as `check` does


def _link(base: str, paper: int = 0, layout: str = "") -> str:
    """The address of a paper in a layout."""
    given = {
        key: value
        for key, value in (("paper", str(paper) if paper else ""), ("layout", layout))
        if value
    }
    return escape(base + (f"?{urlencode(given)}" if given else ""))


# -- the head of the page -------------------------------------------------------------------------


def heading(view: View, base: str) -> str:
    """The title, the file, and the line that `speechgen draft` ends with."""
    title = view.title or view.name
    parts = "".join(f'<span class="part">{escape(part)}</span> ' for part in _summary(view))
    return (
        f"<h1>{isolated(title)}</h1>"
        f'<p class="summary"><span class="file">{isolated(view.name)}</span> {parts}</p>'
    )


def _summary(view: View) -> Iterator[str]:
    if view.document is None:
        return
    yield f"{view.pages} 页"
    yield f"{count(view.characters)} 字"
    if view.minutes is not None:
        given = f"（时长{view.allotted:g}分钟）" if view.allotted is not None else ""
        yield duration(*view.minutes) + given
    if view.parts:
        yield f"{view.parts} 部分"
    if view.missing:
        yield f"待补 {len(view.missing)} 处"


def layouts(view: View, base: str) -> str:
    """A link for each layout: the usual two and the one in use in sight, the others folded."""
    if view.document is None:
        return ""
    links = {
        id: f'<a href="{_link(base, view.paper, id)}"{_current(id == view.layout)}>'
        f"{isolated(name)}</a>"
        for id, name in view.layouts
    }
    seen = [id for at, id in enumerate(links) if at < _SHOWN_LAYOUTS or id == view.layout]
    more = [links[id] for id in links if id not in seen]
    folded = (
        f'<details class="menu"><summary>更多版式</summary><div>{"".join(more)}</div></details>'
        if more
        else ""
    )
    return "".join(links[id] for id in seen) + folded


def _current(here: bool, word: str = "true") -> str:
    return f' aria-current="{word}"' if here else ""


def papers(view: View, base: str) -> str:
    """The papers of a pack; nothing for a single outline."""
    if len(view.papers) < 2:
        return ""
    return "".join(
        f'<a href="{_link(base, at)}"{_current(at == view.paper, "page")}>{isolated(tab.name)}'
        + ('<span class="broken">写不出</span>' if tab.broken else "")
        + "</a>"
        for at, tab in enumerate(view.papers)
    )


def downloads(view: View, base: str) -> str:
    """A link for each file of the paper; none while the file cannot be drafted."""
    if view.error:
        return '<span class="word">改好后可以下载</span>' if view.document is not None else ""
    given = {"paper": str(view.paper), "layout": view.asked}
    query = urlencode({key: value for key, value in given.items() if value})
    links = "".join(
        f'<a href="{escape(base)}download/{escape(quote(file.file, safe=""))}?{escape(query)}"'
        f" download{attribute('aria-label', f'下载{file.label}：{file.file}')}>"
        f"{escape(file.label)}</a>"
        for file in view.downloads
    )
    return f'<span class="word">下载</span>{links}' if links else ""


def error(view: View, base: str) -> str:
    """Why the paper is not that of the file as it stands."""
    if not view.error:
        return ""
    kept = (
        "下面仍是上一次能起草的样子；改好再保存，这里会自己更新。"
        if view.document is not None
        else "改好再保存，这里会自己出现纸面。"
    )
    return (
        f"<h2>提纲有错，这次没有起草</h2><p>{kept}</p>"
        f'<pre role="group" tabindex="0" aria-label="错误在哪里">{message(view.error)}</pre>'
    )


# -- beside the paper -----------------------------------------------------------------------------


def tree(view: View, base: str) -> str:
    """The headings as nested lists of links, each with its page."""
    if not view.tree:
        return '<p class="none">没有标题</p>' if view.document is not None else ""
    return _branches(view.tree)


def _branches(found: Sequence[Heading]) -> str:
    out: list[str] = ["<ol>"]
    depth = [found[0].level]
    for at, one in enumerate(found):
        if at and one.level > depth[-1]:
            out.append("<ol>")
            depth.append(one.level)
        elif at:
            out.append("</li>")
            while len(depth) > 1 and one.level < depth[-1]:
                depth.pop()
                out.append("</ol></li>")
        page = f'<span class="page">{one.page}</span>' if one.page else ""
        name = isolated(one.label + one.text)
        out.append(f'<li><a href="#block-{one.block}">{name}{page}</a>')
    out.append("</li></ol>" + "</li></ol>" * (len(depth) - 1))
    return "".join(out)


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
    by_rule: dict[str, int] = {}
    shown: list[str] = []
    folded: dict[str, list[Remark]] = {}
    for note in view.findings:
        rule = note.found.rule
        by_rule[rule] = by_rule.get(rule, 0) + 1
        if by_rule[rule] <= _FEW or note.found.severity is Severity.ERROR:
            shown.append(_note(note, note.found.severity.value))
        else:
            folded.setdefault(rule, []).append(note)
    rest = "".join(
        f'<details class="more"{attribute("data-key", rule)}><summary>{escape(rule)} 还有'
        f" {len(notes)} 处同类</summary><ul>"
        + "".join(_note(note, note.found.severity.value) for note in notes)
        + "</ul></details>"
        for rule, notes in folded.items()
    )
    return f"<h2>检查发现 {len(view.findings)} 处</h2><ul>{''.join(shown)}</ul>{rest}"


def _note(note: Remark, kind: str) -> str:
    found = note.found
    place = _place(note)
    short = escape(place.rpartition("/")[2].rpartition("\\")[2])
    told = found.severity.chinese if kind != "missing" else "待补"
    go = (
        f'<a class="place" href="#block-{note.block}" data-note="{note.id}">{short}</a>'
        if note.block >= 0
        else f'<span class="place">{short}</span>'
    )
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


def _place(note: Remark) -> str:
    """`提纲.yaml:14`: where an editor goes to; a cell of a roster as it is called."""
    span = note.found.span
    place = place_of(span)
    return f"{span.file}:{span.line}" if span.line and place != span.file else place


def sheets(view: View, base: str) -> str:
    """The paper; a hint where there is none."""
    if view.document is None:
        said = "还没有可以显示的纸面。按上面的提示改好提纲，保存后这里就会出现文稿。"
        return f'<p class="empty">{said}</p>'
    return view.sheets


def sheets_css(view: View, base: str) -> str:
    """What the sheets look like; no text in it can end the style element."""
    return view.css.replace("</", "<\\/").replace("<!--", "<\\!--")


PANELS: Final[dict[str, Callable[[View, str], str]]] = {
    "heading": heading,
    "layouts": layouts,
    "papers": papers,
    "downloads": downloads,
    "error": error,
    "tree": tree,
    "counts": counts,
    "figures": figures,
    "missing": missing,
    "findings": findings,
    "sheets": sheets,
    "sheets-css": sheets_css,
}
"""Element id -> what renders its content; the style sheet comes last but is put in first."""
