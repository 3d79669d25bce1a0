"""Killed at every step on the disk, one after the other: nothing is broken, nothing left."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from speechgen.cli import run
from speechgen.files import own, placing
from tests.fuzz.kills import OPERATIONS, broken, contents, killed_at, prepare

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process"),
]


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kill, unlike a power cut, loses nothing that was written: no need to wait for the disk."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setattr(own, "sync_disk", lambda _: None)


@pytest.mark.parametrize("name", [name for name in OPERATIONS if name != "pack"])
def test_a_kill_at_any_step(
    name: str, tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tmp_path / "whole"
    prepare(whole, name, 2, root)
    before = contents(whole)
    monkeypatch.chdir(whole)
    assert run(OPERATIONS[name]) == 0
    after = contents(whole)
    assert after != before
    step, killed = 0, True
    while killed:
        step += 1
        folder = tmp_path / str(step)
        prepare(folder, name, 2, root)
        killed = killed_at(step, OPERATIONS[name], folder)
        assert not list(broken(folder, before, after))
        monkeypatch.chdir(folder)
        placing.sweep.cache_clear()  # the next run is another process
        assert run(OPERATIONS[name]) == 0
        again = contents(folder)
        assert {**again, placing.RECORD: b""} == {**after, placing.RECORD: b""}
    assert step > 5


def test_a_pack_killed_half_way(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = next(path.parent for path in sorted(root.glob("examples/packs/*/会议.yaml")))
    for name in ("whole", "killed"):
        prepare(tmp_path / name, "pack", 0, pack)
    monkeypatch.chdir(tmp_path / "whole")
    assert run(OPERATIONS["pack"]) == 0
    whole = contents(tmp_path / "whole" / "材料")
    assert killed_at(12, OPERATIONS["pack"], tmp_path / "killed")
    made = contents(tmp_path / "killed" / "材料")
    assert any(made[name] == whole[name] for name in made.keys() & whole.keys())
    assert not list(broken(tmp_path / "killed" / "材料", {}, whole))
    placing.sweep(tmp_path / "killed" / "材料")
    assert contents(tmp_path / "killed" / "材料").keys() <= whole.keys()
