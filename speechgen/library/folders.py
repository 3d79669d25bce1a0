"""Where templates lie: the roots in their order, the folders of types, files that lie within.

Must not know what a type declares.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, TypeVar

from speechgen import cache
from speechgen.cache import Stamp
from speechgen.files import is_file, is_folder

_T = TypeVar("_T")
LAYOUTS: Final = "_layouts"
WORDS: Final = "_words"
MAX_FILE: Final = 1_000_000  # bytes of a `meeting.yaml` or a starter outline
_PACKAGE: Final = Path(__file__).resolve().parent.parent


def builtin_templates() -> Path:
    """The folder of the templates that came with the package (wheel or checkout)."""
    installed = _PACKAGE / "_templates"
    return installed if is_folder(installed) else _PACKAGE.parent / "templates"


@lru_cache(maxsize=64)
def word_list(name: str) -> tuple[str, ...]:
    """The words of a list that came with the package, `templates/_words/<name>.txt`, in order."""
    text = (builtin_templates() / WORDS / f"{name}.txt").read_bytes().decode("utf-8")
    first, *commented = f"\n{text}".split("\n#")  # far fewer comments than lines
    return tuple(" ".join([first, *(each.partition("\n")[2] for each in commented)]).split())


@lru_cache(maxsize=64)
def word_table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table that came with the package, `templates/_words/<name>.tsv`: cells by the
    names in its first row."""
    text = (builtin_templates() / WORDS / f"{name}.tsv").read_bytes().decode("utf-8")
    names, *rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return tuple(dict(zip(names, row, strict=True)) for row in rows)


def made_of_words(make: Callable[[], _T]) -> Callable[[], _T]:
    """`make`, which goes through a list or a table above and gives what can be looked up in it:
    asked once, and what it gave is kept for the next run."""

    def known() -> _T:
        _, *folder, _ = make.__module__.split(".")
        files = _word_files() + cache.code("", "library", "/".join(folder))
        return cache.remembered("made", (make.__module__, make.__name__), files, make)

    return lru_cache(maxsize=1)(known)


@lru_cache(maxsize=1)
def _word_files() -> tuple[Stamp, ...]:
    return cache.stamps(map(str, sorted((builtin_templates() / WORDS).iterdir())))


def template_roots(folders: Sequence[Path] = ()) -> tuple[Path, ...]:
    """`folders` that exist, then the built-in templates; earlier ones win."""
    roots = [folder for folder in (*folders, builtin_templates()) if is_folder(folder)]
    return tuple(Path(root) for root in dict.fromkeys(map(os.path.realpath, roots)))


def file_within(folder: Path, name: str) -> Path | None:
    """The regular file of that name (pieces joined by /) in a folder.

    None where there is none, or where the name or a link on the way leads out of the folder.
    """
    pieces = name.split("/")
    if any(piece in ("", ".", "..") or "\\" in piece or ":" in piece for piece in pieces):
        return None
    file = folder.joinpath(*pieces)
    return file if is_file(file) and lies_in(file, folder) else None


def lies_in(file: Path, folder: Path) -> bool:
    """Whether a file is in a folder still once every link has been followed."""
    real = os.path.realpath(file)
    if real.startswith(f"{folder}{os.sep}"):  # as nearly always: the folder is below no link
        return True
    return Path(real).is_relative_to(os.path.realpath(folder))


def type_folders(roots: Sequence[Path]) -> Iterator[Path]:
    """Every type's folder, by root and name; a folder hidden by an earlier one is left out."""
    seen: set[str] = set()
    for path, *_ in declarations(roots):
        folder = Path(path).parent
        if folder.name not in seen and not folder.name.startswith("_"):
            seen.add(folder.name)
            yield folder


def declarations(roots: Iterable[Path]) -> tuple[Stamp, ...]:
    """Every `meeting.yaml`, hidden types included: what others inherit counts too."""
    files: list[str] = []
    for root in roots:
        with contextlib.suppress(OSError), os.scandir(root) as entries:
            names = sorted(
                entry.name
                for entry in entries
                if not entry.is_symlink() or lies_in(Path(entry.path), Path(root))
            )
            files += (f"{root}{os.sep}{name}{os.sep}meeting.yaml" for name in names)
    return cache.stamps(files)
