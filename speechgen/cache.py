"""A folder where what was made once waits for the next run; losing it costs time, never truth.

Owns where the folder is, checksums, and writing without races. Must not know what it keeps.
The folder is the user's own, as its bytecode is: whoever may write there may run code anyway.
Every failure (no home, full disk, no rights, damaged file) reads as "nothing kept".
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import stat
import sys
import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Final, TypeVar

from speechgen._version import __version__

_T = TypeVar("_T")
Stamp = tuple[str, int, int, int]
"""A file's path, size, and times of change of content and of entry (nanoseconds)."""
_PACKAGE: Final = Path(__file__).resolve().parent
_DECISIVE: Final = ("SPEECHGEN_CACHE", "LOCALAPPDATA", "XDG_CACHE_HOME", "HOME", "USERPROFILE")
"""The variables of the environment that say where the folder is."""
_CHECKSUM: Final = 32  # bytes of SHA-256 before the content


def folder() -> Path | None:
    """The cache folder: `SPEECHGEN_CACHE`, else the system's place for this user's caches."""
    return _folder(*map(os.environ.get, _DECISIVE))


@lru_cache(maxsize=8)  # asked a dozen times a draft
def _folder(chosen: str | None, local: str | None, xdg: str | None, *_: str | None) -> Path | None:
    if chosen:  # a relative one would lie in whatever folder is worked in: perhaps a stranger's
        return Path(chosen) if Path(chosen).is_absolute() else None
    try:
        if sys.platform == "win32":
            base = local or str(Path.home() / "AppData" / "Local")
        elif sys.platform == "darwin":
            base = str(Path.home() / "Library" / "Caches")
        else:
            base = xdg or str(Path.home() / ".cache")
    except RuntimeError:  # no home folder is known
        return None
    return Path(base) / "speechgen" if Path(base).is_absolute() else None


def load(key: str) -> bytes | None:
    """What was kept under `key` (file-name characters only), if it is whole."""
    place = folder()
    if place is None:
        return None
    try:
        with os.fdopen(_opened(place / key), "rb") as stream:
            kept = stream.read()
    except (OSError, ValueError):
        return None
    content = kept[_CHECKSUM:]
    is_whole = hashlib.sha256(key.encode() + content).digest() == kept[:_CHECKSUM]
    return content if is_whole else None


def _opened(path: Path) -> int:
    """The handle of a file that nobody else has put there: what is kept is unpickled."""
    how = ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY", "O_CLOEXEC")
    handle = os.open(path, os.O_RDONLY | sum(getattr(os, each, 0) for each in how))
    known = os.fstat(handle)
    if not stat.S_ISREG(known.st_mode) or (os.name == "posix" and known.st_uid != os.geteuid()):
        os.close(handle)
        raise PermissionError
    return handle


def store(key: str, content: bytes) -> None:
    """Keep `content` under `key`: written aside and moved into place, or not at all.

    The name aside is always the same: what a killed run leaves is gone with the next that keeps
    the same, and two that write at once at worst keep nothing, which the checksum tells.
    """
    place = folder()
    if place is None:
        return
    aside = place / f".new-{key}"
    try:
        place.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(hashlib.sha256(key.encode() + content).digest() + content)
        aside.replace(place / key)
    except (OSError, ValueError):
        with contextlib.suppress(OSError, ValueError):
            aside.unlink()


def stamps(files: Iterable[str]) -> tuple[Stamp, ...]:
    """Path, size and times of each file; what is missing or no file is left out.

    As long as these stay, so does what the files say.
    """
    found: list[Stamp] = []
    for file in files:
        try:
            known = os.stat(file)  # noqa: PTH116 (dozens a draft: a Path costs more)
        except (OSError, ValueError):
            continue
        if stat.S_ISREG(known.st_mode):
            found.append((file, known.st_size, known.st_mtime_ns, known.st_ctime_ns))
    return tuple(found)


def code(*folders: str) -> tuple[Stamp, ...]:
    """The stamps of the modules in the package's own folders (`checks/words`)."""
    return tuple(chain.from_iterable(map(_modules, folders)))


@lru_cache(maxsize=16)
def _modules(folder: str) -> tuple[Stamp, ...]:
    path, _, files = next(os.walk(_PACKAGE / folder), ("", [], []))
    return stamps(sorted(f"{path}{os.sep}{name}" for name in files if name.endswith(".py")))


def remembered(
    kind: str, identity: Iterable[str], files: tuple[Stamp, ...], make: Callable[[], _T]
) -> _T:
    """What `make` gives: a value of our own classes, kept under everything that decides it.

    `files` are what `make` reads, and `code` that reads it: a checkout has no version bumps.
    Reading them to compare their content would cost more than it saves, so their stamps have to
    do. Nothing is kept while a file is so young that it could change again within the grain of
    its times, and None never is. Whatever `make` raises is raised.
    """
    total = hashlib.sha256(repr((tuple(identity), files)).encode("utf-8", "backslashreplace"))
    key = f"{kind}-{__version__}-{total.hexdigest()[:40]}"
    kept = load(key)
    if kept is not None:
        with contextlib.suppress(Exception):  # whole, but of another form: made again
            known: _T = pickle.loads(kept)  # noqa: S301 (see above: the user's own folder)
            return known
    made = make()
    newest = max((max(changed, moved) for _, _, changed, moved in files), default=0)
    if made is not None and time.time_ns() - newest > 2_000_000_000:  # FAT counts in two seconds
        store(key, pickle.dumps(made, pickle.HIGHEST_PROTOCOL))
    return made
