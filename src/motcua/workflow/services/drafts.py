"""Drafts of processes: begun, saved, submitted, approved by another pair of eyes.

A draft belongs to a unit and is seen by whoever may draw or approve there. It can be saved with
whatever is wrong with it; only one without errors is submitted. Everybody who has saved a draft
and whoever submits it can neither approve nor return it; the database holds to that as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel import events as bus
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused, Stale
from motcua.kernel.text import nfc
from motcua.workflow.drawn import Application, DraftState, DraftView
from motcua.workflow.events import DraftDecided, DraftSubmitted
from motcua.workflow.models import Definition, Draft, Use
from motcua.workflow.queries.definitions import deployed
from motcua.workflow.queries.drawings import (
    draft_unknown,
    draft_view,
    drafts_in_sight,
    drawing_checked,
    problems_kept,
)
from motcua.workflow.queries.uses import procedures_served
from motcua.workflow.rules.elements import Problem
from motcua.workflow.rules.files import (
    drawing_blank,
    drawing_export,
    drawing_import,
    drawing_named,
)
from motcua.workflow.rules.findings import Checked
from motcua.workflow.services.application import (
    PROCEDURES_MAX,
    application_check,
    application_put,
    parts_far,
    parts_used,
    procedures_check,
)
from motcua.workflow.services.deploy import definition_keep
from motcua.workflow.words import told

_KEY = re.compile(r"[a-z][a-z0-9_]{2,39}")
NAME_MAX, TEXT_MAX = 200, 2000


def process_draft_start(
    *,
    actor: Actor,
    unit_id: int,
    key: str,
    name: str,
    bpmn: str | None = None,
    definition_id: int | None = None,
    note: str = "",
    procedures: Iterable[str] = (),
) -> DraftView:
    """Begin a draft of a unit: blank, from a deployed version, or from a file.

    `procedures` are those it is drawn for: every save checks hours and acts against them. When a
    copy of a version names none, it is drawn for those that the version serves in the unit.

    Raises Forbidden; NotFound (version, unit); Invalid `key`, `name`, `procedures`, `bpmn` (not
    BPMN at all); Refused `process_key_taken` (shipped, or another unit's), `draft_open`.
    """
    actor.posting_for(Action.PROCESS_DRAW, unit_id)
    clean = _name(name)
    _key_check(key, unit_id)
    base = _base(definition_id)
    text = _first_drawing(bpmn, base, key=key, name=clean)
    drawn_for = _drawn_for(procedures, base, unit_id)
    at = clock.now()
    row = Draft(
        key=key,
        unit_id=unit_id,
        name=clean,
        note=nfc(note)[:TEXT_MAX],
        bpmn=text,
        based_on=base,
        procedures=drawn_for,
        findings=_findings(text, key, drawn_for),
        editors=[actor.account_id],
        created_by_id=actor.account_id,
        created_at=at,
        edited_by_id=actor.account_id,
        edited_at=at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused("draft_open", _("A draft of this process is under way already.")) from error
    return draft_view(row, bpmn=row.bpmn)


def _key_check(key: str, unit_id: int) -> None:
    if not _KEY.fullmatch(key):
        text = _("Use 3 to 40 small letters, digits and underscores; begin with a letter.")
        raise Invalid([FieldProblem("key", text)])
    owner = Definition.objects.filter(key=key).order_by("-version").first()
    if owner is not None and owner.unit_id != unit_id:
        raise Refused("process_key_taken", _("A process of this key belongs to somebody else."))


def _drawn_for(procedures: Iterable[str], base: Definition | None, unit_id: int) -> list[str]:
    named = list(dict.fromkeys(procedures))
    procedures_check(named)
    if named or base is None:
        return named
    served = procedures_served(base.pk, unit_id)
    return list(served) if len(served) <= PROCEDURES_MAX else []


def _first_drawing(bpmn: str | None, base: Definition | None, *, key: str, name: str) -> str:
    if bpmn is None and base is not None:
        bpmn = deployed(base.pk, base.sha256).bpmn
    if bpmn is None:
        return drawing_blank(key, name)
    return drawing_import(_readable(bpmn), key=key, name=name)


def process_draft_save(
    *,
    actor: Actor,
    draft_id: int,
    bpmn: str,
    expected_version: int,
    name: str | None = None,
    note: str | None = None,
    application: Application | None = None,
) -> DraftView:
    """Keep a drawing as it is now, with its findings.

    `application` says where it is to hold, as far as that is known yet.

    Raises Forbidden, NotFound, Stale (somebody saved since), Refused `draft_closed`; Invalid
    `procedures`, and `bpmn` for a text that is no BPMN at all, of which nothing is kept.
    """
    text = _readable(bpmn)
    row = _row(actor, draft_id, expected_version, Action.PROCESS_DRAW)
    _closed_check(row, DraftState.EDITING, DraftState.RETURNED)
    row.name = _name(name) if name is not None else row.name
    row.note = nfc(note)[:TEXT_MAX] if note is not None else row.note
    if application is not None:
        procedures_check(application.procedures)
        application_put(row, application)
    row.bpmn = drawing_named(text, key=row.key, name=row.name)
    row.findings = _findings(row.bpmn, row.key, row.procedures)
    row.edited_by_id, row.edited_at = actor.account_id, clock.now()
    # Whoever returned it may go on with it, and then has drawn it; the reason stays.
    row.decided_by_id, row.decided_at = None, None
    if actor.account_id not in row.editors:
        row.editors = [*row.editors, actor.account_id]
    with transaction.atomic():
        _row(actor, draft_id, expected_version, Action.PROCESS_DRAW, lock=True)
        _write(row)
    return draft_view(row, bpmn=row.bpmn)


def process_draft_submit(
    *, actor: Actor, draft_id: int, expected_version: int, application: Application
) -> DraftView:
    """Hand a draft to whoever approves it, with where it is to hold and from when.

    Raises Forbidden, NotFound, Stale, Refused `draft_closed`, `draft_has_errors`; Invalid
    `procedures`, `unit_ids`, `effective_on`, `parts_<part>`.
    """
    row = _row(actor, draft_id, expected_version, Action.PROCESS_DRAW)
    _closed_check(row, DraftState.EDITING, DraftState.RETURNED)
    checked = _sound(row, application.procedures)
    application_check(row, application, checked)
    application_put(row, parts_used(application, checked))
    row.findings = problems_kept(row.bpmn, checked)
    row.state = DraftState.SUBMITTED.value
    row.submitted_by_id, row.submitted_at = actor.account_id, clock.now()
    row.decided_by_id, row.decided_at, row.reason = None, None, ""
    with transaction.atomic():
        _row(actor, draft_id, expected_version, Action.PROCESS_DRAW, lock=True)
        _write(row)
        bus.emit(DraftSubmitted(**_told(row, actor)))
    return draft_view(row, bpmn=row.bpmn)


def process_draft_recall(*, actor: Actor, draft_id: int, expected_version: int) -> DraftView:
    """Take a submitted draft back to go on drawing. Raises as `process_draft_save`."""
    with transaction.atomic():
        row = _row(actor, draft_id, expected_version, Action.PROCESS_DRAW, lock=True)
        _closed_check(row, DraftState.SUBMITTED)
        row.state = DraftState.EDITING.value
        _write(row)
    return draft_view(row, bpmn=row.bpmn)


def process_draft_approve(*, actor: Actor, draft_id: int, expected_version: int) -> DraftView:
    """Approve a draft: it becomes the next version, and holds from its day on.

    Dossiers that run stay on theirs. Raises Forbidden, NotFound, Stale, Refused `four_eyes`,
    `draft_not_submitted`, `draft_has_errors` (what it calls or the limit has changed); Invalid
    `effective_on` when the day has passed, `parts_<part>` for a unit of elsewhere.
    """
    row = _to_decide(actor, draft_id, expected_version)
    at = clock.now()
    if row.effective_on is None or row.effective_on < clock.today():
        text = _("The day from which it was to hold has passed. Return it for another day.")
        raise Invalid([FieldProblem("effective_on", text)])
    checked = _sound(row, row.procedures)
    far = parts_far(row.unit_id, draft_view(row, bpmn="").application, checked)
    if far:
        raise Invalid(far)
    text = drawing_export(row.bpmn)
    with transaction.atomic():
        _row(actor, draft_id, expected_version, Action.PROCESS_APPROVE, lock=True)
        view = definition_keep(
            key=row.key, bpmn=text, at=at, account_id=actor.account_id, unit_id=row.unit_id
        )
        row.definition_id = view.id
        row.state = DraftState.APPROVED.value
        row.decided_by_id, row.decided_at, row.reason = actor.account_id, at, ""
        _write(row)
        _uses_add(row, at)
        bus.emit(DraftDecided(**_told(row, actor), approved=True))
    return draft_view(row, bpmn=row.bpmn)


def process_draft_return(
    *, actor: Actor, draft_id: int, expected_version: int, reason: str
) -> DraftView:
    """Send a draft back with the reason. Raises as `process_draft_approve`; Invalid `reason`."""
    clean = nfc(reason)
    if not clean or len(clean) > TEXT_MAX:
        raise Invalid([FieldProblem("reason", _("Give the reason."))])
    with transaction.atomic():
        row = _to_decide(actor, draft_id, expected_version, lock=True)
        row.state = DraftState.RETURNED.value
        row.decided_by_id, row.decided_at, row.reason = actor.account_id, clock.now(), clean
        _write(row)
        bus.emit(DraftDecided(**_told(row, actor), approved=False))
    return draft_view(row, bpmn=row.bpmn)


def process_draft_withdraw(*, actor: Actor, draft_id: int, expected_version: int) -> DraftView:
    """Give a draft up; it stays in the list. Raises as `process_draft_save`."""
    with transaction.atomic():
        row = _row(actor, draft_id, expected_version, Action.PROCESS_DRAW, lock=True)
        _closed_check(row, DraftState.EDITING, DraftState.RETURNED, DraftState.SUBMITTED)
        row.state = DraftState.WITHDRAWN.value
        _write(row)
    return draft_view(row, bpmn=row.bpmn)


def _uses_add(row: Draft, at: datetime) -> None:
    assert row.definition_id is not None, "an approved draft has its version"
    assert row.effective_on is not None, "and its day"
    assert row.submitted_by_id is not None, "and who submitted it"
    assert row.decided_by_id is not None, "and who approved it"
    Use.objects.bulk_create(
        Use(
            definition_id=row.definition_id,
            draft=row,
            procedure=procedure,
            unit_id=unit_id,
            effective_on=row.effective_on,
            parts=row.parts,
            submitted_by_id=row.submitted_by_id,
            approved_by_id=row.decided_by_id,
            approved_at=at,
        )
        for procedure in row.procedures
        for unit_id in row.unit_ids
    )


def _name(name: str) -> str:
    clean = nfc(name)
    if not clean or len(clean) > NAME_MAX:
        raise Invalid([FieldProblem("name", _("Give the process a name of at most 200 letters."))])
    return clean


def _base(definition_id: int | None) -> Definition | None:
    if definition_id is None:
        return None
    row = Definition.objects.defer("bpmn").filter(pk=definition_id).first()
    if row is None:
        raise NotFound("process_unknown", _("There is no such process."))
    return row


def _readable(bpmn: str) -> str:
    """Return a text that is BPMN at least; Invalid `bpmn`."""
    try:
        return drawing_export(bpmn)
    except ValueError as error:
        raise Invalid([FieldProblem("bpmn", told(Problem("", str(error))))]) from error


def _findings(bpmn: str, key: str, procedures: tuple[str, ...] | list[str]) -> list[dict[str, Any]]:
    return problems_kept(bpmn, drawing_checked(bpmn, key=key, procedures=procedures))


def _row(
    actor: Actor, draft_id: int, expected_version: int, action: Action, *, lock: bool = False
) -> Draft:
    """Return a draft in sight; NotFound, Forbidden, Stale.

    A drawing takes its time to be checked, so it is checked first and then locked: the version
    says that it is still the one that was checked, because every write counts it up.
    """
    rows = drafts_in_sight(actor)
    row = (rows.select_for_update() if lock else rows).filter(pk=draft_id).first()
    if row is None:
        raise draft_unknown()
    actor.posting_for(action, row.unit_id)
    if row.version != expected_version:
        raise Stale(
            "draft_stale",
            _("Somebody else has changed this draft since you opened it. Open it again."),
        )
    return row


def _closed_check(row: Draft, *states: DraftState) -> None:
    if DraftState(row.state) not in states:
        raise Refused("draft_closed", _("This is not possible in the present state of the draft."))


def _to_decide(actor: Actor, draft_id: int, expected_version: int, *, lock: bool = False) -> Draft:
    """Return a submitted draft that this person may decide."""
    row = _row(actor, draft_id, expected_version, Action.PROCESS_APPROVE, lock=lock)
    if row.state != DraftState.SUBMITTED:
        raise Refused("draft_not_submitted", _("This draft has not been submitted."))
    if actor.account_id in {*row.editors, row.submitted_by_id}:
        raise Refused(
            "four_eyes",
            _("You have drawn or submitted this process. Somebody else has to decide about it."),
        )
    return row


def _sound(row: Draft, procedures: tuple[str, ...] | list[str]) -> Checked:
    checked = drawing_checked(row.bpmn, key=row.key, procedures=procedures)
    if not checked.runs:
        raise Refused("draft_has_errors", _("The drawing has errors. Correct them first."))
    return checked


def _told(row: Draft, actor: Actor) -> dict[str, Any]:
    """Return what an event says of a draft that was just written."""
    authors = {*row.editors, row.submitted_by_id} - {None}
    return {
        "draft_id": row.pk,
        "key": row.key,
        "unit_id": row.unit_id,
        "at": clock.now(),
        "by_id": actor.account_id,
        "version": row.version,
        "author_ids": tuple(sorted(authors)),
    }


def _write(row: Draft) -> None:
    row.version += 1
    row.save()
