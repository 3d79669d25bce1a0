"""Run the fuzzer from the command line."""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from concurrent.futures import ProcessPoolExecutor

from tests.fuzz.cases import case, check, outlines, run


def main() -> int:
    """Cases until the number or the time is used up; 1 if any failed."""
    options = argparse.ArgumentParser(prog="python -m tests.fuzz")
    options.add_argument("--cases", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--minutes", type=float, default=0)
    options.add_argument("--jobs", type=int, default=4)
    options.add_argument("--only", type=int)
    chosen = options.parse_args()
    if chosen.only is not None:
        data = case(chosen.seed, chosen.only, outlines())
        sys.stdout.buffer.write(data + b"\n")
        print("drafted" if check(data, chosen.only) else "refused")
        return 0
    return campaign(chosen.cases, chosen.seed, chosen.minutes, chosen.jobs)


def campaign(cases: int, seed: int, minutes: float, jobs: int) -> int:
    """Chunks over processes; with `minutes`, further seeds until the time is up."""
    started = time.monotonic()
    failures = done = drafted = 0
    chunk = 250
    with ProcessPoolExecutor(jobs) as pool:
        while True:
            spans = [range(at, min(at + chunk, cases)) for at in range(0, cases, chunk)]
            for future in [pool.submit(run, seed, span) for span in spans]:
                try:
                    tally = future.result()
                    done += tally.drafted + tally.refused
                    drafted += tally.drafted
                except Exception:
                    failures += 1
                    traceback.print_exc()
            seconds = time.monotonic() - started
            print(
                f"seed {seed}: {done} cases, {drafted} drafted, "
                f"{failures} chunks failed, {seconds:.0f} s",
                flush=True,
            )
            if seconds > minutes * 60:
                return 1 if failures else 0
            seed += 1


if __name__ == "__main__":
    sys.exit(main())
