"""Template folders that came with other packages: a package of types, installed by pip.

A package names its folder in its metadata (`[project.entry-points."speechgen.templates"]`,
`anything = "package.templates"`); it is found by the name and never imported, so that no code of
it runs. Must not know what lies in a folder.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple

from speechgen.files import is_folder
from speechgen.library.folders import lies_in

GROUP: Final = "speechgen.templates"


class TypePack(NamedTuple):
    """An installed package of types; `folder` is None where what it names is no folder of its."""

    package: str
    version: str
    named: str
    folder: Path | None


@lru_cache(maxsize=1)
def type_packs() -> tuple[TypePack, ...]:
    """Every package that names a folder of templates, by name; what is broken has no folder."""
    found: set[TypePack] = set()
    for file in chain(*(Path(place).glob("*-info/entry_points.txt") for place in sys.path)):
        try:
            if GROUP not in file.read_text("utf-8"):
                continue
            from importlib import metadata  # which costs a tenth of a command, for what few have

            one = metadata.PathDistribution(file.parent)
            entries = [entry for entry in one.entry_points if entry.group == GROUP]
            name, version = (one.metadata["Name"] or "", one.version) if entries else ("", "")
        except Exception:  # noqa: S112 - metadata of others, of any make
            continue
        found |= {TypePack(name, version, each.value, _folder(each.value)) for each in entries}
    return tuple(sorted(found, key=lambda each: each[:3]))


def with_installed(roots: tuple[Path, ...]) -> tuple[Path, ...]:
    """The roots, then the folders of installed packages: all others win."""
    packs = (os.path.realpath(pack.folder) for pack in type_packs() if pack.folder)
    return tuple(dict.fromkeys((*roots, *map(Path, packs))))


def _folder(named: str) -> Path | None:
    """The folder `package.templates` names. Only a package at the top is looked for: to find one
    inside another, Python would run the outer one."""
    top, *inner = named.partition(":")[0].strip().split(".")
    try:
        spec = importlib.util.find_spec(top) if top.isidentifier() else None
    except (ImportError, ValueError, AttributeError):
        return None
    for place in (spec and spec.submodule_search_locations) or ():
        folder = Path(place, *inner)
        if all(map(str.isidentifier, inner)) and is_folder(folder) and lies_in(folder, Path(place)):
            return folder
    return None
