"""Reads of the audit programme and of one audit; the scope decides whose."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.quality.models import Audit, Evidence, Finding
from motcua.quality.types import (
    ENDED,
    AuditEventView,
    AuditFact,
    AuditPlan,
    AuditState,
    AuditView,
    EvidenceView,
    FindingView,
    Grade,
)

OVER = (AuditState.CONCLUDED, AuditState.CLOSED, AuditState.CANCELLED)


def audits_of_year(actor: Actor, year: int) -> list[AuditView]:
    """Return the programme of a year of the units in sight, by day; two statements.

    A programme is written by people: a unit plans a few dozen audits a year, all are shown.
    """
    return [_view(row) for row in _seen(actor).filter(year=year)]


def audit_years(actor: Actor) -> list[int]:
    """Return the years that have a programme, and this one; the newest first."""
    rows = Audit.objects.filter(reach__overlap=_units(actor)).order_by("year")
    years = set(rows.values_list("year", flat=True).distinct())
    return sorted(years | {clock.today().year}, reverse=True)


def audit_get(actor: Actor, audit_id: int) -> AuditView:
    """Return an audit with findings and events; NotFound for those of other units."""
    row = _seen(actor).filter(pk=audit_id).first()
    if row is None:
        raise NotFound("audit_unknown", _("There is no such audit here."))
    return _view(row, whole=True)


def audits_of_process(unit_ids: Iterable[int], process: str, procedure: str) -> list[AuditView]:
    """Return the audits of units that concern a process or its procedure, by day."""
    rows = _rows().filter(unit_id__in=list(unit_ids))
    named = Q(processes__contains=[process]) | Q(procedures__contains=[procedure])
    return [_view(row) for row in rows.filter(named | Q(processes=[], procedures=[]))]


def evidence_get(actor: Actor, evidence_id: int) -> EvidenceView:
    """Return a file of the registers; NotFound for those of other units."""
    units = _units(actor)
    row = (
        Evidence.objects.filter(pk=evidence_id)
        .filter(
            Q(finding__audit__reach__overlap=units) | Q(event__nonconformity__reach__overlap=units)
        )
        .first()
    )
    if row is None:
        raise NotFound("evidence_unknown", _("There is no such file here."))
    return evidence_view(row)


def evidence_view(row: Evidence) -> EvidenceView:
    """Return a file as others see it."""
    return EvidenceView(row.pk, row.file_id, row.name, row.at, row.account_id)


def _units(actor: Actor) -> list[int]:
    return sorted(actor.unit_ids_for(Action.QUALITY_READ))


def _seen(actor: Actor) -> QuerySet[Audit]:
    return _rows().filter(reach__overlap=_units(actor))


def _rows() -> QuerySet[Audit]:
    standing = Q(findings__replaced_by__isnull=True, findings__isnull=False)
    ended = [state.value for state in ENDED]
    still = Q(findings__nonconformity__isnull=False) & ~Q(findings__nonconformity__state__in=ended)
    return Audit.objects.annotate(
        found=Count("findings", filter=standing), still=Count("findings", filter=still)
    ).order_by("first_day", "pk")


def _view(row: Audit, *, whole: bool = False) -> AuditView:
    state = AuditState(row.state)
    events = list(row.events.order_by("id")) if whole else []
    conclusion = next((one.text for one in events if one.fact == AuditFact.CONCLUDED), "")
    return AuditView(
        id=row.pk,
        code=row.code,
        version=row.version,
        unit_id=row.unit_id,
        year=row.year,
        state=state,
        plan=AuditPlan(
            title=row.title,
            criteria=row.criteria,
            unit_ids=tuple(row.unit_ids),
            auditor_ids=tuple(row.auditor_ids),
            first_day=row.first_day,
            last_day=row.last_day,
            procedures=tuple(row.procedures),
            processes=tuple(row.processes),
        ),
        conclusion=conclusion,
        late=state not in OVER and row.last_day < clock.today(),
        open_count=getattr(row, "still", 0),
        found=getattr(row, "found", 0),
        findings=_findings(row) if whole else (),
        events=tuple(
            AuditEventView(one.at, AuditFact(one.fact), one.account_id, one.text, one.data)
            for one in events
        ),
    )


def _findings(row: Audit) -> tuple[FindingView, ...]:
    found = (
        row.findings.select_related("replaces", "replaced_by", "nonconformity")
        .prefetch_related("evidence")
        .order_by("number")
    )
    return tuple(_finding(one) for one in found)


def _finding(one: Finding) -> FindingView:
    opened = getattr(one, "nonconformity", None)
    return FindingView(
        id=one.pk,
        number=one.number,
        grade=Grade(one.grade),
        place_id=one.place_id,
        clause=one.clause,
        text=one.text,
        procedure=one.procedure,
        process=one.process_key,
        dossier_code=one.dossier_code,
        at=one.at,
        by_id=one.account_id,
        replaces=one.replaces.number if one.replaces else None,
        reason=one.reason,
        replaced=getattr(one, "replaced_by", None) is not None,
        evidence=tuple(evidence_view(file) for file in one.evidence.all()),
        nonconformity=opened.code if opened else "",
    )
