"""A process as a graph: the parts that a reading of BPMN yields and that runs are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from motcua.workflow.rules.decisions import Decision


class NodeKind(StrEnum):
    """Elements of BPMN that processes of Motcua may use."""

    START = "startEvent"
    END = "endEvent"
    STEP = "userTask"
    CHOICE = "exclusiveGateway"
    PARALLEL = "parallelGateway"
    RULE = "businessRuleTask"
    TIMER = "intermediateCatchEvent"
    EDGE = "boundaryEvent"
    CALL = "callActivity"
    SEND = "sendTask"
    RECEIVE = "receiveTask"
    SERVICE = "serviceTask"


WORKS = frozenset({NodeKind.STEP, NodeKind.SEND, NodeKind.SERVICE})
"""Elements that are work of a person; of a service only when the software could not do it."""
STOPS = frozenset({NodeKind.STEP, NodeKind.TIMER, NodeKind.SERVICE})
"""Where a run (of a flattened process) waits."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong; `code` is stable, `words` puts it into words.

    `marks` are all elements that it is about, with their working hours, when one is not enough.
    """

    element: str
    code: str
    detail: str = ""
    marks: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True)
class Outcome:
    """A way to finish a step."""

    code: str
    names: Mapping[str, str]


@dataclass(frozen=True)
class Field:
    """A value that is asked when a step is finished; it becomes `data.<name>`.

    `values` are the codes of a choice, `labels` their names by code and language; a code without
    a name stands for itself.
    """

    name: str
    kind: str  # number | text | boolean | choice
    names: Mapping[str, str]
    required: bool
    values: tuple[str, ...] = ()
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """What a user task asks of whom."""

    act: str
    role: str
    unit: str
    hours: Decimal
    outcomes: tuple[Outcome, ...]
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True)
class Timer:
    """How long a run waits: working hours of a part's unit, or calendar minutes."""

    hours: Decimal | None = None
    unit: str = ""
    minutes: int = 0  # calendar time, when there are no hours

    @property
    def text(self) -> str:
        """Return it in one comparable word."""
        return f"{self.hours} h ({self.unit})" if self.hours is not None else f"{self.minutes} min"


@dataclass(frozen=True)
class Call:
    """A version of another process that runs inside this one."""

    key: str
    version: int


@dataclass(frozen=True)
class Service:
    """What the software does (`rules.actions`), and which message it sends, if it sends one."""

    action: str
    text: str = ""


@dataclass(frozen=True)
class Flow:
    """A sequence flow."""

    id: str
    source: str
    target: str
    condition: str | None


@dataclass(frozen=True)
class Node:
    """An element with its flows, in the order of the text.

    `timer` belongs to a timer or an edge (boundary event), `attached` to an edge, `awaits` (ids of
    the sends) to a receive. The `step` of a service is the work of whoever does it when the
    software cannot.
    """

    id: str
    kind: NodeKind
    names: Mapping[str, str]
    step: Step | None
    default: str | None
    incoming: tuple[Flow, ...] = ()
    outgoing: tuple[Flow, ...] = ()
    decision: Decision | None = None
    timer: Timer | None = None
    attached: str = ""
    call: Call | None = None
    awaits: tuple[str, ...] = ()
    service: Service | None = None


@dataclass(frozen=True)
class Edge:
    """A timer at the edge of a step; `code` is the outcome of the step when its time is over."""

    id: str
    step: str
    timer: Timer
    names: Mapping[str, str]
    code: str


@dataclass(frozen=True, eq=False)  # read once and kept, so that its identity is key enough
class Diagram:
    """A process as a graph; `problems` is empty when it could be read whole.

    `skipped` are elements that are not understood, `flows` all flows of the text. `edges` are the
    timers at the edge of steps in the flat form, which has no boundary events.
    """

    process_id: str
    names: Mapping[str, str]
    nodes: Mapping[str, Node]
    problems: tuple[Problem, ...] = field(default=())
    skipped: Mapping[str, str] = field(default_factory=dict)
    flows: tuple[Flow, ...] = ()
    edges: tuple[Edge, ...] = ()

    @property
    def steps(self) -> tuple[Node, ...]:
        """The elements that are work of people, in the order of the text."""
        return tuple(node for node in self.nodes.values() if node.kind in WORKS)

    @property
    def parts(self) -> frozenset[str]:
        """The parts whose units it needs, for steps and for timers, in the flat form."""
        nodes = self.nodes.values()
        timers = [node.timer for node in nodes] + [edge.timer for edge in self.edges]
        named = {timer.unit for timer in timers if timer is not None and timer.unit}
        return frozenset(named | {node.step.unit for node in nodes if node.step})

    def edges_of(self, step: str) -> tuple[Edge, ...]:
        """Return the timers at the edge of a step, in the flat form."""
        return tuple(edge for edge in self.edges if edge.step == step)

    def of_kind(self, kind: NodeKind) -> list[Node]:
        """Return the elements of one kind."""
        return [node for node in self.nodes.values() if node.kind is kind]
