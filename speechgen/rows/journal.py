"""What a batch remembers: one line a row, while it runs in a journal, at the end in the manifest.

Owns `manifest.jsonl`, the lock, and the search for rows that an earlier run has done. Must not
know how a row is drafted.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from speechgen.api.drafted import record
from speechgen.diagnostics import Span, refusal
from speechgen.files import own, placing
from speechgen.files.reading import FULL, StrangeFileError, reason
from speechgen.rows.places import STATE, Store, is_url
from speechgen.rows.task import Result

MANIFEST: Final = "manifest.jsonl"
_JOURNAL: Final = "journal.jsonl"
_EARLIER: Final = "earlier.jsonl"
_LOCK: Final = "lock"
_PATIENCE: Final = 3.0  # seconds that another run, or what is left of a killed one, may still take
_LONGEST: Final = 4_000_000  # bytes of a line; a row's remarks take a few hundred
_SEGMENT: Final = 1_000  # rows; a killed run into an object store draws these again at most


def line_of(result: Result) -> str:
    """A row's line of the manifest. It says nothing about when or in which run it was written."""
    if result.entry:
        return _dumped(json.loads(result.entry) | {"row": result.row})
    files = [{"name": name, "sha256": sha256} for name, sha256 in result.files]
    file = result.file if result.ok else None
    told = record(result, row=result.row, file=file, sha256=result.sha256 or None)
    return _dumped(told | {"inputs": result.inputs} | ({"files": files} if files else {}))


def _dumped(entry: dict[str, Any]) -> str:
    line = json.dumps(entry, ensure_ascii=False, separators=(",", ":")) + "\n"
    if re.search("[\ud800-\udfff]", line):  # a name of bytes that are no UTF-8
        return json.dumps(entry, separators=(",", ":")) + "\n"
    return line


def _opened(path: Path) -> IO[bytes]:
    return os.fdopen(own.open_own(path, os.O_RDONLY), "rb")


def entries_in(stream: IO[bytes]) -> Iterator[tuple[int, dict[str, Any]]]:
    """(offset of the line, entry) of the lines of a manifest that are whole and of our making."""
    offset, whole = 0, True
    while line := stream.readline(_LONGEST):
        ends = line.endswith(b"\n")
        if whole and ends and (entry := _entry(line)) is not None:
            yield offset, entry
        offset += len(line)
        whole = ends


def _entry(line: bytes) -> dict[str, Any] | None:
    """A line of the manifest in which every key has the form that `line_of` gives it; None for
    one that a killed run did not finish, that no run wrote, or that somebody has made up."""
    try:
        entry: dict[str, Any] = json.loads(line)
        made, inputs, missing = entry["file"], entry["inputs"], entry["missing"]
        low, high = entry["minutes"]
        numbers = [entry["row"], entry["characters"], entry["sections"], low, high]
        numbers += [gap["line"] for gap in missing]
        texts = [made or "", *(gap["field"] for gap in missing)]
        texts += [text for one in entry.get("files", []) for text in (one["name"], one["sha256"])]
        for note in entry["diagnostics"]:
            texts += [note["file"], note["rule"], note["message"], note["hint"]]
        for text in texts:
            text.encode()
        ours = (  # no number is more than every reader of JSON can hold
            all(type(number) is int and 0 <= number < 1 << 53 for number in numbers)
            and (made is None or re.fullmatch("[0-9a-f]{64}", entry["sha256"]))
            and (re.fullmatch("[0-9a-f]{32}", inputs) or (made is None and not inputs))
        )
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
        return None
    return entry if ours else None


class Journal:
    """The memory of one run into one place. Use as a context manager: entering takes the lock.

    With `resume`, `known()` finds what earlier runs wrote. Leaving publishes the manifest if every
    row has been noted (`ended`), and in a folder also what was noted of a run that was broken off,
    where that forgets nothing older; otherwise everything stays for a later run with `resume`.
    """

    def __init__(self, into: str, resume: bool = False) -> None:
        self._store = Store(into) if is_url(into) else None
        self._folder = Path(into)
        self._state = self._folder / STATE
        self._resume = resume
        self.ended = False
        self._places: dict[int, int] = {}  # digest of a row -> offset * 2 + source
        self._sources: list[IO[bytes]] = []
        self._segment = self._pending = self._sent = 0
        self._records: set[Path] = set()

    # -- beginning -------------------------------------------------------------------------------

    def __enter__(self) -> Journal:
        with contextlib.ExitStack() as held, _writing(self._folder):
            if self._store is not None:
                self._state = Path(tempfile.mkdtemp(prefix="speechgen-"))
                held.callback(self._clear)
                parts = self._parts(self._store)
                with _made(self._state / _EARLIER) as stream:
                    for name in [MANIFEST, *parts]:
                        stream.write(self._store.read(name) or b"")
                self._segment = len(parts)
            else:
                held.callback(os.close, _locked(self._state, self._folder))
                self._sweep()
                placing.sweep(self._folder)
            self._begin()
            self._held = held.pop_all()
        return self

    def _sweep(self, *also: str) -> None:
        """Remove the files that a killed run never moved into place, and those named; what else
        lies here is not ours."""
        for path in self._state.iterdir():
            if placing.is_temporary(path.name) or path.name in also:
                with contextlib.suppress(OSError):
                    path.unlink()

    def _clear(self) -> None:
        """Remove what is ours in the folder of the run, and the folder with its last file."""
        with contextlib.suppress(OSError):
            self._sweep(_JOURNAL, _EARLIER, _LOCK)
            self._state.rmdir()

    @staticmethod
    def _parts(store: Store) -> list[str]:
        """The journal of an earlier run, in pieces."""
        names = [name for name in store.names(STATE) if re.fullmatch("[0-9]{6}[.]jsonl", name)]
        return [f"{STATE}/{name}" for name in names]

    def _begin(self) -> None:
        earlier, journal = self._state / _EARLIER, self._state / _JOURNAL
        manifest = self._folder / MANIFEST
        if self._store is None and os.path.lexists(manifest):
            _opened(manifest).close()  # whether it can be replaced at the end is known now
        if self._resume:
            if os.path.lexists(journal):
                with _made(earlier, os.O_APPEND) as old, _opened(journal) as new:
                    shutil.copyfileobj(new, old)
                    old.write(b"\n")
            for path in (earlier, *(() if self._store else (manifest,))):
                if os.path.lexists(path):
                    source = _opened(path)
                    for offset, entry in entries_in(source):
                        if entry["file"]:
                            self._places[_key(entry["inputs"])] = offset * 2 + len(self._sources)
                    self._sources.append(source)
        else:
            earlier.unlink(missing_ok=True)
        self._stream = io.TextIOWrapper(
            _made(journal), encoding="utf-8", newline="\n",
            errors="backslashreplace",  # of a name that is no UTF-8: what JSON writes too
        )  # fmt: skip

    # -- while it runs ---------------------------------------------------------------------------

    def known(self, row: int, file: str, inputs: str) -> Result | None:
        """What an earlier run wrote for the same inputs. Remarks name their row: they hold only
        where it has not moved."""
        found = self._places.get(_key(inputs))
        if found is None:
            return None
        source = self._sources[found % 2]
        source.seek(found // 2)
        entry = _entry(source.readline(_LONGEST)) or {}
        moved = entry.get("row") != row and (entry.get("diagnostics") or entry.get("missing"))
        if entry.get("inputs") != inputs or moved:
            return None
        files = tuple((one["name"], one["sha256"]) for one in entry.get("files", []))
        sha256 = entry["sha256"]
        return Result(row, file, "kept", sha256, inputs=inputs, entry=_dumped(entry), files=files)

    def add(self, result: Result) -> None:
        """Note a row, so that a killed run leaves the line. Raises SpeechError (`disk-full`) where
        that cannot be written."""
        if result.ok and not result.file.lower().endswith(".docx"):
            self._records.add((self._folder / result.file).parent)
        with _writing(self._folder):
            self._stream.write(line_of(result))
            self._stream.flush()
            self._pending += 1
            if self._store is not None and self._pending >= _SEGMENT:
                self._put_segment(self._store)

    def _put_segment(self, store: Store) -> None:
        self._segment += 1
        with _opened(self._state / _JOURNAL) as stream:
            stream.seek(self._sent)
            lines = stream.read()
        store.write(f"{STATE}/{self._segment:06}.jsonl", lines)
        self._sent += len(lines)
        self._pending = 0

    # -- the end ---------------------------------------------------------------------------------

    def __exit__(self, *_: object) -> None:
        with self._held, _writing(self._folder):
            with contextlib.suppress(OSError), self._stream as stream:
                stream.flush()
                own.sync(stream.fileno())
            for source in self._sources:
                source.close()
            if self._store is not None:
                if self.ended:
                    self._store.write(MANIFEST, own.read_own(self._state / _JOURNAL, sys.maxsize))
                    for name in self._parts(self._store):
                        self._store.remove(name)
                elif self._pending:
                    self._put_segment(self._store)
            elif self.ended or not (self._places or os.path.lexists(self._folder / MANIFEST)):
                self._publish()

    def _publish(self) -> None:
        for folder in self._records:
            placing.tidy_record(folder)
        manifest = self._folder / MANIFEST
        if os.path.lexists(manifest):
            with _opened(manifest) as stream:
                written = os.fstat(stream.fileno()).st_size > 0
                foreign = written and next(entries_in(stream), None) is None
            if foreign:  # somebody else's file of that name
                placing.put_aside(manifest)
        (self._state / _JOURNAL).replace(manifest)
        own.sync_folder(self._folder)
        self._clear()


def _key(inputs: str) -> int:
    """Sixty bits of a row's digest; the line itself says whether it is that row's."""
    return int(inputs[:15], 16)


def _made(path: Path, how: int = os.O_TRUNC) -> IO[bytes]:
    return os.fdopen(own.open_own(path, os.O_WRONLY | os.O_CREAT | how), "wb")


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Raises SpeechError where writing to a folder fails."""
    try:
        yield
    except OSError as failed:
        rule, hint = "file-unwritable", "换一个位置：-o 文件夹/"
        if failed.errno in FULL:
            rule, hint = "disk-full", "腾出地方后加 --resume 接着做"
        elif isinstance(failed, StrangeFileError):
            hint = "确认没有用处就删去它，再试"
        said = f"写不了这个文件夹：{reason(failed)}"
        raise refusal(Span(str(folder)), rule, said, hint) from None


def _locked(state: Path, folder: Path) -> int:
    """Take the lock of a folder: the open file that holds it, until it is closed.

    Worker processes inherit it, so that it is free only once the last of them is gone. Raises
    SpeechError while another run holds it.
    """
    deadline = time.monotonic() + _PATIENCE
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        own.make_own_folder(state)
        try:
            handle = own.open_own(state / _LOCK, os.O_RDWR | os.O_CREAT)
        except FileNotFoundError:  # the run before us has just cleared up
            continue
        if own.lock(handle):
            with contextlib.suppress(OSError):
                if os.path.samestat(os.fstat(handle), os.stat(state / _LOCK)):  # noqa: PTH116 (pairs with fstat)
                    return handle
        os.close(handle)
        if time.monotonic() > deadline:
            hint = "等它做完，或用 -o 换一个文件夹"
            said = "另一次批量起草正在写这个文件夹"
            raise refusal(Span(str(folder)), "batch-running", said, hint)
        time.sleep(0.05)
