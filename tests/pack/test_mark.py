"""Whether a file is a meeting file: asked of any path, and never waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from speechgen.pack import is_pack_file


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on Windows")
def test_what_cannot_be_read_is_no_meeting_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管.yaml")
    names = ("管.yaml", ".", "无.yaml", "长" * 90, "零\0")
    assert not any(is_pack_file(str(tmp_path / name)) for name in names)
