"""Four eyes: who may not decide what they made themselves; one rule for offers and refusals.

The page offers an act, and the operation refuses it, by these functions alone. An empty answer
means: nothing speaks against it. Plain words, no Django.
"""

from __future__ import annotations

NOT_APPRAISED = "not_appraised"
OWN_APPRAISAL = "own_appraisal"
OWN_DRAFT = "own_draft"
OWN_OPINION = "own_opinion"
OWN_QUESTION = "own_question"
OWN_PROPOSAL = "own_proposal"


def approver_barred(*, account: int, appraised_by: int | None, drafted_by: int | None) -> str:
    """Return why somebody may not answer for a result, empty when they may.

    Whoever appraised or drafted it decides nothing about it; what nobody has appraised is decided
    by nobody (its time was over, and a timer went on).
    """
    if appraised_by is None:
        return NOT_APPRAISED
    if account == appraised_by:
        return OWN_APPRAISAL
    return OWN_DRAFT if drafted_by is not None and account == drafted_by else ""


def endorser_barred(*, account: int, last_opinion_by: int | None) -> str:
    """Return why somebody may not endorse an opinion: they gave the last one themselves."""
    return OWN_OPINION if last_opinion_by is not None and account == last_opinion_by else ""


def waiver_barred(*, account: int, asked_by: int) -> str:
    """Return why somebody may not decide without an answer: they asked for it themselves."""
    return OWN_QUESTION if account == asked_by else ""


def proposal_barred(*, account: int, proposed_by: int | None) -> str:
    """Return why somebody may not decide on a form that is proposed: they proposed it."""
    return OWN_PROPOSAL if proposed_by is not None and account == proposed_by else ""
