"""One non-conformity: what happened, why, what is done about it, who checked, all in the open."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.offers import Offer, Tried, offer_do, offers_shown
from motcua.office.quality import action_words, names_of, nonconformity_or_404, row_words
from motcua.office.quality_acts import offers_of
from motcua.office.quality_choices import process_told
from motcua.organisations.queries import unit_get
from motcua.quality.queries.people import people_here
from motcua.quality.types import EventView, NonconformityView
from motcua.quality.words import FACTS
from motcua.ui import formats


@requires(Action.QUALITY_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def nonconformity(request: SignedInRequest, code: str) -> HttpResponse:
    """Show it; a POST does one act. What was typed stays when it is refused."""
    view = nonconformity_or_404(request, code)
    offers = offers_of(request.actor, view, people_here(view.row.unit_id))
    if request.method != "POST":
        return _page(request, view, offers)
    tried = offer_do(request, offers, code)
    return _page(request, view, offers, tried) if tried else redirect(request.path)


def _page(
    request: SignedInRequest,
    view: NonconformityView,
    offers: list[Offer],
    tried: Tried | None = None,
) -> HttpResponse:
    names = names_of(
        [
            *(one.owner_id for one in view.actions),
            *(one.done_by_id for one in view.actions),
            *(one.checked_by_id for one in view.actions),
            *(one.by_id for one in view.events),
            *(one.owner_id for one in view.events),
        ]
    )
    readable = request.actor.may(Action.DOSSIER_READ) and bool(view.row.dossier_code)
    context: dict[str, Any] = {
        **row_words(view.row),
        "view": view,
        "place": unit_get(view.row.place_id).full_name,
        "process": process_told(request.actor, view.row.process),
        "reporter": names.get(view.row.opened_by_id, ""),
        "actions": [
            {
                "action": one,
                "label": action_words(one.state),
                "owner": names.get(one.owner_id, ""),
                "done_by": names.get(one.done_by_id or 0, ""),
                "checked_by": names.get(one.checked_by_id or 0, ""),
            }
            for one in view.actions
        ],
        "offers": offers_shown(offers, tried),
        "failed": [tried.form] if tried else [],
        "events": [
            {"event": one, "who": names.get(one.by_id, ""), "title": FACTS[one.fact],
             "more": _more(one, names)}
            for one in reversed(view.events)
        ],
        "dossier_url": reverse("office:dossier", args=[view.row.dossier_code]) if readable else "",
    }  # fmt: skip
    status = tried.status if tried else 200
    return render(request, "office/nonconformity.html", context, status=status)


def _more(one: EventView, names: dict[int, str]) -> str:
    """Return number, owner and day of an action that an event was about."""
    if not one.action:
        return ""
    said = [_("Action %(number)d") % {"number": one.action}]
    if one.owner_id:
        said.append(names.get(one.owner_id, ""))
    if one.due_on and one.old_due_on:
        days = {"new": formats.day(one.due_on), "old": formats.day(one.old_due_on)}
        said.append(_("until %(new)s, before that %(old)s") % days)
    elif one.due_on:
        said.append(_("until %(new)s") % {"new": formats.day(one.due_on)})
    return ", ".join(said)
