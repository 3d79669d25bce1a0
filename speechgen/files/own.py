"""Files of our own in other people's folders: opened without following, made durable, locked.

Owns the one way in which a record, a journal, a lock or a temporary file is opened: never through
a link, never a FIFO, a device or a folder. Must not know what stands in them.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from pathlib import Path
from typing import Final

from speechgen.files.reading import LARGEST, StrangeFileError, bounded, is_link

_ALWAYS: Final = sum(
    getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")
)
_UNSUPPORTED: Final = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS)
HAS_SYNC_DISK: Final = sys.platform == "linux"
"""Whether a whole disk can be made durable at once: fourteen times sooner than file by file."""


def open_own(path: Path, flags: int) -> int:
    """The handle of a file of our own. It is made if `flags` say so; O_TRUNC empties it once it
    is known to be ours. Raises OSError, StrangeFileError where a link, a FIFO, a device stands, or
    (for writing) a file that has a second name elsewhere."""
    if is_link(path):
        raise StrangeFileError(f"{path.name} 是一个链接，不跟着它走")
    with contextlib.suppress(FileNotFoundError):
        mode = os.lstat(path).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, "a folder")
        if not stat.S_ISREG(mode):
            raise StrangeFileError(f"{path.name} 不是普通文件（是管道或设备）")
    handle = os.open(path, flags & ~os.O_TRUNC | _ALWAYS, 0o666)
    try:
        opened = os.fstat(handle)
        if not (stat.S_ISREG(opened.st_mode) and os.path.samestat(opened, os.lstat(path))):
            raise StrangeFileError(f"{path.name} 刚被换成了别的东西")
        if flags & (os.O_WRONLY | os.O_RDWR) and opened.st_nlink > 1:
            raise StrangeFileError(f"{path.name} 在别处还有一个名称（硬链接），不去写它")
        if flags & os.O_TRUNC:
            os.ftruncate(handle, 0)
    except BaseException:
        os.close(handle)
        raise
    return handle


def read_own(path: Path, limit: int = LARGEST) -> bytes:
    """All there is in a file that is not a link. Raises OSError, SpeechError above `limit`."""
    handle = open_own(path, os.O_RDONLY)
    try:
        return bounded(handle, path, limit)
    finally:
        os.close(handle)


def make_own_folder(folder: Path) -> None:
    """Make a folder of our own, or find it there. Raises OSError, StrangeFileError where a link
    or a file stands in its place."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir()
    if not is_own_folder(folder):
        what = "链接" if is_link(folder) else "文件"
        raise StrangeFileError(f"{folder.name} 是{what}，不是 speechgen 自己的文件夹")


def is_own_folder(folder: Path) -> bool:
    """Whether there is a real folder, not a link to one."""
    try:
        return not is_link(folder) and stat.S_ISDIR(os.lstat(folder).st_mode)
    except OSError:
        return False


def lock(handle: int) -> bool:
    """Take the lock of an open file until it is closed; False where somebody else has it."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


# -- power cuts -----------------------------------------------------------------------------------


def sync(handle: int) -> None:
    """Make what was written to an open file outlast a power cut. Raises OSError."""
    try:
        os.fsync(handle)
    except OSError as failed:
        if failed.errno not in _UNSUPPORTED:
            raise


def sync_folder(folder: Path) -> None:
    """Make the names in a folder outlast a power cut, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sync_disk(folder: Path) -> None:
    """Make everything on a folder's disk outlast a power cut; nothing without HAS_SYNC_DISK.
    Raises OSError."""
    if not HAS_SYNC_DISK:
        return
    import ctypes

    handle = os.open(folder, os.O_RDONLY)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(handle):
            number = ctypes.get_errno()
            if number not in _UNSUPPORTED:
                raise OSError(number, os.strerror(number))
    finally:
        os.close(handle)
