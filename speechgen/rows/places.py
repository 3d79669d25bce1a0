"""Where drafts go: a folder, an object store, or nowhere.

Owns the three kinds of places and what a batch keeps beside its drafts while it runs. Must not
know documents beyond the test whether a file is still as it was written.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from speechgen.diagnostics import Span, SpeechError, refusal
from speechgen.files.own import is_own_folder, read_own
from speechgen.files.placing import Moves, copies_of, foreign, place
from speechgen.files.sealing import is_untouched

STATE: Final = ".speechgen-batch"
"""The folder in the target that holds lock, journal and files not yet in place; gone at the end."""


def is_url(into: str) -> bool:
    """Whether a target is an fsspec URL (`s3://…`, `memory://…`) and no folder."""
    scheme, mark, _ = into.partition("://")
    return bool(mark) and scheme not in ("file", "local") and scheme.isalnum()


def folder_of(into: str) -> Path:
    """The folder that a target means which is no URL."""
    for scheme in ("file://", "local://"):
        into = into.removeprefix(scheme)
    return Path(into)


@lru_cache(maxsize=8)
def open_place(into: str) -> Folder | Store | None:
    """The place for a target, None for nowhere: a dry run, and callers who want the bytes. Raises
    SpeechError for a URL that nothing here can write to."""
    if not into:
        return None
    return Store(into) if is_url(into) else Folder(Path(into))


class Folder:
    """A folder of this machine, or one that all machines share; a `file` is a path below it, parts
    separated by `/`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, file: str, content: bytes, force: bool, moves: Moves | None) -> bool:
        """Write atomically, minding whose file it is; False if nothing changed. With `moves` it
        is there only once they are settled. Raises SpeechError."""
        target = self._folder / file
        self._refuse_outside(target)
        return place(target, content, force=force, paper=True, moves=moves)

    def moves(self) -> Moves | None:
        """What puts the files of a chunk in place together, through the folder that a batch keeps
        beside its drafts; None where each is put at once."""
        state = self._folder / STATE
        return Moves(state) if is_own_folder(state) else None

    def _refuse_outside(self, target: Path) -> None:
        """A link inside the folder must not lead out of it."""
        if target.parent == self._folder:
            return
        if not Path(os.path.realpath(target.parent)).is_relative_to(self._folder.resolve()):
            said = "这个文件夹是通到外面去的链接，没有写"
            raise refusal(Span(str(target.parent)), "file-outside", said)

    def holds(self, file: str, sha256: str) -> bool:
        """Whether the file is there with that content."""
        try:
            self._refuse_outside(self._folder / file)
            content = read_own(self._folder / file)
        except (OSError, SpeechError):
            return False
        return hashlib.sha256(content).hexdigest() == sha256


class Store:
    """An object store by its fsspec URL: one object put at once, so never half a file."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        try:
            import fsspec

            self._files, self._root = fsspec.core.url_to_fs(self._url)
        except ImportError as absent:
            hint = "pip install 'speechgen[cloud]'"
            said = f"写到 {url} 要另装程序包（{absent.name}）"
            raise refusal(Span(url), "store-unavailable", said, hint) from None
        except (ValueError, OSError) as wrong:
            said = f"打不开“{url}”：{type(wrong).__name__}"
            raise refusal(Span(url), "store-unavailable", said) from None

    def _path(self, file: str) -> str:
        return f"{self._root.rstrip('/')}/{file}"

    def read(self, file: str) -> bytes | None:
        """An object's content; None if there is none. Raises SpeechError."""
        with self._reached(file):
            try:
                content: bytes = self._files.cat_file(self._path(file))
            except FileNotFoundError:
                return None
        return content

    def write(self, file: str, content: bytes) -> None:
        """Put an object. Raises SpeechError."""
        with self._reached(file):
            self._files.pipe_file(self._path(file), content)

    def remove(self, file: str) -> None:
        """Remove an object. Raises SpeechError."""
        with self._reached(file):
            self._files.rm_file(self._path(file))

    def names(self, folder: str) -> list[str]:
        """The names in a folder, in order."""
        self._files.invalidate_cache()
        with self._reached(folder):
            try:
                found: list[Any] = self._files.ls(self._path(folder), detail=False)
            except FileNotFoundError:
                return []
        return sorted(str(name).rsplit("/", 1)[-1] for name in found)

    @contextmanager
    def _reached(self, file: str) -> Iterator[None]:
        try:
            yield
        except Exception as failed:  # every store has errors of its own
            said = f"读写不了：{type(failed).__name__}"
            span, hint = Span(f"{self._url}/{file}"), "检查网址、账号和网络"
            raise refusal(span, "store-unreachable", said, hint) from None

    def put(self, file: str, content: bytes, force: bool, _moves: object = None) -> bool:
        """See `Folder.put`; there is nothing to move here."""
        before = self.read(file)
        if before == content:
            return False
        if before is not None and not (file.lower().endswith(".docx") and is_untouched(before)):
            if not force:
                raise foreign(f"{self._url}/{file}")
            copies = copies_of(file)
            while (kept := self.read(copy := next(copies))) not in (None, before):
                pass  # an earlier copy with other content stays too
            if kept is None:
                self.write(copy, before)
        self.write(file, content)
        return True

    def holds(self, file: str, sha256: str) -> bool:
        """See `Folder.holds`."""
        content = self.read(file)
        return content is not None and hashlib.sha256(content).hexdigest() == sha256
