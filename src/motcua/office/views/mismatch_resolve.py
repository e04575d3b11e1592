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
from motcua.identity.types import Action
from motcua.kernel.audit import reading_record
from motcua.kernel.errors import NotFound, Refused
from motcua.office.payments import KINDS, METHODS, TO_DO
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
            operate(actor=request.actor, mismatch_id=mismatch_id, **form.cleaned_data)
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(request, _("The difference is made clear."))
            return redirect("office:payments")
    context = {
        "form": form,
        "reason": reason,
        "book": book if mismatch_bookable(found) else None,
        "found": found,
        "kind": KINDS[found.kind],
        "to_do": TO_DO[found.kind],
        "method": METHODS[found.method],
        "text": _text(request, found),
    }
    return render(request, "office/mismatch_resolve.html", context)


def _text(request: SignedInRequest, found: MismatchView) -> str:
    """Return what the payer wrote with the money; it may name a person, so the reading is kept."""
    text = statement_text(found)
    if text:
        posting = request.actor.posting_for(Action.PAYMENT_RECONCILE, found.unit_id)
        reading_record(
            account_id=posting.account_id,
            posting_id=posting.id,
            subject=f"mismatch:{found.id}",
            purpose="reconciliation",
            route="office:mismatch_resolve",
        )
    return text
