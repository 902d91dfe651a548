"""OpenFisca: one simulation for each household, and one for many of them together. See compare.py for the words."""

import json
import sys
from importlib.metadata import version
from pathlib import Path
from time import perf_counter_ns

import numpy
from openfisca_core import periods
from openfisca_core.simulations import SimulationBuilder

sys.path.insert(0, ".")
import openfisca_rules

SYSTEM = openfisca_rules.system()
PERIOD = periods.period("2026-11")
HOUSEHOLDS = [json.loads(line) for line in Path("peers.jsonl").read_text().splitlines()]
CODES = json.loads(Path("codes.json").read_text())
RULES = json.loads(Path("rules.json").read_text())


def columns(households):
    """Each fact as an array, and to which household each person belongs."""
    rows = {"visit": [one["visit"] for one in households]}
    rows["members"] = [member for one in households for member in one["members"]]
    belongs = [place for place, one in enumerate(households) for _ in one["members"]]
    codes = {(fact, choice): code for fact, choices in CODES.items() for code, choice in enumerate(choices)}
    facts = {
        fact: numpy.array([codes.get((fact, row[fact]), row[fact]) for row in some])
        for some in rows.values()
        for fact in some[0]
    }
    return facts, numpy.array(belongs), len(households)


def judge(facts, belongs, count):
    builder = SimulationBuilder()
    builder.create_entities(SYSTEM)
    builder.declare_person_entity("person", range(len(belongs)))
    household = builder.declare_entity("household", range(count))
    builder.join_with_persons(household, belongs, ["member"] * len(belongs))
    simulation = builder.build(SYSTEM)
    for fact, values in facts.items():
        simulation.set_input(fact, PERIOD, values)
    return {rule: simulation.calculate(variable, PERIOD) for rule, variable in RULES.items()}


def names(results):
    """What holds in one household: the visit has one value, a person's rule five."""
    return [
        f"{rule}/{place}" if len(values) > 1 else rule
        for rule, values in results.items()
        for place, holds in enumerate(values)
        if holds
    ]


def timed(inputs):
    times = []
    for given in inputs:
        start = perf_counter_ns()
        judge(*given)
        times.append((perf_counter_ns() - start) / 1000 / given[2])
    return times


each = [columns([one]) for one in HOUSEHOLDS]
many = [HOUSEHOLDS, HOUSEHOLDS * 30]
readings = {"one household": each} | {f"{len(some)} households in one array": [columns(some)] for some in many}
head = {"engine": "OpenFisca", "version": version("openfisca-core"), "readings": list(readings)}
print(json.dumps({**head, "holds": [names(judge(*given)) for given in each]}), flush=True)
for line in sys.stdin:
    print(json.dumps(timed(readings[line.strip()])), flush=True)
