"""The renovation pack in a folder of its own, so that a test may change it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from speechgen.pack.drafting import DraftedPack, draft_pack

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "packs" / "renovation"
NAME = "会议.yaml"

Edit = Callable[..., Path]
"""Copies the pack with pieces of text replaced: `edit(("旧", "新"), file="名单.csv")`."""


@pytest.fixture
def edit(tmp_path: Path) -> Edit:
    folder = tmp_path / "pack"
    shutil.copytree(EXAMPLE, folder)

    def change(*pairs: tuple[str, str], file: str = NAME) -> Path:
        text = (folder / file).read_text("utf-8")
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new, 1)
        (folder / file).write_text(text, "utf-8")
        return folder / NAME

    return change


@pytest.fixture(scope="session")
def renovation() -> DraftedPack:
    """The example as it stands, drafted once."""
    return draft_pack(EXAMPLE / NAME)
