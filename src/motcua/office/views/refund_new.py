"""Ask for a refund of a payment; another person approves it on the page of refunds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, fresh, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.fields import MoneyField
from motcua.office.payments import METHODS, REFUNDS
from motcua.office.reading import payment_reading
from motcua.office.refusals import refusal_show
from motcua.payments.queries import receipt_get
from motcua.payments.queries.desk import refunds_of
from motcua.payments.services import refund_request
from motcua.payments.types import ReceiptView, RefundState

WAITING = frozenset({RefundState.REQUESTED, RefundState.APPROVED})


class RefundForm(forms.Form):
    """How much, and why."""

    amount_vnd = MoneyField(label=gettext_lazy("Amount to give back"))
    reason = forms.CharField(
        label=gettext_lazy("Why the money goes back"),
        help_text=gettext_lazy("Name the paper that proves it. Whoever approves it reads this."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@requires(Action.REFUND_REQUEST)
@fresh
@require_http_methods(["GET", "HEAD", "POST"])
def refund_new(request: SignedInRequest, code: str) -> HttpResponse:
    """Show what was paid and what is left of it; on POST ask for the refund."""
    receipt = _receipt(request, code)
    left = receipt.amount_vnd - receipt.refunded_vnd
    form = RefundForm(
        request.POST if request.method == "POST" else None,
        initial={"amount_vnd": f"{left:,}".replace(",", ".")},
    )
    if form.is_bound and form.is_valid():
        try:
            refund_request(actor=request.actor, order_code=code, **form.cleaned_data)
        except NotFound as refusal:
            raise Http404 from refusal
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(
                request, _("The refund is asked for. Another person approves it here.")
            )
            return redirect("office:refunds")
    return render(
        request,
        "office/refund_new.html",
        _context(receipt, form, left),
        status=422 if form.is_bound else 200,
    )


def _receipt(request: SignedInRequest, code: str) -> ReceiptView:
    """Return the receipt of a payment of one's own units and record the reading; 404 otherwise."""
    if not code.isalnum() or len(code) > 12:
        raise Http404
    try:
        receipt = receipt_get(code)
        payment_reading(request, Action.REFUND_REQUEST, receipt.unit_id, code, purpose="refund")
    except (NotFound, Forbidden) as refusal:
        raise Http404 from refusal
    return receipt


def _context(receipt: ReceiptView, form: RefundForm, left: int) -> dict[str, Any]:
    refunds = refunds_of(receipt.order_code)
    return {
        "receipt": receipt,
        "method": METHODS[receipt.method],
        "left_vnd": left,
        "refunds": [(one, *REFUNDS[one.state]) for one in refunds],
        "waiting": next((one for one in refunds if one.state in WAITING), None),
        "form": form,
    }
