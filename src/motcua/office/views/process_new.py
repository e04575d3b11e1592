"""Begin a draft: blank, as a copy of a version, or from a BPMN file made elsewhere."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, Invalid, Refused
from motcua.kernel.text import search_key
from motcua.office.needed import sometimes
from motcua.office.processserves import ServesForm
from motcua.office.refusals import refusal_show
from motcua.office.revising import seats_for
from motcua.organisations.types import UnitView
from motcua.workflow.drawn import DraftView, VersionView
from motcua.workflow.queries import procedures_served, process_versions
from motcua.workflow.services import process_draft_start

FILE_MAX = 500_000
HOW = (
    ("blank", gettext_lazy("From a blank sheet: start, one step, end")),
    ("copy", gettext_lazy("As a copy of a version")),
    ("file", gettext_lazy("From a BPMN file made elsewhere")),
)


class DraftForm(ServesForm):
    """How a draft begins. The short code is made from the name when it is left out."""

    name = forms.CharField(label=gettext_lazy("Name of the process"), max_length=200)
    unit_id = forms.TypedChoiceField(label=gettext_lazy("Unit"), coerce=int)
    how = forms.ChoiceField(
        label=gettext_lazy("How to begin"), choices=HOW, widget=forms.RadioSelect, initial="blank"
    )
    definition_id = sometimes(
        forms.TypedChoiceField(
            label=gettext_lazy("Version to copy"), coerce=int, required=False, empty_value=None
        )
    )
    file = sometimes(forms.FileField(label=gettext_lazy("BPMN file"), required=False))
    key = forms.SlugField(
        label=gettext_lazy("Short code"), max_length=40, required=False, allow_unicode=False
    )

    def __init__(
        self, *args: Any, units: list[UnitView], versions: list[VersionView], **more: Any
    ) -> None:
        super().__init__(*args, serves_unit=units[0].id if units else 0, **more)
        self.fields["unit_id"].choices = [(unit.id, unit.full_name) for unit in units]  # type: ignore[attr-defined]
        self.fields["definition_id"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *(
                (
                    one.definition_id,
                    _("%(name)s, version %(version)s") % {"name": one.name, "version": one.version},
                )
                for one in versions
            ),
        ]
        self.fields["file"].widget.attrs["accept"] = ".bpmn,.xml,application/xml"

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen way needs; make the short code."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("how") == "copy" and not given.get("definition_id"):
            self.add_error("definition_id", _("Choose the version to copy."))
        if given.get("how") == "file":
            given["bpmn"] = self._text(given.get("file"))
        if not given.get("key"):
            plain = re.sub(r"[^a-z0-9]+", "_", search_key(given.get("name") or "")).strip("_")
            given["key"] = re.sub(r"^[^a-z]+", "", plain)[:40].strip("_")
        return given

    def _text(self, file: Any) -> str:
        if file is None:
            self.add_error("file", _("Choose a file."))
            return ""
        if file.size > FILE_MAX:
            self.add_error("file", _("The file is too large for a process (at most 500 kB)."))
            return ""
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            self.add_error("file", _("This is not a BPMN file. Choose one that ends in .bpmn."))
            return ""


@requires(Action.PROCESS_DRAW)
@require_http_methods(["GET", "POST"])
def process_new(request: SignedInRequest) -> HttpResponse:
    """Ask how to begin; a POST opens the draft in the editor."""
    versions = process_versions(request.actor)
    units = seats_for(request.actor, Action.PROCESS_DRAW)
    form = DraftForm(
        request.POST or None,
        request.FILES or None,
        units=units,
        versions=versions,
        initial=_initial(request, versions, units[0].id if units else 0),
    )
    if request.method == "POST" and form.is_valid():
        draft = _start(request, form)
        if draft is not None:
            return redirect("office:process_edit", draft.id)
    context = {"form": form}
    refused = request.method == "POST"
    return render(request, "office/process_new.html", context, status=422 if refused else 200)


def _initial(request: SignedInRequest, versions: list[VersionView], seat: int) -> dict[str, Any]:
    """Return what stands in the form when one comes from a version's page."""
    text = request.GET.get("copy", "")
    found = next((one for one in versions if str(one.definition_id) == text), None)
    if found is None:
        return {"how": "blank"}
    own = found.unit_id is not None
    return {
        "how": "copy",
        "definition_id": found.definition_id,
        "name": found.name,
        "key": found.key if own else "",
        "unit_id": found.unit_id,
        "procedures": procedures_served(found.definition_id, seat),
    }


def _start(request: SignedInRequest, form: DraftForm) -> DraftView | None:
    given = form.cleaned_data
    try:
        return process_draft_start(
            actor=request.actor,
            unit_id=given["unit_id"],
            key=given["key"],
            name=given["name"],
            bpmn=given["bpmn"] if given["how"] == "file" else None,
            definition_id=given["definition_id"] if given["how"] == "copy" else None,
            procedures=form.served(),
        )
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Invalid as refusal:
        form.refusal(refusal, {"bpmn": "file"})
    except Refused as refusal:
        refusal_show(form, refusal)
    return None
