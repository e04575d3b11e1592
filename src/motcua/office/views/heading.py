"""A unit's own heading, telephone and hints on its papers: edited by its lead, with a preview."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.documents.pdf import form_pdf
from motcua.dossiers.papers import HeadingView, Heads
from motcua.dossiers.queries.headings import heading_view, headings_history, heads_of
from motcua.dossiers.samples import sample_letter
from motcua.dossiers.services.heading import HINT_MAX, HeadingInput, heading_clean, heading_edit
from motcua.dossiers.types import PaperForm
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Refused
from motcua.office.counter.printing import pdf_answer
from motcua.office.headings import unit_of, units_headed
from motcua.office.refusals import refusal_show
from motcua.organisations.types import UnitView

HINTS = {
    PaperForm.SLIP: gettext_lazy("Hint on the slip (form 01)"),
    PaperForm.SUPPLEMENT: gettext_lazy("Hint on a request for a supplement (form 02)"),
    PaperForm.REFUSAL: gettext_lazy("Hint on a refusal (form 03)"),
    PaperForm.APOLOGY: gettext_lazy("Hint on an apology (form 04)"),
    PaperForm.STOP: gettext_lazy("Hint on a notice of stop (form 05)"),
}


class HeadingForm(forms.Form):
    """Everything may stay empty: then the directory of units speaks."""

    superior = forms.CharField(label=gettext_lazy("Line above the name"), required=False)
    name = forms.CharField(label=gettext_lazy("Name of the unit"), required=False)
    place = forms.CharField(label=gettext_lazy("Place beside the date"), required=False)
    abbreviation = forms.CharField(
        label=gettext_lazy("Abbreviation in numbers"),
        help_text=gettext_lazy("As in 07/PYC-TTPVHCC."),
        required=False,
    )
    signer_title = forms.CharField(
        label=gettext_lazy("Title of who signs for the unit"),
        required=False,
        help_text=gettext_lazy(
            "Head's title alone, or “TM. Ủy ban nhân dân / Chủ tịch” where the head signs for the "
            "committee."
        ),
    )
    seat = forms.CharField(label=gettext_lazy("Address"), required=False)
    hotline = forms.CharField(label=gettext_lazy("Telephone"), required=False)
    hours = forms.CharField(label=gettext_lazy("Opening hours"), required=False)
    valid_from = forms.DateField(
        label=gettext_lazy("In force from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        """Add a hint for each form that people take home."""
        super().__init__(*args, **more)
        for paper, label in HINTS.items():
            self.fields[f"hint_{paper.value}"] = forms.CharField(
                label=label,
                required=False,
                max_length=HINT_MAX,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def given(self) -> HeadingInput:
        """Return what was typed."""
        data = dict(self.cleaned_data)
        hints = {paper: data.pop(f"hint_{paper.value}") for paper in HINTS}
        return HeadingInput(**data, hints=hints)


@requires(Action.HEADING_EDIT)
@require_http_methods(["GET", "POST"])
def heading(request: SignedInRequest) -> HttpResponse:
    """Show and edit; "preview" answers with a sample letter under what was typed."""
    units = units_headed(request.actor)
    if not units and not request.GET:  # who leads a body beside the People's Committee
        return render(request, "office/_heading_none.html")
    unit = unit_of(units, request.GET.get("unit", ""))
    history = headings_history(unit.id)
    if request.method != "POST":
        return _page(request, units, unit, history, HeadingForm(initial=_initial(history)))
    form = HeadingForm(request.POST)
    if form.is_valid():
        try:
            if "preview" in request.POST:
                return _preview(unit, form.given())
            heading_edit(
                actor=request.actor, unit_id=unit.id, given=form.given(), version=_version(request)
            )
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(request, _("The heading is saved. New papers bear it from its day."))
            return redirect(f"{request.path}?unit={unit.code}")
    return _page(request, units, unit, history, form, status=422)


def _preview(unit: UnitView, given: HeadingInput) -> HttpResponse:
    row = heading_clean(given)
    row.unit_id, row.version = unit.id, 0
    around = heads_of([unit.id])
    heads = Heads(around.units, {unit.id: heading_view(row)})
    return pdf_answer(form_pdf(sample_letter(unit, heads)), "xem-truoc.pdf")


def _version(request: SignedInRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _initial(history: list[HeadingView]) -> dict[str, Any]:
    today = clock.today()
    if not history:
        return {"valid_from": today}
    last = history[0]
    names = (
        "superior", "name", "place", "abbreviation", "seat", "hotline", "hours", "signer_title",
    )  # fmt: skip
    hints = {f"hint_{form}": text for form, text in last.hints.items()}
    valid_from = max(today, last.valid_from)
    return {name: getattr(last, name) for name in names} | hints | {"valid_from": valid_from}


def _page(
    request: SignedInRequest,
    units: list[UnitView],
    unit: UnitView,
    history: list[HeadingView],
    form: HeadingForm,
    *,
    status: int = 200,
) -> HttpResponse:
    form.fields["valid_from"].widget.attrs["min"] = clock.today().isoformat()
    plain = Heads(heads_of([unit.id]).units)
    names = accounts_by_ids({one.edited_by for one in history if one.edited_by})
    for name, text in (
        ("superior", plain.issuer(unit).superior),
        ("name", plain.issuer(unit).name),
        ("place", plain.issuer(unit).place),
        ("abbreviation", plain.abbreviation(unit)),
    ):
        form.fields[name].widget.attrs["placeholder"] = text
    context = {
        "unit": unit,
        "units": units,
        "form": form,
        "version": history[0].version if history else 0,
        "history": [
            (one, names[one.edited_by].name if one.edited_by in names else "") for one in history
        ],
    }
    return render(request, "office/heading.html", context, status=status)
