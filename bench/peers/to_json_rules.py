"""Writes the rules for json-rules-engine.

It knows no lists of persons, so the work is in three steps, between which the host counts:
`persons`, run once for each person: what is asked of the members, and the rules about a person that ask nothing of
the others; `visit`, run once: the rules about the visit; `rest`, run once for each person: the other rules.
"""

from condition import has_members
from to_zen import number


def leaf(fact, operator, value):
    return {"fact": fact, "operator": operator, "value": value}


class Conditions:
    def __init__(self, catalogue):
        self.quantified = catalogue.quantified()

    def of(self, tree, positive=True):
        kind = tree[0]
        if kind == "not":
            return self.of(tree[1], not positive)
        if kind == "named":
            return self.of(tree[2], positive)
        if kind == "event":
            return leaf(f"event_{tree[1]}", "equal", positive)
        if kind == "fact":
            return leaf(tree[1], "equal", positive)
        if kind == "choice" and len(tree[2]) == 1:
            return leaf(tree[1], "equal" if positive else "notEqual", tree[2][0])
        if kind == "choice":
            return leaf(tree[1], "in" if positive else "notIn", tree[2])
        if kind == "members":
            counted = f"q{self.quantified.index(tree[2])}"
            return leaf(counted, "greaterThanInclusive" if positive else "lessThan", tree[1])
        if not positive:
            return {"not": self.of(tree)}
        if kind == "days":
            ends = zip(("greaterThanInclusive", "lessThanInclusive"), tree[2:], strict=True)
            tests = [leaf(tree[1], operator, number(day)) for operator, day in ends if day]
            return tests[0] if len(tests) == 1 else {"all": tests}
        return {kind: [self.of(part) for part in tree[1]]}

    def rule(self, name, tree):
        condition = self.of(tree)
        if "fact" in condition:
            condition = {"all": [condition]}
        return {"conditions": condition, "event": {"type": name}}


def rules(catalogue):
    write = Conditions(catalogue)
    asked = [write.rule(f"q{n}", tree) for n, tree in enumerate(catalogue.quantified())]
    steps = {"persons": asked, "visit": [], "rest": []}
    for rule in catalogue.rules:
        step = "visit" if rule.subject == "visit" else "rest" if has_members(rule.condition) else "persons"
        steps[step].append(write.rule(rule.id, rule.condition))
    return steps
