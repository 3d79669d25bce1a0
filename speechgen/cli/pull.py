"""`speechgen pull`: edits made in Word return to the outline."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from speechgen import files
from speechgen.cli import screen
from speechgen.cli.options import (
    STDOUT,
    DraftLine,
    argument,
    flag,
    folders,
    names_folder,
    option,
    overwrite,
    usage,
)
from speechgen.cli.progress import patient
from speechgen.files.naming import as_typed
from speechgen.pack import is_pack_file

if TYPE_CHECKING:
    from speechgen.carry.outcome import Carried
    from speechgen.carry.pull import Pulled

_NEAR: Final = 8  # characters shown on either side of a change
_FEW: Final = 3  # labels shown that were typed over
_MOST: Final = 40  # characters shown of either version
_PRINTED_BY: Final = {"computed": "程序", "open": "提纲"}


def run(
    edited: str = argument("文稿.docx", "在 Word、WPS 里改过的文稿，由这份提纲起草"),
    outline: str = argument("提纲.yaml", "起草它的提纲"),
    output: str = option("-o --output", "路径", "改好的提纲写到哪里；成套材料是文件夹/"),
    in_place: bool = flag("--in-place", "直接改这份提纲（原来的另存 .bak）"),
    dry_run: bool = flag("--dry-run", "只报告，什么也不写；不写 -o 和 --in-place 时就是这样"),
    accept: str = option(
        "--accept", "tracked|original", "修订：tracked 按接受全部算（默认），original 一概不理"
    ),
    as_json: bool = flag("--json", "在标准输出上以 JSON 给出每一处改动"),
    values: list[str] = option("--set", "键=值", "起草时用过的 --set，照样写上", list, raw=True),
    templates: list[Path] = folders("起草时用过的 --templates，照样写上"),
    layout: str = option("--layout", "版式", "起草时用过的 --layout，照样写上"),
    numbering: list[str] = option(
        "--numbering", "编号", "起草时用过的 --numbering，照样写上", list
    ),
    show: bool = flag("--open", "写好以后打开提纲"),
    force: bool = overwrite("别人写的或改过"),
) -> int:
    """收回：在 Word 里改过的文稿，改动写回提纲，提纲里别的行一个字也不动。

    每一处都有交代：收回（已写进提纲）、程序生成（序号、条数、星期、固定的话，说明该改哪里）、
    需要你定（两边都改了，或看不准）。收回以后再起草一遍，与文稿逐段对照：
    一致退出码是 0，有出入退出码是 1。

    示例：
      speechgen pull 防汛.docx 防汛.yaml                看看改了什么，不写文件
      speechgen pull 防汛.docx 防汛.yaml --in-place     写回提纲
      speechgen pull 防汛.docx 防汛.yaml -o 防汛2.yaml  写成另一份
      speechgen pull 材料/03_主持词.docx 会议.yaml --in-place   成套材料的一份：写进各值所在的文件
    """
    from speechgen.carry.pull import pull
    from speechgen.cli.drafting import Drafting

    _refuse(edited, outline, output, in_place, accept, as_json)
    if names_folder(output) != is_pack_file(outline) and output not in ("", STDOUT):
        hint = "成套材料写成 -o 文件夹/，一份提纲写成 -o 新提纲.yaml"
        raise usage("-o 后面要文件夹还是文件，看收回到哪里", hint)
    if show and (dry_run or output == STDOUT or not (output or in_place)):
        raise usage("--open 打开写好的提纲，这里没有写", "加上 --in-place，或 -o 新提纲.yaml")
    line = DraftLine([outline], values=values, templates=templates, layout=layout,
                     numbering=numbering)  # fmt: skip
    options = Drafting(line).options
    path, source = Path(edited), Path(outline)
    with patient(f"正在收回“{path.name}”里的改动"):
        data = files.read_bytes(path, files.LARGEST_DOCX)
        made = pull(data, source, options, name=edited, original=accept == "original")
    _report(made, accept != "original")
    if as_json:
        screen.put_json(made.record())
    if dry_run or not (output or in_place):
        changed = any(one.kind == "taken" for one in made.changes)
        screen.say("没有写文件" + ("：要写回提纲，加上 --in-place" if changed else ""))
    elif output == STDOUT:
        screen.put_bytes(made.data)
    elif output:
        _put(made, output, force)
    else:
        _in_place(made)
        if made.whole:
            files.carried(path, data)
        forced = "" if made.whole else " --force"
        left = "" if made.whole else "（没有收回的看过以后；改过的文稿另存 .bak）"
        folder = f" -o {as_typed(f'{path.parent}/')}" if is_pack_file(outline) else ""
        screen.say(f"再起草：speechgen draft {as_typed(outline)}{folder}{forced}{left}")
    if show:
        screen.show_file(str(Path(output) / source.name) if names_folder(output)
                         else output or outline)  # fmt: skip
    return 0 if made.whole else 1


def _put(made: Pulled, output: str, force: bool) -> None:
    """Write what was changed elsewhere: to a file, or the files of a pack to a folder."""
    if not names_folder(output):
        files.place(Path(output), made.data, force=force)
        screen.say(f"写好 {output}  起草：speechgen draft {as_typed(output)}")
        return
    for file, new in made.files.items():
        there = Path(output) / Path(file).name
        files.place(there, new, force=force)
        screen.say(f"写好 {there}")


def _in_place(made: Pulled) -> None:
    """Write what was changed over the files it came from."""
    for file, new in made.files.items():
        copy = files.rewrite(Path(file), new)
        screen.say(f"{file}{f'（原来的存为 {copy.name}）' if copy else '，没有要改的'}")


def _refuse(
    edited: str, outline: str, output: str, in_place: bool, accept: str, as_json: bool
) -> None:
    """Raises SpeechError for words that ask for what cannot be."""
    if output and in_place:
        raise usage("-o 和 --in-place 只能用一个", "speechgen pull --help")
    if accept not in ("", "tracked", "original"):
        raise usage(f"不认识 --accept {accept}", "写 tracked 或 original")
    if Path(outline).suffix.lower() not in (".yaml", ".yml"):
        swapped = edited.endswith((".yaml", ".yml"))
        hint = (
            f"speechgen pull {as_typed(outline)} {as_typed(edited)}"
            if swapped
            else "speechgen pull --help"
        )
        raise usage(f"“{outline}”不是 .yaml 提纲：先写文稿，后写提纲", hint)
    if as_json and output == STDOUT:
        raise usage("--json 和 -o - 不能一起用：两样都写标准输出")


def _report(made: Pulled, accepted: bool) -> None:
    for one in made.changes:
        screen.say(_line(one))
    for revision in made.review.revisions if made.review else ():
        screen.say(revision.line + ("" if accepted else "：没有理会"))
    for remark in made.review.remarks if made.review else ():
        screen.say(remark.line)
    if not made.three:
        screen.say("文稿里没有锚点，是逐段对照文字认出来的：提纲若也改过，以 Word 为准")
    if made.kept:
        screen.say(f"起草以后提纲自己改了 {made.kept} 段，照提纲留着")
    if made.papers:
        screen.say(f"别的材料也跟着变：{'、'.join(made.papers)}")
    if made.styled:
        screen.say(
            "下划线、颜色、删除线等样子不进提纲，只收文字和加粗；页眉页脚、页面设置也留在文稿里"
        )
    if made.labels:
        shown = "、".join(
            f"第{one.paragraph}段“{one.label}”印作“{one.printed}”" for one in made.labels[:_FEW]
        )
        more = f"等 {len(made.labels)} 处" if len(made.labels) > _FEW else ""
        screen.say(f"手改的序号没有照办，序号按先后编：{shown}{more}；要换先后，移动整段")
    if made.marks:
        screen.say(f"序号和要点句末的；。由程序按先后加，与文稿不同的 {made.marks} 处不算改动")
    screen.say(_summary(made))


def _line(one: Carried) -> str:
    """A change as one line: what became of it, where, and what it was."""
    from speechgen.carry.outcome import CARRIED, KINDS

    where = f"第{one.paragraph}段" if one.paragraph else "删去的段"
    place = f" {one.place.file}" if one.place.file else ""
    place += f":{one.place.line}" if one.place.file.endswith((".yaml", ".yml")) else ""
    before, after = _excerpts(one.before, one.after)
    if not (before and after) or before == after:
        shown = f"“{after or before}”"
    elif one.kind == CARRIED:
        shown = f"“{before}” → “{after}”"
    else:  # nobody turned the one into the other
        shown = f"{_PRINTED_BY[one.kind]}印“{before}”，Word 里是“{after}”"
    why = f"：{one.why}" if one.why else ""
    return f"{KINDS[one.kind]}  {where}{place}  {shown}{why}"


def _excerpts(before: str, after: str) -> tuple[str, str]:
    """Both versions from shortly before the first difference to shortly behind the last."""
    from speechgen.align import differing
    from speechgen.readers.docx.review import one_line

    if not before or not after or before == after:
        return one_line(before, _MOST), one_line(after, _MOST)
    changes = list(differing(before, after))
    low = max(0, changes[0][0].start - _NEAR)
    high = max(0, len(before) - changes[-1][0].stop - _NEAR)
    shown = []
    for text in (before, after):
        piece = text[low : len(text) - high]
        shown.append(("…" if low else "") + one_line(piece, _MOST) + ("…" if high else ""))
    return shown[0], shown[1]


def _summary(made: Pulled) -> str:
    from speechgen.carry.outcome import KINDS

    counts = Counter(one.kind for one in made.changes)
    if not counts:
        return "文稿读起来和提纲一样，没有要收回的"
    return "，".join(f"{word} {counts[kind]} 处" for kind, word in KINDS.items() if counts[kind])
