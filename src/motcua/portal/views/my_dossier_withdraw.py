"""Withdraw one's own dossier: what it means, then the button."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.services.citizen_after import dossier_withdraw_own
from motcua.filing.queries import group_of_dossier
from motcua.kernel.errors import Refused
from motcua.portal.filing import filing_page, level_two
from motcua.portal.own import WITHDRAWABLE


class WithdrawForm(forms.Form):
    """Why; the office needs a reason on paper (form 05)."""

    reason = forms.CharField(
        label=gettext_lazy("Why do you withdraw it?"),
        max_length=500,
        error_messages={"required": gettext_lazy("Please say why in a few words.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


@filing_page
@level_two
@require_http_methods(["GET", "HEAD", "POST"])
def my_dossier_withdraw(request: CitizenRequest, code: str) -> HttpResponse:
    """Ask, then do it; a dossier that went on meanwhile is shown as it is now."""
    dossier = dossier_get(code)
    group = group_of_dossier(request.citizen, dossier.id)
    if group and request.method != "POST":  # a part may take others with it; that page says which
        return redirect("portal:my_group_withdraw", group)
    if dossier.status not in WITHDRAWABLE:
        messages.info(request, _("This dossier can no longer be withdrawn."))
        return redirect("portal:my_dossier", code)
    if request.method != "POST":
        form = WithdrawForm(initial={"version": dossier.version})
        return _page(request, code, form, 200)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            dossier_withdraw_own(
                citizen=request.citizen,
                code=code,
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"],
            )
        except Refused as refusal:
            form.add_error(None, refusal.message)
            form.data = {**form.data.dict(), "version": str(dossier_get(code).version)}  # type: ignore[attr-defined]
        else:
            messages.success(request, _("Your dossier is withdrawn. Nobody works on it any more."))
            return redirect("portal:my_dossier", code)
    return _page(request, code, form, 422)


def _page(request: CitizenRequest, code: str, form: WithdrawForm, status: int) -> HttpResponse:
    context = {"code": code, "form": form}
    return render(request, "portal/my_dossier_withdraw.html", context, status=status)
