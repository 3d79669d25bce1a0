"""The real command in a real Chromium: the page is looked at as a clerk looks at it."""

from __future__ import annotations

import io
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
import pytest

from speechgen import draft
from speechgen.pack.drafting import draft_pack
from speechgen.paper.paging import paginate
from tests.preview.command import HOSTILE, Commands

pytestmark = pytest.mark.browser

SECONDS = 20
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 400, "height": 800}


@dataclass
class Window:
    """A browser page and what it did: requests to hosts, complaints, dialogs."""

    page: Any
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def eval(self, script: str, *given: Any) -> Any:
        return self.page.evaluate(script, *given)

    def until(self, script: str) -> Any:
        """The value of an expression once it is true (the policy forbids Playwright's own way)."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            if found := self.eval(script):
                return found
            time.sleep(0.02)
        raise AssertionError(f"never: {script}")

    def text(self, selector: str) -> str:
        return str(self.page.locator(selector).inner_text())

    def open(self, address: str) -> None:
        """Opens the page and waits until it follows the file."""
        with self.page.expect_response("**/panels*"):
            self.page.goto(address)


@pytest.fixture
def window(chromium: Any) -> Iterator[Callable[..., Window]]:
    """Opens windows, each of a user of its own; at the end none of them may have complained or
    asked anybody but the preview."""
    opened: list[tuple[Any, Window]] = []

    def open_window(**options: Any) -> Window:
        usual = {"viewport": WIDE, "reduced_motion": "reduce"}
        context = chromium.new_context(**{**usual, **options})
        made = Window(context.new_page())
        made.page.set_default_timeout(SECONDS * 1000)
        made.page.on("request", lambda asked: made.hosts.add(asked.url.partition("/?")[0][:17]))
        made.page.on("console", lambda said: made.complaints.append(said.text))
        made.page.on("pageerror", lambda failed: made.complaints.append(str(failed)))
        made.page.on("dialog", lambda shown: made.complaints.append(f"dialog {shown.message}"))
        opened.append((context, made))
        return made

    yield open_window
    for context, made in opened:
        assert made.complaints == []
        assert made.hosts <= {"http://127.0.0.1:", "data:,"}
        context.close()


@pytest.fixture
def outline(tmp_path: Path, root: Path) -> Path:
    path = tmp_path / "防汛.yaml"
    shutil.copy(root / "examples" / "mobilize.yaml", path)
    return path


@pytest.fixture
def shown(outline: Path, preview: Commands, window: Callable[..., Window]) -> Window:
    """The example, followed."""
    made = window()
    made.open(preview(outline))
    return made


def save(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def top_block(window: Window) -> list[Any]:
    """What stands at the head of the desk, and how far from its edge."""
    found: list[Any] = window.eval("""() => {
      const top = document.querySelector("#desk").getBoundingClientRect().top;
      for (const part of document.querySelectorAll("#sheets [data-block]")) {
        const rect = part.getBoundingClientRect();
        if (rect.bottom > top) return [part.textContent, Math.round(rect.top - top)];
      }
      return null; }""")
    return found


# -- what is shown -------------------------------------------------------------------------------


def test_sheets_and_labels_are_those_of_the_document(shown: Window, outline: Path) -> None:
    made = draft(outline)
    word = docx.Document(io.BytesIO(made.to("docx")))
    printed = [one.text for one in word.paragraphs if one.text.strip()]
    seen: dict[str, str] = shown.eval("""() => {
      const blocks = {};
      for (const part of document.querySelectorAll("#sheets [data-block]")) {
        blocks[part.dataset.block] = (blocks[part.dataset.block] || "") + part.textContent;
      }
      return blocks; }""")
    told = ["".join(text.split()) for _, text in sorted(seen.items(), key=lambda one: int(one[0]))]
    assert told == ["".join(text.split()) for text in printed]
    sheets = paginate(made.document, made.layout, made.printing)
    assert shown.page.locator(".sheet").count() == len(sheets)
    assert f"{len(sheets)} 页" in shown.text(".summary")
    numbers = shown.page.locator(".sheet .number").all_text_contents()
    assert [number.strip("— \n") for number in numbers] == [str(n + 1) for n in range(len(sheets))]


def test_sheets_have_the_proportions_of_paper(shown: Window) -> None:
    for zoom in ("", "#larger", "#smaller"):
        if zoom:
            shown.page.click(zoom)
        box = shown.page.locator(".sheet").first.bounding_box()
        assert box["height"] / box["width"] == pytest.approx(297 / 210, rel=1e-3)


LINES = """() => [...document.querySelectorAll(".sheet")].flatMap((sheet) => {
  sheet.style.contentVisibility = "visible";
  const box = sheet.getBoundingClientRect();
  const lines = [...sheet.querySelectorAll(".l")].filter((line) => line.textContent);
  return lines.map((line) => {
    const range = document.createRange();
    range.selectNodeContents(line);
    const at = range.getBoundingClientRect();
    const style = getComputedStyle(line.parentElement);
    const sizes = [at.left - box.left, at.top - box.top, at.width].map((n) => n / box.width);
    return [line.textContent, ...sizes, style.fontWeight, style.fontFamily, style.overflow];
  });
})"""


@pytest.mark.parametrize("example", ["mobilize", "minutes", "followup", "seatcards"])
def test_the_page_leaves_the_sheets_as_they_are(
    root: Path, tmp_path: Path, example: str, preview: Commands, window: Callable[..., Window]
) -> None:
    """Every line stands where the file of `-f html` has it."""
    outline = root / "examples" / f"{example}.yaml"
    alone = tmp_path / "alone.html"
    alone.write_bytes(draft(outline).to("html"))
    made = window()
    made.open(preview(outline))
    here = made.eval(LINES)
    made.page.goto(alone.as_uri())
    there = made.eval(LINES)
    made.hosts.clear()
    assert [(one[0], *one[4:]) for one in here] == [(one[0], *one[4:]) for one in there]
    for one, other in zip(here, there, strict=True):
        assert one[1:4] == pytest.approx(other[1:4], abs=0.003), one[0]


def test_print_gives_one_page_a_sheet_in_true_size(shown: Window, outline: Path) -> None:
    import pymupdf

    def printed() -> list[Any]:
        with pymupdf.open(stream=shown.page.pdf(prefer_css_page_size=True)) as pages:
            assert all(page.rect.width == pytest.approx(595.3, abs=1) for page in pages)
            assert all(page.rect.height == pytest.approx(841.9, abs=1) for page in pages)
            return [page.get_text("words") for page in pages]

    usual = printed()
    assert len(usual) == shown.page.locator(".sheet").count()
    left = min(word[0] for page in usual for word in page)
    made = draft(outline)
    assert left == pytest.approx(made.layout.paper.left / 20, abs=1)
    told = "".join(word[4] for page in usual for word in page)
    assert "下载" not in told
    assert "认清严峻形势" in told
    for button in ("#larger", "#larger", "#smaller"):
        shown.page.click(button)
    assert printed() == usual, "zooming is for the screen"


# -- following -----------------------------------------------------------------------------------


def test_a_save_is_followed_and_the_place_kept(shown: Window, outline: Path) -> None:
    shown.eval("document.querySelector('#desk').scrollTo(0, 3000)")
    before = top_block(shown)
    shown.eval("document.querySelector('#tree a').focus()")
    save(
        outline,
        "点:\n      - 雨情可能偏重",
        "点:\n      - 新的第一条：先看天。\n      - 又一条：再看水。\n      - 雨情可能偏重",
    )
    shown.until("document.querySelector('#sheets').textContent.includes('先看天')")
    shown.until("document.querySelector('#tree').textContent.includes('新的第一条')")
    after = top_block(shown)
    assert after[0] == before[0]
    assert abs(after[1] - before[1]) <= 2
    assert shown.eval("document.activeElement.closest('#tree') !== null")
    save(outline, "标题: 在全市", "标题: 在全省")
    shown.until("document.title.startsWith('在全省')")
    assert top_block(shown)[0] == before[0]


def test_at_the_top_it_stays_at_the_top(shown: Window, outline: Path) -> None:
    save(outline, "标题: 在全市", "标题: 在全省")
    shown.until("document.querySelector('#sheets').textContent.includes('在全省')")
    assert shown.eval("document.querySelector('#desk').scrollTop") == 0


def test_a_mistake_is_shown_and_mended(shown: Window, outline: Path) -> None:
    good = shown.eval("document.querySelector('#sheets').innerHTML")
    save(outline, "讲话人: ", "讲话人 ")
    shown.until("document.querySelector('#error').textContent")
    told = shown.page.get_by_role("alert").inner_text()
    assert "防汛.yaml:4:1" in told
    assert "source-stray-line" in told
    assert shown.eval("document.querySelector('#sheets').innerHTML") == good
    caret, source = shown.eval("""() => {
      const [line, carets] = document.querySelectorAll("#error .excerpt");
      const range = document.createRange();
      return [carets, line].map((one) => {
        range.selectNodeContents(one);
        return range.getBoundingClientRect().right;
      }); }""")
    assert abs(caret - source) <= 2, "the carets end under the last character"
    save(outline, "讲话人 ", "讲话人: ")
    shown.until("!document.querySelector('#error').textContent")
    assert shown.eval("document.querySelector('#sheets').innerHTML") == good


def test_an_error_moves_nothing_and_takes_the_downloads(shown: Window, outline: Path) -> None:
    place = """() => Math.round([...document.querySelectorAll("#sheets [data-block]")]
      .find(part => part.textContent.includes("预警信息发出去了")).getBoundingClientRect().top)"""
    shown.page.locator("#tree a", has_text="预警发布要快").click()
    shown.until("document.querySelector('#tree [aria-current]').textContent.includes('预警')")
    before = shown.eval(place)
    save(outline, "讲话人: ", "讲话人 ")
    shown.until("document.querySelector('#error').textContent")
    assert abs(shown.eval(place) - before) <= 1
    assert shown.page.locator("#downloads a").count() == 0
    save(outline, "讲话人 ", "讲话人: ")
    shown.until("!document.querySelector('#error').textContent")
    assert abs(shown.eval(place) - before) <= 1
    assert shown.page.locator("#downloads a").count() >= 3


def test_a_hidden_page_catches_up(shown: Window, outline: Path) -> None:
    hide = """hidden => {
      Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange")); }"""
    shown.eval(hide, True)
    save(outline, "标题: 在全市", "标题: 在全省")
    shown.page.wait_for_timeout(400)
    assert "在全市" in shown.text("#heading h1")
    shown.eval(hide, False)
    shown.until("document.title.startsWith('在全省')")
    save(outline, "标题: 在全省", "标题: 在全县")
    shown.until("document.title.startsWith('在全县')")


def test_broken_from_the_start_then_mended(
    outline: Path, preview: Commands, window: Callable[..., Window]
) -> None:
    save(outline, "讲话人: ", "讲话人 ")
    made = window()
    made.open(preview(outline))
    assert "还没有可以显示的纸面" in made.text("#sheets")
    assert made.page.get_by_role("alert").is_visible()
    save(outline, "讲话人 ", "讲话人: ")
    made.until("document.querySelectorAll('.sheet').length > 3")
    assert made.page.locator("#error").is_hidden()
    assert made.page.locator("#downloads a").count() >= 3


def test_a_lost_connection_is_told(
    outline: Path, preview: Commands, window: Callable[..., Window]
) -> None:
    made = window()
    made.open(preview(outline))
    preview.end()
    made.page.locator("#notice", has_text="预览断开了").wait_for()
    assert made.page.locator(".sheet").count() > 3
    made.complaints.clear()  # the browser's own word on the lost connection


# -- layouts, packs, downloads -------------------------------------------------------------------


def test_layouts_are_switched_in_place(shown: Window, outline: Path) -> None:
    pages = shown.page.locator(".sheet").count()
    shown.page.get_by_role("link", name="大字版").click()
    shown.until("document.querySelector('#layouts [aria-current]').textContent === '大字版'")
    assert shown.page.url.endswith("?layout=large-print")
    assert shown.page.locator(".sheet").count() > pages
    save(outline, "标题: 在全市", "标题: 在全省")
    shown.until("document.querySelector('#sheets').textContent.includes('在全省')")
    assert shown.page.locator(".sheet").count() > pages
    with shown.page.expect_download() as got:
        shown.page.get_by_role("link", name="下载Word").click()
    assert Path(got.value.path()).read_bytes() == draft(outline, layout="large-print").to("docx")
    shown.page.go_back()
    shown.until("document.querySelector('#layouts [aria-current]').textContent === '公文'")
    assert shown.page.locator(".sheet").count() == pages


@pytest.mark.parametrize(("name", "suffix"), [("Word", "docx"), ("文本", "txt"), ("网页", "html")])
def test_downloads_are_what_draft_writes(
    shown: Window, outline: Path, name: str, suffix: str
) -> None:
    with shown.page.expect_download() as got:
        shown.page.get_by_role("link", name=f"下载{name}").click()
    assert got.value.suggested_filename == f"防汛.{suffix}"
    assert Path(got.value.path()).read_bytes() == draft(outline).to(suffix)


def test_a_pack_has_a_tab_for_every_paper(
    tmp_path: Path, root: Path, preview: Commands, window: Callable[..., Window]
) -> None:
    folder = tmp_path / "会议"
    shutil.copytree(root / "examples" / "packs" / "renovation", folder)
    made = window()
    made.open(preview(folder / "会议.yaml"))
    meeting = draft_pack(folder / "会议.yaml")
    tabs = made.page.locator("#papers a")
    assert tabs.count() == len(meeting.papers)
    for number in (4, 6, 9):
        paper = meeting.papers[number]
        assert paper.draft is not None
        tabs.nth(number).click()
        made.until(f"document.querySelectorAll('#papers a')[{number}].ariaCurrent === 'page'")
        assert paper.draft.document.title.replace("\n", "") == made.text("#heading h1")
        with made.page.expect_download() as got:
            made.page.get_by_role("link", name="下载Word").click()
        name, data = next(iter(paper.files()))
        assert (got.value.suggested_filename, Path(got.value.path()).read_bytes()) == (name, data)
    with made.page.expect_popup() as opened:
        made.page.get_by_role("button", name="打印整套").click()
    whole = made.page.context.new_page()
    whole.goto(opened.value.url)  # the other one is in the printer's hands
    printed, sheets = whole.pdf(prefer_css_page_size=True), whole.locator(".sheet").count()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == sheets > len(meeting.papers)
    save(folder / "讲话.yaml", "标题:", "标题")
    made.until("document.querySelector('#papers .broken')")
    assert made.page.locator("#error").is_hidden(), "another paper is on the desk"


# -- findings ------------------------------------------------------------------------------------


def test_findings_lead_to_their_marks_and_back(shown: Window, outline: Path) -> None:
    save(outline, "5月25日前，完成23座", "5月25日前,,完成23座")
    shown.until("document.querySelectorAll('#findings .note').length > 1")
    link = shown.page.locator("#findings .note", has_text="半角").locator("a.place").last
    link.click()
    mark = shown.page.locator("mark.target").first
    mark.wait_for()
    assert "," in mark.inner_text()
    assert mark.evaluate("""mark => {
      const [one, desk] = [mark, document.querySelector("#desk")].map(
        (each) => each.getBoundingClientRect());
      return one.top > desk.top && one.bottom < desk.bottom; }""")
    shown.eval("document.querySelector('.note.current').classList.remove('current')")
    mark.click()
    assert shown.page.locator(".note.current").count() == 1


def test_places_are_copied(shown: Window) -> None:
    shown.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = shown.page.locator("button.copy").first
    button.click()
    shown.page.locator("#notice", has_text="已复制").wait_for()
    assert shown.eval("navigator.clipboard.readText()") == "防汛.yaml:11"


def test_a_click_on_a_paragraph_copies_where_it_was_written(shown: Window) -> None:
    shown.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    shown.page.locator("#block-0").click()
    shown.page.locator("#notice", has_text="已复制").wait_for()
    assert shown.eval("navigator.clipboard.readText()").startswith("防汛.yaml:")
    assert shown.page.locator("#word").count() == 0, "no Word file was drafted"


def test_without_a_clipboard_the_place_is_selected(shown: Window) -> None:
    shown.eval("""Object.defineProperty(navigator, "clipboard",
      { value: { writeText: () => Promise.reject(new Error()) } })""")
    shown.page.locator("button.copy").first.click()
    shown.page.locator("#notice", has_text="Ctrl-C").wait_for()
    assert shown.eval("String(getSelection()).trim()") == "防汛.yaml:11"


# -- hands and eyes ------------------------------------------------------------------------------


def test_everything_is_reached_by_keyboard(shown: Window) -> None:
    seen: list[str] = []
    for _ in range(80):
        shown.page.keyboard.press("Tab")
        name = shown.eval("""() => { const one = document.activeElement;
          if (one === document.body) return "";
          const style = getComputedStyle(one);
          const seen = style.outlineStyle !== "none" || one.className === "skip";
          const name = one.id || one.className || one.textContent.trim();
          return (seen ? "" : "unseen ") + name; }""")
        if not name:
            break
        seen.append(name)
    assert seen[0] == "skip"
    assert not [name for name in seen if name.startswith("unseen")]
    for wanted in ("公文", "大字版", "smaller", "fit", "larger", "Word", "print", "desk", "place",
                   "copy scripted", "目录"):  # fmt: skip
        assert any(name.startswith(wanted) for name in seen), wanted
    shown.page.goto(shown.page.url)
    shown.page.keyboard.press("Tab")
    shown.page.keyboard.press("Enter")
    assert shown.eval("document.activeElement.id") == "desk"
    shown.page.keyboard.press("PageDown")
    shown.until("document.querySelector('#desk').scrollTop > 300")
    shown.until("document.querySelector('#tree [aria-current]')")


def test_zoom_by_keys_is_kept_over_a_reload(shown: Window) -> None:
    def width() -> float:
        return float(shown.page.locator(".sheet").first.bounding_box()["width"])

    fitting = width()
    shown.page.keyboard.press("+")
    assert width() > fitting
    wide = width()
    assert shown.text("#fit").endswith("%")
    shown.page.reload()
    assert width() == pytest.approx(wide, abs=1)
    shown.page.keyboard.press("0")
    assert width() == pytest.approx(fitting, abs=1)
    assert shown.text("#fit") == "适合宽度"


def axe(window: Window) -> list[str]:
    """What axe-core finds that is serious or critical."""
    from axe_playwright_python.base import AXE_SCRIPT

    window.eval(AXE_SCRIPT)
    found = window.eval("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{one['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
        for one in found["violations"]
        for node in one["nodes"]
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing_serious(
    tmp_path: Path,
    root: Path,
    preview: Commands,
    window: Callable[..., Window],
    scheme: str,
    size: dict[str, int],
) -> None:
    folder = tmp_path / "会议"
    shutil.copytree(root / "examples" / "packs" / "renovation", folder)
    speech = folder / "讲话.yaml"
    save(speech, "标题:", "x: ,,好的好的\n标题:")
    address = preview(folder / "会议.yaml")
    made = window(viewport=size, color_scheme=scheme, bypass_csp=True)
    made.open(f"{address}?paper=5")
    made.eval("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert axe(made) == []
    good = speech.read_text("utf-8")
    speech.write_text(good + "\n 坏了\n", "utf-8")
    made.until("document.querySelector('#error').textContent")
    assert axe(made) == []


def test_a_narrow_window_holds_everything(
    outline: Path, preview: Commands, window: Callable[..., Window]
) -> None:
    made = window(viewport=NARROW)
    made.open(preview(outline))
    assert made.eval("document.documentElement.scrollWidth") <= NARROW["width"]
    assert not made.page.locator("#tree").is_visible(), "folded"
    made.page.get_by_text("目录", exact=True).click()
    assert made.page.locator("#tree").is_visible()
    sheet = made.page.locator(".sheet").first.bounding_box()
    assert sheet["width"] > 370
    assert sheet["x"] >= 0
    made.page.mouse.wheel(0, 3000)
    made.until("scrollY > 2000")
    before = made.eval("""() => [...document.querySelectorAll("#sheets [data-block]")]
      .find(part => part.getBoundingClientRect().bottom > 0).textContent""")
    save(outline, "      - 雨情可能偏重", "      - 新的第一条：先看天。\n      - 雨情可能偏重")
    made.until("document.querySelector('#sheets').textContent.includes('先看天')")
    made.page.wait_for_timeout(50)
    assert before == made.eval("""() => [...document.querySelectorAll("#sheets [data-block]")]
      .find(part => part.getBoundingClientRect().bottom > 0).textContent""")


def test_at_twice_the_letter_size_nothing_is_lost(
    outline: Path, preview: Commands, window: Callable[..., Window]
) -> None:
    """Zooming in to 200 % is a window of half the size."""
    made = window(viewport={"width": 640, "height": 450}, device_scale_factor=2)
    made.open(preview(outline))
    assert made.eval("document.documentElement.scrollWidth") <= 640
    for name in ("#layouts", "#downloads", "#print", "#fit", "#heading h1"):
        box = made.page.locator(name).bounding_box()
        assert box["x"] >= 0, name
        assert box["x"] + box["width"] <= 640, name


# -- without script, hostile, large --------------------------------------------------------------


def test_without_script_the_page_is_whole(
    outline: Path, preview: Commands, window: Callable[..., Window]
) -> None:
    made = window(java_script_enabled=False)
    address = preview(outline)
    made.page.goto(address)
    assert made.page.locator(".sheet").count() > 3
    assert "认清严峻形势" in made.text("#tree")
    assert "3\u2009033 字" in made.text(".summary")
    assert "address-count" in made.text("#findings")
    assert made.page.locator("button:visible").count() == 0, "no button that does nothing"
    made.page.get_by_role("link", name="大字版").click()
    assert made.page.url.endswith("?layout=large-print")
    made.page.locator("#tree a").nth(8).click()
    assert "#block-" in made.page.url


def test_hostile_text_stays_text(
    tmp_path: Path, preview: Commands, window: Callable[..., Window]
) -> None:
    path = tmp_path / "恶意.yaml"
    path.write_text(HOSTILE, "utf-8")
    made = window()
    made.open(preview(path))
    path.write_text(HOSTILE.replace("一点。", "两点。"), "utf-8")
    made.until("document.querySelector('#sheets').textContent.includes('两点')")
    assert (
        made.eval("document.querySelectorAll('img, iframe, object, b, svg:not(.bars)').length") == 0
    )
    assert made.eval("document.scripts.length") == 1
    assert made.text("#heading h1") == "</style><script>alert(1)</script>{{7*7}}"
    assert made.eval("getComputedStyle(document.querySelector('.sheet')).position") == "relative"


@pytest.mark.clock
def test_ten_thousand_points_stay_usable(
    tmp_path: Path, preview: Commands, window: Callable[..., Window]
) -> None:
    points = "".join(f"  - 第{n}处隐患要在汛前整改到位，责任到人\n" for n in range(10_000))
    path = tmp_path / "一万条.yaml"
    path.write_text(f"类型: 讲话\n标题: 一万条要点\n正文:\n{points}", "utf-8")
    made = window()
    made.open(preview(path))
    assert made.page.locator(".sheet").count() > 400
    made.eval("document.querySelector('#desk').scrollTo(0, 200000)")
    before = top_block(made)
    save(path, "第9000处", "第九千处")
    made.until(
        "document.querySelector('#sheets').lastElementChild && "
        "document.querySelector('#sheets').textContent.includes('第九千处')"
    )
    assert top_block(made) == before
