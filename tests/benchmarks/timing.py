"""How the benchmarks measure: contenders take turns, medians are compared, memory is a child's own.

Must not know what the contenders do.
"""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

WARM_UP = 2

LAUNCHER = """
import os, sys
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(child, 0)
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status) != 0)
"""
"""A process's peak begins at its parent's size; this parent is no larger than any child."""


@dataclass(frozen=True, slots=True)
class Timing:
    """The seconds of one contender, in the order of the rounds."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """Seconds."""
        return statistics.median(self.seconds)

    def against(self, reference: Timing) -> tuple[float, float, float]:
        """Lower quartile, median and upper quartile of the ratio to `reference`, round by round."""
        pairs = zip(self.seconds, reference.seconds, strict=True)
        ratios = [own / other for own, other in pairs]
        if len(ratios) < 2:
            return (ratios[0],) * 3
        low, middle, high = statistics.quantiles(ratios, n=4, method="inclusive")
        return low, middle, high


def interleaved(
    contenders: Mapping[str, Callable[[], object]], rounds: int, warm_up: int = WARM_UP
) -> dict[str, Timing]:
    """Runs every contender once a round, `rounds` times after `warm_up` rounds not counted."""
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for at in range(-warm_up, rounds):
        for name, run in contenders.items():
            gc.collect()
            start = time.perf_counter()
            run()
            if at >= 0:
                taken[name].append(time.perf_counter() - start)
    return {name: Timing(tuple(seconds)) for name, seconds in taken.items()}


def process(
    command: Sequence[str | Path], folder: Path, statuses: Sequence[int] = (0,)
) -> Callable[[], object]:
    """A contender that runs a command in `folder`; raises RuntimeError, with what it said, for an
    exit status not among `statuses`."""

    def run() -> None:
        done = subprocess.run(command, cwd=folder, check=False, capture_output=True)
        if done.returncode not in statuses:
            raise RuntimeError(f"{command[0]}: {done.stderr.decode(errors='replace')}")

    return run


def peak_memory(command: Sequence[str | Path], folder: Path) -> int:
    """The largest resident size of one run of a command, in KiB (Linux)."""
    launcher = [sys.executable, "-I", "-S", "-c", LAUNCHER, *command]
    done = subprocess.run(launcher, cwd=folder, check=True, capture_output=True, text=True)
    return int(done.stdout.split()[-1])


def environment_for_children(cache: Path) -> None:
    """Makes every child start as a user's does: bytecode is kept, the cache is `cache`."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["SPEECHGEN_CACHE"] = str(cache)
