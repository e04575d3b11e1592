"""Services of a process as a dossier's page tells them: what the software did, or why a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from motcua.dossiers.types import FactType
from motcua.dossiers.views import DossierView, EventView
from motcua.ui.types import Tone
from motcua.workflow.queries import service_values
from motcua.workflow.words import service_told

Title = tuple[Any, str, Tone]


def served_title(data: Mapping[str, Any]) -> Title | None:
    """Return title, icon and tone of a step that the software did or could not do."""
    if "service" not in data:
        return None
    if data.get("outcome") == "by_person":
        return _("The software could not do it: a person has the step"), "user-check", Tone.DUE_SOON
    return _("Done by the software"), "settings", Tone.RUNNING


def served_text(data: Mapping[str, Any], dossier: DossierView) -> str:
    """Return what the software did and what it found out; nothing for a step of a person."""
    del dossier
    if "service" not in data:
        return ""
    parts = [service_told(data["service"], data.get("text", ""))]
    parts += [
        f"{label}: {value}"
        for label, value in service_values(data["service"], data.get("told") or {})
    ]
    return ". ".join(parts)


def repair_reason(timeline: Iterable[EventView], element: str) -> str:
    """Return why a person does a step of the software, as its dossier tells it."""
    told = [
        str(event.data.get("reason") or "")
        for event in timeline
        if event.type == FactType.STEP_COMPLETED
        and event.data.get("element") == element
        and event.data.get("outcome") == "by_person"
    ]
    return told[-1] if told else ""
