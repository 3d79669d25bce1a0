"""The input of the benchmarks: a speech of about 5,000 characters, 88 paragraphs, N times over.

Invented, without meaning, no two paragraphs of a speech alike, so that nothing compresses or caches
better than a real speech does. Also a DOCX as it is after somebody edited it. Must not know what is
measured.
"""

from __future__ import annotations

import io
import zipfile
from itertools import count

SECTIONS, HEADS, POINTS = 4, 4, 4  # per speech; below each head stand POINTS sub-points
EDIT = ("推进会上", "调度会上")  # in the title
PACKED = zipfile.ZIP_DEFLATED


def _words(*lines: str) -> tuple[str, ...]:
    return tuple(" ".join(lines).split())


OFFICES = _words(
    "水务局 应急局 住建局 教育局 卫健局 交通局 文旅局 气象局 供电公司 园区管委会 城管局",
    "商务局 民政局",
)
TASKS = _words(
    "河道清障 堤防巡查 校舍检修 药品储备 道路养护 老旧小区改造 消防通道整治 管网疏浚 用电检查",
    "应急演练 物资盘点 窗口服务提升 食堂卫生检查 值班值守 隐患登记 台账核对 设备更新",
)
RESULTS = _words(
    "责任到人 时间到天 问题见底 措施到位 记录完整 群众满意 过程可查 结果可用 标准统一",
    "衔接顺畅 底数清楚",
)
PLACES = _words("河东片区 老城街道 高新园区 北山乡镇 滨江新区 铁路沿线 学校周边 商业街区 农贸市场")


def outline(times: int = 1) -> str:
    """The YAML text of the speech, its body `times` times as long."""
    pick = _Picker()
    lines = [
        "类型: 讲话",
        "标题: 在全市年中重点工作推进会上的讲话",
        "讲话人: 云汀市副市长 沈明远",
        "日期: 2026年5月12日",
        "称谓: 同志们",
        "正文:",
    ]
    for _ in range(times * SECTIONS):
        lines += [
            f"  - 题: {pick.head()}",
            f"    文: {pick.sentence()}{pick.sentence()}",
            "    点:",
        ]
        for _ in range(HEADS):
            lines += [f"      - 题: {pick.head()}", f"        文: {pick.sentence()}", "        点:"]
            lines += [f"          - {pick.point()}" for _ in range(POINTS)]
    return "\n".join(lines) + "\n"


def edited(package: bytes) -> bytes:
    """A draft of the speech as DOCX with one word changed and zipped anew: its seal is broken."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(made, "w", PACKED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                before, after = (word.encode() for word in EDIT)
                assert before in part
                part = part.replace(before, after, 1)
            new.writestr(name, part)
    return made.getvalue()


class _Picker:
    """Words by turns; the lists' lengths have no common factor, so that no line comes twice."""

    def __init__(self) -> None:
        self.turn = count()

    def words(self) -> tuple[str, str, str, str, int, int]:
        at = next(self.turn)
        pairs = (OFFICES, TASKS, RESULTS, PLACES)
        office, task, result, place = (words[at % len(words)] for words in pairs)
        return office, task, result, place, at % 12 + 1, at % 28 + 1

    def head(self) -> str:
        _, task, result, place, _, _ = self.words()
        return f"抓实{place}{task}，做到{result}"

    def sentence(self) -> str:
        office, task, result, place, month, day = self.words()
        return (
            f"{office}要在{month}月{day}日前把{place}的{task}查完一遍，查到的问题逐项登记，"
            f"能改的当天改，改不了的定人定时跟到底，真正做到{result}。"
        )

    def point(self) -> str:
        office, task, result, place, month, day = self.words()
        return (
            f"{place}的{task}由{office}牵头，{month}月{day}日前拿出清单，"
            f"每周通报一次进展，做到{result}"
        )
