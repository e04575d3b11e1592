"""One target: every unit with its figure, its forecast, and how many dossiers are missing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Refused
from motcua.office.difficulty_forms import ReasonForm
from motcua.office.refusals import refusal_show
from motcua.office.targets import (
    any_of,
    followed_words,
    passing_targets,
    province_of,
    unit_words,
)
from motcua.office.unsound import unsound_told
from motcua.oversight.queries.targets import target_followed, target_get
from motcua.oversight.services.targets import target_end


@requires(Action.OVERSIGHT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def target(request: SignedInRequest, target_id: int) -> HttpResponse:
    """Show it; a POST of whoever keeps the register ends it, with the reason."""
    unit, seen = province_of(request)
    found = target_get(unit.id, target_id)
    keeps = request.actor.may(Action.OVERSIGHT_KEEP, unit.id)
    if found is None:
        messages.warning(request, _("There is no such target here."))
        return redirect("office:targets")
    form = ReasonForm(request.POST) if request.method == "POST" else ReasonForm()
    if request.method == "POST" and not keeps:
        messages.warning(request, _("Only whoever keeps the register of the province changes it."))
        return redirect(request.path)
    if request.method == "POST" and form.is_valid():
        try:
            target_end(actor=request.actor, target_id=target_id, reason=form.cleaned_data["text"])
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(request, _("It is followed no longer, and stays to be read."))
            return redirect("office:targets")
    followed = target_followed(found, unit, seen=seen)
    context: dict[str, Any] = {
        **followed_words(followed),
        "unsound": unsound_told(followed.unsound, followed.unsound_codes, request.actor),
        "passing": passing_targets(request, [followed]),
        "units": [unit_words(request, followed, one) for one in followed.units if any_of(one)],
        "bare": [one.unit for one in followed.units if not any_of(one)],
        "may_end": found.ended_at is None and keeps,
        "form": form,
        "failed": [form] if form.is_bound else [],
    }
    status = 422 if form.is_bound else 200
    return render(request, "office/target.html", context, status=status)
