"""What whoever holds a slip may open of its dossier: the slip again, and the letters of the office.

The address of the slip (128 bits) is the leave, as for tracking. The person at a counter who left a
telephone number gets that address with each notice, and has no other way to the letter itself.
These papers name people, the page of tracking does not: each opening is recorded for them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from motcua.dossiers.queries import dossier_get
from motcua.dossiers.views import DossierView
from motcua.filing.queries import GroupView
from motcua.kernel.audit import reading_record
from motcua.kernel.errors import NotFound
from motcua.kernel.scope import scope_dossier, scope_use
from motcua.portal.tracking import TOKEN_LENGTH, dossier_look, tracking_page

BY_SLIP = "opened with the slip"


def followed_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a page behind the address of a slip; the view gets the dossier, in its scope alone.

    A wrong address is not found, and spends the budget of wrong tries. Of a parent with parts each
    part has papers of its own.
    """

    @tracking_page
    @wraps(view)
    def answer(request: HttpRequest, code: str, token: str, **more: Any) -> HttpResponse:
        try:
            seen = dossier_look(request, code, token if len(token) == TOKEN_LENGTH else "")
        except NotFound as refusal:
            raise Http404 from refusal
        if isinstance(seen, GroupView):
            raise Http404
        with scope_use(scope_dossier(seen.id)):
            dossier = dossier_get(seen.code)
            response = view(request, dossier, token=token, **more)
        _record(request, dossier)
        return response

    return answer


def _record(request: HttpRequest, dossier: DossierView) -> None:
    reading_record(
        account_id=None,
        posting_id=None,
        subject=f"dossier:{dossier.id}",
        purpose=BY_SLIP,
        route=request.resolver_match.view_name if request.resolver_match else "",
        id_numbers=[party.id_number for party in dossier.parties],
    )
