"""What a draft changes against the form in force, and its publication by a second pair of eyes."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.forms.queries import form_get, form_rows
from motcua.forms.rules.compare import form_differences
from motcua.forms.services import form_publish
from motcua.forms.types import State
from motcua.identity.access import SignedInRequest, requires
from motcua.identity.queries import accounts_by_ids
from motcua.identity.types import Action
from motcua.kernel.errors import Forbidden, Refused
from motcua.office.formacts import draft_or_404, revision_sent
from motcua.office.formdesk import CODES, FIELDS


@requires(Action.FORM_PUBLISH)
@require_http_methods(["GET", "POST"])
def forms_publish(request: SignedInRequest, form_id: int) -> HttpResponse:
    """Show every difference; a POST publishes the revision that was looked at."""
    form = draft_or_404(form_id)
    if request.method == "POST":
        try:
            form_publish(actor=request.actor, form_id=form_id, revision=revision_sent(request))
        except Forbidden as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("office:forms_publish", form_id)
        messages.success(request, _("The form is published. From now on it is what is asked."))
        return redirect("office:forms_edit", form_id)
    rows = form_rows(form.procedure)
    row = next(one for one in rows if one.id == form_id)
    present = next((one for one in rows if one.state is State.PUBLISHED), None)
    differences = form_differences(form_get(present.id) if present else None, form)
    context = {
        "form": form,
        "row": row,
        "present": present,
        "editor": accounts_by_ids([row.edited_by]).get(row.edited_by) if row.edited_by else None,
        "own": row.edited_by == request.actor.account_id,
        "differences": [
            (one, CODES[one.code], FIELDS.get(one.field, one.field)) for one in differences
        ],
    }
    return render(request, "office/forms_publish.html", context)
