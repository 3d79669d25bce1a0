"""`speechgen 文件…`: the obvious thing to do with a file, as it is dropped on a shortcut.

Owns what is obvious. Must not know how a draft or a check is made.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from speechgen.cli import screen
from speechgen.cli.options import OPEN, DraftLine, unquoted, usage
from speechgen.diagnostics import Span, SpeechError, refusal
from speechgen.files import is_folder
from speechgen.files.naming import as_typed


def open_files(arguments: Sequence[str]) -> int:
    """Each file in turn; the exit status is the worst. Raises SpeechError for what is no file."""
    words = [unquoted(one) for one in arguments if one != OPEN]
    for word in words:
        if word.startswith("-"):  # `speechgen 防汛.yaml -o …`: which command?
            hint = "先写命令，如 speechgen draft 提纲.yaml -o 讲话.docx"
            raise usage(f"没有写命令，只能用选项 {OPEN}，不能用 {word}", hint)
    worst = 0
    for word in words:
        try:
            worst = max(worst, _opened(word, OPEN in arguments))
        except SpeechError as refused:
            screen.show(refused.diagnostics)
            worst = 2
    return worst


def _opened(file: str, and_show: bool) -> int:
    suffix = Path(file).suffix.lower()
    if is_folder(file):
        name = as_typed(file)
        hint = f"speechgen draft {name} -o 文稿/ 起草里面的提纲，speechgen check {name} 检查文稿"
        raise refusal(Span(file), "file-folder", "这是一个文件夹，要写明做什么", hint)
    from speechgen.readers import READERS
    from speechgen.tables import DELIMITED, OTHER_BOOKS, WORKBOOKS

    if suffix in (*WORKBOOKS, *OTHER_BOOKS, *DELIMITED) and suffix not in READERS:
        hint = f"一行一份地起草：speechgen draft 提纲.yaml --data {as_typed(file)} -o 文稿/"
        hint += "" if suffix not in OTHER_BOOKS else "；先在 Excel 或 WPS 里另存为 .xlsx"
        raise refusal(Span(file), "usage", "这是表格，起草还要一份提纲", hint)
    from speechgen.api.checking import OUTLINES

    if suffix not in OUTLINES:
        from speechgen.cli import check

        return check.obey(check.CheckLine([file]))
    from speechgen.cli.draft import obey
    from speechgen.pack import is_pack_file

    _refuse_others(file)
    into = f"{Path(file).with_suffix('')}{os.sep}" if is_pack_file(file) else ""
    return obey(DraftLine([file], output=into, open=and_show))


def _refuse_others(file: str) -> None:
    """Raise SpeechError for a file of ours that is no outline."""
    from speechgen.defaults import FILE_NAME
    from speechgen.library.folders import LAYOUTS

    name = Path(file).name
    folder = Path(os.path.realpath(file)).parent.name  # of links in a circle too
    what = hint = ""
    if name == FILE_NAME:
        what, hint = "默认设置", "放在提纲的文件夹里就起作用；谁起作用用 speechgen doctor 看"
    elif name == "meeting.yaml":
        what = "会议类型的说明"
        hint = f"检查它：speechgen types --lint {as_typed(Path(file).parent)}；起草要用提纲"
    elif folder == LAYOUTS or _is_layout(file):
        what = "版式"
        hint = f"起草时用它：speechgen draft 提纲.yaml --layout {as_typed(Path(file).stem)}"
    if what:
        raise refusal(Span(file), "usage", f"这是{what}文件，不是提纲", hint)


def _is_layout(file: str) -> bool:
    """Whether a YAML file holds keys at its top, and none but those of a layout."""
    from speechgen.api import MAX_OUTLINE
    from speechgen.files import read_bytes
    from speechgen.layout.keys import LAYOUT
    from speechgen.source import MappingNode, load

    try:
        root = load(read_bytes(Path(file), MAX_OUTLINE), file).root
    except SpeechError:
        return False
    keys = {key.text for key, _ in root.pairs} if isinstance(root, MappingNode) else set()
    names = {name for field in LAYOUT for name in field.names} | {"继承", "extends"}
    return bool(keys) and keys <= names
