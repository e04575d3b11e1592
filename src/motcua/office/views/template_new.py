"""Begin a template: new, the next version of one, or one's own in place of the unit's above."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from motcua.drafting.services import template_start
from motcua.drafting.types import PaperKind, TemplateContent, TemplateView, Wording
from motcua.drafting.words import KINDS
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.errors import Forbidden, NotFound, Refused
from motcua.office.drafting import template_or_404
from motcua.office.refusals import refusal_show
from motcua.office.revising import seats_for

# What a blank sheet offers to begin with; the office changes it like any other text.
_BLANK = Wording(recipients="- Như trên;\n- Lưu: VT, hồ sơ.", signer="{signer.title}")


class BeginForm(forms.Form):
    """Name, sort and unit; a copy keeps the sort of what it is copied from."""

    name = forms.CharField(label=_("Name of the template"), max_length=200)
    kind = forms.ChoiceField(
        label=_("What sort of document it is"), choices=[(k.value, w) for k, w in KINDS.items()]
    )
    unit_id = forms.TypedChoiceField(label=_("Unit"), coerce=int)


@requires(Action.TEMPLATE_EDIT)
@require_http_methods(["GET", "POST"])
def template_new(request: SignedInRequest) -> HttpResponse:
    """Ask how it is called; a POST opens the sheet. `from` names the version to copy."""
    base = _base(request)
    units = seats_for(request.actor, Action.TEMPLATE_EDIT)
    form = BeginForm(request.POST or None, initial=_initial(base, [one.id for one in units]))
    form.fields["unit_id"].choices = [(one.id, one.full_name) for one in units]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        begun = _begin(request, form, base)
        if begun is not None:
            return redirect("office:template_edit", begun.id)
    status = 422 if request.method == "POST" else 200
    return render(request, "office/template_new.html", {"form": form, "base": base}, status=status)


def _base(request: SignedInRequest) -> TemplateView | None:
    told = request.GET.get("from", "")
    if not told:
        return None
    if not (told.isascii() and told.isdigit() and len(told) < 16):
        raise Http404
    return template_or_404(request.actor, int(told))


def _initial(base: TemplateView | None, units: list[int]) -> dict[str, Any]:
    if base is None:
        return {}
    told = {"name": base.name, "kind": base.content.kind.value}
    return {**told, "unit_id": base.unit_id} if base.unit_id in units else told


def _begin(
    request: SignedInRequest, form: BeginForm, base: TemplateView | None
) -> TemplateView | None:
    given = form.cleaned_data
    if base is None:
        content = TemplateContent(given["name"], PaperKind(given["kind"]), wording=_BLANK)
    else:
        content = replace(
            base.content, name=given["name"], kind=PaperKind(given["kind"]), ends=False
        )
    try:
        return template_start(
            actor=request.actor,
            unit_id=given["unit_id"],
            content=replace(content, effective_on=clock.today()),
            based_on=base.id if base else None,
        )
    except NotFound as refusal:
        raise Http404 from refusal
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Refused as refusal:
        refusal_show(form, refusal)
        return None
