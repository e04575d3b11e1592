"""A sealed installation that a superuser tampers with; whatever he does is rolled back.

One database for a module: `installation_held` makes it, `tampered` lets a test change anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.test import override_settings

from motcua.dossiers.services.seal import seal_make
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.workflow.types import Act
from tests.builders.dossiers import at, commune_at_work, dossier_at, dossier_registered
from tests.conftest import clone, drop


@dataclass(frozen=True)
class Installation:
    """Its database and the codes of its dossiers, by seal."""

    database: str
    codes: tuple[str, ...]


@contextmanager
def installation_held(
    blocker: Any, folder: Path, *, waves: tuple[tuple[Act | None, ...], ...]
) -> Iterator[Installation]:
    """Make dossiers up to the given acts (None: registered), a seal after each wave.

    The connection is the superuser's while it is held.
    """
    name = f"test_held_{uuid4().hex[:8]}"
    clone(name)
    with blocker.unblock(), override_settings(SEALS_FILE=folder / "seals.log"):
        before = dict(connection.settings_dict)
        try:
            connection.close()
            connection.settings_dict["NAME"] = name
            codes: list[str] = []
            with at(), scope_use(SYSTEM):
                commune = commune_at_work()
            for wave in waves:
                with at(), scope_use(SYSTEM):
                    codes += [
                        dossier_at(commune, act) if act else dossier_registered(commune)
                        for act in wave
                    ]
                assert seal_make() is not None
            connection.close()
            connection.settings_dict["USER"] = "postgres"
            yield Installation(name, tuple(codes))
        finally:
            connection.close()
            connection.settings_dict.update(before)
    drop(name)


@contextmanager
def tampered() -> Iterator[Any]:
    """Yield a superuser's cursor; everything is rolled back after the block."""
    with transaction.atomic(), connection.cursor() as cursor:
        yield cursor
        transaction.set_rollback(True)
