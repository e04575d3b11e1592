"""Periodic work of the citizens' realm: forget forms kept for an hour."""

from __future__ import annotations

from motcua.citizens.services import forms_forget
from motcua.kernel.jobs import every
from motcua.kernel.scope import SYSTEM, scope_use


@every("*/10 * * * *", name="kept_forms")
def kept_forms() -> None:
    """Remove what nobody came back for."""
    with scope_use(SYSTEM):
        forms_forget()
