"""My documents: results and verified papers, and apart from them what was merely uploaded."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.citizens.access import CitizenRequest
from motcua.citizens.queries import consent_in_force
from motcua.citizens.types import ConsentPurpose
from motcua.filing.queries import documents_of
from motcua.filing.services import store_remove, store_restore
from motcua.portal.filing import filing_page, level_two
from motcua.portal.kept import documents_told


@filing_page
@level_two
@require_http_methods(["GET", "HEAD", "POST"])
def my_documents(request: CitizenRequest) -> HttpResponse:
    """Show them; take an upload of one's own out, or put it back."""
    if request.method == "POST":
        action, _colon, number = request.POST.get("action", "").partition(":")
        item_id = int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0
        if action == "remove":
            store_remove(citizen=request.citizen, item_id=item_id)
            messages.success(request, _("Taken out. You can put it back below."))
        elif action == "restore":
            store_restore(citizen=request.citizen, item_id=item_id)
            messages.success(request, _("It is back."))
        return redirect("portal:my_documents")
    items = documents_told(documents_of(request.citizen))
    context = {
        "verified": [one for one in items if one.item.verified and one.item.usable],
        "uploaded": [one for one in items if not one.item.verified and one.item.usable],
        "ended": [one for one in items if not one.item.usable and not one.item.removed_at],
        "removed": [one for one in items if one.item.removed_at],
        "allowed": consent_in_force(request.citizen.subject_id, ConsentPurpose.DOCUMENT_STORE),
    }
    return render(request, "portal/my_documents.html", context)
