"""Starts the engines, compares what they say, then measures them in turn: compare.py FOLDER PROGRAM [ROUNDS].

An engine is a process. It first writes one line of JSON: its name, version and readings, and for each household the
names of what holds (`TN-06` for the visit, `TK-04/2` for the third person). Then, for each line with the name of a
reading, the microseconds of each household as one line.
"""

import json
import subprocess
import sys
from math import ceil
from pathlib import Path

HERE = Path(__file__).parent
WARM = 3


class Engine:
    def __init__(self, command, folder):
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, cwd=folder, stdin=pipe, stdout=pipe, text=True)
        head = self.line()
        self.name = f"{head['engine']} {head['version']}".strip()
        self.readings = {reading: [] for reading in head["readings"]}
        self.holds = [set(names) for names in head["holds"]]

    def line(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{self.process.args[0]} ended with {self.process.wait()}")
        return json.loads(line)

    def measure(self, reading):
        self.process.stdin.write(reading + "\n")
        self.process.stdin.flush()
        return self.line()

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


def disagreements(engines, households):
    """Every judgement on which an engine differs from the first."""
    for engine in engines[1:]:
        for place in range(len(households)):
            for name in sorted(engine.holds[place] ^ engines[0].holds[place]):
                rule, _, member = name.partition("/")
                yes, no = (engine, engines[0]) if name in engine.holds[place] else (engines[0], engine)
                about = f"person {member}" if member else "the visit"
                yield f"household {place + 1}, {rule}, {about}: {yes.name} says yes, {no.name} no"


def one_sided(engine, rules):
    """Rules that hold nowhere or everywhere, and so compare nothing."""
    for rule in rules:
        holding = sum(any(name.partition("/")[0] == rule for name in names) for names in engine.holds)
        if holding in (0, len(engine.holds)):
            yield f"{rule} holds in {holding} of {len(engine.holds)} households"


def percentile(times, of_a_hundred):
    return sorted(times)[ceil(len(times) * of_a_hundred / 100) - 1]


def main(folder, program, rounds=10):
    engines = [
        Engine(command, folder)
        for command in (
            [program, "peers", "release", "households.jsonl"],
            ["node", HERE / "engines" / "zen.mjs"],
            [sys.executable, HERE / "engines" / "openfisca.py"],
            ["node", HERE / "engines" / "json_rules.mjs"],
        )
    ]
    households = (folder / "households.jsonl").read_text().splitlines()
    rules = json.loads((folder / "rules.json").read_text())
    wrong = [*disagreements(engines, households), *one_sided(engines[0], rules)]
    for line in wrong[:50]:
        print(line)
    if wrong:
        sys.exit(f"{len(wrong)} disagreements")
    held = sum(map(len, engines[0].holds))
    print(f"{len(households)} households of five: all engines agree on every judgement; {held} of them are yes")

    # For the others ours leaves out the rules of other events, and the peers do not.
    events = [len(json.loads(household)["events"]) for household in households]
    for_everything = [place for place, count in enumerate(events) if count == max(events)]
    for turn in range(WARM + int(rounds)):
        for engine in engines:
            for reading, times in engine.readings.items():
                measured = engine.measure(reading)
                if len(measured) == len(households):
                    measured = [measured[place] for place in for_everything]
                if turn >= WARM:
                    times.append(measured)
    table(engines, rounds)


def table(engines, rounds):
    """Of all measurements p50 and p95; and, since a long one is more often interrupted by others on the machine, the
    fastest round of each household, p50 over the households."""
    print(f"microseconds for one household, {rounds} rounds of all engines in turn after {WARM} to warm up")
    print(f"{'':46} {'p50':>9} {'p95':>9} {'times ours':>10} {'fastest':>9} {'times ours':>10}")
    ours = None
    for engine in engines:
        for reading, measured in engine.readings.items():
            times = [time for one in measured for time in one]
            half, most = percentile(times, 50), percentile(times, 95)
            fastest = percentile([min(one) for one in zip(*measured, strict=True)], 50)
            ours = ours or (half, fastest)
            name = f"{engine.name}, {reading}"
            print(
                f"{name:46} {half:9.1f} {most:9.1f} {half / ours[0]:10.2f} {fastest:9.1f} {fastest / ours[1]:10.2f}"
            )
        engine.stop()


main(Path(sys.argv[1]), *sys.argv[2:])
