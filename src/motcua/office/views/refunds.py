"""Refunds: proposed, asked for, to be approved by another person, to be paid out."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, fresh, requires
from motcua.identity.types import Action
from motcua.kernel.errors import NotFound, Refused
from motcua.office.payments import KINDS, METHODS, REFUNDS
from motcua.payments.queries import account_changes, receipt_find
from motcua.payments.queries.desk import (
    mismatches_explained,
    refund_get,
    refunds_closed,
    refunds_open,
)
from motcua.payments.services import refund_approve, refund_pay, refund_reject, refund_request
from motcua.payments.types import Method, ReceiptView, RefundState, RefundView


class FindForm(forms.Form):
    """The payment of which a refund is to be asked for."""

    payment = forms.CharField(
        label=gettext_lazy("Receipt number or code of the payment"),
        help_text=gettext_lazy("As it stands on the receipt: 2026/000123, MC…, or its check code."),
        max_length=40,
    )


@requires(Action.REFUND_APPROVE)
@fresh
@require_http_methods(["GET", "HEAD", "POST"])
def refunds(request: SignedInRequest) -> HttpResponse:
    """List them; each shows only what this person may do next."""
    if request.method == "POST":
        try:
            _do(request)
        except NotFound as refusal:
            raise Http404 from refusal
        except Refused as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("It is recorded."))
        return redirect("office:refunds")
    wanted = request.GET.get("payment", "").strip()[:40]
    found = _find(request, wanted) if wanted else None
    if found is not None:
        return redirect("office:refund_new", found.order_code)
    context = {
        "wanted": wanted,
        "find": FindForm(initial={"payment": wanted}),
        "may_ask": request.actor.may(Action.REFUND_REQUEST),
        "explained": [
            (one, KINDS[one.kind])
            for one in mismatches_explained()
            if one.explained_by != request.actor.account_id
        ],
        "open": [_line(request, one) for one in refunds_open()],
        "accounts_waiting": [
            one
            for one in account_changes(waiting=True)
            if one.entered_by != request.actor.account_id
        ],
        "closed": [_line(request, one) for one in refunds_closed()],
    }
    return render(request, "office/refunds.html", context)


def _find(request: SignedInRequest, wanted: str) -> ReceiptView | None:
    """Return the receipt that was asked for, where this person may ask for its refund."""
    return receipt_find(wanted, request.actor.unit_ids_for(Action.REFUND_REQUEST))


def _do(request: SignedInRequest) -> None:
    number = request.POST.get("refund", "")
    if not number and "act" not in request.POST:
        raise Refused("nothing_chosen", _("Choose what is to be done with which refund."))
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        raise Http404
    refund_id, act = int(number), request.POST.get("act", "")
    if act == "approve":
        refund_approve(actor=request.actor, refund_id=refund_id)
    elif act == "reject":
        refund_reject(actor=request.actor, refund_id=refund_id)
    elif act == "pay":
        proof = request.POST.get("proof", "")
        refund_pay(actor=request.actor, refund_id=refund_id, external_id=proof)
    elif act == "request":
        found = refund_get(refund_id)
        refund_request(
            actor=request.actor,
            order_code=found.order.code,
            reason=found.reason,
            amount_vnd=found.amount_vnd,
        )
    else:
        raise Http404


def _line(request: SignedInRequest, one: RefundView) -> dict[str, object]:
    actor, unit = request.actor, one.order.unit_id
    own = one.requested_by == actor.account_id
    approves = actor.may(Action.REFUND_APPROVE, unit)
    word, tone = REFUNDS[one.state]
    return {
        "refund": one,
        "word": word,
        "tone": tone,
        "method": METHODS[one.method],
        "may_request": one.state is RefundState.PROPOSED and actor.may(Action.REFUND_REQUEST, unit),
        "may_approve": one.state is RefundState.REQUESTED and approves and not own,
        "may_reject": one.state in {RefundState.PROPOSED, RefundState.REQUESTED} and approves,
        "may_pay": one.state is RefundState.APPROVED
        and one.method is not Method.PLATFORM
        and actor.may(Action.PAYMENT_RECONCILE, unit),
        "waits_for_other": one.state is RefundState.REQUESTED and own,
    }
