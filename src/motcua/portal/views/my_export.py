"""A large download of all my data: ask for it, wait for the message, fetch it for a day."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest, citizen_only
from motcua.filing.queries import export_last
from motcua.filing.services import export_request
from motcua.filing.types import ExportState
from motcua.portal.filing import level_two


@citizen_only
@never_cache
@level_two
@require_http_methods(["GET", "HEAD", "POST"])
def my_export(request: CitizenRequest) -> HttpResponse:
    """Show how the last one stands; a POST asks for a new one."""
    if request.method == "POST":
        export_request(citizen=request.citizen)
        return redirect("portal:my_export")
    found = export_last(request.citizen)
    context = {
        "found": found,
        "waits": found is not None and found.state is ExportState.WAITING and not found.stuck,
        "stuck": found is not None and found.stuck,
        "failed": found is not None and found.state is ExportState.FAILED,
        "ready": found is not None and found.state is ExportState.READY,
        "gone": found is not None and found.state is ExportState.GONE,
        "volumes": list(enumerate(found.volumes, start=1)) if found else [],
    }
    return render(request, "portal/my_export.html", context)
