"""Writes the rules as a JSON decision model for zen: one node for what is asked of the members, one for the rules.

A rule about each person is a `map` over the members. A definition is written out where it is used.
"""


def number(day):
    return day.year * 10_000 + day.month * 100 + day.day


class Expression:
    def __init__(self, catalogue):
        self.catalogue, self.quantified = catalogue, catalogue.quantified()

    def fact(self, tree):
        return ("#." if self.catalogue.subject(tree) == "member" else "") + tree[1]

    def members(self, tree):
        return f"q{self.quantified.index(tree[2])}_{tree[1]}"

    def of(self, tree):
        kind = tree[0]
        if kind == "event":
            return f"event_{tree[1]}"
        if kind == "fact":
            return self.fact(tree)
        if kind == "choice":
            if len(tree[2]) == 1:
                return f"{self.fact(tree)} == '{tree[2][0]}'"
            return f"{self.fact(tree)} in [{', '.join(map(repr, tree[2]))}]"
        if kind == "days":
            ends = zip((">=", "<="), tree[2:], strict=True)
            return " and ".join(f"{self.fact(tree)} {sign} {number(day)}" for sign, day in ends if day)
        if kind == "not":
            return f"not ({self.of(tree[1])})"
        if kind == "named":
            return f"({self.of(tree[2])})"
        if kind == "members":
            return self.members(tree)
        return "(" + {"all": " and ", "any": " or "}[kind].join(self.of(part) for part in tree[1]) + ")"


def node(name, expressions, pass_through):
    rows = [{"id": f"{name}_{n}", "key": key, "value": value} for n, (key, value) in enumerate(expressions)]
    content = {"expressions": rows, "passThrough": pass_through}
    return {"id": name, "name": name, "type": "expressionNode", "content": content}


def graph(catalogue):
    write = Expression(catalogue)
    asked = {}
    for tree in catalogue.nodes():
        if tree[0] == "members":
            body = write.of(tree[2])
            some = f"some(members, {body})" if tree[1] == 1 else f"count(members, {body}) >= {tree[1]}"
            asked[write.members(tree)] = some
    rules = []
    for rule in catalogue.rules:
        text = write.of(rule.condition)
        rules.append((rule.id, text if rule.subject == "visit" else f"map(members, {text})"))
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        node("members", asked.items(), pass_through=True),
        node("rules", rules, pass_through=False),
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    steps = zip(nodes, nodes[1:], strict=False)
    edges = [
        {"id": f"e{n}", "type": "edge", "sourceId": before["id"], "targetId": after["id"]}
        for n, (before, after) in enumerate(steps)
    ]
    return {"nodes": nodes, "edges": edges}
