"""`speechgen draft`: its arguments and options, each with its line in the help."""

# No `annotations` from the future: typer would compile those of `run` at every start.

from pathlib import Path
from typing import Annotated

import typer

from speechgen.cli import batch, drafting
from speechgen.cli.many import Many
from speechgen.cli.targets import unquoted


def run(
    outlines: Annotated[
        list[str],
        typer.Argument(metavar="提纲…", help="提纲文件，或放提纲的文件夹（取其中的 *.yaml）"),
    ],
    output: Annotated[
        str,
        typer.Option(
            "-o",
            "--output",
            metavar="路径",
            help="写到哪里：文件、文件夹/，或 - 表示屏幕；不写就是提纲旁边的同名 .docx；"
            "文件名里可以写 {标题} {日期} {稿次} {版式} {提纲}",
        ),
    ] = "",
    format: Annotated[
        str,
        typer.Option(
            "-f", "--format", metavar="格式", help="docx、pdf、txt、md、xlsx；不写就看 -o 的后缀"
        ),
    ] = "",
    layout: Annotated[
        str,
        typer.Option(
            "--layout",
            metavar="版式[,版式]",
            help="用哪种版式，代替提纲里的“版式”；写几种就各出一份，文件名后面加版式的代号",
        ),
    ] = "",
    numbering: Annotated[
        list[str] | None,
        typer.Option(
            "--numbering",
            metavar="text|live|编号",
            help="text：序号是文字（默认）；live：用 Word 的自动编号；其他写法是各级序号，"
            "如 一、>（一）>1.，代替提纲里的“编号”；可以写两次",
        ),
    ] = None,
    reference: Annotated[
        Path | None,
        typer.Option(
            "--reference-doc",
            metavar="文件.docx",
            help="用本单位的 Word 文件作底：它的样式、纸张、页眉页脚照用，正文换成文稿",
        ),
    ] = None,
    templates: Annotated[
        list[Path] | None,
        typer.Option(
            "--templates",
            exists=True,
            file_okay=False,
            metavar="文件夹",
            help="先在这里找会议类型和版式；可以写几次",
        ),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="键=值",
            help="代替提纲里的一项，如 --set 结尾.致谢=谢谢大家；可以写几次",
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="有待补的内容就不写文件，退出码 2")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="覆盖别人写的或改过的文件（原文件另存 .bak）")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="盯着提纲，每次保存都重新起草，按 Ctrl-C 结束")
    ] = False,
    only: Annotated[
        str,
        typer.Option("--only", metavar="材料", help="成套材料里只要这几样，如 主持词,签到表"),
    ] = "",
    changed: Annotated[
        bool, typer.Option("--changed", help="成套材料：只说哪几份会改，不写文件")
    ] = False,
    check: Annotated[
        bool | None,
        typer.Option(
            "--check/--no-check",
            help="起草后检查一遍，发现写在标准错误；在终端里起草一份时默认检查",
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="每份文稿在标准输出上给一行 JSON")
    ] = False,
    rows: batch.Rows = None,
    sheet: batch.Sheet = "",
    name: batch.NamePattern = "",
    number_names: batch.NumberNames = False,
    processes: batch.Processes = 0,
    scheduler: batch.Scheduler = "",
    resume: batch.Resume = False,
    dry_run: batch.DryRun = False,
    fail_fast: batch.FailFast = False,
    summary: batch.Summary = None,
) -> int:
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
    name = unquoted(name).rstrip("/")
    many = Many(rows, sheet, name, number_names, processes, scheduler, resume, dry_run,
                fail_fast, summary)  # fmt: skip
    return drafting.run(
        drafting.Asked(
            outlines,
            output,
            format,
            layout,
            numbering or (),
            reference,
            templates or (),
            settings or (),
            strict,
            force,
            watch,
            only,
            changed,
            check,
            as_json,
            many,
        )
    )
