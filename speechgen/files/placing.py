"""Putting files in place: atomically, durably, and never over somebody else's work.

A target may be overwritten when its bytes would not change or when it is exactly what speechgen
last wrote there. A drafted DOCX proves that itself (`sealing`); for all else the folder holds a
record `.speechgen` of names and sha256 digests. A link as target is
followed only inside its own folder; a place of our own that holds a link, a FIFO or a device is
refused. What a killed run left under a name of our shape goes at the next. Must not know
documents or formats.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from speechgen.diagnostics import Span, SpeechError, refusal
from speechgen.files import own
from speechgen.files.reading import FULL, StrangeFileError, is_link, reason

RECORD: Final = ".speechgen"
_RECORD_LIMIT: Final = 4_000_000  # bytes; an older record is rewritten without repeated names
_TEMPORARY: Final = ".speechgen-"  # short: the target's own name may already fill 255 bytes
_WINDOWS: Final = os.name == "nt"


def place(
    path: Path,
    data: bytes,
    *,
    force: bool = False,
    paper: bool = False,
    moves: Moves | None = None,
) -> bool:
    """Write `data` to `path` atomically; parent folders are made. False if nothing changed.

    It is noted in the folder's record, but for a `paper` as DOCX: a draft proves itself, a changed
    one is its owner's. With `force`, a foreign file is kept beside it as `NAME.bak`. With `moves`
    the file is only written aside: it is there once they are settled (a batch calls `tidy_record`
    once it is done). Raises SpeechError when the target is foreign, outside its folder or cannot
    be written, `disk-full` when that is why.
    """
    record = not paper or path.suffix.lower() != ".docx"
    try:
        target = _real(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        sweep(target.parent)
        before = own.read_own(target) if os.path.lexists(target) else None
        if before == data:
            with contextlib.suppress(OSError):
                os.utime(target)  # make(1) sees it done
            return False
        if before is not None:
            proven = _proves_itself(target, before)
            recorded = not proven and _is_recorded(target, before, moves)
            if not (proven or recorded or force):
                raise foreign(str(path))
            if not (proven or (recorded and record)):  # edits that were taken over stay too
                _keep(target, before)
        if record:
            _remember(target, data, alone=moves is None)
        if moves is None:
            _replace(target, data)
        else:
            moves.add(path, target, data)
    except (OSError, ValueError) as failed:
        raise unwritable(path, failed, "换一个位置：-o 文件或文件夹/") from None
    return True


def is_ours(path: Path, or_carried: bool = False) -> bool:
    """Whether a file is a draft just as speechgen wrote it, or one whose edits were taken over
    (`carried`). Never raises."""
    try:
        data = own.read_own(path)
    except (OSError, ValueError, SpeechError):
        return False
    known = or_carried or path.suffix.lower() != ".docx"
    return _proves_itself(path, data) or (known and _is_recorded(path, data, None))


def _proves_itself(path: Path, data: bytes) -> bool:
    """Whether it is a DOCX with a seal that holds."""
    if path.suffix.lower() != ".docx":
        return False
    from speechgen.files.sealing import is_untouched  # most targets are new

    return is_untouched(data)


def carried(path: Path, data: bytes) -> None:
    """Note that what stands in a foreign file has been taken over: these very bytes may be
    overwritten (they are kept once beside it as `NAME.bak`). Raises SpeechError."""
    try:
        target = _real(path)
        if not _is_recorded(target, data, None):
            _remember(target, data, alone=True)
    except (OSError, ValueError) as failed:
        raise unwritable(path, failed) from None


def foreign(file: str) -> SpeechError:
    """The error that a file is somebody else's."""
    said = "这个文件不是 speechgen 写的，或写好后被人改过，没有覆盖"
    hint = "换一个 -o；确要覆盖就加 --force（原文件另存为同名 .bak）"
    return refusal(Span(file), "file-foreign", said, hint)


def rewrite(path: Path, data: bytes) -> Path | None:
    """Replace a user's own file on his word; what it held is kept beside it as `NAME.bak`.

    The copy's path, or None if nothing would change. Raises SpeechError.
    """
    try:
        target = _real(path)
        sweep(target.parent)
        before = own.read_own(target)
        if before == data:
            return None
        copy = _keep(target, before)
        _replace(target, data)
    except (OSError, ValueError) as failed:
        raise unwritable(path, failed) from None
    return copy


def unwritable(path: Path, failed: OSError | ValueError, hint: str = "") -> SpeechError:
    """Why a file or folder could not be written, as one finding and what to do."""
    rule, said = "file-unwritable", "名称里有系统不允许的字符"
    if isinstance(failed, OSError):
        said = reason(failed)
        if failed.errno in FULL:
            rule = "disk-full"
        elif isinstance(failed, StrangeFileError):
            ours = not os.path.lexists(path) or path.is_file()  # what is strange is a file of ours
            hint = "确认没有用处就删去它，再试" if ours else "换一个 -o；要显示在屏幕上，写 -o -"
        elif failed.errno in (errno.EACCES, errno.EPERM, errno.EBUSY):
            said, hint = _held(path) or (said, hint)
        elif _too_long(path, failed):
            said, hint = "路径太长", "换一个浅一些的文件夹，或把文件夹和文件的名称改短"
    return refusal(Span(str(path)), rule, f"写不了这个文件：{said}", hint)


def _held(path: Path) -> tuple[str, str] | None:
    """What is said of a file that an office program has open (its lock file lies beside it)."""
    name = path.name
    locks = (f"~${name}", f"~${name[1:]}", f"~${name[2:]}", f".~{name}", f".~lock.{name}#")
    if any(os.path.lexists(path.with_name(one)) for one in locks):
        return "它正在 Word 或 WPS 里开着", "在那里关上它再试，或换一个 -o"
    if _WINDOWS and os.path.lexists(path):
        return "它正被别的程序打开，或没有写入权限", "关上打开它的程序再试，或换一个 -o"
    return None


def _too_long(path: Path, failed: OSError) -> bool:
    """Windows says of a path that is too long only that it is not there."""
    if failed.errno == errno.ENAMETOOLONG:
        return all(len(os.fsencode(part)) <= 255 for part in path.parts)
    if not _WINDOWS or failed.errno not in (errno.ENOENT, errno.EINVAL):
        return False
    with contextlib.suppress(OSError):
        return len(str(path.absolute())) > 259  # characters of a whole path
    return False


def _real(path: Path) -> Path:
    """The file that a target means: a link stays, the file behind it is replaced, but only where
    that lies in the link's own folder or below."""
    if not is_link(path):
        return path
    try:
        real = path.resolve(strict=True)
        inside = real.is_relative_to(path.parent.resolve())
    except FileNotFoundError:
        raise StrangeFileError("这是一个断开的链接，指向的文件不存在") from None
    except RuntimeError:  # how Python before 3.13 reports links in a circle
        raise OSError(errno.ELOOP, "links in a circle") from None
    if not inside:
        said, hint = "这是一个通到文件夹外面去的链接，没有写", f"要写的若是它，就写明 {real}"
        raise refusal(Span(str(path)), "file-outside", said, hint)
    return real


# -- the record -----------------------------------------------------------------------------------


def _line(path: Path, data: bytes) -> str:
    """What the record says of a file."""
    return f"{hashlib.sha256(data).hexdigest()}  {path.name}"


def _is_recorded(path: Path, data: bytes, moves: Moves | None) -> bool:
    """Whether the folder's record knows these bytes by this name. It is read once for all files of
    a chunk: of ten thousand each would read ten thousand lines."""
    record, line = path.with_name(RECORD), _line(path, data)
    known = moves.records if moves is not None else {}
    if line not in known.get(record, ()):
        known[record] = set(_record(record))
    return line in known[record]


def _record(record: Path) -> list[str]:
    """The lines of a folder's record; none where something else stands in its place."""
    try:
        return own.read_own(record).decode("utf-8", "surrogateescape").split("\n")
    except (OSError, SpeechError):
        return []


def tidy_record(folder: Path) -> None:
    """Bring a folder's record into order, one line a name: the same whoever wrote first."""
    sweep(folder)
    with contextlib.suppress(OSError):
        _shorten(folder / RECORD, in_order=True)


def _remember(path: Path, data: bytes, alone: bool) -> None:
    """Note a digest before its file moves into place. Appending keeps parallel runs apart; every
    digest ever written under a name counts, so a run that died in between does no harm."""
    line = f"{_line(path, data)}\n"
    record = path.with_name(RECORD)
    handle = own.open_own(record, os.O_RDWR | os.O_CREAT | os.O_APPEND)
    try:
        size = os.fstat(handle).st_size
        if size:  # the end of a line that a power cut left unfinished
            os.lseek(handle, -1, os.SEEK_END)
            line = line if os.read(handle, 1) == b"\n" else "\n" + line
        os.write(handle, line.encode("utf-8", "surrogateescape"))
        if alone:  # a batch's are made durable with its files
            own.sync(handle)
    finally:
        os.close(handle)
    if alone and size > _RECORD_LIMIT:
        _shorten(record)


def _shorten(record: Path, in_order: bool = False) -> None:
    latest = {line[66:]: line for line in _record(record)}
    names = sorted(latest) if in_order else latest
    text = "".join(f"{latest[name]}\n" for name in names if name)
    if text:
        _replace(record, text.encode("utf-8", "surrogateescape"))


# -- writing --------------------------------------------------------------------------------------


def _keep(path: Path, data: bytes) -> Path:
    """Save a foreign file beside itself; an earlier copy with other content stays too."""
    copies = map(path.with_name, copies_of(path.name))
    while os.path.lexists(copy := next(copies)):
        with contextlib.suppress(OSError, SpeechError):
            if own.read_own(copy) == data:
                return copy
    _replace(copy, data)
    return copy


def put_aside(path: Path) -> None:
    """Get a foreign file out of the way, whole, as `NAME.bak`. Raises OSError."""
    copies = map(path.with_name, copies_of(path.name))
    path.rename(next(copy for copy in copies if not os.path.lexists(copy)))


def copies_of(name: str) -> Iterator[str]:
    """The names under which a foreign file is kept, one after the other. Raises OSError."""
    for number in range(1000):
        yield f"{name}.bak{number or ''}"
    raise StrangeFileError("备份文件 .bak 太多")


def _replace(path: Path, data: bytes) -> None:
    """Write beside the target and move into place; no half-written or stray file remains, and
    after a power cut there is the old file or the new one."""
    for left in reversed(range(3)):
        temporary = _written(path.parent, path, data)
        try:
            temporary.replace(path)
            break
        except BaseException as failed:
            temporary.unlink(missing_ok=True)
            if not (left and isinstance(failed, FileNotFoundError)):  # else a sweep was faster
                raise
    own.sync_folder(path.parent)


def _written(folder: Path, target: Path, data: bytes, durable: bool = True) -> Path:
    """A new file under a name of our own shape, locked while it is being written: no other run
    takes it for a stray."""
    temporary = folder / f"{_TEMPORARY}{os.urandom(8).hex()}"
    handle = own.open_own(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    try:
        with os.fdopen(handle, "wb") as stream:
            own.lock(handle)
            stream.write(data)
            stream.flush()
            with contextlib.suppress(FileNotFoundError):  # a new file minds the mask
                temporary.chmod(target.stat().st_mode & 0o777)
            if durable:
                own.sync(handle)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


class Moves:
    """The files of a batch's chunk: written aside one by one, made durable together, then moved
    into place: a power cut finds each as it was or as it is to be.

    `aside` is a folder of our own on the same disk that no other run sweeps.
    """

    def __init__(self, aside: Path) -> None:
        self._aside = aside
        self.records: dict[Path, set[str]] = {}  # lines of the records that were read
        self._waiting: list[tuple[Path, Path, Path]] = []

    def add(self, asked: Path, target: Path, data: bytes) -> None:
        """Write a file aside; `asked` is what `settle` calls it. Raises OSError."""
        written = _written(self._aside, target, data, durable=not own.HAS_SYNC_DISK)
        self._waiting.append((asked, target, written))

    def settle(self) -> dict[Path, SpeechError]:
        """Move all into place; what could not be moved, and why."""
        refused: dict[Path, SpeechError] = {}
        waiting = list(self._waiting)
        try:
            if waiting:
                own.sync_disk(self._aside)
            for asked, target, written in waiting:
                try:
                    _move(written, target)
                except OSError as failed:
                    refused[asked] = unwritable(asked, failed)
        except OSError as failed:  # the disk did not take what was written
            refused = {asked: unwritable(asked, failed) for asked, _, _ in waiting}
        finally:
            self.drop()
        for folder in {target.parent for _, target, _ in waiting}:
            own.sync_folder(folder)
        return refused

    def drop(self) -> None:
        """Nothing is moved any more."""
        for _, _, written in self._waiting:
            with contextlib.suppress(OSError):
                written.unlink(missing_ok=True)
        self._waiting = []


def _move(written: Path, target: Path) -> None:
    try:
        written.replace(target)
    except OSError as failed:
        if failed.errno != errno.EXDEV:
            raise
        _replace(target, written.read_bytes())


# -- strays ---------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)  # a batch may make a folder a row
def sweep(folder: Path) -> None:
    """Remove what killed runs left in a folder, once a process for the last few thousand folders:
    files of our own shape that nobody holds a lock on."""
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        for path in [folder / entry.name for entry in found if is_temporary(entry.name)]:
            with contextlib.suppress(OSError):
                handle = own.open_own(path, os.O_RDWR)
                try:
                    alone = own.lock(handle)
                finally:
                    os.close(handle)
                if alone:
                    path.unlink()


def is_temporary(name: str) -> bool:
    """Whether a file's name is one that only we give, and only for as long as we write."""
    random = name.removeprefix(_TEMPORARY)
    return random != name and re.fullmatch("[0-9a-f]{16}", random) is not None
