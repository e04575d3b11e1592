"""The weekly brief as a PDF."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from motcua.identity.access import SignedInRequest, requires
from motcua.identity.types import Action
from motcua.kernel.errors import NotFound
from motcua.office.briefs import FORMATS, brief_asked, brief_place
from motcua.oversight.brief_rules import week_name
from motcua.oversight.papers import brief_pdf


@requires(Action.OVERSIGHT_READ)
@require_safe
def brief_file(request: SignedInRequest) -> HttpResponse:
    """Answer the paper, always in Vietnamese; where there is none, the page says why."""
    unit = brief_place(request)
    try:
        found = brief_asked(request, unit) if unit is not None else None
    except NotFound:
        return redirect(f"{reverse('office:brief')}?{request.GET.urlencode()}")
    if found is None:
        return redirect("office:brief")
    with override("vi"):
        data = brief_pdf(found, FORMATS)
    name = f"bao-cao-tuan-{week_name(found.week)}-{found.version}.pdf"
    return HttpResponse(
        data,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
