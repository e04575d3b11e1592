"""Reading a dossier as a page does: within one's postings, and written down."""

from __future__ import annotations

from django.http import Http404

from motcua.citizens.queries import person_get
from motcua.dossiers.opinion_views import OpinionView
from motcua.dossiers.queries import dossier_get
from motcua.dossiers.queries.lists import party_numbers
from motcua.dossiers.queries.opinions import opinion_get
from motcua.dossiers.views import DossierView
from motcua.identity.access import SignedInRequest
from motcua.identity.types import ROW_ACTIONS, Action, Actor
from motcua.kernel.audit import reading_record
from motcua.kernel.errors import Forbidden, NotFound
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.payments.queries import order_persons

HANDLING = "handling of the dossier"
ASKED = "opinion on the dossier"


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


def units_readable(actor: Actor) -> frozenset[int] | None:
    """Return the units whose people may be listed; None when that is every unit in the scope.

    The scope also shows rows for figures; a posting for figures only must not list names.
    """
    readable = actor.unit_ids_for(Action.DOSSIER_READ)
    seen = frozenset[int]().union(*(p.unit_ids for p in actor.postings if p.actions & ROW_ACTIONS))
    return None if seen <= readable else readable


def opinion_read(request: SignedInRequest, request_id: int, *, purpose: str = ASKED) -> OpinionView:
    """Return a question that one's unit was asked, or asks, and record who read it and why.

    Answers 404 alike for one that does not exist and one between other units. The people of the
    dossier may see the reading; the asked unit does not see them.
    """
    try:
        view = opinion_get(request_id)
        posting = request.actor.posting_for(Action.WORK_READ, view.unit_id, view.asking_unit_id)
    except (NotFound, Forbidden) as refusal:
        raise Http404 from refusal
    with scope_use(SYSTEM):
        numbers = party_numbers(view.dossier_id)
    reading_record(
        account_id=request.actor.account_id,
        posting_id=posting.id,
        subject=f"dossier:{view.dossier_id}",
        purpose=purpose,
        route=request.resolver_match.view_name if request.resolver_match else "",
        id_numbers=numbers,
    )
    return view


def payment_reading(
    request: SignedInRequest,
    action: Action,
    unit_id: int,
    order_code: str,
    *,
    subject: str = "",
    purpose: str,
) -> None:
    """Record who read the data of whoever owes or paid something, for those people to see.

    They are the parties of the dossier that it is paid for, and who pays it from home. `subject`
    says what was read when that is not the payment itself. Raises Forbidden.
    """
    posting = request.actor.posting_for(action, unit_id)
    with scope_use(SYSTEM):  # officials have no wall of their own around the citizens' accounts
        of_what, persons = order_persons(order_code)
        numbers = [person_get(one).id_number for one in persons]
        kind, _colon, rest = of_what.partition(":")
        dossier_id = rest.partition(":")[0]
        if kind == "dossier" and dossier_id.isdigit():
            numbers += party_numbers(int(dossier_id))
    reading_record(
        account_id=posting.account_id,
        posting_id=posting.id,
        subject=(subject or of_what)[:60],
        purpose=purpose,
        route=request.resolver_match.view_name if request.resolver_match else "",
        id_numbers=numbers,
    )


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
