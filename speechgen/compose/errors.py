"""What Jinja2 says of a broken template, said in Chinese at the template's own line."""

from __future__ import annotations

import re
import traceback
from pathlib import Path
from typing import Final

from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from speechgen.compose.budget import LimitError
from speechgen.compose.printing import UnprintableError
from speechgen.compose.sandbox import MAX_SOURCE
from speechgen.diagnostics import Diagnostic, Span, SpeechError, error
from speechgen.files import read_bytes
from speechgen.outline import nearest_word
from speechgen.source import decode

_SYNTAX: Final = (
    (r"[Uu]nexpected end of template.*innermost block that needs to be closed is '(.+?)'",
     "模板没有写完：少了 {% end<0> %}",
     "每个 {% if %}、{% for %} 都要有 {% endif %}、{% endfor %}"),
    (r"Encountered unknown tag '(.+?)'", "不认识的标记 {% <0> %}",
     "可用 if、for、set、macro、include、import"),
    (r"No filter named '(.+?)'", "没有“<0>”这个过滤器",
     "可用 连接、计数、逐条、补头、补尾、升降、default、length 等"),
    (r"No test named '(.+?)'", "没有“is <0>”这个判断", ""),
    (r"expected token '(.+?)', got '(.+?)'", "这里应当是 <0>，却是 <1>", ""),
    (r"unexpected char (.+?) at", "这里不该有字符 <0>", "标点要用半角"),
    (r"unexpected '(.+?)'", "这里不该有 <0>", ""),
    (r"unexpected end|end of print statement", "{{ … }} 没有写完", "检查 }} 和 %}"),
    (r"Missing end of comment tag", "{# … #} 没有写完", ""),
)  # fmt: skip
_NAME: Final = re.compile(r"'([^']+)' (?:is undefined|has no attribute '([^']+)')")


def explain(failed: Exception, section: Path, known: list[str]) -> Diagnostic:
    """A diagnostic for an exception raised while a section was compiled or run."""
    file, line = _place(failed, section)
    source = _line(file, line)
    if isinstance(failed, TemplateSyntaxError):
        message, hint = _syntax(failed.message or "")
        return error(Span(str(file), line, 1), "template-syntax", message, hint, source)
    if isinstance(failed, TemplateNotFound):
        message = f"找不到模板“{failed.name}”"
        hint = "模板只能取自本类型的文件夹和 _parts/"
        return error(Span(str(file), line, 1), "template-missing", message, hint, source)
    if isinstance(failed, LimitError | RecursionError | MemoryError):
        said = str(failed)
        if isinstance(failed, RecursionError):
            said = "模板自己套自己，套得太深"
        elif isinstance(failed, MemoryError):
            said = "模板要的内存，这台电脑给不出"
        return error(Span(str(file), line, 1), "template-limit", said,
                     "模板里不要有无尽的循环或互相套用", source)  # fmt: skip
    if isinstance(failed, SecurityError):
        return error(Span(str(file), line, 1), "template-unsafe",
                     "模板用了不允许的属性或调用", "模板只能取提纲里的字段", source)  # fmt: skip
    if isinstance(failed, UndefinedError):
        return _undefined(failed, file, line, source, known)
    said, hint = "这一行的计算出了错", "检查这一行里的运算和过滤器"
    if isinstance(failed, UnprintableError):
        said, hint = str(failed), failed.hint
    return error(Span(str(file), line, 1), "template-failed", said, hint, source)


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


def _line(file: Path, line: int) -> str:
    lines = lines_of(file)
    return lines[line - 1] if 0 < line <= len(lines) else ""


def _syntax(said: str) -> tuple[str, str]:
    for pattern, message, hint in _SYNTAX:
        if found := re.search(pattern, said):
            return _filled(message, found.groups()), hint
    return "模板写法有误", "对照 README 里的写法检查这一行"


def _filled(message: str, groups: tuple[str, ...]) -> str:
    return re.sub(r"<(\d)>", lambda at: groups[int(at[1])], message)


def _undefined(
    failed: UndefinedError, file: Path, line: int, source: str, known: list[str]
) -> Diagnostic:
    found = _NAME.search(failed.message or "")
    name = (found[2] or found[1]) if found else ""
    column = source.find(name) + 1 if name else 0
    span = Span(str(file), line, column or 1, (column or 1) + len(name))
    guess = nearest_word(name, known) if name else ""
    hint = f"是不是“{guess}”？" if guess else "在 meeting.yaml 的“字段”里声明它，或者写成 材料.名称"
    message = f"模板用了没有声明的“{name}”" if name else "模板用了没有声明的名称"
    return error(span, "template-undefined", message, hint, source)
