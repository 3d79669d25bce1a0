"""`speechgen learn`: finished papers in, a layout file out that proves itself on their own text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from speechgen import files
from speechgen.cli import screen
from speechgen.cli.options import (
    STDOUT,
    argument,
    expanded,
    flag,
    names_folder,
    option,
    overwrite,
    usage,
)
from speechgen.cli.progress import patient

if TYPE_CHECKING:
    from speechgen.learn import Learned, Proof, Sample

_SUFFIXES: Final = (".docx", ".docm", ".dotx", ".doc", ".wps", ".odt", ".rtf")
_NAME: Final = "本单位"
_NO_NUMBER: Final = ("页码", "位置", "无")


def run(
    samples: list[str] = argument("样稿…", "本单位排好的成稿：docx；doc、wps 要装 LibreOffice"),
    output: str = option(
        "-o --output",
        "版式.yaml",
        "版式写到哪里，如 templates/_layouts/本单位.yaml；不写就显示在屏幕上",
    ),
    no_header: bool = flag("--no-header", "不要页眉、页脚里的文字（只要页码）"),
    force: bool = overwrite("别人写的或改过"),
    as_json: bool = flag("--json", "在标准输出上以 JSON 给出学到的和对照的结果；版式要写 -o"),
) -> int:
    """学版式：从本单位排好的成稿里学出一个版式文件，以后的文稿照它排。

    看的是印出来的样子：样式里写的、直接改的字体字号都算，按字数取多数。学到的每一项后面写着依据。
    写好后拿样稿自己的文字照新版式起草一遍，与样稿对照：页数、每页行数、每行字数、各部分的字体字号；
    都一样退出码是 0，有出入就列出来，退出码是 1。样稿里的文字，除页眉页脚外都不写进版式。

    示例：
      speechgen learn 去年讲话.docx -o templates/_layouts/本单位.yaml
      speechgen learn 讲话一.docx 讲话二.docx -o templates/_layouts/本单位.yaml --no-header
      speechgen draft 防汛.yaml --layout 本单位       以后就这样用
    """
    from speechgen.learn import learn

    named = list(expanded(samples, _SUFFIXES, " Word 文件"))
    target = Path(output) if output and output != STDOUT else None
    if target is not None and (names_folder(output) or target.suffix != ".yaml"):
        raise usage(
            "-o 后面写版式文件的名称，以 .yaml 结尾", "如 -o templates/_layouts/本单位.yaml"
        )
    name = target.stem if target else _NAME
    with patient(f"正在看“{Path(named[0]).name}”"):
        found = learn(named, name, running=not no_header)
    if target is not None:
        files.place(target, found.compiled.text.encode("utf-8"), force=force)
    elif not as_json:
        screen.put(found.compiled.text)
    _tell(found, target)
    proofs: list[tuple[Sample, Proof]] = []
    with patient("正在拿样稿的文字照新版式起草，与样稿对照"):
        proofs += found.proofs()
    for sample, proof in proofs:
        _prove(sample, proof)
    if as_json:
        screen.put_json(_record(found, proofs, name, target))
    return 0 if all(proof.agrees for _, proof in proofs) else 1


def _tell(found: Learned, target: Path | None) -> None:
    count = len(found.compiled.lines)
    where = f"{target}  " if target else ""
    said = f"改了 {count} 项" if count else "没有要改的，和它一样"
    screen.say(f"{where}以“{found.compiled.base}”为底，{said}")
    for shown in (text.replace("\n", "\\n") for text in found.words):  # as the file says it
        screen.say(f"写进了页眉、页脚的文字：“{shown}”；不要就加 --no-header")
    for name in (Path(one.file).name for one in found.samples if one.converted):
        screen.say(
            f"{name} 经 LibreOffice 转换后读入，样子可能差一点；最好在 Word 或 WPS 里另存为 .docx"
        )
    for said in found.disagreements:
        screen.say(f"  {said}")
    if found.unheld:
        screen.say(
            f"版式里写不下的：{'；'.join(found.unheld)}。要照样保留，"
            "起草时用 --reference-doc 样稿.docx（正文处单独写一段【正文】）"
        )
    if found.numbering:
        screen.say(f"样稿的序号是 {found.numbering}；要用，在提纲里写  编号: {found.numbering}")
    if any((*one.groups, one.key, one.text) == _NO_NUMBER for one in found.compiled.lines):
        screen.say("样稿没有页码，照它也不印；要印，删去版式里“页码”的“位置: 无”")
    if target is not None and target.parts[-3:-1] != ("templates", "_layouts"):
        screen.say(
            "版式要放在 templates/_layouts/ 里才找得到：templates 在提纲旁边，或用 --templates 指明"
        )


def _prove(sample: Sample, proof: Proof) -> None:
    screen.say(f"{Path(sample.file).name} 的文字照新版式起草，与样稿对照：")
    if proof.pages is not None:
        one, other = proof.pages
        screen.say(
            f"  样稿 {one.pages} 页、每页 {one.lines} 行、每行 {one.characters} 字；"
            f"起草得到 {other.pages} 页、{other.lines} 行、{other.characters} 字"
        )
    if proof.untold:
        screen.say(f"  {proof.untold}")
    agreed = [row for row in proof.rows if row.agrees]
    looks: dict[str, list[str]] = {}
    for row in agreed:
        looks.setdefault(row.role, []).append(row.sample)
    if looks:
        each = "，".join(f"{role} {' '.join(said)}" for role, said in looks.items())
        screen.say(f"  一样的：{each}")
    for row in (*proof.rows, *proof.others):
        if not row.agrees:
            screen.say(f"  不一样：{row.what}，样稿 {row.sample}，起草得到 {row.drafted}")


def _record(
    found: Learned, proofs: list[tuple[Sample, Proof]], name: str, target: Path | None
) -> dict[str, Any]:
    """What `--json` tells."""
    return {
        "layout": name,
        "path": str(target) if target else None,
        "extends": found.compiled.base,
        "values": [
            {
                "key": ".".join((*one.groups, one.key)),
                "value": one.text,
                "share": one.vote.share,
                "characters": one.vote.total,
            }
            for one in found.compiled.lines
        ],
        "words": list(found.words),
        "numbering": found.numbering or None,
        "disagreements": list(found.disagreements),
        "unheld": list(found.unheld),
        "proofs": [
            {
                "file": sample.file,
                "agrees": proof.agrees,
                "pages": [one._asdict() for one in proof.pages] if proof.pages else None,
                "differences": [
                    {"what": row.what, "sample": row.sample, "drafted": row.drafted}
                    for row in (*proof.rows, *proof.others)
                    if not row.agrees
                ],
            }
            for sample, proof in proofs
        ],
    }
