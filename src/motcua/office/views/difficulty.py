"""One difficulty: what it is, who has to answer until when, what was answered, what next."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from motcua.deadlines.explain import limit_text
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.difficulties import TONES, difficulty_or_404, line_words
from motcua.office.difficulty_acts import offers_of
from motcua.office.offers import Offer, Tried, offer_do, offers_shown
from motcua.office.quality import names_of
from motcua.organisations.queries import units_by_ids
from motcua.oversight.queries.reminders import reminders_of
from motcua.oversight.types import DifficultyView, EventView, Fact
from motcua.oversight.words import ANSWERS, FACTS, KINDS, RUNGS, STATES
from motcua.ui import formats


@requires(Action.OVERSIGHT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def difficulty(request: SignedInRequest, code: str) -> HttpResponse:
    """Show it; a POST does one act. What was typed stays when it is refused."""
    view = difficulty_or_404(request, code)
    offers = offers_of(request.actor, view)
    if request.method != "POST":
        return _page(request, view, offers)
    tried = offer_do(request, offers, code)
    return _page(request, view, offers, tried) if tried else redirect(request.path)


def _page(
    request: SignedInRequest, view: DifficultyView, offers: list[Offer], tried: Tried | None = None
) -> HttpResponse:
    people = names_of([view.opened_by_id, *(one.by_id for one in view.events)])
    units = units_by_ids({view.line.place_id, *(one.unit_id for one in view.events)} - {0})
    readable = request.actor.may(Action.DOSSIER_READ)
    to = view.addressee
    context: dict[str, Any] = {
        **line_words(view.line, units),
        "view": view,
        "reporter": people.get(view.opened_by_id, ""),
        "answer_kind": ANSWERS[view.answer_kind] if view.answer_kind else "",
        "addressee": to,
        "addressee_kind": KINDS[to.kind] if to else "",
        "limit": limit_text(to.limit) if to else "",
        "blocked_by": [(units[one].full_name, number) for one, number in view.blocked_by],
        "main_state": STATES[view.main.state] if view.main else "",
        "main_tone": TONES[view.main.state] if view.main else "",
        "offers": offers_shown(offers, tried),
        "failed": [tried.form] if tried else [],
        "events": _events(view, people, units, readable=readable),
    }
    status = tried.status if tried else 200
    return render(request, "office/difficulty.html", context, status=status)


def _events(
    view: DifficultyView, people: dict[int, str], units: dict[int, Any], *, readable: bool
) -> list[dict[str, Any]]:
    """Return everything that happened, the newest first, reminders among it."""
    said = [
        {
            "event": one,
            "who": people.get(one.by_id, ""),
            "title": FACTS[one.fact],
            "more": _more(one, units),
            "codes": [
                (code, reverse("office:dossier", args=[code]) if readable else "")
                for code in one.codes
            ],
        }
        for one in view.events
    ]
    reminded = [
        {
            "event": one,
            "who": ngettext("to %(n)d person", "to %(n)d people", one.people) % {"n": one.people},
            "title": RUNGS[one.rung],
            "more": _("answer due %s") % formats.instant(one.due_at),
        }
        for one in reminders_of(view.line.id)
    ]
    # What happened at one instant stays in its order, so the whole is turned round, not the key.
    return sorted([*said, *reminded], key=lambda row: row["event"].at)[::-1]


def _more(one: EventView, units: dict[int, Any]) -> str:
    """Return what an event says besides its words: units, counts, days, the letter."""
    said = []
    if one.unit_id in units and one.fact is not Fact.REPORTED:
        said.append(units[one.unit_id].full_name)
    if one.blocked:
        said.append(
            ngettext("%(n)d dossier blocked", "%(n)d dossiers blocked", one.blocked)
            % {"n": one.blocked}
        )
    if one.addressee:
        said.append(one.addressee)
    if one.answer is not None:
        said.append(str(ANSWERS[one.answer]))
    if one.promised_on is not None:
        said.append(_("until %(new)s") % {"new": formats.day(one.promised_on)})
    elif one.due_at is not None and one.fact in {Fact.ROUTED, Fact.UNCLEAR, Fact.CLARIFIED}:
        said.append(_("answer due %s") % formats.instant(one.due_at))
    said += [one.other] if one.other else []
    said += [one.letter] if one.letter else []
    return " · ".join(said)
