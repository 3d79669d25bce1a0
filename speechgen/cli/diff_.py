"""`speechgen diff`: what changed between two outlines, drafts or Word files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from speechgen import files
from speechgen.cli import screen
from speechgen.cli.options import STDOUT, argument, flag, folders, option, overwrite, usage
from speechgen.cli.progress import patient
from speechgen.diagnostics import Span, refusal
from speechgen.diff import TOP, Change, diff, table
from speechgen.document import Document
from speechgen.marks import shortened

_WORD = (".docx", ".docm", ".dotx")


def run(
    before: str = argument("原稿", "提纲 .yaml，或 .docx、.txt、.md 文稿"),
    after: str = argument("现稿", "同上，两份可以是不同格式"),
    output: str = option(
        "-o --output", "文件", "写成对照表：.docx、.md 或 .txt；不写就显示在屏幕上"
    ),
    track: bool = flag(
        "--track",
        "和 -o 修订.docx 一起：写成带修订的 Word 文件，在原稿的版面上改；"
        "全部接受是现稿，全部拒绝是原稿",
    ),
    templates: list[Path] = folders("也在这里找会议类型"),
    force: bool = overwrite("已有"),
) -> int:
    """对照两稿：哪些段落增加、删除、修改、移动了；只是序号变了，不算改文字。

    示例：
      speechgen diff 初稿.yaml 二稿.yaml
      speechgen diff 初稿.docx 领导改过.docx -o 修改对照表.docx
      speechgen diff 初稿.docx 二稿.yaml --track -o 修订.docx       给领导逐处接受、拒绝
    """
    from speechgen.api import search_roots
    from speechgen.api.layouts import PLAIN, layout_of, one_file
    from speechgen.writers import markdown

    _tell_review(before, after)
    if track:
        _track(before, after, Path(output), templates, force)
        return 0
    path, on_screen = Path(output), output in ("", STDOUT)
    suffix = path.suffix.lower()
    if not on_screen and suffix not in (".docx", ".md", ".txt"):
        raise refusal(Span(str(path)), "usage", f"不会写“{suffix}”格式", "可用：docx、md、txt")
    with patient("正在对照两稿"):
        changes = diff(_document(before, templates), _document(after, templates))
    if on_screen:
        screen.put(_text(changes))
        return 0
    compared = table(changes, (Path(before).name, Path(after).name))
    if suffix == ".txt":
        made = _text(changes).encode()
    elif suffix == ".md":
        made = markdown.write(compared).encode()
    else:
        made = one_file([compared], layout_of(PLAIN, search_roots()))
    files.place(path, made, force=force, paper=True)
    screen.say(f"{output}  {_summary(changes)}")
    return 0


def _tell_review(*paths: str) -> None:
    """Name the tracked changes and comments that stand in either file."""
    from speechgen.readers import MAX_BYTES, review_of

    for path in paths:
        if Path(path).suffix.lower() not in _WORD:
            continue
        if said := review_of(path, files.read_bytes(Path(path), MAX_BYTES)):
            screen.say(f"{path}：{said}")


def _track(before: str, after: str, path: Path, templates: Sequence[Path], force: bool) -> None:
    """Write the revisions."""
    from speechgen.api.tracking import tracked

    suffix = Path(before).suffix.lower()
    suffix = suffix if suffix in _WORD else ".docx"
    if path.suffix.lower() != suffix:
        hint = f"如 speechgen diff 原稿 现稿 --track -o 修订{suffix}"
        raise usage(f"--track 要和 -o 一起用，写成 {suffix} 文件", hint)
    with patient("正在对照两稿"):
        made = tracked(before, after, templates=templates)
    files.place(path, made.data, force=force, paper=True)
    if made.left:
        screen.say(f"“{after}”里不同的 {'、'.join(made.left)}没有写成修订，请在 Word 里改")
    if made.framed:
        said = "图文框（版记、并排的落款）里、紧跟在后面的一段或文本框里也有修订"
        screen.say(f"{said}：LibreOffice 打开时会丢掉，请用 Word 接受或拒绝")
    told = [f"{made.changed} 处改动"] if made.changed else []
    told += [f"{made.blank} 个空行的增减"] if made.blank else []
    done = f"{'、'.join(told)}写成了修订，全部接受是现稿，全部拒绝是原稿"
    screen.say(f"{path}  {done if told else '两稿文字和序号完全一致，没有修订'}")


def _document(path: str, templates: Sequence[Path]) -> Document:
    if Path(path).suffix.lower() in (".yaml", ".yml"):
        from speechgen.api.drafting import draft

        return draft(path, templates=templates).document
    from speechgen.api.reading import read

    documents = read(path).documents
    if len(documents) > 1:
        screen.say(f"{path} 里有 {len(documents)} 篇，只对照第一篇")
    return documents[0]


def _summary(changes: Sequence[Change]) -> str:
    if not changes:
        return "两稿文字和序号完全一致"
    counts = Counter(each.chinese.partition("（")[0] for each in changes)
    return "、".join(f"{word} {count} 处" for word, count in counts.items())


def _text(changes: Sequence[Change]) -> str:
    lines: list[str] = []
    for each in changes:
        lines.append(f"【{each.chinese}】{each.where or TOP}")
        if each.kind == "changed":
            ours, theirs = each.marked()
            lines.append(f"  原：{_bracketed(each.before, ours)}")
            lines.append(f"  现：{_bracketed(each.after, theirs)}")
        elif each.kind in ("moved", "renumbered"):
            short = (shortened(text, 30) for text in (each.before, each.after))
            lines.append("  " + (each.before if each.before == each.after else " → ".join(short)))
        else:
            lines.append(f"  {'现' if each.after else '原'}：{each.after or each.before}")
    return "\n".join([*lines, _summary(changes)]) + "\n"


def _bracketed(text: str, marked: Sequence[range]) -> str:
    """A text with what differs in 〔〕."""
    edges = [0, *(at for one in marked for at in (one.start, one.stop)), len(text)]
    pieces = [text[start:end] for start, end in pairwise(edges)]
    return "".join(f"〔{one}〕" if at % 2 and one else one for at, one in enumerate(pieces))
