"""What counts as a change: real files, saved as editors save them."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from speechgen.preview.events import PATIENCE_SECONDS, Changes, changes

pytestmark = pytest.mark.thorough
SECONDS = 20
REST = 0.5  # nothing more is to come: longer than any look, settling and patience


class Watched:
    """Files under watch."""

    def __init__(self, *files: Path, folder: Path | None = None) -> None:
        self.files = files
        self.changes = Changes(lambda: self.files if folder is None else [*folder.iterdir()])
        self.changes.start()

    def quiet(self) -> bool:
        """Nothing changes for a while."""
        before = self.changes.version
        return self.changes.wait(before, REST) == before


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "甲.yaml"
    path.write_text("标题: 甲\n", "utf-8")
    return path


@pytest.fixture
def watching() -> Iterator[Callable[..., Watched]]:
    made: list[Watched] = []

    def watch(*files: Path, folder: Path | None = None) -> Watched:
        made.append(Watched(*files, folder=folder))
        return made[-1]

    yield watch
    for one in made:
        one.changes.close()
        one.changes.join(SECONDS)
    assert "watching" not in {thread.name for thread in threading.enumerate()}


Watch = Callable[..., Watched]


def expect_one(watched: Watched, save: Callable[[], object]) -> None:
    """The save is one change, no more, no less."""
    before = watched.changes.version
    save()
    assert watched.changes.wait(before, SECONDS) == before + 1
    assert watched.quiet()


def test_saved_in_place(file: Path, watching: Watch) -> None:
    expect_one(watching(file), lambda: file.write_text("标题: 乙乙\n", "utf-8"))


def test_the_same_length(file: Path, watching: Watch) -> None:
    expect_one(watching(file), lambda: file.write_text("标题: 乙\n", "utf-8"))


def test_saved_by_renaming(file: Path, watching: Watch) -> None:
    watched = watching(file)
    fresh = file.with_name(".甲.swp")
    state = file.stat()
    fresh.write_text("标题: 乙\n", "utf-8")
    os.utime(fresh, ns=(state.st_atime_ns, state.st_mtime_ns))  # only the file is another
    expect_one(watched, lambda: fresh.replace(file))


def test_emptied_then_written(file: Path, watching: Watch) -> None:
    def slow_save() -> None:
        file.write_text("", "utf-8")
        time.sleep(PATIENCE_SECONDS / 2)
        file.write_text("标题: 乙\n", "utf-8")

    expect_one(watching(file), slow_save)


def test_moved_away_then_written(file: Path, watching: Watch) -> None:
    def save_with_a_copy() -> None:
        file.rename(file.with_name("甲.yaml~"))
        time.sleep(PATIENCE_SECONDS / 2)
        file.write_text("标题: 乙\n", "utf-8")

    expect_one(watching(file), save_with_a_copy)


@pytest.mark.clock
def test_written_piece_by_piece(file: Path, watching: Watch) -> None:
    """Pieces in quick succession are one change."""

    def save() -> None:
        with file.open("w", encoding="utf-8") as stream:
            for _ in range(20):
                stream.write("一段文字\n" * 100)
                stream.flush()
                time.sleep(0.002)

    watched = watching(file)
    before = watched.changes.version
    save()
    assert watched.changes.wait(before, SECONDS) > before
    assert watched.quiet()
    assert watched.changes.version <= before + 4  # a machine that stops now and then splits it


def test_deleted_and_back(file: Path, watching: Watch) -> None:
    watched = watching(file)
    expect_one(watched, file.unlink)
    expect_one(watched, lambda: file.write_text("标题: 乙\n", "utf-8"))


def test_emptied_for_good(file: Path, watching: Watch) -> None:
    expect_one(watching(file), lambda: file.write_text("", "utf-8"))


def test_the_folder_goes_and_comes_back(tmp_path: Path, watching: Watch) -> None:
    folder = tmp_path / "会议"
    folder.mkdir()
    file = folder / "甲.yaml"
    file.write_text("标题: 甲\n", "utf-8")
    watched = watching(folder=folder)  # listing it raises while it is gone
    expect_one(watched, lambda: shutil.rmtree(folder))
    folder.mkdir()
    expect_one(watched, lambda: file.write_text("标题: 乙\n", "utf-8"))


def test_a_clock_that_counts_whole_seconds(file: Path, watching: Watch) -> None:
    """Two saves of one length within a second, on a disk whose times are whole seconds."""
    second = time.time_ns() // 10**9 * 10**9

    def save(text: str) -> None:
        with file.open("r+", encoding="utf-8") as stream:
            stream.write(text)
        os.utime(file, ns=(second, second))

    save("标题: 一\n")
    watched = watching(file)
    expect_one(watched, lambda: save("标题: 二\n"))


def test_what_holds_the_same_by_a_coarse_clock_stays_quiet(file: Path, watching: Watch) -> None:
    old = (time.time_ns() // 10**9 - 3) * 10**9
    os.utime(file, ns=(old, old))
    watched = watching(file)
    assert watched.changes.wait(1, 2.5) == 1  # past the time in which it is read again


def test_a_touch_without_change_is_a_change(file: Path, watching: Watch) -> None:
    expect_one(watching(file), lambda: os.utime(file, ns=(1, 1_000_000_001)))


def test_a_file_that_joins(file: Path, tmp_path: Path, watching: Watch) -> None:
    watched = watching(file)
    other = tmp_path / "名单.csv"
    other.write_text("姓名\n", "utf-8")
    watched.files = (file, other)
    assert watched.changes.wait(1, SECONDS) == 2
    expect_one(watched, lambda: other.write_text("姓名,单位\n", "utf-8"))


def test_names_that_no_file_can_have(watching: Watch) -> None:
    assert watching(Path("甲\0乙"), Path("很" * 5000)).quiet()


def test_what_changes_during_the_work_is_told_next(file: Path) -> None:
    """The caller of `changes` is slow; nothing is lost and nothing told twice."""
    told: list[str] = []
    texts = iter(["乙", "丙", "丁"])
    waits = 0

    def wait(seconds: float) -> bool:
        nonlocal waits
        waits += 1
        time.sleep(min(seconds, 0.05))
        return waits > 60

    for _ in changes(lambda: [file], wait):
        told.append(file.read_text("utf-8"))
        if (text := next(texts, None)) is not None:
            file.write_text(text, "utf-8")
    assert told == ["标题: 甲\n", "乙", "丙", "丁"]


def test_files_that_the_work_itself_names_are_no_change(file: Path, root: Path) -> None:
    """One that it has just read, unless it may have been saved meanwhile."""
    files = [file]
    told, waits = 0, 0

    def wait(seconds: float) -> bool:
        nonlocal waits
        waits += 1
        time.sleep(min(seconds, 0.05))
        return waits > 40

    for _ in changes(files.copy, wait):
        told += 1
        files += [root / "README.md", root / "没有.png"][: 3 - len(files)]
    assert told == 1


@pytest.mark.clock
def test_a_slow_folder_is_listed_less_often(file: Path) -> None:
    """Listing takes a tenth of the time at most, and looking at known files goes on between."""
    listed: list[float] = []
    looks = 0

    def slow() -> list[Path]:
        time.sleep(0.05)
        listed.append(time.monotonic())
        return [file]

    def wait(seconds: float) -> bool:
        nonlocal looks
        looks += 1
        time.sleep(seconds)
        return len(listed) == 4

    list(changes(slow, wait))
    # at once after the work, which may have named other files; then in its own time
    assert min(later - earlier for earlier, later in pairwise(listed[1:])) >= 0.45
    assert looks > 8


@pytest.mark.clock
def test_a_slow_disk_is_looked_at_less_often() -> None:
    pauses: list[float] = []

    class Slow(type(Path())):  # type: ignore[misc]
        def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
            time.sleep(0.05)
            return os.stat(self, follow_symlinks=follow_symlinks)  # noqa: PTH116 (its own stat)

    def wait(seconds: float) -> bool:
        pauses.append(seconds)
        return len(pauses) == 4

    list(changes(lambda: [Slow(__file__)], wait))
    assert min(pauses[1:]) >= 0.45


@pytest.mark.clock
def test_closing_wakes_everybody(file: Path) -> None:
    counted = Changes(lambda: [file])
    counted.start()
    ended: list[int] = []
    threads = [
        threading.Thread(target=lambda: ended.append(counted.wait(1, SECONDS))) for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    started = time.monotonic()
    counted.close()
    for thread in threads:
        thread.join(SECONDS)
    counted.join(SECONDS)
    assert ended == [1] * 5
    assert time.monotonic() - started < SECONDS / 2
    counted.join(0)  # once more does no harm


def test_an_empty_file_that_goes_is_a_change(file: Path, watching: Watch) -> None:
    file.write_text("", "utf-8")
    expect_one(watching(file), file.unlink)
