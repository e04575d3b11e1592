"""Several procedures filed as one: one progress, each part with its own code and due date."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.filing.queries import group_get
from motcua.filing.services import group_again, group_begin_again
from motcua.portal.filing import filing_page, walk_with
from motcua.portal.grouped import group_told


@filing_page
@require_http_methods(["GET", "HEAD", "POST"])
def my_group(request: CitizenRequest, group_id: str) -> HttpResponse:
    """Show every part; try again what could not be filed, or begin anew what ended."""
    group = group_get(request.citizen, group_id)
    if request.method == "POST":
        if request.POST.get("act") == "again":
            draft = group_begin_again(citizen=request.citizen, public_id=group_id)
            return redirect(walk_with(draft).here_on)
        filed = group_again(citizen=request.citizen, public_id=group_id)
        if filed:
            text = ngettext("%(n)s part is filed now.", "%(n)s parts are filed now.", filed)
            messages.success(request, text % {"n": filed})
        else:
            messages.warning(request, _("It is still not possible. Nothing else is affected."))
        return redirect("portal:my_group", group_id)
    context = {
        "group": group_told(group, own=True),
        "receipt_url": reverse("portal:receipt", args=[group.code]),
    }
    return render(request, "portal/my_group.html", context)
