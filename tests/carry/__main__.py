"""`python -m tests.carry 20000`: so many random amendments, one at a time, of the examples and the
starter outlines as they come and in disguise; how many are written and refused, and every fault."""

from __future__ import annotations

import random
import sys
from collections import Counter
from pathlib import Path

from speechgen.diagnostics import SpeechError
from tests.carry.amended import manner_for, tried
from tests.carry.disguises import coded, disguised

ROOT = Path(__file__).resolve().parents[2]
EACH = 10


def main(many: int, seed: int) -> int:
    chance = random.Random(seed)
    files = sorted([*ROOT.glob("examples/*.yaml"), *ROOT.glob("templates/[a-z]*/starter.yaml")])
    counts: Counter[str] = Counter()
    wrong = 0
    for done in range(0, many, EACH):
        file = chance.choice(files)
        text = file.read_text(encoding="utf-8")
        if chance.random() < 0.3:
            text = disguised(text, chance)
        data = coded(text, chance)
        try:
            manner_for(data, file.parent).read(data)
        except SpeechError:
            data = file.read_bytes()
        found, faults = tried(data, chance, EACH, file.parent)
        counts += found
        wrong += len(faults)
        for fault in faults:
            print(f"{file}: {fault}", flush=True)
        if done % 1000 == 0:
            print(done, wrong, flush=True)
    kinds = Counter[str]()
    for reason, number in counts.items():
        kinds[reason.partition(":")[0]] += number
    for what, number in sorted(kinds.items()):
        print(f"{number:6} {what}")
    for reason, number in counts.most_common(40):
        print(f"{number:6} {reason}")
    print(f"faults: {wrong} of {sum(counts.values())}")
    return 1 if wrong else 0


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    raise SystemExit(main(*given, *(20_000, 1)[len(given) :]))
