"""Strike out a wrong line of the register; its number stays with the reason."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.certification.queries import entry_get
from motcua.certification.services import entry_cancel
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import NotFound, Refused
from motcua.office.reading import dossier_read
from motcua.office.refusals import refusal_show


class CancelForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("What is wrong with the line"),
        help_text=gettext_lazy("It stands in the register for good, beside the number."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@requires(Action.DOSSIER_APPROVE)
@require_http_methods(["GET", "HEAD", "POST"])
def certification_cancel(request: SignedInRequest, entry_id: int) -> HttpResponse:
    """Show the line; on POST strike it out. 404 for a line of another unit."""
    try:
        entry = entry_get(entry_id)
    except NotFound as refusal:
        raise Http404 from refusal
    if not request.actor.may(Action.DOSSIER_APPROVE, entry.unit_id):
        raise Http404
    dossier_read(request, entry.code, purpose="correction of the register")
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            entry_cancel(actor=request.actor, entry_id=entry_id, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(
                request,
                _("Number %(number)s is struck out. It stays in the register with your reason.")
                % {"number": entry.text},
            )
            return redirect("office:certification_batch", entry.code)
    context = {
        "entry": entry,
        "form": form,
        "own": entry.certified_by == request.actor.account_id,
    }
    status = 422 if form.is_bound else 200
    return render(request, "office/certification_cancel.html", context, status=status)
