"""Persons, sittings, relations, consents and help."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from motcua.citizens.models import Consent, HelpCode, Person, Relation, Session
from motcua.citizens.rules import initials, relation_in_force, session_over
from motcua.citizens.types import (
    CitizenActor,
    ConsentPurpose,
    ConsentView,
    HelpView,
    PersonKind,
    PersonView,
    RelationKind,
    RelationState,
    RelationView,
    SessionView,
)
from motcua.identity.queries import accounts_by_ids, actor_get
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.kernel.signing import keyed_digest


def person_view(person: Person) -> PersonView:
    """Return a person as others see it."""
    return PersonView(
        id=person.pk,
        kind=PersonKind(person.kind),
        name=person.name,
        id_number=person.id_number,
        assurance=person.assurance,
        former_id_number=person.former_id_number,
        unit_code=person.unit_code,
        birth_date=person.birth_date,
        sex=person.sex,
        address=person.address,
        phone=person.phone,
        email=person.email,
        language=person.language,
        unit_source=person.unit_source,
    )


def person_get(person_id: int) -> PersonView:
    """Return a person that the present scope shows; raises NotFound."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise NotFound("person_unknown", "")
    return person_view(person)


def actor_again(person_id: int, subject_id: int, relation_id: int | None) -> CitizenActor | None:
    """Return who acts for whom once more, outside of a sitting; None when that may not be now.

    For work that a person asked for and the worker does. Reads under the system's scope.
    """
    with scope_use(SYSTEM):
        person = person_view(Person.objects.get(pk=person_id))
        if subject_id == person_id:
            return CitizenActor(person=person, subject=person)
        known = Relation.objects.filter(person_id=person_id, subject_id=subject_id)
        row = known.filter(pk=relation_id or 0).first()
        if row is None or not relation_view(row).in_force:
            return None
        return CitizenActor(
            person=person,
            subject=person_view(Person.objects.get(pk=subject_id)),
            relation_id=row.pk,
            relation_kind=RelationKind(row.kind),
        )


def secret_digest(secret: str) -> str:
    """Return what is kept of a session's secret (256 random bits, so no salt)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def session_find(secret: str) -> SessionView | None:
    """Return the sitting whose secret a browser holds, with who acts when it still goes on.

    Reads under the system's scope: until here nobody is known.
    """
    now = clock.now()
    with scope_use(SYSTEM):
        row = (
            Session.objects.select_related("person", "relation__subject")
            .filter(digest=secret_digest(secret))
            .first()
        )
    if row is None:
        return None
    over = session_over(
        started_at=row.started_at,
        seen_at=row.seen_at,
        ended_at=row.ended_at,
        at=now,
        idle=timedelta(seconds=settings.CITIZEN_SESSION_IDLE_SECONDS),
        absolute=timedelta(seconds=settings.CITIZEN_SESSION_SECONDS),
    )
    gone = False
    if not over and row.helper_id is not None:
        helper = actor_get(row.helper_id, at=now)
        gone = helper is None or not helper.may(Action.CITIZEN_ASSIST)
        row.helper_id = None if gone else row.helper_id
    return SessionView(
        id=row.pk,
        person_id=row.person_id,
        seen_at=row.seen_at,
        actor=None if over else _actor(row),
        helper_gone=gone,
    )


def relations_of(person_id: int) -> list[RelationView]:
    """Return the relations of a person on both sides, the newest first; refused ones too."""
    with scope_use(SYSTEM):
        rows = Relation.objects.select_related("person").filter(
            Q(person_id=person_id) | Q(subject_id=person_id)
        )
        return [relation_view(row) for row in rows.order_by("-requested_at", "-pk")]


def relations_to_confirm(unit_ids: Iterable[int]) -> list[RelationView]:
    """Return the requests that officers of these units decide, the oldest first.

    Only those that the scope in force shows.
    """
    shown = Relation.objects.filter(
        unit_id__in=set(unit_ids), state=RelationState.REQUESTED.value
    ).values_list("pk", flat=True)
    return [relation_view(row) for row in _with_names(list(shown))]


def relation_for_officer(relation_id: int, unit_ids: Iterable[int]) -> RelationView:
    """Return one request to officers of its unit, decided or not.

    Raises NotFound for another unit's, and for what the scope in force does not show.
    """
    shown = Relation.objects.filter(pk=relation_id, unit_id__in=set(unit_ids))
    rows = _with_names(list(shown.values_list("pk", flat=True)))
    if not rows:
        raise NotFound("relation_unknown", _("There is no such request here."))
    return relation_view(rows[0])


def _with_names(shown: list[int]) -> list[Relation]:
    """Return requests with who asks, whose name no unit's scope shows.

    `shown` are those that the asking official's own scope let through; the wall decides, not we.
    """
    if not shown:
        return []
    with scope_use(SYSTEM):
        rows = Relation.objects.select_related("person").filter(pk__in=shown)
        return list(rows.order_by("requested_at", "pk"))


def relation_view(row: Relation) -> RelationView:
    """Return a relation as others see it."""
    return RelationView(
        id=row.pk,
        kind=RelationKind(row.kind),
        state=RelationState(row.state),
        in_force=relation_in_force(
            confirmed=row.state == RelationState.CONFIRMED,
            valid_to=row.valid_to,
            today=clock.today(),
        ),
        person_id=row.person_id,
        person_name=row.person.name,
        person_id_number=row.person.id_number,
        subject_id=row.subject_id,
        subject_name=row.subject_name,
        subject_id_number=row.subject_id_number,
        subject_birth_date=row.subject_birth_date,
        valid_to=row.valid_to,
        requested_at=row.requested_at,
        unit_id=row.unit_id,
        proof_file_id=row.proof_file_id,
        proof_name=row.proof_name,
        note=row.decision_note,
    )


def consents_of(person_id: int) -> list[ConsentView]:
    """Return the consents of a person that the scope shows, withdrawn ones too, newest first."""
    rows = Consent.objects.filter(person_id=person_id).order_by("-given_at", "-pk")
    return [consent_view(row) for row in rows]


def consent_view(row: Consent) -> ConsentView:
    """Return a consent as others see it."""
    return ConsentView(
        purpose=ConsentPurpose(row.purpose),
        given_at=row.given_at,
        withdrawn_at=row.withdrawn_at,
        id=row.pk,
        about=row.about,
        kinds=tuple(row.kinds),
        text=row.text,
        text_version=row.text_version,
        reference=row.reference.hex,
    )


def consent_standing(person_id: int, purpose: ConsentPurpose) -> ConsentView | None:
    """Return the consent that holds until it is withdrawn, None without one."""
    row = Consent.objects.filter(
        person_id=person_id, purpose=purpose.value, withdrawn_at=None, about=""
    ).first()
    return consent_view(row) if row else None


def consent_in_force(person_id: int, purpose: ConsentPurpose) -> bool:
    """Return whether a person that the scope shows allows this now, until it is withdrawn."""
    return consent_standing(person_id, purpose) is not None


def help_find(code: str) -> HelpView | None:
    """Return the helper whose code this is, while it is good."""
    row = HelpCode.objects.filter(
        digest=help_digest(code), used_at=None, expires_at__gt=clock.now()
    ).first()
    return _helper(row.account_id) if row else None


def sittings_helped(account_id: int) -> list[HelpView]:
    """Return the sittings that this official assists now: whom, by family name and initials."""
    with scope_use(SYSTEM):
        rows = Session.objects.select_related("person").filter(helper_id=account_id, ended_at=None)
        return [
            HelpView(row.pk, account_id, initials(row.person.name), since=row.seen_at)
            for row in rows.order_by("started_at", "pk")
        ]


def help_digest(code: str) -> str:
    """Return what is kept of a helper's code: short, so keyed."""
    return keyed_digest("help", "".join(c for c in code if c.isdigit())).hex()


def _helper(account_id: int) -> HelpView | None:
    actor = actor_get(account_id)
    if actor is None:
        return None
    unit = next(
        (p.unit_name for p in actor.postings if p.may(Action.CITIZEN_ASSIST)),
        "",
    )
    return HelpView(None, account_id, actor.name, unit)


def _actor(row: Session) -> CitizenActor | None:
    # The level is that of this sign-in, not the best one ever seen.
    person = replace(person_view(row.person), assurance=row.assurance)
    helper = accounts_by_ids([row.helper_id]).get(row.helper_id) if row.helper_id else None
    actor = CitizenActor(
        person=person,
        subject=person,
        helper_id=row.helper_id,
        helper_name=helper.name if helper else "",
        fixed=row.fixed,
    )
    relation = row.relation
    if (
        relation is None
        or relation.subject is None
        or relation.person_id != row.person_id
        or not relation_in_force(
            confirmed=relation.state == RelationState.CONFIRMED,
            valid_to=relation.valid_to,
            today=clock.today(),
        )
    ):
        # An organisation's account acts for the organisation or not at all.
        return None if row.fixed else actor
    return replace(
        actor,
        subject=person_view(relation.subject),
        relation_id=relation.pk,
        relation_kind=RelationKind(relation.kind),
    )
