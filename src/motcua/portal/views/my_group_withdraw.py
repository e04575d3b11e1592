"""Withdraw parts of a group: which, why, and what goes with them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.filing.queries import GroupView, group_get
from motcua.filing.services import group_withdraw
from motcua.kernel.errors import Refused
from motcua.portal.filing import filing_page, level_two


class WithdrawForm(forms.Form):
    """Which parts, and why; each office needs a reason on paper (form 05)."""

    parts = forms.MultipleChoiceField(
        label=gettext_lazy("What do you withdraw?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one part.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why do you withdraw it?"),
        max_length=500,
        error_messages={"required": gettext_lazy("Please say why in a few words.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any, group: GroupView) -> None:
        """Offer the parts that have not ended."""
        super().__init__(data)
        self.fields["parts"].choices = [  # type: ignore[attr-defined]
            (one.key, one.title) for one in group.parts if one.withdrawable
        ]


@filing_page
@level_two
@require_http_methods(["GET", "HEAD", "POST"])
def my_group_withdraw(request: CitizenRequest, group_id: str) -> HttpResponse:
    """Ask, then do it; what has ended meanwhile is not offered any more."""
    group = group_get(request.citizen, group_id)
    if not group.withdrawable:
        messages.info(request, _("There is nothing left to withdraw."))
        return redirect("portal:my_group", group_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None, group)
    if form.is_valid():
        try:
            group_withdraw(
                citizen=request.citizen,
                public_id=group_id,
                keys=form.cleaned_data["parts"],
                reason=form.cleaned_data["reason"],
            )
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("It is withdrawn. Nobody works on it any more."))
            return redirect("portal:my_group", group_id)
    context = {
        "group": group,
        "form": form,
        "hanging": _hanging(group),
        "back_url": reverse("portal:my_group", args=[group_id]),
    }
    status = 422 if form.is_bound else 200
    return render(request, "portal/my_group_withdraw.html", context, status=status)


def _hanging(group: GroupView) -> list[str]:
    """Say what ends with a part that others wait for."""
    waiting: dict[str, list[str]] = {}
    for part in group.parts:
        for title in part.waits_for if part.waiting else ():
            waiting.setdefault(title, []).append(part.title)
    return [
        _("If you withdraw “%(part)s”, this ends too: %(others)s.")
        % {"part": title, "others": ", ".join(others)}
        for title, others in waiting.items()
    ]
