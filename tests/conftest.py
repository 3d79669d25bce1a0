"""What tests of several modules share: outside programs, folders beside the project, isolation.

Owns the marks: for what may be missing (`office`, `browser`, `shared`), for what takes long
(`slow`, `thorough`) and for all the rest (`quick`); the conversion of a DOCX to PDF; the golden
files. Must not know what any test is about.
"""

from __future__ import annotations

import hashlib
import inspect
import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from speechgen.diagnostics import Diagnostic

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("SPEECHGEN_SHARED") or ROOT.parent / "shared")
OFFICE_SECONDS = 180

# No deadline: several workers share the cores, and a slow example is not a wrong one.
settings.register_profile(
    "suite", deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("suite"), max_examples=100)  # .ci/run
settings.register_profile("long", settings.get_profile("suite"), max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # as a job in the background of a shell has
    signal.signal(signal.SIGINT, signal.default_int_handler)  # else no program tested sees Ctrl-C
if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:  # nohup's way
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def find_program(*names: str) -> str | None:
    """The path of the first of these programs that is installed."""
    return next((path for name in names if (path := shutil.which(name))), None)


def find_soffice() -> str | None:
    return find_program("soffice", "libreoffice")


def find_browser() -> str | None:
    return find_program("chromium", "chromium-browser", "google-chrome", "chrome")


def find_shared() -> str | None:
    return str(SHARED) if (SHARED / "corpus").is_dir() and (SHARED / "tools").is_dir() else None


MAY_BE_MISSING: dict[str, tuple[Callable[[], str | None], str]] = {
    "office": (find_soffice, "没有找到 LibreOffice / soffice is not installed"),
    "browser": (find_browser, "没有找到 Chromium / no Chromium is installed"),
    "shared": (find_shared, "项目旁没有 shared 文件夹 / no shared folder beside the project"),
}
"""Mark -> what finds the thing, and the reason given when it is not there."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the long proofs too")
    parser.addoption("--accept", action="store_true", help="rewrite golden files that differ")


@pytest.hookimpl(tryfirst=True)  # before -m looks at the marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks what is quick, and leaves the long proofs out unless they are asked for."""
    long = []
    for item in items:
        if item.get_closest_marker("clock"):
            item.add_marker("slow")
        if item.get_closest_marker("slow"):
            long.append(item)
        elif not any(map(item.get_closest_marker, (*MAY_BE_MISSING, "thorough"))):
            item.add_marker("quick")
    if long and not config.getoption("--slow"):
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if not item.get_closest_marker("slow")]


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark, (find, reason) in MAY_BE_MISSING.items():
        if item.get_closest_marker(mark) and find() is None:
            refuse_or_skip(reason)


def refuse_or_skip(reason: str) -> None:
    """Skip the running test; under CI=true fail it: there nothing may be missing unnoticed."""
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(f"{reason} (CI={os.environ['CI']})", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session", autouse=True)
def isolation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No developer's defaults, cache or terminal settings reach a test, nor its subprocesses."""
    home = tmp_path_factory.mktemp("isolated")
    config = home / "config"
    fonts = ROOT / ".ci" / "fonts.conf"
    (config / "fontconfig").mkdir(parents=True)
    if fonts.exists():
        shutil.copy(fonts, config / "fontconfig" / "fonts.conf")
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("SPEECHGEN_") and name != "SPEECHGEN_SHARED":
                patch.delenv(name)
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)  # else each compiles all there is
        for name in ("FORCE_COLOR", "NO_COLOR", "PY_COLORS", "GITHUB_ACTIONS", "TERMINAL_WIDTH"):
            patch.delenv(name, raising=False)
        patch.setenv("SPEECHGEN_CACHE", str(home / "cache"))
        patch.setenv("XDG_CONFIG_HOME", str(config))
        patch.setenv("APPDATA", str(config))
        patch.setenv("COLUMNS", "100")
        patch.setenv("PYTHONPATH", str(ROOT))  # a subprocess runs this checkout too
        yield


@pytest.fixture(scope="session")
def made_ids() -> Iterator[set[str]]:
    """The ids of all diagnostics that the package itself has made; no test looks at them twice."""
    made: set[str] = set()
    whole = Diagnostic.__init__
    own = (inspect.getfile(Diagnostic), "<string>")

    def noting(self: Diagnostic, *arguments: Any, **named: Any) -> None:
        whole(self, *arguments, **named)
        if self.rule not in made:
            frame = inspect.currentframe()
            while frame := frame and frame.f_back:
                if frame.f_code.co_filename not in own:
                    break
            if frame and frame.f_code.co_filename.startswith(str(ROOT / "speechgen")):
                made.add(self.rule)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Diagnostic, "__init__", noting)
        yield made


@pytest.fixture(autouse=True)
def every_id_is_explained(made_ids: set[str]) -> Iterator[None]:
    """An id that a test makes appear has a page: the net below what tests/test_ids.py reads."""
    before = set(made_ids)
    yield
    if new := made_ids - before:
        from speechgen.explained import FILES, pages

        explained = {name for file in FILES for name in pages(file)}
        assert not new - explained, "no entry in speechgen/explained/*.md"


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's top folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared folder beside the project; the test must be marked `shared`."""
    return SHARED


@pytest.fixture(scope="session")
def examples() -> list[Path]:
    """The outlines of `examples/`, one per meeting type, in order of their names."""
    return sorted((ROOT / "examples").glob("*.yaml"))


@pytest.fixture(scope="session")
def soffice() -> str:
    """The path of LibreOffice; the test must be marked `office`."""
    path = find_soffice()
    assert path is not None, "a test that uses LibreOffice must be marked `office`"
    return path


@pytest.fixture(scope="session")
def browser() -> str:
    """The path of Chromium; the test must be marked `browser`."""
    path = find_browser()
    assert path is not None, "a test that uses Chromium must be marked `browser`"
    return path


@pytest.fixture(scope="session")
def to_pdf(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Converts a DOCX to PDF: `to_pdf(path) -> path of the PDF`, in a folder of its own.

    One conversion at a time on one LibreOffice profile per worker; the same bytes are converted
    once a session. Fails the test when LibreOffice makes no PDF.
    """
    home = tmp_path_factory.mktemp("office")
    lock = threading.Lock()

    def convert(docx: Path) -> Path:
        folder = home / hashlib.sha256(docx.name.encode() + docx.read_bytes()).hexdigest()[:16]
        made = folder / f"{docx.stem}.pdf"
        with lock:
            if not made.exists():
                folder.mkdir(exist_ok=True)
                run_soffice(soffice, home / "profile", docx, folder)
        assert made.exists(), f"LibreOffice made no PDF of {docx}"
        return made

    return convert


def run_soffice(soffice: str, profile: Path, docx: Path, folder: Path) -> None:
    """Converts `docx` to PDF into `folder`; raises CalledProcessError or TimeoutExpired."""
    run_soffice_on(soffice, profile, [docx], folder, OFFICE_SECONDS)


def run_soffice_on(
    soffice: str, profile: Path, docx: Sequence[Path], folder: Path, seconds: float
) -> None:
    """Converts many files at one start; raises CalledProcessError or TimeoutExpired."""
    command = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, docx)]
    subprocess.run(command, check=True, capture_output=True, timeout=seconds)


@pytest.fixture(scope="session")
def to_pdfs(
    soffice: str, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[dict[str, bytes]], dict[str, Path]]:
    """Converts many DOCX at one start of LibreOffice: `to_pdfs({name: bytes}) -> {name: PDF}`.

    Ten a second where one at a time takes a second each. Fails the test when a PDF is missing.
    """

    def convert(documents: dict[str, bytes]) -> dict[str, Path]:
        home = tmp_path_factory.mktemp("offices")
        sources = []
        for number, data in enumerate(documents.values()):
            sources.append(home / f"{number}.docx")
            sources[-1].write_bytes(data)
        seconds = OFFICE_SECONDS + len(sources)
        run_soffice_on(soffice, home / "profile", sources, home, seconds)
        made = {name: home / f"{number}.pdf" for number, name in enumerate(documents)}
        missing = [name for name, path in made.items() if not path.exists()]
        assert not missing, f"LibreOffice made no PDF of {missing}"
        return made

    return convert


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, Path], None]:
    """Compares a text with its golden file: `golden(text, path)`; `--accept` rewrites the file."""

    def compare(text: str, path: Path) -> None:
        known = path.read_bytes().decode() if path.exists() else None
        if known != text and request.config.getoption("--accept"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
            return
        assert known is not None, f"{path} is missing: look at the text, then run with --accept"
        assert text.splitlines() == known.splitlines()
        assert text == known

    return compare
