"""What `speechgen draft` does once it is known what is asked: outlines in, documents out.

Owns which outline goes to which file, and what is said of it. Must not know how a command line
is read: `draft.py` reads all of them, `shortcut.py` the everyday ones without typer.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Any, Final, NoReturn

from speechgen.cli import screen
from speechgen.cli.many import Many
from speechgen.cli.targets import names_folder, unquoted
from speechgen.defaults import FILE_NAME, working_defaults
from speechgen.diagnostics import Severity, Span, SpeechError, error, to_json
from speechgen.files import is_file, is_folder
from speechgen.frozen import frozen
from speechgen.naming import has_places
from speechgen.pack import is_pack_file
from speechgen.writers import FORMATS

STDOUT: Final = "-"


@frozen
class Asked:
    """A command line of `draft`, word by word; each field is the option of its name."""

    outlines: Sequence[str]
    output: str = ""
    format: str = ""
    layout: str = ""
    numbering: Sequence[str] = ()
    reference: Path | None = None
    templates: Sequence[Path] = ()
    values: Sequence[str] = ()
    strict: bool = False
    force: bool = False
    watch: bool = False
    only: str = ""
    changed: bool = False
    check: bool | None = None
    as_json: bool = False
    many: Many = field(default_factory=Many)


@frozen
class Settings:
    """What the options ask for, the same for every outline."""

    format: str
    values: dict[str, str]
    templates: tuple[Path, ...]
    layouts: tuple[str, ...]
    numbering: str
    live: bool | None
    reference: Path | None
    strict: bool
    force: bool
    as_json: bool
    check: bool | None
    defaults: Any
    written: set[str]
    said: set[str]

    @property
    def layout(self) -> str:
        """The first of the layouts asked for, or nothing."""
        return self.layouts[0] if self.layouts else ""


def run(asked: Asked) -> int:
    """Draft what is asked. The exit status: 0 done, 1 done in part, 2 nothing done.

    Raises SpeechError for what cannot be asked.
    """
    asked = replace(
        asked, outlines=[unquoted(one) for one in asked.outlines], output=unquoted(asked.output)
    )
    chosen, output, many = _settings(asked), asked.output, asked.many
    if output == STDOUT and len(chosen.layouts) > 1:
        raise _usage("几种版式不能都写到屏幕上", "写成 -o 文稿/ （末尾带 /）")
    if asked.as_json and output == STDOUT:
        raise _usage("--json 和 -o - 不能一起用：两样都写标准输出")
    files = _expand(asked.outlines)
    packs = [file for file in files if is_pack_file(file)]
    if many != Many():
        _refuse_paper(chosen)
    if packs:
        if len(files) > 1:
            raise _usage(f"“{packs[0]}”是成套材料，要单独起草",
                         f"speechgen draft {packs[0]} -o 材料/")  # fmt: skip
        wanted = tuple(_words(asked.only))
        if asked.watch:
            _keep_drafting_pack(packs[0], output, chosen, wanted)
        from speechgen.cli.packs import run as draft_pack

        return draft_pack(packs[0], output, chosen, wanted, asked.changed)
    if asked.only or asked.changed:
        raise _usage("--only 和 --changed 用于成套材料（有“成套:”的会议文件）")
    if many != Many():
        if asked.watch:
            raise _usage("--watch 和批量起草的选项不能一起用")
        from speechgen.cli import batch

        return batch.run(files, output, chosen, many)
    jobs = _jobs(files, output, chosen.format)
    if asked.check is None:
        chosen = replace(chosen, check=len(jobs) == 1 and sys.stderr.isatty())
    if asked.watch:
        _keep_drafting(jobs, chosen)
    return _all(jobs, chosen)


def _settings(asked: Asked) -> Settings:
    return Settings(
        _format(asked.format, asked.output), _values(asked.values), tuple(asked.templates),
        tuple(filter(None, map(str.strip, asked.layout.replace("，", ",").split(",")))),
        *_numbering(asked.numbering), asked.reference, asked.strict, asked.force, asked.as_json,
        asked.check, working_defaults(), set(), set(),
    )  # fmt: skip


def _all(jobs: Sequence[tuple[str, str]], chosen: Settings) -> int:
    """Draft every outline; what fails is shown and does not stop the rest."""
    from speechgen.api import undisturbed

    failed = 0
    chosen.written.clear()
    for outline, target in jobs:
        try:
            with undisturbed():  # until the draft is gone again: nothing is left to be collected
                _one(outline, target, chosen)
        except SpeechError as refused:
            failed += 1
            screen.show(refused.diagnostics)
    if len(jobs) > 1:
        screen.say(
            f"共 {len(jobs)} 份，写好 {len(jobs) - failed} 份"
            + (f"，失败 {failed} 份" if failed else "")
        )
    return 0 if not failed else 2 if failed == len(jobs) else 1


def _keep_drafting(jobs: Sequence[tuple[str, str]], chosen: Settings) -> NoReturn:
    """Draft again at every save of an outline or of a template beside one."""
    from speechgen.preview.events import watch

    def files() -> list[Path]:
        outlines = [Path(outline) for outline, _ in jobs]
        beside = {outline.parent / "templates" for outline in outlines}
        folders = (*chosen.templates, *beside)
        return outlines + [
            file for folder in folders for file in folder.rglob("*") if is_file(file)
        ]

    screen.say("盯着提纲：每次保存都重新起草，按 Ctrl-C 结束")
    watch(files, lambda: _all(jobs, chosen))


def _keep_drafting_pack(
    pack: str, output: str, chosen: Settings, only: tuple[str, ...]
) -> NoReturn:
    """Draft a pack again at every save of a file beside it."""
    from speechgen.cli.packs import run as draft_pack
    from speechgen.preview.events import watch

    def files() -> list[Path]:
        return [file for file in Path(pack).parent.iterdir() if is_file(file)]

    def again() -> None:
        try:
            draft_pack(pack, output, chosen, only, changed=False)
        except SpeechError as refused:
            screen.show(refused.diagnostics)

    screen.say("盯着会议文件和名单：每次保存都重新起草，按 Ctrl-C 结束")
    watch(files, again)


def _one(outline: str, target: str, chosen: Settings) -> None:
    from speechgen.api import draft

    made = draft(
        outline, defaults=chosen.defaults, values=chosen.values, templates=chosen.templates,
        layout=chosen.layout, numbering=chosen.numbering,
    ).printed(live=chosen.live, reference=chosen.reference)  # fmt: skip
    gaps = [note for note in made.diagnostics if note.rule == "missing-fact"]
    found = _findings(made, chosen) if chosen.check or chosen.strict else []
    wrong = [each for each in found if each.severity is Severity.ERROR] if chosen.strict else []
    if chosen.strict and (gaps or wrong):
        raise SpeechError([*(_hardened(note) for note in gaps), *wrong])
    screen.show(note for note in made.diagnostics if note.rule != "missing-fact")
    if chosen.check:
        screen.show(found)
    say_taken(made.taken, chosen, checked=bool(chosen.check or chosen.strict))
    several = len(chosen.layouts) > 1
    drafts = [made.printed(layout=one) for one in chosen.layouts] if several else [made]
    # all of them first: a layout that is wrong leaves nothing half done
    written = [(one, one.to(chosen.format)) for one in drafts]
    for one, data in written:
        _put(one, data, outline, _target(target, one, several), chosen)


def say_taken(taken: Iterable[str], chosen: Settings, checked: bool = False) -> None:
    """Which defaults had a part in a draft: what an outline does not say is said here, once."""
    unprinted = () if FORMATS["." + chosen.format].styled else ("页码",)
    keys = [key for key in taken if key not in unprinted]
    if checked and chosen.defaults.ignore:
        keys.append("忽略")
    line = f"默认设置 {chosen.defaults.file}：{'、'.join(keys)}"
    if keys and line not in chosen.said:
        chosen.said.add(line)
        screen.say(line)


def _target(target: str, made: Any, several: bool) -> str:
    """Where a draft goes: the target with its places filled; one of several layouts adds its
    id to the name, unless the name says {版式} itself."""
    if target == STDOUT:
        return target
    path = Path(target)
    if several and "{版式}" not in target:
        path = path.with_name(f"{path.stem}-{made.document.layout}{path.suffix}")
    return str(made.file_name(str(path))) if has_places(target) else str(path)


def _put(made: Any, data: bytes, outline: str, target: str, chosen: Settings) -> None:
    if target == STDOUT:
        if FORMATS["." + chosen.format].binary:
            screen.put_bytes(data)
        else:
            screen.put(data.decode("utf-8", "replace"))
        screen.say(screen.summary(made, outline))
        return
    if target in chosen.written:
        raise _usage(f"两份文稿都要写到“{target}”", "文件名里加上 {提纲} 或 {日期}，让名称各不相同")
    chosen.written.add(target)
    made.put(Path(target), data, chosen.force)
    screen.say(screen.summary(made, target))
    if chosen.as_json:
        screen.put(json.dumps(_record(made, target, chosen.format), ensure_ascii=False) + "\n")


def _findings(made: Any, chosen: Settings) -> list[Any]:
    """What the rules find in a draft, besides what the draft itself reports."""
    from speechgen.checking import check

    found = check(made, templates=chosen.templates, defaults=chosen.defaults)
    known = set(made.diagnostics)
    return [each for each in found if each not in known]


def _hardened(note: Any) -> Any:
    return replace(note, severity=Severity.ERROR)


def _record(made: Any, path: str, format: str) -> dict[str, Any]:
    return {
        "path": path,
        "format": format,
        "characters": made.characters,
        "minutes": list(made.minutes),
        "sections": made.sections,
        "missing": [{"field": gap.field, "line": gap.line} for gap in made.missing],
        "diagnostics": [to_json(note) for note in made.diagnostics],
    }


# -- options ------------------------------------------------------------------------------------


def _usage(message: str, hint: str = "用法见 speechgen draft --help") -> SpeechError:
    return SpeechError([error(Span(), "usage", message, hint)])


def _format(asked: str, output: str) -> str:
    """The format by option, else by the target's suffix, else docx."""
    suffix = Path(output).suffix.lower() if output and not names_folder(output) else ""
    wanted = "." + asked.lower().lstrip(".") if asked else suffix or ".docx"
    if wanted not in FORMATS:
        names = "、".join(one.lstrip(".") for one in FORMATS)
        raise _usage(f"不会写“{wanted.lstrip('.')}”格式", f"可用：{names}")
    return wanted.lstrip(".")


def _values(settings: Sequence[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for setting in settings:
        key, mark, value = setting.partition("=")
        if not mark or not key.strip():
            lacking = "：“=”前面要有字段名" if mark else "里没有“=”"
            raise _usage(f"--set “{setting}”{lacking}", "写成 --set 日期=2026-05-13")
        values[key.strip()] = value
    return values


def _refuse_paper(chosen: Settings) -> None:
    """Batches print in one layout, with labels as text."""
    if len(chosen.layouts) > 1 or chosen.live or chosen.reference:
        raise _usage(
            "批量起草只用一种版式，也不能用 --numbering live 和 --reference-doc",
            "分几次起草，或起草后再逐份处理",
        )


def _numbering(given: Sequence[str]) -> tuple[str, bool | None]:
    """The scheme (empty: the outline's) and whether Word counts (None: as usual)."""
    modes = [one for one in given if one in ("text", "live")]
    schemes = [one for one in given if one not in ("text", "live")]
    if len(modes) > 1 or len(schemes) > 1:
        raise _usage("--numbering 最多写两次：一次 text 或 live，一次各级序号")
    return "".join(schemes), modes[0] == "live" if modes else None


def _words(only: str) -> list[str]:
    """The papers that --only names."""
    return [word.strip() for word in re.split("[,，、]", only) if word.strip()]


def _expand(outlines: Sequence[str]) -> list[str]:
    """The outline files meant: a folder stands for its *.yaml files, a pattern for what it fits."""
    files: list[str] = []
    for outline in outlines:
        if not is_folder(outline):
            files += [outline] if is_file(outline) else _matching(outline)
            continue
        found = sorted(str(file) for file in Path(outline).glob("*.yaml") if file.name != FILE_NAME)
        if not found:
            raise _usage(f"文件夹“{outline}”里没有 .yaml 提纲", "")
        files += found
    return files


def _matching(pattern: str) -> list[str]:
    """The files that fit a pattern, as a Windows console leaves it to us; else the text itself."""
    import glob

    matches = sorted(glob.glob(pattern)) if glob.has_magic(pattern) else []  # noqa: PTH207 (the user's own pattern)
    return matches or [pattern]


def _jobs(outlines: Sequence[str], output: str, format: str) -> list[tuple[str, str]]:
    """Outline and target of every draft. Raises SpeechError if two would share a target."""
    if output == STDOUT or (output and not names_folder(output)):
        if has_places(output) and output != STDOUT:
            return [(outline, output) for outline in outlines]
        if len(outlines) > 1:
            raise _usage("几份提纲要写到一个文件夹里", "写成 -o 文稿/ （末尾带 /）")
        return [(outlines[0], output)]
    jobs: dict[str, str] = {}
    for outline in outlines:
        source = Path(outline)
        folder = Path(output) if output else source.parent
        target = str(folder / f"{source.stem}.{format}")
        if target in jobs.values():
            raise _usage(
                f"两份提纲都要写到“{target}”", "文件名相同的提纲分两次起草，各用各的 -o 文件夹/"
            )
        jobs[outline] = target
    return list(jobs.items())
