"""What happens to a proposal that its dossier overtakes; below the operations.

Somebody proposed it as the dossier stood. Once papers are asked for or came, the dossier was
accepted, an obligation was met or the result is issued, it stands otherwise: whoever still wants
the form proposes it anew, for what is true now.
"""

from __future__ import annotations

from motcua.dossiers.letter_rules import LetterAct, ProposalState
from motcua.dossiers.models import Dossier, LetterProposal
from motcua.dossiers.services._rows import rows_bind
from motcua.kernel import clock
from motcua.kernel.outbox import outbox_publish

LAPSED = "proposal.lapsed"

WAITING = """
SELECT p.id FROM dossiers_letterproposal p JOIN dossiers_dossier d ON d.id = p.dossier_id
WHERE d.code = %s AND p.state = 'waiting'
"""


def proposals_close(dossier: Dossier, *acts: LetterAct) -> dict[str, str]:
    """End what waits for a signature (of these acts), because the dossier went on otherwise.

    Returns what binds it.
    """
    bound: dict[str, str] = {}
    waiting = LetterProposal.objects.filter(dossier=dossier, state=ProposalState.WAITING.value)
    if acts:
        waiting = waiting.filter(act__in=[one.value for one in acts])
    for row in waiting:
        row.state, row.decided_at = ProposalState.LAPSED.value, clock.now()
        row.save(update_fields=["state", "decided_at"])
        bound |= rows_bind(dossier, row)
        proposal_lapsed(dossier, row.proposed_by, f"proposal:{row.pk}")
    return bound


def proposal_lapsed(dossier: Dossier, account_id: int | None, what: str) -> None:
    """Leave a message for who proposed it; `what` tells this proposal from all others."""
    if account_id is not None:
        told = {"account": account_id, "code": dossier.code, "what": what}
        outbox_publish(topic=LAPSED, messages=[(f"dossier:{dossier.pk}", told)])
