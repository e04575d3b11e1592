"""The timeline of a dossier: each event in plain words, newest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.dossiers.late_words import LATE_CAUSES
from motcua.dossiers.opinion_labels import OUTCOMES
from motcua.dossiers.opinion_rules import OpinionOutcome
from motcua.dossiers.types import FactType, LateCause, StopKind
from motcua.dossiers.views import DossierView, EventView
from motcua.identity.types import Role
from motcua.identity.words import role_name
from motcua.office.filed import reused_words
from motcua.office.letter_words import proposal_text
from motcua.office.offline_words import slip_note
from motcua.office.returned import returned_text
from motcua.office.service_words import served_text, served_title
from motcua.ui import formats
from motcua.ui.types import TimelineEntry, Tone

Data = Mapping[str, Any]
# Title, icon, tone of each fact.
TITLES: dict[FactType, tuple[Any, str, Tone]] = {
    FactType.SUBMITTED: (gettext_lazy("Dossier filed"), "file-plus", Tone.NEUTRAL),
    FactType.ACCEPTED: (gettext_lazy("Accepted"), "file-check", Tone.RUNNING),
    FactType.REFUSED: (gettext_lazy("Not accepted"), "ban", Tone.OVERDUE),
    FactType.ASSIGNED: (gettext_lazy("Assigned"), "user-check", Tone.RUNNING),
    FactType.APPRAISED: (gettext_lazy("Appraised"), "clipboard-check", Tone.RUNNING),
    FactType.OPINION_GIVEN: (gettext_lazy("Opinion given"), "message", Tone.RUNNING),
    FactType.APPROVED: (gettext_lazy("Approved"), "signature", Tone.DONE),
    FactType.SENT_BACK: (gettext_lazy("Sent back for revision"), "arrow-back-up", Tone.DUE_SOON),
    FactType.SUPPLEMENT_PROPOSED: (
        gettext_lazy("Supplement proposed"), "file-alert", Tone.NEUTRAL,
    ),
    FactType.SUPPLEMENT_REQUESTED: (
        gettext_lazy("Supplement requested"), "file-alert", Tone.PAUSED,
    ),
    FactType.SUPPLEMENT_RECEIVED: (gettext_lazy("Supplement received"), "file-plus", Tone.RUNNING),
    FactType.OBLIGATION_REQUESTED: (
        gettext_lazy("Financial obligation requested"), "receipt", Tone.PAUSED,
    ),
    FactType.OBLIGATION_FULFILLED: (
        gettext_lazy("Financial obligation fulfilled"), "coin", Tone.RUNNING,
    ),
    FactType.FEE_PAID: (gettext_lazy("Fee paid"), "coin", Tone.DONE),
    FactType.FEE_REFUNDED: (gettext_lazy("Fee given back"), "coin", Tone.NEUTRAL),
    FactType.FEE_CHANGED: (gettext_lazy("Fee reckoned anew"), "coin", Tone.NEUTRAL),
    FactType.WITHDRAWN: (gettext_lazy("Withdrawn by the applicant"), "arrow-back-up", Tone.NEUTRAL),
    FactType.STOPPED: (gettext_lazy("Processing stopped"), "hand-stop", Tone.OVERDUE),
    FactType.DONE: (gettext_lazy("Result issued"), "circle-check", Tone.DONE),
    FactType.RETURNED: (gettext_lazy("Result returned"), "checks", Tone.DONE),
    FactType.REOPENED: (gettext_lazy("Re-opened: the result was wrong"), "refresh", Tone.DUE_SOON),
    FactType.DUE_CHANGED: (gettext_lazy("Due date changed"), "calendar-due", Tone.PAUSED),
    FactType.DOCUMENT_ADDED: (gettext_lazy("Document added"), "file-upload", Tone.NEUTRAL),
    FactType.STEP_COMPLETED: (gettext_lazy("Step completed"), "check", Tone.RUNNING),
    FactType.HANDED_OVER: (gettext_lazy("Handed over"), "send", Tone.NEUTRAL),
    FactType.RELEASED: (
        gettext_lazy("The result it waited for is there"), "player-play", Tone.RUNNING
    ),
    FactType.HELD: (gettext_lazy("Waits again for another result"), "player-pause", Tone.PAUSED),
    FactType.APOLOGISED: (gettext_lazy("Apology with a new date"), "mail", Tone.DUE_SOON),
    FactType.LATENESS_EXPLAINED: (gettext_lazy("Cause of lateness"), "clock", Tone.NEUTRAL),
    FactType.SIGNED: (gettext_lazy("Signed by the leader afterwards"), "signature", Tone.DONE),
    FactType.DIGITISED: (gettext_lazy("Component digitised"), "file-check", Tone.RUNNING),
    FactType.COPY_SIGNED: (gettext_lazy("Digital copy signed"), "signature", Tone.RUNNING),
    FactType.ORIGINAL_RETURNED: (
        gettext_lazy("Original given back"), "arrow-back-up", Tone.NEUTRAL,
    ),
    FactType.PAPER_SENT: (gettext_lazy("Paper sent"), "send", Tone.NEUTRAL),
    FactType.PAPER_RECEIVED: (gettext_lazy("Paper arrived"), "folder", Tone.NEUTRAL),
    FactType.PAPER_DAMAGED: (
        gettext_lazy("Paper arrived damaged"), "alert-triangle", Tone.DUE_SOON,
    ),
    FactType.PAPER_MISSING: (gettext_lazy("Paper is missing"), "alert-triangle", Tone.OVERDUE),
    FactType.PAPER_EXPLAINED: (
        gettext_lazy("Difference of paper explained"), "message", Tone.NEUTRAL,
    ),
    FactType.OPINION_ASKED: (gettext_lazy("Asked for an opinion"), "message", Tone.NEUTRAL),
    FactType.OPINION_REMINDED: (gettext_lazy("Reminded of the opinion"), "message", Tone.DUE_SOON),
    FactType.OPINION_EXTENDED: (
        gettext_lazy("More time for the opinion"), "calendar-due", Tone.NEUTRAL,
    ),
    FactType.OPINION_RECALLED: (
        gettext_lazy("Question recalled"), "arrow-back-up", Tone.NEUTRAL,
    ),
    FactType.OPINION_WAIVED: (
        gettext_lazy("Goes on without the opinion, by law"), "gavel", Tone.DUE_SOON,
    ),
    FactType.RETURNED_INSIDE: (
        gettext_lazy("Returned inside the office"), "arrow-back-up", Tone.DUE_SOON,
    ),
    FactType.RETURN_ANSWERED: (gettext_lazy("Return answered"), "check", Tone.RUNNING),
    FactType.RETURN_RECALLED: (gettext_lazy("Return taken back"), "arrow-back-up", Tone.NEUTRAL),
    FactType.LETTER_PROPOSED: (
        gettext_lazy("Form proposed for signature"), "signature", Tone.NEUTRAL,
    ),
    FactType.LETTER_DECIDED: (gettext_lazy("Proposed form decided"), "gavel", Tone.NEUTRAL),
    FactType.OPINION_SILENT: (
        gettext_lazy("No answer in time: consent by law"), "clock", Tone.NEUTRAL,
    ),
}  # fmt: skip


def timeline_entries(dossier: DossierView, *, after: int = 0) -> list[TimelineEntry]:
    """Return what happened, newest first; only the events after number `after`."""
    outcomes = {
        (item.element, outcome.code): outcome.name
        for item in dossier.items
        for outcome in item.outcomes
    }
    events = [event for event in dossier.timeline if event.seq > after]
    return [_entry(event, dossier, outcomes) for event in reversed(events)]


def _entry(
    event: EventView, dossier: DossierView, outcomes: Mapping[tuple[str, str], str]
) -> TimelineEntry:
    title, icon, tone = served_title(event.data) or TITLES[FactType(event.type)]
    tell = _TEXTS.get(FactType(event.type))
    parts = [tell(event.data, dossier)] if tell else []
    outcome = outcomes.get((event.data.get("element", ""), event.data.get("outcome", "")), "")
    if outcome and event.type in {FactType.APPRAISED, FactType.STEP_COMPLETED}:
        parts.append(outcome)
    reason = event.data.get("reason")
    if reason:
        parts.append(_("Reason: %(reason)s") % {"reason": reason})
    basis = event.data.get("legal_basis")
    if basis:
        parts.append(_("Legal basis: %(basis)s") % {"basis": basis})
    return TimelineEntry(
        when=event.at,
        title=title,
        who=who_text(event),
        text=" ".join(_sentence(part) for part in parts if part),
        tone=tone,
        icon=icon,
    )


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."


def who_text(event: EventView) -> str:
    """Return who did it: name, role, unit; the system or the applicant where no account did."""
    if event.account_id is None:
        nobody = {"system": _("System"), "applicant": _("Applicant")}
        return nobody.get(event.role, "")
    role = role_name(Role(event.role)) if event.role in set(Role) else ""
    name = event.account_name
    if event.for_name:
        name = _("%(name)s for %(other)s") % {"name": name, "other": event.for_name}
    return ", ".join(part for part in (name, role, event.unit_name) if part)


def _instant(data: Data, key: str) -> str:
    raw = data.get(key)
    return formats.instant(datetime.fromisoformat(raw)) if raw else ""


def _accepted(data: Data, dossier: DossierView) -> str:
    del dossier
    due = _instant(data, "due_at")
    return _("Due %(due)s") % {"due": due} if due else ""


def _assigned(data: Data, dossier: DossierView) -> str:
    name = dossier.accounts.get(data.get("official") or 0, "")
    return _("To %(name)s") % {"name": name} if name else ""


def _supplement(data: Data, dossier: DossierView) -> str:
    asked = (s for s in dossier.supplements if s.ordinal == data.get("ordinal"))
    return next(("; ".join(s.items) for s in asked), "")


def _added(data: Data, dossier: DossierView) -> str:
    """Return which request a paper answers, which slip it is; nothing for one that came else."""
    if "interim" in data:
        return slip_note(data, dossier.accounts)
    number = data.get("supplement")
    return _("For request %(number)s") % {"number": number} if number else ""


def _component(data: Data, dossier: DossierView) -> str:
    """Return which component it is about, and whether a copy took the place of another."""
    found = (one.name for one in dossier.components if one.component_id == data.get("component"))
    name = next(found, "")
    if data.get("replaces"):
        return _("%(name)s. Takes the place of version %(number)s") % {
            "name": name,
            "number": data["replaces"],
        }
    return name


def _due_again(data: Data, dossier: DossierView) -> str:
    del dossier
    due = _instant(data, "due_at")
    return _("New due date: %(due)s") % {"due": due} if due else ""


def _amount(data: Data, dossier: DossierView) -> str:
    del dossier
    return formats.money(int(data["amount"])) if "amount" in data else ""


def _stopped(data: Data, dossier: DossierView) -> str:
    del dossier
    return _("For good") if data.get("kind") == StopKind.FINAL.value else _("For the time being")


def _issued(data: Data, dossier: DossierView) -> str:
    found = (r for r in dossier.results if r.version == data.get("version"))
    return next((f"{r.title}, {r.number}" for r in found), "")


def _late(data: Data, dossier: DossierView) -> str:
    del dossier
    cause = str(LATE_CAUSES.get(LateCause(data.get("cause", "")), ""))
    promised = _instant(data, "promised_at")
    parts = [cause, _("Promised by %(at)s") % {"at": promised} if promised else ""]
    return ". ".join(part for part in parts if part)


def _opinion(data: Data, dossier: DossierView) -> str:
    """Return which unit a fact about an opinion is about, what it said, until when."""
    asked = next((o for o in dossier.opinions if o.ordinal == data.get("request")), None)
    if asked is None:
        return ""
    words = [asked.unit_name]
    if data.get("outcome"):
        words.append(str(OUTCOMES[OpinionOutcome(data["outcome"])]))
        if data.get("late"):
            words.append(_("late"))
    elif data.get("due_at"):
        words.append(_("answer due %(due)s") % {"due": _instant(data, "due_at")})
    return ", ".join(words)


def _manifest(data: Data, dossier: DossierView) -> str:
    del dossier
    number = data.get("manifest")
    return _("Manifest %(number)s") % {"number": number} if number else ""


def _filed(data: Data, dossier: DossierView) -> str:
    """Return the slip it came with, and which papers were taken from earlier dossiers."""
    parts = [slip_note(data, dossier.accounts)] if "interim" in data else []
    for one in reused_words(dossier):
        told = {"paper": one.paper or one.name, "source": one.text}
        parts.append(_("Used again: %(paper)s. %(source)s") % told)
    return " ".join(_sentence(part) for part in parts)


_TEXTS: dict[FactType, Callable[[Data, DossierView], str]] = {
    FactType.SUBMITTED: _filed,
    FactType.ACCEPTED: _accepted,
    FactType.ASSIGNED: _assigned,
    FactType.SUPPLEMENT_PROPOSED: _supplement,
    FactType.SUPPLEMENT_REQUESTED: _supplement,
    FactType.SUPPLEMENT_RECEIVED: _due_again,
    FactType.OBLIGATION_REQUESTED: _amount,
    FactType.OBLIGATION_FULFILLED: _due_again,
    FactType.DUE_CHANGED: _due_again,
    FactType.FEE_PAID: _amount,
    FactType.FEE_REFUNDED: _amount,
    FactType.FEE_CHANGED: _amount,
    FactType.STOPPED: _stopped,
    FactType.DONE: _issued,
    FactType.DOCUMENT_ADDED: _added,
    FactType.APOLOGISED: _late,
    FactType.LATENESS_EXPLAINED: _late,
    FactType.DIGITISED: _component,
    FactType.COPY_SIGNED: _component,
    FactType.ORIGINAL_RETURNED: _component,
    FactType.PAPER_SENT: _manifest,
    FactType.PAPER_RECEIVED: _manifest,
    FactType.PAPER_DAMAGED: _manifest,
    FactType.PAPER_MISSING: _manifest,
    FactType.PAPER_EXPLAINED: _manifest,
    FactType.STEP_COMPLETED: served_text,
    FactType.OPINION_GIVEN: _opinion,
    FactType.OPINION_ASKED: _opinion,
    FactType.OPINION_REMINDED: _opinion,
    FactType.OPINION_EXTENDED: _opinion,
    FactType.OPINION_RECALLED: _opinion,
    FactType.OPINION_WAIVED: _opinion,
    FactType.OPINION_SILENT: _opinion,
    FactType.LETTER_PROPOSED: proposal_text,
    FactType.LETTER_DECIDED: proposal_text,
    FactType.RETURNED_INSIDE: returned_text,
    FactType.RETURN_ANSWERED: returned_text,
    FactType.SENT_BACK: returned_text,
}
