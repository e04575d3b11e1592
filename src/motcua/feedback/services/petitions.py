"""Petitions about a dossier (phản ánh, kiến nghị): filed by a person, answered by the office.

Source of the limits: the control of administrative procedures, domain brief 7.1.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from motcua.citizens.queries import person_get
from motcua.citizens.types import CitizenActor, PersonView
from motcua.deadlines.queries import calendar_for
from motcua.deadlines.rules import due_compute, limit_parse
from motcua.dossiers.queries import dossier_get
from motcua.feedback import rules
from motcua.feedback.models import Petition, PetitionEvent
from motcua.feedback.types import PetitionKind, PetitionState
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused, Stale
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.kernel.text import nfc
from motcua.notices.services import notice_send
from motcua.notices.types import Notice, Recipient


def petition_file(
    *, citizen: CitizenActor, code: str, kind: PetitionKind, text: str, key: UUID
) -> str:
    """File a petition about a dossier of one's own; return its number. The same key is one.

    Raises NotFound for another person's dossier, Invalid without words.
    """
    with scope_use(citizen.scope):
        dossier = dossier_get(code)
    said = _said(text, "text")
    now = clock.now()
    with scope_use(SYSTEM):
        known = Petition.objects.filter(key=key, person_id=citizen.subject_id).first()
        if known is not None:
            return known.number
        petition = Petition.objects.create(
            number=_number(now),
            kind=kind.value,
            text=said,
            dossier_code=dossier.code,
            person_id=citizen.subject_id,
            unit_id=dossier.competent_unit.id,
            key=key,
            received_at=now,
            due_at=_due(dossier.competent_unit.id, now, rules.ANSWER_LIMIT),
        )
        _event(petition, PetitionState.RECEIVED, "", now)
        _tell(petition, citizen.person, "petition_received")
    return petition.number


def petition_reply(*, citizen: CitizenActor, number: str, text: str) -> None:
    """Give what the office asked for; its time runs again. Raises Refused when nothing is asked."""
    petition = _own(citizen, number)
    _petitioner_steps(petition, PetitionState.IN_PROCESS, _said(text, "text"))


def petition_withdraw(*, citizen: CitizenActor, number: str) -> None:
    """Take a petition back while it is not answered."""
    _petitioner_steps(_own(citizen, number), PetitionState.WITHDRAWN, "")


def petition_take_up(*, actor: Actor, number: str, version: int) -> None:
    """Take a petition up: somebody works on it."""
    _office_steps(actor, number, version, PetitionState.IN_PROCESS, "")


def petition_ask(*, actor: Actor, number: str, version: int, text: str) -> None:
    """Ask the petitioner for more, within 5 working days of the reception."""
    _office_steps(actor, number, version, PetitionState.WAITING, _said(text, "text"))


def petition_refuse(*, actor: Actor, number: str, version: int, text: str) -> None:
    """Refuse to take a petition up, with the reason, within 2 working days."""
    _office_steps(actor, number, version, PetitionState.REFUSED, _said(text, "text"))


def petition_answer(*, actor: Actor, number: str, version: int, text: str) -> None:
    """Answer a petition. It changes no decision: a complaint goes another way (brief 7.3)."""
    _office_steps(actor, number, version, PetitionState.ANSWERED, _said(text, "text"))


def _office_steps(actor: Actor, number: str, version: int, to: PetitionState, text: str) -> None:
    with transaction.atomic():
        petition = _locked(number)
        posting = actor.posting_for(Action.PETITION_HANDLE, petition.unit_id)
        if petition.version != version:
            raise Stale("stale", _("Somebody else dealt with this petition meanwhile."))
        if not rules.office_may(PetitionState(petition.state), to):
            raise Refused("not_now", _("This is not possible as the petition stands now."))
        now = clock.now()
        _event(petition, to, text, now, account_id=actor.account_id, posting_id=posting.id)
        if to is PetitionState.IN_PROCESS:
            return
        with scope_use(SYSTEM):
            _tell(petition, person_get(petition.person_id), "petition_answered")


def _petitioner_steps(petition: Petition, to: PetitionState, text: str) -> None:
    with scope_use(SYSTEM), transaction.atomic():
        locked = _locked(petition.number)
        if not rules.petitioner_may(PetitionState(locked.state), to):
            raise Refused("not_now", _("This is not possible as the petition stands now."))
        _event(locked, to, text, clock.now())


def _event(
    petition: Petition,
    state: PetitionState,
    text: str,
    now: datetime,
    *,
    account_id: int | None = None,
    posting_id: int | None = None,
) -> None:
    """Append what happened and copy it to the petition."""
    PetitionEvent.objects.create(
        petition=petition,
        at=now,
        state=state.value,
        text=text,
        account_id=account_id,
        posting_id=posting_id,
    )
    if state is PetitionState.WAITING:
        petition.due_at = None
    elif state is PetitionState.IN_PROCESS and petition.due_at is None:
        petition.due_at = _due(petition.unit_id, now, rules.ANSWER_LIMIT)
    petition.state = state.value
    petition.version += 1
    petition.save(update_fields=["state", "version", "due_at"])


def _own(citizen: CitizenActor, number: str) -> Petition:
    with scope_use(citizen.scope):
        petition = Petition.objects.filter(number=number, person_id=citizen.subject_id).first()
    if petition is None:
        raise NotFound("petition_unknown", _("There is no such petition here."))
    return petition


def _locked(number: str) -> Petition:
    petition = Petition.objects.select_for_update().filter(number=number).first()
    if petition is None:
        raise NotFound("petition_unknown", _("There is no such petition here."))
    return petition


def _due(unit_id: int, at: datetime, limit: str) -> datetime:
    due = due_compute(limit=limit_parse(limit), received=at, calendar=calendar_for(unit_id))
    return due.instant


def _said(text: str, field: str) -> str:
    said = nfc(text)
    if not any(letter.isalnum() for letter in said):
        raise Invalid([FieldProblem(field, _("Please say in your own words what it is about."))])
    if len(said) > rules.TEXT_MOST:
        raise Invalid([FieldProblem(field, _("Please say it in at most 4,000 letters."))])
    return said


def _number(now: datetime) -> str:
    """Return `PA-yymmdd-nnnnn`: the day and the next value of the table's own sequence."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('feedback_petition_number')")
        row = cursor.fetchone()
    return f"PA-{clock.local(now):%y%m%d}-{row[0]:05d}"


def _tell(petition: Petition, person: PersonView, template: str) -> None:
    due = clock.local(petition.due_at).date().isoformat() if petition.due_at else ""
    notice_send(
        Notice(
            key=f"petition:{petition.pk}:{petition.version}",
            template=template,
            recipient=Recipient(
                person_id=petition.person_id,
                email=person.email,
                phone=person.phone,
                language=person.language,
            ),
            subject=f"petition:{petition.pk}",
            values={"number": petition.number, "answer_on": due},
            path=f"/my/petitions/{petition.number}/",
        )
    )
