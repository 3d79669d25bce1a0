"""The table of commands: a name, its line in the help, where it is. Must not import any of them."""

from __future__ import annotations

from typing import Final

COMMANDS: Final = {
    "draft": "起草：提纲变成 Word 文稿（主要命令）",
    "preview": "预览：在浏览器里看文稿，每次保存提纲都跟着更新",
    "new": "新建一份带说明的提纲，照原样就能起草",
    "import": "导入：旧讲话稿（docx、txt、md、doc、wps）变成提纲",
    "diff": "对照：两稿之间增、删、改、移了什么",
    "pull": "收回：在 Word 里改过的文稿，改动写回提纲",
    "check": "检查：讲话稿、提纲里的差错（条数、序号、标点、错词、旧提法……）",
    "learn": "学版式：从本单位排好的成稿里，学出一个版式文件",
    "rules": "有哪些检查规则；每条规则为什么、错例、对例",
    "types": "有哪些会议类型；每种类型能写什么",
    "freeze": "Word 的自动编号变成文字",
    "renumber": "移动、增删段落之后，序号重新排好",
    "doctor": "这台电脑上有什么：字体、LibreOffice、文件夹、默认设置",
    "schema": "提纲的 JSON Schema，供编辑器补全和检查",
    "completion": "终端的 Tab 补全",
}
"""Every command with its line in the help: `run` of `speechgen.cli.<name>`, or as HOMES says."""

HOMES: Final = {
    "new": ("types", "new"),
    "import": ("import_", "run"),
    "diff": ("diff_", "run"),
    "freeze": ("relabel", "freeze"),
    "renumber": ("relabel", "renumber"),
    "schema": ("types", "schema"),
}
"""The module and the function of a command whose module does not go by its name."""
