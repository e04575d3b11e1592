"""Filing from home: who acts, for whom, who helps; then the same dossier as at the counter.

The dossier is looked up in the applicant's own scope, so that another person's is not found; the
work is then done under the system's, because a person's scope reads and never writes.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from motcua.citizens.types import CitizenActor, PersonKind, PersonView, RelationKind
from motcua.deadlines.queries import calendar_for
from motcua.deadlines.rules import due_compute, limit_parse
from motcua.dossiers import chain
from motcua.dossiers.models import Dossier
from motcua.dossiers.services import _write
from motcua.dossiers.services._place import place_columns, place_told
from motcua.dossiers.services._submission import submission_clean
from motcua.dossiers.services.submit import (
    _plain,
    dossier_write,
    offering_for,
    receipt_again,
    receipt_of,
    receiving_of,
)
from motcua.dossiers.types import (
    AssistedMode,
    Channel,
    GroupPlace,
    PartyInput,
    PartyKind,
    PartyRole,
    Receipt,
    Submission,
)
from motcua.kernel import batch, clock
from motcua.kernel.errors import NotFound, Refused
from motcua.kernel.failpoints import failpoint, failpoint_after_commit
from motcua.kernel.idempotency import key_answer, key_claim
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.procedures.types import Channel as Way

ANSWER_LIMIT = "8wh"  # what is filed online is answered in 8 working hours (domain brief 2.7, 4)
KINDS = {PersonKind.PERSON: PartyKind.PERSON, PersonKind.ORGANISATION: PartyKind.ENTERPRISE}


def doer_of(citizen: CitizenActor) -> _write.Doer:
    """Return whose hand it was; who it is stands in the fact, as a number that names nobody."""
    del citizen
    return _write.Doer(role="applicant")


def told_by(citizen: CitizenActor) -> dict[str, Any]:
    """Return what a fact tells of who acted, for whom, and who helped."""
    told: dict[str, Any] = {"person": citizen.person_id}
    if citizen.acts_for_another:
        told |= {"subject": citizen.subject_id, "relation": citizen.relation_id}
    if citizen.helper_id is not None:
        told["assisted_by"] = citizen.helper_id
    return told


def parties_of(
    citizen: CitizenActor, *, phone: str = "", email: str = "", address: str = ""
) -> tuple[PartyInput, ...]:
    """Return the parties of what somebody files: who acts, for whom, and under which authority.

    Names and numbers are those that the identity provider vouched for, whatever a form says;
    telephone, e-mail and present address may be given anew.
    """
    given: dict[str, Any] = {"phone": phone, "email": email, "address": address}
    applicant = replace(
        _party(citizen.person, PartyRole.APPLICANT),
        **{name: value for name, value in given.items() if value},
    )
    parties = [applicant]
    if citizen.acts_for_another:
        parties.append(_party(citizen.subject, PartyRole.OWNER))
    if citizen.relation_kind is RelationKind.AUTHORISED:
        parties.append(replace(applicant, role=PartyRole.AUTHORISED))
    return tuple(parties)


def dossier_submit_online(
    *,
    citizen: CitizenActor,
    submission: Submission,
    idempotency_key: str,
    place: GroupPlace | None = None,
) -> Receipt:
    """File from home (status 1) and return the signed receipt; the same key is one dossier.

    Channel, assistance, applicant and for whom come from who is signed in; of the applicant in
    `submission` only telephone, e-mail and address count, and a declared owner (a newborn child)
    where nobody is acted for. The counter has 8 working hours to answer (`answer_due_at`); a part
    of a group that waits for another one's result (`place`) has none until it is there
    (`services.waiting`). Raises what `dossier_submit` raises, and Refused `not_online` where the
    procedure is not filed from home.
    """
    client = f"person:{citizen.person_id}"
    own = submission_own(citizen, submission)
    with scope_use(SYSTEM), batch.operation():
        body = chain.canonical(_plain(asdict(own))).encode()
        replay = key_claim(client=client, key=idempotency_key, body=body)
        if replay is not None:
            return receipt_again(replay)
        dossier = _create(citizen, own, place)
        key_answer(
            client=client,
            key=idempotency_key,
            status=201,
            response={"code": dossier.code},
            subject=f"dossier:{dossier.pk}",
        )
        failpoint("submit.written")
        failpoint_after_commit("submit.committed")
    return receipt_of(dossier)


def own_receipt(citizen: CitizenActor, code: str, *, replayed: bool = False) -> Receipt:
    """Return the receipt of a dossier filed from home; raises NotFound for another person's."""
    with scope_use(citizen.scope):
        dossier = Dossier.objects.filter(code=code).first()
    if dossier is None:
        raise NotFound("dossier_unknown", _("There is no such dossier here."))
    return receipt_of(dossier, replayed=replayed)


def submission_own(citizen: CitizenActor, submission: Submission) -> Submission:
    """Return a cleaned submission as this person hands it in from home, whatever it claimed."""
    given = next((p for p in submission.parties if p.role is PartyRole.APPLICANT), None)
    parties = parties_of(
        citizen,
        phone=given.phone if given else "",
        email=given.email if given else "",
        address=given.address if given else "",
    )
    if not citizen.acts_for_another:  # else the owner is whom it is for, and nobody else
        owners = [party for party in submission.parties if party.role is PartyRole.OWNER]
        parties = (*parties, *owners)
    helped = AssistedMode.GUIDE if citizen.helper_id is not None else AssistedMode.NONE
    return submission_clean(
        replace(
            submission,
            parties=parties,
            channel=Channel.ONLINE,
            assisted_mode=helped,
            receiving_unit_id=None,
            support_unit_id=None,
            declared_at=None,
            declared_reason="",
        )
    )


def answer_due(unit_id: int, at: datetime) -> datetime:
    """Return until when a counter answers what came from home: 8 of its working hours."""
    limit = limit_parse(ANSWER_LIMIT)
    return due_compute(limit=limit, received=at, calendar=calendar_for(unit_id)).instant


def _create(citizen: CitizenActor, submission: Submission, place: GroupPlace | None) -> Dossier:
    offering = offering_for(submission)
    if Way.ONLINE not in offering.version.channels:
        raise Refused(
            "not_online", _("This procedure cannot be filed from home. Please go to the counter.")
        )
    receiving = receiving_of(submission, offering)
    waits = place is not None and bool(place.waits_for)
    return dossier_write(
        submission,
        offering,
        receiving,
        doer_of(citizen),
        own={
            # Whom it is for; who acts for them sees it as long as the relation is in force.
            "visible_persons": [citizen.subject_id],
            "answer_due_at": None if waits else answer_due(receiving, clock.now()),
            **(place_columns(place) if place else {}),
        },
        told=told_by(citizen) | (place_told(place) if place else {}),
    )


def _party(person: PersonView, role: PartyRole) -> PartyInput:
    return PartyInput(
        name=person.name,
        role=role,
        kind=KINDS[person.kind],
        id_number=person.id_number,
        birth_date=person.birth_date,
        sex=person.sex,
        address=person.address,
        phone=person.phone,
        email=person.email,
    )
