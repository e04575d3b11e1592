"""Sending a draft for approval: for which procedures and units, from which day."""

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

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, Invalid, Refused
from motcua.office.acting import version_read
from motcua.office.processdesk import draft_or_404
from motcua.office.processserves import ServesForm
from motcua.office.refusals import refusal_show
from motcua.organisations.queries import unit_children, unit_get
from motcua.organisations.types import COMMUNE_KINDS, UnitView
from motcua.workflow.drawn import Application, DraftView, Severity
from motcua.workflow.queries import process_check, process_palette
from motcua.workflow.services import process_draft_submit

FREE_PARTS = ("opinion", "province")  # an offering may not name a unit for these


class SubmitForm(ServesForm):
    """Where a version is to hold, and from which legal day."""

    unit_ids = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Where it is to hold"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    effective_on = forms.DateField(
        label=gettext_lazy("New dossiers start on it from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, draft: DraftView, unit: UnitView, **more: Any) -> None:
        super().__init__(*args, serves_unit=unit.id, **more)
        below = [one for one in unit_children(unit.id) if one.valid_to is None]
        seats = [one for one in below if one.kind in COMMUNE_KINDS]
        everywhere = _("%(unit)s and all below") % {"unit": unit.full_name}
        self.fields["unit_ids"].choices = [  # type: ignore[attr-defined]
            (unit.id, everywhere),
            *((one.id, one.full_name) for one in seats),
        ]
        if not seats:
            self.fields["unit_ids"].initial = [unit.id]
        for part in process_palette().parts:
            if part.code in FREE_PARTS and f'unit="{part.code}"' in draft.bpmn:
                self.fields[f"parts_{part.code}"] = self._part(str(part.name), unit, below)

    @staticmethod
    def _part(name: str, unit: UnitView, below: list[UnitView]) -> forms.TypedChoiceField:
        province = unit_children(unit.parent_id) if unit.parent_id is not None else []
        near = dict.fromkeys([*below, *province])  # never another commune
        others = [one for one in near if one.kind not in COMMUNE_KINDS and not one.valid_to]
        named = [(one.id, one.full_name) for one in others]
        return forms.TypedChoiceField(
            label=name,
            choices=[("", _("as each procedure names it")), *named],
            coerce=int,
            required=False,
            empty_value=None,
        )

    def application(self) -> Application:
        """Return what was chosen."""
        given = self.cleaned_data
        parts = {
            name.removeprefix("parts_"): unit
            for name, unit in given.items()
            if name.startswith("parts_") and unit
        }
        return Application(
            procedures=self.served(),
            unit_ids=tuple(given["unit_ids"]),
            effective_on=given["effective_on"],
            parts=parts,
        )

    def errors_add(self, draft: DraftView) -> None:
        """Say what keeps the drawing from holding for the procedures chosen."""
        wanted = self.application().procedures
        for one in process_check(draft.bpmn, procedures=wanted):
            if one.severity is Severity.ERROR:
                self.add_error(None, f"{one.name}: {one.message}" if one.name else one.message)


@requires(Action.PROCESS_DRAW)
@require_http_methods(["GET", "POST"])
def process_submit(request: SignedInRequest, draft_id: int) -> HttpResponse:
    """Ask where the version is to hold; a POST sends the draft to whoever approves it."""
    draft = draft_or_404(request.actor, draft_id)
    if not draft.can_save:
        raise Http404
    unit = unit_get(draft.unit_id)
    form = SubmitForm(request.POST or None, draft=draft, unit=unit, initial=_initial(draft))
    if request.method == "POST" and form.is_valid() and _submit(request, draft, form):
        messages.success(request, _("The draft waits for approval by somebody else."))
        return redirect("office:process_edit", draft.id)
    context = {
        "draft": draft,
        "unit": unit,
        "form": form,
        "version": request.POST.get("version", draft.version),
        "errors": [one for one in draft.findings if one.severity == "error"],
        "advice": [one for one in draft.findings if one.severity != "error"],
    }
    refused = request.method == "POST"
    return render(request, "office/process_submit.html", context, status=422 if refused else 200)


def _initial(draft: DraftView) -> dict[str, Any]:
    wanted = draft.application
    return {
        "procedures": wanted.procedures,
        "unit_ids": list(wanted.unit_ids) or [draft.unit_id],
        "effective_on": wanted.effective_on or clock.today(),
        **{f"parts_{part}": unit for part, unit in wanted.parts.items()},
    }


def _submit(request: SignedInRequest, draft: DraftView, form: SubmitForm) -> bool:
    try:
        process_draft_submit(
            actor=request.actor,
            draft_id=draft.id,
            expected_version=version_read(request),
            application=form.application(),
        )
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Invalid as refusal:
        form.refusal(refusal)
        return False
    except Refused as refusal:
        refusal_show(form, refusal)
        if refusal.code == "draft_has_errors":  # seen only now: against the procedures' limits
            form.errors_add(draft)
        return False
    return True
