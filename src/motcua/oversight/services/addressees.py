"""Who has to answer, and which rule says so: dated data of a register, never deleted."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.deadlines.rules import limit_parse
from motcua.deadlines.types import DeadlineInvalid, LimitKind
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, NotFound
from motcua.kernel.saying import said
from motcua.kernel.text import nfc
from motcua.organisations.queries import unit_get
from motcua.oversight import rules
from motcua.oversight.models import Addressee, Route
from motcua.oversight.queries.ways import live_on
from motcua.oversight.types import Group, Kind
from motcua.procedures.queries import procedures_listed


@transaction.atomic
def addressee_add(
    *,
    actor: Actor,
    register_id: int,
    kind: Kind,
    name: str,
    limit: str,
    source: str,
    answers_id: int | None = None,
) -> int:
    """Name somebody who has to answer, from today on; return the row's id.

    `limit` is in working days or hours (`5wd`, `8wh`), `source` the document that says so. A unit
    of this system answers here itself. Raises Forbidden, Invalid.
    """
    actor.posting_for(Action.OVERSIGHT_KEEP, register_id)
    problems = _limit_problems(limit)
    if kind is Kind.UNIT:
        if answers_id is None:
            problems.append(FieldProblem("answers_id", _("Choose the unit.")))
        else:
            name = unit_get(answers_id).full_name
    if problems:
        raise Invalid(problems)
    row = Addressee.objects.create(
        unit_id=register_id,
        kind=kind.value,
        answers_id=answers_id if kind is Kind.UNIT else None,
        name=said(nfc(name), "name", 200),
        limit=limit.strip().lower(),
        valid_from=clock.today(),
        source=said(nfc(source), "source", 300),
    )
    return row.pk


def _limit_problems(limit: str) -> list[FieldProblem]:
    try:
        parsed = limit_parse(limit)
    except DeadlineInvalid as refusal:
        return [FieldProblem("limit", str(refusal))]
    if parsed.kind not in {LimitKind.WORKING_DAYS, LimitKind.WORKING_HOURS}:
        return [FieldProblem("limit", _("Give working days or hours, for example 5wd or 8wh."))]
    return []


@transaction.atomic
def addressee_end(*, actor: Actor, addressee_id: int) -> None:
    """Let an addressee and its rules hold no longer from today; what is with them stays theirs."""
    row = Addressee.objects.select_for_update().filter(pk=addressee_id, valid_to=None).first()
    if row is None:
        raise NotFound("addressee_unknown", _("There is no such addressee here."))
    actor.posting_for(Action.OVERSIGHT_KEEP, row.unit_id)
    row.valid_to = clock.today()
    row.save(update_fields=["valid_to"])
    row.routes.filter(valid_to=None).update(valid_to=row.valid_to)


@transaction.atomic
def route_add(
    *,
    actor: Actor,
    addressee_id: int,
    group: Group | None = None,
    system: str = "",
    procedure: str = "",
) -> int:
    """Say what goes to an addressee by itself from today on; return the rule's id.

    Of rules that fit alike the newest holds. Raises NotFound, Forbidden, Invalid.
    """
    today = clock.today()
    rows = Addressee.objects.select_for_update()  # not while somebody ends it
    row = rows.filter(live_on(today), pk=addressee_id).first()
    if row is None:
        raise NotFound("addressee_unknown", _("There is no such addressee here."))
    actor.posting_for(Action.OVERSIGHT_KEEP, row.unit_id)
    if procedure.strip() and not procedures_listed([procedure.strip()]):
        raise Invalid([FieldProblem("procedure", _("There is no procedure with this code."))])
    found = Route.objects.create(
        addressee=row,
        group=group.value if group else "",
        system=rules.system_key(nfc(system))[:120],
        procedure=procedure.strip(),
        valid_from=today,
    )
    return found.pk


@transaction.atomic
def route_end(*, actor: Actor, route_id: int) -> None:
    """Let a rule hold no longer from today. Raises NotFound, Forbidden."""
    row = Route.objects.select_for_update().filter(pk=route_id, valid_to=None).first()
    if row is None:
        raise NotFound("route_unknown", _("There is no such rule here."))
    actor.posting_for(Action.OVERSIGHT_KEEP, row.addressee.unit_id)
    row.valid_to = clock.today()
    row.save(update_fields=["valid_to"])
