"""One letter for many: apologise in several dossiers with one cause, reason and new date."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from motcua.dossiers.services import dossiers_apologise
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Refused
from motcua.office.late import ApologyFields
from motcua.office.refusals import refusal_show

CHOSEN_MAX = 100
CODE_MAX = 48


@requires(Action.DOSSIER_APPROVE)
@require_POST
def overdue_apologise(request: SignedInRequest) -> HttpResponse:
    """Ask for the letter of what was chosen, then send each; say which could not be sent."""
    chosen = [code for code in request.POST.getlist("item") if 0 < len(code) <= CODE_MAX]
    codes = list(dict.fromkeys(chosen))[:CHOSEN_MAX]
    if not codes:
        messages.warning(request, _("Choose at least one dossier first."))
        return redirect("office:overdue")
    if "send" not in request.POST:
        form = ApologyFields()
        form.days_check()
        return render(request, "office/overdue_apologise.html", {"form": form, "codes": codes})
    form = ApologyFields(request.POST)
    form.days_check()
    if form.is_valid():
        try:
            done, failed = dossiers_apologise(actor=request.actor, codes=codes, **form.cleaned_data)
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            words = ngettext("%(n)d apology is sent.", "%(n)d apologies are sent.", len(done)) % {
                "n": len(done)
            }
            if not failed:
                messages.success(request, words)
                return redirect("office:overdue")
            told = {"done": words if done else "", "failed": failed}
            return render(request, "office/overdue_apologise.html", told)
    asked = {"form": form, "codes": codes}
    return render(request, "office/overdue_apologise.html", asked, status=422)
