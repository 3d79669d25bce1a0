"""The lowest version that pyproject.toml admits of everything it names, as constraints for pip.

    python .ci/lowest.py >lowest.txt && pip install -e '.[…all…]' -c lowest.txt

`--extras` prints the names of all extras instead, as pip takes them: `cloud,dask,dev`.
"""

import re
import sys
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))[
    "project"
]
extras = project["optional-dependencies"]
if "--extras" in sys.argv:
    print(",".join(extras))
else:
    needed = {*project["dependencies"], *(one for extra in extras.values() for one in extra)}
    for requirement in sorted(needed):
        name, version = re.match(r"([\w.-]+)(?:\[[\w,]+\])?>=([\w.]+)", requirement).groups()
        print(f"{name}=={version}")
