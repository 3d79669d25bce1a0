"""What `speechgen/README.md` and the decisions name is there under that name."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

import speechgen

HOUSE = Path(speechgen.__file__).parent
PAGES = [HOUSE / "README.md", *sorted((HOUSE / "decisions").glob("*.md"))]
DOTTED = re.compile(r"`((?:[a-z_]+\.)+\w+)`")
FILE = re.compile(r"`((?:[a-z_]+/)+[\w.]*|[a-z_]+\.py)`")
UNITS = {path.stem for path in HOUSE.iterdir() if path.suffix == ".py" or path.is_dir()}
OUTSIDE = {"document.xml", "speechgen.yaml", "meeting.yaml"}


def found(dotted: str) -> bool:
    """Whether `unit.module.name` (below the package) can be imported or looked up."""
    parts = dotted.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            thing = import_module(".".join(["speechgen", *parts[:cut]]))
        except ModuleNotFoundError:
            continue
        for name in parts[cut:]:
            if not hasattr(thing, name):
                return False
            thing = getattr(thing, name)
        return True
    return False


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_function_named_exists(page: Path) -> None:
    named = [
        name
        for name in DOTTED.findall(page.read_text("utf-8"))
        if name not in OUTSIDE and name.split(".")[0] in UNITS and not name.endswith(".py")
    ]
    assert [name for name in named if not found(name)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_file_named_exists(page: Path, root: Path) -> None:
    missing = [
        name
        for name in FILE.findall(page.read_text("utf-8"))
        if name not in OUTSIDE and not ((HOUSE / name).exists() or (root / name).exists())
    ]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([\w./-]+)\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_page_has_every_unit() -> None:
    """A unit that no way and no row of the page names is one that nobody finds."""
    text = (HOUSE / "README.md").read_text("utf-8")
    units = {path.name for path in HOUSE.iterdir() if (path / "__init__.py").exists()}
    assert sorted(unit for unit in units if not re.search(rf"\b{unit}\b", text)) == []
