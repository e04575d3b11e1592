"""Two versions of templates beside each other: what was taken out, what was put in."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.drafting.types import TemplateView
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.office.drafting import changes_of, template_or_404
from motcua.organisations.queries import units_by_ids


@requires(Action.TEMPLATE_APPROVE)
@require_safe
def template_compare(request: SignedInRequest) -> HttpResponse:
    """Compare `left` with `right`, two versions in sight."""
    left, right = _side(request, "left"), _side(request, "right")
    units = units_by_ids({left.unit_id, right.unit_id})
    context = {
        "left": left,
        "right": right,
        "left_unit": units[left.unit_id].full_name,
        "right_unit": units[right.unit_id].full_name,
        "changes": changes_of(left.content.wording, right.content.wording),
    }
    return render(request, "office/template_compare.html", context)


def _side(request: SignedInRequest, name: str) -> TemplateView:
    told = request.GET.get(name, "")
    if not (told.isascii() and told.isdigit() and len(told) < 16):
        raise Http404
    return template_or_404(request.actor, int(told))
