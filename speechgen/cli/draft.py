"""`speechgen draft`: its help, and which of its works a command line asks for.

Owns which files are meant and in what order words are refused. Must not know what is done with
them: papers of single outlines `drafting`, of a meeting file `packs`, of tables `batch`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from speechgen.cli import screen
from speechgen.cli.options import HELP, STDOUT, DraftLine, expanded, signature, usage
from speechgen.diagnostics import SpeechError
from speechgen.files import is_file
from speechgen.files.naming import as_typed
from speechgen.pack import is_pack_file


def run(**words: Any) -> int:
    """起草：把提纲变成文稿。序号、条数、标点、版式都由它完成；缺的内容印成【待补：…】并报告。

    示例：
      speechgen draft 防汛.yaml                        得到 防汛.docx
      speechgen draft 防汛.yaml -o 讲话.docx
      speechgen draft 防汛.yaml -f txt -o -            在屏幕上看文字
      speechgen draft 提纲/ -o 文稿/                   文件夹里的每份提纲
      speechgen draft 会议.yaml -o 材料/               会议文件（有“成套:”）的全部材料
      speechgen draft 防汛.yaml --set 日期=2026-05-13  临时改一项
      speechgen draft 防汛.yaml --layout gbt9704,large-print   印一份、念一份
      speechgen draft 防汛.yaml -o '{日期}-{标题}-{稿次}.docx'
      speechgen draft 邀请函.yaml --data 名单.xlsx -o 信函/ --name '{序号}-{单位}'
    """
    return obey(LINE(**words))


LINE: Final = DraftLine
run.__signature__ = signature(LINE)  # type: ignore[attr-defined]


def obey(line: DraftLine) -> int:
    """Draft what is asked. The exit status: 0 done, 1 done in part, 2 nothing done, 130 Ctrl-C.

    Raises SpeechError for what cannot be asked.
    """
    try:
        return _obey(line)
    except SpeechError as refused:
        if line.as_json and line.output != STDOUT:
            from speechgen.api.drafted import refused_record

            screen.put_json(refused_record(refused.diagnostics, format=line.format or None))
        raise


def _obey(line: DraftLine) -> int:
    from speechgen.cli.drafting import Drafting

    line = replace(line, name=line.name.rstrip("/"))
    drafting = Drafting(line)
    several = len(drafting.layouts) > 1
    if line.output == STDOUT and several:
        raise usage("几种版式不能都写到屏幕上", "写成 -o 文稿/ （末尾带 /）")
    if line.as_json and line.output == STDOUT:
        raise usage("--json 和 -o - 不能一起用：两样都写标准输出", HELP)
    outlines = list(expanded(line.outlines, (".yaml",), " .yaml 提纲"))
    pack = next(filter(is_pack_file, outlines), "")
    if pack and len(outlines) > 1:
        raise usage(f"“{pack}”是成套材料，要单独起草", f"speechgen draft {as_typed(pack)} -o 材料/")
    if pack and (line.data or line.name or line.dry_run or line.summary):
        said = "--data、--name、--dry-run、--summary 用于批量起草，不用于成套材料"
        raise usage(said, "只看哪几份会改、不写文件，用 --changed；只要几样，用 --only")
    if not pack and (line.only or line.changed or line.prune):
        raise usage("--only、--changed 和 --prune 用于成套材料（有“成套:”的会议文件）", HELP)
    if line.open and (line.output == STDOUT or line.is_batch or line.changed):
        raise usage("--open 打开写好的文件，这里没有", HELP)
    if line.watch and STDOUT in outlines:
        raise usage("标准输入（-）不能用 --watch 盯着", "写提纲的文件名")
    if line.is_batch and not pack:
        if line.watch:
            raise usage("--watch 和批量起草的选项不能一起用", HELP)
        from speechgen.cli import batch

        return batch.run(outlines, drafting)
    once = partial(drafting.run, [] if pack else drafting.jobs(outlines))
    if pack:
        from speechgen.cli import packs

        once = partial(packs.run, pack, drafting)
    if line.watch:
        from speechgen.preview.events import watch

        def files() -> list[Path]:
            if pack:
                there = filter(is_file, Path(pack).parent.iterdir())
                return [*(one for one in there if one.resolve() not in drafting.made),
                        *drafting.used]  # fmt: skip
            folders = (*line.templates, *{Path(one).parent / "templates" for one in outlines})
            beside = (file for folder in folders for file in folder.rglob("*"))
            return [*map(Path, outlines), *drafting.used, *filter(is_file, beside)]

        def again() -> None:
            try:
                once()
            except SpeechError as refused:
                screen.show(refused.diagnostics)

        what = "会议文件和名单" if pack else "提纲"
        screen.say(f"盯着{what}：每次保存都重新起草，按 Ctrl-C 结束")
        watch(files, again)
    return once()
