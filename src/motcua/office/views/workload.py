"""Who of my units has how much to do by when; work is given to somebody else by one drag."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from motcua.dossiers.queries.returns import returns_counted
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.office.returned import SINCE, received_by
from motcua.office.team import team_tabs
from motcua.office.views.worklist import ACTS
from motcua.office.workloads import SHOWN, Person, Team, dossier_id, team_read, units_of
from motcua.ui import formats
from motcua.ui.links import chips_for, url_with
from motcua.ui.types import Bar, Tone
from motcua.workflow.queries.worklist import due_bucket
from motcua.workflow.rules.workload import UNDO_TIME, Load, LoadItem
from motcua.workflow.types import Act

UNDO = "workload_undo"
WHICH = (
    ("overdue", gettext_lazy("Overdue")),
    ("days", gettext_lazy("Due within five working days")),
    ("paused", gettext_lazy("Clock paused")),
)
STEPS = dict(ACTS)


@requires(Action.WORK_REASSIGN)
@require_safe
def workload(request: SignedInRequest) -> HttpResponse:
    """Show bars, the same as a table, and what each person has; filters are the address."""
    actor = request.actor
    units = units_of(actor)
    text = request.GET.get("unit", "")
    known = {str(number) for number, _name in units}
    chosen = int(text) if text in known else None
    ids = [chosen] if chosen else [number for number, _name in units]
    team = team_read(ids)
    which = request.GET.get("which", "")
    act = request.GET.get("act", "")
    back = received_by(returns_counted(ids, clock.now() - SINCE))
    context = {
        "tabs": team_tabs(request, actor),
        "units": units,
        "unit": chosen,
        "days": team.days,
        "bars": [
            _bar(one) for one in team.people if one.load.open or Action.DOSSIER_APPRAISE in one.may
        ],
        "people": team.people,
        "rows": [
            (one, _hours_words(one.load.minutes_due), _hours_words(one.there), back.get(one.id, 0))
            for one in team.people
        ],
        "returns_url": reverse("office:sent_back"),
        "pool": team.pool,
        "pool_hours": _hours_words(team.pool.minutes_due),
        "lanes": [
            _lane(team, None, which, act),
            *(_lane(team, one, which, act) for one in team.people),
        ],
        "which": chips_for(request, "which", WHICH),
        "acts": chips_for(request, "act", ACTS),
        "receivers": [one for one in team.people if one.away is None],
        "proposals": [_proposal(team, one) for one in team.proposals],
        "undo": _undo(request),
        "here": request.get_full_path(),
        "all_url": url_with(request, unit=None),
        "more": team.more,
        "reason": _("To even out the load"),
    }
    return render(request, "office/workload.html", context)


def _hours(minutes: int) -> float:
    return round(minutes / 60, 1)


def _hours_words(minutes: int) -> str:
    """Return hours as chart, table and sentences of the page write them alike."""
    hours = _hours(minutes)
    return formats.number(hours, 0 if hours.is_integer() else 1)


def _bar(person: Person) -> Bar:
    load = person.load
    note = _("of %(there)s hours there") % {"there": _hours_words(person.there)}
    if person.away is not None:
        note = _("away; %(name)s stands in") % {"name": person.away.substitute_name}
    full = load.minutes_due > person.there
    tone = Tone.OVERDUE if load.overdue else Tone.DUE_SOON if full else Tone.RUNNING
    return Bar(person.name, _hours(load.minutes_due), f"#lane-{person.id}", tone, note)


def _lane(team: Team, person: Person | None, which: str, act: str) -> dict[str, Any]:
    load = person.load if person else team.pool
    found = list(_wanted(load, which, act, team.days[-1].isoformat()))
    cards = [card for item in found[:SHOWN] if (card := _card(team, item)) is not None]
    return {
        "id": person.id if person else 0,
        "name": person.name if person else _("Nobody yet"),
        "away": bool(person and person.away),
        "drop": person is not None and person.away is None,
        "items": cards,
        "hidden": len(found) - len(cards),
    }


def _wanted(load: Load, which: str, act: str, last: str) -> Iterable[LoadItem]:
    now = clock.now()
    for item in load.items:
        if act in set(Act) and item.act != act:
            continue
        stands = item.paused or item.waits
        if which == "overdue" and (stands or item.due_at >= now):
            continue
        if which == "days" and (stands or clock.local(item.due_at).date().isoformat() > last):
            continue
        if which == "paused" and not item.paused:
            continue
        yield item


def _card(team: Team, item: LoadItem) -> dict[str, Any] | None:
    """Return what a lane shows of an item; a question of another unit bears no box to move it."""
    question = team.questions.get(item.subject)
    dossier = question.row if question else team.dossiers.get(dossier_id(item))
    if dossier is None:
        return None
    return {
        "item": item,
        "dossier": dossier,
        "url": question.url if question else reverse("office:dossier", args=[dossier.code]),
        "movable": question is None,
        "step": STEPS.get(Act(item.act), item.act),
        "bucket": due_bucket(item.due_at, paused=item.paused, act=item.act).value,
        "hours": _hours(item.minutes),
    }


def _proposal(team: Team, one: Any) -> dict[str, Any]:
    giver, receiver = team.person(one.giver), team.person(one.receiver)
    return {
        "item": one.item,
        "dossier": team.dossiers.get(dossier_id(one.item)),
        "receiver": receiver,
        "why": _(
            "%(giver)s has %(before)s hours due and %(there)s hours of time; %(receiver)s has "
            "%(other)s hours due and %(free)s hours of time. Afterwards %(after)s and %(then)s."
        )
        % {
            "giver": giver.name if giver else "",
            "receiver": receiver.name if receiver else "",
            "before": _hours_words(one.giver_before),
            "there": _hours_words(one.giver_there),
            "other": _hours_words(one.receiver_before),
            "free": _hours_words(one.receiver_there),
            "after": _hours_words(one.giver_after),
            "then": _hours_words(one.receiver_after),
        },
    }


def _undo(request: SignedInRequest) -> dict[str, Any] | None:
    """Return what was given a moment ago and can still be taken back."""
    held = request.session.get(UNDO)
    if not held:
        return None
    until = datetime.fromisoformat(held["at"]) + UNDO_TIME
    return {"count": len(held["moves"]), "until": until} if until > clock.now() else None
