"""Which fonts there are: what the systems' own programs say."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from speechgen import fonts


@pytest.fixture(autouse=True)
def no_programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.skipif(sys.platform != "linux", reason="each system asks in its own way")
def test_families_by_all_their_names(tmp_path: Path) -> None:
    program = tmp_path / "fc-list"
    program.write_text(f"#!{sys.executable}\nprint('FangSong,仿宋\\nNoto Sans\\\\-X')", "utf-8")
    program.chmod(0o755)
    assert fonts.installed() == {"fangsong", "仿宋", "noto sans-x"}
    program.write_text("#!/nowhere", "utf-8")
    assert fonts.installed() is None


def test_nobody_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert fonts.installed() is None


def test_a_mac(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    said = "Fonts:\n\n    PingFang.ttc:\n\n      Family: PingFang SC\n      Family:Kaiti SC\n"
    monkeypatch.setattr(
        fonts, "_output", lambda command: said if "profiler" in command[0] else None
    )
    assert fonts.installed() == {"pingfang sc", "kaiti sc"}
    monkeypatch.setattr(fonts, "_output", lambda command: None)
    assert fonts.installed() is None
