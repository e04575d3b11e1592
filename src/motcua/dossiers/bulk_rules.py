"""Which steps may be finished for many dossiers at once, with one outcome. Plain words, no Django.

A step that asks for something of its own (a number, a receiver, an opinion, answers, a cause) is
finished one by one; what is signed is read and signed on its own page.
"""

from __future__ import annotations

from motcua.dossiers.return_rules import APPROVED
from motcua.workflow.types import Act

ALIKE = frozenset({Act.APPRAISE, Act.ENDORSE, Act.APPROVE})
ALIKE_MAX = 50  # looked through one by one before the press


def alike_barred(act: Act, outcome: str, *, asks: bool, signs: bool, draft: bool) -> str:
    """Return why a step is not finished together with others, empty when it may be.

    `asks`: the step has questions of its own; `signs`: this outcome makes a signature; `draft`:
    there is a draft result. Codes: `one_by_one`, `sends_back`, `signs_apart`, `no_draft_yet`.
    """
    if act not in ALIKE or asks:
        return "one_by_one"
    if act is Act.APPROVE and outcome not in {"", APPROVED}:
        return "sends_back"
    if signs:
        return "signs_apart"
    if act in {Act.APPRAISE, Act.APPROVE} and not draft:
        return "no_draft_yet"
    return ""
