"""The layout that the tests of the DOCX writer write in."""

from __future__ import annotations

from pathlib import Path

import pytest

from speechgen.layout import read_layout
from speechgen.layout.model import Layout


@pytest.fixture(scope="session")
def layout(root: Path) -> Layout:
    return read_layout(root / "templates" / "_layouts" / "gbt9704.yaml")
