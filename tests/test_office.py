"""LibreOffice: found, bounded, and a clear word where it is missing."""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from speechgen import office
from speechgen.api.drafting import draft
from speechgen.diagnostics import SpeechError
from speechgen.readers import read_bytes

OLD = b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le")


def test_a_damaged_file_is_no_text() -> None:
    with pytest.raises(SpeechError) as refused:
        read_bytes("旧稿.wps", b"\xd0\xcf\x11\xe0" + bytes(range(256)) * 40)
    assert "已经损坏" in str(refused.value)


def test_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(office.PROGRAM_VARIABLE, "")
    with pytest.raises(SpeechError) as refused:
        read_bytes("旧稿.wps", OLD)
    assert "LibreOffice" in str(refused.value)
    assert "另存为 .docx" in str(refused.value)


def program(folder: Path, code: str) -> str:
    """A stand-in that does what a broken LibreOffice does."""
    path = folder / "soffice"
    path.write_text(f"#!{sys.executable}\n{code}\n", "utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
def test_one_that_hangs_and_one_that_makes_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hang = program(tmp_path, "import time; time.sleep(60)")
    monkeypatch.setenv(office.PROGRAM_VARIABLE, hang)
    with pytest.raises(SpeechError, match="超过"):
        office.convert(b"x", "旧稿.doc", "docx", seconds=0.5)
    monkeypatch.setenv(office.PROGRAM_VARIABLE, program(tmp_path, "raise SystemExit(1)"))
    with pytest.raises(SpeechError, match="没能转换"):
        office.convert(b"x", "旧稿.doc", "docx")


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
def test_a_conversion_in_another_thread_is_ended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started = tmp_path / "started"
    code = f"import pathlib, time; pathlib.Path({str(started)!r}).touch(); time.sleep(60)"
    monkeypatch.setenv(office.PROGRAM_VARIABLE, program(tmp_path, code))
    with ThreadPoolExecutor(1) as other:
        converting = other.submit(office.convert, b"x", "旧稿.doc", "docx")
        while not started.exists():
            time.sleep(0.01)
        office.end_running()
        with pytest.raises(SpeechError, match="没能转换"):
            converting.result(10)
    office.end_running()  # nothing is running any more


def test_windows_ends_what_the_starter_started(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    class Running:
        pid = 42

        def kill(self) -> None:
            asked.append(["kill"])

    monkeypatch.setattr("speechgen.office.os.name", "nt")
    monkeypatch.setattr(
        "speechgen.office.subprocess.run", lambda command, **_: asked.append(command)
    )
    monkeypatch.setattr(office, "_running", {Running()})
    office.end_running()
    assert asked[0][0].endswith("taskkill.exe")
    assert asked == [[asked[0][0], "/T", "/F", "/PID", "42"], ["kill"]]


OUTLINE = """\
类型: 讲话
标题: 在校运会上的讲话
称谓: 各位老师
开头: 今天开会，研究运动会的筹备工作。
正文:
  - 题: 抓场地
    点:
      - 跑道要平整：十月八日前完成划线。
      - 器材要齐全：按清单采购。
  - 题: 抓安全
"""


@pytest.mark.office
@pytest.mark.parametrize("suffix", ["odt", "doc", "rtf"])
def test_old_formats_are_read(suffix: str, tmp_path: Path) -> None:
    made = draft(OUTLINE.encode())
    path = tmp_path / f"旧稿.{suffix}"
    path.write_bytes(office.convert(made.to("docx"), "in.docx", suffix))
    passages = read_bytes(str(path), path.read_bytes())[0].passages
    lines = [line.strip() for line in str(made).splitlines() if line.strip()]
    assert [str(passage.text) for passage in passages] == lines
    assert [passage.level for passage in passages] == [0, 0, 0, 1, 2, 2, 1]
