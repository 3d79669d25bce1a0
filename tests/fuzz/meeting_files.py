"""Meeting files made at random, some of them damaged. Must not know the commands."""

from __future__ import annotations

import random
from typing import Final

from tests.fuzz.table_files import STRANGE

_KEYS: Final = (
    *("会议", "名称", "日期", "时间", "地点", "主办", "主持", "名单", "请假", "议程", "做"),
    *("人", "分钟", "稿", "参会", "任务", "联系人", "成套", "台上", "议定事项", "称谓", "语气"),
    *("简称", "星期", "报到", "已", "引", "评", "文件", "页", "角色", "纪要", "座次", "督办表"),
)
_VALUES: Final = [
    *("[]", "{}", "~", "-", "- -", "[[[[甲]]]]", "{a: {b: {c: d}}}", "25:00", "9:00-8:00"),
    *('"9:00-25:61"', "2026年13月45日", "1e9", "-5", "²", "0", "名单.csv", "会议.yaml"),
    *("/etc/passwd", "../名单.csv#第9页", "{文件: [甲]}", "{文件: 名单.xlsx, 页: {}}", "*a"),
    *("[甲, {姓名: 乙}, [丙]]", "&a [*a]", "|\n    多行", "甲" * 300, "名" * 10_000),
    *('"甲\\0乙"', "[签到表]", "说不清", "讲话", "[通知.exe, ../签到表.txt, 签到表.xlsx, /]"),
    *("[签到表, 签到表, 签到表]", "[讲话]", '"\\e[31m"', "'{{ 会议 }}'", "99999999999999999999"),
    *(f"{'长' * 90}.csv", f"[{'签' * 300}]"),
]
_PAPERS: Final = ("座签", "出席名单", "议程", "主持词", "座次图", "督办表", "通知", "纪要")


def pack_file(
    chance: random.Random, roster: str, rows: list[list[object]], damaged: bool
) -> tuple[bytes, bool]:
    """A meeting file of one to three papers, and whether it is sound."""
    papers = chance.sample(
        ["座签", "出席名单", "议程", "主持词", "座次图", "督办表", "通知", "纪要"], 1
    )
    lines = [
        "会议:", "  名称: 全区防汛工作会", "  日期: 2026年5月12日", '  时间: "9:00-11:00"',
        "  地点: 二楼会议室", "主办: 区防汛办", f"主持: {rows[1][3]}", f"名单: {roster}", "议程:",
        "  - 做: 通报情况", f"    人: {rows[-1][3]}", "    分钟: 8", "  - 讲话",
        f"成套: [{', '.join(['签到表.txt', *(f'{one}.txt' for one in papers)])}]",
    ]  # fmt: skip
    if not damaged:
        return "\n".join(lines).encode() + b"\n", True
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        at = chance.randrange(len(lines))
        line = lines[at]
        indent = line[: len(line) - len(line.lstrip(" -"))]
        step = chance.randrange(6)
        if step == 0:
            lines[at] = f"{line.partition(':')[0]}: {chance.choice(_VALUES)}"
        elif step == 1:
            lines[at] = f"{indent}{chance.choice(_KEYS)}: {chance.choice(_VALUES)}"
        elif step == 2:
            lines.insert(at, f"{indent}{chance.choice(_KEYS)}: {chance.choice(_VALUES)}")
        elif step == 3:
            del lines[at]
            lines = lines or ["成套: [签到表]"]
        elif step == 4:
            lines[at] = line + chance.choice([*STRANGE, ": 甲", " #", "：乙"])
        else:
            lines.append(
                f"{chance.choice(_KEYS)}:\n  {chance.choice(_KEYS)}: {chance.choice(_VALUES)}"
            )
    if chance.random() < 0.2:
        deep = chance.choice([30, 300, 5000])
        lines.append(f"任务: {'[' * deep}甲{']' * deep}")
    return "\n".join(lines).encode("utf-8", "replace") + b"\n", False
