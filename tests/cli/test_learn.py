"""`speechgen learn` as a person runs it, and a unit's paper for a batch."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from speechgen.readers.docx.seen import seen
from tests.cli.conftest import Done
from tests.learn import samples

Cli = Callable[..., Done]
LAYOUT = "templates/_layouts/本单位.yaml"


@pytest.fixture(autouse=True)
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEECHGEN_SOFFICE", "")


@pytest.fixture
def folder(folder: Path) -> Path:
    (folder / "样稿.docx").write_bytes(samples.letter())
    return folder


def test_the_layout_is_written_and_drafts_take_it(cli: Cli, folder: Path) -> None:
    done = cli("learn", "样稿.docx", "-o", LAYOUT)
    assert (done.status, done.out) == (0, "")
    assert "以“business”为底" in done.err
    assert "没有装 LibreOffice" in done.err
    assert "正文 宋体 小四" in done.err
    assert "样稿的序号是 一、>（一）；要用，在提纲里写  编号: 一、>（一）" in done.err
    assert "写进了页眉、页脚的文字：“青禾科技有限公司　内部资料”；不要就加 --no-header" in done.err
    assert cli("draft", "讲话.yaml", "--layout", "本单位").status == 0
    drafted = seen((folder / "讲话.docx").read_bytes(), "讲话.docx")
    assert [one.text for one in drafted.sections[0].headers] == ["青禾科技有限公司　内部资料"]
    assert drafted.paragraphs[0].runs[0][1].color == "1F4E79"
    assert cli("draft", "讲话.yaml", "--layout", "本单位", "-o", "讲话.html").status == 0
    page = (folder / "讲话.html").read_text("utf-8")
    assert "青禾科技有限公司　内部资料" in page


def test_a_sample_without_page_numbers_says_so(cli: Cli, folder: Path) -> None:
    own = folder / "templates" / "_layouts" / "无页码.yaml"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text("继承: gbt9704\n页码: {位置: 无}\n", "utf-8")
    cli("draft", "讲话.yaml", "--layout", "无页码", "-o", "净.docx")
    assert "样稿没有页码，照它也不印" in cli("learn", "净.docx", "-o", LAYOUT).err
    assert "没有页码" not in cli("learn", "样稿.docx", "-o", LAYOUT, "--force").err


def test_without_o_the_layout_stands_alone_on_stdout(cli: Cli) -> None:
    done = cli("learn", "样稿.docx")
    assert done.status == 0
    assert done.out.startswith("名称: 本单位\n继承: business\n")


def test_what_is_not_as_in_the_sample_is_listed(cli: Cli, folder: Path) -> None:
    """Two samples that differ: the layout is the larger one's, the other's text comes out so."""
    (folder / "别的.docx").write_bytes(samples.wps())
    done = cli("learn", "样稿.docx", "别的.docx", "-o", LAYOUT)
    assert done.status == 1
    assert "正文的字号各样稿不一致：样稿.docx 小四，别的.docx 小二；取 小四" in done.err
    assert "不一样：正文的字号，样稿 小二，起草得到 小四" in done.err


def test_json(cli: Cli) -> None:
    done = cli("learn", "样稿.docx", "-o", LAYOUT, "--json", "--no-header")
    told = json.loads(done.out)
    assert (told["layout"], told["extends"]) == ("本单位", "business")
    assert {"key", "value", "share", "characters"} == set(told["values"][0])
    assert told["words"] == []
    assert told["numbering"] == "一、>（一）"
    (proof,) = told["proofs"]
    assert (proof["agrees"], proof["pages"], proof["differences"]) == (True, None, [])


def test_a_layout_that_somebody_changed_stays(cli: Cli, folder: Path) -> None:
    assert cli("learn", "样稿.docx", "-o", LAYOUT).status == 0
    assert cli("learn", "样稿.docx", "-o", LAYOUT, "--no-header").status == 0, "ours, unchanged"
    changed = (folder / LAYOUT).read_text("utf-8") + "# 改过\n"
    (folder / LAYOUT).write_text(changed, "utf-8")
    done = cli("learn", "样稿.docx", "-o", LAYOUT)
    assert (done.status, "file-foreign" in done.err) == (2, True)
    assert (folder / LAYOUT).read_text("utf-8") == changed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("讲话.yaml",), "learn-no-word"),
        (("没有.docx",), "file-missing"),
        (("样稿.docx", "-o", "版式/"), "以 .yaml 结尾"),
        (("样稿.docx", "-o", "版式.docx"), "以 .yaml 结尾"),
        ((), "缺少参数"),
    ],
)
def test_what_cannot_be(arguments: tuple[str, ...], said: str, cli: Cli, folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    done = cli("learn", *arguments)
    assert (done.status, done.out) == (2, "")
    assert said in done.err
    assert sorted(folder.rglob("*")) == before


def test_a_layout_in_another_folder_is_told_where_it_belongs(cli: Cli) -> None:
    assert "templates/_layouts/" in cli("learn", "样稿.docx", "-o", "本单位.yaml").err


class TestPaperOfABatch:
    def test_every_letter_is_on_the_unit_s_paper(self, cli: Cli, folder: Path) -> None:
        (folder / "名单.csv").write_text("任务\n防汛\n防火\n", "utf-8")
        line = ("draft", "讲话.yaml", "--data", "名单.csv", "-o", "信函/", "--name", "{任务}")
        done = cli(*line, "--reference-doc", "样稿.docx", "-j", "1")
        assert done.status == 0
        assert done.err.count("reference-direct") == 1, "told once"
        for name in ("防汛", "防火"):
            made = seen((folder / f"信函/{name}.docx").read_bytes(), name)
            assert made.sections[0].headers[0].text == "青禾科技有限公司　内部资料"

    def test_another_paper_makes_them_anew(self, cli: Cli, folder: Path) -> None:
        (folder / "名单.csv").write_text("任务\n防汛\n", "utf-8")
        line = ("draft", "讲话.yaml", "--data", "名单.csv", "-o", "信函/", "--name", "{任务}",
                "--reference-doc", "样稿.docx", "-j", "1", "--resume")  # fmt: skip
        assert cli(*line).status == 0
        (folder / "样稿.docx").write_bytes(samples.wps())
        assert cli(*line).status == 0
        made = seen((folder / "信函/防汛.docx").read_bytes(), "防汛")
        assert made.sections[0].headers == ()


def test_a_pack_says_once_what_holds_for_all_its_papers(cli: Cli, folder: Path) -> None:
    assert cli("new", "成套", "-o", "会议.yaml").status == 0
    done = cli("draft", "会议.yaml", "-o", "材料/", "--reference-doc", "样稿.docx")
    assert done.status == 0
    assert done.err.count("reference-direct") == 1
    assert done.err.count("layout-kept") == 3, "each form says that it keeps its own page"


def test_a_layout_may_go_by_the_name_of_the_one_it_extends(cli: Cli, folder: Path) -> None:
    own = "templates/_layouts/business.yaml"
    assert cli("learn", "样稿.docx", "-o", own).status == 0
    assert "继承: business" in (folder / own).read_text("utf-8")
    assert cli("draft", "讲话.yaml", "--layout", "business").status == 0
