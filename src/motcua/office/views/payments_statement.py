"""Take in a bank statement: what names an order pays it, the rest is shown."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Refused
from motcua.kernel.tabular import ImportReport
from motcua.office.refusals import refusal_show
from motcua.organisations.queries import units_by_ids
from motcua.payments.services import StatementRow, statement_import, statement_read

BYTES_MAX = 5_000_000
SUFFIXES = {".csv", ".xlsx", ".json"}


class StatementForm(forms.Form):
    """Whose account, and the file."""

    unit = forms.TypedChoiceField(label=gettext_lazy("Account of"), coerce=int)
    file = forms.FileField(label=gettext_lazy("Bank statement (CSV, XLSX or JSON)"))

    def __init__(self, *args: object, choices: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]


@requires(Action.PAYMENT_RECONCILE)
@require_http_methods(["GET", "HEAD", "POST"])
def payments_statement(request: SignedInRequest) -> HttpResponse:
    """Ask for the file and take it in; a line is taken once, however often it comes."""
    ids = request.actor.unit_ids_for(Action.PAYMENT_RECONCILE)
    units = sorted(units_by_ids(ids).values(), key=lambda unit: len(unit.path_ids))
    choices = [(str(unit.id), unit.full_name) for unit in units]
    form = StatementForm(request.POST or None, request.FILES or None, choices=choices)
    report = None
    if request.method == "POST" and form.is_valid():
        try:
            rows, report = _read(form)
            counts = statement_import(
                unit_id=form.cleaned_data["unit"], rows=rows, actor=request.actor
            )
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(
                request,
                _("%(new)s lines, %(matched)s paid an order, %(unmatched)s are not clear.")
                % counts,
            )
            if not report.refused:
                return redirect("office:payments")
    context = {"form": form, "refused": report.refused if report else []}
    return render(request, "office/payments_statement.html", context)


def _read(form: StatementForm) -> tuple[list[StatementRow], ImportReport]:
    upload = form.cleaned_data["file"]
    suffix = Path(upload.name).suffix.lower()
    if suffix not in SUFFIXES or upload.size > BYTES_MAX:
        raise Refused("file", _("Choose a CSV, XLSX or JSON file of at most 5 MB."))
    with tempfile.NamedTemporaryFile(suffix=suffix) as kept:
        for chunk in upload.chunks():
            kept.write(chunk)
        kept.flush()
        return statement_read(Path(kept.name))
