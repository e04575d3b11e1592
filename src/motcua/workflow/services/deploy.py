"""Deploying a process: everything is checked first, nothing is kept of a wrong one."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.identity.types import Role
from motcua.kernel.errors import FieldProblem, Invalid
from motcua.workflow.models import Definition
from motcua.workflow.queries.definitions import definition_view
from motcua.workflow.rules.diagram import Diagram, Problem, diagram_read
from motcua.workflow.rules.engine import specification_parse
from motcua.workflow.rules.soundness import diagram_check
from motcua.workflow.types import Act, DefinitionView

SHIPPED = Path(__file__).resolve().parents[1] / "processes"
KEYS = ("standard", "with_opinion", "provincial_step")
_LOCK = 7_411  # advisory lock: versions of one key follow each other without a gap

MESSAGES = {
    "act_missing": gettext_lazy("The step does not say what it does (act)."),
    "act_unknown": gettext_lazy("The act “%(detail)s” is not known."),
    "condition_empty": gettext_lazy("The condition is empty."),
    "condition_misplaced": gettext_lazy("Only an exclusive gateway may have conditions."),
    "condition_missing": gettext_lazy("A way out of the gateway has no condition."),
    "condition_outcome": gettext_lazy("No step has the outcome “%(detail)s”."),
    "condition_refused": gettext_lazy("The condition is not allowed: %(detail)s."),
    "condition_step": gettext_lazy("There is no step “%(detail)s”."),
    "dead_end": gettext_lazy("No way leads on from here."),
    "default_missing": gettext_lazy("The gateway needs a default way."),
    "default_with_condition": gettext_lazy("The default way must not have a condition."),
    "document_type": gettext_lazy("The file has a document type, which is not allowed."),
    "flow_into_start": gettext_lazy("No way may lead to the start."),
    "flow_out_of_end": gettext_lazy("No way may lead on from the end."),
    "flow_to_nowhere": gettext_lazy("The way does not join two elements."),
    "hours_wrong": gettext_lazy("The hours must be a number above 0."),
    "id_twice": gettext_lazy("The identifier is used twice."),
    "id_unfit": gettext_lazy(
        "The identifier must be small letters, digits and underscores, at most 40."
    ),
    "join_same_source": gettext_lazy("Two ways into the gateway come from the same element."),
    "name_missing": gettext_lazy("The name in the language “%(detail)s” is missing."),
    "never_ends": gettext_lazy("A run can be stuck here and never reach the end."),
    "no_steps": gettext_lazy("The process has no steps."),
    "not_bpmn": gettext_lazy("The file is not a BPMN 2.0 process."),
    "not_drawn": gettext_lazy("The element has no place in the drawing."),
    "not_xml": gettext_lazy("The file cannot be read as XML."),
    "one_end": gettext_lazy("The process needs exactly one end."),
    "one_process": gettext_lazy("The file must hold exactly one process."),
    "one_start": gettext_lazy("The process needs exactly one start."),
    "outcome_missing": gettext_lazy("The step has no outcome."),
    "outcome_wrong": gettext_lazy("The outcome “%(detail)s” needs a code and its three names."),
    "role_missing": gettext_lazy("The step does not say who does it (role)."),
    "role_unknown": gettext_lazy("The role “%(detail)s” is not known."),
    "runs_twice": gettext_lazy("A step could be open twice at the same time."),
    "several_ways_out": gettext_lazy("Only a gateway may have several ways out."),
    "step_missing": gettext_lazy("The step has no description of act, role, unit and hours."),
    "too_large": gettext_lazy("The file is too large."),
    "too_many_ways": gettext_lazy("The process has too many ways to be checked."),
    "unit_missing": gettext_lazy("The step does not say which unit does it."),
    "unreachable": gettext_lazy("No way leads here from the start."),
    "unsupported": gettext_lazy("Elements of the kind “%(detail)s” are not supported."),
}


def process_deploy(
    *, key: str, bpmn: str, at: datetime, account_id: int | None = None
) -> DefinitionView:
    """Deploy a BPMN process as the next version of `key`; a text known already changes nothing.

    Processes that run keep the version with which they were started.

    Raises:
        Invalid: a `FieldProblem` per element that is wrong or not supported; nothing is kept.
    """
    diagram = diagram_read(bpmn)
    problems = diagram_check(diagram) or _words_check(diagram)
    if problems:
        raise Invalid([_said(problem) for problem in problems])
    specification_parse(bpmn, diagram.process_id)  # the engine must be able to read it too
    sha256 = hashlib.sha256(bpmn.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, key])
    rows = Definition.objects.defer("bpmn").filter(key=key).order_by("-version")
    known = next((row for row in rows if row.sha256 == sha256), None)
    if known is None:
        known = Definition.objects.create(
            key=key,
            version=rows[0].version + 1 if rows else 1,
            bpmn=bpmn,
            sha256=sha256,
            deployed_at=at,
            deployed_by_id=account_id,
        )
    return definition_view(known)


def processes_ship(*, at: datetime) -> tuple[DefinitionView, ...]:
    """Deploy the processes that come with the software: standard, with_opinion, provincial_step.

    Repeatable: a text that was deployed already is left alone.
    """
    return tuple(
        process_deploy(key=key, bpmn=(SHIPPED / f"{key}.bpmn").read_text("utf-8"), at=at)
        for key in KEYS
    )


def _words_check(diagram: Diagram) -> list[Problem]:
    """Return steps whose act or role this installation does not know."""
    problems = []
    for node in diagram.steps:
        assert node.step is not None, "a checked step is complete"
        if node.step.act not in set(Act):
            problems.append(Problem(node.id, "act_unknown", node.step.act))
        if node.step.role not in set(Role):
            problems.append(Problem(node.id, "role_unknown", node.step.role))
    return problems


def _said(problem: Problem) -> FieldProblem:
    text = str(MESSAGES[problem.code]) % {"detail": problem.detail}
    field = problem.element or "bpmn"
    return FieldProblem(field, _("%(element)s: %(text)s") % {"element": field, "text": text})
