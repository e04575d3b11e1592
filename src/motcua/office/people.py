"""People to hand work to, as choices of a select: name, role, unit."""

from __future__ import annotations

from collections.abc import Iterable

from motcua.identity.queries import accounts_by_ids, people_of
from motcua.identity.types import Action
from motcua.identity.words import role_name
from motcua.organisations.queries import units_by_ids

Choices = list[tuple[str, str]]


def people_choices(unit_ids: Iterable[int], actions: Iterable[Action]) -> Choices:
    """Return people posted in these units or above them who may do one of the acts.

    Three statements whatever the number of units. Sorted by name.
    """
    units = units_by_ids(unit_ids)
    around = {unit_id for unit in units.values() for unit_id in unit.path_ids}
    wanted = frozenset(actions)
    postings = [
        posting
        for posting in people_of(unit_ids=around)
        if posting.actions & wanted and not posting.unit_ids.isdisjoint(units)
    ]
    names = accounts_by_ids({posting.account_id for posting in postings})
    labels: dict[int, list[str]] = {}
    for posting in postings:
        roles = labels.setdefault(posting.account_id, [posting.unit_name])
        if role_name(posting.role) not in roles:
            roles.insert(-1, role_name(posting.role))
    choices = [
        (str(account_id), f"{names[account_id].name} ({', '.join(words)})")
        for account_id, words in labels.items()
    ]
    return sorted(choices, key=lambda choice: choice[1])
