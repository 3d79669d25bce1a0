"""typer's own words in Chinese: help pages, usage errors, the group that loads commands late.

Owns everything typer or its parser would print by itself. Must not know what commands do.
"""

from __future__ import annotations

import difflib
import inspect
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field
from importlib import import_module
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from speechgen.cli import screen
from speechgen.cli.commands import COMMANDS, HOMES
from speechgen.cli.options import COMPLETION, GROUPS, OWN, meant
from speechgen.marks import cells

_MARGIN: Final = 2
_WIDEST_TERM: Final = 34
_PAGE: Final = 100
_HELP: Final = {"help_option_names": ["--help", "-h"]}

EXAMPLES: Final = """\
示例：
  speechgen new 动员部署会讲话 -o 防汛.yaml    先要一份提纲，用记事本改
  speechgen draft 防汛.yaml                     起草，得到 防汛.docx
  speechgen types 动员部署会讲话                看这种讲话能写哪些内容
  speechgen 防汛.yaml                           提纲就起草，会议文件就成套起草，docx、txt、md 就检查
"""

USAGE_ERROR: Final[Any] = typer.BadParameter.__base__
"""What a wrong command line raises. It has no public name of its own, nor have its kinds: they go
by the names of their classes."""


def run_commands(arguments: list[str]) -> int:
    """Parse and run; usage errors become one Chinese message and status 2."""
    if COMPLETION in os.environ:  # the shell asks what could stand here
        from typer.completion import get_completion_inspect_parameters

        get_completion_inspect_parameters()  # as `add_completion` does: makes the shells known
    if arguments[:1] == ["help"]:
        arguments = [*arguments[1:], "--help"]
    group = Commands(name="speechgen", help="把一份简短的提纲变成可以直接打印的会议文稿。")
    try:
        done = group.main(arguments, prog_name="speechgen", standalone_mode=False)
    except USAGE_ERROR as wrong:
        if type(wrong).__name__ == "NoArgsIsHelpError":
            screen.put(wrong.ctx.get_help() + "\n" if wrong.ctx else "")
            return 2
        named = arguments[:1] if arguments and arguments[0] in COMMANDS else []
        command = wrong.ctx.command_path if wrong.ctx else " ".join(["speechgen", *named])
        screen.say(f"错误[usage]：{explain(wrong)}\n    = 提示：用法见 {command} --help")
        return 2
    except typer.Exit as left:
        return left.exit_code
    return done if isinstance(done, int) else 0


def explain(wrong: Any) -> str:
    """A usage error in Chinese."""
    match type(wrong).__name__:
        case "NoSuchOption":
            possible = [*(wrong.possibilities or ())]
            near = difflib.get_close_matches(wrong.option_name, possible, n=1, cutoff=0.0)
            near = [*_options_with(wrong), *near]
            return f"没有选项 {wrong.option_name}" + (f"，是不是 {near[0]}？" if near else "")
        case "MissingParameter":
            return f"缺少{_name_of(wrong.param)}"
        case "BadParameter":
            return f"{_name_of(wrong.param)}不对：{_translated(wrong.message)}"
    return _translated(wrong.message)


def _options_with(wrong: Any) -> Iterator[str]:
    """The options whose value was written as an option of its own: --json for --format json."""
    value = wrong.option_name.lstrip("-")
    for one in wrong.ctx.command.params if wrong.ctx else ():
        taken = getattr(one, "help", "") if one.metavar else ""
        if re.search(rf"(?<![\w./-]){re.escape(value)}(?![\w.-])", taken or "", re.ASCII):
            yield f"{one.opts[-1]} {value}"


def _name_of(parameter: Any) -> str:
    if parameter is None:
        return "参数"
    if parameter.param_type_name == "argument":
        return f"参数 {parameter.metavar or parameter.name}"
    return "选项 " + "/".join(parameter.opts)


_SENTENCES: Final = (
    (r"Missing command\.", "缺少命令"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)", "多出来的参数：{0}"),
    (r"Option '(.*?)' requires an argument\.", "选项 {0} 后面要跟一个值"),
    (r"Option '(.*?)' does not take a value\.", "选项 {0} 后面不跟值"),
    (r"'(.*)' is not a valid (?:integer|int)(?: range)?\.?", "“{0}”不是整数"),
    (r"(.*) is not in the range x>=(.*)\.", "{0} 太小，最小是 {1}"),
    (r"(?:Path|File|Directory) '(.*)' does not exist\.", "没有“{0}”"),
    (r"(?:Path|File|Directory) '(.*)' is a file\.", "“{0}”是文件，要写文件夹"),
    (r"(?:Path|File|Directory) '(.*)' is not readable\.", "没有“{0}”的读取权限"),
)


def _translated(message: str) -> str:
    """A sentence of the parser in Chinese; our own Chinese sentences pass through."""
    for pattern, sentence in _SENTENCES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return sentence.format(*found.groups())
    return "命令行写法有误" if re.match("[A-Za-z]", message) else message


def command(function: Any, name: str) -> TyperCommand:
    """The typer command made of a function whose defaults are rows of `options`."""

    signature = inspect.signature(function, eval_str=True)
    rows = {key: one.default for key, one in signature.parameters.items()}

    def run(**words: Any) -> Any:
        known = {name: value for name, value in words.items() if isinstance(rows[name], Field)}
        return function(**words | {name: meant(rows[name], one) for name, one in known.items()})

    parameters = [_typer_parameter(one) for one in signature.parameters.values()]
    run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    run.__doc__ = function.__doc__
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(name, cls=Command, context_settings=_HELP)(run)
    made = typer.main.get_command(app)
    assert isinstance(made, Command)
    made.groups = {
        key: row.metadata.get("group", "") for key, row in rows.items() if isinstance(row, Field)
    }
    return made


def _typer_parameter(parameter: inspect.Parameter) -> inspect.Parameter:
    row = parameter.default
    if not isinstance(row, Field):
        return parameter
    told = {key: value for key, value in row.metadata.items() if key not in OWN}
    default = [] if row.default_factory is list else ... if row.default is MISSING else row.default
    if row.metadata["flags"]:
        info = typer.Option(default, *row.metadata["flags"], **told)
    else:
        info = typer.Argument(default, **told)
    return parameter.replace(default=info)


class Commands(TyperGroup):
    """The top level. A command is imported when it is asked for."""

    def __init__(self, **attributes: Any) -> None:

        def shown(ctx: Any, _param: Any, value: bool) -> None:
            if value:
                from speechgen._version import __version__

                screen.put(f"speechgen {__version__}\n")
                raise typer.Exit

        version = TyperOption(
            param_decls=["--version"], is_flag=True, is_eager=True, expose_value=False,
            callback=shown, help="显示版本号",
        )  # fmt: skip
        super().__init__(
            **attributes, no_args_is_help=True, params=[version], context_settings=_HELP
        )
        self.rich_markup_mode = None

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        home, name = HOMES.get(cmd_name, (cmd_name, "run"))
        return command(getattr(import_module(f"speechgen.cli.{home}"), name), cmd_name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in COMMANDS:
            near = difflib.get_close_matches(args[0], COMMANDS, n=1, cutoff=0.5)
            more = f"，是不是 {near[0]}？" if near else "，可用：" + "、".join(COMMANDS)
            raise USAGE_ERROR(f"没有命令“{args[0]}”{more}", ctx)
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        lines = [
            f"用法：speechgen 命令 [选项]…，或 speechgen 文件…\n\n{self.help}\n",
            EXAMPLES,
            "命令：",
            *_columns(list(COMMANDS.items())),
            "\n选项：",
            *_columns([_option_row(one) for one in self.get_params(ctx)]),
            "\n每个命令的用法：speechgen help 命令",
        ]
        formatter.write("\n".join(lines) + "\n")


class Command(TyperCommand):
    """A command whose help page is Chinese. Its docstring is the help; `示例：` starts the
    examples, printed as they stand at the end. `groups` are those of its options, by name."""

    groups: Mapping[str, str]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        text, _, examples = (self.help or "").partition("示例：")
        parameters: list[Any] = self.get_params(ctx)
        arguments = [(p.metavar, p.help) for p in parameters if p.param_type_name == "argument"]
        usage = " ".join(metavar for metavar, _ in arguments)
        lines = [f"用法：{ctx.command_path} {usage} [选项]…\n", text.strip()]
        if arguments:
            lines += ["\n参数：", *_columns(arguments)]
        for heading, rows in _by_group(self, ctx):
            lines += [f"\n{heading}：", *_columns(rows)]
        lines += ["\n示例：", examples.strip("\n")]
        formatter.write("\n".join(lines) + "\n")


def _option_row(option: Any) -> tuple[str, str]:
    opts = sorted(option.opts, key=len)  # those of the help page come out of a set
    names = "、".join((*opts, *option.secondary_opts))
    value = "" if option.is_flag else f" {option.metavar}"
    return names + value, "显示这页帮助" if "--help" in option.opts else option.help


def _by_group(made: Any, ctx: Any) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The options under the headings of their groups; under one if there is one group."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for option in made.get_params(ctx):
        if option.param_type_name == "option":
            group = made.groups.get(option.name, "")
            grouped.setdefault(group, []).append(_option_row(option))
    for group, heading in GROUPS.items():
        if rows := grouped.get(group):
            yield "选项" if len(grouped) == 1 else f"选项（{heading}）", rows


def _columns(rows: list[tuple[str, str]]) -> list[str]:
    """Two columns; a term too wide for the first stands on a line of its own."""
    widest = min(_WIDEST_TERM, max((cells(term) for term, _ in rows), default=0))
    room = _PAGE - widest - 2 * _MARGIN - 2
    lines: list[str] = []
    for term, text in rows:
        wrapped = [""]
        for char in text:
            if cells(wrapped[-1] + char) > room and char not in "，。；：、）”】":
                wrapped.append("")
            wrapped[-1] += char
        terms = [term, *[""] * len(wrapped)]
        if cells(term) > widest:
            wrapped.insert(0, "")
        lines += [
            (" " * _MARGIN + screen.padded(left, widest + _MARGIN) + right).rstrip()
            for left, right in zip(terms, wrapped, strict=False)
        ]
    return lines
