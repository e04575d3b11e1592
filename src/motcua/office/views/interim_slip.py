"""One interim slip: why it needs a decision, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.counter.intake_check import intake_valid
from motcua.office.counter.intake_send import intake_submission
from motcua.office.counter.interim import slip_offering, slip_page, slip_problems, slip_reading
from motcua.office.hand import cause_words, next_address, typing_address
from motcua.office.needed import sometimes
from motcua.office.offline_words import STATES, doubt_words
from motcua.office.refusals import refusal_show
from motcua.procedures.queries import procedure_get
from motcua.reception.interim import (
    NEEDS_ANOTHER,
    NEEDS_DIRECTOR,
    InterimState,
    Kind,
    SlipView,
)
from motcua.reception.queries.interim import book_by_id, slip_data, slip_get
from motcua.reception.services.interim_slips import (
    decision_action,
    interim_cancel,
    interim_cash_settled,
    interim_join,
    interim_settle,
)

SHOWN = ("name", "id_number", "birth_date", "phone", "address")


class DecisionForm(forms.Form):
    """The reason of a decision; every one needs it."""

    reason = sometimes(
        forms.CharField(
            label=gettext_lazy("Reason"),
            max_length=900,
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )
    )


@requires(Action.RECEPTION_SERVE)
@require_http_methods(["GET", "HEAD", "POST"])
def interim_slip(request: SignedInRequest, slip_id: int) -> HttpResponse:
    """Show a slip; on POST enter it as it is, join it to a dossier, or cancel it."""
    try:
        slip = slip_get(slip_id)
        request.actor.posting_for(Action.RECEPTION_SERVE, slip.unit_id)
    except (NotFound, Forbidden) as refusal:
        raise Http404 from refusal
    form = DecisionForm(request.POST or None)
    act, _colon, subject = request.POST.get("action", "").partition(":")
    if act in ACTS and form.is_valid():
        try:
            done = ACTS[act](request, slip, form.cleaned_data["reason"], subject)
        except Forbidden as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(
                request, _("The decision about slip %(n)s is kept.") % {"n": done.number}
            )
            return redirect("office:interim_slip", slip.id)
        slip = slip_get(slip_id)
    context = {**_context(request, slip), "form": form}
    return render(request, "office/interim_slip.html", context, status=422 if form.errors else 200)


def _enter(request: SignedInRequest, slip: SlipView, reason: str, subject: str) -> SlipView:
    """Enter the slip as it is; what the counter's checks refuse is put right on the intake page."""
    del subject
    if slip.to_type:
        raise Refused("slip_wrong", _("What stands on the slip must be typed in first."))
    page = slip_page(request, slip, slip_offering(slip), slip.key)
    if page.stale or not intake_valid(page, complete=slip.kind is Kind.ACCEPT):
        said = _("Something must be put right first: correct it on the intake page.")
        raise Refused("slip_wrong", f"{said} {slip_problems(page)}".strip())
    return interim_settle(
        actor=request.actor,
        slip_id=slip.id,
        submission=intake_submission(page),
        reason=reason,
        accept=slip.kind is Kind.ACCEPT,
    )


def _join(request: SignedInRequest, slip: SlipView, reason: str, subject: str) -> SlipView:
    return interim_join(actor=request.actor, slip_id=slip.id, code=subject, reason=reason)


def _cancel(request: SignedInRequest, slip: SlipView, reason: str, subject: str) -> SlipView:
    del subject
    return interim_cancel(actor=request.actor, slip_id=slip.id, reason=reason)


def _free(request: SignedInRequest, slip: SlipView, reason: str, subject: str) -> SlipView:
    """Give a mistyped number back; why is said by the button when nothing more is written."""
    del subject
    said = reason or _("The number was mistyped.")
    return interim_cancel(actor=request.actor, slip_id=slip.id, reason=said, wrong_number=True)


def _cash(request: SignedInRequest, slip: SlipView, reason: str, subject: str) -> SlipView:
    del subject, reason
    return interim_cash_settled(actor=request.actor, slip_id=slip.id)


ACTS: dict[str, Callable[[SignedInRequest, SlipView, str, str], SlipView]] = {
    "enter": _enter,
    "join": _join,
    "cancel": _cancel,
    "free": _free,
    "cash": _cash,
}


def _context(request: SignedInRequest, slip: SlipView) -> dict[str, Any]:
    book = book_by_id(slip.book_id)
    writer = slip.taken_by or book.account_id
    ids = [one for one in (writer, slip.came_by, slip.decided_by) if one is not None]
    people = {key: one.name for key, one in accounts_by_ids(ids).items()}
    typed: dict[str, str] = {}
    waits = slip.state is InterimState.DOUBT
    if waits:
        slip_reading(request, slip)
        data = slip_data(slip.id)
        typed = {name: " ".join(data.get(f"applicant-{name}", [])) for name in SHOWN}
    may_take_in = request.actor.may(Action.DOSSIER_INTAKE, slip.unit_id)
    asks_director = bool(NEEDS_DIRECTOR & set(slip.doubts))
    own = bool(NEEDS_ANOTHER & set(slip.doubts)) and request.actor.account_id == writer
    action = decision_action(request.actor, slip.unit_id, slip.doubts)
    return {
        "slip": slip,
        "book": book,
        "state": STATES[slip.state],
        "officer": people.get(writer, ""),
        "cause": cause_words(slip.cause),
        "next_url": next_address(slip) if slip.cause else "",
        "came_by": people.get(slip.came_by, ""),
        "decided_by": people.get(slip.decided_by or 0, ""),
        "typed": typed,
        "procedure": _procedure(slip),
        "doubts": doubt_words(slip),
        "waits": waits,
        "asks_another": waits and own,
        "may_join": waits and may_take_in and not own,
        "may_enter": waits
        and not own
        and not slip.to_type
        and request.actor.may(action, slip.unit_id),
        "asks_director": asks_director,
        "correct_url": typing_address(slip)
        if waits and may_take_in and (slip.may_type or not (asks_director or own))
        else "",
        "may_settle_cash": bool(slip.cash_vnd)
        and not slip.cash_booked
        and not waits
        and request.actor.may(Action.WORK_REASSIGN, slip.unit_id),
    }


def _procedure(slip: SlipView) -> str:
    try:
        return procedure_get(slip.procedure_code).version.name
    except NotFound:
        return slip.procedure_code
