"""One letter for many: apologise in several dossiers with one cause, reason and new date."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from motcua.documents.signatures import registry
from motcua.dossiers.queries.late import late_cause_shared
from motcua.dossiers.services import dossiers_apologise
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.assurance import form_kept, proof_needed
from motcua.identity.types import Action
from motcua.kernel.errors import Refused
from motcua.kernel.scope import no_transaction, scope_use
from motcua.office.late import ApologyFields
from motcua.office.letter_doing import letter_do
from motcua.office.refusals import refusal_show

CHOSEN_MAX = 100
CODE_MAX = 48


@requires(Action.DOSSIER_APPROVE)
@no_transaction  # each letter may be signed, outside of a transaction
@require_http_methods(["GET", "POST"])
def overdue_apologise(request: SignedInRequest) -> HttpResponse:
    """Ask for the letter of what was chosen, then send each; say which could not be sent.

    A GET comes back from the proof of who it is, with what was typed before.
    """
    codes = _codes(request.POST)
    if not codes:
        return _typed_before(request)
    if "send" not in request.POST:
        with scope_use(request.actor.scope):
            recorded = late_cause_shared(codes)
        form = ApologyFields(initial={"cause": recorded.value})
        form.days_check()
        return render(request, "office/overdue_apologise.html", {"form": form, "codes": codes})
    form = ApologyFields(request.POST)
    form.days_check()
    if form.is_valid():
        try:
            if registry.may_sign(f"account:{request.actor.username}"):
                first = proof_needed(request, request.actor, keep=True)
                if first is not None:  # a signature has the force of one's hand
                    return first
            done, failed = dossiers_apologise(
                actor=request.actor,
                codes=codes,
                sign=partial(letter_do, request.actor.scope),
                **form.cleaned_data,
            )
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


def _codes(given: QueryDict) -> list[str]:
    asked = given.getlist("item")
    chosen = [code for code in asked if 0 < len(code) <= CODE_MAX and code.isprintable()]
    return list(dict.fromkeys(chosen))[:CHOSEN_MAX]


def _typed_before(request: SignedInRequest) -> HttpResponse:
    """Show the letter as it was typed before who it is had to be proved; else the list."""
    kept = form_kept(request)
    codes = _codes(kept) if kept else []
    if kept is None or not codes:
        if request.method == "POST":
            messages.warning(request, _("Choose at least one dossier first."))
        return redirect("office:overdue")
    form = ApologyFields(initial={name: kept.get(name) for name in kept})
    form.days_check()
    return render(request, "office/overdue_apologise.html", {"form": form, "codes": codes})
