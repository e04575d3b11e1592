"""Compare the PDF with the paper, and take it as the digital copy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.documents.scans import text
from motcua.dossiers.queries.digital import scan_of
from motcua.dossiers.scan_types import ScanState, ScanView
from motcua.dossiers.services.copies import REASON_MAX, Compared, component_digitise
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, NotFound, Refused, Stale
from motcua.office.needed import sometimes
from motcua.office.refusals import refusal_show
from motcua.office.scanning import Place, place_read, quality_words, text_words


class CompareForm(forms.Form):
    """What the officer says who holds the paper beside the picture."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    is_same = forms.BooleanField(
        label=gettext_lazy("I have compared every page with the original: it is the same"),
        required=False,
    )
    overrule = sometimes(
        forms.CharField(
            label=gettext_lazy("Why this copy is good enough although the check failed"),
            required=False,
            max_length=REASON_MAX,
        )
    )
    replaces = sometimes(
        forms.CharField(
            label=gettext_lazy("What was wrong with the copy of before"),
            required=False,
            max_length=REASON_MAX,
        )
    )
    type_code = forms.CharField(
        label=gettext_lazy("Code of the kind of document"),
        required=False,
        max_length=40,
        help_text=gettext_lazy(
            "As in the national list, if you know it; otherwise leave it empty."
        ),
    )
    issued_on = forms.DateField(
        label=gettext_lazy("Day of issue"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    valid_to = forms.DateField(
        label=gettext_lazy("Valid until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Leave it empty for a paper without an end."),
    )

    def __init__(self, *args: Any, failed: bool, again: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not failed:
            del self.fields["overrule"]
        if not again:
            del self.fields["replaces"]


@requires(Action.DOSSIER_INTAKE)
@require_http_methods(["GET", "POST"])
def scan_compare(request: SignedInRequest, code: str, component_id: int) -> HttpResponse:
    """Show the pages large, with what the check found; a POST takes the copy."""
    place = place_read(request, code, component_id)
    found = scan_of(component_id)
    if found is None or found.state is not ScanState.MADE:
        return redirect("office:scan", code, component_id)
    failed = quality_words(found.quality)["failed"]
    given = {"failed": failed, "again": place.digital.copy is not None}
    if request.method != "POST":
        form = CompareForm(initial={"sha256": found.sha256}, **given)
        return _page(request, place, found, form)
    form = CompareForm(request.POST, **given)
    if form.is_valid():
        try:
            component_digitise(
                actor=request.actor,
                code=code,
                component_id=component_id,
                said=Compared(**form.cleaned_data),
            )
        except NotFound as refusal:
            raise Http404 from refusal
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Stale as refusal:
            messages.warning(request, str(refusal))
            return redirect("office:scan", code, component_id)
        except Refused as refusal:
            refusal_show(form, refusal)
        else:
            messages.success(request, _("The copy was compared and kept. Now it can be signed."))
            return redirect("office:scan_sign", code, component_id)
    return _page(request, place, found, form, status=422)


def _page(
    request: SignedInRequest, place: Place, found: ScanView, form: CompareForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "dossier": place.dossier,
        "component": place.component,
        "scan": found,
        "form": form,
        "quality": quality_words(found.quality),
        "text": text_words(has_text=found.has_text, installed=text.is_installed()),
    }
    return render(request, "office/scan_compare.html", context, status=status)
