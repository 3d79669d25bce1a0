"""Files that an outline names: beside it or below, read within bounds, each once.

Owns which names may be followed (never an absolute one, nor a way out through `..` or a link) and
the record of what was read. Must not know what the files hold.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Final, NamedTuple

from speechgen.diagnostics import SpeechError
from speechgen.files.reading import LARGEST, read_bytes

_MOST_KEPT: Final = 64_000_000  # bytes of all files that need not be read again


class _Kept(NamedTuple):
    stamp: tuple[int, ...]
    data: bytes
    sha256: str


class Beside:
    """The files beside an outline, by the names it uses. `folder` is the outline's own; None where
    there is none (bytes without a file), so that nothing can be named.

    `used` are the names that were read, in order, each with the SHA-256 of what the file held;
    an empty one where it could not be read.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.used: dict[str, str] = {}
        self._kept: dict[str, _Kept] = {}

    def apart(self) -> Beside:
        """The same files, with a record of its own of what is used."""
        made = Beside(self.folder)
        made._kept = self._kept
        return made

    @property
    def paths(self) -> tuple[Path, ...]:
        """Where the used files stand: their change matters, and that of one that is missing."""
        return () if self.folder is None else tuple(self.folder / name for name in self.used)

    def path(self, name: str) -> Path:
        """Where the file of this name stands. Raises ValueError (Chinese) for a name that leads
        elsewhere."""
        if self.folder is None:
            raise ValueError(f"这份提纲不是文件，找不到“{name}”")
        if PurePosixPath(name).is_absolute() or PureWindowsPath(name).anchor:
            bare = PureWindowsPath(name).name
            raise ValueError(f"“{name}”是绝对路径：文件放在提纲旁边，只写“{bare}”")
        try:
            root = self.folder.resolve()
            found = (root / name.replace("\\", "/")).resolve()
        except (OSError, ValueError, RuntimeError):
            raise ValueError(f"“{name[:40]}”不是文件名") from None
        if not found.is_relative_to(root):
            raise ValueError(f"“{name}”在提纲的文件夹外面：只能用提纲旁边或下级文件夹里的文件")
        return found

    def below(self, name: str) -> Beside:
        """The files that the outline of this name may name itself: beside it or below. Raises
        ValueError as `path` does."""
        return Beside(self.path(name).parent)

    def read(self, name: str, limit: int) -> bytes:
        """The bytes of the file of this name, at most `limit`. Raises ValueError (Chinese) for
        what cannot be read."""
        found = self.path(name)
        self.used[name] = ""
        try:
            kept = self._read(name, found, limit)
        except SpeechError as failed:
            first = failed.diagnostics[0]
            whole = f"“{found.parent}{os.sep}"  # what a hint names beside it is named as it was
            hint = first.hint.replace(whole, f"“{name[: len(name) - len(found.name)]}")
            if first.rule == "file-missing":
                hint = self._below(name) or hint
            hint = f"（{hint}）" if hint and "“/" not in hint else ""
            raise ValueError(f"“{name}”{first.message.removeprefix('这')}{hint}") from None
        self.used[name] = kept.sha256
        return kept.data

    def _below(self, name: str) -> str:
        """The question whether a file of this name in a folder below was meant."""
        found: list[str] = []
        if self.folder is not None and name == PureWindowsPath(name).name:
            with contextlib.suppress(OSError, ValueError, RuntimeError):
                places = (f"{one.name}/{name}" for one in self.folder.iterdir() if one.is_dir())
                found += (place for place in places if self.path(place).is_file())
        return f"是不是“{min(found)}”？" if found else ""

    def holds(self, name: str, sha256: str) -> bool:
        """Whether the file of this name holds what `used` says that it held."""
        try:
            return self._read(name, self.path(name), LARGEST).sha256 == sha256
        except (SpeechError, ValueError):
            return not sha256

    def _read(self, name: str, found: Path, limit: int) -> _Kept:
        stamp: tuple[int, ...] = ()
        with contextlib.suppress(OSError, ValueError):
            now = os.stat(found)  # noqa: PTH116 (one a row of a batch: Path costs more)
            stamp = now.st_size, now.st_mtime_ns, now.st_ctime_ns, now.st_ino
        known = self._kept.pop(name, None)
        if known is None or known.stamp != stamp or len(known.data) > limit:
            data = read_bytes(found, limit)
            known = _Kept(stamp, data, hashlib.sha256(data).hexdigest())
        self._kept[name] = known  # the last one used stands last
        left = sum(len(one.data) for one in tuple(self._kept.values()))
        for old, one in tuple(self._kept.items()):
            if left > _MOST_KEPT:
                left -= len(one.data)
                self._kept.pop(old, None)
        return known


class Held(Beside):
    """Files that stand nowhere yet: bytes by name."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(None)
        self._files = files

    def apart(self) -> Beside:
        """The same files, with a record of its own of what is used."""
        return Held(self._files)

    def read(self, name: str, limit: int) -> bytes:
        """The bytes of the file of this name. Raises ValueError (Chinese) where there is none."""
        return self._files[name] if name in self._files else super().read(name, limit)
