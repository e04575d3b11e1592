"""Requests for a visit at home: asked for at the portal, by telephone, by whoever assists; ended.

No more is kept than the road needs, and that only as long as it is of use (`visits_erase`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from motcua.citizens.types import CitizenActor
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound, Refused
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.kernel.text import nfc
from motcua.notices.rules import phone_clean
from motcua.reception.models import Hamlet, Visit
from motcua.reception.queries.visits import VisitView, visit_get, visit_view
from motcua.reception.route import Place
from motcua.reception.services._telling import visit_tell
from motcua.reception.services._visit import visit_write
from motcua.reception.services.villages import place_check
from motcua.reception.services.visit_locks import round_visit_lock
from motcua.reception.visiting import (
    ERASED_AFTER,
    LIVE,
    OPEN_MOST,
    AskedBy,
    VisitReason,
    VisitState,
    VisitStep,
)

PERSON_LOCK = 728_103  # class of the advisory locks; the key is the person
PROCEDURES_MOST = 5
ANSWER_LEAST = 5
LIVING = [one.value for one in LIVE]


@dataclass(frozen=True, slots=True)
class VisitOrder:
    """What is asked for. `key` makes two presses one request; a telephone there must be."""

    unit_id: int
    key: UUID
    name: str
    address: str
    reason: str
    phone: str = ""
    hamlet_id: int | None = None
    place: Place | None = None
    procedures: tuple[str, ...] = ()
    matter: str = ""
    wishes: tuple[int, ...] = ()
    helper_name: str = ""
    helper_phone: str = ""
    language: str = "vi"


def visit_ask(*, citizen: CitizenActor, order: VisitOrder) -> VisitView:
    """Ask for officials at home, signed in at the portal. Raises Invalid and Refused."""
    with scope_use(SYSTEM), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s, %s)", [PERSON_LOCK, citizen.subject_id % 2**31]
            )
        mine = Visit.objects.filter(person_id=citizen.subject_id, state__in=LIVING)
        if mine.exclude(key=order.key).count() >= OPEN_MOST:
            raise Refused(
                "visits_many",
                _("You have three open requests already. Please cancel one you do not need."),
            )
        return _ask(order, AskedBy.PORTAL, person_id=citizen.subject_id)


def visit_ask_for(*, actor: Actor, order: VisitOrder, asked_by: AskedBy) -> VisitView:
    """Write a request down for somebody who calls, comes to the counter or sends a relative."""
    posting = actor.posting_for(Action.RECEPTION_SERVE, order.unit_id)
    with scope_use(SYSTEM), transaction.atomic():
        return _ask(order, asked_by, account_id=actor.account_id, posting_id=posting.id)


def visit_help(*, actor: Actor, order: VisitOrder) -> VisitView:
    """Ask for somebody as the assisting person: village head, community digital team.

    Who assists is written down with the request (domain brief 1.5).
    """
    posting = actor.posting_for(Action.CITIZEN_ASSIST, order.unit_id)
    named = replace(order, helper_name=order.helper_name.strip() or actor.name)
    with scope_use(SYSTEM), transaction.atomic():
        return _ask(named, AskedBy.HELPER, account_id=actor.account_id, posting_id=posting.id)


def visit_change(*, actor: Actor, visit_id: int, order: VisitOrder) -> VisitView:
    """Put right what is known of a request. Raises Invalid, and Refused when it has ended."""
    with transaction.atomic():
        row = round_visit_lock(visit_id)
        posting = actor.posting_for(Action.RECEPTION_SERVE, row.unit_id)
        _fill(row, replace(order, unit_id=row.unit_id))
        return _view(
            visit_write(row, VisitStep.CHANGED, account_id=actor.account_id, posting_id=posting.id)
        )


def visit_cancel(*, citizen: CitizenActor, visit_id: int) -> None:
    """Give one's own request up; again changes nothing. Raises NotFound for another's."""
    with scope_use(citizen.scope):
        visit_get(visit_id)
    with scope_use(SYSTEM), transaction.atomic():
        row = round_visit_lock(visit_id)
        if row.state != VisitState.CANCELLED.value:
            visit_write(row, VisitStep.CANCELLED)


def visit_end(*, actor: Actor, visit_id: int, step: VisitStep, answer: str) -> VisitView:
    """Refuse or cancel a request with the reason that the person is told. Raises Invalid."""
    if step not in {VisitStep.REFUSED, VisitStep.CANCELLED}:
        raise ValueError(step)
    words = " ".join(nfc(answer).split())
    with transaction.atomic():
        row = round_visit_lock(visit_id)
        posting = actor.posting_for(Action.RECEPTION_SERVE, row.unit_id)
        if len(words) < ANSWER_LEAST or len(words) > 300:
            raise Invalid(
                [FieldProblem("answer", _("Say why, in one sentence; the person reads it."))]
            )
        row.answer = words
        visit_write(row, step, account_id=actor.account_id, posting_id=posting.id)
        visit_tell(row, "visit_off")
        return _view(row)


def visit_again(*, actor: Actor, visit_id: int) -> VisitView:
    """Put a request back on the list, with all its waiting time. Raises Refused once erased."""
    with transaction.atomic():
        row = round_visit_lock(visit_id)
        posting = actor.posting_for(Action.RECEPTION_SERVE, row.unit_id)
        if row.erased_at is not None:
            raise Refused("visit_erased", _("Name and address were erased. Write a new request."))
        row.answer = ""
        return _view(
            visit_write(row, VisitStep.AGAIN, account_id=actor.account_id, posting_id=posting.id)
        )


def visits_erase() -> int:
    """Erase what is personal in requests that ended long ago; return how many. For the sweeper."""
    now = clock.now()
    with scope_use(SYSTEM), transaction.atomic():
        return (
            Visit.objects.filter(erased_at=None, ended_at__lt=now - ERASED_AFTER)
            .exclude(state__in=LIVING)
            .update(
                person_id=None, name="", phone="", address="", matter="", answer="",
                helper_name="", helper_phone="", latitude=None, longitude=None, hamlet=None,
                erased_at=now,
            )
        )  # fmt: skip


def _ask(
    order: VisitOrder,
    asked_by: AskedBy,
    *,
    person_id: int | None = None,
    account_id: int | None = None,
    posting_id: int | None = None,
) -> VisitView:
    known = Visit.objects.filter(key=order.key).first()
    if known is not None:
        if (known.person_id, known.asked_account) != (person_id, account_id):
            raise NotFound("visit_unknown", _("There is no such request."))
        return _view(known)
    row = Visit(
        unit_id=order.unit_id,
        key=order.key,
        asked_by=asked_by.value,
        asked_at=clock.now(),
        asked_account=account_id,
        person_id=person_id,
        language=order.language,
    )
    _fill(row, order)
    twice = Visit.objects.filter(
        unit_id=row.unit_id, state__in=LIVING, name=row.name,
        phone=row.phone, helper_phone=row.helper_phone,
    )  # fmt: skip
    if person_id is not None:  # a citizen learns nothing of what others asked for
        twice = twice.filter(person_id=person_id)
    if twice.exists():
        raise Refused(
            "visit_twice",
            _("A request for this person is open already. Nothing was written down again."),
        )
    return _view(visit_write(row, VisitStep.ASKED, account_id=account_id, posting_id=posting_id))


def _fill(row: Visit, order: VisitOrder) -> None:
    """Put what was asked for into a row. Raises Invalid with every problem at once."""
    problems = _problems(order)
    hamlet = None
    if order.hamlet_id is not None:
        hamlet = Hamlet.objects.filter(
            id=order.hamlet_id, unit_id=order.unit_id, closed_at=None
        ).first()
        if hamlet is None:
            problems.append(FieldProblem("hamlet", _("Choose a village of the list.")))
    if problems:
        raise Invalid(problems)
    row.name, row.address = _line(order.name), _line(order.address)
    row.phone, row.helper_phone = phone_clean(order.phone), phone_clean(order.helper_phone)
    row.helper_name, row.matter = _line(order.helper_name), _line(order.matter)
    row.reason = order.reason
    row.hamlet = hamlet
    row.latitude, row.longitude = order.place or (None, None)
    row.procedures = list(dict.fromkeys(order.procedures))
    row.wishes = sorted(set(order.wishes))


def _problems(order: VisitOrder) -> list[FieldProblem]:
    found = []
    if not 2 <= len(_line(order.name)) <= 120:
        found.append(FieldProblem("name", _("Give the name of the person to be visited.")))
    if not 5 <= len(_line(order.address)) <= 240:
        found.append(FieldProblem("address", _("Say where the house is, so that it is found.")))
    if order.reason not in set(VisitReason):
        found.append(FieldProblem("reason", _("Choose one of the reasons.")))
    for name, text in (("phone", order.phone), ("helper_phone", order.helper_phone)):
        if text.strip() and not phone_clean(text):
            found.append(FieldProblem(name, _("This is not a telephone number of Vietnam.")))
    if not order.phone.strip() and not order.helper_phone.strip():
        found.append(
            FieldProblem("phone", _("Give a telephone number: the person's or a helper's."))
        )
    if not order.procedures and len(_line(order.matter)) < 3:
        found.append(FieldProblem("matter", _("Say what it is about, or choose a procedure.")))
    if len(_line(order.matter)) > 200 or len(_line(order.helper_name)) > 120:
        found.append(FieldProblem("matter", _("Please say it in fewer words.")))
    if len(set(order.procedures)) > PROCEDURES_MOST or any(len(o) > 20 for o in order.procedures):
        found.append(FieldProblem("procedures", _("Choose at most five procedures.")))
    if any(not 0 <= one <= 13 for one in order.wishes):
        found.append(FieldProblem("wishes", _("Choose half-days of the list.")))
    return found + place_check(order.place)


def _line(text: str) -> str:
    return " ".join(nfc(text).split())


def _view(row: Visit) -> VisitView:
    return visit_view(Visit.objects.select_related("hamlet", "round").get(pk=row.pk))
