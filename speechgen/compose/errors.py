"""What Jinja2 says of a broken template, said in Chinese at the template's own line."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from speechgen.compose.assemble import MarkupError
from speechgen.compose.budget import LimitError
from speechgen.compose.printing import UnprintableError
from speechgen.compose.sandbox import MAX_SOURCE
from speechgen.diagnostics import Diagnostic, Span, SpeechError, error
from speechgen.files import read_bytes
from speechgen.library import find_section
from speechgen.library.model import MeetingType
from speechgen.schema.fields import did_you_mean, nearest_word
from speechgen.source import decode

_SYNTAX: Final = (
    ("full-width braces", "花括号是全角的，印不出值", "写半角的 {{ … }} 和 {% … %}"),
    (r"[Uu]nexpected end of template.*innermost block that needs to be closed is '(.+?)'",
     r"模板没有写完：少了 {% end\1 %}",
     "每个 {% if %}、{% for %} 都要有 {% endif %}、{% endfor %}"),
    (r"Encountered unknown tag '(.+?)'", r"不认识的标记 {% \1 %}",
     "可用 if、for、set、macro、include、import"),
    (r"No filter named '(.+?)'", r"没有“\1”这个过滤器",
     "可用 连接、计数、逐条、补头、补尾、升降、default、length 等"),
    (r"No test named '(.+?)'", r"没有“is \1”这个判断", ""),
    (r"expected token '(.+?)', got '(.+?)'", r"这里应当是 \1，却是 \2", ""),
    (r"unexpected char (.+?) at", r"这里不该有字符 \1", "标点要用半角"),
    (r"unexpected '(.+?)'", r"这里不该有 \1", ""),
    (r"unexpected end|end of print statement", "{{ … }} 没有写完", "检查 }} 和 %}"),
    (r"Missing end of comment tag", "{# … #} 没有写完", ""),
    ("", "模板写法有误", "对照 README 里的写法检查这一行"),
)  # fmt: skip
_NAME: Final = re.compile(r"'([^']+)' (?:is undefined|has no attribute '([^']+)')")


def explain(
    failed: Exception, kind: MeetingType, section: str, known: Iterable[str] = ()
) -> Diagnostic:
    """A diagnostic for an exception raised while a section template was compiled or run; `known`
    are the names that it may use."""
    file = find_section(kind, section) or kind.folders[0] / "meeting.yaml"
    if isinstance(failed, MarkupError):
        return error(Span(str(file)), "template-markup", str(failed))
    file, line = _place(failed, file)
    lines = lines_of(file)
    source = lines[line - 1] if 0 < line <= len(lines) else ""
    if isinstance(failed, UndefinedError):
        return _undefined(failed, Span(str(file), line), source, sorted(known))
    rule, said, hint = "template-failed", "这一行的计算出了错", "检查这一行里的运算和过滤器"
    match failed:
        case TemplateSyntaxError():
            rule, wrong = "template-syntax", failed.message or ""
            said, hint = next(
                (found.expand(said), hint)
                for pattern, said, hint in _SYNTAX
                if (found := re.search(pattern, wrong))
            )
        case TemplateNotFound():
            name = str(failed.name or "")
            rule, said = "template-missing", f"找不到模板“{name}”"
            there, whole = _templates(kind), f"{name}.j2"
            guess = whole if whole in there else nearest_word(name, there)
            every = f"模板只能取自本类型的文件夹和 _parts/：{'、'.join(there)}"
            hint = did_you_mean(guess, every)
            at = next((at for at, one in enumerate(lines, 1) if name in one), line)
            source = lines[at - 1] if at <= len(lines) else ""
            column = source.find(name) + 1 or 1
            span = Span(str(file), at, column, column + len(name))
            return error(span, rule, said, hint, source)
        case LimitError() | RecursionError() | MemoryError():
            rule, said, hint = "template-limit", str(failed), "模板里不要有无尽的循环或互相套用"
            if isinstance(failed, RecursionError):
                said = "模板自己套自己，套得太深"
            elif isinstance(failed, MemoryError):
                said = "模板要的内存，这台电脑给不出"
        case SecurityError():
            rule, said = "template-unsafe", "模板用了不允许的属性或调用"
            hint = "模板只能取提纲里的字段"
        case UnprintableError():
            said, hint = str(failed), failed.hint
    return error(Span(str(file), line, 1), rule, said, hint, source)


def _templates(kind: MeetingType) -> list[str]:
    """What a type may print or include: its own templates, then those that all share."""
    own = [file.name for folder in kind.folders for file in sorted(folder.glob("*.j2"))]
    shared = (root.glob("_parts/*.j2") for root in kind.roots)
    return list(
        dict.fromkeys([*own, *sorted(f"_parts/{one.name}" for each in shared for one in each)])
    )


def _place(failed: Exception, section: Path) -> tuple[Path, int]:
    if isinstance(failed, TemplateSyntaxError):
        return Path(failed.filename or section), failed.lineno
    place = section, 1
    for frame, line in traceback.walk_tb(failed.__traceback__):
        if "__jinja_exception__" in frame.f_globals:  # Jinja2 puts a template's own line here
            place = Path(frame.f_code.co_filename), line
    return place


def lines_of(file: Path) -> list[str]:
    """The lines of a template or its neighbours; none where it cannot be read."""
    try:
        return decode(read_bytes(file, MAX_SOURCE), str(file))[0].splitlines()
    except SpeechError:
        return []


def _undefined(failed: UndefinedError, at: Span, source: str, known: list[str]) -> Diagnostic:
    found = _NAME.search(failed.message or "")
    name = (found[2] or found[1]) if found else ""
    column = (source.find(name) + 1 if name else 0) or 1
    span = Span(at.file, at.line, column, column + len(name))
    guess = nearest_word(name, known) if name else ""
    hint = did_you_mean(guess, "在 meeting.yaml 的“字段”里声明它，或者写成 材料.名称")
    message = f"模板用了没有声明的“{name}”" if name else "模板用了没有声明的名称"
    return error(span, "template-undefined", message, hint, source)
