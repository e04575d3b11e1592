"""Which units have which part in a dossier: seeing it is not deciding it."""

from __future__ import annotations

from collections.abc import Iterable

from motcua.workflow.types import Act, ElementState, Progress

DECIDING = frozenset({Act.APPRAISE, Act.APPROVE})


def units_deciding(
    progress: Progress | None, competent_unit_id: int, visible: Iterable[int]
) -> frozenset[int]:
    """Return the units whose officials decide: the competent one, and who appraises or approves.

    A unit that is only asked for its opinion sees the dossier and does not change where it
    stands (domain brief 1.5). Without a process (an imported life) every unit that sees it.
    """
    if progress is None:
        return frozenset(visible)
    steps = (step.unit_id for step in progress.steps if step.act in DECIDING)
    return frozenset(unit_id for unit_id in (competent_unit_id, *steps) if unit_id is not None)


def with_leader(progress: Progress | None) -> bool:
    """Tell whether the draft lies with whoever approves it."""
    return progress is not None and any(
        step.act is Act.APPROVE and step.state is ElementState.CURRENT for step in progress.steps
    )


def words_of(reason: str | None, legal_basis: str | None) -> dict[str, str]:
    """Return the free texts of a fact, which stand in a row and not in its event."""
    words = {"reason": reason, "legal_basis": legal_basis}
    return {name: text for name, text in words.items() if text}
