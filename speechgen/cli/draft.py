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
from speechgen.defaults import FILE_NAME
from speechgen.diagnostics import Severity, Span, SpeechError, error, to_json
from speechgen.frozen import frozen
from speechgen.naming import has_places
from speechgen.pack import is_pack_file
from speechgen.writers import FORMATS

STDOUT = "-"


@frozen
class Settings:
    """What the options ask for, the same for every outline."""

    format: str
    values: dict[str, str]
    templates: tuple[Path, ...]
    layouts: tuple[str, ...]
    numbering: str
    live: bool | None
    reference: Path | None
    strict: bool
    force: bool
    as_json: bool
    check: bool | None
    defaults: Any
    written: set[str]

    @property
    def layout(self) -> str:
        """The first of the layouts asked for, or nothing."""
        return self.layouts[0] if self.layouts else ""


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
            "-f",
            "--format",
            metavar="格式",
            help="docx、pdf、html、txt、md、xlsx；不写就看 -o 的后缀",
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
      speechgen draft 防汛.yaml --layout gbt9704,large-print   印一份、念一份
      speechgen draft 防汛.yaml -o '{日期}-{标题}-{稿次}.docx'
      speechgen draft 邀请函.yaml --data 名单.xlsx -o 信函/ --name '{序号}-{单位}'
    """
    chosen = Settings(
        _format(format, output), _values(settings or []), tuple(templates or ()),
        tuple(filter(None, map(str.strip, layout.replace("，", ",").split(",")))),
        *_numbering(numbering or []), reference, strict, force, as_json, check, _defaults(), set(),
    )  # fmt: skip
    if output == STDOUT and len(chosen.layouts) > 1:
        raise _usage("几种版式不能都写到屏幕上", "写成 -o 文稿/ （末尾带 /）")
    if as_json and output == STDOUT:
        raise _usage("--json 和 -o - 不能一起用：两样都写标准输出")
    files = _expand(outlines)
    packs = [file for file in files if is_pack_file(file)]
    many = batch.Options(rows, sheet, name, number_names, processes, scheduler, resume, dry_run,
                         fail_fast, summary)  # fmt: skip
    if many != batch.Options():
        _refuse_paper(chosen)
    if packs:
        if len(files) > 1:
            raise _usage(f"“{packs[0]}”是成套材料，要单独起草",
                         f"speechgen draft {packs[0]} -o 材料/")  # fmt: skip
        wanted = tuple(_words(only))
        if watch:
            _keep_drafting_pack(packs[0], output, chosen, wanted)
        from speechgen.cli.packs import run as draft_pack

        return draft_pack(packs[0], output, chosen, wanted, changed)
    if only or changed:
        raise _usage("--only 和 --changed 用于成套材料（有“成套:”的会议文件）")
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
    chosen.written.clear()
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
    from speechgen.preview.events import watch

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
    from speechgen.cli.packs import run as draft_pack
    from speechgen.preview.events import watch

    def files() -> list[Path]:
        return [file for file in Path(pack).parent.iterdir() if file.is_file()]

    def again() -> None:
        try:
            draft_pack(pack, output, chosen, only, changed=False)
        except SpeechError as refused:
            screen.show(refused.diagnostics)

    screen.say("盯着会议文件和名单：每次保存都重新起草，按 Ctrl-C 结束")
    watch(files, again)


def _one(outline: str, target: str, chosen: Settings) -> None:
    from speechgen.api import draft

    made = draft(
        outline, defaults=chosen.defaults, values=chosen.values, templates=chosen.templates,
        layout=chosen.layout, numbering=chosen.numbering,
    ).printed(live=chosen.live, reference=chosen.reference)  # fmt: skip
    gaps = [note for note in made.diagnostics if note.rule == "missing-fact"]
    found = _findings(made, chosen) if chosen.check or chosen.strict else []
    wrong = [each for each in found if each.severity is Severity.ERROR] if chosen.strict else []
    if chosen.strict and (gaps or wrong):
        raise SpeechError([*(_hardened(note) for note in gaps), *wrong])
    screen.show(note for note in made.diagnostics if note.rule != "missing-fact")
    if chosen.check:
        screen.show(found)
    several = len(chosen.layouts) > 1
    drafts = [made.printed(layout=one) for one in chosen.layouts] if several else [made]
    # all of them first: a layout that is wrong leaves nothing half done
    written = [(one, one.to(chosen.format)) for one in drafts]
    for one, data in written:
        _put(one, data, outline, _target(target, one, several), chosen)


def _target(target: str, made: Any, several: bool) -> str:
    """Where a draft goes: the target with its places filled; one of several layouts adds its
    id to the name, unless the name says {版式} itself."""
    if target == STDOUT:
        return target
    path = Path(target)
    if several and "{版式}" not in target:
        path = path.with_name(f"{path.stem}-{made.document.layout}{path.suffix}")
    return str(made.file_name(str(path))) if has_places(target) else str(path)


def _put(made: Any, data: bytes, outline: str, target: str, chosen: Settings) -> None:
    if target == STDOUT:
        if FORMATS["." + chosen.format].binary:
            screen.put_bytes(data)
        else:
            screen.put(data.decode("utf-8", "replace"))
        screen.say(screen.summary(made, outline))
        return
    if target in chosen.written:
        raise _usage(f"两份文稿都要写到“{target}”", "文件名里加上 {提纲} 或 {日期}，让名称各不相同")
    chosen.written.add(target)
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


def _refuse_paper(chosen: Settings) -> None:
    """Batches print in one layout, with labels as text."""
    if len(chosen.layouts) > 1 or chosen.live or chosen.reference:
        raise _usage(
            "批量起草只用一种版式，也不能用 --numbering live 和 --reference-doc",
            "分几次起草，或起草后再逐份处理",
        )


def _numbering(given: Sequence[str]) -> tuple[str, bool | None]:
    """The scheme (empty: the outline's) and whether Word counts (None: as usual)."""
    modes = [one for one in given if one in ("text", "live")]
    schemes = [one for one in given if one not in ("text", "live")]
    if len(modes) > 1 or len(schemes) > 1:
        raise _usage("--numbering 最多写两次：一次 text 或 live，一次各级序号")
    return "".join(schemes), modes[0] == "live" if modes else None


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
    files: list[str] = []
    for outline in outlines:
        folder = Path(outline)
        if not folder.is_dir():
            files += [outline] if folder.exists() else _matching(outline)
            continue
        found = sorted(str(file) for file in folder.glob("*.yaml") if file.name != FILE_NAME)
        if not found:
            raise _usage(f"文件夹“{outline}”里没有 .yaml 提纲", "")
        files += found
    return files


def _matching(pattern: str) -> list[str]:
    """The files that fit a pattern, as a Windows console leaves it to us; else the text itself."""
    import glob

    matches = sorted(glob.glob(pattern)) if glob.has_magic(pattern) else []  # noqa: PTH207 (the user's own pattern)
    return matches or [pattern]


def _jobs(outlines: Sequence[str], output: str, format: str) -> list[tuple[str, str]]:
    """Outline and target of every draft. Raises SpeechError if two would share a target."""
    if output == STDOUT or (output and not _is_folder(output)):
        if has_places(output) and output != STDOUT:
            return [(outline, output) for outline in outlines]
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
