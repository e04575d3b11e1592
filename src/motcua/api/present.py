"""From views to models: names for ids, codes for units, nothing internal."""

from __future__ import annotations

from collections.abc import Sequence

from motcua.api.schemas import dossiers as out
from motcua.api.schemas.common import Out
from motcua.api.schemas.work import OutcomeChoice, QuestionOut, WorkItemOut
from motcua.deadlines.explain import explanation_lines
from motcua.dossiers.queries.opinions import subject_codes
from motcua.dossiers.views import (
    AttachmentView,
    ComponentView,
    DossierRow,
    DossierView,
    ResultView,
)
from motcua.identity.queries import accounts_by_ids
from motcua.organisations.queries import units_by_ids
from motcua.organisations.types import UnitView
from motcua.workflow.queries.worklist import due_bucket
from motcua.workflow.types import DueBucket, WorkItemView


def row_out(row: DossierRow) -> out.DossierRowOut:
    """Return a line of a list."""
    return out.DossierRowOut(
        code=row.code,
        status=row.status,
        procedure=row.procedure_code,
        procedure_name=row.procedure_name,
        applicant_name=row.applicant_name,
        competent_unit_name=row.competent_unit_name,
        receiving_unit_name=row.receiving_unit_name,
        channel=row.channel,
        submitted_at=row.submitted_at,
        accepted_at=row.accepted_at,
        due_at=row.due_at,
        suspended_from=row.suspended_from,
        ended_at=row.ended_at,
    )


def item_out(item: WorkItemView) -> WorkItemOut:
    """Return a piece of work."""
    return items_out([item], [due_bucket(item.due_at, act=item.act)])[0]


def items_out(items: Sequence[WorkItemView], buckets: Sequence[DueBucket]) -> list[WorkItemOut]:
    """Return pieces of work with the names of their units, people and dossiers."""
    codes = subject_codes(item.subject for item in items)
    units = units_by_ids({item.unit_id for item in items})
    people = accounts_by_ids({item.claimed_by_id for item in items if item.claimed_by_id})
    return [
        WorkItemOut(
            id=item.id,
            dossier=codes[item.subject],
            element=item.element,
            name=item.name,
            act=item.act.value,
            role=item.role,
            unit=_unit(units[item.unit_id]),
            state=item.state.value,
            opened_at=item.opened_at,
            due_at=item.due_at,
            bucket=bucket.value,
            claimed_by=people[item.claimed_by_id].username if item.claimed_by_id else "",
            version=item.version,
            outcomes=[OutcomeChoice(code=one.code, name=one.name) for one in item.outcomes],
            questions=[
                QuestionOut(
                    name=one.name,
                    kind=one.kind,
                    label=one.label,
                    required=one.required,
                    values=list(one.values),
                    options=[OutcomeChoice(code=o.code, name=o.name) for o in one.options],
                )
                for one in item.fields
            ],
        )
        for item, bucket in zip(items, buckets, strict=True)
        if item.subject in codes
    ]


def _unit(unit: UnitView) -> out.UnitRef:
    return out.UnitRef(code=unit.code, name=unit.full_name)


_SAME = (
    "code",
    "version",
    "status",
    "phase",
    "stop_kind",
    "finance",
    "channel",
    "assisted_mode",
    "return_method",
    "subject",
    "sets",
    "content",
    "submitted_at",
    "accepted_at",
    "due_at",
    "due_original_at",
    "suspended_from",
    "supplement_count",
    "ended_at",
    "returned_at",
    "content_hash",
)


def dossier_out(dossier: DossierView) -> out.DossierOut:
    """Return everything of a dossier."""
    support = dossier.support_unit
    return out.DossierOut.model_validate(
        {
            **{name: getattr(dossier, name) for name in _SAME},
            "procedure": dossier.procedure.code,
            "procedure_name": dossier.procedure.name,
            "receiving_unit": _unit(dossier.receiving_unit),
            "competent_unit": _unit(dossier.competent_unit),
            "support_unit": _unit(support) if support else None,
            "return_unit": _unit(dossier.return_unit),
            "due_why": explanation_lines(dossier.due_explanation),
            "official": dossier.accounts.get(dossier.official_id or 0, ""),
            **_lists(dossier),
        }
    )


def _lists(dossier: DossierView) -> dict[str, object]:
    return {
        "parties": [_fields(out.PartyOut, one) for one in dossier.parties],
        "components": [_component(one) for one in dossier.components],
        "fees": [_fields(out.FeeOut, one) for one in dossier.fees],
        "supplements": [_fields(out.SupplementOut, one) for one in dossier.supplements],
        "obligations": [_fields(out.ObligationOut, one) for one in dossier.obligations],
        "results": [_result(one) for one in dossier.results],
        "events": [_fields(out.EventOut, one) for one in dossier.timeline],
        "work": [_work(one) for one in dossier.items],
    }


def _fields(model: type[Out], view: object) -> dict[str, object]:
    """Return the fields of a view that its model names, and no other."""
    return {name: getattr(view, name) for name in model.model_fields}


def _result(one: ResultView) -> dict[str, object]:
    signatures = [_fields(out.SignatureOut, each) for each in one.signatures]
    return {**_fields(out.ResultOut, one), "signatures": signatures}


def _file(one: AttachmentView) -> dict[str, object]:
    return _fields(out.FileOut, one)


def _component(one: ComponentView) -> dict[str, object]:
    files = [_file(file) for file in one.files]
    same = [name for name in out.ComponentOut.model_fields if name != "files"]
    return {**{name: getattr(one, name) for name in same}, "files": files}


def _work(item: WorkItemView) -> dict[str, object]:
    return {
        "id": item.id,
        "act": item.act.value,
        "name": item.name,
        "state": item.state.value,
        "due_at": item.due_at,
        "version": item.version,
        "outcomes": [one.code for one in item.outcomes],
    }
