"""Who signs the forms of a unit, as its rules say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from motcua.dossiers.letter_rules import LetterSigner, SignatureWay
from motcua.dossiers.models import LetterSigning
from motcua.dossiers.services.letters import letter_make
from motcua.kernel import clock


def letter_rules_set(
    unit: Any, **acts: tuple[LetterSigner, SignatureWay, *tuple[str, ...]]
) -> None:
    """Let a unit have set who signs: `refusal=(signer, way, "KT")`, since January."""
    rules = {
        act: {"signer": signer.value, "way": way.value, "capacities": list(capacities)}
        for act, (signer, way, *capacities) in acts.items()
    }
    LetterSigning.objects.create(
        unit_id=unit.id,
        version=LetterSigning.objects.filter(unit_id=unit.id).count() + 1,
        valid_from=date(2026, 1, 1),
        rules=rules,
        source="QĐ 12/QĐ-UBND",
        edited_by=1,
        edited_at=clock.now(),
    )


def letter_signed(act: Callable[..., object], **words: Any) -> object:
    """Do an act as a page does: try it, sign the form that it draws up, do it with the signature.

    The act is called with `letter`.
    """
    return act(**words, letter=letter_make(lambda letter: act(**words, letter=letter)))
