"""The only door to SpiffWorkflow: runs a BPMN process and keeps its state small.

SpiffWorkflow's own serialisation carries the specification and every finished task. Here the
state is what a diagram would show, tokens: while one step is open, its name alone; between a
split and its join the short tree since the last such moment. The specification comes from a
cache, the facts that conditions read from the process's row, so tasks carry no data.

While one step is open and no branches open after it, what follows is told by the diagram alone
(`OneStep`); SpiffWorkflow builds its tree of tasks for the rest only. tests/workflow/test_walks.py
holds both to the same answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from motcua.workflow.rules.decisions import reads_of
from motcua.workflow.rules.elements import STOPS, Diagram, Flow, Node, NodeKind
from motcua.workflow.rules.expressions import Facts, expression_evaluate

State = Mapping[str, Any]
_KEPT = TaskState.WAITING | TaskState.READY | TaskState.COMPLETED | TaskState.CANCELLED
_LIVE = TaskState.WAITING | TaskState.READY | TaskState.STARTED


class _Conditions(PythonScriptEngine):  # type: ignore[misc]  # SpiffWorkflow has no types
    """Evaluates conditions and tables by our own grammar, and refuses whatever else runs."""

    def __init__(self, facts: Facts, diagram: Diagram | None = None) -> None:
        super().__init__()
        self._facts, self._diagram = facts, diagram

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> bool:  # noqa: ARG002 - the engine's signature
        """Return whether a condition holds."""
        return expression_evaluate(expression, self._facts)

    def execute(self, task: Any, script: str, external_context: Any = None) -> bool:  # noqa: ARG002 - the engine's signature
        """Decide by the table of the element; `bpmn_of` writes no other scripts.

        Returns True, by which the engine knows that the task is done.
        """
        node = self._diagram.nodes.get(task.task_spec.name) if self._diagram else None
        if node is None or node.kind is not NodeKind.RULE:
            raise NotImplementedError("processes run no scripts")
        decide(node, self._facts)
        return True

    def call_service(self, task: Any, **kwargs: Any) -> None:
        """Refuse: deployed processes call no services."""
        raise NotImplementedError("processes call no services")


def specification_parse(bpmn: str, process_id: str) -> Any:
    """Return SpiffWorkflow's specification of a checked diagram; immutable, to be cached."""
    parser = BpmnParser()
    parser.add_bpmn_str(bpmn.encode())
    return parser.get_spec(process_id)


def specification_of(diagram: Diagram) -> Any:
    """Return SpiffWorkflow's specification of a flat diagram; immutable, to be cached.

    The engine reads a text that is written here from the graph: nothing of an uploaded file
    reaches it.
    """
    return specification_parse(bpmn_of(diagram), diagram.process_id)


_KINDS = {NodeKind.RULE: "scriptTask", NodeKind.TIMER: "userTask", NodeKind.SERVICE: "userTask"}


def bpmn_of(diagram: Diagram) -> str:
    """Return the least BPMN that says how a flat diagram runs.

    A table is a script of which the engine knows the element's name only (`_Conditions.execute`);
    a timer and a service wait like a step until somebody completes them.
    """
    parts = []
    for node in diagram.nodes.values():
        tag = _KINDS.get(node.kind, node.kind.value)
        default = f" default={quoteattr(node.default)}" if node.default else ""
        inside = "<script>decide</script>" if node.kind is NodeKind.RULE else ""
        parts.append(f"<{tag} id={quoteattr(node.id)}{default}>{inside}</{tag}>")
    for flow in diagram.flows:
        ends = f"sourceRef={quoteattr(flow.source)} targetRef={quoteattr(flow.target)}"
        condition = flow.condition and (
            f"<conditionExpression>{escape(flow.condition)}</conditionExpression>"
        )
        parts.append(
            f"<sequenceFlow id={quoteattr(flow.id)} {ends}>{condition or ''}</sequenceFlow>"
        )
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">'
        f'<process id={quoteattr(diagram.process_id)} isExecutable="true">{"".join(parts)}'
        "</process></definitions>"
    )


def decide(node: Node, facts: Facts) -> None:
    """Put what a table decides into the data, and note its row (from 0; None when none fits)."""
    assert node.decision is not None, "a deployed table can be read"
    known = {**facts.data, "outcome": facts.outcome}
    known |= {f"{step}.outcome": outcome for step, outcome in facts.outcomes.items()}
    row, decided = node.decision.decide(reads_of(node.decision, known))
    facts.data.update(decided)
    facts.decided.append((node.id, row))


class Run:
    """One running process in memory."""

    def __init__(self, workflow: Any) -> None:
        self._workflow = workflow

    @classmethod
    def begin(cls, specification: Any, facts: Facts, diagram: Diagram | None = None) -> Run:
        """Start a process and run to its first steps."""
        run = cls(BpmnWorkflow(specification, script_engine=_Conditions(facts, diagram)))
        run._advance()
        return run

    @classmethod
    def load(
        cls, specification: Any, state: State, facts: Facts, diagram: Diagram | None = None
    ) -> Run:
        """Take up a process where `state` left it."""
        conditions = _Conditions(facts, diagram)
        workflow = BpmnWorkflow(specification, script_engine=conditions, deserializing=True)
        tasks: list[Any] = []
        for name, task_state, parent in state["tokens"]:
            above = tasks[parent] if parent is not None else None
            spec = specification.task_specs[name]
            tasks.append(Task(workflow, spec, parent=above, state=task_state))
        workflow.task_tree = tasks[0]
        for task in tasks:
            if task.has_state(TaskState.READY | TaskState.WAITING):
                task.task_spec._predict(task, mask=TaskState.NOT_FINISHED_MASK)  # noqa: SLF001 - as its own deserialiser would
        return cls(workflow)

    @property
    def ready(self) -> tuple[str, ...]:
        """The steps that wait for people, in the order of the tree."""
        return tuple(
            task.task_spec.name
            for task in self._workflow.get_tasks(state=TaskState.READY)
            if task.task_spec.manual
        )

    @property
    def finished(self) -> bool:
        """Whether the end was reached."""
        return bool(self._workflow.is_completed())

    def complete(self, element: str) -> None:
        """Finish a step and run on to the next ones.

        Raises:
            LookupError: the step does not wait for anybody.
        """
        for task in self._workflow.get_tasks(state=TaskState.READY):
            if task.task_spec.name == element and task.task_spec.manual:
                task.run()
                self._advance()
                return
        raise LookupError(element)

    def dump(self) -> dict[str, Any]:
        """Return the state, as small as it can be; an empty list of tokens when finished."""
        if self.finished:
            return {"tokens": []}
        root = self._workflow.task_tree
        live = self._workflow.get_tasks(state=_LIVE)
        if len(live) == 1 and live[0].has_state(TaskState.READY):
            return _one_open(root.task_spec.name, live[0].task_spec.name)
        tokens: list[list[Any]] = []
        self._dump_branch(root, None, tokens)
        return {"tokens": tokens}

    def _dump_branch(self, task: Any, parent: int | None, tokens: list[list[Any]]) -> None:
        if not task.has_state(_KEPT):
            return
        tokens.append([task.task_spec.name, task.state, parent])
        index = len(tokens) - 1
        for child in task.children:
            self._dump_branch(child, index, tokens)

    def _advance(self) -> None:
        self._workflow.do_engine_steps()


class OneStep(Run):
    """A process with at most one open step, which goes on by the diagram alone while it can."""

    def __init__(
        self, specification: Any, diagram: Diagram, facts: Facts, *, root: str, element: str
    ) -> None:
        self._specification, self._diagram, self._facts = specification, diagram, facts
        self._root = root
        self._element: str | None = element
        self._branched: Run | None = None  # what has become of it where branches opened

    @property
    def ready(self) -> tuple[str, ...]:
        """The steps that wait for people."""
        if self._branched is not None:
            return self._branched.ready
        return () if self._element is None else (self._element,)

    @property
    def finished(self) -> bool:
        """Whether the end was reached."""
        return self._element is None if self._branched is None else self._branched.finished

    def complete(self, element: str) -> None:
        """Finish a step and go on; as `Run.complete`."""
        if self._branched is None:
            if element != self._element:
                raise LookupError(element)
            known = dict(self._facts.data)
            try:
                self._element = next_step(self._diagram, element, self._facts)
            except BranchesOpenError:
                data_back(self._facts, known)
                self._branched = Run.load(
                    self._specification, self.dump(), self._facts, self._diagram
                )
        if self._branched is not None:
            self._branched.complete(element)

    def dump(self) -> dict[str, Any]:
        """Return the state, as `Run.dump`."""
        if self._branched is not None:
            return self._branched.dump()
        return {"tokens": []} if self._element is None else _one_open(self._root, self._element)


class BranchesOpenError(Exception):
    """What follows is more than one step."""


def run_begin(specification: Any, diagram: Diagram, facts: Facts) -> Run:
    """Start a process and run to its first steps, on the diagram alone where it can be."""
    start = diagram.of_kind(NodeKind.START)[0].id
    known = dict(facts.data)
    try:
        element = next_step(diagram, start, facts)
    except BranchesOpenError:
        element = None
    if element is None:
        data_back(facts, known)
        return Run.begin(specification, facts, diagram)
    root = _root_of(specification)
    return OneStep(specification, diagram, facts, root=root, element=element)


def run_load(specification: Any, diagram: Diagram, state: State, facts: Facts) -> Run:
    """Take up a process where `state` left it, on the diagram alone where it can be."""
    match state["tokens"]:
        case [[root, TaskState.COMPLETED, None], [element, TaskState.READY, 0]]:
            node = diagram.nodes.get(element)
            if node is not None and node.kind in STOPS:
                return OneStep(specification, diagram, facts, root=root, element=element)
    return Run.load(specification, state, facts, diagram)


def data_back(facts: Facts, known: Mapping[str, Any]) -> None:
    """Forget what tables decided on a way that is gone again from its beginning."""
    facts.decided.clear()
    facts.data.clear()
    facts.data.update(known)


def next_step(diagram: Diagram, element: str, facts: Facts) -> str | None:
    """Return the step that follows an element, None for the end.

    Raises:
        BranchesOpenError: a parallel gateway follows.
    """
    while True:
        element = _way_out(diagram.nodes[element], facts).target
        match diagram.nodes[element].kind:
            case NodeKind.STEP | NodeKind.TIMER | NodeKind.SERVICE:
                return element
            case NodeKind.RULE:
                decide(diagram.nodes[element], facts)
            case NodeKind.END:
                return None
            case NodeKind.PARALLEL:
                raise BranchesOpenError


def _way_out(node: Node, facts: Facts) -> Flow:
    """Return the flow that is taken: the first whose condition holds, else the default."""
    if len(node.outgoing) == 1:
        return node.outgoing[0]
    for flow in node.outgoing:
        if flow.condition is not None and expression_evaluate(flow.condition, facts):
            return flow
    return next(flow for flow in node.outgoing if flow.id == node.default)


def _one_open(root: str, element: str) -> dict[str, Any]:
    start = [root, TaskState.COMPLETED, None]
    return {"tokens": [start, [element, TaskState.READY, 0]]}


@lru_cache(maxsize=256)
def _root_of(specification: Any) -> str:
    name: str = specification.start.name
    return name
