"""All my data: at once where it is little, else by way of the page where it is prepared.

Law 91/2025/QH15: access to one's own data.
"""

from __future__ import annotations

import io

from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest, citizen_only
from motcua.documents.types import StoreDown
from motcua.filing.queries import export_at_once
from motcua.kernel import clock
from motcua.portal.filing import level_two
from motcua.ui.downloads import download


@citizen_only
@never_cache
@level_two
@require_safe
def my_data_download(request: CitizenRequest) -> HttpResponseBase:
    """Answer the ZIP, or lead to where the worker is asked for it."""
    try:
        made = export_at_once(citizen=request.citizen)
    except StoreDown:  # the worker tries again until the files are there
        made = None
    if made is None:
        return redirect("portal:my_export")
    return download(
        io.BytesIO(made),
        name=archive_name(),
        media_type="application/zip",
        size=len(made),
    )


def archive_name(number: int = 1, of: int = 1) -> str:
    """Return a name for an archive made today."""
    day = clock.today().isoformat()
    return f"motcua-{day}.zip" if of == 1 else f"motcua-{day}-{number}-{of}.zip"
