"""What a meeting type is. Must not know where its files lie nor how they are read."""

from pathlib import Path
from typing import Final

from speechgen.frozen import frozen
from speechgen.schema.fields import Field

OWN_WORDS: Final = {"开头": "_parts/opening.j2", "结尾": "_parts/ending.j2"}
"""The keys of one's own words: all that a type would say before 正文, and after it; and the
template that prints them."""


@frozen
class SectionTemplate:
    """One section template: its file name, its Chinese name, what it says. `gives_way` is the
    key of one's own words (an `OWN_WORDS`) that stand in its place; empty where none may."""

    file: str
    name: str = ""
    explain: str = ""
    gives_way: str = ""


@frozen
class MeetingType:
    """A meeting type as its folder declares it, ancestors merged in.

    `category` is the heading it is listed under. `paper` is a written paper: its date stands at
    the end, a speech's under the title. `letterhead` is the form of its red head (版头.格式).
    A `fixed` type is a form: it keeps the page of its own `layout` whatever layout is asked for.
    `own_line` are the levels whose heads stand on a line of their own; `folders` are where its
    section files are looked up, its own first; `roots` are the template folders in force.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    purpose: str = ""
    category: str = ""
    numbering: str = "一、>（一）>一是"
    salutation: str = ""
    layout: str = "gbt9704"
    fixed: bool = False
    paper: bool = False
    letterhead: str = "文件"
    own_line: frozenset[int] = frozenset({1})
    tones: tuple[str, ...] = ()
    sections: tuple[SectionTemplate, ...] = ()
    fields: tuple[Field, ...] = ()
    folders: tuple[Path, ...] = ()
    roots: tuple[Path, ...] = ()

    @property
    def templates(self) -> tuple[str, ...]:
        """Every file that may print: the sections, and those for one's own words."""
        own = dict.fromkeys(one.gives_way for one in self.sections if one.gives_way)
        return (*(one.file for one in self.sections), *(OWN_WORDS[key] for key in own))

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling accepted after 类型."""
        return (self.id, self.name, *self.aliases)
