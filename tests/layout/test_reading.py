"""Layout files: the built-in one, inheritance, and every way to get one wrong."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechgen.diagnostics import SpeechError
from speechgen.layout import keys, read_layout
from speechgen.layout.model import LOOK_NAMES, Gap, Indent, Layout, Leading


@pytest.fixture
def built_in(root: Path) -> Path:
    return root / "templates" / "_layouts"


def written(folder: Path, text: str | bytes, name: str = "ours") -> Path:
    path = folder / f"{name}.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def problems(path: Path, *folders: Path) -> list[tuple[str, int, int, str]]:
    """(rule, line, column, message and hint) of what is wrong."""
    with pytest.raises(SpeechError) as caught:
        read_layout(path, folders)
    return [
        (one.rule, one.span.line, one.span.column, one.message + one.hint)
        for one in caught.value.diagnostics
    ]


class TestBuiltIn:
    def test_the_paper(self, built_in: Path) -> None:
        layout = read_layout(built_in / "gbt9704.yaml")
        assert layout.id == "gbt9704"
        assert (layout.paper.text_width, layout.paper.text_height) == (8844, 12756)
        assert (layout.pitch, layout.opening_gap) == (579, Gap(100))
        assert layout.title_cells == 20

    def test_every_look_is_written_down(self, built_in: Path) -> None:
        text = (built_in / "gbt9704.yaml").read_text("utf-8")
        layout = read_layout(built_in / "gbt9704.yaml")
        for chinese, role in LOOK_NAMES.items():
            if role != "closing":  # looks like body
                assert f"  {chinese}:" in text
            assert layout.look(role).font

    def test_reading_again_gives_the_same_object(self, built_in: Path) -> None:
        path = built_in / "gbt9704.yaml"
        assert read_layout(path) is read_layout(path)

    def test_the_digest_is_of_values_not_of_text(self, built_in: Path, tmp_path: Path) -> None:
        text = (built_in / "gbt9704.yaml").read_text("utf-8")
        same = read_layout(written(tmp_path, f"# 注释\n{text}", "same"))
        other = read_layout(written(tmp_path, text.replace("三号", "四号"), "other"))
        built = read_layout(built_in / "gbt9704.yaml")
        assert same.digest == built.digest
        assert other.digest != built.digest

    def test_it_pickles(self, built_in: Path) -> None:
        layout = read_layout(built_in / "gbt9704.yaml")
        again: Layout = pickle.loads(pickle.dumps(layout))
        assert again == layout
        assert again.digest == layout.digest
        assert again.look("title") == layout.look("title")


class TestExtends:
    def test_only_what_is_written_changes(self, built_in: Path, tmp_path: Path) -> None:
        ours = written(
            tmp_path,
            "继承: gbt9704\n名称: 我们的\n样式:\n"
            "  正文: {字号: 小二, 行距: 1.5倍}\n  称谓: {加粗: 是}\n",
        )
        base, layout = read_layout(built_in / "gbt9704.yaml"), read_layout(ours, [built_in])
        assert (layout.id, layout.name) == ("ours", "我们的")
        assert layout.look("body").size == 36
        assert layout.look("body").line == Leading(360, "auto")
        assert layout.look("closing").size == 36, "looks like body"
        assert layout.look("salutation").bold
        assert layout.look("salutation").first_line == Indent()
        assert layout.look("title") != base.look("title"), "its leading is the body's"
        assert layout.look("title").size == 44
        assert layout.paper == base.paper

    def test_english_keys(self, built_in: Path, tmp_path: Path) -> None:
        ours = written(
            tmp_path,
            "extends: gbt9704\npaper: {top: 2cm}\npage_number: {place: center}\n"
            "styles:\n  heading-1: {font: 微软雅黑, align: center}\n",
        )
        layout = read_layout(ours, [built_in])
        assert (layout.paper.top, layout.page_number.place) == (1134, "center")
        assert layout.look("heading-1").font == "微软雅黑"

    def test_a_change_of_the_base_is_seen(self, tmp_path: Path) -> None:
        base, ours = written(tmp_path, "网格: 20pt\n", "base"), written(tmp_path, "继承: base\n")
        assert read_layout(ours).pitch == 400
        base.write_text("网格: 无\n", "utf-8")
        assert read_layout(ours).pitch == 0

    def test_no_such_base_names_those_there_are(self, built_in: Path, tmp_path: Path) -> None:
        path = written(tmp_path, "名称: 甲\n继承: gbt\n")
        ((rule, line, column, told),) = problems(path, built_in)
        assert (rule, line, column) == ("layout-extends", 2, 5)
        assert "gbt9704" in told

    @pytest.mark.parametrize("base", ["../ours", "/etc/passwd", ".", "a\\\\b", "ours", "a\\0b"])
    def test_a_base_is_a_name_not_a_path(self, tmp_path: Path, base: str) -> None:
        ((rule, _, _, told),) = problems(written(tmp_path, f'继承: "{base}"\n'), tmp_path)
        assert rule == "layout-extends"
        assert "可用的版式" not in told  # there is none but the layout itself

    def test_a_circle(self, tmp_path: Path) -> None:
        written(tmp_path, "继承: b\n", "a")
        ((rule, _, _, told),) = problems(written(tmp_path, "继承: a\n", "b"))
        assert rule == "layout-extends"
        assert "圈" in told


class TestWrong:
    def test_every_problem_at_its_place(self, tmp_path: Path) -> None:
        path = written(
            tmp_path,
            "纸张:\n  上: 37\n  左边: 28mm\n样式:\n  正问: {字号: 三号}\n  正文:\n    字号: 大号\n"
            "    加粗: 大概\n    字体号: 三号\n    首行缩进: [2]\n页码: 外侧\n网隔: 无\n",
        )
        found = problems(path)
        assert [(rule, line, column) for rule, line, column, _ in found] == [
            ("layout-bad-value", 2, 6),
            ("layout-unknown-key", 3, 3),
            ("layout-unknown-key", 5, 3),
            ("layout-bad-value", 7, 9),
            ("layout-bad-value", 8, 9),
            ("layout-unknown-key", 9, 5),
            ("layout-bad-value", 10, 11),
            ("layout-shape", 11, 5),
            ("layout-unknown-key", 12, 1),
        ]
        told = [text for _, _, _, text in found]
        assert "37mm" in told[0]
        assert "是不是“正文”？" in told[2]
        assert "三号" in told[3]
        assert "是、否" in told[4]
        assert "网格" in told[8]

    @pytest.mark.parametrize(
        ("typed", "hint"),
        [
            ("正文: {字号: 三号}", "写在“样式”下面"),
            ("字体: 楷体", "写在“样式”的“正文”下面"),
            ("样式: {正文: {字浩: 楷体}}", "是不是“字距”、“字号”、“字体”？"),
            ("样式: {正文: {字休: 楷体}}", "是不是“字体”？"),
            ("样式: {一级标提: {字号: 三号}}", "是不是“一级标题”？"),
        ],
    )
    def test_where_a_key_belongs_or_what_was_meant(
        self, tmp_path: Path, typed: str, hint: str
    ) -> None:
        ((rule, _, _, told),) = problems(written(tmp_path, typed))
        assert rule == "layout-unknown-key"
        assert hint in told

    def test_a_problem_in_the_base_names_the_base(self, tmp_path: Path) -> None:
        written(tmp_path, "网格: 宽\n", "base")
        with pytest.raises(SpeechError) as caught:
            read_layout(written(tmp_path, "继承: base\n"))
        assert [Path(one.span.file).name for one in caught.value.diagnostics] == ["base.yaml"]

    def test_margins_must_leave_room(self, tmp_path: Path) -> None:
        path = written(tmp_path, "纸张: {左: 100mm, 右: 100mm}\n")
        ((rule, line, _, _),) = problems(path)
        assert (rule, line) == ("layout-paper", 1)

    def test_a_page_number_needs_its_place_in_the_text(self, tmp_path: Path) -> None:
        ((rule, _, _, told),) = problems(written(tmp_path, "页码: {样子: 第x页}\n"))
        assert rule == "layout-bad-value"
        assert "{总页}" in told

    def test_no_file(self, tmp_path: Path) -> None:
        ((rule, _, _, _),) = problems(tmp_path / "no.yaml")
        assert rule == "layout-unreadable"
        ((rule, _, _, _),) = problems(tmp_path)
        assert rule == "layout-unreadable"

    @pytest.mark.parametrize("text", ["- 甲\n", "只有一句话\n"])
    def test_another_shape(self, tmp_path: Path, text: str) -> None:
        assert problems(written(tmp_path, text))[0][0].startswith(("layout-shape", "source-"))

    def test_an_empty_file_is_the_default(self, tmp_path: Path) -> None:
        assert read_layout(written(tmp_path, "# 什么也没有\n")).look("body").size == 32

    def test_a_huge_file(self, tmp_path: Path) -> None:
        ((rule, _, _, _),) = problems(written(tmp_path, b"#" * ((1 << 20) + 1)))
        assert rule == "layout-unreadable"

    @given(st.one_of(st.binary(max_size=80), st.text(max_size=80).map(str.encode)))
    def test_any_bytes_give_a_layout_or_a_message(
        self, tmp_path_factory: pytest.TempPathFactory, content: bytes
    ) -> None:
        path = written(tmp_path_factory.getbasetemp(), content, "any")
        try:
            assert isinstance(read_layout(path), Layout)
        except SpeechError as wrong:
            assert wrong.diagnostics

    @given(
        st.sampled_from([field.key for field in keys.LOOK]),
        st.text(st.sampled_from([*"0123.-号三小大字符行倍ptm固定最值是居左中"]), max_size=8),
    )
    def test_any_value_gives_a_layout_or_a_message(
        self, tmp_path_factory: pytest.TempPathFactory, key: str, text: str
    ) -> None:
        path = written(
            tmp_path_factory.getbasetemp(), f"样式:\n  正文:\n    {key}: '{text}'\n", "any"
        )
        try:
            layout = read_layout(path)
        except SpeechError as wrong:
            assert {one.span.line for one in wrong.diagnostics} == {3}
        else:
            assert layout.digest
