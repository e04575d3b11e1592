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
from motcua.kernel.errors import NotFound, Refused
from motcua.office.payments import KINDS, METHODS
from motcua.office.refusals import refusal_show
from motcua.payments.queries.desk import mismatch_get
from motcua.payments.services import mismatch_resolve as operate


class ReasonForm(forms.Form):
    """What was found and done."""

    reason = forms.CharField(
        label=gettext_lazy("What was found, and what was done"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@requires(Action.PAYMENT_RECONCILE)
@require_http_methods(["GET", "HEAD", "POST"])
def mismatch_resolve(request: SignedInRequest, mismatch_id: int) -> HttpResponse:
    """Show both sides and take the explanation."""
    try:
        found = mismatch_get(mismatch_id)
    except NotFound as refusal:
        raise Http404 from refusal
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operate(actor=request.actor, mismatch_id=mismatch_id, **form.cleaned_data)
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(request, _("The difference is made clear."))
            return redirect("office:payments")
    context = {
        "form": form, "found": found, "kind": KINDS[found.kind], "method": METHODS[found.method],
    }  # fmt: skip
    return render(request, "office/mismatch_resolve.html", context)
