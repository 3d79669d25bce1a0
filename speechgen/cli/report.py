"""Findings as a page to read, print or send on: `speechgen check --format html`.

Owns what fills the page; its shape is `report.html`, its look `report.css`. A pure function of the
findings: the same findings give the same bytes. Must not know files, rules or consoles. The page
fetches nothing and runs nothing: its policy forbids everything but its own style sheet.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby, pairwise
from pathlib import Path
from typing import Final

from speechgen.diagnostics import Diagnostic, Severity, SpeechError, shown_place, summary

_NEAR: Final = 240  # characters of a long line kept around a finding
_LONG: Final = 1200  # characters; a longer line is shown around its findings only
_PARAGRAPHS: Final = (".docx", ".docm", ".dotx", ".doc", ".wps", ".odt", ".rtf")
_STYLE: Final = Path(__file__).with_name("report.css")


def page(
    found: Sequence[Diagnostic], failed: Mapping[str, SpeechError], files: Sequence[str]
) -> str:
    """The report as one HTML page that ends with a line break.

    `found` are the findings in order of file and place, `failed` are the files that could not
    be checked and why, `files` all files looked at (those without a finding are named as such).
    """
    groups = [(file, list(group)) for file, group in groupby(found, lambda each: each.span.file)]
    rows = "\n".join(
        f'<li><a href="#file-{at}">{_text(file or "会议文件")}</a>：{summary(group)}</li>'
        for at, (file, group) in enumerate(groups, 1)
    )
    parts = [f'<nav aria-label="文件">\n<ul>\n{rows}\n</ul>\n</nav>'] if len(groups) > 1 else []
    parts += ["<main>", *(_file(at, *group) for at, group in enumerate(groups, 1))]
    if failed:
        rows = "\n".join(
            f'<li class="line"><p class="place">{_text(shown_place(each.span))}</p>\n'
            f"<ul>\n{_finding(each)}\n</ul></li>"
            for refused in failed.values()
            for each in refused.diagnostics
        )
        parts.append(f"<section>\n<h2>没有查成的文件</h2>\n<ol>\n{rows}\n</ol>\n</section>")
    named = {file for file, _ in groups} | {*failed}
    if clean := "、".join(file for file in files if file not in named):
        parts.append(f'<p class="clean">没有发现问题的文件：{_text(clean)}</p>')
    style = f"\n{_STYLE.read_text('utf-8')}"
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    counts = summary(found, len(files) - len(failed), len(failed))
    shape = _STYLE.with_suffix(".html").read_text("utf-8")
    return shape.format(digest=digest, style=style, counts=counts, parts="\n".join(parts))


def _file(at: int, file: str, found: Sequence[Diagnostic]) -> str:
    """The findings of a file, those of a line below its text."""
    lines = []
    for (number, source), group in groupby(found, lambda each: (each.span.line, each.source)):
        here = list(group)
        unit = "段" if file.lower().endswith(_PARAGRAPHS) else "行"
        place = f"第 {number} {unit}" if number else "全篇"
        alike: dict[tuple[object, ...], list[Diagnostic]] = {}  # says the same of several places
        for each in here:
            said = (each.rule, each.severity, each.message, each.hint, each.fix is None)
            alike.setdefault(said, []).append(each)
        rows = "\n".join(_finding(*group) for group in alike.values())
        text = f'<p class="text">{_marked(source, here)}</p>\n' if source else ""
        lines.append(
            f'<li class="line">\n<p class="place">{place}</p>\n{text}<ul>\n{rows}\n</ul>\n</li>'
        )
    shown = "\n".join(lines)
    return (
        f'<section id="file-{at}" aria-labelledby="name-{at}">\n'
        f'<h2 id="name-{at}">{_text(file or "全部材料")}</h2>\n'
        f'<p class="counts">{summary(found)}</p>\n<ol>\n{shown}\n</ol>\n</section>'
    )


def _finding(each: Diagnostic, *others: Diagnostic) -> str:
    columns = "、".join(str(one.span.column) for one in (each, *others) if one.span.column)
    column = f"第 {columns} 字" if columns else ""
    hint = f'<span class="hint">——{_text(each.hint)}</span> ' if each.hint else ""
    mend = "" if each.fix is None else '（可以用 <span class="option">--fix</span> 改）'
    return (
        f'<li class="finding {each.severity.value}">'
        f'<span class="level">{each.severity.chinese}</span>{_text(each.message)}{hint}{mend} '
        f'<span class="place">{column}</span> <code>{_text(each.rule)}</code></li>'
    )


# -- a line of text -------------------------------------------------------------------------------


def _marked(source: str, found: Sequence[Diagnostic]) -> str:
    """The line with every finding in a <mark> of its gravest severity; long stretches cut."""
    size = len(source)
    ranges: list[tuple[int, int, Severity]] = []
    for each in found:
        if each.span.column:
            start = min(each.span.column - 1, size)
            end = min(max(start + 1, each.span.end_column - 1), size)
            ranges.append((start, end, each.severity))
    bounds = sorted({0, size, *(edge for start, end, _ in ranges for edge in (start, end))})
    index = {bound: at for at, bound in enumerate(bounds)}
    levels: list[Severity | None] = [None] * (len(bounds) - 1)
    gravest_last = sorted(ranges, key=lambda each: list(Severity).index(each[2]), reverse=True)
    for start, end, gravity in gravest_last:
        levels[index[start] : index[end]] = [gravity] * (index[end] - index[start])
    pieces = []
    for (start, end), level in zip(pairwise(bounds), levels, strict=True):
        text = source[start:end]
        if level is None:
            head, tail = (_NEAR if start else 0), (_NEAR if end < size else 0)
            if size > _LONG and len(text) > head + tail:
                text = text[:head] + "……" + (text[-tail:] if tail else "")
            pieces.append(_text(text))
        else:
            pieces.append(f'<mark class="{level.value}">{_text(text)}</mark>')
    return "".join(pieces)


def _text(text: str) -> str:
    """Text for the page: mark-up escaped, invisible and control characters made visible."""
    shown = (
        char if char.isprintable() or char in " \t\n\u3000" else f"[U+{ord(char):04X}]"
        for char in text
    )
    return escape("".join(shown))
