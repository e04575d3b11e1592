"""The citizens' links in the frame."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from motcua.ui.navigation import BarItem, FootItem, bar_register, foot_register

BAR = (
    BarItem(_("Procedures"), "portal:procedures", "search", 10),
    BarItem(_("Follow a dossier"), "portal:track", "progress", 20),
    BarItem(_("Units"), "portal:units", "map-pin", 30),
)
FOOT = (
    FootItem(_("About this site"), "portal:about", 10),
    FootItem(_("Accessibility"), "portal:accessibility", 20),
)


def register() -> None:
    """Put the citizens' links into bar and foot; once, from `PortalConfig.ready`."""
    for item in BAR:
        bar_register(item)
    for link in FOOT:
        foot_register(link)
