"""Returns inside the office as a dossier's page and its timeline tell them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.dossiers.queries.returns import ReturnCount
from motcua.dossiers.return_labels import ANSWER_WORDS, CAUSE_WORDS, STATE_WORDS, TO_WORDS
from motcua.dossiers.return_rules import ReturnAnswer, ReturnState, ReturnTo
from motcua.dossiers.return_views import ReturnView
from motcua.dossiers.views import DossierView
from motcua.organisations.queries import units_by_ids
from motcua.ui.types import Tone

SINCE = timedelta(days=30)


@dataclass(frozen=True)
class ReturnLine:
    """A return in words: from whom to whom, how it stands, how long it lay there."""

    view: ReturnView
    title: str
    cause: str
    tone: Tone
    words: str
    giver: str
    receiver: str
    ended: str
    held: str
    due_at: datetime | None


def return_lines(view: DossierView, names: Mapping[int, str]) -> list[ReturnLine]:
    """Return every return of a dossier, newest first; one statement where there are any."""
    if not view.sent_back:
        return []
    places = units_by_ids(
        {one.from_unit_id for one in view.sent_back} | {one.to_unit_id for one in view.sent_back}
    )
    units = {key: unit.full_name for key, unit in places.items()}
    return [_line(one, names, units) for one in reversed(view.sent_back)]


def _line(one: ReturnView, names: Mapping[int, str], units: Mapping[int, str]) -> ReturnLine:
    holder = one.item.claimed_by_id if one.item is not None else one.to_account
    words = STATE_WORDS[one.state]
    if one.state is ReturnState.ANSWERED:
        words = ANSWER_WORDS[one.answer]
    return ReturnLine(
        view=one,
        title=str(TO_WORDS[one.to]),
        cause=str(CAUSE_WORDS[one.cause]),
        tone=_tone(one),
        words=str(words),
        giver=_who(one.from_account, one.from_unit_id, names, units),
        receiver=_who(holder, one.to_unit_id, names, units),
        ended=names.get(one.ended_by or 0, ""),
        held=held_words(one.held_minutes),
        due_at=one.item.due_at if one.item is not None else None,
    )


def _tone(one: ReturnView) -> Tone:
    if one.is_open:
        return Tone.DUE_SOON
    asks = one.answer in {ReturnAnswer.ASK_APPLICANT, ReturnAnswer.DISAGREE}
    if one.state is ReturnState.ANSWERED and not asks:
        return Tone.DONE
    return Tone.PAUSED if asks else Tone.NEUTRAL


def _who(account: int | None, unit: int, names: Mapping[int, str], units: Mapping[int, str]) -> str:
    parts = (names.get(account or 0, ""), units.get(unit, ""))
    return ", ".join(part for part in parts if part)


def held_words(minutes: int | None) -> str:
    """Return a working time in words, empty while nobody knows it."""
    if minutes is None:
        return ""
    if minutes < 60:
        return ngettext("%(n)d working minute", "%(n)d working minutes", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    return ngettext("%(n)d working hour", "%(n)d working hours", hours) % {"n": hours}


def returned_text(data: Mapping[str, Any], dossier: DossierView) -> str:
    """Return what the timeline tells of a return: cause, what to put right, how long it lay."""
    one = next((o for o in dossier.sent_back if o.ordinal == data.get("return")), None)
    if one is None:
        return ""
    if "answer" in data:
        words = str(ANSWER_WORDS[one.answer])
        held = held_words(one.held_minutes)
        return _("%(words)s, after %(held)s") % {"words": words, "held": held} if held else words
    to = str(TO_WORDS[one.to]) if one.to is ReturnTo.COUNTER or not one.drawn else ""
    parts = [to, str(CAUSE_WORDS[one.cause])]
    if one.put_right:
        parts.append(_("To be put right: %(what)s") % {"what": one.put_right})
    return ". ".join(part for part in parts if part)


def received_by(counts: Iterable[ReturnCount]) -> dict[int, int]:
    """Return how many returns each person got."""
    found: Counter[int] = Counter()
    for one in counts:
        if one.receiver is not None:
            found[one.receiver] += one.number
    return found


def answer_asked(view: DossierView) -> ReturnView | None:
    """Return the last return whose answer was that only the applicant can put it right.

    None once a supplement was asked for after it.
    """
    asked = [one for one in view.sent_back if one.answer is ReturnAnswer.ASK_APPLICANT]
    if not asked or asked[-1].ended_at is None:
        return None
    since = asked[-1].ended_at
    later = ("supplement_proposed", "supplement_requested", "appraised")
    if any(event.type in later and event.at > since for event in view.timeline):
        return None
    return asked[-1]
