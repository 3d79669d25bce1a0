"""`speechgen doctor`: what this machine has, and what comes from where."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from speechgen import cache, fonts, office
from speechgen import defaults as known
from speechgen._version import __version__
from speechgen.api import search_roots
from speechgen.cli import screen
from speechgen.cli.options import folders
from speechgen.defaults import Defaults, find_defaults, read_defaults
from speechgen.diagnostics import SpeechError
from speechgen.layout import read_layout
from speechgen.library.folders import LAYOUTS, builtin_templates
from speechgen.library.installed import type_packs


def run(templates: list[Path] = folders("也看这个文件夹里的会议类型和版式")) -> int:
    """看看这台电脑上有什么、缺什么：版本、LibreOffice、字体、模板和版式的文件夹、默认设置从哪里来。

    示例：
      speechgen doctor
    """
    file = find_defaults()
    try:
        defaults, wrong = (read_defaults(file) if file else Defaults()), None
    except SpeechError as refused:
        defaults, wrong = Defaults(str(file)), refused
    roots = search_roots([*templates, Path("templates"), *defaults.templates])
    lines = [
        "会议类型和版式的文件夹（前面的优先；./templates 是当前文件夹的，提纲放在哪里就看哪里的）"
    ]
    for root in roots:
        layouts = sorted(file.stem for file in root.glob(f"{LAYOUTS}/*.yaml"))
        own = "，随程序带来" if root == builtin_templates().resolve() else ""
        looks = f"版式 {'、'.join(layouts)}" if layouts else "没有版式"
        lines.append(f"  {root}：{_types_in(root)}，{looks}{own}")
    for pack in type_packs():
        whose = f"安装的包 {pack.package} {pack.version}"
        if pack.folder is None:
            lines.append(f"  {whose}：没有它登记的文件夹“{pack.named}”")
        else:
            known_as = f"来自{whose}（排在随程序带来的后面）"
            lines.append(f"  {pack.folder}：{_types_in(pack.folder)}，{known_as}")
    lines = [*_installed(), "", *lines, *_defaults(defaults, wrong), *_fonts(roots)]
    screen.put("\n".join(lines) + "\n")
    return 0


def _types_in(folder: Path) -> str:
    found = (one for one in folder.glob("*/meeting.yaml") if one.parent.name[0] != "_")
    return f"{sum(1 for _ in found)} 种类型"


def _installed() -> Iterator[str]:
    yield "版本"
    yield f"  speechgen {__version__}"
    yield f"  Python {platform.python_version()}，{platform.system()} {platform.release()}"
    program = office.find()
    if program is None:
        yield "  LibreOffice 没有找到：不能写 PDF，不能读 .doc、.wps；装上后就能用"
    else:
        yield f"  LibreOffice {office.version() or '问不出版本'}（{program}）"
    yield f"  缓存文件夹 {cache.folder() or '没有'}（删了只是慢一点）"
    for name, value in sorted(os.environ.items()):
        if name.startswith("SPEECHGEN_"):
            yield f"  环境变量 {name}={value}"


def _defaults(defaults: Any, wrong: SpeechError | None) -> Iterator[str]:
    yield ""
    yield "默认设置（提纲和选项里写了的优先）"
    if not defaults.file:
        yield f"  没有 {known.FILE_NAME}；可以放在工作文件夹或它的上级，或 {known.config_folder()}"
    else:
        yield f"  文件 {defaults.file}"
    yield from (f"  不读 {file}：{why}" for file, why in known.looked_at() if why)
    if wrong is not None:
        yield from (f"  {line}" for line in str(wrong).splitlines())
        return
    given = known.values_of(Path(defaults.file)) if defaults.file else {}
    built_in = {"编号": "各类型自己的", "版式": "各类型自己的，多为 gbt9704",
                "语速": f"{known.RATE[0]:g}-{known.RATE[1]:g}", "页码": "版式自己的"}  # fmt: skip
    for field in known.DEFAULT_FIELDS:
        if field.key in given:
            text, span = given[field.key]
            yield f"  {field.key}：{text}（第{span.line}行）"
        else:
            yield f"  {field.key}：{built_in.get(field.key, '没有')}（程序自带）"


def _fonts(roots: tuple[Path, ...]) -> Iterator[str]:
    yield ""
    yield "要照本单位的样子"
    yield "  有排好的成稿：用 speechgen learn 成稿.docx 学成版式，起草时写 --layout 本单位"
    yield "  有现成的纸（红头、标志画在文件里）：起草时写 --reference-doc 用纸.docx"
    yield ""
    yield "字体（没有的，这台电脑看到和印出来的会是别的字体；文稿里写的仍是它）"
    here = fonts.installed()
    if here is None:
        yield "  问不出这台电脑装了哪些字体"
        return
    files: dict[str, Path] = {}
    for root in reversed(roots):
        files |= {file.stem: file for file in root.glob(f"{LAYOUTS}/*.yaml")}
    for name, file in sorted(files.items()):
        try:
            layout = read_layout(file, [root / LAYOUTS for root in roots])
        except SpeechError as wrong:
            yield f"  {name}：读不了，{wrong.diagnostics[0].message}"
            continue
        wanted = {look.font for _, look in layout.looks} | {look.latin for _, look in layout.looks}
        yield f"  {name}（{layout.name}）"
        for font in sorted(wanted - {""}):
            alternates = map(str.strip, dict(layout.alternates).get(font, "").split(","))
            other = next((name for name in alternates if name.lower() in here), "")
            instead = f"没有，用 {other} 代替" if other else "没有"
            found = "有" if font.lower() in here else instead
            yield f"    {screen.padded(font, 19)} {found}"
