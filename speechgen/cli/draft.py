"""`speechgen draft`: outlines in, documents out."""

# No `annotations` from the future: typer would compile those of `run` at every start.

import json
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from speechgen.cli import batch, screen
from speechgen.cli.packs import is_pack_file
from speechgen.cli.packs import run as packs_run
from speechgen.defaults import FILE_NAME
from speechgen.diagnostics import Severity, Span, SpeechError, error, to_json
from speechgen.frozen import frozen
from speechgen.writers import FORMATS

STDOUT = "-"


@frozen
class Settings:
    """What the options ask for, the same for every outline."""

    format: str
    values: dict[str, str]
    templates: tuple[Path, ...]
    layout: str
    numbering: str
    strict: bool
    force: bool
    as_json: bool
    check: bool | None
    defaults: Any


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
            help="写到哪里：文件、文件夹/，或 - 表示屏幕；不写就是提纲旁边的同名 .docx",
        ),
    ] = "",
    format: Annotated[
        str,
        typer.Option(
            "-f", "--format", metavar="格式", help="docx、txt、md、xlsx；不写就看 -o 的后缀"
        ),
    ] = "",
    layout: Annotated[
        str, typer.Option("--layout", metavar="版式", help="用哪种版式，代替提纲里的“版式”")
    ] = "",
    numbering: Annotated[
        str,
        typer.Option(
            "--numbering", metavar="编号", help="各级序号，如 一、>（一）>1.，代替提纲里的“编号”"
        ),
    ] = "",
    templates: Annotated[
        list[Path] | None,
        typer.Option("--templates", metavar="文件夹", help="先在这里找会议类型和版式；可以写几次"),
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
      speechgen draft 邀请函.yaml --data 名单.xlsx -o 信函/ --name '{序号}-{单位}'
    """
    chosen = Settings(
        _format(format, output), _values(settings or []), tuple(templates or ()),
        layout, numbering, strict, force, as_json, check, _defaults(),
    )  # fmt: skip
    if as_json and output == STDOUT:
        raise _usage("--json 和 -o - 不能一起用：两样都写标准输出")
    files = _expand(outlines)
    packs = [file for file in files if is_pack_file(file)]
    if packs:
        if len(files) > 1:
            raise _usage(f"“{packs[0]}”是成套材料，要单独起草",
                         f"speechgen draft {packs[0]} -o 材料/")  # fmt: skip
        wanted = tuple(_words(only))
        if watch:
            _keep_drafting_pack(packs[0], output, chosen, wanted)
        return packs_run(packs[0], output, chosen, wanted, changed)
    if only or changed:
        raise _usage("--only 和 --changed 用于成套材料（有“成套:”的会议文件）")
    many = batch.Options(rows, sheet, name, number_names, processes, scheduler, resume, dry_run,
                         fail_fast, summary)  # fmt: skip
    if many != batch.Options():
        if watch:
            raise _usage("--watch 和批量起草的选项不能一起用")
        return batch.run(files, output, chosen, many)
    jobs = _jobs(files, output, chosen.format)
    if check is None:
        chosen = replace(chosen, check=len(jobs) == 1 and sys.stderr.isatty())
    if watch:
        _keep_drafting(jobs, chosen)
    return _all(jobs, chosen)


def _all(jobs: Sequence[tuple[str, str]], chosen: Settings) -> int:
    """Draft every outline; what fails is shown and does not stop the rest."""
    failed = 0
    for outline, target in jobs:
        try:
            _one(outline, target, chosen)
        except SpeechError as refused:
            failed += 1
            screen.show(refused.diagnostics)
    if len(jobs) > 1:
        screen.say(
            f"共 {len(jobs)} 份，写好 {len(jobs) - failed} 份"
            + (f"，失败 {failed} 份" if failed else "")
        )
    return 0 if not failed else 2 if failed == len(jobs) else 1


def _keep_drafting(jobs: Sequence[tuple[str, str]], chosen: Settings) -> NoReturn:
    """Draft again at every save of an outline or of a template beside one."""
    from speechgen.cli.watch import watch

    def files() -> list[Path]:
        outlines = [Path(outline) for outline, _ in jobs]
        beside = {outline.parent / "templates" for outline in outlines}
        folders = (*chosen.templates, *beside)
        return outlines + [
            file for folder in folders for file in folder.rglob("*") if file.is_file()
        ]

    screen.say("盯着提纲：每次保存都重新起草，按 Ctrl-C 结束")
    watch(files, lambda: _all(jobs, chosen))


def _keep_drafting_pack(
    pack: str, output: str, chosen: Settings, only: tuple[str, ...]
) -> NoReturn:
    """Draft a pack again at every save of a file beside it."""
    from speechgen.cli.watch import watch

    def files() -> list[Path]:
        return [file for file in Path(pack).parent.iterdir() if file.is_file()]

    def again() -> None:
        try:
            packs_run(pack, output, chosen, only, changed=False)
        except SpeechError as refused:
            screen.show(refused.diagnostics)

    screen.say("盯着会议文件和名单：每次保存都重新起草，按 Ctrl-C 结束")
    watch(files, again)


def _one(outline: str, target: str, chosen: Settings) -> None:
    from speechgen.api import draft

    made = draft(
        outline, defaults=chosen.defaults, values=chosen.values, templates=chosen.templates,
        layout=chosen.layout, numbering=chosen.numbering,
    )  # fmt: skip
    gaps = [note for note in made.diagnostics if note.rule == "missing-fact"]
    found = _findings(made, chosen) if chosen.check or chosen.strict else []
    wrong = [each for each in found if each.severity is Severity.ERROR] if chosen.strict else []
    if chosen.strict and (gaps or wrong):
        raise SpeechError([*(_hardened(note) for note in gaps), *wrong])
    data = made.to(chosen.format)
    screen.show(note for note in made.diagnostics if note.rule != "missing-fact")
    if chosen.check:
        screen.show(found)
    if target == STDOUT:
        if FORMATS["." + chosen.format].binary:
            screen.put_bytes(data)
        else:
            screen.put(data.decode("utf-8", "replace"))
        screen.say(screen.summary(made, outline))
        return
    made.put(Path(target), data, chosen.force)
    screen.say(screen.summary(made, target))
    if chosen.as_json:
        screen.put(json.dumps(_record(made, target, chosen.format), ensure_ascii=False) + "\n")


def _findings(made: Any, chosen: Settings) -> list[Any]:
    """What the rules find in a draft, besides what the draft itself reports."""
    from speechgen.checking import check

    found = check(made, templates=chosen.templates, defaults=chosen.defaults)
    known = set(made.diagnostics)
    return [each for each in found if each not in known]


def _hardened(note: Any) -> Any:
    return replace(note, severity=Severity.ERROR)


def _record(made: Any, path: str, format: str) -> dict[str, Any]:
    return {
        "path": path,
        "format": format,
        "characters": made.characters,
        "minutes": list(made.minutes),
        "sections": made.sections,
        "missing": [{"field": gap.field, "line": gap.line} for gap in made.missing],
        "diagnostics": [to_json(note) for note in made.diagnostics],
    }


# -- options ------------------------------------------------------------------------------------


def _usage(message: str, hint: str = "用法见 speechgen draft --help") -> SpeechError:
    return SpeechError([error(Span(), "usage", message, hint)])


def _format(asked: str, output: str) -> str:
    """The format by option, else by the target's suffix, else docx."""
    suffix = Path(output).suffix.lower() if output and not _is_folder(output) else ""
    wanted = "." + asked.lower().lstrip(".") if asked else suffix or ".docx"
    if wanted not in FORMATS:
        names = "、".join(one.lstrip(".") for one in FORMATS)
        raise _usage(f"不会写“{wanted.lstrip('.')}”格式", f"可用：{names}")
    return wanted.lstrip(".")


def _values(settings: Sequence[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for setting in settings:
        key, mark, value = setting.partition("=")
        if not mark or not key.strip():
            raise _usage(f"--set “{setting}”里没有“=”", "写成 --set 日期=2026-05-13")
        values[key.strip()] = value
    return values


def _is_folder(output: str) -> bool:
    return output.endswith(("/", os.sep)) or Path(output).is_dir()


def _defaults() -> Any:
    from speechgen.defaults import Defaults, find_defaults, read_defaults

    file = find_defaults(Path.cwd())
    return read_defaults(file) if file else Defaults()


def _words(only: str) -> list[str]:
    """The papers that --only names."""
    return [word.strip() for word in re.split("[,，、]", only) if word.strip()]


def _expand(outlines: Sequence[str]) -> list[str]:
    """The outline files meant: a folder stands for its *.yaml files, a pattern for what it fits."""
    import glob

    files: list[str] = []
    for outline in outlines:
        folder = Path(outline)
        if not folder.is_dir():
            matches = sorted(glob.glob(outline)) if glob.has_magic(outline) else []  # noqa: PTH207 (the user's own pattern)
            files += [outline] if folder.exists() else matches or [outline]
            continue
        found = sorted(str(file) for file in folder.glob("*.yaml") if file.name != FILE_NAME)
        if not found:
            raise _usage(f"文件夹“{outline}”里没有 .yaml 提纲", "")
        files += found
    return files


def _jobs(outlines: Sequence[str], output: str, format: str) -> list[tuple[str, str]]:
    """Outline and target of every draft. Raises SpeechError if two would share a target."""
    if output == STDOUT or (output and not _is_folder(output)):
        if len(outlines) > 1:
            raise _usage("几份提纲要写到一个文件夹里", "写成 -o 文稿/ （末尾带 /）")
        return [(outlines[0], output)]
    jobs: dict[str, str] = {}
    for outline in outlines:
        source = Path(outline)
        folder = Path(output) if output else source.parent
        target = str(folder / f"{source.stem}.{format}")
        if target in jobs.values():
            raise _usage(
                f"两份提纲都要写到“{target}”", "文件名相同的提纲分两次起草，各用各的 -o 文件夹/"
            )
        jobs[outline] = target
    return list(jobs.items())
