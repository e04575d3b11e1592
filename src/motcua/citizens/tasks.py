"""Periodic work of the citizens' realm: forget kept forms, tell of relations that ran out."""

from __future__ import annotations

from motcua.citizens.services import forms_forget, relations_expire
from motcua.kernel.jobs import every
from motcua.kernel.scope import SYSTEM, scope_use


@every("*/10 * * * *", name="kept_forms")
def kept_forms() -> None:
    """Remove what nobody came back for."""
    with scope_use(SYSTEM):
        forms_forget()


@every("40 6 * * *", name="relations_expire")
def relations() -> None:
    """Tell people that they may not act for somebody any more."""
    with scope_use(SYSTEM):
        relations_expire()
