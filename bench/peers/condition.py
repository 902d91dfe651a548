"""Parses the language of conditions (docs/guidance.md) into a tree with its names resolved.

    ("event", code)              the visit is for it
    ("fact", id)                 a yes-no fact holds
    ("choice", id, [choice])     the fact is one of these
    ("days", id, first, last)    the date is in this run of days; an end may be open (None)
    ("not", x)  ("all", [x])  ("any", [x])
    ("named", id, x)             a definition and what it stands for
    ("members", n, x)            of at least n members x holds
"""

import re
from datetime import date
from functools import cache

import days

TOKEN = re.compile(r"\s+|#[^\n]*|(\d{4}-\d\d-\d\d|\d+|[a-z][a-z0-9_]*|\.\.|<=|>=|[<>()\[\],+-])")


class Untranslatable(Exception):
    """Something that not every engine compared can express."""


def tokens(text):
    at, found = 0, []
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise ValueError(f"{text[at:]!r} in a condition")
        at = match.end()
        if match[1]:
            found.append(match[1])
    return [*found, ""]


class Parser:
    """Reads one condition. `names` finds facts and definitions, `on` is the reference date."""

    def __init__(self, text, names, on):
        self.tokens, self.at, self.names, self.on = tokens(text), 0, names, on

    def whole(self):
        tree = self.any_of()
        if self.tokens[self.at]:
            raise ValueError(f"{self.tokens[self.at]!r} after the end of a condition")
        return tree

    def takes(self, *words):
        if self.tokens[self.at] in words:
            return self.next()
        return None

    def next(self):
        self.at += 1
        return self.tokens[self.at - 1]

    def need(self, *words):
        if not self.takes(*words):
            raise ValueError(f"{words} wanted, {self.tokens[self.at]!r} found")

    def any_of(self):
        parts = [self.all_of()]
        while self.takes("or"):
            parts.append(self.all_of())
        return parts[0] if len(parts) == 1 else ("any", parts)

    def all_of(self):
        parts = [self.part()]
        while self.takes("and"):
            parts.append(self.part())
        return parts[0] if len(parts) == 1 else ("all", parts)

    def part(self):
        if self.takes("not"):
            return ("not", self.part())
        if self.takes("("):
            tree = self.any_of()
            self.need(")")
            return tree
        if self.takes("true", "false"):
            raise Untranslatable("a constant")
        if self.takes("event"):
            return ("event", self.next())
        if self.takes("any"):
            return self.members(1)
        if self.takes("all"):
            return self.members(None)
        if self.takes("at"):
            self.need("least")
            return self.members(int(self.next()))
        return self.test(self.next())

    def members(self, least):
        """At least so many members; every one of them (None) is: not one of whom it does not hold."""
        others = self.takes("other")
        self.need("member", "members")
        only = []
        if self.takes("where"):
            only = [self.part()]
            self.need("has", "have")
        self.need("(")
        body = self.any_of()
        self.need(")")
        body = ("not", body) if least is None else body
        body = ("all", [*only, body]) if only else body
        if has_members(body):
            raise Untranslatable("members within members")
        tree = ("members", least or 1, body)
        if others:
            # Without the one it is about: one more than that; or so many, and it does not hold of this one.
            tree = ("any", [("members", (least or 1) + 1, body), ("all", [tree, ("not", body)])])
        return ("not", tree) if least is None else tree

    def test(self, name):
        if self.takes("is"):
            negated = self.takes("not")
            return self.choice(name, [self.next()], negated)
        negated = self.takes("not")
        if self.takes("in"):
            self.need("[")
            choices = [self.next()]
            while self.takes(","):
                choices.append(self.next())
            self.need("]")
            return self.choice(name, choices, negated)
        word = self.takes("attains", "birthday", "fiscal_year_end", "grade", "<", "<=", ">", ">=")
        if not word:
            return self.names(name)
        if word in ("<", "<=", ">", ">="):
            return ("days", name, *bounds(word, self.bound()))
        ages = [int(self.next())]
        if self.takes(".."):
            ages.append(int(self.next()))
        return ("days", name, *by_age(word, self.on, *ages))

    @staticmethod
    def choice(name, choices, negated):
        tree = ("choice", name, choices)
        return ("not", tree) if negated else tree

    def bound(self):
        word = self.next()
        day = self.on if word == "reference_date" else date.fromisoformat(word)
        months = shift = 0
        while sign := self.takes("+", "-"):
            amount = int(sign + self.next())
            if self.takes("months"):
                months += amount
            else:
                self.need("days")
                shift += amount
        return days.shifted(day, months, shift)


def bounds(sign, day):
    return {
        "<": (None, day - days.ONE),
        "<=": (None, day),
        ">": (day + days.ONE, None),
        ">=": (day, None),
    }[sign]


@cache
def by_age(word, on, *ages):
    return days.run(lambda born: getattr(days, word)(born, on, *ages))


def nodes(tree):
    """The tree and everything in it."""
    yield tree
    kind = tree[0]
    parts = tree[1] if kind in ("all", "any") else [tree[-1]] if kind in ("not", "named", "members") else []
    for part in parts:
        yield from nodes(part)


def has_members(tree):
    return any(node[0] == "members" for node in nodes(tree))


def holds(tree, visit, member, household):
    """Whether it holds, for choosing households without contradictions."""
    kind = tree[0]
    if kind == "members":
        return sum(holds(tree[2], visit, one, household) for one in household) >= tree[1]
    if kind in ("all", "any"):
        return {"all": all, "any": any}[kind](holds(part, visit, member, household) for part in tree[1])
    if kind == "not":
        return not holds(tree[1], visit, member, household)
    if kind == "named":
        return holds(tree[2], visit, member, household)
    value = member[tree[1]] if tree[1] in member else visit[tree[1]]
    if kind == "fact":
        return value
    if kind == "choice":
        return value in tree[2]
    first, last = tree[2:]
    return (first is None or first <= value) and (last is None or value <= last)
