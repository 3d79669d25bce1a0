"""What a command line may hold: one row an option, of which all else is made.

A row says flags, the word for a value, the help, the default. It stands where the default of a
parameter or a field stands; `chinese.command` makes typer's parameters of it, `everyday` reads
the everyday lines of `draft` and `check` without typer: that saves a third of a draft's time. Owns
also what a person types where a file or a folder belongs. Must not know typer nor what commands do.
"""

# No `annotations` from the future: typer would compile those of the rows at every start.

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import MISSING, field, fields
from inspect import Parameter, Signature
from pathlib import Path
from typing import Any, Final, TypeVar

from speechgen import files
from speechgen.cli.commands import COMMANDS
from speechgen.diagnostics import Span, SpeechError, refusal
from speechgen.frozen import frozen
from speechgen.writers import FORMATS

_T = TypeVar("_T")
STDOUT: Final = "-"
DASHES: Final = "-—–―－−﹣‐‑"
"""What is typed for the hyphen of an option."""
REQUIRED: Final = MISSING
HELP: Final = "用法见 speechgen draft --help"
OPEN: Final = "--open"
_COMMAS: Final = str.maketrans("，、", ",,")
COMPLETION: Final = "_SPEECHGEN_COMPLETE"
OWN: Final = ("flags", "group", "raw")
GROUPS: Final = {"": "常用", "look": "样子", "checks": "检查", "pack": "成套材料", "batch": "批量"}
"""The groups of options in a help page, with their headings."""
"""What a row says that typer is not told."""


def argument(metavar: str, help: str, default: Any = REQUIRED, **more: Any) -> Any:
    """A word that is known by its place. `more` are typer's own settings."""
    return option("", metavar, help, default, **more)


def option(flags: str, metavar: str | None, help: str, default: Any = "", **more: Any) -> Any:
    """An option with a value; default `list`: it may be given several times, REQUIRED: it must.
    `group` is one of GROUPS, `raw` says that quotes at its ends are its own; the rest of `more` are
    typer's own settings."""
    known = {"default_factory": list} if default is list else {"default": default}
    told = {"flags": flags.split(), "metavar": metavar, "help": help, **more}
    return field(**known, metadata=told)


def flag(flags: str, help: str, default: bool | None = False, **more: Any) -> Any:
    """An option without a value."""
    return option(flags, None, help, default, **more)


def folders(help: str, **more: Any) -> Any:
    """Where else meeting types are looked up."""
    return option("--templates", "文件夹", help, list, exists=True, file_okay=False, **more)


def overwrite(whose: str, **more: Any) -> Any:
    """The option to overwrite files; a draft's own are overwritten without it."""
    return flag("--force", f"覆盖{whose}的文件（原文件另存 .bak）", **more)


@frozen
class DraftLine:
    """A command line of `draft`. An option of the group `batch` makes a batch of it."""

    outlines: list[str] = argument(
        "提纲…", "提纲文件，或放提纲的文件夹（取其中的 *.yaml）；- 是标准输入"
    )
    output: str = option(
        "-o --output",
        "路径",
        "写到哪里：文件、文件夹/，或 - 表示屏幕；不写就是提纲旁边的同名 .docx；"
        "文件名里可以写 {标题} {日期} {稿次} {版式} {提纲}",
    )
    format: str = option(
        "-f --format",
        "格式",
        f"{'、'.join(suffix[1:] for suffix in FORMATS)}；不写就看 -o 的后缀",
    )
    layout: str = option(
        "--layout",
        "版式[,版式]",
        "用哪种版式，代替提纲里的“版式”；写几种就各出一份，文件名后面加版式的代号",
        group="look",
    )
    numbering: list[str] = option(
        "--numbering",
        "text|live|编号",
        "text：序号是文字（默认）；live：用 Word 的自动编号；其他写法是各级序号，"
        "如 一、>（一）>1.，代替提纲里的“编号”；可以写两次",
        list,
        group="look",
    )
    reference: Path | None = option(
        "--reference-doc",
        "文件.docx",
        "用本单位的 Word 文件作底：它的样式、纸张、页眉页脚照用，正文换成文稿",
        None,
        group="look",
    )
    anchors: bool | None = flag(
        "--anchors/--no-anchors",
        "Word 文稿带不带锚点（看不见的书签，在 Word 里改过以后凭它认出各段）；"
        "如 draft 防汛.yaml --no-anchors：外发的定稿不带。默认带，批量起草默认不带",
        None,
        group="look",
    )
    templates: list[Path] = folders("先在这里找会议类型和版式；可以写几次", group="look")
    values: list[str] = option(
        "--set",
        "键=值",
        "代替提纲里的一项，如 --set 结尾.致谢=谢谢大家；可以写几次",
        list,
        raw=True,
    )
    strict: bool = flag("--strict", "有待补的内容就不写文件，退出码 2", group="checks")
    force: bool = overwrite("别人写的或改过")
    watch: bool = flag("--watch", "盯着提纲，每次保存都重新起草，按 Ctrl-C 结束")
    open: bool = flag("--open", "起草好了就打开：用 Word、WPS 或系统里打开这种文件的程序")
    only: str = option("--only", "材料", "成套材料里只要这几样，如 主持词,签到表", group="pack")
    changed: bool = flag("--changed", "成套材料：只说哪几份会改，不写文件", group="pack")
    prune: bool = flag(
        "--prune",
        "成套材料：删去文件夹里以前写的、这套材料里已经没有的文件（改过的、别人的不动）",
        group="pack",
    )
    check: bool | None = flag(
        "--check/--no-check",
        "起草后检查一遍，发现写在标准错误；在终端里起草一份时默认检查；成套材料默认互相核对",
        None,
        group="checks",
    )
    as_json: bool = flag("--json", "每份文稿在标准输出上给一行 JSON")
    data: Path | None = option(
        "--data", "表格", "一行一份：.csv 或 .xlsx；列名就是提纲的键", None, group="batch"
    )
    sheet: str = option("--sheet", "表名", "工作簿里的哪个表", group="batch", raw=True)
    name: str = option(
        "--name", "样式", "文件名，如 '{序号}-{单位}'；{序号:03} 补足三位", group="batch"
    )
    overlay: list[str] = option(
        "--overlay",
        "列名",
        "让这一列逐行换掉提纲里的署名或讲话人（单位、落款、讲话人、主持人）；可以写几次",
        list,
        group="batch",
        raw=True,
    )
    number_names: bool = flag(
        "--number-names", "文件名相同的依次加 -2、-3；不写就算那一行失败", group="batch"
    )
    jobs: int = option(
        "-j --jobs", "几", "几个进程一起做；不写就按处理器数", 0, min=0, group="batch"
    )
    scheduler: str = option(
        "--scheduler", "地址", "在 Dask 集群上做，如 tcp://主机:8786", group="batch"
    )
    resume: bool = flag("--resume", "接着做：内容和模板没变、文件还在的行不再重做", group="batch")
    dry_run: bool = flag("--dry-run", "每行都起草一遍，但什么也不写", group="batch")
    fail_fast: bool = flag("--fail-fast", "有一行失败就停下", group="batch")
    summary: Path | None = option(
        "--summary", "文件", "另写一份汇总表：.xlsx 或 .csv", None, group="batch"
    )

    @property
    def is_batch(self) -> bool:
        """Whether an option of a batch is given."""
        return any(
            getattr(self, one.name) != (one.default if one.default is not MISSING else [])
            for one in fields(self)
            if one.metadata.get("group") == "batch"
        )


def signature(line: Any) -> Signature:
    """The signature of a command that takes the fields of such a command line."""
    return Signature(
        [
            Parameter(one.name, Parameter.KEYWORD_ONLY, default=one, annotation=one.type)
            for one in fields(line)
        ]
    )


def everyday(words: Sequence[str], line: type[_T]) -> _T | None:
    """The command line that the words behind a command's name are: what it works on, flags, and
    options with one word for a value, each at most once.

    None for all else, and for everything that could be a slip: that is typer's to read, and what
    is read here means there the same.
    """
    if COMPLETION in os.environ:
        return None
    rows = fields(line)  # type: ignore[arg-type]
    known = {flag: one for one in rows if one.type in (bool, str) for flag in one.metadata["flags"]}
    works: list[str] = []
    given: dict[str, Any] = {}
    left = iter(words)
    for word in left:
        row = known.get(word)
        if row is None:
            if not word or word.startswith("-"):
                return None
            works.append(word)
            continue
        value = True if row.type is bool else next(left, "")
        slip = isinstance(value, str) and value.startswith("-") and value != STDOUT
        if not value or slip or row.name in given:
            return None
        given[row.name] = meant(row, value)
    return line(meant(rows[0], works), **given) if works else None  # type: ignore[call-arg]


def is_command(arguments: Sequence[str]) -> bool:
    """Whether a command line asks for a command, a slip of one or help; else it names files. A
    command's name wins over a file's."""
    first = unquoted(next((word for word in arguments if word != OPEN), ""))
    if first in COMMANDS or first.startswith("-") or COMPLETION in os.environ:
        return True
    return not (files.is_file(first) or files.is_folder(first) or Path(first).suffix)


def usage(message: str, hint: str = "") -> SpeechError:
    """What is raised for words that ask for what cannot be."""
    return refusal(Span(), "usage", message, hint)


def meant(row: Any, value: Any) -> Any:
    """The value of a row as its command takes it: without the quotes that a console left on it."""
    if isinstance(value, list):
        return [meant(row, one) for one in value]
    is_word = isinstance(value, str | Path) and "raw" not in row.metadata
    return type(value)(unquoted(str(value))) if is_word else value


def unquoted(word: str) -> str:
    """The word without the quotes that cmd leaves on it: it knows no `'…'`, and the `\\"` at the
    end of `"信函\\"` is one character to it, typed for a folder."""
    while len(word) > 2 and word[0] == word[-1] and word[0] in "'\"":
        word = word[1:-1]
    if len(word) > 1 and word.count('"') == 1 and word.endswith('"'):
        return word[:-1] + "/"
    return word


def expanded(
    words: Iterable[str], suffixes: Collection[str], what: str, hint: str = ""
) -> Iterator[str]:
    """The files meant: a folder stands for its files of these kinds, a pattern, which a Windows
    console leaves to us, for what it fits, a name without its suffix for the one file that has
    it. Raises SpeechError for a folder without any."""
    for word in words:
        if files.is_folder(word):
            from speechgen.defaults import FILE_NAME

            found = sorted(
                str(one)
                for one in Path(word).iterdir()
                if one.suffix.lower() in suffixes
                and one.name != FILE_NAME
                and one.name[0] not in ".~"  # what systems and office programs keep beside files
            )
            if not found:
                raise usage(f"文件夹“{word}”里没有{what}", hint)
            yield from found
        elif files.is_file(word):
            yield word
        else:
            import glob

            fit = sorted(glob.glob(word)) if glob.has_magic(word) else []  # noqa: PTH207 (the user's own pattern)
            ended = [f"{word}{suffix}" for suffix in suffixes if files.is_file(f"{word}{suffix}")]
            yield from fit or (ended if len(ended) == 1 else [word])


def listed(*words: str) -> list[str]:
    """The names in words that hold several: `主持词,签到表`."""
    parts = (part.strip() for word in words for part in word.translate(_COMMAS).split(","))
    return [part for part in parts if part]


def names_folder(word: str) -> bool:
    """Whether a target is a folder: it says so at its end, or there is one."""
    return word.endswith(("/", os.sep)) or files.is_folder(word)
