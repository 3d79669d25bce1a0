"""Workers that die, executors of others, and what a run does about them."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from speechgen.api.drafted import Options
from speechgen.diagnostics import SpeechError
from speechgen.files import placing
from speechgen.rows import Batch, draft_many, engine

from .conftest import OUTLINE


def test_a_worker_that_dies_while_the_caller_is_slow_is_noticed(
    outline: Path, tmp_path: Path, row_kills_its_worker: Callable[[str, float], None]
) -> None:
    row_kills_its_worker("17", 0.3)
    lines = [{"序号": str(n)} for n in range(1, 61)]
    results = []
    for result in Batch(lines, outline, tmp_path / "o", jobs=2, chunk=4).results():
        results.append(result)
        if result.row == 1:
            time.sleep(1.0)  # the worker of row 17 dies before the next chunk is handed over
    assert [r.row for r in results] == list(range(1, 61))
    assert [r.row for r in results if not r.ok] == [17]
    assert {r.status for r in results[:8]} == {"written"}, "what was done is not done again"


class Counting(ThreadPoolExecutor):
    """Knows how many chunks were handed over before the first was asked for."""

    handed = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.handed += 1
        return super().submit(fn, *args, **kwargs)


def test_an_executor_of_many_machines_is_kept_busy(
    outline: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "processors", lambda: 2)
    lines = [{"序号": str(n)} for n in range(1, 301)]
    with Counting(1) as executor:
        results = Batch(lines, outline, jobs=100, executor=executor, chunk=1).results()
        assert next(results).ok
        assert executor.handed == 201  # two for each of its workers, whatever this machine has
        results.close()


def test_a_row_that_is_no_mapping_is_refused_as_the_first_would_be(outline: Path) -> None:
    with pytest.raises(TypeError, match="mappings"):
        list(draft_many([{"标题": "甲"}, "乙"], outline=outline))  # type: ignore[list-item]


def test_a_folder_named_as_a_url_is_that_folder(
    outline: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    for scheme in ("file", "local"):
        into = tmp_path / scheme
        (made,) = draft_many([{"标题": "甲"}], outline=outline, into=f"{scheme}://{into}")
        assert (into / made.file).is_file()
    assert not list(work.iterdir())


def test_only_a_full_disk_is_said_to_be_full(
    outline: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that does not read has room enough: making some would not help."""

    def broken(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "mkdir", broken)
    with pytest.raises(SpeechError, match="磁盘读写出错") as refused:
        list(draft_many([{"标题": "甲"}], outline=outline, into=tmp_path / "o"))
    assert refused.value.diagnostics[0].rule == "file-unwritable"


@pytest.mark.parametrize(
    ("title", "hint"), [("长" * 90, "不太长"), ("", "不空"), ("甲", "加上一列")]
)
def test_the_hint_is_about_what_is_wrong_with_the_name(
    outline: Path, title: str, hint: str
) -> None:
    made = draft_many([{"名": "甲"}, {"名": title}], outline=outline, name="{名}")
    assert hint in list(made)[1].diagnostics[0].hint


def test_a_record_is_read_once_for_a_chunk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts prove by the folder's record whose they are: each reading all of it would be slow."""
    lines = [{"标题": str(n)} for n in range(30)]

    def statuses(said: str) -> set[str]:
        outline = OUTLINE.replace("检查", said).encode()
        batch = Batch(lines, outline, tmp_path, Options(format="txt"), chunk=10)
        return {result.status for result in batch.results()}

    assert statuses("检查") == {"written"}
    reads: list[Path] = []
    read = placing._record
    monkeypatch.setattr(placing, "_record", lambda path: reads.append(path) or read(path))
    assert statuses("巡查") == {"written"}
    assert len(reads) == 3 + 1, "one a chunk, and one to bring it into order"
