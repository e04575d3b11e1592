"""Drawings before they run: drafts in sight, what may be drawn, checks, data that can be named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from motcua.deadlines.rules import LimitKind, limit_parse
from motcua.identity.types import Action, Actor, Role
from motcua.identity.words import role_name
from motcua.kernel.errors import NotFound
from motcua.procedures.queries import procedure_get
from motcua.procedures.types import UnitRole
from motcua.workflow.drawn import (
    Application,
    CallableProcess,
    Choice,
    DataView,
    DraftState,
    DraftView,
    Finding,
    Palette,
)
from motcua.workflow.models import Definition, Draft
from motcua.workflow.queries.definitions import deployed, flat_of, name_in, options_in
from motcua.workflow.rules.actions import ACTIONS, OUTCOMES
from motcua.workflow.rules.diagram import diagram_read
from motcua.workflow.rules.elements import NodeKind
from motcua.workflow.rules.extensions import names_read
from motcua.workflow.rules.findings import Checked, Known, drawing_check
from motcua.workflow.rules.xml import BPMN, local, xml_parse
from motcua.workflow.types import Act, OutcomeView
from motcua.workflow.words import (
    ACTS,
    BOOLEANS,
    DOSSIER_DATA,
    DOSSIER_VALUES,
    FIELDS,
    PARTS,
    SERVICE_TEXTS,
    SERVICES,
    finding_of,
    problem_kept,
)

OPEN = (DraftState.EDITING.value, DraftState.SUBMITTED.value, DraftState.RETURNED.value)
_WORKING_DAY = Decimal(8)


def limit_hours(limit: str) -> Decimal:
    """Return the working hours by which a process scales its steps (8 a working day).

    Calendar days count five sevenths of a working day; same-day procedures have four hours.
    """
    parsed = limit_parse(limit)
    factor = {
        LimitKind.WORKING_HOURS: Decimal(1),
        LimitKind.WORKING_DAYS: _WORKING_DAY,
        LimitKind.CALENDAR_DAYS: _WORKING_DAY * 5 / 7,
        LimitKind.MONTHS: _WORKING_DAY * 22,
    }.get(parsed.kind)
    return Decimal(4) if factor is None else max(Decimal(1), factor * parsed.amount)


def callable_processes() -> tuple[CallableProcess, ...]:
    """Return every version that a drawing may call. One statement, and one per new version."""
    rows = Definition.objects.defer("bpmn").order_by("key", "-version")
    return tuple(
        CallableProcess(row.key, row.version, name_in(deployed(row.pk, row.sha256).drawn.names))
        for row in rows
    )


def process_palette() -> Palette:
    """Return what may be drawn, in the active language. No statement."""
    return Palette(
        elements=tuple(kind.value for kind in NodeKind),
        acts=tuple(Choice(a.value, str(name)) for a, name in ACTS.items() if a is not Act.REPAIR),
        roles=tuple(Choice(role.value, role_name(role)) for role in _working_roles()),
        parts=tuple(Choice(part.value, str(name)) for part, name in PARTS.items()),
        services=tuple(Choice(code, str(name)) for code, name in SERVICES.items()),
        service_ends=tuple(Choice(one.code, name_in(one.names)) for one in OUTCOMES),
        service_texts={
            code: tuple(Choice(one, str(SERVICE_TEXTS[one])) for one in action.texts)
            for code, action in ACTIONS.items()
            if action.texts
        },
        service_gives=tuple(
            DataView(one.name, one.kind, name_in(one.names), one.values, code, options_in(one))
            for code, action in ACTIONS.items()
            for one in action.gives
        ),
        data=_dossier_data(),
        field_kinds=tuple(Choice(kind, str(name)) for kind, name in FIELDS.items()),
    )


def _working_roles() -> tuple[Role, ...]:
    return (Role.COUNTER, Role.SPECIALIST, Role.COORDINATOR, Role.LEADER, Role.CLERK)


def _dossier_data() -> tuple[DataView, ...]:
    return tuple(
        DataView(name, kind, str(label), values, "dossier", _named_values(values))
        for name, (kind, label, values) in DOSSIER_DATA.items()
    )


def service_values(action: str, told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what a service found out as label and value, in the active language."""
    found = []
    for one in ACTIONS[action].gives if action in ACTIONS else ():
        value = told.get(one.name)
        if value is None:
            continue
        found.append((name_in(one.names), _value(options_in(one), value)))
    return found


def value_named(known: DataView | None, value: Any) -> str:
    """Return a value of a process as people read it, a choice by the name of its answer."""
    return _value(known.options if known else (), value)


def _value(options: Iterable[OutcomeView], value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return str(BOOLEANS[value])
    return next((one.name for one in options if one.code == value), str(value))


def _named_values(values: tuple[str, ...]) -> tuple[OutcomeView, ...]:
    return tuple(OutcomeView(code, str(DOSSIER_VALUES[code])) for code in values)


def process_data(bpmn: str) -> tuple[DataView, ...]:
    """Return the values that conditions and tables of a drawing may name."""
    found = list(_dossier_data())
    for node in diagram_read(bpmn).nodes.values():
        found.extend(
            DataView(one.name, one.kind, name_in(one.names), one.values, node.id, options_in(one))
            for one in (node.step.fields if node.step else ())
        )
        found.extend(
            DataView(output.name, output.kind, output.label, (), node.id)
            for output in (node.decision.outputs if node.decision else ())
        )
    return tuple(found)


def limits_of(procedures: Iterable[str]) -> dict[str, Decimal]:
    """Return the working hours of the legal limit of procedures; unknown ones are left out."""
    limits: dict[str, Decimal] = {}
    for code in procedures:
        try:
            limit = procedure_get(code).version.limit
        except NotFound:
            continue
        if limit:
            limits[code] = limit_hours(limit)
    return limits


def drawing_checked(bpmn: str, *, key: str = "", procedures: Iterable[str] = ()) -> Checked:
    """Return a drawing with its problems, against what this installation knows."""
    parts = frozenset(part.value for part in UnitRole)
    named = tuple(procedures)
    known = Known(parts, frozenset(DOSSIER_DATA), named, limits_of(named), flat_of, key)
    return drawing_check(bpmn, known)


def problems_kept(bpmn: str, checked: Checked) -> list[dict[str, Any]]:
    """Return the problems as they are kept with a draft, with the kind and name of the element."""
    try:
        drawn = (one for one in xml_parse(bpmn).iter() if one.tag.startswith(BPMN))
        elements = {one.get("id", ""): one for one in drawn if one.get("id")}
    except ValueError:
        elements = {}
    named = {
        one: (local(found), names_read(found).get("vi", "")) for one, found in elements.items()
    }
    return [
        problem_kept(problem, advice=advice, names=named) for problem, advice in checked.problems
    ]


def process_check(bpmn: str, *, procedures: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Return all findings on a drawing; nothing is kept. `procedures`: which it is drawn for."""
    checked = drawing_checked(bpmn, procedures=procedures)
    return tuple(finding_of(kept) for kept in problems_kept(bpmn, checked))


def drafts_in_sight(actor: Actor) -> QuerySet[Draft]:
    """Return the drafts of units where somebody may draw or approve."""
    units: set[int] = set()
    for posting in actor.postings:
        if posting.may(Action.PROCESS_DRAW) or posting.may(Action.PROCESS_APPROVE):
            units |= posting.unit_ids
    return Draft.objects.filter(unit_id__in=units)


def drafts_list(actor: Actor, *, open_only: bool = False) -> list[DraftView]:
    """Return the drafts in sight, newest first, without their texts."""
    rows = drafts_in_sight(actor).defer("bpmn").order_by("-edited_at", "-pk")
    if open_only:
        rows = rows.filter(state__in=OPEN)
    return [draft_view(row, bpmn="") for row in rows]


def draft_get(actor: Actor, draft_id: int) -> DraftView:
    """Return a draft. Raises NotFound for one of a unit out of sight."""
    row = drafts_in_sight(actor).filter(pk=draft_id).first()
    if row is None:
        raise draft_unknown()
    return draft_view(row, bpmn=row.bpmn)


def draft_unknown() -> NotFound:
    """Return the answer for a draft that is not there or belongs to others."""
    return NotFound("draft_unknown", _("There is no such draft."))


def draft_view(row: Draft, *, bpmn: str) -> DraftView:
    """Return a draft as others may see it."""
    day: date | None = row.effective_on
    return DraftView(
        id=row.pk,
        key=row.key,
        unit_id=row.unit_id,
        name=row.name,
        note=row.note,
        state=DraftState(row.state),
        version=row.version,
        bpmn=bpmn,
        based_on_id=row.based_on_id,
        findings=tuple(finding_of(kept) for kept in row.findings),
        application=Application(tuple(row.procedures), tuple(row.unit_ids), day, row.parts),
        created_by_id=row.created_by_id,
        created_at=row.created_at,
        edited_by_id=row.edited_by_id,
        edited_at=row.edited_at,
        submitted_by_id=row.submitted_by_id,
        submitted_at=row.submitted_at,
        decided_by_id=row.decided_by_id,
        decided_at=row.decided_at,
        reason=row.reason,
        definition_id=row.definition_id,
    )
