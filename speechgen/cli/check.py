"""`speechgen check`: findings in existing files, mended on demand."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final

from speechgen.cli import screen
from speechgen.cli.options import argument, flag, folders, names_folder, option, unquoted
from speechgen.cli.progress import patient
from speechgen.defaults import working_defaults
from speechgen.diagnostics import Diagnostic, Severity, Span, SpeechError, error, show, to_json
from speechgen.files import is_folder
from speechgen.frozen import frozen
from speechgen.pack import is_pack_file

FORMATS: Final = ("text", "json", "github", "html")
_FEW: Final = 5  # findings of one rule shown before the rest is counted
_GITHUB: Final = {"error": "error", "warning": "warning", "info": "notice"}


@frozen
class Wanted:
    """What the options ask for, the same for every file."""

    request: Any
    format: str
    fix: bool
    in_place: bool
    output: str
    annotate: str
    force: bool
    every: bool


def run(
    targets: list[str] = argument("文件…", "docx、txt、md、提纲 yaml，或放这些文件的文件夹"),
    fix: bool = flag("--fix", "改掉能安全改的，把改动显示出来；写到 -o 或 --in-place 才落到文件"),
    in_place: bool = flag("--in-place", "和 --fix 一起：直接改原文件，原文件另存 .bak"),
    output: str = option("-o --output", "路径", "和 --fix 一起：改好的写到哪里，文件或文件夹/；和 --format html 一起：报告写到哪里"),
    offered: bool = flag("--offered", "和 --fix 一起：拿不准、要人看一眼的也改"),
    format: str = option("--format", "格式", "text、json、github，或 html：一页报告，可打印、可转发", "text"),
    annotate: str = option("--annotate", "文件.docx", "另存一份 Word，每处问题加一条批注"),
    select: list[str] = option("--select", "规则", "只查这些规则，用逗号隔开", list),
    ignore: list[str] = option("--ignore", "规则", "不查这些规则，用逗号隔开", list),
    date: str = option("--date", "日期", "会议日期，如 2026-05-12；不写就看稿子里的"),
    templates: list[Path] = folders("也用这里的会议类型和词表（_words/）"),
    strict: bool = flag("--strict", "有警告也算不合格（退出码 1）"),
    force: bool = flag("--force", "覆盖 -o、--annotate 处已有的文件（另存 .bak）"),
    every: bool = flag("--all", "同一条规则的问题全部列出，不合并"),
) -> int:  # fmt: skip
    """检查讲话稿：讲几点对不对、序号缺不缺、空位填没填、标点、错词、旧提法、日期星期……

    任何 docx、txt、md 都能查，不要提纲。有错误退出码是 1，读不了的文件退出码是 2。
    不想要某条提醒，在那一行末尾写“# 忽略: 规则”，写在文件开头就管全篇。

    示例：
      speechgen check 讲话.docx
      speechgen check 讲话.txt --fix -o 改好.txt
      speechgen check 讲话.docx --annotate 批注.docx
      speechgen check 文稿/ --format json
      speechgen check 文稿/ --format html -o 报告.html
      speechgen check 会议.yaml 材料/              一套材料互相核对，和印好的核对
      speechgen rules count-claim                  某条规则说的是什么
    """
    from speechgen.api.checking import errors, request

    if format not in FORMATS:
        raise _usage(f"不认识的格式“{format}”", "可用：" + "、".join(FORMATS))
    page = format == "html" and not fix
    targets = [unquoted(one) for one in targets]
    output, annotate = unquoted(output), unquoted(annotate)
    printed = _printed(targets)
    files = list(targets[:1]) if printed else _expand(targets)
    _refuse_clashes(files, fix, in_place, "" if page else output, annotate)
    defaults = working_defaults()
    chosen, left = _ids(select), _ids(ignore)
    others = _pack_rules((*chosen, *left, *defaults.ignore))
    asked = request(chosen, left, date, templates or (), defaults, offered, others)
    wanted = Wanted(asked, format, fix, in_place, output, annotate, force, every)
    found: list[Diagnostic] = []
    failed: list[Diagnostic] = []
    for file in files:
        try:
            found += _pack(file, printed, wanted) if is_pack_file(file) else _one(file, wanted)
        except SpeechError as refused:
            failed += refused.diagnostics
    _report(found, failed, wanted, files)
    return 2 if failed else 1 if errors(found, strict) else 0


def _printed(targets: Sequence[str]) -> str:
    """The folder of printed papers behind a pack file; empty if none is named."""
    two = len(targets) == 2 and is_pack_file(targets[0]) and is_folder(targets[1])
    return targets[1] if two else ""


def _pack_rules(ids: Iterable[str]) -> Iterable[str]:
    """The rules of packs, where the ids speak of one."""
    if not any(name.startswith("pack-") for name in ids):
        return ()
    from speechgen.pack.rules import RULES

    return RULES


def _pack(file: str, printed: str, wanted: Wanted) -> Sequence[Diagnostic]:
    """Cross-checks of a pack file, and of the folder of its printed papers if one is named."""
    from speechgen.pack.rules import check_pack

    chosen = wanted.request.chosen
    with _patient(file):
        return [note for note in check_pack(file, printed or None) if chosen.wants(note.rule)]


def _one(file: str, wanted: Wanted) -> Sequence[Diagnostic]:
    """The findings of one file; those left if it was mended."""
    from speechgen.api import checking

    data = checking.read(file)
    if wanted.annotate:
        from speechgen.api.mending import annotated

        with _patient(file):
            made, found = annotated(file, data, wanted.request)
        _place(Path(wanted.annotate), made, wanted.force)
        screen.say(f"{wanted.annotate}：加了 {len(found)} 条批注")
        return found
    if wanted.fix:
        return _mend(file, data, wanted)
    with _patient(file):
        return checking.findings(checking.review_bytes(file, data, wanted.request), wanted.request)


def _patient(file: str) -> AbstractContextManager[None]:
    return patient(f"正在检查“{Path(file).name}”")


def _mend(file: str, data: bytes, wanted: Wanted) -> Sequence[Diagnostic]:
    from speechgen import files
    from speechgen.api import checking
    from speechgen.api.mending import difference, mend

    with _patient(file):
        mended = mend(file, data, wanted.request)
    changes = difference(file, data, mended.data)
    if wanted.format == "text" and wanted.output != "-":
        screen.put(changes)
    else:
        screen.say(changes.rstrip("\n")) if changes else None
    if not wanted.in_place and not wanted.output:
        if mended.data != data:
            screen.say(
                f"{file}：能改 {mended.count} 处，没有写文件；要写就加 --in-place 或 -o 文件"
            )
        return checking.findings(checking.review_bytes(file, data, wanted.request), wanted.request)
    if wanted.output == "-":
        screen.put_bytes(mended.data)
    elif wanted.in_place:
        kept = files.rewrite(Path(file), mended.data)
        screen.say(
            f"{file}：改了 {mended.count} 处" + (f"，原文件存为 {kept.name}" if kept else "")
        )
    else:
        target = _target(file, wanted.output)
        _place(target, mended.data, wanted.force)
        screen.say(f"{target}：改了 {mended.count} 处")
    return mended.left


def _target(file: str, output: str) -> Path:
    return Path(output) / Path(file).name if names_folder(output) else Path(output)


def _place(target: Path, data: bytes, force: bool) -> None:
    from speechgen import files

    files.place(target, data, force=force)


# -- what is shown ------------------------------------------------------------------------------


def _report(
    found: Sequence[Diagnostic],
    failed: Sequence[Diagnostic],
    wanted: Wanted,
    files: Sequence[str] = (),
) -> None:
    if wanted.format == "html":
        _put_page(found, failed, wanted, files)
    elif wanted.format == "json":
        records = [to_json(each) for each in [*found, *failed]]
        screen.put(json.dumps({"diagnostics": records}, ensure_ascii=False) + "\n")
    elif wanted.format == "github":
        screen.put("".join(_workflow_command(each) + "\n" for each in [*found, *failed]))
    elif wanted.output != "-":
        shown, folded = (list(found), []) if wanted.every else _folded(found)
        text = show(shown)
        screen.put(text + "\n" if text else "")
        for line in folded:
            screen.say(line)
    if failed:
        screen.show(failed)
    if found or not failed:  # an unreadable file is not one without faults
        screen.say(_summary(found))


def _put_page(
    found: Sequence[Diagnostic], failed: Sequence[Diagnostic], wanted: Wanted, files: Sequence[str]
) -> None:
    """The report on stdout, or in the file named by -o; UTF-8 whatever the console speaks."""
    from speechgen.cli.report import page

    data = page(found, failed, files).encode("utf-8", "replace")
    if wanted.fix or wanted.output in ("", "-"):
        screen.put_bytes(data)
    else:
        _place(Path(wanted.output), data, wanted.force)
        screen.say(f"{wanted.output}：检查报告")


def _folded(found: Sequence[Diagnostic]) -> tuple[list[Diagnostic], list[str]]:
    """The first few findings of each rule and file, and a line for the rest."""
    seen: Counter[tuple[str, str]] = Counter()
    shown: list[Diagnostic] = []
    for each in found:
        key = (each.span.file, each.rule)
        seen[key] += 1
        if seen[key] <= _FEW or each.severity is Severity.ERROR:
            shown.append(each)
    listed = Counter((each.span.file, each.rule) for each in shown)
    rest = [
        f"{file}：[{rule}] 还有 {count - listed[file, rule]} 处同类（--all 全部列出）"
        for (file, rule), count in seen.items()
        if count > listed[file, rule]
    ]
    return shown, rest


def _summary(found: Sequence[Diagnostic]) -> str:
    counts = Counter(each.severity for each in found)
    if not found:
        return "没有发现问题"
    parts = [f"{counts[level]} 个{level.chinese}" for level in Severity if counts[level]]
    fixable = sum(each.fix is not None for each in found)
    return "、".join(parts) + (f"；其中 {fixable} 处可以用 --fix 改" if fixable else "")


def _workflow_command(each: Diagnostic) -> str:
    """A line that GitHub Actions shows beside the file."""
    span = each.span
    places = {
        "file": span.file,
        "line": span.line,
        "col": span.column,
        "endColumn": span.end_column,
    }
    properties = ",".join(f"{key}={_escaped(str(value))}" for key, value in places.items() if value)
    message = each.message + (f"（{each.hint}）" if each.hint else "")
    title = f"{',' if properties else ''}title={each.rule}"
    return f"::{_GITHUB[each.severity.value]} {properties}{title}::{_escaped(message, '')}"


def _escaped(text: str, more: str = ":,") -> str:
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text


# -- options ------------------------------------------------------------------------------------


def _usage(message: str, hint: str = "用法见 speechgen check --help") -> SpeechError:
    return SpeechError([error(Span(), "usage", message, hint)])


def _ids(values: Iterable[str] | None) -> list[str]:
    return [name.strip() for value in values or () for name in value.split(",") if name.strip()]


def _refuse_clashes(
    files: Sequence[str], fix: bool, in_place: bool, output: str, annotate: str
) -> None:
    if (in_place or output) and not fix:
        raise _usage("-o 和 --in-place 要和 --fix 一起用")
    if in_place and output:
        raise _usage("-o 和 --in-place 只能用一个")
    if annotate and fix:
        raise _usage("--annotate 和 --fix 分两次用")
    if (fix or annotate) and len(files) == 1 and is_pack_file(files[0]):
        raise _usage("会议文件只核对，不代改", "改会议文件或名单，再起草一遍")
    if annotate and len(files) > 1:
        raise _usage("--annotate 一次只能批注一个文件")
    if annotate and not annotate.lower().endswith(".docx"):
        raise _usage("--annotate 后面写 .docx 文件名", "如 --annotate 批注.docx")
    if output and len(files) > 1 and not names_folder(output):
        raise _usage("几个文件要写到一个文件夹里", "写成 -o 改好/ （末尾带 /）")


def _expand(targets: Sequence[str]) -> list[str]:
    """The files meant: a folder stands for the files in it that can be checked."""
    from speechgen.api.checking import MENDABLE
    from speechgen.defaults import FILE_NAME

    files: list[str] = []
    for target in targets:
        folder = Path(target)
        if not is_folder(folder):
            files.append(target)
            continue
        found = sorted(
            str(file)
            for file in folder.iterdir()
            if file.suffix.lower() in MENDABLE
            and file.name != FILE_NAME
            and file.name[0] not in ".~"
        )
        if not found:
            raise _usage(f"文件夹“{target}”里没有可以检查的文件", "能查 docx、txt、md 和提纲 yaml")
        files += found
    return files
