"""A batch as a whole: every good row written once, every bad one named, whatever happens."""

from __future__ import annotations

import io
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openpyxl
import pytest

from speechgen import draft
from speechgen.diagnostics import SpeechError
from speechgen.rows import Batch, draft_many, open_table
from speechgen.rows.places import STATE

from .conftest import HEADER, OUTLINE, Write, command, contents, rows, speechgen

pytestmark = pytest.mark.thorough

NAME = "{序号}-{称谓}"
TYPE = {
    "meeting.yaml": "名称: 试函\n段落:\n  - {文件: body.j2, 名称: 正文}\n",
    "body.j2": "@标题 {{ 标题 }}\n\n{% if 材料.级别 == '特' %}{{ 材料.没有的 }}{% endif %}\n",
}


def manifest(folder: Path) -> list[dict[str, object]]:
    lines = (folder / "manifest.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_a_row_is_the_outline_with_its_cells(outline: Path, table: Write, tmp_path: Path) -> None:
    results = list(draft_many(open_table(table(rows(3))), outline=outline, into=tmp_path / "函"))
    assert [(r.row, r.file, r.status) for r in results] == [
        (n + 1, f"邀请-{n}.docx", "written") for n in (1, 2, 3)
    ]
    values = {"标题": "致青禾街道第2社区的邀请", "称谓": "青禾街道第2社区", "日期": "2026-05-3"}
    same = draft(outline, values=values).printed(anchors=False).to("docx")
    assert (tmp_path / "函" / "邀请-2.docx").read_bytes() == same
    assert not (tmp_path / "函" / STATE).exists()
    assert [entry["file"] for entry in manifest(tmp_path / "函")] == [r.file for r in results]


def test_rows_have_anchors_only_where_they_are_asked_for(outline: Path, table: Write) -> None:
    """And are then not those that an earlier run made without."""

    def drafted(anchors: bool | None) -> tuple[bool, str]:
        data = open_table(table(rows(1)))
        (made,) = draft_many(data, outline=outline, anchors=anchors)
        assert made.content is not None
        names = zipfile.ZipFile(io.BytesIO(made.content)).namelist()
        return "docProps/custom.xml" in names, made.inputs

    usual, without, with_them = map(drafted, (None, False, True))
    assert usual == without and not usual[0]
    assert with_them[0] and with_them[1] != usual[1]


def test_nested_keys_lists_and_lines_in_cells(tmp_path: Path) -> None:
    outline = (
        "类型: 动员部署会讲话\n标题: 在校舍安全会上的讲话\n任务: 部署检查\n"
        "刚才: [甲局通报了情况]\n正文: [{题: 统一思想}, {题: 抓好检查}]\n"
    )
    row = {
        "结尾.强调": "校舍安全重于泰山", "刚才[1]": "乙局通报了进展", "刚才[2]": "丙局作了发言",
        "正文": "第一件事\n第二件事\n第三件事", "没用到": "x",
    }  # fmt: skip
    (made,) = draft_many([row], outline=outline.encode(), format="txt")
    text = (made.content or b"").decode()
    assert made.ok
    for printed in ("校舍安全重于泰山", "乙局通报了进展", "丙局作了发言", "三、第三件事", "三点"):
        assert printed in text
    assert "甲局" not in text


def test_an_empty_cell_is_empty_and_required_ones_are_named(table: Write, outline: Path) -> None:
    lines = rows(2)
    lines[1][1] = ""
    good, bad = draft_many(open_table(table(lines)), outline=outline)
    assert good.ok and not bad.ok
    assert "第3行“标题”列（B3）是空的" in bad.diagnostics[0].message


def test_a_column_that_fits_nowhere_is_refused_at_once(table: Write) -> None:
    path = table([["x"]], header=["结尾.强掉"])
    outline = "类型: 动员部署会讲话\n标题: 甲\n".encode()
    with pytest.raises(SpeechError, match="强调"):
        draft_many(open_table(path), outline=outline)


@pytest.mark.parametrize(
    ("meeting", "unprinted"), [("甲会", ()), ("{名称: 甲会, 地点: 三楼}", ("地点",))]
)
def test_columns_told_to_be_unprinted_are(meeting: str, unprinted: tuple[str, ...]) -> None:
    outline = f"类型: 会议通知\n标题: 关于开会的通知\n会议: {meeting}\n".encode()
    cells = {"联系人": "周晓梅", "地点": "礼堂", "落款": "乙局"}
    (made,) = draft_many([cells], outline=outline, format="txt")
    printed = (made.content or b"").decode()
    assert Batch([cells], outline=outline).unprinted == unprinted
    assert all((text in printed) != (name in unprinted) for name, text in cells.items())


@pytest.mark.parametrize("jobs", [1, 3])
def test_results_are_the_same_however_many_work(
    outline: Path, table: Write, tmp_path: Path, jobs: int
) -> None:
    path = table(rows(60))
    folder = tmp_path / str(jobs)
    results = list(draft_many(open_table(path), outline=outline, into=folder, jobs=jobs))
    assert [r.row for r in results] == list(range(2, 62))
    one = tmp_path / "one"
    list(draft_many(open_table(path), outline=outline, into=one))
    assert contents(folder) == contents(one)


def test_any_executor_and_any_thread(outline: Path) -> None:
    def drafted(offset: int) -> list[bytes | None]:
        lines = ({"序号": str(n + offset), "标题": f"第{n}号邀请"} for n in range(20))
        return [result.content for result in draft_many(lines, outline=outline)]

    with ThreadPoolExecutor(3) as pool:
        lines = ({"序号": str(n), "标题": f"第{n}号邀请"} for n in range(20))
        borrowed = [r.content for r in draft_many(lines, outline=outline, executor=pool, jobs=3)]
        threads = list(pool.map(drafted, (0, 0, 0)))
    assert all(borrowed) and threads == [borrowed] * 3


def test_a_pool_from_a_program_with_threads(outline: Path) -> None:
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    other.start()
    try:
        lines = ({"序号": str(n)} for n in range(40))
        assert all(r.ok for r in draft_many(lines, outline=outline, jobs=2))
    finally:
        stop.set()
        other.join()


def test_rows_are_read_only_as_fast_as_they_are_drafted(outline: Path) -> None:
    taken = 0

    def endless() -> Iterator[dict[str, str]]:
        nonlocal taken
        while True:
            taken += 1
            yield {"序号": str(taken)}

    results = draft_many(endless(), outline=outline, jobs=2)
    for _ in range(100):
        next(results)
    results.close()
    assert taken < 100 + 24 + 6 * 256


# -- bad rows -------------------------------------------------------------------------------------


def bad_rows(lines: list[list[str]], every: int) -> dict[int, str]:
    """Spoils one row in `every`, of eight kinds by turns: row number -> what names its cell."""
    wanted: dict[int, str] = {}
    for turn, at in enumerate(range(every - 1, len(lines), every)):
        line, row = lines[at], at + 2
        kind = turn % 8
        if kind == 0:
            line[1] = ""
        elif kind == 1:
            line[3] = "2026-13-40"
        elif kind == 2:
            line[2] = "#REF!"
        elif kind == 3:
            line[0] = lines[at - 1][0]
            line[2] = lines[at - 1][2]
        elif kind == 4:
            line[4] = "长" * 32_767
        elif kind == 5:
            line[4] = "响\x07铃"
        elif kind == 6:
            line += ["", "多出来的"]
        else:
            line[5:] = ["特"]
        wanted[row] = ("B", "D", "C", "", "E", "E", "H", "")[kind]
    return wanted


def test_bad_rows_of_eight_kinds(tmp_path: Path, table: Write) -> None:
    home = tmp_path / "templates" / "trial"
    home.mkdir(parents=True)
    for name, text in TYPE.items():
        (home / name).write_text(text, "utf-8")
    outline = tmp_path / "函.yaml"
    outline.write_text("类型: 试函\n标题: 甲\n材料:\n  级别: 无\n", "utf-8")
    lines = [[*line, ""] for line in rows(400)]
    wanted = bad_rows(lines, 25)
    assert len(wanted) == 16
    path = table(lines, header=[*HEADER, "级别"])
    done = speechgen(
        outline, "--data", path, "-o", "out/", "--name", NAME, "-j", "2", "--summary", "表.xlsx",
        cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    good = [line for row, line in enumerate(lines, 2) if row not in wanted]
    files = set(contents(tmp_path / "out")) - {"manifest.jsonl"}
    assert files == {f"{line[0]}-{line[2]}.docx" for line in good}
    entries = manifest(tmp_path / "out")
    assert [entry["row"] for entry in entries] == list(range(2, 402))
    assert {entry["row"] for entry in entries if not entry["file"]} == set(wanted)
    for row, column in wanted.items():
        assert re.search(rf"(?:第|、){row}[行、]", done.stderr)  # alone, or among those alike
        if column and f"第{row}行" in done.stderr:
            assert f"（{column}{row}）" in done.stderr
    sheet = openpyxl.load_workbook(tmp_path / "表.xlsx").active
    assert sheet.max_row == 401
    assert sum(cell.value == "失败" for cell in sheet["B"]) == 16


def test_a_row_that_kills_its_worker_is_the_only_one_lost(
    outline: Path, row_kills_its_worker: Callable[[str, float], None]
) -> None:
    row_kills_its_worker("33", 0)
    lines = ({"序号": str(n)} for n in range(1, 81))
    results = list(draft_many(lines, outline=outline, jobs=2))
    assert [r.row for r in results if not r.ok] == [33]
    assert "意外中止" in results[32].diagnostics[0].message


def test_names_that_meet_are_refused_or_numbered(outline: Path, tmp_path: Path) -> None:
    lines = [{"单位": "甲"}, {"单位": "甲"}, {"单位": "乙"}]
    refused = list(draft_many(lines, outline=outline, name="{单位}"))
    assert [r.ok for r in refused] == [True, False, True]
    assert "与第1行的相同" in refused[1].diagnostics[0].message
    numbered = draft_many(lines, outline=outline, name="{单位}", number_names=True)
    assert [r.file for r in numbered] == ["甲.docx", "甲-2.docx", "乙.docx"]


def test_outlines_as_rows(outline: Path, tmp_path: Path) -> None:
    second = tmp_path / "通知.yaml"
    second.write_text(OUTLINE.replace("校舍", "食堂"), "utf-8")
    broken = tmp_path / "坏.yaml"
    broken.write_text("类型: 讲话\n", "utf-8")
    results = list(draft_many([outline, second, broken, tmp_path / "无.yaml"], into=tmp_path / "o"))
    assert [r.ok for r in results] == [True, True, False, False]
    assert set(contents(tmp_path / "o")) == {"邀请.docx", "通知.docx", "manifest.jsonl"}


# -- broken off -----------------------------------------------------------------------------------


def test_resume_skips_what_is_done_and_redoes_what_changed(
    outline: Path, table: Write, tmp_path: Path
) -> None:
    lines, folder = rows(30), tmp_path / "o"

    def run(**more: bool) -> list[str]:
        path = table(lines)
        results = draft_many(
            open_table(path), outline=outline, into=folder, name=NAME, resume=True, **more
        )
        return [result.status for result in results]

    assert run() == ["written"] * 30
    before = contents(folder)
    assert run() == ["kept"] * 30
    assert contents(folder) == before
    lines[4][1] = "改了的题目"
    (folder / "7-青禾街道第7社区.docx").unlink()
    statuses = run()
    assert (statuses.count("kept"), statuses.count("written")) == (28, 2)
    outline.write_text(OUTLINE.replace("通报", "听取"), "utf-8")
    assert run() == ["written"] * 30


def test_resume_drafts_a_moved_row_again_if_its_remarks_name_it(
    outline: Path, table: Write, tmp_path: Path
) -> None:
    lines, folder = rows(4), tmp_path / "o"
    lines[1][1] = "致【待补：社区】的邀请"  # reported with the row it is in
    name = "{序号}"

    def run() -> list[tuple[int, str]]:
        results = draft_many(
            open_table(table(lines)), outline=outline, into=folder, name=name, resume=True
        )
        return [(result.row, result.status) for result in results]

    before = run()
    row, status = before[1]
    assert status == "written", before
    del lines[0]
    # drafted again, though its bytes are the same: what the manifest says of it names the row
    assert dict(run()) == {row - 1: "unchanged", row: "kept", row + 1: "kept"}


@pytest.mark.slow
@pytest.mark.parametrize("format", ["docx", "txt"])
def test_killed_at_random_moments_and_resumed(
    outline: Path, table: Write, tmp_path: Path, format: str
) -> None:
    path = table(rows(250))
    options = ["--data", path, "--name", NAME, "-j", "2", "-f", format]
    began = time.monotonic()
    assert speechgen(outline, *options, "-o", "whole/", cwd=tmp_path).returncode == 0
    whole = time.monotonic() - began
    chooser = random.Random(11)
    kills = 0
    for _ in range(4):  # every single step: tests/test_kills.py
        run = subprocess.Popen(
            command(outline, *options, "-o", "killed/", "--resume"), cwd=tmp_path,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(chooser.uniform(0.3, 0.6) * whole)
        kills += run.poll() is None
        run.kill()
        run.wait()
    done = speechgen(outline, *options, "-o", "killed/", "--resume", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert kills
    assert contents(tmp_path / "killed") == contents(tmp_path / "whole")


def test_ctrl_c_ends_it_with_a_report(outline: Path, table: Write, tmp_path: Path) -> None:
    options = ["--data", table(rows(20_000)), "-o", "o/", "-j", "2", "--name", NAME]
    run = subprocess.Popen(
        command(outline, *options), cwd=tmp_path, stderr=subprocess.PIPE, encoding="utf-8"
    )
    while len(list(tmp_path.glob("o/*.docx"))) < 50:
        time.sleep(0.05)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=20)
    assert run.returncode == 130
    assert "已中断" in said and "写好" in said and "Traceback" not in said
    written = set(contents(tmp_path / "o"))
    assert not [name for name in written if not name.endswith((".docx", "manifest.jsonl"))]


@pytest.mark.slow
def test_two_runs_into_one_folder(outline: Path, table: Write, tmp_path: Path) -> None:
    options = ["--data", table(rows(20_000)), "-o", "o/", "-j", "1"]
    first = subprocess.Popen(
        command(outline, *options), cwd=tmp_path, stderr=subprocess.PIPE, encoding="utf-8"
    )
    while not (tmp_path / "o" / STATE / "lock").exists() or not list(tmp_path.glob("o/*.docx")):
        time.sleep(0.05)
    second = speechgen(outline, *options, cwd=tmp_path)
    first.send_signal(signal.SIGINT)
    first.communicate(timeout=20)
    assert second.returncode == 2
    assert "另一次批量起草正在写这个文件夹" in second.stderr


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounts a small disk")
def test_a_full_disk_stops_the_run_and_resume_ends_it(
    outline: Path, table: Write, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], check=False,
        capture_output=True,
    )  # fmt: skip
    if mounted.returncode:
        pytest.skip("no right to mount a disk")
    options = ["--data", table(rows(200)), "-o", "disk/o/", "--name", NAME, "-j", "2"]
    try:
        full = speechgen(outline, *options, cwd=tmp_path)
        assert full.returncode == 1
        assert "磁盘已满" in full.stderr and "--resume" in full.stderr
        assert "Traceback" not in full.stderr
        subprocess.run(["mount", "-o", "remount,size=20m", str(disk)], check=True)
        rest = speechgen(outline, *options, "--resume", cwd=tmp_path)
        assert rest.returncode == 0 and "跳过" in rest.stderr, rest.stderr
        assert speechgen(outline, *options, "-o", "whole/", cwd=tmp_path).returncode == 0
        assert contents(disk / "o") == contents(tmp_path / "whole")
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


# -- the command line -----------------------------------------------------------------------------


def test_dry_run_writes_nothing(outline: Path, table: Write, tmp_path: Path) -> None:
    before = set(contents(tmp_path))
    path = table(rows(5))
    done = speechgen(outline, "--data", path, "-o", "o/", "--dry-run", cwd=tmp_path)
    assert done.returncode == 0 and "可以写成 5 份" in done.stderr
    assert set(contents(tmp_path)) == before | {"名单.csv"}


def test_fail_fast_stops(outline: Path, table: Write, tmp_path: Path) -> None:
    lines = rows(2_000)
    lines[40][3] = "2026-13-40"
    options = ["--data", table(lines), "-o", "o/", "--fail-fast", "-j", "2"]
    done = speechgen(outline, *options, cwd=tmp_path)
    assert done.returncode == 1 and "有一份失败，停在这里" in done.stderr
    assert len(contents(tmp_path / "o")) < 2_000


def test_json_has_a_line_for_each_draft(outline: Path, table: Write, tmp_path: Path) -> None:
    lines = rows(4)
    lines[2][3] = "2026-13-40"
    done = speechgen(outline, "--data", table(lines), "-o", "o/", "--json", cwd=tmp_path)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [record["row"] for record in records] == [2, 3, 4, 5]
    made = [record for record in records if record["path"]]
    assert [record["row"] for record in made] == [2, 3, 5]
    assert all((tmp_path / record["path"]).exists() for record in made)
    wanted = {"path", "format", "characters", "minutes", "sections", "missing", "diagnostics"}
    assert wanted <= records[0].keys()
    assert "名单.csv:4:4: 错误[outline-date]：第4行“日期”列（D4）" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "x.docx"], "要写到一个文件夹里"),
        (["-o", "o/", "--name", "{无}"], "不是表里的列"),
        (["-o", "o/", "--name", "{列号}"], "是不是“{行号}”？可以用："),
        (["-o", "o/", "--data", "没有.csv"], "没有这个文件"),
        (["-o", "o/", "--summary", "s.pdf"], "只写 .xlsx 或 .csv"),
        pytest.param(
            ["-o", "o/", "--scheduler", "tcp://127.0.0.1:9"], "连不上调度器", marks=pytest.mark.slow
        ),
    ],
)
def test_what_is_refused(
    outline: Path, table: Write, tmp_path: Path, arguments: list[str], said: str
) -> None:
    path = table(rows(2))
    done = speechgen(outline, "--data", path, *arguments, cwd=tmp_path)
    assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "o").exists()


def test_somebody_elses_file_is_left_alone(outline: Path, table: Write, tmp_path: Path) -> None:
    (tmp_path / "o").mkdir()
    (tmp_path / "o" / "邀请-2.docx").write_bytes(b"mine")
    done = speechgen(outline, "--data", table(rows(3)), "-o", "o/", cwd=tmp_path)
    assert done.returncode == 1 and "没有覆盖" in done.stderr
    assert (tmp_path / "o" / "邀请-2.docx").read_bytes() == b"mine"


def test_every_file_is_a_whole_package(outline: Path, table: Write, tmp_path: Path) -> None:
    options = ["--data", table(rows(40)), "-o", "o/", "-j", "2"]
    assert speechgen(outline, *options, cwd=tmp_path).returncode == 0
    for path in (tmp_path / "o").glob("*.docx"):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None


def test_batches_that_ask_otherwise_share_no_outline(outline: Path) -> None:
    """What a process keeps between rows is kept for the same options alone."""
    made = [
        next(draft_many([{"序号": "1"}], outline=outline, format="txt", numbering=numbering))
        for numbering in ("（一）", "1.", "（一）")
    ]
    texts = [(result.content or b"").decode() for result in made]
    assert "（一）会议内容" in texts[0] and "1.会议内容" in texts[1]
    assert texts[2] == texts[0]


def test_a_batch_says_how_many_to_expect(outline: Path, table: Write) -> None:
    batch = Batch(open_table(table(rows(7))), outline=outline)
    assert batch.about in (7, 8)
    assert {name for name, use in batch.uses.items() if use.fact} == {"序号", "联系人"}


@pytest.mark.parametrize("name", ["units.csv", "units.xlsx"])
def test_the_example(name: str, tmp_path: Path, root: Path) -> None:
    home = root / "examples" / "batch"
    options = ["--data", home / name, "-o", "o/", "--name", "{序号:02}-{单位}", "-f", "txt"]
    done = speechgen(home / "invitation.yaml", *options, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "01-青禾街道.txt" in contents(tmp_path / "o")
    text = (tmp_path / "o" / "02-滨江街道.txt").read_text("utf-8")
    assert "关于邀请滨江街道参加老旧小区改造座谈会的函" in text and "（三）资金使用情况。" in text


@pytest.mark.skipif(sys.platform != "linux", reason="no such names elsewhere")
def test_templates_whose_names_are_no_utf_8(outline: Path, tmp_path: Path) -> None:
    folder = tmp_path / "模板"
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.j2")).touch()
    (made,) = draft_many([{"标题": "甲"}], outline=outline, templates=[folder])
    assert made.ok


def test_a_batch_that_never_began_says_no_more_than_why(
    outline: Path, table: Write, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "别处"
    elsewhere.mkdir()
    (tmp_path / "o").mkdir()
    (tmp_path / "o" / ".speechgen-batch").symlink_to(elsewhere)
    done = speechgen(outline, "--data", table(rows(2)), "-o", "o/", cwd=tmp_path)
    assert done.returncode == 2
    assert "是链接" in done.stderr
    assert "--resume" not in done.stderr
    assert "共 0 份" not in done.stderr
