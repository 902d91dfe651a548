"""Writes the rules for every engine, and the households, into a folder: translate.py FOLDER."""

import json
import shutil
import sys
from datetime import date
from pathlib import Path

import to_json_rules
import to_openfisca
import to_zen
from catalogue import Catalogue
from households import households

RELEASE = Path(__file__).parents[2] / "catalogue" / "releases" / "2024-12-02"
ON = date(2026, 11, 24)
HOUSEHOLDS = 300
LEAST_RULES = 40


def for_peers(household, catalogue):
    """Days as whole numbers, events as yes-no facts: the peers know neither."""

    def facts(known):
        return {fact: to_zen.number(value) if isinstance(value, date) else value for fact, value in known.items()}

    events = {f"event_{event}": event in household["events"] for event in catalogue.events()}
    return {"visit": {**facts(household["visit"]), **events}, "members": [facts(one) for one in household["members"]]}


def for_us(household):
    members = [{"id": str(place), **member} for place, member in enumerate(household["members"])]
    return {**household, "members": members}


def reduced_release(catalogue, folder):
    """Our release with the translated procedures only, each as it is."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(RELEASE, folder, ignore=lambda where, _: ["procedures"] if Path(where) == RELEASE else [])
    for rule in catalogue.rules:
        copy = folder / rule.path.relative_to(RELEASE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(rule.path, copy)


def main(folder):
    catalogue = Catalogue(RELEASE, ON)
    for rule, why in catalogue.left_out:
        print(f"{rule} is left out: {why}")
    if len(catalogue.rules) < LEAST_RULES:
        sys.exit(f"only {len(catalogue.rules)} rules can be translated")
    reduced_release(catalogue, folder / "release")
    drawn = list(households(catalogue, HOUSEHOLDS, seed=1))
    choices = {
        fact["id"]: [choice["id"] for choice in fact["choices"]]
        for fact in catalogue.facts.values()
        if fact["type"] == "choice"
    }

    def write(name, value):
        (folder / name).write_text(value if isinstance(value, str) else json.dumps(value, indent=1, default=str))

    def lines(values):
        return "".join(json.dumps(value, default=str) + "\n" for value in values)

    write("households.jsonl", lines(map(for_us, drawn)))
    write("peers.jsonl", lines(for_peers(household, catalogue) for household in drawn))
    write("zen.json", to_zen.graph(catalogue))
    write("json-rules.json", to_json_rules.rules(catalogue))
    write("openfisca_rules.py", to_openfisca.module(catalogue))
    write("codes.json", choices)
    write("rules.json", {rule.id: to_openfisca.name(rule.id) for rule in catalogue.rules})
    about = [rule.subject for rule in catalogue.rules]
    print(
        f"{len(about)} rules ({about.count('visit')} about the visit, {about.count('member')} about each person) on "
        f"{len(catalogue.used('visit'))} facts of the visit and {len(catalogue.used('member'))} of a person"
    )


main(Path(sys.argv[1]))
