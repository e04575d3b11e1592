"""All my data in one file, answered at once (Law 91/2025: access to one's own data)."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest, citizen_only
from motcua.kernel import clock
from motcua.portal.filing import level_two
from motcua.portal.my_export import bundle_make


@citizen_only
@never_cache
@level_two
@require_safe
def my_data_download(request: CitizenRequest) -> HttpResponse:
    """Answer the ZIP."""
    name = f"motcua-{clock.today().isoformat()}.zip"
    return HttpResponse(
        bundle_make(request.citizen),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
