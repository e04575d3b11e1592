"""A day of payments: figures per way, what does not agree, what moved; the bank's statement."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.scope import no_transaction, scope_use
from motcua.office.payments import ENTRIES, KINDS, METHODS, day_of, to_do, whose
from motcua.office.refusals import refusal_show
from motcua.organisations.queries import unit_get
from motcua.payments.queries import closing_of, closing_over
from motcua.payments.queries.desk import day_entries, day_figures, mismatches, refunds_open
from motcua.payments.services import day_close, day_reconcile, day_reopen

SHOWN = 500  # movements on the page; the files have all


class ClosingForm(forms.Form):
    """What is to be remembered of the day."""

    note = forms.CharField(
        label=gettext_lazy("Note, if there is one"), max_length=500, required=False
    )


class ReopeningForm(forms.Form):
    """Why a closed day is opened again."""

    reason = forms.CharField(label=gettext_lazy("Why the day is opened again"), max_length=500)


@requires(Action.PAYMENT_RECONCILE)
@no_transaction  # the platform is asked between transactions
@require_http_methods(["GET", "HEAD", "POST"])
def payments(request: SignedInRequest) -> HttpResponse:
    """Show a day; on POST compare it with the platform, close it, or open it again."""
    day = day_of(request)
    here = f"{reverse('office:payments')}?day={day.isoformat()}"
    act = request.POST.get("act")
    closing = ClosingForm(request.POST if act == "close" else None)
    reopening = ReopeningForm(request.POST if act == "reopen" else None)
    refused = closing.is_bound or reopening.is_bound
    if closing.is_bound and _close(request, day, closing):
        return redirect(here)
    if reopening.is_bound and _reopen(request, day, reopening):
        return redirect(f"{here}#closing")
    if request.method == "POST" and not refused:
        new = day_reconcile(day)
        if new is None:
            messages.warning(request, _("The payment platform does not answer. Try again later."))
        else:
            messages.success(request, _("Compared with the platform: %(n)s new.") % {"n": new})
        return redirect(here)
    with scope_use(request.actor.scope):
        figures, unclear = day_figures(day), mismatches()
        entries = day_entries(day, most=SHOWN + 1)
        context = {
            "day": day,
            "before": day - timedelta(days=1),
            "after": day + timedelta(days=1) if day < clock.today() else None,
            "figures": [(METHODS[one.method], one) for one in figures],
            "received_vnd": sum(one.received_vnd for one in figures),
            "received": sum(one.received for one in figures),
            "mismatches": [
                (KINDS[m.kind], to_do(m), METHODS[m.method], about, m)
                for m, about in zip(unclear, whose(*unclear), strict=True)
            ],
            "entries": [(ENTRIES[e.kind], METHODS[e.method], e) for e in entries[:SHOWN]],
            "more": len(entries) > SHOWN,
            "refunds": len(refunds_open()),
            "iso": day.isoformat(),
            "in_future": day > clock.today(),
            "closing_form": closing,
            "reopening_form": reopening,
            **_closing(request, day),
        }
        return render(request, "office/payments.html", context, status=422 if refused else 200)


def _close(request: SignedInRequest, day: date, form: ClosingForm) -> bool:
    """Close the day; False when that was refused, with what was typed still in the form."""
    if not form.is_valid():
        return False
    try:
        with scope_use(request.actor.scope):
            day_close(actor=request.actor, day=day, note=form.cleaned_data["note"])
    except Refused as refusal:
        refusal_show(form, refusal)
        return False
    messages.success(request, _("The day is closed."))
    return True


def _reopen(request: SignedInRequest, day: date, form: ReopeningForm) -> bool:
    """Open the day again; False when that was refused, with the reason still in the form."""
    if not form.is_valid():
        return False
    try:
        with scope_use(request.actor.scope):
            day_reopen(actor=request.actor, day=day, reason=form.cleaned_data["reason"])
    except Refused as refusal:
        refusal_show(form, refusal)
        return False
    messages.success(request, _("The day is open again. Close it once its cash is counted."))
    return True


def _closing(request: SignedInRequest, day: date) -> dict[str, Any]:
    """Return how the day of the official's unit was closed, and whether its figures moved since."""
    posting = request.actor.posting_for(Action.PAYMENT_RECONCILE)
    closing = closing_of(unit_id=posting.unit_id, day=day)
    over = closing_over(posting.unit_id, day)
    above = over is not None and over.unit_id != posting.unit_id
    closed_above = unit_get(over.unit_id).full_name if over is not None and above else ""
    if closing is None:
        return {"closing": None, "closed_above": closed_above}
    people = accounts_by_ids(
        one for one in (closing.closed_by, closing.reopened_by) if one is not None
    )
    now = {
        one.method.value: (one.received, one.received_vnd, one.refunded, one.refunded_vnd)
        for one in day_figures(day, unit_ids=posting.unit_ids)
    }
    then = {
        method: (f["received"], f["received_vnd"], f["refunded"], f["refunded_vnd"])
        for method, f in closing.figures.items()
    }
    return {
        "closing": closing,
        "closed_above": closed_above,
        "closer": people[closing.closed_by].name if closing.closed_by in people else "",
        "opener": people[closing.reopened_by].name if closing.reopened_by in people else "",
        "moved_since": any(now.get(method) != figures for method, figures in then.items()),
    }
