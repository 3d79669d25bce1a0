"""The clerk's manual, `examples/README.md`, is carried out; its screens and pictures are ours.

It is read from top to bottom in one folder that holds the files of `examples/manual`. Its fences
are those of a transcript, at a terminal, with `> ` for `$ `, and five more, each after the line
`` `NAME`: ``: `diff` is a change made to the file; `diff cure` is undone before the session above
it, which then shows what the mistake gives, and is done again after; `yaml part 批注 2` shows two
lines of the file from the first with that word; `word` is a hand at work in Word (`word_hand`),
`excel` in a cell (`E3 旧 新`). The words of a picture say what it shows: `防汛.docx 第1页`,
`预览 防汛.yaml`. `pytest tests/test_manual.py --accept` writes the screens and, where what one
shows has changed or the picture is gone, that picture and its words (`pictures/words.json`).
"""

from __future__ import annotations

import datetime
import io
import json
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from speechgen.cli import screen
from speechgen.cli.commands import COMMANDS
from speechgen.schema import texts
from tests.conftest import ROOT
from tests.pictures_made import chunk, png
from tests.preview.command import Commands
from tests.test_transcripts import Fence, fences, run, session, write
from tests.word_hand import by_hand

MANUAL = ROOT / "examples" / "README.md"
FOLDER = MANUAL.parent / "manual"
PICTURES = FOLDER / "pictures"
RECORD = PICTURES / "words.json"
TODAY = datetime.date(2026, 9, 7)

_PICTURE = re.compile(r"!\[(?P<shows>[^\]]*)\]\(manual/pictures/(?P<name>[\w-]+\.png)\)")
_KEY_CARD = "一页纸.docx 第1页"
_PAGE = re.compile(r"(?P<file>\S+\.docx) 第(?P<number>\d+)页(?P<upper>上半)?")
_TOLD = re.compile(r"(?:错误|警告|提示)\[[\w-]+\]")
_STATUS = re.compile(r"^=> \d+\n", re.M)
"""What a session ends with that fails; nobody sees it on a screen."""
_MARGIN = 9
"""Below the last line of 上半, in points."""


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


class Picture(NamedTuple):
    name: str
    shows: str
    folder: Path
    """How the files stood where the manual shows it."""


class Walk(NamedTuple):
    text: str
    """The manual with the screens as they are now."""
    pictures: list[Picture]


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    work = tmp_path_factory.mktemp("manual")
    folder = work / "材料"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns(PICTURES.name))
    manual = MANUAL.read_text("utf-8")
    steps: list[Fence | re.Match[str]] = [*fences(manual), *_PICTURE.finditer(manual)]
    steps.sort(key=lambda step: step.start if isinstance(step, Fence) else step.start())
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("SPEECHGEN_SOFFICE", "")
        patch.setenv("NO_COLOR", "1")
        patch.setattr(texts, "today", lambda: TODAY)
        patch.setattr(screen, "show_file", lambda path: None)
        made, last, pictures = "", 0, list[Picture]()
        for step, after in zip(steps, [*steps[1:], None], strict=True):
            if isinstance(step, re.Match):
                kept = work / f"{len(pictures)}"
                shutil.copytree(folder, kept)
                pictures.append(Picture(step["name"], step["shows"], kept))
            elif step.info == "console":
                cure = after if isinstance(after, Fence) and after.info == "diff cure" else None
                if cure:
                    change(folder, cure, undone=True)
                shown = at_terminal(step.text, folder)
                made += manual[last : step.start] + _STATUS.sub("", shown)
                last = step.end
                if cure:
                    change(folder, cure)
                    told = set(_TOLD.findall(shown))
                    assert told, shown
                    again = at_terminal(step.text, folder)
                    assert not told & set(_TOLD.findall(again)), again
                    assert not _STATUS.search(again), again
            elif step.name and step.info.startswith("yaml part "):
                made += manual[last : step.start] + part(folder / step.name, step.info)
                last = step.end
            else:
                put(folder, step)
    yield Walk(made + manual[last:], pictures)


def at_terminal(text: str, folder: Path) -> str:
    shown = session(text, folder, "> ", Terminal)
    lines = (line.rpartition("\r")[2].removeprefix("\x1b[K") for line in shown.split("\n"))
    return "\n".join(lines)


def part(path: Path, info: str) -> str:
    """So many lines from the first with a word."""
    *_, word, count = info.split()
    lines = path.read_text("utf-8").splitlines(keepends=True)
    at = next(at for at, line in enumerate(lines) if word in line)
    return "".join(lines[at : at + int(count)])


def put(folder: Path, fence: Fence) -> None:
    """Carries out a fence that is no session; what is only to be read has no name."""
    if not fence.name:
        assert fence.info in ("text", ""), fence
        return
    path = folder / fence.name
    match fence.info:
        case "diff cure":
            return
        case "diff":
            change(folder, fence)
        case "word":
            for line in fence.text.splitlines():
                by_hand(path, shlex.split(line))
        case "excel":
            book = openpyxl.load_workbook(path)
            for line in fence.text.splitlines():
                cell, old, new = shlex.split(line)
                assert str(book.active[cell].value) == old
                book.active[cell] = new
            book.save(path)
        case _:
            write(path, fence)


def change(folder: Path, fence: Fence, *, undone: bool = False) -> None:
    assert fence.name
    path = folder / fence.name
    lines = [(line[:1], line[1:]) for line in fence.text.splitlines()]
    old, new = ("".join(f"{text}\n" for sign, text in lines if sign != left) for left in "+-")
    if undone:
        old, new = new, old
    whole = path.read_text("utf-8")
    assert whole.count(old) == 1, f"{path.name}: {old}"
    path.write_text(whole.replace(old, new), "utf-8")


def test_its_screens_are_what_a_clerk_sees(walk: Walk, golden: Callable[[str, Path], None]) -> None:
    golden(walk.text, MANUAL)


# -- its pictures --------------------------------------------------------------------------------


@pytest.mark.office
def test_its_pages_show_what_is_printed_now(
    walk: Walk, to_pdf: Callable[[Path], Path], request: pytest.FixtureRequest
) -> None:
    import pymupdf

    for picture in walk.pictures:
        if not (named := _PAGE.fullmatch(picture.shows)):
            continue
        with pymupdf.open(to_pdf(picture.folder / named["file"])) as pages:
            page = pages[int(named["number"]) - 1]
            box = page.rect
            if named["upper"]:  # the lines that stand there whole
                ends = [word[3] for word in page.get_text("words")]
                box.y1 = max(end for end in ends if end < box.height / 2) + _MARGIN
            words = [line for line in page.get_text(clip=box).split("\n") if line.strip()]
            seen = page.get_pixmap(dpi=96, clip=box, alpha=False)
            keep(request, picture, words, seen)
            if picture.shows == _KEY_CARD:
                assert len(pages) == 1, "the key card is one page"


@pytest.mark.browser
def test_its_screens_of_the_preview_show_what_is_seen_now(
    walk: Walk, browser: str, request: pytest.FixtureRequest
) -> None:
    import pymupdf
    from playwright.sync_api import sync_playwright

    commands = Commands()
    try:
        with sync_playwright() as playwright:
            started = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
            for picture in walk.pictures:
                if not picture.shows.startswith("预览 "):
                    continue
                page = started.new_page(viewport={"width": 1180, "height": 640})
                with page.expect_response("**/panels*"):
                    page.goto(commands(picture.folder / picture.shows.removeprefix("预览 ")))
                page.locator(".sheet").first.wait_for()
                page.locator(".summary").first.wait_for()
                words = page.locator("body").inner_text().split("\n")
                keep(request, picture, words, pymupdf.Pixmap(page.screenshot()))
    finally:
        commands.end()


def keep(request: pytest.FixtureRequest, picture: Picture, words: list[str], seen: Any) -> None:
    """What the picture shows is what was recorded beside it; `--accept` takes it anew."""
    words = [" ".join(line.split()) for line in words if line.strip()]
    assert not any(str(picture.folder.parent) in line for line in words), "no path of this machine"
    record = json.loads(RECORD.read_text("utf-8")) if RECORD.exists() else {}
    known = record.get(picture.name, {})
    same = known.get("shows") == picture.shows and plain(known["words"]) == plain(words)
    if not (same and (PICTURES / picture.name).exists()) and request.config.getoption("--accept"):
        PICTURES.mkdir(exist_ok=True)
        (PICTURES / picture.name).write_bytes(few_colours(seen))
        size = [seen.width, seen.height]
        record[picture.name] = {"shows": picture.shows, "size": size, "words": words}
        record = {name: record[name] for name in sorted(record) if f"pictures/{name}" in
                  MANUAL.read_text("utf-8")}  # fmt: skip
        RECORD.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
        return
    assert known, f"{picture.name}: run with --accept, look at it"
    assert known["shows"] == picture.shows
    assert plain(words) == plain(known["words"])


def plain(words: list[str]) -> str:
    """Without what fonts decide: where lines end."""
    return "".join("".join(words).split())


def few_colours(seen: Any) -> bytes:
    """A PNG of at most 256 colours: of each part of a colour as many bits as that allows."""
    samples = bytes(seen.samples)
    for bits in range(4, 0, -1):
        most = 2**bits - 1
        shades = bytes(round(round(value * most / 255) * 255 / most) for value in range(256))
        parts = samples.translate(shades)
        colours = [*zip(*(parts[at :: seen.n] for at in range(3)), strict=True)]
        if len(palette := sorted(set(colours))) <= 256:
            break
    places = {colour: at for at, colour in enumerate(palette)}
    pixels = bytes(places[colour] for colour in colours)
    rows = (b"\0" + pixels[at : at + seen.width] for at in range(0, len(pixels), seen.width))
    table = chunk(b"PLTE", bytes(part for colour in palette for part in colour))
    return png(seen.width, seen.height, table, head=(8, 3, 0), pixels=b"".join(rows))


def test_every_picture_is_recorded_and_small() -> None:
    import pymupdf

    shown = {one["name"]: one["shows"] for one in _PICTURE.finditer(MANUAL.read_text("utf-8"))}
    record = json.loads(RECORD.read_text("utf-8"))
    assert {name: one["shows"] for name, one in record.items()} == shown
    for name, one in record.items():
        seen = pymupdf.Pixmap(str(PICTURES / name))
        assert [seen.width, seen.height] == one["size"]
        assert seen.color_count() > 4, name
    assert {path.name for path in PICTURES.glob("*.png")} == set(shown)
    sizes = [len((PICTURES / name).read_bytes()) for name in shown]
    assert max(sizes) <= 60_000
    assert sum(sizes) < 1_500_000


# -- what it says --------------------------------------------------------------------------------


def test_twenty_messages_are_cured() -> None:
    cures = [fence for fence in fences(MANUAL.read_text("utf-8")) if fence.info == "diff cure"]
    assert len(cures) >= 20


def test_every_command_in_the_text_is_one_that_runs() -> None:
    """What stands in the prose and on the key card: a command that exists, with options it has."""
    told = MANUAL.read_text("utf-8") + (FOLDER / "一页纸.yaml").read_text("utf-8")
    lines = re.findall(r"speechgen ([a-z]+)((?: [^`,，。；\n\]]+)?)", told)
    assert {command for command, _ in lines} <= {*COMMANDS, "help"}
    for command, rest in lines:
        for option in re.findall(r"(?<= )--?[a-z][a-z-]*", rest):
            known = run([command, "--help"])[0]
            assert re.search(rf"(?<![\w-]){option}(?![\w-])", known), (command, option)


def test_every_link_leads_somewhere() -> None:
    text = MANUAL.read_text("utf-8")
    links = re.findall(r"\]\(([^)\s]+)\)", text)
    assert links
    for link in links:
        name, _, part = link.partition("#")
        path = MANUAL.parent / name if name else MANUAL
        assert path.exists(), link
        if part:
            headings = re.findall(r"(?m)^#+ (.+)$", path.read_text("utf-8"))
            assert part in {slug(heading) for heading in headings}, link


def slug(heading: str) -> str:
    """The anchor that a heading has on the project's pages."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def test_the_bundle_has_it_as_a_page(tmp_path: Path) -> None:
    bundle = runpy.run_path(str(ROOT / ".ci" / "bundle"))
    made = tmp_path / "手册.html"
    subprocess.run([sys.executable, "-c", bundle["HANDBOOK"], MANUAL, made], check=True)
    page = made.read_text("utf-8")
    shown = _PICTURE.findall(MANUAL.read_text("utf-8"))
    assert page.count("<img") == len(shown)
    for link in re.findall(r'(?:href|src)="([^"]+)"', page):
        target = urllib.parse.unquote(link)
        inside = f'id="{target[1:]}"' in page if link[0] == "#" else None
        assert inside or (MANUAL.parent / target).exists(), link
