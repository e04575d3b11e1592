"""Which units have which part in a dossier: seeing it is not deciding it."""

from __future__ import annotations

from collections.abc import Iterable

from motcua.workflow.queries.joining import unit_places
from motcua.workflow.types import Act, ElementState, Progress, WorkItemView

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


def units_at_work(progress: Progress | None, own: Iterable[int]) -> frozenset[int]:
    """Return the units that hold a step of a dossier, done or still to come, and its owners.

    Fewer than those that see it: a unit that an offering names for a part which no step of this
    process has does nothing here.
    """
    steps = progress.steps if progress is not None else ()
    return frozenset(own) | {step.unit_id for step in steps if step.unit_id is not None}


def handles(account_id: int, official_id: int | None, items: Iterable[WorkItemView]) -> bool:
    """Tell whether somebody handles a dossier: its official, or who holds a step of it now."""
    return account_id == official_id or any(
        one.state.is_live and one.claimed_by_id == account_id for one in items
    )


def unit_may_join(unit_id: int, *, owners: Iterable[int], known: Iterable[int]) -> bool:
    """Tell whether a unit may be given work in a dossier of the units `owners`.

    It may when it has a part already (`known`: the process's units, those that see the dossier),
    or belongs to the commune of an owner, or is its province or a body of it. Another commune
    may not: whoever hands work over shows the dossier. Two statements.
    """
    found = unit_places(unit_id, owners)
    if found is None:
        return False
    place, of_owners = found
    return unit_id in set(known) or any(place in places for places in of_owners.values())


def with_leader(progress: Progress | None) -> bool:
    """Tell whether the draft lies with whoever approves it."""
    return progress is not None and any(
        step.act is Act.APPROVE and step.state is ElementState.CURRENT for step in progress.steps
    )


def words_of(reason: str | None, legal_basis: str | None) -> dict[str, str]:
    """Return the free texts of a fact, which stand in a row and not in its event."""
    words = {"reason": reason, "legal_basis": legal_basis}
    return {name: text for name, text in words.items() if text}
