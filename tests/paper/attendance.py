"""Names of people for tests: lists of those present made by chance, and where names break."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from random import Random

from tests.paper.reading import squeezed

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
_GIVEN = "明远立新永康燕建平石磊柏林芸静文凤英凡雪"
_OFFICES = [
    "区政府办公室副主任",
    "区住房和建设局局长",
    "区财政局副局长",
    "城东街道办事处建设办主任",
    "副区长",
    "区消防救援大队教导员",
    "梧桐里社区党委书记",
    "区供电服务中心经理",
    "市住房和城乡建设局城市建设科科长",
    "恒远监理公司总监理工程师",
    "社区业主代表",
]
_WRITTEN = r"(?:姓名[:：] *|[长任员记理表] )([\u4e00-\u9fff]{2,4})$"


def minutes(seed: int) -> tuple[bytes, set[str]]:
    """Minutes with long lists of people, and their names: with an office and a blank, with an
    office alone, or without."""
    random, names = Random(seed), set[str]()
    text = (
        "类型: 会议纪要\n标题: 会议纪要\n会议: {名称: 推进会, 日期: 2026-04-21, 地点: 二楼}\n"
        "议定事项:\n  - {事项: 做事, 牵头: 水务局, 时限: 2026-05-01}\n"
    )
    for key in ("出席", "列席", "请假"):
        text += f"{key}:\n"
        for _ in range(random.randint(3, 16)):
            given = random.choices(_GIVEN, k=random.choice((1, 2, 2, 2, 3)))
            name = random.choice(_SURNAMES) + "".join(given)
            between = random.choice((" ", " ", "")) if len(name) < 4 else " "
            office = random.choice(_OFFICES) + between if random.random() < 0.8 else ""
            text += f"  - {office}{name}\n"
            names.add(name)
    return text.encode(), names


def written_names(folder: Path) -> set[str]:
    """The names that the outlines and rosters in a folder hold, as they are typed there."""
    names = set[str]()
    for path in folder.rglob("*.yaml"):
        names.update(re.findall(_WRITTEN, path.read_text("utf-8"), re.MULTILINE))
    for path in folder.rglob("名单.csv"):
        names.update(line.split(",")[3] for line in path.read_text("utf-8").splitlines()[1:])
    return names


def broken_names(rows: Iterable[str], names: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Every place of a name in printed lines, and whether it goes on on the next."""
    lines = [squeezed(row) for row in rows]
    text, ends = "".join(lines), {*accumulate(map(len, lines))}
    for name in sorted(names):
        for found in re.finditer(re.escape(name), text):
            inside = range(found.start() + 1, found.end())
            yield name, not ends.isdisjoint(inside)
