"""A tracked dossier in plain words: what is, what it means, what to do, what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.deadlines.explain import explanation_lines
from motcua.dossiers.late_words import LATE_CAUSES
from motcua.dossiers.types import FINAL, FactType, LateCause, ReturnMethod, Status, StopKind
from motcua.dossiers.views import TrackStep, TrackView
from motcua.kernel import clock
from motcua.ui import formats
from motcua.ui.types import ProgressStep, TimelineEntry, Tone

SOON = timedelta(hours=24)
_WITH_LETTER = frozenset(
    {
        FactType.SUPPLEMENT_REQUESTED,
        FactType.REFUSED,
        FactType.APOLOGISED,
        FactType.STOPPED,
    }
)


@dataclass(frozen=True)
class DueTold:
    """The due date as a person needs it; `at` is None while there is none."""

    state: Tone
    at: datetime | None
    label: str
    text: str
    why: tuple[str, ...] = ()

    @property
    def overdue(self) -> bool:
        """Whether the office is late."""
        return self.state is Tone.OVERDUE


@dataclass(frozen=True)
class Task:
    """What the citizen has to do now."""

    title: str
    how: str
    items: tuple[str, ...] = ()
    reason: str = ""
    legal_basis: str = ""
    deadline: date | None = None


@dataclass(frozen=True)
class DossierTold:
    """Everything that the tracking page says; nothing of any person."""

    code: str
    status: int
    procedure_code: str
    procedure_name: str
    title: str
    meaning: str
    tasks: tuple[Task, ...]
    due: DueTold | None
    holder: str
    holder_since: datetime | None
    steps: tuple[ProgressStep, ...]
    following: tuple[str, ...]
    back: str
    competent: str
    contact: str
    history: tuple[TimelineEntry, ...]
    has_papers: bool  # a slip, or letters of the office


def told(view: TrackView) -> DossierTold:
    """Put a dossier into words of the active language."""
    current = next((step for step in view.steps if step.state == "current"), None)
    title, meaning = _status(view)
    ended = view.status in FINAL
    return DossierTold(
        code=view.code,
        status=view.status.value,
        procedure_code=view.procedure_code,
        procedure_name=view.procedure_name,
        title=title,
        meaning=meaning,
        tasks=tuple(_tasks(view)),
        due=_due(view),
        holder="" if ended else view.holder_unit_name,
        holder_since=current.since if current and not ended else None,
        steps=_steps(view),
        following=tuple(_following(view)),
        back="" if ended else _back(view),
        competent=view.competent_unit_name,
        contact=view.receiving_unit_name,
        history=tuple(_history(view)),
        has_papers=view.accepted_at is not None
        or any(kind in _WITH_LETTER for kind, _at in view.events),
    )


def _status(view: TrackView) -> tuple[str, str]:
    if view.status is Status.STOPPED and view.stop_kind is StopKind.TEMPORARY:
        return (
            _("Work on the dossier is interrupted"),
            _("The office has told the applicant the reason in writing (form 05)."),
        )
    title, meaning = _STATUS[view.status]
    if view.status is Status.REGISTERED and waits_told(view):
        return str(_WAITS[0]), str(_WAITS[1])
    if _overdue(view):
        return str(title), _("The papers are complete. The time limit has passed.")
    return str(title), str(meaning)


def waits_told(view: TrackView) -> tuple[str, ...]:
    """Return why a dossier that waits for another one's result has no date yet, else nothing."""
    open_ = view.status in {Status.REGISTERED, Status.SUPPLEMENT}
    steps = [one for one in view.due_explanation if one["code"] == "waits_for"] if open_ else []
    return tuple(explanation_lines(steps))


_WAITS = (
    gettext_lazy("It waits for the result of another part"),
    gettext_lazy("Everything has arrived. The office may begin when that result is there."),
)


def _overdue(view: TrackView) -> bool:
    running = view.suspended_from is None and view.ended_at is None and view.status not in FINAL
    return running and view.due_at is not None and clock.now() > view.due_at


_STATUS = {
    Status.REGISTERED: (
        gettext_lazy("The papers have arrived and are being checked"),
        gettext_lazy("The time limit starts when the office accepts the dossier."),
    ),
    Status.ACCEPTED: (
        gettext_lazy("The dossier is accepted"),
        gettext_lazy("The papers are complete and the time limit is running."),
    ),
    Status.REFUSED: (
        gettext_lazy("The dossier was not accepted"),
        gettext_lazy("The office has told the applicant the reason in writing (form 03)."),
    ),
    Status.PROCESSING: (
        gettext_lazy("The dossier is being worked on"),
        gettext_lazy("The papers are complete and the time limit is running."),
    ),
    Status.SUPPLEMENT: (
        gettext_lazy("The office needs something from the applicant"),
        gettext_lazy("Work goes on when it has arrived."),
    ),
    Status.OBLIGATION: (
        gettext_lazy("A payment to the State is due"),
        gettext_lazy("Work goes on when the payment is confirmed."),
    ),
    Status.WITHDRAWN: (
        gettext_lazy("The dossier was withdrawn"),
        gettext_lazy("The applicant asked for it. The office does no more work on it."),
    ),
    Status.STOPPED: (
        gettext_lazy("Work on the dossier has stopped"),
        gettext_lazy("The office has told the applicant the reason in writing (form 05)."),
    ),
    Status.DONE: (
        gettext_lazy("The result is ready"),
        gettext_lazy("It is signed and waits to be handed over."),
    ),
    Status.RETURNED: (
        gettext_lazy("The result has been handed over"),
        gettext_lazy("The dossier is closed."),
    ),
}


def _tasks(view: TrackView) -> Iterator[Task]:
    office = {"unit": view.receiving_unit_name}
    if view.supplement is not None:
        how = _("Bring it to the counter of %(unit)s, with the slip.")
        if view.accepted_at is None:  # no slip yet: the request is what they have in hand
            how = _("Bring it to the counter of %(unit)s, with the request you received (form 02).")
        yield Task(
            title=_("Please hand in what is missing"),
            how=how % office,
            items=view.supplement.items,
            reason=view.supplement.reason,
            legal_basis=view.supplement.legal_basis,
            deadline=view.supplement.deadline,
        )
    if view.obligation_vnd and view.status not in FINAL:
        yield Task(
            title=_("Please pay %(amount)s to the State")
            % {"amount": formats.money(view.obligation_vnd)},
            how=_(
                "Pay as the notice you received says, and show the proof at the counter "
                "of %(unit)s."
            )
            % office,
        )
    if view.unpaid_vnd and view.status not in FINAL:
        yield Task(
            title=_("Please pay the fee of %(amount)s")
            % {"amount": formats.money(view.unpaid_vnd)},
            how=_("Pay at the counter of %(unit)s; you get a receipt.") % office,
        )


def _due(view: TrackView) -> DueTold | None:
    if view.due_at is None or (view.status in FINAL and view.status is not Status.RETURNED):
        return None
    why = tuple(explanation_lines(view.due_explanation))
    moved = view.due_original_at is not None and view.due_original_at != view.due_at
    if moved and view.due_original_at is not None:
        first = _("The date on the slip was %(at)s.") % {
            "at": formats.instant(view.due_original_at)
        }
        why = (first, *why)
    if view.ended_at is not None:
        words = (
            _("It was ready on %(ready)s, in time.")
            if view.ended_at <= view.due_at
            else _("It was ready on %(ready)s, after the due date.")
        )
        text = words % {"ready": formats.instant(view.ended_at)}
        return DueTold(Tone.DONE, view.due_at, _("Due date"), text, why)
    if view.suspended_from is not None:
        text = _(
            "The clock has been standing since %(since)s. The new date will be shown here when "
            "work goes on."
        ) % {"since": formats.instant(view.suspended_from)}
        return DueTold(Tone.PAUSED, view.due_at, _("Due date until the clock stopped"), text, why)
    if view.promised_at is not None:
        return _promised(view, view.due_at, view.promised_at, why)
    if _overdue(view):
        text = _(
            "The office is late, you are not. It owes the applicant a written apology with the "
            "reason and a new date (form 04 of Circular 03/2025/TT-VPCP)."
        )
        return DueTold(Tone.OVERDUE, view.due_at, _("The result was due"), text, why)
    state = Tone.DUE_SOON if view.due_at - clock.now() <= SOON else Tone.RUNNING
    text = _("It may be ready earlier; this page will say so.")
    return DueTold(state, view.due_at, _("The result is due"), text, why)


def _promised(
    view: TrackView, due_at: datetime, promised_at: datetime, why: tuple[str, ...]
) -> DueTold:
    """Tell the new date of an apology, the one before, and why."""
    cause = LATE_CAUSES.get(view.late_cause, "")
    line = _("It was due on %(due)s. The office has apologised in writing (form 04).") % {
        "due": formats.instant(due_at)
    }
    if cause and view.late_cause is not LateCause.OTHER:
        line += " " + _("Cause: %(cause)s.") % {"cause": cause}
    now = clock.now()
    if now > promised_at:
        text = _("The office is late, you are not. It has not kept its new date either.")
        return DueTold(Tone.OVERDUE, promised_at, _("The result was promised for"), text, why)
    text = _("The office is late, you are not. It has apologised and set this new date.")
    return DueTold(Tone.DUE_SOON, promised_at, _("The result is promised for"), text, (line, *why))


def _steps(view: TrackView) -> tuple[ProgressStep, ...]:
    if view.status in FINAL and view.status is not Status.RETURNED:
        return ()  # cut short: the history tells what was done
    return tuple(_step(step) for step in view.steps)


def _step(step: TrackStep) -> ProgressStep:
    if step.state == "done":
        return ProgressStep(step.name, "done", step.unit_name, step.done_at)
    if step.state == "current":
        detail = step.unit_name
        if step.since is not None:
            since = {"unit": step.unit_name, "since": formats.day_full(step.since)}
            detail = _("%(unit)s, since %(since)s") % since
        return ProgressStep(step.name, "now", detail)
    return ProgressStep(step.name, "todo", step.unit_name)


def _following(view: TrackView) -> Iterator[str]:
    if view.status is Status.REGISTERED and waits_told(view):
        yield from waits_told(view)
    elif view.status is Status.REGISTERED:
        yield _(
            "An official checks the papers. Then the dossier is accepted, or you are told in "
            "writing what is missing or why it cannot be accepted."
        )
    elif view.status in {Status.ACCEPTED, Status.PROCESSING}:
        step = next((one for one in view.steps if one.state == "future"), None)
        if step is not None:
            told_step = {"step": step.name, "unit": step.unit_name}
            yield _("The next step is: %(step)s (%(unit)s).") % told_step
        if not view.unpaid_vnd:
            yield _("You need to do nothing now.")
    elif view.status is Status.SUPPLEMENT:
        yield _("When what is missing has arrived, work goes on and the due date is shown here.")
    elif view.status is Status.OBLIGATION:
        yield _("When the payment is confirmed, work goes on and the due date is shown here.")
    elif view.status is Status.STOPPED and view.stop_kind is StopKind.TEMPORARY:
        yield _("When the reason has gone, work goes on and the due date is shown here.")
    elif view.status in {Status.REFUSED, Status.WITHDRAWN, Status.STOPPED}:
        yield _("You can file again at any time. The papers you handed in can be collected.")


def _back(view: TrackView) -> str:
    words = {
        ReturnMethod.COUNTER: _(
            "You collect it at %(unit)s. Bring the slip and your identity paper; whoever comes "
            "for somebody else also brings a written authorisation."
        ),
        ReturnMethod.POST: _("It comes by post to the address that was given."),
        ReturnMethod.ELECTRONIC: _("It comes electronically, to the account that was given."),
    }
    return words[view.return_method] % {"unit": view.return_unit_name}


def _history(view: TrackView) -> Iterator[TimelineEntry]:
    for kind, at in reversed(view.events):
        if kind in _EVENTS:
            words, tone, icon = _EVENTS[kind]
            yield TimelineEntry(at, str(words), tone=tone, icon=icon)


_EVENTS = {
    "submitted": (gettext_lazy("Handed in"), Tone.NEUTRAL, "file-plus"),
    "accepted": (gettext_lazy("Accepted"), Tone.RUNNING, "file-check"),
    "refused": (gettext_lazy("Not accepted"), Tone.NEUTRAL, "ban"),
    "assigned": (gettext_lazy("Given to an official"), Tone.RUNNING, "user-check"),
    "appraised": (gettext_lazy("Examined"), Tone.RUNNING, "list-check"),
    "opinion_asked": (gettext_lazy("Another unit asked for its opinion"), Tone.NEUTRAL, "message"),
    "opinion_given": (gettext_lazy("Opinion of another unit received"), Tone.RUNNING, "message"),
    "approved": (gettext_lazy("Decided and signed"), Tone.RUNNING, "signature"),
    "sent_back": (gettext_lazy("Sent back to be examined again"), Tone.NEUTRAL, "arrow-back-up"),
    "supplement_requested": (gettext_lazy("Supplement requested"), Tone.PAUSED, "file-alert"),
    "supplement_received": (gettext_lazy("Supplement received"), Tone.RUNNING, "file-check"),
    "obligation_requested": (
        gettext_lazy("Payment to the State requested"),
        Tone.PAUSED,
        "receipt",
    ),
    "obligation_fulfilled": (gettext_lazy("Payment to the State confirmed"), Tone.RUNNING, "check"),
    "fee_paid": (gettext_lazy("Fee paid"), Tone.DONE, "coin"),
    "fee_refunded": (gettext_lazy("Fee given back"), Tone.NEUTRAL, "coin"),
    "fee_changed": (gettext_lazy("Fee reckoned anew"), Tone.NEUTRAL, "coin"),
    "withdrawn": (gettext_lazy("Withdrawn"), Tone.NEUTRAL, "arrow-back-up"),
    "stopped": (gettext_lazy("Work stopped"), Tone.NEUTRAL, "hand-stop"),
    "done": (gettext_lazy("Result ready"), Tone.DONE, "circle-check"),
    "returned": (gettext_lazy("Result handed over"), Tone.DONE, "checks"),
    "reopened": (gettext_lazy("Opened again: the result had a mistake"), Tone.NEUTRAL, "refresh"),
    "due_changed": (gettext_lazy("Due date changed"), Tone.NEUTRAL, "calendar-due"),
    "released": (gettext_lazy("The result it waited for is there"), Tone.RUNNING, "player-play"),
    "held": (gettext_lazy("Waits again for another result"), Tone.PAUSED, "player-pause"),
    "apologised": (gettext_lazy("The office has apologised"), Tone.DUE_SOON, "mail"),
    "signed": (gettext_lazy("Signed by the leader"), Tone.RUNNING, "signature"),
}
