"""`speechgen check`: findings in existing files, mended on demand."""

# No `annotations` from the future: see `options`.

import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from speechgen.cli import screen
from speechgen.cli.options import (
    STDOUT,
    argument,
    expanded,
    flag,
    folders,
    listed,
    names_folder,
    option,
    signature,
    usage,
)
from speechgen.cli.progress import patient
from speechgen.defaults import working_defaults
from speechgen.diagnostics import Diagnostic, Severity, SpeechError, show, summary, to_json
from speechgen.files import is_folder, place, rewrite
from speechgen.frozen import frozen
from speechgen.pack import is_pack_file

FORMATS: Final = ("text", "json", "github", "html")
_HELP: Final = "用法见 speechgen check --help"
_FEW: Final = 5  # findings of one rule shown before the rest is counted
_FEW_HINTS: Final = 3  # and of one that are only hints


@frozen
class CheckLine:
    """A command line of `check`."""

    targets: list[str] = argument(
        "文件…", "docx、txt、md、提纲 yaml，或放这些文件的文件夹；- 是标准输入"
    )
    fix: bool = flag("--fix", "改掉能安全改的，把改动显示出来；写到 -o 或 --in-place 才落到文件")
    in_place: bool = flag("--in-place", "和 --fix 一起：直接改原文件，原文件另存 .bak")
    output: str = option(
        "-o --output",
        "路径",
        "和 --fix 一起：改好的写到哪里，文件或文件夹/；和 --format html 一起：报告写到哪里",
    )
    offered: bool = flag("--offered", "和 --fix 一起：拿不准、要人看一眼的也改")
    track: bool = flag(
        "--track", "和 --fix 一起，只用于 Word 文稿：每处改动写成修订，附批注说明是哪一条规则"
    )
    format: str = option(
        "--format", "格式", "text、json、github，或 html：一页报告，可打印、可转发", "text"
    )
    annotate: str = option("--annotate", "文件.docx", "另存一份 Word，每处问题加一条批注")
    select: list[str] = option("--select", "规则", "只查这些规则，用逗号隔开", list)
    ignore: list[str] = option("--ignore", "规则", "不查这些规则，用逗号隔开", list)
    date: str = option("--date", "日期", "会议日期，如 2026-05-12；不写就看稿子里的")
    templates: list[Path] = folders("也用这里的会议类型和词表（_words/）")
    strict: bool = flag("--strict", "有警告也算不合格（退出码 1）")
    force: bool = flag("--force", "覆盖 -o、--annotate 处已有的文件（另存 .bak）")
    every: bool = flag("--all", "同一条规则的问题全部列出，不合并")


def run(**words: Any) -> int:
    """检查讲话稿：讲几点对不对、序号缺不缺、空位填没填、标点、错词、旧提法、日期星期……

    任何 docx、txt、md 都能查，不要提纲。有错误退出码是 1，读不了的文件退出码是 2。
    不想要某条提醒，在那一行末尾写“# 忽略: 规则”，写在文件开头就管全篇。

    示例：
      speechgen check 讲话.docx
      speechgen check 讲话.txt --fix -o 改好.txt
      speechgen check 讲话.docx --fix --track -o 修订.docx     每处改动都可以接受、拒绝
      speechgen check 讲话.docx --annotate 批注.docx
      speechgen check 文稿/ --format json
      speechgen check 文稿/ --format html -o 报告.html
      speechgen check 会议.yaml 材料/              一套材料互相核对，和印好的核对
      speechgen rules count-claim                  某条规则说的是什么
    """
    return obey(LINE(**words))


LINE: Final = CheckLine
run.__signature__ = signature(LINE)  # type: ignore[attr-defined]


def obey(line: CheckLine) -> int:
    """Check what is asked. The exit status: 0 nothing wrong, 1 errors, 2 what could not be read.

    Raises SpeechError for what cannot be asked.
    """
    from speechgen.api.checking import MENDABLE, request

    targets = [*line.targets]
    # a folder behind a pack file holds its printed papers
    with_printed = len(targets) == 2 and is_pack_file(targets[0]) and is_folder(targets[1])
    printed = targets.pop() if with_printed else None
    kinds, hint = "可以检查的文件", "能查 docx、txt、md 和提纲 yaml"
    files = list(dict.fromkeys(expanded(targets, MENDABLE, kinds, hint)))
    _refuse_clashes(files, line)
    defaults = working_defaults()
    chosen, left = listed(*line.select), listed(*line.ignore)
    others: Sequence[str] = ()
    if any(name.startswith("pack-") for name in (*chosen, *left, *defaults.ignore)):
        from speechgen.pack.rules import RULES

        others = tuple(RULES)
    asked = request(chosen, left, line.date, line.templates, defaults, line.offered, others)
    found: list[Diagnostic] = []
    failed: dict[str, SpeechError] = {}
    for file in files:
        try:
            found += _checked(file, printed, asked, line)
        except SpeechError as refused:
            failed[file] = refused
    _report(found, failed, line, files)
    bad = (Severity.ERROR, Severity.WARNING) if line.strict else (Severity.ERROR,)
    return 2 if failed else 1 if any(each.severity in bad for each in found) else 0


def _refuse_clashes(files: Sequence[str], line: CheckLine) -> None:
    format, fix, output, annotate = line.format, line.fix, line.output, line.annotate
    page = format == "html" and not fix  # -o names the report
    several, folder = len(files) > 1, bool(output) and names_folder(output)
    pack = not several and is_pack_file(files[0])
    word = not annotate or annotate.lower().endswith(".docx")
    same = folder and len({Path(file).name for file in files}) < len(files)
    written = line.in_place or (output and not page)
    both = format != "text" and output == STDOUT
    into = "写成 -o 改好/ （末尾带 /）"
    for clash, said, hint in (
        (format not in FORMATS, f"不认识的格式“{format}”", "可用：" + "、".join(FORMATS)),
        (written and not fix, "-o 和 --in-place 要和 --fix 一起用", _HELP),
        (line.in_place and output, "-o 和 --in-place 只能用一个", _HELP),
        (line.in_place and STDOUT in files, "标准输入没有原文件可改", "写成 --fix -o -"),
        (line.track and not fix, "--track 要和 --fix 一起用", _HELP),
        (annotate and fix, "--annotate 和 --fix 分两次用", _HELP),
        ((fix or annotate) and pack, "会议文件只核对，不代改", "改会议文件或名单，再起草一遍"),
        (annotate and several, "--annotate 一次只能批注一个文件", _HELP),
        (not word, "--annotate 后面写 .docx 文件名", "如 --annotate 批注.docx"),
        (fix and output and several and not folder, "几个文件要写到一个文件夹里", into),
        (fix and same, f"有同名的文件，都要写到“{output}”", "分几次改，各用各的 -o 文件夹/"),
        (fix and both, f"--format {format} 和 -o - 不能一起用：两样都写标准输出", _HELP),
    ):
        if clash:
            raise usage(said, hint)


def _taken() -> tuple[str, bytes]:
    """What standard input gives, under a name that says how it is to be read."""
    from speechgen.readers import MAX_BYTES

    data = screen.standard_input(MAX_BYTES)
    outline = re.search(rb"(?m)^(?:\xef\xbb\xbf)?(?:\xe7\xb1\xbb\xe5\x9e\x8b|type)\s*:", data)
    suffix = ".docx" if data.startswith(b"PK") else ".yaml" if outline else ".txt"
    return screen.STDIN + suffix, data


def _checked(file: str, printed: str | None, asked: Any, line: CheckLine) -> Sequence[Diagnostic]:
    """The findings of one file that are `asked` for; those left if it was mended."""
    from speechgen.api import checking
    from speechgen.readers import review_of

    with patient(f"正在检查“{Path(file).name}”"):
        if is_pack_file(file):
            from speechgen.pack.rules import check_pack

            return [note for note in check_pack(file, printed) if asked.chosen.wants(note.rule)]
        file, data = _taken() if file == STDOUT else (file, checking.read(file))
        if review := review_of(file, data):
            screen.say(f"{file}：{review}")
        if not (line.annotate or line.fix):
            return checking.findings(checking.review_bytes(file, data, asked), asked)
        from speechgen.api.mending import annotated, mend, tracked

        if line.fix:
            mended = mend(file, data, asked)
            others = _offered(file, mended.data, asked)
            mended = tracked(file, data, mended) if line.track else mended
        else:
            made, found = annotated(file, data, asked)
    if line.fix:
        _put(file, data, mended, others, line)
        return mended.left if line.in_place or line.output else mended.found
    place(Path(line.annotate), made, force=line.force)
    screen.say(f"{line.annotate}：加了 {len(found)} 条批注")
    return found


def _put(file: str, data: bytes, mended: Any, others: str, line: CheckLine) -> None:
    """A mended file where it is wanted, what changed on the screen, and a word on `others`."""
    from speechgen.api.mending import difference

    changes = difference(file, data, mended.data)
    if line.format == "text" and line.output != STDOUT:
        screen.put(changes)
    elif changes:
        screen.say(changes.rstrip("\n"))
    done, target = f"改了 {mended.count} 处", Path(line.output)
    if line.in_place:
        kept = rewrite(Path(file), mended.data)
        screen.say(f"{file}：{done}" + (f"，原文件存为 {kept.name}" if kept else "") + others)
    elif line.output == STDOUT:
        screen.put_bytes(mended.data)
    elif line.output:
        target = target / Path(file).name if names_folder(line.output) else target
        place(target, mended.data, force=line.force)
        screen.say(f"{target}：{done}{others}")
    elif mended.count:
        said = f"能改 {mended.count} 处，没有写文件；要写就加 --in-place 或 -o 文件"
        screen.say(f"{file}：{said}{others}")
    elif others:
        screen.say(f"{file}：没有能放心改的{others}")


def _offered(file: str, data: bytes, asked: Any) -> str:
    """How many mends that need a look are left in a file, as the end of a sentence."""
    from speechgen.api.checking import MENDABLE, findings, review_bytes

    wanted = replace(asked, offered=not asked.offered)
    found = findings(review_bytes(file, data, wanted), wanted) if wanted.offered else ()
    count = sum(each.fix is not None for each in found)
    if not count or Path(file).suffix.lower() not in MENDABLE:
        return ""
    return f"；另有 {count} 处要人看一眼，看过没错加 --offered 一起改"


# -- what is shown ------------------------------------------------------------------------------


def _report(
    found: list[Diagnostic], failed: dict[str, SpeechError], line: CheckLine, files: list[str]
) -> None:
    refused = [each for one in failed.values() for each in one.diagnostics]
    if line.format == "html":
        from speechgen.cli.report import page

        data = page(found, failed, files).encode("utf-8", "replace")
        if line.fix or line.output in ("", STDOUT):
            screen.put_bytes(data)
        else:
            place(Path(line.output), data, force=line.force)
            screen.say(f"{line.output}：检查报告")
    elif line.format == "json":
        screen.put_json({"diagnostics": [to_json(each) for each in [*found, *refused]]})
    elif line.format == "github":
        screen.put("".join(map(_workflow_command, [*found, *refused])))
    elif line.output == STDOUT:
        screen.show(found)
    else:
        seen, shown = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        first: list[Diagnostic] = []  # the first few of each rule and file, a line for the rest
        for each in found:
            seen[key := (each.span.file, each.rule)] += 1
            most = _FEW_HINTS if each.severity is Severity.INFO else _FEW
            if line.every or seen[key] <= most or each.severity is Severity.ERROR:
                shown[key] += 1
                first.append(each)
        text = show(first, screen.in_colour(sys.stdout))
        screen.put(text + "\n" if text else "")
        for (file, rule), count in (seen - shown).items():
            screen.say(f"{file}：[{rule}] 还有 {count} 处同类（--all 全部列出）")
    screen.show(refused)
    if len(files) > 1 or not failed:  # of a single file its refusal says all
        screen.say(summary(found, len(files) - len(failed), len(failed), mends=True))


def _workflow_command(each: Diagnostic) -> str:
    """A line that GitHub Actions shows beside the file."""
    span = each.span
    places = {"file": span.file, "line": span.line, "col": span.column}
    places |= {"endColumn": span.end_column, "title": each.rule}
    properties = ",".join(f"{key}={_escaped(str(value))}" for key, value in places.items() if value)
    message = each.message + (f"（{each.hint}）" if each.hint else "")
    level = "notice" if each.severity is Severity.INFO else each.severity.value
    return f"::{level} {properties}::{_escaped(message, '')}\n"


def _escaped(text: str, more: str = ":,") -> str:
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text
