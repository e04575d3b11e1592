"""Which acts that issue a form are whose: signed oneself, proposed to another, decided.

Names of offers (`queries.actions`); the operations are `services.proposals` and the acts' own.
"""

from __future__ import annotations

from collections.abc import Iterable

from motcua.dossiers.eyes_rules import proposal_barred
from motcua.dossiers.letter_rules import MAY_CHOOSE, OF_RECEIVER, LetterAct, LetterSigner
from motcua.dossiers.queries.letters import acts_able, sign_rules
from motcua.dossiers.queries.parts import handles
from motcua.dossiers.views import DossierView
from motcua.identity.types import Action, Actor
from motcua.organisations.types import UnitView


def letter_acts(actor: Actor, dossier: DossierView, deciding: Iterable[int]) -> list[str]:
    """Return what somebody may do with the form that waits: decide on it, or take it back."""
    waits, asked = dossier.open_proposal, dossier.open_supplement
    if asked is not None and asked.state == "proposed" and asked.proposed_by == actor.account_id:
        appraises = any(actor.may(Action.DOSSIER_APPRAISE, unit) for unit in deciding)
        own = ["recall_letter"] if appraises else []
    else:
        own = []
    if waits is None:
        return own
    if waits.proposed_by == actor.account_id:
        return ["recall_letter"]
    if waits.act in OF_RECEIVER:
        unit = dossier.receiving_unit
        signs = actor.may(Action.LETTER_SIGN, unit.id)
    else:
        unit = dossier.competent_unit
        signs = any(actor.may(Action.DOSSIER_APPROVE, unit) for unit in deciding)
    barred = proposal_barred(account=actor.account_id, proposed_by=waits.proposed_by)
    able = signs and not barred and waits.act in acts_able(actor.account_id, unit)
    return ["decide_letter", *own] if able else own


def may_propose(actor: Actor, dossier: DossierView, deciding: Iterable[int]) -> bool:
    """Tell whether somebody may propose a form that a leader signs: nothing waits already."""
    appraises = any(actor.may(Action.DOSSIER_APPRAISE, unit) for unit in deciding)
    return appraises and dossier.open_proposal is None


def may_propose_apology(actor: Actor, dossier: DossierView, deciding: Iterable[int]) -> bool:
    """Tell whether somebody may propose an apology: who handles the dossier, or who supervises."""
    units = list(deciding)
    if any(actor.may(Action.WORK_REASSIGN, unit) for unit in units):
        return dossier.open_proposal is None
    own = handles(actor.account_id, dossier.official_id, dossier.items)
    return own and may_propose(actor, dossier, units)


def intake_signs(actor: Actor, unit: UnitView) -> frozenset[LetterAct]:
    """Return which forms an officer of a receiving unit issues; the others are proposed."""
    rules = sign_rules(unit)
    head = actor.may(Action.LETTER_SIGN, unit.id)
    return frozenset(act for act in MAY_CHOOSE if head or rules[act].signer is LetterSigner.OFFICER)


def intake_letters(actor: Actor, dossier: DossierView, *, asks: bool, refuses: bool) -> list[str]:
    """Return how an officer of the receiving unit asks for a supplement and refuses.

    One statement, and none where neither is possible now.
    """
    names = []
    if asks:
        names.append((LetterAct.SUPPLEMENT_INTAKE, "request_supplement_at_intake"))
    if refuses:
        names.append((LetterAct.REFUSAL, "refuse"))
    if not names:
        return []
    signed = intake_signs(actor, dossier.receiving_unit)
    offers = []
    for act, name in names:
        if act in signed:
            offers.append(name)
        elif dossier.open_proposal is None:
            offers.append(f"propose_{act.value}")
    return offers
