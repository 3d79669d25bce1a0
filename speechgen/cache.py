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
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, TypeVar

from speechgen._version import __version__

_T = TypeVar("_T")
_CHECKSUM: Final = 32  # bytes of SHA-256 before the content
_MOST_SAID: Final = 16_000_000  # bytes of one file; no reader takes a longer one


def folder() -> Path | None:
    """The cache folder: `SPEECHGEN_CACHE`, else the system's place for this user's caches."""
    chosen = os.environ.get("SPEECHGEN_CACHE")
    if chosen:
        return Path(chosen)
    try:
        if sys.platform == "win32":
            base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
        elif sys.platform == "darwin":
            base = str(Path.home() / "Library" / "Caches")
        else:
            base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    except RuntimeError:  # no home folder is known
        return None
    return Path(base) / "speechgen" if Path(base).is_absolute() else None


def load(key: str) -> bytes | None:
    """What was kept under `key` (file-name characters only), if it is whole."""
    place = folder()
    if place is None:
        return None
    try:
        kept = (place / key).read_bytes()
    except (OSError, ValueError):
        return None
    content = kept[_CHECKSUM:]
    if hashlib.sha256(key.encode() + content).digest() != kept[:_CHECKSUM]:
        return None
    return content


def store(key: str, content: bytes) -> None:
    """Keep `content` under `key`: written aside and moved into place, or not at all."""
    import tempfile

    place = folder()
    if place is None:
        return
    aside = ""
    try:
        place.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(prefix=".new-", dir=place)
        with os.fdopen(handle, "wb") as stream:
            stream.write(hashlib.sha256(key.encode() + content).digest() + content)
        Path(aside).replace(place / key)
    except (OSError, ValueError):
        if aside:
            with contextlib.suppress(OSError):
                Path(aside).unlink()


def remembered(kind: str, identity: Iterable[bytes], make: Callable[[], _T]) -> _T:
    """What `make` gives: a value of our own classes, kept under everything that decides it.

    None is not kept. Whatever `make` raises is raised.
    """
    total = hashlib.sha256()
    for part in identity:
        total.update(b"%d:" % len(part))
        total.update(part)
    key = f"{kind}-{__version__}-{total.hexdigest()[:40]}"
    kept = load(key)
    if kept is not None:
        with contextlib.suppress(Exception):  # whole, but of another form: made again
            known: _T = pickle.loads(kept)  # noqa: S301 (see above: the user's own folder)
            return known
    made = make()
    if made is not None:
        store(key, pickle.dumps(made, pickle.HIGHEST_PROTOCOL))
    return made


def said(files: Iterable[Path]) -> Iterator[bytes]:
    """Files as part of an identity: each one's path and what it says; nothing if unreadable.

    The code that makes a value belongs to its identity too: a checkout has no version bumps.
    """
    for file in files:
        yield os.fsencode(file)
        content = b""
        with contextlib.suppress(OSError, ValueError), file.open("rb") as stream:
            content = stream.read(_MOST_SAID)
        yield content
