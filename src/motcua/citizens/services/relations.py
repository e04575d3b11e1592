"""Acting for another: asked for with proof, confirmed by an officer, revoked by either side."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from motcua.citizens.events import RelationTurn, RelationTurned
from motcua.citizens.models import Person, Relation, Session
from motcua.citizens.rules import day_of_age, relation_in_force, subject_problems
from motcua.citizens.types import (
    CitizenActor,
    PersonKind,
    RelationKind,
    RelationRequest,
    RelationState,
)
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused, Stale
from motcua.kernel.events import emit
from motcua.kernel.text import search_key

OPEN_AT_MOST = 10
TOLD_FOR = timedelta(days=7)


def relation_request(*, citizen: CitizenActor, wanted: RelationRequest) -> int:
    """Ask to act for another; return the relation's id. An officer of `unit_id` decides.

    Raises Invalid for what is missing or impossible, Refused when it is asked for already, or
    by somebody who acts for another at the moment.
    """
    if citizen.acts_for_another or citizen.person.kind is not PersonKind.PERSON:
        raise Refused(
            "relation_by_oneself", _("Please ask for this in your own name: end acting first.")
        )
    _check(citizen, wanted)
    valid_to = wanted.valid_to
    if wanted.kind is RelationKind.GUARDIAN and wanted.subject_birth_date is not None:
        grown = day_of_age(wanted.subject_birth_date)
        valid_to = min(valid_to, grown) if valid_to else grown
    relation = Relation.objects.create(
        kind=wanted.kind.value,
        person_id=citizen.person_id,
        subject_kind=_subject_kind(wanted).value,
        subject_name=wanted.subject_name,
        subject_id_number=wanted.subject_id_number,
        subject_birth_date=wanted.subject_birth_date,
        proof_file_id=wanted.proof_file_id,
        proof_name=wanted.proof_name[:200],
        unit_id=wanted.unit_id,
        valid_to=valid_to,
    )
    return int(relation.pk)


def _check(citizen: CitizenActor, wanted: RelationRequest) -> None:
    words = {
        "subject_name": _("Please type the full name."),
        "subject_id_number": _(
            "Please type the 12 digits of the identity number, or the organisation's tax code."
        ),
        "own_number": _("This is your own number; nobody needs leave to act for oneself."),
        "subject_birth_date": _("Please give the child's date of birth."),
        "grown": _("This person is of age; choose “authorised person” and bring the authority."),
        "valid_to": _("Please give the last day; it must lie ahead, at most five years."),
        "proof": _("Please add the paper that proves it."),
        "unit": _("Please choose the commune whose officers look at it."),
    }
    problems = subject_problems(wanted, own_number=citizen.person.id_number, today=clock.today())
    if problems:
        raise Invalid([FieldProblem(field, words[code]) for field, code in problems])
    mine = Relation.objects.filter(person_id=citizen.person_id)
    same = mine.filter(
        kind=wanted.kind.value,
        subject_id_number=wanted.subject_id_number,
        state__in=(RelationState.REQUESTED.value, RelationState.CONFIRMED.value),
    )
    if any(
        relation_in_force(confirmed=True, valid_to=one.valid_to, today=clock.today())
        for one in same
    ):
        raise Refused("relation_known", _("You have asked for this already."))
    if mine.filter(state=RelationState.REQUESTED.value).count() >= OPEN_AT_MOST:
        raise Refused("relations_many", _("Ten of your requests are open; please wait for them."))


def _subject_kind(wanted: RelationRequest) -> PersonKind:
    return PersonKind.PERSON if len(wanted.subject_id_number) == 12 else PersonKind.ORGANISATION


def relation_decide(*, actor: Actor, relation_id: int, confirm: bool, note: str = "") -> None:
    """Confirm or refuse a request, as an officer of the unit that it was sent to.

    Raises NotFound, Forbidden, Stale (somebody decided meanwhile), Invalid (no reason given), or
    Refused when the number belongs to somebody of another name.
    """
    row = Relation.objects.select_for_update().filter(pk=relation_id).first()
    if row is None or row.unit_id is None:
        raise NotFound("relation_unknown", _("There is no such request here."))
    actor.posting_for(Action.RELATION_CONFIRM, row.unit_id)
    if row.state != RelationState.REQUESTED:
        raise Stale("relation_decided", _("This request has been decided already."))
    note = note.strip()[:500]
    if not confirm and not note:
        raise Invalid([FieldProblem("note", _("Please say why; the person reads it."))])
    if confirm:
        row.subject = _subject(row)
        row.state = RelationState.CONFIRMED.value
    else:
        row.state = RelationState.REFUSED.value
    row.decided_at, row.decided_by, row.decision_note = clock.now(), actor.account_id, note
    row.save()
    turn = RelationTurn.CONFIRMED if confirm else RelationTurn.REFUSED
    emit(RelationTurned(row.pk, turn, row.person_id, row.subject_id))


def _subject(row: Relation) -> Person:
    person, _made = Person.objects.get_or_create(
        kind=row.subject_kind,
        id_number=row.subject_id_number,
        defaults={"name": row.subject_name, "birth_date": row.subject_birth_date},
    )
    if search_key(person.name) != search_key(row.subject_name):
        raise Refused(
            "name_differs",
            _("This number is known here under another name. Please compare with the papers."),
        )
    if person.pk == row.person_id:
        raise Refused("own_number", _("Both numbers are the same person's."))
    return person


def relation_revoke(*, citizen: CitizenActor, relation_id: int) -> None:
    """End a relation, from either side and at once; raises NotFound for anybody else's."""
    row = Relation.objects.select_for_update().filter(pk=relation_id).first()
    # Whoever acts for another ends for them who may act for them, never for whom they act.
    if row is None or (
        row.person_id != citizen.person_id
        and row.subject_id not in {citizen.person_id, citizen.subject_id}
    ):
        raise NotFound("relation_unknown", _("There is no such request here."))
    if row.state in {RelationState.REVOKED, RelationState.REFUSED}:
        return
    row.state = RelationState.REVOKED.value
    row.revoked_at, row.revoked_by = clock.now(), citizen.person_id
    row.save()
    # Whoever acts for another at the moment ends it in that person's name.
    side = row.person_id if row.person_id == citizen.person_id else row.subject_id
    emit(RelationTurned(row.pk, RelationTurn.ENDED, row.person_id, row.subject_id, side))


def relations_expire() -> int:
    """Tell both sides of relations whose last day is over; return how many. Safe to repeat.

    They ended by themselves; an age of a week keeps old ones from being told after an outage.
    """
    today = clock.today()
    over = Relation.objects.filter(
        state=RelationState.CONFIRMED.value, valid_to__lt=today, valid_to__gte=today - TOLD_FOR
    )
    rows = list(over.order_by("pk"))
    for row in rows:
        emit(RelationTurned(row.pk, RelationTurn.EXPIRED, row.person_id, row.subject_id))
    return len(rows)


def session_act(*, session_id: int, citizen: CitizenActor, relation_id: int | None) -> None:
    """Act for whom a relation in force allows, or for oneself (None); raises NotFound."""
    if citizen.fixed:
        raise Refused(
            "session_fixed",
            _("You signed in with the organisation's account, which acts for it alone."),
        )
    if relation_id is not None and not _mine_in_force(citizen.person_id, relation_id):
        raise NotFound("relation_unknown", _("There is no such request here."))
    Session.objects.filter(pk=session_id, fixed=False).update(relation_id=relation_id)


def _mine_in_force(person_id: int, relation_id: int) -> bool:
    row = Relation.objects.filter(pk=relation_id, person_id=person_id).first()
    return row is not None and relation_in_force(
        confirmed=row.state == RelationState.CONFIRMED,
        valid_to=row.valid_to,
        today=clock.today(),
    )
