"""Decision tables: a checked part of DMN 1.3 that cannot run code.

SpiffWorkflow's DMN engine joins the texts of a table and hands them to Python's `eval`
(SpiffWorkflow/dmn/engine/DMNEngine.py), so no table ever reaches it. Here an entry is read into a
test of a closed list (S-FEEL: any value, literals, comparisons, intervals, lists, `not`), and the
tests are evaluated by comparing; what cannot be read is refused when the drawing is checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise, product
from math import prod
from typing import Any
from xml.etree.ElementTree import Element

DMN = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
HITS = ("UNIQUE", "FIRST", "ANY")
KINDS = {"number": "number", "string": "text", "boolean": "boolean"}
MAX_RULES, MAX_COLUMNS, MAX_ENTRY = 100, 8, 200
MAX_CASES = 2_000  # combinations of values that are compared for gaps and overlaps
MAX_TESTS = 500_000  # cases × tests in all tables of a drawing, so that a check ends soon
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_READ = re.compile(r"outcome|[A-Za-z][A-Za-z0-9_]{0,39}\.outcome|[a-z][a-z0-9_]{0,39}")
_TOKEN = re.compile(r'\s*("(?:[^"\\]|\\["\\])*"|-?\d+(?:\.\d+)?|\.\.|<=|>=|[<>(),\[\]-]|[a-z]+)')

Value = str | bool | Decimal | None


class TableError(ValueError):
    """The table cannot be read; `args` are the code of the reason and what it concerns."""


@dataclass(frozen=True)
class Test:
    """One test of a value: `op` is any, in (a list of literals), or an interval's two ends."""

    op: str
    values: tuple[Value, ...] = ()
    low: tuple[Decimal, bool] | None = None  # the bound, and whether it belongs to the interval
    high: tuple[Decimal, bool] | None = None
    parts: tuple[Test, ...] = ()

    def holds(self, value: Value) -> bool:
        """Return whether a value passes; a value that is not known passes `-` only."""
        match self.op:
            case "any":
                return True
            case "not":
                return value is not None and not self.parts[0].holds(value)
            case "list":
                return any(part.holds(value) for part in self.parts)
            case "is":
                return _same(value, self.values[0])
        return isinstance(value, Decimal) and self._between(value)

    def _between(self, value: Decimal) -> bool:
        low, high = self.low, self.high
        above = low is None or value > low[0] or (low[1] and value == low[0])
        return above and (high is None or value < high[0] or (high[1] and value == high[0]))

    @property
    def size(self) -> int:
        """How many comparisons it holds."""
        return max(1, sum(part.size for part in self.parts))

    def literals(self) -> Iterator[Value]:
        """Yield every literal and bound."""
        yield from self.values
        yield from (end[0] for end in (self.low, self.high) if end)
        for part in self.parts:
            yield from part.literals()


@dataclass(frozen=True)
class Input:
    """A column that is read: a name of data, `outcome` or `<step>.outcome`."""

    reads: str
    kind: str
    label: str
    values: tuple[Value, ...] = ()  # all that can come, when the table says so


@dataclass(frozen=True)
class Output:
    """A column that is decided; it becomes `data.<name>`."""

    name: str
    kind: str
    label: str


@dataclass(frozen=True)
class Rule:
    """A row: all tests must hold."""

    tests: tuple[Test, ...]
    then: tuple[Value, ...]
    texts: tuple[str, ...]  # the entries as they were written, for people


@dataclass(frozen=True)
class Decision:
    """A decision table."""

    hit: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]

    def decide(self, values: Sequence[Any]) -> tuple[int | None, dict[str, Any]]:
        """Return the row that fits (counted from 0) and what it decides; None and empty values."""
        plain = [_plain(value) for value in values]
        for number, rule in enumerate(self.rules):
            if all(test.holds(value) for test, value in zip(rule.tests, plain, strict=True)):
                return number, self.row(number)
        return None, self.row(None)

    def row(self, number: int | None) -> dict[str, Any]:
        """Return what a row decides, as values that can be kept."""
        then = self.rules[number].then if number is not None else (None,) * len(self.outputs)
        return {out.name: _kept(value) for out, value in zip(self.outputs, then, strict=True)}


def table_read(table: Element) -> Decision:
    """Return the table of a `dmn:decisionTable`.

    Raises:
        TableError: a hit policy, type, name or entry that is not of the checked part of DMN.
    """
    hit = table.get("hitPolicy", "UNIQUE")
    if hit not in HITS:
        raise TableError("table_hit", hit)
    inputs = tuple(_input(column) for column in table.findall(f"{DMN}input"))
    outputs = tuple(_output(column) for column in table.findall(f"{DMN}output"))
    rules = table.findall(f"{DMN}rule")
    if not inputs or not outputs or not rules:
        raise TableError("table_empty", "")
    if len(rules) > MAX_RULES or len(inputs) > MAX_COLUMNS or len(outputs) > MAX_COLUMNS:
        raise TableError("table_large", f"{MAX_RULES} × {MAX_COLUMNS}")
    names = [output.name for output in outputs]
    for name in names:
        if names.count(name) > 1 or name in {column.reads for column in inputs}:
            raise TableError("table_output", name)
    return Decision(hit, inputs, outputs, tuple(_rule(row, inputs, outputs) for row in rules))


def _text(element: Element, path: str) -> str:
    return " ".join((element.findtext(path) or "").split())


def _input(column: Element) -> Input:
    reads = _text(column, f"{DMN}inputExpression/{DMN}text").removeprefix("data.")
    expression = column.find(f"{DMN}inputExpression")
    kind = KINDS.get(expression.get("typeRef", "string") if expression is not None else "")
    if not _READ.fullmatch(reads):
        raise TableError("table_input", reads)
    if kind is None:
        raise TableError("table_type", reads)
    values: tuple[Value, ...] = ()
    known = _text(column, f"{DMN}inputValues/{DMN}text")
    if known:
        values = tuple(_test(known, kind).literals())
    return Input(reads, kind, column.get("label") or reads, values)


def _output(column: Element) -> Output:
    name = (column.get("name") or "").removeprefix("data.")
    kind = KINDS.get(column.get("typeRef", "string"))
    if not _NAME.fullmatch(name) or name in {"outcome", "data"}:
        raise TableError("table_output", name)
    if kind is None:
        raise TableError("table_type", name)
    return Output(name, kind, column.get("label") or name)


def _rule(row: Element, inputs: Sequence[Input], outputs: Sequence[Output]) -> Rule:
    asked = [_text(entry, f"{DMN}text") for entry in row.findall(f"{DMN}inputEntry")]
    given = [_text(entry, f"{DMN}text") for entry in row.findall(f"{DMN}outputEntry")]
    if len(asked) != len(inputs) or len(given) != len(outputs):
        raise TableError("table_row", row.get("id", ""))
    tests = tuple(_test(text, column.kind) for text, column in zip(asked, inputs, strict=True))
    then = tuple(_literal(text, column.kind) for text, column in zip(given, outputs, strict=True))
    return Rule(tests, then, (*asked, *given))


def _literal(text: str, kind: str) -> Value:
    found = _test(text, kind)
    if found.op == "any" and text in {"", "-"}:
        return None
    if found.op != "is":
        raise TableError("table_entry", text)
    return found.values[0]


def _test(text: str, kind: str) -> Test:
    if text in {"", "-"}:
        return Test("any")
    if len(text) > MAX_ENTRY:
        raise TableError("table_entry", text[:40] + "…")
    reader = _Reader(text, kind)
    found = reader.tests()
    if reader.rest:
        raise TableError("table_entry", text)
    return found


class _Reader:
    """Reads one entry from left to right."""

    def __init__(self, text: str, kind: str) -> None:
        self._text, self._kind = text, kind
        self.rest: list[str] = []
        at = 0
        while text[at:].strip():
            token = _TOKEN.match(text, at)
            if token is None:
                raise TableError("table_entry", text)
            self.rest.append(token[1])
            at = token.end()

    def tests(self) -> Test:
        """Read tests separated by commas."""
        parts = [self._test()]
        while self.rest and self.rest[0] == ",":
            self.rest.pop(0)
            parts.append(self._test())
        return parts[0] if len(parts) == 1 else Test("list", parts=tuple(parts))

    def _next(self, *wanted: str) -> str:
        if not self.rest or (wanted and self.rest[0] not in wanted):
            raise TableError("table_entry", self._text)
        return self.rest.pop(0)

    def _test(self) -> Test:
        word = self._next()
        if word == "not":
            self._next("(")
            inner = self.tests()
            self._next(")")
            return Test("not", parts=(inner,))
        if word in {"<", "<=", ">", ">="}:
            bound = (self._number(self._next()), word.endswith("="))
            return Test("range", high=bound) if word[0] == "<" else Test("range", low=bound)
        if word in {"[", "(", "]"}:
            low = (self._number(self._next()), word == "[")
            self._next("..")
            high = self._number(self._next())
            closing = self._next("]", ")", "[")
            if high < low[0]:
                raise TableError("table_entry", self._text)
            return Test("range", low=low, high=(high, closing == "]"))
        return Test("is", values=(self._value(word),))

    def _number(self, word: str) -> Decimal:
        value = self._value(word) if self._kind == "number" else None
        if not isinstance(value, Decimal):
            raise TableError("table_entry", self._text)
        return value

    def _value(self, word: str) -> Value:
        match self._kind:
            case "text" if word.startswith('"'):
                return word[1:-1].replace('\\"', '"').replace("\\\\", "\\")
            case "boolean" if word in {"true", "false"}:
                return word == "true"
            case "number":
                try:
                    return Decimal(word)
                except InvalidOperation:
                    pass
        raise TableError("table_entry", self._text)


def _plain(value: Any) -> Value:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return Decimal(str(value))
    return value if isinstance(value, str | Decimal) else None


def _same(left: Value, right: Value) -> bool:
    return isinstance(left, bool) is isinstance(right, bool) and left == right


def _kept(value: Value) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def samples(tests: Sequence[Test], kind: str, values: Sequence[Value] = ()) -> list[Value]:
    """Return values that stand for all that these tests can tell apart."""
    if values:
        return list(values)
    if kind == "boolean":
        return [True, False]
    literals = [literal for test in tests for literal in test.literals()]
    if kind == "text":
        return [*dict.fromkeys(literals), "…"]  # "…" stands for every other text
    bounds = sorted({one for one in literals if isinstance(one, Decimal)})
    if not bounds:
        return [Decimal(0)]
    between = [(a + b) / 2 for a, b in pairwise(bounds)]
    return [*sorted([bounds[0] - 1, *bounds, *between, bounds[-1] + 1])]


def _columns(decision: Decision) -> list[list[Value]]:
    return [
        samples([rule.tests[i] for rule in decision.rules], column.kind, column.values)
        for i, column in enumerate(decision.inputs)
    ]


def table_work(decision: Decision) -> int:
    """Return how many tests `table_check` makes: cases × tests, none of a table with too many."""
    cases = prod(len(values) for values in _columns(decision))
    tests = sum(test.size for rule in decision.rules for test in rule.tests)
    return cases * tests if cases <= MAX_CASES else 0


def table_check(decision: Decision) -> Iterator[tuple[str, str]]:
    """Yield (code, what it concerns) for gaps, rows that meet, and rows that are never reached."""
    columns = _columns(decision)
    if prod(len(values) for values in columns) > MAX_CASES:
        yield "table_many", str(MAX_CASES)
        return
    met: set[tuple[int, int]] = set()
    reached: set[int] = set()
    gap: tuple[Value, ...] | None = None
    for case in product(*columns):
        fits = [
            i
            for i, rule in enumerate(decision.rules)
            if all(test.holds(value) for test, value in zip(rule.tests, case, strict=True))
        ]
        reached.update(fits[:1] if decision.hit == "FIRST" else fits)
        met.update(pairwise(fits))
        gap = case if not fits and gap is None else gap
    if gap is not None:
        yield "table_gap", _case_told(decision, gap)
    for first, second in sorted(met):
        differ = decision.rules[first].then != decision.rules[second].then
        if decision.hit == "UNIQUE" or (decision.hit == "ANY" and differ):
            yield "table_overlap", f"{first + 1}, {second + 1}"
    for i in range(len(decision.rules)):
        if i not in reached:
            yield "table_row_never", str(i + 1)


def _case_told(decision: Decision, case: Sequence[Value]) -> str:
    return ", ".join(
        f"{column.label} = {value_told(value)}"
        for column, value in zip(decision.inputs, case, strict=True)
    )


def value_told(value: Value) -> str:
    """Return a value as a table writes it."""
    match value:
        case None:
            return "-"
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value}"'
    return str(value)


def reads_of(decision: Decision, values: Mapping[str, Any]) -> list[Any]:
    """Return the values of the inputs from a mapping by what they read."""
    return [values.get(column.reads) for column in decision.inputs]
