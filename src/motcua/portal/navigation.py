"""The citizens' links in the frame."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.ui.navigation import BarItem, bar_register

BAR = (
    BarItem(_("Procedures"), "portal:procedures", "search", 10),
    BarItem(_("Follow a dossier"), "portal:track", "progress", 20),
    BarItem(_("Units"), "portal:units", "map-pin", 30),
)


def register() -> None:
    """Put the citizens' links into the bar."""
    for item in BAR:
        bar_register(item)
