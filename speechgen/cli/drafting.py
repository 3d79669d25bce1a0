"""What `speechgen draft` makes of outlines: one paper each, in one layout or several.

Owns which outline goes to which file, and what is said of it. Must not know how a command line
is read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from speechgen import files
from speechgen.api import MAX_OUTLINE, undisturbed
from speechgen.api.drafted import Draft, Options, format_of, record, refused_record
from speechgen.api.drafting import draft_as
from speechgen.cli import screen
from speechgen.cli.options import HELP, STDOUT, DraftLine, listed, names_folder, usage
from speechgen.defaults import working_defaults
from speechgen.diagnostics import Diagnostic, Severity, Span, SpeechError, warning
from speechgen.document import Table
from speechgen.files.beside import Beside
from speechgen.files.naming import has_places
from speechgen.writers import FORMATS


class Drafting:
    """What a command line of `draft` comes to, the same for all its papers; and what has been
    written and said so far. Raises SpeechError for words that cannot be understood."""

    def __init__(self, line: DraftLine) -> None:
        self.line = line
        suffix = Path(line.output).suffix if line.output and not names_folder(line.output) else ""
        self.format = format_of(line.format or suffix or "docx", "usage")
        if line.format and suffix.lower() in FORMATS.keys() - {self.format.suffix}:
            said = f"“{line.output}”里写的是 {self.format.suffix[1:]}（-f），和它的后缀不一样"
            hint = f"去掉 -f，或把后缀写成 {self.format.suffix}"
            screen.show([warning(Span(), "usage", said, hint)])
        values: dict[str, str] = {}
        for setting in line.values:
            key, mark, value = setting.partition("=")
            if not mark or not key.strip():
                lacking = "：“=”前面要有字段名" if mark else "里没有“=”"
                raise usage(f"--set “{setting}”{lacking}", "写成 --set 日期=2026-05-13")
            values[key.strip()] = value
        self.layouts = listed(line.layout)
        modes = [one for one in line.numbering if one in ("text", "live")]
        schemes = [one for one in line.numbering if one not in ("text", "live")]
        if len(modes) > 1 or len(schemes) > 1:
            raise usage("--numbering 最多写两次：一次 text 或 live，一次各级序号", HELP)
        self.options = Options(
            values,
            line.templates,
            layout="".join(self.layouts[:1]),
            numbering="".join(schemes),
            live="live" in modes if modes else None,
            reference=line.reference,
            anchors=line.anchors,
            defaults=working_defaults(),
            format=self.format.suffix[1:],
            strict=line.strict,
        )
        self.used: set[Path] = set()
        """The files that the outlines named when they were last drafted."""
        self.made: set[Path] = set()
        """The files that a pack was last drafted into."""
        self._written: set[str] = set()
        self._said: set[str] = set()

    def jobs(self, outlines: Sequence[str]) -> list[tuple[str, str]]:
        """Outline and target of every draft. Raises SpeechError if two would share a target."""
        output = self.line.output
        if STDOUT in outlines:
            if outlines != [STDOUT]:
                raise usage("标准输入（-）要单独起草", "别的提纲分一次起草")
            if not output or (names_folder(output) and not has_places(output)):
                hint = "写成 -o 讲话.docx，或 -f txt -o -"
                raise usage("从标准输入起草，要写明写到哪个文件", hint)
        if output == STDOUT or (output and not names_folder(output)):
            if len(outlines) > 1 and (output == STDOUT or not has_places(output)):
                raise usage("几份提纲要写到一个文件夹里", "写成 -o 文稿/ （末尾带 /）")
            return [(outline, output) for outline in outlines]
        jobs: dict[str, str] = {}
        for outline in outlines:
            source = Path(outline)
            folder = Path(output) if output else source.parent
            target = str(folder / f"{source.stem}{self.format.suffix}")
            if target in jobs:
                hint = "文件名相同的提纲分两次起草，各用各的 -o 文件夹/"
                raise usage(f"两份提纲都要写到“{target}”", hint)
            jobs[target] = outline
        return [(outline, target) for target, outline in jobs.items()]

    def run(self, jobs: Sequence[tuple[str, str]]) -> int:
        """Draft every outline; what fails is shown and does not stop the rest. The exit status:
        0 done, 1 done in part, 2 nothing done."""
        failed = 0
        self._written.clear()
        self.used.clear()
        seen = len(jobs) == 1 and sys.stderr.isatty()
        check = seen if self.line.check is None else self.line.check
        for outline, target in jobs:
            try:
                with undisturbed():  # until the draft is gone: nothing is left to be collected
                    self._draft(outline, target, check)
            except SpeechError as refused:
                failed += 1
                screen.show(refused.diagnostics)
                self.put_refused(refused.diagnostics)
        if len(jobs) > 1:
            screen.say(screen.tally(len(jobs), failed))
        return screen.status(len(jobs), failed)

    def _draft(self, outline: str, target: str, check: bool) -> None:
        made = self._made(outline)
        strict, found = self.line.strict, list[Diagnostic]()
        if check or strict:
            from speechgen.api import checking

            defaults = self.options.defaults
            found = checking.check(made, templates=self.line.templates, defaults=defaults)
        wrong = [each for each in found if each.severity is Severity.ERROR]
        known = {(each.span, each.message) for each in made.diagnostics}
        found = [each for each in found if check and (each.span, each.message) not in known]
        if strict and (made.gaps or wrong):
            raise SpeechError([*made.gaps, *wrong])
        screen.show(made.remarks)
        screen.show(found)
        self.say_taken(made.taken, checked=check or strict)
        several, format = len(self.layouts) > 1, self.options.format
        printed = [made.printed(layout=layout) for layout in (self.layouts if several else ("",))]
        screen.show(
            {note: 0 for one in printed for note in one.remarks if note not in made.remarks}
        )
        drafts = {one.document.layout: one for one in printed}.values()  # a form's page is its own
        # all of them first: a layout that is wrong leaves nothing half done
        for one, data in [(one, one.to(format)) for one in drafts]:
            if target == STDOUT:
                if self.format.binary:
                    screen.put_bytes(data)
                else:
                    screen.put(data.decode("utf-8", "replace"))
                screen.say(screen.summary(one, screen.STDIN if outline == STDOUT else outline))
                continue
            path = Path(target)
            if several and "{版式}" not in target:
                path = path.with_name(f"{path.stem}-{one.document.layout}{path.suffix}")
            name = one.file_name(str(path)) if has_places(target) else str(path)
            if name in self._written:
                hint = "文件名里加上 {提纲} 或 {日期}，让名称各不相同"
                raise usage(f"两份文稿都要写到“{name}”", hint)
            self._written.add(name)
            self.put(Path(name), data, outline)
            screen.say(screen.summary(one, name))
            if format == "xlsx" and not any(isinstance(b, Table) for b in one.document.blocks):
                way = "；要督办表，写  类型: 督办表，留下标题、会议的名称和日期、议定事项"
                has_decisions = "议定事项" in one.outline.values
                screen.say(f"{name}  里面没有表格，各段都在 A 列{way * has_decisions}")
            if self.line.open:
                screen.show_file(name)
            if self.line.as_json:
                screen.put_json(record(one, found, path=name, format=format))

    def put_refused(self, notes: Sequence[Diagnostic], **head: object) -> None:
        """The JSON of a draft that was not made, where it is asked for."""
        if self.line.as_json:
            screen.put_json(refused_record(notes, format=self.options.format, **head))

    def _made(self, outline: str) -> Draft:
        beside = Beside(Path(outline).parent)
        try:
            if outline != STDOUT:
                return draft_as(outline, self.options, beside=beside)
            data, here = screen.standard_input(MAX_OUTLINE), Path(outline).parent / "templates"
            options = replace(self.options, templates=[*self.options.templates, here])
            return draft_as(data, options, screen.STDIN, beside=beside)
        finally:
            self.used.update(beside.paths)

    def put(self, target: Path, data: bytes, outline: str) -> bool:
        """Put a draft in place; False if nothing changed. Raises SpeechError where that is somebody
        else's; of a draft edited in Word, with the command that takes the edits back."""
        try:
            return files.place(target, data, force=self.line.force, paper=True)
        except SpeechError as refused:
            from speechgen.api.edited import is_draft, pull_command

            first = refused.diagnostics[0]
            if first.rule != "file-foreign" or not is_draft(target):
                raise
            pulled = f"收回改动：{pull_command(target, outline)}"
            hint = f"{pulled}；不要它们就加 --force（原文件另存为同名 .bak）"
            raise SpeechError([replace(first, hint=hint)]) from None

    def say_taken(self, taken: Iterable[str], checked: bool = False) -> None:
        """Which defaults had a part in a draft: what an outline does not say is said here, once."""
        keys = [key for key in taken if self.format.styled or key not in ("页码", "版式")]
        if checked and self.options.defaults.ignore:
            keys.append("忽略")
        line = f"默认设置 {self.options.defaults.file}：{'、'.join(keys)}"
        if keys and line not in self._said:
            self._said.add(line)
            screen.say(line)
