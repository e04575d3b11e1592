"""Answering with a printed form: read the dossier, gather what stands around it, print."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import override

from motcua.deadlines.explain import explanation_lines
from motcua.documents.forms import Form01, Form02, Form03, Form05, Form06
from motcua.documents.pdf import form_pdf
from motcua.dossiers.chain import security_code
from motcua.dossiers.services.submit import tracking_url
from motcua.dossiers.views import DossierView
from motcua.identity.access import SignedInRequest
from motcua.identity.queries import accounts_by_ids
from motcua.kernel import clock
from motcua.office.counter.prints import Around
from motcua.office.reading import dossier_read
from motcua.organisations.queries import units_by_ids
from motcua.procedures.labels import limit_text

Printed = Form01 | Form02 | Form03 | Form05 | Form06
HINTS = frozenset({"en", "id"})


def print_answer(
    request: SignedInRequest,
    code: str,
    name: str,
    build: Callable[[DossierView, Around], Printed],
) -> HttpResponse:
    """Return a form of a dossier as PDF/A, to be shown and printed; the reading is recorded.

    404 outside one's units. A form that the dossier does not have (`build` raises ValueError)
    leads back to the dossier with a plain message. `?hints=en|id` adds a second language.
    """
    hints = request.GET.get("hints", "")
    with override("vi"):  # names of steps and limits stand on paper in the procedure's language
        dossier = _with_receivers(dossier_read(request, code, purpose=f"print of {name}"))
        around = around_of(dossier, hints=hints if hints in HINTS else "")
        try:
            form = build(dossier, around)
        except ValueError:
            form = None
    if form is None:
        messages.warning(request, _("This dossier has no such form at present."))
        return redirect("office:dossier", dossier.code)
    response = HttpResponse(form_pdf(form), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{dossier.code}-{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def around_of(dossier: DossierView, *, hints: str = "") -> Around:
    """Return what a print needs besides the dossier; two statements."""
    ids = {dossier.receiving_unit.id, dossier.competent_unit.id, dossier.return_unit.id}
    ids |= {item.unit_id for item in dossier.items}
    ids |= {hop.from_unit_id for hop in dossier.hand_overs if hop.from_unit_id is not None}
    units = units_by_ids(ids)
    above = {one for unit in units.values() for one in unit.path_ids} - units.keys()
    return Around(
        units=units | units_by_ids(above),
        tracking_url=tracking_url(dossier.code),
        tracking_key=security_code(dossier.code),
        limit_text=limit_text(dossier.procedure.limit),
        due_lines=tuple(explanation_lines(dossier.due_explanation)),
        printed_at=clock.now(),
        hints=hints,
    )


def _with_receivers(dossier: DossierView) -> DossierView:
    """Add the names of everybody who gave or received, which the dossier's page does not need."""
    ids: set[Any] = {hop.from_account_id for hop in dossier.hand_overs}
    ids |= {hop.to_account_id for hop in dossier.hand_overs}
    ids |= {hop.confirmed_by_id for hop in dossier.hand_overs}
    ids |= {supplement.approved_by for supplement in dossier.supplements}
    unknown = {one for one in ids if one is not None} - dossier.accounts.keys()
    if unknown:
        names = {key: account.name for key, account in accounts_by_ids(unknown).items()}
        dossier.accounts.update(names)
    return dossier
