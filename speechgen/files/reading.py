"""Reading what a user names: regular files only, never more than a limit, never a hang.

Owns the questions "is it a folder, a file" that no name can break, and what an operating-system
error means in Chinese. Must not know documents or formats.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO, Final

from speechgen.diagnostics import Span, SpeechError, refusal

LARGEST_DOCX: Final = 100_000_000  # bytes of a Word file that is read
LARGEST: Final = 100_000_000  # bytes of any other file that is read as a whole

_REASONS: Final = {
    errno.ENOSPC: "磁盘已满",
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限",
    errno.EROFS: "这个盘是只读的",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ENOTDIR: "路径中间有一段不是文件夹",
    errno.EEXIST: "路径中间有一段不是文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOENT: "路径不存在",
    errno.EINVAL: "文件名里有系统不允许的字符",
    errno.EDQUOT: "磁盘配额已满",
    errno.EFBIG: "文件太大",
    errno.ELOOP: "链接绕成了圈",
    errno.EBUSY: "它正被别的程序使用",
    errno.ETXTBSY: "它正被别的程序使用",
    errno.EIO: "磁盘读写出错",
    errno.ESTALE: "网络盘断开了",
    errno.EMFILE: "同时打开的文件太多",
    errno.ENXIO: "它不是普通文件",
}

_LIKE: Final = 0.8  # from here on a suffix is a slip for another: .yml, .jpeg, .docm
FULL: Final = (errno.ENOSPC, errno.EDQUOT)
"""What the system reports where there is no room left."""
_OPENING: Final = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
"""Without waiting: a FIFO that nobody writes to opens at once, and is then refused."""


class StrangeFileError(OSError):
    """In a place of our own stands something that is not ours; the one argument says what."""


def reason(failed: OSError) -> str:
    """What an operating-system error means, in Chinese."""
    if isinstance(failed, StrangeFileError):
        return str(failed)
    return _REASONS.get(failed.errno or 0, f"系统报告错误 {failed.errno}")


is_folder: Final = os.path.isdir
"""Whether there is a folder; no name, however long or odd, raises."""

is_file: Final = os.path.isfile
"""Whether there is a regular file; no name, however long or odd, raises."""


def is_link(path: Path) -> bool:
    """Whether the name itself is a link (on Windows, a junction too), wherever it leads."""
    try:
        found = os.lstat(path)
    except (OSError, ValueError):
        return False
    mark = getattr(found, "st_reparse_tag", 0)
    return stat.S_ISLNK(found.st_mode) or mark == 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT


def open_file(path: Path) -> BinaryIO:
    """A user's file to read from. Raises SpeechError: missing, a folder, no regular file (a FIFO
    or a device), unreadable."""
    try:
        handle = os.open(path, _OPENING)
    except (OSError, ValueError) as failed:
        raise _unreadable(path, failed) from None
    mode = os.fstat(handle).st_mode
    if stat.S_ISREG(mode):
        return os.fdopen(handle, "rb")
    os.close(handle)
    if stat.S_ISDIR(mode):
        raise _unreadable(path, IsADirectoryError())
    said, hint = "这不是普通文件（是管道或设备）", "先存成普通文件再用"
    raise refusal(Span(str(path)), "file-unreadable", said, hint)


def read_bytes(path: Path, limit: int = LARGEST) -> bytes:
    """The bytes of a user's file. Raises SpeechError as `open_file`, and for more than `limit`
    bytes, whatever size the system reports."""
    with open_file(path) as stream:
        try:
            return bounded(stream.fileno(), path, limit)
        except OSError as failed:
            raise _unreadable(path, failed) from None


def _unreadable(path: Path, failed: OSError | ValueError) -> SpeechError:
    if isinstance(failed, FileNotFoundError):
        return refusal(Span(str(path)), "file-missing", "没有这个文件", _similar(path))
    if is_folder(path):
        return refusal(Span(str(path)), "file-folder", "这是一个文件夹，不是文件")
    said = "文件名不合法"
    if isinstance(failed, OSError):
        said = reason(failed).replace("写入", "读取")
    return refusal(Span(str(path)), "file-unreadable", f"读不了这个文件：{said}")


def bounded(handle: int, path: Path, limit: int) -> bytes:
    """All there is to read, block by block; sizes in the folder's listing may lie. Raises
    SpeechError above `limit` bytes."""
    blocks: list[bytes] = []
    left = limit
    if os.fstat(handle).st_size <= limit:
        while block := os.read(handle, min(1 << 20, left + 1)):
            left -= len(block)
            if left < 0:
                break
            blocks.append(block)
        else:
            return b"".join(blocks)
    said = f"文件超过 {limit // 1_000_000} MB，不读"
    raise refusal(Span(str(path)), "file-too-large", said)


def _similar(path: Path) -> str:
    import difflib

    try:
        names = [one.name for one in path.parent.iterdir() if one.is_file()]
    except (OSError, ValueError):
        return f"也没有文件夹“{path.parent}”"
    wanted = path.name.casefold()
    if hidden := [one for one in names if one.casefold() == f"{wanted}.txt"]:
        return f"这里有“{hidden[0]}”，记事本多加了 .txt，改名去掉它"
    same = [one for one in names if one.casefold() == wanted]  # Windows takes one for the other
    stems: dict[str, str] = {}

    def likeness(name: str) -> float:  # .yml is nearer to .yaml than to .docx
        return difflib.SequenceMatcher(None, Path(name).suffix, path.suffix).ratio()

    kin = next((kind for kind in _KINDS if path.suffix.casefold() in kind), ())
    akin = [one for one in names if Path(one).suffix.casefold() in kin]
    for one in sorted(names, key=lambda name: (-likeness(name), name)):
        stem = Path(one).stem.casefold()
        if not path.suffix or likeness(one) >= _LIKE or one in akin or stem == Path(wanted).stem:
            stems.setdefault(stem, one)
    near = difflib.get_close_matches(Path(wanted).stem, stems, n=1, cutoff=0.5)
    found = same or [stems[one] for one in near]
    if akin and not found:
        return f"同一个文件夹里有{'、'.join(f'“{one}”' for one in sorted(akin)[:_NAMED])}"
    return f"是不是“{path.parent / found[0]}”？" if found else ""


_KINDS: Final = ((".png", ".jpg", ".jpeg"), (".xlsx", ".csv"))
"""Suffixes of which one may stand for another."""
_NAMED: Final = 3  # files


def find_program(name: str) -> str | None:
    """The path of a program in one of the folders of PATH: never, as Windows would have it, in
    the working folder, which may be a stranger's."""
    import shutil

    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    found = (shutil.which(os.path.join(one, name)) for one in folders if os.path.isabs(one))  # noqa: PTH117, PTH118 (texts of PATH)
    return next(filter(None, found), None)
