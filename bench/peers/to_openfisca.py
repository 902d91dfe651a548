"""Writes the rules as an OpenFisca country package of one module: persons in a household, and a variable for each
fact, definition, question about the members, and rule. A choice is its place in the list, a day a whole number.
"""

from to_zen import number

HEAD = '''"""Written by bench/peers: the rules as OpenFisca variables."""

from openfisca_core.entities import Entity, GroupEntity
from openfisca_core.periods import DateUnit
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

Person = Entity("person", "persons", "", "")
Household = GroupEntity("household", "households", "", "", [{"key": "member", "plural": "members"}])
'''

TAIL = '''

def system():
    built = TaxBenefitSystem([Person, Household])
    built.add_variables(*VARIABLES)
    return built
'''


def name(rule):
    return rule.replace("-", "_")


class Formula:
    """An expression over arrays. `about` is whom it is computed for: `person`, `household`, or, of those whom a
    household asks, its `members`."""

    def __init__(self, catalogue, about):
        self.catalogue, self.about = catalogue, about
        self.quantified = catalogue.quantified()

    def variable(self, variable, of_visit):
        holder = f"{self.about}.household" if of_visit and self.about != "household" else self.about
        return f'{holder}("{variable}", period)'

    def known(self, tree):
        return self.variable(tree[1], self.catalogue.subject(tree) == "visit")

    def of(self, tree):
        kind = tree[0]
        if kind == "event":
            return self.variable(f"event_{tree[1]}", of_visit=True)
        if kind in ("fact", "named"):
            return self.known(tree)
        if kind == "choice":
            ids = [choice["id"] for choice in self.catalogue.facts[tree[1]]["choices"]]
            tests = [f"({self.known(tree)} == {ids.index(choice)})" for choice in tree[2]]
            return f"({' | '.join(tests)})"
        if kind == "days":
            ends = zip((">=", "<="), tree[2:], strict=True)
            tests = [f"({self.known(tree)} {sign} {number(day)})" for sign, day in ends if day]
            return f"({' & '.join(tests)})"
        if kind == "not":
            return f"~{self.of(tree[1])}"
        if kind == "members":
            counted = self.variable(f"q{self.quantified.index(tree[2])}", of_visit=True)
            return f"({counted} >= {tree[1]})"
        return "(" + {"all": " & ", "any": " | "}[kind].join(self.of(part) for part in tree[1]) + ")"


def variable(id, kind, entity, formula=()):
    lines = [f"class {id}(Variable):", f"    value_type = {kind}", f"    entity = {entity.capitalize()}"]
    lines.append("    definition_period = DateUnit.MONTH")
    if formula:
        lines += ["", f"    def formula({entity}, period):", *(f"        {line}" for line in formula)]
    return "\n".join(lines) + "\n"


def module(catalogue):
    parts, ids = [HEAD], []

    def add(id, *rest):
        ids.append(id)
        parts.append(variable(id, *rest))

    def entity(subject):
        return "household" if subject == "visit" else "person"

    for subject in ("visit", "member"):
        for fact in catalogue.used(subject):
            add(fact["id"], "bool" if fact["type"] == "bool" else "int", entity(subject))
    for event in catalogue.events():
        add(f"event_{event}", "bool", "household")
    for n, tree in enumerate(catalogue.quantified()):
        body = Formula(catalogue, "members").of(tree)
        add(f"q{n}", "int", "household", ["members = household.members", f"return household.sum({body})"])
    for id in {node[1]: None for node in catalogue.nodes() if node[0] == "named"}:
        about = entity(catalogue.written[id]["subject"])
        add(id, "bool", about, ["return " + Formula(catalogue, about).of(catalogue.definitions[id])])
    for rule in catalogue.rules:
        about = entity(rule.subject)
        add(name(rule.id), "bool", about, ["return " + Formula(catalogue, about).of(rule.condition)])
    parts.append(f"VARIABLES = [{', '.join(ids)}]")
    return "\n\n".join(parts) + TAIL
