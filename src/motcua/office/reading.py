"""Reading a dossier as a page does: within one's postings, and written down."""

from __future__ import annotations

from django.http import Http404

from motcua.dossiers.queries import dossier_get
from motcua.dossiers.views import DossierView
from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action
from motcua.kernel.audit import reading_record
from motcua.kernel.errors import Forbidden, NotFound

HANDLING = "handling of the dossier"


def dossier_read(request: SignedInRequest, code: str, *, purpose: str = HANDLING) -> DossierView:
    """Return a dossier and record who read it, under which posting and why.

    Answers 404 alike for a dossier that does not exist and one that lies elsewhere: a posting
    that only shows figures of a unit does not open its dossiers.
    """
    try:
        dossier = dossier_get(code)
        posting = request.actor.posting_for(Action.DOSSIER_READ, *dossier.visible_unit_ids)
    except (NotFound, Forbidden) as refusal:
        raise Http404 from refusal
    reading_record(
        account_id=request.actor.account_id,
        posting_id=posting.id,
        subject=f"dossier:{dossier.id}",
        purpose=purpose,
        route=request.resolver_match.view_name if request.resolver_match else "",
        id_numbers=[party.id_number for party in dossier.parties],
    )
    return dossier


def search_record(request: SignedInRequest, id_number: str, *, purpose: str) -> None:
    """Record a search by somebody's number, for that person to see; the number is not kept."""
    posting = request.actor.posting_for(Action.DOSSIER_READ)
    reading_record(
        account_id=request.actor.account_id,
        posting_id=posting.id,
        subject="dossiers",
        purpose=purpose,
        route=request.resolver_match.view_name if request.resolver_match else "",
        id_numbers=[id_number],
    )
