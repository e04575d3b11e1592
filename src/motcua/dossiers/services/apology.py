"""Being late: the apology with a new date (form 04), once at most, and causes on record.

Rules and their sources: `paper_rules` (domain brief 3.8). The new date is a promise to the person.
It stands beside the due date and never moves it, so that no figure turns from late to on time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.deadlines.queries import calendar_for
from motcua.deadlines.rules import CalendarInvalid, working_days_between
from motcua.dossiers.letter_rules import LetterAct
from motcua.dossiers.models import Dossier
from motcua.dossiers.paper_rules import apology_rule, paper_rule
from motcua.dossiers.services import _write
from motcua.dossiers.services._proposals import proposals_close
from motcua.dossiers.services.intake import reason_clean
from motcua.dossiers.services.letters import Pen, signer_posting
from motcua.dossiers.services.papers import Said, fact_with_paper
from motcua.dossiers.types import FactType, LateCause, Outcome
from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import FieldProblem, Invalid, Refused
from motcua.kernel.failpoints import failpoint, failpoint_after_commit


@dataclass(frozen=True, slots=True)
class NotApologised:
    """A dossier of a bulk act that stayed as it was, and why."""

    code: str
    reason: str


def dossier_apologise(
    *,
    actor: Actor,
    code: str,
    cause: LateCause,
    reason: str,
    promised_on: date,
    version: int | None = None,
    letter: Pen = None,
) -> Outcome:
    """Apologise to the applicant and promise the result anew (form 04), once at most.

    `reason` is what the person reads beside the cause; the result is promised for the closing
    time of `promised_on`, a working day after today and after the due date. Also lawful when the
    due date has passed: late is better than not at all, and the event says that it was late.
    Raises Invalid, Forbidden, Stale; Refused `apologised_already`, `clock_stands`,
    `not_in_this_status`.
    """
    words = reason_clean(reason)
    cause_check(cause)
    with transaction.atomic():
        dossier = _write.dossier_lock(code, version=version)
        rule = paper_rule(FactType.APOLOGISED, clock.today())
        posting = signer_posting(actor, dossier, rule, letter)
        _once_check(dossier)
        at = clock.now()
        promised = _promised(dossier, promised_on, at)
        fact = _write.fact_at(
            FactType.APOLOGISED,
            at,
            rows=proposals_close(dossier, LetterAct.APOLOGY),
            words={"reason": words, "legal_basis": apology_rule(clock.today()).cited},
            cause=cause.value,
            due_at=dossier.due_at,
            promised_at=promised,
            in_time=_in_time(dossier, at),
        )
        said = Said(posting.account_id, words, cause=cause, promised_at=promised)
        fact = fact_with_paper(dossier, fact, rule, said, letter)
        outcome = _write.facts_record(dossier, [fact], _write.doer_of(posting))
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def dossiers_apologise(
    *,
    actor: Actor,
    codes: Sequence[str],
    cause: LateCause,
    reason: str,
    promised_on: date,
    sign: Callable[[Callable[[Pen], object]], object] = lambda act: act(None),
) -> tuple[list[str], list[NotApologised]]:
    """Apologise in many dossiers with one cause, reason and date; tell which could not be.

    Each is done by itself: one that cannot does not hold the others up. `sign` does an act with
    the personal signature that it needs. Raises Invalid only for what concerns all of them.
    """
    reason_clean(reason)
    cause_check(cause)
    done: list[str] = []
    failed: list[NotApologised] = []
    for code in dict.fromkeys(codes):
        try:
            sign(
                partial(
                    _apologise,
                    actor=actor, code=code, cause=cause, reason=reason, promised_on=promised_on,
                )
            )  # fmt: skip
        except Invalid as problem:
            told = " ".join(one.message for one in problem.problems)
            failed.append(NotApologised(code, told))
        except Refused as refusal:
            failed.append(NotApologised(code, str(refusal)))
        else:
            done.append(code)
    return done, failed


def _apologise(letter: Pen, **words: Any) -> Outcome:
    return dossier_apologise(letter=letter, **words)


def lateness_explain(
    *, actor: Actor, code: str, cause: LateCause, reason: str = "", version: int | None = None
) -> Outcome:
    """Record why a dossier is or was late, without telling the applicant anything.

    By whoever appraises or approves it. Raises Refused `not_late`.
    """
    cause_check(cause)
    words = {"reason": reason_clean(reason)} if reason.strip() else None
    with transaction.atomic():
        dossier = _write.dossier_lock(code, version=version)
        allowed = Action.DOSSIER_APPRAISE
        if not actor.may(allowed):
            allowed = Action.DOSSIER_APPROVE
        posting = _write.posting_deciding(actor, allowed, dossier)
        at = clock.now()
        if dossier.due_at is None or (dossier.ended_at or at) <= dossier.due_at:
            raise Refused("not_late", _("This dossier is not late."))
        fact = _write.fact_at(
            FactType.LATENESS_EXPLAINED, at, words=words, cause=cause.value, due_at=dossier.due_at
        )
        outcome = _write.facts_record(dossier, [fact], _write.doer_of(posting))
        failpoint("operation.written")
        failpoint_after_commit("operation.committed")
    return outcome


def cause_check(cause: LateCause) -> None:
    """Raise Invalid when no cause is given."""
    if cause is LateCause.NONE:
        raise Invalid([FieldProblem("cause", _("Choose the cause."))])


def _once_check(dossier: Dossier) -> None:
    if dossier.promised_at is not None:
        raise Refused(
            "apologised_already",
            _("An apology with a new date was sent already; the law allows it once."),
        )
    if dossier.suspended_from is not None:
        raise Refused("clock_stands", _("The time limit stands still; nothing is late now."))


def _promised(dossier: Dossier, on: date, at: datetime) -> datetime:
    """Return the closing time of the promised day; raises Invalid when it cannot be promised."""
    try:
        day = calendar_for(dossier.competent_unit_id).day(on)
    except CalendarInvalid:
        day = None
    if day is None or not day.is_working:
        text = _("The office does not work on this day. Choose a working day.")
        raise Invalid([FieldProblem("promised_on", text)])
    promised = day.closing.replace(tzinfo=clock.LEGAL_ZONE)
    if promised <= at or (dossier.due_at is not None and promised <= dossier.due_at):
        text = _("Choose a day after the due date and after today.")
        raise Invalid([FieldProblem("promised_on", text)])
    return promised


def _in_time(dossier: Dossier, at: datetime) -> bool:
    """Whether the apology comes as early as the law wants it."""
    if dossier.due_at is None or at >= dossier.due_at:
        return False
    rule = apology_rule(clock.local(at).date())
    calendar = calendar_for(dossier.competent_unit_id)
    today, due_day = clock.local(at).date(), clock.local(dossier.due_at).date()
    return working_days_between(today, due_day, calendar) >= rule.working_days_before
