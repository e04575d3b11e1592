"""What processes are called where the registers name them by their keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from motcua.identity.types import Actor
from motcua.workflow.queries import process_versions


def processes_named(actor: Actor) -> dict[str, str]:
    """Return the processes in sight, by key, with the name of their newest version.

    Two of one name bear their keys: nothing else tells them apart.
    """
    found: dict[str, str] = {}
    for one in process_versions(actor):
        found.setdefault(one.key, one.name)
    shared = {name for name, times in Counter(found.values()).items() if times > 1}
    return {key: f"{name} ({key})" if name in shared else name for key, name in found.items()}


def process_names(actor: Actor, keys: Collection[str]) -> dict[str, str]:
    """Return what some processes are called; one that is out of sight is told by its key.

    Nothing is asked when there is none.
    """
    wanted = {key for key in keys if key}
    told = processes_named(actor) if wanted else {}
    return {key: told.get(key, key) for key in wanted}
