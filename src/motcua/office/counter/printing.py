"""Answering with a printed form: read the dossier, gather what stands around it, print."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import override

from motcua.documents.forms import Form01, Form06, Letter
from motcua.documents.pdf import form_pdf
from motcua.dossiers.queries.papers import paper_pdf
from motcua.dossiers.slip_paper import Around, around_of, event_of
from motcua.dossiers.types import FactType, PaperForm
from motcua.dossiers.views import DossierView
from motcua.identity.access import SignedInRequest
from motcua.identity.queries import accounts_by_ids
from motcua.office.counter.prints import letter_again
from motcua.office.reading import dossier_read

Printed = Form01 | Form06 | Letter
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
    return pdf_answer(form_pdf(form), f"{dossier.code}-{name}.pdf")


def letter_answer(
    request: SignedInRequest,
    code: str,
    form: PaperForm,
    facts: tuple[FactType, ...],
    ordinal: str = "",
) -> HttpResponse:
    """Return the latest issued form of a kind (or of the request `ordinal`), as it was issued.

    Forms of before they were numbered, and of imported histories, are printed from the events.
    """
    name = f"form-{form.value}"
    with override("vi"):
        dossier = dossier_read(request, code, purpose=f"print of {name}")
        issued = [one for one in dossier.papers if one.form is form]
        if ordinal:
            issued = [one for one in issued if str(one.ordinal) == ordinal]
        if issued:
            made = paper_pdf(dossier.id, issued[-1].id)[1]
            return pdf_answer(made, f"{dossier.code}-{name}.pdf")

    def build(view: DossierView, around: Around) -> Letter:
        sent = [one for one in view.supplements if one.requested_at is not None]
        chosen = [one for one in sent if not ordinal or str(one.ordinal) == ordinal]
        asked = chosen[-1] if chosen else None
        if form is PaperForm.SUPPLEMENT and asked is None:
            raise ValueError("no such request")
        fact = next((one for one in facts if event_of(view, one)), facts[0])
        request = asked if form is PaperForm.SUPPLEMENT else None
        return letter_again(view, around, fact, request)

    return print_answer(request, code, name, build)


def pdf_answer(data: bytes, name: str) -> HttpResponse:
    """Return a PDF to be shown and printed; nobody on the way keeps it."""
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


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
