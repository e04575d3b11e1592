"""Causes of lateness in the reader's language; on paper they are Vietnamese (`papers.CAUSES`)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from motcua.dossiers.types import LateCause

LATE_CAUSES: dict[LateCause, Any] = {
    LateCause.COORDINATION: _("Another office has not answered yet"),
    LateCause.VERIFICATION: _("Something has to be verified on the spot"),
    LateCause.COMPLEX: _("The case is complex or the rules are not clear"),
    LateCause.WORKLOAD: _("Far more dossiers than usual"),
    LateCause.STAFF: _("Too few people, or whoever has it is away"),
    LateCause.SYSTEM: _("A computer system or the line failed"),
    LateCause.TRANSFER: _("Papers are still being handed over from a former unit"),
    LateCause.FORCE: _("Natural disaster, epidemic, force majeure"),
    LateCause.OVERSIGHT: _("An oversight in the office"),
    LateCause.OTHER: _("Another reason"),
}
