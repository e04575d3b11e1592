"""All that can be said about a drawing before it may run, each thing at its element.

`diagram_check` says whether a run can be stuck; here the drawing is held against what the
installation knows (acts, roles, units, data), what the law asks (the limit of the procedure, a
result that is approved before it is issued and handed over), and its decision tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from motcua.identity.rules import PERMISSIONS
from motcua.identity.types import Action, Role
from motcua.workflow.rules.decisions import MAX_TESTS, table_check, table_work
from motcua.workflow.rules.diagram import diagram_read
from motcua.workflow.rules.elements import Diagram, Flow, Node, NodeKind, Problem
from motcua.workflow.rules.expressions import (
    ExpressionError,
    Facts,
    expression_data,
    expression_evaluate,
    expression_outcomes,
    expression_parse,
    expression_steps,
)
from motcua.workflow.rules.flat import FlatError, Library, drawn_name, flatten
from motcua.workflow.rules.hours import longest_way
from motcua.workflow.rules.soundness import diagram_check, is_warning, nothing_deployed
from motcua.workflow.types import Act

CODES_TOLD = 6  # of procedures, in one finding
APPROVED = "approved"  # the outcome by which a result may be issued
ORDER = (Act.ASSIGN, Act.APPRAISE, Act.APPROVE, Act.ISSUE, Act.RETURN)
"""Each of these needs the one before it: the status of a dossier goes forward only so."""
RIGHT_OF: Mapping[Act, Action] = {
    Act.RECEIVE: Action.DOSSIER_INTAKE,
    Act.ASSIGN: Action.DOSSIER_ASSIGN,
    Act.APPRAISE: Action.DOSSIER_APPRAISE,
    Act.OPINION: Action.DOSSIER_OPINE,
    Act.ENDORSE: Action.DOSSIER_APPROVE,
    Act.APPROVE: Action.DOSSIER_APPROVE,
    Act.ISSUE: Action.DOSSIER_ISSUE,
    Act.RETURN: Action.DOSSIER_RETURN,
    Act.REPAIR: Action.WORK_CLAIM,
}
_WHOLE = frozenset({"act_order", "act_end"})


@dataclass(frozen=True)
class Known:
    """What the installation knows. `procedures`: which it is drawn for.

    Without procedures the process can only be called by others, so that its acts need not be
    complete. `limits` are the working hours of those that have a legal limit on record.
    """

    parts: frozenset[str]
    data: frozenset[str]
    procedures: tuple[str, ...] = ()
    limits: Mapping[str, Decimal] = field(default_factory=dict)
    library: Library = nothing_deployed
    key: str = ""


@dataclass(frozen=True)
class Checked:
    """A drawing with all its problems, and its flat form when it has one."""

    diagram: Diagram
    problems: tuple[tuple[Problem, bool], ...]  # with whether it is advice only
    flat: Diagram | None

    @property
    def runs(self) -> bool:
        """Whether nothing keeps it from running."""
        return all(advice for _, advice in self.problems)


def drawing_check(text: str, known: Known) -> Checked:
    """Return a drawing with everything that is to be said about it."""
    diagram = diagram_read(text)
    problems = diagram_check(diagram, known.library)
    problems += [*_words(diagram, known), *_data(diagram, known), *_tables(diagram)]
    flat = None
    if diagram.nodes and not {p.code for p in problems if not is_warning(p)} & _SHAPELESS:
        try:
            flat = flatten(diagram, known.library)
        except (FlatError, LookupError, IndexError):
            flat = None
    if flat is not None and not diagram.skipped and flat.of_kind(NodeKind.START):
        problems += [*_acts(flat), *_hours(flat, known.limits)]
    problems += _unchecked(known)
    unique = dict.fromkeys(problems)
    said = tuple(
        (one, is_warning(one) or (one.code in _WHOLE and not known.procedures)) for one in unique
    )
    return Checked(diagram, said, flat)


_SHAPELESS = frozenset(
    {"dead_end", "edge_attached", "edge_ways", "flow_to_nowhere", "id_twice", "one_start",
     "one_end", "one_process", "receive_send", "receive_missing", "call_missing", "no_steps",
     "several_ways_out", "call_unknown", "loop_without_exit", "unreachable", "spins"}
)  # fmt: skip


def _words(diagram: Diagram, known: Known) -> Iterator[Problem]:
    """Yield acts, roles, units and calls that the installation does not know."""
    for node in diagram.nodes.values():
        if node.timer is not None and node.timer.unit and node.timer.unit not in known.parts:
            yield Problem(node.id, "unit_unknown", node.timer.unit)
        if node.call is not None and node.call.key in {known.key, diagram.process_id}:
            yield Problem(node.id, "call_itself", node.call.key)
        step = node.step
        if step is None:
            continue
        if step.act not in set(Act):
            yield Problem(node.id, "act_unknown", step.act)
        if step.role not in set(Role):
            yield Problem(node.id, "role_unknown", step.role)
        elif step.act in set(Act) and Role(step.role) not in PERMISSIONS[RIGHT_OF[Act(step.act)]]:
            yield Problem(node.id, "role_act", step.role)
        if step.unit not in known.parts:
            yield Problem(node.id, "unit_unknown", step.unit)
        if step.act == Act.REPAIR and node.service is None:
            yield Problem(node.id, "act_unknown", step.act)  # a person's step has an act of its own
        if step.act == Act.RECEIVE and (step.fields or len(step.outcomes) > 1):
            yield Problem(node.id, "receive_asks")  # `process_start` passes it over
        if step.act == Act.APPROVE and APPROVED not in {one.code for one in step.outcomes}:
            yield Problem(node.id, "approve_outcome", APPROVED)


def _data(diagram: Diagram, known: Known) -> Iterator[Problem]:
    """Yield names of data that nothing gives."""
    given = known.data
    for node in diagram.nodes.values():
        own = {one.name for one in node.decision.outputs} if node.decision else set()
        own |= {one.name for one in node.step.fields} if node.step else set()
        for name in sorted(own & known.data):
            yield Problem(node.id, "data_taken", name)
        given |= own
    if diagram.of_kind(NodeKind.CALL):
        return  # a called process decides data of its own
    for flow in diagram.flows:
        try:
            names = expression_data(flow.condition) if flow.condition else frozenset()
        except ExpressionError:
            continue
        for name in sorted(names - given):
            yield Problem(flow.id, "data_unknown", name)
    for node in diagram.of_kind(NodeKind.RULE):
        for column in node.decision.inputs if node.decision else ():
            step = column.reads.removesuffix(".outcome")
            if step != column.reads and step not in {one.id for one in diagram.steps}:
                yield Problem(node.id, "condition_step", step)
            elif step == column.reads and step not in given | {"outcome"}:
                yield Problem(node.id, "data_unknown", column.reads)


def _tables(diagram: Diagram) -> Iterator[Problem]:
    left = MAX_TESTS
    for node in diagram.of_kind(NodeKind.RULE):
        if node.decision is None:
            continue
        left -= table_work(node.decision)
        if left < 0:
            yield Problem(node.id, "tables_many", str(MAX_TESTS))
            return
        for code, detail in table_check(node.decision):
            yield Problem(node.id, code, detail)


def _acts(flat: Diagram) -> Iterator[Problem]:
    """Yield acts that can be reached without the act that they need, and ends without a result."""
    start = flat.of_kind(NodeKind.START)[0]
    for before, act in pairwise(ORDER):
        reached = _reached(flat, start.id, without=before)
        for node in _of_act(flat, act):
            if node.id in reached:
                yield Problem(drawn_name(node.id), "act_order", before.value)
    reached = _reached(flat, start.id, without=Act.RETURN)
    for end in flat.of_kind(NodeKind.END):
        if end.id in reached:
            yield Problem(drawn_name(end.id), "act_end", Act.RETURN.value)
    for node in _of_act(flat, Act.APPROVE):
        yield from _unapproved(flat, node)


def _of_act(flat: Diagram, act: Act) -> list[Node]:
    return [node for node in flat.steps if node.step and node.step.act == act]


def _reached(flat: Diagram, start: str, *, without: Act) -> set[str]:
    """Return what can be reached without doing an act; a step whose time was over did nothing.

    Ways side by side meet where each of them has come: one of them with the act is enough there.
    """
    found: set[str] = set()
    seen: set[str] = set()
    taken: set[str] = set()
    edge = [start]
    while edge:
        element = edge.pop()
        node = flat.nodes.get(element)
        if node is None or element in seen:
            continue
        if node.kind is NodeKind.PARALLEL and not all(one.id in taken for one in node.incoming):
            continue
        seen.add(element)
        ways = node.outgoing
        if node.step and node.step.act == without:
            ways = _timed_ways(flat, node)
        else:
            found.add(element)
        taken.update(flow.id for flow in ways)
        edge.extend(flow.target for flow in ways)
    return found


def _timed_ways(flat: Diagram, step: Node) -> tuple[Flow, ...]:
    """Return where a run goes on when the time of a step is over (`rules.flat`)."""
    if not flat.edges_of(step.id):
        return ()
    fork = flat.nodes[step.outgoing[0].target]
    return tuple(flow for flow in fork.outgoing if flow.id != fork.default)


def _unapproved(flat: Diagram, approval: Node) -> Iterator[Problem]:
    """Yield steps that issue a result although this approval was not given."""
    told: set[str] = set()
    given = [one.code for one in approval.step.outcomes] if approval.step else []
    for code in [*given, *(timer.code for timer in flat.edges_of(approval.id))]:
        if code == APPROVED:
            continue
        seen: set[tuple[str, bool]] = set()
        edge = [(flow.target, True) for flow in approval.outgoing]
        while edge:
            element, fresh = edge.pop()
            node = flat.nodes.get(element)
            if node is None or (element, fresh) in seen:
                continue
            seen.add((element, fresh))
            act = node.step.act if node.step else ""
            if act == Act.APPROVE:
                continue
            if act == Act.ISSUE and element not in told:
                told.add(element)
                yield Problem(drawn_name(element), "issue_unapproved", code)
            still = fresh and node.step is None
            facts = Facts(code if fresh else None, {approval.id: code}, {})
            edge.extend((target, still) for target in _ways(node, approval.id, facts, fresh=fresh))


def _ways(node: Node, approval: str, facts: Facts, *, fresh: bool) -> list[str]:
    """Return where a run can go on, as far as conditions tell it with these facts."""
    if node.kind is not NodeKind.CHOICE or len(node.outgoing) < 2:
        return [flow.target for flow in node.outgoing]
    ways = []
    for flow in node.outgoing:
        if flow.condition is None:
            continue
        told = _told(flow.condition, approval, facts, fresh=fresh)
        if told is not False:
            ways.append(flow.target)
        if told:
            return ways
    return [*ways, *(flow.target for flow in node.outgoing if flow.condition is None)]


def _told(condition: str, approval: str, facts: Facts, *, fresh: bool) -> bool | None:
    """Return whether a condition holds, None when other facts decide it."""
    try:
        expression_parse(condition)
    except ExpressionError:
        return None
    last = any(step is None for step, _ in expression_outcomes(condition))
    others = expression_steps(condition) - {approval} or expression_data(condition)
    if others or (last and not fresh):
        return None
    return expression_evaluate(condition, facts)


def _unchecked(known: Known) -> Iterator[Problem]:
    """Yield what cannot be checked as long as nobody says for which procedures it is drawn."""
    if not known.procedures:
        yield Problem("", "procedures_none")
    unknown = [code for code in known.procedures if code not in known.limits]
    if unknown:
        yield Problem("", "limit_unknown", _some(sorted(unknown)))


def _hours(flat: Diagram, limits: Mapping[str, Decimal]) -> Iterator[Problem]:
    """Yield limits that the longest way is over, at its longest step, with all that is on it."""
    way = longest_way(flat)
    total = sum(way.values(), Decimal(0)) / 60
    over: dict[Decimal, list[str]] = {}
    for procedure, limit in sorted(limits.items(), key=lambda one: (one[1], one[0])):
        if total > limit:
            over.setdefault(limit, []).append(procedure)
    if not over:
        return
    drawn: dict[str, Decimal] = {}  # of a called process all hours stand at the call
    for element, minutes in way.items():
        name = drawn_name(element)
        drawn[name] = drawn.get(name, Decimal(0)) + minutes / 60
    told = [
        f"{_plain(total)} > {_plain(limit.quantize(Decimal('0.1')))} ({_some(procedures)})"
        for limit, procedures in over.items()
    ]
    longest = max(drawn, key=drawn.__getitem__)
    yield Problem(longest, "hours_over", "; ".join(told), tuple(drawn.items()))


def _plain(hours: Decimal) -> str:
    return f"{hours.normalize():f}"


def _some(codes: list[str]) -> str:
    """Return codes as they are read; of many the first ones, and how many more there are."""
    more = len(codes) - CODES_TOLD
    return ", ".join(codes[:CODES_TOLD]) + (f" +{more}" if more > 0 else "")
