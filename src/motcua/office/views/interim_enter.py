"""Bring a slip written by hand: its number, then when, by whom and why; then the intake page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.hand import HandForm, hand_initial, next_address, typing_address
from motcua.office.offline_words import STATES
from motcua.office.refusals import refusal_show
from motcua.organisations.queries import units_by_ids
from motcua.reception.interim import Medium
from motcua.reception.queries.interim_paper import NumberFound, numbers_find, writers_between
from motcua.reception.services.interim_hand import hand_begin


@requires(Action.DOSSIER_INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def interim_enter(request: SignedInRequest) -> HttpResponse:
    """Ask for a number and say where it stands; on POST take its time and lead to the intake."""
    given = request.POST or request.GET
    asked = given.get("q", "").strip()[:40]
    several = _found(request, asked)
    found = _chosen(several, given.get("unit", ""))
    form = _form(request, found)
    if form is not None and form.is_bound and form.is_valid() and found is not None:
        try:
            slip = hand_begin(
                actor=request.actor, book_id=found.book.id, seq=found.seq, given=form.given()
            )
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except NotFound:
            found = form = None
        except Refused as refusal:
            refusal_show(form, refusal)
            found = _chosen(_found(request, asked), given.get("unit", ""))
        else:
            messages.success(
                request,
                _("Slip %(number)s is kept with its time. Now type in what stands on it.")
                % {"number": slip.number},
            )
            return redirect(typing_address(slip))
    bound = form is not None and form.is_bound
    places = units_by_ids({one.book.unit_id for one in several})
    context = {
        "asked": asked,
        "found": found,
        "form": form,
        "unit": places[found.book.unit_id].full_name if found else "",
        "several": [
            (one, places[one.book.unit_id].full_name) for one in ([] if found else several)
        ],
        **_said(request, found),
    }
    return render(request, "office/interim_enter.html", context, status=422 if bound else 200)


def _form(request: SignedInRequest, found: NumberFound | None) -> HandForm | None:
    """Return the form of a number that can be brought."""
    if found is None or (found.slip is not None and request.method != "POST"):
        return None
    book = found.book
    people = writers_between(book.unit_id, book.issued_at)  # at the slip's time is checked then
    if request.method == "POST":
        return HandForm(request.POST, people=people)
    return HandForm(initial=hand_initial(request.GET, request.actor, people), people=people)


def _found(request: SignedInRequest, asked: str) -> list[NumberFound]:
    """Return the reserved numbers of this person's units that a text names."""
    units = request.actor.unit_ids_for(Action.DOSSIER_INTAKE)
    return numbers_find(asked, units) if asked else []


def _chosen(found: list[NumberFound], unit: str) -> NumberFound | None:
    """Return the only one, or that of the unit which was chosen; None when it must be asked."""
    if unit:
        return next((one for one in found if str(one.book.unit_id) == unit), None)
    return found[0] if len(found) == 1 else None


def _said(request: SignedInRequest, found: NumberFound | None) -> dict[str, Any]:
    """Return what is said of the number, and what the next of a stack takes over."""
    kept = {name: request.GET.get(name, "")[:40] for name in ("on", "by", "cause")}
    told: dict[str, Any] = {"kept": {name: said for name, said in kept.items() if said}}
    if found is None:
        return told
    slip = found.slip
    told["from_browser"] = found.book.medium is Medium.BROWSER
    if slip is not None:
        told["state"] = STATES[slip.state]
        told["type_url"] = typing_address(slip) if slip.to_type else ""
        told["next_url"] = next_address(slip)
    return told
