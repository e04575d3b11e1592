"""The money of a dossier as its page shows it: receipts, and what may still be done about them."""

from __future__ import annotations

from typing import Any

from motcua.dossiers.queries import actions_allowed
from motcua.dossiers.services.paying import fees_subject
from motcua.dossiers.views import DossierView
from motcua.identity.types import Action, Actor
from motcua.office.payments import METHODS
from motcua.payments.queries import receipts_of
from motcua.payments.types import ReceiptView
from motcua.procedures.fee_words import group_name
from motcua.procedures.rules import ExemptionGroup


def receipts_shown(dossier_id: int, obligation_ids: tuple[int, ...] = ()) -> list[ReceiptView]:
    """Return the receipts of a dossier that this official's units issued, the newest first."""
    subject = fees_subject(dossier_id)
    return receipts_of(subject, *(f"{subject}:obligation:{one}" for one in obligation_ids))


def money_words(view: DossierView, actor: Actor) -> dict[str, Any]:
    """Return what the page shows of a dossier's money; no statement where nothing was ever owed."""
    obligations = tuple(one.id for one in view.obligations)
    receipts = receipts_shown(view.id, obligations) if view.fees or obligations else []
    waived = waived_vnd(view)
    return {
        "receipts": [
            (
                one,
                METHODS[one.method],
                actor.may(Action.DOSSIER_FEE, one.unit_id),
                actor.may(Action.REFUND_REQUEST, one.unit_id) and not one.voided,
            )
            for one in receipts
        ],
        "fee_groups": groups_claimed(view),
        "waived_vnd": waived,
        "may_refuse_exemption": bool(waived)
        and not obligations
        and any(one.name == "request_obligation" for one in actions_allowed(actor, view)),
    }


def groups_claimed(view: DossierView) -> list[str]:
    """Return the groups that the filing claims to belong to, in words."""
    claimed = view.content.get("fee_groups")
    known = claimed if isinstance(claimed, list) else []
    return [group_name(one) for one in known if one in set(ExemptionGroup)]


def waived_vnd(view: DossierView) -> int:
    """Return how much less the fee was because of them, in dong."""
    first = view.timeline[0].data.get("waived") if view.timeline else None
    return first if isinstance(first, int) else 0
