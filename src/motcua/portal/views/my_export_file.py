"""One archive of a large download, for whoever asked for it, while the link is good."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.citizens.access import CitizenRequest, citizen_only
from motcua.documents.types import StoreDown
from motcua.filing.queries import ExportGone, export_last, export_open
from motcua.kernel.errors import NotFound
from motcua.portal.filing import level_two
from motcua.portal.views.my_data_download import archive_name
from motcua.ui.downloads import download
from motcua.ui.views.errors import file_not_now


@citizen_only
@never_cache
@level_two
@require_safe
def my_export_file(request: CitizenRequest, export_id: str, number: int) -> HttpResponseBase:
    """Answer the archive; one that has run out leads back to where to ask again."""
    try:
        stream, size = export_open(request.citizen, export_id, number)
    except NotFound as refusal:
        raise Http404 from refusal
    except ExportGone as refusal:
        messages.error(request, str(refusal.message))
        return redirect("portal:my_export")
    except StoreDown as refusal:
        return file_not_now(request, refusal.status, str(refusal.message))
    last = export_last(request.citizen)
    of = len(last.volumes) if last and last.public_id == export_id else 1
    return download(stream, name=archive_name(number, of), media_type="application/zip", size=size)
