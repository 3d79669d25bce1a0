"""Files that an outline names: beside it or below, read within bounds, each once.

Owns which names may be followed (never an absolute one, nor a way out through `..` or a link) and
the record of what was read. Must not know what the files hold.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

from speechgen.diagnostics import SpeechError
from speechgen.files.reading import read_bytes


class Beside:
    """The files beside an outline, by the names it uses. `folder` is the outline's own; None where
    there is none (bytes without a file), so that nothing can be named.

    `used` are the files that were read, in order, each once.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.used: dict[Path, None] = {}
        self._known: dict[str, bytes] = {}

    def path(self, name: str) -> Path:
        """Where the file of this name stands. Raises ValueError (Chinese) for a name that leads
        elsewhere."""
        if self.folder is None:
            raise ValueError(f"这份提纲不是文件，找不到“{name}”")
        if PurePosixPath(name).is_absolute() or PureWindowsPath(name).anchor:
            raise ValueError(f"“{name}”是绝对路径：只能用提纲旁边的文件")
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
        if name not in self._known:
            found = self.path(name)
            try:
                self._known[name] = read_bytes(found, limit)
            except SpeechError as failed:
                first = failed.diagnostics[0]
                hint = f"（{first.hint}）" if first.hint and "“/" not in first.hint else ""
                raise ValueError(f"“{name}”{first.message}{hint}") from None
            self.used.setdefault(found)
        return self._known[name]
