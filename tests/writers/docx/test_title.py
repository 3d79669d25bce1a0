"""Where titles break: forty invented ones, and the rules that hold for any text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechgen.paper.titles import cell_width, title_lines

CELLS = 20

# | stands where the writer breaks the line.
TITLES = """
在全市2026年防汛工作部署会上的讲话
在全市中小学教学质量|提升工作推进会上的讲话
在市中心医院2025年度|总结表彰大会上的讲话
在公司2026年“安全生产月”|动员会上的讲话
在云汀市老旧小区改造居民座谈会上的讲话
在2025—2026学年第二学期|教学质量推进会上的讲话
在全县第三次农业普查工作|电视电话会议上的讲话
关于印发《云汀市城镇老旧小区|改造工作实施方案（试行）》的通知
在槐荫里社区第十二届居民代表大会|第一次会议上的讲话
智能装备产业园一期项目调度会议纪要
在全省乡村振兴现场推进会|暨防汛抗旱工作部署会议上的讲话
在学习贯彻《中华人民共和国安全生产法》|专题培训班开班式上的讲话
在青禾小学秋季运动会筹备会上的讲话
在市水务局2026年|党风廉政建设工作会议上的讲话
在全市森林防火和安全生产工作|紧急电视电话会议上的讲话
在第八届职工技能大赛颁奖仪式|暨劳模座谈会上的讲话
在高新区优化营商环境企业家座谈会上的讲话
在市政务服务中心“一网通办”|改革推进会上的讲话
2026年上半年全区经济运行分析会主持词
在县人民医院护理质量管理年|活动启动仪式上的致辞
在全市消防安全风险隐患排查|整治专项行动动员部署会上的讲话
在集团公司2026年工作会议|暨第三届职工代表大会上的工作报告
在市局机关党支部组织生活会上的点评讲话
在庆祝第41个教师节|暨优秀教师表彰大会上的讲话
在全区生活垃圾分类工作|第二季度调度会上的讲话提纲
在全市高质量发展大会上的总结讲话
云汀市水务局2025年度述职报告
关于做好2026年元旦春节期间|安全生产工作的通知
在全市政务数据共享开放与网络安全保障工作|推进会上的讲话
在市第一中学2026届高三毕业典礼上的致辞
在全市河长制暨水污染防治工作|领导小组第五次全体会议上的讲话
在全市道路交通安全综合治理|三年行动总结会上的讲话
在北山镇秸秆禁烧和综合利用工作|动员会上的发言提纲
在“书香校园”阅读活动启动仪式上的讲话
在公司ERP系统二期上线项目启动会上的讲话
在市工业和信息化局中小企业|数字化转型试点工作推进会上的讲话
在【待补：会议名称】上的讲话|以及关于下一步工作安排的说明
在全市2026年春季植树造林现场会上的讲话
在全体教职工大会上的讲话
关于调整云汀市防汛抗旱指挥部|组成人员及进一步明确各成员单位|职责分工有关事项的通知
""".strip().splitlines()

FORBIDDEN_STARTS = re.compile(
    r"[的和与及上》”’）】，。；：！？、]|会上|会议上|届|次(?!会)|年(?!度)|月|日"
)
FORBIDDEN_ENDS = re.compile(r"[《“‘（【第和与及]$|关于$")
NUMBER_CUT = re.compile(r"[0-9]\|[0-9年月日届次号期项点个]")
BRACKETS = {"《": "》", "“": "”", "（": "）", "【": "】"}


@pytest.mark.parametrize("broken", TITLES)
def test_a_title_breaks_between_its_words(broken: str) -> None:
    lines = [line for line, _ in title_lines(broken.replace("|", ""), CELLS)]
    assert "|".join(lines) == broken


@pytest.mark.parametrize("broken", TITLES)
def test_the_table_itself_keeps_the_rules(broken: str) -> None:
    """Written down apart from the code: what no title of the table may do."""
    lines = broken.split("|")
    widths = [cell_width(line) for line in lines]
    assert max(widths) <= CELLS
    assert len(lines) == 1 or widths[-1] > 2
    for line in lines[1:]:
        assert not FORBIDDEN_STARTS.match(line), line
    for line in lines[:-1]:
        assert not FORBIDDEN_ENDS.search(line), line
    assert not NUMBER_CUT.search(broken)
    if len(lines) == 3:
        assert not widths[0] > widths[1] < widths[2], "an hourglass"


@pytest.mark.parametrize("opener", BRACKETS)
def test_brackets_are_kept_whole_where_they_fit(opener: str) -> None:
    inner = f"{opener}城镇老旧小区改造方案{BRACKETS[opener]}"
    for before in range(4, 18):
        lines = [line for line, _ in title_lines("在" + "甲" * before + inner + "座谈会", CELLS)]
        assert any(inner in line for line in lines), lines


def test_wanted_breaks_win() -> None:
    wanted = title_lines("在全市\n2026年防汛工作部署会上的讲话", CELLS)
    assert wanted == [("在全市", True), ("2026年防汛工作部署会上的讲话", True)]


def test_a_wanted_line_that_is_too_long_is_broken_again() -> None:
    text = "云汀市\n在全市道路交通安全综合治理三年行动总结会上的讲话"
    assert [wanted for _, wanted in title_lines(text, CELLS)] == [True, True, False]


def test_a_bracket_longer_than_a_line_is_broken_rather_than_run_over() -> None:
    lines = [line for line, _ in title_lines(f"学习《{'甲' * 40}》的通知", CELLS)]
    assert max(map(cell_width, lines)) <= CELLS


titles = st.text(
    st.sampled_from(
        [*"在全市防汛工作会议的讲话和与上《》“”（）第一二年月日次届2026, ABC甲乙丙：、\n"]
    ),
    max_size=150,
)


@given(titles, st.integers(5, 25))
def test_nothing_is_lost_and_every_line_fits(title: str, cells: int) -> None:
    lines = title_lines(title, cells)
    assert "".join(line for line, _ in lines) == title.replace("\n", "")
    assert sum(wanted for _, wanted in lines) == title.count("\n") + 1
    assert all(cell_width(line) <= cells for line, _ in lines)


def test_a_text_far_too_long_for_a_title_still_takes_a_moment_only() -> None:
    lines = title_lines("《在全市工作会议上的讲话" * 5000, CELLS)
    assert all(cell_width(line) <= CELLS for line, _ in lines)
