"""The marks for what may be missing: skipped on a developer's machine, failed under CI=true."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).with_name("conftest.py")
MARKS = ("office", "browser", "shared")
TESTS = "import pytest\n" + "".join(
    f"@pytest.mark.{mark}\ndef test_{mark}():\n    pass\n" for mark in MARKS
)


def outcome(folder: Path, ci: str) -> str:
    """The summary line of a run in which nothing that may be missing is there."""
    (folder / "tests").mkdir()
    (folder / "empty").mkdir()
    shutil.copy(CONFTEST, folder / "tests")
    (folder / "tests" / "test_marked.py").write_text(TESTS, encoding="utf-8")
    lines = ["[pytest]", "markers =", *(f"  {mark}: may be missing" for mark in MARKS)]
    (folder / "pytest.ini").write_text("\n".join(lines), encoding="utf-8")
    environment = os.environ | {"PATH": str(folder / "empty"), "CI": ci}
    environment.pop("SPEECHGEN_SHARED", None)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize(("ci", "expected"), [("", "3 skipped"), ("true", "3 errors")])
def test_what_is_missing_is_skipped_but_fails_under_ci(
    tmp_path: Path, ci: str, expected: str
) -> None:
    assert outcome(tmp_path, ci).startswith(expected)
