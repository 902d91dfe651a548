"""The rules of a release that every engine compared can express."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from condition import Parser, Untranslatable, nodes

EVENTS = ["move_in", "move_within", "move_out", "birth", "death", "marriage"]


@dataclass
class Rule:
    """A procedure: required where the visit is for one of its events and the condition holds."""

    id: str
    subject: str
    condition: tuple
    path: Path


class Catalogue:
    """Facts, definitions and translated rules of a release folder, on a day."""

    def __init__(self, release, on):
        self.release, self.on = release, on
        self.facts = {fact["id"]: fact for fact in self.rows("fact", ["facts"])}
        self.definitions, self.rules, self.left_out = {}, [], []
        written = self.rows("definition", ["definitions.toml", "definitions"])
        self.written = {row["id"]: row for row in written}
        self.impossible = [
            self.parse(row["when"])
            for row in self.rows("impossible", ["impossible.toml", "impossible"])
        ]
        for event in EVENTS:
            for path in sorted((release / "procedures" / event).glob("*.toml")):
                self.procedure(path)

    def rows(self, kind, places):
        for place in places:
            path = self.release / place
            for file in [path] if path.is_file() else sorted(path.glob("*.toml")):
                yield from tomllib.loads(file.read_text())[kind]

    def parse(self, text):
        return Parser(text, self.name, self.on).whole()

    def name(self, name):
        """What a bare name stands for: a definition, or a yes-no fact."""
        if name not in self.written:
            if self.facts[name]["type"] != "bool":
                raise ValueError(f"{name} is not a yes-no fact")
            return ("fact", name)
        if name not in self.definitions:
            self.definitions[name] = self.parse(self.written[name]["condition"])
        return ("named", name, self.definitions[name])

    def procedure(self, path):
        row = tomllib.loads(path.read_text())
        if not row.get("valid_from", self.on) <= self.on <= row.get("valid_to", self.on):
            self.left_out.append((row["id"], "not in force on the day"))
            return
        events = [("event", event) for event in row["life_events"]]
        guard = events[0] if len(events) == 1 else ("any", events)
        try:
            condition = ("all", [guard, self.parse(row["condition"])])
        except Untranslatable as why:
            self.left_out.append((row["id"], str(why)))
            return
        self.rules.append(Rule(row["id"], row["subject"], condition, path))

    def nodes(self):
        for rule in self.rules:
            yield from nodes(rule.condition)

    def events(self):
        """Every event the rules speak of."""
        return sorted({node[1] for node in self.nodes() if node[0] == "event"})

    def used(self, subject):
        """The facts the rules speak of, in the author's order."""
        named = {node[1] for node in self.nodes() if node[0] in ("fact", "choice", "days")}
        return [fact for fact in self.facts.values() if fact["id"] in named and fact["subject"] == subject]

    def quantified(self):
        """What is asked of the members, each once; its place is its number."""
        found = []
        for node in self.nodes():
            if node[0] == "members" and node[2] not in found:
                found.append(node[2])
        return found

    def subject(self, tree):
        """`visit` or `member`: whom the facts of a fact, choice, date or definition are about."""
        return (self.written if tree[0] == "named" else self.facts)[tree[1]]["subject"]
