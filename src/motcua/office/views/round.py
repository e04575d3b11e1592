"""One round: who is on it, in which order, when about; who could come; told, begun, ended."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Refused, Stale
from motcua.office.outside.reading import reading_note, round_read
from motcua.office.outside.words import ROUNDS, STATES
from motcua.organisations.queries import unit_get
from motcua.reception import services
from motcua.reception.labels import REASONS, VEHICLES, wishes_words
from motcua.reception.queries.rounds import RoundView, candidates_of, round_plan
from motcua.reception.queries.visits import VisitView
from motcua.reception.visiting import IN_ROUND

Act = Callable[[SignedInRequest, RoundView], str]


@requires(Action.RECEPTION_SERVE)
@require_http_methods(["GET", "HEAD", "POST"])
def round(request: SignedInRequest, round_id: int) -> HttpResponse:  # noqa: A001 - the route's name
    """Show a round; on POST do what `act` names. Refusals stand on the page."""
    one = round_read(request, round_id)
    if request.method == "POST":
        return _act(request, one)
    plan = round_plan(round_id)
    fitting, others = candidates_of(one) if one.open else ([], [])
    seen = [leg.visit for leg in plan.legs] + fitting + others
    if seen:
        reading_note(request, f"round:{one.id}", one.unit_id, seen)
    people = accounts_by_ids(one.account_ids)
    context = {
        "round": one,
        "unit": unit_get(one.unit_id),
        "state": ROUNDS[one.state],
        "vehicle": VEHICLES[one.vehicle],
        "team": [people[id_].name for id_ in one.account_ids if id_ in people],
        "plan": plan,
        "legs": [
            (
                leg,
                STATES[leg.visit.state],
                wishes_words(leg.visit.wishes),
                leg.visit.state in IN_ROUND,
            )
            for leg in plan.legs
        ],
        "missed": sum(1 for leg in plan.legs if not leg.kept and leg.visit.state in IN_ROUND),
        "guessed": any(leg.guessed for leg in plan.legs),
        "ids": ",".join(str(leg.visit.id) for leg in plan.legs),
        "kilometres": plan.metres / 1000,
        "fitting": _rows(fitting),
        "others": _rows(others),
        "today": one.day == clock.today(),
        "rest": sum(1 for leg in plan.legs if leg.visit.state in IN_ROUND),
    }
    return render(request, "office/round.html", context)


def _rows(found: list[VisitView]) -> list[tuple[VisitView, object, str]]:
    return [(one, REASONS[one.reason], wishes_words(one.wishes)) for one in found]


def _act(request: SignedInRequest, one: RoundView) -> HttpResponse:
    act = ACTS.get(request.POST.get("act", ""))
    if act is not None:
        try:
            words = act(request, one)
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Stale as refusal:
            messages.warning(request, str(refusal))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, words)
    return redirect("office:round", one.id)


def _pick(request: SignedInRequest, one: RoundView) -> str:
    ids = _numbers(request.POST.getlist("visits"))
    gone = services.round_pick(actor=request.actor, round_id=one.id, visit_ids=ids)
    if gone:
        messages.warning(
            request, _("Somebody else has put one of them onto another round meanwhile.")
        )
    n = len(ids) - len(gone)
    return ngettext("%(n)s visit is on the round.", "%(n)s visits are on the round.", n) % {"n": n}


def _drop(request: SignedInRequest, _one: RoundView) -> str:
    for visit_id in _numbers([request.POST.get("visit", "")]):
        services.round_drop(actor=request.actor, visit_id=visit_id)
    return _("The visit is back on the list, with its waiting time.")


def _order(request: SignedInRequest, one: RoundView) -> str:
    """Set the order by hand: the whole list, or one visit a place up or down."""
    ids = _numbers(request.POST.get("ids", "").split(","))
    moved, _colon, way = request.POST.get("move", "").partition(":")
    for visit_id in _numbers([moved]):
        place = ids.index(visit_id) if visit_id in ids else -1
        other = place + (-1 if way == "up" else 1)
        if place >= 0 and 0 <= other < len(ids):
            ids[place], ids[other] = ids[other], ids[place]
    version = _numbers([request.POST.get("version", "")]) or [0]
    services.round_order(actor=request.actor, round_id=one.id, ids=ids, version=version[0])
    return _("The order is yours now; it stays as you set it.")


def _propose(request: SignedInRequest, one: RoundView) -> str:
    services.round_propose(actor=request.actor, round_id=one.id)
    return _("The order is proposed anew.")


def _tell(request: SignedInRequest, one: RoundView) -> str:
    told, to_call = services.round_tell(actor=request.actor, round_id=one.id)
    if to_call:
        messages.warning(
            request,
            ngettext(
                "%(n)s person cannot be told by message: please call.",
                "%(n)s people cannot be told by message: please call.",
                len(to_call),
            )
            % {"n": len(to_call)},
        )
    if not told and to_call:
        return _("Everybody who can be told by message knows already.")
    if not told:
        return _("Everybody knows already.")
    return ngettext("%(n)s person is told.", "%(n)s people are told.", told) % {"n": told}


def _begin(request: SignedInRequest, one: RoundView) -> str:
    services.round_begin(actor=request.actor, round_id=one.id)
    return _("The round is under way. Open the list on the tablet.")


def _end(request: SignedInRequest, one: RoundView) -> str:
    back = services.round_end(actor=request.actor, round_id=one.id)
    return ngettext(
        "The round is over; %(n)s visit is back on the list.",
        "The round is over; %(n)s visits are back on the list.",
        back,
    ) % {"n": back}


def _numbers(texts: list[str]) -> list[int]:
    return [int(one) for one in texts if one.isascii() and one.isdigit() and len(one) < 19]


ACTS: dict[str, Act] = {
    "pick": _pick,
    "drop": _drop,
    "order": _order,
    "propose": _propose,
    "tell": _tell,
    "begin": _begin,
    "end": _end,
}
