"""Measures an engine: `tell(engine, version, make)` reads how many documents and the folder from the command line."""

import json
import resource
import sys
import time


def tell(engine, version, make, warm=3):
    """`make(n)` answers with the bytes of the n-th document. CPU time is of this process with all its threads."""
    count, folder = int(sys.argv[1]), sys.argv[2]
    first = make(0)
    with open(f"{folder}/{engine.lower()}.pdf", "wb") as file:
        file.write(first)
    for n in range(1, warm + 1):
        make(n)
    start = time.process_time()
    for n in range(count):
        make(warm + 1 + n)
    spent = (time.process_time() - start) * 1000 / count
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"engine": f"{engine} {version}", "documents": count, "cpu_ms": spent, "resident_kb": peak,
                      "bytes": len(first)}))
