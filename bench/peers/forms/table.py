"""The figures as a table of Markdown, with ratios to ours."""

import json
import sys

print("| | documents | CPU ms each | times ours | MB resident | times ours | KB |")
print("|---|--:|--:|--:|--:|--:|--:|")
ours = None
for line in sys.stdin:
    it = json.loads(line)
    ours = ours or it
    ratio = lambda key: f"{it[key] / ours[key]:.1f}"
    print(f"| {it['engine']} | {it['documents']:,} | {it['cpu_ms']:.2f} | {ratio('cpu_ms')} | {it['resident_kb'] / 1024:.0f} "
          f"| {ratio('resident_kb')} | {it['bytes'] // 1024} |", flush=True)
