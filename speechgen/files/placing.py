"""Putting files in place: atomically, and never over somebody else's work.

A target may be overwritten when its bytes would not change or when it is exactly what speechgen
last wrote there. DOCX files prove that themselves (the caller brings the test); for all other
formats the folder holds a record `.speechgen` of names and sha256 digests. Must not know
documents or formats.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from speechgen.diagnostics import Span, SpeechError, error
from speechgen.files.reading import reason

RECORD: Final = ".speechgen"
_RECORD_LIMIT: Final = 4_000_000  # bytes; an older record is rewritten without repeated names
_TEMPORARY: Final = ".speechgen-"  # short: the target's own name may already fill 255 bytes


def place(
    path: Path,
    data: bytes,
    *,
    force: bool = False,
    untouched: Callable[[bytes], bool] | None = None,
    aside: Path | None = None,
) -> bool:
    """Write `data` to `path` atomically; parent folders are made. False if nothing changed.

    `untouched` tells from a file's bytes whether speechgen wrote them and nobody changed them
    (formats without such a proof use the folder's record). With `force`, a foreign file is kept
    beside it as `NAME.bak`. `aside` is where a batch writes first (nobody else does; it calls
    `tidy_record` once it is done). Raises SpeechError when the target is foreign or cannot be
    written, `disk-full` when that is why.
    """
    try:
        target = _real(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        before = _bytes_of(target)
        if before == data:
            return False
        if before is not None and not _ours(target, before, untouched):
            if not force:
                raise _foreign(path)
            _keep(target, before)
        if untouched is None:
            _remember(target, data, mend=aside is None)
        _replace(target, data, aside)
    except OSError as failed:
        full = failed.errno in (errno.ENOSPC, errno.EDQUOT)
        raise SpeechError(
            [
                error(
                    Span(str(path)),
                    "disk-full" if full else "file-unwritable",
                    f"写不了这个文件：{reason(failed)}",
                    "换一个位置：-o 文件或文件夹/",
                )
            ]
        ) from None
    return True


def _real(path: Path) -> Path:
    """What a link points to: the link stays, the file behind it is replaced."""
    try:
        return path.resolve() if path.is_symlink() else path
    except RuntimeError:  # how Python before 3.13 reports links in a circle
        raise OSError(errno.ELOOP, "links in a circle") from None


def _foreign(path: Path) -> SpeechError:
    return SpeechError(
        [
            error(
                Span(str(path)),
                "file-foreign",
                "这个文件不是 speechgen 写的，或写好后被人改过，没有覆盖",
                "换一个 -o；确要覆盖就加 --force（原文件另存为同名 .bak）",
            )
        ]
    )


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _ours(path: Path, data: bytes, untouched: Callable[[bytes], bool] | None) -> bool:
    if untouched is not None:
        return untouched(data)
    return f"{hashlib.sha256(data).hexdigest()}  {path.name}" in _record(path.parent)


def _record(folder: Path) -> set[str]:
    try:
        text = (folder / RECORD).read_text("utf-8", errors="replace")
    except OSError:
        return set()
    return set(text.splitlines())


def tidy_record(folder: Path) -> None:
    """Bring a folder's record into order, one line a name: the same whoever wrote first."""
    with contextlib.suppress(OSError):
        if (folder / RECORD).exists():
            _shorten(folder / RECORD, in_order=True)


def _remember(path: Path, data: bytes, mend: bool = True) -> None:
    """Note a digest before its file moves into place. Appending keeps parallel runs apart; every
    digest ever written under a name counts, so a run that died in between does no harm."""
    record = path.parent / RECORD
    line = f"{hashlib.sha256(data).hexdigest()}  {path.name}\n"
    if mend:  # not in a batch: reading a record of thousands for every file would take hours
        line = _mended(record) + line
    handle = os.open(record, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    try:
        os.write(handle, line.encode("utf-8", "surrogateescape"))
    finally:
        os.close(handle)


def _mended(record: Path) -> str:
    """What a record needs before the next line: nothing, or the end of its last one."""
    with contextlib.suppress(OSError):
        if record.stat().st_size > _RECORD_LIMIT:
            _shorten(record)
        if not record.read_bytes().endswith(b"\n"):
            return "\n"
    return ""


def _shorten(record: Path, in_order: bool = False) -> None:
    latest = {line[66:]: line for line in record.read_text("utf-8", "replace").splitlines()}
    names = sorted(latest) if in_order else latest
    _replace(record, "".join(f"{latest[name]}\n" for name in names if name).encode())


def rewrite(path: Path, data: bytes) -> Path | None:
    """Replace a user's own file on his word; what it held is kept beside it as `NAME.bak`.

    The copy's path, or None if nothing would change. Raises SpeechError.
    """
    try:
        target = path.resolve() if path.is_symlink() else path
        before = target.read_bytes()
        if before == data:
            return None
        _keep(target, before)
        _replace(target, data)
    except OSError as failed:
        said = f"写不了这个文件：{reason(failed)}"
        raise SpeechError([error(Span(str(path)), "file-unwritable", said)]) from None
    return target.with_name(f"{target.name}.bak")


def _keep(path: Path, data: bytes) -> None:
    """Save a foreign file beside itself; an earlier copy with other content stays too."""
    copies = (path.with_name(f"{path.name}.bak{n or ''}") for n in range(1000))
    for copy in copies:
        kept = _bytes_of(copy)
        if kept is None:
            _replace(copy, data)
            return
        if kept == data:
            return


def _replace(path: Path, data: bytes, aside: Path | None = None) -> None:
    """Write beside the target and move into place; no half-written or stray file remains."""
    if aside is not None:
        with contextlib.suppress(_OtherDiskError):
            return _moved(path, data, aside)
    import tempfile  # not for who only draws up bytes: writers read zip records in this package

    handle, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        temporary.chmod(_mode_for(path))
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


class _OtherDiskError(Exception):
    """The place aside is on another disk than the target."""


def _moved(path: Path, data: bytes, aside: Path) -> None:
    try:
        with aside.open("wb") as stream:
            stream.write(data)
        if path.exists():
            aside.chmod(_mode_for(path))
        aside.replace(path)
    except OSError as failed:
        aside.unlink(missing_ok=True)
        if failed.errno == errno.EXDEV:
            raise _OtherDiskError from None
        raise


def _mode_for(path: Path) -> int:
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        return 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
