"""Development entry: what the readers see in a file, as JSON."""
import json
import sys

from speechgen.readers import read

print(json.dumps({"documents": [r.to_json() for r in read(sys.argv[1])]}, ensure_ascii=False))
