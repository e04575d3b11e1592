"""Saving at the desk of forms: one change of the document, and the refusals in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404
from django.utils.translation import gettext as _

from motcua.forms.queries import form_document, form_get
from motcua.forms.rules.editing import EditError
from motcua.forms.services import form_save
from motcua.forms.types import FormView, State
from motcua.identity.access import SignedInRequest
from motcua.kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale

Edit = Callable[[dict[str, Any]], dict[str, Any]]


def form_read_or_404(form_id: int) -> FormView:
    """Return a version of a form; 404 when there is none."""
    try:
        return form_get(form_id)
    except NotFound as refusal:
        raise Http404 from refusal


def draft_or_404(form_id: int) -> FormView:
    """Return a draft; 404 for what cannot be edited."""
    form = form_read_or_404(form_id)
    if form.state is not State.DRAFT:
        raise Http404
    return form


def revision_sent(request: SignedInRequest) -> int:
    """Return the revision that the page was drawn from; 0 when it was tampered with."""
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def document_change(
    request: SignedInRequest, form_id: int, edit: Edit, at: BaseForm | None = None
) -> bool:
    """Save one change; tell what stands in the way at the form given, or as a message.

    Returns whether it was saved. 404 when the thing to change is gone, 403 without the right.
    """
    try:
        document = edit(form_document(form_id))
        form_save(
            actor=request.actor,
            form_id=form_id,
            revision=revision_sent(request),
            document=document,
        )
    except EditError as gone:
        raise Http404 from gone
    except Forbidden as refusal:
        raise PermissionDenied from refusal
    except Stale as refusal:
        _tell(request, at, [refusal.message])
        return False
    except Invalid as refusal:
        _tell(request, at, [str(problem.message) for problem in refusal.problems])
        return False
    except Refused as refusal:
        _tell(request, at, [refusal.message])
        return False
    return True


def _tell(request: SignedInRequest, at: BaseForm | None, texts: list[str]) -> None:
    for text in texts:
        if at is not None:
            at.add_error(None, text)
        else:
            messages.error(request, text)


def saved(request: SignedInRequest) -> None:
    """Say that a change is kept."""
    messages.success(request, _("Saved in the draft."))
