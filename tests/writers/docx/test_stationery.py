"""Styles, settings and fonts of the stationery, and the cache that keeps it."""

from __future__ import annotations

import concurrent.futures
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from speechgen.layout.model import Layout, PageNumber
from speechgen.writers.docx import stationery as module
from speechgen.writers.docx import write
from tests.writers.docx.specimens import W, body_of, parts, speech, value


@pytest.fixture(scope="module")
def package(layout: Layout) -> dict[str, bytes]:
    return parts(write(speech(), layout))


@pytest.fixture(scope="module")
def styles(package: dict[str, bytes]) -> dict[str, ET.Element]:
    root = ET.fromstring(package["word/styles.xml"])
    return {str(value(one, "styleId")): one for one in root.iter(f"{W}style")}


def attributes(element: ET.Element | None) -> dict[str, str]:
    assert element is not None
    return {name.removeprefix(W): text for name, text in element.attrib.items()}


def test_the_grid_that_gives_22_lines_of_28_characters(layout: Layout) -> None:
    section = body_of(write(speech(), layout)).find(f"{W}sectPr")
    assert section is not None
    assert attributes(section.find(f"{W}pgSz")) == {"w": "11906", "h": "16838"}
    margins = attributes(section.find(f"{W}pgMar"))
    assert (margins["top"], margins["right"], margins["bottom"], margins["left"]) == (
        *("2098", "1474", "1984", "1588"),
    )
    assert margins["footer"] == "1432"
    grid = attributes(section.find(f"{W}docGrid"))
    assert grid == {"type": "lines", "linePitch": "579"}, "charSpace breaks LibreOffice 7.4"


def test_normal(styles: dict[str, ET.Element]) -> None:
    normal = styles["Normal"]
    spacing = attributes(normal.find(f"{W}pPr/{W}spacing"))
    assert (spacing["line"], spacing["lineRule"]) == ("579", "exact")
    assert attributes(normal.find(f"{W}pPr/{W}ind")) == {
        "firstLineChars": "200",
        "firstLine": "630",
    }
    for name in ("snapToGrid", "widowControl", "autoSpaceDE", "autoSpaceDN"):
        assert value(normal.find(f"{W}pPr/{W}{name}")) == "0"
    assert value(normal.find(f"{W}pPr/{W}jc")) == "both"
    assert value(normal.find(f"{W}pPr/{W}overflowPunct")) == "1", "LibreOffice loses marks without"
    assert value(normal.find(f"{W}rPr/{W}spacing")) == "-5"
    assert value(normal.find(f"{W}rPr/{W}sz")) == "32"


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Normal", "仿宋_GB2312", "32"),
        ("Title", "方正小标宋简体", "44"),
        ("Byline", "楷体_GB2312", None),
        ("Date", "楷体_GB2312", None),
        ("Heading1", "黑体", None),
        ("Heading2", "楷体_GB2312", None),
        ("Heading1Char", "黑体", None),
        ("Heading2Char", "楷体_GB2312", None),
        ("Footer", "宋体", "28"),
    ],
)
def test_fonts(styles: dict[str, ET.Element], style: str, font: str, size: str | None) -> None:
    found = attributes(styles[style].find(f"{W}rPr/{W}rFonts"))
    assert {found["ascii"], found["hAnsi"], found["eastAsia"]} == {font}
    assert found["hint"] == "eastAsia"
    assert value(styles[style].find(f"{W}rPr/{W}sz")) == size


def test_level_three_is_bold_body_type(styles: dict[str, ET.Element]) -> None:
    for style in ("Heading3", "Heading3Char"):
        assert styles[style].find(f"{W}rPr/{W}b") is not None
        assert styles[style].find(f"{W}rPr/{W}rFonts") is None


def test_headings_are_words_own(styles: dict[str, ET.Element]) -> None:
    for level in range(1, 5):
        heading = styles[f"Heading{level}"]
        assert value(heading.find(f"{W}name")) == f"heading {level}"
        assert heading.get(f"{W}customStyle") is None
        assert value(heading.find(f"{W}pPr/{W}outlineLvl")) == str(level - 1)
        assert heading.find(f"{W}pPr/{W}keepNext") is not None
        assert value(heading.find(f"{W}link")) == f"Heading{level}Char"
        assert value(styles[f"Heading{level}Char"].find(f"{W}link")) == f"Heading{level}"


def test_first_lines(styles: dict[str, ET.Element]) -> None:
    for style in ("Title", "Salutation", "Byline", "Date", "SignatureName", "Footer"):
        found = attributes(styles[style].find(f"{W}pPr/{W}ind"))
        assert (found["firstLineChars"], found["firstLine"]) == ("0", "0")


def test_no_leftovers_of_any_template(package: dict[str, bytes]) -> None:
    text = b"".join(package.values()).decode()
    for leftover in (
        "Theme",
        "theme/",
        "customXml",
        "thumbnail",
        "stylesWithEffects",
        "python-docx",
        "MS Mincho",
        "Calibri",
        "schemas.microsoft.com/office/mac",
    ):
        assert leftover not in text.replace("themeFontLang", ""), leftover


def test_the_gallery_offers_what_a_clerk_uses(package: dict[str, bytes]) -> None:
    styles = list(ET.fromstring(package["word/styles.xml"]).iter(f"{W}style"))
    offered = {one.get(f"{W}styleId") for one in styles if one.find(f"{W}qFormat") is not None}
    assert {"Normal", "Title", "Heading1", "Heading4", "SignatureName"} <= offered
    assert len(offered) < 18
    for one in styles:
        if one.get(f"{W}type") == "paragraph" and one.get(f"{W}styleId") not in {
            *offered,
            "CommentText",
        }:
            assert one.find(f"{W}unhideWhenUsed") is not None, one.get(f"{W}styleId")


def test_settings(package: dict[str, bytes]) -> None:
    root = ET.fromstring(package["word/settings.xml"])
    assert value(root.find(f"{W}zoom"), "percent") == "100"
    assert root.find(f"{W}evenAndOddHeaders") is not None
    assert value(root.find(f"{W}characterSpacingControl")) == "doNotCompress"
    assert root.find(f"{W}compat/{W}doNotExpandShiftReturn") is not None
    assert value(root.find(f"{W}themeFontLang"), "eastAsia") == "zh-CN"
    assert root.find(f"{W}compat/{W}balanceSingleByteDoubleByteWidth") is None
    assert attributes(root.find(f"{W}compat/{W}compatSetting"))["val"] == "15"


def test_fonts_name_their_alternates(package: dict[str, bytes]) -> None:
    root = ET.fromstring(package["word/fontTable.xml"])
    found = {value(one, "name"): value(one.find(f"{W}altName")) for one in root}
    assert found["仿宋_GB2312"] == "仿宋,FangSong"
    assert found["方正小标宋简体"] == "华文中宋,STZhongsong"
    assert set(found) == {"仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"}


def test_page_numbers_stand_outside(
    package: dict[str, bytes], styles: dict[str, ET.Element]
) -> None:
    odd, even = styles["Footer"], styles["FooterEven"]
    assert value(odd.find(f"{W}pPr/{W}jc")) == "right"
    assert value(even.find(f"{W}pPr/{W}jc")) == "left"
    assert attributes(odd.find(f"{W}pPr/{W}ind"))["right"] == "280"
    assert attributes(even.find(f"{W}pPr/{W}ind"))["left"] == "280"
    assert attributes(odd.find(f"{W}pPr/{W}spacing"))["line"] == "280"
    for name in ("word/footer1.xml", "word/footer2.xml"):
        assert "".join(ET.fromstring(package[name]).itertext()) == "— " + " PAGE 1" + " —"


def test_other_page_numbers(layout: Layout) -> None:
    centred = replace(layout, page_number=PageNumber("第{页}页/共{总页}页", "center"))
    made = parts(write(speech(), centred))
    assert "word/footer2.xml" not in made
    assert b"evenAndOddHeaders" not in made["word/settings.xml"]
    assert (
        "".join(ET.fromstring(made["word/footer1.xml"]).itertext()) == "第 PAGE 1页/共 NUMPAGES 1页"
    )
    none = parts(write(speech(), replace(layout, page_number=PageNumber(place="none"))))
    assert not [name for name in none if "footer" in name]


class TestCache:
    """A cache that fails in any way is only slower."""

    @pytest.fixture(autouse=True)
    def cold(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
        module.stationery_for.cache_clear()
        monkeypatch.setenv("SPEECHGEN_CACHE", str(tmp_path / "cache"))
        return tmp_path / "cache"

    @pytest.fixture(autouse=True)
    def builds(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """A line for every stationery that was built rather than found."""
        built: list[str] = []
        make = module._made

        def counted(layout: Layout) -> module.Stationery:
            built.append(layout.id)
            return make(layout)

        monkeypatch.setattr(module, "_made", counted)
        return built

    def again(self, layout: Layout) -> bytes:
        module.stationery_for.cache_clear()
        return write(speech(), layout)

    def test_what_is_kept_is_what_was_made(
        self, layout: Layout, cold: Path, builds: list[str]
    ) -> None:
        made = module.stationery_for(layout)
        module.stationery_for.cache_clear()
        assert len(list(cold.iterdir())) == 1
        assert module.stationery_for(layout) == made
        assert len(builds) == 1

    def test_layouts_do_not_share_a_place(self, layout: Layout, cold: Path) -> None:
        module.stationery_for(layout)
        module.stationery_for(replace(layout, pitch=0))
        module.stationery_for(replace(layout, name="别名", id="other"))
        assert len(list(cold.iterdir())) == 2, "names change nothing on paper"

    @pytest.mark.parametrize("keep", [0, 10, 40, 500, -1])
    def test_a_cut_file(self, layout: Layout, cold: Path, builds: list[str], keep: int) -> None:
        expected = write(speech(), layout)
        (kept,) = cold.iterdir()
        kept.write_bytes(kept.read_bytes()[:keep])
        assert self.again(layout) == expected
        assert len(builds) == 2
        assert self.again(layout) == expected
        assert len(builds) == 2, "mended on the way"

    def test_a_damaged_file(self, layout: Layout, cold: Path) -> None:
        write(speech(), layout)
        (kept,) = cold.iterdir()
        whole = bytearray(kept.read_bytes())
        for at in range(0, len(whole), 997):
            kept.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            assert module.cache.load(kept.name) is None

    def test_a_whole_file_of_another_form(self, layout: Layout, cold: Path) -> None:
        expected = write(speech(), layout)
        (kept,) = cold.iterdir()
        for content in (b"", b"\0\0\0\0", b"\x05\0\0\0hello", b"\xff" * 100):
            module.cache.store(kept.name, content)
            assert self.again(layout) == expected

    def test_no_folder_can_be_made(
        self, layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        expected = write(speech(), layout)
        (tmp_path / "file").write_text("in the way")
        for place in (
            str(tmp_path / "file" / "cache"),
            "/proc/nowhere",
            "/dev/null/x",
        ):
            monkeypatch.setenv("SPEECHGEN_CACHE", place)
            assert self.again(layout) == expected

    def test_no_home(self, layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
        expected = write(speech(), layout)
        for name in ("SPEECHGEN_CACHE", "XDG_CACHE_HOME", "HOME", "LOCALAPPDATA", "USERPROFILE"):
            monkeypatch.delenv(name, raising=False)

        def homeless() -> Path:
            raise RuntimeError

        monkeypatch.setattr(Path, "home", homeless)
        assert module.cache.folder() is None
        assert self.again(layout) == expected

    def test_many_at_once(self, layout: Layout, cold: Path) -> None:
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            made = set(pool.map(lambda _: self.again(layout), range(16)))
        assert len(made) == 1
        assert len(list(cold.iterdir())) == 1, "nothing left aside"
