"""The only door to SpiffWorkflow: runs a BPMN process and keeps its state small.

SpiffWorkflow's own serialisation carries the specification and every finished task. Here the
state is what a diagram would show, tokens: while one step is open, its name alone; between a
split and its join the short tree since the last such moment. The specification comes from a
cache, the facts that conditions read from the process's row, so tasks carry no data.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from motcua.workflow.rules.expressions import Facts, expression_evaluate

State = Mapping[str, Any]
_KEPT = TaskState.WAITING | TaskState.READY | TaskState.COMPLETED | TaskState.CANCELLED
_LIVE = TaskState.WAITING | TaskState.READY | TaskState.STARTED


class _Conditions(PythonScriptEngine):  # type: ignore[misc]  # SpiffWorkflow has no types
    """Evaluates conditions by our own grammar, and refuses scripts and services altogether."""

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self._facts = facts

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> bool:  # noqa: ARG002 - the engine's signature
        """Return whether a condition holds."""
        return expression_evaluate(expression, self._facts)

    def execute(self, task: Any, script: str, external_context: Any = None) -> None:
        """Refuse: deployed processes have no scripts."""
        raise NotImplementedError("processes run no scripts")

    def call_service(self, task: Any, **kwargs: Any) -> None:
        """Refuse: deployed processes call no services."""
        raise NotImplementedError("processes call no services")


def specification_parse(bpmn: str, process_id: str) -> Any:
    """Return SpiffWorkflow's specification of a checked diagram; immutable, to be cached."""
    parser = BpmnParser()
    parser.add_bpmn_str(bpmn.encode())
    return parser.get_spec(process_id)


class Run:
    """One running process in memory."""

    def __init__(self, workflow: Any) -> None:
        self._workflow = workflow

    @classmethod
    def begin(cls, specification: Any, facts: Facts) -> Run:
        """Start a process and run to its first steps."""
        run = cls(BpmnWorkflow(specification, script_engine=_Conditions(facts)))
        run._advance()
        return run

    @classmethod
    def load(cls, specification: Any, state: State, facts: Facts) -> Run:
        """Take up a process where `state` left it."""
        workflow = BpmnWorkflow(specification, script_engine=_Conditions(facts), deserializing=True)
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
            start = [root.task_spec.name, TaskState.COMPLETED, None]
            return {"tokens": [start, [live[0].task_spec.name, TaskState.READY, 0]]}
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
