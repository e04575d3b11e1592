"""Sign-ins that two persons seem to claim: an officer compares and decides, with a reason.

Nothing is merged by guessing: "the same" is possible only where number and technical id are not
two known persons', and it ends every sitting of that person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.citizens.events import IdentityReviewed
from motcua.citizens.models import IdentityReview, Person, ReviewLine
from motcua.citizens.models import Session as Sitting
from motcua.citizens.queries import province_among, review_others, review_persons
from motcua.citizens.services.places import commune_follow
from motcua.citizens.types import Identity, ReviewState
from motcua.identity.types import Action, Actor, PostingView
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Forbidden, Invalid, NotFound, Refused, Stale
from motcua.kernel.events import emit
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import address_place, unit_children, units_by_codes
from motcua.organisations.types import UnitKind

TAKEN = ("name", "birth_date", "sex", "address", "phone", "email")


@dataclass(frozen=True)
class Refusal:
    """How a sign-in under review stands for whoever tries it."""

    state: ReviewState
    note: str


def review_open(identity: Identity, known: list[Person], language: str) -> Refusal:
    """Record the sign-in, or that it was tried again; return how it stands."""
    same_number = any(one.id_number == identity.id_number for one in known)
    told = {
        "name": identity.name,
        "birth_date": identity.birth_date,
        "sex": identity.sex,
        "address": identity.address,
        "phone": identity.phone,
        "email": identity.email,
    }
    case, made = IdentityReview.objects.select_for_update().get_or_create(
        kind=identity.kind.value,
        id_number=identity.id_number,
        technical_id=identity.technical_id,
        defaults={
            **told,
            "language": language,
            "reason": "other_technical_id" if same_number else "other_number",
            "known_id": known[0].pk,
            "unit_id": _unit(identity.address, known),
            "last_at": clock.now(),
        },
    )
    if made:
        _line_add(case, clock.now(), ReviewState.OPEN)
    else:
        case.tries, case.last_at = case.tries + 1, clock.now()
        if case.state == ReviewState.SAME:  # decided once, and in conflict again since
            case.state = ReviewState.OPEN.value
            case.known_id = known[0].pk
            for name, value in told.items():  # what is claimed now is compared, not what was then
                setattr(case, name, value)
            _line_add(case, case.last_at, ReviewState.OPEN)
        case.save()
    return Refusal(ReviewState(case.state), case.decision_note)


def _line_add(
    case: IdentityReview,
    at: datetime,
    state: ReviewState,
    posting: PostingView | None = None,
    note: str = "",
) -> None:
    """Write down what happened: what a case was before stays, whatever it becomes."""
    claimed = {name: str(getattr(case, name)) for name in TAKEN if getattr(case, name)}
    ReviewLine.objects.create(
        review=case,
        at=at,
        state=state.value,
        account_id=posting.account_id if posting else None,
        posting_id=posting.id if posting else None,
        note=note,
        claimed=claimed,
    )


def _unit(address: str, known: list[Person]) -> int | None:
    """Return whose officers look at it: of the claimed address, else of the known person's."""
    place = address_place(address) if address else None
    communes = [place.commune] if place else []
    codes = [one.unit_code for one in known if one.unit_code]
    communes += list(units_by_codes(codes).values())
    if not communes:
        return None
    centres = unit_children(communes[0].id, UnitKind.CENTRE)
    return centres[0].id if centres else communes[0].id


def identity_review_decide(
    *, actor: Actor, review_id: int, decision: ReviewState, note: str
) -> None:
    """Decide a case, as an officer of the unit that it lies with; the reason is kept.

    Raises NotFound, Forbidden, Stale (decided meanwhile), Invalid (no reason), Refused where two
    known persons would become one.
    """
    note = note.strip()[:500]
    if decision is ReviewState.OPEN:
        raise Invalid([FieldProblem("decision", _("Please choose what you found."))])
    if not note:
        raise Invalid([FieldProblem("note", _("Please say what you compared and what you found."))])
    with scope_use(SYSTEM), transaction.atomic():
        found = IdentityReview.objects.filter(pk=review_id)
        # Persons first and then their case, as a sign-in does, else the two would block each other;
        # whose number and account a case is about never changes.
        locked = [one for row in found for one in review_persons(row).select_for_update()]
        row = found.select_for_update().first()
        if row is None:
            raise NotFound("review_unknown", _("There is no such case here."))
        posting = _posting(actor, row.unit_id)
        if row.state != ReviewState.OPEN:
            raise Stale("review_decided", _("This case has been decided already."))
        # Whom it concerns is read once nobody can change them any more: what was shown on the page
        # may have been another person's number by now.
        known = [one for one, _end in review_others(row)]
        if {one.pk for one in locked} != {one.id for one in known}:
            raise Stale("review_decided", _("This case has changed. Please look at it again."))
        if decision is ReviewState.SAME:
            _same(row, locked)
        at = clock.now()
        _line_add(row, at, decision, posting, note)
        row.state, row.decision_note = decision.value, note
        row.decided_at, row.decided_by = at, actor.account_id
        row.posting_id = posting.id
        row.save()
        emit(
            IdentityReviewed(
                review_id=row.pk,
                decision=decision,
                decided_at=at,
                known=tuple(known),
                email=row.email,
                phone=row.phone,
                language=row.language,
            )
        )


def _posting(actor: Actor, unit_id: int | None) -> PostingView:
    """Return under which posting; a case without a place is the province's. Raises Forbidden."""
    if unit_id is not None:
        return actor.posting_for(Action.IDENTITY_REVIEW, unit_id)
    posting = actor.posting_for(Action.IDENTITY_REVIEW)
    if not province_among(actor.unit_ids_for(Action.IDENTITY_REVIEW)):
        raise Forbidden(
            "not_allowed",
            _("None of your postings allows this here."),
            action=Action.IDENTITY_REVIEW.value,
        )
    return posting


def _same(row: IdentityReview, known: list[Person]) -> None:
    """Let the known person in with what was claimed; every sitting of the old account ends."""
    if len(known) != 1:
        raise Refused(
            "two_persons",
            _("Number and account belong to two persons known here; they are never made one."),
        )
    person = known[0]
    if person.kind != row.kind:
        raise Refused("two_kinds", _("One is a person, the other an organisation."))
    moved = bool(row.address) and row.address != person.address
    if person.id_number != row.id_number and not person.former_id_number:
        person.former_id_number = person.id_number
    person.id_number, person.technical_id = row.id_number, row.technical_id
    for field in TAKEN:
        told = getattr(row, field)
        if told:
            setattr(person, field, told)
    commune_follow(person, moved=moved)
    person.save()
    Sitting.objects.filter(person=person, ended_at=None).update(ended_at=clock.now())
