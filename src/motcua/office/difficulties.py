"""What the pages of the register of difficulties share: colours, words, choices, places."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.identity.access import SignedInRequest
from motcua.identity.types import Action, Actor
from motcua.kernel.errors import NotFound
from motcua.organisations.queries import units_by_ids
from motcua.oversight.queries.places import register_unit
from motcua.oversight.queries.register import difficulty_get
from motcua.oversight.types import DifficultyView, Line, State
from motcua.oversight.words import GROUPS, SEVERITIES, STATES
from motcua.ui.types import Tab, Tone

TONES: dict[State, Tone] = {
    State.NEW: Tone.DUE_SOON,
    State.ASSIGNED: Tone.RUNNING,
    State.ASKED: Tone.PAUSED,
    State.ANSWERED: Tone.PAUSED,
    State.UNCLEAR: Tone.DUE_SOON,
    State.CLOSED: Tone.DONE,
    State.MERGED: Tone.NEUTRAL,
}


def difficulty_tabs(here: str) -> list[Tab]:
    """Return the register, what was published, and who answers, as tabs."""
    pages = (
        ("difficulties", _("Difficulties")),
        ("answers", _("Published answers")),
        ("addressees", _("Who answers")),
        ("targets", _("Targets")),
        ("brief", _("Weekly brief")),
    )
    return [Tab(word, reverse(f"office:{name}"), name == here) for name, word in pages]


def register_kept(actor: Actor) -> int | None:
    """Return the unit whose register somebody keeps, None for everybody else.

    Whoever controls procedures in a commune keeps no register: that is the province's.
    """
    for unit in units_by_ids({one.unit_id for one in actor.postings}).values():
        if actor.may(Action.OVERSIGHT_KEEP, unit.id) and register_unit(unit.id).id == unit.id:
            return unit.id
    return None


def line_words(line: Line, names: dict[int, Any]) -> dict[str, Any]:
    """Return a line of the register in words; `names` are units by id."""
    place = names.get(line.place_id)
    return {
        "line": line,
        "state": STATES[line.state],
        "tone": TONES[line.state],
        "group": GROUPS[line.group],
        "severity": SEVERITIES[line.severity],
        "place": place.full_name if place else "",
        "others": len(line.places) - 1,
    }


def difficulty_or_404(request: SignedInRequest, code: str) -> DifficultyView:
    """Return a difficulty of one's units; 404 for any other."""
    try:
        return difficulty_get(request.actor, code[:40].replace("\x00", ""))
    except NotFound as refusal:
        raise Http404 from refusal


def place_choices(actor: Actor) -> list[tuple[int, str]]:
    """Return where somebody may report: the units of their postings."""
    posted = {one.unit_id for one in actor.postings if Action.OVERSIGHT_REPORT in one.actions}
    found = units_by_ids(posted).values()
    return sorted(((one.id, one.full_name) for one in found), key=lambda pair: pair[1])
