"""The clauses of GB/T 9704—2012 as millimetres on printed pages.

`python -m tests.writers.docx.clauses OUT` writes the forms as DOCX; with `--pdf FOLDER` it measures
the PDFs of them that some engine made, and prints clause, what, measured, wanted. `--shift` is what
that engine puts above the first page's text (an evaluation notice), in millimetres.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from speechgen import draft

MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM, HEIGHT = 28.0, 184.0, 37.0, 262.0, 297.0
LINE = 28.95 / MM
CHARACTER, SMALL = 15.75 / MM, 13.75 / MM
"""A character of 三号 and of 四号 with its spacing."""

_HEAD = """\
类型: 公文
标题: 关于做好汛期城市内涝防治工作的通知
版头: {%s字号: 青水〔2026〕8号, 印发机关: 青禾区水务局办公室, 印发日期: 2026-05-13}
主送: 各镇人民政府，各街道办事处
开头: 现将有关事项通知如下。
"""
_SEALED = "落款: {单位: [%s], 日期: 2026-05-12, 印章: 是}\n附注: 此件公开发布\n"
_COPIES = (
    "抄送: 区委办公室、区人大常委会办公室、区政府办公室、区政协办公室，区纪委区监委机关，"
    "区人民法院，区人民检察院。\n"
)
_JOINT = "青禾区水务局, 青禾区应急管理局, 青禾区住房和城乡建设局"
_LONG = "青禾区城市内涝易涝点位整治任务清单和责任单位、责任人及完成时限一览表（2026年修订）"
OUTLINES = {
    "joint": _HEAD % f"机关: [{_JOINT}文件], 份号: '000001', 密级: 机密★1年, 紧急: 特急, "
    + f"附件: [汛期值班安排表, {_LONG}, 险情报告单]\n"
    + _SEALED % "青禾区水务局, 青禾区教育局, 青禾区气象局" + _COPIES,
    "upward": (_HEAD % "机关: 青禾区水务局文件, 签发人: 沈明远, ").replace("通知\n", "报告\n")
    + "附件:\n  - 题: 整治任务清单\n    文: 一处一策。\n" + _SEALED % "青禾区水务局" + _COPIES,
    "signed": (
        _HEAD % "机关: 青禾区水务局文件, 签发人: [沈明远, 周晓梅, 李　云, 欧阳文静, 孟凡], "
    ).replace("通知\n", "请示\n"),
    "downward": _HEAD % "机关: 青禾区防汛抗旱和城市内涝防治工作指挥部办公室文件, "
    + _SEALED % "青禾区水务局, 青禾区教育局, 青禾区气象局, 青禾区应急管理局",
    "letter": """\
类型: 公文
标题: 关于商请支持排水泵站检修的函
版头: {机关: 青禾区水务局, 字号: 青水函〔2026〕6号, 紧急: 加急, 份号: '000002', 格式: 信函}
主送: 区供电公司
开头: 为做好汛前检修，现商请贵单位支持。
落款: {单位: 青禾区水务局, 日期: 2026-05-12, 印章: 是}
抄送: 区应急管理局。
""",
    "order": """\
类型: 公文
标题: 关于启动防汛应急响应的命令
版头: {机关: 青禾区人民政府令, 字号: 第3号, 格式: 命令}
开头: 现命令启动防汛应急响应。
落款: {单位: 区长　沈明远, 日期: 2026-05-12}
""",
    "minutes": """\
类型: 会议纪要
标题: 防汛工作专题会议纪要
版头: {机关: 青禾区防汛会议纪要, 字号: 第3号}
会议: {名称: 防汛会, 日期: 2026-05-12, 地点: 二楼会议室}
议定事项: [{事项: 清淤, 牵头: 水务局, 时限: 2026-06-01}]
出席: [区水务局局长　沈明远, 区应急管理局副局长　周晓梅, 区教育局副局长　许静文, 区气象局　孟凡]
请假: [区供电公司　石磊]
""",
}  # fmt: skip


class Measure(NamedTuple):
    """What a clause wants: millimetres on paper, those of the standard, and how near they are."""

    clause: str
    what: str
    found: float
    wanted: float
    near: float = 0.6


class Printed(NamedTuple):
    """A line of a page in millimetres: its base line, edges, type size (of its first run)."""

    text: str
    base: float
    left: float
    right: float
    size: float
    fonts: tuple[str, ...]

    @property
    def top(self) -> float:
        """The upper edge of its characters."""
        return self.base - 0.85 * self.size

    @property
    def foot(self) -> float:
        """Their lower edge."""
        return self.base + 0.07 * self.size

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


class Rule(NamedTuple):
    """A line across, in millimetres."""

    left: float
    right: float
    top: float
    bottom: float


class Form:
    """A printed form: lines and rules of each page."""

    def __init__(self, pdf: Path, shift: float = 0.0) -> None:
        import pymupdf

        self.shift = shift
        self.pages: list[list[Printed]] = []
        self.rules: list[list[Rule]] = []
        with pymupdf.open(pdf) as document:
            for page in document:
                self.pages.append(list(_printed(page)))
                self.rules.append(sorted(_rules(page), key=lambda rule: rule.top))

    def line(self, text: str, page: int | None = None) -> Printed:
        """The line that begins with a text, blanks aside, in the flow of its page."""
        for number, lines in enumerate(self.pages):
            for one in lines if page in (None, number) else ():
                if one.text.startswith(text):
                    moved = one.base - (0 if number else self.shift)
                    return one._replace(base=moved)
        raise LookupError(text)

    def placed(self, text: str) -> Printed:
        """The same for what stands in a frame on the first page."""
        return self.line(text, 0)._replace(base=self.line(text, 0).base + self.shift)


def _printed(page: Any) -> Iterator[Printed]:
    rows: list[list[dict[str, Any]]] = []
    for block in page.get_text("rawdict")["blocks"]:
        for line in block.get("lines", ()):
            spans = [(span, char) for span in line["spans"] for char in span["chars"]]
            shown = [(span, char) for span, char in spans if char["c"].strip()]
            if not shown:
                continue
            rows.append([{**char, "size": span["size"], "font": span["font"]}
                         for span, char in shown])  # fmt: skip
    merged: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for row in rows:  # characters far apart are lines of their own for the library
        key = (round(row[0]["origin"][1] * 2), round(float(row[0]["size"])))
        merged.setdefault(key, []).extend(row)
    for (base, _), row in merged.items():
        row.sort(key=lambda char: char["origin"][0])
        for part in _parts(row):
            yield Printed(
                "".join(str(char["c"]) for char in part), base / 2 / MM,
                part[0]["origin"][0] / MM, part[-1]["bbox"][2] / MM,
                float(part[0]["size"]) / MM,
                tuple(str(char["font"]) for char in part),
            )  # fmt: skip


def _parts(row: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """A row in stretches that stand far apart."""
    start = 0
    for at in range(1, len(row) + 1):
        far = at == len(row) or (
            row[at]["origin"][0] - row[at - 1]["bbox"][2] > 1.8 * float(row[at]["size"])
        )
        if far:
            yield row[start:at]
            start = at


def _rules(page: Any) -> Iterator[Rule]:
    for drawn in page.get_drawings():
        box, thick = drawn["rect"], (drawn.get("width") or 0) / 2 * (drawn["type"] == "s")
        if box.width > 120 * MM and box.height < 3 * MM:
            yield Rule(box.x0 / MM, box.x1 / MM, (box.y0 - thick) / MM, (box.y1 + thick) / MM)


def measures(forms: Mapping[str, Form]) -> Iterator[Measure]:
    """Every clause on the forms' pages."""
    yield from _head(forms)
    yield from _tail(forms)
    yield from _letter(forms["letter"])
    order = forms["order"]
    yield Measure("10.2", "令的标志上边缘到版心", order.line("青禾区人民政府令").top - TOP, 20, 1)
    number = order.line("第3号")
    yield Measure("10.2", "令号居中", number.middle - (LEFT + RIGHT) / 2, 0)
    date = order.line("2026年5月12日")
    yield Measure("7.3.5.3", "令的成文日期右空四字", RIGHT - date.right, 4 * CHARACTER)
    minutes = forms["minutes"]
    yield Measure(
        "10.3", "纪要标志上边缘到版心", minutes.line("青禾区防汛会议纪要").top - TOP, 35, 1
    )
    present, second = minutes.line("出席："), _after(minutes, "出席：")
    yield Measure("10.3", "出席左空二字", present.left - LEFT, 2 * CHARACTER)
    yield Measure("10.3", "出席回行与首字对齐", second.left - LEFT, 5 * CHARACTER)


def _after(form: Form, text: str) -> Printed:
    """The line below the one that begins so."""
    for lines in form.pages:
        ordered = sorted(lines, key=lambda line: (line.base, line.left))
        for at, one in enumerate(ordered[:-1]):
            if one.text.startswith(text):
                return next(each for each in ordered[at + 1 :] if each.base > one.base + 2)
    raise LookupError(text)


def _head(forms: Mapping[str, Form]) -> Iterator[Measure]:
    upward, joint, down = forms["upward"], forms["joint"], forms["downward"]
    for form, text, said in (
        (upward, "青禾区水务局文件", "一家"),
        (joint, "青禾区水务局", "三家联合、上有三行标注"),
        (down, "青禾区防汛抗旱和城市", "长名称"),
    ):
        top = form.line(text, 0).top - TOP
        yield Measure("7.2.4", f"标志上边缘到版心（{said}）", top, 35, 1)
    names = [joint.line(name, 0) for name in _JOINT.split(", ")]
    word = joint.placed("文件")
    middle = (names[0].base + names[-1].base) / 2
    yield Measure("7.2.4", "“文件”对联署名称上下居中", word.base - middle, 0)
    yield Measure(
        "7.2.4", "“文件”在名称右侧", word.left - max(one.right for one in names), 5.6, 1.5
    )
    widths = [one.right - one.left for one in names]
    yield Measure("7.2.4", "联署名称等宽", max(widths) - min(widths), 0)
    block = (word.right + names[0].left) / 2
    yield Measure("7.2.4", "联署标志居中", block - (LEFT + RIGHT) / 2, 0, 1)
    number, signer = upward.line("青水〔2026〕8号"), upward.line("签发人")
    yield Measure("7.2.5", "上行文发文字号左空一字", number.left - LEFT, CHARACTER)
    yield Measure("7.2.6", "签发人右空一字", RIGHT - signer.right, CHARACTER)
    yield Measure("7.2.6", "签发人与字号同行", signer.base - number.base, 0)
    rows = [forms["signed"].line(text) for text in ("签发人", "李云", "孟凡")]
    last = forms["signed"].line("青水〔2026〕8号")
    yield Measure("7.2.6", "第二位签发人回行对齐", rows[1].left - rows[0].left, 4 * CHARACTER)
    yield Measure("7.2.6", "第三行也对齐", rows[2].left - rows[1].left, 0)
    yield Measure("7.2.6", "每行两位，最宽的一行右空一字", RIGHT - rows[1].right, CHARACTER)
    yield Measure("7.2.6", "最后一位与字号同行", rows[2].base - last.base, 0)
    yield Measure("7.2.6", "几行签发人不加空行", rows[2].base - rows[0].base, 2 * LINE)
    red = forms["signed"].rules[0][0]
    yield Measure("7.2.7", "几位签发人时红线在末行之下", red.top - last.foot, 4, 0.4)
    centred = down.line("青水〔2026〕8号")
    yield Measure("7.2.5", "发文字号居中", centred.middle - (LEFT + RIGHT) / 2, 0)
    red = upward.rules[0][-1]
    yield Measure("7.2.7", "红线在发文字号之下", red.top - upward.shift - number.foot, 4, 0.4)
    yield Measure("7.2.7", "红线与版心等宽", red.right - red.left, 156, 1.2)


def _tail(forms: Mapping[str, Form]) -> Iterator[Measure]:
    upward, joint, down = forms["upward"], forms["joint"], forms["downward"]
    note, second, more = joint.line("附件：1."), joint.line("2."), _after(joint, "2.青禾区城市")
    em = CHARACTER
    yield Measure("7.3.4", "附件说明左空二字", note.left - LEFT, 2 * em)
    yield Measure("7.3.4", "第2项序号对齐第1项序号", second.left - LEFT, 5 * em)
    yield Measure("7.3.4", "回行与名称首字对齐", more.left - LEFT, 6.5 * em)
    for form, said in ((upward, "单一机关"), (joint, "三家"), (down, "四家")):
        date = form.line("2026年5月12日")
        yield Measure("7.3.5.1", f"成文日期右空四字（{said}）", RIGHT - date.right, 4 * em)
    names = [joint.line(text, 1) for text in ("青禾区水务局", "青禾区教育局", "青禾区气象局")]
    yield Measure("7.3.5.1", "三家署名在同一行", max(one.base for one in names) - names[0].base, 0)
    gap = min(right.middle - left.middle for left, right in pairwise(names))
    yield Measure("7.3.5.1", "相邻印章中心距（印章42mm）", gap, 46, 3)
    date = joint.line("2026年5月12日")
    yield Measure("7.3.5.1", "末一署名居中在日期之上", names[-1].middle - date.middle, 0, 3)
    rows = [
        down.line(text, 1 if len(down.pages) > 1 else 0) for text in ("青禾区教育局", "青禾区应急")
    ]
    yield Measure("7.3.5.1", "两排印章中心距", rows[1].base - rows[0].base, 5 * LINE)
    remark = joint.line("（此件公开发布）")
    yield Measure("7.3.6", "附注左空二字", remark.left - LEFT, 2 * em)
    yield Measure("7.3.6", "附注在成文日期下一行", remark.base - date.base, LINE)
    mark = next(one for one in upward.pages[-1] if one.text == "附件")
    title = next(one for one in upward.pages[-1] if one.text == "整治任务清单")
    yield Measure("7.3.7", "“附件”顶格", mark.left - LEFT, 0)
    yield Measure("7.3.7", "“附件”在第一行", mark.base - TOP, 0.8 * LINE, 0.8)
    yield Measure("7.3.7", "附件标题在第三行", title.base - mark.base, 2 * LINE, 0.8)
    yield Measure("7.3.7", "附件标题居中", title.middle - (LEFT + RIGHT) / 2, 0)
    rules = joint.rules[-1][-3:]
    for rule, said, thick in zip(rules, ("首条", "中间", "末条"), (0.35, 0.25, 0.35), strict=True):
        yield Measure("7.4.1", f"版记{said}分隔线高度", rule.bottom - rule.top, thick, 0.06)
        yield Measure("7.4.1", f"版记{said}分隔线与版心等宽", rule.right - rule.left, 156, 1.2)
    yield Measure("7.4.1", "末条线与版心下边缘重合", rules[-1].bottom - BOTTOM, 0)
    copies, over = joint.line("抄送："), _after(joint, "抄送：")
    yield Measure("7.4.2", "抄送左空一字", copies.left - LEFT, SMALL, 0.9)
    yield Measure("7.4.2", "抄送回行与冒号后首字对齐", over.left - LEFT, 4 * SMALL, 0.9)
    printer, day = joint.line("青禾区水务局办公室"), joint.line("2026年5月13日印发")
    yield Measure("7.4.3", "印发机关左空一字", printer.left - LEFT, SMALL, 0.9)
    yield Measure("7.4.3", "印发日期右空一字", RIGHT - day.right, SMALL, 0.9)


def _letter(form: Form) -> Iterator[Measure]:
    mark, rules = max(form.pages[0], key=lambda line: line.size), form.rules[0]
    upper, lower = rules[:2], rules[-2:]
    yield Measure("10.1", "信函标志上边缘到上页边", mark.top, 30, 1)
    yield Measure("10.1", "双红线在标志之下", upper[0].top - mark.foot, 4, 0.4)
    yield Measure("10.1", "双红线长", upper[0].right - upper[0].left, 170, 1.2)
    thick = [rule.bottom - rule.top for rule in (*upper, *lower)]
    yield Measure("10.1", "上双线上粗下细", float(thick[0] > thick[1]), 1)
    yield Measure("10.1", "下双线上细下粗", float(thick[2] < thick[3]), 1)
    yield Measure("10.1", "下双线到下页边", HEIGHT - lower[-1].bottom, 20)
    number, first = form.placed("青水函〔2026〕6号"), form.line("000002")
    yield Measure("10.1", "发文字号顶格居右", RIGHT - number.right, 0)
    yield Measure("10.1", "字号到红线3号字7/8", number.top - upper[-1].bottom, 7 / 8 * 16 / MM, 0.8)
    yield Measure("10.1", "份号顶格居左", first.left - LEFT, 0)
    if not form.shift:
        yield Measure("10.1", "份号与字号同行", first.base - number.base, 0, 0.8)
    pages = sum(one.text.startswith("—1") for one in form.pages[0])
    yield Measure("10.1", "首页页码个数", pages, 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pdf", type=Path)
    parser.add_argument("--shift", type=float, default=0.0)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    if asked.pdf is None:
        for name, outline in OUTLINES.items():
            (asked.out / f"{name}.docx").write_bytes(draft(outline.encode()).to("docx"))
        return
    forms = {name: Form(asked.pdf / f"{name}.pdf", asked.shift) for name in OUTLINES}
    for one in measures(forms):
        far = "" if abs(one.found - one.wanted) <= one.near else "  <--"
        print(f"{one.clause}\t{one.what}\t{one.found:.2f}\t{one.wanted:.2f}{far}")


if __name__ == "__main__":
    main()
