"""A dossier that another register names as evidence: under its own right, and recorded."""

from __future__ import annotations

from django.utils.translation import gettext as _

from motcua.dossiers.queries import dossier_get
from motcua.dossiers.views import DossierView
from motcua.identity.types import Action, Actor
from motcua.kernel.audit import reading_record
from motcua.kernel.errors import FieldProblem, Forbidden, Invalid, NotFound


def dossier_cited(actor: Actor, code: str, *, purpose: str, field: str) -> DossierView:
    """Return a dossier that is named by its code, and record who read it and why.

    :raises Invalid: at `field`, for one that does not exist or that the person may not read.
    """
    try:
        dossier = dossier_get(code)
        posting = actor.posting_for(Action.DOSSIER_READ, *dossier.visible_unit_ids)
    except (NotFound, Forbidden) as refusal:
        words = _("There is no such dossier here, or you may not read it.")
        raise Invalid([FieldProblem(field, words)]) from refusal
    reading_record(
        account_id=actor.account_id,
        posting_id=posting.id,
        subject=f"dossier:{dossier.id}",
        purpose=purpose,
        id_numbers=[party.id_number for party in dossier.parties],
    )
    return dossier
