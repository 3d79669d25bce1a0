"""What is remembered between runs: right when it can be kept, merely slower when it cannot."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from speechgen import cache
from speechgen.diagnostics import Span


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SPEECHGEN_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


class Maker:
    """Makes a value and counts how often."""

    def __init__(self, value: object = Span("a.yaml", 3)) -> None:
        self.value = value
        self.calls = 0

    def __call__(self) -> object:
        self.calls += 1
        return self.value


def test_what_was_made_once_is_not_made_again() -> None:
    make = Maker()
    assert cache.remembered("test", ["a"], (), make) == Span("a.yaml", 3)
    assert cache.remembered("test", ["a"], (), make) == Span("a.yaml", 3)
    assert make.calls == 1


def test_another_identity_is_another_value() -> None:
    make = Maker()
    for identity in (["ab"], ["a", "b"], ["", "ab"], ["b", "a"], []):
        cache.remembered("test", identity, (), make)
    for stamp in (("a", 1, 2, 3), ("b", 1, 2, 3), ("a", 2, 2, 3), ("a", 1, 3, 3), ("a", 1, 2, 4)):
        cache.remembered("test", ["ab"], (stamp,), make)
    cache.remembered("other", ["ab"], (), make)
    assert make.calls == 11


def test_nothing_is_not_kept() -> None:
    make = Maker(None)
    assert cache.remembered("test", ["a"], (), make) is None
    assert cache.remembered("test", ["a"], (), make) is None
    assert make.calls == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"garbage", pickle.dumps(Span("a.yaml", 3))[:-4], b"cspeechgen.gone\nGone\n."],
    ids=["empty", "garbage", "cut", "a class that is gone"],
)
def test_what_cannot_be_read_is_made_again(folder: Path, content: bytes) -> None:
    make = Maker()
    cache.remembered("test", ["a"], (), make)
    (kept,) = folder.iterdir()
    cache.store(kept.name, content)
    assert cache.remembered("test", ["a"], (), make) == Span("a.yaml", 3)
    assert make.calls == 2


def test_a_damaged_file_is_made_again(folder: Path) -> None:
    make = Maker()
    cache.remembered("test", ["a"], (), make)
    (kept,) = folder.iterdir()
    kept.write_bytes(kept.read_bytes()[:-1] + b"x")
    assert cache.remembered("test", ["a"], (), make) == Span("a.yaml", 3)
    assert make.calls == 2


def test_a_folder_that_cannot_be_written_is_only_slower(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("SPEECHGEN_CACHE", str(tmp_path / "file" / "cache"))
    make = Maker()
    first = cache.remembered("test", ["a"], (), make)
    assert cache.remembered("test", ["a"], (), make) == first
    assert make.calls == 2


def test_what_the_maker_raises_is_raised_and_not_kept(folder: Path) -> None:
    def fail() -> object:
        raise ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"):
        cache.remembered("test", ["a"], (), fail)
    assert not folder.exists()


def test_a_file_is_known_by_its_stamp(tmp_path: Path) -> None:
    file = tmp_path / "one"
    file.write_bytes(b"x")
    ((path, size, *_),) = before = cache.stamps([str(file)])
    assert (path, size) == (str(file), 1)
    file.write_bytes(b"yy")
    assert cache.stamps([str(file)]) != before
    assert cache.stamps([str(tmp_path / "missing"), str(tmp_path), "a\0b"]) == ()


def test_nothing_is_kept_of_a_file_that_may_be_in_the_making(tmp_path: Path) -> None:
    file = tmp_path / "one"
    file.write_bytes(b"x")
    make = Maker()
    young = cache.stamps([str(file)])
    cache.remembered("test", ["a"], young, make)
    cache.remembered("test", ["a"], young, make)
    assert make.calls == 2
    old = [(path, size, 10**18, 10**18) for path, size, *_ in young]
    cache.remembered("test", ["a"], old, make)
    cache.remembered("test", ["a"], old, make)
    assert make.calls == 3


def test_a_relative_folder_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEECHGEN_CACHE", "cache")
    assert cache.folder() is None


@pytest.mark.skipif(os.name != "posix", reason="files have owners there")
def test_what_another_user_put_there_is_not_unpickled(monkeypatch: pytest.MonkeyPatch) -> None:
    make = Maker()
    cache.remembered("test", ["a"], (), make)
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    cache.remembered("test", ["a"], (), make)
    assert make.calls == 2


def test_what_a_killed_run_left_goes_with_the_next(folder: Path) -> None:
    cache.store("one", b"x")
    (folder / ".new-one").write_bytes(b"half")
    cache.store("one", b"y")
    assert cache.load("one") == b"y"
    assert [path.name for path in folder.iterdir()] == ["one"]


def test_our_own_modules_are_stamped() -> None:
    assert len(cache.code("schema", "checks/words")) > len(cache.code("schema")) > 1
    assert cache.code("no/such/folder") == ()
