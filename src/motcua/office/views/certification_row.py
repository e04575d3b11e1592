"""Correct one row of certified copies while they are compared; what it said before stays."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.certification.rules import NOTE_MAX
from motcua.certification.services import row_correct
from motcua.certification.types import BatchView, Correction, RowState, RowView
from motcua.dossiers.views import DossierView
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action, Actor
from motcua.kernel.errors import NotFound, Refused
from motcua.office.certifying import RowForm, batch_or_404
from motcua.office.reading import dossier_read
from motcua.office.refusals import refusal_show
from motcua.ui.formats import money
from motcua.workflow.types import Act


class CorrectForm(forms.Form):
    """What the row should say, and what was wrong with it."""

    name = RowForm.base_fields["name"]
    pages = RowForm.base_fields["pages"]
    copies = RowForm.base_fields["copies"]
    reason = forms.CharField(
        label=gettext_lazy("What was wrong"),
        help_text=gettext_lazy("It stays in the history of these copies."),
        max_length=NOTE_MAX,
        error_messages={"required": gettext_lazy("Say what was wrong.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


@requires(Action.DOSSIER_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def certification_row(request: SignedInRequest, code: str, position: int) -> HttpResponse:
    """Show the row; a POST corrects it. 404 outside one's units and for a row that is not there."""
    dossier = dossier_read(request, code, purpose="certified copies")
    row = _row(batch_or_404(dossier.code), position)
    may = _may(request.actor, dossier, row)
    form = CorrectForm(request.POST if request.method == "POST" else None, initial=_said(row))
    if form.is_bound and may and form.is_valid():
        given = {name: form.cleaned_data[name] for name in CorrectForm.base_fields}
        try:
            too_much = row_correct(
                actor=request.actor, code=code, correction=Correction(position, **given)
            )
        except NotFound as refusal:
            raise Http404 from refusal
        except Refused as refusal:
            row = _row(batch_or_404(dossier.code), position)  # as it stands since
            may = _may(request.actor, dossier, row)
            sent = request.POST.copy()
            sent["version"] = str(row.version)
            form.data = sent
            refusal_show(form, refusal)
        else:
            _told(request, too_much)
            return redirect("office:certification_batch", dossier.code)
    context = {"dossier": dossier, "row": row, "form": form, "may": may}
    status = 422 if form.is_bound else 200
    return render(request, "office/certification_row.html", context, status=status)


def _row(batch: BatchView, position: int) -> RowView:
    found = next((one for one in batch.rows if one.position == position), None)
    if found is None:
        raise Http404
    return found


def _may(actor: Actor, dossier: DossierView, row: RowView) -> bool:
    """Tell whether this person may correct the row now: whoever compares, at that step."""
    return row.state is RowState.WAITING and any(
        one.state.is_live
        and one.act is Act.APPRAISE
        and actor.may(Action.DOSSIER_APPRAISE, one.unit_id)
        for one in dossier.items
    )


def _said(row: RowView) -> dict[str, object]:
    return {name: getattr(row, name) for name in ("name", "pages", "copies", "version")}


def _told(request: SignedInRequest, too_much: int) -> None:
    messages.success(request, _("The paper is corrected. What it said before stays below."))
    if too_much:
        messages.warning(
            request,
            _("%(amount)s was paid too much. Ask the finance officer for a refund.")
            % {"amount": money(too_much)},
        )
