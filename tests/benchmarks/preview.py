"""How long a save takes to reach the paper of the preview, in a real browser.

    python -m tests.benchmarks.preview [SAVES]

Needs Playwright and Chromium. Milliseconds from the end of the save to the change of the page and
to its second frame after that, beside what drafting the same outline costs: judge them on a quiet
machine. The ordinary tests assert no times.
"""

from __future__ import annotations

import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from speechgen import draft

WORDS = "一段话讲清一件事把责任落实到人把时间落实到天把措施落实到每一个环节每一个岗位"
WATCH = """() => {
  window.seen = {};
  const sheets = document.querySelector("#sheets");
  new MutationObserver(() => {
    const changed = Date.now();
    const found = sheets.textContent.match(/改(\\d+)次/);
    const drawn = () => { if (found) window.seen[found[1]] ??= [changed, Date.now()]; };
    requestAnimationFrame(() => requestAnimationFrame(drawn));
  }).observe(sheets, { childList: true, subtree: true, characterData: true });
}"""


def outline(save: int) -> str:
    """A speech of 5,000 characters; one point in its middle differs from save to save."""
    lines = ["类型: 讲话", "标题: 在全镇安全生产工作会议上的讲话", "称谓: 同志们", "正文:"]
    for section in range(5):
        lines += [f"  - 题: 抓好第{section}件事", "    点:"]
        for point in range(12):
            more = f"改{save}次" if (section, point) == (2, 3) else ""
            lines.append(f"      - 要点{section}{point}{more}：{WORDS * 2}，务求实效")
    return "\n".join(lines) + "\n"


def measure(page: Any, file: Path, saves: int) -> list[tuple[float, float]]:
    """Milliseconds of each save, to the change and to the frame."""
    took = []
    page.evaluate(WATCH)
    for save in range(1, saves + 1):
        page.wait_for_timeout(300 + random.random() * 200)
        file.write_text(outline(save), encoding="utf-8")
        saved = time.time() * 1000
        page.wait_for_function("save => save in window.seen", arg=save)
        changed, drawn = page.evaluate("save => window.seen[save]", save)
        took.append((changed - saved, drawn - saved))
    return took


def main() -> None:
    """Measure and print."""
    from playwright.sync_api import sync_playwright

    saves = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "讲话.yaml"
        file.write_text(outline(0), encoding="utf-8")
        started = time.perf_counter()
        made = draft(file)
        made.to("docx")
        once = (time.perf_counter() - started) * 1000
        print(f"{made.characters} characters; first draft in one process {once:.0f} ms")
        command = [sys.executable, "-m", "speechgen", "preview", str(file), "--no-open"]
        run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert run.stdout is not None
        address = run.stdout.readline().strip()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(address)
            page.wait_for_timeout(1500)
            took = measure(page, file, saves)
            browser.close()
        started = time.perf_counter()
        run.send_signal(signal.SIGINT)
        run.wait()
        ended = (time.perf_counter() - started) * 1000
    for name, times in zip(("changed", "drawn"), zip(*took, strict=True), strict=True):
        median, slow = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        print(f"save to {name}: median {median:.0f}, 95 % {slow:.0f}, most {max(times):.0f} ms")
    print(f"Ctrl-C to the end: {ended:.0f} ms")


if __name__ == "__main__":
    main()
