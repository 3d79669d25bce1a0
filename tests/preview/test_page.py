"""The page as text: everything in it without script, everything escaped, no style attributes."""

from __future__ import annotations

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speechgen.diagnostics import Span, error, show
from speechgen.document import plain
from speechgen.preview import page
from speechgen.preview.panels import escape, message
from speechgen.preview.shown import View
from speechgen.preview.view import Previewed
from tests.preview.command import HOSTILE

BASE = "/t0ken/"
VOID = {"meta", "link", "rect", "br"}
ELEMENTS = {
    "html", "head", "meta", "title", "link", "style", "script", "body", "a", "header", "div", "h1",
    "h2", "h3", "h4", "h5", "h6", "bdi", "p", "span", "nav", "details", "summary", "button", "ol",
    "ul", "li", "aside", "section", "table", "caption", "thead", "tbody", "tr", "th", "td", "svg",
    "rect", "code", "main", "mark", "pre", "i",
}  # fmt: skip


class Reading(HTMLParser):
    """Elements with attributes, the text, and that every element is closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.inside: list[str] = []
        self.text = ""
        self.blocks: dict[int, str] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, names)
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
            above = self.inside[-1] if self.inside else ""
            self.inside.append(dict(attrs).get("data-block") or above)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in ("style", "script"):
            self.text += data
        if self.inside and self.inside[-1]:
            at = int(self.inside[-1])
            self.blocks[at] = self.blocks.get(at, "") + data

    def ids(self) -> list[str]:
        return [one["id"] or "" for _, one in self.elements if "id" in one]


def read(view: View) -> Reading:
    made = Reading(page.page(view, BASE, "n0nce"))
    assert made.open == []
    assert {tag for tag, _ in made.elements} <= ELEMENTS
    ids = made.ids()
    assert len(ids) == len(set(ids))
    for tag, held in made.elements:
        assert "style" not in held, tag
        assert not [name for name in held if name.startswith("on")], tag
        for name in ("href", "src"):
            target = held.get(name) or ""
            assert target.startswith((BASE, "#", "data:,")) or not target, target
        if (held.get("href") or "").startswith("#"):
            assert (held["href"] or "")[1:] in ids
        if tag == "style":
            assert held["nonce"] == "n0nce"
    return made


@pytest.fixture
def outline(tmp_path: Path, root: Path) -> Path:
    path = tmp_path / "防汛.yaml"
    shutil.copy(root / "examples" / "mobilize.yaml", path)
    return path


def test_the_page_holds_all_that_there_is_to_see(outline: Path) -> None:
    view = Previewed(outline).look()
    made = read(view)
    assert view.document is not None
    for at, block in enumerate(view.document.blocks):
        assert re.sub(r"\s", "", made.blocks.get(at, "")) == re.sub(r"\s", "", plain(block))
    for heading in view.tree:
        assert f"{heading.label}{heading.text}" in made.text
    for section in view.sections:
        assert section.name in made.text
    for note in (*view.missing, *view.findings):
        assert note.found.message in made.text
        assert f"防汛.yaml:{note.found.span.line}" in made.text
    for _, name in view.layouts:
        assert name in made.text
    sheets = [held for tag, held in made.elements if held.get("class") == "sheet"]
    assert len(sheets) == view.pages


def test_the_links_are_plain_addresses(outline: Path) -> None:
    made = read(Previewed(outline).look(0, "large-print"))
    links = {held["href"]: held for tag, held in made.elements if tag == "a"}
    current = [href for href, held in links.items() if held.get("aria-current") == "true"]
    assert current == [f"{BASE}?layout=large-print"]
    assert f"{BASE}download/%E9%98%B2%E6%B1%9B.docx?paper=0&layout=large-print" in links


@pytest.mark.parametrize("example", ["mobilize", "signin", "seatcards", "minutes", "notice"])
@pytest.mark.parametrize("layout", [None, "large-print", "form-wide"])
def test_every_kind_of_paper_makes_a_sound_page(root: Path, example: str, layout: str) -> None:
    view = Previewed(root / "examples" / f"{example}.yaml").look(0, layout)
    assert view.error == ""
    read(view)


def test_hostile_text_is_text(tmp_path: Path) -> None:
    path = tmp_path / "甲'\"><b>.yaml"
    path.write_text(HOSTILE, "utf-8")
    view = Previewed(path).look()
    assert view.error == ""
    made = read(view)
    for said in ("</style><script>alert(1)</script>{{7*7}}", '"><img src=x onerror=alert(2)>',
                 "]]> 和 <b>标签</b> &amp; &#x41;", "</title></h1><svg onload=alert(5)>",
                 path.name):  # fmt: skip
        assert said in made.text
    assert "49" not in made.text
    assert [held for tag, held in made.elements if tag == "script"] == [
        {"src": f"{BASE}assets/preview.js", "defer": None}
    ]
    told = page.panels(view, BASE)
    assert json.loads(json.dumps(told)) == told
    for name, text in told.items():
        if name != "sheets-css":
            assert Reading(text).open == []


def test_hostile_mistakes_are_text(tmp_path: Path) -> None:
    path = tmp_path / "甲.yaml"
    path.write_text("</pre><script>alert(1)</script>\n标题 <img onerror=alert(2)>\n", "utf-8")
    made = read(Previewed(path).look())
    assert "<script>alert(1)</script>" in made.text
    assert "还没有可以显示的纸面" in made.text


def test_a_style_sheet_cannot_be_left(outline: Path) -> None:
    folder = outline.parent / "templates" / "_layouts"
    folder.mkdir(parents=True)
    own = "名称: </style><script>\n继承: gbt9704\n样式:\n  正文:\n    字体: '</style><b>}*{x:y'\n"
    (folder / "own.yaml").write_text(own, "utf-8")
    view = Previewed(outline).look(0, "own")
    assert view.layout == "own"
    read(view)
    assert "</" not in page.panels(view, BASE)["sheets-css"]


def test_a_broken_outline_shows_its_mistake(outline: Path) -> None:
    looked = Previewed(outline)
    assert page.panels(looked.look(), BASE)["error"] == ""
    outline.write_text("标题: 甲\n讲话人 乙\n", "utf-8")
    view = looked.look()
    made = read(view)
    assert view.error in made.text
    assert "仍是上一次能起草的样子" in made.text
    assert "认清严峻形势" in made.text


def test_a_pack_has_its_papers_as_links(root: Path) -> None:
    view = Previewed(root / "examples" / "packs" / "renovation" / "会议.yaml").look(6)
    made = read(view)
    current = [held for tag, held in made.elements if held.get("aria-current") == "page"]
    assert [held["href"] for held in current] == [f"{BASE}?paper=6"]
    assert len(view.papers) == 12
    assert "签到表" in made.text


def test_assets() -> None:
    for name, kind in (("preview.css", "text/css"), ("preview.js", "text/javascript")):
        found = asset_of(name)
        assert found is not None
        assert found[1].startswith(kind)
        assert b"http" not in found[0], "nothing is fetched from anywhere else"
    for name in ("", ".", "..", "../page.py", "page.py", "preview.css/", "PREVIEW.CSS"):
        assert asset_of(name) is None


def asset_of(name: str) -> tuple[bytes, str] | None:
    return page.asset(name)


# -- text to HTML --------------------------------------------------------------------------------


@given(st.text())
@settings(max_examples=200)
def test_any_text_stays_text(text: str) -> None:
    made = Reading(f'<p title="{escape(text)}">{escape(text)}</p>')
    assert made.elements[0][0] == "p"
    assert len(made.elements) == 1


@given(st.text(min_size=1).filter(lambda text: not set(text) & set("\r\n")))
@settings(max_examples=200)
def test_any_line_keeps_its_characters_in_a_message(source: str) -> None:
    at = Span("甲.yaml", 1, 1, 2)
    shown = show([error(at, "outline-x", "错", "改", source)])
    made = Reading(f"<pre>{message(shown)}</pre>")
    assert {tag for tag, _ in made.elements} <= {"pre", "span", "i"}
    assert made.open == []
    assert made.text.replace("\ufffd", "") in (shown, shown.replace("\ufffd", ""))


def test_carets_stand_under_full_width_characters() -> None:
    """Every character of the source line is one or two cells wide, like in a terminal."""
    at = Span("甲.yaml", 3, 3, 5)
    shown = message(show([error(at, "outline-x", "错", "", "甲a乙…é")]))
    assert '<i class="cell-2">甲</i>a<i class="cell-2">乙</i><i class="cell-1">…</i>' in shown
