"""What is installed and what a clone holds: the wheel, the top level, the READMEs' commands."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from itertools import chain
from pathlib import Path

import pytest

from tests.test_layers import MODULES, imports

ROOT = Path(__file__).resolve().parent.parent

TOP_LEVEL = {
    "speechgen",
    "templates",
    "examples",
    "tests",
    "pyproject.toml",
    "README.md",
    "README.zh-CN.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


def speechgen(*arguments: str, cwd: Path, path: Path | None = None) -> str:
    """Standard output of `python -m speechgen` run in `cwd`, the package taken from `path`."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    if path:
        environment["PYTHONPATH"] = str(path)
    done = subprocess.run(
        [sys.executable, "-m", "speechgen", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def files_below(folder: Path) -> set[str]:
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in found if "__pycache__" not in path.parts}


def ids(types: str) -> list[str]:
    """The ids in what `speechgen types --json` printed."""
    return [entry["id"] for entry in json.loads(types)]


def test_wheel_holds_package_and_templates_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    pages = {
        "README.md",
        *(name for name in files_below(ROOT / "speechgen") if "decisions/" in name),
    }
    package = {f"speechgen/{name}" for name in files_below(ROOT / "speechgen") - pages}
    templates = {f"speechgen/_templates/{name}" for name in files_below(ROOT / "templates")}
    assert names == package | templates
    assert "speechgen/py.typed" in names


def test_wheel_drafts_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    listed = ids(speechgen("types", "--json", cwd=elsewhere, path=site))
    assert listed == ids(speechgen("types", "--json", cwd=elsewhere, path=ROOT))
    speechgen("new", listed[0], "-o", "new.yaml", cwd=elsewhere, path=site)
    drafted = speechgen("draft", "new.yaml", "-f", "txt", "-o", "-", cwd=elsewhere, path=site)
    assert drafted.strip()


def test_checkout_finds_templates_beside_the_package(tmp_path: Path) -> None:
    """As an editable install does: the package is imported from the checkout, in any folder."""
    folders = {path.parent.name for path in (ROOT / "templates").glob("[!_]*/meeting.yaml")}
    assert folders
    assert set(ids(speechgen("types", "--json", cwd=tmp_path, path=ROOT))) == folders


def test_top_level_is_exactly_what_was_agreed() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    names = {name.partition("/")[0] for name in listed.stdout.decode().split("\0") if name}
    assert {name for name in names if not name.startswith(".")} == TOP_LEVEL


def test_every_requirement_says_its_lowest_version() -> None:
    """.ci/run installs exactly these, and runs the quick tests with them."""
    script = ROOT / ".ci" / "lowest.py"
    if not script.exists():
        pytest.skip("not a checkout")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    named = {line.partition("==")[0] for line in done.stdout.splitlines()}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    assert named == {re.split(r"[\[<>=!~ ]", requirement)[0] for requirement in wanted}


PRIVATE = re.compile(r"(?!speechgen\b)\w+(?:\.\w+)*\._[a-z]\w*")


@pytest.mark.parametrize(("module", "path"), MODULES, ids=[module for module, _ in MODULES])
def test_no_private_module_of_others_is_imported(module: str, path: Path) -> None:
    """Such names come and go between two releases of one version range."""
    found = imports(path.read_text("utf-8"), module, path.name == "__init__.py")
    assert [name for _, name in found if PRIVATE.match(name)] == []


def commands(readme: str) -> dict[str, list[str]]:
    """Mark -> lines of the fence after `<!-- ci:mark -->`, as .ci/run reads them."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    fences = re.findall(r"^<!-- ci:(\w+) -->\n```bash\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return {mark: fence.splitlines() for mark, fence in fences}


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_readme_holds_the_two_commands_of_one_line(readme: str) -> None:
    found = commands(readme)
    assert {mark: len(lines) for mark, lines in found.items()} == {"draft": 1, "test": 1}
    assert found == commands("README.md")
