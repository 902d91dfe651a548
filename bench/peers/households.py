"""Synthetic families of five, fully answered, the same each time: events, visit, members.

A date lies half of the time on the first or last day of some test, or next to it: that is where engines differ.
Combinations that the release declares impossible are drawn again.
"""

from datetime import timedelta
from random import Random

from condition import holds, nodes

MEMBERS = 5


def edges(catalogue):
    """For each date fact, the days at which a test begins or ends to be true, and their neighbours."""
    found = {}
    for node in catalogue.nodes():
        if node[0] == "days":
            for day in node[2:]:
                if day:
                    near = [day + timedelta(days=n) for n in (-1, 0, 1)]
                    found.setdefault(node[1], set()).update(near)
    return {fact: sorted(near) for fact, near in found.items()}


class Leaning:
    """What is likely in one household: rules that need many facts at once, or the same of everybody, hold in some."""

    def __init__(self, catalogue, near, chance):
        self.on, self.near, self.chance = catalogue.on, near, chance
        self.yes = chance.choice([0.2, 0.5, 0.8])
        self.usual = {
            fact["id"]: chance.choice(fact["choices"])["id"]
            for fact in catalogue.facts.values()
            if fact["type"] == "choice"
        }

    def value(self, fact):
        chance = self.chance
        if fact["type"] == "bool":
            return chance.random() < self.yes
        if fact["type"] == "choice":
            return self.usual[fact["id"]] if chance.random() < 0.4 else chance.choice(fact["choices"])["id"]
        if chance.random() < 0.5:
            day = chance.choice(self.near[fact["id"]])
        else:
            day = self.on - timedelta(days=chance.randrange(34_000 if fact["id"] == "birth_date" else 500))
        return min(day, self.on) if fact.get("not_future") else day


def member(catalogue, leaning):
    """One whose facts are possible together."""
    while True:
        drawn = {fact["id"]: leaning.value(fact) for fact in catalogue.used("member")}
        if not any(known(rule, drawn) and holds(rule, {}, drawn, []) for rule in catalogue.impossible):
            return drawn


def known(rule, drawn):
    """Whether every fact of an impossible combination is among those drawn."""
    return all(node[1] in drawn for node in nodes(rule) if node[0] in ("fact", "choice", "days"))


def households(catalogue, count, seed):
    """Two thirds are for every event, so that every rule is judged; the others for one to three."""
    chance, near = Random(seed), edges(catalogue)
    for number in range(count):
        leaning = Leaning(catalogue, near, chance)
        events = catalogue.events()
        if number >= count * 2 // 3:
            events = sorted(chance.sample(events, chance.randint(1, 3)))
        visit = {fact["id"]: leaning.value(fact) for fact in catalogue.used("visit")}
        members = [member(catalogue, leaning) for _ in range(MEMBERS)]
        head = chance.randrange(MEMBERS)
        for place, drawn in enumerate(members):
            drawn["head_of_household"] = place == head
        yield {"on": catalogue.on, "events": events, "visit": visit, "members": members}
