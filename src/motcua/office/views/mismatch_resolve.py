"""Make a difference clear, with the reason."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel.errors import NotFound, Refused
from motcua.office.payments import KINDS, METHODS, resolution, to_do, whose
from motcua.office.reading import payment_reading
from motcua.office.refusals import refusal_show
from motcua.payments.queries.desk import mismatch_get, statement_text
from motcua.payments.services import mismatch_book, mismatch_bookable
from motcua.payments.services import mismatch_resolve as resolve
from motcua.payments.types import MismatchView


class ReasonForm(forms.Form):
    """What was found and done."""

    reason = forms.CharField(
        label=gettext_lazy("What was found, and what was done"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class BookingForm(forms.Form):
    """The payment that the money was for."""

    order_code = forms.CharField(
        label=gettext_lazy("Code of the payment"),
        help_text=gettext_lazy("MC and ten signs, as the payer's page and the dossier show it."),
        max_length=12,
    )


@requires(Action.PAYMENT_RECONCILE)
@require_http_methods(["GET", "HEAD", "POST"])
def mismatch_resolve(request: SignedInRequest, mismatch_id: int) -> HttpResponse:
    """Show both sides and take the explanation."""
    try:
        found = mismatch_get(mismatch_id)
    except NotFound as refusal:
        raise Http404 from refusal
    books = request.POST.get("act") == "book"
    sent = request.POST if request.method == "POST" else None
    reason, book = ReasonForm(None if books else sent), BookingForm(sent if books else None)
    form: forms.Form = book if books else reason
    if form.is_bound and form.is_valid():
        operate = mismatch_book if books else resolve
        try:
            done = operate(actor=request.actor, mismatch_id=mismatch_id, **form.cleaned_data)
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            return _go_on(request, closed=done is not False)
    context = {
        "form": form,
        "reason": reason,
        "book": book if mismatch_bookable(found) else None,
        "found": found,
        "kind": KINDS[found.kind],
        "to_do": to_do(found),
        "resolution": resolution(found),
        "explainer": _name(found.explained_by),
        "own": found.explained_by == request.actor.account_id,
        "method": METHODS[found.method],
        "whose": whose(found)[0],
        "text": _text(request, found),
    }
    return render(request, "office/mismatch_resolve.html", context)


def _go_on(request: SignedInRequest, *, closed: bool) -> HttpResponse:
    if closed:
        messages.success(request, _("The difference is made clear."))
    else:
        messages.info(
            request,
            _("Your explanation is kept. You had a part in this, so another person approves it."),
        )
    return redirect("office:payments")


def _name(account_id: int | None) -> str:
    known = accounts_by_ids([account_id]) if account_id is not None else {}
    return known[account_id].name if account_id in known else ""


def _text(request: SignedInRequest, found: MismatchView) -> str:
    """Return what the payer wrote with the money; it may name a person, so the reading is kept."""
    text = statement_text(found)
    if text:
        payment_reading(
            request,
            Action.PAYMENT_RECONCILE,
            found.unit_id,
            found.order_code,
            subject=f"mismatch:{found.id}",
            purpose="reconciliation",
        )
    return text
