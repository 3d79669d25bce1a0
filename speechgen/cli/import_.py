"""`speechgen import`: an existing speech in, an outline out that proves itself lossless."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from speechgen import files
from speechgen.cli import screen
from speechgen.cli.options import STDOUT, argument, flag, folders, names_folder, option, overwrite
from speechgen.cli.progress import patient
from speechgen.diagnostics import Span, refusal
from speechgen.files.naming import as_typed

if TYPE_CHECKING:
    from speechgen.api.reading import Imported
    from speechgen.extract.compare import Difference

_FEW = 20  # differences shown with both lines
_EXCERPT = 60  # characters of a line shown


def run(
    file: str = argument(
        "文稿", "docx、txt、md，- 是标准输入；doc、wps、odt、rtf 要装 LibreOffice"
    ),
    output: str = option(
        "-o --output",
        "文件",
        "提纲写到哪里；不写就显示在屏幕上。一个文件里有几篇讲话，就写成 名字-1.yaml、名字-2.yaml …",
    ),
    kind: str = option(
        "--type", "类型", "写成哪一种会议类型的提纲；不写就认它像哪一种，认不准是“讲话”"
    ),
    templates: list[Path] = folders("也在这里找会议类型"),
    force: bool = overwrite("已有"),
    as_json: bool = flag("--json", "在标准输出上以 JSON 给出认出的结构；要提纲就再写 -o"),
) -> int:
    """导入：把旧讲话稿变成提纲，改一改就是新的一稿。

    导入后会把提纲再起草一遍，与原文逐段对照：完全一致退出码是 0，有出入就逐处列出，退出码是 1。
    没有收入的行（网页残留、广告）、接起来的断行、留空的地方，都列在报告里。

    示例：
      speechgen import 去年讲话.docx -o 提纲.yaml
      speechgen import 旧稿.txt                         在屏幕上看提纲
      speechgen import 网上下载.txt --json              看认出的结构
      speechgen import - -o 提纲.yaml                   把文稿粘贴进来
    """
    from speechgen.api.reading import read
    from speechgen.readers import MAX_BYTES

    with patient(f"正在导入“{Path(file).name}”"):
        data = screen.standard_input(MAX_BYTES) if file == STDOUT else None
        found = read(screen.STDIN if file == STDOUT else file, templates=templates, data=data)
        pictures = _pictures(found, Path(output).parent) if output not in ("", STDOUT) else {}
        found = found.called([*pictures]) if pictures else found
        outlines = found.outlines(kind)
        checked = found.differences(outlines)
    if as_json:
        screen.put_json({"documents": [reading.to_json() for reading in found.readings]})
    written: list[Path] = []
    if output and output != STDOUT:
        if names_folder(output):
            hint = "写成文件，如 -o 提纲.yaml"
            raise refusal(Span(output), "usage", "-o 后面是一个文件夹，不是文件", hint)
        path, suffix = Path(output), Path(output).suffix or ".yaml"
        written = [path]
        if len(outlines) > 1:
            numbers = range(1, len(outlines) + 1)
            written = [path.with_name(f"{path.stem}-{at}{suffix}") for at in numbers]
        for target, text in zip(written, outlines, strict=True):
            files.place(target, text.encode("utf-8"), force=force)
        for name, data in pictures.items():
            files.place(Path(output).with_name(name), data)
    elif not as_json:
        screen.put("---\n".join(outlines))
    _report(found, checked, kind)
    if found.pictures:
        told = f"写在提纲旁边：{'、'.join(pictures)}"
        loose = "没有写出来，提纲里只有图题：加上 -o 提纲.yaml 就连图片一起写"
        screen.say(f"图片 {len(found.pictures)} 张{told if pictures else loose}")
    if written:
        again = f"speechgen draft {as_typed(written[0])}"
        screen.say(f"写好 {'、'.join(map(str, written))}  改好后起草：{again}")
    return 1 if any(checked) else 0


def _pictures(found: Imported, folder: Path) -> dict[str, bytes]:
    """Name -> bytes of a file for every picture; no name is that of another file in the folder."""
    from speechgen.images import image_file

    made: dict[str, bytes] = {}
    numbers = count(1)
    for picture in found.pictures:
        data, suffix = image_file(picture), "png" if picture.kind == "png" else "jpg"
        for name in (f"图{number}.{suffix}" for number in numbers):
            there = folder / name
            same = files.is_file(there) and files.read_bytes(there) == data
            if same or not os.path.lexists(there):
                made[name] = data
                break
    return made


def _report(found: Imported, checked: Sequence[Sequence[Difference]], kind: str) -> None:
    notes = (
        note
        for reading in found.readings
        for note in (*reading.doubts, *reading.joins, *reading.placeholders, *reading.residue)
    )
    screen.show(sorted(notes, key=lambda note: note.span))
    encoding = found.readings[0].encoding
    if encoding and encoding != "UTF-8":
        screen.say(f"文件编码是 {encoding}，已按它读入")
    for at, (reading, differences) in enumerate(zip(found.readings, checked, strict=True), 1):
        name = f"第{at}篇 " if len(found.readings) > 1 else ""
        title = reading.title or "（没有标题）"
        verdict = "无损，提纲起草出来与原文逐段一致"
        if differences:
            told = Counter(one.what for one in differences if one.what)
            known = "、".join(f"{what} {times} 处" for what, times in told.items())
            why = (
                "（所选类型有自己的衔接语）" if kind else f"（其中{known}，见上）" if known else ""
            )
            verdict = f"提纲起草出来有 {len(differences)} 处与原文不同{why}"
        screen.say(f"{name}《{title}》：{verdict}")
        others = [one for one in differences if not one.what]
        for one in others[:_FEW]:
            place = f"原文第{one.span.line}行" if one.span.line else "原文"
            screen.say(f"  {place}：{_cut(one.source) or '（没有）'}")
            screen.say(f"  起草得到：{_cut(one.drafted) or '（没有）'}")
        if len(others) > _FEW:
            screen.say("  ……其余从略，改好上面几处再看")


def _cut(text: str) -> str:
    text = text.replace("\t", "　")
    return text if len(text) <= _EXCERPT else f"{text[: _EXCERPT // 2]}……{text[-_EXCERPT // 2 :]}"
