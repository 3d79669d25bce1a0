"""What is remembered between runs: right when it can be kept, merely slower when it cannot."""

from __future__ import annotations

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
    assert cache.remembered("test", [b"a"], make) == Span("a.yaml", 3)
    assert cache.remembered("test", [b"a"], make) == Span("a.yaml", 3)
    assert make.calls == 1


def test_another_identity_is_another_value() -> None:
    make = Maker()
    for identity in ([b"ab"], [b"a", b"b"], [b"", b"ab"], [b"b", b"a"], []):
        cache.remembered("test", identity, make)
    cache.remembered("other", [b"ab"], make)
    assert make.calls == 6


def test_nothing_is_not_kept() -> None:
    make = Maker(None)
    assert cache.remembered("test", [b"a"], make) is None
    assert cache.remembered("test", [b"a"], make) is None
    assert make.calls == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"garbage", pickle.dumps(Span("a.yaml", 3))[:-4], b"cspeechgen.gone\nGone\n."],
    ids=["empty", "garbage", "cut", "a class that is gone"],
)
def test_what_cannot_be_read_is_made_again(folder: Path, content: bytes) -> None:
    make = Maker()
    cache.remembered("test", [b"a"], make)
    (kept,) = folder.iterdir()
    cache.store(kept.name, content)
    assert cache.remembered("test", [b"a"], make) == Span("a.yaml", 3)
    assert make.calls == 2


def test_a_damaged_file_is_made_again(folder: Path) -> None:
    make = Maker()
    cache.remembered("test", [b"a"], make)
    (kept,) = folder.iterdir()
    kept.write_bytes(kept.read_bytes()[:-1] + b"x")
    assert cache.remembered("test", [b"a"], make) == Span("a.yaml", 3)
    assert make.calls == 2


def test_a_folder_that_cannot_be_written_is_only_slower(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("SPEECHGEN_CACHE", str(tmp_path / "file" / "cache"))
    make = Maker()
    assert cache.remembered("test", [b"a"], make) == cache.remembered("test", [b"a"], make)
    assert make.calls == 2


def test_what_the_maker_raises_is_raised_and_not_kept(folder: Path) -> None:
    def fail() -> object:
        raise ValueError("wrong")

    with pytest.raises(ValueError, match="wrong"):
        cache.remembered("test", [b"a"], fail)
    assert not folder.exists()


def test_files_are_told_apart_by_name_and_content(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"x")
    two.write_bytes(b"x")
    assert list(cache.said([one])) != list(cache.said([two]))
    before = list(cache.said([one]))
    one.write_bytes(b"y")
    assert list(cache.said([one])) != before
    assert list(cache.said([tmp_path / "missing"]))[1] == b""
    assert list(cache.said([tmp_path]))[1] == b""
