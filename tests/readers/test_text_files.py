"""Files and their bytes: encodings, renamed files, what nobody can read, hostile input."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from speechgen.api.reading import read
from speechgen.diagnostics import SpeechError
from speechgen.readers import READERS, read_bytes

from .reading_help import INNOCENT

TEXT = f"在会上的讲话\r\n同志们：\r\n\u3000\u3000{INNOCENT}\r\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "gbk"]
)
def test_encodings(encoding: str) -> None:
    reading = read_bytes("旧稿.txt", TEXT.encode(encoding))[0]
    assert [str(p.text) for p in reading.passages] == ["在会上的讲话", "同志们：", INNOCENT]
    last = reading.passages[-1].place()
    assert (last.file, last.line, last.column) == ("旧稿.txt", 3, 3)


def test_old_mac_line_ends() -> None:
    assert read_bytes("a.txt", TEXT.replace("\r\n", "\r").encode())[0].passages[-1].line == 3


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.pdf", b"%PDF-1.7 ...", "PDF"),
        ("a.txt", b"%PDF-1.7 ...", "PDF"),
        ("a.xlsx", b"PK\x05\x06", "不认识的格式"),
        ("a", "文字".encode(), "没有后缀"),
        ("a.txt", b"", "没有文字"),
        ("a.txt", b" \n\t\n", "没有文字"),
        ("a.txt", bytes(range(256)) * 4, "不是文本"),
        ("a.docx", b"PK\x03\x04 broken", "docx"),
        ("a.docx", b"plain text", "docx"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "图片"),
    ],
)
def test_refused_with_a_sentence(name: str, data: bytes, said: str) -> None:
    with pytest.raises(SpeechError) as refused:
        read_bytes(name, data)
    assert said in str(refused.value)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.txt", tmp_path):
        with pytest.raises(SpeechError):
            read(path)


def test_every_suffix_has_a_module() -> None:
    from importlib import import_module

    for module in set(READERS.values()):
        assert callable(import_module(module).read)
        assert callable(import_module(module).lines)  # of a .doc that calls itself .docx, too


def test_a_label_behind_a_control_character_is_a_label() -> None:
    text = f"大会讲话\n\x07　　一、提高认识\n{INNOCENT}\n\x07　　二、狠抓落实\n{INNOCENT}\n"
    (reading,) = read_bytes("a.txt", text.encode())
    assert [(each.label, str(each.head)) for each in reading.passages if each.label] == [
        ("一、", "提高认识"),
        ("二、", "狠抓落实"),
    ]


ENTRIES = [f"第{at}节" for at in range(100_000)]
HOSTILE = {
    "long line": "工作要坚持，" * 400_000,
    "inline labels": "一是加强；二是抓好；" * 200_000,
    "open brackets": "（" * 2_000_000,
    "nested labels": "".join(f"{'一二三四五六七八九'[n % 9]}是要抓好\n" for n in range(30_000)),
    "every family": "".join(
        ["一、", "（一）", "1.", "（1）", "①", "一是", "第一，"][n % 7] + "抓\n"
        for n in range(30_000)
    ),
    "blanks": "*X_" * 300_000,
    "short lines": "短\n" * 50_000,
    "marks": "##" * 300_000,
    "spaces": "　 \t" * 1_000_000 + "完",
    "quotes": "“" * 1_000_000 + "。",
    "blanks in a last date": f"{INNOCENT}\n({' ' * 100_000}甲",
    "contents in one line": "\n".join(("通知", "目录", "\u3000".join(ENTRIES), "。".join(ENTRIES))),
    "blanks in a last attachment": f"{INNOCENT}\n附件{' ' * 100_000}甲",
}


@pytest.mark.clock
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_bounded_time(name: str) -> None:
    start = time.perf_counter()
    try:
        read_bytes("a.txt", HOSTILE[name].encode())
    except SpeechError as refused:
        assert "最多" in str(refused)
    assert time.perf_counter() - start < 60


@pytest.mark.clock
def test_too_much_is_refused_at_once() -> None:
    for data in (b"\xe4\xb8\x80" * 4_000_000, "短\n".encode() * 200_000):
        with pytest.raises(SpeechError, match=r"最多|太大"):
            read_bytes("a.txt", data)


def test_random_bytes_never_crash() -> None:
    chance = random.Random(7)
    for suffix in (".txt", ".md", ".docx"):
        for _ in range(60):
            data = chance.randbytes(chance.randrange(300))
            try:
                read_bytes(f"a{suffix}", data)
            except SpeechError as refused:
                assert str(refused)


def test_a_text_that_is_a_little_too_long_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("speechgen.readers.structure.MAX_CHARACTERS", 1_000)
    with pytest.raises(SpeechError, match="这个文件有 1,002 字，不像一篇讲话稿；最多读 1,000 字"):
        read_bytes("长.txt", ("字" * 501 + "\n").encode() * 2)


def test_a_line_in_stars_is_a_bold_line_and_the_stars_are_told() -> None:
    (reading,) = read_bytes("稿.txt", "**在会上的讲话**\n同志们：\n今天**开会**。\n".encode())
    assert reading.title == "在会上的讲话"
    assert [note.rule for note in reading.doubts] == ["import-marks"]
    assert reading.passages[-1].text == "今天**开会**。"
