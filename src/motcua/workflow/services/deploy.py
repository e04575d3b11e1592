"""Deploying a process: everything is checked first, nothing is kept of a wrong one."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from motcua.identity.types import Role
from motcua.kernel.errors import FieldProblem, Invalid
from motcua.workflow.models import Definition
from motcua.workflow.queries.definitions import definition_view, flat_of
from motcua.workflow.rules.diagram import diagram_read
from motcua.workflow.rules.elements import Diagram, Problem
from motcua.workflow.rules.engine import specification_of
from motcua.workflow.rules.flat import flatten
from motcua.workflow.rules.soundness import diagram_check
from motcua.workflow.types import Act, DefinitionView
from motcua.workflow.words import MESSAGES, told

SHIPPED = Path(__file__).resolve().parents[1] / "processes"
KEYS = (
    "standard", "with_opinion", "provincial_step", "opinion_request", "return_to_counter",
    "return_to_specialist",
)  # fmt: skip
__all__ = ["KEYS", "MESSAGES", "SHIPPED", "process_deploy", "processes_ship"]
_LOCK = 7_411  # advisory lock: versions of one key follow each other without a gap


def process_deploy(
    *, key: str, bpmn: str, at: datetime, account_id: int | None = None
) -> DefinitionView:
    """Deploy a BPMN process as the next version of `key`; a text known already changes nothing.

    Processes that run keep the version with which they were started.

    Raises:
        Invalid: a `FieldProblem` per element that is wrong or not supported; nothing is kept.
    """
    diagram = diagram_read(bpmn)
    problems = diagram_check(diagram, flat_of) or _words_check(diagram)
    if problems:
        raise Invalid([_said(problem) for problem in problems])
    specification_of(flatten(diagram, flat_of))  # the engine must be able to read it too
    return definition_keep(key=key, bpmn=bpmn, at=at, account_id=account_id)


def definition_keep(
    *, key: str, bpmn: str, at: datetime, account_id: int | None, unit_id: int | None = None
) -> DefinitionView:
    """Keep a checked text as the next version of `key`; a text known already changes nothing."""
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
            unit_id=unit_id,
        )
    return definition_view(known)


def processes_ship(*, at: datetime) -> tuple[DefinitionView, ...]:
    """Deploy the processes that come with the software (`KEYS`).

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
    field = problem.element or "bpmn"
    text = _("%(element)s: %(text)s") % {"element": field, "text": told(problem)}
    return FieldProblem(field, text)
