"""The page of a form belongs to its type, whoever asks for another; and it is said where asked."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from speechgen import draft, draft_many
from speechgen.api.drafted import Draft, Options
from speechgen.cli import run
from speechgen.defaults import read_defaults
from speechgen.diagnostics import Diagnostic, Severity, SpeechError
from speechgen.library import find_type, types
from speechgen.library.folders import template_roots
from speechgen.pack.drafting import draft_pack
from speechgen.preview.view import Previewed

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
KINDS = {kind.id: kind for kind in types(template_roots())}
FORMS = [id for id, kind in KINDS.items() if kind.fixed]
OWN = "名称: 本单位表单\n继承: {base}\n样式:\n  正文: {{字体: 楷体_GB2312}}\n"


def page_of(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        found = re.search(r"<w:pgSz [^>]*/>", package.read("word/document.xml").decode())
    assert found
    return found[0]


def kept(notes: object) -> list[Diagnostic]:
    assert isinstance(notes, tuple | list)
    return [note for note in notes if note.rule == "layout-kept"]


def place(note: Diagnostic) -> tuple[str, int, int]:
    return Path(note.span.file).name, note.span.line, note.span.column


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for form in FORMS:
        shutil.copy(EXAMPLES / f"{form}.yaml", tmp_path)
    (tmp_path / "单位.docx").write_bytes(draft(EXAMPLES / "speech.yaml").to())
    return tmp_path


def with_layout(file: Path) -> Path:
    file.write_text(f"版式: large-print\n{file.read_text('utf-8')}", "utf-8")
    return file


def by_defaults(file: Path) -> Draft:
    (file.parent / "speechgen.yaml").write_text("单位: 区政府\n版式: large-print\n", "utf-8")
    return draft(file, defaults=read_defaults(file.parent / "speechgen.yaml"))


WAYS: dict[str, tuple[Callable[[Path], Draft], tuple[str, int, int]]] = {
    "outline": (lambda file: draft(with_layout(file)), ("", 1, 5)),
    "option": (lambda file: draft(file, layout="large-print"), ("--layout", 0, 0)),
    "another": (lambda file: draft(file).printed(layout="business"), ("--layout", 0, 0)),
    "set": (lambda file: draft(file, values={"版式": "plain"}), ("--set 版式", 0, 0)),
    "defaults": (by_defaults, ("speechgen.yaml", 2, 5)),
    "reference": (
        lambda file: draft(file).printed(reference=file.parent / "单位.docx"),
        ("--reference-doc", 0, 0),
    ),
}


def test_the_forms_are_those_of_a_form_layout() -> None:
    wanted = {"form", "form-wide", "seatcard"}
    assert sorted(FORMS) == sorted(id for id, kind in KINDS.items() if kind.layout in wanted)
    assert len(FORMS) == 6


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("way", WAYS)
def test_a_form_keeps_its_page(folder: Path, form: str, way: str) -> None:
    file = folder / f"{form}.yaml"
    usual = draft(file)
    printed, (where, line, column) = WAYS[way]
    made = printed(file)
    (note,) = kept(made.diagnostics)
    assert note.severity is Severity.INFO
    assert place(note) == (where or file.name, line, column)
    assert note.message.startswith(f"{usual.kind.name}用自己的版式“{usual.layout.name}”，没有用“")
    assert made.to("docx") == usual.to("docx")
    assert not kept(usual.diagnostics)


@pytest.mark.parametrize("form", FORMS)
def test_a_layout_of_its_own_kind_is_a_form(folder: Path, form: str) -> None:
    kind = KINDS[form]
    looks = folder / "templates" / "_layouts"
    looks.mkdir(parents=True)
    (looks / "own.yaml").write_text(OWN.format(base=kind.layout), "utf-8")
    (looks / "further.yaml").write_text("继承: own\n", "utf-8")
    (looks / "turned.yaml").write_text("继承: own\n纸张: {宽: 190mm, 高: 290mm}\n", "utf-8")
    file = folder / f"{form}.yaml"
    usual = page_of(draft(file).to("docx"))
    for wish in ("own", "further"):
        made = draft(file, layout=wish)
        assert (made.document.layout, kept(made.diagnostics)) == (wish, [])
        assert page_of(made.to("docx")) == usual
    made = draft(file, layout="turned")
    assert made.document.layout == kind.layout
    assert len(kept(made.diagnostics)) == 1


def test_a_form_laid_on_its_side_is_none_of_the_upright(folder: Path) -> None:
    """`form-wide` extends `form`; a sign-in sheet is upright all the same."""
    made = draft(folder / "signin.yaml", layout="form-wide")
    assert made.document.layout == "form"
    assert draft(folder / "followup.yaml", layout="form").document.layout == "form-wide"


@pytest.mark.parametrize("format", ["docx", "txt"])
def test_a_misspelt_wish_is_an_error_still(folder: Path, format: str) -> None:
    with pytest.raises(SpeechError, match="gbt9740"):
        draft(folder / "signin.yaml", layout="gbt9740").to(format)


def test_what_is_no_form_takes_what_is_asked(folder: Path) -> None:
    made = draft(EXAMPLES / "minutes.yaml", layout="large-print")
    assert (made.document.layout, kept(made.diagnostics)) == ("large-print", [])


def test_a_card_gets_no_page_number(folder: Path) -> None:
    (folder / "speechgen.yaml").write_text("页码: 居中 第{页}页\n", "utf-8")
    defaults = read_defaults(folder / "speechgen.yaml")
    made = draft(folder / "seatcards.yaml", defaults=defaults)
    (note,) = kept(made.diagnostics)
    assert (place(note), made.taken) == (("speechgen.yaml", 1, 5), ())
    assert made.to("docx") == draft(folder / "seatcards.yaml").to("docx")
    assert draft(folder / "signin.yaml", defaults=defaults).taken == ("页码",)


def test_a_unit_s_type_is_a_form_if_it_says_so(folder: Path) -> None:
    for id, more in (("mine", ""), ("free", "固定版式: 否\n")):
        home = folder / "templates" / id
        home.mkdir(parents=True)
        text = f"名称: {id}\n继承: signin\n{more}"
        (home / "meeting.yaml").write_text(text, "utf-8")
    roots = template_roots([folder / "templates"])
    assert find_type("mine", roots).fixed
    assert not find_type("free", roots).fixed
    text = (folder / "signin.yaml").read_text("utf-8").replace("类型: 签到表", "类型: free")
    made = draft(text.encode(), templates=[folder / "templates"], layout="large-print")
    assert made.document.layout == "large-print"


# -- several at once -------------------------------------------------------------------------------


def test_two_layouts_print_a_form_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["draft", "signin.yaml", "--layout", "gbt9704,large-print", "--no-check"]) == 0
    assert [file.name for file in folder.glob("*.docx")] == ["单位.docx", "signin-form.docx"]
    said = capsys.readouterr().err
    assert said.count("layout-kept") == 2
    assert "“gbt9704”" in said
    assert "“large-print”" in said


def test_a_batch_says_it_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "t.csv").write_text("标题,版式\n甲会签到表,large-print\n乙会签到表,plain\n", "utf-8")
    usual = page_of(draft(folder / "signin.yaml").to("docx"))
    rows = [{"标题": "甲会签到表", "版式": "large-print"}]
    (result,) = draft_many(rows, outline=folder / "signin.yaml")
    assert result.content is not None
    assert page_of(result.content) == usual
    (note,) = kept(result.diagnostics)
    assert "large-print" in note.message
    assert run(["draft", "signin.yaml", "--data", "t.csv", "-o", "b/"]) == 0
    said = capsys.readouterr().err
    assert said.count("layout-kept") == 1
    assert "“版式”列（B2）" in said


@pytest.mark.parametrize("layouts", ["large-print", "gbt9704,large-print"])
def test_a_pack_keeps_its_forms(
    folder: Path, layouts: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = folder / "会议"
    shutil.copytree(EXAMPLES / "packs" / "renovation", pack)
    only = "通知,签到表,座签"
    command = ["draft", "会议/会议.yaml", "-o", "m/", "--only", only, "--layout", layouts]
    assert run([*command, "--no-check"]) == 0
    said = capsys.readouterr().err
    count = layouts.count(",") + 1
    assert said.count("layout-kept") == 2 * count
    usual = draft_pack(pack / "会议.yaml", only=["签到表", "座签"])
    for paper in usual.papers:
        (printed,) = (folder / "m").glob(f"{paper.stem}*.docx")
        assert paper.draft is not None
        assert page_of(printed.read_bytes()) == page_of(paper.draft.to("docx"))
    assert len(list((folder / "m").glob("01_通知*"))) == count


def test_a_pack_on_a_unit_s_paper_keeps_its_forms(folder: Path) -> None:
    shutil.copytree(EXAMPLES / "packs" / "renovation", folder / "会议")
    pack = draft_pack(folder / "会议" / "会议.yaml", only=["座签", "纪要"])
    on_paper = pack.printed_as(Options(reference="单位.docx"))
    cards, minutes = (paper.draft for paper in on_paper.papers)
    assert cards is not None
    assert minutes is not None
    if cards.kind.id != "seatcards":
        cards, minutes = minutes, cards
    assert cards.reference is None
    assert [place(note)[0] for note in kept(cards.diagnostics)] == ["--reference-doc"]
    assert minutes.reference is not None


@pytest.mark.parametrize("form", FORMS)
def test_the_preview_shows_the_form_and_says_so(folder: Path, form: str) -> None:
    file = folder / f"{form}.yaml"
    usual, looked = Previewed(file).look(), Previewed(file, layout="large-print").look()
    assert (looked.sheets, looked.layout) == (usual.sheets, KINDS[form].layout)
    assert [each.found.rule for each in looked.findings].count("layout-kept") == 1
    chosen = Previewed(file).look(layout="gbt9704")
    assert chosen.sheets == usual.sheets
    assert [each.found.rule for each in chosen.findings].count("layout-kept") == 1
