"""What a meeting type is. Must not know where its files lie nor how they are read."""

from pathlib import Path

from speechgen.frozen import frozen
from speechgen.schema.fields import Field


@frozen
class SectionTemplate:
    """One section template: its file name, its Chinese name, what it says."""

    file: str
    name: str = ""
    explain: str = ""


@frozen
class MeetingType:
    """A meeting type as its folder declares it, ancestors merged in.

    `category` is the heading it is listed under.
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
    own_line: frozenset[int] = frozenset({1})
    tones: tuple[str, ...] = ()
    sections: tuple[SectionTemplate, ...] = ()
    fields: tuple[Field, ...] = ()
    folders: tuple[Path, ...] = ()
    roots: tuple[Path, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling accepted after 类型."""
        return (self.id, self.name, *self.aliases)
