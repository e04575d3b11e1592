"""Telling officials of forms that one proposes and another signs: it waits, or it lapsed.

A message has the code of the dossier and the page where it goes on; never a name or a reason.
"""

from __future__ import annotations

from motcua.dossiers import chain
from motcua.dossiers.letter_rules import OF_RECEIVER, LetterAct, ProposalState
from motcua.dossiers.models import Event, LetterProposal, SupplementRequest
from motcua.dossiers.queries.letters import acts_able
from motcua.dossiers.services.telling_officials import officials_tell
from motcua.dossiers.types import FactType
from motcua.identity.queries import people_of
from motcua.identity.types import Action
from motcua.kernel import clock
from motcua.kernel.outbox import Message
from motcua.organisations.queries import unit_get


def letter_tell(message: Message) -> None:
    """Tell whoever may sign it that a form is proposed; nothing once it is decided."""
    kind = message.data.get("type")
    if kind not in {FactType.LETTER_PROPOSED, FactType.SUPPLEMENT_PROPOSED}:
        return
    dossier_id, seq = int(message.subject.partition(":")[2]), int(message.data["seq"])
    payload = Event.objects.values_list("payload", flat=True).get(dossier_id=dossier_id, seq=seq)
    data = chain.fact_of(payload).data
    if kind == FactType.SUPPLEMENT_PROPOSED:
        asked = SupplementRequest.objects.select_related("dossier").get(
            dossier_id=dossier_id, ordinal=data["ordinal"]
        )
        waits, act, by = asked.state == "proposed", LetterAct.SUPPLEMENT, asked.proposed_by
        unit_id, code = asked.dossier.competent_unit_id, asked.dossier.code
    else:
        row = LetterProposal.objects.select_related("dossier").get(
            dossier_id=dossier_id, ordinal=data["proposal"]
        )
        waits, act, by = row.state == ProposalState.WAITING, LetterAct(row.act), row.proposed_by
        unit_id, code = row.unit_id, row.dossier.code
    if waits:
        _tell(signers_of(unit_id, act, by), "letter_proposed", code, f"letter:{dossier_id}:{seq}")


def letter_lapsed(message: Message) -> None:
    """Tell who proposed a form that the dossier went on otherwise before anybody signed it."""
    _tell(
        {int(message.data["account"])},
        "letter_lapsed",
        message.data["code"],
        f"lapsed:{message.data['what']}",
    )


def signers_of(unit_id: int, act: LetterAct, proposed_by: int | None) -> set[int]:
    """Return who may sign a form of a unit now: its own people, or else the nearest above.

    Whoever proposed it never signs it; nor does who lacks the capacity in which it is signed.
    """
    action = Action.LETTER_SIGN if act in OF_RECEIVER else Action.DOSSIER_APPROVE
    unit = unit_get(unit_id)
    for place in reversed(unit.path_ids):
        able = {
            posting.account_id
            for posting in people_of(unit_ids=[place], at=clock.now())
            if posting.may(action)
            and posting.account_id != proposed_by
            and act in acts_able(posting.account_id, unit)
        }
        if able:
            return able
    return set()


def _tell(account_ids: set[int], template: str, code: str, key: str) -> None:
    path = f"/office/dossiers/{code}/"
    officials_tell(account_ids, template, key=key, path=path, values={"code": code})
